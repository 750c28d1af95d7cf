"""Lease files and neighbour tables read as they are written, without a database: what is none is named."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")
MOST_FAULTS = 50
FAR = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
"""A lease without end."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One device behind one address from one moment to another. `final`: it ended then, whatever was planned."""

    ip: str
    mac: str
    since: dt.datetime
    until: dt.datetime
    host: str = ""
    switch: str = ""
    port: str = ""
    access_point: str = ""
    login: str = ""
    final: bool = False


@dataclass(slots=True)
class Read:
    """What was read: the writing, the records, the lines that are none."""

    kind: str
    rows: list[Seen] = field(default_factory=list)
    broken: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, line: int, why: str) -> None:
        self.broken += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(f"{line}. satır: {why}"[:200])


def mac_of(text: str) -> str:
    """A hardware address in one writing; empty where it is none (a longer client identifier)."""
    digits = "".join(one for one in text.lower() if one in "0123456789abcdef")
    if len(digits) != 12 or len(text.strip()) > 23:
        return ""
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def _ip(text: str) -> str:
    found = ip_address(text.strip())
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def _clean(text: str, longest: int) -> str:
    return "".join(one for one in text if one.isprintable()).strip()[:longest]


def read(content: bytes, kind: str = "auto", taken_at: dt.datetime | None = None) -> Read:
    """Read a file in a named writing, or in the one it shows itself to be in; `ValueError` where it is none."""
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    found = kind_of(text) if kind == "auto" else kind
    if found == "isc":
        return isc(text)
    if found == "kea":
        return kea(text)
    if found == "windows":
        return windows(text, taken_at or dt.datetime.now(dt.UTC))
    if found == "neighbours":
        return neighbours(text)
    raise ValueError(
        "Dosyanın biçimi tanınmadı: ISC dhcpd.leases, Kea ya da Windows kira listesi veya komşu tablosu."
    )


def kind_of(text: str) -> str:
    """The writing of a file by its first lines; empty where none is known."""
    if re.search(r"^\s*lease\s+[0-9a-fA-F.:]+\s*\{", text[:200_000], re.M):
        return "isc"
    head = next(
        (line for line in text[:20_000].splitlines() if line.strip() and not line.startswith("#")), ""
    ).lower()
    if head.startswith("address,") and "expire" in head:
        return "kea"
    names = _heads(head)
    if "leaseexpirytime" in names or "leaseexpiration" in names:
        return "windows"
    if "ip" in names or "adres" in names:
        return "neighbours"
    return ""


# ISC ---------------------------------------------------------------------------------------------------------

_LEASE = re.compile(r"^\s*lease\s+(\S+)\s*\{")
_SAID = re.compile(r'(?:^|;)\s*(starts|ends|hardware|client-hostname|binding)\s+("[^"]*"|[^;]+)')


def _isc_time(text: str) -> dt.datetime:
    """ "4 2026/11/26 08:00:00" in UTC, "epoch 1764144000; # …", "never"."""
    words = text.split("#")[0].split()
    if words[:1] == ["never"]:
        return FAR
    if words[:1] == ["epoch"] and len(words) > 1:
        return dt.datetime.fromtimestamp(int(words[1]), dt.UTC)
    if len(words) < 3:
        raise ValueError(f"zaman anlaşılmadı: {text[:30]}")
    return dt.datetime.strptime(f"{words[1]} {words[2]}", "%Y/%m/%d %H:%M:%S").replace(tzinfo=dt.UTC)


def isc(text: str) -> Read:
    """ISC dhcpd.leases: blocks in the order they were written, the same lease many times over."""
    found = Read("isc")
    ip, began = "", 0
    said: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if start := _LEASE.match(line):
            if ip:
                found.fault(began, "kira bloğu kapanmadan yenisi başladı")
            ip, began, said = start[1], number, {}
        elif ip and line.strip() == "}":
            _isc_block(found, ip, said, began)
            ip = ""
        elif ip:
            said |= {one[1]: one[2].strip() for one in _SAID.finditer(line)}
    if ip:
        found.fault(began, "kira bloğu yarım kaldı")
    return found


def _isc_block(found: Read, ip: str, said: dict[str, str], line: int) -> None:
    state = said.get("binding", "state active").removeprefix("state").strip()
    if "hardware" not in said or state in {"abandoned", "backup"}:
        return  # never given to anybody
    try:
        since, until = _isc_time(said["starts"]), _isc_time(said.get("ends", "never"))
        mac = mac_of(said["hardware"].split()[-1])
        if until < since:
            raise ValueError("bitiş başlangıçtan önce")
        host = _clean(said.get("client-hostname", "").strip('"'), 255)
        final = state in {"free", "released", "expired"}
        found.rows.append(Seen(_ip(ip), mac, since, until, host, final=final))
    except (ValueError, IndexError, KeyError, OverflowError, OSError) as fault:
        found.fault(line, f"okunamadı ({fault})")


# Kea ---------------------------------------------------------------------------------------------------------


def kea(text: str) -> Read:
    """Kea's memfile: a line for each change, its lease told by its end and its length."""
    found = Read("kea")
    for number, row in _rows(text):
        try:
            if row.get("state", "0") == "1":
                continue  # declined: nobody's
            lasts = int(row["valid_lifetime"])
            ends = dt.datetime.fromtimestamp(int(row["expire"]), dt.UTC)
            since = ends - dt.timedelta(seconds=lasts) if lasts != 0xFFFFFFFF else ends
            until = FAR if lasts == 0xFFFFFFFF else ends
            mac = mac_of(row.get("hwaddr") or "") or _of_duid(row.get("duid") or "")
            host = _clean((row.get("hostname") or "").replace("&#x2c", ","), 255).rstrip(".")
            gone = lasts == 0 or row.get("state") == "2"
            found.rows.append(Seen(_ip(row["address"]), mac, since, until, host, final=gone))
        except (ValueError, KeyError, TypeError, OverflowError, OSError) as fault:
            found.fault(number, f"okunamadı ({fault})")
    return found


def _of_duid(duid: str) -> str:
    """The hardware address inside a DUID of the two kinds that carry one."""
    parts = duid.lower().split(":")
    if parts[:4] == ["00", "01", "00", "01"] and len(parts) == 14:
        return mac_of(":".join(parts[8:]))
    if parts[:4] == ["00", "03", "00", "01"] and len(parts) == 10:
        return mac_of(":".join(parts[4:]))
    return ""


# Windows -----------------------------------------------------------------------------------------------------


def windows(text: str, taken_at: dt.datetime) -> Read:
    """`Get-DhcpServerv4Lease | Export-Csv` and the list the console exports: leases in force when they were taken."""
    found = Read("windows")
    for number, row in _rows(text):
        state = row.get("addressstate", "active").lower()
        if not state.startswith(("active", "etkin")):
            continue
        try:
            ip = _ip(row.get("ipaddress") or row["clientipaddress"])
            ends = row.get("leaseexpirytime") or row.get("leaseexpiration") or ""
            endless = not ends.strip() or "reserv" in ends.lower() or "rezerv" in ends.lower()
            until = FAR if endless else moment_of(ends)
            mac = mac_of(row.get("clientid") or row.get("uniqueid") or "")
            host = _clean(row.get("hostname") or row.get("name") or "", 255)
            found.rows.append(Seen(ip, mac, min(taken_at, until), until, host))
        except (ValueError, KeyError, TypeError) as fault:
            found.fault(number, f"okunamadı ({fault})")
    return found


# Neighbour tables --------------------------------------------------------------------------------------------

_NAMES = {
    "ip": ("ip", "adres", "ipaddress", "framedipaddress"),
    "mac": ("mac", "macadresi", "callingstationid", "hwaddr"),
    "since": ("since", "at", "zaman", "baslangic", "time", "timestamp", "started"),
    "until": ("until", "bitis", "stopped", "ended"),
    "host": ("host", "hostname", "ad"),
    "switch": ("switch", "anahtar", "nas", "nasidentifier", "nasipaddress"),
    "port": ("port", "kapi", "interface", "nasportid"),
    "ap": ("ap", "accesspoint", "erisimnoktasi", "calledstationid"),
    "login": ("login", "user", "username", "kullanici", "oturum"),
}


def neighbours(text: str) -> Read:
    """ARP and forwarding tables, wireless and RADIUS sessions as a plain list: where which device was seen when."""
    found = Read("neighbours")
    for number, row in _rows(text):
        got = {name: next((row[one] for one in ways if row.get(one)), "") for name, ways in _NAMES.items()}
        try:
            since = moment_of(got["since"])
            until = moment_of(got["until"]) if got["until"] else since
            if until < since:
                raise ValueError("bitiş başlangıçtan önce")
            mac = mac_of(got["mac"])
            if not mac and not got["login"]:
                raise ValueError("MAC adresi ya da oturum adı yok")
            found.rows.append(
                Seen(
                    *(_ip(got["ip"]), mac, since, until, _clean(got["host"], 255), _clean(got["switch"], 120)),
                    *(_clean(got["port"], 60), _clean(got["ap"], 120), _clean(got["login"], 120)),
                    final=bool(got["until"]),
                )
            )
        except (ValueError, KeyError, OverflowError) as fault:
            found.fault(number, f"okunamadı ({fault})")
    return found


def moment_of(text: str) -> dt.datetime:
    """A moment as files write it: ISO, "21.11.2026 14:05:12", "11/21/2026 2:05 PM", seconds; without a zone, here."""
    said = text.strip()
    if said.isdecimal() and 9 <= len(said) <= 11:
        return dt.datetime.fromtimestamp(int(said), dt.UTC)
    try:
        found = dt.datetime.fromisoformat(said)
    except ValueError:
        for form in ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p"):
            try:
                found = dt.datetime.strptime(said, form)
                break
            except ValueError:
                continue
        else:
            raise ValueError(f"zaman anlaşılmadı: {said[:30]}") from None
    return found if found.tzinfo else found.replace(tzinfo=ISTANBUL)


def _heads(line: str) -> list[str]:
    fold = str.maketrans("ıışğüöç", "iisguoc")
    return [
        re.sub(r"[^a-z0-9_]", "", one.strip().strip('"').lower().translate(fold)) for one in re.split(r"[,;\t]", line)
    ]


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of a list with heads, by number; comments and what PowerShell writes above are left out."""
    lines = text.replace("\0", "").splitlines()
    start = next((place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if start is None:
        return
    head = lines[start]
    delimiter = max(",;\t", key=head.count)
    names = _heads(head.replace(delimiter, ","))
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if not line.strip() or len(line) > 100_000:
            continue
        values = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
        yield number, dict(zip(names, values, strict=False))


# Joining -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Stay:
    """One unbroken stay of a device behind an address, with the last moment it was heard to begin anew."""

    ip: str
    mac: str
    since: dt.datetime
    until: dt.datetime
    heard: dt.datetime
    key: int | None = None
    """Of the row that holds it already."""
    said: dict[str, str] = field(default_factory=dict)
    login: str = ""


def join(known: Iterable[Stay], fresh: Iterable[Seen], gap: dt.timedelta, alone: bool) -> list[Stay]:
    """Stays of one address after more was heard: touching ones of one device are one; whatever the order, the same.

    `alone` says that the source gives an address to one device at a time: a stay ends where the next device begins,
    unless it was itself heard after that. Of several rows that become one, the earliest keeps its key.
    """
    parts: list[tuple[Stay, bool]] = [(one, False) for one in known]
    for row in fresh:
        said = {name: value for name in ("host", "switch", "port", "access_point") if (value := getattr(row, name))}
        parts.append((Stay(row.ip, row.mac, row.since, row.until, row.since, None, said, row.login), row.final))
    parts.sort(key=lambda part: (part[0].mac, part[0].login, part[0].since, part[0].key is None, part[0].until))
    joined: list[Stay] = []
    ends: list[dt.datetime] = []
    for part, final in parts:
        last = joined[-1] if joined else None
        same = last is not None and (last.mac, last.login) == (part.mac, part.login)
        if last is None or not same or part.since > last.until + gap:
            joined.append(part)
            ends = []
        else:
            last.until = max(last.until, part.until)
            last.heard = max(last.heard, part.heard)
            last.said |= part.said
            last.key = last.key if last.key is not None else part.key
        if final:
            ends.append(part.until)
        current = joined[-1]
        for end in ends:
            if current.heard <= end < current.until:
                current.until = end
    if alone:
        joined.sort(key=lambda one: one.since)
        for place, one in enumerate(joined):
            for other in joined[place + 1 :]:
                if other.mac != one.mac and one.heard < other.since < one.until:
                    one.until = other.since
                    break
    return joined
