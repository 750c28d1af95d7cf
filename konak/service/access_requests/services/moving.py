"""Beginning, moving and leaving as one act: what a seat needs is given, what it no longer needs is taken, and nothing
closes until every line is proved."""

import datetime as dt
from collections.abc import Iterable
from typing import IO

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.db.turkish import fold
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import seats_of
from konak.governance.staffing import public as staffing

from .. import access, lifecycle
from ..lifecycle import EXITED, JOINER, LEAVER, MOVER, MovementState
from ..models import (
    AccessRequest,
    Action,
    Entitlement,
    EntitlementState,
    Movement,
    MovementKind,
    MovementLine,
    Template,
    TemplateLine,
    Want,
)
from ..queries import catalogue, chairs, entitlements, movements
from . import asking, ending
from .telling import MOVEMENT, clock, plain

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


def _right(actor: Actor, unit_id: int) -> None:
    if actor.reach(access.MOVE).covers(chairs.Place(unit_id)) or staffing.in_personnel(actor):
        return
    raise Refused(f"«{access.MOVE.label}» için yetkiniz yok. Yetkili: birimin amiri, personel birimi.")


def _opened(row: Movement, actor: Actor, unit_id: int, day: dt.date, without: Iterable[int] = ()) -> Movement:
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


# Joiners --------------------------------------------------------------------------------------------------------


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0, 0), get_current_timezone())


def _evening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59), get_current_timezone())


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
    _right(actor, unit.pk)
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
        effective_at=_morning(starts_on),
        why=plain(why, 300),
        template=template,
    )
    opened = _opened(row, actor, unit.pk, starts_on)
    _wants(opened, template)
    publish(JOINER, number=opened.case.number)
    if person is not None:
        _order(opened, actor, only_preapproved=starts_on > localdate())
    _effect_if_due(opened, actor)
    return opened


def _wants(row: Movement, template: Template | None, known: Iterable[tuple[str, str]] = ()) -> None:
    """Lines for what the template wants; without one, a line that says so."""
    if template is None:
        _line(
            row, NEEDS, "sablonsuz", "Bu görev için şablon yok: gereken yetkileri isteyin, burada belirtin", Action.DO
        )
        return
    skip = set(known)
    for one in template.lines.select_related("right"):
        if one.want == Want.RIGHT:
            assert one.right is not None
            _line(row, RIGHTS, f"r{one.right_id}", str(one.right), Action.GIVE)
        elif (one.want, one.text) not in skip:
            _line(row, one.get_want_display(), f"t{one.pk}", one.text, Action.DO)


def _line(
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


def _order(row: Movement, actor: Actor, *, only_preapproved: bool) -> None:
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
    from ..queries import requests

    return requests.open_for(right_id, user_id, "") if right_id else None


@transaction.atomic
def bind(number: str, *, actor: Actor, person: User) -> Movement:
    """The person entered in advance has an account now."""
    row = _locked(number, actor)
    if row.person_id is not None:
        raise Refused("Bu dosyanın kişisi belli.")
    row.person = person
    row.save(update_fields=["person"])
    tell(row.case, "bind", actor)
    _order(row, actor, only_preapproved=localdate(row.effective_at) > localdate())
    return row


# Movers ---------------------------------------------------------------------------------------------------------


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
    _right(actor, new_seat.unit_id)
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
        effective_at=_morning(new_seat.since),
        why=plain(why, 300),
        template=template,
    )
    opened = _opened(row, actor, new_seat.unit_id, new_seat.since)
    _compare(opened, template, old_seat)
    publish(MOVER, number=opened.case.number)
    _order(opened, actor, only_preapproved=new_seat.since > localdate())
    _effect_if_due(opened, actor)
    return opened


def _compare(row: Movement, template: Template | None, old_seat: Appointment | None) -> None:
    assert row.person is not None
    before = catalogue.template_for(old_seat.unit_id, old_seat.position) if old_seat else None
    old = set(before.lines.filter(want=Want.RIGHT).values_list("right_id", flat=True)) if before else set()
    new = set(template.lines.filter(want=Want.RIGHT).values_list("right_id", flat=True)) if template else set()
    for held in entitlements.living_of(row.person.pk):
        key, url = f"e{held.pk}", reverse("access_requests:entitlement", args=[held.pk])
        if held.right_id in new:
            _line(row, RIGHTS, key, str(held), Action.KEEP, url=url, held=held, proof="Yeni görevin şablonunda var")
        elif held.right_id in old:
            _line(row, RIGHTS, key, str(held), Action.TAKE, url=url, held=held)
        else:
            _line(row, RIGHTS, key, str(held), Action.DECIDE, url=url, held=held)
    things = set(before.lines.exclude(want=Want.RIGHT).values_list("want", "text")) if before else set()
    _wants(row, template, things)
    held_rights = {int(one.right_id) for one in entitlements.living_of(row.person.pk)}
    row.lines.filter(source=RIGHTS, key__in=[f"r{key}" for key in held_rights]).delete()
    wanted = set(template.lines.exclude(want=Want.RIGHT).values_list("want", "text")) if template else set()
    for want, text in sorted(things - wanted):
        _line(row, Want(want).label, f"i{want}{text}", f"İade: {text}", Action.DO)
    if old_seat is not None and old_seat.unit_id != (row.new_seat.unit_id if row.new_seat else None):
        _held_things(row, old_seat.pk)


# Leavers --------------------------------------------------------------------------------------------------------


@transaction.atomic
def leave(*, actor: Actor, person: User, effective_at: dt.datetime, why: str, automatic: bool = False) -> Movement:
    """Somebody leaves: everything he holds is listed now; rights end at the exit moment itself."""
    User.objects.select_for_update().get(pk=person.pk)
    if person.pk == actor.user_id:
        raise Refused("Kendi ayrılış dosyanızı siz açamazsınız; amiriniz ya da personel birimi açar.")
    home = chairs.home_of(person.pk) or _last_seat(person.pk)
    if home is None:
        raise Refused(f"{person.full_name} hiçbir makamda görevli olmamış.")
    _right(actor, home.unit_id)
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
    opened = _opened(row, actor, home.unit_id, localdate(effective_at))
    _list_all(opened)
    publish(LEAVER, number=opened.case.number)
    _effect_if_due(opened, actor)
    return opened


def _last_seat(user_id: int) -> Appointment | None:
    rows = Appointment.objects.filter(user_id=user_id, acting_for=None).select_related("unit")
    return rows.order_by("-since").first()


def _list_all(row: Movement) -> int:
    """Rights, and everything every other app knows the person to hold; what is listed stays as it is."""
    assert row.person_id is not None
    before = row.lines.count()
    for held in entitlements.living_of(row.person_id):
        url = reverse("access_requests:entitlement", args=[held.pk])
        _line(row, RIGHTS, f"e{held.pk}", str(held), Action.TAKE, url=url, held=held)
    for held in entitlements.to_remove(row.person_id):
        line = _line(row, RIGHTS, f"e{held.pk}", str(held), Action.TAKE, held=held)
        if not line.request_number and line.done_at is None:
            waiting = ending.removal(held, actor=clock(row.case.unit_id), why=held.end_why, movement=row)
            MovementLine.objects.filter(pk=line.pk).update(request_number=waiting.case.number)
    _held_things(row, None)
    _line(row, ACCOUNT, "hesap", "Kullanıcı hesabının kapatılması", Action.TAKE)
    return row.lines.count() - before


def _held_things(row: Movement, seat_id: int | None) -> None:
    assert row.person_id is not None
    for kind, thing in staffing.everything_held(row.person_id, seat_id):
        if kind.label in OWN or thing.key == row.case.number:
            continue
        action = Action.HAND if kind.passes else Action.TAKE
        _line(row, kind.label, thing.key, thing.text, action, url=thing.url)


# The moment it takes effect ---------------------------------------------------------------------------------------


def _effect_if_due(row: Movement, actor: Actor) -> None:
    if row.effective_at <= now() and row.effective_done_at is None and row.person_id is not None:
        _take_effect(row, actor)


@transaction.atomic
def take_effect(movement_id: int, *, actor: Actor) -> bool:
    """The moment has come. Safe to run again: a file takes effect once."""
    row = (
        Movement.objects.select_for_update(of=("self", "case"))
        .select_related("new_seat")
        .filter(pk=movement_id, case__state=MovementState.OPEN, effective_done_at=None, effective_at__lte=now())
        .first()
    )
    if row is None or row.person_id is None:
        return False
    row.person = User.objects.get(pk=row.person_id)
    _take_effect(row, actor)
    return True


def _take_effect(row: Movement, actor: Actor) -> None:
    worker = clock(row.case.unit_id)
    if row.kind == MovementKind.LEAVER:
        if row.automatic and _stays(row):
            tell(row.case, "stays", worker, "Kişinin başka makamı var; haklar kesilmedi")
            with take(lifecycle.CANCEL_MOVEMENT, Movement, row.case.number, worker, "Başka makamda göreve devam"):
                pass
            row.refresh_from_db()
            return
        _exit(row, worker)
    else:
        for line in row.lines.filter(action=Action.TAKE, source=RIGHTS, request_number="", done_at=None):
            if line.entitlement_id:
                _cut_line(line, worker, f"{row.get_kind_display()} ({row.case.number})")
        _order(row, worker, only_preapproved=False)
    row.effective_done_at = now()
    Movement.objects.filter(pk=row.pk).update(effective_done_at=row.effective_done_at)
    tell(row.case, "take_effect", worker)


def _stays(row: Movement) -> bool:
    assert row.person_id is not None
    return seats_of(row.person_id, localdate() + dt.timedelta(days=1)).filter(acting_for=None).exists()


def _cut_line(line: MovementLine, actor: Actor, why: str) -> None:
    assert line.entitlement_id is not None
    held = ending.cut(line.entitlement_id, actor=actor, why=why, movement=line.movement)
    if held.state == EntitlementState.REMOVED:
        line.done_at, line.proof = now(), held.end_proof or "Sistemden kaldırılmış"
    else:
        waiting = ending.removal(held, actor=actor, why=why, movement=line.movement)
        line.request_number = waiting.case.number
        line.url = reverse("access_requests:request", args=[waiting.case.number])
    line.save()


def _exit(row: Movement, actor: Actor) -> None:
    """Everything of the person's that is a right ends now; what must be proved by hand stays open."""
    assert row.person is not None
    _list_all(row)
    why = f"Ayrılış ({row.case.number})"
    for line in row.lines.filter(source=RIGHTS, done_at=None, entitlement__isnull=False):
        if not line.request_number:
            _cut_line(line, actor, why)
    for request in AccessRequest.objects.filter(
        person=row.person, case__state__in=("asked", "returned"), kind__in=("new", "extend", "change")
    ):
        with take(lifecycle.WITHDRAW, AccessRequest, request.case.number, actor, why) as open_one:
            open_one.approvals.filter(verdict="waiting").update(verdict="dropped")
            open_one.role, open_one.case.assignee_id = "", None
    for request in AccessRequest.objects.filter(person=row.person, case__state="executing").exclude(kind="end"):
        with take(lifecycle.VOID, AccessRequest, request.case.number, actor, why) as dropped:
            dropped.case.assignee_id = None
    staffing.close_account(row.person.pk, actor=actor, last_day=localdate(row.effective_at), why=row.why or "Ayrılış")
    row.lines.filter(source=ACCOUNT, done_at=None).update(
        done_at=now(), proof="Ayrılış anında Konak kapattı; oturumlar ve API anahtarları sona erdi"
    )
    row.lines.filter(source__in=WITH_ACCOUNT, done_at=None).update(
        done_at=now(), proof=f"Hesapla birlikte sona erdi, son gün {localdate(row.effective_at):%d.%m.%Y}"
    )
    _prove_what_is_gone(row, "Ayrılış anında sona erdi")
    publish(EXITED, number=row.case.number, user_id=row.person.pk)
    left = row.lines.filter(done_at=None).count()
    if left and row.case.assignee_id:
        notify(
            [row.case.assignee_id],
            MOVEMENT,
            f"Ayrılış anı geldi, {left} kalem açık: {row.name}",
            body=f"{row.case.number} · haklar kapandı, dosya kanıtlar tamamlanınca kapanır",
            url=reverse("access_requests:movement", args=[row.case.number]),
            subject_kind="case",
            subject_number=row.case.number,
            dedupe=f"{row.case.number}.exit",
        )


def _prove_what_is_gone(row: Movement, proof: str) -> int:
    """Lines of things the person no longer holds, whoever settled them in their own app."""
    assert row.person_id is not None
    seat = row.old_seat_id if row.kind == MovementKind.MOVER else None
    held = {(kind.label, thing.key) for kind, thing in staffing.everything_held(row.person_id, seat)}
    count = 0
    others = row.lines.filter(done_at=None, action__in=(Action.HAND, Action.TAKE)).exclude(
        source__in=(RIGHTS, ACCOUNT)
    )
    for line in others:
        if (line.source, line.key) not in held:
            line.done_at, line.proof = now(), proof
            line.save()
            count += 1
    return count


# Working on the lines -----------------------------------------------------------------------------------------------


def _locked(number: str, actor: Actor) -> Movement:
    row: Movement = (
        Movement.objects.select_for_update(of=("self", "case")).select_related("template").get(case__number=number)
    )
    if not movements.may_see(actor, row):
        raise Movement.DoesNotExist
    if row.person_id is not None and row.person_id == actor.user_id:
        raise Refused("Kendi dosyanızdaki kalemleri siz sonuçlandıramazsınız.")
    _right(actor, row.case.unit_id)
    if row.case.state != MovementState.OPEN:
        raise Refused("Kapanmış dosyada işlem yapılamaz.")
    return row


@transaction.atomic
def look_again(number: str, *, actor: Actor) -> int:
    """List what came into the person's hands meanwhile, prove what is gone; returns how many lines changed."""
    row = _locked(number, actor)
    count = 0
    if row.person_id is not None and row.kind == MovementKind.LEAVER:
        count = _list_all(row)
    if row.person_id is not None:
        row.person = User.objects.get(pk=row.person_id)
        count += _prove_what_is_gone(row, "Kişide değil: kendi uygulamasında sonuçlandırıldı")
        if row.kind != MovementKind.LEAVER:
            _order(row, actor, only_preapproved=row.effective_at > now())
    tell(row.case, "look_again", actor, f"{count} kalem")
    return count


@transaction.atomic
def settle(
    line_id: int,
    *,
    actor: Actor,
    proof: str = "",
    to: User | None = None,
    keep: bool = False,
    file: IO[bytes] | None = None,
    file_name: str = "",
) -> MovementLine:
    """One line is done: handed to somebody, ended, given, or kept for a reason; with its proof."""
    found = MovementLine.objects.select_related("movement__case").get(pk=line_id)
    row = _locked(found.movement.case.number, actor)
    line = MovementLine.objects.select_for_update(of=("self",)).get(pk=line_id)
    line.movement = row
    told = plain(proof)
    if line.done_at is not None:
        raise Refused("Bu kalem zaten kanıtlandı.")
    if to is not None and to.pk == row.person_id:
        raise Refused("Kişi kendisine devredemez.")
    if line.source == RIGHTS and line.entitlement_id:
        return _settle_right(row, line, actor, told, keep)
    if line.source == RIGHTS and line.request_number:
        raise Refused(f"Bu kalem {line.request_number} sayılı talep yürütülünce kendiliğinden kanıtlanır.")
    if line.source == ACCOUNT:
        raise Refused(f"Hesap ayrılış anında ({row.effective_words}) kendiliğinden kapanır.")
    if not told and to is None:
        raise Refused("Kanıtı yazın: ne yapıldı, hangi belge ya da kayıtla?")
    if line.action in {Action.HAND, Action.TAKE} and row.person_id is not None:
        if to is None and line.action == Action.HAND and line.source == "Açık dosyalar":
            told = f"{told} (dosya birime bırakıldı)"
        staffing.settle_held(line.source, line.key, actor=actor, person=User.objects.get(pk=row.person_id), to=to)
    line.to = to
    if to is not None:
        told = f"{to.full_name} adına devredildi. {told}".strip()
    _done(line, actor, told, file, file_name)
    tell(row.case, "settle", actor, f"{line.source}: {line.get_action_display()}")
    return line


def _settle_right(row: Movement, line: MovementLine, actor: Actor, told: str, keep: bool) -> MovementLine:
    if keep:
        if row.kind == MovementKind.LEAVER:
            raise Refused("Ayrılan kişide yetki kalamaz.")
        if not told:
            raise Refused("Yetkinin neden kaldığını yazın.")
        line.action = Action.KEEP
        Entitlement.objects.filter(pk=line.entitlement_id or 0).update(last_reviewed_on=localdate())
        _done(line, actor, told, None, "")
    else:
        if line.request_number:
            raise Refused(f"Yetki sona erdi; {line.request_number} sayılı kaldırma yürütülünce kanıtlanır.")
        line.action = Action.TAKE
        _cut_line(line, actor, told or f"{row.get_kind_display()} ({row.case.number})")
    tell(row.case, "settle", actor, f"{line.source}: {line.get_action_display()}")
    return line


def _done(line: MovementLine, actor: Actor, proof: str, file: IO[bytes] | None, name: str) -> None:
    if file is not None:
        name = name or getattr(file, "name", "") or "kanit"
        line.proof_file = store(
            actor=actor,
            content=file,
            name=name,
            unit_id=line.movement.case.unit_id,
            purpose="access_requests.proof",
        )
    line.proof, line.done_at, line.done_by_id = proof[:500], now(), actor.user_id
    line.save()


@transaction.atomic
def settle_all(number: str, *, actor: Actor, source: str, proof: str = "", to: User | None = None) -> int:
    """Every open line of one heading at once."""
    row = _locked(number, actor)
    keys = list(row.lines.filter(source=source, done_at=None, request_number="").values_list("pk", flat=True))
    if not keys:
        raise Refused("Bu başlıkta sonuçlandırılacak açık kalem yok.")
    for key in keys:
        settle(key, actor=actor, proof=proof, to=to)
    return len(keys)


@transaction.atomic
def reschedule(number: str, *, actor: Actor, effective_at: dt.datetime, why: str) -> Movement:
    """The exit comes earlier or later than thought."""
    row = _locked(number, actor)
    if row.effective_done_at is not None:
        raise Refused("Geçerlilik anı geçti; değiştirilemez.")
    if not plain(why):
        raise Refused("Neden değiştiğini yazın.")
    before, row.effective_at = row.effective_words, effective_at
    row.save(update_fields=["effective_at"])
    row.case.due_on = add_working_days(max(localdate(effective_at), localdate()), DAYS)
    row.case.save(update_fields=["due_on"])
    tell(row.case, "reschedule", actor, f"{before} → {row.effective_words}")
    row.person = User.objects.get(pk=row.person_id) if row.person_id else None
    _effect_if_due(row, actor)
    return row


@transaction.atomic
def close(number: str, *, actor: Actor) -> Movement:
    """Everything is proved: the file closes. Otherwise the refusal names what is open."""
    if staffing.in_personnel(actor) and not actor.reach(access.MOVE).covers(
        Movement.objects.get(case__number=number).case
    ):
        _locked(number, actor)
        acting = clock(Movement.objects.get(case__number=number).case.unit_id)
        with take(lifecycle.CLOSE_MOVEMENT, Movement, number, acting, "personel birimi kapattı") as row:
            row.case.assignee_id = actor.user_id
        return row
    with take(lifecycle.CLOSE_MOVEMENT, Movement, number, actor) as row:
        row.case.assignee_id = None
    return row


@transaction.atomic
def cancel(number: str, *, actor: Actor, why: str) -> Movement:
    if not plain(why):
        raise Refused("Neden iptal edildiğini yazın.")
    with take(lifecycle.CANCEL_MOVEMENT, Movement, number, actor, plain(why)) as row:
        if row.kind == MovementKind.LEAVER and row.effective_done_at is not None:
            raise Refused("Ayrılış gerçekleşti; dosya iptal edilemez, kalemler kanıtlanarak kapatılır.")
        row.case.assignee_id = None
    return row


# What staffing tells ------------------------------------------------------------------------------------------------


def follow_appointment(appointment_id: int, *, actor: Actor | None = None) -> Movement | None:
    """A seat was given: a beginning or a move. Deputies get no file. Safe to run again."""
    seat = Appointment.objects.select_related("unit", "user").filter(pk=appointment_id).first()
    if seat is None or seat.acting_for_id is not None or (seat.until and seat.until < localdate()):
        return None
    if Movement.objects.filter(new_seat=seat).exists():
        return None
    worker = actor or clock(seat.unit_id)
    if planned := movements.planned(fold(seat.user.full_name), seat.unit_id):
        planned.new_seat = seat
        planned.save(update_fields=["new_seat"])
        return bind(planned.case.number, actor=worker, person=seat.user)
    others = Appointment.objects.filter(user_id=seat.user_id, acting_for=None).exclude(pk=seat.pk)
    recent = [one for one in others.order_by("-since") if one.until is None or one.until + GAP >= seat.since]
    if recent:
        if movements.open_of(seat.user_id, MovementKind.MOVER):
            return None
        ended = [one for one in recent if one.until is not None]
        return move(
            actor=worker, person=seat.user, new_seat=seat, old_seat=ended[0] if ended else None, why="Görevlendirme"
        )
    if movements.open_of(seat.user_id, MovementKind.JOINER):
        return None
    return join(
        actor=worker,
        unit=seat.unit,
        position=seat.position,
        starts_on=seat.since,
        person=seat.user,
        seat=seat,
        why="Görevlendirme",
    )


def follow_end_of_seat(appointment_id: int) -> Movement | None:
    """A seat got its last day: with another one after it, it is a move; without, an exit, changeable until then."""
    seat = Appointment.objects.select_related("unit", "user").filter(pk=appointment_id).first()
    if seat is None or seat.acting_for_id is not None or seat.until is None:
        return None
    after = seat.until + dt.timedelta(days=1)
    others = Appointment.objects.filter(user_id=seat.user_id, acting_for=None).exclude(pk=seat.pk)
    later = [one for one in others if one.until is None or one.until >= after]
    if later:
        coming = [one for one in later if one.since > seat.since]
        return follow_appointment(max(coming, key=lambda one: one.since).pk) if coming else None
    if movements.open_of(seat.user_id, MovementKind.LEAVER) or not seat.user.is_active:
        return None
    return leave(
        actor=clock(seat.unit_id),
        person=seat.user,
        effective_at=_evening(seat.until),
        why="Görevin sona ermesi",
        automatic=True,
    )


def follow_exit(user_id: int) -> Movement | None:
    """The account was closed elsewhere: whatever is left ends now, and the file proves it."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        return None
    waiting = movements.open_of(user_id, MovementKind.LEAVER)
    if waiting is not None:
        if waiting.effective_done_at is None:
            Movement.objects.filter(pk=waiting.pk, effective_at__gt=now()).update(effective_at=now())
            take_effect(waiting.pk, actor=clock(waiting.case.unit_id))
        return waiting
    if movements.exited_lately(user_id):
        return None
    last = _last_seat(user_id)
    if last is None:
        return None
    return leave(actor=clock(last.unit_id), person=person, effective_at=now(), why="Hesap kapatıldı")


def take_due() -> int:
    """Every file whose moment has come. Safe to run again."""
    keys = Movement.objects.filter(
        effective_done_at=None, effective_at__lte=now(), case__state=MovementState.OPEN, person__isnull=False
    ).values_list("pk", "case__unit_id")
    return sum(take_effect(key, actor=clock(unit_id)) for key, unit_id in keys)
