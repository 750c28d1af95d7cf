"""Tying texts together: clauses of a directive to those of its regulation, new duties to the ones they continue."""

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail

from .. import access, queries
from ..matching.comparison import compare
from ..models import BindingState, Clause, ClauseLink, Duty, Regulation, Succession


def propose_successions(new: Regulation, old: Regulation) -> int:
    """Pair the duties of a new version with those of the one it replaces, by what they say; returns how many."""
    before = {duty.clause.path: duty for duty in old.duties.select_related("clause")}
    after = {duty.clause.path: duty for duty in new.duties.select_related("clause")}
    rows = []
    for pair in compare(queries.pieces(old), queries.pieces(new)):
        if pair.old is None or pair.new is None or pair.old.is_heading or pair.new.is_heading:
            continue
        one, other = before.get(pair.old.path), after.get(pair.new.path)
        if one and other:
            rows.append(Succession(old=one, new=other, reason=pair.word))
    Succession.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _tell(text: Regulation, actor: Actor, verb: str, note: str) -> None:
    seat = actor.seat_for(access.APPROVE, text.case) or actor.seat_for(access.REVIEW, text.case)
    trail.write(actor=actor, kind=text.case.kind, subject=text.case.number, verb=verb, note=note, seat=seat)


def _may_pair(actor: Actor, text: Regulation) -> None:
    if not actor.reach(access.APPROVE).covers(text.case):
        raise Refused(f"«{access.APPROVE.label}» için yetkiniz yok. Yetkili: birimin müdürü ya da daire başkanı.")


@transaction.atomic
def decide_succession(succession_id: int, *, actor: Actor, accept: bool) -> Succession:
    """A person says whether a duty continues one of the text before."""
    row = (
        Succession.objects.select_for_update(of=("self",))
        .select_related("new__clause", "old__clause")
        .get(pk=succession_id)
    )
    text = queries.regulation(actor, queries.number_of(row.new.regulation_id))
    _may_pair(actor, text)
    row.state = BindingState.CONFIRMED if accept else BindingState.REJECTED
    row.decided_by_id, row.decided_at = actor.user_id, now()
    row.save()
    verb, note = "succeed" if accept else "no-succeed", f"Md. {row.old.clause.path} → Md. {row.new.clause.path}"
    _tell(text, actor, verb, note)
    return row


@transaction.atomic
def confirm_successions(number: str, *, actor: Actor) -> int:
    """Confirm every proposal whose words did not change; returns how many."""
    text = queries.regulation(actor, number)
    _may_pair(actor, text)
    rows = list(
        Succession.objects.select_for_update(of=("self",)).filter(
            new__regulation=text, state=BindingState.PROPOSED, reason__in=queries.SURE_SUCCESSION
        )
    )
    for row in rows:
        row.state, row.decided_by_id, row.decided_at = BindingState.CONFIRMED, actor.user_id, now()
    Succession.objects.bulk_update(rows, ["state", "decided_by", "decided_at"])
    if rows:
        _tell(text, actor, "succeed-all", f"{len(rows)} görev")
    return len(rows)


@transaction.atomic
def pair_duties(new_id: int, *, actor: Actor, old_id: int) -> Succession:
    """Say of a duty which one of the text before it continues, where the comparison did not see it."""
    new = queries.duty(actor, new_id)
    text = queries.regulation(actor, new.regulation.case.number)
    _may_pair(actor, text)
    old = Duty.objects.filter(pk=old_id, regulation_id=text.predecessor_id).first()
    if old is None:
        raise Refused("Önceki metinde böyle bir görev yok.")
    row, _ = Succession.objects.get_or_create(old=old, new=new, defaults={"reason": "Elle eşlendi."})
    return decide_succession(row.pk, actor=actor, accept=True)


# Clauses of a directive ---------------------------------------------------------------------------------------------


@transaction.atomic
def link_clause(clause_id: int, *, actor: Actor, parent_id: int) -> ClauseLink:
    """Say which clause of its regulation a clause of a directive carries out."""
    clause, text = _clause_to_link(clause_id, actor)
    parent = Clause.objects.filter(pk=parent_id, regulation_id=text.parent_id).first()
    if parent is None:
        raise Refused("Seçilen bent, yönergenin dayandığı yönetmelikte yok.")
    link, made = ClauseLink.objects.get_or_create(
        clause=clause, parent=parent, defaults={"linked_by_id": actor.user_id}
    )
    if made:
        _tell(text, actor, "tie", f"Md. {clause.path} → Md. {parent.path}")
    return link


@transaction.atomic
def unlink_clause(link_id: int, *, actor: Actor) -> Clause:
    """Take a link between clauses back; row history keeps it."""
    link = ClauseLink.objects.select_for_update(of=("self",)).select_related("parent").get(pk=link_id)
    clause, text = _clause_to_link(link.clause_id, actor)
    note = f"Md. {clause.path} → Md. {link.parent.path}"
    link.delete()
    _tell(text, actor, "untie", note)
    return clause


def _clause_to_link(clause_id: int, actor: Actor) -> tuple[Clause, Regulation]:
    clause = Clause.objects.get(pk=clause_id)
    text = queries.regulation(actor, queries.number_of(clause.regulation_id))
    if not actor.reach(access.REVIEW).covers(text.case):
        raise Refused(f"«{access.REVIEW.label}» için yetkiniz yok. Yetkili: birimin uzmanı, şefi ya da müdürü.")
    if text.parent_id is None:
        raise Refused("Bu metnin dayandığı bir yönetmelik kayıtlı değil.")
    return clause, text
