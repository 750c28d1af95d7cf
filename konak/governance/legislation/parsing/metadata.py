"""Who issued the text, what kind it is, when and by which decision it was adopted."""

import re
from collections import Counter

from konak.foundation.db import turkish

from .structure import Article, Wrapper

_DATE = r"(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{4})"
_MONTHS = [
    "ocak",
    "subat",
    "mart",
    "nisan",
    "mayis",
    "haziran",
    "temmuz",
    "agustos",
    "eylul",
    "ekim",
    "kasim",
    "aralik",
]
_WRITTEN = re.compile(r"(\d{1,2})\s+(" + "|".join(_MONTHS) + r")\s+(\d{4})")
_DECISION = re.compile(_DATE + r"\s+tarih\w*\s+ve\s+(\S+)\s+say\w+\s+.{0,60}?karar", re.IGNORECASE)
_DECIDED_ON = re.compile(r"karar\s+(?:tarihi|t\.)\s*[:\-]?\s*" + _DATE)
_DECIDED_NO = re.compile(r"karar\s+(?:sayisi|no|numarasi)\s*[:\-.]*\s*(\S*\d\S*)")
_APPROVED_ON = re.compile(r"(?:olur|onay|kabul)\s+tarihi\s*[:\-]?\s*" + _DATE)
_GAZETTE = re.compile(r"resmi gazete(?:\s+tarih\w*)?[^\d]{0,30}(?:" + _DATE + r")?[^\d]{0,25}(\d{5})\b")
_INSTITUTION = re.compile(
    r"((?:[A-ZÇĞİÖŞÜ][\wçğıöşü]+\s+){1,4}?(?:Büyükşehir )?Belediye(?:si(?: Başkanlığı)?| Başkanlığı))"
)


def iso_date(text: str) -> str:
    """The first date in `text` as 2025-11-13, empty when there is none or no such day."""
    found = re.search(_DATE, text)
    if found:
        day, month, year = map(int, found.groups())
    else:
        written = _WRITTEN.search(turkish.fold(text))
        if not written:
            return ""
        day, month, year = int(written[1]), _MONTHS.index(written[2]) + 1, int(written[3])
    if not (1 <= day <= 31 and 1 <= month <= 12 and 1850 <= year <= 2200):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def read_metadata(
    cover: list[str], wrapper: list[Wrapper], articles: list[Article], chapter_titles: list[str]
) -> dict[str, str]:
    """Metadata from the title block (`cover`, repaired lines), what stands around, and the articles."""
    meta: dict[str, str] = {}
    folded = [turkish.fold(line) for line in cover]
    around = " \n".join(turkish.fold(part.text) for part in wrapper)
    body = " ".join(
        " ".join(paragraph.repaired or paragraph.text for paragraph in article.paragraphs)
        + " ".join(clause.repaired or clause.text for clause in article.clauses)
        for article in articles[:8]
    )
    kind = _kind(" ".join(folded), turkish.fold(body))
    title_end = next(
        (i for i, line in enumerate(folded) if re.search(r"yonetmeli|yonerge|genelge|usul ve esaslari?$", line)), None
    )
    units = [
        i
        for i, line in enumerate(folded)
        if re.search(r"mudurlug|dairesi baskanlig|daire baskanlig", line) and len(line) < 120
    ]
    place = next(
        (
            i
            for i, line in enumerate(folded)
            if "belediye" in line and len(line) < 100 and not re.search(r"mudurlug", line)
        ),
        None,
    )
    if place is not None:
        meta["institution"] = _clean(cover[place])
    else:
        named = _common_institution(articles)
        if named:
            meta["institution"] = named
    inside = [line for line in units if title_end is None or line <= title_end]
    if inside:
        # the institution and the unit may share a line: "X Belediyesi Bilgi İşlem Müdürlüğü"
        unit = cover[inside[-1]]
        meta["unit"] = _clean(
            re.split(r"\b(?:GÖREV|Görev|ÇALIŞMA|Çalışma|TEŞKİLAT|Teşkilat|KURULUŞ|Kuruluş)\b", unit)[0]
        )
        if "institution" in meta and place == inside[-1]:
            meta["institution"] = _clean(re.split(r"(?<=Belediyesi)|(?<=BELEDİYESİ)", unit)[0])
    if not meta.get("unit"):
        meta.pop("unit", None)
        unit = _common_unit(articles, chapter_titles)
        if unit:
            meta["unit"] = unit
    if kind:
        meta["kind"] = kind
    if title_end is not None:
        first = inside[-1] if inside else max(0, title_end - 1)
        meta["title"] = _clean(" ".join(cover[first : title_end + 1]))
    elif chapter_titles and not cover:
        meta["title"] = chapter_titles[-1]
    _decision(meta, around)
    return {key: value for key, value in meta.items() if value}


def _decision(meta: dict[str, str], around: str) -> None:
    found = _DECISION.search(around)
    if found:
        meta["decision_date"] = iso_date(found.group())
        meta["decision_number"] = found[4]
    dated = _DECIDED_ON.search(around)
    if dated:
        meta.setdefault("decision_date", iso_date(dated.group()))
    numbered = _DECIDED_NO.search(around)
    if numbered:
        meta.setdefault("decision_number", numbered[1].strip(".,;"))
    approved = _APPROVED_ON.search(around)
    if approved:
        meta["approval_date"] = iso_date(approved.group())
    gazette = _GAZETTE.search(around)
    if gazette:
        date = iso_date(gazette.group())
        meta["gazette"] = f"{gazette[4]} ({date})" if date else gazette[4]


def _kind(cover: str, body: str) -> str:
    for text in (cover, body):
        found = (
            re.search(r"yonerge(?:si)?\b|yonetmeli|genelge(?:si)?\b", text)
            if text is cover
            else re.search(r"\bbu (yonerge|yonetmeli)", text)
        )
        if found:
            word = found.group()
            return "yönerge" if "yonerge" in word else "genelge" if "genelge" in word else "yönetmelik"
    return ""


def _common_institution(articles: list[Article]) -> str:
    words = " ".join(
        [paragraph.repaired or paragraph.text for article in articles for paragraph in article.paragraphs]
        + [clause.repaired or clause.text for article in articles[:5] for clause in article.clauses]
    )[:60_000]
    names = Counter(re.sub(r"\s+", " ", found[1]) for found in _INSTITUTION.finditer(words))
    return names.most_common(1)[0][0] if names else ""


def _common_unit(articles: list[Article], titles: list[str]) -> str:
    pattern = re.compile(r"((?:[A-ZÇĞİÖŞÜ][\wçğıöşü]+\s+(?:ve\s+)?){1,6}?(?:Müdürlüğü|Daire(?:si)? Başkanlığı))")
    words = " ".join(
        titles + [paragraph.repaired or paragraph.text for article in articles for paragraph in article.paragraphs]
    )[:40_000]
    names = Counter(found[1] for found in pattern.finditer(words))
    return names.most_common(1)[0][0] if names else ""


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" *#_|:-–’'")
