"""The letter as data for its page, and the page itself."""

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import segno
from django.conf import settings
from django.utils.timezone import localdate

from konak.foundation.db.turkish import lower, upper
from konak.foundation.documents.services import render_many, render_pdf, unshown
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Clearance

from .. import queries, writing
from ..models import (
    Addressee,
    Annex,
    Cited,
    Letter,
    LetterKind,
    Mode,
    Party,
    RouteKind,
    RouteStep,
    Urgency,
)

SECRECY = {
    Clearance.NONE: "",
    Clearance.OFFICIAL: "HİZMETE ÖZEL",
    Clearance.RESTRICTED: "ÖZEL",
    Clearance.SECRET: "GİZLİ",
    Clearance.TOP_SECRET: "ÇOK GİZLİ",
}
GREETING = "Saygılarımla."
VERIFIED = "Bu belge, güvenli elektronik imza ile imzalanmıştır."
LABELS = "abcçdefgğhijklmnoöprsştuüvyzABCÇDEFGĞHİJKLMNOÖPRSŞTUÜVYZ"
"""The Turkish alphabet without «ı», which the package does not take as a label; then the capitals."""


def verify_url() -> str:
    """Where a print is compared; the address every package of ours names as well."""
    return f"{settings.SITE_URL.rstrip('/')}/dogrula/"


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands on the page beside the words."""

    addressees: Sequence[Addressee]
    annexes: Sequence[Annex]
    cited: Sequence[Cited]
    steps: Sequence[RouteStep]


@dataclass(frozen=True, slots=True)
class House:
    """What all letters of a unit share: the lines on top and the contact block."""

    heading: list[str]
    contact: dict[str, list[str]]


def house_of(unit_id: int) -> House:
    return House(queries.heading(unit_id), _contact(queries.head_of(unit_id)))


def parts_of(letter: Letter) -> Parts:
    return Parts(
        list(letter.addressees.all()),
        list(letter.annexes.all()),
        list(letter.cited.all()),
        [step for step in letter.route.all() if step.round == letter.round],
    )


def labelled(letter: Letter) -> list[tuple[str, Cited]]:
    """The references with their letters, the earliest first."""
    return _labelled(list(letter.cited.all()))


def _labelled(rows: Sequence[Cited]) -> list[tuple[str, Cited]]:
    return list(zip(LABELS, rows, strict=False))


def addressee_lines(one: Addressee) -> list[str]:
    """As it stands in the middle of the page (m. 14)."""
    lines = [addressed(one.name) if one.party == Party.PERSON else writing.dative(one.name)]
    if one.second_line:
        lines.append(f"({one.second_line})")
    if one.address and one.party != Party.UNIT:
        lines.append(one.address)
    return lines


def addressed(name: str) -> str:
    """Sayın Ad SOYAD (m. 14)."""
    first, _, last = name.rpartition(" ")
    return f"Sayın {first} {upper(last)}".replace("  ", " ")


def _distribution_line(one: Addressee, annexes: dict[str, int], several: bool) -> str:
    name = addressed(one.name) if one.party == Party.PERSON else one.name
    name = f"{name} ({one.second_line})" if one.second_line else name
    if several and one.without:
        missing = [str(annexes[key]) for key in one.without if key in annexes]
        if missing:
            name += " (Ek konulmadı)" if len(missing) == len(annexes) else f" (Ek-{', '.join(missing)} konulmadı)"
    return name


def _signer(step: RouteStep, *, inside: bool = False) -> dict[str, Any]:
    """Name, then in whose name (m. 17); inside the house the one who lent the right is not named."""
    lines = [step.title]
    if step.style == "for" and not inside:
        lines = [f"{step.on_behalf} a.", step.title]
    return {"name": step.name, "lines": lines, "date": writing.written_day(localdate(step.at)) if step.at else ""}


def page_data(
    letter: Letter,
    *,
    dated: bool = False,
    copy: dict[str, str] | None = None,
    parts: Parts | None = None,
    house: House | None = None,
) -> dict[str, Any]:
    """What the template shows. The signing copy bears the reserved number and no date: only the last signature
    dates a document (decision 0010)."""
    parts = parts or parts_of(letter)
    addressees, annexes, steps = parts.addressees, parts.annexes, parts.steps
    places = {str(one.annex_id): one.place for one in annexes}
    signers = [step for step in steps if step.kind == RouteKind.SIGNATURE]
    endorsed = [step for step in steps if step.kind == RouteKind.OPINION]
    approval = next((step for step in steps if step.kind == RouteKind.APPROVAL), None)
    several = len(addressees) > 1
    if letter.kind == LetterKind.APPROVAL:
        lines = [queries.office_of(approval)] if approval else []
    elif several:
        lines = ["DAĞITIM YERLERİNE"]
    else:
        lines = addressee_lines(addressees[0]) if addressees else []
    named = _labelled(parts.cited)
    house = house or house_of(letter.case.unit_id)
    blocks = writing.blocks(letter.body)
    if letter.closing:
        _close(blocks, letter.closing)
    return {
        "body": settings.MUNICIPALITY,
        "subject": letter.case.subject,
        "heading": house.heading,
        "number": letter.official,
        "date": writing.written_day(letter.dated_on) if dated else "",
        "urgency": Urgency(letter.urgency).label if letter.urgency != Urgency.NORMAL else "",
        "personal": "KİŞİYE ÖZEL" if letter.is_personal else "",
        "secrecy": SECRECY[Clearance(letter.degree)],
        "addressee": lines,
        "referred": [
            {"label": f"{label}) " if len(named) > 1 else "", "words": f"{one.words.rstrip('.')}."}
            for label, one in named
        ],
        "blocks": blocks,
        "signers": [_signer(step, inside=letter.kind == LetterKind.INTERNAL) for step in _ordered(signers)],
        "endorsed": [_signer(step) for step in endorsed],
        "approval": _signer(approval) if approval else None,
        "annexes": [one.written for one in annexes],
        "distribution": {
            "action": [_distribution_line(one, places, True) for one in addressees if one.purpose == "GRG"],
            "knowledge": [_distribution_line(one, places, True) for one in addressees if one.purpose == "BLG"],
        },
        # paraf and koordinasyon stand on the copy that stays; an electronic letter has none of its own (m. 21, 22)
        "coordination": [f"{step.title} {step.name}" for step in steps if step.kind == RouteKind.COORDINATION]
        if letter.mode != Mode.ELECTRONIC
        else [],
        "contact": house.contact,
        "verify": _verify(letter),
        "copy": copy,
    }


def _ordered(signers: list[RouteStep]) -> list[RouteStep]:
    """The highest first: who is asked later, and of those asked side by side who sits higher."""
    return sorted(signers, key=lambda step: (-step.place, -queries.rank_of(step)))


def _close(blocks: list[dict[str, Any]], closing: str) -> None:
    """The last paragraph ends with the phrase (m. 16/12), unless the writer wrote it."""
    said = " ".join(run["text"] for one in blocks for run in one.get("runs", ()))
    if said.rstrip(" .").endswith(closing.rstrip(" .")):
        return
    last = blocks[-1] if blocks else None
    if last and last["kind"] == "par" and closing[:1].islower() and last["runs"]:
        words = last["runs"][-1]["text"].rstrip()
        if words and words[-1] not in ".!?:":
            last["runs"].append({"text": f" {closing}"})
            return
    if last and last["kind"] == "par" and closing == GREETING and lower(said.rstrip()).endswith("bilgilerinize"):
        last["runs"].append({"text": " sunulur."})
        return
    if closing[:1].islower():
        closing = f"Bilgilerinize {closing}" if "ederim" in closing else closing
    blocks.append({"kind": "par", "runs": [{"text": closing}]})


def _contact(head: Any) -> dict[str, list[str]]:
    if head is None:
        return {"left": [settings.MUNICIPALITY], "right": []}
    left = [
        head.address,
        "  ".join(
            words
            for words in (
                f"Telefon: {head.phone}" if head.phone else "",
                f"Faks: {head.fax}" if head.fax else "",
            )
            if words
        ),
        "  ".join(
            words
            for words in (
                f"e-Posta: {head.email}" if head.email else "",
                f"İnternet Adresi: {head.web}" if head.web else "",
                f"KEP Adresi: {head.kep}" if head.kep else "",
            )
            if words
        ),
    ]
    right = [
        f"Bilgi için: {head.contact}" if head.contact else "",
        head.contact_title,
        f"Telefon: {head.contact_phone}" if head.contact_phone else "",
    ]
    return {"left": [words for words in left if words], "right": [words for words in right if words]}


def _verify(letter: Letter) -> dict[str, str]:
    if letter.mode != Mode.ELECTRONIC or not letter.verification_code:
        return {"code": "", "url": "", "qr": "", "words": ""}
    url = f"{verify_url()}?kod={letter.verification_code}"
    held = io.BytesIO()
    # the mask that suits such addresses best: trying all eight costs more than all the rest of a page's data
    segno.make(url, error="m", micro=False, mask=2).save(held, kind="svg", border=1, xmldecl=False, svgns=True)
    return {
        "code": letter.verification_code,
        "url": verify_url(),
        "qr": held.getvalue().decode(),
        "words": VERIFIED,
    }


def checked(data: dict[str, Any]) -> dict[str, Any]:
    """Refuse what the font of the letter cannot show: it would be missing from the signed page in silence."""
    gone = unshown("".join(words_of(data)))
    if gone:
        raise Refused(
            f"Yazıda, yazı tipinin gösteremediği işaretler var: {' '.join(gone[:12])}. Çıkarıp yeniden deneyin."
        )
    return data


def words_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return [] if value.startswith("<svg") else [value]
    if isinstance(value, dict):
        return [words for one in value.values() for words in words_of(one)]
    if isinstance(value, list):
        return [words for one in value for words in words_of(one)]
    return []


def preview(letter: Letter) -> bytes:
    """What is written so far as its page; a sign without a letter in the font shows as a box."""
    return render_pdf("correspondence/letter", page_data(letter, dated=letter.dated_on is not None))


def picture(letter: Letter, page: int = 1) -> tuple[bytes, int]:
    """One page of the preview as a picture, for every browser and telephone, and how many pages there are."""
    pdf = pypdfium2.PdfDocument(preview(letter))
    count = len(pdf)
    drawn = pdf[min(max(page, 1), count) - 1].render(scale=1.6).to_pil()
    held = io.BytesIO()
    drawn.save(held, format="PNG", optimize=False)
    pdf.close()
    return held.getvalue(), count


def signing_copy(letter: Letter) -> bytes:
    """The page that is signed: PDF/A-1b, as the package wants it."""
    return render_pdf("correspondence/letter", checked(page_data(letter)), standard="a-1b")


def final_copy(letter: Letter, copy: dict[str, str] | None = None) -> bytes:
    """The page everybody reads and prints: the same with the date of the last signature."""
    return render_pdf("correspondence/letter", page_data(letter, dated=True, copy=copy))


def signing_copies(letters: list[Letter]) -> list[bytes]:
    """The same for many letters, by one compiler."""
    houses = {unit_id: house_of(unit_id) for unit_id in {one.case.unit_id for one in letters}}
    rows = [checked(page_data(one, house=houses[one.case.unit_id])) for one in letters]
    return render_many("correspondence/letter", rows, standard="a-1b")


def new_id() -> uuid.UUID:
    return uuid.uuid4()
