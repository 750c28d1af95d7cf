"""Örnek Büyükşehir Belediyesi: its units and its people. Nobody in it exists."""

import datetime as dt
import random
import secrets
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils.timezone import localdate

from konak.foundation.db.turkish import fold

from . import commands, services
from .models import Appointment, Unit, User
from .positions import Position, UnitKind

FIRST = (  # noqa: SIM905 - one string reads better than fifty lines
    "Ayşe Fatma Emine Zeynep Elif Merve Hatice Büşra Esra Derya Gülşen Şule Çiğdem İrem Özlem Ülkü Pınar "
    "Sibel Tülay Nurgül Mehmet Mustafa Ahmet Ali Hüseyin İbrahim Murat Ömer Yusuf Emre Burak Çağrı Gökhan "
    "Oğuz Serkan Tolga Uğur Volkan Şahin Ilgaz Deniz Umut Barış Ufuk Cem Hakan Kaan Levent Onur Selim"
).split()
LAST = (  # noqa: SIM905 - one string reads better than fifty lines
    "Akın Bulut Çetin Dağlı Ersoy Fidan Güneş Halıcı Irmak İnce Karaca Köroğlu Limon Mercan Nalbant Okur "
    "Özkan Pala Sancak Şentürk Taşkın Uçar Ünlü Vardar Yıldız Zengin Akça Başaran Ceylan Demirel Ekinci "
    "Gürsoy Kılıçarslan Öztürkmen Sezgin Tunalı Uygun Yalçınkaya Bozkır Çınar"
).split()

BRANCHES: dict[str, tuple[str, ...]] = {
    "İdari ve Mali İşler Şube Müdürlüğü": ("Yazı İşleri Servisi", "Bütçe ve Satın Alma Servisi"),
    "Sistem ve Ağ Şube Müdürlüğü": ("Ağ Servisi", "Sistem ve Veri Tabanı Servisi"),
    "Yazılım Geliştirme Şube Müdürlüğü": ("Uygulama Geliştirme Servisi", "EBYS Servisi"),
    "Coğrafi Bilgi Sistemleri Şube Müdürlüğü": ("Mekânsal Veri Servisi", "Şehir Rehberi Servisi"),
    "Bilgi Güvenliği ve SOME Şube Müdürlüğü": ("Güvenlik İzleme Servisi",),
    "Elektronik Sistemler Şube Müdürlüğü": ("Kamera ve Telsiz Servisi",),
    "Akıllı Şehir ve Açık Veri Şube Müdürlüğü": ("Açık Veri Servisi",),
    "Destek Hizmetleri Şube Müdürlüğü": ("Son Kullanıcı Destek Servisi", "Donanım Bakım Servisi"),
}
OTHERS = (
    "Fen İşleri Dairesi Başkanlığı",
    "İmar ve Şehircilik Dairesi Başkanlığı",
    "İnsan Kaynakları ve Eğitim Dairesi Başkanlığı",
    "Mali Hizmetler Dairesi Başkanlığı",
    "Park ve Bahçeler Dairesi Başkanlığı",
    "Ulaşım Dairesi Başkanlığı",
    "Yazı İşleri ve Kararlar Dairesi Başkanlığı",
    "Zabıta Dairesi Başkanlığı",
)
MORE = (
    "Çevre Koruma ve Kontrol Dairesi Başkanlığı",
    "İtfaiye Dairesi Başkanlığı",
    "Sağlık Hizmetleri Dairesi Başkanlığı",
    "Sosyal Hizmetler Dairesi Başkanlığı",
    "Kültür ve Sanat Dairesi Başkanlığı",
    "Emlak ve İstimlak Dairesi Başkanlığı",
    "Etüt ve Projeler Dairesi Başkanlığı",
    "Makine İkmal Bakım ve Onarım Dairesi Başkanlığı",
    "Tarımsal Hizmetler Dairesi Başkanlığı",
    "Deprem Risk Yönetimi Dairesi Başkanlığı",
    "Gençlik ve Spor Dairesi Başkanlığı",
    "Satın Alma Dairesi Başkanlığı",
)
WORK = ("Planlama", "Uygulama", "Denetim", "Destek ve Bakım", "İdari İşler")
AREAS = ("Kuzey Bölge Servisi", "Güney Bölge Servisi")
STAFF = {"s": 2, "m": 8, "l": 21}
"""People per service or foreign department, besides chiefs and directors."""
CROWD = {"m": 17, "l": 21}
"""People per service of the other departments, at the sizes at which these have branches."""

FOUNDED = dt.date(2014, 4, 1)


def loaded() -> bool:
    return Unit.objects.filter(kind=UnitKind.MUNICIPALITY, name=settings.MUNICIPALITY).exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Build the organisation and seat its people; one random password for all of them, kept in the secret file."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    names = _names(chance)
    password = secrets.token_urlsafe(12)
    hashed = User()
    hashed.set_password(password)
    taken: set[str] = set(User.objects.values_list("username", flat=True))
    users: list[User] = []
    seats: list[Appointment] = []

    def person(unit: Unit, position: Position, title: str = "", since: dt.date | None = None) -> User:
        first, last = next(names)
        stem = name = fold(f"{first}.{last}")
        count = 1
        while name in taken:
            count += 1
            name = f"{stem}{count}"
        taken.add(name)
        user = User(
            username=name,
            first_name=first,
            last_name=last,
            title=title or position.label,
            email=f"{name}@ornek.example",
            phone=f"0232 000 {chance.randrange(10, 99)} {chance.randrange(10, 99)}",
            registry_number=f"{len(taken):05}",
            password=hashed.password,
        )
        began = since or FOUNDED + dt.timedelta(days=chance.randrange(0, 3_600))
        users.append(user)
        seats.append(Appointment(user=user, unit=unit, position=position, since=began))
        return user

    def unit(name: str, kind: UnitKind, parent: Unit | None, short: str = "") -> Unit:
        return Unit.objects.create(name=name, kind=kind, parent=parent, short_name=short, since=FOUNDED)

    top = unit(settings.MUNICIPALITY, UnitKind.MUNICIPALITY, None, "Belediye")
    person(top, Position.MAYOR, "Belediye Başkanı", dt.date(2024, 4, 5))
    office = unit("Genel Sekreterlik", UnitKind.EXECUTIVE, top)
    general = person(office, Position.SECRETARY_GENERAL, "Genel Sekreter", dt.date(2024, 5, 2))
    audit = unit("İç Denetim Birimi Başkanlığı", UnitKind.DIRECTORATE, top)
    shown = [(person(audit, Position.AUDITOR, "İç denetçi"), "denetçi: her şeyi görür, hiçbir şeyi değiştirmez")]

    department = unit("Bilgi İşlem Dairesi Başkanlığı", UnitKind.DEPARTMENT, office, "Bilgi İşlem Dairesi")
    shown.append((person(department, Position.HEAD_OF_DEPARTMENT), "Bilgi İşlem Dairesi Başkanı"))
    unit("Bilgi Güvenliği ve SOME Kurulu", UnitKind.BOARD, department, "SOME Kurulu")
    delegating: list[tuple[User, int, int]] = []
    for branch_name, services_ in BRANCHES.items():
        branch = unit(branch_name, UnitKind.BRANCH, department, branch_name.removesuffix(" Şube Müdürlüğü"))
        director = person(branch, Position.DIRECTOR)
        for place, service_name in enumerate(services_):
            service = unit(service_name, UnitKind.SERVICE, branch)
            chief = person(service, Position.CHIEF)
            staff = [
                person(service, Position.EXPERT if number % 3 == 2 else Position.STAFF)
                for number in range(STAFF[size] + chance.randrange(2))
            ]
            if branch_name.startswith("Coğrafi") and place == 0:
                shown += [(director, "CBS Şube Müdürü"), (chief, "CBS şefi"), (staff[0], "CBS personeli")]
        if chance.random() < 0.4:
            delegating.append((director, chance.randrange(60, 500), chance.randrange(4, 15)))
    places = [*OTHERS, *(MORE if size == "l" else ())]
    for name in places:
        other = unit(name, UnitKind.DEPARTMENT, office)
        head = person(other, Position.HEAD_OF_DEPARTMENT)
        clerks = [person(other, Position.STAFF) for _ in range(STAFF[size])]
        if name.startswith("Zabıta"):
            shown += [(clerks[0], "başka bir dairenin personeli"), (head, "Zabıta Dairesi Başkanı")]
        for work in WORK[: 5 if size == "l" else 4] if size in CROWD else ():
            stem = name.removesuffix(" Dairesi Başkanlığı")
            branch = unit(f"{stem} {work} Şube Müdürlüğü", UnitKind.BRANCH, other, work)
            person(branch, Position.DIRECTOR)
            for area in AREAS:
                service = unit(f"{stem} {work} {area}", UnitKind.SERVICE, branch)
                person(service, Position.CHIEF)
                for number in range(CROWD[size]):
                    person(service, Position.EXPERT if number % 4 == 3 else Position.STAFF)
    shown.append((general, "Genel Sekreter"))
    person(office, Position.DEPUTY_SECRETARY_GENERAL, "Genel Sekreter Yardımcısı", dt.date(2024, 6, 3))
    person(top, Position.DEPUTY_MAYOR, "Başkan Yardımcısı", dt.date(2024, 4, 15))
    User.objects.bulk_create(users, batch_size=1000)
    Appointment.objects.bulk_create(seats, batch_size=1000)
    for director, ago, days in delegating:
        _delegate(director, ago, days)
    _secrets(shown, password, top)
    report(f"{Unit.objects.count()} birim, {User.objects.count()} kişi")


def _delegate(director: User, ago: int, days: int) -> None:
    """A chief acts for the director during a past leave."""
    seat = director.appointments.select_related("unit").get()
    deputy = Appointment.objects.filter(unit__parent=seat.unit, position=Position.CHIEF).first()
    if deputy is None:
        return
    begin = localdate() - dt.timedelta(days=ago)
    Appointment.objects.create(
        user=deputy.user,
        unit=seat.unit,
        position=Position.DIRECTOR,
        since=begin,
        until=begin + dt.timedelta(days=days),
        acting_for=seat,
    )


def _secrets(shown: list[tuple[User, str]], password: str, top: Unit) -> None:
    administrator = User.objects.filter(username="yonetici").first()
    if administrator is None:
        administrator, secret = services.first_administrator()
    else:
        secret = secrets.token_urlsafe(15)
        services.set_one_time_secret(administrator, secret)
    Appointment.objects.filter(user=administrator, position=Position.ADMINISTRATOR).update(unit=top)
    lines = [
        f"Adres    : {settings.SITE_URL}/giris/",
        f"Kullanıcı: {administrator.username}   (sistem yöneticisi)",
        f"Parola   : {secret}",
        "           (tek kullanımlık: ilk girişte kendi parolanızı belirlersiniz)",
        "",
        f"Örnek belediyenin kişileri için parola: {password}",
        *[f"  {user.username:<24} {role}" for user, role in shown],
    ]
    commands.write_secret(lines)


def _names(chance: random.Random) -> Iterator[tuple[str, str]]:
    pairs = [(first, last) for first in FIRST for last in LAST]
    while True:
        chance.shuffle(pairs)
        yield from pairs
