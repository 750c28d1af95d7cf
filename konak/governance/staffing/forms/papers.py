"""What is filled in about job descriptions and hand-overs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import DateField, LongText

from ..models import Fate, HandOverKind, Paper
from ..queries.descriptions import Clause
from .fields import PersonField, UnitField, choose, offer


class DraftForm(forms.Form):
    paper = forms.ChoiceField(label="Tür", choices=Paper.choices, initial=Paper.JOB, widget=forms.RadioSelect)
    unit = UnitField(label="Birim", empty="Birim arayın", help_text="Bağlı birimlerindekiler için de geçerlidir.")
    position = forms.ChoiceField(label="Unvan", required=False, choices=[("", "Birimdeki herkes"), *Position.choices])
    person = PersonField(
        label="Yalnız bir kişi için", required=False, help_text="Boş bırakılırsa unvandaki herkes için."
    )
    subject = forms.CharField(
        label="Ad", required=False, max_length=200, help_text="Boş bırakılırsa birim ve unvandan kurulur."
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class RewriteForm(forms.Form):
    subject = forms.CharField(label="Ad", max_length=200)
    text = LongText(
        label="Metin",
        required=False,
        rows=10,
        max_length=20_000,
        help_text="Görevin amacı, yetkileri, sorumlulukları, gereken nitelikler. Her paragraf ayrı satırda.",
    )
    own = LongText(
        label="Görevler",
        required=False,
        rows=8,
        max_length=20_000,
        help_text="Her satır bir görev. Satırın sonunda köşeli ayraç içinde kaynağı durabilir: [Md. 7.a].",
    )
    offered = forms.MultipleChoiceField(
        label="Kütükteki görevler",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Seçtikleriniz yukarıdaki listeye kaynağıyla eklenir.",
    )

    def __init__(self, *args: Any, clauses: list[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = clauses
        if clauses:
            choose(self, "offered", [(str(place), f"{one.source} · {one.text}") for place, one in enumerate(clauses)])
        else:
            del self.fields["offered"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        duties = [line_of_duty(line) for line in (values.pop("own", "") or "").splitlines() if line.strip()]
        known = {one["text"] for one in duties}
        for place in values.pop("offered", None) or []:
            clause = self.clauses[int(place)]
            if clause.text not in known:
                duties.append({"text": clause.text, "source": clause.source})
        return values | {"duties": duties}


def line_of_duty(line: str) -> dict[str, str]:
    """ "Haritaları günceller. [Md. 7.a]" → its words and its source."""
    words = line.strip()
    if words.endswith("]") and "[" in words:
        text, _, source = words[:-1].rpartition("[")
        if text.strip():
            return {"text": text.strip(), "source": source.strip()}
    return {"text": words, "source": ""}


def duty_line(duty: dict[str, str]) -> str:
    """The same, back again for the form."""
    return f"{duty['text']} [{duty['source']}]" if duty.get("source") else duty["text"]


class OpenHandOverForm(forms.Form):
    person = PersonField(label="Kim devrediyor?")
    kind = forms.ChoiceField(label="Neden", choices=HandOverKind.choices, initial=HandOverKind.EXIT)
    seat = forms.ModelChoiceField(
        Appointment.objects.none(), label="Bırakılan makam", required=False, empty_label="Hepsi"
    )
    last_day = DateField(label="Son çalışma günü")
    receiver = PersonField(label="Devralan", required=False, help_text="Boş bırakılabilir; imzadan önce belirlenir.")
    why = forms.CharField(label="Açıklama", max_length=300, required=False)
    absent = forms.BooleanField(
        label="Kişi imzalayamıyor",
        required=False,
        help_text="Vefat, göreve dönmeme gibi durumlarda onun yerine amiri teslim eder; tutanakta yazılır.",
    )

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"last_day": localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if person is None:
            del self.fields["seat"]
            choose(self, "kind", [pair for pair in HandOverKind.choices if pair[0] != HandOverKind.CHANGE])
        else:
            rows = Appointment.objects.filter(user=person, acting_for=None).select_related("unit").order_by("-since")
            offer(self, "seat", rows)


class ReceiverForm(forms.Form):
    receiver = PersonField(label="Devralan")


class SettleForm(forms.Form):
    fate = forms.ChoiceField(label="Sonuç", choices=Fate.choices)
    to = PersonField(label="Kime", required=False, help_text="Boş bırakılırsa dosyanın devralanı.")
    note = forms.CharField(label="Not", max_length=300, required=False)

    def __init__(self, *args: Any, passes: bool, with_note: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not passes:
            choose(self, "fate", [pair for pair in Fate.choices if pair[0] != Fate.HANDED])
            del self.fields["to"]
        if not with_note:
            choose(self, "fate", [pair for pair in self.fields["fate"].choices if pair[0] != Fate.KEPT])  # type: ignore[attr-defined]
            del self.fields["note"]
