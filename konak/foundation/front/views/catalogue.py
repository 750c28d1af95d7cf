"""The living catalogue: every component with sample data, for those who build and review screens."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from konak.foundation.ui import forms as ui
from konak.foundation.ui.maps import MapLayer, PlaceField
from konak.foundation.ui.parts import Action, Cell, Chip, HeatRow, Moment, Node, Tab
from konak.foundation.ui.picking import PersonField
from konak.foundation.web.http import Request


class State(TextChoices):
    OPEN = "open", "Açıldı"
    WORK = "work", "İşlemde"
    APPROVAL = "approval", "Onayda"
    CLOSED = "closed", "Kapandı"


@dataclass(frozen=True)
class SampleLife:
    states: type[State] = State
    ends: frozenset[str] = frozenset({"closed"})


@dataclass(frozen=True)
class SampleCase:
    state: str = "work"
    number: str = "ÖR-2026-00042"


@dataclass(frozen=True)
class SampleRecord:
    lifecycle: SampleLife = SampleLife()
    case: SampleCase = SampleCase()


@dataclass(frozen=True)
class SamplePerson:
    pk: int
    full_name: str


GRAPH = {
    "dataset": {
        "source": [["Hafta", "Kanıtlı", "Kanıt yok"], ["1", 12, 8], ["2", 15, 5], ["3", 14, 6], ["4", 19, 1]]
    },
    "xAxis": {},
    "yAxis": {},
    "series": [
        {"type": "bar", "stack": "g", "name": "Kanıtlı", "kind": "done"},
        {"type": "bar", "stack": "g", "name": "Kanıt yok", "kind": "late"},
    ],
}


class SampleForm(forms.Form):
    """One field of each look; used with and without errors."""

    subject = forms.CharField(label="Konu", max_length=80, help_text="Bir bakışta ne olduğu anlaşılsın.")
    day = ui.DateField(label="Son gün", required=False)
    person = PersonField(label="Kime", required=False, empty="Kimseye değil")
    unit = forms.ChoiceField(
        label="Birim",
        choices=[("", "Seçin")] + [(str(i), f"Örnek Şube Müdürlüğü {i}") for i in range(1, 15)],
    )
    kind = forms.ChoiceField(
        label="Tür", choices=[("a", "Görev"), ("b", "Görev emri")], widget=forms.RadioSelect, initial="a"
    )
    channels = forms.MultipleChoiceField(
        label="Bildirim yolu",
        choices=[("e", "E-posta"), ("s", "SMS")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = ui.LongText(label="Açıklama", required=False, help_text="Kişisel bilgi yazmayın.")
    file = ui.FileField(label="Dosya", required=False, help_text="En çok 50 MB. PDF, Word, Excel, resim.")
    place = PlaceField(label="Yeri", kinds=("Polygon",), required=False, help_text="Çizin ya da köşeleri yazın.")
    sure = forms.BooleanField(label="Bilgilerin doğru olduğunu onaylıyorum", required=True)


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


def _point(name: str, state: str, lon: float, lat: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"name": name, "state": state, "capacity": 40},
    }


_SQUARE = [[30.512, 40.512], [30.524, 40.512], [30.524, 40.52], [30.512, 40.52], [30.512, 40.512]]
PLACES = [
    MapLayer(
        "quarter", "Mahalle", kind="line-strong",
        data={
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Polygon", "coordinates": [_SQUARE]},
                    "properties": {"name": "Örnek Mahallesi"},
                }
            ],
        },
    ),
    MapLayer(
        "park", "Otopark", by="state", told=[("capacity", "Araç")],
        kinds=[("open", "Açık", "done"), ("full", "Dolu", "late")],
        data={
            "type": "FeatureCollection",
            "features": [
                _point("Meydan otoparkı", "open", 30.515, 40.515), _point("Çarşı otoparkı", "full", 30.521, 40.518),
            ],
        },
    ),
]  # fmt: skip


def _sample() -> dict[str, Any]:
    today, moment = localdate(), now()
    columns = ["Kanıtlı", "Süresi yakın", "Gecikmiş", "Kanıtsız"]
    counts = {"Madde 5": (12, 3, 1, 0), "Madde 6": (4, 0, 0, 9), "Madde 7": (22, 5, 2, 4), "Madde 8": (0, 1, 7, 3)}
    branches = [
        Node("Coğrafi Bilgi Sistemleri Şube Müdürlüğü", "#", "8 kişi"),
        Node("Ağ ve Sistem Şube Müdürlüğü", "#", "11 kişi"),
    ]
    return {
        "record": SampleRecord(),
        "steps": [
            Action("approve", "Onaya gönder", "#onayla"),
            Action("return", "Geri çevir", "#geri"),
            Action("cancel", "İptal et", "#iptal", danger="Dosya kapanır."),
        ],
        "tabs": [
            Tab("Bana atanan", "#a", True, 7),
            Tab("Birimim", "#b", count=31),
            Tab("Geciken", "#c", count=2),
            Tab("Yaklaşan", "#d"),
        ],
        "chips": [Chip("Birim", "Coğrafi Bilgi Sistemleri", "#"), Chip("Durum", "Gecikmiş", "#")],
        "dues": [
            (today + days(12), moment - days(8), None),
            (today + days(2), moment - days(18), None),
            (today - days(3), moment - days(30), None),
            (today, moment - days(9), moment - days(1)),
        ],
        "graph": GRAPH,
        "places": PLACES,
        "trend": [12, 14, 9, 17, 21, 19, 24, 23, 28],
        "columns": columns,
        "heat": [HeatRow(label, [Cell(n, "#", f"{label}: {n}") for n in row], "#") for label, row in counts.items()],
        "tree": [
            Node(
                "Örnek Büyükşehir Belediyesi",
                "#",
                icon="building-bank",
                open=True,
                children=[
                    Node("Bilgi İşlem Dairesi Başkanlığı", "#", "42 kişi", open=True, children=branches),
                    Node("Zabıta Dairesi Başkanlığı", "#", "120 kişi"),
                ],
            )
        ],
        "moments": [
            Moment(moment - days(4), "dosyayı açtı", "Ayşe Yılmaz", icon="plus", kind="open", note="Uzman"),
            Moment(moment - days(1), "yazdı", "Şule Işık", "Katman güncellendi; onay bekliyor.", icon="message"),
            Moment(moment - dt.timedelta(hours=2), "onaya gönderdi", "Şule Işık", icon="send", kind="wait"),
        ],
        "person": SamplePerson(1, "İbrahim Çağlı"),
        "today": today,
        "moment": moment - dt.timedelta(hours=5),
        "amount": Decimal("1234567.891"),
        "size": 13_107_200,
    }


def catalogue(request: Request) -> HttpResponse:
    """Every component once. The second form stands bound and faulty, to show errors."""
    wrong = SampleForm({"subject": "", "kind": "a", "text": "Yazdıklarım duruyor."}, prefix="hatali")
    shown = _sample() | {"form": SampleForm(), "wrong": wrong}
    return render(request, "front/catalogue.html", shown)
