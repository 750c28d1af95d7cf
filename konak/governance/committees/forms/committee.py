"""What a person fills in about a committee: its founding, its rules, its members, a proposal, a first meeting."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.queries import people_of, units
from konak.foundation.ui.forms import DateField, DateTimeField, LongText

from .. import access
from ..models import Cadence, Committee, Kind, Majority, Member, Quorum, Role

MOST_PEOPLE = 400


class PersonField(forms.TypedChoiceField):
    """A person by key; the list shown depends on the unit chosen, the service judges the choice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal() and len(str(value)) < 19


def people_choices(unit_id: int | None, nobody: str) -> list[tuple[Any, str]]:
    """People of a unit and below it; without a unit the list waits for one."""
    if not unit_id:
        return [("", nobody)]
    people = people_of(unit_id)[:MOST_PEOPLE]
    return [
        ("", nobody),
        *((one.pk, f"{one.full_name} · {one.title}" if one.title else one.full_name) for one in people),
    ]


def whole(text: Any) -> int | None:
    """A key of a query string or a form, None for everything else."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 19 else None


class UnitThenPerson(forms.Form):
    """A unit, and somebody of it: the second list follows the first."""

    NOBODY = "Seçilmedi"

    def follow(self, unit: str = "unit_id", person: str = "assignee_id", unit_choices: Any = None) -> None:
        field, people = self.fields[unit], self.fields[person]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(people, forms.ChoiceField)
        offered = list(unit_choices if unit_choices is not None else units())
        field.choices = [("", "Seçin"), *((one.pk, one.name) for one in offered)]
        field.widget.attrs |= {
            "hx-get": f"{reverse('committees:people')}?field={person}&source={unit}",
            "hx-target": f"#alan-{person}",
            "hx-trigger": "change",
        }
        people.choices = people_choices(whole(self[unit].value()), self.NOBODY)


class PeopleOnly(forms.Form):
    """The one field that changes with the unit, under whatever name its form has for it."""

    def __init__(self, name: str, unit_id: int | None) -> None:
        super().__init__()
        label = "Kişi" if name == "user_id" else "Sorumlu kişi"
        self.fields[name] = PersonField(
            label=label, required=False, choices=people_choices(unit_id, UnitThenPerson.NOBODY)
        )


class RulesForm(UnitThenPerson):
    name = forms.CharField(label="Kurulun adı", max_length=200)
    kind = forms.ChoiceField(label="Tür", choices=Kind.choices)
    purpose = LongText(label="Görevi", rows=3, max_length=4_000, required=False)
    basis = forms.CharField(
        label="Hukuki dayanak", max_length=300, required=False, help_text="Kanun, yönetmelik ya da genelge maddesi."
    )
    regulation_number = forms.CharField(
        label="Mevzuat sayısı", max_length=24, required=False, help_text="Konak'taki metnin sayısı: MV-2026-00002."
    )
    duty_path = forms.CharField(label="Madde, bent", max_length=24, required=False)
    quorum = forms.ChoiceField(label="Toplantı yeter sayısı", choices=Quorum.choices)
    quorum_number = forms.IntegerField(
        label="Kaç üye", min_value=1, max_value=200, required=False, help_text="Yalnız «belirli sayıda üye» için."
    )
    majority = forms.ChoiceField(label="Karar çoğunluğu", choices=Majority.choices)
    chair_decides_ties = forms.BooleanField(label="Oylar eşitse başkanın oyu yönünde karar verilir", required=False)
    cadence = forms.TypedChoiceField(label="Toplanma sıklığı", choices=Cadence.choices, coerce=int)
    notice_days = forms.IntegerField(label="Çağrı süresi (iş günü)", min_value=0, max_value=60)
    term_years = forms.IntegerField(label="Üyelik süresi (yıl)", min_value=1, max_value=20, required=False)
    assignee_id = PersonField(label="Sekretarya (toplantıları çağıran, tutanağı yazan)", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, committee: Committee) -> None:
        super().__init__(data, files, initial={name: getattr(committee, name) for name in self.base_fields})
        field = self.fields["assignee_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people_choices(committee.unit_id, self.NOBODY)
        if committee.assignee is not None:
            field.choices = [*field.choices, (committee.assignee.pk, committee.assignee.full_name)]


class FoundForm(UnitThenPerson):
    name = forms.CharField(label="Kurulun adı", max_length=200)
    code = forms.CharField(
        label="Kısaltma", max_length=12, help_text="Kararların sayısında geçer: SOME 2026/3. Büyük harf ve rakam."
    )
    kind = forms.ChoiceField(label="Tür", choices=Kind.choices)
    founding_decision = forms.CharField(
        label="Kuran karar ya da olur", max_length=300, help_text="Makamı, tarihi ve sayısıyla."
    )
    founded_on = DateField(label="Kuruluş tarihi")
    basis = forms.CharField(label="Hukuki dayanak", max_length=300, required=False)
    purpose = LongText(label="Görevi", rows=3, max_length=4_000, required=False)
    unit_id = forms.TypedChoiceField(label="Sekretaryasını yürüten birim", coerce=int)
    assignee_id = PersonField(label="Sorumlu kişi", required=False, help_text="Toplantıları çağırır, tutanağı yazar.")
    quorum = forms.ChoiceField(label="Toplantı yeter sayısı", choices=Quorum.choices)
    quorum_number = forms.IntegerField(
        label="Kaç üye", min_value=1, max_value=200, required=False, help_text="Yalnız «belirli sayıda üye» için."
    )
    majority = forms.ChoiceField(label="Karar çoğunluğu", choices=Majority.choices)
    chair_decides_ties = forms.BooleanField(
        label="Oylar eşitse başkanın oyu yönünde karar verilir", required=False, initial=True
    )
    cadence = forms.TypedChoiceField(
        label="Toplanma sıklığı", choices=Cadence.choices, coerce=int, initial=Cadence.QUARTERLY
    )
    notice_days = forms.IntegerField(label="Çağrı süresi (iş günü)", min_value=0, max_value=60, initial=3)
    term_years = forms.IntegerField(label="Üyelik süresi (yıl)", min_value=1, max_value=20, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = actor.reach(access.FOUND)
        self.follow(unit_choices=units() if reach.everywhere else units().filter(pk__in=reach.units))


class MemberForm(UnitThenPerson):
    role = forms.ChoiceField(label="Kuruldaki görevi", choices=Role.choices, initial=Role.MEMBER)
    unit_id = forms.TypedChoiceField(label="Birimi", coerce=int, required=False, empty_value=None)
    user_id = PersonField(label="Kişi", required=False, help_text="Önce birimini seçin.")
    title = forms.CharField(
        label="ya da dışarıdan unvanıyla",
        max_length=160,
        required=False,
        help_text="Örneğin «Üniversite temsilcisi».",
    )
    substitutes_id = forms.TypedChoiceField(
        label="Yedeği olduğu üye", coerce=int, required=False, empty_value=None, help_text="Yalnız yedek üye için."
    )
    since = DateField(label="Başlangıç", initial=localdate)
    until = DateField(label="Bitiş", required=False, help_text="Boş kalırsa kurulun üyelik süresine göre.")
    basis = forms.CharField(label="Görevlendirme yazısı", max_length=200, required=False)

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.follow(person="user_id")
        field = self.fields["substitutes_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Belirli biri değil"), *((one.pk, one.name) for one in members if one.votes)]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        given.pop("unit_id", None)
        return given


class EndForm(forms.Form):
    until = DateField(label="Son günü", initial=localdate)


class CloseForm(forms.Form):
    closed_on = DateField(label="Kapanış", initial=localdate)
    why = LongText(label="Kapatan karar", rows=2, max_length=300)


class ProposeForm(forms.Form):
    title = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Açıklama", rows=3, max_length=10_000, required=False)


class PlanForm(forms.Form):
    starts_at = DateTimeField(label="Başlangıç")
    ends_at = DateTimeField(label="Bitiş", required=False, help_text="Boş kalırsa iki saat.")
    place = forms.CharField(label="Yer", max_length=200, required=False)
    subject = forms.CharField(
        label="Başlık", max_length=250, required=False, help_text="Boş kalırsa kurulun adı ve tarih."
    )
    extraordinary = forms.BooleanField(label="Olağanüstü toplantı", required=False)
