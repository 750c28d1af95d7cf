"""Two years of a GIS branch: the layers of a city that does not exist, published, renewed, edited, asked for."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position

from . import services, volume
from .models import Layer, Sensitivity, State
from .services import demands, opening, proposing, publishing, quality
from .services.ready import READY

BRANCH = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"
SIZES = {"s": 10, "m": 120, "l": 1_200}
OPEN = {"mahalle", "yol", "adres", "onemli_yer", "park"}
SOURCES = {
    "mahalle": "Meclis kararları ve mahalle sınır protokolleri",
    "yol": "Fen işleri yol envanteri ve arazi ölçüsü",
    "parsel": "Kadastro paylaşım servisi, aylık",
    "yapi": "2024 halihazır harita ve ruhsat dosyaları",
    "adres": "Numarataj saha çalışması",
    "onemli_yer": "Birim bildirimleri ve saha çalışması",
    "park": "Park ve bahçeler envanteri",
    "hidrant": "İtfaiye denetim tutanakları",
}
NAMES = {
    "mahalle": "mahalleler",
    "yol": "yollar",
    "parsel": "parseller",
    "yapi": "binalar",
    "adres": "adresler",
    "onemli_yer": "onemli_yerler",
    "park": "parklar",
    "hidrant": "hidrantlar",
}
DAY = dt.timedelta(days=1)


def _seat(unit: Unit, *positions: Position) -> Actor | None:
    found = Appointment.objects.filter(unit=unit, position__in=positions, until=None, acting_for=None).first()
    return actor_of(found.user_id) if found else None


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    branch = Unit.objects.filter(name=BRANCH).first()
    if branch is None:
        return
    director = _seat(branch, Position.DIRECTOR)
    below = Unit.objects.filter(parent=branch).order_by("pk").first()
    chief = _seat(below, Position.CHIEF) if below else None
    clerk = _seat(below, Position.EXPERT, Position.STAFF) if below else None
    if director is None:
        return
    city = volume.city(SIZES[size], seed)
    rows = 0
    for key, source in SOURCES.items():
        made = getattr(city, key)
        name = NAMES[key]
        layer = opening.open_any(
            actor=director,
            name=name,
            unit_id=branch.pk,
            template=key,
            sensitivity=Sensitivity.PUBLIC if key in OPEN else Sensitivity.INTERNAL,
        )
        services.describe(
            name,
            actor=director,
            abstract=f"Örnek Büyükşehir Belediyesi sınırlarındaki {READY[key].title.lower()}; kurgusal örnek veri.",
            source=source,
            lineage="Üretici program tarafından çizildi, kalite kurallarından geçirildi.",
            licence="CC-BY-4.0" if key in OPEN else "protocol",
            keywords=[READY[key].title, "örnek"],
            produced_on=localdate() - 700 * DAY,
            scale=1_000,
            reviewed=key == "adres",
        )
        volume.fill(layer, made, who=(clerk or director).user_id, seed=seed)
        rows += len(made)
    _edits(clerk or director, chief or director)
    for name in ("mahalleler", "yollar", "binalar", "adresler", "onemli_yerler", "parklar"):
        asked = publishing.ask(
            name,
            actor=chief or director,
            what="publish",
            words="Üst veri ve kalite denetimi tamam; birimlerin ve yurttaşın kullanımına açılsın.",
        )
        if director.user_id != (chief or director).user_id:
            publishing.approve(asked.case.number, actor=director, answer="Uygundur.")
        else:
            Layer.objects.filter(name=name).update(state=State.PUBLISHED, published_on=localdate())
    # renewed last winter although it should be monthly: what the audit finds
    stale = Layer.objects.get(name="adresler")
    Layer.objects.filter(pk=stale.pk).update(data_changed_at=stale.created_at - 75 * DAY)
    quality.check("binalar", actor=director)
    _work(director, clerk or director, branch)
    report(f"Coğrafi veri: {len(SOURCES)} katman, {rows} kayıt")


def _edits(clerk: Actor, chief: Actor) -> None:
    """What was changed on the map over the two years, with what it was before."""
    for name, column, value, every, who, ago in (
        ("binalar", "durum", "yikik", 61, clerk, 300),
        ("binalar", "kullanim", "karma", 37, chief, 120),
        ("binalar", "kat", 6, 53, clerk, 20),
        ("yollar", "kaplama", "asfalt", 7, clerk, 200),
        ("hidrantlar", "durum", "arizali", 11, chief, 25),
        ("parklar", "oyun", True, 5, clerk, 90),
    ):
        volume.edited(Layer.objects.get(name=name), column, value, every, who=who.user_id, ago=ago)


def _work(director: Actor, clerk: Actor, branch: Unit) -> None:
    """Proposals that wait, and what units and institutions ask for."""
    proposing.propose(
        "adresler",
        actor=clerk,
        operation="change",
        row_id=1,
        given={"kapi_no": "12/A"},
        why="Kapı numarası yerinde görüldü, tabela 12/A.",
    )
    proposing.propose("adresler", actor=clerk, operation="remove", row_id=2, why="Bina yıkıldı, kapı kalmadı.")
    asked: tuple[tuple[str, str, str, list[str], dict[str, Any]], ...] = (
        (
            "data",
            "İçme suyu projesi için bina ve yol verisi",
            "Yeni isale hattı projesinde altlık olarak kullanılacak bina ve yol katmanları.",
            ["binalar", "yollar"],
            {"body": "Örnek Su ve Kanalizasyon İdaresi", "letter": "E-12345", "contact": "Proje şubesi"},
        ),
        ("training", "Saha ekibine haritada düzenleme eğitimi", "Dört kişi, yarım gün, tablet üzerinde.", [], {}),
        (
            "purchase",
            "Bina ön cephe görüntüsü alımı",
            "Satın alma öncesi görüş: kurumda aynı veri var mı?",
            ["binalar"],
            {},
        ),
        (
            "feature",
            "Katmanlarda toplu alan güncelleme",
            "Seçilen kayıtların bir alanı tek seferde değişsin.",
            [],
            {},
        ),
    )
    for kind, subject, text, layers, more in asked:
        made = demands.ask(
            actor=clerk, kind=kind, unit_id=branch.pk, subject=subject, text=text, layers=layers, **more
        )
        if kind == "data":
            demands.deliver(
                made.case.number,
                actor=director,
                answer="Bina ve yol katmanları GeoPackage olarak, EPSG:5254 ile teslim edildi.",
            )
        elif kind == "training":
            demands.begin(made.case.number, actor=director)
