"""What a person fills in about a change, a circular, a feed."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import units
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import access, queries
from ..models import Impact, Notice, NoticeKind, Outcome, Source


class NoticeForm(forms.Form):
    kind = forms.ChoiceField(label="Tür", choices=NoticeKind.choices)
    subject = forms.CharField(label="Konu", max_length=250, help_text="Bir cümle: ne değişti, ne istendi?")
    source = forms.ModelChoiceField(
        Source.objects.none(),
        label="Değişen dayanak",
        required=False,
        empty_label="Kütükteki bir dayanak değil",
        help_text="Seçilirse ona dayanan görevler gözden geçirilmek üzere işaretlenir.",
    )
    articles = forms.CharField(
        label="Değişen maddeler", max_length=200, required=False, help_text="Virgülle ayırın: «15, 18/b»."
    )
    published_on = DateField(label="Yayım ya da belge tarihi", initial=localdate)
    gazette_number = forms.CharField(label="Resmî Gazete sayısı", max_length=30, required=False)
    issuer = forms.CharField(
        label="Çıkaran kurum", max_length=200, required=False, help_text="Genelgeler için gereklidir."
    )
    document_number = forms.CharField(label="Belge ya da genelge sayısı", max_length=60, required=False)
    in_force_on = DateField(label="Yürürlük", required=False)
    text = LongText(label="Metin ya da özet", rows=6, required=False, max_length=40_000)
    link = forms.URLField(label="Bağlantı", max_length=500, required=False, assume_scheme="https")
    file = FileField(label="Belge", required=False, help_text="Genelgenin ya da metnin kendisi.")
    unit_id = UnitField(label="İnceleyecek birim", key=True)
    due_on = DateField(label="İnceleme için son gün", required=False, help_text="Boşsa on iş günü.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        assert isinstance(source, forms.ModelChoiceField)
        source.queryset = queries.sources(actor).order_by("title")
        reach = actor.reach(access.RECORD)
        unit = self.fields["unit_id"]
        assert isinstance(unit, UnitField)
        unit.narrow(rows=units() if reach.everywhere else units().filter(pk__in=reach.units))
        if actor.seats and "unit_id" not in self.initial:
            self.initial["unit_id"] = actor.seats[0].unit_id

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        source = values.pop("source", None)
        values["source_id"] = source.pk if source else None
        return values


class SendForm(forms.Form):
    reviewer = PersonField(label="İnceleyecek kişi")
    due_on = DateField(label="Son gün", required=False)

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        kwargs["initial"] = {"reviewer": notice.case.assignee_id, "due_on": notice.case.due_on}
        super().__init__(*args, **kwargs)
        field = self.fields["reviewer"]
        assert isinstance(field, PersonField)
        field.narrow(within=notice.case.unit_id)


class OpineForm(forms.Form):
    opinion = LongText(label="Görüş", rows=6, max_length=20_000, help_text="Ne değişiyor, bizim için anlamı ne?")
    impact = forms.ChoiceField(
        label="Etki", choices=[choice for choice in Impact.choices if choice[0] != Impact.NONE.value]
    )
    outcome = forms.ChoiceField(
        label="Sonuç", choices=[choice for choice in Outcome.choices if choice[0] != Outcome.NO_EFFECT.value]
    )
    unit_ids = forms.TypedMultipleChoiceField(
        label="Uygulayacak birimler",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="İşaretlenen görevlerin birimleri kendiliğinden eklenir.",
    )
    due_on = DateField(label="Uygulama için son gün", required=False, help_text="Boşsa yirmi iş günü.")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(unit.pk, unit.name) for unit in units]


class ClearForm(forms.Form):
    opinion = LongText(label="Neden etkisi yok?", rows=4, max_length=20_000)


class WhyForm(forms.Form):
    why = forms.CharField(label="Gerekçe", max_length=300)


class FinishForm(forms.Form):
    applied_on = DateField(label="Uygulandığı gün", initial=localdate)
    practice = LongText(label="Uygulamada ne değişti?", rows=4, max_length=10_000)


class PracticeForm(forms.Form):
    practice = LongText(label="Biriminizde ne değişti?", rows=4, max_length=10_000)
    applied_on = DateField(label="Uygulandığı gün", initial=localdate)


class SettleForm(forms.Form):
    changed = forms.TypedChoiceField(
        label="Sonuç",
        coerce=lambda value: value == "yes",
        choices=[("no", "Görev olduğu gibi kalıyor"), ("yes", "Görevin yapılışı değişti")],
        widget=forms.RadioSelect,
        initial="no",
    )
    note = forms.CharField(label="Ne yapıldı ya da neden gerekmedi?", max_length=300)


class FeedForm(forms.Form):
    name = forms.CharField(label="Ad", max_length=120)
    url = forms.URLField(
        label="Adres",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="RSS ya da Atom adresi. Boşsa akışın dosyası elle verilir.",
    )
    unit_id = UnitField(label="Birim", key=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = actor.reach(access.FEED)
        field = self.fields["unit_id"]
        assert isinstance(field, UnitField)
        field.narrow(rows=units() if reach.everywhere else units().filter(pk__in=reach.units))
        if actor.seats:
            self.initial.setdefault("unit_id", actor.seats[0].unit_id)


class FeedFileForm(forms.Form):
    file = FileField(label="Akış dosyası (RSS ya da Atom)")
