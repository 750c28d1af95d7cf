"""Mails: lists for people, and what the placing of a new one asks about the older ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat
from django.utils.timezone import now
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..models import Mail, Reply, State

PAGE = 50


def _plain(value: Any) -> Any:
    """An empty field of a form is no filter; a NUL stands in no text of ours."""
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]


class MailFilter(FilterSchema):
    """One filter for both doors; `q` are words of subject or sender."""

    state: Annotated[Words, FilterLookup("state")] = None
    box: Annotated[Key, FilterLookup("mailbox_id")] = None
    ticket: Annotated[Words, FilterLookup("ticket")] = None
    q: Words = None

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


class _Folded(Func):
    function = "tr_fold"
    output_field = TextField()


_SEARCHED = Concat("subject", Value(" "), "sender_name", Value(" "), "sender_address", output_field=TextField())


def mails(actor: Actor, filters: MailFilter | None = None) -> QuerySet[Mail]:
    """Mails of the boxes in reach."""
    rows = Mail.objects.filter(actor.reach(access.VIEW).q("mailbox__", ("assignee",)))
    if filters is not None:
        if filters.q:
            rows = rows.annotate(folded=_Folded(_SEARCHED))
        rows = filters.filter(rows)
    return rows.select_related("mailbox", "sender", "raw__blob")


def mail(actor: Actor, mail_id: int) -> Mail:
    """One mail in reach."""
    return mails(actor).get(pk=mail_id)


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Mail]
    after: str


def page_of_mails(actor: Actor, filters: MailFilter, *, after: str = "", limit: int = PAGE) -> Page:
    """One keyset page, the newest first. A broken cursor begins anew."""
    rows = mails(actor, filters)
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def counts(actor: Actor) -> dict[str, int]:
    """Mails by state, of those that wait for somebody."""
    rows = mails(actor).filter(state__in=[State.RECEIVED, State.HELD, State.FAILED])
    found = rows.order_by().values("state").annotate(many=Count("pk"))
    return {row["state"]: row["many"] for row in found}


def waiting(actor: Actor) -> int:
    """How many mails wait for a decision or failed."""
    reach = actor.reach(access.DECIDE).q("mailbox__", ("assignee",))
    return Mail.objects.filter(reach, state__in=[State.HELD, State.FAILED]).count()


def mails_of_ticket(number: str) -> list[Mail]:
    # reach: the ticket was found through one
    return list(Mail.objects.filter(ticket=number).select_related("mailbox", "raw__blob").order_by("-pk")[:50])


def replies_of_ticket(number: str) -> list[Reply]:
    # reach: the ticket was found through one
    return list(Reply.objects.filter(ticket=number).order_by("-pk")[:50])


def recent_from(address: str, before: Mail, hours: int = 1) -> QuerySet[Mail]:
    """Mails of one sender that came in the hour before a mail and did something."""
    # reach: public inside the house, because only the placing of mails asks
    since = before.received_at - dt.timedelta(hours=hours)
    done = [State.OPENED, State.APPENDED, State.COLLECTED, State.HELD]
    return Mail.objects.filter(sender_address=address, received_at__gte=since, state__in=done).exclude(pk=before.pk)


def ticket_of_thread(identifiers: Sequence[str], domain: str) -> str:
    """The ticket to which the mails with these identifiers belong: mails that came, letters of ours, thread roots."""
    # reach: public inside the house, because the placing decides afterwards who may write there
    for one in identifiers:
        came = Mail.objects.filter(message_id=one).exclude(ticket="").order_by("pk").values_list("ticket", flat=True)
        if found := came.first():
            return str(found)
        left, _, right = one.partition("@")
        if right.lower() != domain.lower():
            continue
        key = left.replace("-", "")
        if len(key) == 32 and all(letter in "0123456789abcdef" for letter in key):
            ours = Reply.objects.filter(key=key).exclude(ticket="").values_list("ticket", flat=True).first()
            if ours:
                return str(ours)
        if left.lower().startswith("dt-"):
            return left.upper()
    return ""


def party_of_ticket(number: str, address: str) -> bool:
    """Whether somebody without an account is part of a ticket's correspondence already."""
    # reach: public inside the house, because only the placing of mails asks
    wrote = Mail.objects.filter(ticket=number, sender_address=address, state__in=[State.OPENED, State.APPENDED])
    return wrote.exists() or Reply.objects.filter(ticket=number, to=address).exists()


def erasable(before: dt.datetime, most: int) -> list[int]:
    """Mails done with whose kept time is over, the oldest first."""
    # reach: public inside the house, because the job erases every one
    rows = Mail.objects.filter(received_at__lt=before, raw__isnull=False)
    rows = rows.exclude(state__in=[State.RECEIVED, State.HELD, State.FAILED])
    return list(rows.order_by("received_at").values_list("pk", flat=True)[:most])


def stuck(minutes: int = 5) -> list[int]:
    """Mails that were taken in and not placed: a worker died between the two."""
    # reach: public inside the house, because the job goes on with every one
    before = now() - dt.timedelta(minutes=minutes)
    rows = Mail.objects.filter(state=State.RECEIVED, received_at__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:200])
