"""What arranges the tools of a team, what binds tickets together, and what is done to many at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy

from konak.foundation.access import Actor
from konak.foundation.people.queries import people_of, units
from konak.foundation.ui.forms import LongText
from konak.governance.systems import public as systems

from .. import access, queries
from ..models import Canned, Kind, Macro, MacroStep, Outcome, Priority, Service, Template, Ticket
from .asking import service_choices
from .fields import KeyField, PersonName, TagsField, choose

NO_PRIORITY = [("", "Değişmez"), *Priority.choices]


MINE = "ben"


def team_choices(actor: Actor) -> list[tuple[Any, str]]:
    """Oneself, teams one builds, every team where one builds more than one."""
    own = [(MINE, "Yalnız ben")] if actor.holds(access.WORK) and actor.user_id else []
    if not actor.holds(access.CATALOGUE):
        return [*own]
    reach = actor.reach(access.CATALOGUE)
    whole = [("", "Bütün ekipler")] if reach.everywhere or len(reach.units) > 1 else []
    return [*own, *whole, *((one.pk, one.name) for one in queries.team_units(actor))]


def whose(row: Any) -> dict[str, Any]:
    return {"unit_id": MINE if row.owner_id else row.unit_id}


def system_choices(actor: Actor) -> list[tuple[Any, str]]:
    return [("", "Yok"), *systems.choices(actor)]


class _ToolForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=80)
    unit_id = KeyField(label="Kim kullanır", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit_id", team_choices(actor))
        self.for_oneself = not actor.holds(access.CATALOGUE)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return given | {"mine": self.for_oneself or self.data.get("unit_id") == MINE}


class TemplateForm(_ToolForm):
    service_id = KeyField(label="Hizmet")
    kind = forms.ChoiceField(label="Tür", required=False, choices=[("", "Hizmetin ilk türü"), *Kind.choices])
    subject = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Açıklama", rows=5, max_length=8_000, required=False)
    priority = forms.TypedChoiceField(
        label="Öncelik",
        required=False,
        choices=[("", "Hizmetinki"), *Priority.choices],
        coerce=int,
        empty_value=None,
    )
    tags = TagsField(help_text="Virgülle ayırın: toner, sarf")
    active = forms.BooleanField(label="Kullanımda", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        rows = Service.objects.filter(active=True).order_by("name").values_list("pk", "name")
        choose(self, "service_id", [("", "Seçin"), *rows])

    @staticmethod
    def initial_of(row: Template) -> dict[str, Any]:
        names = ("name", "service_id", "kind", "subject", "text", "priority", "tags", "active")
        return {name: getattr(row, name) for name in names} | whose(row)


class MacroForm(_ToolForm):
    step = forms.ChoiceField(label="Durum", required=False, choices=MacroStep.choices)
    text = LongText(
        label="Metin",
        rows=5,
        max_length=8_000,
        required=False,
        help_text=f"Yer tutucular: {queries.PLACES_TOLD}",
    )
    internal = forms.BooleanField(label="Metin iç not olsun", required=False)
    party = forms.CharField(
        label="Beklenen üçüncü taraf", max_length=200, required=False, help_text="«Üçüncü tarafa ilet» için."
    )
    outcome = forms.ChoiceField(
        label="Sonuç", required=False, choices=[("", "Çözüldü"), *Outcome.choices[1:]], help_text="«Çöz» için."
    )
    priority = forms.TypedChoiceField(
        label="Öncelik", required=False, choices=NO_PRIORITY, coerce=int, empty_value=None
    )
    to_unit_id = KeyField(label="Ekibe ver", required=False)
    assignee_id = PersonName(
        label="Kişiye ver", max_length=120, required=False, help_text="Kullanıcı adı ya da adı soyadı."
    )
    minutes = forms.IntegerField(label="Harcanan süre (dakika)", required=False, min_value=1, max_value=6_000)
    tags = TagsField(label="Eklenecek etiketler", help_text="Virgülle ayırın.")
    order = forms.IntegerField(label="Sıra", initial=50, min_value=0, max_value=9_999)
    active = forms.BooleanField(label="Kullanımda", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        choose(self, "to_unit_id", [("", "Ekip değişmez"), *((one.pk, one.name) for one in queries.serving_units())])

    @staticmethod
    def initial_of(row: Macro) -> dict[str, Any]:
        names = ("name", "step", "text", "internal", "party", "outcome", "priority", "to_unit_id")
        more = ("minutes", "tags", "order", "active")
        found = {name: getattr(row, name) for name in (*names, *more)}
        return found | whose(row) | {"assignee_id": row.assignee.username if row.assignee else ""}


class CannedForm(_ToolForm):
    word = forms.CharField(
        label="Kısa ad",
        max_length=40,
        required=False,
        help_text="Yanıta :: ve bu ad yazılınca metin gelir; boş bırakılırsa adından yapılır.",
    )
    text = LongText(label="Metin", rows=7, max_length=8_000, help_text=f"Yer tutucular: {queries.PLACES_TOLD}")
    service_id = KeyField(label="Yalnız bu hizmette", required=False)
    active = forms.BooleanField(label="Kullanımda", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        rows = Service.objects.filter(active=True).order_by("name").values_list("pk", "name")
        choose(self, "service_id", [("", "Her hizmette"), *rows])

    @staticmethod
    def initial_of(row: Canned) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "word", "text", "service_id", "active")} | whose(row)


class CheckForm(forms.Form):
    text = forms.CharField(label="Yapılacak iş", max_length=200)
    required = forms.BooleanField(label="Çözülmeden önce bitmeli", required=False, initial=True)


# Tickets that belong together ---------------------------------------------------------------------------------------


class NumberField(forms.CharField):
    """The number of another ticket; what begins or sounds like it is offered while it is typed."""

    def __init__(
        self, *, label: str, required: bool = True, help_text: str = "Sayısı ya da konusundan bir söz."
    ) -> None:
        super().__init__(label=label, required=required, help_text=help_text, max_length=24)
        self.widget.attrs |= {
            "list": "benzer-talepler",
            "autocomplete": "off",
            "placeholder": "DT-2026-00012",
            "hx-get": reverse_lazy("desk:similar"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#benzer-talepler",
        }

    def clean(self, value: Any) -> Any:
        return super().clean(value).upper()


TIES = [(one, one) for one in ("ilgili", "aynı neden", "bundan doğdu", "öncesi", "yinelenen")]


class LinkForm(forms.Form):
    other = NumberField(label="Hangi talep")
    why = forms.ChoiceField(
        label="İlişki",
        choices=TIES,
    )


class ParentForm(forms.Form):
    parent = NumberField(
        label="Üst talep", required=False, help_text="Boş bırakırsanız talep üst talebinden ayrılır."
    )


class SplitForm(forms.Form):
    service_code = forms.ChoiceField(label="Hizmet")
    subject = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Açıklama", rows=5, max_length=20_000, required=False)
    message_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    part = forms.BooleanField(
        label="Bu talebin alt talebi olsun",
        required=False,
        initial=True,
        help_text="Alt talep çözülmeden üst çözülmez.",
    )

    def __init__(self, *args: Any, ticket: Ticket, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "service_code", service_choices(actor))
        self.initial.setdefault("service_code", ticket.service.code)


# Many at once -------------------------------------------------------------------------------------------------------


class BulkForm(forms.Form):
    """One act on several tickets; what is asked depends on the act."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def meant(self, numbers: Sequence[str]) -> Sequence[str]:
        """The tickets it is done to."""
        return numbers


class BulkAssignForm(BulkForm):
    assignee_id = KeyField(label="Kime", required=False)
    unit_id = KeyField(label="Hangi ekibe", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = actor.reach(access.DISPATCH)
        mine = queries.serving_units() if reach.everywhere else units().filter(pk__in=reach.units)
        people = [(str(unit.name), [(one.pk, one.full_name) for one in people_of(unit.pk)]) for unit in mine[:20]]
        choose(self, "assignee_id", [("", "Ekibe bırak"), *((name, rows) for name, rows in people if rows)])
        choose(
            self, "unit_id", [("", "Aynı ekipte kalsın"), *((one.pk, one.name) for one in queries.serving_units())]
        )


class BulkPriorityForm(BulkForm):
    priority = forms.TypedChoiceField(label="Öncelik", choices=Priority.choices, coerce=int, initial=3)


class BulkTagForm(BulkForm):
    tags = TagsField(label="Eklenecek etiketler", required=True, help_text="Virgülle ayırın.")


class BulkMacroForm(BulkForm):
    macro_id = KeyField(label="Makro")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.macros_of_desk(actor)
        choose(self, "macro_id", [("", "Seçin"), *((one.pk, one.name) for one in rows)])


class BulkJoinForm(BulkForm):
    """Several tickets go into one, are tied to it, or become parts of it: one of those chosen, or any other."""

    act = forms.ChoiceField(
        label="Ne yapılsın",
        choices=[
            ("merge", "Birleştir: ötekiler kapanır, çalışma birinde sürer"),
            ("parent", "Alt talep yap: biri üst talep olur"),
            ("link", "Bağla: hepsi açık kalır, biriyle ilişkilenir"),
        ],
        widget=forms.RadioSelect,
        initial="merge",
    )
    near = forms.ChoiceField(label="Seçilenlerden hangisiyle", required=False)
    other = NumberField(label="Ya da başka bir talep", required=False)
    why = forms.ChoiceField(label="İlişki (bağlarken)", required=False, choices=TIES)

    def __init__(self, *args: Any, actor: Actor, chosen: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.named_ones(actor, chosen)
        if len(rows) > 1:
            shown = [(one.case.number, f"{one.case.number} · {one.case.subject} · {one.asker}") for one in rows]
            choose(self, "near", [("", "Seçilenlerden biri değil"), *shown])
        else:
            del self.fields["near"]
            self.fields["other"].label = "Hangi taleple"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("other") or given.get("near")):
            self.add_error("other", "Hangi taleple olacağını seçin ya da sayısını yazın.")
        return given

    @property
    def target(self) -> str:
        return str(self.cleaned_data.get("other") or self.cleaned_data.get("near") or "")

    def meant(self, numbers: Sequence[str]) -> Sequence[str]:
        return [one for one in numbers if one.strip().upper() != self.target] or numbers

    def facts(self) -> dict[str, Any]:
        match self.cleaned_data["act"]:
            case "merge":
                return {"act": "merge", "into": self.target}
            case "parent":
                return {"act": "parent", "parent": self.target}
            case _:
                return {"act": "link", "other": self.target, "why": self.cleaned_data.get("why") or ""}


class BulkStateForm(BulkForm):
    """Which step, and what it asks."""

    act = forms.ChoiceField(
        label="Yeni durum",
        choices=[
            ("resume", "İşleme döndür"),
            ("ask", "Talep sahibinden bilgi iste"),
            ("refer", "Üçüncü tarafa ilet"),
            ("solve", "Çöz"),
            ("close", "Kapat"),
        ],
    )
    text = LongText(
        label="Metin", rows=4, max_length=20_000, required=False, help_text="Bilgi isterken soru, çözerken çözüm."
    )
    party = forms.CharField(label="Beklenen üçüncü taraf", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        act = given.get("act")
        if act in {"ask", "solve"} and not given.get("text", "").strip():
            self.add_error("text", "Talep sahibine gidecek metni yazın.")
        if act == "refer" and not given.get("party", "").strip():
            self.add_error("party", "Kimin beklendiğini yazın.")
        return given

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        wanted = {"ask": ("text",), "solve": ("text",), "refer": ("party",)}.get(given["act"], ())
        return {"act": given["act"], **{name: given[name] for name in wanted}}
