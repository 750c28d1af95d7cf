"""A few pieces of information given and refused, and requests for logs, of the department of IT."""

import datetime as dt
from collections.abc import Callable

from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.people.models import Appointment

from . import services
from .models import LogRequest, Release

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


def loaded() -> bool:
    return Release.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
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
