"""From a handed-in text to a draft: read it, keep the file, lay the structure down, propose who answers for what."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import IO, Any

from django.db import transaction
from django.utils.dateparse import parse_date

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case
from konak.foundation.db.turkish import fold, lower, upper
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit

from .. import access, parsing
from ..matching.duties import DutyDraft, duties_of
from ..matching.units import Home, home_of
from ..models import (
    CHAPTER_REPAIR,
    HEADING_REPAIR,
    Article,
    Citation,
    Clause,
    Definition,
    Kind,
    LegalBasis,
    NodeKind,
    Regulation,
)
from ..parsing import Document, Unreadable
from ..parsing import structure as read
from ..queries import homes_below

TYPES = frozenset({"txt", "md", "html", "htm", "docx", "pdf"})


@transaction.atomic
def hand_in(
    *,
    actor: Actor,
    content: IO[bytes],
    name: str,
    unit_id: int,
    kind: str = "",
    title: str = "",
    parent: Regulation | None = None,
    predecessor: Regulation | None = None,
) -> Regulation:
    """Read a text and open its draft. Nothing is kept when the text cannot be read (`Refused`, in Turkish).

    `unit_id` is the root unit the regulation binds; `parent` the regulation a directive hangs under; `predecessor`
    the one text that approval will repeal.
    """
    data = content.read()
    try:
        document = parsing.read_bytes(data, name)
    except Unreadable as error:
        raise Refused(str(error)) from error
    if not document.articles:
        raise Refused(
            "Metinde madde bulunamadı. Dosyanın yönetmelik veya yönerge metni olduğundan emin olun; "
            "taranmış belge ise önce metne çevirin."
        )
    if not actor.reach(access.REVIEW).covers(_Bound(unit_id)):
        raise Refused("Bu birim adına mevzuat metni verme yetkiniz yok.")
    content.seek(0)
    meta = document.meta
    regulation = Regulation(
        kind=kind or (Kind.DIRECTIVE if "yönerge" in meta.get("kind", "").lower() else Kind.REGULATION),
        title=(title or calm(meta.get("title", "")) or name)[:300],
        institution=calm(meta.get("institution", ""))[:200],
        parent=parent,
        predecessor=predecessor,
        source=store(actor=actor, content=content, name=name, allow=TYPES, unit_id=unit_id, purpose="mevzuat"),
        text=document.text,
        meta=meta,
        wrapper=[asdict(part) for part in document.wrapper],
        notes=[asdict(remark) for remark in document.notes],
        decision_date=parse_date(meta.get("decision_date") or meta.get("approval_date") or ""),
        decision_number=meta.get("decision_number", "")[:60],
    )
    open_case(
        regulation,
        actor=actor,
        permission=access.REVIEW,
        unit_id=unit_id,
        subject=regulation.title[:250],
        assignee_id=actor.user_id,
    )
    lay_down(regulation, document)
    return regulation


_SMALL = frozenset({"ve", "ile", "veya", "ya", "da", "de", "için"})
_ACRONYMS = frozenset(
    {"T.C.", "SOME", "USOM", "CBS", "EBYS", "BGYS", "KVKK", "KVK", "KVYS", "YBS", "AYKOME", "UKOME", "İSG", "AR-GE"}
)


def calm(text: str) -> str:
    """A title printed in capitals, as one writes it: "GÖREV VE YETKİ YÖNETMELİĞİ" → "Görev ve Yetki Yönetmeliği"."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter.isupper() for letter in letters) < 0.8 * len(letters):
        return text
    words = [word if word in _ACRONYMS else lower(word) for word in text.split()]
    return " ".join(word if at and word in _SMALL else upper(word[:1]) + word[1:] for at, word in enumerate(words))


class _Bound:
    """A unit as something owned, so that reach can be asked about a file that is not open yet."""

    owners: tuple[str, ...] = ()

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


def lay_down(regulation: Regulation, document: Document) -> None:
    """Store the structure of `document` under `regulation`, with what the text proposes about duties."""
    drafts = {draft.path: draft for draft in duties_of(document)}
    homes = homes_below(regulation.case.unit_id)
    root = Unit.objects.get(pk=regulation.case.unit_id)
    chapters = {path: chapter for chapter in document.chapters for path in chapter.articles[:1]}
    order = 0
    for place, article in enumerate(document.articles, 1):
        row = Article.objects.create(
            regulation=regulation,
            order=place,
            number=article.number,
            occurrence=article.occurrence,
            path=article.path,
            heading=article.heading[:300],
            chapter=article.chapter[:300],
            role=article.role or "other",
            raw=article.raw,
            tail=article.tail,
            start=article.start,
            end=article.end,
            notes=[
                *(asdict(remark) for remark in article.notes),
                *_repairs(article, chapters.get(article.path)),
            ],
        )
        rows: dict[str, Clause] = {}
        for node, kind, above in _nodes(article):
            order += 1
            clause = Clause(
                regulation=regulation,
                article=row,
                parent=rows.get(above),
                order=order,
                kind=kind,
                label=node.label,
                printed=getattr(node, "printed", node.label),
                path=_path_of(article, node),
                title=getattr(node, "title", "")[:300],
                text=node.text,
                raw=node.raw,
                start=node.start,
                end=node.end,
                repaired=node.repaired,
                confidence=node.confidence,
            )
            if draft := drafts.get(clause.path):
                propose(clause, draft, home_of(draft.responsible, homes, root.pk))
            clause.save()
            rows[clause.path] = clause
    Definition.objects.bulk_create(
        Definition(regulation=regulation, label=d.label, path=d.path, term=d.term[:200], meaning=d.meaning)
        for d in document.definitions
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(regulation=regulation, kind=b.kind, name=b.name[:400], number=b.number[:60], path=b.path)
        for b in document.legal_bases
    )
    Citation.objects.bulk_create(
        Citation(
            regulation=regulation,
            kind=r.kind,
            text=r.text[:400],
            number=r.number[:60],
            path=r.path,
            resolved=r.resolved,
        )
        for r in document.references
    )


def _repairs(article: read.Article, chapter: read.Chapter | None) -> Iterator[dict[str, Any]]:
    """Headings with damaged letters become notes: what is printed stays until a person accepts the proposal."""
    if article.heading_repaired and article.heading_repaired != article.heading:
        words = f"Madde başlığı için önerilen düzeltme: «{article.heading_repaired}»"
        yield {
            "code": HEADING_REPAIR,
            "message": words,
            "start": article.start,
            "printed": article.heading,
            "repaired": article.heading_repaired,
        }
    if chapter and chapter.title_repaired and chapter.title_repaired != chapter.title:
        words = f"Bölüm başlığı için önerilen düzeltme: «{chapter.title_repaired}»"
        yield {
            "code": CHAPTER_REPAIR,
            "message": words,
            "start": article.start,
            "printed": chapter.title[:300],
            "repaired": chapter.title_repaired,
        }


def propose(clause: Clause, draft: DutyDraft, home: Home) -> None:
    """Put what the text proposes on a clause; a person confirms it in the review."""
    clause.is_duty = True
    clause.responsible = draft.responsible.name[:200]
    clause.responsible_confidence = round(draft.responsible.confidence * home.confidence, 3)
    clause.unit_id = home.unit_id
    clause.role = home.role
    clause.cadence = draft.cadence.kind if draft.cadence.stated else "none"
    clause.cadence_quote = as_written(draft.text, draft.cadence.quote)[:200]
    clause.cadence_proposal = draft.proposed_cadence.kind


def as_written(text: str, quote: str) -> str:
    """The folded words of `quote` as they stand in `text`: "uc ayda bir" → "üç ayda bir"."""
    folded = fold(text)
    if len(folded) != len(text):  # a letter folded to nothing: positions no longer match
        return quote
    places = [(folded.find(part), len(part)) for part in quote.split(", ")]
    return ", ".join(text[at : at + length] for at, length in places if at >= 0) or quote


def _path_of(article: read.Article, node: read.Paragraph | read.Clause) -> str:
    if isinstance(node, read.Clause):
        return node.path
    label = node.label.strip("()")
    return f"{article.path}.{label}" if label else article.path


def _nodes(article: read.Article) -> Iterator[tuple[read.Paragraph | read.Clause, str, str]]:
    """Paragraphs and clauses in the order of the text, each with the path of its parent."""
    flat: list[tuple[read.Paragraph | read.Clause, str, str]] = []

    def walk(clauses: Iterable[read.Clause], above: str) -> None:
        for clause in clauses:
            flat.append((clause, NodeKind.CLAUSE, above))
            walk(clause.children, clause.path)

    walk(article.clauses, "")
    taken = {clause.path for clause, _, _ in flat if isinstance(clause, read.Clause)}
    for paragraph in article.paragraphs:
        if _path_of(article, paragraph) not in taken:
            flat.append((paragraph, NodeKind.PARAGRAPH, ""))
            taken.add(_path_of(article, paragraph))
    # A parent begins where its first child does not: sort by position, parents before children.
    return iter(sorted(flat, key=lambda item: (item[0].start, -item[0].end)))
