"""Printers, what fits them, and their counters."""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.estate.upkeep import public as upkeep
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, forecasting, queries
from ..models import Colour, Fit, FitKind, PartLife, Printer
from .common import item_named, tell

COUNTER = "sayfa"
MOST_ROWS = 5_000
TOLD_HOLDS = 14
"""Days for which what a printer says about its own cartridge goes before what the pages let expect."""
KINDS = {
    FitKind.WASTE: ("waste", "atık"),
    FitKind.DRUM: ("drum", "imaging", "photoconductor"),
    FitKind.FUSER: ("fuser", "ısıtıcı"),
    FitKind.BELT: ("belt", "transfer", "kayış"),
    FitKind.KIT: ("kit",),
    FitKind.ROLLER: ("roller", "silindir"),
}
COLOURS = {
    Colour.CYAN: ("cyan", "camgöbeği", "mavi"),
    Colour.MAGENTA: ("magenta", "macenta"),
    Colour.YELLOW: ("yellow", "sarı"),
}
"""Words by which printers name what they hold; without one it is toner, and black."""


@transaction.atomic
def add_printer(*, actor: Actor, tag: str, colour: bool = False, pages: int | None = None) -> Printer:
    """Follow the pages and parts of a device from now on."""
    thing = assets.find_by_tag(tag)
    if thing is None or not queries.sees_asset(actor, thing.id):
        raise Refused(f"«{tag.strip()}» sicil numaralı bir taşınır görünmüyor.")
    if thing.retired:
        raise Refused(f"{thing.tag} kayıttan düşmüş; izlemeye alınamaz.")
    _keeps(actor)
    row, fresh = Printer.objects.get_or_create(asset_id=thing.id, defaults={"colour": colour})
    if not fresh:
        if row.left_on is None:
            raise Refused(f"{thing.tag} zaten izleniyor.")
        row.left_on, row.colour = None, colour
        row.save()
    tell(queries.ASSET_KIND, thing.tag, "printer", actor, None)
    if pages is not None:
        row = read(thing.tag, actor=actor, pages=pages)
    return row


def _keeps(actor: Actor) -> None:
    if not actor.holds(access.KEEP):
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.")


@transaction.atomic
def leave_printer(tag: str, *, actor: Actor) -> Printer:
    row = queries.printer(actor, tag)
    _keeps(actor)
    row.left_on = localdate()
    row.save()
    tell(queries.ASSET_KIND, row.asset.tag, "printer_left", actor, None)
    return row


@transaction.atomic
def add_fit(
    *,
    actor: Actor,
    model_id: int,
    item: str,
    kind: str,
    colour: str = "",
    yield_pages: int | None = None,
    life_months: int | None = None,
) -> Fit:
    """Say that a consumable fits a model; a part other than toner needs a life in pages or months."""
    _keeps(actor)
    thing = item_named(item)
    if model_id not in dict(assets.known_models()):
        raise Refused("Kayıtlardaki bir yazıcı modelini seçin.")
    fit = Fit.objects.filter(model_id=model_id, item_id=thing.pk).first() or Fit(model_id=model_id, item_id=thing.pk)
    if fit.pk and fit.ended_on is None:
        raise Refused(f"{thing.name} bu model için zaten yazılmış.")
    fit.ended_on = None
    _fill_fit(fit, kind, colour, yield_pages, life_months)
    tell(queries.FIT_KIND, fit.pk, "add", actor, None)
    return fit


@transaction.atomic
def edit_fit(
    fit_id: int,
    *,
    actor: Actor,
    kind: str,
    colour: str = "",
    yield_pages: int | None = None,
    life_months: int | None = None,
) -> Fit:
    _keeps(actor)
    fit = queries.fit(actor, fit_id)
    _fill_fit(fit, kind, colour, yield_pages, life_months)
    tell(queries.FIT_KIND, fit.pk, "edit", actor, None)
    for printer in Printer.objects.filter(parts__fit=fit, parts__ended_on=None):
        wear_parts(printer)
    return fit


def _fill_fit(fit: Fit, kind: str, colour: str, pages: int | None, months: int | None) -> None:
    if kind not in FitKind.values:
        raise Refused("Malzemenin türünü seçin.")
    if kind != FitKind.TONER and not pages and not months:
        raise Refused("Ömürlü parçanın kaç sayfa ya da kaç ay dayandığını yazın.")
    fit.kind, fit.colour = kind, colour
    fit.yield_pages, fit.life_months = pages or None, months or None
    fit.save()


@transaction.atomic
def drop_fit(fit_id: int, *, actor: Actor) -> Fit:
    """It fits no longer; what was given stays."""
    _keeps(actor)
    fit = queries.fit(actor, fit_id)
    fit.ended_on = localdate()
    fit.save()
    tell(queries.FIT_KIND, fit.pk, "end", actor, None)
    return fit


@transaction.atomic
def read(tag: str, *, actor: Actor, pages: int, read_on: dt.date | None = None) -> Printer:
    """Write down what a printer's counter shows; its parts are worn by that."""
    row = queries.printer(actor, tag)
    if not actor.holds(access.WORK):
        raise Refused(f"«{access.WORK.label}» için yetkiniz yok.")
    return _counted(row, actor, pages, read_on)


@transaction.atomic
def machine_reading(tag: str, *, actor: Actor, pages: int, read_on: dt.date | None = None) -> Printer | None:
    """A counter reported by the printer itself; None where nobody follows that printer."""
    row = Printer.objects.select_related("asset").filter(asset__tag=tag, left_on=None).first()
    return _counted(row, actor, pages, read_on) if row is not None else None


def kind_of(name: str) -> tuple[str, str]:
    """What a printer means by the name of a supply: its kind, and for toner its colour."""
    words = name.replace("İ", "i").replace("I", "ı").lower() + " " + name.lower()
    kind = next((kind for kind, signs in KINDS.items() if any(sign in words for sign in signs)), FitKind.TONER)
    if kind != FitKind.TONER:
        return kind, ""
    return kind, next((key for key, signs in COLOURS.items() if any(sign in words for sign in signs)), Colour.BLACK)


@transaction.atomic
def machine_supplies(tag: str, *, actor: Actor, left: Mapping[str, float], told_on: dt.date | None = None) -> int:
    """How much of each cartridge and part the printer itself says is left (0-1); returns how many were recognised."""
    del actor  # the printer tells it
    row = Printer.objects.select_for_update(of=("self",)).filter(asset__tag=tag, left_on=None).first()
    if row is None:
        return 0
    told = {kind_of(name): Decimal(str(round(min(1.0, max(0.0, value)), 3))) for name, value in left.items()}
    count = 0
    for part in row.parts.filter(ended_on=None).select_related("fit"):
        colour = (part.fit.colour or Colour.BLACK) if part.fit.kind == FitKind.TONER else ""
        found = told.get((part.fit.kind, colour))
        if found is not None:
            part.told, part.told_on = found, told_on or localdate()
            part.save(update_fields=["told", "told_on"])
            count += 1
    wear_parts(row)
    return count


def _counted(row: Printer, actor: Actor, pages: int, read_on: dt.date | None) -> Printer:
    tag = row.asset.tag
    upkeep.counter_read(tag, actor=actor, value=pages, counter=COUNTER, read_on=read_on)
    row = Printer.objects.select_for_update(of=("self",)).select_related("asset").get(pk=row.pk)
    settle(row)
    return row


def settle(row: Printer) -> None:
    """Newest counter, pace, wear of the parts: from the readings."""
    today = localdate()
    known = upkeep.readings_of([row.pk], today - dt.timedelta(370), COUNTER).get(row.pk, [])
    if known:
        row.read_on, row.pages = known[-1]
        row.pages_a_month = Decimal(str(round(forecasting.pages_a_month(known, today), 1)))
        row.save(update_fields=["read_on", "pages", "pages_a_month"])
    wear_parts(row)


def wear_parts(row: Printer) -> None:
    today = localdate()
    rows = list(row.parts.filter(ended_on=None).select_related("fit"))
    for part in rows:
        worn = forecasting.wear(
            since=part.since,
            today=today,
            at_pages=part.at_pages,
            pages=row.pages,
            pages_a_month=float(row.pages_a_month),
            yield_pages=part.fit.yield_pages,
            life_months=part.fit.life_months,
        )
        if part.told is not None and part.told_on and (today - part.told_on).days <= TOLD_HOLDS:
            worn = forecasting.told(since=part.since, on=part.told_on, left=float(part.told))
        share = Decimal(str(round(min(worn.share, 99.0), 3)))
        if (share, worn.due_on) != (part.share, part.due_on):
            part.share, part.due_on = share, worn.due_on
            part.save(update_fields=["share", "due_on"])


def parsed(text: str) -> tuple[list[tuple[int, str, int, dt.date | None]], list[tuple[int, str]]]:
    """Lines of "sicil no; sayaç; gün" (day may be missing): rows with their line, and what could not be read."""
    rows: list[tuple[int, str, int, dt.date | None]] = []
    wrong: list[tuple[int, str]] = []
    sample = text[:4_000]
    mark = ";" if ";" in sample else "\t" if "\t" in sample else ","
    for place, cells in enumerate(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark), 1):
        cells = [cell.strip() for cell in cells]
        if not any(cells) or (place == 1 and len(cells) > 1 and not any(c.isdigit() for c in cells[1])):
            continue  # an empty line, or the heads
        if len(rows) >= MOST_ROWS:
            wrong.append((place, f"Bir seferde en çok {MOST_ROWS} satır okunur."))
            break
        number = cells[1].replace(".", "").replace(" ", "") if len(cells) > 1 else ""
        if not number.isdecimal() or len(number) > 15:
            wrong.append((place, "sayaç okunamadı."))
            continue
        day: dt.date | None = None
        if len(cells) > 2 and cells[2]:
            day = _day(cells[2])
            if day is None:
                wrong.append((place, f"gün okunamadı ({cells[2][:20]})."))
                continue
        rows.append((place, cells[0], int(number), day))
    return rows, wrong


def _day(text: str) -> dt.date | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One line of a table of counters: what would be written, or why it cannot be."""

    line: int
    tag: str = ""
    pages: int | None = None
    day: dt.date | None = None
    before: int | None = None
    """What the counter showed until now."""
    fault: str = ""

    @property
    def printed(self) -> int | None:
        return self.pages - self.before if self.pages is not None and self.before is not None else None


def _walk(text: str, actor: Actor) -> list[ReadingLine]:
    """Write each line that can be written, oldest day first; the caller decides whether it stays."""
    rows, wrong = parsed(text)
    if not rows and not wrong:
        raise Refused("Okunacak satır yok: her satıra sicil no, sayaç ve isterseniz gün yazın.")
    found = [ReadingLine(line, fault=words) for line, words in wrong]
    tags = [tag for _, tag, _, _ in rows]
    held = dict(Printer.objects.filter(asset__tag__in=tags).values_list("asset__tag", "pages"))
    for place, tag, pages, day in sorted(rows, key=lambda row: (row[3] or localdate(), row[0])):
        fault = ""
        try:
            with transaction.atomic():
                read(tag, actor=actor, pages=pages, read_on=day)
        except Printer.DoesNotExist:
            fault = f"{tag[:40]} izlenen yazıcılar arasında yok."
        except Refused as refusal:
            fault = str(refusal)
        found.append(ReadingLine(place, tag, pages, day or localdate(), held.get(tag), fault))
        if not fault:
            held[tag] = pages
    return sorted(found, key=lambda row: row.line)


@transaction.atomic
def preview_readings(*, actor: Actor, text: str) -> list[ReadingLine]:
    """What an import would write, line by line with the reason where it would not; nothing is kept."""
    found = _walk(text, actor)
    transaction.set_rollback(True)
    return found


@transaction.atomic
def import_readings(*, actor: Actor, text: str) -> int:
    """Counters of many printers at once: all of them or none, with every fault named by its line."""
    found = _walk(text, actor)
    wrong = [f"{row.line}. satır: {row.fault}" for row in found if row.fault]
    if wrong:
        raise Refused("Hiçbir satır yazılmadı. " + " ".join(wrong[:8]) + (" …" if len(wrong) > 8 else ""))
    return len(found)


def end_parts(row: Printer, fit: Fit, on: dt.date, pages: int | None) -> None:
    """What sat in that place comes out: of one kind and colour there is one in a printer."""
    same = PartLife.objects.select_for_update(of=("self",)).filter(
        printer=row, ended_on=None, fit__kind=fit.kind, fit__colour=fit.colour
    )
    for part in same:
        part.ended_on, part.ended_pages = max(on, part.since), pages
        part.save(update_fields=["ended_on", "ended_pages"])


@transaction.atomic
def follow_asset(tag: str, *, actor: Actor) -> None:
    """A printer that left the books is followed no longer."""
    for row in Printer.objects.filter(asset__tag=tag, left_on=None).exclude(asset__retired_on=None):
        row.left_on = localdate()
        row.save()
