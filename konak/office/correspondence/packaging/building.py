"""Writing a package of version 2.0, in the order of its digests: letter, metadata, first digest, signature, number
and date, last digest, seal. Nothing that was digested is written again."""

import base64
import datetime as dt
import hashlib
import io
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from . import names
from .container import open_container
from .reading import Meta, read_meta

_PLAIN = str.maketrans("şŞöÖçÇıİğĞüÜ", "sSoOcCiIgGuU")
_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "imz": "application/octet-stream",
    "psmdcp": "application/vnd.openxmlformats-package.core-properties+xml",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Face:
    """A party: a body by its DETSİS number, a company, or a person."""

    kind: str
    name: str = ""
    number: str = ""
    unit_number: str = ""
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    kep: str = ""
    fax: str = ""
    web: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Who gets it, for action or knowledge, until when, and without which annexes."""

    face: Face
    purpose: str = "GRG"
    urgency: str = "NRM"
    days: int | None = None
    without: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    id: str
    place: int
    name: str
    kind: str = "DED"
    file_name: str = ""
    media_type: str = "application/octet-stream"
    content: bytes | None = None
    reference: str = ""
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """An ilgi."""

    id: str
    label: str
    name: str = ""
    number: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """Everything that is known before the signature."""

    id: str
    subject: str
    letter: bytes
    file_name: str
    sender: Face
    receivers: Sequence[Reach]
    verify_at: str
    secrecy: str = "YOK"
    annexes: Sequence[Attached] = ()
    referred: Sequence[Named] = ()
    contacts: Sequence[Face] = ()
    code: tuple[str, str] | None = None
    own_id: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, in whose name, and what that gave the document."""

    number: str
    at: dt.datetime
    signatures: bytes
    people: Sequence[Mapping[str, str]]
    """Each: first_name, last_name, title, office; for_first_name … of the one who was acted for; purpose; at."""


@dataclass(slots=True)
class _Parts:
    content: dict[str, bytes] = field(default_factory=dict)
    rels: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes, kind: str, key: str, source: str = "/", media_type: str = "") -> None:
        self.content[name] = content
        self.rels.setdefault(source, []).append((kind, name, key))
        if media_type:
            self.types[name] = media_type


def part_name(name: str, taken: set[str] | None = None) -> str:
    """A file name as a part may carry it; a second one of the same name gets a number."""
    plain = name.translate(_PLAIN)
    plain = re.sub(r"[^\x21-\x7e]", "", plain)
    plain = re.sub(r'[/\\:*?"<>|%#&\[\]]', "_", plain).strip(".") or "dosya"
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    candidate, count = plain, 1
    while taken is not None and candidate.casefold() in taken:
        count += 1
        candidate = f"{stem}_{count}{dot}{ending}"
    if taken is not None:
        taken.add(candidate.casefold())
    return candidate


def first_digest(drafted: Drafted) -> bytes:
    """PaketOzeti.xml: the bytes a signer signs. The same draft gives the same bytes."""
    return _first(drafted)[1]


def skeleton(drafted: Drafted) -> tuple[bytes, bytes]:
    """What is fixed before the signature, as a package without the rest, and the bytes to be signed. It is kept, so
    that nothing that changes meanwhile can change what was signed."""
    parts, digest = _first(drafted)
    parts.add("/PaketOzeti/PaketOzeti.xml", digest, names.RELATION + "paketozeti", "IdPaketOzeti")
    # kept among ourselves, and compressed again when it leaves: the quickest level is enough
    return _zipped(parts, 1), digest


def _kept(skeleton: bytes) -> tuple[_Parts, bytes, Meta]:
    found = open_container(skeleton)
    parts, spelled = _Parts(), {"imzasizek": "imzasizEk"}
    digest = found.content("paketozeti") or b""
    for one in found.relations:
        name = found.find(one.target)
        if name is None or one.kind == "paketozeti":
            continue
        ending = name.rpartition(".")[2].lower()
        media_type = found.types.get(name.casefold()) or found.types.get(f".{ending}", "")
        kind = names.RELATION + spelled.get(one.kind, one.kind)
        parts.add(name, found.parts[name], kind, one.id, one.source, media_type)
    return parts, digest, read_meta(found)


def _first(drafted: Drafted) -> tuple[_Parts, bytes]:
    parts = _Parts()
    taken: set[str] = set()
    letter = f"/UstYazi/{part_name(drafted.file_name, taken)}"
    parts.add("/Ustveri/Ustveri.xml", _metadata(drafted).encode(), names.RELATION + "ustveri", "IdUstveri")
    parts.add(letter, drafted.letter, names.RELATION + "ustyazi", "IdUstYazi", media_type="application/pdf")
    signed: list[str] = []
    for one in drafted.annexes:
        if one.kind != "DED" or one.content is None:
            continue
        folder, kind = ("Ekler", "ek") if one.is_signed else ("ImzasizEkler", "imzasizEk")
        name = f"/{folder}/{part_name(one.file_name or one.name, taken)}"
        key = f"Id{'Ek' if one.is_signed else 'ImzasizEk'}_{one.id.upper()}"
        parts.add(name, one.content, names.RELATION + kind, key, media_type=one.media_type)
        if one.is_signed:
            signed.append(name)
    over = ["/Ustveri/Ustveri.xml", letter, *signed]
    outside = [one.reference for one in drafted.annexes if one.kind == "HRF"]
    digest = _digest("PaketOzeti", drafted.id, over, parts.content, outside)
    return parts, digest


class Whole:
    """Everything of a package but its seal: `last` is what the institution seals, `sealed` what leaves."""

    def __init__(self, kept: bytes, signed: Signed) -> None:
        self._parts = _whole(kept, signed)

    @property
    def last(self) -> bytes:
        """NihaiOzet.xml."""
        return self._parts.content["/NihaiOzet/NihaiOzet.xml"]

    def sealed(self, seal: bytes | None = None) -> bytes:
        if seal is not None:
            key = names.RELATION + "muhurcades"
            self._parts.add("/Muhur/MuhurCades.imz", seal, key, "IdMuhurCades", "/NihaiOzet/NihaiOzet.xml")
        return _zipped(self._parts)


def assemble(kept: bytes, signed: Signed, seal: bytes | None = None) -> bytes:
    """The whole package of a skeleton. Without `seal` everything but it: `last_digest` says what is to be sealed."""
    return Whole(kept, signed).sealed(seal)


def last_digest(kept: bytes, signed: Signed) -> bytes:
    """NihaiOzet.xml: the bytes the institution seals."""
    return Whole(kept, signed).last


def _whole(kept: bytes, signed: Signed) -> _Parts:
    parts, digest, meta = _kept(kept)
    before = list(parts.content)
    parts.add("/PaketOzeti/PaketOzeti.xml", digest, names.RELATION + "paketozeti", "IdPaketOzeti")
    key = names.RELATION + "imzacades"
    parts.add("/Imzalar/ImzaCades.imz", signed.signatures, key, "IdImzaCades", "/PaketOzeti/PaketOzeti.xml")
    final = _final(signed).encode()
    parts.add("/NihaiUstveri/NihaiUstveri.xml", final, names.RELATION + "nihaiustveri", "IdNihaiUstveri")
    key = uuid.uuid5(uuid.UUID(meta.document_id), "core").hex
    core = f"/package/services/metadata/core-properties/{key}.psmdcp"
    creator = f"{meta.sender.name}/{meta.sender.number}"
    facts = _core(meta.document_id, creator, signed.at, meta.subject)
    parts.add(core, facts.encode(), names.CORE_RELATION, f"R{key[:16]}")
    over = [name for name in before if not name.startswith("/ImzasizEkler/")]
    over += ["/PaketOzeti/PaketOzeti.xml", "/Imzalar/ImzaCades.imz", "/NihaiUstveri/NihaiUstveri.xml", core]
    last = _digest("NihaiOzet", meta.document_id, over, parts.content)
    parts.add("/NihaiOzet/NihaiOzet.xml", last, names.RELATION + "nihaiozet", "IdNihaiOzet")
    return parts


def wrap_encrypted(
    last: bytes, encrypted: bytes, *, sender: Face, receivers: Sequence[Face],
    method: str = "Elektronik Belgeleri Açık Anahtar Altyapısı Kullanarak Güvenli İşleme Rehberi",
    package_id: str = "",
) -> bytes:  # fmt: skip
    """.eyps: the encrypted package inside, its last digest and its receivers outside."""
    package_id = package_id or str(uuid.uuid4())
    parts = _Parts()
    types = names.ns("Tipler", "2.0")
    targets = "".join(f"<t:Hedef>{_party(one)}</t:Hedef>" for one in receivers)
    body = (
        f'<BelgeHedef xmlns="{names.ns("BelgeHedef", "2.0")}" xmlns:t="{types}">'
        f"<t:HedefListesi>{targets}</t:HedefListesi></BelgeHedef>"
    )
    parts.add("/BelgeHedef/BelgeHedef.xml", _xml(body).encode(), names.RELATION + "belgehedef", "IdBelgeHedef")
    name = f"/SifreliIcerik/{package_id.upper()}"
    parts.add(
        name, encrypted, names.RELATION + "sifreliicerik", "IdSifreliIcerik", media_type="application/pkcs7-mime"
    )
    info = (
        f'<SifreliIcerikBilgisi xmlns="{types}" Id="{package_id.upper()}" Version="1.4" Yontem={quoteattr(method)}/>'
    )
    key = names.RELATION + "sifreliicerikbilgisi"
    parts.add("/SifreliIcerikBilgisi/SifreliIcerikBilgisi.xml", _xml(info).encode(), key, "IdSifreliIcerikBilgisi")
    parts.add("/NihaiOzet/NihaiOzet.xml", last, names.RELATION + "nihaiozet", "IdNihaiOzet")
    key = uuid.uuid5(uuid.UUID(package_id), "core").hex
    core = _core(package_id, f"{sender.name}/{sender.number}", None, "", f"{names.CATEGORY}/SIFRELI")
    place = f"/package/services/metadata/core-properties/{key}.psmdcp"
    parts.add(place, core.encode(), names.CORE_RELATION, f"R{key[:16]}")
    return _zipped(parts)


def update_package(
    original: bytes, *, secrecy: str, changed_at: dt.datetime, why: str, decision_number: str, decision_id: str,
    sender: Face, subject: str, seal: bytes | None = None, package_id: str,
) -> tuple[bytes, bytes]:  # fmt: skip
    """.eypg for a changed secrecy: the package, and the digest that is to be sealed (2.1)."""
    parts, types = _Parts(), names.ns("Tipler", "2.0")
    body = (
        f'<GuncellemeBilgisi xmlns="{types}"><Guncellemeler><GuncellemeTuru>GuvenlikKodu</GuncellemeTuru>'
        f"<GuvenlikKoduDegisiklikBilgisi><YeniGizlilikDerecesi>{secrecy}</YeniGizlilikDerecesi>"
        f"<DegistirmeTarihi>{changed_at.isoformat()}</DegistirmeTarihi><Aciklama>{escape(why)}</Aciklama>"
        f"<KomisyonKarariBelgeNo>{escape(decision_number)}</KomisyonKarariBelgeNo>"
        f"<KomisyonKarariBelgeId>{decision_id.upper()}</KomisyonKarariBelgeId>"
        "</GuvenlikKoduDegisiklikBilgisi></Guncellemeler></GuncellemeBilgisi>"
    )
    key = names.RELATION + "guncellemebilgisi"
    parts.add("/GuncellemeBilgisi/GuncellemeBilgisi.xml", _xml(body).encode(), key, "IdGuncellemeBilgisi")
    parts.add(
        "/OrijinalPaket/OrijinalPaket.eyp", original, names.RELATION + "orijinalpaket", "IdOrijinalPaket",
        media_type="application/x-zip-compressed",
    )  # fmt: skip
    key = uuid.uuid5(uuid.UUID(package_id), "core").hex
    place = f"/package/services/metadata/core-properties/{key}.psmdcp"
    creator = f"{sender.name}/{sender.number}"
    core = _core(package_id, creator, changed_at, subject, f"{names.CATEGORY}/GUNCELLEME", "2.1")
    parts.add(place, core.encode(), names.CORE_RELATION, f"R{key[:16]}")
    last = _digest("NihaiOzet", package_id, list(parts.content), parts.content)
    parts.add("/NihaiOzet/NihaiOzet.xml", last, names.RELATION + "nihaiozet", "IdNihaiOzet")
    if seal is not None:
        key = names.RELATION + "muhurcades"
        parts.add("/Muhur/MuhurCades.imz", seal, key, "IdMuhurCades", "/NihaiOzet/NihaiOzet.xml")
    return _zipped(parts), last


# ---- parts ---------------------------------------------------------------------------------------------------------


def _xml(body: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'


def _tag(name: str, value: object, prefix: str = "t:") -> str:
    """An element, left out where it would be empty."""
    return f"<{prefix}{name}>{escape(str(value))}</{prefix}{name}>" if value not in (None, "") else ""


def _person(face: Mapping[str, Any] | Face) -> str:
    get = face.get if isinstance(face, Mapping) else lambda name, empty="": getattr(face, name, empty)
    who = _tag("IlkAdi", get("first_name", "")) + _tag("Soyadi", get("last_name", ""))
    return f"<t:Kisi>{who}</t:Kisi>" + _tag("TCKN", get("number", "")) + _tag("Gorev", get("title", ""))


def _party(face: Face) -> str:
    contact = (
        _tag("Telefon", face.phone) + _tag("EPosta", face.email) + _tag("KepAdresi", face.kep)
        + _tag("Faks", face.fax) + _tag("WebAdresi", face.web) + _tag("Adres", face.address)
    )  # fmt: skip
    contact = f"<t:IletisimBilgisi>{contact}</t:IletisimBilgisi>" if contact else ""
    if face.kind == "body":
        inside = _tag("KKK", face.number) + _tag("Adi", face.name) + contact + _tag("BirimKKK", face.unit_number)
        return f"<t:KurumKurulus>{inside}</t:KurumKurulus>"
    if face.kind == "company":
        key = f'<t:Id schemeID="MERSIS">{escape(face.number)}</t:Id>'
        return f"<t:TuzelSahis>{key}{_tag('Adi', face.name)}{contact}</t:TuzelSahis>"
    return f"<t:GercekSahis>{_person(face)}{contact}</t:GercekSahis>"


def _metadata(drafted: Drafted) -> str:
    rows = [_tag("BelgeId", drafted.id.upper()), _tag("Konu", drafted.subject), _tag("GuvenlikKodu", drafted.secrecy)]
    rows.append(_tag("MimeTuru", "application/pdf"))
    if drafted.own_id:
        rows.append(f'<t:OzId schemeID="Konak">{escape(drafted.own_id)}</t:OzId>')
    rows.append("<t:DagitimListesi>" + "".join(map(_receiver, drafted.receivers)) + "</t:DagitimListesi>")
    if drafted.annexes:
        rows.append("<t:Ekler>" + "".join(map(_annex, drafted.annexes)) + "</t:Ekler>")
    if drafted.referred:
        rows.append("<t:Ilgiler>" + "".join(map(_referred, drafted.referred)) + "</t:Ilgiler>")
    rows.append(_tag("Dil", "tur"))
    rows.append(f"<t:Olusturan>{_party(drafted.sender)}</t:Olusturan>")
    if drafted.contacts:
        rows.append(
            "<t:IlgiliListesi>"
            + "".join(f"<t:Ilgili>{_party(one)}</t:Ilgili>" for one in drafted.contacts)
            + "</t:IlgiliListesi>"
        )
    rows.append(_tag("DosyaAdi", part_name(drafted.file_name)))
    if drafted.code:
        code = _tag("Kod", drafted.code[0]) + _tag("Ad", drafted.code[1])
        rows.append(f"<t:SdpBilgisi><t:AnaSdp>{code}</t:AnaSdp></t:SdpBilgisi>")
    where = _tag("DogrulamaAdresi", drafted.verify_at)
    rows.append(f"<t:DogrulamaBilgisi>{where}</t:DogrulamaBilgisi>")
    space, types = names.ns("Ustveri", "2.0"), names.ns("Tipler", "2.0")
    return _xml(f'<UstVeri xmlns="{space}" xmlns:t="{types}">{"".join(rows)}</UstVeri>')


def _receiver(one: Reach) -> str:
    without = "".join(f"<t:KonulmamisEk>{_tag('EkId', key.upper())}</t:KonulmamisEk>" for key in one.without)
    without = f"<t:KonulmamisEkListesi>{without}</t:KonulmamisEkListesi>" if without else ""
    within = _tag("Miat", f"P{one.days}D" if one.days is not None else "")
    told = _tag("Ivedilik", one.urgency) + _tag("DagitimTuru", one.purpose) + within + without
    return f"<t:Dagitim>{_party(one.face)}{told}</t:Dagitim>"


def _annex(one: Attached) -> str:
    inside = f'<t:Id Value="{one.id.upper()}" EYazismaIdMi="false"/>' + _tag("Tur", one.kind)
    if one.kind == "DED":
        inside += _tag("DosyaAdi", part_name(one.file_name or one.name)) + _tag("MimeTuru", one.media_type)
    inside += _tag("Ad", one.name) + _tag("SiraNo", one.place)
    if one.kind == "HRF":
        inside += _tag("Referans", one.reference)
    inside += _tag("ImzaliMi", "true" if one.kind == "DED" and one.is_signed else "false")
    return f"<t:Ek>{inside}</t:Ek>"


def _referred(one: Named) -> str:
    inside = f'<t:Id Value="{one.id.upper()}" EYazismaIdMi="false"/>' + _tag("BelgeNo", one.number)
    inside += _tag("Tarih", f"{one.on.isoformat()}T00:00:00+03:00" if one.on else "") + _tag("Etiket", one.label)
    return f"<t:Ilgi>{inside}{_tag('Ad', one.name)}</t:Ilgi>"


def _final(signed: Signed) -> str:
    rows = [_tag("Tarih", signed.at.isoformat()), _tag("BelgeNo", signed.number)]
    people = []
    for one in signed.people:
        row = f"<t:Imzalayan>{_person(one)}</t:Imzalayan>"
        if one.get("delegated_first_name") or one.get("delegated_last_name"):
            other = {"first_name": one["delegated_first_name"], "last_name": one["delegated_last_name"]}
            row += f"<t:YetkiDevreden>{_person(other)}</t:YetkiDevreden>"
        if one.get("acted_first_name") or one.get("acted_last_name"):
            other = {"first_name": one["acted_first_name"], "last_name": one["acted_last_name"]}
            row += f"<t:VekaletVeren>{_person(other)}</t:VekaletVeren>"
        row += _tag("Makam", one.get("office", "")) + _tag("Amac", one.get("purpose", ""))
        people.append(f"<t:Imza>{row}{_tag('Tarih', one.get('at', ''))}</t:Imza>")
    rows.append("<t:BelgeImzalar>" + "".join(people) + "</t:BelgeImzalar>")
    space, types = names.ns("NihaiUstveri", "2.0"), names.ns("Tipler", "2.0")
    return _xml(f'<NihaiUstVeri xmlns="{space}" xmlns:t="{types}">{"".join(rows)}</NihaiUstVeri>')


def _core(
    key: str,
    creator: str,
    created: dt.datetime | None,
    subject: str,
    category: str = names.CATEGORY,
    version: str = "2.0",
) -> str:
    rows = [f"<dc:creator>{escape(creator)}</dc:creator>"]
    if created:
        at = created.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        rows.append(f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>')
    if subject:
        rows.append(f"<dc:subject>{escape(subject)}</dc:subject>")
    rows += [
        f"<dc:identifier>{key.upper()}</dc:identifier>",
        *(f"<category>{category}</category>", f"<contentType>{names.MEDIA_TYPE}</contentType>"),
        *(f"<version>{version}</version>", "<revision>Konak/1.0</revision>"),
    ]
    spaces = f'xmlns="{names.CORE_NS}" xmlns:dc="{names.DC}" xmlns:dcterms="{names.DCTERMS}" xmlns:xsi="{names.XSI}"'
    return _xml(f"<coreProperties {spaces}>{''.join(rows)}</coreProperties>")


def _digest(
    root: str, key: str, over: Sequence[str], content: Mapping[str, bytes], outside: Sequence[str] = ()
) -> bytes:
    rows = []
    for name in over:
        items = "".join(
            f'<p:DigestItem><p:DigestMethod Algorithm="{address}"/>'
            f"<p:DigestValue>{value}</p:DigestValue></p:DigestItem>"
            for address, value in (
                (names.SHA384, base64.b64encode(hashlib.sha384(content[name]).digest()).decode()),
                (names.SHA512, base64.b64encode(hashlib.sha512(content[name]).digest()).decode()),
            )
        )
        rows.append(f'<p:Reference URI={quoteattr(name)} Type="{names.INSIDE}">{items}</p:Reference>')
    rows += [f'<p:Reference URI={quoteattr(one)} Type="{names.OUTSIDE}"/>' for one in outside]
    space, refs = names.ns(root, "2.0"), names.ns("PaketOzeti", "2.0")
    body = f'<{root} xmlns="{space}" xmlns:p="{refs}" Id="{key.upper()}">{"".join(rows)}</{root}>'
    return _xml(body).encode()


def _zipped(parts: _Parts, level: int = 6) -> bytes:
    files = dict(parts.content)
    for source, rows in parts.rels.items():
        folder, _, file = source.rpartition("/")
        place = "/_rels/.rels" if source == "/" else f"{folder}/_rels/{file}.rels"
        inside = "".join(
            f'<Relationship Type="{kind}" Target={quoteattr(_target(source, name))} Id={quoteattr(key)}/>'
            for kind, name, key in rows
        )
        files[place] = _xml(f'<Relationships xmlns="{names.RELS_NS}">{inside}</Relationships>').encode()
    files["/[Content_Types].xml"] = _types(parts, list(files)).encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in sorted(files.items()):
            # what is compressed already gains nothing
            how = zipfile.ZIP_STORED if name.lower().endswith((".zip", ".jpg", ".png", ".eyp")) else None
            archive.writestr(zipfile.ZipInfo(name[1:], (2020, 7, 1, 0, 0, 0)), content, how or zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _target(source: str, name: str) -> str:
    return name if source == "/" else f"..{name}"


def _types(parts: _Parts, files: Sequence[str]) -> str:
    defaults = dict(_TYPES)
    overrides: dict[str, str] = {}
    for name in files:
        if name == "/[Content_Types].xml":
            continue
        ending = name.rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""
        wanted = parts.types.get(name) or defaults.get(ending) or "application/octet-stream"
        if not ending or defaults.setdefault(ending, wanted) != wanted:
            overrides[name] = wanted
    rows = [f'<Default Extension="{key}" ContentType={quoteattr(value)}/>' for key, value in sorted(defaults.items())]
    rows += [f"<Override PartName={quoteattr(k)} ContentType={quoteattr(v)}/>" for k, v in sorted(overrides.items())]
    return _xml(f'<Types xmlns="{names.TYPES_NS}">{"".join(rows)}</Types>')
