"""Two years of movables in Örnek Büyükşehir Belediyesi: bought, given, accepted, used up, lost, scrapped, told."""

import datetime as dt
import json
import random
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Q
from django.utils.timezone import localdate, make_aware

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days, deadline
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position

from . import volume
from .models import Asset, Custody, Item, Kind, Place, PlaceKind, Receipt, Warehouse
from .services import arranging, catalogue, custody, discovery, receipts, requests, salvage
from .services.receipts import Line
from .services.salvage import Taken

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
KEEPING = "Donanım Bakım Servisi"
USED = (
    # code, how often a receipt holds it, how many at most
    ("150.01.09.01.001", 0.75, 3),
    ("150.01.09.01.002", 0.45, 3),
    ("150.01.02.01.001", 0.8, 14),
    ("150.12.01.02.001", 0.5, 12),
    ("150.13.01.01.001", 0.3, 2),
    ("150.13.01.02.001", 0.35, 2),
    ("150.13.02.01.001", 0.1, 1),
    ("150.13.02.01.002", 0.12, 1),
)
DEVICES = {"s": 300, "m": 1_500, "l": 6_000}
SHARE: tuple[tuple[str, str, tuple[tuple[str, str], ...], int, int, int], ...] = (
    # code, name, makers and models, share of a hundred, price, months of warranty
    (
        "255.02.01.01.01",
        "Masaüstü bilgisayar",
        (("Casper", "Nirvana M600"), ("Dell", "OptiPlex 7010")),
        30,
        24_500,
        36,
    ),
    ("255.02.01.01.02", "Dizüstü bilgisayar", (("Lenovo", "ThinkPad L14"), ("HP", "ProBook 450")), 22, 38_900, 36),
    ("255.02.02.01", "Ekran", (("Philips", "241E1"), ("Dell", "P2422H")), 24, 5_400, 24),
    ("255.02.02.02.01", "Lazer yazıcı", (("HP", "LaserJet M404"), ("Brother", "HL-L5100")), 7, 9_800, 24),
    ("255.02.04.01.01", "IP telefon", (("Karel", "IP1211"), ("Yealink", "T31P")), 7, 2_900, 24),
    ("255.02.04.02.01", "Ağ anahtarı", (("Cisco", "Catalyst 9200"), ("HPE", "Aruba 6100")), 4, 64_000, 60),
    ("255.02.04.02.04", "Kablosuz erişim noktası", (("Ubiquiti", "U6 Pro"),), 3, 8_700, 24),
    ("255.02.01.02.01", "Sunucu", (("Dell", "PowerEdge R650"),), 1, 310_000, 60),
    ("255.02.05.01", "Yansıtım cihazı", (("Epson", "EB-X49"),), 1, 21_000, 24),
    ("253.03.01.01", "Kesintisiz güç kaynağı", (("Makelsan", "Powerpack 10"),), 1, 45_000, 24),
)
CONSUMED = (
    ("150.01.09.01.001", "150.01.09.01", "HP 59A toner", 60, 2_850),
    ("150.01.09.01.002", "150.01.09.01", "Brother TN-3480 toner", 45, 1_950),
    ("150.01.02.01.001", "150.01.02.01", "A4 fotokopi kâğıdı, 80 g", 400, 118),
    ("150.12.01.02.001", "150.12.01.02", "Cat6 ara kablo, 3 m", 300, 65),
    ("150.13.01.01.001", "150.13.01.01", "DDR4 bellek, 16 GB", 40, 1_400),
    ("150.13.01.02.001", "150.13.01.02", "SSD, 512 GB", 50, 1_750),
    ("150.13.02.01.001", "150.13.02.01", "HP M404 bakım seti", 6, 4_100),
    ("150.13.02.01.002", "150.13.02.01", "Brother DR-3400 drum birimi", 6, 3_600),
)
SHELF, BOOKS = "255.07.01", "Kitaplar"
"""The code of the department's library; its things stand in the book of libraries (Örnek 4)."""
LIBRARY = (
    ("Ağ güvenliği el kitabı", 640),
    ("PostgreSQL yönetimi", 720),
    ("Coğrafi bilgi sistemlerine giriş", 480),
    ("Kamu bilişim mevzuatı", 390),
)
PLACES = (
    ("BID-DEPO", "Bilgi İşlem deposu", PlaceKind.STORE, "Zemin"),
    ("BID-SISTEM", "Ana sistem odası", PlaceKind.SERVER, "1"),
    ("BID-TOPLANTI", "Bilgi İşlem toplantı salonu", PlaceKind.HALL, "2"),
    ("BID-ORTAK", "Yazıcı köşesi", PlaceKind.COMMON, "2"),
)


def loaded() -> bool:
    return Warehouse.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Build it with the services of the app; then set the days back to where they happened."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    town = _Town(chance, size)
    town.found()
    town.buy()
    town.give()
    town.use_up()
    town.end_some()
    town.ask_and_see()
    report(f"{Asset.objects.count()} taşınır, {Receipt.objects.count()} fiş, {Custody.objects.count()} zimmet")


def _holder(unit: Unit, *positions: str) -> Actor:
    seats = Appointment.objects.filter(unit=unit, position__in=positions, acting_for=None, user__is_active=True)
    seat = seats.filter(Q(until=None) | Q(until__gte=localdate())).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has nobody in {positions}")
    return actor_of(seat.user_id, via="cli")


class _Town:
    def __init__(self, chance: random.Random, size: str) -> None:
        self.chance, self.size, self.today = chance, size, localdate()
        self.department = Unit.objects.get(name=DEPARTMENT)
        keeping = Unit.objects.get(name=KEEPING)
        self.head = _holder(self.department, Position.HEAD_OF_DEPARTMENT)
        self.keeper = _holder(keeping, Position.STAFF, Position.EXPERT)
        self.checker = _holder(keeping, Position.CHIEF)
        self.begun = self.today.replace(year=self.today.year - 2, month=1, day=15)

    def found(self) -> None:
        """Codes, places, the spending unit, the warehouse with its two officers."""
        actor = self.head
        catalogue.load_starter(actor=actor)
        for code, _, name, _, _ in CONSUMED:
            arranging.add_item(actor=actor, code=code, name=name, product=True)
        arranging.add_item(actor=actor, code="255.07", name="Kütüphane demirbaşları", bookable=False)
        arranging.add_item(actor=actor, code=SHELF, name=BOOKS)
        arranging.edit_item(
            "255.02.01.01",
            actor=actor,
            extra_schema={
                "properties": {
                    "bellek_gb": {"type": "integer", "title": "Bellek (GB)"},
                    "disk_gb": {"type": "integer", "title": "Disk (GB)"},
                    "isletim_sistemi": {"type": "string", "title": "İşletim sistemi"},
                }
            },
        )
        answers = _holder(Unit.objects.filter(parent__parent=self.department).order_by("pk")[0], Position.CHIEF)
        for code, name, kind, floor in PLACES:
            arranging.add_place(
                actor=actor,
                unit_id=self.department.pk,
                code=code,
                name=name,
                kind=kind,
                building="Ana hizmet binası",
                floor=floor,
                assignee_id=answers.user_id if kind != PlaceKind.STORE else None,
            )
        spending = arranging.add_spending_unit(
            actor=actor,
            unit_id=self.department.pk,
            code="46.35.01.25",
            name=DEPARTMENT,
            accounting_code="35460",
            accounting_name="Mali Hizmetler Dairesi Muhasebe Birimi",
            assignee_id=actor.user_id,
        )
        assert self.keeper.user_id is not None
        assert self.checker.user_id is not None
        self.warehouse = arranging.add_warehouse(
            actor=actor,
            unit_id=self.department.pk,
            code="35.01",
            name="Bilgi İşlem Ambarı",
            spending_unit_id=spending.pk,
            registrar_id=self.keeper.user_id,
            controller_id=self.checker.user_id,
            place_id=Place.objects.get(code="BID-DEPO").pk,
        )

    def post(self, kind: str, lines: list[Line], on: dt.date, **facts: str) -> Receipt:
        made = receipts.draft(
            actor=self.keeper,
            warehouse_id=self.warehouse.pk,
            kind=kind,
            lines=lines,
            dated=on,
            **facts,  # type: ignore[arg-type]
        )
        number = made.case.number
        if made.at_once and kind != Kind.PRODUCTION:
            receipts.record(number, actor=self.keeper)
            receipts.control(number, actor=self.checker)
        else:
            receipts.prepare(number, actor=self.keeper)
            receipts.approve(number, actor=self.checker)
        return self.settle(number, on)

    def settle(self, number: str, on: dt.date) -> Receipt:
        """Put the receipt on its day; what is older than three weeks has been told to accounting."""
        moment = make_aware(dt.datetime.combine(on, dt.time(10, 30)))
        row: Receipt = Receipt.objects.get(case__number=number)
        if on < self.today - dt.timedelta(21):
            told = add_working_days(on, self.chance.choice((2, 3, 4, 5, 6, 8)))
            receipts.tell_accounting([number], actor=self.keeper, on=told, reference=f"E-{on:%Y}-{row.slip:04}")
        case = Receipt.objects.get(case__number=number).case
        Receipt.objects.filter(pk=row.pk).update(recorded_at=moment)
        case.opened_at = moment
        if case.due_on is not None:
            case.due_on = deadline(on, days=10)
        case.save()
        return row

    def buy(self) -> None:
        """Each code in a few purchases over two years, the older share as an opening."""
        count = DEVICES[self.size]
        items = {one.code: one for one in Item.objects.filter(code__in=[row[0] for row in SHARE])}
        months = 22
        for code, name, models, share, price, warranty in SHARE:
            left = max(2, count * share // 100)
            parts = 4 if left > 12 else 1
            for part in range(parts):
                amount = left // parts + (left % parts if part == 0 else 0)
                on = self.begun + dt.timedelta(30 * ((part * months) // parts + self.chance.randrange(4)))
                on = min(on, self.today - dt.timedelta(3))
                maker, model = models[part % len(models)]
                serials = [f"{maker[:2].upper()}{self.chance.randrange(36**7):07X}"[:12] for _ in range(amount)]
                self.post(
                    Kind.PURCHASE,
                    [
                        Line(
                            items[code].pk,
                            Decimal(amount),
                            Decimal(price) * (100 + 9 * part) / 100,
                            Decimal(20),
                            name=name,
                            maker=maker,
                            model=model,
                            serials=serials,
                            warranty_until=on + dt.timedelta(warranty * 30),
                        )
                    ],
                    on,
                    basis=f"Fatura ORN{on:%Y}{self.chance.randrange(10**6):06}",
                    supplier=self.chance.choice(("Örnek Bilişim Ltd. Şti.", "Deneme Teknoloji A.Ş.")),
                    inspection=f"{on:%Y}/{self.chance.randrange(1, 90)}",
                    funding="Özkaynak",
                )
        self.stock_library()
        old = self.begun.replace(year=self.begun.year - 4)
        Asset.objects.filter(
            pk__in=list(Asset.objects.order_by("pk").values_list("pk", flat=True)[: count // 6])
        ).update(acquired_on=old, warranty_until=old + dt.timedelta(1_095))
        for code, _, _, amount, price in CONSUMED:
            item = Item.objects.get(code=code)
            for half in range(2):
                on = min(self.begun + dt.timedelta(20 + 330 * half), self.today - dt.timedelta(5))
                line = Line(item.pk, Decimal(amount), Decimal(price) * (100 + 15 * half) / 100, Decimal(20))
                self.post(Kind.PURCHASE, [line], on, basis=f"Fatura ORN{on:%Y}{self.chance.randrange(10**6):06}")

    def stock_library(self) -> None:
        """Books that the department reads, two in each of two years."""
        shelf = Item.objects.get(code=SHELF)
        for year, books in enumerate((LIBRARY[:2], LIBRARY[2:])):
            lines = [Line(shelf.pk, Decimal(1), Decimal(price), name=name) for name, price in books]
            on = self.begun + dt.timedelta(40 + 365 * year)
            bill = f"Fatura ORN{on:%Y}{self.chance.randrange(10**6):06}"
            self.post(Kind.PURCHASE, lines, on, basis=bill, supplier="Örnek Kitabevi", funding="Özkaynak")

    def give(self) -> None:
        """Most of it is in somebody's hands; most of them have said yes, a few have not, one objected."""
        people = list(
            User.objects.filter(is_active=True, appointments__until=None)
            .distinct()
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        personal = list(
            Asset.objects.filter(
                item__code__in=("255.02.01.01.01", "255.02.01.01.02", "255.02.02.01", "255.02.04.01.01")
            )
            .order_by("pk")
            .values_list("tag", flat=True)
        )
        self.chance.shuffle(personal)
        given = personal[: len(personal) * 4 // 5]
        things = {row.tag: row for row in Asset.objects.select_related("model", "warehouse").filter(tag__in=given)}
        held = []
        for place, start in enumerate(range(0, len(given), 3)):
            holder, tags = people[place % len(people)], given[start : start + 3]
            roll = self.chance.random()
            if roll < 0.9:
                rows = [things[tag] for tag in tags]
                on = max(row.acquired_on for row in rows) + dt.timedelta(self.chance.randrange(2, 30))
                moment = make_aware(
                    dt.datetime.combine(max(min(self.today - dt.timedelta(3), on), self.begun), dt.time(11))
                )
                later = moment + dt.timedelta(hours=self.chance.randrange(1, 40))
                held.append(volume.Held(rows, holder, receipts.unit_of(holder), moment, later))
                continue
            offered = custody.give(tags, actor=self.keeper, holder_id=holder)
            if roll < 0.93 and place:
                custody.object_to(offered[0].pk, actor=Actor(holder, via="cli"), why="Bu cihaz bana teslim edilmedi.")
        volume.hold(held, keeper=self.keeper)
        room, corner = Place.objects.get(code="BID-SISTEM"), Place.objects.get(code="BID-ORTAK")
        for spot, codes in ((room, ("255.02.01.02.01", "255.02.04.02.01")), (corner, ("255.02.02.02.01",))):
            tags = list(Asset.objects.filter(item__code__in=codes).order_by("pk").values_list("tag", flat=True)[:10])
            custody.give(tags, actor=self.keeper, place_id=spot.pk)
        custody.accept_all(actor=Actor(room.assignee_id, via="cli"))

    def use_up(self) -> None:
        """Consumables leave week by week, as long as the store has them."""
        units = list(Unit.objects.filter(parent=self.department).order_by("pk").values_list("pk", flat=True))
        items = {one.code: one for one in Item.objects.filter(code__in=[row[0] for row in CONSUMED])}
        left: dict[str, Decimal] = {}
        step = {"s": 72, "m": 300, "l": 1_500}[self.size]
        rows = []
        for turn in range(step):
            on = min(self.begun + dt.timedelta(40 + self.days * turn // step), self.today - dt.timedelta(1))
            lines = []
            for code, share, most in USED:
                if self.chance.random() < share * 72 / step:
                    count = Decimal(self.chance.randint(1, most))
                    left[code] = left.get(code, Decimal(0)) + count
                    if left[code] <= self.bought(code, on):
                        lines.append((items[code], count))
                    else:
                        left[code] -= count
            if lines:
                rows.append(volume.Given(on, self.chance.choice(units), lines))
        volume.issue(self.warehouse, rows, keeper=self.keeper, checker=self.checker, today=self.today)

    @property
    def days(self) -> int:
        return (self.today - self.begun).days - 40

    def bought(self, code: str, on: dt.date) -> Decimal:
        """What had come of a code by a day, as `buy` brings it in, but for a reserve that other work takes."""
        first = min(self.begun + dt.timedelta(20), self.today - dt.timedelta(5))
        second = min(self.begun + dt.timedelta(350), self.today - dt.timedelta(5))
        amount = next(row[3] for row in CONSUMED if row[0] == code)
        came = amount * (on >= first) + amount * (on >= second)
        return Decimal(came) - (8 if amount > 30 else 2)

    def end_some(self) -> None:
        """A few losses, some scrap, one machine taken apart and another built of parts, one receipt reversed."""
        free = list(Asset.objects.filter(state="stored").select_related("item").order_by("acquired_on", "pk")[:12])
        for number, asset in enumerate(free[:5]):
            kind, why = (
                (Kind.LOSS, "Arazi çalışması sırasında kaybolmuş; tutanak tutulmuştur.")
                if number < 2
                else (Kind.SCRAP, "Ekonomik ömrünü doldurmuş, onarımı ekonomik değil.")
            )
            on = self.today - dt.timedelta(40 + 30 * number)
            on = max(on, asset.acquired_on)
            self.post(kind, [Line(asset.item_id, Decimal(1), tags=[asset.tag])], on, why=why, basis="Komisyon kararı")
        desktop = next((one for one in free[5:] if one.item.code == "255.02.01.01.01"), free[5])
        memory, disk = Item.objects.get(code="150.13.01.01.001"), Item.objects.get(code="150.13.01.02.001")
        scrap, gained = salvage.dismantle(
            desktop.tag,
            actor=self.keeper,
            parts=[Taken(memory.pk, Decimal(2), Decimal(350)), Taken(disk.pk, Decimal(1), Decimal(400))],
            why="Ana kartı arızalı; bellek ve diski sağlam.",
        )
        receipts.approve(scrap.case.number, actor=self.checker)
        if gained is not None:
            receipts.approve(gained.case.number, actor=self.checker)
        salvage.assemble(
            actor=self.keeper,
            warehouse_id=self.warehouse.pk,
            item_id=desktop.item_id,
            name="Toplama bilgisayar",
            maker="Toplama",
            model="Sökülen parçalardan",
            parts=[(memory.pk, Decimal(2)), (disk.pk, Decimal(1))],
            why="Kurs salonu için",
        )

    def ask_and_see(self) -> None:
        """Requests at every stage, a draft, devices seen by agents, one of them unknown."""
        service = Unit.objects.filter(parent__parent=self.department).order_by("pk")[1]
        asker, chief = _holder(service, Position.STAFF, Position.EXPERT), _holder(service, Position.CHIEF)
        toner, paper = Item.objects.get(code=CONSUMED[0][0]), Item.objects.get(code=CONSUMED[2][0])
        numbers = [
            requests.ask(
                actor=asker,
                warehouse_id=self.warehouse.pk,
                lines=[(toner.pk, Decimal(1)), (paper.pk, Decimal(4))],
                why="Servisin aylık ihtiyacı",
            ).case.number
            for _ in range(3)
        ]
        for number in numbers[:2]:
            requests.grant(number, actor=chief)
        requests.give(numbers[0], actor=self.keeper)
        receipts.draft(
            actor=self.keeper,
            warehouse_id=self.warehouse.pk,
            kind=Kind.DONATION,
            lines=[Line(Item.objects.get(code="255.02.01.01.03").pk, Decimal(5), Decimal(7_500), name="Tablet")],
            counterpart="Örnek Eğitim Vakfı",
            why="Kütüphane için bağış; değer tespit komisyonu kararı bekleniyor.",
        )
        known = (
            Asset.objects.filter(state="used", item__code="255.02.01.01.02").select_related("model").order_by("pk")
        )
        for place, asset in enumerate(known[:6]):
            assert asset.model is not None
            discovery.receive(
                actor=self.keeper, data=_agent(asset.serial, asset.model.maker, asset.model.name, place)
            )
        discovery.receive(actor=self.keeper, data=_agent("YABANCI-0042", "Acme", "Kutu PC", 99))


def _agent(serial: str, maker: str, model: str, number: int) -> bytes:
    return json.dumps(
        {
            "action": "inventory",
            "deviceid": f"ornek-{number:03}",
            "itemtype": "Computer",
            "content": {
                "hardware": {"name": f"BID-NB-{number:03}", "uuid": f"4c4c4544-0000-1000-8000-{number:012x}"},
                "bios": {"ssn": serial, "smanufacturer": maker, "smodel": model},
                "networks": [{"mac": f"02:00:00:00:00:{number:02x}"}],
                "operatingsystem": {"full_name": "Pardus 23"},
                "softwares": [{"name": "LibreOffice", "version": "24.2", "publisher": "TDF"}],
            },
        }
    ).encode()
