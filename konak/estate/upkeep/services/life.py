"""Into service by a list, looked at once a year, lent while another is away, wiped before it leaves."""

import datetime as dt
from collections.abc import Sequence
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation import notify
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.cases.services import tell as tell_case
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.numbering.services import sequence_number
from konak.foundation.people.models import Unit, User

from .. import access, lifecycle, queries
from ..lifecycle import IN_SERVICE, WIPED
from ..models import (
    Checklist,
    Commissioning,
    Condition,
    ConditionLine,
    ConditionRound,
    Loan,
    Spare,
    Wipe,
    WipeMethod,
    WorkOrder,
)
from .common import fill, may, points_of, tell, thing, ticked, working_unit
from .work import open_order

LIST_FIELDS = frozenset({"name", "codes", "points", "holds_data", "applies_from"})
LOAN_DUE = notify.Topic(
    "upkeep.loan_due",
    "Ödünç cihazın dönüşü",
    about="Size ya da başkasına ödünç verilen yedek cihazın dönüş günü geldi.",
    mail=notify.Pace.DAILY,
)


def _checked(one: Checklist) -> None:
    if not one.name or not points_of(one.points):
        raise Refused("Listeye bir ad verin ve her satıra bir madde yazın.")
    codes = one.codes.replace(",", " ").split()
    if not codes or any(not set(code) <= set("0123456789.") for code in codes):
        raise Refused("Taşınır kodlarını rakam ve noktayla, boşlukla ayırarak yazın; örneğin 255.02 253.03.")
    one.codes = " ".join(codes)
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{one.name}» adlı bir liste zaten var.") from None


@transaction.atomic
def add_checklist(*, actor: Actor, unit_id: int, **facts: Any) -> Checklist:
    one = Checklist(unit_id=unit_id)
    may(actor, access.KEEP, one)
    fill(one, facts, LIST_FIELDS)
    _checked(one)
    tell(queries.CHECKLIST_KIND, one.pk, "add", actor, one)
    return one


@transaction.atomic
def edit_checklist(checklist_id: int, *, actor: Actor, **facts: Any) -> Checklist:
    one = Checklist.objects.select_for_update().get(pk=queries.checklist(actor, checklist_id).pk)
    may(actor, access.KEEP, one)
    facts.pop("unit_id", None)
    fill(one, facts, LIST_FIELDS)
    _checked(one)
    tell(queries.CHECKLIST_KIND, one.pk, "edit", actor, one)
    return one


@transaction.atomic
def begin_setup(*, actor: Actor, tag: str, checklist_id: int | None = None) -> Commissioning:
    """Begin to put a device in service by the list for its kind, or by one that is named."""
    device = thing(tag)
    unit = working_unit(actor, access.WORK)
    one = queries.checklist(actor, checklist_id) if checklist_id else queries.checklist_for(actor, device.code)
    if one is None:
        raise Refused(f"{device.code} kodu için devreye alma listesi yok; önce bir liste yazın ya da birini seçin.")
    made = Commissioning(asset_id=device.id, checklist=one, points=points_of(one.points))
    try:
        with transaction.atomic():
            open_case(
                made,
                actor=actor,
                permission=access.WORK,
                unit_id=unit,
                subject=f"{device.tag} {device.name} devreye alınıyor"[:250],
                due_on=add_working_days(localdate(), 5),
                assignee_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused(f"{device.tag} için süren bir devreye alma zaten var.") from None
    return made


@transaction.atomic
def tick_setup(number: str, *, actor: Actor, place: int, note: str = "") -> Commissioning:
    one: Commissioning = Commissioning.objects.select_for_update(of=("self",)).get(pk=queries.setup(actor, number).pk)
    may(actor, access.WORK, one.case)
    if one.ended:
        raise Refused("Bitmiş devreye almada değişiklik yapılamaz.")
    one.points = ticked(one.points, place, actor, note)
    one.save(update_fields=["points"])
    return one


def put_in_service(number: str, *, actor: Actor) -> Commissioning:
    with take(lifecycle.PUT_IN_SERVICE, Commissioning, number, actor) as one:
        one.is_open = False
        publish(IN_SERVICE, tag=one.asset.tag)
    return one


def give_up_setup(number: str, *, actor: Actor, why: str) -> Commissioning:
    if not why.strip():
        raise Refused("Neden vazgeçildiğini yazın.")
    with take(lifecycle.GIVE_UP, Commissioning, number, actor, note=why.strip()[:200]) as one:
        one.is_open = False
    return one


@transaction.atomic
def add_wipe(
    *,
    actor: Actor,
    tag: str,
    medium: str,
    method: str,
    tool: str,
    witness_id: int,
    file: IO[bytes],
    file_name: str = "",
    verified: bool = False,
    done_on: dt.date | None = None,
    note: str = "",
) -> Wipe:
    """Write the minute that a medium was wiped or destroyed, before a witness, with the report of the tool."""
    device = thing(tag)
    day = done_on or localdate()
    if actor.user_id is None:
        raise Refused("Tutanağı ancak oturum açmış bir kişi yazar.")
    if witness_id == actor.user_id:
        raise Refused("Silen ile tanık aynı kişi olamaz.")
    if not User.objects.filter(pk=witness_id, is_active=True).exists():
        raise Refused("Tanık bulunamadı.")
    if method not in WipeMethod.values:
        raise Refused("Silme yöntemini seçin.")
    if not medium.strip() or not tool.strip():
        raise Refused("Silinen ortamın seri numarasını ve kullanılan aracı yazın.")
    if not verified:
        raise Refused("Silmenin sonucu doğrulanmadan tutanak yazılmaz; ortamı okuyup boş olduğunu görün.")
    if day > localdate():
        raise Refused("Silme günü ileri bir gün olamaz.")
    unit = working_unit(actor, access.WORK)
    name = file_name or getattr(file, "name", "") or "silme-raporu"
    stored = store(actor=actor, content=file, name=name, unit_id=unit, purpose="upkeep.wipe")
    one = Wipe.objects.create(
        unit_id=unit,
        number=sequence_number("VS", localdate().year),
        asset_id=device.id,
        medium=medium.strip()[:80],
        method=method,
        tool=tool.strip()[:120],
        verified=True,
        done_on=day,
        done_by_id=actor.user_id,
        witness_id=witness_id,
        file=stored,
        note=note.strip()[:500],
    )
    tell(queries.WIPE_KIND, one.number, "add", actor, one, device.tag, permission=access.WORK)
    publish(WIPED, tag=device.tag)
    return one


@transaction.atomic
def plan_check(*, actor: Actor, year: int, checked_id: int, due_on: dt.date | None = None) -> ConditionRound:
    """Open the yearly check of every device a unit uses."""
    if not localdate().year - 1 <= year <= localdate().year + 1:
        raise Refused("Yıl olarak geçen, bu ya da gelecek yıl yazılabilir.")
    place = Unit.objects.filter(pk=checked_id).first()
    if place is None:
        raise Refused("Seçilen birim bulunamadı.")
    found = queries.assets_used_in(actor, checked_id)
    if not found:
        raise Refused(f"{place} biriminde görebildiğiniz taşınır yok.")
    one = ConditionRound(year=year, checked=place)
    try:
        with transaction.atomic():
            open_case(
                one,
                actor=actor,
                permission=access.WORK,
                unit_id=working_unit(actor, access.WORK),
                subject=f"{place} {year} yılı durum kontrolü"[:250],
                due_on=due_on or add_working_days(localdate(), 20),
            )
    except IntegrityError:
        raise Refused(f"{place} için {year} yılı kontrolü zaten açılmış.") from None
    ConditionLine.objects.bulk_create([ConditionLine(round=one, asset_id=key) for key in found], batch_size=1_000)
    return one


@transaction.atomic
def see(number: str, *, actor: Actor, line_id: int, condition: str, note: str = "") -> ConditionLine:
    """Write how a device was found; a broken one opens a work order."""
    one = queries.check(actor, number)
    may(actor, access.WORK, one.case)
    if one.ended:
        raise Refused("Tamamlanmış kontrolde değişiklik yapılamaz.")
    if condition not in Condition.values:
        raise Refused("Durumu seçin: iyi, yıpranmış, arızalı ya da bulunamadı.")
    line: ConditionLine = one.lines.select_for_update(of=("self",)).select_related("asset").get(pk=line_id)
    line.condition, line.note = condition, note.strip()[:300]
    line.seen_by_id, line.seen_on = actor.user_id, localdate()
    if condition == Condition.BROKEN and line.order_id is None:
        words = note.strip() or "Durum kontrolünde arızalı bulundu"
        line.order = open_order(actor=actor, tag=line.asset.tag, report=words, unit_id=one.case.unit_id)
    line.save()
    return line


def close_check(number: str, *, actor: Actor) -> ConditionRound:
    with take(lifecycle.CLOSE, ConditionRound, number, actor) as one:
        pass
    return one


@transaction.atomic
def add_spare(*, actor: Actor, tag: str, note: str = "") -> Spare:
    """Keep a device ready to be lent."""
    device = thing(tag)
    one = Spare(unit_id=working_unit(actor, access.KEEP), asset_id=device.id, note=note.strip()[:200])
    may(actor, access.KEEP, one)
    known = Spare.objects.filter(asset_id=device.id).first()
    if known is not None:
        if known.left_on is None:
            raise Refused(f"{device.tag} zaten yedek havuzunda.")
        known.left_on, known.note, known.unit_id = None, one.note, one.unit_id
        one = known
    one.save()
    tell(queries.SPARE_KIND, one.pk, "add", actor, one, device.tag)
    return one


@transaction.atomic
def lend(
    spare_id: int, *, actor: Actor, user_id: int, due_on: dt.date, order_number: str = "", note: str = ""
) -> Loan:
    """Lend a spare until a day, perhaps for the time of a repair. Of two who lend the same one is refused."""
    one = Spare.objects.select_for_update().get(pk=queries.spare(actor, spare_id).pk)
    may(actor, access.WORK, one)
    if one.left_on:
        raise Refused("Bu cihaz artık yedek havuzunda değil.")
    if due_on < localdate():
        raise Refused("Dönüş günü geçmişte olamaz.")
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise Refused("Ödünç verilecek kişi bulunamadı ya da görevden ayrılmış.")
    order: WorkOrder | None = queries.order(actor, order_number) if order_number.strip() else None
    try:
        with transaction.atomic():
            made = Loan.objects.create(
                spare=one,
                user_id=user_id,
                lent_on=localdate(),
                due_on=due_on,
                order=order,
                note=note.strip()[:200],
                given_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused("Bu cihaz şu anda başkasında.") from None
    tell(queries.SPARE_KIND, one.pk, "lend", actor, one, permission=access.WORK)
    if order is not None:
        tell_case(order.case, "lend", actor, seat=actor.seat_for(access.WORK, order.case))
    return made


@transaction.atomic
def lent_back(loan_id: int, *, actor: Actor, note: str = "") -> Loan:
    made = Loan.objects.select_for_update(of=("self",)).select_related("spare").get(pk=loan_id)
    queries.spare(actor, made.spare_id)
    may(actor, access.WORK, made.spare)
    if made.returned_on:
        raise Refused("Bu cihaz zaten dönmüş.")
    made.returned_on = localdate()
    made.note = f"{made.note} {note.strip()}".strip()[:200]
    made.save()
    tell(queries.SPARE_KIND, made.spare_id, "back", actor, made.spare, permission=access.WORK)
    return made


def remind_loans(day: dt.date | None = None) -> int:
    """Tell who has a spare, and who gave it, on the day it is due and a week after."""
    today = day or localdate()
    notices = []
    for loan in Loan.objects.filter(returned_on=None, due_on__lte=today).select_related("spare__asset"):
        late = (today - loan.due_on).days
        step = 0 if late < 7 else 7
        people = [loan.user_id, *([loan.given_by_id] if loan.given_by_id else [])]
        notices.append(
            Notice(
                tuple(people),
                LOAN_DUE,
                f"Ödünç cihazın dönüş günü {'bugün' if not late else f'{late} gün geçti'}: {loan.spare.asset.tag}",
                url="/bakim/yedekler/",
                dedupe=f"upkeep.loan:{loan.pk}:{loan.due_on}:{step}",
            )
        )
    return tell_all(notices)


def disposal_objection(tag: str) -> str | None:
    """Why a device may not be disposed of: it keeps data and nobody has proved that it was wiped."""
    return disposal_objections([tag])


def disposal_objections(tags: Sequence[str]) -> str | None:
    """The first reason why one of these may not be disposed of."""
    lists = queries.lists_in_force(holds_data=True)
    if not lists:
        return None
    keeping = [one for one in assets.find_by_tags(tags) if queries.list_for(lists, one.code)]
    wiped = set(Wipe.objects.filter(asset__in=[one.id for one in keeping]).values_list("asset_id", flat=True))
    for one in keeping:
        if one.id not in wiped:
            return f"{one.tag} veri saklayan bir cihaz; silme tutanağı olmadan elden çıkarılamaz."
    return None


def use_objection(tag: str) -> str | None:
    """Why a device may not go into use: a list is written for its kind and has not been gone through."""
    return use_objections([tag])


def use_objections(tags: Sequence[str]) -> str | None:
    """The first reason why one of these may not go into use; what came before its list is in use already."""
    lists = queries.lists_in_force()
    if not lists:
        return None
    asked = []
    for one in assets.find_by_tags(tags):
        found = queries.list_for(lists, one.code)
        if found is not None and one.acquired_on >= found.applies_from:
            asked.append(one)
    done = Commissioning.objects.filter(asset__in=[one.id for one in asked], case__state="done")
    ready = set(done.values_list("asset_id", flat=True))
    for one in asked:
        if one.id not in ready:
            return f"{one.tag} için devreye alma listesi tamamlanmadı; önce listedeki maddeleri işaretleyin."
    return None
