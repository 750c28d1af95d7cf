"""Licences: bought, proved, given out, taken back, renewed, warned of in time."""

import datetime as dt
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from konak.foundation import notify
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.numbering.services import sequence_number
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import holders

from .. import access, queries
from ..lifecycle import LICENCE_GIVEN
from ..models import Assignment, Entitlement, EntitlementKind, Metric, Proof, Renewal
from .common import fill, may, tell
from .indexing import index_licence

FIELDS = frozenset(
    [
        *("kind", "metric", "quantity", "version", "downgrade", "upgrade_until", "starts_on", "ends_on", "cost"),
        *("supplier", "contract", "key_place", "note", "assignee"),
    ]
)
WARNED = (90, 30, 7)
"""Days before the end at which somebody is told."""
EXPIRING = notify.Topic(
    "software.expiring",
    "Bitmek üzere olan lisans",
    about="Sorumlusu olduğunuz bir lisans 90, 30 ya da 7 gün içinde bitiyor.",
    mail=notify.Pace.DAILY,
    needs=access.KEEP,
)


def _checked(one: Entitlement) -> None:
    if one.kind not in EntitlementKind.values or one.metric not in Metric.values:
        raise Refused("Lisansın türünü ve nasıl sayıldığını seçin.")
    if one.quantity == 0:
        raise Refused("Adet sıfır olamaz; sınırsız lisans için boş bırakın.")
    if one.quantity is None and one.metric != Metric.SITE and one.kind != EntitlementKind.OPEN:
        raise Refused("Adedi yazın; yalnız kurum lisansında ve açık kaynakta boş kalabilir.")
    if one.ends_on and one.ends_on < one.starts_on:
        raise Refused("Lisans başlamadan bitemez.")
    if one.kind == EntitlementKind.SUBSCRIPTION and one.ends_on is None:
        raise Refused("Aboneliğin bitiş gününü yazın.")
    if one.upgrade_until and one.upgrade_until < one.starts_on:
        raise Refused("Yeni sürüm hakkı lisans başlamadan bitemez.")
    if one.cost is not None and one.cost < 0:
        raise Refused("Bedel eksi olamaz.")
    if _looks_like_a_key(one.key_place):
        raise Refused(
            "Bu alana anahtarın kendisini değil, saklandığı yeri yazın (örneğin «kasadaki zarf 12»). "
            "Anahtarlar Konak'ta tutulmaz."
        )


def _looks_like_a_key(text: str) -> bool:
    """Whether a word is written as product keys are: at least four long groups of capitals and digits, hyphened."""
    for word in text.split():
        groups = word.split("-")
        if len(groups) >= 4 and all(len(group) >= 4 and group.isalnum() and group.isupper() for group in groups):
            return True
    return False


@transaction.atomic
def add_licence(*, actor: Actor, product_id: int, **facts: Any) -> Entitlement:
    """Write down a licence that was bought, subscribed, or came with a machine."""
    product = queries.product(actor, product_id)
    one = Entitlement(product=product, unit_id=product.unit_id)
    may(actor, access.KEEP, one)
    fill(one, facts, FIELDS)
    _checked(one)
    one.number = sequence_number("LS", localdate().year)
    one.save()
    index_licence(one)
    tell(queries.LICENCE_KIND, one.number, "add", actor, one)
    return one


def _locked(actor: Actor, number: str) -> Entitlement:
    found = queries.entitlement(actor, number)
    return Entitlement.objects.select_for_update(of=("self",)).select_related("product").get(pk=found.pk)


@transaction.atomic
def edit_licence(number: str, *, actor: Actor, **facts: Any) -> Entitlement:
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    fill(one, facts, FIELDS)
    _checked(one)
    given = _given(one)
    if one.quantity is not None and given > one.quantity:
        raise Refused(f"{given} hak verilmiş durumda; adet bunun altına inemez. Önce atamaları geri alın.")
    one.save()
    index_licence(one)
    tell(queries.LICENCE_KIND, one.number, "edit", actor, one)
    return one


@transaction.atomic
def cancel_licence(number: str, *, actor: Actor, on: dt.date | None = None, why: str = "") -> Entitlement:
    """The right ends before its term (returned, refused, replaced); what was given out ends with it."""
    one = _locked(actor, number)
    may(actor, access.DECIDE, one)
    if one.cancelled_on:
        raise Refused("Lisans zaten iptal edilmiş.")
    if not why.strip():
        raise Refused("İptal nedenini yazın.")
    one.cancelled_on = on or localdate()
    one.note = f"{one.note}\nİptal: {why.strip()}".strip()[:2_000]
    one.save()
    for given in one.assignments.filter(until=None):
        given.until = max(one.cancelled_on, given.since)
        given.save()
    tell(queries.LICENCE_KIND, one.number, "cancel", actor, one, permission=access.DECIDE)
    return one


@transaction.atomic
def add_proof(number: str, *, actor: Actor, file: IO[bytes], file_name: str = "") -> Entitlement:
    """Keep a paper that shows the right: invoice, licence letter, certificate."""
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    name = file_name or getattr(file, "name", "") or "belge"
    stored = store(actor=actor, content=file, name=name, unit_id=one.unit_id, purpose="software.proof")
    _, fresh = Proof.objects.get_or_create(entitlement=one, file=stored, defaults={"added_by_id": actor.user_id})
    if fresh:
        tell(queries.LICENCE_KIND, one.number, "proof", actor, one)
    return one


def _given(one: Entitlement) -> int:
    return one.assignments.filter(until=None).aggregate(sum=Sum("quantity"))["sum"] or 0


@transaction.atomic
def assign(
    number: str,
    *,
    actor: Actor,
    computer_id: int | None = None,
    user_id: int | None = None,
    for_unit_id: int | None = None,
    quantity: int = 1,
    note: str = "",
) -> Assignment:
    """Give rights of a licence to one computer, one person or one unit; never more than there are."""
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    if sum(target is not None for target in (computer_id, user_id, for_unit_id)) != 1:
        raise Refused("Bilgisayar, kişi ya da birimden yalnız birini seçin.")
    if not 1 <= quantity <= 1_000_000:
        raise Refused("Adet en az 1 olmalı.")
    if not one.holds_on(localdate()):
        raise Refused("Bu lisans bugün geçerli değil; verilemez.")
    given = _given(one)
    if one.quantity is not None and given + quantity > one.quantity:
        left = one.quantity - given
        raise Refused(f"{one.number} lisansında {left} hak kaldı; {quantity} hak verilemez.")
    computer = queries.computer(actor, computer_id) if computer_id is not None else None
    if computer is not None and computer.retired_on:
        raise Refused(f"{computer} kullanımdan kalkmış; lisans verilemez.")
    if user_id is not None and not User.objects.filter(pk=user_id, is_active=True).exists():
        raise Refused("Seçilen kişi bulunamadı ya da görevden ayrılmış.")
    if for_unit_id is not None and not Unit.objects.filter(pk=for_unit_id).exists():
        raise Refused("Seçilen birim bulunamadı.")
    try:
        with transaction.atomic():
            made = Assignment.objects.create(
                entitlement=one,
                computer=computer,
                user_id=user_id,
                for_unit_id=for_unit_id,
                quantity=quantity,
                since=localdate(),
                note=note.strip()[:200],
                given_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused("Bu lisans ona zaten verilmiş.") from None
    tell(queries.LICENCE_KIND, one.number, "assign", actor, one, f"{quantity} hak")
    if (holder := user_id or (computer.holder_id if computer else None)) is not None:
        publish(LICENCE_GIVEN, user_id=holder)
    return made


@transaction.atomic
def take_back(number: str, *, actor: Actor, assignment_id: int) -> Entitlement:
    """The right is free again; that it was given, and until when, stays."""
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    given = one.assignments.select_for_update().get(pk=assignment_id)
    if given.until is not None:
        raise Refused("Bu hak zaten geri alınmış.")
    given.until = localdate()
    given.save()
    tell(queries.LICENCE_KIND, one.number, "take_back", actor, one, f"{given.quantity} hak")
    return one


@transaction.atomic
def decide_renewal(number: str, *, actor: Actor, renewal: str, renewal_note: str = "") -> Entitlement:
    """Say whether a licence that ends is renewed, replaced or dropped."""
    one = _locked(actor, number)
    may(actor, access.DECIDE, one)
    if renewal not in Renewal.values:
        raise Refused("Yenilenecek, değiştirilecek ya da bırakılacak seçeneklerinden birini seçin.")
    if renewal in (Renewal.DROP, Renewal.REPLACE) and not renewal_note.strip():
        raise Refused("Lisansın neden yenilenmeyeceğini yazın.")
    one.renewal, one.renewal_note = renewal, renewal_note.strip()[:300]
    one.decided_by_id, one.decided_on = actor.user_id, localdate()
    one.save()
    tell(queries.LICENCE_KIND, one.number, "renewal", actor, one, one.get_renewal_display(), permission=access.DECIDE)
    return one


def responsible_for(owned: Any) -> list[int]:
    """Who is told of a record: the person named, else those who keep the register in its unit."""
    if owned.assignee_id:
        return [owned.assignee_id]
    keepers = [seat.user_id for seat in holders(owned.unit_id) if seat.position in access.KEEP.given]
    return list(dict.fromkeys(keepers)) or [seat.user_id for seat in holders(owned.unit_id)]


def warn_expiring(day: dt.date | None = None) -> int:
    """Tell who is responsible that a licence ends: once at each of 90, 30 and 7 days. Missed nights are made up."""
    today = day or localdate()
    rows = Entitlement.objects.filter(
        cancelled_on=None, ends_on__range=(today, today + dt.timedelta(days=WARNED[0]))
    ).exclude(renewal__in=[Renewal.DROP])
    notices = []
    for one in rows.select_related("product"):
        assert one.ends_on is not None
        left = (one.ends_on - today).days
        step = min(mark for mark in WARNED if left <= mark)
        notices.append(
            Notice(
                tuple(responsible_for(one)),
                EXPIRING,
                f"{one.product.name} lisansı {left} gün sonra bitiyor"
                if left
                else f"{one.product.name} lisansı bugün bitiyor",
                body=f"{one.number} · bitiş {one.ends_on:%d.%m.%Y}. Yenilenip yenilenmeyeceğine karar verin.",
                url=f"/yazilim/lisanslar/{one.number}/",
                dedupe=f"software.expiring:{one.number}:{one.ends_on}:{step}",
            )
        )
    return tell_all(notices)


@transaction.atomic
def hand_over(assignment_id: int, *, actor: Actor, user_id: int, receiver_id: int | None = None) -> None:
    """In a hand-over: the right of a person ends, and goes to who takes over. Whoever closes the hand-over may."""
    given = (
        Assignment.objects.select_for_update().select_related("entitlement").get(pk=assignment_id, user_id=user_id)
    )
    if given.until is not None:
        return
    given.until = localdate()
    given.save()
    right = given.entitlement
    if receiver_id is not None and right.holds_on(localdate()):
        already = right.assignments.filter(user_id=receiver_id, until=None).exists()
        if not already:
            Assignment.objects.create(
                entitlement=right,
                user_id=receiver_id,
                quantity=given.quantity,
                since=localdate(),
                note="Devir teslim",
                given_by_id=actor.user_id,
            )
            publish(LICENCE_GIVEN, user_id=receiver_id)
    tell(queries.LICENCE_KIND, right.number, "hand_over", actor, right)
