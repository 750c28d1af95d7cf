"""Judging a package: structure, rules, digests, and what was signed. Three answers, apart from each other."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from asn1crypto import cms

from . import names
from .container import XML, Broken, Container, open_container, parse, tells_relations
from .reading import GUID, Meta, kid, kids, local, read_meta, text

Judge = Callable[[bytes], str]
"""Says of the bytes of a CMS signature "ok", or why not; "?" in front means that it could not tell."""

FIXED_2 = {
    "ustyazi": "", "ustveri": "/Ustveri/Ustveri.xml", "paketozeti": "/PaketOzeti/PaketOzeti.xml",
    "imzacades": "/Imzalar/ImzaCades.imz", "nihaiustveri": "/NihaiUstveri/NihaiUstveri.xml", "core": "",
    "nihaiozet": "/NihaiOzet/NihaiOzet.xml", "muhurcades": "/Muhur/MuhurCades.imz",
}  # fmt: skip
FIXED_1 = {
    "ustyazi": "", "ustveri": "/Ustveri/Ustveri.xml", "belgehedef": "/BelgeHedef/BelgeHedef.xml",
    "belgeimza": "/Imzalar/BelgeImza.xml", "paketozeti": "/PaketOzeti/PaketOzeti.xml",
    "imzacades": "/Imzalar/ImzaCades.imz", "core": "", "nihaiozet": "/NihaiOzet/NihaiOzet.xml",
    "muhurcades": "/Muhurler/MuhurCades.imz",
}  # fmt: skip
SEALED = {
    "belgehedef": "", "sifreliicerik": "", "sifreliicerikbilgisi": "", "core": "",
}  # fmt: skip
UPDATE = {"guncellemebilgisi": "", "orijinalpaket": "", "nihaiozet": "", "muhurcades": "", "core": ""}
ONE_ONLY = frozenset({*FIXED_2, *FIXED_1, *SEALED, *UPDATE, "parafozeti", "parafimzacades"})
"""Of each of these one is read and judged: a second would pass unseen."""
KKK = re.compile(r"^[1-9][0-9]{7}$")
CODE = re.compile(r"^\d{3}(\.\d{2}){0,3}$")


@dataclass(frozen=True, slots=True)
class Violation:
    rule: str
    part: str = ""


@dataclass(slots=True)
class Report:
    """`digests` and `signatures` are "ok", a reason, or "?" and why it could not be told."""

    digests: str = "?okunamadi"
    signatures: str = "?okunamadi"
    violations: list[Violation] = field(default_factory=list)
    meta: Meta = field(default_factory=Meta)
    container: Container | None = None

    @property
    def clean(self) -> bool:
        return self.digests == "ok" and self.signatures == "ok" and not self.violations

    @property
    def unsure(self) -> bool:
        """Nothing is known to be wrong, but not everything could be asked."""
        answers = (self.digests, self.signatures)
        return not self.violations and not self.clean and all(one == "ok" or one.startswith("?") for one in answers)

    def faults(self) -> list[dict[str, str]]:
        """For the register: everything that speaks against the package."""
        found = [{"rule": one.rule, "part": one.part} for one in self.violations]
        for name, words in (("ozet", self.digests), ("imza", self.signatures)):
            if words != "ok" and not words.startswith("?"):
                found.append({"rule": name, "part": words})
        return found


def check(content: bytes, judge: Judge | None = None, depth: int = 0) -> Report:
    """Everything that can be said of a package; never raises for what stands in it."""
    report = Report()
    try:
        found = open_container(content)
        report.container = found
        report.violations += [Violation(rule, part) for rule, part in found.faults]
        report.meta = read_meta(found)
        category = report.meta.category.casefold()
        if "sifreli" in category or found.of_kind("sifreliicerik"):
            _check_sealed(report, found, judge, depth)
        elif "guncelleme" in category or found.of_kind("guncellemebilgisi"):
            _check_update(report, found, judge, depth)
        else:
            _check_open(report, found, judge)
    except Broken as fault:
        report.violations.append(Violation(fault.rule, fault.part))
        report.digests = report.digests if report.digests == "ok" else "okunamadı"
        report.signatures = report.signatures if report.signatures == "ok" else "okunamadı"
    return report


def _say(report: Report, rule: str, part: str = "") -> None:
    report.violations.append(Violation(rule, part))


def _check_open(report: Report, found: Container, judge: Judge | None) -> None:
    version = report.meta.version
    if version.startswith("2"):
        fixed = FIXED_2
    elif version.startswith("1"):
        fixed = FIXED_1
    else:
        _say(report, "surum-bilinmiyor", version)
        fixed = FIXED_2
    _structure(report, found, fixed)
    _rules(report, found, version)
    report.digests = _digests(found, version, report.meta)
    report.signatures = _signatures(found, judge)


def _structure(report: Report, found: Container, fixed: dict[str, str]) -> None:
    for kind, place in fixed.items():
        rows = found.of_kind(kind)
        if not rows:
            _say(report, "zorunlu-parca-yok", kind)
        elif place and rows[0].target.casefold() != place.casefold():
            _say(report, "parca-yeri", rows[0].target)
    for kind in sorted(ONE_ONLY):
        if len(found.of_kind(kind)) > 1:
            _say(report, "parca-yinelenmis", kind)
    told = {(found.find(one.target) or "").casefold() for one in found.relations if not one.external}
    for name in found.parts:
        plain = name.casefold()
        if plain in told or plain == "/[content_types].xml" or tells_relations(name):
            continue
        _say(report, "iliskisiz-parca", name)
    for one in found.relations:
        folder = {"ek": "/ekler/", "imzasizek": "/imzasizekler/", "ustyazi": "/ustyazi/"}.get(one.kind)
        if folder and not one.target.casefold().startswith(folder):
            _say(report, "parca-yeri", one.target)
    letter = found.part_of("ustyazi")
    if letter and not found.parts[letter].startswith(b"%PDF-"):
        _say(report, "ustyazi-pdf-degil", letter)


def _rules(report: Report, found: Container, version: str) -> None:
    meta, old = report.meta, version.startswith("1")
    core = meta.core
    if not GUID.match(meta.document_id):
        _say(report, "belge-kimligi", meta.document_id[:60])
    if core.get("identifier", "").casefold() != meta.document_id.casefold():
        _say(report, "K.68 kimlik-ayni-degil", core.get("identifier", "")[:60])
    if core.get("subject", "").strip() != meta.subject:
        _say(report, "K.69 konu-ayni-degil", core.get("subject", "")[:60])
    if core.get("category", names.CATEGORY) != names.CATEGORY:
        _say(report, "kategori", core.get("category", "")[:60])
    if not meta.subject:
        _say(report, "konu-yok", "/Ustveri/Ustveri.xml")
    if meta.secrecy not in (names.SECRECY_1 if old else names.SECRECY_2):
        _say(report, "guvenlik-kodu", meta.secrecy)
    if not meta.receivers:
        _say(report, "dagitim-yok", "/Ustveri/Ustveri.xml")
    for one in meta.receivers:
        if one.urgency not in (names.URGENCY_1 if old else names.URGENCY_2):
            _say(report, "ivedilik", one.urgency)
        if one.urgency == "GNL" and not one.within:
            _say(report, "gunlu-miatsiz", one.party.name)
        if one.purpose not in ("GRG", "BLG"):
            _say(report, "dagitim-turu", one.purpose)
        if one.party.kind == "body" and not KKK.match(one.party.number):
            _say(report, "kkk", one.party.number)
        known = {annex.id.casefold() for annex in meta.annexes}
        for missing in one.without:
            if missing.casefold() not in known:
                _say(report, "konulmamis-ek-bilinmiyor", missing)
    if meta.sender.kind == "body" and not KKK.match(meta.sender.number):
        _say(report, "kkk", meta.sender.number)
    if meta.code and not CODE.match(meta.code):
        _say(report, "sdp-kodu", meta.code)
    if not old and not re.match(r"^https?://\S+$|^\S+\.\S+$", meta.verify_at):
        _say(report, "dogrulama-adresi", meta.verify_at)
    if not meta.number or meta.date is None:
        _say(report, "sayi-ve-tarih", "/NihaiUstveri/NihaiUstveri.xml" if not old else "/Ustveri/Ustveri.xml")
    _enclosed(report, found)
    _references(report)


def _enclosed(report: Report, found: Container) -> None:
    meta = report.meta
    ids = [meta.document_id.casefold(), *(one.id.casefold() for one in meta.annexes)]
    ids += [one.id.casefold() for one in meta.referred]
    for twice in sorted({one for one in ids if one and ids.count(one) > 1}):
        _say(report, "K.61 kimlik-yinelenmis", twice)
    places = [one.place for one in meta.annexes]
    if sorted(places) != list(range(1, len(places) + 1)):
        _say(report, "ek-sirasi", ", ".join(map(str, places))[:80])
    withheld = {missing.casefold() for one in meta.receivers for missing in one.without}
    for one in meta.annexes:
        if not GUID.match(one.id):
            _say(report, "ek-kimligi", one.id[:60])
        if one.kind not in ("DED", "HRF", "FZK"):
            _say(report, "ek-turu", one.kind)
        if one.kind in ("HRF", "FZK") and one.is_signed:
            _say(report, "imzali-dis-ek", one.name)
        if one.kind == "HRF" and not one.reference:
            _say(report, "harici-ek-adressiz", one.name)
        if one.kind == "DED" and not one.part and one.id.casefold() not in withheld:
            _say(report, "ek-parcasi-yok", one.file_name or one.name)
        if one.kind == "DED" and one.part:
            folder = "/ekler/" if one.is_signed else "/imzasizekler/"
            if not one.part.casefold().startswith(folder):
                _say(report, "ek-imza-durumu", one.part)
    told = {one.part for one in meta.annexes}
    for relation in (*found.of_kind("ek"), *found.of_kind("imzasizek")):
        if found.find(relation.target) not in told:
            _say(report, "ustveride-olmayan-ek", relation.target)


def _references(report: Report) -> None:
    labels = [one.label for one in report.meta.referred]
    for label in labels:
        if len(label) != 1 or not label.isalpha():
            _say(report, "ilgi-etiketi", label)
    if len(set(labels)) != len(labels):
        _say(report, "ilgi-etiketi-yinelenmis", ", ".join(labels)[:60])
    known = {one.id.casefold() for one in report.meta.annexes}
    for one in report.meta.referred:
        if one.annex and one.annex.casefold() not in known:
            _say(report, "ilginin-eki-yok", one.annex)


# ---- digests -------------------------------------------------------------------------------------------------------


def _digests(found: Container, version: str, meta: Meta) -> str:
    """The first thing wrong with the digests, or "ok"."""
    old = version.startswith("1")
    signed = [one.part for one in meta.annexes if one.is_signed and one.part]
    first = ["ustveri", "ustyazi", *(["belgehedef"] if old else [])]
    last = [*first, "paketozeti", "imzacades", "belgeimza" if old else "nihaiustveri", "core"]
    withheld = {missing.casefold() for one in meta.receivers for missing in one.without}
    hidden = {one.file_name.casefold() for one in meta.annexes if one.id.casefold() in withheld}
    for kind, wanted in (("paketozeti", first), ("nihaiozet", last), ("parafozeti", ["ustveri", "ustyazi"])):
        name = found.part_of(kind)
        if name is None:
            if kind == "parafozeti":
                continue
            return f"{kind} yok"
        need = [found.part_of(one) for one in wanted]
        words = _digest_list(found, name, [one for one in need if one] + signed, old, kind, hidden)
        if words != "ok":
            return words
    return "ok"


def _digest_list(found: Container, name: str, needed: list[str], old: bool, kind: str, hidden: set[str]) -> str:
    root = parse(found.parts[name], name)
    covered: set[str] = set()
    for one in root.iter():
        if local(one.tag) != "Reference":
            continue
        address, outside = one.get("URI", ""), one.get("Type", "") == names.OUTSIDE
        if not address:
            return f"{name}: adressiz başvuru"
        if outside:
            if kind != "paketozeti":
                return f"{name}: harici başvuru yalnız PaketOzeti'nde olur ({address})"
            continue
        part = found.find(address)
        if part is None:
            plain = unquote(address).casefold()
            if plain.startswith("/paraflar/") or (plain.startswith("/ekler/") and plain.split("/")[-1] in hidden):
                continue
            return f"{name}: {address} yok"
        words = _digest_of(one, found.parts[part], old)
        if words != "ok":
            return f"{part}: {words}"
        covered.add(part)
    missing = [part for part in needed if part not in covered]
    return f"{name}: {missing[0]} özetlenmemiş" if missing else "ok"


def _digest_of(reference: XML, content: bytes, old: bool) -> str:
    items = [reference] if old else kids(reference, "DigestItem")
    if not old and kid(reference, "DigestValue") is not None:
        return "tek özet (2.0 iki özet ister)"
    used: list[str] = []
    for item in items:
        method = kid(item, "DigestMethod")
        algorithm = names.ALGORITHMS.get(method.get("Algorithm", "") if method is not None else "")
        if algorithm is None or (old and algorithm == "sha384"):
            return "özet algoritması kabul edilmiyor"
        try:
            told = base64.b64decode(text(item, "DigestValue"), validate=True)
        except (binascii.Error, ValueError):
            return "özet değeri okunamıyor"
        if hashlib.new(algorithm, content).digest() != told:
            return "özet tutmuyor"
        used.append(algorithm)
    if not old and (len(used) != 2 or used[1] != "sha512" or used[0] == "sha512"):
        return "2.0 iki ayrı özet ister, ikincisi SHA-512"
    return "ok" if used else "özet yok"


# ---- signatures ----------------------------------------------------------------------------------------------------


def _signatures(found: Container, judge: Judge | None) -> str:
    """The content inside each signature is the part it signs, and the signature itself holds."""
    unsure = ""
    for kind, over, needed in (
        ("parafimzacades", "parafozeti", False),
        ("imzacades", "paketozeti", True),
        ("muhurcades", "nihaiozet", True),
    ):
        signature, signed = found.content(kind), found.content(over)
        if signature is None:
            if needed:
                return f"{kind} yok"
            continue
        if signed is None:
            return f"{over} yok"
        words = _over(signature, signed)
        if words == "ok":
            words = judge(signature) if judge else "?imza denetleyicisi yok"
        if words.startswith("?"):
            unsure = unsure or f"{kind}: {words[1:]}"
        elif words != "ok":
            return f"{kind}: {words}"
    return f"?{unsure}" if unsure else "ok"


def _over(signature: bytes, signed: bytes) -> str:
    """Whether a CMS signature carries these very bytes (K.81, K.100)."""
    try:
        info = cms.ContentInfo.load(signature, strict=True)
        if info["content_type"].native != "signed_data":
            return "imza değil"
        inside = info["content"]["encap_content_info"]["content"].native
        count = len(info["content"]["signer_infos"])
    except (ValueError, TypeError, KeyError):
        return "imza okunamıyor"
    if inside is None:
        return "ayrık imza (tümleşik olmalı)"
    if inside != signed:
        return "imzalanan içerik parçanın kendisi değil"
    return "ok" if count else "imzacı yok"


# ---- sealed and update packages ------------------------------------------------------------------------------------


def _check_sealed(report: Report, found: Container, judge: Judge | None, depth: int) -> None:
    old = report.meta.version.startswith("1")
    _structure(report, found, SEALED | ({"paketozeti": ""} if old else {"nihaiozet": ""}))
    content = found.content("sifreliicerik") or b""
    if content[:4] != b"PK\x03\x04":
        report.digests = "?şifreli: yalnız açıldıktan sonra denetlenir"
        report.signatures = "?şifreli: yalnız açıldıktan sonra denetlenir"
        if content and not _is_enveloped(content):
            _say(report, "sifreli-icerik-okunamiyor", found.part_of("sifreliicerik") or "")
        return
    _say(report, "sifreli-paket-sifresiz", found.part_of("sifreliicerik") or "")
    if depth:
        raise Broken("paket-icinde-paket")
    inner = check(content, judge, depth + 1)
    report.violations += inner.violations
    report.digests, report.signatures = inner.digests, inner.signatures
    kind = "paketozeti" if old else "nihaiozet"
    if inner.container and inner.container.content(kind) != found.content(kind):
        report.digests = f"{kind}: dıştaki özet içtekinin aynısı değil"


def _is_enveloped(content: bytes) -> bool:
    try:
        return bool(cms.ContentInfo.load(content)["content_type"].native == "enveloped_data")
    except (ValueError, TypeError, KeyError):
        return False


def _check_update(report: Report, found: Container, judge: Judge | None, depth: int) -> None:
    _structure(report, found, UPDATE)
    name = found.part_of("nihaiozet")
    needed = [found.part_of(kind) for kind in ("guncellemebilgisi", "orijinalpaket", "core")]
    report.digests = "nihaiozet yok"
    if name:
        report.digests = _digest_list(found, name, [one for one in needed if one], False, "nihaiozet", set())
    signature, signed = found.content("muhurcades"), found.content("nihaiozet")
    report.signatures = "muhurcades yok"
    if signature is not None and signed is not None:
        words = _over(signature, signed)
        words = (judge(signature) if judge else "?imza denetleyicisi yok") if words == "ok" else words
        report.signatures = words if words == "ok" or words.startswith("?") else f"muhurcades: {words}"
    original = found.content("orijinalpaket")
    if original is not None:
        if depth:
            raise Broken("paket-icinde-paket")
        inner = check(original, judge, depth + 1)
        report.violations += [Violation(one.rule, f"/OrijinalPaket: {one.part}") for one in inner.violations]
        if inner.digests != "ok" and report.digests == "ok":
            report.digests = inner.digests if inner.digests.startswith("?") else f"orijinal: {inner.digests}"
        if inner.signatures != "ok" and report.signatures == "ok":
            words = inner.signatures
            report.signatures = words if words.startswith("?") else f"orijinal: {words}"
