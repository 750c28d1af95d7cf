"""What arranges the tools of a team, what binds tickets together, and what is done to many at once."""

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


def team_choices(actor: Actor) -> list[tuple[Any, str]]:
    """Teams one builds; every team's where one builds more than one."""
    reach = actor.reach(access.CATALOGUE)
    mine = queries.team_units(actor)
    whole = [("", "Bütün ekipler")] if reach.everywhere or len(reach.units) > 1 else []
    return [*whole, *((one.pk, one.name) for one in mine)]


def system_choices(actor: Actor) -> list[tuple[Any, str]]:
    return [("", "Yok"), *systems.choices(actor)]


class _ToolForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=80)
    unit_id = KeyField(label="Hangi ekipte", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit_id", team_choices(actor))


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
        names = ("name", "unit_id", "service_id", "kind", "subject", "text", "priority", "tags", "active")
        return {name: getattr(row, name) for name in names}


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
        names = ("name", "unit_id", "step", "text", "internal", "party", "outcome", "priority", "to_unit_id")
        more = ("minutes", "tags", "order", "active")
        found = {name: getattr(row, name) for name in (*names, *more)}
        return found | {"assignee_id": row.assignee.username if row.assignee else ""}


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
        return {name: getattr(row, name) for name in ("name", "unit_id", "word", "text", "service_id", "active")}


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


class LinkForm(forms.Form):
    other = NumberField(label="Hangi talep")
    why = forms.ChoiceField(
        label="İlişki",
        choices=[(one, one) for one in ("ilgili", "aynı neden", "bundan doğdu", "öncesi", "yinelenen")],
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
