"""What inventory agents send, read into one shape: GLPI (JSON), FusionInventory and OCS (XML), CycloneDX (JSON)."""

import json
import re
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from konak.foundation.lifecycle import Refused

from ..models import Source

LARGEST = 20 * 1024 * 1024
MOST_SOFTWARE = 3_000
_MAC = re.compile(r"[^0-9a-f]")
_NO_UUID = frozenset({"", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"})


@dataclass(slots=True)
class Report:
    """One device as its agent sees it."""

    source: str
    key: str
    hostname: str = ""
    maker: str = ""
    model: str = ""
    serial: str = ""
    uuid: str = ""
    macs: list[str] = field(default_factory=list)
    kind: str = ""
    system: str = ""
    last_user: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def read(data: bytes) -> list[Report]:
    """The devices in one message, whatever agent sent it; `Refused` says why there are none."""
    if len(data) > LARGEST:
        raise Refused("Envanter bildirimi 20 MB sınırını aşıyor.")
    text = _unpacked(data).lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] == b"<":
        return [_fusion(text)]
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("Bildirim okunamadı: JSON ya da XML bekleniyor.") from None
    if not isinstance(message, dict):
        raise Refused("Bildirim okunamadı: bir nesne bekleniyor.")
    if message.get("bomFormat") == "CycloneDX":
        return _cyclonedx(message)
    if isinstance(message.get("content"), dict):
        return [_glpi(message)]
    raise Refused("Bildirim tanınmadı: GLPI, FusionInventory ya da CycloneDX bekleniyor.")


def _unpacked(data: bytes) -> bytes:
    """Agents may compress; what would grow beyond the limit is refused while it grows."""
    for head, bits in ((b"\x78", zlib.MAX_WBITS), (b"\x1f\x8b", 31)):
        if data.startswith(head):
            unpack = zlib.decompressobj(bits)
            try:
                plain = unpack.decompress(data, LARGEST + 1)
            except zlib.error:
                return data
            if len(plain) > LARGEST:
                raise Refused("Envanter bildirimi açıldığında 20 MB sınırını aşıyor.")
            return plain
    return data


def _text(value: Any, longest: int) -> str:
    return " ".join(str(value).replace("\0", "").split())[:longest] if isinstance(value, str | int | float) else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def mac(text: Any) -> str:
    plain = _MAC.sub("", str(text or "").lower())
    return ":".join(plain[at : at + 2] for at in range(0, 12, 2)) if len(plain) == 12 and int(plain, 16) else ""


def _macs(values: Any) -> list[str]:
    return sorted({one for one in map(mac, values) if one})[:40]


def _uuid(text: Any) -> str:
    plain = _text(text, 40).lower()
    return "" if plain in _NO_UUID else plain


def _glpi(message: dict[str, Any]) -> Report:
    content = _dict(message["content"])
    hardware, bios = _dict(content.get("hardware")), _dict(content.get("bios"))
    system = _dict(content.get("operatingsystem"))
    users = _list(content.get("users"))
    key = _text(message.get("deviceid"), 200)
    if not key:
        raise Refused("Bildirimde cihaz kimliği (deviceid) yok.")
    return Report(
        source=Source.GLPI,
        key=key,
        hostname=_text(hardware.get("name"), 120),
        maker=_text(bios.get("smanufacturer") or bios.get("mmanufacturer"), 120),
        model=_text(bios.get("smodel") or bios.get("mmodel"), 160),
        serial=_text(bios.get("ssn") or bios.get("msn"), 120),
        uuid=_uuid(hardware.get("uuid")),
        macs=_macs(one.get("mac") or one.get("macaddr") for one in _list(content.get("networks"))),
        kind=_text(hardware.get("chassis_type") or message.get("itemtype"), 40),
        system=_text(system.get("full_name") or hardware.get("osname"), 120),
        last_user=_text(hardware.get("lastloggeduser") or (users[0].get("login") if users else ""), 80),
        facts={
            "memory": _text(hardware.get("memory"), 20),
            "cpu": _text((_list(content.get("cpus")) or [{}])[0].get("name"), 120),
            "agent": _text(_dict(content.get("versionprovider")).get("version") or content.get("versionclient"), 60),
            "software": [
                {
                    "name": _text(one.get("name"), 200),
                    "version": _text(one.get("version"), 80),
                    "publisher": _text(one.get("publisher"), 120),
                }
                for one in _list(content.get("softwares"))[:MOST_SOFTWARE]
            ],
        },
    )


def _fusion(data: bytes) -> Report:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        raise Refused("Bildirim okunamadı: XML bozuk ya da izin verilmeyen bir bildirim içeriyor.") from None
    content = root.find("CONTENT")
    if content is None:
        raise Refused("Bildirimde CONTENT bölümü yok.")

    def said(path: str, longest: int) -> str:
        return _text(content.findtext(path) if content is not None else "", longest)

    key = _text(root.findtext("DEVICEID"), 200)
    if not key:
        raise Refused("Bildirimde cihaz kimliği (DEVICEID) yok.")
    return Report(
        source=Source.FUSION,
        key=key,
        hostname=said("HARDWARE/NAME", 120),
        maker=said("BIOS/SMANUFACTURER", 120) or said("BIOS/MMANUFACTURER", 120),
        model=said("BIOS/SMODEL", 160) or said("BIOS/MMODEL", 160),
        serial=said("BIOS/SSN", 120) or said("BIOS/MSN", 120),
        uuid=_uuid(said("HARDWARE/UUID", 40)),
        macs=_macs(one.text for one in content.iterfind("NETWORKS/MACADDR")),
        kind=said("HARDWARE/CHASSIS_TYPE", 40),
        system=said("HARDWARE/OSNAME", 120),
        last_user=said("HARDWARE/LASTLOGGEDUSER", 80) or said("USERS/LOGIN", 80),
        facts={
            "memory": said("HARDWARE/MEMORY", 20),
            "cpu": said("CPUS/NAME", 120),
            "agent": said("VERSIONCLIENT", 60),
            "software": [
                {
                    "name": _text(one.findtext("NAME"), 200),
                    "version": _text(one.findtext("VERSION"), 80),
                    "publisher": _text(one.findtext("PUBLISHER"), 120),
                }
                for one in list(content.iterfind("SOFTWARES"))[:MOST_SOFTWARE]
            ],
        },
    )


def _cyclonedx(message: dict[str, Any]) -> list[Report]:
    subject = _dict(_dict(message.get("metadata")).get("component"))
    parts = [one for one in _list(message.get("components")) if one.get("type") == "device"]
    devices = [subject, *parts] if subject.get("type") == "device" else parts
    if not devices:
        raise Refused("CycloneDX dosyasında cihaz (device) türünde bileşen yok.")
    software = [
        {"name": _text(one.get("name"), 200), "version": _text(one.get("version"), 80), "publisher": _maker(one)}
        for one in _list(message.get("components"))[:MOST_SOFTWARE]
        if one.get("type") in {"application", "operating-system", "library", "framework"}
    ]
    return [_device(one, software if one is subject else []) for one in devices]


def _maker(component: dict[str, Any]) -> str:
    named = _dict(component.get("manufacturer")) or _dict(component.get("supplier"))
    return _text(named.get("name") or component.get("publisher"), 120)


def _device(component: dict[str, Any], software: list[dict[str, str]]) -> Report:
    said: dict[str, list[str]] = {}
    for one in _list(component.get("properties")):
        name = _text(one.get("name"), 120).lower().rsplit(":", 1)[-1].replace("-", "").replace("_", "")
        said.setdefault(name, []).append(_text(one.get("value"), 200))

    def first(*names: str) -> str:
        return next((said[name][0] for name in names if said.get(name)), "")

    serial, uuid = first("serialnumber", "serial"), _uuid(first("uuid", "systemuuid"))
    name = _text(component.get("name"), 120)
    key = _text(component.get("bom-ref"), 200) or uuid or serial or name
    if not key:
        raise Refused("CycloneDX cihazının adı, kimliği ya da seri numarası yok.")
    return Report(
        source=Source.CYCLONEDX,
        key=key,
        hostname=first("hostname")[:120] or name,
        maker=_maker(component),
        model=(first("model") or _text(component.get("version"), 160))[:160],
        serial=serial[:120],
        uuid=uuid,
        macs=_macs([*said.get("mac", []), *said.get("macaddress", [])]),
        kind=first("devicetype", "chassis")[:40],
        system=first("os", "operatingsystem")[:120],
        facts={"software": software},
    )
