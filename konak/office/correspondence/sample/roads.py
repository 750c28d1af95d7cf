"""How the sample's documents came and went: boxes, packages, evidence, what was given out, sealed reports."""

import datetime as dt
import hashlib
import io
import random
import tempfile
import uuid
import zipfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.timezone import get_current_timezone, localdate, now
from PIL import Image, ImageDraw

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.models import Case
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below_on
from konak.gateways.kep import fake as kep
from konak.gateways.kep import rem, xades
from konak.gateways.pki import fake as authorities
from konak.gateways.pki import trial, trust
from konak.governance.disclosures.public import facts_of

from .. import services
from ..models import (
    Addressee,
    Arrival,
    CodeCheck,
    DailyReport,
    Dispatch,
    EvidenceKind,
    FileCode,
    Letter,
    Postbox,
    Posting,
    Proof,
)
from ..packaging import Drafted, Face, Reach, Signed, assemble, last_digest, skeleton, wrap_encrypted
from ..services import boxes, envelopes, placing
from ..services.redacting import Box
from ..services.redacting import font as letter_font
from .ground import DEPARTMENT, GIS, SENDERS, actor_in


def roads(chance: random.Random) -> None:
    """Letters on their roads with what proves it, a box of each kind, packages in time, codes that were looked at."""
    gis = Unit.objects.get(name=GIS)
    director = actor_in(gis, Position.DIRECTOR)
    made = [
        Postbox.objects.create(
            kind=kind, name=name, address=address, host="posta.ornek.example", user=address, secret=secret, unit=gis,
            active=False, smtp_host="posta.ornek.example" if kind == "kep" else "",
        )
        for kind, name, address, secret in (
            ("kep", "Kurum KEP adresi", "ornekbuyuksehir@hs00.kep.example", "KEP"),
            ("mail", "Evrak kayıt e-postası", "evrak@ornek.example", "EVRAK"),
        )
    ]  # fmt: skip
    house = authorities.found("Örnek KEP Deneme Makamı", "http://127.0.0.1:9")
    with tempfile.TemporaryDirectory() as place:
        trial.trust(house, Path(place), "ornek-kep-deneme")
        if settings.SIGN_TRUST == settings.STATE / "guven":
            trial.trust(house, settings.SIGN_TRUST, "ornek-kep-deneme")
        provider = kep.Provider(house)
        _dispatches(chance, made[0], provider, trust.load(Path(place)))
        _packages(chance, made[0], provider, director)
        _mails(made[1])
    _given_out(director)
    services.draw(actor=director, count=12, chance=chance)
    codes = list(FileCode.objects.order_by("pk")[:6])
    for count, row in enumerate(CodeCheck.objects.exclude(filed_by_id=director.user_id).order_by("pk")[:8]):
        other = next(one for one in codes if one.pk != row.code_id)
        wrong = count % 3 == 0
        CodeCheck.objects.filter(pk=row.pk).update(
            state="corrected" if wrong else "right", right_code=other if wrong else None,
            checked_by_id=director.user_id, checked_at=row.drawn_at, note="Konusu başka" if wrong else "",
        )  # fmt: skip


def _dispatches(chance: random.Random, box: Postbox, provider: kep.Provider, trusted: trust.Trust) -> None:
    """The newest signed letters, each by another road and to another end."""
    rows = Letter.objects.filter(signed_at__isnull=False, kind="outgoing").order_by("-signed_at")
    department = Unit.objects.get(name=DEPARTMENT)
    near = below_on(department.pk, localdate())
    letters = [*rows.filter(case__unit__in=near)[:6], *rows.exclude(case__unit__in=near)[:6]][:6]
    ends = (
        ("kep", (rem.Kind.ACCEPTED, rem.Kind.RELAYED, rem.Kind.DELIVERED, rem.Kind.READ), "delivered"),
        ("kep", (rem.Kind.ACCEPTED, rem.Kind.DELIVERED), "delivered"),
        ("kep", (rem.Kind.ACCEPTED, rem.Kind.UNDELIVERED), "failed"),
        ("mail", (), "sent"),
        ("uets", (), "sent"),
        ("uets", (), "delivered"),
    )
    for place, (letter, (channel, kinds, state)) in enumerate(zip(letters, ends, strict=False)):
        assert letter.signed_at is not None
        kind, name, detsis = SENDERS[place if channel != "uets" else 8 + place % 2]
        one = Addressee.objects.create(
            letter=letter, place=1, party=kind, name=name, detsis=detsis,
            kep=f"kurum{place}@hs00.kep.example" if channel == "kep" else "",
            email=f"kurum{place}@ornek.example" if channel == "mail" else "", channel=channel, state=state,
            state_why="Kutu dolu" if state == "failed" else "",
        )  # fmt: skip
        row = Posting.objects.create(addressee=one, tries=1, message_id=f"evrak-{letter.document_id}-{one.pk}")
        sent = Dispatch.objects.create(addressee=one, channel=channel, state=state, why=one.state_why)
        if channel == "uets":
            row.uets_number = f"24300001{place:06d}"
            row.uets_arrived_on = localdate() - dt.timedelta(days=2 if state == "sent" else 9)
            row.save()
        if channel == "kep":
            _proofs(box, provider, trusted, one, sent, row, kinds, chance)


def _proofs(
    box: Postbox, provider: kep.Provider, trusted: trust.Trust, one: Addressee, sent: Dispatch, row: Posting,
    kinds: tuple[rem.Kind, ...], chance: random.Random,
) -> None:  # fmt: skip
    letter = one.letter
    mail = rem.compose(
        sender=box.address, to=one.kep, subject=f"{letter.official} {letter.case.subject}", domain="hs00.kep.example",
        text="Yazının e-Yazışma paketi ektedir.", key=row.message_id,
        files=[rem.Enclosed("paket.eyp", "application/eyazisma", letter.official.encode())],
    )  # fmt: skip
    raw = rem.sealed(mail, provider.sign)
    sent.message_id = f"{row.message_id}@hs00.kep.example"
    sent.evidence = _kept(raw, "gonderi.eml", "message/rfc822", box.unit_id)
    sent.save()
    assert letter.signed_at is not None
    at = letter.signed_at
    for kind in kinds:
        at += dt.timedelta(minutes=chance.randrange(2, 90))
        reason = "Alıcının kutusu dolu." if kind == rem.Kind.UNDELIVERED else ""
        brought = provider.witness(raw, kind, at=at, reason=reason)
        found = rem.read(brought)
        (told,) = found.evidences
        arrival = Arrival.objects.create(
            box=box, fingerprint=hashlib.sha256(brought).hexdigest(), message_id=found.message_id,
            sender=found.sender, subject=found.subject, state="evidence",
            judged=found.judged(trusted, fetch=False), raw=_kept(brought, "delil.eml", "message/rfc822", box.unit_id),
        )  # fmt: skip
        Proof.objects.create(
            dispatch=sent, arrival=arrival, kind=EvidenceKind(kind), identifier=told.identifier, code=told.code,
            issuer=told.issuer, reason=reason, judged=arrival.judged, event_at=at,
            xades=xades.judged(told.raw, trusted, fetch=False),
            file=_kept(told.raw, "delil.xml", "application/xml", box.unit_id),
        )  # fmt: skip
    if rem.Kind.DELIVERED in kinds:
        row.reject_until = add_working_days(localdate(at), 2)
        row.accepted_on = row.reject_until if row.reject_until < localdate() else None
        row.save()


def _packages(chance: random.Random, box: Postbox, provider: kep.Provider, director: Actor) -> None:
    """Packages that came: sealed and whole by KEP, encrypted for another key, changed on its way. Their signers are
    of the trial authority of this run; it is trusted where the trust folder is the sample's own, and only there."""
    sender = Face("body", "Örnek Valiliği", "24310001", kep="ornekvaliligi@hs00.kep.example")
    ours = Unit.objects.exclude(detsis=None).order_by("pk").values_list("detsis", flat=True).first() or "24300001"

    def packed(subject: str, number: str, code: str) -> bytes:
        page = scanned([subject, f"Sayı: {number}", "Gereğini bilgilerinize arz ederim."])
        drafted = Drafted(
            id=str(uuid.UUID(int=chance.getrandbits(128), version=4)).upper(), subject=subject, letter=page,
            file_name="ust-yazi.pdf", sender=sender, verify_at="https://ornek.example/dogrula/", code=(code, subject),
            receivers=[Reach(Face("body", "Örnek Büyükşehir Belediyesi", str(ours)), urgency="GNL", days=10)],
        )  # fmt: skip
        kept, first = skeleton(drafted)
        people = [{"first_name": "Ali", "last_name": "ÖRNEK", "title": "Vali Yardımcısı"}]
        signed = Signed(number, now(), provider.enclosing(first), people)
        return assemble(kept, signed, provider.enclosing(last_digest(kept, signed)))

    whole = packed("Afet toplanma alanlarının güncellenmesi", "E-24310001-703-4118", "703")
    mail = rem.compose(
        sender=sender.kep, to=box.address, subject="E-24310001-703-4118 sayılı yazı", text="Paket ektedir.",
        files=[rem.Enclosed("yazi.eyp", "application/eyazisma", whole)], domain="hs00.kep.example", key="ornek-paket",
    )  # fmt: skip
    arrival, _ = boxes.take_in_mail(box, provider.carry(rem.sealed(mail, provider.sign)))
    placing.place(arrival.pk)

    closed = packed("Ortak kamera ağı protokolü", "E-24310001-704-4119", "704")
    with zipfile.ZipFile(io.BytesIO(closed)) as archive:
        last = archive.read("NihaiOzet/NihaiOzet.xml")
        parts = {name: archive.read(name) for name in archive.namelist()}
    reader = [provider.card.certificate]
    services.take_in(
        actor=director, file_name="sifreli.eyps",
        content=wrap_encrypted(
            last, envelopes.encrypted(closed, reader), sender=sender,
            receivers=[Face("body", "Örnek Büyükşehir Belediyesi", str(ours))],
        ),
    )  # fmt: skip
    # one byte of the letter is not what was digested
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content + b"\n" if name.startswith("UstYazi/") else content)
    services.take_in(actor=director, file_name="yolda-degismis.eyp", content=held.getvalue())


def _given_out(director: Actor) -> None:
    """A petition of which a copy is given out without the name and the telephone of who wrote it."""
    numbers = Case.objects.filter(kind="disclosures.release").order_by("pk").values_list("number", flat=True)
    given = next((one for number in numbers if (one := facts_of(director, number)) and one.state != "refused"), None)
    if given is None:
        return
    page = scanned(
        ["DİLEKÇE", "Sokağımızdaki kazının ne zaman biteceğini öğrenmek isterim.", "Ayşe Örnek, 0555 000 00 00"]
    )
    made = services.register(
        actor=director, unit_id=director.seats[0].unit_id, sender="Ayşe Örnek", sender_kind="person",
        file=io.BytesIO(page), file_name="dilekce.pdf", code="622.01", asked="petition",
        subject="Sokaktaki kazının bitişi",
    )  # fmt: skip
    services.redact(
        made.case.number, actor=director, release=given.number, boxes=[Box(1, 20, 60, 120, 14)],
        why="Başvuranın adı ve telefonu kişisel veridir (6698 sayılı Kanun).",
    )  # fmt: skip


REPORTED = 30
"""Days whose report is there."""


def reports() -> None:
    """The sealed report of every day of the last month, each stamped in its night by the trial authority."""
    director = actor_in(Unit.objects.get(name=GIS), Position.DIRECTOR)
    with suppress(OSError, ValueError):  # a sample without trial cards has no authority: the reports wait for a stamp
        tsa, issuer = trial.load(settings.STATE / "deneme-makami")
        for back in range(REPORTED, 0, -1):
            day = localdate() - dt.timedelta(days=back)
            made = services.make_report(day, actor=director)
            at = min(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(0, 10), get_current_timezone()), now())
            token = authorities.stamped(tsa, [issuer], services.bytes_of(made.file), at)
            DailyReport.objects.filter(pk=made.pk).update(
                stamp=token.dump(), stamped_at=at, stamp_fault="", made_at=at
            )


def scanned(lines: list[str]) -> bytes:
    """A scanned page of a few lines: a picture, whose text is recognised in the background."""
    page = Image.new("RGB", (1240, 1754), "white")
    brush, font = ImageDraw.Draw(page), letter_font(34)
    for place, line in enumerate(lines):
        brush.text((150, 220 + 90 * place), line, fill="black", font=font)
    held = io.BytesIO()
    page.save(held, "PDF", resolution=150)
    return held.getvalue()


def _mails(box: Postbox) -> None:
    """Two mails that came, and one nobody wants."""
    for place, (sender, subject, words) in enumerate(
        (
            ("ayse@posta.example", "Durak yerinin değişmesi", "Duraktaki bankın onarılmasını dilerim."),
            ("bilgi@kurum.example", "Ortak tatbikat daveti", "Davet ektedir."),
            ("reklam@ilan.example", "Otomatik yanıt", ""),
        )
    ):
        auto = "" if words else "Auto-Submitted: auto-replied\r\n"
        kind = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        head = f"From: {sender}\r\nSubject: {subject}\r\nMessage-ID: <ornek-{place}@posta>\r\n{kind}{auto}"
        raw = f"{head}\r\n{words}\r\n"
        arrival, _ = boxes.take_in_mail(box, raw.encode())
        placing.place(arrival.pk)


def _kept(content: bytes, name: str, media_type: str, unit_id: int) -> StoredFile:
    return store_as_is(
        actor=Actor(None, via="cli"), content=content, name=name, media_type=media_type, unit_id=unit_id,
        purpose="correspondence.sample",
    )  # fmt: skip
