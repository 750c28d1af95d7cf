"""The preference page: one select for each topic and channel, and one's hours."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from konak.foundation.notify import CHANNELS, Pace
from konak.foundation.notify.pace import Hours
from konak.foundation.notify.queries import Choice

WEEKDAYS = ((0, "Pazartesi"), (1, "Salı"), (2, "Çarşamba"), (3, "Perşembe"), (4, "Cuma"))


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PreferenceForm(forms.Form):
    """`rows` gives the table its topics with their bound selects; the rest are the hours."""

    quiet = forms.BooleanField(label="Sessiz saatlerim olsun", required=False)
    quiet_from = forms.TimeField(label="Başlangıç", required=False, widget=TimeInput)
    quiet_until = forms.TimeField(label="Bitiş", required=False, widget=TimeInput)
    quiet_days_off = forms.BooleanField(label="Hafta sonları ve tatillerde de gönderme", required=False)
    urgent_passes = forms.BooleanField(label="İvedi bildirimler sessiz saatlerde de gelsin", required=False)
    digest_hour = forms.TypedChoiceField(
        label="Günlük özet saati", coerce=int, choices=[(hour, f"{hour:02}.00") for hour in range(24)]
    )
    digest_weekday = forms.TypedChoiceField(label="Haftalık özet günü", coerce=int, choices=WEEKDAYS)

    def __init__(self, data: Mapping[str, Any] | None, *, choices: Sequence[Choice], hours: Hours) -> None:
        initial: dict[str, Any] = {
            "quiet": hours.quiet_from is not None,
            "quiet_from": hours.quiet_from or Hours().quiet_from,
            "quiet_until": hours.quiet_until or Hours().quiet_until,
            "quiet_days_off": hours.quiet_days_off,
            "urgent_passes": hours.urgent_passes,
            "digest_hour": hours.digest_hour,
            "digest_weekday": hours.digest_weekday,
        }
        super().__init__(data, initial=initial)
        for name in ("quiet_from", "quiet_until"):
            self.fields[name].answered = True  # type: ignore[attr-defined] # asked only of those who want them
        self.choices = choices
        for place, choice in enumerate(choices):
            for channel, pace in choice.paces.items():
                field = forms.ChoiceField(choices=Pace.choices, initial=pace.value)
                field.widget.attrs["aria-label"] = f"{choice.topic.label}: {CHANNELS[channel].label}"
                self.fields[f"p{place}-{channel}"] = field

    @property
    def rows(self) -> list[tuple[Choice, list[tuple[str, forms.BoundField]]]]:
        return [
            (choice, [(CHANNELS[channel].label, self[f"p{place}-{channel}"]) for channel in choice.paces])
            for place, choice in enumerate(self.choices)
        ]

    @property
    def wanted(self) -> dict[tuple[str, str], str]:
        """What was chosen, by topic and channel."""
        return {
            (choice.topic.code, channel): self.cleaned_data[f"p{place}-{channel}"]
            for place, choice in enumerate(self.choices)
            for channel in choice.paces
        }

    @property
    def hours(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in HOURS}


HOURS = (
    "quiet",
    "quiet_from",
    "quiet_until",
    "quiet_days_off",
    "urgent_passes",
    "digest_hour",
    "digest_weekday",
)
