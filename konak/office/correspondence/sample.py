"""Two years of documents of the sample municipality, and what is in work today around the department of IT."""

import datetime as dt
import hashlib
import io
import random
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.timezone import get_current_timezone, localdate, now
from PIL import Image, ImageDraw

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.bulk import File, Line, at_size, copy_cases
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.numbering.services import next_block
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below_on
from konak.gateways.kep import fake as kep
from konak.gateways.kep import rem, xades
from konak.gateways.pki import fake as authorities
from konak.gateways.pki import trust

from . import services
from .models import (
    Addressee,
    Arrival,
    CodeCheck,
    Dispatch,
    EvidenceKind,
    FileCode,
    Incoming,
    Letter,
    Letterhead,
    Postbox,
    Posting,
    Proof,
    Template,
)
from .models.letter import LetterKind, Mode
from .packaging import Drafted, Face, Reach, Signed, assemble, last_digest, skeleton, wrap_encrypted
from .services import boxes, envelopes, placing
from .services.redacting import font as letter_font

PAST = {"s": 160, "m": 3_000, "l": 200_000}
HISTORY = 730
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"

CODES = (
    *(("010.06", "Genelgeler"), ("045.02", "Hukuki görüş"), ("105.04", "Meclis kararları")),
    *(("110.04", "Encümen kararları"), ("602.04", "Stratejik plan"), ("602.08", "Performans programı")),
    *(("612.01", "İç kontrol"), ("622.01", "Bilgi edinme, talep ve şikâyet"), ("622.02", "Belge talepleri")),
    *(("641.04", "İdari davalar"), ("702", "Yazılım"), ("703", "Bilgi sistemleri planlama ve değerlendirme")),
    *(("704", "Ağ yönetimi"), ("705", "Sistem yönetimi"), ("708.01", "Bilişim güvenliği ve veri yönetimi")),
    *(("708.03", "Kullanıcı yetkileri"), ("710", "E-uygulama"), ("719", "Bilgi sistemleri, diğer")),
    *(("757", "Harita"), ("774", "Eğitimler"), ("805.01", "Bilgi ve belge yönetimi"), ("807.04", "Cihaz onarımı")),
    *(("809.01", "İstekler"), ("841.01", "Bütçe"), ("903.05", "İzin"), ("903.07", "Görevlendirme")),
    *(("934.01", "Mal alımı"), ("934.02", "Hizmet alımı")),
)
"""A handful for the sample; an installation loads the plan the State Archives publish."""
SENDERS = (
    ("body", "Örnek Valiliği", "24310001"), ("body", "Örnek Merkez Kaymakamlığı", "24310002"),
    ("body", "Örnek İlçe Belediyesi", "24310003"), ("body", "Örnek Su ve Kanalizasyon İdaresi", "24310004"),
    ("body", "Örnek Üniversitesi", "24310005"), ("body", "Örnek Emniyet Müdürlüğü", "24310006"),
    ("company", "Örnek Bilişim Anonim Şirketi", ""), ("company", "Örnek Yazılım Limited Şirketi", ""),
    ("person", "Ayşe Örnek", ""), ("person", "Mehmet Örnek", ""), ("person", "Elif Örnek", ""),
)  # fmt: skip
SUBJECTS = (
    ("Adres verilerinin paylaşımı", "622.02", "document"), ("Yazılım lisansı bilgileri", "702", "document"),
    ("Ortak veri merkezi hakkında görüş", "703", "opinion"), ("Siber güvenlik rehberi görüşü", "708.01", "opinion"),
    ("Kullanıcı yetkilerinin kapatılması", "708.03", "action"), ("Kablosuz ağ kurulumu", "704", "action"),
    ("İnternet kesintisi şikâyeti", "622.01", "petition"), ("Bilgi edinme başvurusu", "622.01", "information"),
    ("Mobil uygulama önerisi", "622.01", "petition"), ("Kent rehberi güncellemesi", "757", "action"),
    ("Akıllı durak projesi", "703", "council"), ("Taşınmaz veri tabanı yenilenmesi", "105.04", "council"),
    ("Bilgisayar alımı", "110.04", "committee"), ("Yılbaşı bütçe çağrısı", "841.01", "order"),
    ("Eğitim programı duyurusu", "774", "nothing"), ("Tatil genelgesi", "010.06", "nothing"),
    ("Bakım sözleşmesi bedeli", "934.02", "action"), ("Arıza kaydı bildirimi", "807.04", "action"),
)  # fmt: skip
FROM_INSIDE = {
    "council": ("body", "Yazı İşleri ve Kararlar Dairesi Başkanlığı", ""),
    "committee": ("body", "Encümen Müdürlüğü", ""),
    "order": ("body", "Genel Sekreterlik", ""),
}
"""Decisions and orders come from the house itself, never from a university."""
CITIZENS = frozenset({"petition", "information"})
INSTRUCTIONS = ("Gereğini yapınız.", "İnceleyip cevap taslağı hazırlayınız.", "Süresinde cevaplayınız.")
RESULTS = ("İstenen bilgi hazırlandı.", "Cevap yazıldı.", "Yerinde incelendi, sonuç bildirildi.")


def loaded() -> bool:
    return Incoming.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    FileCode.objects.bulk_create(FileCode(plan="ornek", code=code, name=name) for code, name in CODES)
    _past(PAST[size], chance)
    _present(chance)
    _roads(chance)
    report(f"{Incoming.objects.count()} gelen evrak, {Letter.objects.count()} yazı")


def _sender(chance: random.Random, asked: str) -> tuple[str, str, str]:
    """Who would send such a thing: a citizen petitions, a body asks for documents."""
    if asked in FROM_INSIDE:
        return FROM_INSIDE[asked]
    citizen = asked in CITIZENS
    return chance.choice([one for one in SENDERS if (one[0] == "person") == citizen])


def _moment(chance: random.Random, day: dt.date) -> dt.datetime:
    clock = dt.time(chance.randrange(8, 17), chance.randrange(60), chance.randrange(60))
    return dt.datetime.combine(day, clock, get_current_timezone())


def _seats() -> list[Appointment]:
    wanted = (Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
    return list(
        Appointment.objects.filter(until=None, user__is_active=True, position__in=wanted).order_by("pk")[:400]
    )


def _past(count: int, chance: random.Random) -> None:
    """What came and was finished, and what was written, over two years."""
    seats, today = _seats(), localdate()
    codes = dict(FileCode.objects.values_list("code", "pk"))
    detsis = Unit.objects.exclude(detsis=None).order_by("pk").values_list("detsis", flat=True).first() or "24300001"
    days = sorted(today - dt.timedelta(days=chance.randrange(12, HISTORY)) for _ in range(count))

    def came() -> Iterator[File]:
        for place, day in enumerate(days):
            yield _came(chance, chance.choice(seats), day, place, codes)

    with at_size(count, Incoming):
        copy_cases(Incoming, came())
    written = sorted(chance.sample(days, len(days) // 2))
    numbers: list[tuple[int, int]] = []
    for year, group in groupby(written, key=lambda day: day.year):
        numbers += [(year, number) for number in next_block("SAYI", year, len(list(group)))]

    def wrote() -> Iterator[File]:
        for day, (year, number) in zip(written, numbers, strict=True):
            yield _wrote(chance, chance.choice(seats), day, year, number, codes, str(detsis))

    with at_size(len(written), Letter):
        copy_cases(Letter, wrote())


def _came(chance: random.Random, seat: Appointment, day: dt.date, place: int, codes: dict[str, int]) -> File:
    subject, code, asked = chance.choice(SUBJECTS)
    kind, sender, detsis = _sender(chance, asked)
    at = _moment(chance, day)
    took = dt.timedelta(days=chance.choice((1, 2, 3, 4, 6, 8, 11)), hours=chance.randrange(8))
    due_on = services.due_for(asked, day)
    story = [
        Line(at, "open", seat.user_id, seat.pk, seat.position),
        Line(at + dt.timedelta(hours=1), "refer", seat.user_id, seat.pk, seat.position, chance.choice(INSTRUCTIONS)),
        Line(at + took, "close", seat.user_id, seat.pk, seat.position, chance.choice(RESULTS)),
    ]
    return File(
        cover={
            "subject": subject,
            "state": "done",
            "unit": seat.unit_id,
            "opened_by": seat.user_id,
            "opened_from_unit": seat.unit_id,
            "opened_at": at,
            "due_on": due_on,
            "closed_at": at + took,
            "resting": True,
        },
        contents={
            "origin": chance.choice(("package", "kep", "mail", "post", "hand", "application")),
            "sender_kind": kind,
            "sender": sender,
            "sender_detsis": detsis,
            "document_date": day - dt.timedelta(days=chance.randrange(5)),
            "document_number": f"E-{detsis or '2024'}-{code}-{1000 + place}",
            "asked": asked,
            "file_code": codes[code],
            "closed_why": story[-1].note,
        },
        story=story,
    )


def _wrote(
    chance: random.Random, seat: Appointment, day: dt.date, year: int, number: int, codes: dict[str, int], detsis: str
) -> File:
    subject, code, _ = chance.choice(SUBJECTS)
    at = _moment(chance, day)
    signed_at = at + dt.timedelta(hours=chance.randrange(1, 5))
    who = (seat.user_id, seat.pk, seat.position)
    story = [Line(at, "open", *who), Line(at + dt.timedelta(minutes=40), "submit", *who)]
    story += [Line(signed_at, "sign", *who), Line(signed_at + dt.timedelta(minutes=20), "send", *who)]
    return File(
        cover={
            "subject": f"{subject} Hakkında",
            "state": "sent",
            "unit": seat.unit_id,
            "assignee": seat.user_id,
            "opened_by": seat.user_id,
            "opened_from_unit": seat.unit_id,
            "opened_at": at,
            "closed_at": signed_at + dt.timedelta(minutes=20),
            "resting": True,
        },
        contents={
            "kind": chance.choice((LetterKind.OUTGOING, LetterKind.OUTGOING, LetterKind.INTERNAL)),
            "mode": Mode.ELECTRONIC,
            "file_code": codes[code],
            "body": f"<p>{subject} konusundaki çalışma tamamlanmıştır.</p><p>Bilgilerinize</p>",
            "closing": "arz ederim.",
            "document_id": uuid.UUID(int=chance.getrandbits(128), version=4),
            "register_year": year,
            "register_no": number,
            "official": f"E-{detsis}-{code}-{number}",
            "numbered_at": at,
            "signed_at": signed_at,
            "dated_on": localdate(signed_at),
            "round": 1,
        },
        story=story,
    )


def _actor(unit: Unit, position: str) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=position, acting_for=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has no {position}")
    return actor_of(seat.user_id, via="cli")


def _present(chance: random.Random) -> None:
    """Every situation somebody may want to look at."""
    today = localdate()
    department, gis = Unit.objects.get(name=DEPARTMENT), Unit.objects.get(name=GIS)
    director = _actor(gis, Position.DIRECTOR)
    service = Unit.objects.filter(parent=gis).order_by("pk")[0]
    chief = _actor(service, Position.CHIEF)
    clerks = Appointment.objects.filter(unit=service, position__in=[Position.STAFF, Position.EXPERT]).order_by("pk")
    clerk = actor_of(clerks[0].user_id, via="cli")
    Letterhead.objects.create(
        unit=department, address="Örnek Mahallesi Belediye Caddesi No: 1 Örnek", phone="0232 000 00 00",
        email="bilgiislem@ornek.example", web="www.ornek.example", kep="ornekbuyuksehir@hs01.kep.tr",
        contact="Deniz Örnek", contact_title="Şef", contact_phone="0232 000 00 01",
    )  # fmt: skip
    Template.objects.create(
        unit=department, name="Belge isteğine cevap", subject="Belge Talebi",
        file_code=FileCode.objects.get(code="622.02"),
        body="<p>İlgi yazıda istenen {belge} ekte sunulmuştur.</p><p>Bilgilerinize</p>",
    )  # fmt: skip

    def came(subject: str, **facts: Any) -> str:
        asked = facts.get("asked", "action")
        kind, sender, detsis = FROM_INSIDE.get(asked) or SENDERS[chance.randrange(6)]
        made = services.register(
            actor=chief, unit_id=facts.pop("unit_id", gis.pk), sender=sender, sender_kind=kind, sender_detsis=detsis,
            subject=subject, document_date=today,
            document_number=f"E-{detsis or '24300001'}-702-{chance.randrange(100, 9999)}",
            **facts,
        )  # fmt: skip
        return made.case.number

    came("Kentsel veri paylaşım protokolü", asked="action", code="703")
    came("Meclis kararı: akıllı kavşaklar", asked="council", code="105.04", unit_id=department.pk)
    opinion = came("Adres kayıt yönergesi taslağı hakkında görüş", asked="opinion", code="757")
    services.refer(opinion, actor=director, units=[service.pk], instruction="Görüş taslağını hazırlayınız.")
    document = came("Ortofoto haritaların gönderilmesi", asked="document", code="757")
    services.refer(document, actor=director, people=[clerk.user_id or 0], instruction="Listeyi çıkarıp cevap yazın.")
    services.start(Incoming.objects.get(case__number=document).referrals.get().case.number, actor=clerk)
    answer = services.draft(
        actor=clerk, unit_id=service.pk, subject="Ortofoto haritalar", code="757", replies_to=document,
        body="İlgi yazıda istenen haritaların listesi ekte sunulmuştur.\nBilgilerinizi ve gereğini",
    ).case.number  # fmt: skip
    services.add_annex(answer, actor=clerk, kind="FZK", name="Harita listesi", extent="2 sayfa")
    services.submit(answer, actor=clerk)
    services.draft(
        actor=clerk, unit_id=service.pk, kind="internal", subject="Sunucu bakım saatleri", code="705",
        body="Şehir rehberi sunucusunun bakımı mesai dışında yapılacaktır.\nGereğini",
        addressees=[{"party": "unit", "unit_id": unit.pk} for unit in Unit.objects.filter(parent=department)[:3]],
    )  # fmt: skip
    back = services.draft(
        actor=clerk, unit_id=service.pk, subject="Eğitim yeri tahsisi", code="774", body="Salon tahsis edilmiştir.",
        addressees=[{"party": "body", "name": "Örnek Üniversitesi", "detsis": "24310005"}],
    ).case.number  # fmt: skip
    services.submit(back, actor=clerk)
    step = Letter.objects.get(case__number=back).route.get(state="active")
    services.turn_back(back, actor=actor_of(step.person_id, via="cli"), why="Salonun adı ve tarihi eksik.")
    came("Gizli soruşturma bilgisi isteği", asked="document", code="641.04", secrecy=3)


def _roads(chance: random.Random) -> None:
    """Letters on their roads with what proves it, a box of each kind, packages in time, codes that were looked at."""
    gis = Unit.objects.get(name=GIS)
    director = _actor(gis, Position.DIRECTOR)
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
    with tempfile.TemporaryDirectory() as place:
        house = authorities.found("Örnek KEP Deneme Makamı", "http://127.0.0.1:9")
        folder = house.trust_folder(Path(place))
        for name, by in (("kok.crl", house.root), ("ara.crl", house.issuer)):
            (folder / name).write_bytes(house.crl(by, 3650))
        provider = kep.Provider(house)
        _dispatches(chance, made[0], provider, trust.load(folder))
        _packages(chance, made[0], provider, director)
        _mails(made[1])
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
    """Packages that came: sealed and whole by KEP, encrypted for another key, changed on its way. Their signers
    are of the trial authority of this run, which nobody trusts: the pages say that nobody can tell whose they are."""
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
