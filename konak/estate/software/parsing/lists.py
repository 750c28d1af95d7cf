"""Lists people copy out of a terminal or a sheet: `winget list`, `dpkg -l`, `dpkg-query -W`, CSV."""

import csv
import io
import re
import unicodedata

from .report import MOST_MACHINES, MOST_ROWS, Machine, Report, Unreadable, plain

SPINNER = re.compile(r"^[\s\-\\|/█▒]*\r")
COLUMNS: dict[str, frozenset[str]] = {
    "machine": frozenset(
        {"bilgisayar", "cihaz", "bilgisayar adi", "cihaz adi", "computer", "host", "hostname", "device"}
    ),
    "serial": frozenset({"seri no", "seri", "serial", "serial number", "serino"}),
    "name": frozenset({"program", "yazilim", "ad", "adi", "urun", "name", "software", "application", "uygulama"}),
    "version": frozenset({"surum", "version"}),
    "publisher": frozenset({"yayinci", "uretici", "publisher", "vendor"}),
    "user": frozenset({"kullanici", "user"}),
    "system": frozenset({"isletim sistemi", "os", "operating system"}),
}


def _folded(text: str) -> str:
    lower = text.replace("İ", "i").replace("I", "i").replace("ı", "i").strip().casefold()
    kept = "".join(sign for sign in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(sign))
    return " ".join(kept.replace("_", " ").split())


def _separator(line: str) -> str:
    return max(";\t,|", key=line.count)


def _meant(heads: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        for meaning, names in COLUMNS.items():
            if _folded(head) in names:
                found.setdefault(meaning, place)
    return found


def looks_like_table(line: str) -> bool:
    separator = _separator(line)
    return line.count(separator) > 0 and "name" in _meant([cell.strip('" ') for cell in line.split(separator)])


def table(text: str) -> Report:
    """A CSV with a line of heads; several computers in one file, named in a column of their own."""
    first, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(first))
    report = Report()
    machines: dict[tuple[str, str], Machine] = {}
    try:
        meant = _meant(next(reader, []))
        if "name" not in meant:
            raise Unreadable("CSV dosyasının ilk satırında «Program» (ya da «Ad», «Yazılım») sütunu yok.")
        for number, cells in enumerate(reader, 2):
            if number > MOST_ROWS:
                most = f"{MOST_ROWS:,}".replace(",", ".")
                raise Unreadable(f"Dosyada {most} satırdan çok program var; bilgisayarları ayrı dosyalara bölün.")
            if not any(cell.strip() for cell in cells):
                continue
            told = {key: plain(cells[place]) for key, place in meant.items() if place < len(cells)}
            key = (told.get("machine", "").casefold(), told.get("serial", "").casefold())
            if key not in machines:
                if len(machines) >= MOST_MACHINES:
                    raise Unreadable(f"Bir dosyada en çok {MOST_MACHINES} bilgisayar okunur.")
                machines[key] = Machine(told.get("machine", ""), told.get("serial", "")[:80])
            machine = machines[key]
            machine.user = machine.user or told.get("user", "")[:60]
            machine.system = machine.system or told.get("system", "")
            if not machine.add(told.get("name"), told.get("version"), told.get("publisher")):
                report.fault(f"{number}. satırda program adı yok")
    except csv.Error:
        raise Unreadable("CSV dosyası okunamadı: bir hücre çok uzun ya da tırnaklar kapanmıyor.") from None
    report.machines = [machine for machine in machines.values() if machine.programs]
    return report


def dpkg(text: str) -> Report:
    """`dpkg -l` (only what is installed) or `dpkg-query -W` (name, tab, version)."""
    report, machine = Report(), Machine(system="Debian / Ubuntu")
    for number, line in enumerate(text.splitlines(), 1):
        if number > MOST_ROWS:
            raise Unreadable("Liste çok uzun; tek bir bilgisayarın listesini yükleyin.")
        if not line.strip() or line.startswith(("Desired=", "|", "+++-")):
            continue
        if listed := re.match(r"^([a-zA-Z])([a-zA-Z])([ a-zA-Z])\s+(\S+)\s+(\S+)", line):
            state = listed[2]
            if state == "i":
                machine.add(listed[4].partition(":")[0], listed[5])
            elif state not in "ncHUFWt":
                report.fault(f"{number}. satır okunamadı")
        elif pair := re.match(r"^(\S+)\t(\S*)", line):
            if pair[2]:
                machine.add(pair[1].partition(":")[0], pair[2])
        else:
            report.fault(f"{number}. satır okunamadı")
    report.machines = [machine]
    return report


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _cut(line: str, edges: list[int]) -> list[str]:
    """The line cut at columns of the terminal: a wide sign takes two of them."""
    cells = ["" for _ in edges]
    column = place = 0
    for sign in line:
        while place + 1 < len(edges) and column >= edges[place + 1]:
            place += 1
        cells[place] += sign
        column += _width(sign)
    return [cell.strip() for cell in cells]


def winget(text: str) -> Report:
    """A table of fixed columns: name, identifier, version, perhaps available and source, in any language.

    Long cells end in "…"; such a name is completed by its identifier. Progress drawn before the table is skipped.
    """
    # a line drawn over itself ends as what was drawn last
    lines = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n")]
    rule = next((place for place, line in enumerate(lines) if re.match(r"^-{20,}\s*$", line)), None)
    if rule is None or rule == 0:
        raise Unreadable("winget listesinin başlık satırı bulunamadı; çıktının tamamını kaydedin.")
    head = lines[rule - 1]
    edges = [found.start() for found in re.finditer(r"\S+(?: \S+)*", head)]
    if len(edges) < 3:
        raise Unreadable("winget listesinde ad, kimlik ve sürüm sütunları bulunamadı.")
    report, machine = Report(), Machine(system="Windows")
    if len(lines) - rule > MOST_ROWS:
        raise Unreadable("Liste çok uzun; tek bir bilgisayarın listesini yükleyin.")
    for number, line in enumerate(lines[rule + 1 :], rule + 2):
        if not line.strip():
            continue
        cells = _cut(line, edges)
        name, identifier, version = cells[0], cells[1], cells[2]
        if not version and not identifier:
            # "12 upgrades available." and the like stand below the table
            continue
        if name.endswith("…") and identifier and not identifier.endswith("…"):
            name = identifier
        publisher = identifier.partition(".")[0] if re.fullmatch(r"[\w+-]+(\.[\w+-]+)+", identifier) else ""
        if not machine.add(name.rstrip("…"), version.removeprefix("> ").removeprefix("< "), publisher):
            report.fault(f"{number}. satır okunamadı")
    report.machines = [machine]
    return report
