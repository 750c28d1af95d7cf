"""Structured files: CycloneDX, the agents of FusionInventory and GLPI, what `winget export` writes."""

import json
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .report import MOST_MACHINES, MOST_ROWS, Machine, Report, Unreadable, plain

DEEPEST = 60
MOST_ELEMENTS = 1_500_000


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_int=lambda number: number[:40], parse_float=lambda number: number[:40])
    except RecursionError:
        raise Unreadable("Dosya çok derin iç içe yazılmış; güvenlik gereği okunmaz.") from None
    except ValueError:
        raise Unreadable("Dosya geçerli bir JSON değil; yarım kalmış olabilir.") from None


def _xml(text: str) -> Element:
    try:
        # the declaration names an encoding the text no longer has
        root: Element = fromstring(_undeclared(text), forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(
            "Dosyada belge türü ya da varlık tanımı (DTD, ENTITY) var; güvenlik gereği okunmaz."
        ) from None
    except ParseError:
        raise Unreadable("Dosya geçerli bir XML değil; yarım kalmış olabilir.") from None
    stack, seen = [(root, 1)], 0
    while stack:
        element, depth = stack.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_ELEMENTS:
            raise Unreadable("Dosya çok derin ya da çok uzun yazılmış; güvenlik gereği okunmaz.")
        stack.extend((child, depth + 1) for child in element)
    return root


def _undeclared(text: str) -> bytes:
    start = text.lstrip()
    if start.startswith("<?xml"):
        start = start.partition("?>")[2].lstrip()
    return start.encode("utf-8")


def _tag(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _child(element: Element, name: str) -> Element | None:
    return next((one for one in element if _tag(one).lower() == name.lower()), None)


def _text(element: Element | None, *path: str) -> str:
    for name in path:
        element = _child(element, name) if element is not None else None
    return plain(element.text) if element is not None else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _count(value: Any) -> int | None:
    text = plain(value)
    return int(text) if text.isdecimal() and len(text) < 5 and int(text) > 0 else None


def _limit(count: int) -> None:
    if count > MOST_ROWS:
        most = f"{MOST_ROWS:,}".replace(",", ".")
        raise Unreadable(f"Dosyada {most} satırdan çok program var; bilgisayarları ayrı dosyalara bölün.")


def kind_of_json(text: str) -> str:
    """Which of the structured kinds a JSON text is."""
    told = _json(text)
    first = told[0] if isinstance(told, list) and told else told
    facts = _dict(first)
    if facts.get("bomFormat") == "CycloneDX":
        return "cyclonedx-json"
    if "Sources" in facts or "winget" in plain(facts.get("$schema")):
        return "winget-export"
    if "content" in facts:
        return "agent-json"
    raise Unreadable("JSON dosyası CycloneDX, winget export ya da GLPI ajanı çıktısı değil.")


def _publisher(one: dict[str, Any]) -> str:
    for name in ("supplier", "manufacturer", "publisher", "author"):
        value = one.get(name)
        words = plain(value.get("name")) if isinstance(value, dict) else plain(value)
        if words:
            return words
    return ""


def cyclonedx_json(text: str) -> Report:
    """A bill of materials: the machine is the component the document is about."""
    told = _json(text)
    report = Report()
    rows = 0
    for bom in told if isinstance(told, list) else [told]:
        if _dict(bom).get("bomFormat") != "CycloneDX":
            raise Unreadable("Dosya bir CycloneDX belgesi değil.")
        subject = _dict(_dict(bom.get("metadata")).get("component"))
        machine = Machine(plain(subject.get("name")))
        for entry in _list(subject.get("properties")):
            _property(machine, _dict(entry).get("name"), _dict(entry).get("value"))
        waiting = list(reversed(_list(bom.get("components"))))
        while waiting:
            one = _dict(waiting.pop())
            rows += 1
            _limit(rows + len(waiting))
            kind = plain(one.get("type"))
            if kind == "operating-system" and not machine.system:
                machine.system = f"{plain(one.get('name'))} {plain(one.get('version'))}".strip()
            elif kind in ("file", "data", "device", "cryptographic-asset"):
                continue
            elif not machine.add(one.get("name"), one.get("version"), _publisher(one)):
                report.fault(f"{rows}. bileşenin adı yok")
            # what stands inside an application is its own matter, unless the outer one is only a cover
            if kind in ("platform", "container", "operating-system"):
                waiting.extend(reversed(_list(one.get("components"))))
        _keep(report, machine)
    return report


def _property(machine: Machine, name: Any, value: Any) -> None:
    key = plain(name).casefold().rsplit(":", 1)[-1]
    if key in ("serial", "serialnumber", "serial-number"):
        machine.serial = plain(value, 80)
    elif key in ("user", "lastuser"):
        machine.user = plain(value, 60)
    elif key in ("cores", "cpucores"):
        machine.cores = _count(value)


def cyclonedx_xml(text: str) -> Report:
    root = _xml(text)
    if _tag(root) != "bom":
        raise Unreadable("Dosya bir CycloneDX belgesi değil.")
    report = Report()
    metadata = _child(root, "metadata")
    subject = _child(metadata, "component") if metadata is not None else None
    machine = Machine(_text(subject, "name"))
    properties = _child(subject, "properties") if subject is not None else None
    for entry in properties if properties is not None else ():
        _property(machine, entry.get("name"), entry.text)
    held = _child(root, "components")
    waiting = list(reversed(list(held))) if held is not None else []
    rows = 0
    while waiting:
        one = waiting.pop()
        rows += 1
        _limit(rows + len(waiting))
        kind = one.get("type", "")
        name, version = _text(one, "name"), _text(one, "version")
        publisher = _text(one, "supplier", "name") or _text(one, "manufacturer", "name") or _text(one, "publisher")
        if kind == "operating-system" and not machine.system:
            machine.system = f"{name} {version}".strip()
        elif kind in ("file", "data", "device", "cryptographic-asset"):
            continue
        elif not machine.add(name, version, publisher):
            report.fault(f"{rows}. bileşenin adı yok")
        inner = _child(one, "components")
        if inner is not None and kind in ("platform", "container", "operating-system"):
            waiting.extend(reversed(list(inner)))
    _keep(report, machine)
    return report


def _keep(report: Report, machine: Machine) -> None:
    if len(report.machines) >= MOST_MACHINES:
        most = f"{MOST_MACHINES:,}".replace(",", ".")
        raise Unreadable(f"Bir dosyada en çok {most} bilgisayar okunur.")
    report.machines.append(machine)


def agent_xml(text: str) -> Report:
    """What the agent sends: REQUEST/CONTENT with HARDWARE, BIOS, OPERATINGSYSTEM and one SOFTWARES a program."""
    root = _xml(text)
    content = _child(root, "CONTENT") if _tag(root) == "REQUEST" else None
    if content is None:
        raise Unreadable("XML dosyası CycloneDX ya da envanter ajanı çıktısı değil.")
    report, machine, rows = Report(), Machine(), 0
    for part in content:
        match _tag(part):
            case "HARDWARE":
                machine.name = machine.name or _text(part, "NAME")
                machine.system = machine.system or f"{_text(part, 'OSNAME')} {_text(part, 'OSVERSION')}".strip()
                machine.user = machine.user or _text(part, "LASTLOGGEDUSER")[:60]
            case "OPERATINGSYSTEM":
                full = _text(part, "FULL_NAME")
                machine.system = full or f"{_text(part, 'NAME')} {_text(part, 'VERSION')}".strip() or machine.system
            case "BIOS":
                machine.serial = _text(part, "SSN")[:80] or _text(part, "MSN")[:80]
            case "CPUS":
                machine.cores = (machine.cores or 0) + (_count(_text(part, "CORE")) or 0) or None
            case "SOFTWARES":
                rows += 1
                _limit(rows)
                name = _text(part, "NAME") or _text(part, "GUID")
                if not machine.add(name, _text(part, "VERSION"), _text(part, "PUBLISHER")):
                    report.fault(f"{rows}. programın adı yok")
    machine.name = machine.name or _text(root, "DEVICEID")
    _keep(report, machine)
    return report


def agent_json(text: str) -> Report:
    """The same from the agents of GLPI 10 and later."""
    told = _json(text)
    report, rows = Report(), 0
    for message in told if isinstance(told, list) else [told]:
        content = _dict(_dict(message).get("content"))
        if not content:
            raise Unreadable("JSON dosyası GLPI ajanının envanter çıktısı değil.")
        hardware, bios = _dict(content.get("hardware")), _dict(content.get("bios"))
        system = _dict(content.get("operatingsystem"))
        machine = Machine(
            plain(hardware.get("name")) or plain(_dict(message).get("deviceid")),
            plain(bios.get("ssn"), 80),
            plain(system.get("full_name")) or f"{plain(system.get('name'))} {plain(system.get('version'))}".strip(),
            plain(hardware.get("lastloggeduser"), 60),
            sum(_count(_dict(cpu).get("core")) or 0 for cpu in _list(content.get("cpus"))[:64]) or None,
        )
        for one in _list(content.get("softwares")):
            rows += 1
            _limit(rows)
            facts = _dict(one)
            if not machine.add(facts.get("name"), facts.get("version"), facts.get("publisher")):
                report.fault(f"{rows}. programın adı yok")
        _keep(report, machine)
    return report


def winget_export(text: str) -> Report:
    """Only identifiers ("Mozilla.Firefox") and versions; the publisher is the first part of the identifier."""
    told = _dict(_json(text))
    report, machine = Report(), Machine()
    for package in _packages(_list(told.get("Sources"))):
        name = plain(package.get("PackageIdentifier"))
        publisher = name.partition(".")[0] if "." in name else ""
        if not machine.add(name, package.get("Version"), publisher):
            report.fault("Kimliği olmayan paket")
    _keep(report, machine)
    return report


def _packages(sources: Iterable[Any]) -> Iterable[dict[str, Any]]:
    rows = 0
    for source in sources:
        for package in _list(_dict(source).get("Packages")):
            rows += 1
            _limit(rows)
            yield _dict(package)
