"""Shared mailboxes, lists and folders: named by rule, owned, filled with people, looked at, closed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import services as notify
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail

from .. import access, queries
from ..lifecycle import BOX_DUE
from ..models import BoxKind, BoxMember, NamingRule, Role, SharedBox
from .keeping import after_months

FIELDS = frozenset(
    {"kind", "name", "purpose", "quota_mb", "used_mb", "outside", "exception", "since", "review_on", "assignee"}
)
YEAR = 12


def _tell(row: SharedBox, verb: str, actor: Actor, note: str = "") -> None:
    trail.write(
        actor=actor,
        kind=queries.BOX_KIND,
        subject=row.pk,
        verb=verb,
        note=note,
        seat=actor.seat_for(access.KEEP_BOXES, row),
    )


def _may(actor: Actor, row: SharedBox) -> None:
    if not actor.reach(access.KEEP_BOXES).covers(row):
        raise Refused(f"«{access.KEEP_BOXES.label}» için bu birimde yetkiniz yok.")


def _fill(row: SharedBox, facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - FIELDS:
        raise ValueError(f"a shared box has no {sorted(unknown)}")
    for name, value in facts.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if row.kind != BoxKind.FOLDER:
        row.name = row.name.lower() if row.name.isascii() else row.name
    if not row.name or any(sign.isspace() for sign in row.name if row.kind != BoxKind.FOLDER):
        raise Refused("Ad boş olamaz; adreste boşluk bulunmaz.")
    if row.kind != BoxKind.FOLDER and not row.name.isascii():
        raise Refused("Adreste Türkçe harf kullanılmaz: «ç, ğ, ı, ö, ş, ü» yerine «c, g, i, o, s, u» yazın.")
    if not row.purpose:
        raise Refused("Ne için kullanıldığını yazın.")
    rules = queries.naming_rules(row.kind)
    if rules and not any(rule.fits(row.name) for rule in rules) and not row.exception:
        allowed = " ya da ".join(f"«{rule.pattern}»" for rule in rules)
        raise Refused(f"Ad kurala uymuyor; kural: {allowed}. Gerekiyorsa uymama nedenini yazın.")
    row.folded = fold(f"{row.name} {row.purpose} {row.get_kind_display()}")


def _save(row: SharedBox) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.name}» adlı açık bir {row.get_kind_display().lower()} zaten var.") from None


@transaction.atomic
def open_box(*, actor: Actor, unit_id: int, **facts: Any) -> SharedBox:
    """Write a new mailbox, list or folder into the register; the first review comes in a year."""
    today = localdate()
    row = SharedBox(unit_id=unit_id, since=today, review_on=after_months(today, YEAR))
    _may(actor, row)
    _fill(row, {key: value for key, value in facts.items() if value is not None or key not in ("since", "review_on")})
    if row.assignee_id is None:
        raise Refused("Ortak kutunun bir sorumlusu olur; sorumlu kişiyi seçin.")
    _save(row)
    BoxMember.objects.create(box=row, user_id=row.assignee_id, role=Role.OWNER, since=row.since)
    _tell(row, "add", actor)
    return row


def _locked(box_id: int, actor: Actor) -> SharedBox:
    found = queries.box(actor, box_id)
    row = SharedBox.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.pk)
    _may(actor, row)
    return row


@transaction.atomic
def edit_box(box_id: int, *, actor: Actor, unit_id: int | None = None, **facts: Any) -> SharedBox:
    row = _locked(box_id, actor)
    if row.until is not None:
        raise Refused("Kapanmış kutunun bilgileri değişmez.")
    if unit_id is not None:
        row.unit_id = unit_id
        _may(actor, row)
    _fill(row, {key: value for key, value in facts.items() if value is not None or key not in ("since", "review_on")})
    _save(row)
    _tell(row, "edit", actor)
    return row


@transaction.atomic
def close_box(box_id: int, *, actor: Actor, on: dt.date) -> SharedBox:
    """Close it; the rights of all who had one end the same day."""
    row = _locked(box_id, actor)
    if row.until is not None:
        raise Refused("Zaten kapanmış.")
    if on < row.since:
        raise Refused("Açılmadan kapanamaz.")
    if on > localdate():
        raise Refused("Kapanış günü gelecekte olamaz.")
    row.until = on
    row.save(update_fields=["until"])
    for member in row.members.filter(until=None):
        member.until = max(on, member.since)
        member.save(update_fields=["until"])
    _tell(row, "close", actor)
    return row


@transaction.atomic
def put_in(box_id: int, *, actor: Actor, user: User, role: str) -> SharedBox:
    """Give somebody a right, or change the one he has."""
    row = _locked(box_id, actor)
    if row.until is not None:
        raise Refused("Kapanmış kutuya kimse eklenmez.")
    if not user.is_active:
        raise Refused(f"{user.full_name} görevde değil.")
    today = localdate()
    if row.members.filter(user=user, role=role, until=None).exists():
        raise Refused(f"{user.full_name} bu hakka zaten sahip.")
    for member in row.members.filter(user=user, until=None):
        member.until = today
        member.save(update_fields=["until"])
    BoxMember.objects.create(box=row, user=user, role=role, since=today)
    _tell(row, "put_in", actor, str(Role(role).label))
    return row


@transaction.atomic
def take_out(box_id: int, *, actor: Actor, member_id: int) -> SharedBox:
    """End somebody's right. The one who answers for the box is replaced, not taken out."""
    row = _locked(box_id, actor)
    member = row.members.select_for_update().get(pk=member_id)
    if member.until is not None:
        raise Refused("Bu hak zaten bitmiş.")
    if member.user_id == row.assignee_id:
        raise Refused("Kutunun sorumlusu çıkarılamaz; önce başka bir sorumlu belirleyin.")
    member.until = localdate()
    member.save(update_fields=["until"])
    _tell(row, "take_out", actor, member.get_role_display())
    return row


@transaction.atomic
def review_box(box_id: int, *, actor: Actor) -> SharedBox:
    """It is still needed and its people are right: the next look comes in a year."""
    found = queries.box(actor, box_id)
    row = SharedBox.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if actor.user_id is None or actor.user_id != row.assignee_id:
        _may(actor, row)
    if row.until is not None:
        raise Refused("Kapanmış kutu gözden geçirilmez.")
    gone = row.members.filter(until=None, user__is_active=False)
    if gone.exists():
        raise Refused(f"Görevden ayrılmış {gone.count()} kişinin hakkı duruyor; önce onları çıkarın.")
    row.reviewed_on = localdate()
    row.review_on = after_months(row.reviewed_on, YEAR)
    row.save(update_fields=["reviewed_on", "review_on"])
    _tell(row, "review", actor)
    return row


@transaction.atomic
def end_rights_of(user_id: int, *, actor: Actor) -> int:
    """Somebody left: his rights in every box end now; the boxes he answered for stay without an owner and say so."""
    count = 0
    today = localdate()
    for member in (
        BoxMember.objects.select_for_update(of=("self",)).filter(user_id=user_id, until=None).select_related("box")
    ):
        member.until = max(today, member.since)
        member.save(update_fields=["until"])
        _tell(member.box, "take_out", actor, f"{member.get_role_display()} · ayrılış")
        count += 1
    return count


@transaction.atomic
def tell_due(*, actor: Actor, day: dt.date | None = None) -> int:
    """Tell the owners of what has to be looked at; once for each review day."""
    today = day or localdate()
    count = 0
    rows = SharedBox.objects.filter(until=None, review_on__lte=today, assignee__is_active=True)
    for row in rows.order_by("pk"):
        count += notify.notify(
            [row.assignee_id] if row.assignee_id else [],
            BOX_DUE,
            f"{row.name}: üyeleri ve gerekliliği gözden geçirilecek",
            url=f"/bilgi-sistemleri/kutular/{row.pk}/",
            dedupe=f"systems.box:{row.pk}:{row.review_on}",
        )
    return count


@transaction.atomic
def set_naming(*, actor: Actor, kind: str, pattern: str, about: str = "") -> NamingRule:
    """Add a rule of names. Existing names stay; the list shows which do not fit."""
    if not actor.holds(access.NAMING):
        raise Refused(f"«{access.NAMING.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")
    pattern = pattern.strip()
    if not pattern or pattern.strip("*") == "":
        raise Refused("Kalıp yalnız yıldızdan oluşamaz; örneğin «*.*@belediye.example».")
    if "**" in pattern:
        raise Refused("İki yıldız yan yana gelemez; aralarına bir işaret koyun.")
    if kind not in BoxKind.values:
        raise Refused("Kuralın hangi tür için olduğunu seçin.")
    row, fresh = NamingRule.objects.get_or_create(kind=kind, pattern=pattern, defaults={"about": about.strip()})
    if not fresh:
        raise Refused("Bu kural zaten var.")
    trail.write(
        actor=actor,
        kind="systems.namingrule",
        subject=row.pk,
        verb="add",
        note=pattern,
        seat=actor.seat_for(access.NAMING),
    )
    return row


@transaction.atomic
def drop_naming(rule_id: int, *, actor: Actor) -> None:
    if not actor.holds(access.NAMING):
        raise Refused(f"«{access.NAMING.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")
    row = NamingRule.objects.get(pk=rule_id)
    trail.write(
        actor=actor,
        kind="systems.namingrule",
        subject=row.pk,
        verb="drop",
        note=row.pattern,
        seat=actor.seat_for(access.NAMING),
    )
    row.delete()
