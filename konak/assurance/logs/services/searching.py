"""Looking into the logs: never without a purpose, never unseen."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lake import SETS, spool
from konak.foundation.lake import queries as lake
from konak.foundation.lake.queries import Row
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.services import write
from konak.governance.disclosures import public as disclosures

from .. import access, queries
from ..access import SEARCHED
from ..models import Kind, Search
from ..parsing.common import ip as address_of
from ..parsing.common import mac as hardware_of
from .behind import Behind, behind

LEASE_DAYS = 8
SESSION = dt.timedelta(hours=24)
NAT = dt.timedelta(minutes=5)
LOGON = dt.timedelta(hours=12)
MOST = 2_000
LONGEST = dt.timedelta(days=31)
WORDED = ("message", "user.name", "host.name", "url.original", "source.ip", "destination.ip", "source.domain")
PERSONAL = ("user.name", "source.mac", "source.domain", "source.ip", "source.nat.ip")


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was found: from which set, and what it says for the question."""

    code: str
    row: Row
    role: str

    @property
    def at(self) -> dt.datetime:
        return _aware(self.row.values["moment"])

    @property
    def values(self) -> Mapping[str, Any]:
        return self.row.values

    @property
    def told(self) -> list[tuple[str, Any]]:
        hidden = {"n", "received", "sender", "ts", "moment", "known", "hour", "line", "message", "event.module"}
        return [(name, value) for name, value in self.row.values.items() if name not in hidden]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about an address at a moment, with the lines that say it."""

    search: Search
    evidence: list[Found] = field(default_factory=list)
    inner: str = ""
    mac: str = ""
    host: str = ""
    user: str = ""
    place: str = ""
    words: list[str] = field(default_factory=list)
    known: Behind | None = None
    request: disclosures.LogRequestFacts | None = None


def written_down(actor: Actor, kind: Kind, purpose: str, request: str, asked: Mapping[str, Any]) -> Search:
    """Write down the look before anything is shown: a row, a line of the trail, a line of the lake."""
    seat = actor.seat_for(access.SEARCH)
    if seat is None or not actor.reach(access.SEARCH).everywhere or actor.user_id is None:
        raise Refused(f"«{access.SEARCH.label}» için yetkiniz yok.")
    purpose, request = purpose.strip(), request.strip()
    if len(purpose) < 10:
        raise Refused("Aramanın amacını en az on harfle yazın; arama defterinde kalır.")
    if request:
        try:
            disclosures.open_log_request(actor, request)
        except ObjectDoesNotExist:
            raise Refused(f"{request} sayılı iz kaydı isteği yok ya da kapsamınızda değil.") from None
    made = Search.objects.create(
        user_id=actor.user_id,
        seat_id=seat.appointment_id,
        kind=kind,
        purpose=purpose[:300],
        request=request,
        asked=dict(asked),
        masked=not actor.reach(access.PERSONS).everywhere,
    )
    write(actor=actor, kind="logs.search", subject=made.pk, verb=kind.value, note=request, seat=seat)
    line = {"search": made.pk, "user": actor.user_id, "kind": kind.value, "purpose": made.purpose, "request": request}
    text = json.dumps(line | {"asked": dict(asked), "at": now().isoformat()}, ensure_ascii=False)
    try:
        spool.append("searches", [text.encode()], source="konak")
    except spool.LakeFull as full:
        raise Refused(f"{full.strerror}. Arama mühürlenemediği için yapılmadı.") from None
    return made


@transaction.atomic
def who(
    *, actor: Actor, ip: str, at: dt.datetime, purpose: str, port: int | None = None, request: str = ""
) -> Answer:
    """Who stood behind an address, outside or inside, at a moment."""
    wanted = address_of(ip.strip())
    if wanted is None:
        raise Refused("IP adresi anlaşılmadı.")
    codes = open_to(actor)
    asked = {"ip": wanted, "port": port, "at": at.isoformat(), "sets": codes}
    made = written_down(actor, Kind.WHO, purpose, request, asked)
    answer = _who(made, wanted, port, at, codes)
    if request.strip():
        answer = replace(answer, request=disclosures.open_log_request(actor, made.request))
    return _told(answer if made.masked else _known(actor, answer, at))


def _known(actor: Actor, answer: Answer, at: dt.datetime) -> Answer:
    """Beside the lines what the registers know; where no line names device or person, theirs stands, as is said."""
    one = behind(actor, answer.inner, answer.mac, at)
    words = list(answer.words)
    if one.mac and not answer.mac:
        words.append(f"Ağ sicili {answer.inner} adresini o anda {one.mac} aygıtında gördü; bunun mühürlü satırı yok.")
    if one.user and not answer.user:
        words.append(f"Ağ sicili o anda {one.user} kullanıcısını gördü; bunun mühürlü satırı yok.")
    return replace(
        answer,
        mac=answer.mac or one.mac,
        host=answer.host or one.host,
        user=answer.user or one.user,
        known=one,
        words=words,
    )


def open_to(actor: Actor, code: str = "") -> list[str]:
    """Sets open to the seat, or the one that is asked for; refused where it is closed."""
    if not actor.holds(access.SEARCH):  # said first: a stranger learns nothing about sets
        raise Refused(f"«{access.SEARCH.label}» için yetkiniz yok.")
    if code and code not in SEARCHED:
        raise Refused("Böyle bir kayıt kümesi yok.")
    codes = queries.open_sets(actor)
    if code and code not in codes:
        raise Refused(f"«{SETS[code].label}» kümesi makamınıza açık değil; erişimi sistem yöneticisi verir.")
    if not codes:
        raise Refused("Makamınıza açık bir log kümesi yok; erişimi sistem yöneticisi verir.")
    return [code] if code else codes


def _who(made: Search, wanted: str, port: int | None, at: dt.datetime, codes: Sequence[str]) -> Answer:
    evidence: list[Found] = []
    asks = ("firewall", "dhcp", "radius", "windows")
    closed = [SETS[code].label for code in asks if code not in codes]
    words = [f"Makamınıza açık olmayan kümelere bakılmadı: {', '.join(closed)}."] if closed else []
    inner = wanted
    outside = {"source.nat.ip": wanted} | ({"source.nat.port": port} if port else {})
    flows: list[Row] = []
    if "firewall" in codes:
        flows = lake.search("firewall", since=at - NAT, until=at + NAT, where=outside, limit=200)
    nat = _flows(flows, at)
    if nat:
        insides = sorted({str(row.values["source.ip"]) for row in nat if "source.ip" in row.values})
        evidence += [Found("firewall", row, "Adres çevirisi (NAT)") for row in nat[:50]]
        inner = insides[0] if insides else wanted
        words.append(f"Dış adres o anda içerideki {', '.join(insides)} adresine aitti.")
        if len(insides) > 1:
            words.append("Birden çok iç adres aynı dış adresi kullanıyordu; kesin yanıt için dış port gerekir.")
    elif port and "firewall" in codes:
        inside = {"source.ip": wanted, "source.port": port}
        rows = _flows(lake.search("firewall", since=at - NAT, until=at + NAT, where=inside, limit=200), at)
        evidence += [Found("firewall", row, "Bağlantı") for row in rows[:50]]
    lease = _lease(inner, at) if "dhcp" in codes else None
    mac = host = ""
    if lease is not None:
        evidence.append(Found("dhcp", lease, "DHCP kirası"))
        mac, host = str(lease.values.get("source.mac", "")), str(lease.values.get("source.domain", ""))
        words.append(f"{inner} o anda {mac or 'donanım adresi yazılmamış'} aygıtına kiralıydı.")
    elif "dhcp" in codes:
        words.append(f"{inner} için o anı kapsayan bir DHCP kirası yok.")
    session = _session(inner, mac, at, codes)
    user = place = ""
    if session is not None:
        code, row, role = session
        evidence.append(Found(code, row, role))
        user = str(row.values.get("user.name", ""))
        place = " · ".join(
            str(row.values[n]) for n in ("observer.name", "network.name", "observer.ip") if n in row.values
        )
        mac = mac or str(row.values.get("source.mac", ""))
        words.append(f"{role}: {user}.")
    elif nat and (named := [str(row.values["user.name"]) for row in nat if "user.name" in row.values]):
        user = named[0]
        words.append(f"Güvenlik duvarı kullanıcıyı {user} olarak yazmış.")
    else:
        words.append("O an için bir kullanıcı oturumu bulunamadı.")
    if any("clock" in str(one.values.get("log.flags", "")) for one in evidence):
        words.append("Bu satırlardan birinin saati geldiği andan çok uzak; saatine güvenmeyin.")
    return Answer(made, evidence, inner, mac, host, user, place, words)


def _flows(rows: Sequence[Row], at: dt.datetime) -> list[Row]:
    """Flows that were open at the moment: they end where they are logged, and began so long before."""
    found = []
    for row in rows:
        moment = _aware(row.values["moment"])
        length = dt.timedelta(microseconds=int(row.values.get("event.duration", 0)) // 1000)
        if moment - length - dt.timedelta(seconds=5) <= at <= moment + dt.timedelta(seconds=5):
            found.append((abs(moment - at), row))
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _lease(inner: str, at: dt.datetime) -> Row | None:
    """The lease that covers the moment: the last word about the address before it, if that gave it to somebody."""
    rows = lake.search(
        "dhcp",
        since=at - dt.timedelta(days=LEASE_DAYS),
        until=at + dt.timedelta(seconds=1),
        where={"source.ip": inner, "event.action": ["assigned", "released", "expired", "declined"]},
        limit=50,
        newest=True,
    )
    for row in rows[:1]:
        end = row.values.get("event.end")
        over = _aware(end) < at if end else at - _aware(row.values["moment"]) > SESSION
        if row.values["event.action"] == "assigned" and not over:
            return row
    return None


def _session(inner: str, mac: str, at: dt.datetime, codes: Sequence[str]) -> tuple[str, Row, str] | None:
    """Whose session it was: RADIUS before the domain's logon."""
    ways: list[dict[str, Any]] = [{"source.ip": inner}]
    if mac:
        ways.append({"source.mac": mac})
    until = at + dt.timedelta(seconds=1)
    rows: list[Row] = []
    if "radius" in codes:
        rows = lake.search("radius", since=at - SESSION, until=until, any_of=ways, limit=50, newest=True)
    for row in rows:
        if row.values.get("event.action") == "session-end":
            break
        if "user.name" in row.values and row.values.get("event.outcome") != "failure":
            return "radius", row, "RADIUS oturumu"
    if "windows" not in codes:
        return None
    where = {"source.ip": inner, "event.code": ["4624", "4768", "4776"], "event.outcome": "success"}
    rows = lake.search("windows", since=at - LOGON, until=until, where=where, limit=50, newest=True)
    for row in rows:
        if not str(row.values.get("user.name", "$")).endswith("$"):
            return "windows", row, "Etki alanı oturumu"
    return None


@transaction.atomic
def trace(
    *, actor: Actor, what: str, since: dt.datetime, until: dt.datetime, purpose: str, request: str = ""
) -> Answer:
    """Everything of an address, a device or a person between two moments."""
    what = what.strip()
    _bounded(since, until)
    if not what:
        raise Refused("IP, MAC ya da kullanıcı adı yazın.")
    codes = open_to(actor)
    asked = {"what": what, "since": since.isoformat(), "until": until.isoformat(), "sets": codes}
    made = written_down(actor, Kind.TRACE, purpose, request, asked)
    return _told(Answer(made, everything_of(what, since, until, codes)))


def everything_of(what: str, since: dt.datetime, until: dt.datetime, codes: Sequence[str]) -> list[Found]:
    """Lines that name an address, a device or a person."""
    if address := address_of(what):
        ways = [{name: address} for name in ("source.ip", "source.nat.ip", "destination.ip")]
    elif hardware := hardware_of(what):
        ways = [{"source.mac": hardware}]
    else:
        ways = [{"user.name": what}]
    return _everywhere(since, until, ways, codes)


def _bounded(since: dt.datetime, until: dt.datetime) -> None:
    if until <= since or until - since > LONGEST:
        raise Refused("Aralık en çok 31 gün olabilir ve sonu başından sonra olmalıdır.")


@transaction.atomic
def free(
    *,
    actor: Actor,
    words: str,
    since: dt.datetime,
    until: dt.datetime,
    purpose: str,
    code: str = "",
    request: str = "",
) -> Answer:
    """Lines that hold these words in their message, address, user, host or page."""
    words = words.strip()
    if len(words) < 3:
        raise Refused("Aranacak sözü en az üç harfle yazın.")
    _bounded(since, until)
    codes = open_to(actor, code)
    asked = {"words": words, "set": code, "since": since.isoformat(), "until": until.isoformat(), "sets": codes}
    made = written_down(actor, Kind.FREE, purpose, request, asked)
    return _told(Answer(made, with_words(words, since, until, codes)))


def with_words(words: str, since: dt.datetime, until: dt.datetime, codes: Sequence[str]) -> list[Found]:
    """Lines that hold these words."""
    ways = [{f"{name}__has": words} for name in WORDED]
    return _everywhere(since, until, ways, codes)


def _everywhere(
    since: dt.datetime, until: dt.datetime, ways: Sequence[Mapping[str, Any]], codes: Sequence[str]
) -> list[Found]:
    found = [
        Found(code, row, SETS[code].label)
        for code in codes
        for row in lake.search(code, since=since, until=until, any_of=ways, limit=MOST)
    ]
    return sorted(found, key=lambda one: one.at)[:MOST]


def _told(answer: Answer) -> Answer:
    """Count what was found, and cover persons where the seat may not see them."""
    made = answer.search
    Search.objects.filter(pk=made.pk).update(found=len(answer.evidence))
    made.found = len(answer.evidence)
    if not made.masked:
        return answer
    return replace(
        answer,
        evidence=[covered(one) for one in answer.evidence],
        inner=mask("source.ip", answer.inner),
        mac=mask("source.mac", answer.mac),
        host=mask("source.domain", answer.host),
        user=mask("user.name", answer.user),
        words=["Kişileri açık görme yetkiniz olmadığı için adres ve adlar maskelidir."],
    )


def covered(one: Found) -> Found:
    """The same line with persons covered."""
    return replace(one, row=replace(one.row, values=_covered(one.row.values)))


def _covered(values: Mapping[str, Any]) -> dict[str, Any]:
    free_text = {"message", "line", "url.original"}
    return {
        name: mask(name, str(value)) if name in PERSONAL else value
        for name, value in values.items()
        if name not in free_text
    }


def mask(name: str, value: str) -> str:
    """As much of a value as tells nobody who it was."""
    if not value:
        return value
    if name.endswith(".ip"):
        cut = value.rpartition(":" if ":" in value else ".")
        return f"{cut[0]}{cut[1]}***"
    if name == "source.mac":
        return value[:9] + "**-**-**"
    return value[:1] + "***"
