"""What a person fills in about visits, recurring requests and outages."""

from typing import Any

from django import forms
from django.utils.timezone import localtime, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.people.models import User
from konak.foundation.ui.forms import DateField, DateTimeField, LongText
from konak.governance.systems import public as systems
from konak.service.desk import public as desk

from . import queries
from .models import Audience, Effect, Every, Nature, Outcome, Visit, VisitKind

LENGTHS = [
    (15, "15 dakika"),
    (30, "30 dakika"),
    (45, "45 dakika"),
    (60, "1 saat"),
    (90, "1,5 saat"),
    (120, "2 saat"),
    (180, "3 saat"),
    (240, "4 saat"),
    (480, "Bütün gün (8 saat)"),
]


class NothingForm(forms.Form):
    """A step that needs only the press."""


class WhyForm(forms.Form):
    why = LongText(label="Neden", rows=2, max_length=250)


class SlotForm(forms.Form):
    """Who, and when; offers the people of a team."""

    technician_id = forms.TypedChoiceField(label="Gidecek kişi", coerce=int)
    starts_at = DateTimeField(label="Başlangıç")
    minutes = forms.TypedChoiceField(label="Süre", coerce=int, choices=LENGTHS, initial=60)
    off_hours_why = forms.CharField(
        label="Mesai dışıysa gerekçesi",
        max_length=250,
        required=False,
        help_text="Yalnız tatilde ya da hizmetin saatleri dışındaysa gerekir.",
    )

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["technician_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, one.full_name) for one in queries.team(unit_id)]


class VisitForm(SlotForm):
    kind = forms.ChoiceField(
        label="Tür", choices=VisitKind.choices, initial=VisitKind.ONSITE, widget=forms.RadioSelect
    )
    place = forms.CharField(
        label="Yer", max_length=160, required=False, help_text="Bina, kat, oda. Boş kalırsa talepteki yer."
    )
    contact = forms.CharField(
        label="Orada aranacak", max_length=160, required=False, help_text="Boş kalırsa talebin sahibi."
    )
    note = LongText(
        label="Hazırlık notu",
        rows=2,
        max_length=2_000,
        required=False,
        help_text="Ne götürülecek, nereden girilecek?",
    )
    field_order: Any = ("kind", "technician_id", "starts_at", "minutes", "place", "contact", "note", "off_hours_why")


class PlanForm(VisitForm):
    """Planned from the calendar: the ticket is named first."""

    ticket = forms.CharField(label="Destek talebinin sayısı", max_length=24)
    field_order = ("ticket", *VisitForm.field_order)


class ProposeForm(forms.Form):
    starts_at = DateTimeField(label="Size uyan başlangıç")
    why = LongText(label="Nedeni", rows=2, max_length=250)


class AgreeForm(forms.Form):
    off_hours_why = forms.CharField(label="Mesai dışıysa gerekçesi", max_length=250, required=False)


class FinishForm(forms.Form):
    outcome = forms.ChoiceField(label="Sonuç", choices=Outcome.choices, widget=forms.RadioSelect)
    report = LongText(label="Ne yapıldı?", rows=4, max_length=4_000)
    minutes = forms.IntegerField(
        label="Harcanan süre (dakika)",
        min_value=1,
        max_value=600,
        required=False,
        help_text="Talebin süresine eklenir; boş kalırsa planlanan süre.",
    )


def slot_of(visit: Visit) -> dict[str, Any]:
    """The slot of a visit as a form shows it."""
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    return {
        "technician_id": visit.technician_id,
        "starts_at": localtime(visit.starts_at),
        "minutes": minutes if minutes in dict(LENGTHS) else 60,
        "off_hours_why": visit.off_hours_why,
    }


class RecurringForm(forms.Form):
    service_id = forms.TypedChoiceField(label="Hizmet", coerce=int)
    subject = forms.CharField(label="Talebin konusu", max_length=200)
    text = LongText(label="Yapılacak", rows=3, max_length=4_000, required=False)
    every = forms.ChoiceField(label="Sıklık", choices=Every.choices)
    starts_on = DateField(
        label="İlk gün", help_text="Sonraki günler buradan sayılır; tatile gelen ilk iş gününde açılır."
    )
    until = DateField(label="Son gün", required=False, help_text="Boş kalırsa bitirilene kadar sürer.")
    assignee_id: Any = forms.TypedChoiceField(
        label="Talepler kime verilsin?", coerce=int, required=False, empty_value=None
    )
    asset_tag = forms.CharField(label="Cihazın sicil numarası", max_length=60, required=False)

    def __init__(self, *args: Any, actor: Actor, editing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = queries.services_of(actor)
        service, person = self.fields["service_id"], self.fields["assignee_id"]
        assert isinstance(service, forms.TypedChoiceField)
        assert isinstance(person, forms.TypedChoiceField)
        service.choices = [(key, name) for key, name, _, _ in offered]
        if editing:
            del self.fields["service_id"]
        units = {unit for _, _, _, unit in offered}
        people: dict[int, User] = {}
        for unit_id in sorted(units)[:40]:
            people |= {one.pk: one for one in queries.team(unit_id)}
        person.choices = [("", "Ekip dağıtsın"), *((one.pk, one.full_name) for one in people.values())]


class OutageForm(forms.Form):
    nature = forms.ChoiceField(label="Tür", choices=Nature.choices, initial=Nature.PLANNED, widget=forms.RadioSelect)
    subject = forms.CharField(label="Kısa ad", max_length=200, help_text="Örneğin «EBYS sürüm yükseltmesi».")
    text = LongText(label="Ne yapılacak / ne oldu?", rows=3, max_length=4_000)
    effect = forms.ChoiceField(label="Kullananlar için etkisi", choices=Effect.choices)
    starts_at = DateTimeField(label="Başlangıç")
    ends_at = DateTimeField(label="Beklenen bitiş")
    systems: Any = forms.TypedMultipleChoiceField(label="Etkilenen bilgi sistemleri", coerce=int, required=False)
    services: Any = forms.TypedMultipleChoiceField(label="Etkilenen destek hizmetleri", coerce=int, required=False)
    units: Any = forms.TypedMultipleChoiceField(label="Etkilenen birimler", coerce=int, required=False)
    places: Any = forms.TypedMultipleChoiceField(label="Etkilenen yerler", coerce=int, required=False)
    tags = forms.CharField(
        label="Etkilenen cihazlar", max_length=1_000, required=False, help_text="Sicil numaraları, boşlukla."
    )
    advice = LongText(
        label="Bu sırada ne yapılabilir?",
        rows=2,
        max_length=2_000,
        required=False,
        help_text="Geçici çözüm, başka yol.",
    )
    audience = forms.ChoiceField(
        label="Kime duyurulsun?",
        choices=Audience.choices,
        initial=Audience.UNITS,
        help_text="Etkilenen birimler: seçilen birimler ve seçilen sistemleri kullananlar.",
    )
    world = forms.BooleanField(label="Durum sayfasında oturum açmayanlara da gösterilsin", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin = localtime(now()).replace(minute=0, second=0, microsecond=0)
        self.initial.setdefault("starts_at", begin)
        for name, choices in (
            ("systems", systems.choices(actor)),
            ("services", [(key, label) for key, label, _, _ in desk.service_choices()]),
            ("units", [(one.pk, one.name) for one in queries.every_unit()]),
            ("places", assets.place_choices()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = choices


class BeginForm(forms.Form):
    began_at = DateTimeField(label="Gerçek başlangıç", required=False, help_text="Boş kalırsa şimdi.")


class ShiftForm(forms.Form):
    starts_at = DateTimeField(label="Yeni başlangıç")
    ends_at = DateTimeField(label="Yeni bitiş")
    why = LongText(label="Neden", rows=2, max_length=250)


class ExtendForm(forms.Form):
    ends_at = DateTimeField(label="Yeni beklenen bitiş")
    why = LongText(label="Neden", rows=2, max_length=250)


class SayForm(forms.Form):
    text = LongText(label="Yeni bilgi", rows=3, max_length=2_000)


class EndForm(forms.Form):
    done = LongText(label="Ne yapıldı, nedeni neydi?", rows=3, max_length=4_000)
    ended_at = DateTimeField(label="Gerçek bitiş", required=False, help_text="Boş kalırsa şimdi.")
    answer_tickets = forms.BooleanField(label="Bağlanan talepleri bu sözlerle yanıtla", required=False)


class TicketForm(forms.Form):
    ticket = forms.CharField(label="Destek talebinin sayısı", max_length=24)
