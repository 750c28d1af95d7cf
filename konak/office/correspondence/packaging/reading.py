"""What a package says of its document, in either version."""

import datetime as dt
import re
from dataclasses import dataclass, field

from lxml import etree

from .container import XML, Container, parse

GUID = re.compile(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")


@dataclass(frozen=True, slots=True)
class Sender:
    """A body, a company or a person: kind, name, number (DETSİS, MERSİS or T.C.), KEP."""

    kind: str = "body"
    name: str = ""
    number: str = ""
    kep: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    party: Sender
    purpose: str = "GRG"
    urgency: str = "NRM"
    within: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    id: str
    place: int
    kind: str
    name: str
    file_name: str = ""
    media_type: str = ""
    reference: str = ""
    is_signed: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Referred:
    id: str
    label: str
    name: str = ""
    number: str = ""
    on: dt.date | None = None
    annex: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What an update package says: the new secrecy, since when, by which decision."""

    secrecy: str
    changed_at: dt.datetime | None
    why: str
    decision_number: str


@dataclass(slots=True)
class Meta:
    version: str = ""
    category: str = ""
    document_id: str = ""
    subject: str = ""
    number: str = ""
    date: dt.datetime | None = None
    secrecy: str = ""
    language: str = ""
    file_name: str = ""
    media_type: str = ""
    sender: Sender = field(default_factory=Sender)
    receivers: list[Receiver] = field(default_factory=list)
    annexes: list[Enclosed] = field(default_factory=list)
    referred: list[Referred] = field(default_factory=list)
    code: str = ""
    code_name: str = ""
    verify_at: str = ""
    signers: list[str] = field(default_factory=list)
    core: dict[str, str] = field(default_factory=dict)


def local(tag: object) -> str:
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def kids(node: XML | None, name: str) -> list[XML]:
    return [] if node is None else [one for one in node if local(one.tag) == name]


def kid(node: XML | None, *path: str) -> XML | None:
    for name in path:
        node = next(iter(kids(node, name)), None)
    return node


def text(node: XML | None, *path: str) -> str:
    found = kid(node, *path) if path else node
    return (found.text or "").strip() if found is not None else ""


def moment(words: str) -> dt.datetime | None:
    words = re.sub(r"(\.\d{6})\d+", r"\1", words.strip())
    try:
        return dt.datetime.fromisoformat(words.replace("Z", "+00:00")) if words else None
    except ValueError:
        return None


def party(node: XML | None) -> Sender:
    """The choice every party of the format is."""
    body, person, company = kid(node, "KurumKurulus"), kid(node, "GercekSahis"), kid(node, "TuzelSahis")
    if body is not None:
        return Sender("body", text(body, "Adi"), text(body, "KKK"), text(body, "IletisimBilgisi", "KepAdresi"))
    if company is not None:
        kep = text(company, "IletisimBilgisi", "KepAdresi")
        return Sender("company", text(company, "Adi"), text(company, "Id"), kep)
    if person is not None:
        who = kid(person, "Kisi")
        names = [text(who, one) for one in ("OnEk", "IlkAdi", "IkinciAdi", "Soyadi")]
        kep = text(person, "IletisimBilgisi", "KepAdresi")
        return Sender("person", " ".join(name for name in names if name), text(person, "TCKN"), kep)
    return Sender()


def read_core(found: Container) -> dict[str, str]:
    content = found.content("core")
    name = found.part_of("core")
    if content is None or name is None:
        return {}
    return {local(one.tag): (one.text or "").strip() for one in parse(content, name) if isinstance(one.tag, str)}


def read_meta(found: Container) -> Meta:
    """Core properties, Ustveri and what came after the signature. Raises `Broken` where XML cannot be read."""
    core = read_core(found)
    meta = Meta(version=core.get("version", ""), category=core.get("category", ""), core=core)
    name, content = found.part_of("ustveri"), found.content("ustveri")
    if name is None or content is None:
        return meta
    root = parse(content, name)
    meta.document_id = text(root, "BelgeId")
    meta.subject = text(root, "Konu")
    meta.secrecy = text(root, "GuvenlikKodu")
    meta.media_type = text(root, "MimeTuru")
    meta.file_name = text(root, "DosyaAdi")
    meta.language = text(root, "Dil")
    meta.sender = party(kid(root, "Olusturan"))
    meta.number, meta.date = text(root, "BelgeNo"), moment(text(root, "Tarih"))
    meta.code = text(root, "SdpBilgisi", "AnaSdp", "Kod")
    meta.code_name = text(root, "SdpBilgisi", "AnaSdp", "Ad")
    meta.verify_at = text(root, "DogrulamaBilgisi", "DogrulamaAdresi")
    for one in kids(kid(root, "DagitimListesi"), "Dagitim"):
        without = tuple(text(no, "EkId") for no in kids(kid(one, "KonulmamisEkListesi"), "KonulmamisEk"))
        meta.receivers.append(
            Receiver(party(one), text(one, "DagitimTuru"), text(one, "Ivedilik"), text(one, "Miat"), without)
        )
    for one in kids(kid(root, "Ekler"), "Ek"):
        meta.annexes.append(_annex(found, one))
    for one in kids(kid(root, "Ilgiler"), "Ilgi"):
        key = kid(one, "Id")
        day = moment(text(one, "Tarih"))
        meta.referred.append(
            Referred(
                id=(key.get("Value") or text(key)) if key is not None else "",
                label=text(one, "Etiket"),
                name=text(one, "Ad"),
                number=text(one, "BelgeNo"),
                on=_day(day),
                annex=text(one, "EkId"),
            )
        )
    _read_final(found, meta)
    return meta


def read_update(found: Container) -> Update | None:
    """GuncellemeBilgisi of an .eypg; None where it is no change of secrecy."""
    name, content = found.part_of("guncellemebilgisi"), found.content("guncellemebilgisi")
    if name is None or content is None:
        return None
    for node in parse(content, name).iter():
        if local(node.tag) == "GuvenlikKoduDegisiklikBilgisi":
            at = moment(text(node, "DegistirmeTarihi"))
            return Update(
                text(node, "YeniGizlilikDerecesi"),
                at if at is None or at.tzinfo else at.replace(tzinfo=dt.UTC),
                text(node, "Aciklama"),
                text(node, "KomisyonKarariBelgeNo"),
            )
    return None


def _day(moment: dt.datetime | None) -> dt.date | None:
    """The date as the sender wrote it, in his own offset."""
    return dt.date(moment.year, moment.month, moment.day) if moment else None


def _annex(found: Container, node: XML) -> Enclosed:
    key = kid(node, "Id")
    value = (key.get("Value") or text(key)) if key is not None else ""
    place = text(node, "SiraNo")
    part = ""
    for relation in found.relations:
        if relation.kind in ("ek", "imzasizek") and relation.id.casefold().endswith(f"_{value.casefold()}") and value:
            part = found.find(relation.target) or ""
    return Enclosed(
        id=value,
        place=int(place) if place.isascii() and place.isdecimal() and len(place) < 6 else 0,
        kind=text(node, "Tur"),
        name=text(node, "Ad") or text(node, "DosyaAdi"),
        file_name=text(node, "DosyaAdi"),
        media_type=text(node, "MimeTuru"),
        reference=text(node, "Referans"),
        is_signed=text(node, "ImzaliMi").casefold() in ("true", "1"),
        part=part,
    )


def _read_final(found: Container, meta: Meta) -> None:
    for kind, path in (("nihaiustveri", ("BelgeImzalar",)), ("belgeimza", ("ImzaListesi",))):
        name, content = found.part_of(kind), found.content(kind)
        if name is None or content is None:
            continue
        root = parse(content, name)
        if kind == "nihaiustveri":
            meta.number, meta.date = text(root, "BelgeNo"), moment(text(root, "Tarih"))
        for one in kids(kid(root, *path), "Imza"):
            who = kid(one, "Imzalayan")
            person = who if kid(who, "Kisi") is not None else kid(who, "GercekSahis")
            names = [text(kid(person, "Kisi"), part) for part in ("IlkAdi", "IkinciAdi", "Soyadi")]
            meta.signers.append(" ".join(part for part in names if part))
