"""The reviewer's hand: split, merge, relabel, correct, decide who answers, confirm; only while it is a draft."""

import re

from django.db import transaction
from django.db.models import F

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit

from .. import access, queries
from ..lifecycle import State
from ..models import CHAPTER_REPAIR, Clause, Regulation


def _draft_clause(clause_id: int, actor: Actor) -> Clause:
    """The clause, with its draft locked; unknown and out of reach are the same `Clause.DoesNotExist`."""
    clause: Clause = Clause.objects.select_related("article").get(pk=clause_id)
    regulation = _draft(clause.regulation_id, actor)
    clause.regulation = regulation
    return clause


def _draft(pk: int, actor: Actor) -> Regulation:
    regulation: Regulation = Regulation.objects.select_for_update(of=("self", "case")).get(pk=pk)
    if not actor.reach(access.VIEW).covers(regulation.case):
        raise Clause.DoesNotExist
    if not actor.reach(access.REVIEW).covers(regulation.case):
        raise Refused(f"«{access.REVIEW.label}» için yetkiniz yok.")
    if regulation.case.state != State.DRAFT:
        raise Refused("Yalnız taslak metin düzeltilebilir.")
    return regulation


def _told(clause: Clause, verb: str, actor: Actor, note: str = "") -> Clause:
    tell(clause.regulation.case, verb, actor, note or f"Md. {clause.path}", seat=actor.seat_for(access.REVIEW))
    return clause


@transaction.atomic
def split(clause_id: int, *, actor: Actor, at: int, label: str) -> Clause:
    """Cut a clause in two before character `at` of its text; the second half gets `label` and its own raw slice."""
    clause = _draft_clause(clause_id, actor)
    first, second = clause.text[:at].rstrip(), clause.text[at:].lstrip()
    if not first or not second:
        raise Refused("Bölme yeri metnin içinde olmalı.")
    label = label.strip()
    path = f"{clause.path.rpartition('.')[0] or clause.article.path}.{label}"
    _free(clause, path)
    Clause.objects.filter(regulation=clause.regulation, order__gt=clause.order).update(order=F("order") + 1)
    cut = _raw_cut(clause, second, at)
    half = Clause.objects.create(
        regulation=clause.regulation,
        article=clause.article,
        parent=clause.parent,
        order=clause.order + 1,
        kind=clause.kind,
        label=label,
        path=path,
        text=second,
        raw=clause.raw[cut:],
        start=clause.start + cut,
        end=clause.end,
        is_duty=clause.is_duty,
        responsible=clause.responsible,
        responsible_confidence=clause.responsible_confidence,
        unit=clause.unit,
        role=clause.role,
        cadence_proposal=clause.cadence_proposal,
    )
    clause.text, clause.raw, clause.end = first, clause.raw[:cut], clause.start + cut
    clause.repaired, clause.confirmed = "", False
    clause.save()
    _told(clause, "split", actor, f"Md. {clause.path} → {half.path}")
    return half


def _raw_cut(clause: Clause, second: str, at: int) -> int:
    """Where the second half begins in the raw slice: its first words there, nearest to the same share of the text.

    The two raw halves together are always the old slice.
    """
    words = second.split()
    wanted = at / max(1, len(clause.text)) * len(clause.raw)
    for count in (4, 2, 1):
        pattern = r"\s+".join(re.escape(word) for word in words[:count])
        places = [match.start() for match in re.finditer(pattern, clause.raw) if match.start() > 0]
        if places:
            return min(places, key=lambda place: abs(place - wanted))
    return len(clause.raw)


@transaction.atomic
def merge_up(clause_id: int, *, actor: Actor) -> Clause:
    """Join a clause to the one before it in the same article: a line that was no clause of its own."""
    clause = _draft_clause(clause_id, actor)
    before = clause.article.clauses.filter(order__lt=clause.order).order_by("-order").first()
    if before is None:
        raise Refused("Maddenin ilk parçası bir öncekine eklenemez.")
    # The printed label goes back into the text: it was no label.
    before.text = f"{before.text} {clause.printed} {clause.text}".replace("  ", " ").strip()
    before.raw = clause.regulation.text[before.start : clause.end]
    before.end, before.repaired, before.confirmed = max(before.end, clause.end), "", False
    clause.children.update(parent=before)
    path = clause.path
    clause.delete()
    before.save()
    before.regulation = clause.regulation
    _readdress(before)
    return _told(before, "merge", actor, f"Md. {path} → {before.path}")


@transaction.atomic
def relabel(clause_id: int, *, actor: Actor, label: str) -> Clause:
    """Correct the restored label; the printed one stays beside it."""
    clause = _draft_clause(clause_id, actor)
    label = label.strip()
    if not label or len(label) > 16 or "." in label:
        raise Refused("Bent işareti 1–16 karakter olmalı ve nokta içermemeli.")
    old = clause.path
    path = f"{old.rpartition('.')[0] or clause.article.path}.{label}"
    if path != old:
        _free(clause, path)
    clause.label, clause.path = label, path
    clause.save()
    _readdress(clause)
    return _told(clause, "relabel", actor, f"Md. {old} → {path}")


def _readdress(clause: Clause) -> None:
    """Bring the addresses of everything below a clause in line with its own; one that is taken stays as it was."""
    for child in clause.children.all():
        path = f"{clause.path}.{child.label}"
        if child.path != path and not Clause.objects.filter(regulation=clause.regulation, path=path).exists():
            child.path = path
            child.save()
            _readdress(child)


def _free(clause: Clause, path: str) -> None:
    if Clause.objects.filter(regulation=clause.regulation, path=path).exists():
        raise Refused(f"Md. {path} zaten var; başka bir işaret seçin.")


@transaction.atomic
def edit_clause(clause_id: int, *, actor: Actor, text: str) -> Clause:
    """Correct the reading of a clause; the raw slice never changes."""
    clause = _draft_clause(clause_id, actor)
    if not text.strip():
        raise Refused("Bent metni boş olamaz; bent fazlaysa bir öncekiyle birleştirin.")
    clause.text, clause.repaired = text.strip(), ""
    clause.title = clause.title if clause.text.startswith(clause.title) else ""
    clause.save()
    return _told(clause, "edit", actor)


@transaction.atomic
def take_repair(clause_id: int, *, actor: Actor) -> Clause:
    """Accept the proposed repair of damaged letters."""
    clause = _draft_clause(clause_id, actor)
    if not clause.repaired:
        raise Refused("Bu bent için önerilen düzeltme yok.")
    clause.text, clause.repaired, clause.confidence = clause.repaired, "", 1.0
    clause.title = clause.title if clause.text.startswith(clause.title) else ""
    clause.save()
    return _told(clause, "repair", actor)


@transaction.atomic
def take_repairs(regulation: Regulation, *, actor: Actor, at_least: float) -> int:
    """Accept every proposed repair from a confidence on, headings included; returns how many clauses changed."""
    regulation = _draft(regulation.pk, actor)
    rows = regulation.clauses.exclude(repaired="").filter(confidence__gte=at_least)
    # The title is the beginning of the text: its letters were as damaged.
    count = rows.update(text=F("repaired"), title="", repaired="", confidence=1.0)
    for article in regulation.articles.exclude(notes=[]):
        for remark in [remark for remark in article.notes if remark.get("repaired")]:
            field = "chapter" if remark["code"] == CHAPTER_REPAIR else "heading"
            setattr(article, field, remark["repaired"][:300])
            article.notes.remove(remark)
            if field == "chapter":
                same = regulation.articles.filter(chapter=remark["printed"])
                same.update(chapter=remark["repaired"][:300])
        article.save()
    tell(regulation.case, "repair-all", actor, f"{count} bent", seat=actor.seat_for(access.REVIEW, regulation.case))
    return count


@transaction.atomic
def note(clause_id: int, *, actor: Actor, text: str) -> Clause:
    """Write an editor's note on a drafter's slip; the text stays as the council accepted it."""
    clause = _draft_clause(clause_id, actor)
    clause.editor_note = text.strip()
    clause.save()
    return _told(clause, "note", actor)


@transaction.atomic
def mark(clause_id: int, *, actor: Actor, is_duty: bool) -> Clause:
    """Say that a clause is a duty, or that it is none."""
    clause = _draft_clause(clause_id, actor)
    clause.is_duty, clause.confirmed = is_duty, False
    clause.save()
    return _told(clause, "duty" if is_duty else "no-duty", actor)


@transaction.atomic
def confirm(
    clause_id: int,
    *,
    actor: Actor,
    unit: Unit | None,
    role: str = "",
    cadence: str = "",
    cadence_quote: str = "",
    alike: bool = False,
) -> Clause:
    """Settle who answers for a clause; a cadence needs the words of the text it rests on.

    `alike` settles in the same way every other duty of the text that names the same responsible and has no unit yet.
    """
    clause = _draft_clause(clause_id, actor)
    if unit is None:
        raise Refused("Sorumlu birimi seçin; unvana verilen görevlerde birim, o unvanın görev yaptığı üst birimdir.")
    if cadence and cadence != "none" and not cadence_quote.strip():
        raise Refused("Sıklığın metindeki dayanağını yazın: metinde yazmayan sıklık yasal süre gibi gösterilemez.")
    clause.is_duty, clause.unit, clause.role, clause.confirmed = True, unit, role, True
    if cadence:
        clause.cadence, clause.cadence_quote = cadence, cadence_quote.strip()
    count = 0
    if alike:
        others = queries.alike(clause)
        count = others.update(unit=unit, role=role, confirmed=True)
    clause.save()
    return _told(clause, "confirm", actor, f"Md. {clause.path} ve aynı sorumlunun {count} görevi" if count else "")


@transaction.atomic
def confirm_all(regulation: Regulation, *, actor: Actor, article: str = "", at_least: float = 0.0) -> int:
    """Confirm every proposal that names a unit, of one article or of all, from a confidence on; returns how many."""
    regulation = _draft(regulation.pk, actor)
    rows = regulation.clauses.filter(
        is_duty=True, confirmed=False, unit__isnull=False, responsible_confidence__gte=at_least
    )
    if article:
        rows = rows.filter(article__path=article)
    count = rows.update(confirmed=True)
    if count:
        where = f"Md. {article}: " if article else ""
        seat = actor.seat_for(access.REVIEW, regulation.case)
        tell(regulation.case, "confirm-all", actor, f"{where}{count} öneri", seat=seat)
    return count
