"""What rests on what: proposed from citations, bases and subjects, decided by a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.governance.legislation import public as legislation

from .. import access, matching, queries
from ..models import Basis, DutySource, Fallback, Provision, TieState, Via
from .register import held, tell

ONE_SUBJECT, MORE = 0.65, 0.05


@dataclass(frozen=True, slots=True)
class Imported:
    """What reading a text brought: bases known and unknown to the register, relations proposed."""

    bases: int
    unknown: int
    proposed: int


def _provision(source_id: int, label: str) -> Provision:
    return Provision.objects.get_or_create(source_id=source_id, label=label)[0]


@transaction.atomic
def import_text(number: str, *, actor: Actor) -> Imported:
    """Read the bases and citations of a text, and propose which duties rest on which source.

    Repeating it adds only what is new; what a person decided stays decided.
    """
    known = queries.known_sources()
    fresh = unknown = 0
    for basis in legislation.bases(actor, number):
        hit = matching.match(basis.name, basis.number, known, kind=basis.kind)
        row, created = Basis.objects.get_or_create(
            regulation_id=basis.regulation_id,
            printed=basis.name,
            path=basis.path,
            defaults={"kind": basis.kind, "number": basis.number},
        )
        if row.source_id is None and hit and not row.ignored:
            row.source_id, row.reason = hit.id, hit.reason
            row.save()
            for label in matching.articles_in(basis.name):
                _provision(hit.id, label)
        fresh += created
        unknown += row.source_id is None
    return Imported(fresh, unknown, _propose_cited(actor, number, known) + _propose_subjects(actor, known, number))


def _propose_cited(actor: Actor, number: str, known: list[matching.Known]) -> int:
    """A clause that names a law rests on it; two names of one law in a clause are one relation."""
    rows: dict[tuple[int, int], DutySource] = {}
    for citation in legislation.citations(actor, number):
        if not citation.duty_ids or citation.kind == "article":
            continue
        hit = matching.match(citation.text, citation.number, known, kind=citation.kind)
        if hit is None:
            continue
        labels = matching.articles_in(citation.text)
        for duty_id in citation.duty_ids:
            rows.setdefault(
                (hit.id, duty_id),
                DutySource(
                    source_id=hit.id,
                    duty_id=duty_id,
                    provision=_provision(hit.id, labels[0]) if labels else None,
                    via=Via.CITED,
                    score=hit.score,
                    reason=f"«{citation.text[:160]}» · {hit.reason}"[:300],
                ),
            )
    return _keep(rows.values())


def _propose_subjects(actor: Actor, known: list[matching.Known], number: str = "", only: int | None = None) -> int:
    """A clause on the subject of a source (personal data, tender, incident) probably rests on it."""
    asked = queries.subjects_of(only)
    rows: list[DutySource] = []
    for fact in queries.every_duty(actor, number) if asked else ():
        for source_id, words in asked.items():
            if found := matching.subjects(f"{fact.text} {fact.heading}", words):
                rows.append(
                    DutySource(
                        source_id=source_id,
                        duty_id=fact.id,
                        via=Via.SUBJECT,
                        score=min(0.85, ONE_SUBJECT + MORE * (len(found) - 1)),
                        reason=f"Bentte geçiyor: {', '.join(found)}"[:300],
                    )
                )
    return _keep(rows)


def _keep(rows: Iterable[DutySource]) -> int:
    """Write what is not there yet; of two who propose at once one is left aside."""
    rows = list(rows)
    keys = set(
        DutySource.objects.filter(duty_id__in={row.duty_id for row in rows}).values_list("source_id", "duty_id")
    )
    fresh = [row for row in rows if (row.source_id, row.duty_id) not in keys]
    DutySource.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def propose_for_source(source_id: int, *, actor: Actor) -> int:
    """Look through all texts in the actor's reach for what names this source or treats its subject."""
    source = held(source_id, actor)
    known = queries.known_sources()
    count = sum(_propose_cited(actor, text.number, known) for text in legislation.text_facts(actor))
    count += _propose_subjects(actor, known, only=source.pk)
    tell(source, "propose", actor, f"{count} öneri")
    return count


@transaction.atomic
def tie(duty_id: int, *, actor: Actor, source_id: int, article: str = "") -> DutySource:
    """Say by hand that a duty rests on a source."""
    fact = legislation.duty_fact(actor, duty_id)
    _may_link(actor, fact.unit_id)
    source = queries.source(actor, source_id)
    row, _ = DutySource.objects.select_for_update().get_or_create(
        source=source, duty_id=duty_id, defaults={"via": Via.HAND, "reason": "Elle bağlandı."}
    )
    if article.strip():
        row.provision = _provision(source.pk, article.strip())
    _settle(row, actor, accept=True)
    tell(source, "tie", actor, f"Md. {fact.path}")
    return row


@transaction.atomic
def decide(tie_id: int, *, actor: Actor, accept: bool) -> DutySource:
    """Confirm or reject a proposed relation; a decision may be taken back by the other one."""
    row = queries.tie(actor, tie_id)
    row = DutySource.objects.select_for_update(of=("self",)).get(pk=row.pk)
    fact = legislation.duty_fact(actor, row.duty_id)
    _may_link(actor, fact.unit_id)
    _settle(row, actor, accept=accept)
    tell(row.source, "tie" if accept else "untie", actor, f"Md. {fact.path}")
    return row


@transaction.atomic
def decide_sure(*, actor: Actor, source_id: int | None = None) -> int:
    """Confirm at once what the clause itself names beyond doubt, in the units where the actor may."""
    rows = queries.waiting_ties(actor, source_id=source_id).filter(score__gte=matching.names.SURE, via=Via.CITED)
    reach = actor.reach(access.LINK)
    facts = legislation.duty_facts(actor, rows.values_list("duty_id", flat=True))
    done = 0
    for row in rows:
        fact = facts.get(row.duty_id)
        if fact is None or not reach.covers(queries.Place(fact.unit_id)):
            continue
        _settle(row, actor, accept=True)
        tell(row.source, "tie", actor, f"Md. {fact.path}")
        done += 1
    if not done:
        raise Refused("Toplu onaylanacak öneri yok: kalanları tek tek görmeniz gerekiyor.")
    return done


def _settle(row: DutySource, actor: Actor, *, accept: bool) -> None:
    row.state = TieState.CONFIRMED if accept else TieState.REJECTED
    row.decided_by_id, row.decided_at = actor.user_id, now()
    row.save()


def _may_link(actor: Actor, unit_id: int) -> None:
    if not actor.reach(access.LINK).covers(queries.Place(unit_id)):
        raise Refused(
            f"«{access.LINK.label}» için yetkiniz yok. Yetkili: görevin biriminin uzmanı, şefi ya da müdürü."
        )


@transaction.atomic
def set_fallback(*, actor: Actor, regulation_id: int, source_id: int | None, note: str = "") -> Fallback | None:
    """Say what the duties of a text rest on where they name nothing of their own; None takes it away."""
    text = queries.text(actor, regulation_id)
    if not actor.reach(access.MANAGE).covers(queries.Place(text.unit_id)):
        raise Refused(f"«{access.MANAGE.label}» için bu metnin biriminde yetkiniz yok.")
    if source_id is None:
        Fallback.objects.filter(regulation_id=regulation_id).delete()
        return None
    source = queries.source(actor, source_id)
    row, _ = Fallback.objects.update_or_create(
        regulation_id=regulation_id, defaults={"source": source, "note": note.strip()}
    )
    tell(source, "fallback", actor, text.number)
    return row


@transaction.atomic
def resolve_basis(basis_id: int, *, actor: Actor, source_id: int | None) -> Basis:
    """Say which source a printed basis means; None: it will not come into the register."""
    basis = queries.basis(actor, basis_id)
    text = queries.text(actor, basis.regulation_id)
    if not actor.reach(access.MANAGE).covers(queries.Place(text.unit_id)):
        raise Refused(f"«{access.MANAGE.label}» için bu metnin biriminde yetkiniz yok.")
    basis = Basis.objects.select_for_update(of=("self",)).get(pk=basis.pk)
    if source_id is None:
        basis.source, basis.ignored = None, True
    else:
        source = queries.source(actor, source_id)
        basis.source, basis.ignored, basis.reason = source, False, "Elle seçildi."
        for label in matching.articles_in(basis.printed):
            _provision(source.pk, label)
        tell(source, "basis", actor, text.number)
    basis.save()
    return basis
