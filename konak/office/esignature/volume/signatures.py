"""What was signed: some pairs sign one text each, and all the files of a pair share those bytes."""

import datetime as dt
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.db.copying import copy_rows, learn_size
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.people.models import Appointment
from konak.foundation.trail.models import Entry
from konak.gateways.pki import fake

from ..models import Format, Level, Request, RequestState, Role, Signatory, Turn
from ..signing import cades
from .people import DAY, HISTORY, Above, Sitter, moment, sitter

BATCH = 10_000
PAIRS = 240
"""Pairs of signers at most: each costs two signatures, however many files they share."""
SUBJECTS = (
    "Aylık çalışma raporu", "Görevlendirme onayı", "Satın alma onay belgesi", "Muayene ve kabul tutanağı",
    "Fazla çalışma çizelgesi", "Yıllık izin planı", "Eğitim katılım listesi", "Araç kullanım onayı",
    "Komisyon kararı", "Ödenek aktarma talebi", "Arıza ve bakım tutanağı", "Teknik şartname onayı",
    "Hizmet içi eğitim onayı", "Sayım tutanağı", "Kayıttan düşme teklifi", "Protokol taslağı onayı",
)  # fmt: skip
RETURNS = ("Ekin tarihi yanlış.", "Tutar ile dayanak tutmuyor.", "Birimin görüşü eklenmeli.")


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
    name, at = uuid.UUID(int=chance.getrandbits(128), version=4), moment(chance, day)
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
