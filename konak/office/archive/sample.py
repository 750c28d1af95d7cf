"""Two years of files of the sample municipality, old records that were taken over, and what moves and ends today."""

import csv
import datetime as dt
import hashlib
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.db import fetch
from konak.foundation.db.copying import copy_rows, draw_keys
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.office.correspondence.public import codes

from . import queries, services
from .models import Document, Folder, Scan, Volume

PAST = {"s": 40, "m": 600, "l": 20_000}
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"
OFFICE = "Yazı İşleri ve Kararlar Dairesi Başkanlığı"
END = {"622": "D", "809": "D", "612": "D", "105": "A", "110": "A"}
"""What ends how; every other code of the sample is evaluated."""
TITLES = (
    "Adres verilerinin paylaşımı",
    "Kablosuz ağ kurulumu",
    "Yazılım lisanslarının yenilenmesi",
    "Envanter listesi",
    "İmar planı katmanları hakkında görüş",
    "Eğitim duyurusu",
    "Bakım sözleşmesi",
    "Kent rehberi güncellemesi",
    "Yetki tanımlarının gözden geçirilmesi",
    "Arıza bildirimi",
    "Akıllı durak yerleri",
    "Bütçe ihtiyaçları",
)
OLD = ("Sayısal altlık haritalar", "Adres bilgi sistemi geçişi", "Paftaların taranması", "Abone şikâyeti")


def loaded() -> bool:
    return Folder.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    gis, home = Unit.objects.get(name=GIS), Unit.objects.get(name=OFFICE)
    cli = Actor(None, via="cli")
    services.draft_plan(actor=cli, rows=_rules(), note="Örnek plan")
    services.put_in_force(actor=cli, basis="E-24310000-805.01-12")
    services.set_office(actor=_administrator(), unit=home.pk)
    _past(PAST[size], chance)
    _present(gis, _actor(home, Position.HEAD_OF_DEPARTMENT))
    report(f"{Folder.objects.count()} arşiv dosyası, {Document.objects.count()} belge")


def _rules() -> list[dict[str, Any]]:
    table = ["kod;ad;birim_yil;kurum_yil;tasfiye"]
    for code, name in sorted({code: name for code, name, _, _ in codes()}.items()):
        end = END.get(code[:3], "C")
        table.append(f"{code};{name};{1 if end == 'D' else 2};{4 if end == 'D' else 8};{end}")
    return services.read_rules(table)[0]


def _actor(unit: Unit, position: str) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=position, until=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has no {position}")
    return actor_of(seat.user_id, via="cli")


def _administrator() -> Actor:
    seat = Appointment.objects.filter(position=Position.ADMINISTRATOR, until=None).order_by("pk")[0]
    return actor_of(seat.user_id, via="cli")


def _moment(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 15), get_current_timezone())


def _past(count: int, chance: random.Random) -> None:
    """The ordinary files of units in the last three years, filled as letters were finished."""
    heads = (Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
    seats = list(Appointment.objects.filter(until=None, position__in=heads).order_by("pk")[:400])
    plan = {code: name for code, name, _, _ in codes()}
    today, seen = localdate(), set()

    def files() -> Iterator[File]:
        for _ in range(count):
            seat, code = chance.choice(seats), chance.choice(sorted(plan))
            year = today.year - chance.randrange(3)
            key = f"{seat.unit_id}:{code}:{year}"
            if key in seen:
                continue
            seen.add(key)
            opened = min(dt.date(year, 1, 5) + dt.timedelta(days=chance.randrange(20)), today - dt.timedelta(days=1))
            closed = dt.date(year, 12, 30) if year < today.year else None
            story = [Line(_moment(opened, 9), "open", seat.user_id, seat.pk, seat.position)]
            if closed:
                story.append(Line(_moment(closed, 16), "close", seat.user_id, seat.pk, seat.position))
            yield File(
                cover={
                    "subject": f"{plan[code]} {year}"[:250],
                    "state": "closed" if closed else "open",
                    "unit": seat.unit_id,
                    "opened_by": seat.user_id,
                    "opened_from_unit": seat.unit_id,
                    "opened_at": _moment(opened, 9),
                    "closed_at": None,
                    "resting": True,
                },
                contents={
                    "code": code,
                    "code_name": plan[code],
                    "year": year,
                    "ordinary": key,
                    "documents": 4,
                    "closed_on": closed,
                },
                story=story,
            )

    copy_cases(Folder, files(), lambda batch: _fill(batch, chance))
    plan_in_force = queries.force_plan()
    assert plan_in_force is not None
    fetch("archive/clocks", plan=plan_in_force.pk)


def _fill(batch: list[File], chance: random.Random) -> None:
    volumes = draw_keys(Volume, len(batch))
    copy_rows(
        Volume,
        (
            {
                "id": key,
                "folder": one.key,
                "number": 1,
                "documents": 4,
                "opened_on": localdate(one.cover["opened_at"]),
                "closed_on": one.contents["closed_on"],
            }
            for key, one in zip(volumes, batch, strict=True)
        ),
    )
    keys = draw_keys(Document, 4 * len(batch))

    def documents() -> Iterator[dict[str, Any]]:
        place = 0
        for volume, one in zip(volumes, batch, strict=True):
            opened = localdate(one.cover["opened_at"])
            for number in range(1, 5):
                day = min(opened + dt.timedelta(days=60 * number), localdate())
                title = chance.choice(TITLES)
                yield {
                    "id": keys[place],
                    "folder": one.key,
                    "volume": volume,
                    "place": number,
                    "source": "hand",
                    "kind": chance.choice(("incoming", "outgoing", "internal")),
                    "title": title,
                    "official": f"E-24310000-{one.contents['code']}-{1000 + place}",
                    "dated_on": day,
                    "year": one.contents["year"],
                    "code": one.contents["code"],
                    "unit": one.cover["unit"],
                    "author": one.cover["opened_by"],
                    "owner": one.cover["opened_by"],
                    "body": f"{title} konusunda ilgide kayıtlı yazınız incelenmiş, gereği yapılmıştır.",
                    "filed_at": _moment(day, 8),
                    "filed_by": one.cover["opened_by"],
                }
                place += 1

    copy_rows(Document, documents())
    for start in range(0, len(keys), 1_000):
        services.index(Document.objects.filter(pk__in=keys[start : start + 1_000]))


def _register(gis: Unit) -> tuple[bytes, bytes]:
    """The table of old records and the ZIP with what was scanned of them; a row whose code is gone is refused."""
    text, packed = io.StringIO(), io.BytesIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(("kod", "konu", "yil", "dosya", "tur", "ortam", "belge", "sha256", "metin"))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for place in range(24):
            code, name, year = ("622.01", "Şikâyetler", 2009) if place % 2 else ("757", "Haritalar", 2010)
            title, year = OLD[place % 4], year + place % 3
            words = f"{year} yılı defterinin {place + 1}. sırasındaki kayıt: {title}. Aslı birim arşivindedir."
            path = f"{year}/kayit-{place + 1:02}.{'txt' if place % 2 else 'pdf'}"
            content = words.encode()
            if place % 2 == 0:
                page = {"title": title, "unit": gis.name, "number": str(place + 1), "date": "", "text": words}
                content = render_pdf("archive/record", page, standard="a-1b") if place < 4 else b""
            if content:
                files.writestr(path, content)
            digest = hashlib.sha256(content).hexdigest() if content else ""
            path = path if content else ""
            writer.writerow(
                (code, title, year, f"{name} {year}", "gelen", "karma" if path else "kağıt", path, digest, words)
            )
        writer.writerow(("999.99", "Kodu silinmiş kayıt", 2011, "", "gelen", "", "", "", ""))
    return text.getvalue().encode(), packed.getvalue()


def _archivists(chair: Actor) -> list[int]:
    """Two people of the archive's department beside its head."""
    home = chair.seats[0].unit_id
    units = [home, *Unit.objects.filter(parent=home).values_list("pk", flat=True)]
    rows = Appointment.objects.filter(unit__in=units, until=None).exclude(user=chair.user_id).order_by("pk")
    return list(dict.fromkeys(rows.values_list("user_id", flat=True)))[:2]


def _present(gis: Unit, archivist: Actor) -> None:
    """Old records taken over, a list that waits to be received, one received, one in commission, a hold, a loan."""
    today, director = localdate(), _actor(gis, Position.DIRECTOR)
    service = Unit.objects.filter(parent=gis).order_by("pk")[0]
    chief = _actor(service, Position.CHIEF)
    table, packed = _register(gis)
    bundle = store(actor=director, content=packed, name="2009-2012.zip", unit_id=gis.pk, purpose="archive.intake")
    made = services.begin_intake(
        actor=director, unit_id=gis.pk, name="2009–2012 arşiv defteri", table=table, bundle=bundle
    )
    services.carry_intake(made.pk, actor=director)
    old = list(Folder.objects.filter(year__lt=2013).order_by("pk").values_list("case__number", "year"))
    for number, year in old:
        services.close_folder(number, actor=director, on=dt.date(year, 12, 20))
    numbers = [number for number, _ in old]
    moved = services.list_transfer(actor=director, unit_id=gis.pk, to="institution", numbers=numbers[:5]).case.number
    services.send(moved, actor=director)
    services.receive(
        moved, actor=archivist, box="CBS-2010-1", place="Depo 1, raf 4", answer="Eksiksiz teslim alındı."
    )
    waiting = services.list_transfer(
        actor=director, unit_id=gis.pk, to="institution", numbers=numbers[5:]
    ).case.number
    services.send(waiting, actor=director)
    services.hold(numbers[0], actor=director, basis="2024/118 E.", why="İdare mahkemesindeki davanın delili")
    assert chief.user_id is not None
    services.lend(
        numbers[1],
        actor=archivist,
        borrower=User.objects.get(pk=chief.user_id),
        purpose="Kadastro yenilemesi",
        due_on=today + dt.timedelta(days=10),
    )
    listed = services.propose(actor=archivist).case.number
    members = [archivist.user_id, *_archivists(archivist), director.user_id, chief.user_id]
    for member, role in zip(members, ("chair", "archive", "archive", "unit", "unit"), strict=True):
        services.seat_member(listed, actor=archivist, user=User.objects.get(pk=member or 0), role=role)
    services.convene(listed, actor=archivist)
    _scanned(gis, archivist, director, old[3][0], old[4][0])
    services.check_slice(actor=Actor(None, via="cli"))


def _scanned(gis: Unit, archivist: Actor, director: Actor, first: str, second: str) -> None:
    """A project of scanning: a batch that lies in its file, one that waits for the unit."""
    made = services.open_project(
        actor=archivist,
        unit_id=gis.pk,
        subject="2009–2012 kâğıt arşivinin sayısallaştırılması",
        target=12,
        scope="Birim arşivindeki şikâyet ve harita dosyaları; kutu kutu, sayfa başına bir görüntü.",
        due_on=localdate() + dt.timedelta(days=120),
        sample_percent=50,
    )
    number = made.case.number
    for place, (folder, label) in enumerate(((first, "1. kutu, mavi klasör"), (second, "1. kutu, deste")), start=1):
        services.open_batch(number, actor=archivist, folder=folder, label=label)
        for sheet in (1, 2):
            text = f"{label}, {sheet}. belge. Taranan sayfanın yerine geçen örnek sayfadır."
            page = {
                "title": f"Taranan belge {place}/{sheet}",
                "unit": gis.name,
                "number": "",
                "date": "",
                "text": text,
            }
            content = io.BytesIO(render_pdf("archive/record", page, standard="a-1b"))
            services.add_scans(number, place, actor=archivist, file=content, name=f"Dilekçe {place}-{sheet}.pdf")
        services.send_batch(number, place, actor=archivist)
        for one in Scan.objects.filter(batch__project=made, batch__number=place, sampled=True):
            services.judge(number, place, one.place, actor=director, verdict="good")
    services.approve_batch(number, 1, actor=director)
