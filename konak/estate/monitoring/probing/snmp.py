"""What agents say: interfaces, sensors, disks, processors, printers. Counters wrap, devices reboot, agents lie."""

import time
from collections.abc import Mapping
from typing import Any

from konak.gateways.snmp import Agent, column, integers, many, session

from ..judging import Counter, rate
from .shapes import CRIT, OK, UNKNOWN, WARN, Answer, Question, Reading, Trouble, judged, tr, worst

UPTIME, DESCRIPTION, NAME = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.5.0"
IF, IFX = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
AGAIN = 3_600
"""Seconds after which the table of interfaces is read anew although nothing seems to have changed."""
MOST = 1_500
"""Interfaces of one device."""


def agent(question: Question) -> Agent:
    return Agent(question.ip, question.port(161), timeout=question.timeout, **question.secret)


def text(value: Any, most: int = 120) -> str:
    shown = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    return "".join(one for one in shown if one.isprintable()).strip()[:most]


async def _self(asked: Any) -> tuple[int, str]:
    found = await many(asked, [UPTIME, DESCRIPTION])
    uptime = found.get(UPTIME)
    if not isinstance(uptime, int):
        raise Trouble(UNKNOWN, "Cihaz ne zamandır açık olduğunu söylemiyor")
    return uptime, text(found.get(DESCRIPTION), 255)


async def _table(asked: Any) -> dict[str, dict[str, Any]]:
    """The interfaces by index: name, note, speed, whether their counters are wide."""
    names = await column(asked, f"{IFX}.1", MOST)
    if not names:
        names = await column(asked, f"{IF}.2", MOST)
    alias = await column(asked, f"{IFX}.18", MOST)
    fast, plain = await column(asked, f"{IFX}.15", MOST), await column(asked, f"{IF}.5", MOST)
    wide = await column(asked, f"{IFX}.6", MOST)
    table = {}
    for index, name in list(names.items())[:MOST]:
        quick = fast.get(index)
        slow = plain.get(index)
        speed = quick * 1e6 if isinstance(quick, int) and quick > 0 else slow if isinstance(slow, int) else 0
        table[index] = {
            "name": text(name) or index,
            "alias": text(alias.get(index)),
            "speed": float(speed) if 0 < speed < 1e13 else None,
            "wide": index in wide,
        }
    return table


def _counters(table: Mapping[str, Mapping[str, Any]]) -> list[str]:
    oids = []
    for index, one in table.items():
        into, out = (f"{IFX}.6", f"{IFX}.10") if one["wide"] else (f"{IF}.10", f"{IF}.16")
        oids += [f"{IF}.7.{index}", f"{IF}.8.{index}", f"{into}.{index}", f"{out}.{index}"]
        oids += [f"{IF}.14.{index}", f"{IF}.20.{index}"]
    return oids


async def interfaces(question: Question) -> Answer:
    """Traffic and errors of every interface, the rate since the look before; which ought to be up and is down."""
    memory = question.memory
    async with session(agent(question)) as asked:
        uptime, told = await _self(asked)
        moment = time.time()
        before = memory.get("uptime")
        anew = before is None or uptime < before or moment - memory.get("table_at", 0) > AGAIN
        if anew:
            memory["table"], memory["table_at"] = await _table(asked), moment
        table: dict[str, dict[str, Any]] = memory["table"]
        if not table:
            raise Trouble(UNKNOWN, "Cihaz hiçbir ağ arayüzü göstermiyor")
        found = await many(asked, _counters(table))
    moment = time.time()
    memory["uptime"] = uptime
    counters: dict[str, Counter] = memory.setdefault("counters", {})
    readings, down, busy = [], [], []
    limit_warn, limit_crit = question.number("warn", 80), question.number("crit", 95)
    expected = set(question.params.get("expected") or ())
    for index, one in table.items():
        wide, speed = one["wide"], one["speed"]
        into, out = (f"{IFX}.6", f"{IFX}.10") if wide else (f"{IF}.10", f"{IF}.16")
        keys = [f"{into}.{index}", f"{out}.{index}", f"{IF}.14.{index}", f"{IF}.20.{index}"]
        now = integers(found, keys)
        octets = speed / 8 if speed else None
        rates: list[float | None] = []
        for key in keys:
            value = now.get(key)
            if value is None:
                rates.append(None)
                continue
            mark = Counter(value, moment, uptime)
            bits = 64 if wide and key.startswith(IFX) else 32
            rates.append(rate(counters.get(key), mark, bits, octets if key in keys[:2] else None))
            counters[key] = mark
        errors = [one_ for one_ in rates[2:] if one_ is not None]
        values = (
            rates[0] * 8 if rates[0] is not None else None,
            rates[1] * 8 if rates[1] is not None else None,
            sum(errors) if errors else None,
        )
        level = OK
        if one["name"] in expected and found.get(f"{IF}.8.{index}") != 1 and found.get(f"{IF}.7.{index}") != 2:
            level = CRIT
            down.append(one["name"])
        load = max((value for value in values[:2] if value is not None), default=None)
        if level == OK and load is not None and speed:
            level = judged(100 * load / speed, limit_warn, limit_crit)
            if level != OK:
                busy.append(f"{one['name']} %{tr(100 * load / speed)}")
        readings.append(Reading("interface", index, one["name"], values, level, speed, one["alias"], "bit/sn"))
    words = f"{tr(len(table))} arayüz"
    words += f"; kapalı: {', '.join(down[:5])}" if down else ""
    words += f"; dolu: {', '.join(busy[:5])}" if busy else ""
    cut = len(table) >= MOST
    words += f"; tablo {tr(MOST)} arayüzde kesildi" if cut else ""
    level = worst(
        [CRIT if down else WARN if cut else OK, *(reading.level for reading in readings if reading.name not in down)]
    )
    return Answer(level, words, tuple(readings), told=told, uptime=uptime / 100)


STORAGE, PROCESSORS = "1.3.6.1.2.1.25.2.3.1", "1.3.6.1.2.1.25.3.3.1.2"
RAM, DISK = "1.3.6.1.2.1.25.2.1.2", "1.3.6.1.2.1.25.2.1.4"
SENSOR, ENTITY = "1.3.6.1.2.1.99.1.1.1", "1.3.6.1.2.1.47.1.1.1.1.7"
SCALES = {number: 10.0 ** (3 * (number - 9)) for number in range(1, 18)}
MEASURES = {3: "V", 4: "V", 5: "A", 6: "W", 7: "Hz", 8: "°C", 9: "%", 10: "d/dk", 11: "m³/dk", 12: ""}


async def sensors(question: Question) -> Answer:
    """Processors, memory and disks of a host, and the sensors a device has."""
    async with session(agent(question)) as asked:
        uptime, told = await _self(asked)
        loads = await column(asked, PROCESSORS, 512)
        kinds, names = await column(asked, f"{STORAGE}.2", 512), await column(asked, f"{STORAGE}.3", 512)
        sizes, used = await column(asked, f"{STORAGE}.5", 512), await column(asked, f"{STORAGE}.6", 512)
        blocks = await column(asked, f"{STORAGE}.4", 512)
        types, values = await column(asked, f"{SENSOR}.1", 512), await column(asked, f"{SENSOR}.4", 512)
        scales, places = await column(asked, f"{SENSOR}.2", 512), await column(asked, f"{SENSOR}.3", 512)
        titles = await column(asked, ENTITY, 1_024) if values else {}
    readings = []
    known = [value for value in loads.values() if isinstance(value, int) and 0 <= value <= 100]
    if known:
        mean = sum(known) / len(known)
        level = judged(mean, question.number("warn_cpu", 90), question.number("crit_cpu", 98))
        readings.append(Reading("cpu", "cpu", f"İşlemci ({len(known)} çekirdek)", (mean,), level, unit="%"))
    for index, kind in kinds.items():
        kind = text(kind).strip(".")
        size, filled, block = sizes.get(index), used.get(index), blocks.get(index, 1)
        if kind not in (RAM, DISK) or not isinstance(size, int) or not isinstance(filled, int) or size <= 0:
            continue
        share = 100 * filled / size
        if not 0 <= share <= 100:
            continue
        sort = "memory" if kind == RAM else "disk"
        level = judged(
            share,
            question.number(f"warn_{sort}", 85 if sort == "disk" else 92),
            question.number(f"crit_{sort}", 95 if sort == "disk" else 98),
        )
        whole = float(size * block) if isinstance(block, int) else None
        readings.append(
            Reading(sort, f"{sort}.{index}", text(names.get(index)) or sort, (share,), level, whole, unit="%")
        )
    limits = question.params.get("limits") or {}
    for index, value in values.items():
        if not isinstance(value, int) or abs(value) >= 1_000_000_000:
            continue
        scaled = value * SCALES.get(scales.get(index, 9), 1.0) / 10 ** int(places.get(index) or 0)
        name = text(titles.get(index)) or f"Algılayıcı {index}"
        limit = limits.get(name) if isinstance(limits, dict) else None
        warn, crit = [*limit, None, None][:2] if isinstance(limit, list) else (None, None)
        unit = MEASURES.get(types.get(index, 0), "")
        readings.append(Reading("sensor", f"s.{index}", name, (scaled,), judged(scaled, warn, crit), unit=unit))
    if not readings:
        raise Trouble(UNKNOWN, "Cihaz işlemci, bellek, disk ya da algılayıcı göstermiyor")
    level = worst([one.level for one in readings])
    bad = [
        f"{one.name} {tr(one.values[0] or 0, 1)} {one.unit}".strip() for one in readings if one.level in (WARN, CRIT)
    ]
    words = "; ".join(bad[:4]) if bad else f"{tr(len(readings))} ölçüm yerinde"
    return Answer(level, words, tuple(readings), told=told, uptime=uptime / 100)


PRINTER, PAGES = "1.3.6.1.2.1.43.11.1.1", "1.3.6.1.2.1.43.10.2.1.4"
NOT_TONER = ("waste", "atık", "drum", "fuser", "transfer", "belt", "kit")


async def printer(question: Question) -> Answer:
    """Toner and page counter of a printer."""
    async with session(agent(question)) as asked:
        uptime, told = await _self(asked)
        names, most = await column(asked, f"{PRINTER}.6", 64), await column(asked, f"{PRINTER}.8", 64)
        left, pages = await column(asked, f"{PRINTER}.9", 64), await column(asked, PAGES, 16)
    readings, low = [], []
    for index, level_ in left.items():
        whole = most.get(index)
        if not isinstance(level_, int) or not isinstance(whole, int):
            continue
        name = text(names.get(index)) or f"Sarf {index}"
        # -3: some is left, -2: unknown; the standard says so where a printer cannot measure
        share = 100 * level_ / whole if whole > 0 and 0 <= level_ <= whole else None
        if share is None:
            continue
        level = judged(share, question.number("warn", 15), question.number("crit", 3))
        if level in (WARN, CRIT):
            low.append(f"{name} %{tr(share)}")
        kind = "part" if any(word in name.lower() for word in NOT_TONER) else ""
        readings.append(Reading("toner", f"t.{index}", name, (share,), level, float(whole), kind, "%"))
    counted = [value for value in pages.values() if isinstance(value, int) and value >= 0]
    if counted:
        readings.append(Reading("pages", "pages", "Sayfa sayacı", (float(max(counted)),), unit="sayfa"))
    if not readings:
        raise Trouble(UNKNOWN, "Yazıcı toner ya da sayaç bildirmiyor")
    # an empty cartridge is a warning: the printer is there
    level = min(worst([one.level for one in readings]), WARN) if low else OK
    words = f"Azalan: {', '.join(low[:4])}" if low else "Sarf yeterli"
    words += f"; {tr(max(counted))} sayfa" if counted else ""
    return Answer(level, words, tuple(readings), told=told, uptime=uptime / 100)


async def value(question: Question) -> Answer:
    """One value of an agent, between limits, a counter as its growth a second."""
    oid = question.text("oid").strip(".")
    if not oid or not all(part.isdecimal() for part in oid.split(".")):
        raise Trouble(UNKNOWN, "OID sayılardan ve noktalardan oluşur")
    async with session(agent(question)) as asked:
        found = (await many(asked, [oid])).get(oid)
    if found is None:
        raise Trouble(UNKNOWN, "Cihazda böyle bir değer yok")
    name, unit = question.text("label", "Değer"), question.text("unit")
    if not isinstance(found, int | float):
        shown, expected = text(found), question.text("equals")
        return Answer(CRIT if expected and shown != expected else OK, f"{name}: {shown}")
    number = float(found) * (question.number("scale", 1.0) or 1.0)
    level = judged(number, question.number("warn"), question.number("crit"))
    reading = Reading("value", "", name, (number,), level, unit=unit)
    return Answer(level, f"{name}: {tr(number, 2)} {unit}".strip(), (reading,))
