"""Files are opened: somebody begins, moves or leaves."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position

from ...lifecycle import JOINER, LEAVER, MOVER
from ...models import (
    Action,
    Movement,
    MovementKind,
    Template,
    Want,
)
from ...queries import catalogue, chairs, entitlements, movements
from ..telling import plain
from .effect import effect_if_due
from .lines import (
    RIGHTS,
    lay_line,
    lay_wants,
    list_all,
    list_held,
    locked,
    may_move,
    morning,
    opened_file,
    order_rights,
)
from .wants import take_what_is_there


@transaction.atomic
def join(
    *,
    actor: Actor,
    unit: Unit,
    position: str,
    starts_on: dt.date,
    person: User | None = None,
    planned_name: str = "",
    seat: Appointment | None = None,
    why: str = "",
) -> Movement:
    """Somebody begins: the template of the seat says what is opened, given and taught. May be entered in advance."""
    may_move(actor, unit.pk)
    if person is None and not plain(planned_name, 160):
        raise Refused("Başlayacak kişiyi seçin ya da hesabı henüz yoksa adını yazın.")
    if position not in Position.values:
        raise Refused("Başlayacağı unvanı seçin.")
    if person is not None and (waiting := movements.open_of(person.pk, MovementKind.JOINER)):
        raise Refused(f"{person.full_name} için açık bir işe başlama dosyası var: {waiting.case.number}.")
    template = catalogue.template_for(unit.pk, position)
    row = Movement(
        kind=MovementKind.JOINER,
        person=person,
        planned_name="" if person else plain(planned_name, 160),
        new_seat=seat,
        effective_at=morning(starts_on),
        why=plain(why, 300),
        template=template,
    )
    opened = opened_file(row, actor, unit.pk, starts_on)
    lay_wants(opened, template)
    publish(JOINER, number=opened.case.number)
    if person is not None:
        take_what_is_there(opened.pk, actor=actor)
        order_rights(opened, actor, only_preapproved=starts_on > localdate())
    effect_if_due(opened, actor)
    return opened


@transaction.atomic
def bind(number: str, *, actor: Actor, person: User) -> Movement:
    """The person entered in advance has an account now."""
    row = locked(number, actor)
    if row.person_id is not None:
        raise Refused("Bu dosyanın kişisi belli.")
    row.person = person
    row.save(update_fields=["person"])
    tell(row.case, "bind", actor)
    take_what_is_there(row.pk, actor=actor)
    order_rights(row, actor, only_preapproved=localdate(row.effective_at) > localdate())
    return row


@transaction.atomic
def move(
    *,
    actor: Actor,
    person: User,
    new_seat: Appointment,
    old_seat: Appointment | None = None,
    why: str = "",
) -> Movement:
    """Somebody changes his seat: what both seats need is kept, what only the old one needed is taken, what only the
    new one needs is asked for, and on everything else somebody decides."""
    may_move(actor, new_seat.unit_id)
    if new_seat.user_id != person.pk or (old_seat and old_seat.user_id != person.pk):
        raise Refused("Seçilen makam bu kişinin değil.")
    if waiting := movements.open_of(person.pk, MovementKind.MOVER):
        raise Refused(f"{person.full_name} için açık bir yer değiştirme dosyası var: {waiting.case.number}.")
    template = catalogue.template_for(new_seat.unit_id, new_seat.position)
    row = Movement(
        kind=MovementKind.MOVER,
        person=person,
        old_seat=old_seat,
        new_seat=new_seat,
        effective_at=morning(new_seat.since),
        why=plain(why, 300),
        template=template,
    )
    opened = opened_file(row, actor, new_seat.unit_id, new_seat.since)
    _compare(opened, template, old_seat)
    publish(MOVER, number=opened.case.number)
    take_what_is_there(opened.pk, actor=actor)
    order_rights(opened, actor, only_preapproved=new_seat.since > localdate())
    effect_if_due(opened, actor)
    return opened


def _compare(row: Movement, template: Template | None, old_seat: Appointment | None) -> None:
    assert row.person is not None
    before = catalogue.template_for(old_seat.unit_id, old_seat.position) if old_seat else None
    old = set(before.lines.filter(want=Want.RIGHT).values_list("right_id", flat=True)) if before else set()
    new = set(template.lines.filter(want=Want.RIGHT).values_list("right_id", flat=True)) if template else set()
    for held in entitlements.living_of(row.person.pk):
        key, url = f"e{held.pk}", reverse("access_requests:entitlement", args=[held.pk])
        if held.right_id in new:
            lay_line(
                row, RIGHTS, key, str(held), Action.KEEP, url=url, held=held, proof="Yeni görevin şablonunda var"
            )
        elif held.right_id in old:
            lay_line(row, RIGHTS, key, str(held), Action.TAKE, url=url, held=held)
        else:
            lay_line(row, RIGHTS, key, str(held), Action.DECIDE, url=url, held=held)
    things = set(before.lines.exclude(want=Want.RIGHT).values_list("want", "text")) if before else set()
    lay_wants(row, template, things)
    held_rights = {int(one.right_id) for one in entitlements.living_of(row.person.pk)}
    row.lines.filter(source=RIGHTS, key__in=[f"r{key}" for key in held_rights]).delete()
    wanted = set(template.lines.exclude(want=Want.RIGHT).values_list("want", "text")) if template else set()
    for want, text in sorted(things - wanted):
        lay_line(row, Want(want).label, f"i{want}{text}", f"İade: {text}", Action.DO)
    if old_seat is not None and old_seat.unit_id != (row.new_seat.unit_id if row.new_seat else None):
        list_held(row, old_seat.pk)


@transaction.atomic
def leave(*, actor: Actor, person: User, effective_at: dt.datetime, why: str, automatic: bool = False) -> Movement:
    """Somebody leaves: everything he holds is listed now; rights end at the exit moment itself."""
    User.objects.select_for_update().get(pk=person.pk)
    if person.pk == actor.user_id:
        raise Refused("Kendi ayrılış dosyanızı siz açamazsınız; amiriniz ya da personel birimi açar.")
    home = chairs.home_of(person.pk) or last_seat(person.pk)
    if home is None:
        raise Refused(f"{person.full_name} hiçbir makamda görevli olmamış.")
    may_move(actor, home.unit_id)
    if waiting := movements.open_of(person.pk, MovementKind.LEAVER):
        raise Refused(f"{person.full_name} için açık bir ayrılış dosyası var: {waiting.case.number}.")
    if not plain(why, 300):
        raise Refused("Ayrılış nedenini yazın (emeklilik, nakil, istifa …).")
    if abs(effective_at - now()) > dt.timedelta(days=366):
        raise Refused("Ayrılış anı bugünden en çok bir yıl uzakta olabilir.")
    row = Movement(
        kind=MovementKind.LEAVER,
        person=person,
        old_seat=home,
        effective_at=effective_at,
        why=plain(why, 300),
        automatic=automatic,
    )
    opened = opened_file(row, actor, home.unit_id, localdate(effective_at))
    list_all(opened)
    publish(LEAVER, number=opened.case.number)
    effect_if_due(opened, actor)
    return opened


def last_seat(user_id: int) -> Appointment | None:
    rows = Appointment.objects.filter(user_id=user_id, acting_for=None).select_related("unit")
    return rows.order_by("-since").first()
