"""What a meeting is about: proposals of members, points in their order, papers on the table."""

from typing import IO

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..lifecycle import MeetingState
from ..models import AgendaFile, AgendaItem, Meeting, Outcome
from .locking import to_run

BEFORE = (MeetingState.PLANNED, MeetingState.INVITED)
ALSO_LIVE = (*BEFORE, MeetingState.OPEN)
MOST = 60


@transaction.atomic
def propose(committee_id: int, *, actor: Actor, title: str, text: str = "") -> AgendaItem:
    """A member, or whoever runs the committee, proposes a point; the secretary takes it up."""
    committee = queries.committee(actor, committee_id)
    if committee.closed_on is not None:
        raise Refused("Kapanmış kurula gündem önerilemez.")
    if not queries.is_member(actor, committee_id) and not queries.may_run(actor, committee):
        raise Refused("Gündemi kurulun üyeleri ve sekretaryası önerir.")
    return AgendaItem.objects.create(
        committee=committee,
        title=_titled(title),
        text=text.strip(),
        proposed_by_id=actor.user_id,
        proposed_at=now(),
    )


@transaction.atomic
def take_up(number: str, item_id: int, *, actor: Actor) -> AgendaItem:
    """Put a proposal onto the agenda of a meeting."""
    meeting = to_run(number, actor, *ALSO_LIVE)
    item: AgendaItem = AgendaItem.objects.select_for_update().get(pk=item_id, committee=meeting.committee)
    if item.meeting_id is not None or item.declined_at is not None:
        raise Refused("Bu öneri daha önce sonuçlandırılmış.")
    item.meeting, item.order = meeting, _next(meeting)
    item.save()
    tell(meeting.case, "agenda", actor, seat=actor.seat_for(access.RUN, meeting.case))
    return item


@transaction.atomic
def decline_proposal(item_id: int, *, actor: Actor, why: str) -> AgendaItem:
    """Leave a proposal out, with the reason its author reads."""
    item: AgendaItem = AgendaItem.objects.select_for_update().get(pk=item_id, meeting=None)
    committee = queries.committee(actor, item.committee_id)
    if not queries.may_run(actor, committee):
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok. Yetkili: kurulun sekretaryası.")
    if item.declined_at is not None:
        raise Refused("Bu öneri daha önce sonuçlandırılmış.")
    if not why.strip():
        raise Refused("Önerinin neden gündeme alınmadığını yazın.")
    item.declined_at, item.declined_why = now(), why.strip()[:300]
    item.save()
    return item


@transaction.atomic
def add_item(
    number: str,
    *,
    actor: Actor,
    title: str,
    text: str = "",
    presenter_id: int | None = None,
    presenter_title: str = "",
) -> AgendaItem:
    """A point at the end of the agenda; while the meeting runs it is one taken up on the spot."""
    meeting = to_run(number, actor, *ALSO_LIVE)
    if meeting.items.count() >= MOST:
        raise Refused(f"Bir gündemde en çok {MOST} madde olabilir.")
    item = AgendaItem.objects.create(
        committee=meeting.committee,
        meeting=meeting,
        order=_next(meeting),
        title=_titled(title),
        text=text.strip(),
        presenter_id=presenter_id,
        presenter_title=presenter_title.strip(),
        proposed_by_id=actor.user_id,
        proposed_at=now(),
    )
    tell(meeting.case, "agenda", actor, seat=actor.seat_for(access.RUN, meeting.case))
    return item


@transaction.atomic
def change_item(
    number: str,
    item_id: int,
    *,
    actor: Actor,
    title: str,
    text: str = "",
    presenter_id: int | None = None,
    presenter_title: str = "",
) -> AgendaItem:
    meeting = to_run(number, actor, *ALSO_LIVE)
    item = _waiting(meeting, item_id)
    item.title, item.text = _titled(title), text.strip()
    item.presenter_id, item.presenter_title = presenter_id, presenter_title.strip()
    item.save()
    return item


@transaction.atomic
def move_item(number: str, item_id: int, *, actor: Actor, up: bool) -> AgendaItem:
    """One place up or down; at the end of the list nothing happens."""
    meeting = to_run(number, actor, *ALSO_LIVE)
    rows = list(meeting.items.select_for_update().order_by("order", "pk"))
    at = next((place for place, row in enumerate(rows) if row.pk == item_id), None)
    if at is None:
        raise AgendaItem.DoesNotExist
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows, 1):
        if row.order != place:
            row.order = place
            row.save(update_fields=["order"])
    return next(row for row in rows if row.pk == item_id)


@transaction.atomic
def remove_item(number: str, item_id: int, *, actor: Actor) -> AgendaItem:
    """Take a point off the agenda: it goes back among the proposals, nothing is lost."""
    meeting = to_run(number, actor, *BEFORE)
    item = _waiting(meeting, item_id)
    item.meeting, item.order = None, 0
    item.save()
    tell(meeting.case, "agenda", actor, seat=actor.seat_for(access.RUN, meeting.case))
    return item


@transaction.atomic
def attach_paper(number: str, item_id: int, *, actor: Actor, file: IO[bytes], name: str = "") -> AgendaFile:
    """Lay a paper on the table for one point."""
    meeting = to_run(number, actor, *ALSO_LIVE)
    item = meeting.items.get(pk=item_id)
    name = name or getattr(file, "name", "") or "ek"
    stored = store(actor=actor, content=file, name=name, unit_id=meeting.case.unit_id, purpose="committees.agenda")
    paper, _ = AgendaFile.objects.get_or_create(item=item, file=stored, defaults={"added_by_id": actor.user_id})
    return paper


@transaction.atomic
def carry_over(number: str, *, actor: Actor, to: str) -> int:
    """Bring the points that were left over onto the agenda of another meeting; says how many."""
    source, target = queries.meeting(actor, number), to_run(to, actor, *ALSO_LIVE)
    if source.committee_id != target.committee_id:
        raise Refused("Gündem yalnız aynı kurulun toplantısına devredilir.")
    left = source.items.filter(outcome=Outcome.DEFERRED, carried_to=None).order_by("order", "pk")
    count = 0
    for item in left:
        AgendaItem.objects.create(
            committee=target.committee,
            meeting=target,
            order=_next(target),
            title=item.title,
            text=item.text,
            presenter_id=item.presenter_id,
            presenter_title=item.presenter_title,
            proposed_by_id=item.proposed_by_id,
            proposed_at=item.proposed_at,
            carried_from=item,
        )
        count += 1
    return count


def _titled(title: str) -> str:
    if not title.strip():
        raise Refused("Gündem maddesinin konusunu yazın.")
    return title.strip()[:250]


def _next(meeting: Meeting) -> int:
    return int(meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1


def _waiting(meeting: Meeting, item_id: int) -> AgendaItem:
    item: AgendaItem = meeting.items.select_for_update().get(pk=item_id)
    if item.outcome != Outcome.WAITING:
        raise Refused("Görüşülmüş gündem maddesi değiştirilemez.")
    return item
