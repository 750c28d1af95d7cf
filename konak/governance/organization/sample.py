"""Two years of Örnek Büyükşehir Belediyesi's organisation: what was founded, renamed, moved and closed, by which
decision; posts, groups, divisions of work, deputies and the national registry. Numbers are valid in form only."""

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Callable

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people import units as tree
from konak.foundation.people.models import Appointment, Placement, Succession, Unit, User
from konak.foundation.people.positions import Position, Succeeds, UnitKind
from konak.foundation.people.queries import on_day

from . import services
from .models import (
    ApprovalRule,
    Ceiling,
    Group,
    GroupRule,
    NationalBody,
    Post,
    Reorganisation,
    Supervision,
    UnitDocument,
)

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
OPEN_DATA = "Akıllı Şehir ve Açık Veri Şube Müdürlüğü"
SECURITY = "Bilgi Güvenliği ve SOME Şube Müdürlüğü"
SUPPORT = "Destek Hizmetleri Şube Müdürlüğü"
ELECTRONIC = "Elektronik Sistemler Şube Müdürlüğü"
CAMERAS = "Kamera ve Telsiz Servisi"
ARCHIVE = "Sayısal Arşiv Servisi"
TITLES: dict[str, tuple[str, str]] = {
    Position.MAYOR: ("Belediye Başkanı", "gih"),
    Position.SECRETARY_GENERAL: ("Genel Sekreter", "gih"),
    Position.DEPUTY_SECRETARY_GENERAL: ("Genel Sekreter Yardımcısı", "gih"),
    Position.DEPUTY_MAYOR: ("Başkan Yardımcısı", "gih"),
    Position.HEAD_OF_DEPARTMENT: ("Daire Başkanı", "gih"),
    Position.DIRECTOR: ("Şube Müdürü", "gih"),
    Position.CHIEF: ("Şef", "gih"),
    Position.EXPERT: ("Mühendis", "ths"),
    Position.STAFF: ("Memur", "gih"),
}
BODIES: tuple[tuple[str, str, str], ...] = (
    ("İçişleri Bakanlığı", "ministry", ""),
    ("Çevre, Şehircilik ve İklim Değişikliği Bakanlığı", "ministry", ""),
    ("Örnek Valiliği", "governorship", "İçişleri Bakanlığı"),
    ("Yukarı İlçe Kaymakamlığı", "governorship", "Örnek Valiliği"),
    ("Aşağı İlçe Kaymakamlığı", "governorship", "Örnek Valiliği"),
    ("Yukarı İlçe Belediyesi", "district", ""),
    ("Aşağı İlçe Belediyesi", "district", ""),
    ("Sahil İlçe Belediyesi", "district", ""),
    ("Örnek Su ve Kanalizasyon İdaresi", "other", ""),
)


def loaded() -> bool:
    return ApprovalRule.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Give the sample municipality its past and its registers."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.get(name=DEPARTMENT)
    _numbers(chance)
    rule = _rules(department)
    _past(department, chance)
    _files(department, rule)
    _posts(chance)
    _groups(department)
    _papers(chance)
    _bodies()
    services.reindex_units()
    services.reindex_people()
    report(
        f"{Placement.objects.count()} birim yeri, {Post.objects.count()} kadro satırı, "
        f"{Reorganisation.objects.count()} teşkilat değişikliği"
    )


def _numbers(chance: random.Random) -> None:
    """DETSİS-like numbers and unit codes; fictional, valid in form."""
    taken = set(chance.sample(range(90_000_000, 99_999_999), Unit.objects.count()))
    units = list(Unit.objects.order_by("pk"))
    for place, (unit, number) in enumerate(zip(units, sorted(taken), strict=True), 1):
        unit.detsis, unit.code = str(number), f"OBB-{place:04}"
        unit.founding = "5216 sayılı Kanun m. 21, Norm Kadro Yönetmeliği (RG 22.02.2007/26442)"
    Unit.objects.bulk_update(units, ["detsis", "code", "founding"], batch_size=500)


def _rules(department: Unit) -> ApprovalRule:
    top = Unit.objects.filter(parent=None).order_by("pk")[0]
    ApprovalRule.objects.create(
        unit=top,
        approver="council",
        quote="Daire başkanlığı ve müdürlük kurulması, kaldırılması ve birleştirilmesi Meclis kararı ile olur.",
        source="5216 sayılı Kanun m. 21; 5393 sayılı Kanun m. 48",
    )
    return ApprovalRule.objects.create(
        unit=department,
        approver=Position.SECRETARY_GENERAL,
        quote="Şube müdürlüklerinin teklifi ve Daire Başkanlığının uygun görüşü üzerine Genel Sekreterin onayı ile "
        "iç yapılanmada değişiklik yapılabilir.",
        source="Bilgi İşlem Dairesi Başkanlığı Görev ve Çalışma Yönetmeliği Md. 4/3",
    )


def _past(department: Unit, chance: random.Random) -> None:
    """Rows of the past, set by hand: a branch founded, one renamed, one moved, a service closed."""
    today = localdate()
    founded, renamed = today - dt.timedelta(days=640), today - dt.timedelta(days=455)
    moved, closed = today - dt.timedelta(days=290), today - dt.timedelta(days=120)

    young = Unit.objects.get(name=OPEN_DATA)
    branch = [young, *young.children.all()]
    for unit in branch:
        Unit.objects.filter(pk=unit.pk).update(since=founded)
        Appointment.objects.filter(unit=unit, since__lt=founded).update(since=founded)
    Placement.objects.filter(unit=young).update(basis=f"Genel Sekreter onayı · {founded:%d.%m.%Y} · 2025/41")

    security = Unit.objects.get(name=SECURITY)
    _before(
        security,
        renamed,
        f"Genel Sekreter onayı · {renamed:%d.%m.%Y} · 2025/118",
        name="Bilgi Güvenliği Şube Müdürlüğü",
    )

    cameras = Unit.objects.get(name=CAMERAS)
    support = Unit.objects.get(name=SUPPORT)
    _before(cameras, moved, f"Genel Sekreter onayı · {moved:%d.%m.%Y} · 2026/9", parent=support)

    successor = Unit.objects.get(name="EBYS Servisi")
    archive = Unit.objects.create(
        name=ARCHIVE, kind=UnitKind.SERVICE, parent=successor.parent, since=successor.since, until=closed
    )
    basis = f"Genel Sekreter onayı · {closed:%d.%m.%Y} · 2026/77"
    Placement.objects.filter(unit=archive).update(basis=basis)
    on = closed + dt.timedelta(days=1)
    Succession.objects.create(unit=archive, successor=successor, on=on, how=Succeeds.TAKEN_OVER, basis=basis)
    seat = Appointment.objects.filter(unit=successor, position=Position.STAFF).order_by("pk").first()
    if seat is not None and seat.since < closed - dt.timedelta(days=100):
        Appointment.objects.create(
            user=seat.user, unit=archive, position=Position.STAFF, since=seat.since, until=closed
        )
        seat.since = on
        seat.save()
    tree.settle_tree()


def _before(unit: Unit, since: dt.date, basis: str, name: str = "", parent: Unit | None = None) -> None:
    """Say that a unit stood otherwise until a day: under another name, or another unit."""
    held = Placement.objects.get(unit=unit)
    first = held.since
    held.since, held.basis = since, basis
    held.save()
    Placement.objects.create(
        unit=unit,
        parent=parent or held.parent,
        name=name or held.name,
        short_name=held.short_name,
        kind=held.kind,
        since=first,
        until=since - dt.timedelta(days=1),
    )


def _actor(position: str, unit: Unit | None = None) -> Actor | None:
    seats = Appointment.objects.filter(on_day(), position=position, acting_for=None, user__is_active=True)
    seat = (seats.filter(unit=unit) if unit else seats).order_by("pk").first()
    return actor_of(seat.user_id) if seat else None


def _files(department: Unit, rule: ApprovalRule) -> None:
    """Files by real services: one in force for a while, one that waits for its day, one with opinions, one draft."""
    head, decides = _actor(Position.HEAD_OF_DEPARTMENT, department), _actor(Position.SECRETARY_GENERAL)
    if head is None or decides is None:
        return
    today = localdate()
    unit = {one.name: one for one in Unit.objects.filter(kind__in=("branch", "service"))}

    def open_file(title: str, reason: str, on: dt.date | None) -> str:
        record = services.propose(actor=head, unit=department, title=title, reason=reason, effective_on=on, rule=rule)
        return record.case.number

    number = open_file(
        "Saha Destek Servisi kurulması",
        "İlçe hizmet binalarındaki arızalara yerinde müdahale süresi uzadı; ayrı bir servis gerekiyor.",
        today,
    )
    services.add_change(
        number, actor=head, act="open", target=unit[SUPPORT], name="Saha Destek Servisi", kind=UnitKind.SERVICE
    )
    services.submit(number, actor=head)
    services.approve(number, actor=decides, decision_date=today, decision_number="2026/131")

    number = open_file(
        "Açık Veri Servisinin adının değiştirilmesi",
        "Servis artık veri yönetişimini de yürütüyor.",
        today + dt.timedelta(days=24),
    )
    services.add_change(
        number, actor=head, act="rename", unit=unit["Açık Veri Servisi"], name="Veri Yönetişimi ve Açık Veri Servisi"
    )
    services.submit(number, actor=head)
    services.approve(number, actor=decides, decision_date=today, decision_number="2026/134")

    number = open_file(
        "Elektronik Sistemler ile Sistem ve Ağ şubelerinin birleştirilmesi",
        "İki şubenin altyapı işleri aynı sahada yürüyor; bakım sözleşmeleri tek elden yönetilecek.",
        today + dt.timedelta(days=60),
    )
    services.add_change(
        number, actor=head, act="merge", unit=unit[ELECTRONIC], target=unit["Sistem ve Ağ Şube Müdürlüğü"]
    )
    services.add_change(
        number,
        actor=head,
        act="rename",
        unit=unit["Sistem ve Ağ Şube Müdürlüğü"],
        name="Altyapı Sistemleri Şube Müdürlüğü",
    )
    services.ask(number, actor=head, units=[unit[ELECTRONIC], unit["Sistem ve Ağ Şube Müdürlüğü"]])
    director = _actor(Position.DIRECTOR, unit["Sistem ve Ağ Şube Müdürlüğü"])
    if director is not None:
        services.give_opinion(
            number,
            actor=director,
            unit=unit["Sistem ve Ağ Şube Müdürlüğü"],
            favourable=True,
            text="Nöbet çizelgeleri birleştirilmek kaydıyla uygundur.",
        )

    number = open_file(
        "Yazılım Geliştirme Şubesinden EBYS işlerinin ayrılması", "EBYS yükü ayrı bir şube gerektiriyor.", None
    )
    services.add_change(
        number,
        actor=head,
        act="split",
        unit=unit["Yazılım Geliştirme Şube Müdürlüğü"],
        name="EBYS ve Arşiv Şube Müdürlüğü",
        kind=UnitKind.BRANCH,
    )


def _posts(chance: random.Random) -> None:
    """Established posts a little above who sits there, here and there below."""
    held: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, position in Appointment.objects.filter(on_day(), acting_for=None).values_list("unit_id", "position"):
        held[unit_id][position] += 1
    posts = []
    for unit in Unit.objects.filter(until=None).order_by("pk"):
        if unit.kind == UnitKind.BOARD:
            continue
        for position, number in sorted(held[unit.pk].items()):
            if position not in TITLES:
                continue
            title, staff_class = TITLES[position]
            if position == Position.STAFF and number > 3:
                number += chance.choice((-1, 0, 1, 2, 3))
            elif position == Position.EXPERT:
                number += chance.choice((0, 0, 1))
            strict = position in (Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
            posts.append(
                Post(
                    unit=unit,
                    position=position,
                    title=title,
                    staff_class=staff_class,
                    grade={"Daire Başkanı": 1, "Şube Müdürü": 1, "Şef": 4, "Mühendis": 5, "Memur": 8}.get(title),
                    number=max(1, number),
                    excess="refuse" if strict else "warn",
                    decision="Meclis kararı 14.05.2024 / 187",
                    since=max(unit.since or dt.date(2024, 6, 1), dt.date(2024, 6, 1)),
                )
            )
    Post.objects.bulk_create(posts, batch_size=500)
    totals: Counter[str] = Counter()
    for post in posts:
        totals[post.title] += post.number
    source = "Örnek üst sınır; gerçek sayılar Norm Kadro Yönetmeliği I sayılı cetvelden girilir"
    Ceiling.objects.bulk_create(
        Ceiling(group="A1", title=title, number=number + number // 10 + 1, source=source)
        for title, number in totals.items()
    )


def _groups(department: Unit) -> None:
    top = Unit.objects.filter(parent=None).order_by("pk")[0]
    leaders = [
        Position.MAYOR,
        Position.DEPUTY_MAYOR,
        Position.SECRETARY_GENERAL,
        Position.DEPUTY_SECRETARY_GENERAL,
    ]
    wanted: tuple[tuple[str, str, str, list[str], Unit | None], ...] = (
        (
            "ust-yonetim",
            "Üst yönetim",
            "Başkan, başkan yardımcıları, Genel Sekreter ve yardımcıları",
            [*leaders],
            None,
        ),
        ("tum-personel", "Tüm personel", "Bugün bir makamı olan herkes", [], None),
        ("daire-baskanlari", "Daire başkanları", "Bütün daire başkanları", [Position.HEAD_OF_DEPARTMENT], None),
        ("sube-mudurleri", "Şube müdürleri", "Bütün şube müdürleri ve müdürler", [Position.DIRECTOR], None),
        (
            "bilgi-islem",
            "Bilgi İşlem personeli",
            "Bilgi İşlem Dairesi Başkanlığı ve bağlı birimleri",
            [],
            department,
        ),
    )
    for code, name, about, positions, unit in wanted:
        group = Group.objects.create(code=code, name=name, about=about, unit=unit or top)
        GroupRule.objects.create(group=group, positions=[str(one) for one in positions], unit=unit)


def _papers(chance: random.Random) -> None:
    """Divisions of work of the last two years, and the deputies departments answer to."""
    today = localdate()
    for unit in Unit.objects.filter(kind=UnitKind.BRANCH, until=None, parent__name=DEPARTMENT).order_by("pk"):
        begin = max(unit.since or dt.date(2024, 1, 1), today - dt.timedelta(days=700))
        again = begin + dt.timedelta(days=chance.randrange(300, 380))
        for number, (since, until) in enumerate(((begin, again - dt.timedelta(days=1)), (again, None)), 1):
            if since > today or chance.random() < 0.12:
                continue
            UnitDocument.objects.create(
                unit=unit,
                kind="division",
                title=f"{unit.short_name or unit.name} görev dağılımı",
                approval=f"{since:%d.%m.%Y} / {chance.randrange(10, 400)}",
                since=since,
                until=until if until is None or until <= today else None,
                note=f"{number}. görev dağılımı onayı.",
            )
    deputies = list(User.objects.filter(appointments__position=Position.DEPUTY_SECRETARY_GENERAL)[:1])
    deputies += list(User.objects.filter(appointments__position=Position.SECRETARY_GENERAL)[:1])
    if len(deputies) < 2:
        return
    changed = today - dt.timedelta(days=400)
    for unit in Unit.objects.filter(kind=UnitKind.DEPARTMENT, until=None).order_by("pk"):
        Supervision.objects.create(
            unit=unit,
            deputy=deputies[1],
            document="Görev dağılımı olur 03.06.2024 / 212",
            since=dt.date(2024, 6, 3),
            until=changed - dt.timedelta(days=1),
        )
        Supervision.objects.create(
            unit=unit,
            deputy=deputies[0],
            document=f"Görev dağılımı olur {changed:%d.%m.%Y} / 319",
            authority="İç yazışmalar, izinler ve harcama yetkisi dışındaki onaylar",
            since=changed,
        )


def _bodies() -> None:
    known: dict[str, str] = {}
    for place, (name, kind, parent) in enumerate(BODIES):
        number = str(80_000_101 + place * 37)
        known[name] = number
        NationalBody.objects.create(
            number=number, name=name, kind=kind, parent_id=known.get(parent), province="Örnek", district=""
        )
