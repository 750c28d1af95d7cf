"""What people type about articles."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.service.desk import public as desk

from . import access, queries
from .models import Audience, Genre

MARKS = "Başlık için ##, madde için -, sıra için 1., kalın için **söz**, bağlantı için [söz](https://…) yazın."


def units_of(actor: Actor) -> list[tuple[int, str]]:
    """Units the actor writes for, his own first."""
    reach = actor.reach(access.WRITE)
    rows = Unit.objects.all() if reach.everywhere else Unit.objects.filter(pk__in=reach.units)
    return [(unit.pk, unit.name) for unit in rows.order_by("name")]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace(",", "\n").split("\n") if line.strip()]


class CoverForm(forms.Form):
    title = forms.CharField(
        label="Başlık", max_length=200, help_text="Arayanın yazacağı sözlerle: «Yazıcı çevrimdışı görünüyor»."
    )
    category_id = forms.TypedChoiceField(label="Raf", coerce=int)
    genre = forms.ChoiceField(label="Tür", choices=Genre.choices)
    audience = forms.ChoiceField(
        label="Kim okusun?",
        choices=Audience.choices,
        help_text="Herkese açık makaleyi oturum açmayanlar da okur; içine kurum içi bilgi yazmayın.",
    )
    keywords = forms.CharField(
        label="Başka sözcükler", max_length=300, required=False, help_text="Aranınca bulunsun diye: «printer, çıktı»."
    )
    services = forms.MultipleChoiceField(label="Destek hizmetleri", required=False)
    systems = forms.MultipleChoiceField(
        label="Bilgi sistemleri", required=False, help_text="Makale, sistemin sayfasında da görünür."
    )
    devices = LongText(
        label="Cihaz modelleri",
        rows=2,
        required=False,
        help_text="Her satıra bir model; o modelin cihazlarında görünür.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("services", [(code, name) for _, name, code, _ in desk.service_choices()])
        self._offer("systems", queries.systems_to_name())
        shelf = self.fields["category_id"]
        assert isinstance(shelf, forms.TypedChoiceField)
        shelf.choices = [(one.pk, one.name) for one in queries.categories()]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What is there to choose, and what the article names already though it is there no more."""
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        known = {code for code, _ in choices}
        kept = [one for one in self.initial.get(name) or () if one not in known]
        field.choices = [*choices, *((one, f"{one} (artık yok)") for one in kept)]

    def clean_devices(self) -> list[str]:
        return _lines(self.cleaned_data["devices"])


class TextForm(forms.Form):
    summary = forms.CharField(
        label="Özet", max_length=300, required=False, help_text="Listede görünen bir iki cümle."
    )
    symptom = LongText(label="Belirti (bilinen hatada)", rows=2, required=False)
    workaround = LongText(label="Geçici çözüm (bilinen hatada)", rows=3, required=False)
    body = LongText(label="Metin", rows=16, required=False, help_text=MARKS)
    cause = LongText(label="Neden (bilinen hatada)", rows=2, required=False)
    rule = LongText(label="Önleyici kural (bilinen hatada)", rows=2, required=False)
    note = forms.CharField(label="Ne değişti?", max_length=300, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewForm(CoverForm, TextForm):
    field_order = ["unit_id", "title", "category_id", "genre", "audience", "summary", "body"]
    unit_id = forms.TypedChoiceField(label="Sahibi birim", coerce=int)
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["unit_id"]
        assert isinstance(place, forms.TypedChoiceField)
        place.choices = units_of(actor)
        del self.fields["note"], self.fields["seen"]


class DescribeForm(CoverForm):
    review_on = DateField(label="Gözden geçirme günü", required=False)
    related = forms.TypedMultipleChoiceField(label="İlgili makaleler", coerce=int, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = self.fields["related"]
        assert isinstance(other, forms.TypedMultipleChoiceField)
        other.choices = [(one.pk, one.title) for one in queries.articles(actor).order_by("title")[:500]]


class WordsForm(forms.Form):
    words = LongText(label="Açıklama", rows=3)


class PublishForm(forms.Form):
    months = forms.IntegerField(label="Kaç ay sonra gözden geçirilsin?", min_value=1, max_value=60, initial=12)


class VoteForm(forms.Form):
    reason = LongText(label="Ne eksik ya da yanlış?", rows=3, required=True)


class FileForm(forms.Form):
    file = FileField(label="Dosya", help_text="PNG, JPEG, GIF, WebP, PDF, DOCX, XLSX, TXT; en çok 10 MB.")


class TicketForm(forms.Form):
    ticket = forms.CharField(label="Talebin sayısı", max_length=24)
    why = forms.ChoiceField(
        label="İlişki", choices=[("used", "Bu talepte kullanıldı"), ("error", "Bu sorunun bilinen hatası")]
    )
