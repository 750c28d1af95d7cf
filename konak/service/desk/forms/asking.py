"""What opens a ticket: the form of a service, and a call written down."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import upper
from konak.foundation.ui.forms import DateField, LongText, ManyFiles

from .. import asking, queries
from ..models import (
    Channel,
    Form,
    Grade,
    Kind,
    Priority,
    Service,
)
from .fields import PREFIX, TagsField, person_named, question_field


class AskForm(forms.Form):
    """A request for one service: what everybody says, then the questions of the service."""

    subject = forms.CharField(label="Konu", max_length=250, help_text="Bir cümleyle: ne oldu ya da ne istiyorsunuz?")
    text = LongText(
        label="Açıklama",
        rows=5,
        max_length=20_000,
        required=False,
        help_text="Ne zaman başladı, ne denediniz, ekranda ne yazıyor?",
    )
    kind = forms.ChoiceField(label="Tür", choices=Kind.choices, widget=forms.RadioSelect)
    asset_tag = forms.CharField(
        label="Cihazın sicil no",
        max_length=60,
        required=False,
        help_text="Etiketinde yazar; bilmiyorsanız boş bırakın.",
    )
    contact_phone = forms.CharField(label="Size ulaşacağımız telefon", max_length=32, required=False)
    place = forms.CharField(label="Neredesiniz?", max_length=120, required=False, help_text="Bina, kat, oda.")
    files = ManyFiles(  # type: ignore[assignment] # the field, as the services name it
        label="Ekler", required=False, help_text="Ekran görüntüsü ya da belge; birden çok seçebilirsiniz."
    )

    FIRST: ClassVar[tuple[str, ...]] = ("kind", "subject", "text")

    def __init__(self, *args: Any, service: Service, form: Form | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.form = service, form
        kinds = [(one, Kind(one).label) for one in service.kinds]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds
        field.initial = service.kinds[0]
        if len(kinds) == 1:
            del self.fields["kind"]
        if not service.asks_asset:
            del self.fields["asset_tag"]
        self.questions: Sequence[asking.Question] = form.questions if form else []
        for one in self.questions:
            self.fields[PREFIX + one["key"]] = question_field(one)

    def so_far(self) -> dict[str, Any]:
        """The answers typed so far, good or bad, to know which questions to show."""
        found: dict[str, Any] = {}
        for one in self.questions:
            name = PREFIX + one["key"]
            if one["type"] == "file":
                continue
            try:
                value = self.fields[name].clean(self[name].value())
            except forms.ValidationError:
                continue
            found[one["key"]] = value
        return found

    def asked(self) -> list[forms.BoundField]:
        """The questions whose condition holds."""
        known = asking.kept(self.questions, self.so_far())
        return [self[PREFIX + one["key"]] for one in self.questions if asking.shown(one, known)]

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST if name in self.fields]

    def rest(self) -> list[forms.BoundField]:
        own = {PREFIX + one["key"] for one in self.questions}
        return [field for field in self if field.name not in {*self.FIRST, *own}]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        answers: dict[str, Any] = {}
        files: dict[str, Any] = {}
        for one in self.questions:
            value = given.pop(PREFIX + one["key"], None)
            if one["type"] == "file":
                if value:
                    files[one["key"]] = value
            elif one["type"] == "date" and value:
                answers[one["key"]] = value.isoformat()
            elif one["type"] == "number" and value is not None:
                answers[one["key"]] = int(value) if float(value).is_integer() else value
            elif value not in (None, "", []):
                answers[one["key"]] = value
        if self.form is not None:
            kept = asking.kept(self.questions, answers)
            faults = asking.faults_of(self.form.schema, kept | {key: [1] for key in files})
            for key, words in faults.items():
                name = PREFIX + key
                if name in self.fields and name not in self.errors:
                    self.add_error(name, upper(words[:1]) + words[1:] + ".")
            answers = kept
        return {**given, "answers": answers, "question_files": files}


class PhoneForm(forms.Form):
    """What the desk writes down while somebody is on the phone, or from a letter."""

    channel = forms.ChoiceField(
        label="Nasıl geldi",
        choices=[(Channel.PHONE, "Telefon"), (Channel.LETTER, "Resmî yazı"), (Channel.PORTAL, "Yüz yüze")],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    on_behalf_of = forms.CharField(
        label="Arayan", max_length=120, help_text="Kullanıcı adı ya da adı soyadı; yazdıkça önerilir."
    )
    service_code = forms.ChoiceField(label="Hizmet")
    subject = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Açıklama", rows=4, max_length=20_000, required=False)
    impact = forms.TypedChoiceField(label="Etki", choices=Grade.choices, coerce=int, initial=Grade.LOW)
    urgency = forms.TypedChoiceField(label="İvedilik", choices=Grade.choices, coerce=int, initial=Grade.MEDIUM)
    contact_phone = forms.CharField(label="Telefonu", max_length=32, required=False)
    asset_tag = forms.CharField(label="Cihazın sicil no", max_length=60, required=False)
    letter_number = forms.CharField(label="Yazının sayısı", max_length=60, required=False)
    letter_date = DateField(label="Yazının tarihi", required=False)
    document = forms.CharField(
        label="Gelen evrak", max_length=24, required=False, help_text="GELEN-2026-00012; sayı ve tarihi ondan gelir."
    )
    tags = TagsField(help_text="Virgülle ayırın.")
    priority = forms.TypedChoiceField(
        label="Öncelik",
        required=False,
        choices=[("", "Etki ve ivedilikten"), *Priority.choices],
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Seçin"), *service_choices(actor)]

    def clean_on_behalf_of(self) -> int:
        return person_named(self.cleaned_data["on_behalf_of"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("channel") == Channel.LETTER and not given.get("letter_number") and not given.get("document"):
            self.add_error("letter_number", "Resmî yazıyla gelen talepte yazının sayısını yazın.")
        if (day := given.get("letter_date")) and day > localdate():
            self.add_error("letter_date", "Yazının tarihi ileri bir gün olamaz.")
        return {**given, "checked": False}


def service_choices(actor: Actor) -> list[tuple[str, Any]]:
    """What one may ask for, by shelf."""
    return [(one.group.name, [(each.code, each.name) for each in one.services]) for one in queries.shelves(actor)]
