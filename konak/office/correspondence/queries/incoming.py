"""What came, and what was given to whom."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import F, Func, Q, QuerySet, TextField
from django.utils.timezone import localdate
from ninja import FilterSchema
from pydantic import StringConstraints

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..models import Incoming, Referral
from .folding import holding

PAGE = 50
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]


class IncomingFilter(FilterSchema):
    """One filter for both doors."""

    q: Words | None = None
    state: Words | None = None
    origin: Words | None = None
    asked: Words | None = None
    unit: int | None = None
    code: Words | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def narrow(self, rows: QuerySet[Incoming]) -> QuerySet[Incoming]:
        if self.q:
            rows = holding(rows, self.q, "case__number", "case__subject", "sender", "document_number")
        if self.state:
            rows = rows.filter(case__state=self.state)
        if self.origin:
            rows = rows.filter(origin=self.origin)
        if self.asked:
            rows = rows.filter(asked=self.asked)
        if self.unit is not None and 0 < self.unit < 2**63:
            rows = rows.filter(case__unit_id=self.unit)
        if self.code:
            rows = rows.filter(file_code__code__startswith=self.code)
        if self.since:
            rows = rows.filter(case__opened_at__date__gte=self.since)
        if self.until:
            rows = rows.filter(case__opened_at__date__lte=self.until)
        return rows


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    after: str


def keyset(rows: QuerySet[Any], after: str, limit: int) -> Page:
    """The newest first; `after` is the key of the last row seen."""
    if after.isascii() and after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def incoming(actor: Actor) -> QuerySet[Incoming]:
    """The register as far as the actor's reach goes."""
    rows = Incoming.objects.filter(actor.reach(access.VIEW).q("case__"))
    return rows.select_related("case__unit", "case__assignee", "file_code")


BOARDS = {
    "havale": "Havale bekleyen",
    "acik": "Sonuçlanmayan",
    "geciken": "Geciken",
    "paket": "Kusurlu paket",
    "tumu": "Kayıt defteri",
}


def board(actor: Actor, name: str, filters: IncomingFilter, *, after: str = "", limit: int = PAGE) -> Page:
    return keyset(of_board(actor, name, filters), after, limit)


def of_board(actor: Actor, name: str, filters: IncomingFilter) -> QuerySet[Incoming]:
    rows = filters.narrow(incoming(actor))
    match name:
        case "havale":
            rows = rows.filter(case__state="registered")
        case "acik":
            rows = rows.filter(case__closed_at=None)
        case "geciken":
            rows = rows.filter(case__closed_at=None, case__due_on__lt=localdate())
        case "paket":
            rows = rows.exclude(faults=[]).filter(case__state="registered")
    return rows


def one_incoming(actor: Actor, number: str) -> Incoming:
    """By register number, from the reach or because it was referred to one; unknown is the same absence."""
    # reach: asked below
    rows = Incoming.objects.select_related(
        "case__unit",
        "case__assignee",
        "case__opened_by",
        "file_code",
        "file__blob",
        "package__blob",
        "answer__case",
        "addressed_to",
    )
    found: Incoming = rows.get(case__number=number)
    reach = actor.reach(access.VIEW)
    if reach.covers(found.case):
        return found
    if any(reach.covers(one.case) for one in found.referrals.all()):
        return found
    raise Incoming.DoesNotExist


def referrals(actor: Actor) -> QuerySet[Referral]:
    rows = Referral.objects.filter(actor.reach(access.VIEW).q("case__"))
    return rows.select_related(
        "case__unit", "case__assignee", "incoming__case", "letter__case", "referred_by", "parent__case"
    )


def one_referral(actor: Actor, number: str) -> Referral:
    return referrals(actor).get(case__number=number)


def referrals_of(document: Any) -> list[Referral]:
    """The tree of who was told, the first first."""
    # reach: the document was found through one
    rows = document.referrals.select_related("case__unit", "case__assignee", "referred_by").order_by("pk")
    return list(rows)


def my_referrals(actor: Actor, name: str) -> QuerySet[Referral]:
    rows = referrals(actor)
    units = {seat.unit_id for seat in actor.seats}
    match name:
        case "bana":
            rows = rows.filter(case__assignee_id=actor.user_id, case__closed_at=None)
        case "birim":
            rows = rows.filter(case__unit_id__in=units, case__closed_at=None)
        case "geciken":
            rows = rows.filter(case__closed_at=None, case__due_on__lt=localdate())
        case "verdigim":
            rows = rows.filter(referred_by_id=actor.user_id)
    return rows.order_by(F("case__due_on").asc(nulls_last=True), "pk") if name != "tumu" else rows.order_by("-pk")


def waiting_for_me(actor: Actor) -> int:
    return my_referrals(actor, "bana")[:100].count()


def twins(
    *, sender: str, document_number: str, document_date: dt.date | None, sha256: str = "", document_id: Any = None
) -> QuerySet[Incoming]:
    """What was registered already and is the same letter: sender and number, the bytes, or the package."""
    # reach: only the number of a twin is told, so that a document is not registered twice by two offices
    same = Q(pk__in=[])
    if document_number:
        letter = Q(folded_sender=fold(sender), document_number=document_number.strip())
        same |= letter & (Q(document_date=document_date) if document_date else Q())
    if sha256:
        same |= Q(file__blob_id=sha256) | Q(package__blob_id=sha256)
    if document_id:
        same |= Q(document_id=document_id)
    rows: QuerySet[Incoming] = Incoming.objects.alias(
        folded_sender=Func("sender", function="tr_fold", output_field=TextField())
    )
    return rows.filter(same).order_by("pk")


def reminders_due(until: dt.date) -> QuerySet[Incoming]:
    """Open documents whose last day is over, for the job that reminds."""
    # reach: for a job
    return Incoming.objects.filter(case__closed_at=None, case__due_on__lt=until)
