"""Replacement: rules say which devices are old, a list proposes them, another person decides."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle, queries
from ..models import Choice, Replacement, ReplacementLine, ReplacementRule
from .common import fill, may, tell, working_unit

FIELDS = frozenset({"name", "codes", "max_years", "max_faults", "max_share", "out_of_warranty", "price"})


@transaction.atomic
def add_rule(*, actor: Actor, unit_id: int, **facts: Any) -> ReplacementRule:
    one = ReplacementRule(unit_id=unit_id)
    may(actor, access.KEEP, one)
    fill(one, facts, FIELDS)
    codes = one.codes.replace(",", " ").split()
    if not one.name or not codes or any(not set(code) <= set("0123456789.") for code in codes):
        raise Refused("Kurala bir ad verin; taşınır kodlarını rakam ve noktayla yazın, örneğin 255.02.")
    one.codes = " ".join(codes)
    if one.max_years is None and one.max_faults is None and one.max_share is None:
        raise Refused("Yaş, arıza ya da onarım payından en az birini yazın.")
    if one.price is None or one.price < 0:
        raise Refused("Yenisinin bugünkü bedelini yazın.")
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{one.name}» adlı bir kural zaten var.") from None
    tell(queries.RULE_KIND, one.pk, "add", actor, one)
    return one


@transaction.atomic
def drop_rule(rule_id: int, *, actor: Actor) -> None:
    one = queries.rules(actor).get(pk=rule_id)
    may(actor, access.KEEP, one)
    tell(queries.RULE_KIND, one.pk, "drop", actor, one, one.name)
    one.delete()


@transaction.atomic
def propose(*, actor: Actor, year: int, note: str = "") -> Replacement:
    """Write the list for a year: every device in reach that a rule calls old, with why and what a new one costs."""
    if not localdate().year <= year <= localdate().year + 5:
        raise Refused("Bütçe yılı bu yıl ya da önümüzdeki beş yıldan biri olmalı.")
    rules = list(queries.rules(actor))
    if not rules:
        raise Refused("Önce en az bir yenileme kuralı yazın.")
    found = queries.old_devices(actor, rules, year)
    if not found:
        raise Refused("Kurallara göre yenilenmesi gereken cihaz yok.")
    one = Replacement(
        year=year,
        note=note.strip(),
        rules=[
            {
                "ad": rule.name,
                "kodlar": rule.codes,
                "yaş": rule.max_years,
                "arıza": rule.max_faults,
                "onarım payı": rule.max_share,
                "yalnız garantisi bitenler": rule.out_of_warranty,
                "bedel": str(rule.price),
            }
            for rule in rules
        ],
    )
    open_case(
        one,
        actor=actor,
        permission=access.KEEP,
        unit_id=working_unit(actor, access.KEEP),
        subject=f"{year} yılı cihaz yenileme planı",
        due_on=add_working_days(localdate(), 20),
    )
    ReplacementLine.objects.bulk_create(
        [
            ReplacementLine(
                plan=one, asset_id=row.asset_id, score=row.score, why=row.why[:300], price=row.price, year=year
            )
            for row in found
        ],
        batch_size=1_000,
    )
    return one


def submit(number: str, *, actor: Actor) -> Replacement:
    with take(lifecycle.SUBMIT, Replacement, number, actor) as one:
        one.case.assignee = None
    return one


@transaction.atomic
def choose(
    number: str,
    *,
    actor: Actor,
    line_id: int | None,
    decision: str,
    note: str = "",
    price: Decimal | None = None,
) -> int:
    """Decide about one line, or about all that wait (`line_id` None). Returns how many were decided."""
    one = queries.replacement(actor, number)
    may(actor, access.DECIDE, one.case)
    if one.case.state != lifecycle.PlanState.SUBMITTED:
        raise Refused("Karar, plan karara sunulduktan sonra ve kesinleşmeden önce yazılır.")
    if decision not in Choice.values or decision == Choice.PROPOSED:
        raise Refused("Karar olarak yenilensin, ertelensin ya da kalsın seçin.")
    if price is not None and price < 0:
        raise Refused("Bedel eksi olamaz.")
    rows = one.lines.select_for_update()
    rows = rows.filter(pk=line_id) if line_id is not None else rows.filter(decision=Choice.PROPOSED)
    chosen = list(rows)
    if not chosen:
        raise Refused("Karar bekleyen satır yok.")
    for row in chosen:
        row.decision, row.note, row.decided_by_id = decision, note.strip()[:300], actor.user_id
        row.year = one.year + 1 if decision == Choice.LATER else one.year
        row.price = price if price is not None else row.price
        row.save()
    return len(chosen)


def conclude(number: str, *, actor: Actor) -> Replacement:
    with take(lifecycle.CONCLUDE, Replacement, number, actor) as one:
        pass
    return one


def abandon(number: str, *, actor: Actor, why: str) -> Replacement:
    if not why.strip():
        raise Refused("Neden vazgeçildiğini yazın.")
    with take(lifecycle.ABANDON, Replacement, number, actor) as one:
        one.note = f"{one.note}\nVazgeçme nedeni: {why.strip()}".strip()
    return one
