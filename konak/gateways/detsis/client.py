"""Asking the registry: which operations there are, and the units under a number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests
import zeep
from requests.auth import HTTPBasicAuth
from zeep.exceptions import Error as ZeepError
from zeep.helpers import serialize_object
from zeep.transports import Transport

NUMBER = re.compile(r"^[1-9]\d{7}$")
SECONDS, MOST = 30, 20_000
LISTS = ("birim", "kurum", "liste", "getir", "sorgula", "altbirim")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("detsisno", "kkk", "kurumkodu", "birimno", "no", "idarekimlikkodu"),
    "parent": ("ustdetsisno", "ustkkk", "ustbirimno", "ustno", "ustkurumkodu", "ustidarekimlikkodu"),
    "name": ("ad", "adi", "birimadi", "kurumadi"),
    "kind": ("tur", "turu", "birimturu"),
    "province": ("il", "iladi"),
    "district": ("ilce", "ilceadi"),
    "kep": ("kep", "kepadresi"),
    "active": ("aktif", "etkin", "durum"),
}


class Down(Exception):
    """The registry does not answer; in Turkish."""


class Strange(Exception):
    """It answered something we do not understand; in Turkish."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the WSDL and the names of what it wants."""

    name: str
    inputs: tuple[str, ...]

    @property
    def lists_units(self) -> bool:
        plain = self.name.lower()
        return any(word in plain for word in LISTS) and len(self.inputs) <= 3


Row = dict[str, str]


class Registry:
    """A connection to one service."""

    def __init__(self, wsdl: str, user: str = "", password: str = "") -> None:
        session = requests.Session()
        session.max_redirects = 0
        if user:
            session.auth = HTTPBasicAuth(user, password)
        settings = zeep.Settings(strict=True, xml_huge_tree=False, forbid_dtd=True, forbid_external=True)
        transport = Transport(session=session, timeout=SECONDS, operation_timeout=SECONDS)
        try:
            self._client = zeep.Client(wsdl, transport=transport, settings=settings)
        except requests.RequestException as fault:
            raise Down(f"DETSİS hizmetine ulaşılamadı ({type(fault).__name__}).") from None
        except (ZeepError, ValueError, OSError) as fault:
            raise Strange(f"DETSİS hizmet tanımı (WSDL) okunamadı ({type(fault).__name__}).") from None

    def operations(self) -> list[Operation]:
        """What the WSDL names, by name."""
        found = []
        for service in self._client.wsdl.services.values():
            for port in service.ports.values():
                for name, operation in port.binding._operations.items():
                    body = getattr(operation.input, "body", None)
                    elements = getattr(getattr(body, "type", None), "elements", [])
                    found.append(Operation(name, tuple(str(key) for key, _ in elements)))
        return sorted(set(found), key=lambda one: one.name)

    def units(self, operation: str, number: str) -> list[Row]:
        """The units an operation lists under a DETSİS number, as rows of our import."""
        known = {one.name: one for one in self.operations()}
        if operation not in known:
            raise Strange(f"Hizmet tanımında «{operation}» işlemi yok. Bulunanlar: {', '.join(known) or 'hiçbiri'}.")
        wanted = known[operation].inputs
        given = {wanted[0]: number} if wanted else {}
        try:
            answer = getattr(self._client.service, operation)(**given)
        except requests.RequestException as fault:
            raise Down(f"DETSİS hizmetine ulaşılamadı ({type(fault).__name__}).") from None
        except zeep.exceptions.Fault as fault:
            raise Strange(f"DETSİS hizmeti reddetti: {' '.join(str(fault.message).split())[:200]}") from None
        except (ZeepError, ValueError, TypeError) as fault:
            raise Strange(f"DETSİS yanıtı okunamadı ({type(fault).__name__}).") from None
        rows = [row for row in map(_row, _records(serialize_object(answer, dict))) if row is not None]
        if not rows:
            raise Strange("DETSİS yanıtında birim bulunamadı.")
        return rows[:MOST]


def _records(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every record in an answer, wherever it lies."""
    if depth > 8:
        return
    if isinstance(value, Mapping):
        if any(_plain(key) in FIELDS["number"] for key in value):
            yield value
        for inner in value.values():
            if isinstance(inner, Mapping | list):
                yield from _records(inner, depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _records(one, depth + 1)


def _plain(key: object) -> str:
    return re.sub(r"[^a-z]", "", str(key).lower().replace("ı", "i").replace("ü", "u").replace("ş", "s"))


def _row(record: Mapping[str, Any]) -> Row | None:
    held = {_plain(key): value for key, value in record.items()}

    def first(names: Sequence[str]) -> str:
        return next((str(held[name]).strip() for name in names if held.get(name) not in (None, "")), "")

    row = {field: first(names) for field, names in FIELDS.items()}
    if not NUMBER.match(row["number"]) or not row["name"]:
        return None
    row["active"] = "Hayır" if row["active"].lower() in ("false", "0", "pasif", "hayır", "h") else "Evet"
    return row
