"""A file and its lines: opened, filled from the template of a seat, and from what a person holds."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.governance.staffing import public as staffing

from ... import access
from ...lifecycle import MovementState
from ...models import (
    AccessRequest,
    Action,
    Entitlement,
    Movement,
    MovementLine,
    Template,
    TemplateLine,
    Want,
)
from ...queries import chairs, entitlements, movements
from .. import asking, ending
from ..telling import MOVEMENT, clock

RIGHTS = "Yetkiler"
"""The heading of rights in movements and in staffing's minute of handing over."""
ACCOUNT = "Hesap"
NEEDS = "Görevin gerektirdiği"
DAYS = 5
"""Working days after the change by which the file is to be closed (order of this house)."""
GAP = dt.timedelta(days=40)
"""A seat that begins so soon after another ended is a move, not a new beginning."""
OWN = frozenset({RIGHTS})
WITH_ACCOUNT = ("Makamlar", "Vekâletler", "Görev grupları", "API anahtarları", "Açık oturumlar")
"""Headings of staffing that end together with the account; their last day may still be running."""


def may_move(actor: Actor, unit_id: int) -> None:
    if actor.reach(access.MOVE).covers(chairs.Place(unit_id)) or staffing.in_personnel(actor):
        return
    raise Refused(f"«{access.MOVE.label}» için yetkiniz yok. Yetkili: birimin amiri, personel birimi.")


def opened_file(row: Movement, actor: Actor, unit_id: int, day: dt.date, without: Iterable[int] = ()) -> Movement:
    lead = chairs.superior(row.person_id, set(without)) if row.person_id else None
    acting = actor if actor.holds(access.MOVE) else clock(unit_id)  # the personnel office holds no seat of the line
    opened = open_case(
        row,
        actor=acting,
        permission=access.MOVE,
        unit_id=unit_id,
        subject=f"{row.get_kind_display()}, {localtime(row.effective_at):%d.%m.%Y}",
        due_on=add_working_days(max(day, localdate()), DAYS),
        assignee_id=lead.user_id if lead else None,
    )
    if acting is not actor:
        tell(opened.case, "asked_by_personnel", actor)
    if lead is not None:
        notify(
            [lead.user_id],
            MOVEMENT,
            f"{row.get_kind_display()}: {row.name}",
            actor=actor,
            body=f"{opened.case.number} · {localtime(row.effective_at):%d.%m.%Y %H.%M}",
            url=reverse("access_requests:movement", args=[opened.case.number]),
            subject_kind="case",
            subject_number=opened.case.number,
            dedupe=f"{opened.case.number}.opened",
        )
    return opened


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0, 0), get_current_timezone())


def evening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59), get_current_timezone())


def lay_wants(row: Movement, template: Template | None, known: Iterable[tuple[str, str]] = ()) -> None:
    """Lines for what the template wants; without one, a line that says so."""
    if template is None:
        lay_line(
            row, NEEDS, "sablonsuz", "Bu görev için şablon yok: gereken yetkileri isteyin, burada belirtin", Action.DO
        )
        return
    skip = set(known)
    for one in template.lines.select_related("right"):
        if one.want == Want.RIGHT:
            assert one.right is not None
            lay_line(row, RIGHTS, f"r{one.right_id}", str(one.right), Action.GIVE)
        elif (one.want, one.text) not in skip:
            lay_line(row, one.get_want_display(), f"t{one.pk}", one.text, Action.DO)


def lay_line(
    row: Movement,
    source: str,
    key: str,
    text: str,
    action: str,
    *,
    url: str = "",
    held: Entitlement | None = None,
    proof: str = "",
) -> MovementLine:
    line, _ = MovementLine.objects.get_or_create(
        movement=row,
        source=source,
        key=key[:80],
        defaults={
            "text": text[:300],
            "action": action,
            "url": url[:200],
            "entitlement": held,
            "proof": proof,
            "done_at": now() if proof else None,
        },
    )
    return line


def order_rights(row: Movement, actor: Actor, *, only_preapproved: bool) -> None:
    """Open requests for the rights that are still to be given."""
    assert row.person is not None
    wanted = {
        one.right_id: one
        for one in TemplateLine.objects.filter(template=row.template, want=Want.RIGHT).select_related("right")
    }
    starts = localdate(row.effective_at)
    for line in row.lines.filter(source=RIGHTS, action=Action.GIVE, request_number="", done_at=None):
        one = wanted.get(int(line.key[1:]))
        if one is None or one.right is None or (only_preapproved and not one.preapproved):
            continue
        if held := entitlements.living_key(one.right, row.person.pk, ""):
            line.entitlement, line.proof, line.done_at = held, "Kişide zaten var", now()
            line.save()
            continue
        try:
            with transaction.atomic():
                made = asking.ask_by_template(
                    actor=clock(row.case.unit_id),
                    person=row.person,
                    right=one.right,
                    reason=f"{row.get_kind_display()}: {row.template} ({row.case.number})",
                    movement=row,
                    preapproved=one.preapproved,
                    since=starts,
                )
        except Refused as refusal:
            tell(row.case, "stuck", actor, str(refusal)[:300])
            continue
        waiting = made or _waiting(one.right_id, row.person.pk)
        if waiting is not None:
            line.request_number = waiting.case.number
            line.url = reverse("access_requests:request", args=[waiting.case.number])
            line.save()


def _waiting(right_id: int | None, user_id: int) -> AccessRequest | None:
    from ...queries import requests

    return requests.open_for(right_id, user_id, "") if right_id else None


def list_all(row: Movement) -> int:
    """Rights, and everything every other app knows the person to hold; what is listed stays as it is."""
    assert row.person_id is not None
    before = row.lines.count()
    for held in entitlements.living_of(row.person_id):
        url = reverse("access_requests:entitlement", args=[held.pk])
        lay_line(row, RIGHTS, f"e{held.pk}", str(held), Action.TAKE, url=url, held=held)
    for held in entitlements.to_remove(row.person_id):
        line = lay_line(row, RIGHTS, f"e{held.pk}", str(held), Action.TAKE, held=held)
        if not line.request_number and line.done_at is None:
            waiting = ending.removal(held, actor=clock(row.case.unit_id), why=held.end_why, movement=row)
            MovementLine.objects.filter(pk=line.pk).update(request_number=waiting.case.number)
    list_held(row, None)
    lay_line(row, ACCOUNT, "hesap", "Kullanıcı hesabının kapatılması", Action.TAKE)
    return row.lines.count() - before


def list_held(row: Movement, seat_id: int | None) -> None:
    assert row.person_id is not None
    for kind, thing in staffing.everything_held(row.person_id, seat_id):
        if kind.label in OWN or thing.key == row.case.number:
            continue
        action = Action.HAND if kind.passes else Action.TAKE
        lay_line(row, kind.label, thing.key, thing.text, action, url=thing.url)


def locked(number: str, actor: Actor) -> Movement:
    row: Movement = (
        Movement.objects.select_for_update(of=("self", "case")).select_related("template").get(case__number=number)
    )
    if not movements.may_see(actor, row):
        raise Movement.DoesNotExist
    if row.person_id is not None and row.person_id == actor.user_id:
        raise Refused("Kendi dosyanızdaki kalemleri siz sonuçlandıramazsınız.")
    may_move(actor, row.case.unit_id)
    if row.case.state != MovementState.OPEN:
        raise Refused("Kapanmış dosyada işlem yapılamaz.")
    return row
