"""A draft as it is locked, kept in versions, addressed and closed: what every change of it shares."""

import re
from typing import Any

from django.db.models import Max

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import DETSIS, Unit
from konak.foundation.people.positions import Clearance

from .. import lifecycle, queries
from ..models import (
    Addressee,
    Delivery,
    Letter,
    LetterKind,
    Party,
    Version,
)


def reading_level(letter: Letter, degree: int) -> int:
    """How secret the cover of a letter of this degree is: what is for one person only is read by few."""
    return max(degree, Clearance.OFFICIAL) if letter.is_personal else degree


def veil(letter: Letter, degree: int) -> None:
    """Mark a letter with a degree of secrecy and close its cover accordingly; nothing is saved."""
    letter.degree = degree
    letter.case.secrecy = reading_level(letter, degree)


def locked(number: str, actor: Actor) -> Letter:
    """A letter the actor may see, locked."""
    found = Letter.objects.select_for_update(of=("self", "case")).get(case__number=number)
    assert isinstance(found, Letter)
    if not queries.sees(actor, found):
        raise Letter.DoesNotExist
    return found


def open_draft(number: str, actor: Actor) -> Letter:
    """A draft the actor may change."""
    found = locked(number, actor)
    if found.case.state != "draft":
        raise Refused("Yalnız taslak değiştirilir; önce geri çekin ya da iade edilmesini isteyin.")
    if words := lifecycle.writes(found, actor):
        raise Refused(words)
    return found


def content_of(letter: Letter) -> dict[str, Any]:
    """What a version keeps."""
    return {
        "subject": letter.case.subject,
        "code": letter.file_code.code,
        "body": letter.body,
        "closing": letter.closing,
        "addressees": [str(one) for one in letter.addressees.all()],
        "annexes": [one.written for one in letter.annexes.all()],
        "cited": [one.words for one in letter.cited.all()],
    }


def keep_version(letter: Letter, actor: Actor) -> Version | None:
    """A version, when anything differs from the last one."""
    content = content_of(letter)
    last = letter.versions.order_by("-number").first()
    if last and last.content == content:
        return None
    number = (last.number if last else 0) + 1
    return Version.objects.create(letter=letter, number=number, content=content, by_id=actor.user_id)


def address(
    letter: Letter,
    *,
    party: str,
    name: str = "",
    unit_id: int | None = None,
    detsis: str = "",
    purpose: str = "GRG",
    second_line: str = "",
    identity: str = "",
    address: str = "",
    kep: str = "",
    email: str = "",
    relation: str = "",
    channel: str = "",
) -> Addressee:
    if party not in Party.values or purpose not in ("GRG", "BLG"):
        raise Refused("Muhatabın türünü ve dağıtım biçimini seçin.")
    if party == Party.UNIT:
        unit = Unit.objects.filter(pk=unit_id or 0).first()
        if unit is None:
            raise Refused("Kurum içi birimi seçin.")
        name, detsis = unit.name, unit.detsis or ""
        channel = Delivery.INTERNAL
    elif detsis:
        if not re.fullmatch(DETSIS, detsis):
            raise Refused("DETSİS numarası sekiz rakamdır ve sıfırla başlamaz.")
        known = queries.body_named(detsis)
        if known:
            name, kep = name or known.name, kep or known.kep
    name = " ".join(name.split())
    if not name:
        raise Refused("Muhatabın adı yazılmalı.")
    if letter.addressees.filter(name=name, second_line=second_line.strip()).exists():
        raise Refused(f"{name} zaten muhatap.")
    if not channel:
        channel = Delivery.KEP if kep else Delivery.MAIL if email else Delivery.PAPER
    place = (letter.addressees.aggregate(last=Max("place"))["last"] or 0) + 1
    return Addressee.objects.create(
        letter=letter,
        place=place,
        party=party,
        purpose=purpose,
        unit_id=unit_id if party == Party.UNIT else None,
        detsis=detsis,
        name=name[:300],
        second_line=second_line.strip(),
        identity=identity.strip(),
        address=address.strip(),
        kep=kep.strip(),
        email=email.strip(),
        relation=relation or ("outside" if party in (Party.COMPANY, Party.PERSON) else "over"),
        relation_by_hand=bool(relation),
        channel=channel,
    )


def reclose(letter: Letter) -> None:
    """How the addressees stand to who signs, and the closing that fits them; one that a hand wrote stays."""
    if letter.kind == LetterKind.APPROVAL:
        fitting = queries.APPROVAL_CLOSING
    else:
        found = queries.relations(letter)
        for one in letter.addressees.all():
            if one.relation != found[one.pk]:
                one.relation = found[one.pk]
                one.save(update_fields=["relation"])
        fitting = queries.closing_for(found.values())
    if not letter.closing_by_hand or letter.closing == fitting:
        letter.closing, letter.closing_by_hand = fitting, False
    letter.save(update_fields=["closing", "closing_by_hand"])
