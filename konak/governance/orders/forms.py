"""What a person fills in about an order: giving, passing on, writing down, reporting, deciding, asking for time."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import DateField, FileField, LongText, ManyFiles
from konak.foundation.ui.parts import Chip
from konak.foundation.ui.picking import PersonField, UnitField

from . import queries
from .lifecycle import State
from .models import Form, Order

WHOM = "Seçtiğiniz birimde ve bağlı birimlerinde size bağlı kişiler. Kendi biriminizde bir kişi seçin."
TO_UNIT = "Birimin kendisine (amiri dağıtır)"


def _whole(text: Any) -> int | None:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 19 else None


class DueForm(forms.Form):
    """The last day, as a date or in working days; the service wants exactly one."""

    MORE: ClassVar[frozenset[str]] = frozenset({"form", "given_on", "basis", "regulation_number", "duty_path"})
    """Fields that wait behind a line: most orders need none of them."""

    due_on = DateField(label="Son gün", required=False)
    working_days = forms.IntegerField(
        label="ya da kaç iş günü",
        required=False,
        min_value=1,
        max_value=1000,
        help_text="Tarih yerine iş günü verirseniz tatiller sayılmaz. İkisinden yalnız birini doldurun.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("due_on", "working_days"):
            self.fields[name].answered = True  # type: ignore[attr-defined] # one of the two is wanted

    def plain(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.MORE]

    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.MORE]

    def more_has_errors(self) -> bool:
        return any(field.errors for field in self.more()) if self.is_bound else False


class GiveForm(DueForm):
    subject = forms.CharField(label="Konu", max_length=250, help_text="Bir satırda: ne yapılacak?")
    unit = UnitField(label="Hangi birime", key=True)
    assignee = PersonField(label="Kime", required=False, key=True, empty=TO_UNIT, help_text=WHOM)
    text = LongText(
        label="Emir",
        rows=5,
        max_length=10_000,
        help_text="Ne yapılacak, ne zaman bitmiş sayılacak, kime bildirilecek?",
    )
    form = forms.ChoiceField(
        label="Nasıl verildi", choices=Form.choices, initial=Form.WRITTEN, widget=forms.RadioSelect
    )
    given_on = DateField(
        label="Emir tarihi", required=False, help_text="Sözlü verdiğiniz bir emri yazıya döküyorsanız verdiğiniz gün."
    )
    basis = forms.CharField(
        label="Dayanak",
        max_length=200,
        required=False,
        help_text="Karar, yazı ya da toplantı; varsa tarih ve sayısıyla.",
    )
    regulation_number = forms.CharField(
        label="Mevzuat sayısı",
        max_length=24,
        required=False,
        help_text="Bir bende dayanıyorsa, örneğin MV-2026-00002.",
    )
    duty_path = forms.CharField(label="Madde, bent", max_length=24, required=False, help_text="Örneğin 10.h.")
    papers = ManyFiles(label="Ekler", required=False)

    field_order = ("subject", "unit", "assignee", "text", "due_on", "working_days")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_whom(self, actor, live=True)

    def clean(self) -> dict[str, Any]:
        return _to_whom(self, dict(super().clean() or {}))


def _offer_whom(form: forms.Form, actor: Actor, *, live: bool = False) -> None:
    """Units and people the actor commands; on a `live` page the unit narrows who is offered."""
    unit = form.fields["unit"]
    assert isinstance(unit, UnitField)
    unit.narrow(rows=queries.units_under(actor))
    if not live:
        offer_people(form, actor, None)
        return
    asks = {"hx-get": reverse("orders:people"), "hx-target": "#kime", "hx-trigger": "change"}
    unit.widget.attrs |= {**asks, "hx-include": "closest .k-pick"}
    offer_people(form, actor, _whole(unit.prepare_value(form["unit"].value()).key))


def offer_people(form: forms.Form, actor: Actor, unit_id: int | None) -> None:
    field = form.fields["assignee"]
    assert isinstance(field, PersonField)
    field.narrow(within=unit_id, rows=queries.people_under(actor, unit_id))
    form.asker = actor  # type: ignore[attr-defined]


def _to_whom(form: forms.Form, given: dict[str, Any]) -> dict[str, Any]:
    """The unit and person keys the services take; a person brings his unit."""
    given["files"] = given.pop("papers", [])
    unit, user = given.pop("unit", None), given.pop("assignee", None)
    given["unit_id"] = queries.unit_for(form.asker, user, unit) if user and unit else unit  # type: ignore[attr-defined]
    given["assignee_id"] = user
    return given


class PersonOnly(forms.Form):
    """The one field that changes with the unit."""

    assignee = PersonField(label="Kime", required=False, key=True, empty=TO_UNIT, help_text=WHOM)

    def __init__(self, actor: Actor, unit_id: int | None) -> None:
        super().__init__()
        offer_people(self, actor, unit_id)


class GiveManyForm(DueForm):
    subject = forms.CharField(label="Konu", max_length=250, help_text="Bir satırda: ne yapılacak?")
    units = forms.TypedMultipleChoiceField(
        label="Birimler", coerce=int, help_text="Her birime ayrı bir emir açılır; biri verilemezse hiçbiri verilmez."
    )
    text = LongText(label="Emir", rows=5, max_length=10_000)
    basis = forms.CharField(label="Dayanak", max_length=200, required=False)
    regulation_number = forms.CharField(label="Mevzuat sayısı", max_length=24, required=False)
    duty_path = forms.CharField(label="Madde, bent", max_length=24, required=False)
    papers = ManyFiles(label="Ekler", required=False)

    field_order = ("subject", "units", "text", "due_on", "working_days")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)
        own = {seat.unit_id for seat in actor.seats}
        field.choices = [(one.pk, one.name) for one in queries.units_under(actor) if one.pk not in own]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        given["unit_ids"], given["files"] = given.pop("units", []), given.pop("papers", [])
        return given


class OralForm(DueForm):
    giver_id = forms.TypedChoiceField(label="Emri veren", coerce=int)
    given_on = DateField(label="Emri verdiği gün")
    subject = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Size söylenen", rows=5, max_length=10_000)
    basis = forms.CharField(
        label="Dayanak", max_length=200, required=False, help_text="Örneğin hangi toplantıda söylendiği."
    )

    field_order = ("giver_id", "given_on", "subject", "text", "due_on", "working_days")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["giver_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one.user.pk, f"{one.user.full_name} · {Position(one.position).label}, {one.unit.name}")
            for one in queries.superiors_of(actor)
        ]
        self.fields["given_on"].initial = localdate


class PassOnForm(DueForm):
    """A part of an order; left empty, subject, text and last day are those of the order."""

    unit = UnitField(label="Hangi birime", key=True)
    assignee = PersonField(label="Kime", required=False, key=True, empty=TO_UNIT, help_text=WHOM)
    subject = forms.CharField(label="Konu", max_length=250, required=False)
    text = LongText(label="Emir", rows=4, max_length=10_000, required=False)
    papers = ManyFiles(label="Ekler", required=False)

    field_order = ("unit", "assignee", "subject", "text", "due_on", "working_days")

    def __init__(self, *args: Any, actor: Actor, order: Order | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if order is not None:
            self.fields["unit"].initial = order.case.unit_id
            self.fields["subject"].initial, self.fields["text"].initial = order.case.subject, order.text
            self.fields["due_on"].help_text = f"Boş kalırsa üst emrin son günü: {order.case.due_on:%d.%m.%Y}."
        _offer_whom(self, actor)

    def clean(self) -> dict[str, Any]:
        return _to_whom(self, dict(super().clean() or {}))


class NothingForm(forms.Form):
    """A step that needs only the press."""


class ReportForm(forms.Form):
    note = LongText(label="Ne yapıldı?", rows=4, max_length=10_000, required=False)
    file = FileField(
        label="Kanıt dosyası",
        required=False,
        help_text="Tutanak, rapor, ekran görüntüsü. Açıklama ya da dosyadan en az biri gerekir; özeti alınır.",
    )


class AcceptForm(forms.Form):
    words = LongText(label="Değerlendirmeniz", rows=2, max_length=4_000, required=False)


class WhyForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3, max_length=4_000)


class AskForm(forms.Form):
    until = DateField(label="İstenen son gün")
    why = LongText(label="Neden", rows=3, max_length=2_000)


class AnswerForm(forms.Form):
    grant = forms.TypedChoiceField(
        label="Cevap",
        choices=[("1", "Ek süre verilsin"), ("0", "Ek süre verilmesin")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
    )
    until = DateField(label="Verilen son gün", required=False, help_text="Boş kalırsa istenen gün.")
    words = LongText(label="Gerekçe", rows=2, max_length=2_000, required=False, help_text="Vermezken zorunlu.")


class WaitForm(forms.Form):
    before = forms.CharField(
        label="Öncül emrin sayısı", max_length=24, help_text="Önce bitmesi gereken emir: GE-2026-00012."
    )


class MoveForm(forms.Form):
    due_on = DateField(label="Yeni son gün")


class FilterForm(forms.Form):
    """The filters of the boards; what is in force stands above the list as chips."""

    q = forms.CharField(
        label="Ara", required=False, widget=forms.TextInput(attrs={"type": "search", "data-hotkey": "/"})
    )
    state = forms.ChoiceField(label="Durum", required=False, choices=[("", "Hepsi"), *State.choices])
    unit = UnitField(label="Birim (bağlılarıyla)", required=False, empty="Hepsi")
    form = forms.ChoiceField(label="Veriliş", required=False, choices=[("", "Hepsi"), *Form.choices])
    since = DateField(label="Emir tarihi, en erken", required=False)
    until = DateField(label="Emir tarihi, en geç", required=False)

    def __init__(self, filters: queries.OrderFilter, units: QuerySet[Unit], board: str) -> None:
        super().__init__(initial=filters.model_dump(exclude_none=True))
        self.filters, self.board = filters, board
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.narrow(rows=units)

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("q", "state", "unit")]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in ("form", "since", "until")]

    def opened(self) -> bool:
        return any(field.initial for field in self.more())

    def address(self, **changes: Any) -> str:
        """The query string of this board and its filters with `changes`; None takes one out."""
        values = {"pano": self.board} | self.filters.model_dump(exclude_none=True) | changes
        return "?" + urlencode({name: value for name, value in values.items() if value is not None})

    def chips(self) -> list[Chip]:
        known = {"person": "Yapan", "giver": "Emri veren", "batch": "Toplu emir"}
        found = []
        for name, value in self.filters.model_dump(exclude_none=True).items():
            if name in known:
                found.append(Chip(known[name], "Seçilen", self.address(**{name: None})))
                continue
            field = self.fields[name]
            words = f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)
            if isinstance(field, UnitField):
                words = field.named(value)
            elif isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                words = next((str(label) for key, label in offered if str(key) == words), words)
            found.append(Chip(str(field.label), words, self.address(**{name: None})))
        return found
