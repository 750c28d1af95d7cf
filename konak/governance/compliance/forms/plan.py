"""The plan of a duty, of confirmations, and a calendar address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment, User
from konak.foundation.ui.forms import DateField, LongText
from konak.foundation.ui.picking import PersonField

from ..models import DutyPlan, Interval
from ..queries.turns import LEAD, MONTH_NAMES


class PlanForm(forms.Form):
    interval = forms.ChoiceField(label="Sıklık", choices=Interval.choices)
    starts_on = DateField(label="Başlangıç", help_text="Bu günün içinde bulunduğu dönem, açılacak ilk dönemdir.")
    anchor_month = forms.TypedChoiceField(
        label="Dönem başı ayı",
        coerce=int,
        choices=[(n, name) for n, name in enumerate(MONTH_NAMES, 1)],
        help_text="Yıllık, altı aylık ve üç aylık dönemler bu aydan sayılır. Takvim yılı için Ocak.",
    )
    anchor_day = forms.IntegerField(label="Dönem başı günü", min_value=1, max_value=28)
    lead_days = forms.IntegerField(
        label="Bitiminden kaç gün önce açılsın?", required=False, min_value=0, max_value=366
    )
    grace_days = forms.IntegerField(
        label="Yükselmeden önce ek iş günü",
        required=False,
        min_value=0,
        max_value=60,
        help_text="Gecikme üst makama bu kadar iş günü daha geç yükselir. Son gün değişmez.",
    )
    assignee = PersonField(
        label="Kim yürütsün?", required=False, empty="Görevin takipçisi; o da yoksa birimin yöneticisi"
    )
    paused_until = DateField(
        label="Şu güne kadar ara ver",
        required=False,
        help_text="Bu güne kadar biten dönemler açılmaz. Ara yoksa boş bırakın.",
    )

    def __init__(
        self, data: Any = None, *, plan: DutyPlan | None, cadence: str, people: QuerySet[User], **kwargs: Any
    ) -> None:
        interval = plan.interval if plan else cadence if cadence in Interval.values else Interval.YEARLY.value
        initial: dict[str, Any] = {
            "interval": interval,
            "starts_on": plan.starts_on if plan else localdate(),
            "anchor_month": plan.anchor_month if plan else 1,
            "anchor_day": plan.anchor_day if plan else 1,
            "lead_days": plan.lead_days if plan else None,
            "grace_days": plan.grace_days if plan else 0,
            "assignee": plan.assignee_id if plan else None,
            "paused_until": plan.paused_until if plan else None,
        }
        super().__init__(data, initial=initial, **kwargs)
        field = self.fields["assignee"]
        assert isinstance(field, PersonField)
        field.narrow(rows=people)
        usual = ", ".join(f"{Interval(key).label.lower()} {days}" for key, days in LEAD.items() if days)
        self.fields["lead_days"].help_text = f"Boş bırakılırsa alışılmış süre: {usual}."

    def clean_grace_days(self) -> int:
        return int(self.cleaned_data.get("grace_days") or 0)


class ExcludeForm(forms.Form):
    reason = LongText(
        label="Neden takvime alınmıyor?",
        max_length=300,
        rows=3,
        help_text="Gerekçe planın yanında durur; denetçi de okur.",
    )


class ConfirmationPlanForm(forms.Form):
    interval = forms.ChoiceField(
        label="Teyit sıklığı",
        choices=[(one.value, one.label) for one in Interval if one not in {Interval.DAILY, Interval.WEEKLY}],
    )
    running = forms.BooleanField(label="Dönem bittiğinde teyitler kendiliğinden açılsın", required=False)


class SignForm(forms.Form):
    missing_why = forms.CharField(
        label="Alt birimlerin teyidi eksikse, neden beklenmediği",
        required=False,
        max_length=300,
        help_text="Hepsi geldiyse boş bırakın.",
    )


class SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_position_display()}, {obj.unit.name}"


class FeedForm(forms.Form):
    seat = SeatField(Appointment.objects.none(), label="Hangi makamınız için?", empty_label=None)
    name = forms.CharField(
        label="Adı", max_length=80, initial="Uyum takvimi", help_text="Kendiniz için: «Telefonum»."
    )
    whole_unit = forms.BooleanField(
        label="Birimimin bütün dönemleri (işaretlenmezse yalnız benim üzerimdekiler)", required=False, initial=True
    )

    def __init__(self, data: Any = None, *, seats: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = seats


class OpinionForm(forms.Form):
    opinion = LongText(label="Görüşünüz", required=False, max_length=4000, rows=4)
