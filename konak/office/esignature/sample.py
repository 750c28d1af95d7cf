"""Two years of the certificate service, and a few documents signed with a trial authority of the sample's own.

The authority is made anew at every load, calls itself a trial in every name, and is trusted only where the trust list
is the one in the state folder: a folder that the installation named is left alone.
"""

import datetime as dt
import random
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.db.copying import draw_keys
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store_as_is
from konak.foundation.people.models import Appointment, User
from konak.gateways.pki import fake, trial
from konak.gateways.timestamp.client import Authority, asking

from . import services, volume
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
    Role,
    Trial,
)
from .services import engine

DAY = dt.timedelta(days=1)
PEOPLE = 26
"""Those whose certificates, cards and receipts come about by the services, at every size."""
MORE = {"s": 0, "m": 240, "l": 1_400}
"""Further holders, by COPY."""
SIGNED = {"s": 40, "m": 2_000, "l": 60_000}
"""Files that were signed over two years."""
LABEL = "Örnek Deneme Makamı"
LINES = ("active", "active", "active", "active", "asked", "approved", "sent", "closed")
"""How far the telephones of the first people are."""
SIGNED_SO = (
    (EventKind.SIGNATURE, "İmza atıldı"),
    (EventKind.SIGNATURE, "İmza atıldı"),
    (EventKind.TIMEOUT, "süre doldu; telefonda onaylanmadı"),
    (EventKind.SIGNATURE, "İmza atıldı"),
    (EventKind.LINE, "SIM kart değişti, hat yeniden tanımlandı"),
)


def loaded() -> bool:
    return Certificate.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    people = _people(PEOPLE)
    runner = _runner()
    if runner is None or len(people) < 3:
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    before = draw_keys(Request, SIGNED[size])  # what was signed before lies under what is signed today
    with fake.running(LABEL) as house:
        _trust(house)
        cards = _certificates(people, house, key, chance)
        _cards(people, cards)
        cards |= _more(MORE[size], people, runner, house, key, seed)
        _service(people, runner, chance)
        if settings.SIGN_TRUST == settings.STATE / "guven":
            with asking([Authority(house.tsa_url)]):
                done = _documents(people, cards, house)
            _signed_before(before, cards, house, done, seed)
    services.reindex()
    report(
        f"{Certificate.objects.count()} sertifika, {CertificateRequest.objects.count()} başvuru, "
        f"{Device.objects.count()} kart ve okuyucu, {Request.objects.count()} imza dosyası"
    )


def _more(
    most: int,
    people: list[Appointment],
    runner: Actor,
    house: fake.House,
    key: rsa.RSAPrivateKey,
    seed: int,
) -> dict[int, fake.Issued]:
    """Everybody else who signs at this size, with what happened to his certificate; their keys are not kept."""
    seat = Appointment.objects.select_related("user").get(pk=runner.seats[0].appointment_id or 0)
    others = volume.sitters(most, {one.user_id for one in people} | {seat.user_id})
    if not others:
        return {}
    held = volume.fill_service(
        others, house=house, key=key, runner=volume.sitter(seat), provider=f"{LABEL} (deneme)", seed=seed
    )
    return {one.who.user: one.issued for one in held}


def _signed_before(
    keys: list[int], cards: dict[int, fake.Issued], house: fake.House, done: Request, seed: int
) -> None:
    """Two years of signature files of all who hold a card; a fifth have a stamp that will age."""
    content = engine.bytes_of(done.content)
    pairs = volume.sign_for_pairs(cards, house, done.content, content, min(volume.PAIRS, len(keys) // 6))
    seats = [
        volume.sitter(Appointment.objects.filter(user=one.user, until=None).select_related("user").earliest("pk"))
        for one in done.signatories.select_related("user").order_by("order")
    ]
    assert done.result_id is not None
    sums = tuple(cards[one.user].asn1.sha256.hex() for one in seats)
    lasting = volume.Signed(
        seats[0], seats[1], (sums[0], sums[1]), done.form, done.level, done.content_id, done.result_id, done.renew_on
    )
    volume.fill_signed([*pairs, *[lasting] * (len(pairs) // 4)], keys=keys, seed=seed)


def _people(most: int) -> list[Appointment]:
    """Those who sign by their office: heads, directors, chiefs of the sample, in a fixed order."""
    rows = Appointment.objects.filter(
        position__in=["head_of_department", "director", "chief", "secretary_general", "deputy_mayor", "mayor"],
        until=None,
        acting_for=None,
        user__is_active=True,
    ).select_related("user", "unit")
    found: dict[int, Appointment] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.user_id, row)
    return list(found.values())[:most]


def _runner() -> Actor | None:
    seat = Appointment.objects.filter(position="administrator", until=None, user__is_active=True).first()
    return actor_of(seat.user_id, via="cli") if seat else None


def _trust(house: fake.House) -> None:
    if settings.SIGN_TRUST != settings.STATE / "guven":
        return
    trial.trust(house, settings.SIGN_TRUST, "ornek-deneme")
    trial.keep(house, settings.STATE / "deneme-makami")


def _cards(people: list[Appointment], cards: dict[int, fake.Issued]) -> None:
    """Keys of the trial cards, so that somebody may put one on a token and try; worth nothing anywhere else."""
    place = settings.STATE / "deneme-kartlari"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    for seat in people:
        path = place / f"{seat.user.username}.pem"
        path.touch(mode=0o600)
        path.write_bytes(cards[seat.user_id].key_pem() + cards[seat.user_id].pem)


def _certificates(
    people: list[Appointment], house: fake.House, key: rsa.RSAPrivateKey, chance: random.Random
) -> dict[int, fake.Issued]:
    cards = {}
    for place, seat in enumerate(people):
        begins = now() - chance.randint(30, 690) * DAY
        days = 1095 if place % 6 else (now() - begins).days + chance.choice([5, 12, 25, 50])
        issued = house.issue(
            seat.user.full_name, identity=f"1{place:08d}46", since=begins.replace(microsecond=0), days=days, key=key
        )
        cards[seat.user_id] = issued
        facts = issued.asn1
        Certificate.objects.create(
            kind=CertificateKind.QUALIFIED,
            sha256=facts.sha256.hex(),
            serial=f"{facts.serial_number:x}",
            issuer=f"{LABEL} (deneme)",
            name=seat.user.full_name,
            identity_masked=f"1{place // 10}*******46",
            qualified=True,
            since=facts.not_valid_before,
            until=facts.not_valid_after,
            der=issued.der,
            assignee_id=seat.user_id,
            unit_id=seat.unit_id,
            provider=f"{LABEL} (deneme)",
            last_test_at=begins + 2 * DAY,
        )
    return cards


def _service(people: list[Appointment], runner: Actor, chance: random.Random) -> None:
    """Applications of two years, cards and readers, telephones."""
    for place, seat in enumerate(people):
        person: User = seat.user
        days = chance.randint(20, 700)
        card = services.add_device(
            actor=runner, kind=DeviceKind.CARD, serial=f"ORNEK-{place:05d}", model="Örnek kart"
        )
        reader = services.add_device(
            actor=runner, kind=DeviceKind.READER, serial=f"OKU-{place:05d}", model="Örnek okuyucu"
        )
        made = services.request_certificate(
            actor=actor_of(person.pk, via="cli"),
            reason="first",
            title=seat.get_position_display(),
            email=person.email or f"{person.username}@ornek.example",
            phone="0500 000 00 00",
            delivery=seat.unit.name,
        )
        number = made.case.number
        row = CertificateRequest.objects.get(case__number=number)
        state = "active" if place % 5 else chance.choice(["asked", "approved", "sent"])
        row.provider_number = f"KSM-{2026000 + place}" if state in {"active", "sent"} else ""
        row.certificate = Certificate.objects.get(assignee_id=person.pk) if state == "active" else None
        row.device = card if state == "active" else None
        row.save()
        opened = made.case.opened_at - (days if state == "active" else place % 4) * DAY
        ended = opened + 9 * DAY if state == "active" else None
        Case.objects.filter(number=number).update(
            state=state,
            opened_at=opened,
            closed_at=ended,
            resting=state == "active",
            due_on=localdate(opened + 7 * DAY),
        )
        if state == "active":
            _handed(card, person, ended, runner)
            if place % 2:
                _handed(reader, person, ended, runner)
        _afterwards(place, person, number, runner, chance)
    for place, seat in enumerate(people[: len(LINES)]):
        _line(place, seat, LINES[place], runner)


def _line(place: int, seat: Appointment, state: str, runner: Actor) -> None:
    """An application for the signature on a telephone, as far as it has come; what was signed with it."""
    line = services.apply_mobile(
        actor=actor_of(seat.user_id, via="cli"),
        operator=("turkcell", "vodafone", "turk_telekom")[place % 3],
        number=f"0500000{place:04d}",
    )
    began = state in ("active", "closed")
    opened = now() - ((100 + 90 * place) if began else 1 + place % 3) * DAY
    Case.objects.filter(number=line.case.number).update(
        state=state,
        opened_at=opened,
        resting=began,
        due_on=localdate(opened + 7 * DAY),
        closed_at=now() - 12 * DAY if state == "closed" else None,
    )
    told: list[tuple[dt.datetime, EventKind, str, int | None]] = [
        (opened, EventKind.STATE, "Başvuruldu", seat.user_id)
    ]
    if state != "asked":
        told.append((opened + DAY, EventKind.STATE, "Onayla", runner.user_id))
    if began:
        since = opened + 5 * DAY
        MobileApplication.objects.filter(pk=line.pk).update(active_since=since, until=localdate(opened + 1095 * DAY))
        told.append((since, EventKind.STATE, "Hat açıldı", runner.user_id))
        told += [(since + 9 * step * DAY, *(SIGNED_SO[step % len(SIGNED_SO)]), seat.user_id) for step in range(1, 9)]
    if state == "closed":
        told.append((now() - 12 * DAY, EventKind.STATE, "Kapat", runner.user_id))
    MobileEvent.objects.filter(application=line).delete()
    rows = [MobileEvent(application=line, kind=kind, words=words, by_id=who) for _, kind, words, who in told]
    for row, (at, *_) in zip(MobileEvent.objects.bulk_create(rows), told, strict=True):
        MobileEvent.objects.filter(pk=row.pk).update(at=at)


def _handed(card: Device, person: User, at: dt.datetime | None, runner: Actor) -> None:
    """Given out; the receipts of the last three months were signed in Konak, older ones on paper."""
    if at is not None and at > now() - 90 * DAY:
        services.move_device(card.pk, actor=runner, user_id=person.pk)
    else:
        seat = Appointment.objects.filter(user=person, until=None).order_by("pk").first()
        Device.objects.filter(pk=card.pk).update(
            state=DeviceState.HANDED, assignee=person, unit_id=seat.unit_id if seat else card.unit_id
        )
    Device.objects.filter(pk=card.pk).update(handed_at=at)


def _afterwards(place: int, person: User, number: str, runner: Actor, chance: random.Random) -> None:
    """What became of certificates later: tried out, faulty, renewed, revoked."""
    row = Certificate.objects.get(assignee_id=person.pk)
    trial = Trial.objects.create(
        user=person, certificate=row, good=True, words="Deneme imzası doğrulandı.", computer="Örnek okuyucu"
    )
    Trial.objects.filter(pk=trial.pk).update(at=row.last_test_at or row.since)
    if place % 4 == 1:
        fault = Fault.objects.create(user=person, certificate=row, what=chance.choice(volume.FAULTS))
        Fault.objects.filter(pk=fault.pk).update(at=now() - chance.randint(5, 600) * DAY)
    if place % 6 == 0 or place == 11:
        CertificateRequest.objects.filter(case__number=number).update(certificate=row)
        opened = row.since - 9 * DAY  # the application by which this certificate came
        Case.objects.filter(number=number).update(
            state="active", opened_at=opened, closed_at=row.since, resting=True, due_on=localdate(opened + 7 * DAY)
        )
        reason = Reason.REVOKE if place == 11 else Reason.RENEWAL
        made = services.request_certificate(
            actor=actor_of(person.pk, via="cli"), reason=reason, title="Şube Müdürü", replaces_id=row.pk,
            email=person.email or f"{person.username}@ornek.example", phone="0500 000 00 00", delivery="Örnek bina",
            note="Görev değişikliği" if reason == Reason.REVOKE else "",
        ).case  # fmt: skip
        opened = now() - (140 if place == 11 else 3 + place) * DAY
        told: dict[str, object] = {"opened_at": opened, "due_on": localdate(opened + 7 * DAY)}
        if place == 11:
            Certificate.objects.filter(pk=row.pk).update(
                status=CertificateStatus.REVOKED, status_at=opened + 2 * DAY, status_why=f"Başvuru {made.number}"
            )
            told |= {"state": "revoked", "closed_at": opened + 2 * DAY, "resting": True}
        elif place % 12 == 0:
            told |= {"state": "sent"}
        CertificateRequest.objects.filter(case__number=made.number).update(
            provider_number=f"KSM-{2026500 + place}" if "state" in told else ""
        )
        Case.objects.filter(number=made.number).update(**told)


def _page(subject: str, asker: Appointment) -> dict[str, str]:
    text = (
        "Örnek belediyenin deneme belgesidir; yalnız örnek veri yüklüyken güvenilen bir deneme makamıyla imzalanır."
    )
    return {"title": subject, "unit": asker.unit.name, "date": localdate().isoformat(), "text": text}


def _documents(people: list[Appointment], cards: dict[int, fake.Issued], house: fake.House) -> Request:
    """One signed through, one half-way, two that wait; returns the first."""
    asker, first, second = people[2], people[1], people[0]
    actor = actor_of(asker.user_id, via="cli")
    subjects = (
        ("Sunucu odası giriş yetkileri", 2),
        ("Yedekleme planının onayı", 1),
        ("Kart okuyucu dağıtım listesi", 0),
        ("Bakım sözleşmesi kabul tutanağı", 0),
    )
    waiting = Request.objects.filter(purpose="esignature.receipt").order_by("pk")
    revoked = Certificate.objects.filter(status=CertificateStatus.REVOKED).values("assignee_id")
    for request in waiting.exclude(signatories__user_id__in=revoked)[:2]:
        seat = next(one for one in people if one.user_id == request.signatories.get(order=1).user_id)
        if Certificate.objects.filter(assignee_id=seat.user_id, status=CertificateStatus.ACTIVE).exists():
            _sign(request, seat, cards, house)
    made: list[Request] = []
    for place, (subject, signed) in enumerate(subjects):
        content = store_as_is(
            actor=actor,
            content=render_pdf("esignature/ornek", _page(subject, asker), standard="a-1b"),
            name=f"ornek-{place + 1}.pdf",
            media_type="application/pdf",
            unit_id=asker.unit_id,
        )
        request = services.ask(
            actor=actor,
            purpose="sample",
            reference=f"ÖRNEK-{place + 1}",
            subject=subject,
            content=content,
            form=Format.PADES,
            level=Level.LTA,
            signers=[services.Wanted(first.user_id, Role.INITIAL, 1), services.Wanted(second.user_id, Role.SIGN, 2)],
        )
        made.append(request)
        for seat in (first, second)[:signed]:
            _sign(request, seat, cards, house)
    made[0].refresh_from_db()
    return made[0]


def _sign(request: Request, seat: Appointment, cards: dict[int, fake.Issued], house: fake.House) -> None:
    signer = actor_of(seat.user_id, via="cli")
    turn = request.signatories.get(user_id=seat.user_id)
    attempt = services.prepare(turn.pk, actor=signer, certificate=cards[seat.user_id].der, chain=[house.issuer.der])
    services.complete(attempt.key, actor=signer, value=cards[seat.user_id].sign(bytes.fromhex(attempt.digest)))
