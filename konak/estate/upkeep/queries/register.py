"""The registers and the files; every list starts from a reach."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator

from konak.foundation.access import Actor, Permission
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import User
from konak.foundation.people.queries import anybody
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry

from .. import access
from ..models import (
    Checklist,
    Commissioning,
    ConditionRound,
    Contract,
    ContractRenewal,
    Loan,
    Plan,
    PlanAsset,
    Reading,
    Replacement,
    ReplacementRule,
    Spare,
    Wipe,
    WorkOrder,
)

PLAN_KIND, CONTRACT_KIND, CHECKLIST_KIND = "upkeep.plan", "upkeep.contract", "upkeep.checklist"
WIPE_KIND, SPARE_KIND, RULE_KIND = "upkeep.wipe", "upkeep.spare", "upkeep.replacementrule"


def _clean(value: Any) -> Any:
    return value.replace("\0", "").strip()[:200] or None if isinstance(value, str) else value


Words = Annotated[str | None, BeforeValidator(_clean)]


class WorkFilter(FilterSchema):
    """One filter for both doors. `state`: "open", "late", "away" or a state; `tag` is the number of a device."""

    kind: Annotated[Words, FilterLookup("kind")] = None
    state: Words = None
    tag: Annotated[Words, FilterLookup("asset__tag")] = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "open":
            return Q(is_open=True)
        if value == "late":
            return Q(is_open=True, case__due_on__lt=localdate())
        return Q(case__state=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(asset__folded__contains=word) | Q(case__number__contains=word.upper())
        return found


class ContractFilter(FilterSchema):
    """`state`: "current", "ended" or "soon" (its notice has begun)."""

    kind: Annotated[Words, FilterLookup("kind")] = None
    state: Words = None

    def filter_state(self, value: str | None) -> Q:
        today = localdate()
        current = Q(ends_on__gte=today, starts_on__lte=today)
        soon = Q(ends_on__gte=today, notice_on__lte=today)
        return {"current": current, "ended": Q(ends_on__lt=today), "soon": soon}.get(value or "", Q())


def _of(actor: Actor, model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(actor.reach(access.VIEW).q(owners=model.owners))
    return rows.select_related("unit", "assignee")


def _files(actor: Actor, model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(actor.reach(access.VIEW).q("case__"))
    return rows


def plans(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = _of(actor, Plan).annotate(
        devices=Count("assets", filter=Q(assets__left_on=None)),
        late=Count("assets", filter=Q(assets__left_on=None, assets__next_on__lt=localdate())),
    )
    return rows


def plan(actor: Actor, plan_id: int) -> Any:
    return plans(actor).get(pk=plan_id)


def due_rows(actor: Actor, days: int = 60) -> QuerySet[Any]:
    """Maintenance that is due within so many days, or by its counter, the most urgent first."""
    rows = PlanAsset.objects.filter(actor.reach(access.VIEW).q("plan__", Plan.owners), left_on=None)
    rows = rows.filter(
        plan__ended_on=None, asset__retired_on=None, next_on__lte=localdate() + dt.timedelta(days=days)
    )
    open_order = WorkOrder.objects.filter(due=OuterRef("pk"), is_open=True).values("case__number")[:1]
    return (
        rows.select_related("plan", "asset__unit")
        .annotate(order_number=Subquery(open_order))
        .order_by("next_on", "pk")
    )


def orders(actor: Actor, filters: WorkFilter | None = None) -> QuerySet[WorkOrder]:
    rows: QuerySet[WorkOrder] = _files(actor, WorkOrder)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("asset__unit", "due__plan")


def order(actor: Actor, number: str) -> WorkOrder:
    """One by number; out of reach and unknown are the same `WorkOrder.DoesNotExist`."""
    return orders(actor).get(case__number=number.replace("\0", "").strip())


def contracts(actor: Actor, filters: ContractFilter | None = None) -> QuerySet[Any]:
    rows: QuerySet[Contract] = _of(actor, Contract)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.annotate(devices=Count("covered", distinct=True)).select_related("renewal__case", "follows")


def contract(actor: Actor, number: str) -> Any:
    return contracts(actor).get(number=number.replace("\0", ""))


def renewals(actor: Actor) -> QuerySet[ContractRenewal]:
    return _files(actor, ContractRenewal).select_related("contract")


def renewal(actor: Actor, number: str) -> ContractRenewal:
    return renewals(actor).get(case__number=number.replace("\0", ""))


def checklists(actor: Actor) -> QuerySet[Checklist]:
    return _of(actor, Checklist)


def checklist(actor: Actor, checklist_id: int) -> Checklist:
    return checklists(actor).get(pk=checklist_id)


def _fits(codes: str, code: str) -> int:
    """How long the beginning is that fits a code; 0 where none does. "255.02" fits "255.02.01", not "255.020"."""
    fitting = [one for one in codes.split() if code == one or code.startswith(one.rstrip(".") + ".")]
    return max((len(one) for one in fitting), default=0)


def checklist_for(actor: Actor, code: str) -> Checklist | None:
    """The list for a kind of device: the one with the longest beginning that fits."""
    rows = [one for one in checklists(actor).filter(ended_on=None) if _fits(one.codes, code)]
    return max(rows, key=lambda one: (_fits(one.codes, code), -one.pk), default=None)


def lists_in_force(**narrow: Any) -> list[Checklist]:
    # reach: public inside the house, because they guard what goes into use and what leaves
    return list(Checklist.objects.filter(ended_on=None, **narrow).order_by("pk"))


def list_for(lists: Sequence[Checklist], code: str) -> Checklist | None:
    """The list for a code: the one with the longest beginning that fits."""
    fitting = [one for one in lists if _fits(one.codes, code)]
    return max(fitting, key=lambda one: (_fits(one.codes, code), -one.pk), default=None)


def setups(actor: Actor) -> QuerySet[Commissioning]:
    return _files(actor, Commissioning).select_related("asset__unit", "checklist")


def setup(actor: Actor, number: str) -> Commissioning:
    return setups(actor).get(case__number=number.replace("\0", ""))


def wipes(actor: Actor) -> QuerySet[Wipe]:
    return _of(actor, Wipe).select_related("asset", "done_by", "witness", "file__blob", "unit")


def wipe(actor: Actor, number: str) -> Wipe:
    return wipes(actor).get(number=number.replace("\0", ""))


def checks(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = (
        _files(actor, ConditionRound)
        .select_related("checked")
        .annotate(every=Count("lines"), seen=Count("lines", filter=~Q(lines__condition="")))
    )
    return rows


def check(actor: Actor, number: str) -> Any:
    return checks(actor).get(case__number=number.replace("\0", ""))


def check_lines(one: ConditionRound) -> QuerySet[Any]:
    # reach: the round was found through one
    rows = one.lines.select_related("asset__holder", "seen_by", "order__case")
    return rows.order_by("condition", "asset__tag")


def spares(actor: Actor) -> QuerySet[Any]:
    out = Loan.objects.filter(spare=OuterRef("pk"), returned_on=None)
    rows: QuerySet[Any] = (
        _of(actor, Spare)
        .filter(left_on=None)
        .select_related("asset", "unit")
        .annotate(
            loan_id=Subquery(out.values("pk")[:1]),
            lent_to=Subquery(out.values("user_id")[:1]),
            lent_until=Subquery(out.values("due_on")[:1]),
        )
    )
    return rows


def spare(actor: Actor, spare_id: int) -> Any:
    return spares(actor).get(pk=spare_id)


def readings_of(asset_ids: Sequence[int], since: dt.date, counter: str) -> dict[int, list[tuple[dt.date, int]]]:
    # reach: public inside the house, because the caller was given the devices by one
    rows = Reading.objects.filter(asset__in=asset_ids, counter=counter, read_on__gte=since).order_by("read_on")
    found: dict[int, list[tuple[dt.date, int]]] = {}
    for asset_id, day, value in rows.values_list("asset_id", "read_on", "value"):
        found.setdefault(asset_id, []).append((day, value))
    return found


def rules(actor: Actor) -> QuerySet[ReplacementRule]:
    return _of(actor, ReplacementRule).order_by("name", "pk")


def replacements(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = _files(actor, Replacement).annotate(
        devices=Count("lines"),
        waiting=Count("lines", filter=Q(lines__decision="proposed")),
        budget=Sum("lines__price", filter=~Q(lines__decision__in=["keep", "later"])),
    )
    return rows


def replacement(actor: Actor, number: str) -> Any:
    return replacements(actor).get(case__number=number.replace("\0", ""))


def replacement_lines(one: Replacement) -> QuerySet[Any]:
    # reach: the plan was found through one
    return one.lines.select_related("asset__unit", "asset__holder", "asset__model").order_by("-score", "asset__tag")


def story(kind: str, subject: object) -> QuerySet[Entry]:
    # reach: the record was found through one
    return trail.story(kind, subject)


def unit_of(actor: Actor, permission: Permission = access.KEEP) -> int | None:
    seat = actor.seat_for(permission)
    return seat.unit_id if seat else None


def people() -> QuerySet[User]:
    # reach: public inside the house, because the directory is
    return anybody()
