"""What a person fills in to propose, describe and decide a change of the organisation."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import UnitKind
from konak.foundation.people.queries import below, on_day, units
from konak.foundation.ui.forms import DateField, LongText
from konak.foundation.ui.picking import UnitField

from .. import access, queries
from ..models import Act, ApprovalRule, Reorganisation


class ProposeForm(forms.Form):
    """`cleaned_data` is what `services.propose` takes."""

    title = forms.CharField(
        label="Konu", max_length=200, help_text="Ör. «Harita ve CBS servislerinin birleştirilmesi»"
    )
    unit = UnitField(label="Değişikliği öneren birim")
    reason = LongText(label="Gerekçe", help_text="Onaylayan makam ve görüş veren birimler bunu okur.")
    effective_on = DateField(
        label="Yürürlük tarihi",
        required=False,
        help_text="O gün kendiliğinden yürürlüğe girer. Boş bırakırsanız onaya sunmadan önce yazarsınız.",
    )
    rule = forms.ModelChoiceField(
        ApprovalRule.objects.none(),
        label="Onay kuralı",
        required=False,
        empty_label="Birimin yönetmeliğindeki kural",
        help_text="Kimin onaylayacağını yönetmeliğin kendi hükmü söyler.",
    )
    own_order = forms.BooleanField(
        label="Öneri olmadan, Başkanlık emriyle", required=False, help_text="Gerekçe ve tarih dosyada kalır."
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, rule = self.fields["unit"], self.fields["rule"]
        assert isinstance(field, UnitField)
        assert isinstance(rule, forms.ModelChoiceField)
        field.narrow(actor=actor, permission=access.PROPOSE)
        rule.queryset = queries.rules()
        if not actor.holds(access.ORDER):
            del self.fields["own_order"]
        if actor.seats and "unit" not in self.initial:
            self.initial["unit"] = actor.seats[0].unit_id


class ReviseForm(forms.Form):
    title = forms.CharField(label="Konu", max_length=200)
    reason = LongText(label="Gerekçe")
    effective_on = DateField(label="Yürürlük tarihi", required=False)
    rule = forms.ModelChoiceField(ApprovalRule.objects.none(), label="Onay kuralı", required=False, empty_label="–")

    def __init__(self, *args: Any, record: Reorganisation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            title=record.title, reason=record.reason, effective_on=record.effective_on, rule=record.rule_id
        )
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.rules()
        if record.own_order:
            del self.fields["rule"]


class ChangeForm(forms.Form):
    """One change; which fields there are depends on the act."""

    unit = UnitField(label="Birim")
    name = forms.CharField(label="Yeni ad", max_length=200)
    short_name = forms.CharField(label="Kısa ad", max_length=60, required=False)
    kind = forms.ChoiceField(label="Tür", choices=UnitKind.choices, initial=UnitKind.SERVICE)
    target = UnitField(label="Hedef birim", required=False)
    target_handle = forms.TypedChoiceField(
        label="ya da bu öneride kurulacak birim", coerce=int, empty_value=None, required=False
    )
    seats = forms.MultipleChoiceField(label="Geçecek görevliler", required=False)

    SHOWN: dict[str, tuple[str, ...]] = {
        Act.OPEN: ("name", "short_name", "kind", "target", "target_handle"),
        Act.RENAME: ("unit", "name", "short_name"),
        Act.MOVE: ("unit", "target", "target_handle"),
        Act.MERGE: ("unit", "target", "target_handle"),
        Act.CLOSE: ("unit", "target", "target_handle"),
        Act.SPLIT: ("unit", "name", "short_name", "kind", "target", "seats"),
        Act.SEATS: ("unit", "target", "target_handle", "seats"),
    }
    TARGETS = {
        Act.OPEN: "Bağlı olacağı birim",
        Act.MOVE: "Bağlanacağı birim",
        Act.MERGE: "Birleşeceği birim",
        Act.CLOSE: "İşlerini devralacak birim",
        Act.SPLIT: "Bağlı olacağı birim (boşsa aynı yer)",
        Act.SEATS: "Geçecekleri birim",
    }

    def __init__(self, *args: Any, act: str, record: Reorganisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in self.SHOWN[act]:
                del self.fields[name]
        if "target" in self.fields:
            self.fields["target"].label = self.TARGETS[Act(act)]
        if "target_handle" in self.fields:
            opening = [change for change in record.changes.all() if change.act in (Act.OPEN, Act.SPLIT)]
            if opening:
                self.fields["target_handle"].choices = [  # type: ignore[attr-defined]
                    ("", "–"),
                    *[(str(change.order), f"{change.order}. {change.name}") for change in opening],
                ]
            else:
                del self.fields["target_handle"]
        if "seats" in self.fields:
            seats = Appointment.objects.filter(on_day(), acting_for=None, unit_id__in=below(record.case.unit_id))
            seats = seats.select_related("user", "unit").order_by("unit__name", "user__first_name")
            field = self.fields["seats"]
            field.choices = [  # type: ignore[attr-defined]
                (str(seat.pk), f"{seat.user.full_name}, {seat.get_position_display()} — {seat.unit.name}")
                for seat in seats
            ]
            field.help_text = "Yalnız yukarıda seçtiğiniz birimde görevli olanları seçin."


class AskForm(forms.Form):
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Görüşü istenecek birimler", help_text="Birden çok birim seçebilirsiniz."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = units()


class OpinionForm(forms.Form):
    favourable = forms.TypedChoiceField(
        label="Görüşünüz",
        choices=[("1", "Olumlu"), ("0", "Olumsuz")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    text = LongText(label="Görüş metni", required=False, help_text="Olumsuz görüşte gerekçe gerekir.")


class WhyForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3)


class NothingForm(forms.Form):
    """A step that needs no words."""


class DecisionForm(forms.Form):
    decision_date = DateField(label="Karar / onay tarihi")
    decision_number = forms.CharField(label="Karar / onay sayısı", max_length=60)
    effective_on = DateField(
        label="Yürürlük tarihi", help_text="Bugün ya da önceki bir günse değişiklik hemen yürürlüğe girer."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("decision_date", localdate())
