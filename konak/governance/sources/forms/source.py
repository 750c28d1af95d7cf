"""What a person fills in about a source, and about what rests on it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import queries
from ..models import Source, SourceKind


class SourceForm(forms.Form):
    kind = forms.ChoiceField(label="Tür", choices=SourceKind.choices, initial=SourceKind.LAW)
    number = forms.CharField(
        label="Sayı", max_length=60, required=False, help_text="Kanun sayısı, genelge numarası: «5393», «2019/12»."
    )
    title = forms.CharField(
        label="Resmî ad", max_length=400, help_text="Sayı ve «sayılı» sözü olmadan: «Belediye Kanunu»."
    )
    short_name = forms.CharField(label="Kısa ad", max_length=80, required=False, help_text="Örneğin «KVKK».")
    aliases = LongText(
        label="Başka yazılışları",
        rows=2,
        required=False,
        max_length=1000,
        help_text="Metinlerde geçen öteki adlar, her satıra bir tane.",
    )
    subjects = LongText(
        label="Konu sözcükleri",
        rows=3,
        required=False,
        max_length=2000,
        help_text="Bu sözlerin geçtiği görevler önerilir, her satıra bir tane: «kişisel veri», «aydınlatma metni».",
    )
    gazette_date = DateField(label="Resmî Gazete tarihi", required=False)
    gazette_number = forms.CharField(label="Resmî Gazete sayısı", max_length=30, required=False)
    link = forms.URLField(label="Resmî metnin adresi", max_length=500, required=False, assume_scheme="https")
    unit_id = UnitField(label="İzleyen birim", key=True)
    assignee = PersonField(
        label="İzleyen kişi",
        required=False,
        empty="Belirli bir kişi yok",
        help_text="Değişiklik kaydedildiğinde inceleme ona düşer.",
    )
    watched = forms.BooleanField(label="Değişiklikleri izlenir", required=False, initial=True)
    note = LongText(label="Açıklama", rows=2, required=False, max_length=2000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self, queries.units_to_keep(actor))
        people = self.fields["assignee"]
        assert isinstance(people, PersonField)
        people.narrow(rows=queries.people_to_watch(actor))


class EditForm(SourceForm):
    repealed_on = DateField(
        label="Yürürlükten kalkma", required=False, help_text="Dolarsa yeni görev önerilmez; eski bağlar kalır."
    )


def _units(form: forms.Form, units: QuerySet[Unit]) -> None:
    field = form.fields["unit_id"]
    assert isinstance(field, UnitField)
    field.narrow(rows=units)


class VersionForm(forms.Form):
    in_force_on = DateField(label="Yürürlük")
    changed = LongText(label="Ne değişti?", max_length=4000)
    articles = forms.CharField(
        label="Maddeler", max_length=200, required=False, help_text="Virgülle ayırın: «15, 18/b»."
    )
    by = forms.CharField(
        label="Değiştiren düzenleme", max_length=200, required=False, help_text="Örneğin «7499 sayılı Kanun»."
    )
    gazette_date = DateField(label="Resmî Gazete tarihi", required=False)
    gazette_number = forms.CharField(label="Resmî Gazete sayısı", max_length=30, required=False)
    link = forms.URLField(label="Metnin adresi", max_length=500, required=False, assume_scheme="https")


class ProvisionForm(forms.Form):
    label = forms.CharField(label="Madde", max_length=40, help_text="«15», «15/b», «22/d».")
    subject = forms.CharField(label="Konusu", max_length=300, required=False)


class _SourceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        assert isinstance(obj, Source)
        return f"{obj} ({obj.short_name})" if obj.short_name else str(obj)


class TieForm(forms.Form):
    source = _SourceChoice(Source.objects.none(), label="Dayanak", empty_label="Seçin")
    article = forms.CharField(
        label="Madde", max_length=40, required=False, help_text="Biliniyorsa: «15/b». Boş bırakılabilir."
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.sources(actor).filter(repealed_on=None).order_by("title")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if source := values.pop("source", None):
            values["source_id"] = source.pk
        return values


class FallbackForm(forms.Form):
    source = _SourceChoice(
        Source.objects.none(), label="Genel dayanak", required=False, empty_label="Genel dayanak yok"
    )
    note = forms.CharField(
        label="Gerekçe",
        max_length=300,
        required=False,
        help_text="Örneğin: «Hüküm bulunmayan hâllerde yürürlükteki mevzuat uygulanır (md. 12).»",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.sources(actor).filter(repealed_on=None).order_by("title")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        source = values.pop("source", None)
        values["source_id"] = source.pk if source else None
        return values


class BasisForm(forms.Form):
    source = _SourceChoice(
        Source.objects.none(),
        label="Hangi dayanak?",
        required=False,
        empty_label="Kütüğe alınmayacak",
        help_text="Listede yoksa önce kütüğe ekleyin.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.sources(actor).order_by("title")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        source = values.pop("source", None)
        values["source_id"] = source.pk if source else None
        return values
