"""Choices that several forms offer."""

from typing import Any

from django import forms

from konak.foundation.access import Actor, Permission
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import people_of
from konak.foundation.ui.picking import PersonField, UnitField

from .. import access, queries


def keep_units(form: forms.Form, actor: Actor, permission: Permission = access.KEEP, name: str = "unit_id") -> None:
    """Offer the units the actor may keep for; the seat's own comes first."""
    field = form.fields[name]
    assert isinstance(field, UnitField)
    field.narrow(actor=actor, permission=permission)
    form.initial.setdefault(name, queries.unit_of(actor, permission))


def offer_products(form: forms.Form, actor: Actor, empty: str, name: str = "product_id") -> None:
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField)
    rows = queries.products(actor).order_by("name").values_list("pk", "name")
    field.choices = [("", empty), *rows]


def whole(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def responsible(label: str = "Sorumlu", help_text: str = "") -> PersonField:
    more = {"help_text": help_text} if help_text else {}
    return PersonField(label=label, required=False, empty="Belirlenmedi", **more)


def offer_people(form: forms.Form, actor: Actor, unit: Unit | None = None, name: str = "assignee") -> None:
    field = form.fields[name]
    assert isinstance(field, PersonField)
    at = unit.pk if unit else (queries.unit_of(actor) or 0)
    field.narrow(rows=people_of(at))
