"""What a device has cost, how often its kind fails, and which are old by the rules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.estate.software import public as software
from konak.foundation.access import Actor

from .. import access
from ..models import ContractAsset, PartUsed, ReplacementRule, SentOut, WorkOrder
from .register import _fits, orders, setups, wipes

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Ownership:
    """Cost of ownership of one device until today."""

    purchase: Decimal
    parts: Decimal
    labour: Decimal
    outside: Decimal
    contracts: Decimal
    licences: Decimal
    faults: int
    years: Decimal

    @property
    def upkeep(self) -> Decimal:
        return self.parts + self.labour + self.outside + self.contracts

    @property
    def total(self) -> Decimal:
        return self.purchase + self.upkeep + self.licences

    @property
    def share(self) -> int:
        """What keeping it cost, in percent of what it was bought for."""
        return int(self.upkeep * 100 / self.purchase) if self.purchase else 0

    @property
    def per_year(self) -> Decimal:
        return (self.total / max(self.years, Decimal(1))).quantize(CENT)


def _sums(asset_ids: Sequence[int]) -> dict[str, dict[int, Decimal]]:
    """Parts, labour, outside repairs, contract shares and faults of devices; four statements for any number."""
    found: dict[str, dict[int, Decimal]] = {}
    orders_ = WorkOrder.objects.filter(asset_id__in=asset_ids).order_by()
    found["labour"] = dict(orders_.values_list("asset_id").annotate(Sum("labour_cost")))
    faults = orders_.filter(kind="fault").exclude(case__state="cancelled")
    found["faults"] = dict(faults.values_list("asset_id").annotate(Count("pk")))
    recent = faults.filter(case__opened_at__date__gte=localdate() - dt.timedelta(days=365))
    found["recent"] = dict(recent.values_list("asset_id").annotate(Count("pk")))
    parts = PartUsed.objects.filter(order__asset_id__in=asset_ids).order_by()
    found["parts"] = dict(parts.values_list("order__asset_id").annotate(Sum("amount")))
    sent = SentOut.objects.filter(order__asset_id__in=asset_ids).order_by()
    found["outside"] = dict(sent.values_list("order__asset_id").annotate(Sum("cost")))
    found["contracts"] = _contract_shares(asset_ids)
    found["licences"] = software.licence_costs(asset_ids)
    return found


def _contract_shares(asset_ids: Sequence[int]) -> dict[int, Decimal]:
    """Of each contract, the part of its price that has run, divided by the devices it covers."""
    today = localdate()
    shares: dict[int, Decimal] = defaultdict(lambda: ZERO)
    rows = ContractAsset.objects.filter(asset_id__in=asset_ids, contract__starts_on__lte=today)
    rows = rows.annotate(covered=Count("contract__covered")).order_by()
    facts = rows.values_list("asset_id", "covered", "contract__cost", "contract__starts_on", "contract__ends_on")
    for asset_id, covered, cost, begins, ends in facts:
        whole = (ends - begins).days + 1
        run = (min(today, ends) - begins).days + 1
        shares[asset_id] += cost * run / whole / max(covered, 1)
    return {key: value.quantize(CENT) for key, value in shares.items()}


def _ownership(device: assets.AssetFacts, sums: dict[str, dict[int, Decimal]]) -> Ownership:
    def told(name: str) -> Decimal:
        return sums[name].get(device.id) or ZERO

    days = max((localdate() - device.acquired_on).days, 1)
    return Ownership(
        purchase=device.cost,
        parts=told("parts"),
        labour=told("labour"),
        outside=told("outside"),
        contracts=told("contracts"),
        licences=told("licences"),
        faults=int(told("faults")),
        years=(Decimal(days) / 365).quantize(CENT),
    )


def ownership(tag: str) -> Ownership | None:
    # reach: the device was found through one
    device = assets.find_by_tag(tag)
    return _ownership(device, _sums([device.id])) if device else None


def costliest(actor: Actor, limit: int = 50) -> list[tuple[assets.AssetFacts, Ownership]]:
    """Devices in reach that had some upkeep, the most costly to keep first."""
    wanted = set(
        WorkOrder.objects.filter(actor.reach(access.VIEW).q("case__")).values_list("asset_id", flat=True)
    ) | set(
        ContractAsset.objects.filter(actor.reach(access.VIEW).q("contract__", ("assignee",))).values_list(
            "asset_id", flat=True
        )
    )
    devices = assets.living_in_reach(actor, ids=wanted)
    sums = _sums([one.id for one in devices])
    found = [(one, _ownership(one, sums)) for one in devices]
    return sorted(found, key=lambda row: (-row[1].upkeep, row[0].tag))[:limit]


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a model fails: faults in a year for each hundred devices, and days between two faults."""

    model: str
    devices: int
    faults: int
    repair_hours: float | None

    @property
    def per_hundred(self) -> float:
        return round(100 * self.faults / self.devices, 1) if self.devices else 0.0

    @property
    def between_days(self) -> int | None:
        return round(365 * self.devices / self.faults) if self.faults else None


def rates(actor: Actor) -> list[Rate]:
    """Failure rate by model over the last year, the worst first."""
    devices = assets.models_in_reach(actor)
    since = localdate() - dt.timedelta(days=365)
    rows = orders(actor).filter(kind="fault", case__opened_at__date__gte=since).exclude(case__state="cancelled")
    told = list(rows.order_by().values_list("asset_id", "down_since", "up_at"))
    failed = assets.living_in_reach(actor, ids={asset_id for asset_id, _, _ in told})
    model_of = {one.id: f"{one.maker} {one.model}".strip() or one.name for one in failed}
    faults: dict[str, int] = defaultdict(int)
    hours: dict[str, list[float]] = defaultdict(list)
    for asset_id, down, up in told:
        if asset_id in model_of:
            faults[model_of[asset_id]] += 1
            if down and up:
                hours[model_of[asset_id]].append((up - down).total_seconds() / 3600)
    found = [
        Rate(name, devices[name], count, round(sum(hours[name]) / len(hours[name]), 1) if hours[name] else None)
        for name, count in faults.items()
    ]
    return sorted(found, key=lambda one: (-one.per_hundred, one.model))


@dataclass(frozen=True, slots=True)
class Old:
    """A device a rule calls old: by how much, why, and what a new one costs."""

    asset_id: int
    tag: str
    score: int
    why: str
    price: Decimal


def old_devices(actor: Actor, rules: Sequence[ReplacementRule], year: int) -> list[Old]:
    """Devices in reach that meet a rule by the middle of `year`, the oldest first; each by its strictest rule."""
    devices = assets.living_in_reach(actor, codes={code for rule in rules for code in rule.codes.split()})
    sums = _sums([one.id for one in devices])
    middle = max(dt.date(year, 7, 1), localdate())
    found = []
    for device in devices:
        cost = _ownership(device, sums)
        best: Old | None = None
        for rule in rules:
            if not _fits(rule.codes, device.code):
                continue
            if rule.out_of_warranty and device.warranty_until and device.warranty_until >= middle:
                continue
            score, why = _judge(device, cost, int(sums["recent"].get(device.id) or 0), rule, middle)
            if score and (best is None or score > best.score):
                best = Old(device.id, device.tag, score, why, rule.price)
        if best:
            found.append(best)
    return sorted(found, key=lambda one: (-one.score, one.tag))


def _judge(
    device: assets.AssetFacts, cost: Ownership, recent: int, rule: ReplacementRule, middle: dt.date
) -> tuple[int, str]:
    """A score of 0 (not old) to 300, a hundred at most for each thing asked, and the reasons in words."""
    score, why = 0, []
    years = (middle - device.acquired_on).days / 365.25
    if rule.max_years and years >= rule.max_years:
        score += min(100, round(60 * years / rule.max_years))
        why.append(f"{years:.1f}".replace(".", ",") + f" yaşında (sınır {rule.max_years})")
    if rule.max_faults and recent >= rule.max_faults:
        score += min(100, round(60 * recent / rule.max_faults))
        why.append(f"son yılda {recent} arıza (sınır {rule.max_faults})")
    if rule.max_share and cost.share >= rule.max_share:
        score += min(100, round(60 * cost.share / rule.max_share))
        why.append(f"onarımı alım bedelinin %{cost.share} kadarı (sınır %{rule.max_share})")
    if why and device.warranty_until and device.warranty_until < middle:
        why.append("garantisi bitmiş")
    return score, "; ".join(why)


def assets_used_in(actor: Actor, unit_id: int) -> list[int]:
    """Devices in reach that a unit uses."""
    return assets.living_of_unit(actor, unit_id)


def story_of(asset: Any, actor: Actor) -> dict[str, Any] | None:
    """Everything about one device that the actor may see; for the page of the device."""
    if not actor.holds(access.VIEW):
        return None
    rows: QuerySet[WorkOrder] = orders(actor).filter(asset_id=asset.pk)
    plans_ = asset.upkeep_plans.filter(left_on=None).select_related("plan")
    contracts_ = asset.upkeep_contracts.filter(contract__ends_on__gte=localdate()).select_related("contract")
    return {
        "orders": list(rows.order_by("-case_id")[:8]),
        "plans": list(plans_.order_by("next_on")[:8]),
        "contracts": [row.contract for row in contracts_[:5]],
        "setup": setups(actor).filter(asset_id=asset.pk).order_by("-case_id").first(),
        "wipe": wipes(actor).filter(asset_id=asset.pk).order_by("-pk").first(),
        "cost": ownership(asset.tag),
        "readings": list(asset.upkeep_readings.order_by("-read_on", "counter")[:4]),
        "may_work": actor.holds(access.WORK) and asset.retired_on is None,
        "tag": asset.tag,
    }
