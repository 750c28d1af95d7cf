"""What a person fills in about a meeting and its decisions."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from konak.foundation.people.queries import units
from konak.foundation.ui.forms import DateField, DateTimeField, FileField, LongText
from konak.foundation.ui.parts import Chip
from konak.foundation.ui.picking import PersonField, UnitField

from .. import queries
from ..lifecycle import DecisionState
from ..models import AgendaItem, Committee, Presence


class NothingForm(forms.Form):
    """A step that needs only the press."""


class InviteForm(forms.Form):
    short_notice = forms.CharField(
        label="Kısa süreyle çağırma nedeni",
        max_length=300,
        required=False,
        help_text="Yalnız çağrı süresine uyulamıyorsa; tutanağa yazılır.",
    )


class PostponeForm(forms.Form):
    starts_at = DateTimeField(label="Yeni başlangıç")
    why = forms.CharField(label="Neden", max_length=300)


class WhyForm(forms.Form):
    why = forms.CharField(label="Neden", max_length=300)


class SummaryForm(forms.Form):
    summary = LongText(label="Tutanağa ek açıklama", rows=3, max_length=10_000, required=False)


class SignForm(forms.Form):
    dissent = LongText(
        label="Şerh", rows=2, max_length=4_000, required=False, help_text="Tutanağa katılmadığınız bir yer varsa."
    )


class ItemForm(forms.Form):
    title = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Açıklama", rows=3, max_length=10_000, required=False)
    presenter_id = forms.TypedChoiceField(label="Sunan", required=False, coerce=int, empty_value=None)
    presenter_title = forms.CharField(label="ya da dışarıdan", max_length=160, required=False)

    def __init__(self, *args: Any, committee: Committee, item: AgendaItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {name: getattr(item, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        field = self.fields["presenter_id"]
        assert isinstance(field, forms.ChoiceField)
        members = [one for one in queries.members_on(committee) if one.user is not None]
        found = {one.user.pk: one.user.full_name for one in members if one.user}
        if committee.assignee is not None:
            found[committee.assignee.pk] = committee.assignee.full_name
        if item is not None and item.presenter is not None:
            found[item.presenter.pk] = item.presenter.full_name
        field.choices = [("", "Belirtilmedi"), *found.items()]


class GuestForm(forms.Form):
    guest = forms.CharField(label="Adı ya da unvanı", max_length=160)


class PaperForm(forms.Form):
    file = FileField(label="Dosya")


class NoteForm(forms.Form):
    note = LongText(label="Görüşme özeti", rows=3, max_length=10_000, required=False)


class VotesForm(forms.Form):
    """The words and the votes; how many may be given is said beside them."""

    text = LongText(label="Karar", rows=4, max_length=10_000)
    votes_for = forms.IntegerField(label="Kabul", min_value=0, max_value=500)
    votes_against = forms.IntegerField(label="Ret", min_value=0, max_value=500, initial=0)
    abstained = forms.IntegerField(label="Çekimser", min_value=0, max_value=500, initial=0)
    chair_against = forms.BooleanField(
        label="Başkan ret oyu verdi", required=False, help_text="Yalnız oylar eşitse sonucu belirler."
    )

    def __init__(self, *args: Any, turnout: queries.Turnout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["autofocus"] = True
        if self.fields["votes_for"].initial is None:
            self.fields["votes_for"].initial = turnout.count.present
        self.fields["votes_for"].help_text = f"Oy hakkı olan {turnout.count.present} katılımcı var."


class DecideForm(VotesForm):
    needs_action = forms.BooleanField(label="Yapılacak bir iş var, izlensin", required=False, initial=True)
    unit_id = UnitField(label="Yerine getirecek birim", key=True, required=False, empty="Sekretaryanın birimi")
    assignee_id = PersonField(label="Sorumlu kişi", key=True, required=False, empty="Birimin kendisi")
    due_on = DateField(label="Son gün", required=False, help_text="Boş kalırsa on iş günü.")
    note = LongText(label="Görüşme özeti", rows=2, max_length=10_000, required=False)

    def __init__(self, *args: Any, turnout: queries.Turnout, **kwargs: Any) -> None:
        super().__init__(*args, turnout=turnout, **kwargs)
        self.dissenters: list[str] = []
        for line in turnout.lines:
            member = line.member
            if member is None or not line.votes or line.attendance.status != Presence.PRESENT:
                continue
            name = f"dissent_{member.pk}"
            self.fields[name] = forms.CharField(
                label=f"Karşı oy gerekçesi: {member.name}", max_length=4_000, required=False
            )
            self.dissenters.append(name)

    def plain(self) -> list[forms.BoundField]:
        """Everything but the reasons of those who voted otherwise, which wait behind a line."""
        return [field for field in self if field.name not in self.dissenters]

    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.dissenters]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        given["dissents"] = {int(name.removeprefix("dissent_")): given.pop(name, "") for name in self.dissenters}
        return given


class ReportForm(forms.Form):
    note = LongText(label="Ne yapıldı?", rows=4, max_length=10_000, required=False)
    file = FileField(
        label="Kanıt dosyası", required=False, help_text="Açıklama ya da dosyadan en az biri gerekir; özeti alınır."
    )


class AcceptForm(forms.Form):
    words = LongText(label="Değerlendirme", rows=2, max_length=4_000, required=False)


class HandOverForm(forms.Form):
    unit_id = UnitField(label="Yerine getirecek birim", key=True)
    assignee_id = PersonField(label="Sorumlu kişi", key=True, required=False, empty="Birimin kendisi")


class FilterForm(forms.Form):
    """The filters of the decisions board."""

    q = forms.CharField(
        label="Ara", required=False, widget=forms.TextInput(attrs={"type": "search", "data-hotkey": "/"})
    )
    committee = forms.ChoiceField(label="Kurul", required=False)
    unit = UnitField(label="Birim (bağlılarıyla)", required=False, empty="Hepsi")
    state = forms.ChoiceField(
        label="Durum",
        required=False,
        choices=[("", "Hepsi"), ("undone", "Yapılmamış"), ("late", "Geciken"), *DecisionState.choices],
    )

    def __init__(self, filters: queries.DecisionFilter, committees: list[Committee], branch: set[int]) -> None:
        super().__init__(initial=filters.model_dump(exclude_none=True))
        self.filters = filters
        committee, unit = self.fields["committee"], self.fields["unit"]
        assert isinstance(committee, forms.ChoiceField)
        assert isinstance(unit, UnitField)
        committee.choices = [("", "Hepsi"), *((one.pk, one.name) for one in committees)]
        unit.narrow(rows=units().filter(pk__in=branch))

    def address(self, **changes: Any) -> str:
        """The query string of the filters in force with `changes`; None takes one out."""
        values = self.filters.model_dump(exclude_none=True) | changes
        return "?" + urlencode({name: value for name, value in values.items() if value is not None})

    def chips(self) -> list[Chip]:
        found = []
        for name, value in self.filters.model_dump(exclude_none=True).items():
            if name not in self.fields:
                found.append(
                    Chip({"person": "Sorumlu", "year": "Yıl"}[name], str(value), self.address(**{name: None}))
                )
                continue
            field, words = self.fields[name], str(value)
            if isinstance(field, UnitField):
                words = field.named(value)
            elif isinstance(field, forms.ChoiceField):
                choices: Any = field.choices
                words = next((str(label) for key, label in choices if str(key) == words), words)
            found.append(Chip(str(field.label), words, self.address(**{name: None})))
        return found
