"""A chief who initials, a director who signs, a clerk who asks; a certification authority on the loopback."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.gateways.pki import fake, trust
from konak.office.esignature import services
from konak.office.esignature.models import Attempt, Format, Level, Request, Signatory
from konak.testing import Hall, Person


@pytest.fixture(scope="module")
def house() -> Iterator[fake.House]:
    with fake.running() as found:
        yield found


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    import typst

    page = tmp_path_factory.mktemp("pdf") / "sayfa.typ"
    page.write_text(
        '#set document(title: "Deneme", date: datetime(year: 2026, month: 11, day: 30))\n'
        '#set text(lang: "tr")\nDeneme'
    )
    made: bytes = typst.compile(str(page), pdf_standards=["a-1b"])
    return made


@dataclass
class Desk:
    """Who takes part, and their cards."""

    hall: Hall
    house: fake.House
    clerk: Person
    chief: Person
    director: Person
    stranger: Person
    pdf: bytes
    cards: dict[int, fake.Issued] = field(default_factory=dict)

    def card(self, person: Person, **facts: object) -> fake.Issued:
        if person.user.pk not in self.cards or facts:
            self.cards[person.user.pk] = self.house.issue(person.user.full_name, identity="10000000146", **facts)
        return self.cards[person.user.pk]

    def stored(self, content: bytes | None = None, name: str = "belge.pdf") -> StoredFile:
        return store_as_is(
            actor=self.clerk.actor,
            content=content or self.pdf,
            name=name,
            media_type="application/pdf",
            unit_id=self.hall.gis.pk,
        )

    def ask(self, *people: tuple[Person, str, int], content: bytes | None = None, **more: object) -> Request:
        facts = {"form": Format.PADES, "level": Level.LTA, "purpose": "deneme", "reference": "D-1"} | more
        wanted = [services.Wanted(person.user.pk, role, order) for person, role, order in people]
        return services.ask(
            actor=self.clerk.actor,
            subject="Deneme belgesi",
            content=self.stored(content),
            signers=wanted or [services.Wanted(self.director.user.pk)],
            **facts,
        )

    def turn(self, request: Request, person: Person) -> Signatory:
        return request.signatories.get(user=person.user)

    def prepare(self, request: Request, person: Person, card: fake.Issued | None = None) -> Attempt:
        card = card or self.card(person)
        return services.prepare(
            self.turn(request, person).pk, actor=person.actor, certificate=card.der, chain=[self.house.issuer.der]
        )

    def sign(self, request: Request, person: Person, card: fake.Issued | None = None) -> Signatory:
        attempt = self.prepare(request, person, card)
        value = (card or self.card(person)).sign(bytes.fromhex(attempt.digest))
        return services.complete(attempt.key, actor=person.actor, value=value)


@pytest.fixture
def desk(hall: Hall, house: fake.House, pdf: bytes, settings, tmp_path: Path) -> Desk:
    settings.FILES_ROOT = tmp_path / "files"
    settings.SIGN_TRUST = house.trust_folder(tmp_path / "guven")
    settings.SIGN_TSA = [house.tsa_url]
    trust.forget_answers()
    house.down.clear()
    house.skew, house.instead = dt.timedelta(0), None
    return Desk(
        hall,
        house,
        hall.seat("staff", hall.gis),
        hall.seat("chief", hall.gis),
        hall.seat("director", hall.gis),
        hall.seat("director", hall.elsewhere),
        pdf,
    )
