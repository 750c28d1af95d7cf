"""What the words of a text mean in our own registers, on a day."""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import below
from konak.governance.organization.public import audiences

from .. import access
from ..models import Definition, ExternalBody, Meant, Regulation, TermBinding
from .texts import regulations

BODY_KIND = "legislation.externalbody"
POSITION_WORDS: tuple[tuple[str, str], ...] = (
    ("(?:buyuksehir )?belediye(?:si)? baskan", Position.MAYOR),
    ("genel sekreter yardimci", Position.DEPUTY_SECRETARY_GENERAL),
    ("genel sekreter", Position.SECRETARY_GENERAL),
    ("baskan yardimci", Position.DEPUTY_MAYOR),
    ("daire(?:si)? baskan", Position.HEAD_OF_DEPARTMENT),
    ("sube mudur", Position.DIRECTOR),
    ("sef", Position.CHIEF),
)
KIND_WORDS: tuple[tuple[str, str], ...] = (("sube mudurluk", UnitKind.BRANCH), ("servis", UnitKind.SERVICE))


def live_on(day: dt.date) -> Q:
    """Filter for bindings that held on a day."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


@dataclass(frozen=True, slots=True)
class Offer:
    """What a term most likely means; `value` is what the form takes ("unit:12")."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term, what it is bound to on the day asked for, and what it was before."""

    definition: Definition
    binding: TermBinding | None
    history: list[TermBinding] = field(default_factory=list)
    offer: Offer | None = None


def terms(regulation: Regulation, day: dt.date | None = None, *, offers: bool = False) -> list[Term]:
    """Every term of a text in its order, with its binding on a day (today); `offers` adds what unbound ones most
    likely mean."""
    # reach: the regulation was found through one
    when = day or localdate()
    rows = list(regulation.definitions.order_by("pk"))
    held: dict[int, list[TermBinding]] = {}
    bindings = TermBinding.objects.filter(definition__regulation=regulation)
    for one in bindings.select_related("unit", "body", "decided_by").order_by("-since", "-pk"):
        held.setdefault(one.definition_id, []).append(one)
    named_groups([one for rows_of_one in held.values() for one in rows_of_one])
    named = _named(regulation) if offers and any(row.pk not in held for row in rows) else {}
    found = []
    for row in rows:
        history = held.get(row.pk, [])
        binding = next((b for b in history if b.since <= when and (b.until is None or b.until >= when)), None)
        offer = _offer(row, named) if offers and binding is None else None
        found.append(Term(row, binding, history, offer))
    return found


def named_groups(rows: list[TermBinding]) -> None:
    """Give bindings to groups the names the organisation keeps; asked only where there are any."""
    # reach: the bindings were found through one
    bound = [row for row in rows if row.meant == Meant.GROUP]
    names = {one.code: one.name for one in audiences()} if bound else {}
    for row in bound:
        row.group_name = names.get(row.group, "")


def _named(regulation: Regulation) -> dict[str, Offer]:
    """Names of units below the text's root, of bodies and of groups, folded."""
    root = regulation.case.unit
    found: dict[str, Offer] = {}
    line = below(root.pk)
    for unit in Unit.objects.filter(Q(pk__in=line) | Q(kind=UnitKind.MUNICIPALITY)):
        for name in (unit.name, unit.short_name):
            if name:
                found[fold(name)] = Offer(f"unit:{unit.pk}", f"Birim: {unit.name}")
    for body in ExternalBody.objects.filter(closed=False):
        for name in (body.name, body.short_name):
            if name:
                found.setdefault(fold(name), Offer(f"body:{body.pk}", f"Dış kurum: {body.name}"))
    for group in audiences():
        found.setdefault(fold(group.name), Offer(f"group:{group.code}", f"Grup: {group.name}"))
    return found


def _offer(row: Definition, named: dict[str, Offer]) -> Offer | None:
    """The register entry whose name the meaning or the term is, with or without a case suffix."""
    meaning, term = _bare(row.meaning), fold(row.term)
    for text in (meaning, term):
        for name, offer in sorted(named.items(), key=lambda pair: -len(pair[0])):
            if text == name or (text.startswith(name) and len(text) - len(name) <= 5):
                return offer
    for word, position in POSITION_WORDS:
        if re.match(rf"{word}(?!\w*lig)", meaning) or re.search(rf"{word}\w{{0,4}}$", meaning):
            return Offer(f"position:{position}", f"Görev unvanı: {Position(position).label}")
    if term == "personel":
        return next((offer for name, offer in named.items() if name.endswith(" personel")), None)
    for word, kind in KIND_WORDS:
        if term.startswith(word[:5]) and word[:8] in meaning:
            return Offer(f"unit_kind:{kind}", f"Birim türü: {UnitKind(kind).label}")
    return None


def _bare(text: str) -> str:
    """The meaning without its closing verb and marks, folded."""
    plain = fold(text).strip(" .,;")
    return re.sub(r"\s*(?:ifade eder|tanimlar)$", "", plain).strip(" .,;")


@dataclass(frozen=True, slots=True)
class Open:
    """A text with how many of its terms are bound to nothing today."""

    regulation: Regulation
    terms: list[Definition]


def unresolved(actor: Actor) -> list[Open]:
    """Terms of texts in force or under way that are bound to nothing today, text by text."""
    live = TermBinding.objects.filter(live_on(localdate()))
    rows = Definition.objects.filter(actor.reach(access.VIEW).q("regulation__case__"))
    rows = rows.exclude(pk__in=live.values("definition_id")).exclude(
        regulation__case__state__in=["repealed", "dropped"]
    )
    held: dict[int, list[Definition]] = {}
    for row in rows.order_by("regulation_id", "pk"):
        held.setdefault(row.regulation_id, []).append(row)
    texts = {text.pk: text for text in regulations(actor).filter(pk__in=held)}
    return [Open(texts[key], found) for key, found in held.items() if key in texts]


def definition(actor: Actor, definition_id: int) -> Definition:
    """One term of a text in reach; unknown and out of reach are `Definition.DoesNotExist`."""
    reach = actor.reach(access.VIEW).q("regulation__case__")
    found: Definition = Definition.objects.select_related("regulation__case__unit").get(reach, pk=definition_id)
    return found


def bodies() -> QuerySet[ExternalBody]:
    # reach: public inside the house, because it is a directory of institutions
    return ExternalBody.objects.order_by("closed", "name")


def usual_offer(value: str) -> tuple[str, str]:
    """ "unit:12" → what is meant and its key."""
    # reach: public, because it reads nothing
    meant, _, key = value.partition(":")
    return (meant, key) if meant in Meant.values else ("", "")
