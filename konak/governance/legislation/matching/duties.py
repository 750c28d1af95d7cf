"""From a read text to a list of duties: which clauses oblige, whom, how often, and which module serves them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from konak.foundation.db.turkish import fold

from ..parsing.structure import Article, Clause, Document, Paragraph
from . import holders
from .cadence import NONE, Cadence, proposed_cadence, stated_cadence
from .holders import Responsible
from .modules import ModuleScore, modules_of
from .obligation import Force, force_of, plain
from .words import Text, damaged

_SKIPPED_ROLES = frozenset(
    {
        "purpose",
        "scope",
        "basis",
        "definitions",
        "organization",
        "repeal",
        "entry_into_force",
        "execution",
        "transitional",
    }
)
_SKIPPED_HEADINGS = re.compile(
    r"^(?:amac|kapsam|(?:hukuki )?dayanak|tanimlar|tammlar|kisaltmalar|teskilat|kurulus|baglilik|organizasyon yapisi|"
    r"personel yapisi|yururluk\w*|yurutme|gecici madde|.*hukum bulunmayan|yururlukten|kaldirilan)"
)
_INHERITS = re.compile(r"([^,;:]{3,70}?)\s+genel\s+(?:g[^\W_]*rev)[^;:]{0,60}?\s+tabi\b", re.IGNORECASE)
_PERSONAL = (
    "kişisel veri",
    "özlük",
    "puantaj",
    "KVKK",
    "ilgili kişi",
    "kamera kayıt",
    "izin rapor",
    "vatandaş başvuru",
    "disiplin",
    "sicil",
    "kullanıcı hesap",
    "erişim kayıt",
    "devam takip",
    "devam kontrol",
    "terfi",
    "stajyer",
)
_FINAL = re.compile(r"^(?:is)?bu (?:yonetmeli|yonerge)\w*(?: \w+){0,4} (?:yurutur|yururluge girer)$")
_LEAD_END = re.compile(
    r"(?:[:;,]|sunlardir|gibidir|asagidadir|"
    r"asagidaki (?:gorev|is)\w*(?: ve \w+)? (?:yapar|yurutur|yerine getirir|ifa eder))[\s.]*$"
)


@dataclass(frozen=True, slots=True)
class DutyDraft:
    """One duty as we understand it; a person confirms or corrects it.

    `path` is the path of the clause, `13.5` for the fifth paragraph of article 13, `8` for an article that is one
    sentence. `inherits` names whose general duties apply as well. `cadence` is what the text says,
    `proposed_cadence` is our proposal (never `stated`) where it says nothing. `personal`: it touches personal data.
    """

    path: str
    text: str
    heading: str
    article_number: str
    occurrence: int
    responsible: Responsible
    inherits: tuple[str, ...]
    cadence: Cadence
    proposed_cadence: Cadence
    modules: tuple[ModuleScore, ...]
    personal: bool
    repaired: bool = False
    """The text is a proposed repair of a damaged scan, not the printed words."""


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    text: str
    own: str
    """The text of the clause alone, without the lead of its parent."""
    repaired: bool = False


def duties_of(document: Document) -> list[DutyDraft]:
    """Every duty of the text, in its order."""
    is_damaged = damaged(document.text or " ".join(article.raw for article in document.articles))
    drafts: list[DutyDraft] = []
    contexts: dict[str, Text] = {}
    for article in document.articles:
        if _skipped(article):
            continue
        holder = _holder_of(article, document)
        general = _inherits(_words(paragraph) for paragraph in _leads(article))
        listed = _is_list(article)
        for found in _candidates(article, listed):
            responsible = _responsible(found, article, holder, document)
            text = Text(found.text, is_damaged)
            own = Text(found.own, is_damaged)
            lead = found.text.removesuffix(found.own)
            around = f"{holders.mend(_heading(article))} {responsible.name} {lead}"
            context = contexts.setdefault(around, Text(around, is_damaged))
            cadence = stated_cadence(found.own)
            proposal = NONE if cadence.stated else proposed_cadence(text)
            drafts.append(
                DutyDraft(
                    path=found.path,
                    text=found.text,
                    heading=article.heading,
                    article_number=article.number,
                    occurrence=article.occurrence,
                    responsible=responsible,
                    inherits=_inherits([found.own]) or general,
                    cadence=cadence,
                    proposed_cadence=proposal,
                    modules=modules_of(own, context),
                    personal=any(text.find(written) for written in _PERSONAL),
                    repaired=found.repaired,
                )
            )
    return drafts


def _skipped(article: Article) -> bool:
    if article.role in _SKIPPED_ROLES:
        return True
    if len(article.paragraphs) == 1 and not article.clauses and _FINAL.match(plain(article.paragraphs[0].text)):
        return True
    heading = fold(holders.mend(_heading(article))).strip()
    return article.role != "duties" and bool(_SKIPPED_HEADINGS.match(heading))


def _heading(article: Article) -> str:
    """The heading as it reads best: the proposed repair of a scan, else the printed words."""
    return article.heading_repaired or article.heading


def _words(node: Clause | Paragraph) -> str:
    text = node.repaired or node.text
    title = getattr(node, "title", "")
    if title and not fold(text).startswith(fold(title)[:20]):
        text = f"{title.rstrip(': ')}: {text}"
    return " ".join(text.split())


def _paragraph_path(paragraph: Paragraph, article: Article) -> str:
    digits = re.sub(r"\D", "", paragraph.label)
    alone = len(article.paragraphs) == 1 and article.clauses
    return f"{article.path}.{digits}" if digits and not alone else article.path


def _leads(article: Article) -> list[Paragraph]:
    """The paragraphs that are not clauses themselves: lead sentences and articles of one unlabelled sentence."""
    openings = {clause.text[:80] for clause in article.clauses}
    return [
        paragraph
        for paragraph in article.paragraphs
        if paragraph.text.strip() and paragraph.text[:80] not in openings
    ]


def _holder_of(article: Article, document: Document) -> Responsible | None:
    """The holder of a whole article: its heading, made precise by the lead sentence when both mean the same."""
    titled = holders.from_title(_heading(article))
    leads = _leads(article)
    led = holders.from_lead(_words(leads[0])) if leads and article.clauses else ""
    if not titled and leads and not article.clauses:
        led = holders.from_lead(_words(leads[0]))
    name, evidence, confidence = titled, f"madde başlığı: «{_heading(article)}»", 0.95
    if led and (not titled or _more_precise(led, titled)):
        name, evidence, confidence = led, f"giriş cümlesi: «{_short(_words(leads[0]))}»", 0.9
    elif led and not holders.similar(led, titled):
        confidence = 0.8
        evidence += f" (giriş cümlesi başka bir ad anıyor: «{led}»)"
    if not name:
        return None
    full, path = holders.resolve(name, document.definitions)
    if path:
        evidence += f"; {path} tanımı: «{full}»"
    kind = holders.kind_of(full) or holders.kind_of(name)
    if kind is None:
        return None
    return Responsible(kind, full, confidence, evidence)


def _more_precise(led: str, titled: str) -> bool:
    """Is the lead's name the heading's name with more before it, or the full form of a generic heading?"""
    long, short = fold(led), fold(titled)
    generic = len(short.split()) == 1 or short.startswith(("diger ", "sube mudur"))
    same_kind = holders.kind_of(led) == holders.kind_of(titled) or short.startswith("diger ")
    return len(long) > len(short) and (long.endswith(short) or (generic and same_kind))


def _short(text: str, limit: int = 90) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def _inherits(texts: Iterable[str]) -> tuple[str, ...]:
    """Whose general duties apply as well ("Servis Şefi genel görev, yetki ve sorumluluklarına tabi olup")."""
    found: list[str] = []
    for text in texts:
        for match in _INHERITS.finditer(holders.mend(text)):
            name = holders.without_genitive(match.group(1).strip(" ,;:()0123456789-–"))
            if name and name not in found:
                found.append(name)
    return tuple(found)


def _is_list(article: Article) -> bool:
    """Is this a list of duties? Then verbal nouns in it oblige, too."""
    if article.role == "duties":
        return True
    forces = [force_of(_words(clause)) for clause in article.clauses]
    acts = sum(force is Force.ACT for force in forces)
    return bool(forces) and acts * 2 >= len(forces)


def _candidates(article: Article, listed: bool) -> Iterator[_Found]:
    clauses = article.clauses
    for paragraph in _leads(article):
        yield from _from_paragraph(paragraph, article)
    laws = sum(force_of(_words(clause)) is Force.LAW for clause in clauses)
    if clauses and laws * 2 > len(clauses):
        return
    for clause in clauses:
        yield from _from_clause(clause, listed, article)


def _from_paragraph(paragraph: Paragraph, article: Article) -> Iterator[_Found]:
    text = _words(paragraph)
    path = _paragraph_path(paragraph, article)
    folded = plain(text)
    printed = plain(paragraph.text) + paragraph.text.strip()[-1:]
    is_lead = bool(_LEAD_END.search(folded + text[-1:]) or _LEAD_END.search(printed))
    if article.clauses and is_lead and not _INHERITS.search(holders.mend(text)):
        sentences = re.split(r"(?<=\.)\s+", text)
        if len(sentences) == 1 or force_of(sentences[0]) is not Force.ACT:
            return
        text = " ".join(sentences[:-1])
    if len(folded.split()) < 4:
        return
    if _INHERITS.search(holders.mend(text)) or force_of(text, item=False) is Force.ACT:
        yield _Found(path, text, text, bool(paragraph.repaired))


def _from_clause(clause: Clause, listed: bool, article: Article) -> Iterator[_Found]:
    text = _words(clause)
    if clause.children:
        yield from _from_parent(clause, text, article)
        return
    whole, force = text, force_of(text)
    if force is Force.NONE and article.tail and clause is article.clauses[-1]:
        whole = f"{text} {article.tail}"
        force = force_of(whole)
    if force is Force.ACT or (listed and force is Force.NOUN and len(text.split()) > 2):
        yield _Found(clause.path, whole, whole, bool(clause.repaired))


def _from_parent(clause: Clause, lead: str, article: Article) -> Iterator[_Found]:
    """A clause with items: the duty stays where the verb is."""
    items = [_words(child) for child in clause.children]
    forces = [force_of(item) for item in items]
    strong = [
        force is Force.ACT or (force is Force.NOUN and _passive(item))
        for force, item in zip(forces, items, strict=True)
    ]
    tail = article.tail if article.clauses and clause is article.clauses[-1] else ""
    if sum(strong) * 2 > len(strong) and strong[0]:
        for child, item, oblige in zip(clause.children, items, strong, strict=True):
            complete = f"{lead.rstrip(';:, ')}: {item}" if lead else item
            if child.children:
                yield from _from_parent(child, complete, article)
            elif oblige:
                yield _Found(child.path, complete, item, bool(child.repaired))
        return
    whole = " ".join(part for part in [lead, *items, tail] if part)
    if any(force_of(part) in {Force.ACT, Force.NOUN} for part in (whole, lead, items[-1]) if part):
        yield _Found(clause.path, whole, whole, bool(clause.repaired))


def _passive(item: str) -> bool:
    last = plain(item).split()[-1:]
    return bool(last) and bool(re.search(r"(?:il|ul|in|un|an|en)m[ae]s[iu]$", last[0]))


def _responsible(found: _Found, article: Article, holder: Responsible | None, document: Document) -> Responsible:
    """The holder of one duty: the article's, unless the clause itself begins with another."""
    if holder is not None and found.path == article.path:
        return holder
    own = holders.from_lead(found.own)
    if holder is not None and (not _is_another(own, holder.name) or not _opens_with(own, found.own)):
        return holder
    if holder is not None:
        return Responsible(holders.kind_of(own) or "unit", own, 0.75, f"cümlenin öznesi: «{own}»")
    name = own or holders.from_agent(found.own) or _owner_of_duty(found.own)
    if name:
        full, path = holders.resolve(name, document.definitions)
        kind = holders.kind_of(full) or holders.kind_of(name) or "unit"
        where = f"; {path} tanımı" if path else ""
        return Responsible(kind, full, 0.7, f"cümlenin öznesi: «{name}»{where}")
    unit = holders.in_title_case(holders.mend(document.meta.get("unit", ""))) or "Metnin birimi"
    reason = "metinde açıkça yazmıyor; metnin birimi alındı"
    return Responsible(holders.kind_of(unit) or "unit", unit, 0.3, reason)


_GENERIC = re.compile(r"(?:birim|mudurluk|mudur|personel|kurul|baskanlik|servis|sef|ekip)(?:i|ler|leri)?$")


def _is_another(own: str, holder: str) -> bool:
    """Is the subject of the clause somebody else than the holder of the article?"""
    if " " not in own and holders.kind_of(own) != "role":
        return False
    return bool(own) and not _GENERIC.fullmatch(fold(own)) and not holders.similar(own, holder)


def _opens_with(name: str, text: str) -> bool:
    """Does a finite sentence begin with the name and a comma or semicolon, so that it is surely its subject?"""
    if len(name.split()) > 5 or re.search(r"m[ae]k$", plain(text)):
        return False
    opening = holders.mend(" ".join(text.split()[:20]))
    return bool(re.match(re.escape(name) + r"\s*[,;]", opening))


def _owner_of_duty(text: str) -> str:
    """ "… Bilgi İşlem Dairesi Başkanlığının görevidir" names its holder at the end."""
    match = re.search(r"((?:[A-ZÇĞİÖŞÜ][\w’']*\s+(?:ve\s+)?){1,7})görevidir", text)
    if not match:
        return ""
    name = holders.without_genitive(match.group(1).strip())
    return name if holders.kind_of(name) else ""
