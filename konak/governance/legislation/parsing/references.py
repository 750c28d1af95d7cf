"""What a text cites: laws, regulations, the Official Gazette, its own articles, and documents that lie outside."""

import re

from konak.foundation.db import turkish

from .metadata import iso_date
from .structure import Article, Clause, LegalBasis, Reference

_NUMBERED = r"[Ss]ay[ıi1l]{1,3}\w{0,3}"
_LAW = re.compile(
    rf"\b(\d{{3,4}})\s+{_NUMBERED}\s+((?:[^\s.;]{{1,40}}\s+){{0,24}}?)"
    r"((?:[Kk]anun|KANUN|[Yy]asa|KHK|Kanun Hükmünde Kararname)\w*)"
)
_LAW_TAIL = re.compile(r"^\s+(?:[Vv]e|ile)\s+(?:[^\s.;]{1,40}\s+){0,10}?(?:[Dd]air|[Hh]akkında)\s+Kanun\w*")
_CONSTITUTION = re.compile(
    r"(?:\d{4}\s+)?Anayasa\S*(?:\s+\d{1,3}\s*(?:[uü]nc[uü]|inci|nci|[ıi]nc[ıi])?\s*\.?\s*[Mm]adde\w*)?"
)
_NAMED_LAW = re.compile(r"\s+((?:[A-ZÇĞİÖŞÜ]\w{1,30}\s+(?:ve\s+)?){1,8}Kanun\w*)")
_GAZETTE = re.compile(
    rf"(?:(\d{{1,2}}[./ ]\d{{1,2}}[./ ]\d{{4}}|\d{{1,2}} \w+ \d{{4}})\s+\w+[\s,]+(?:ve\s+)?)?"
    rf"\b(\d{{5}})\s+{_NUMBERED}(?:\s+(?:ve\s+)?(\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}))?(?:\s+\w+){{0,3}}?\s+[Rr]esm[iîı]\s+[Gg]azete\w*"
)
_GAZETTE_BARE = re.compile(rf"\b(\d{{5}})\s+(?:{_NUMBERED}|[Ss]ayı)\b")
_CAPITAL = r"[A-ZÇĞİÖŞÜ“\"(][^\s.;:]{0,40}\s+"
# İ is often typed small: "Mahalli idare", "Norm Kadro ilke ve"
_SMALL = (
    r"(?:i(?:dare|lke|şlem|hale|mar)\w*\s+)?"
    r"(?:(?:ve|ile|veya|ve/veya|dair|hakkında|ilişkin|için|ait|uygulanmasına)\s+){0,2}"
)
_REGULATION = re.compile(
    rf"((?:{_CAPITAL}{_SMALL}){{1,22}})"
    r"(Yönetmeli[kğ]\w*|[Yy]önetmeli[kğ]\w*|Tebliğ\w*|tebliğ\w*|Yönerge\w*|Genelge\w*|Tüzü[kğ]\w*|Rehber\w*)"
)
_KINDS = {"yo": "regulation", "te": "communique", "ge": "regulation", "tu": "regulation", "re": "external"}
_ARTICLE = re.compile(
    r"(?:(?P<self>[Bb]u (?:Yönetmeli[kğ]|Yönerge|[yY]önetmeli[kğ]|yönerge)\w*)\s+(?:\w+\s+(?:başlıklı\s+)?){0,3})?"
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)\s*(?:\.|inci|nci|ıncı|ncı|uncu|üncü|ncu|ncü)\s*madde\w*|"
    r"\b[Mm](?:adde|ADDE)\s+(?P<after>\d{1,2}(?:\.\d{1,2})*)\b)"
    r"(?:\s*[(“\"]?(?P<paragraph>birinci|ikinci|üçüncü|dördüncü|beşinci|\d{1,2})\S{0,6}\s+fıkra\w*)?"
    r"(?:\s*[(“\"‘']?(?P<letter>[a-zçğıöşü])[)”\"’']?\s+bend\w*)?"
)
_FOREIGN = re.compile(
    r"(?:[Kk]anun\w*|[Yy]asa\w*|Anayasa\S*|Tebliğ\w*|(?<![Bb]u )(?:Yönetmeli|Yönerge|Tüzü)\w+|sayılı)\s+"
    r"(?:\d{1,3}\s*(?:\.|\w{2,4})?\s*(?:,|ve|ile)\s*){0,6}$"
)
_LAW_ARTICLES = re.compile(
    r"\s+(?:\d{1,3}\s*(?:\.|[iıuü]?n?c[iıuü])?\s*(?:,\s*|\s+ve\s+|\s+ile\s+)?){1,6}\s*[Mm]adde\w*"
    r"(?:\s*[(“\"'‘]?[a-zçğıöşü][)”\"'’]?\s+bend\w*)?"
)
_RELATIVE = re.compile(
    r"\b(birinci|ikinci|üçüncü|dördüncü|beşinci)\s+fıkra\w*(?:\s*[(“\"]?([a-zçğıöşü])[)”\"]?\s+(?:ve\s.{1,12})?bend\w*)?"
)
_MAY_CITE = re.compile(
    r"\d|[“\"]|[Yy]önetmeli|[Yy]önerge|[Tt]ebli|[Gg]enelge|[Tt]üzü|[Rr]ehber|Anayasa|[Mm]adde|fıkra"
)
_QUOTED = re.compile(r"[“\"]\s?([^“”\"]{6,160}?)\s?[”\"™](?!\s*bend)")
_PART = re.compile(r"[Yy]önetmeli\S*\s+((?:[A-ZÇĞİÖŞÜ]\w+\s+){1,4})bölüm\w*")
_ORDINAL = {"birinci": "1", "ikinci": "2", "üçüncü": "3", "dördüncü": "4", "beşinci": "5"}


def read_references(articles: list[Article]) -> list[Reference]:
    """All citations in order of appearance. What points into this text is resolved, everything else is kept."""
    paths = {article.path for article in articles} | {
        clause.path for article in articles for top in article.clauses for clause in _all(top)
    }
    result: list[Reference] = []
    for article in articles:
        for path, words in _texts(article):
            result += _cited(words[:20_000], path, paths, article.number)
    return result


def legal_bases(articles: list[Article], references: list[Reference]) -> list[LegalBasis]:
    """What the text rests on: citations in the article on its basis, else in those on purpose and organization."""
    for roles in ({"basis"}, {"purpose", "organization", "scope"}):
        owners = {article.path for article in articles if article.role in roles}
        bases = _bases([reference for reference in references if _owned(reference.path, owners)])
        if bases:
            return bases
    return []


def _owned(path: str, owners: set[str]) -> bool:
    return any(path == owner or path.startswith((f"{owner}.", f"{owner}-")) for owner in owners)


def _bases(references: list[Reference]) -> list[LegalBasis]:
    """The citations as bases. A gazette number belongs to what it published: mostly the next citation beside it."""
    bases: list[LegalBasis] = []
    waiting: Reference | None = None
    for reference in references:
        if waiting is not None and waiting.path != reference.path:
            bases = _publish(bases, waiting)
            waiting = None
        if reference.kind == "gazette":
            waiting = reference
        elif reference.kind in ("law", "regulation", "communique", "external"):
            base = LegalBasis(reference.kind, reference.text, reference.number, reference.path, "", reference.date)
            if waiting is not None:
                base.gazette, base.date = waiting.number, base.date or waiting.date
                waiting = None
            bases.append(base)
    return bases if waiting is None else _publish(bases, waiting)


def _publish(bases: list[LegalBasis], gazette: Reference) -> list[LegalBasis]:
    """A gazette number that nothing follows: it belongs to the citation before it, or stands alone."""
    if bases and bases[-1].path == gazette.path and not bases[-1].gazette:
        bases[-1].gazette, bases[-1].date = gazette.number, bases[-1].date or gazette.date
        return bases
    return [*bases, LegalBasis("gazette", gazette.text, "", gazette.path, gazette.number, gazette.date)]


def _all(clause: Clause) -> list[Clause]:
    return [clause, *(other for child in clause.children for other in _all(child))]


def _texts(article: Article) -> list[tuple[str, str]]:
    own_labels = {clause.start for clause in article.clauses}
    result = [
        (article.path, paragraph.repaired or paragraph.text)
        for paragraph in article.paragraphs
        if paragraph.start not in own_labels
    ]
    for top in article.clauses:
        result += [(clause.path, clause.repaired or clause.text) for clause in _all(top)]
    return result


def _cited(words: str, path: str, paths: set[str], own: str) -> list[Reference]:
    if not _MAY_CITE.search(words):
        return []
    found: list[tuple[int, Reference]] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, reference: Reference) -> None:
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            found.append((start, reference))

    for match in _LAW.finditer(words):
        end = match.end()
        tail = _LAW_TAIL.match(words[end : end + 200])
        if tail:
            end += tail.end()
        articles = _LAW_ARTICLES.match(words, end)
        if articles:
            end = articles.end()
        date = iso_date(words[max(0, match.start() - 30) : match.start()])
        add(match.start(), end, Reference("law", _tidy(words[match.start() : end]), path, match[1], "", date))
    for match in _CONSTITUTION.finditer(words):
        add(match.start(), match.end(), Reference("law", _tidy(match.group()), path))
    for match in _GAZETTE.finditer(words):
        add(
            match.start(),
            match.end(),
            Reference("gazette", _tidy(match.group()), path, match[2], "", iso_date(match.group())),
        )
    for match in _GAZETTE_BARE.finditer(words):
        near = words[max(0, match.start() - 40) : match.end() + 40]
        add(
            match.start(), match.end(), Reference("gazette", _tidy(match.group()), path, match[1], "", iso_date(near))
        )
        # a law cited by the number of its gazette instead of its own
        named = _NAMED_LAW.match(words, match.end())
        if named:
            add(named.start(1), named.end(), Reference("law", _tidy(named[1]), path))
    for match in _QUOTED.finditer(words):
        inner = turkish.fold(match[1])
        kind = (
            "regulation"
            if "yonetmeli" in inner + turkish.fold(words[match.end() : match.end() + 12])
            else ("communique" if "teblig" in inner else "external")
        )
        if match[1][0].isupper() or match[1][0].isdigit():
            add(match.start(), match.end(), Reference(kind, _tidy(match[1]), path))
    for match in _REGULATION.finditer(words):
        name = match[1].strip()
        if (
            name.count(" ") < 1
            and not name.endswith(("Mal", "Arşiv", "Plan"))
            and turkish.fold(name) in ("bu", "isbu", "ic", "")
        ):
            continue
        if turkish.fold(name).split()[0] in ("bu", "isbu") and name.count(" ") < 2:
            continue
        kind = _KINDS[turkish.fold(match[2])[:2]]
        add(match.start(), match.end(), Reference(kind, _tidy(match.group()), path))
    for match in _ARTICLE.finditer(words):
        number = match["number"] or match["after"]
        if _FOREIGN.search(words[max(0, match.start() - 60) : match.start()]) and not match["self"]:
            continue
        add(match.start(), match.end(), _own(match, number, path, paths))
    for match in _RELATIVE.finditer(words):
        if _FOREIGN.search(words[max(0, match.start() - 60) : match.start()]):
            continue
        add(match.start(), match.end(), _relative(match, path, paths, own))
    for match in _PART.finditer(words):
        add(match.start(1), match.end(), Reference("external", _tidy(words[match.start(1) : match.end()]), path))
    found.sort(key=lambda item: item[0])
    return [reference for _, reference in found]


def _own(match: re.Match[str], number: str, path: str, paths: set[str]) -> Reference:
    target = number
    paragraph = match["paragraph"]
    if paragraph and f"{target}.{_ORDINAL.get(paragraph, paragraph)}" in paths:
        target += f".{_ORDINAL.get(paragraph, paragraph)}"
    elif paragraph and match["letter"]:
        deeper = f"{target}.{_ORDINAL.get(paragraph, paragraph)}.{match['letter']}"
        target = deeper if deeper in paths else target
    if match["letter"] and f"{target}.{match['letter']}" in paths:
        target += f".{match['letter']}"
    return Reference("article", _tidy(match.group()), path, number, target if target in paths else "")


def _relative(match: re.Match[str], path: str, paths: set[str], own: str) -> Reference:
    """ "birinci fıkranın (b) bendi" without an article: a part of the article that says so."""
    article = next((known for known in sorted(paths, key=len, reverse=True) if _within(path, known)), own)
    targets = [f"{article}.{_ORDINAL[match[1]]}"]
    if match[2]:
        # the number of a lone fıkra is no part of a path
        targets = [f"{targets[0]}.{match[2]}", f"{article}.{match[2]}"]
    resolved = next((target for target in targets if target in paths), "")
    return Reference("article", _tidy(match.group()), path, own, resolved)


def _within(path: str, article: str) -> bool:
    return "." not in article and (path == article or path.startswith((f"{article}.", f"{article}-")))


def _tidy(words: str) -> str:
    return re.sub(r"^(?:[Tt]arihli|[Ss]ayılı)\s", "", re.sub(r"\s+", " ", words).strip(" ,;.“”\"'"))
