"""What builds the desk: shelves, services, questions, promises, priorities, teams."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import people_of, units
from konak.foundation.ui.forms import LongText
from konak.governance.systems import public as systems

from .. import access, asking, queries
from ..models import (
    Approver,
    Audience,
    Clocked,
    Grade,
    Hears,
    Kind,
    Level,
    LevelKind,
    Priority,
    Reaction,
    Skill,
)
from .fields import KeyField


class GroupForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=80)
    description = forms.CharField(label="Açıklama", max_length=250, required=False)
    icon = forms.CharField(label="Simge", max_length=40, initial="lifebuoy")
    order = forms.IntegerField(label="Sıra", initial=50, min_value=0, max_value=9_999)


class ServiceForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=120)
    group_id = KeyField(label="Grup")
    description = forms.CharField(label="Kısa açıklama", max_length=300, required=False)
    procedure = LongText(
        label="Nasıl yürür", rows=4, max_length=8_000, required=False, help_text="Çalışan formun üstünde okur."
    )
    icon = forms.CharField(
        label="Simge", max_length=40, initial="lifebuoy", help_text="Bileşenler sayfasındaki adıyla."
    )
    keywords = forms.CharField(
        label="Arama sözcükleri", max_length=300, required=False, help_text="Çalışanların kullandığı başka sözcükler."
    )
    unit_id = KeyField(label="Karşılayan birim (kuyruk)")
    assignee_id = KeyField(label="Hizmetin sorumlusu", required=False)
    kinds = forms.MultipleChoiceField(
        label="Talep türleri", choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(label="Kimler isteyebilir", choices=Audience.choices)
    audience_unit_ids = forms.TypedMultipleChoiceField(label="Birimler", coerce=int, required=False)
    approver = forms.ChoiceField(label="Onay", choices=Approver.choices)
    priority = forms.TypedChoiceField(label="Öntanımlı öncelik", choices=Priority.choices, coerce=int, initial=3)
    level_id = KeyField(label="Süre sözü (SLA)", required=False)
    own_level_id = KeyField(label="İç süre (OLA)", required=False)
    skill_id = KeyField(label="Gereken beceri", required=False)
    assigns = forms.BooleanField(label="Talepleri kendiliğinden dağıt", required=False, initial=True)
    time_required = forms.BooleanField(label="Harcanan süre yazılmadan çözülemesin", required=False)
    hears = forms.ChoiceField(
        label="Kendiliğinden açılan talepler",
        required=False,
        choices=[("", "Yok"), *Hears.choices],
        help_text="Seçilen bildirimler bu hizmete talep olarak açılır.",
    )
    asks_asset = forms.BooleanField(label="Cihazın sicil numarası sorulsun", required=False)
    system_id = KeyField(label="Bilgi sistemi", required=False, help_text="Talepleri bu sisteme bağlı açılır.")
    part_id = KeyField(
        label="Sistemin bileşeni",
        required=False,
        help_text="Hizmet tek bir sunucuya, veri tabanına ya da modüle dayanıyorsa; sistemi de belirler.",
    )
    active = forms.BooleanField(label="Katalogda görünsün", required=False, initial=True)
    order = forms.IntegerField(label="Sıra", initial=50, min_value=0, max_value=9_999)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = actor.reach(access.CATALOGUE)
        mine = units() if reach.everywhere else units().filter(pk__in=reach.units)
        chosen = self.data.get("unit_id") or self.initial.get("unit_id")
        unit = int(str(chosen)) if str(chosen or "").isdecimal() else None
        choices: Mapping[str, list[tuple[Any, str]]] = {
            "group_id": [(one.pk, one.name) for one in queries.group_rows()],
            "unit_id": [(one.pk, one.name) for one in mine],
            "assignee_id": [("", "Yok"), *((one.pk, one.full_name) for one in _people(unit))],
            "audience_unit_ids": [(one.pk, one.name) for one in units()],
            "level_id": [("", "Yok"), *((one.pk, one.name) for one in Level.objects.filter(kind=LevelKind.SLA))],
            "own_level_id": [("", "Yok"), *((one.pk, one.name) for one in Level.objects.filter(kind=LevelKind.OLA))],
            "system_id": [("", "Yok"), *systems.choices(actor)],
            "part_id": [("", "Yok"), *systems.part_choices(actor)],
            "skill_id": [("", "Fark etmez"), *((one.pk, one.name) for one in Skill.objects.all())],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found


def _people(unit_id: int | None) -> Sequence[User]:
    return list(people_of(unit_id)) if unit_id else []


class QuestionForm(forms.Form):
    label = forms.CharField(label="Soru", max_length=200)
    type = forms.ChoiceField(label="Yanıt türü", choices=list(asking.TYPES.items()))
    help = forms.CharField(label="Yardım", max_length=500, required=False, help_text="Alanın altında küçük yazılır.")
    required = forms.BooleanField(label="Yanıt zorunlu", required=False)
    options = LongText(label="Seçenekler", rows=4, required=False, help_text="Her satıra bir seçenek.")
    show_key = forms.ChoiceField(label="Yalnız şu soru…", required=False)
    show_is = forms.CharField(
        label="…şöyle yanıtlandıysa sor",
        max_length=120,
        required=False,
        help_text="Seçeneğin adı; evet/hayır için evet.",
    )

    def __init__(self, *args: Any, before: Sequence[asking.Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["show_key"]
        assert isinstance(field, forms.ChoiceField)
        able = [one for one in before if one["type"] in {"choice", "multi", "yes_no"}]
        field.choices = [("", "Her zaman sor"), *((one["key"], one["label"]) for one in able)]
        self.before = {one["key"]: one for one in able}

    def question(self, key: str) -> dict[str, Any]:
        """What was filled in, as a question of the form."""
        given = self.cleaned_data
        found: dict[str, Any] = {"key": key, "type": given["type"], "label": given["label"].strip()}
        if given["help"].strip():
            found["help"] = given["help"].strip()
        if given["required"]:
            found["required"] = True
        options = [line.strip() for line in given["options"].splitlines() if line.strip()]
        if given["type"] in {"choice", "multi"}:
            found["options"] = list(dict.fromkeys(options))
        if given["show_key"]:
            other = self.before[given["show_key"]]
            words = given["show_is"].strip()
            value: Any = words.lower() in {"evet", "e"} if other["type"] == "yes_no" else words
            found["show_if"] = {"key": given["show_key"], "is": value}
        return found

    @staticmethod
    def initial_of(question: asking.Question) -> dict[str, Any]:
        condition = question.get("show_if") or {}
        value = condition.get("is", "")
        return {
            "label": question["label"],
            "type": question["type"],
            "help": question.get("help", ""),
            "required": question.get("required", False),
            "options": "\n".join(question.get("options", [])),
            "show_key": condition.get("key", ""),
            "show_is": ("evet" if value else "hayır") if isinstance(value, bool) else value,
        }


def _clock_time(label: str, initial: str = "", *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, initial=initial or None, required=required, widget=widget)


class HoursForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=80)
    always = forms.BooleanField(label="7×24: saatlere ve tatile bakılmaz", required=False)
    begins = _clock_time("Başlangıç", "08:30")
    ends = _clock_time("Bitiş", "17:30")
    break_from = _clock_time("Ara başlangıcı", required=False)
    break_until = _clock_time("Ara bitişi", required=False)


class LevelForm(forms.Form):
    """A promise with its minutes for each of the four priorities."""

    name = forms.CharField(label="Adı", max_length=80)
    kind = forms.ChoiceField(label="Tür", choices=LevelKind.choices)
    hours_id = KeyField(label="Çalışma saati")
    close_after = forms.IntegerField(
        label="Çözümden sonra kaç iş gününde kapansın", initial=3, min_value=1, max_value=60
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hours_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.name) for one in queries.hours()]
        for value, label in Priority.choices:
            for part, words in (("a", "ilk yanıt"), ("s", "çözüm")):
                self.fields[f"{part}{value}"] = forms.IntegerField(
                    label=f"{label} · {words} (dakika)", required=False, min_value=1, max_value=129_600
                )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        targets = {}
        for value in Priority.values:
            targets[value] = (given.pop(f"a{value}", None), given.pop(f"s{value}", None))
        return {**given, "targets": targets}

    @staticmethod
    def initial_of(level: Level) -> dict[str, Any]:
        found: dict[str, Any] = {
            "name": level.name,
            "kind": level.kind,
            "hours_id": level.hours_id,
            "close_after": level.close_after,
        }
        for one in level.targets.all():
            found[f"a{one.priority}"], found[f"s{one.priority}"] = one.answer_minutes, one.solve_minutes
        return found


class RuleForm(forms.Form):
    level_id = KeyField(label="Süre sözü")
    clock = forms.ChoiceField(label="Hangi süre", choices=Clocked.choices, initial=Clocked.SOLVE)
    minutes = forms.IntegerField(
        label="Kaç dakika sonra", help_text="Süre dolmadan önce için eksi yazın: -60, bir saat önce.", initial=-60
    )
    reaction = forms.ChoiceField(label="Ne yapılsın", choices=Reaction.choices)
    to_unit_id = KeyField(label="Hangi ekibe", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels, teams = self.fields["level_id"], self.fields["to_unit_id"]
        assert isinstance(levels, forms.ChoiceField)
        assert isinstance(teams, forms.ChoiceField)
        levels.choices = [(one.pk, one.name) for one in Level.objects.all()]
        teams.choices = [("", "Yok"), *((one.pk, one.name) for one in queries.serving_units())]


class AgentForm(forms.Form):
    user_id = KeyField(label="Kişi")
    skill_ids = forms.TypedMultipleChoiceField(
        label="Beceriler", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    weight = forms.IntegerField(
        label="İş payı (%)", initial=100, min_value=1, max_value=200, help_text="50: ötekilerin yarısı kadar iş alır."
    )
    takes = forms.BooleanField(label="Kendiliğinden iş verilsin", required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, skills = self.fields["user_id"], self.fields["skill_ids"]
        assert isinstance(people, forms.ChoiceField)
        assert isinstance(skills, forms.ChoiceField)
        people.choices = [(one.pk, one.full_name) for one in people_of(unit.pk)]
        skills.choices = [(one.pk, one.name) for one in Skill.objects.all()]


class SkillForm(forms.Form):
    name = forms.CharField(label="Beceri", max_length=60)


class MatrixForm(forms.Form):
    """Nine cells: impact × urgency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.matrix()
        for impact, impact_words in Grade.choices:
            for urgency, urgency_words in Grade.choices:
                self.fields[f"c{impact}{urgency}"] = forms.TypedChoiceField(
                    label=f"Etki {impact_words}, ivedilik {urgency_words}",
                    choices=Priority.choices,
                    coerce=int,
                    initial=known.get((impact, urgency), Priority.NORMAL),
                )

    def grid(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (str(label), [self[f"c{impact}{urgency}"] for urgency in Grade.values]) for impact, label in Grade.choices
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {"cells": {(int(name[1]), int(name[2])): value for name, value in given.items()}}
