"""Two years of documents of the sample municipality, and what is in work today around the department of IT."""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.cases.bulk import File, Line, at_size, copy_cases
from konak.foundation.numbering.services import next_block
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position

from .. import services
from ..models import (
    DailyReport,
    FileCode,
    Incoming,
    Letter,
    Letterhead,
    Template,
)
from ..models.letter import LetterKind, Mode
from .ground import (
    CITIZENS,
    CODES,
    DEPARTMENT,
    FROM_INSIDE,
    GIS,
    HISTORY,
    INSTRUCTIONS,
    PAST,
    RESULTS,
    SENDERS,
    SUBJECTS,
    actor_in,
)
from .roads import reports, roads

LATELY = 40
"""Of the documents, those of the last month: somebody who looks around finds days with work in them."""


def loaded() -> bool:
    return Incoming.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    FileCode.objects.bulk_create(FileCode(plan="ornek", code=code, name=name) for code, name in CODES)
    _past(PAST[size], chance)
    _present(chance)
    roads(chance)
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


def finish(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """After every line of every story is there: what happened on a day is what its report says."""
    del size, seed
    reports()
    report(f"{DailyReport.objects.count()} günlük evrak raporu")


def _past(count: int, chance: random.Random) -> None:
    """What came and was finished, and what was written, over two years."""
    seats, today = _seats(), localdate()
    codes = dict(FileCode.objects.values_list("code", "pk"))
    detsis = Unit.objects.exclude(detsis=None).order_by("pk").values_list("detsis", flat=True).first() or "24300001"
    ago = [chance.randrange(2, HISTORY) for _ in range(count - LATELY)] + [
        chance.randrange(2, 31) for _ in range(LATELY)
    ]
    days = sorted(today - dt.timedelta(days=one) for one in ago)

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
    took = min(took, dt.timedelta(days=(localdate() - day).days - 1, hours=2))
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


def _present(chance: random.Random) -> None:
    """Every situation somebody may want to look at."""
    today = localdate()
    department, gis = Unit.objects.get(name=DEPARTMENT), Unit.objects.get(name=GIS)
    director = actor_in(gis, Position.DIRECTOR)
    service = Unit.objects.filter(parent=gis).order_by("pk")[0]
    chief = actor_in(service, Position.CHIEF)
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
