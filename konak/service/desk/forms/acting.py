"""What is asked on a ticket: one small form a step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.people.queries import people_of
from konak.foundation.ui.forms import DateField, DateTimeField, LongText, ManyFiles

from .. import queries
from ..models import (
    Grade,
    Kind,
    Outcome,
    Priority,
    Ticket,
)
from .asking import service_choices
from .fields import KeyField, TagsField, choose, person_named
from .tools import NumberField, system_choices


class WriteForm(forms.Form):
    text = LongText(
        label="Yazın",
        rows=3,
        max_length=20_000,
        help_text="«::» hazır metin, «??» bilgi makalesi, «@@» birini çağırma.",
    )
    internal = forms.BooleanField(label="İç not: yalnız ekip görür", required=False)
    files = ManyFiles(label="Dosya", required=False)  # type: ignore[assignment] # the field, as the services name it

    def __init__(self, *args: Any, desk: bool, number: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Yanıt ya da not" if desk else "Yanıtınız"
        if desk and number:
            self.fields["text"].widget.attrs["data-at-hand"] = reverse("desk:at_hand", args=[number])
        if not desk:
            del self.fields["internal"]
            self.fields["text"].help_text = ""


class AskMoreForm(forms.Form):
    text = LongText(label="Ne bilmeniz gerekiyor?", rows=4, max_length=20_000)


class ReferForm(forms.Form):
    party = forms.CharField(label="Kim bekleniyor", max_length=200, help_text="Firma, kurum ya da sözleşme adı.")
    promised_at = DateTimeField(
        label="Ne zamana söz verdi", required=False, help_text="Geçerse haber verilir; firmanın karnesine yazılır."
    )
    words = LongText(label="İç not", rows=3, max_length=8_000, required=False)


class ResumeForm(forms.Form):
    words = LongText(label="İç not", rows=3, max_length=8_000, required=False)


class SolveForm(forms.Form):
    text = LongText(label="Nasıl çözüldü", rows=5, max_length=20_000, help_text="Talep sahibi bu metni görür.")
    outcome = forms.ChoiceField(label="Sonuç", choices=Outcome.choices, initial=Outcome.DONE)
    minutes = forms.IntegerField(label="Harcanan süre (dakika)", required=False, min_value=1, max_value=6_000)
    children = forms.BooleanField(label="Alt talepleri de bu çözümle çöz", required=False, initial=True)

    def __init__(self, *args: Any, ticket: Ticket | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_parts = queries.open_parts(ticket) if ticket is not None else 0
        if open_parts:
            self.fields["children"].help_text = f"{open_parts} açık alt talep; üst talep kapanınca onlar da kapanır."
        else:
            del self.fields["children"]
        if ticket is not None and ticket.service.time_required and not ticket.minutes_spent:
            self.fields["minutes"].required = True
            self.fields["minutes"].help_text = "Bu hizmette süre zorunludur."


class AssignForm(forms.Form):
    assignee_id = KeyField(label="Kime", required=False)
    unit_id = KeyField(label="Hangi ekibe", required=False)
    words = LongText(label="İç not", rows=2, max_length=4_000, required=False)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, teams = self.fields["assignee_id"], self.fields["unit_id"]
        assert isinstance(people, forms.ChoiceField)
        assert isinstance(teams, forms.ChoiceField)
        people.choices = [("", "Ekibe bırak"), *((one.pk, one.full_name) for one in people_of(ticket.case.unit_id))]
        teams.choices = [("", "Aynı ekipte kalsın"), *((one.pk, one.name) for one in queries.serving_units())]
        self.initial.setdefault("assignee_id", ticket.case.assignee_id)


class ClassifyForm(forms.Form):
    service_code = forms.ChoiceField(label="Hizmet")
    kind = forms.ChoiceField(label="Tür", choices=Kind.choices)
    impact = forms.TypedChoiceField(label="Etki", choices=Grade.choices, coerce=int)
    urgency = forms.TypedChoiceField(label="İvedilik", choices=Grade.choices, coerce=int)
    priority = forms.TypedChoiceField(
        label="Öncelik",
        choices=[("", "Etki ve ivedilikten"), *Priority.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    asset_tag = forms.CharField(label="Cihazın sicil no", max_length=60, required=False)
    system_id = KeyField(label="Bilgi sistemi", required=False)
    tags = TagsField(help_text="Virgülle ayırın.")

    def __init__(self, *args: Any, ticket: Ticket, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "system_id": ticket.system_id,
            "tags": ticket.tags,
            "service_code": ticket.service.code,
            "kind": ticket.kind,
            "impact": ticket.impact,
            "urgency": ticket.urgency,
            "priority": "",
            "asset_tag": ticket.asset_tag,
        }
        super().__init__(*args, **kwargs)
        field = self.fields["service_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = service_choices(actor)
        offered = system_choices(actor)
        choose(self, "system_id", offered)
        self.was = ticket.system_id
        if ticket.system_id is not None and ticket.system_id not in {key for key, _ in offered}:
            del self.fields["system_id"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "system_id" in given and given["system_id"] is None:
            given["no_system"] = self.was is not None
        return given


class WhyForm(forms.Form):
    text = LongText(label="Sorun nasıl sürüyor?", rows=3, max_length=8_000)


class WordsForm(forms.Form):
    words = LongText(label="Açıklama", rows=3, max_length=2_000, required=False)


class DeclineForm(forms.Form):
    words = LongText(label="Gerekçe", rows=3, max_length=2_000)


class SeekForm(forms.Form):
    approver_id = forms.CharField(label="Kimden", max_length=120, help_text="Kullanıcı adı ya da adı soyadı.")

    def clean_approver_id(self) -> int:
        return person_named(self.cleaned_data["approver_id"])


class MergeForm(forms.Form):
    """The ticket this one goes on in: one of those that lie near, or any other by its number."""

    near = forms.ChoiceField(label="Yakın talepler", required=False, widget=forms.RadioSelect)
    into = NumberField(label="Başka bir talep", required=False)

    def __init__(self, *args: Any, near: Sequence[Ticket] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not near:
            del self.fields["near"]
            self.fields["into"].label = "Hangi taleple"
            return
        shown = [(one.case.number, f"{one.case.subject} · {one.asker} · {one.case.number}") for one in near]
        choose(self, "near", [("", "Hiçbiri"), *shown])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        into = given.get("into") or given.get("near") or ""
        if not into:
            self.add_error("into", "Sürecek talebi seçin ya da sayısını yazın.")
        return {"into": into}


class TimeForm(forms.Form):
    minutes = forms.IntegerField(label="Dakika", min_value=1, max_value=6_000)
    on = DateField(label="Gün", required=False)
    note = forms.CharField(label="Ne yapıldı", max_length=250, required=False)


class RateForm(forms.Form):
    score = forms.IntegerField(min_value=1, max_value=5)
    words = forms.CharField(max_length=2_000, required=False)


class NothingForm(forms.Form):
    """A question that only wants a yes."""
