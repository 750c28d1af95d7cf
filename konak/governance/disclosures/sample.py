"""Two years of information given and of requests for logs, and what waits today in the department of IT."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position

from . import services
from .lifecycle import LogState, State
from .models import Asker, LogRequest, Release, Way

GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"
LAW = "4982 sayılı Bilgi Edinme Hakkı Kanunu"
RELEASES = (
    (
        "body",
        "Örnek Valiliği",
        "İlçelere göre numarataj sayıları",
        "give",
        "Numarataj özeti yazıyla gönderildi.",
    ),
    (
        "press",
        "Örnek Postası",
        "Yazılım alımlarının bedelleri",
        "refuse",
        "Alım sürüyor; sonuç ilan edilecek.",
    ),
    ("person", "Bir vatandaş", "Mahallesindeki imar planı paftası", "give", "Onaylı pafta örneği verildi."),
    ("company", "Örnek Harita Ltd. Şti.", "Ortofoto üretim tarihleri", "", ""),
)

PAST = {"s": (36, 14), "m": (400, 90), "l": (6_000, 1_200)}
"""Releases and requests for logs of the last two years."""
HISTORY = 730
ASKERS = {
    Asker.BODY: (
        "Örnek Valiliği",
        "Örnek Defterdarlığı",
        "Örnek Tapu ve Kadastro Bölge Müdürlüğü",
        "Örnek Üniversitesi",
    ),
    Asker.COURT: ("Örnek 2. Asliye Hukuk Mahkemesi", "Örnek İdare Mahkemesi"),
    Asker.PRESS: ("Örnek Postası", "Örnek Haber"),
    Asker.PERSON: ("Bir vatandaş",),
    Asker.COMPANY: ("Örnek Harita Ltd. Şti.", "Örnek Mimarlar Derneği", "Örnek Yazılım A.Ş."),
}
ASKED = (
    ("Mahalle bazında hizmet sayıları", "Sayılar tablo olarak verildi."),
    ("Son beş yılın yatırım harcamaları", "Faaliyet raporlarının ilgili sayfaları gönderildi."),
    ("Hâlihazır harita paftası", "Onaylı pafta örneği verildi."),
    ("Bir sözleşmenin bedeli ve süresi", "Bedel ve süre yazıyla bildirildi."),
    ("Çalışan sayısı ve unvan dağılımı", "Sayılar yazıyla bildirildi."),
    ("Bir yapının numarataj bilgisi", "Adres belgesi verildi."),
    ("Toplantı kararının örneği", "Kararın onaylı örneği verildi."),
)
REFUSALS = (
    "Kişisel veri içeriyor; ilgilisi olmayana verilemez.",
    "Ayrı bir inceleme gerektiriyor; Kanun bunu istemiyor.",
    "İnceleme sürüyor; sonuçlanınca yeniden istenebilir.",
)
LOGS = (
    ("Kablosuz ağ oturum kayıtları", "Oturum kayıtları imzalı özetiyle verildi."),
    ("Bir e-posta kutusunun ileti hareketleri", "Hareket listesi kapalı zarfla verildi."),
    ("Bir bilgisayarın internet erişim kayıtları", "Kayıtlar ve özet değeri verildi."),
    ("EBYS'de bir evrakın görüntülenme kayıtları", "Görüntüleme dökümü verildi."),
)
AUTHORITIES = ("Örnek Cumhuriyet Başsavcılığı", "Teftiş Kurulu Başkanlığı", "Örnek İl Emniyet Müdürlüğü")


def loaded() -> bool:
    return Release.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    _past(*PAST[size], random.Random(seed))  # noqa: S311 - repeatable sample data, nothing secret
    seats = Appointment.objects.filter(unit__name=GIS, position="director", acting_for=None).order_by("pk")
    seat = seats.first()
    if seat is None:
        return
    director, today = actor_of(seat.user_id, via="cli"), localdate()
    for place, (kind, asker, what, step, told) in enumerate(RELEASES):
        made = services.ask_release(
            actor=director,
            kind=kind,
            asker=asker,
            asked_on=today - dt.timedelta(days=40 - 9 * place),
            what=what,
            why=LAW,
        ).case.number
        if step == "give":
            services.give(made, actor=director, way="letter", told=told, given_on=today - dt.timedelta(days=3))
        elif step == "refuse":
            services.refuse(made, actor=director, told=told)
    for place, (authority, file, scope) in enumerate(
        (
            (
                "Örnek Cumhuriyet Başsavcılığı",
                "2026/1204 Soruşturma",
                "Kablosuz ağ oturum kayıtları",
            ),
            ("Teftiş Kurulu Başkanlığı", "TK-2026/17", "EBYS'de bir evrakın görüntülenme kayıtları"),
        )
    ):
        made = services.receive_log_request(
            actor=director,
            authority=authority,
            file_number=file,
            letter_date=today - dt.timedelta(days=20 - 12 * place),
            letter_number=f"E-5521-{40 + place}",
            due_on=add_working_days(today, 3 + 4 * place),
            purpose="Yürütülen incelemeye esas olmak üzere.",
            scope=scope,
            since=today - dt.timedelta(days=60),
            until=today - dt.timedelta(days=30),
        ).case.number
        if place:
            services.work_on_logs(made, actor=director)
    report(f"{Release.objects.count()} bilgi verme kaydı, {LogRequest.objects.count()} iz kaydı isteği")


def _past(releases: int, log_requests: int, chance: random.Random) -> None:
    """What was decided before this quarter, told as the services would have told it."""
    seats = list(
        Appointment.objects.filter(position=Position.DIRECTOR, acting_for=None, until=None, unit__until=None)
        .filter(user__is_active=True)
        .order_by("pk")
    )
    if not seats:
        return
    calendar = calendar_from(localdate() - dt.timedelta(days=HISTORY))
    copy_cases(Release, (_release(chance, chance.choice(seats), calendar) for _ in range(releases)))
    gis = [seat for seat in seats if seat.unit.name == GIS] or seats
    copy_cases(LogRequest, _letters(log_requests, chance, gis, calendar))


def _at(chance: random.Random, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9 + chance.randrange(8), chance.randrange(60)), get_current_timezone())


def _cover(
    seat: Appointment, subject: str, state: str, opened_at: dt.datetime, closed_at: dt.datetime
) -> dict[str, Any]:
    return {
        "subject": subject[:250],
        "state": state,
        "unit": seat.unit_id,
        "opened_by": seat.user_id,
        "opened_from_unit": seat.unit_id,
        "opened_at": opened_at,
        "closed_at": closed_at,
        "resting": True,
    }


def _begun(chance: random.Random, calendar: Calendar, longest: int) -> dt.date:
    """A working day of the past whose work was over some days ago."""
    return calendar.next_working(localdate() - dt.timedelta(days=chance.randrange(longest + 10, HISTORY - 10)))


def _release(chance: random.Random, seat: Appointment, calendar: Calendar) -> File:
    asked_on = _begun(chance, calendar, 60)
    decided_on = calendar.add(asked_on, chance.choice((2, 4, 6, 9, 12, 14)))
    kind = chance.choice(list(ASKERS))
    asker, (what, told) = chance.choice(ASKERS[kind]), chance.choice(ASKED)
    given = chance.random() < 0.8
    opened_at, closed_at = _at(chance, asked_on), _at(chance, decided_on)
    story = [Line(opened_at, "open", seat.user_id, seat.pk, seat.position)]
    story.append(Line(closed_at, "give" if given else "refuse", seat.user_id, seat.pk, seat.position))
    return File(
        _cover(seat, f"{asker}: {what}", State.GIVEN if given else State.REFUSED, opened_at, closed_at),
        {
            "kind": kind,
            "asker": asker,
            "asked_on": asked_on,
            "reference": f"E-{chance.randrange(1_000, 90_000)}" if kind in {Asker.BODY, Asker.COURT} else "",
            "what": what,
            "why": LAW,
            "way": chance.choice((Way.LETTER, Way.LETTER, Way.MAIL)) if given else "",
            "told": told if given else chance.choice(REFUSALS),
            "given_on": decided_on if given else None,
            "given_by": seat.user_id,
            "given_as": seat.pk,
        },
        story,
    )


def _letters(count: int, chance: random.Random, seats: list[Appointment], calendar: Calendar) -> Iterator[File]:
    for place in range(count):
        seat, authority, (scope, told) = chance.choice(seats), chance.choice(AUTHORITIES), chance.choice(LOGS)
        letter_date = _begun(chance, calendar, 60)
        due_on = calendar.add(letter_date, chance.choice((5, 7, 10, 15)))
        answered_on = calendar.add(due_on, chance.choice((-3, -2, -1, 0, 0, 2)) if chance.random() < 0.9 else 4)
        answered_on = max(answered_on, calendar.add(letter_date, 1))
        answered = chance.random() < 0.9
        opened_at, closed_at = _at(chance, letter_date), _at(chance, answered_on)
        number = f"E-{20_000 + place}"
        story = [Line(opened_at, "open", seat.user_id, seat.pk, seat.position)]
        verb, note = ("answer", number) if answered else ("decline", "")
        story.append(Line(closed_at, verb, seat.user_id, seat.pk, seat.position, note))
        file_number = f"{letter_date.year}/{100 + place} Soruşturma"
        state = LogState.ANSWERED if answered else LogState.DECLINED
        yield File(
            _cover(seat, f"{authority}, {file_number}: iz kaydı isteği", state, opened_at, closed_at)
            | {"due_on": due_on},
            {
                "authority": authority,
                "file_number": file_number,
                "letter_date": letter_date,
                "letter_number": f"{letter_date.year}/{4_000 + place}",
                "purpose": "Yürütülen incelemeye esas olmak üzere.",
                "scope": scope,
                "since": letter_date - dt.timedelta(days=60),
                "until": letter_date - dt.timedelta(days=15),
                "answer_date": answered_on if answered else None,
                "answer_number": number if answered else "",
                "result": told if answered else "İstenen dönemin kayıtları saklama süresi dolduğu için silinmiş.",
            },
            story,
        )
