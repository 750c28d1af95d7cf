"""What may not stay: banned, unlicensed and unlisted programs, the files opened for them, and update rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import (
    Assignment,
    Computer,
    Decision,
    Finding,
    Install,
    ProductVersion,
    RoundDevice,
    UpdateRound,
    Wrong,
)
from .position import positions
from .register import Key, Words, _spoken


@dataclass(frozen=True, slots=True)
class Suspect:
    """A program on a computer that may not be there, with the file already opened for it."""

    wrong: str
    install: Install
    finding: Finding | None

    @property
    def label(self) -> str:
        return str(Wrong(self.wrong).label)


def _installs(actor: Actor) -> QuerySet[Install]:
    rows = Install.objects.filter(actor.reach(access.VIEW).q("computer__", Computer.owners))
    rows = rows.filter(removed_on=None, computer__retired_on=None, ignored=False)
    return rows.select_related("product", "computer__unit", "computer__used_in", "computer__holder")


def banned(rows: QuerySet[Install]) -> QuerySet[Install]:
    """Of these, what is banned as a whole or in this version."""
    version = ProductVersion.objects.filter(
        product=OuterRef("product"), label=OuterRef("version"), decision=Decision.BANNED
    )
    return rows.filter(Q(product__decision=Decision.BANNED) | Exists(version))


def suspects(actor: Actor, wrong: str = "", product_id: int | None = None, limit: int = 500) -> list[Suspect]:
    """Banned programs; then, of each product that lacks licences, as many installations as are missing: those
    nobody was given a right for, the newest first; then programs that were never reviewed."""
    rows = _installs(actor)
    if product_id:
        rows = rows.filter(product_id=product_id)
    found: list[tuple[str, Install]] = []
    if wrong in ("", Wrong.BANNED):
        found += [(Wrong.BANNED, one) for one in banned(rows).order_by("-first_seen", "pk")[:limit]]
    if wrong in ("", Wrong.UNLICENSED):
        found += [(Wrong.UNLICENSED, one) for one in _unlicensed(actor, rows, product_id)]
    if wrong in ("", Wrong.UNREVIEWED):
        unseen = rows.filter(product__decision=Decision.UNREVIEWED).order_by("-first_seen", "pk")
        found += [(Wrong.UNREVIEWED, one) for one in unseen[:limit]]
    found = found[:limit]
    files = _files(install for _, install in found)
    return [Suspect(kind, one, files.get((one.computer_id, one.product_id))) for kind, one in found]


def _unlicensed(actor: Actor, rows: QuerySet[Install], product_id: int | None) -> list[Install]:
    short = [one for one in positions(actor, [product_id] if product_id else None) if one.gap]
    found: list[Install] = []
    for one in short:
        given = Assignment.objects.filter(until=None, entitlement__product=one.product).filter(
            Q(computer=OuterRef("computer")) | Q(user=OuterRef("computer__holder"))
        )
        seen: set[int] = set()
        lacking = rows.filter(product=one.product).filter(~Exists(given)).order_by("-first_seen", "-pk")
        for install in lacking[: one.gap * 3]:
            if install.computer_id not in seen and len(seen) < one.gap:
                seen.add(install.computer_id)
                found.append(install)
    return found


def _files(installs: Iterable[Install]) -> dict[tuple[int, int | None], Finding]:
    # reach: the installs were found through one
    wanted = {(one.computer_id, one.product_id) for one in installs}
    rows = Finding.objects.filter(is_open=True, computer_id__in={key for key, _ in wanted})
    return {(one.computer_id, one.product_id): one for one in rows}


class FindingFilter(FilterSchema):
    """`state`: "open" or a state."""

    wrong: Annotated[Words, FilterLookup("wrong")] = None
    product: Annotated[Key, FilterLookup("product_id")] = None
    state: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "open":
            return Q(is_open=True)
        return Q(case__state=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "product__folded") | _spoken(value, "computer__folded") if value else Q()


def findings(actor: Actor, filters: FindingFilter | None = None) -> QuerySet[Finding]:
    rows: QuerySet[Finding] = Finding.objects.filter(actor.reach(access.VIEW).q("case__"))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("product", "computer__holder", "computer__used_in", "install")


def finding(actor: Actor, number: str) -> Finding:
    return findings(actor).get(case__number=number.replace("\0", ""))


def rounds(actor: Actor) -> QuerySet[Any]:
    """Update rounds in reach, each with how many computers are in it (`every`), have an end (`settled`), and were set
    apart (`apart`)."""
    rows: QuerySet[UpdateRound] = UpdateRound.objects.filter(actor.reach(access.VIEW).q("case__"))
    return rows.select_related("product", "used_in").annotate(
        every=Count("devices"),
        settled=Count("devices", filter=~Q(devices__state="waiting")),
        apart=Count("devices", filter=Q(devices__state="exception")),
    )


def round_(actor: Actor, number: str) -> Any:
    return rounds(actor).get(case__number=number.replace("\0", ""))


def round_devices(one: UpdateRound) -> QuerySet[RoundDevice]:
    # reach: the round was found through one
    rows = one.devices.select_related("computer__used_in", "computer__holder")
    return rows.order_by(F("state").desc(), "computer__name")
