"""Rules of what may not meet in one person, allowed exceptions, and the groups people are named to."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from konak.foundation.access import PERMISSIONS, Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.trail import services as trail
from konak.foundation.trail.models import Entry

from .. import access
from ..models import Group, Incompatible, Membership, SeparationException, Side
from ..queries import rights, separation
from .telling import refuse_conflicts

RULE_KIND = "staffing.incompatible"
GROUP_KIND = "staffing.group"
LONGEST = dt.timedelta(days=366)


def _ruler(actor: Actor) -> None:
    if not actor.reach(access.RULE).everywhere:
        raise Refused(f"«{access.RULE.label}» için yetkiniz yok. Yetkili: Genel Sekreter, sistem yöneticisi.")


def _tell(kind: str, subject: object, verb: str, actor: Actor, note: str = "") -> Entry:
    return trail.write(
        actor=actor, kind=kind, subject=subject, verb=verb, note=note, seat=actor.seat_for(access.RULE)
    )


def _side(kind: str, code: str) -> None:
    known = {
        Side.POSITION: lambda: code in Position.values,
        Side.PERMISSION: lambda: code in PERMISSIONS,
        Side.GROUP: lambda: Group.objects.filter(code=code).exists(),
    }
    if kind not in known or not known[Side(kind)]():
        raise Refused(f"«{code}» tanınmıyor; listeden seçin.")


@transaction.atomic
def set_rule(
    *,
    actor: Actor,
    left_kind: str,
    left: str,
    right_kind: str,
    right: str,
    why: str,
    basis: str = "",
    stops: bool = True,
) -> Incompatible:
    """Say that two sides may not meet. The same pair, whichever way round, is one rule."""
    _ruler(actor)
    _side(left_kind, left)
    _side(right_kind, right)
    if (left_kind, left) == (right_kind, right):
        raise Refused("İki taraf aynı olamaz.")
    if not why.strip():
        raise Refused("Kuralın gerekçesini yazın.")
    first, second = sorted([(left_kind, left), (right_kind, right)])
    row, fresh = Incompatible.objects.update_or_create(
        left_kind=first[0],
        left=first[1],
        right_kind=second[0],
        right=second[1],
        defaults={"why": why.strip(), "basis": basis.strip(), "stops": stops, "active": True},
    )
    _tell(RULE_KIND, row.pk, "rule" if fresh else "change_rule", actor, f"{first[1]} × {second[1]}")
    return row


@transaction.atomic
def switch_rule(rule_id: int, *, actor: Actor, active: bool, why: str) -> Incompatible:
    """Take a rule out of force, or bring it back."""
    _ruler(actor)
    if not why.strip():
        raise Refused("Nedenini yazın.")
    row = Incompatible.objects.select_for_update().get(pk=rule_id)
    row.active = active
    row.save(update_fields=["active"])
    _tell(RULE_KIND, row.pk, "rule_on" if active else "rule_off", actor, why.strip())
    return row


@transaction.atomic
def review(*, actor: Actor, note: str) -> Entry:
    """The whole table was looked at on this day, by whom and with what outcome; nothing else changes."""
    _ruler(actor)
    if not note.strip():
        raise Refused("Gözden geçirmenin sonucunu yazın.")
    return _tell(RULE_KIND, separation.WHOLE, "review", actor, note.strip())


@transaction.atomic
def allow_exception(rule_id: int, *, actor: Actor, user: User, until: dt.date, why: str) -> SeparationException:
    """Let two sides meet in one person until a day; not in oneself."""
    _ruler(actor)
    rule = Incompatible.objects.select_for_update().get(pk=rule_id)
    if user.pk == actor.user_id or actor.user_id is None:
        raise Refused("Kendiniz için istisna onaylayamazsınız.")
    if not why.strip():
        raise Refused("İstisnanın gerekçesini yazın.")
    today = localdate()
    if until < today or until - today > LONGEST:
        raise Refused("İstisna bugünden başlar ve en çok bir yıl sürer.")
    living = SeparationException.objects.filter(rule=rule, user=user, withdrawn_at=None, until__gte=today)
    living.update(withdrawn_at=now())
    row = SeparationException.objects.create(
        rule=rule, user=user, until=until, why=why.strip(), approved_by_id=actor.user_id
    )
    _tell(RULE_KIND, rule.pk, "except", actor, f"{until:%d.%m.%Y} gününe kadar")
    return row


@transaction.atomic
def withdraw_exception(exception_id: int, *, actor: Actor) -> SeparationException:
    _ruler(actor)
    row = SeparationException.objects.select_for_update().get(pk=exception_id)
    if row.withdrawn_at is not None:
        raise Refused("Bu istisna zaten kaldırılmış.")
    row.withdrawn_at = now()
    row.save(update_fields=["withdrawn_at"])
    _tell(RULE_KIND, row.rule_id, "unexcept", actor)
    return row


@transaction.atomic
def set_group(*, actor: Actor, code: str, label: str, basis: str = "") -> Group:
    """Make a group, or name it anew."""
    _ruler(actor)
    if not label.strip():
        raise Refused("Gruba bir ad verin.")
    row, fresh = Group.objects.update_or_create(
        code=code.strip(), defaults={"label": label.strip(), "basis": basis.strip()}
    )
    _tell(GROUP_KIND, row.code, "group" if fresh else "change_group", actor)
    return row


@transaction.atomic
def name_member(
    group_id: int,
    *,
    actor: Actor,
    user: User,
    unit: Unit,
    since: dt.date,
    until: dt.date | None = None,
    document: str = "",
) -> Membership:
    """Name somebody to a group for a unit; what may not meet is refused."""
    group = Group.objects.get(pk=group_id)
    if rights.right_for(actor, unit.pk, Position.DIRECTOR) is None:
        raise Refused("Görev grubuna kişi belirleme yetkiniz yok. Yetkili: personel birimi, Genel Sekreter.")
    if user.pk == actor.user_id:
        raise Refused("Kendinizi bir görev grubuna belirleyemezsiniz.")
    if not user.is_active:
        raise Refused(f"{user.full_name} görevde değil.")
    if not document.strip():
        raise Refused("Belirleme bir onaya dayanır; onayın tarihini ve sayısını yazın.")
    if until is not None and until < since:
        raise Refused("Bitiş günü başlangıçtan önce olamaz.")
    User.objects.select_for_update().get(pk=user.pk)
    added = separation.Held(Side.GROUP, group.code, f"{group.label} (görev grubu)")
    refuse_conflicts(separation.objections(user, added, since, until))
    try:
        with transaction.atomic():
            row = Membership.objects.create(
                group=group, user=user, unit=unit, since=since, until=until, document=document.strip()
            )
    except IntegrityError as error:
        raise Refused(f"{user.full_name} bu dönemde bu grupta zaten var.") from error
    _tell(GROUP_KIND, group.code, "member", actor, f"{unit.name}, {since:%d.%m.%Y}")
    return row


@transaction.atomic
def end_member(membership_id: int, *, actor: Actor, last_day: dt.date) -> Membership:
    """The person leaves the group after a day."""
    row = Membership.objects.select_for_update().get(pk=membership_id)
    if rights.right_for(actor, row.unit_id, Position.DIRECTOR) is None:
        raise Refused("Görev grubundan çıkarma yetkiniz yok. Yetkili: personel birimi, Genel Sekreter.")
    if last_day < row.since:
        raise Refused("Son gün, başlangıçtan önce olamaz.")
    if row.until is not None and row.until <= last_day:
        raise Refused("Bu üyelik o günden önce zaten bitiyor.")
    row.until = last_day
    row.save(update_fields=["until"])
    _tell(GROUP_KIND, row.group.code, "unmember", actor, f"son gün {last_day:%d.%m.%Y}")
    return row


L5018, MOVABLES = "5018 sayılı Kanun", "Taşınır Mal Yönetmeliği"
CONTROL = "Kamu İç Kontrol Standartları, KFS 9 (görevler ayrılığı)"
SEED_GROUPS: tuple[tuple[str, str, str], ...] = (
    ("harcama-yetkilisi", "Harcama yetkilisi", f"{L5018} m. 31"),
    ("gerceklestirme-gorevlisi", "Gerçekleştirme görevlisi", f"{L5018} m. 33"),
    ("muhasebe-yetkilisi", "Muhasebe yetkilisi", f"{L5018} m. 61"),
    ("mutemet", "Muhasebe yetkilisi mutemedi", f"{L5018} m. 61"),
    ("tasinir-kayit", "Taşınır kayıt yetkilisi", f"{MOVABLES} m. 6"),
    ("tasinir-kontrol", "Taşınır kontrol yetkilisi", f"{MOVABLES} m. 6"),
    ("ihale-komisyonu", "İhale komisyonu üyesi", "4734 sayılı Kanun m. 6"),
    ("muayene-kabul", "Muayene ve kabul komisyonu üyesi", "Muayene ve kabul yönetmelikleri"),
    ("vt-yoneticisi", "Veri tabanı yöneticisi", "Kurumun bilgi güvenliği kuralları"),
    ("iz-inceleyen", "İz kayıtlarını inceleyen", "Kurumun bilgi güvenliği kuralları"),
)
HEAD, SPENDER, BOOKKEEPER = "head_of_department", "harcama-yetkilisi", "muhasebe-yetkilisi"
PREPARER, STORE = "gerceklestirme-gorevlisi", "tasinir-kayit"
P, R, G = Side.POSITION, Side.PERMISSION, Side.GROUP
SEED_RULES: tuple[tuple[str, str, str, str, str, str, bool], ...] = (
    (P, "auditor", P, "administrator", "Denetleyen, denetlediği sistemi yönetemez.", f"{L5018} m. 64", True),
    (P, "auditor", P, "director", "Denetleyen, denetlediği birimi yönetemez.", f"{L5018} m. 64", True),
    (P, "auditor", P, "chief", "Denetleyen, denetlediği birimi yönetemez.", f"{L5018} m. 64", True),
    (P, "auditor", P, HEAD, "Denetleyen, denetlediği birimi yönetemez.", f"{L5018} m. 64", True),
    (P, "auditor", R, "cases.assign", "Denetleyen, denetlediği işi dağıtamaz.", f"{L5018} m. 64", True),
    (P, "administrator", P, "secretary_general", "Sistemi yöneten, üst yönetim onayı veremez.", "", False),
    (G, SPENDER, G, BOOKKEEPER, "Ödeme emrini veren, ödemeyi yapamaz.", CONTROL, True),
    (G, SPENDER, G, PREPARER, "Ödeme emrini hazırlayan, onaylayamaz.", CONTROL, True),
    (G, PREPARER, G, BOOKKEEPER, "Ödeme emrini hazırlayan, ödeyemez.", CONTROL, True),
    (G, STORE, G, "tasinir-kontrol", "Taşınırı kaydeden, kaydını kontrol edemez.", f"{MOVABLES} m. 6", True),
    (G, STORE, G, SPENDER, "Taşınırı kaydeden, harcamaya yetki veremez.", CONTROL, True),
    (G, "ihale-komisyonu", G, "muayene-kabul", "Alımına karar verdiği malı kabul etmesi önerilmez.", "", False),
    (G, "vt-yoneticisi", G, "iz-inceleyen", "Veri tabanını yöneten, kendi izini inceleyemez.", "", True),
    (P, "administrator", G, BOOKKEEPER, "Sistemi yöneten, ödeme yapamaz.", "", True),
)  # fmt: skip


@transaction.atomic
def seed(*, actor: Actor) -> int:
    """Lay in the groups and rules public law and good custom know; what is there already stays as it is."""
    _ruler(actor)
    count = 0
    for code, label, basis in SEED_GROUPS:
        if not Group.objects.filter(code=code).exists():
            set_group(actor=actor, code=code, label=label, basis=basis)
    for left_kind, left, right_kind, right, why, basis, stops in SEED_RULES:
        first, second = sorted([(left_kind, left), (right_kind, right)])
        known = Q(left_kind=first[0], left=first[1], right_kind=second[0], right=second[1])
        if not Incompatible.objects.filter(known).exists():
            set_rule(
                actor=actor,
                left_kind=left_kind,
                left=left,
                right_kind=right_kind,
                right=right,
                why=why,
                basis=basis,
                stops=stops,
            )
            count += 1
    return count
