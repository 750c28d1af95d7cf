"""What a person fills in about a duty: a proof, a withdrawal, who follows it, where it belongs, what proves it."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.evidence import capabilities, capability
from konak.foundation.people.models import Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.parts import Chip
from konak.foundation.ui.picking import PersonField, UnitField

from ..models import Cadence, Duty, Proof
from ..queries import LACKING, NONE, Choices, DutyFilter


def this_period(cadence: str, day: dt.date) -> dt.date:
    """First day of the calendar period of `cadence` that `day` lies in; the day itself where there is no period."""
    match cadence:
        case Cadence.WEEKLY:
            return day - dt.timedelta(days=day.weekday())
        case Cadence.MONTHLY:
            return day.replace(day=1)
        case Cadence.QUARTERLY:
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case Cadence.HALF_YEARLY:
            return day.replace(month=1 if day.month <= 6 else 7, day=1)
        case Cadence.YEARLY | Cadence.PERIODIC | Cadence.CONTINUOUS | Cadence.NONE:
            return day.replace(month=1, day=1)
        case _:
            return day


def proposed_period(
    cadence: str, last: dt.date | None, opened_on: dt.date, today: dt.date
) -> tuple[dt.date, dt.date]:
    """The period a new proof most likely covers: the last complete one while it is open, else the running one.

    `last` is the end of the latest proof. Never before the duty began, never after today.
    """
    running = this_period(cadence, today)
    before_end = running - dt.timedelta(days=1)
    repeats = cadence in {Cadence.WEEKLY, Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY}
    if repeats and before_end >= opened_on and (last is None or last < before_end):
        return max(this_period(cadence, before_end), opened_on), before_end
    begin = max(running, opened_on)
    if last is not None and begin <= last < today:
        begin = last + dt.timedelta(days=1)
    return min(begin, today), today


STATES = [
    ("", "Açık görevlerin hepsi"),
    (LACKING, "Kanıtı eksik"),
    (Proof.FRESH.value, "Kanıtlı"),
    (Proof.STALE.value, "Kanıtı eskimiş"),
    (Proof.MISSING.value, "Kanıt yok"),
    (Proof.CLOSED.value, "Kapanmış"),
]


class EvidenceForm(forms.Form):
    title = forms.CharField(
        label="Ne yapıldı?", max_length=200, help_text="Bir cümle yeter: «Ekim ayı yedek geri dönüş denemesi»."
    )
    period_from = DateField(label="Dönem başı")
    period_to = DateField(label="Dönem sonu", help_text="Kanıtın kapsadığı günler; ikisi de dâhil.")
    file = FileField(
        label="Dosya",
        required=False,
        help_text="Tutanak, rapor, ekran görüntüsü… Sürükleyip bırakabilirsiniz. Dosyanın özeti alınır, sonradan "
        "değiştirilemez.",
    )
    note = LongText(
        label="Açıklama", required=False, max_length=4000, help_text="Dosyayı açmadan anlaşılması gerekenler."
    )

    def __init__(self, *args: Any, duty: Duty, last: dt.date | None = None, **kwargs: Any) -> None:
        begin, end = proposed_period(duty.cadence, last, duty.opened_on, duty.closed_on or localdate())
        kwargs["initial"] = {"period_from": begin, "period_to": end} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        begin, end = values.get("period_from"), values.get("period_to")
        if begin and end and end < begin:
            self.add_error("period_to", "Dönem sonu, dönem başından önce olamaz.")
        return values


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="Neden geri alınıyor?",
        max_length=300,
        help_text="Kanıt silinmez; üstü çizili olarak bu nedenle birlikte görünmeye devam eder.",
    )


class AssignForm(forms.Form):
    assignee = PersonField(
        label="Takip edecek kişi",
        required=False,
        empty="Kimse (görev birimde kalsın)",
        help_text="Görevin biriminde veya bağlı birimlerinde görevli kişiler.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignee"]
        assert isinstance(field, PersonField)
        field.narrow(rows=people)


class DutyForm(forms.Form):
    unit = UnitField(label="Sorumlu birim")
    role = forms.ChoiceField(
        label="Görev unvanı",
        required=False,
        choices=[("", "Birimin kendisi"), *Position.choices],
        help_text="Unvan seçilirse görev, birimde ve bağlı birimlerde o unvandaki herkesindir.",
    )
    cadence = forms.ChoiceField(label="Sıklık", choices=Cadence.choices)

    def __init__(self, *args: Any, duty: Duty, units: QuerySet[Unit], **kwargs: Any) -> None:
        kwargs["initial"] = {"unit": duty.unit_id, "role": duty.role, "cadence": duty.cadence}
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.narrow(rows=units)
        if duty.cadence_stated:
            self.fields["cadence"].disabled = True
            self.fields["cadence"].help_text = "Metinde yazılı; değiştirilemez."
        else:
            self.fields["cadence"].help_text = "Biriminizin kendi çalışma sıklığı; yasal süre değildir."


class BindForm(forms.Form):
    """Confirm or reject one capability; the pair of buttons beside a proposal sends the same two values."""

    capability_code = forms.ChoiceField(label="Yetenek", help_text="Bu görevin yerine getirildiğini ne gösterir?")
    accept = forms.TypedChoiceField(
        label="Karar",
        choices=[("1", "Bu görevi kanıtlar"), ("0", "Uygun değil")],
        coerce=lambda value: value == "1",
        initial="1",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capability_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(entry.code, entry.label) for entry in capabilities()]


class FilterForm(forms.Form):
    """Draws the filters of the register; `DutyFilter` is what checks them."""

    q = forms.CharField(
        label="Bu listede ara",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Bent metni, madde, birim…", "data-hotkey": "/"}
        ),
    )
    state = forms.ChoiceField(label="Durum", required=False, choices=STATES)
    unit = UnitField(label="Birim (bağlılarıyla)", required=False, empty="Hepsi")
    regulation = forms.ChoiceField(label="Mevzuat", required=False)
    article = forms.ChoiceField(label="Madde", required=False)
    role = forms.ChoiceField(label="Unvan", required=False)
    cadence = forms.ChoiceField(label="Sıklık", required=False, choices=[("", "Hepsi"), *Cadence.choices])
    capability = forms.ChoiceField(label="Yetenek", required=False)

    def __init__(self, filters: DutyFilter, choices: Choices, day: dt.date | None = None) -> None:
        super().__init__(initial=filters.model_dump(exclude_none=True))
        self.filters, self.day = filters, day
        offered: dict[str, list[tuple[Any, str]]] = {
            "regulation": [(number, f"{number} · {title}") for number, title in choices.regulations],
            "article": list(choices.articles),
            "role": [(NONE, "Birimin kendisi"), *choices.roles],
            "capability": [
                (NONE, "Yeteneği olmayan"),
                *((code, capability_label(code)) for code in choices.capabilities),
            ],
        }
        for name, values in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Hepsi"), *values]
        place = self.fields["unit"]
        assert isinstance(place, UnitField)
        place.narrow(closed=True)
        place.offer(choices.units)
        if not choices.articles:
            self.fields["article"].choices = [("", "Önce mevzuatı seçin")]  # type: ignore[attr-defined]

    def first(self) -> list[forms.BoundField]:
        """What is always in sight."""
        return [self[name] for name in ("q", "state", "unit")]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in ("regulation", "article", "role", "cadence", "capability")]

    def opened(self) -> bool:
        """Whether one of the further filters is in force."""
        return any(field.initial for field in self.more())

    def address(self, **changes: Any) -> str:
        """The query string of the filters in force with `changes`; None takes one out."""
        values = self.filters.model_dump(exclude_none=True) | changes
        given = {name: value for name, value in values.items() if value is not None}
        if self.day:
            given["tarih"] = self.day.isoformat()
        return "?" + urlencode(given) if given else ""

    def chips(self) -> list[Chip]:
        """The filters in force as a person reads them, each with the address without it."""
        found = []
        for name, value in self.filters.model_dump(exclude_none=True).items():
            # What hangs on another filter goes with it.
            without = {name: None} | ({"article": None} if name == "regulation" else {})
            away = self.address(**without) or "?"
            if name == "assignee":
                found.append(Chip("Takip eden", "Seçilen kişi", away))
                continue
            field = self.fields[name]
            words = str(value)
            if isinstance(field, UnitField):
                words = field.named(value)
            elif isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                words = next((str(label) for key, label in offered if str(key) == words), words)
            found.append(Chip(str(field.label), words, away))
        return found


def capability_label(code: str) -> str:
    """The words for a capability; its code when the app that declared it is gone."""
    known = capability(code)
    return known.label if known else code
