"""Boards: orders I gave, was given, of my unit; each a keyset page that costs the same however many are closed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.cases.queries import Part, distant, keys_of
from konak.foundation.db.turkish import fold
from konak.foundation.people.queries import below

from .. import access
from ..lifecycle import State
from ..models import Answer, Dependency, Extension, Order

KIND = Order._meta.label_lower
PAGE = 50
COUNT_CEILING = 100


def _plain(value: Any) -> Any:
    """An empty field of a form is no filter; a NUL stands in no text of ours."""
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]
Day = Annotated[dt.date | None, BeforeValidator(_plain)]


class OrderFilter(FilterSchema):
    """One filter for both doors. `unit` takes in the units below it; `q` are words of subject, text or number."""

    state: Annotated[Words, FilterLookup("case__state")] = None
    unit: Key = None
    person: Annotated[Key, FilterLookup("case__assignee_id")] = None
    giver: Annotated[Key, FilterLookup("giver_id")] = None
    form: Annotated[Words, FilterLookup("form")] = None
    batch: Words = None
    since: Annotated[Day, FilterLookup("given_on__gte")] = None
    until: Annotated[Day, FilterLookup("given_on__lte")] = None
    q: Words = None

    def filter_unit(self, value: int | None) -> Q:
        return Q(case__unit_id__in=below(value)) if value else Q()

    def filter_batch(self, value: str | None) -> Q:
        if not value:
            return Q()
        plain = value.replace("-", "")
        fits = len(plain) == 32 and all(letter in "0123456789abcdef" for letter in plain)
        return Q(batch=value) if fits else Q(pk__in=[])

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


class _Folded(Func):
    function = "tr_fold"
    output_field = TextField()


_SEARCHED = Concat("case__number", Value(" "), "case__subject", Value(" "), "text", output_field=TextField())


@dataclass(frozen=True, slots=True)
class Board:
    """One tab: its key in addresses, its words, and what to do when it is empty."""

    key: str
    label: str
    empty: str
    advice: str
    closed: bool = False


BOARDS: tuple[Board, ...] = (
    Board(
        "bana", "Bana verilen", "Size verilmiş açık görev emri yok", "Amiriniz bir görev verdiğinde burada görünür."
    ),
    Board(
        "verdigim",
        "Verdiğim",
        "Verdiğiniz açık görev emri yok",
        "Numaralı görevlerin dışında kalan bir işi «Emir ver» ile biriminizden birine verebilirsiniz.",
    ),
    Board(
        "onayim",
        "Kararımı bekleyen",
        "Kararınızı bekleyen görev emri yok",
        "Yapıldığı bildirilen emirler ve süre istekleri burada toplanır.",
    ),
    Board("birim", "Birimim", "Biriminizde açık görev emri yok", "Birime ve çalışanlarına verilen emirler burada."),
    Board("geciken", "Geciken", "Geciken görev emri yok", "Son günü geçen açık emirler burada toplanır."),
    Board("biten", "Biten", "Sonuçlanmış görev emri yok", "Kabul edilen ve geri alınan emirler burada kalır.", True),
)


def given_by(actor: Actor) -> Q:
    """What the actor gave, and what was given from a seat he holds today."""
    found = Q(giver_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    for seat in actor.seats:
        found |= Q(given_from_id=seat.unit_id, given_as=seat.position)
    return found


def orders(actor: Actor, filters: OrderFilter | None = None) -> QuerySet[Order]:
    """Every order in reach."""
    return _filtered(filters).filter(actor.reach(access.VIEW).q("case__")).select_related(*NEAR)


NEAR = ("case__unit", "case__assignee", "giver")
DISTANT = distant(["case__unit"], ["case__assignee", "giver"])


def _filtered(filters: OrderFilter | None) -> QuerySet[Order]:
    rows: QuerySet[Order] = Order.objects.all()
    if filters is not None:
        if filters.q:
            rows = rows.annotate(folded=_Folded(_SEARCHED))
        rows = filters.filter(rows)
    return rows


def order(actor: Actor, number: str) -> Order:
    """One order; out of reach and unknown are the same `Order.DoesNotExist`."""
    return orders(actor).get(case__number=number)


def _on(actor: Actor, key: str, rows: QuerySet[Order]) -> QuerySet[Order]:
    open_ones = rows.filter(case__resting=False)
    match key:
        case "bana":
            mine = Q(case__assignee_id=actor.user_id)
            for seat in actor.seats:
                if Actor(actor.user_id, (seat,), actor.via).holds(access.GIVE):
                    mine |= Q(case__assignee=None, case__unit_id=seat.unit_id)
            return open_ones.filter(mine)
        case "verdigim":
            return open_ones.filter(given_by(actor))
        case "onayim":
            asked = Extension.objects.filter(order=OuterRef("pk"), answer=Answer.ASKED)
            waits = Q(case__state=State.REPORTED) | Exists(asked)
            return open_ones.filter(given_by(actor)).filter(waits).exclude(case__assignee_id=actor.user_id)
        case "birim":
            units = {unit for seat in actor.seats for unit in seat.branch}
            return open_ones.filter(case__unit_id__in=units)
        case "geciken":
            return open_ones.filter(case__due_on__lt=localdate())
        case "biten":
            return rows.filter(case__resting=True)
        case _:
            return open_ones


@dataclass(frozen=True, slots=True)
class Page:
    """One keyset page; `after` is the cursor of the next one, empty at the end."""

    rows: list[Order]
    after: str


def board(actor: Actor, key: str, filters: OrderFilter | None = None, *, after: str = "", limit: int = PAGE) -> Page:
    """One board: open orders by their last day, closed ones newest first. A broken cursor begins anew."""
    closed = key == "biten"
    place, _, at = after.partition("_")
    later = _later(place, int(at), closed) if at.isdecimal() and len(at) < 19 else Q()
    if closed:
        keys = keys_of(_ended(actor, filters, later), limit + 1, newest=True)
        near = Order.objects.filter(pk__any_of=keys).select_related(*NEAR).defer(*DISTANT)
        found = list(near.order_by("-case_id"))
    else:
        found = list(
            _on(actor, key, orders(actor, filters)).filter(later).order_by("case__due_on", "case_id")[: limit + 1]
        )
    if len(found) <= limit:
        return Page(found, "")
    last = found[limit - 1]
    return Page(found[:limit], f"{last.case.due_on or ''}_{last.pk}")


def _ended(actor: Actor, filters: OrderFilter | None, later: Q) -> list[Part]:
    """The ended orders in reach, in parts that one index each gives newest first: covers alone when nothing is asked
    of the contents."""
    reach = actor.reach(access.VIEW)
    rows: QuerySet[Any]
    if filters is None or not filters.model_dump(exclude_none=True):
        rows, prefix = Case.objects.filter(later, resting=True, kind=KIND), ""
    else:
        rows, prefix = _filtered(filters).filter(later, case__resting=True, case__kind=KIND), "case__"
    return [Part(rows.filter(rest), tuple(sorted(units)), prefix) for rest, units in reach.walks(prefix)]


def _later(place: str, key: int, closed: bool) -> Q:
    if closed:
        return Q(pk__lt=key)
    if not place:  # those without a last day stand at the end
        return Q(case__due_on=None, case_id__gt=key)
    try:
        day = dt.date.fromisoformat(place)
    except ValueError:
        return Q()
    return Q(case__due_on__gt=day) | Q(case__due_on=None) | Q(case__due_on=day, case_id__gt=key)


def boards_of(actor: Actor) -> list[Board]:
    """The boards that make sense to this person: only who may give one has given or decides."""
    gives = actor.holds(access.GIVE)
    return [one for one in BOARDS if gives or one.key not in {"verdigim", "onayim"}]


def count_on(actor: Actor, key: str, ceiling: int = COUNT_CEILING) -> int:
    """How many orders a board holds, counted no further than `ceiling`."""
    rows = _on(actor, key, Order.objects.filter(actor.reach(access.VIEW).q("case__")))
    return rows.values("pk")[:ceiling].count()


def waiting_for_me(actor: Actor) -> int:
    """What I have to do or to decide."""
    return count_on(actor, "bana") + (count_on(actor, "onayim") if actor.holds(access.GIVE) else 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many parts an order was passed on in, and how many are finished."""

    parts: int = 0
    finished: int = 0


def blocked_of(rows: Iterable[Order]) -> set[int]:
    """Which of the orders still to be done wait for another one; one query for a page."""
    # reach: the orders were found through one
    open_ones = [row.pk for row in rows if row.case.state in {State.GIVEN, State.STARTED}]
    ties = Dependency.objects.filter(after__in=open_ones, before__case__closed_at=None)
    return set(ties.values_list("after_id", flat=True))


def progress_of(rows: Iterable[Order]) -> dict[int, Progress]:
    """Progress of the orders that were passed on; one query for a page."""
    # reach: the orders were found through one
    found = (
        Order.objects.filter(parent__in=[row.pk for row in rows])
        .exclude(case__state=State.WITHDRAWN)
        .values("parent_id")
        .annotate(parts=Count("pk"), finished=Count("pk", filter=Q(case__state=State.DONE)))
        .order_by()
    )
    return {row["parent_id"]: Progress(row["parts"], row["finished"]) for row in found}
