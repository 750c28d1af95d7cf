"""Karartma: a copy for somebody outside in which passages are gone, not only covered.

Every page becomes a picture in which the passages are painted over, and the copy is made of these pictures alone: no
text layer, no metadata, no attachment of the original travels with it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from django.db import transaction
from django.utils.timezone import localdate
from PIL import Image, ImageDraw, ImageFont

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import tell
from konak.foundation.db.turkish import lower
from konak.foundation.documents.services import FONT_FOLDERS
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.governance.disclosures import public as disclosures

from .. import access, queries
from ..models import Incoming, Letter, ReleasedCopy
from .signing import bytes_of

Area = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left."""
DPI = 200
PAGES = 300
PAD = 1.2
"""Points around what is covered, so that no edge of a letter looks out."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle to cover, in millimetres from the upper left corner of a page (the first is 1)."""

    page: int
    left: float
    top: float
    width: float
    height: float


@transaction.atomic
def redact(
    number: str,
    *,
    actor: Actor,
    release: str,
    why: str,
    words: Sequence[str] = (),
    boxes: Sequence[Box] = (),
) -> ReleasedCopy:
    """Make the copy that is given out for a record of information given; by whoever may give information."""
    case, source = redactable(number, actor)
    if actor.user_id is None or not actor.reach(access.RELEASE).covers(case):
        raise Refused("Karartılmış örneği yalnız bilgi vermeye yetkili makam hazırlar (m. 16).")
    given = disclosures.facts_of(actor, release)
    if given is None:
        raise Refused(f"«{release}» sayılı bilgi verme kaydı bulunamadı; önce «Bilgi verme»den açın.")
    if given.state == "refused":
        raise Refused("Bu bilginin verilmemesine karar verilmiş.")
    if not why.strip():
        raise Refused("Neyin neden karartıldığını yazın.")
    sought = [one for one in (" ".join(word.split()) for word in words) if one]
    if not sought and not boxes:
        raise Refused("Karartılacak söz ya da yer belirtin.")
    original = bytes_of(source)
    content, covered = blackened(
        original, sought, boxes, f"Karartılmış örnek · {given.number} · {localdate():%d.%m.%Y}"
    )
    seat = actor.seat_for(access.RELEASE, case)
    made = ReleasedCopy.objects.create(
        case=case,
        release_id=given.id,
        source_sha256=source.blob_id,
        file=store_as_is(
            actor=actor, content=content, name=f"{case.number}-karartilmis.pdf", media_type="application/pdf",
            unit_id=case.unit_id, purpose="correspondence",
        ),
        words=sought,
        boxes=[[one.page, one.left, one.top, one.width, one.height] for one in boxes],
        covered=covered,
        why=why.strip(),
        by_id=actor.user_id,
        seat_id=seat.appointment_id if seat else None,
    )  # fmt: skip
    tell(case, "redact", actor, f"{given.number}: {covered} yer karartıldı")
    return made


def redactable(number: str, actor: Actor) -> tuple[Case, StoredFile]:
    """The document behind a number that has a page of its own as PDF."""
    record = document(number, actor=actor)
    source = record.final_copy if isinstance(record, Letter) else record.file
    if source is None or source.media_type != "application/pdf":
        raise Refused("Yalnız PDF olarak duran evrakın karartılmış örneği yapılır.")
    return record.case, source


SHOWN = 30
"""Pages that are laid before somebody to draw on."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to draw on: its size in millimetres and as a picture."""

    place: int
    width: float
    height: float

    @property
    def pixels(self) -> tuple[int, int]:
        return round(self.width / 25.4 * SCREEN), round(self.height / 25.4 * SCREEN)


SCREEN = 110
"""Dots per inch of the picture somebody draws on."""


def sheets_of(number: str, actor: Actor) -> tuple[list[Sheet], int]:
    """The first pages with their sizes, and how many there are."""
    _, source = redactable(number, actor)
    opened = _opened(bytes_of(source))
    try:
        sizes = [opened[at].get_size() for at in range(min(len(opened), SHOWN))]
        found = [Sheet(at, wide * 25.4 / 72, high * 25.4 / 72) for at, (wide, high) in enumerate(sizes, start=1)]
        return found, len(opened)
    finally:
        opened.close()


def sheet_picture(number: str, actor: Actor, place: int) -> tuple[Case, bytes]:
    case, source = redactable(number, actor)
    opened = _opened(bytes_of(source))
    try:
        if not 1 <= place <= min(len(opened), SHOWN):
            raise Refused("Bu sayfa yok.")
        held = io.BytesIO()
        opened[place - 1].render(scale=SCREEN / 72).to_pil().convert("RGB").save(held, "PNG")
        return case, held.getvalue()
    finally:
        opened.close()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        raise Refused("PDF açılamıyor.") from None


def document(number: str, *, actor: Actor) -> Letter | Incoming:
    """What a number of either register names."""
    if number.startswith("YAZI-"):
        return queries.one_letter(actor, number)
    return queries.one_incoming(actor, number)


def blackened(pdf: bytes, words: Sequence[str], boxes: Sequence[Box], mark: str) -> tuple[bytes, int]:
    """The pages as pictures with these words and places painted over; how many places. Refuses a word that no page
    holds, lest somebody believe it covered."""
    opened = _opened(pdf)
    if len(opened) > PAGES:
        raise Refused(f"Evrak {PAGES} sayfadan uzun; parça parça verin.")
    missed, covered, pages = {lower(word): word for word in words}, 0, []
    painted: list[list[Area]] = []
    for place, page in enumerate(opened, start=1):
        width, height = page.get_size()
        areas = [
            (one.left * 72 / 25.4, one.top * 72 / 25.4, (one.left + one.width) * 72 / 25.4,
             (one.top + one.height) * 72 / 25.4)
            for one in boxes if one.page == place
        ]  # fmt: skip
        for word in words:
            found = _areas(page, word, height)
            if found:
                missed.pop(lower(word), None)
            areas += found
        image = page.render(scale=DPI / 72).to_pil().convert("RGB")
        _paint(image, areas, (width, height), mark)
        covered += len(areas)
        pages.append(image)
        painted.append(areas)
    opened.close()
    if missed:
        raise Refused(f"Metinde bulunamadı: {', '.join(missed.values())}. Taranmış sayfada yeri ölçüyle gösterin.")
    if any(not 1 <= one.page <= len(pages) for one in boxes):
        raise Refused("Karartılacak yerin sayfası evrakta yok.")
    held = io.BytesIO()
    pages[0].save(held, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    content = held.getvalue()
    look_over(content, painted)
    return content, covered


def look_over(content: bytes, painted: Sequence[Sequence[Area]]) -> None:
    """The copy as its reader opens it: no letter can be read out of it, and every place is black. Otherwise nothing
    is given out."""
    made = pypdfium2.PdfDocument(content)
    try:
        for page, areas in zip(made, painted, strict=True):
            if page.get_textpage().count_chars():
                raise Refused("Karartılmış örnekte metin kaldı; örnek hazırlanmadı.")
            image = page.render(scale=1).to_pil().convert("L")
            for left, top, right, bottom in areas:
                inner = (
                    max(0, int(left) + 1), max(0, int(top) + 1), min(image.width, int(right)),
                    min(image.height, int(bottom)),
                )  # fmt: skip
                if inner[0] < inner[2] and inner[1] < inner[3] and image.crop(inner).getextrema()[1] > 70:
                    raise Refused("Karartılan bir yer örnekte görünüyor; örnek hazırlanmadı.")
    finally:
        made.close()


def _areas(page: pypdfium2.PdfPage, word: str, height: float) -> list[Area]:
    """Where a word or a phrase stands, a rectangle a line, from the upper left."""
    text = page.get_textpage()
    signs: list[tuple[str, int]] = []
    for at in range(text.count_chars()):
        sign = lower(text.get_text_range(at, 1))[:1]
        if sign.isspace() or not sign or ord(sign) < 32:
            sign = " "
        if sign != " " or (signs and signs[-1][0] != " "):
            signs.append((sign, at))
    whole, sought = "".join(sign for sign, _ in signs), lower(word)
    found: list[Area] = []
    start = whole.find(sought)
    while start >= 0:
        lines: list[list[float]] = []
        for sign, at in signs[start : start + len(sought)]:
            if sign == " ":
                continue
            left, bottom, right, top = text.get_charbox(at, loose=True)
            if lines and abs(lines[-1][1] - bottom) < (top - bottom) / 2:
                lines[-1][2], lines[-1][3] = max(lines[-1][2], right), max(lines[-1][3], top)
            else:
                lines.append([left, bottom, right, top])
        found += [(one[0], height - one[3], one[2], height - one[1]) for one in lines]
        start = whole.find(sought, start + len(sought))
    return found


def _paint(
    image: Image.Image,
    areas: Sequence[Area],
    size: tuple[float, float],
    mark: str,
) -> None:
    brush = ImageDraw.Draw(image)
    across, down = image.width / size[0], image.height / size[1]
    for left, top, right, bottom in areas:
        brush.rectangle(
            ((left - PAD) * across, (top - PAD) * down, (right + PAD) * across, (bottom + PAD) * down), fill="black"
        )
    brush.text((18 * across, image.height - 14 * down), mark, fill="#555555", font=font(int(7 * down)))


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for folder in FONT_FOLDERS:
        if (folder / "Arimo-Regular.ttf").is_file():
            return ImageFont.truetype(str(folder / "Arimo-Regular.ttf"), size)
    return ImageFont.load_default(size)
