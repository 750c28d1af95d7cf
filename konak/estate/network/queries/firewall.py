"""Rules of firewalls and what the devices really hold: lists, and the comparison of the two."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from ninja import Field, FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import Device, FirewallRule, ImportedRule, RuleImport
from ..parsing.firewall import ANY, same_services, same_spots
from .register import Words, _spoken

RULES_KIND = "network.ruleimport"
HELD = ("applied", "over")
"""States in which a rule is expected on the device; one that is over waits to be taken off."""
YEAR = dt.timedelta(days=365)
Key = Annotated[int | None, Field(ge=0, le=2**63 - 1)]


class RuleFilter(FilterSchema):
    """`state` besides the states: "ending" (within 30 days), "unreviewed" (in force, not looked at for a year)."""

    state: Words = None
    device: Key = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        today = localdate()
        if value == "ending":
            return Q(case__state="applied", until__lte=today + dt.timedelta(days=30))
        if value == "unreviewed":
            return Q(case__state="applied", case__due_on__lte=today)
        return Q(case__state=value) if value else Q()

    def filter_device(self, value: int | None) -> Q:
        return Q(device_id=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        word = value.strip()
        listed = Q(sources__contains=[word]) | Q(destinations__contains=[word]) | Q(services__contains=[word.lower()])
        return listed | Q(case__number=word.upper()) | Q(ident=word) | _spoken(value, "why", "case__subject")


def rules(actor: Actor, filters: RuleFilter | None = None) -> QuerySet[FirewallRule]:
    reach = actor.reach(access.RULES).q("case__") | Q(case__opened_by_id=actor.user_id or 0)
    rows: QuerySet[FirewallRule] = FirewallRule.objects.filter(reach)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("case__unit", "case__assignee", "case__opened_by", "device")


def rule(actor: Actor, number: str) -> FirewallRule:
    """One rule; out of reach and unknown are the same `FirewallRule.DoesNotExist`."""
    return rules(actor).get(case__number=number)


def rule_imports(actor: Actor) -> QuerySet[RuleImport]:
    rows = RuleImport.objects.filter(actor.reach(access.RULES).q(owners=RuleImport.owners))
    return rows.select_related("device", "unit", "by", "reviewed_by")


def rule_import(actor: Actor, key: int) -> RuleImport:
    return rule_imports(actor).get(pk=key)


def imported_rule(actor: Actor, key: int) -> ImportedRule:
    row = ImportedRule.objects.select_related("rule_set__device").get(pk=key)
    rule_import(actor, row.rule_set_id)
    return row


def firewalls(actor: Actor) -> QuerySet[Device]:
    """Devices that may hold rules: firewalls first, but a router or server filters too."""
    rows = Device.objects.filter(actor.reach(access.RULES).q(owners=Device.owners))
    return rows.filter(role__in=["firewall", "router", "server"]).order_by("-role", "name")


@dataclass(frozen=True, slots=True)
class Finding:
    """One deviation: what the device holds, what the register says, and how they differ."""

    sort: str
    said: str
    line: ImportedRule | None = None
    rule: FirewallRule | None = None


SORTS = {
    "unregistered": "Kütükte yok",
    "over": "Süresi dolmuş, cihazda duruyor",
    "differs": "Cihazdaki kütükten başka",
    "missing": "Kütükte var, cihazda yok",
    "wide": "Her yerden her yere açık",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    findings: list[Finding]
    agreed: int

    def many(self, sort: str) -> int:
        return sum(1 for one in self.findings if one.sort == sort)


def compare(rule_set: RuleImport) -> Comparison:
    """The rules of a set beside the register. What blocks and is not registered is not asked about."""
    # reach: the set was found by a reach, and the rules of its device belong to the same keepers
    held = list(
        FirewallRule.objects.filter(Q(device_id=rule_set.device_id) | Q(device=None, case__state="applied"))
        .select_related("case").order_by("case__number")
    )  # fmt: skip
    living = {row.pk: row for row in held if row.case.state in HELD and row.device_id == rule_set.device_id}
    by_number = {row.case.number: row for row in held}
    by_ident = {row.ident: row for row in living.values() if row.ident}
    by_meaning: dict[tuple[Any, ...], list[FirewallRule]] = {}
    for row in living.values():
        by_meaning.setdefault(_meaning(row), []).append(row)
    findings: list[Finding] = []
    met: set[int] = set()
    agreed = 0
    for line in rule_set.rules.order_by("place"):
        found = _numbered(line, by_number) or by_ident.get(line.ident)
        if found is None:
            found = next((row for row in by_meaning.get(_meaning(line), ()) if row.pk not in met), None)
        if found is None and (line.action != "allow" or not line.enabled):
            continue
        if line.action == "allow" and line.enabled and _wide(line):
            findings.append(Finding("wide", "Kaynak, hedef ve servis sınırsız.", line, found))
        if found is None:
            findings.append(Finding("unregistered", "", line))
            continue
        met.add(found.pk)
        if found.case.state not in HELD or (found.case.state == "over" and line.enabled):
            if line.enabled:
                findings.append(Finding("over", f"Kütükteki durumu: {found.state_label}.", line, found))
            continue
        if said := _difference(line, found):
            findings.append(Finding("differs", said, line, found))
        else:
            agreed += 1
    for row in living.values():
        if row.pk not in met and row.case.state == "applied":
            findings.append(Finding("missing", "", None, row))
    order = list(SORTS)
    findings.sort(key=lambda one: order.index(one.sort))
    return Comparison(findings, agreed)


def _meaning(row: FirewallRule | ImportedRule) -> tuple[Any, ...]:
    return row.action, same_spots(row.sources), same_spots(row.destinations), same_services(row.services)


def _numbered(line: ImportedRule, known: dict[str, FirewallRule]) -> FirewallRule | None:
    """The rule whose number stands in the name or the comment on the device."""
    words = f"{line.name} {line.comment}".upper().replace(",", " ").replace(";", " ").split()
    return next((known[word.strip("()[].:")] for word in words if word.strip("()[].:") in known), None)


def _wide(line: ImportedRule) -> bool:
    return ANY in line.sources and ANY in line.destinations and ANY in line.services


def _difference(line: ImportedRule, row: FirewallRule) -> str:
    said = []
    if not line.enabled:
        said.append("cihazda kapalı")
    if line.action != row.action:
        said.append(f"cihazda «{line.get_action_display()}»")
    for label, here, there, meant in (
        ("kaynak", line.sources, row.sources, same_spots),
        ("hedef", line.destinations, row.destinations, same_spots),
        ("servis", line.services, row.services, same_services),
    ):
        if meant(here) != meant(there):
            said.append(f"{label} cihazda {_short(here)}, kütükte {_short(there)}")
    return "; ".join(said)


def _short(values: Iterable[str]) -> str:
    rows = list(values)
    return ", ".join(rows[:4]) + (f" ve {len(rows) - 4} başkası" if len(rows) > 4 else "")
