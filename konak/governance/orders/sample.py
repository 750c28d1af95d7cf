"""Two years of orders of the sample municipality, and what is in work today around the department of IT."""

import random
from collections.abc import Callable

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position, UnitKind

from . import services
from .models import Order
from .volume import fill

PAST = {"s": 240, "m": 3_000, "l": 200_000}
"""Orders of the last two years; size l is what the measurements are made with."""
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"


def loaded() -> bool:
    return Order.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """The past by COPY, the present by the services."""
    fill(count=PAST[size], seed=seed, report=report)
    _present(random.Random(seed))  # noqa: S311 - repeatable sample data, nothing secret
    report(f"{Order.objects.count()} görev emri")


def _actor(unit: Unit, position: str) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=position, acting_for=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has no {position}")
    return actor_of(seat.user_id, via="cli")


def _present(chance: random.Random) -> None:
    """Every situation somebody may want to look at: to do, passed on, reported, more time asked, oral, to many."""
    today = localdate()
    department, gis = Unit.objects.get(name=DEPARTMENT), Unit.objects.get(name=GIS)
    head, director = _actor(department, Position.HEAD_OF_DEPARTMENT), _actor(gis, Position.DIRECTOR)
    service = Unit.objects.filter(parent=gis).order_by("pk")[0]
    chief = _actor(service, Position.CHIEF)
    staff = [
        actor_of(user, via="cli")
        for user in Appointment.objects.filter(unit=service, position__in=[Position.STAFF, Position.EXPERT])
        .order_by("pk")
        .values_list("user_id", flat=True)[:2]
    ]

    branches = Unit.objects.filter(parent=department, kind=UnitKind.BRANCH).order_by("pk")
    services.give_many(
        actor=head,
        unit_ids=list(branches.values_list("pk", flat=True)),
        subject="2027 yılı bütçe ihtiyaçlarının bildirilmesi",
        text="Şube müdürlüğünüzün 2027 yılı mal ve hizmet alımı ihtiyaçlarını, gerekçeleri ve yaklaşık "
        "maliyetleriyle birlikte bütçe hazırlık tablosuna işleyerek bildiriniz.",
        working_days=12,
        basis="Bütçe çağrısı",
    )
    inventory = services.give(
        actor=head,
        unit_id=gis.pk,
        assignee_id=director.user_id,
        subject="Coğrafi veri envanterinin çıkarılması",
        text="Dairemizde tutulan bütün coğrafi veri katmanlarını; kaynağı, güncelliği, sorumlusu ve paylaşım "
        "durumuyla birlikte listeleyiniz. Liste, daire değerlendirme toplantısında sunulacaktır.",
        working_days=15,
        basis="Daire değerlendirme toplantısı",
    ).case.number
    part = services.pass_on(
        inventory,
        actor=director,
        unit_id=service.pk,
        assignee_id=chief.user_id,
        subject="Mekânsal veri katmanlarının listelenmesi",
        text="Servisinizin tuttuğu katmanları listeleyin; güncelliği bir yılı geçenleri işaretleyin.",
        working_days=10,
    ).case.number
    for one, subject in zip(staff, ("İmar planı katmanları", "Adres ve numarataj katmanları"), strict=False):
        services.pass_on(
            part,
            actor=chief,
            unit_id=service.pk,
            assignee_id=one.user_id,
            subject=f"{subject} listesi",
            text="Katmanları kaynağı ve güncelleme tarihiyle listeleyin.",
            working_days=chance.choice((6, 7, 8)),
        )
    first = Order.objects.filter(parent__case__number=part, case__assignee_id=staff[0].user_id).get().case.number
    for later in Order.objects.filter(parent__case__number=part).exclude(case__number=first):
        services.wait_for(later.case.number, actor=chief, before=first)
    services.start(first, actor=staff[0])
    services.report(first, actor=staff[0], note="On sekiz katman listelendi; üçünün güncelliği bir yılı geçmiş.")

    waiting = services.give(
        actor=director,
        unit_id=service.pk,
        assignee_id=chief.user_id,
        subject="Yedekleme denemesi sonucunun yazılması",
        text="Mekânsal veri tabanının son geri dönüş denemesini tutanağa bağlayın.",
        working_days=5,
    ).case.number
    services.start(waiting, actor=chief)
    services.ask_extension(
        waiting,
        actor=chief,
        until=add_working_days(today, 9),
        why="Deneme sunucusu bakımda; çarşamba günü açılacak.",
    )
    services.record_oral(
        actor=director,
        giver_id=head.user_id or 0,
        given_on=add_working_days(today, -2),
        subject="Meclis sunumu için kent haritası",
        text="Bu ayki meclis toplantısı için ilçe ilçe yatırımları gösteren harita hazırlanması istendi.",
        working_days=6,
        basis="Başkanlık makamındaki görüşme",
    )
    services.give(
        actor=chief,
        unit_id=service.pk,
        assignee_id=staff[-1].user_id,
        subject="Eski paftaların taranması",
        text="Arşiv odasındaki 1980 öncesi paftaları tarayıp klasörüne koyun; okunmayanları ayrı listeleyin.",
        working_days=20,
    )
