"""Everything that happens to a case whatever lies inside: opened, moved, assigned, remarked, linked."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused, Step
from konak.foundation.numbering.services import next_number, sequence_number
from konak.foundation.people.models import User
from konak.foundation.trail import queries as trail_queries
from konak.foundation.trail import services as trail
from konak.foundation.trail.models import Entry

from . import access, queries, watching
from .models import Attachment, Case, CaseRecord, Comment, Link, Watched

R = TypeVar("R", bound=CaseRecord)


@transaction.atomic
def open_case(
    record: R,
    *,
    actor: Actor,
    permission: Permission,
    unit_id: int,
    subject: str,
    due_on: dt.date | None = None,
    assignee_id: int | None = None,
    for_user_id: int | None = None,
    for_unit_id: int | None = None,
) -> R:
    """Put a cover on `record`: number it, give it its first state, write the first line of its story.

    Asks whether the seat may open this kind of file, not whether it reaches the target unit: an employee opens a
    ticket at the desk. `for_user_id` and `for_unit_id` name whom it is opened for when somebody else writes it down
    (a call at the desk): the file is theirs, the story says who opened it.
    """
    seat = actor.seat_for(permission)
    if seat is None:
        raise Refused(f"«{permission.label}» için yetkiniz yok.{actor.narrowness(permission)}")
    case = Case(
        kind=record._meta.label_lower,
        subject=subject,
        state=record.lifecycle.opens,
        unit_id=unit_id,
        due_on=due_on,
        assignee_id=assignee_id,
        opened_by_id=for_user_id or actor.user_id,
        opened_from_unit_id=for_unit_id or seat.unit_id,
    )
    draw = next_number if record.gapless else sequence_number
    case.number = draw(record.series, localdate().year)
    case.save()
    record.case = case
    record.save(force_insert=True)
    watching.add(case, Watched.OPENED, case.opened_by_id)
    watching.add(case, Watched.ASSIGNED, assignee_id)
    tell(case, "open", actor, seat=seat, addressed=[assignee_id] if assignee_id else [])
    return record


@contextmanager
def take(step: Step, model: type[R], number: str, actor: Actor, note: str = "") -> Iterator[R]:
    """Take one step: lock, check, let the caller change the record, then save, tell and announce.

    Out of view-reach the record does not exist (`ObjectDoesNotExist`); within it a rule that stops the step raises
    `Refused`. The record is read fresh and locked, so what was checked is what is changed.
    """
    with transaction.atomic():
        record = model._default_manager.select_for_update(of=("self", "case")).get(case__number=number)
        if not actor.reach(record.view).covers(record.case):
            raise ObjectDoesNotExist
        if objection := objection_to(step, record, actor):
            raise Refused(objection)
        seat = actor.seat_for(step.permission, record.case)
        yield record
        record.case.state = step.target
        record.case.closed_at = now() if step.target in record.lifecycle.ends else None
        record.case.resting = step.target in record.lifecycle.ends | record.lifecycle.rests
        record.case.save()
        record.save()
        tell(record.case, step.name, actor, note, seat=seat)


def objection_to(step: Step, record: CaseRecord, actor: Actor) -> str | None:
    """Why `actor` may not take `step` now: permission, state, guard, then separation of duties."""
    if objection := step.objection(record, actor):
        return objection
    if step.other_than and actor.user_id in trail_queries.takers(
        record.case.kind, record.case.number, step.other_than
    ):
        return f"«{step.label}» işlemini, dosyada önceki işlemi yapan kişi yapamaz (görevler ayrılığı)."
    return None


def steps_open(record: CaseRecord, actor: Actor) -> list[Step]:
    """The steps this actor may take now, for buttons and for the API."""
    return [step for step in record.lifecycle.steps.values() if objection_to(step, record, actor) is None]


def tell(
    case: Case,
    verb: str,
    actor: Actor,
    note: str = "",
    *,
    seat: Seat | None = None,
    addressed: Sequence[int] = (),
) -> Entry:
    """Write one line of the story and wake those who wait for it, in the same transaction.

    `addressed` are the people it was meant for: to whom the file was given, who was named in a remark.
    """
    from .tasks import told

    entry = trail.write(actor=actor, kind=case.kind, subject=case.number, verb=verb, note=note, seat=seat)
    told.defer(case_id=case.pk, entry_id=entry.pk, addressed=list(addressed))
    return entry


def _locked(number: str, actor: Actor) -> Case:
    case = Case.objects.select_for_update().get(number=number)
    if not queries.may_see(actor, case):
        raise Case.DoesNotExist
    return case


@transaction.atomic
def claim(number: str, *, actor: Actor) -> Case:
    """Üstlen: take a file of one's own unit that nobody has. Of many who press at once, one gets it."""
    case = _locked(number, actor)
    if case.closed_at:
        raise Refused("Kapanmış dosya üstlenilemez.")
    if case.assignee_id is not None:
        raise Refused(
            "Bu dosyayı bir başkası üstlenmiş." if case.assignee_id != actor.user_id else "Dosya zaten sizde."
        )
    seat = next((seat for seat in actor.seats if case.unit_id in seat.branch and not seat.narrow), None)
    if seat is None:
        raise Refused("Yalnız kendi biriminizin dosyasını üstlenebilirsiniz.")
    case.assignee_id = actor.user_id
    case.save()
    watching.add(case, Watched.ASSIGNED, actor.user_id)
    tell(case, "claim", actor, seat=seat)
    return case


@transaction.atomic
def assign(number: str, *, actor: Actor, assignee: User | None) -> Case:
    """Give the file to somebody who has a seat in its unit or below, or put it back to the unit."""
    case = _locked(number, actor)
    if not actor.reach(access.ASSIGN).covers(case):
        raise Refused(f"«{access.ASSIGN.label}» için yetkiniz yok. Yetkili: birimin şefi veya müdürü.")
    if case.closed_at:
        raise Refused("Kapanmış dosya kimseye verilemez.")
    if not queries.handed(case.kind):
        raise Refused("Bu dosya başkasına kendi işlemiyle verilir; sayfasındaki işlemlere bakın.")
    if assignee is not None and not queries.sits_in(assignee.pk, case.unit_id):
        raise Refused(f"{assignee.full_name} bu birimde görevli değil.")
    case.assignee = assignee
    case.save()
    watching.add(case, Watched.ASSIGNED, assignee.pk if assignee else None)
    tell(
        case,
        "assign" if assignee else "unassign",
        actor,
        seat=actor.seat_for(access.ASSIGN, case),
        addressed=[assignee.pk] if assignee else [],
    )
    return case


@transaction.atomic
def comment(number: str, *, actor: Actor, text: str) -> Comment:
    """Add a remark to the story; whoever sees the file may remark. Who is named in it (@user.name) watches it."""
    case = _locked(number, actor)
    if actor.user_id is None:
        raise Refused("Açıklama yazmak için oturum açın.")
    if not text.strip():
        raise Refused("Boş açıklama kaydedilmedi.")
    named = watching.named_in(text, case)
    remark = Comment.objects.create(case=case, author_id=actor.user_id, text=text.strip())
    watching.add(case, Watched.MENTIONED, *named)
    tell(case, "comment", actor, addressed=named)
    return remark


@transaction.atomic
def attach(number: str, *, actor: Actor, content: IO[bytes], name: str) -> Attachment:
    """Put a file into the case. The same content twice stays one attachment."""
    case = _locked(number, actor)
    if case.closed_at:
        raise Refused("Kapanmış dosyaya ek konamaz.")
    stored = store(actor=actor, content=content, name=name)
    attachment, fresh = Attachment.objects.get_or_create(
        case=case, file=stored, defaults={"added_by_id": actor.user_id}
    )
    if fresh:
        tell(case, "attach", actor)
    return attachment


@transaction.atomic
def link(number: str, *, actor: Actor, other: str, why: str) -> Link:
    """Say that two files belong together; both must be in reach."""
    case = _locked(number, actor)
    target = Case.objects.filter(number=other.strip().upper()).first()
    if target is None or not queries.may_see(actor, target):
        raise Refused(f"«{other}» sayılı dosya bulunamadı.")
    if target.pk == case.pk:
        raise Refused("Bir dosya kendisine bağlanamaz.")
    found, fresh = Link.objects.get_or_create(
        from_case=case, to_case=target, defaults={"why": why.strip(), "added_by_id": actor.user_id}
    )
    if fresh:
        tell(case, "link", actor, target.number)
    return found


@transaction.atomic
def unlink(number: str, *, actor: Actor, other: str) -> None:
    """Two files that were linked by mistake belong together no more; both stories keep that they once did."""
    case = _locked(number, actor)
    target = Case.objects.filter(number=other.strip().upper()).first()
    if target is None or not queries.may_see(actor, target):
        raise Refused(f"«{other}» sayılı dosya bulunamadı.")
    gone, _ = Link.objects.filter(Q(from_case=case, to_case=target) | Q(from_case=target, to_case=case)).delete()
    if not gone:
        raise Refused(f"{target.number} bu dosyaya bağlı değil.")
    tell(case, "unlink", actor, target.number)
