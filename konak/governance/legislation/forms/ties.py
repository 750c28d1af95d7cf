"""What a person chooses when texts are tied together."""

from typing import Any

from django import forms

from .. import queries
from ..models import Clause, Duty, Regulation


class TieForm(forms.Form):
    """`cleaned_data` is what `services.link_clause` takes."""

    parent_id = forms.TypedChoiceField(label="Yönetmeliğin bendi", coerce=int)

    def __init__(self, *args: Any, regulation: Regulation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = [  # type: ignore[attr-defined]
            (clause.pk, short_of(clause)) for clause in queries.clauses_to_tie(regulation)
        ]


class PairForm(forms.Form):
    """`cleaned_data` is what `services.pair_duties` takes."""

    old_id = forms.TypedChoiceField(label="Önceki metindeki görev", coerce=int)

    def __init__(self, *args: Any, olds: list[Duty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(duty.pk, short_of(duty.clause)) for duty in olds]
        self.fields["old_id"].choices = choices  # type: ignore[attr-defined]


def short_of(clause: Clause) -> str:
    text = clause.shown
    return f"Md. {clause.path} · {text if len(text) <= 90 else text[:89].rstrip() + '…'}"
