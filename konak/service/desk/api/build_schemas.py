"""What goes in and out where the desk itself is built."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from konak.foundation.web.schemas import line

from .. import asking
from ..models import Agent, CheckItem, EscalationRule, Form, Hours, Level, Service, ServiceGroup
from .schemas import DeskNamed, Key, Line24, Line60, Line120, Line250, Priority4

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Order = Annotated[int, Field(ge=0, le=9_999)]
TargetMinutes = Annotated[int, Field(ge=1, le=129_600)]
Grade = Literal[1, 2, 3]
Icon = Annotated[str, line(40)]


class DeskGroupIn(Schema):
    name: Annotated[str, line(80)]
    description: Line250 = ""
    icon: Icon = "lifebuoy"
    order: Order = 50


class DeskGroupOut(Schema):
    id: int
    name: str
    description: str
    icon: str
    order: int


def group(one: ServiceGroup) -> DeskGroupOut:
    return DeskGroupOut(id=one.pk, name=one.name, description=one.description, icon=one.icon, order=one.order)


class DeskBuildIn(Schema):
    """A service as it is built; what is left out becomes what a new service has."""

    name: Line120
    group_id: Key
    unit_id: Key
    kinds: Annotated[list[Line24], Field(max_length=5)]
    description: Annotated[str, line(300)] = ""
    procedure: Annotated[str, line(8_000)] = ""
    icon: Icon = "lifebuoy"
    keywords: Annotated[str, line(300)] = ""
    audience: Literal["everybody", "units", "desk"] = "everybody"
    audience_unit_ids: Annotated[list[Key], Field(max_length=500)] = []
    assignee_id: Key | None = None
    approver: Literal["nobody", "manager", "owner"] = "nobody"
    time_required: bool = False
    priority: Priority4 = 3
    level_id: Key | None = None
    own_level_id: Key | None = None
    skill_id: Key | None = None
    system_id: Key | None = None
    part_id: Key | None = None
    assigns: bool = True
    asks_asset: bool = False
    hears: Line24 = ""
    active: bool = True
    order: Order = 50


class DeskBuildOut(Schema):
    code: str
    name: str
    group: DeskNamed
    unit: DeskNamed
    kinds: list[str]
    description: str
    procedure: str
    icon: str
    keywords: str
    audience: str
    audience_unit_ids: list[int]
    assignee_id: int | None
    approver: str
    time_required: bool
    priority: int
    level_id: int | None
    own_level_id: int | None
    skill_id: int | None
    system_id: int | None
    part_id: int | None
    assigns: bool
    asks_asset: bool
    checks_block: bool
    hears: str
    active: bool
    order: int


AS_THEY_ARE = (
    *("code", "name", "kinds", "description", "procedure", "icon", "keywords", "audience", "assignee_id", "approver"),
    *(
        "time_required",
        "priority",
        "level_id",
        "own_level_id",
        "skill_id",
        "system_id",
        "part_id",
        "assigns",
        "asks_asset",
    ),
    *("checks_block", "hears", "active", "order"),
)


def built(one: Service) -> DeskBuildOut:
    return DeskBuildOut(
        group=DeskNamed(id=one.group_id, name=one.group.name),
        unit=DeskNamed(id=one.unit_id, name=one.unit.name),
        audience_unit_ids=sorted(each.pk for each in one.audience_units.all()),
        **{name: getattr(one, name) for name in AS_THEY_ARE},
    )


class DeskShowIf(Schema):
    """Asked only where an earlier question was answered so: an option, or true or false."""

    key: Line60
    equals: Annotated[str, line(120)] | bool


class DeskQuestionIn(Schema):
    """One question. Without a key it gets one from its label; answers are kept by it."""

    key: Annotated[str, line(40)] = ""
    type: Line24
    label: Annotated[str, line(200, 1)]
    help: Annotated[str, line(500)] = ""
    required: bool = False
    options: Annotated[list[Annotated[str, line(120, 1)]], Field(max_length=60)] = []
    show_if: DeskShowIf | None = None


class DeskFormIn(Schema):
    """All questions, in order."""

    questions: Annotated[list[DeskQuestionIn], Field(max_length=60)]

    def plain(self) -> list[dict[str, Any]]:
        """As the desk keeps them."""
        found: list[dict[str, Any]] = []
        for one in self.questions:
            key = one.key or asking.key_from(one.label, [each["key"] for each in found])
            kept: dict[str, Any] = {"key": key, "type": one.type, "label": one.label}
            if one.help:
                kept["help"] = one.help
            if one.required:
                kept["required"] = True
            if one.options:
                kept["options"] = one.options
            if one.show_if:
                kept["show_if"] = {"key": one.show_if.key, "is": one.show_if.equals}
            found.append(kept)
        return found


class DeskQuestionBuilt(Schema):
    key: str
    type: str
    label: str
    help: str
    required: bool
    options: list[str]
    show_if: DeskShowIf | None


class DeskFormOut(Schema):
    version: int
    published_at: dt.datetime | None
    questions: list[DeskQuestionBuilt]


class DeskFormsOut(Schema):
    """The form in force, and the one being written; a draft changes nothing until it is published."""

    in_force: DeskFormOut | None
    draft: DeskFormOut | None


def form(one: Form | None) -> DeskFormOut | None:
    if one is None:
        return None
    questions = []
    for each in one.questions:
        condition = each.get("show_if")
        questions.append(
            DeskQuestionBuilt(
                key=each["key"],
                type=each["type"],
                label=each["label"],
                help=each.get("help", ""),
                required=each.get("required", False),
                options=each.get("options", []),
                show_if=DeskShowIf(key=condition["key"], equals=condition["is"]) if condition else None,
            )
        )
    return DeskFormOut(version=one.version, published_at=one.published_at, questions=questions)


class DeskItemIn(Schema):
    text: Annotated[str, line(200)]
    required: bool = True


class DeskItemOut(Schema):
    id: int
    text: str
    required: bool


def item(one: CheckItem) -> DeskItemOut:
    return DeskItemOut(id=one.pk, text=one.text, required=one.required)


class DeskBlockIn(Schema):
    """Whether open lines of the checklist keep a ticket from being solved."""

    blocks: bool


class DeskTargetIn(Schema):
    """Working minutes for one priority; null promises nothing."""

    priority: Priority4
    answer_minutes: TargetMinutes | None = None
    solve_minutes: TargetMinutes | None = None


class DeskLevelIn(Schema):
    name: Annotated[str, line(80)]
    kind: Literal["sla", "ola"]
    hours_id: Key
    close_after: Annotated[int, Field(ge=1, le=60)] = 3
    targets: Annotated[list[DeskTargetIn], Field(max_length=4)] = []


class DeskLevelOut(Schema):
    id: int
    name: str
    kind: str
    hours: DeskNamed
    close_after: int
    targets: list[DeskTargetIn]


def level(one: Level) -> DeskLevelOut:
    return DeskLevelOut(
        id=one.pk,
        name=one.name,
        kind=one.kind,
        hours=DeskNamed(id=one.hours_id, name=one.hours.name),
        close_after=one.close_after,
        targets=[
            DeskTargetIn(priority=each.priority, answer_minutes=each.answer_minutes, solve_minutes=each.solve_minutes)
            for each in one.targets.all()
        ],
    )


class DeskHoursIn(Schema):
    """When a desk works on a working day, as hh:mm; `always`: round the clock, holidays too."""

    name: Annotated[str, line(80, 1)]
    always: bool = False
    begins: Clock = "08:30"
    ends: Clock = "17:30"
    break_from: Clock | None = None
    break_until: Clock | None = None

    def facts(self) -> dict[str, Any]:
        times = ("begins", "ends", "break_from", "break_until")
        return {
            name: dt.time.fromisoformat(value) if name in times and value else value
            for name, value in self.dict().items()
        }


class DeskHoursOut(DeskHoursIn):
    id: int


def hours(one: Hours) -> DeskHoursOut:
    def told(moment: dt.time | None) -> str | None:
        return f"{moment:%H:%M}" if moment else None

    return DeskHoursOut(
        id=one.pk,
        name=one.name,
        always=one.always,
        begins=f"{one.begins:%H:%M}",
        ends=f"{one.ends:%H:%M}",
        break_from=told(one.break_from),
        break_until=told(one.break_until),
    )


class DeskRuleIn(Schema):
    """Minutes after the deadline; before it with a minus."""

    level_id: Key
    clock: Literal["answer", "solve", "own"]
    minutes: Annotated[int, Field(ge=-43_200, le=43_200)]
    reaction: Line24
    to_unit_id: Key | None = None


class DeskRuleOut(Schema):
    id: int
    level: DeskNamed
    clock: str
    minutes: int
    reaction: str
    to_unit: DeskNamed | None


def rule(one: EscalationRule) -> DeskRuleOut:
    return DeskRuleOut(
        id=one.pk,
        level=DeskNamed(id=one.level_id, name=one.level.name),
        clock=one.clock,
        minutes=one.minutes,
        reaction=one.reaction,
        to_unit=DeskNamed(id=one.to_unit.pk, name=one.to_unit.name) if one.to_unit else None,
    )


class DeskCell(Schema):
    """1 is high, 3 is low; priority 1 is critical."""

    impact: Grade
    urgency: Grade
    priority: Priority4


class DeskMatrix(Schema):
    cells: Annotated[list[DeskCell], Field(min_length=1, max_length=9)]

    @model_validator(mode="after")
    def once(self) -> "DeskMatrix":
        if len({(one.impact, one.urgency) for one in self.cells}) != len(self.cells):
            raise ValueError("Aynı etki ve ivedilik iki kez verilmiş.")
        return self


class DeskMemberIn(Schema):
    """A full share of the work is 100."""

    skill_ids: Annotated[list[Key], Field(max_length=100)] = []
    weight: Annotated[int, Field(ge=1, le=200)] = 100
    takes: bool = True


class DeskMemberOut(Schema):
    unit: DeskNamed
    user: DeskNamed
    skills: list[str]
    weight: int
    takes: bool
    open: int


def member(one: Agent, load: int) -> DeskMemberOut:
    return DeskMemberOut(
        unit=DeskNamed(id=one.unit_id, name=one.unit.name),
        user=DeskNamed(id=one.user_id, name=one.user.full_name),
        skills=sorted(each.name for each in one.skills.all()),
        weight=one.weight,
        takes=one.takes,
        open=load,
    )


class DeskSkillIn(Schema):
    name: Line60
