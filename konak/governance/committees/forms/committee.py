"""What a person fills in about a committee: its founding, its rules, its members, a proposal, a first meeting."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, DateTimeField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import access
from ..models import Cadence, Committee, Kind, Majority, Member, Quorum, Role


class RulesForm(forms.Form):
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
    assignee_id = PersonField(
        label="Sekretarya (toplantıları çağıran, tutanağı yazan)", required=False, key=True, empty="Seçilmedi"
    )

    def __init__(self, data: Any = None, files: Any = None, *, committee: Committee) -> None:
        super().__init__(data, files, initial={name: getattr(committee, name) for name in self.base_fields})


class FoundForm(forms.Form):
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
    unit_id = UnitField(label="Sekretaryasını yürüten birim", key=True)
    assignee_id = PersonField(
        label="Sorumlu kişi",
        required=False,
        key=True,
        help_text="Bu birimden; toplantıları çağırır, tutanağı yazar.",
    )
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
        field = self.fields["unit_id"]
        assert isinstance(field, UnitField)
        field.narrow(actor=actor, permission=access.FOUND)


class MemberForm(forms.Form):
    role = forms.ChoiceField(label="Kuruldaki görevi", choices=Role.choices, initial=Role.MEMBER)
    user_id = PersonField(label="Kişi", required=False, key=True)
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
        field = self.fields["substitutes_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Belirli biri değil"), *((one.pk, one.name) for one in members if one.votes)]


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
