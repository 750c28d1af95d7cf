"""Fields that look somebody, or a unit, up instead of listing thousands: `PersonField` and `UnitField`.

How to use them in a form:

    from konak.foundation.ui.picking import PersonField, UnitField

    class LendForm(forms.Form):
        user = PersonField(label="Kime")                        # cleaned: a User (None when left empty)
        witness_id = PersonField(label="Tanık", key=True)       # cleaned: the key, as services want it
        unit = UnitField(label="Birim", required=False, empty="Hepsi")

        def __init__(self, *args, actor, unit_id, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["user"].narrow(within=unit_id)          # only that unit and the units under it
            self.fields["unit"].narrow(actor=actor, permission=access.KEEP)   # only where the actor may

`narrow` also takes `positions=` and `former=True` (people), `closed=True` (units) and `rows=`, any queryset: it is
checked when the form is sent, and the list offers no more where it is short. `initial` is a User, a Unit or a key.
What is sent under the field's own name is the key, as a plain select would send it; so links with `?user=12` and
tests need no change. A name sent there is understood too.

The filter of a list (GET) draws one like any other field; `field.named(key)` are the words of its chip, and
`typed(request.GET, unit=UnitField())` gives the key of a name that was typed without script.

Drawn as an ARIA 1.2 combobox over `/sec/kisi/` and `/sec/birim/` (twenty at a time, keyset). Without script one types
a name and sends: an unmistakable name is taken, otherwise the form comes back with everybody who may be meant as a
choice. What was typed stays.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from konak.foundation.access import PERMISSIONS, Actor, Permission
from konak.foundation.db.turkish import fold
from konak.foundation.people import queries
from konak.foundation.people.models import Unit, User

CANDIDATES = 12
FEW = 80
"""So many keys may stand in the address of a list that offers only them."""
_NAMED = re.compile(r"\(([a-z0-9._-]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Picked:
    """What came in: the key, what stood in the text field, and which of several was meant."""

    key: str = ""
    text: str | None = None
    choice: str = ""

    def __bool__(self) -> bool:
        return bool(self.key or self.text or self.choice)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


class Picker(forms.TextInput):
    """The combobox: a text field, a hidden key behind it, a list that fills while one types."""

    template_name = "ui/form/picker.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", "maxlength": "250"} | (attrs or {}))
        self.kind = "kisi"
        self.asked: dict[str, str] = {}
        self.candidates: list[tuple[int, str, str]] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:
        return Picked(
            str(data.get(name) or "").strip().replace("\0", ""),
            None if f"{name}_text" not in data else str(data.get(f"{name}_text")).strip().replace("\0", "")[:250],
            str(data.get(f"{name}_choice") or ""),
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        shown = value if isinstance(value, Picked) else Picked()
        context = super().get_context(name, shown.text or "", attrs)
        address = f"{reverse('front:pick', args=[self.kind])}?{urlencode(self.asked)}"
        here = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"] |= {"key": shown.key, "address": address, "here": here, "candidates": self.candidates}
        return context


class PickField(forms.Field, ABC):
    """What both share: what came in becomes one row of `rows`, or the form says who may be meant."""

    widget: Any = Picker
    kind: ClassVar[str]
    unknown: ClassVar[str]

    def __init__(self, *, key: bool = False, empty: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to_key = key
        self.rows: QuerySet[Any] | None = None
        self.asked: dict[str, Any] = {}
        box = self._box
        box.kind = self.kind
        if empty:
            box.attrs["placeholder"] = empty
            self.answered = True

    @property
    def _box(self) -> Picker:
        assert isinstance(self.widget, Picker)
        return self.widget

    def _only(self, rows: QuerySet[Any] | None) -> None:
        """Let the list offer no more than `rows`, where these are few; the rest is checked when the form is sent."""
        self.rows = rows
        if rows is None:
            return
        self.offer(list(rows.order_by().values_list("pk", flat=True)[: FEW + 1]))

    def offer(self, keys: Sequence[int]) -> None:
        """Let the list offer no more than these, where they are few. Nothing is checked: enough for a filter, whose
        list keeps to its reach by itself."""
        if len(keys) <= FEW:
            self._box.asked["yalniz"] = ",".join(map(str, keys)) or "0"

    def __deepcopy__(self, memo: Any) -> "PickField":
        found = super().__deepcopy__(memo)
        found.asked = dict(self.asked)
        found._box.asked = dict(self._box.asked)
        found._box.candidates = []
        return found

    def named(self, key: Any) -> str:
        """The chosen one in words, as the chip of a filter shows it; without one the key itself."""
        row = self._known(key)
        return str(row) if row is not None else str(key)

    # What each says for itself ---------------------------------------------------------------------------------

    @abstractmethod
    def allowed(self) -> QuerySet[Any]: ...

    @abstractmethod
    def label_of(self, row: Any) -> str: ...

    @abstractmethod
    def about(self, row: Any) -> str: ...

    @abstractmethod
    def exact(self, rows: QuerySet[Any], text: str) -> list[Any]: ...

    @abstractmethod
    def search(self, rows: QuerySet[Any], text: str) -> list[Any]: ...

    # From the page and back ------------------------------------------------------------------------------------

    def _known(self, key: Any) -> Any | None:
        whole = _whole(str(key or ""))
        return None if whole is None else self.allowed().filter(pk=whole).first()

    def prepare_value(self, value: Any) -> Picked:
        """What is drawn: the chosen one by his name, or what was typed."""
        if isinstance(value, Model):
            return Picked(str(value.pk), self.label_of(value))
        if not isinstance(value, Picked):
            value = Picked("" if value in (None, "") else str(value))
        if value.text is not None:
            return value if _whole(value.key) is not None else Picked("", value.text or value.key)
        row = self._known(value.key)
        return Picked(value.key, self.label_of(row)) if row else Picked("", "" if _whole(value.key) else value.key)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if self.disabled else data

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Model):
            return value
        if not isinstance(value, Picked):
            value = Picked(str(value))
        if not value:
            return None
        if value.choice and (row := self._known(value.choice)):
            return row
        if value.text is None:
            row = self._known(value.key)
            return row or self._named(value.key)
        if not value.text:
            return None
        row = self._known(value.key)
        if row is not None and self.label_of(row) == value.text:
            return row
        return self._named(value.text)

    def _named(self, text: str) -> Any:
        rows = self.allowed()
        exact = self.exact(rows, text)
        if len(exact) == 1:
            return exact[0]
        found = exact or self.search(rows, text)
        if not found:
            raise forms.ValidationError(self.unknown % text)
        self._box.candidates = [(row.pk, self.label_of(row), self.about(row)) for row in found]
        raise forms.ValidationError(f"«{text}» ile kimi ya da neyi kastettiğiniz açık değil; aşağıdan birini seçin.")

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def clean(self, value: Any) -> Any:
        row = super().clean(value)
        return row.pk if row is not None and self.to_key else row

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            row = self.to_python(data)
        except forms.ValidationError:
            return True
        before = initial.pk if isinstance(initial, Model) else _whole(str(initial or ""))
        return (row.pk if row else None) != before


class PersonField(PickField):
    """Somebody of the house, by name, unit, title, user name or registry number."""

    kind = "kisi"
    unknown = "«%s» adında biri bulunamadı ya da burada seçilemez."

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ad, birim, unvan ya da sicil no yazın; listeden seçin.")
        super().__init__(**kwargs)

    def narrow(
        self,
        *,
        within: int | None = None,
        positions: Sequence[str] = (),
        former: bool = False,
        rows: QuerySet[User] | None = None,
    ) -> None:
        """Offer only the people of a branch, in some positions; `former` offers those who left, too."""
        self.asked = {"within": within, "positions": tuple(positions), "former": former}
        said = {"birim": within or "", "gorev": ",".join(positions), "ayrilan": "1" if former else ""}
        self._box.asked = {name: str(value) for name, value in said.items() if value}
        self._only(rows)

    def allowed(self) -> QuerySet[User]:
        found = queries.people_to_pick(**self.asked)
        return found if self.rows is None else found.filter(pk__in=self.rows.order_by().values("pk"))

    def label_of(self, row: User) -> str:
        return f"{row.full_name} ({row.username})"

    def about(self, row: User) -> str:
        places: list[str] = getattr(row, "places", [])
        titled = row.title and not any(one.startswith(row.title) for one in places)
        return " · ".join([*places, *([row.title] if titled else [])])

    def exact(self, rows: QuerySet[User], text: str) -> list[User]:
        name = found[1] if (found := _NAMED.search(text)) else text.lower()
        by_key = list(rows.filter(Q(username=name) | Q(registry_number=text))[:2])
        if by_key:
            return by_key
        named = list(queries.search_people(rows, text, limit=CANDIDATES))
        whole = [one for one in named if fold(one.full_name) == fold(text)]
        words = fold(text).split()
        if len(named) == 1 and not whole:
            parts = fold(named[0].full_name).split()
            whole = named if all(any(part.startswith(word) for part in parts) for word in words) else []
        return whole if len(whole) == 1 else []

    def search(self, rows: QuerySet[User], text: str) -> list[User]:
        return queries.search_people(rows, text, limit=CANDIDATES)


class UnitField(PickField):
    """A unit that stands today, by name, short name, code or DETSİS number."""

    kind = "birim"
    unknown = "«%s» adında bir birim bulunamadı ya da burada seçilemez."

    def narrow(
        self,
        *,
        actor: Actor | None = None,
        permission: Permission | None = None,
        within: int | None = None,
        closed: bool = False,
        rows: QuerySet[Unit] | None = None,
    ) -> None:
        """Offer only units to which the actor's permission reaches, or those of a branch; `closed` ones too."""
        self.asked = {"actor": actor, "permission": permission, "within": within, "closed": closed}
        code = permission.code if permission else ""
        said = {"yetki": code, "birim": within or "", "kapali": "1" if closed else ""}
        self._box.asked = {name: str(value) for name, value in said.items() if value}
        self._only(rows)

    def allowed(self) -> QuerySet[Unit]:
        found = units_to_pick(**self.asked)
        return found if self.rows is None else found.filter(pk__in=self.rows.order_by().values("pk"))

    def label_of(self, row: Unit) -> str:
        return f"{row.name} — {row.parent.name}" if row.parent else row.name

    def about(self, row: Unit) -> str:
        return row.short_name

    def exact(self, rows: QuerySet[Unit], text: str) -> list[Unit]:
        found = queries.search_units(rows, text.split(" — ")[0], limit=60)
        whole = [one for one in found if text in {self.label_of(one), one.name}]
        return whole if len(whole) == 1 else found if len(found) == 1 else []

    def search(self, rows: QuerySet[Unit], text: str) -> list[Unit]:
        return queries.search_units(rows, text, limit=CANDIDATES)


def typed(asked: Mapping[str, Any], **fields: PickField) -> dict[str, int]:
    """Keys of what a filter names in words alone: somebody typed without script and sent. Nothing where it is not
    clear who is meant."""
    found = {}
    for name, field in fields.items():
        text = str(asked.get(f"{name}_text") or "").strip().replace("\0", "")[:250]
        if text and not asked.get(name):
            try:
                found[name] = int(field.to_python(Picked("", text)).pk)
            except forms.ValidationError:
                continue
    return found


def units_to_pick(
    actor: Actor | None = None, permission: Permission | None = None, within: int | None = None, closed: bool = False
) -> QuerySet[Unit]:
    """Units a form may take, by the same rule as the list that is offered."""
    # reach: public, because the organisation chart is; narrowed by the actor's permission where one is named
    found = (queries.any_unit() if closed else queries.units()).select_related("parent")
    if permission is not None:
        reach = actor.reach(permission) if actor else None
        if reach is None or not reach.everywhere:
            found = found.filter(pk__in=reach.units if reach else ())
    if within is not None:
        found = found.filter(pk__in=queries.below(within))
    return found


def permission_named(code: str) -> Permission | None:
    return PERMISSIONS.get(code)
