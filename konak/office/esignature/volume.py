"""What a whole municipality applied for, was handed and signed over two years, by COPY: for samples and measurements.

Every signature is genuine: each pair of signers has signed one text with their own trial certificates, and all the
files of the pair share those bytes. Only the clock of the rows is made up.
"""

import datetime as dt
import random
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils.timezone import get_current_timezone, localdate, now

from konak.foundation.access import Actor
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.db.copying import copy_rows, draw_keys, learn_size
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.trail.models import Entry
from konak.gateways.pki import fake

from .models import (
    Certificate,
    CertificateKind,
    CertificateRequest,
    CertificateStatus,
    Device,
    DeviceKind,
    DeviceState,
    EventKind,
    Fault,
    Format,
    Level,
    MobileApplication,
    MobileEvent,
    Reason,
    Request,
    RequestState,
    Role,
    Signatory,
    Trial,
    Turn,
)
from .queries import SIGNERS
from .signing import cades

HISTORY = 730
"""Days the rows reach back."""
DAY = dt.timedelta(days=1)
BATCH = 10_000
PAIRS = 240
"""Pairs of signers at most: each costs two signatures, however many files they share."""
FIRST_SERIAL = 10_000
"""Cards and readers of the load are numbered from here; those handed out by the services lie below."""
OPERATORS = ("turkcell", "vodafone", "turk_telekom")
FAULTS = (
    "Okuyucu ışığı yanmıyor, kart görünmüyor.",
    "Güncellemeden sonra kart sürücüsü açılmıyor.",
    "PIN üç kez yanlış girildi, kart kilitlendi.",
    "İmza aracı açılıyor ama kart listesi boş geliyor.",
)
SUBJECTS = (
    "Aylık çalışma raporu", "Görevlendirme onayı", "Satın alma onay belgesi", "Muayene ve kabul tutanağı",
    "Fazla çalışma çizelgesi", "Yıllık izin planı", "Eğitim katılım listesi", "Araç kullanım onayı",
    "Komisyon kararı", "Ödenek aktarma talebi", "Arıza ve bakım tutanağı", "Teknik şartname onayı",
    "Hizmet içi eğitim onayı", "Sayım tutanağı", "Kayıttan düşme teklifi", "Protokol taslağı onayı",
)  # fmt: skip
RETURNS = ("Ekin tarihi yanlış.", "Tutar ile dayanak tutmuyor.", "Birimin görüşü eklenmeli.")


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody in his seat."""

    user: int
    unit: int
    seat: int
    position: str
    name: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Two signers and a file that both have signed."""

    junior: Sitter
    senior: Sitter
    certificates: tuple[str, str]
    form: str
    level: str
    content: int
    result: int
    renew_on: dt.date | None = None


@dataclass(slots=True)
class Held:
    """A holder with his certificate and what he was given with it."""

    who: Sitter
    issued: fake.Issued
    since: dt.datetime
    until: dt.datetime
    key: int = 0
    card: int = 0
    former: int = 0
    """The certificate before this one, where there was one."""
    revoked: bool = False
    events: list[tuple[dt.datetime, str]] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return str(self.issued.asn1.sha256.hex())


def sitter(row: Appointment) -> Sitter:
    mail = row.user.email or f"{row.user.username}@ornek.example"
    return Sitter(row.user_id, row.unit_id, row.pk, row.position, row.user.full_name, mail)


def sitters(most: int, without: Collection[int]) -> list[Sitter]:
    """Those who sign by their office, then experts, each once and in a fixed order; `without` these users."""
    rows = Appointment.objects.filter(until=None, acting_for=None, user__is_active=True).select_related("user")
    found: dict[int, Sitter] = {}
    for positions in (SIGNERS, (Position.EXPERT,)):
        for row in rows.filter(position__in=positions).order_by("pk"):
            if row.user_id not in without:
                found.setdefault(row.user_id, sitter(row))
    return list(islice(found.values(), most))


class Above:
    """Who decides for whom: the director or head of one's unit, or of the nearest unit above it."""

    def __init__(self) -> None:
        self._parent = dict(Unit.objects.values_list("pk", "parent_id"))
        rows = Appointment.objects.filter(
            until=None,
            acting_for=None,
            user__is_active=True,
            position__in=(Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT, Position.SECRETARY_GENERAL),
        )
        self._heads: dict[int, Sitter] = {}
        for row in rows.select_related("user").order_by("pk"):
            self._heads.setdefault(row.unit_id, sitter(row))

    def of(self, who: Sitter) -> Sitter | None:
        unit: int | None = who.unit
        while unit is not None:
            head = self._heads.get(unit)
            if head is not None and head.user != who.user:
                return head
            unit = self._parent.get(unit)
        return None


def _moment(chance: random.Random, day: dt.date) -> dt.datetime:
    time = dt.time(chance.randrange(8, 17), chance.randrange(60), chance.randrange(60))
    return dt.datetime.combine(day, time, get_current_timezone())


def fill_service(
    people: Sequence[Sitter],
    *,
    house: fake.House,
    key: rsa.RSAPrivateKey,
    runner: Sitter,
    provider: str,
    seed: int,
) -> list[Held]:
    """Certificates, applications, things, lines, trials and faults of these people; returns what they hold."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    held = _certificates(people, house, key, provider, chance)
    _devices(held, runner)
    above = Above()
    copy_cases(CertificateRequest, sorted(_applications(held, runner, above, chance), key=_opened))
    copy_rows(Trial, _trials(held))
    copy_rows(Fault, list(_faults(held, chance)))
    _lines(held[::10], runner, above, chance)
    return held


def _certificates(
    people: Sequence[Sitter], house: fake.House, key: rsa.RSAPrivateKey, provider: str, chance: random.Random
) -> list[Held]:
    held = []
    for place, who in enumerate(people):
        since = _moment(chance, localdate() - chance.randrange(20, 1_080) * DAY)
        days = 1_095
        if place % 9 == 4:  # ends within the days at which holders are told, or has ended
            days = max((now() - since).days + chance.choice((-15, 4, 12, 25, 50)), 5)
        issued = house.issue(who.name, identity=f"2{place:08d}46", since=since, days=days, key=key)
        held.append(Held(who, issued, since, since + days * DAY, revoked=place % 40 == 7))
    for one, pk in zip(held, draw_keys(Certificate, len(held)), strict=True):
        one.key = pk
    renewed = [one for place, one in enumerate(held) if place % 3 == 0 and _recent(one.since)]
    for one, pk in zip(renewed, draw_keys(Certificate, len(renewed)), strict=True):
        one.former = pk
    rows = [_certificate(one, provider) for one in held]
    rows += [_former(one, house, key, provider, place) for place, one in enumerate(renewed)]
    copy_rows(Certificate, rows)
    learn_size(Certificate)
    return held


def _recent(moment: dt.datetime) -> bool:
    return localdate(moment) > localdate() - HISTORY * DAY


def _certificate(one: Held, provider: str) -> dict[str, Any]:
    facts = one.issued.asn1
    status = CertificateStatus.REVOKED if one.revoked else CertificateStatus.ACTIVE
    return {
        "id": one.key,
        "kind": CertificateKind.QUALIFIED,
        "sha256": facts.sha256.hex(),
        "serial": f"{facts.serial_number:x}",
        "issuer": provider,
        "name": one.who.name,
        "identity_masked": "20*******46",
        "qualified": True,
        "since": facts.not_valid_before,
        "until": facts.not_valid_after,
        "der": one.issued.der,
        "status": status,
        "status_at": max(one.since + DAY, now() - 60 * DAY) if one.revoked else None,
        "status_why": "Kart kayboldu" if one.revoked else "",
        "assignee": one.who.user,
        "unit": one.who.unit,
        "provider": provider,
        "last_test_at": one.since + 9 * DAY,
        "added_at": one.since + 9 * DAY,
    }


def _former(one: Held, house: fake.House, key: rsa.RSAPrivateKey, provider: str, place: int) -> dict[str, Any]:
    """The certificate that was renewed: it ended here on the day its successor was taken into use."""
    since = one.since - 1_060 * DAY
    issued = house.issue(one.who.name, identity=f"3{place:08d}46", since=since, days=1_095, key=key)
    former = Held(one.who, issued, since, since + 1_095 * DAY, key=one.former)
    return _certificate(former, provider) | {
        "status": CertificateStatus.REVOKED,
        "status_at": one.since + 9 * DAY,
        "status_why": "Süresi dolmadan yenilendi",
    }


def _devices(held: Sequence[Held], runner: Sitter) -> None:
    """A card and a reader for each, given out on paper before receipts were signed here; some more in the stock."""
    for one, pk in zip(held, draw_keys(Device, len(held)), strict=True):
        one.card = pk
    spare = draw_keys(Device, len(held) + len(held) // 8)
    rows = []
    for place, one in enumerate(held):
        facts = {"state": DeviceState.HANDED, "assignee": one.who.user, "unit": one.who.unit}
        facts |= {"handed_at": one.since + 9 * DAY}
        number = FIRST_SERIAL + place
        rows.append({"id": one.card, "kind": DeviceKind.CARD, "serial": f"ORNEK-{number}", **facts})
        rows.append({"id": spare[place], "kind": DeviceKind.READER, "serial": f"OKU-{number}", **facts})
    for place, pk in enumerate(spare[len(held) :]):
        kind, name = ((DeviceKind.CARD, "ORNEK"), (DeviceKind.READER, "OKU"))[place % 2]
        serial = f"{name}-{FIRST_SERIAL + len(held) + place}"
        state = DeviceState.FAULTY if place % 12 == 5 else DeviceState.STOCK
        facts = {"state": state, "assignee": None, "unit": runner.unit, "handed_at": None}
        rows.append({"id": pk, "kind": kind, "serial": serial, **facts})
    copy_rows(Device, rows)
    learn_size(Device)


def _opened(one: File) -> dt.datetime:
    opened: dt.datetime = one.cover["opened_at"]
    return opened


def _line(at: dt.datetime, verb: str, who: Sitter, note: str = "") -> Line:
    return Line(at, verb, who.user, who.seat, who.position, note)


def _applications(held: Sequence[Held], runner: Sitter, above: Above, chance: random.Random) -> Iterator[File]:
    """The application by which each certificate of the two years came, and the renewals that are under way."""
    for place, one in enumerate(held):
        head = above.of(one.who)
        if head is None:
            continue
        if _recent(one.since - 20 * DAY):
            yield _finished(one, head, runner, place, chance)
        left = (one.until - now()).days
        if 0 <= left < 60 and place % 2:
            yield _under_way(one, head, runner, place, chance)


def _file(one: Held, state: str, story: list[Line], closed: bool, **contents: Any) -> File:
    reason = contents["reason"]
    return File(
        cover={
            "subject": f"E-imza sertifikası: {Reason(reason).label}",
            "state": state,
            "unit": one.who.unit,
            "opened_by": one.who.user,
            "opened_from_unit": one.who.unit,
            "opened_at": story[0].at,
            "closed_at": story[-1].at if closed else None,
            "resting": closed,
            "due_on": localdate(story[0].at) + 7 * DAY,
        },
        contents={
            "person": one.who.user,
            "title": Position(one.who.position).label,
            "email": one.who.mail,
            "phone": "0500 000 00 00",
            "delivery": "Örnek hizmet binası",
            **contents,
        },
        story=story,
    )


def _finished(one: Held, head: Sitter, runner: Sitter, place: int, chance: random.Random) -> File:
    at = one.since - chance.randrange(4, 12) * DAY
    used = one.since + 9 * DAY + dt.timedelta(hours=1)
    story = [
        _line(at, "open", one.who),
        _line(at + dt.timedelta(hours=chance.randrange(2, 30)), "approve", head),
        _line(at + 2 * DAY, "send", runner),
        _line(one.since + 2 * DAY, "produce", runner),
        _line(one.since + 9 * DAY, "hand", runner),
        _line(used, "activate", one.who),
    ]
    return _file(
        one,
        "active",
        story,
        True,
        reason=Reason.RENEWAL if one.former else Reason.FIRST,
        provider_number=f"KSM-{2_030_000 + place}",
        replaces=one.former or None,
        certificate=one.key,
        device=one.card,
    )


def _under_way(one: Held, head: Sitter, runner: Sitter, place: int, chance: random.Random) -> File:
    at = now() - chance.randrange(26, 90) * dt.timedelta(hours=1)
    story = [_line(at, "open", one.who)]
    state = ("asked", "approved", "sent")[place % 3]
    if state != "asked":
        story.append(_line(at + dt.timedelta(hours=4), "approve", head))
    if state == "sent":
        story.append(_line(at + dt.timedelta(hours=9), "send", runner))
    number = f"KSM-{2_060_000 + place}" if state == "sent" else ""
    return _file(
        one,
        state,
        story,
        False,
        reason=Reason.RENEWAL,
        provider_number=number,
        replaces=one.key,
        certificate=None,
        device=None,
    )


def _trials(held: Sequence[Held]) -> Iterator[dict[str, Any]]:
    for one in held:
        yield {
            "user": one.who.user,
            "certificate": one.key,
            "at": one.since + 9 * DAY,
            "good": True,
            "words": "Deneme imzası doğrulandı.",
            "computer": "Örnek okuyucu",
        }


def _faults(held: Sequence[Held], chance: random.Random) -> Iterator[dict[str, Any]]:
    for one in held[::5]:
        days = max((now() - one.since).days - 10, 2)
        at = now() - chance.randrange(1, min(days, HISTORY)) * DAY
        words = chance.choice(FAULTS)
        yield {"user": one.who.user, "certificate": one.key, "device": one.card, "what": words, "at": at}


def _lines(held: Sequence[Held], runner: Sitter, above: Above, chance: random.Random) -> None:
    """Telephones that sign, with what happened on each line."""
    having = [(one, head) for one in held if (head := above.of(one.who)) is not None]

    def applied() -> Iterator[File]:
        for place, (one, head) in enumerate(having):
            at = _moment(chance, localdate() - chance.randrange(20, HISTORY) * DAY)
            opened = at + 5 * DAY
            one.events = [(at, "Başvuruldu"), (opened, "Hat açıldı")]
            yield File(
                cover={
                    "subject": "Mobil imza başvurusu",
                    "state": "active",
                    "unit": one.who.unit,
                    "opened_by": one.who.user,
                    "opened_from_unit": one.who.unit,
                    "opened_at": at,
                    "closed_at": None,
                    "resting": True,
                    "due_on": localdate(at) + 7 * DAY,
                },
                contents={
                    "person": one.who.user,
                    "operator": OPERATORS[place % 3],
                    "number": f"90500{FIRST_SERIAL + place:07d}",
                    "active_since": opened,
                    "until": localdate(opened) + 1_095 * DAY,
                },
                story=[
                    _line(at, "open", one.who),
                    _line(at + DAY, "approve", head),
                    _line(at + 2 * DAY, "send", runner),
                    _line(opened, "activate", runner),
                ],
            )

    def then(batch: list[File]) -> None:
        events = {one.who.user: one.events for one, _ in having}
        copy_rows(
            MobileEvent,
            [
                {"application": file.key, "kind": EventKind.STATE, "words": words, "at": at, "by": runner.user}
                for file in batch
                for at, words in events[file.contents["person"]]
            ],
        )

    copy_cases(MobileApplication, sorted(applied(), key=_opened), then)


def sign_for_pairs(
    cards: Mapping[int, fake.Issued], house: fake.House, page: StoredFile, content: bytes, pairs: int = PAIRS
) -> list[Signed]:
    """Who initials and who signs after him, with the page both have signed (CAdES around it); at most `pairs`.

    Each costs two signatures of some milliseconds, without the time stamps that only an authority could give.
    """
    above, found = Above(), []
    rows = Appointment.objects.filter(user_id__in=cards.keys(), until=None, acting_for=None).select_related("user")
    seen: set[int] = set()
    for row in rows.order_by("pk"):
        junior = sitter(row)
        senior = above.of(junior)
        if junior.user in seen or senior is None or senior.user not in cards:
            continue
        seen.add(junior.user)
        signed = None
        for who in (junior, senior):
            card = cards[who.user]
            made = cades.prepare(content, certificate=card.asn1, moment=now())
            signed = cades.complete(
                made,
                card.sign(made.digest),
                certificate=card.asn1,
                chain=[house.issuer.asn1],
                detached=False,
                beside=signed,
            )
        assert signed is not None
        stored = store_as_is(
            actor=Actor(None, via="cli"),
            content=signed,
            name=f"{page.name}.p7s",
            media_type="application/pkcs7-signature",
            unit_id=senior.unit,
            purpose="esignature",
        )
        held = (cards[junior.user].asn1.sha256.hex(), cards[senior.user].asn1.sha256.hex())
        found.append(Signed(junior, senior, held, Format.ENVELOPING, Level.B, page.pk, stored.pk))
        if len(found) == pairs:
            break
    return found


def fill_signed(pairs: Sequence[Signed], *, keys: Sequence[int], seed: int) -> None:
    """Copy a signature file of some pair under each of these keys, with its turns and story, oldest first."""
    if not pairs:
        return
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    days = sorted(localdate() - chance.randrange(1, HISTORY) * DAY for _ in keys)
    source = iter(enumerate(zip(days, keys, strict=True)))
    while batch := list(islice(source, BATCH)):
        rows = [_told(chance, chance.choice(pairs), day, place, key) for place, (day, key) in batch]
        copy_rows(Request, (row for row, _, _ in rows))
        learn_size(Request)
        copy_rows(Signatory, (turn for _, turns, _ in rows for turn in turns))
        lines = sorted((line for _, _, story in rows for line in story), key=lambda line: line["at"])
        copy_rows(Entry, lines)


def _told(
    chance: random.Random, pair: Signed, day: dt.date, place: int, key: int
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """One signature file as it stands today: its row, its turns, its story."""
    name, at = uuid.UUID(int=chance.getrandbits(128), version=4), _moment(chance, day)
    first = min(at + dt.timedelta(minutes=chance.randrange(5, 300)), now())
    second = min(first + dt.timedelta(minutes=chance.randrange(5, 400)), now())
    back, whole = chance.random() < 0.03, pair.level == Level.LTA
    state = RequestState.RETURNED if back else RequestState.SIGNED
    why = chance.choice(RETURNS) if back else ""
    row = {
        "id": key,
        "key": name,
        "purpose": "sample",
        "reference": f"ÖRNEK-{1_000 + place}",
        "subject": f"{chance.choice(SUBJECTS)} ({day:%m.%Y})",
        "form": pair.form,
        "level": pair.level,
        "state": state,
        "content": pair.content,
        "result": None if back else pair.result,
        "assignee": pair.junior.user,
        "unit": pair.junior.unit,
        "asked_at": at,
        "closed_at": first if back else second,
        "why": why,
        "renew_on": None if back else pair.renew_on,
    }

    def turn(order: int, who: Sitter, role: str, done: dt.datetime, ready: dt.datetime) -> dict[str, Any]:
        signed = {"state": Turn.SIGNED, "signed_at": done, "stamped_at": done if whole else None}
        if back:
            signed = {"state": (Turn.RETURNED, Turn.DROPPED)[order - 1], "signed_at": None, "stamped_at": None}
        return {
            "request": key,
            "user": who.user,
            "order": order,
            "role": role,
            "note": why if back and order == 1 else "",
            "method": "" if back else "card",
            "ready_at": None if back and order == 2 else ready,
            "signer_name": "" if back else who.name,
            "certificate_sha256": "" if back else pair.certificates[order - 1],
            "result": None if back else pair.result,
            **signed,
        }

    turns = [
        turn(1, pair.junior, Role.INITIAL, first, at),
        turn(2, pair.senior, Role.SIGN, second, first),
    ]
    told = [(at, "ask", pair.junior)]
    told += (
        [(first, "return", pair.junior)] if back else [(first, "initial", pair.junior), (second, "sign", pair.senior)]
    )
    story = [
        {
            "at": moment,
            "user": who.user,
            "seat": who.seat,
            "position": who.position,
            "via": "web",
            "kind": Request._meta.label_lower,
            "subject": str(name),
            "verb": verb,
            "note": "kartla" if verb in {"initial", "sign"} else "",
        }
        for moment, verb, who in told
    ]
    return row, turns, story
