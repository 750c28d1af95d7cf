"""The same doors for machines: the dated tree, reorganisations and their steps, posts, groups, the registry."""

import datetime as dt
from typing import Any

from django.utils.timezone import localdate
from ninja import Field, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.people.queries import any_unit, tree_on
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from . import queries, services
from .models import ApprovalRule, Reorganisation

router = Router(tags=["organization"])


class PlacedOut(Schema):
    id: int
    parent: int | None
    name: str
    short_name: str
    kind: str


class OrganizationStepOut(Schema):
    name: str
    label: str
    danger: str


class ChangeOut(Schema):
    order: int
    act: str
    unit: int | None
    target: int | None
    target_handle: int | None
    name: str
    kind: str
    made: int | None


class ReorganisationOut(Schema):
    number: str
    title: str
    state: str
    unit: int
    effective_on: dt.date | None
    decision_date: dt.date | None
    decision_number: str


class ReorganisationDetail(ReorganisationOut):
    reason: str
    approver: str | None
    quote: str | None
    own_order: bool
    fault: str
    changes: list[ChangeOut]
    problems: list[str]
    effect: list[tuple[str, int]]
    steps: list[OrganizationStepOut]


class ReorganisationPage(Schema):
    items: list[ReorganisationOut]
    before: int | None


class ProposeIn(Schema):
    unit: int
    title: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=10_000)
    effective_on: dt.date | None = None
    rule: int | None = None
    own_order: bool = False


class ChangeIn(Schema):
    act: str = Field(pattern="^(open|rename|move|merge|split|close|seats)$")
    unit: int | None = None
    target: int | None = None
    target_handle: int | None = Field(None, ge=1, le=10_000)
    name: str = Field("", max_length=200)
    short_name: str = Field("", max_length=60)
    kind: str = Field("", pattern="^(|municipality|executive|department|branch|directorate|service|bureau|board)$")
    seats: list[int] = []


class OrganizationWhy(Schema):
    why: str = Field(min_length=1, max_length=2_000)


class DecisionIn(Schema):
    decision_date: dt.date
    decision_number: str = Field(min_length=1, max_length=60)
    effective_on: dt.date | None = None


class PostOut(Schema):
    unit: int
    position: str
    title: str
    staff_class: str
    number: int
    filled: int


class GroupOut(Schema):
    code: str
    name: str
    about: str


class OrganizationMemberOut(Schema):
    id: int
    username: str
    name: str


class BodyOut(Schema):
    number: str
    parent: str | None
    name: str
    kind: str
    province: str
    district: str
    kep: str
    is_active: bool


BIG = 2**31 - 1
EARLIEST = dt.date(1900, 1, 1)


def _size(limit: int) -> int:
    return max(1, min(limit, 200))


def _short(one: Reorganisation) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "title": one.title,
        "state": one.case.state,
        "unit": one.case.unit_id,
        "effective_on": one.effective_on,
        "decision_date": one.decision_date,
        "decision_number": one.decision_number,
    }


def _detail(request: Request, number: str) -> ReorganisationDetail:
    one = queries.reorganisation(request.actor, number)
    plan = queries.preview(one)
    changes = [
        ChangeOut(
            order=row.order,
            act=row.act,
            unit=row.unit_id,
            target=row.target_id,
            target_handle=row.target_handle,
            name=row.name,
            kind=row.kind,
            made=row.made_id,
        )
        for row in one.changes.all()
    ]
    return ReorganisationDetail(
        **_short(one),
        reason=one.reason,
        approver=one.rule.approver if one.rule else None,
        quote=one.rule.quote if one.rule else None,
        own_order=one.own_order,
        fault=one.fault,
        changes=changes,
        problems=[] if one.applied_at else plan.problems,
        effect=[(row.label, row.number) for row in queries.effect_of(plan)],
        steps=[
            OrganizationStepOut(name=s.name, label=s.label, danger=s.danger) for s in steps_open(one, request.actor)
        ],
    )


@router.get("/tree", response=list[PlacedOut], summary="Bir günün teşkilatı")
def tree(request: Request, day: dt.date | None = None) -> list[PlacedOut]:
    """Every unit as it stood on a day (today)."""
    when = max(day or localdate(), EARLIEST)
    return [
        PlacedOut(id=row.unit_id, parent=row.parent_id, name=row.name, short_name=row.short_name, kind=row.kind)
        for row in tree_on(when)
    ]


@router.get("/reorganisations", response=ReorganisationPage, summary="Teşkilat değişiklikleri")
def list_reorganisations(
    request: Request,
    state: str = "",
    before: int | None = None,
    limit: int = 30,
) -> ReorganisationPage:
    """Files in reach, the newest first; `before` is what the last page gave."""
    rows, following = queries.page_of(
        queries.reorganisations(request.actor, state.replace("\0", "")),  # PostgreSQL refuses a NUL
        min(max(before, 0), BIG) if before is not None else None,
        _size(limit),
    )
    return ReorganisationPage(items=[ReorganisationOut(**_short(row)) for row in rows], before=following)


@router.post("/reorganisations", response={201: ReorganisationDetail} | SAYS_NO, summary="Değişiklik öner")
def propose(request: Request, body: ProposeIn) -> Status[ReorganisationDetail]:
    facts = body.model_dump(exclude={"unit", "rule"})
    rule: ApprovalRule | None = queries.rules().get(pk=body.rule) if body.rule is not None else None
    unit = any_unit().get(pk=body.unit)
    made = services.propose(actor=request.actor, unit=unit, rule=rule, **facts)
    return Status(201, _detail(request, made.case.number))


@router.get("/reorganisations/{number}", response={200: ReorganisationDetail} | SAYS_NO, summary="Bir değişiklik")
def one_reorganisation(request: Request, number: str) -> ReorganisationDetail:
    return _detail(request, number)


@router.post("/reorganisations/{number}/changes", response={200: ReorganisationDetail} | SAYS_NO, summary="Ekle")
def add_change(request: Request, number: str, body: ChangeIn) -> ReorganisationDetail:
    facts = body.model_dump()
    for name in ("unit", "target"):
        facts[name] = any_unit().get(pk=facts[name]) if facts[name] is not None else None
    services.add_change(number, actor=request.actor, **facts)
    return _detail(request, number)


@router.delete(
    "/reorganisations/{number}/changes/{order}", response={200: ReorganisationDetail} | SAYS_NO, summary="Çıkar"
)
def drop_change(request: Request, number: str, order: int) -> ReorganisationDetail:
    services.drop_change(number, min(max(order, 0), 30_000), actor=request.actor)
    return _detail(request, number)


@router.post("/reorganisations/{number}/submit", response={200: ReorganisationDetail} | SAYS_NO, summary="Onaya sun")
def submit(request: Request, number: str) -> ReorganisationDetail:
    services.submit(number, actor=request.actor)
    return _detail(request, number)


@router.post(
    "/reorganisations/{number}/return", response={200: ReorganisationDetail} | SAYS_NO, summary="Geri gönder"
)
def hand_back(request: Request, number: str, body: OrganizationWhy) -> ReorganisationDetail:
    services.hand_back(number, actor=request.actor, why=body.why)
    return _detail(request, number)


@router.post("/reorganisations/{number}/approve", response={200: ReorganisationDetail} | SAYS_NO, summary="Onayla")
def approve(request: Request, number: str, body: DecisionIn) -> ReorganisationDetail:
    services.approve(number, actor=request.actor, **body.model_dump())
    return _detail(request, number)


@router.post(
    "/reorganisations/{number}/order", response={200: ReorganisationDetail} | SAYS_NO, summary="Emirle onayla"
)
def order(request: Request, number: str, body: DecisionIn) -> ReorganisationDetail:
    services.order(number, actor=request.actor, **body.model_dump())
    return _detail(request, number)


@router.post("/reorganisations/{number}/withdraw", response={200: ReorganisationDetail} | SAYS_NO, summary="Geri çek")
def withdraw(request: Request, number: str, body: OrganizationWhy) -> ReorganisationDetail:
    services.withdraw(number, actor=request.actor, why=body.why)
    return _detail(request, number)


@router.post("/reorganisations/{number}/undo", response={200: ReorganisationDetail} | SAYS_NO, summary="Geri al")
def undo(request: Request, number: str, body: OrganizationWhy) -> ReorganisationDetail:
    services.undo(number, actor=request.actor, why=body.why)
    return _detail(request, number)


class RegistryTaskOut(Schema):
    number: str
    subject: str
    state: str
    reorganisation: str
    imported: str
    unit: int
    due_on: dt.date | None
    submitted_on: dt.date | None
    reference: str
    confirmed_on: dt.date | None
    changes: list[str]


@router.get("/registry-tasks", response=list[RegistryTaskOut], summary="DETSİS bildirimleri")
def registry_tasks(request: Request, state: str = "", limit: int = 50) -> list[RegistryTaskOut]:
    """What changes of units leave to do in the state registry, open ones first."""
    return [
        RegistryTaskOut(
            number=row.case.number,
            subject=row.case.subject,
            state=row.case.state,
            reorganisation=row.reorganisation.case.number if row.reorganisation else "",
            imported=row.imported_name,
            unit=row.case.unit_id,
            due_on=row.case.due_on,
            submitted_on=row.submitted_on,
            reference=row.reference,
            confirmed_on=row.confirmed_on,
            changes=[line.words for line in row.lines.all()],
        )
        for row in queries.registry_tasks(request.actor, state[:12])[: _size(limit)]
    ]


@router.get("/posts", response=list[PostOut], summary="Norm kadro")
def posts(request: Request, unit: int | None = None) -> list[PostOut]:
    """Established posts in reach with how many are filled today."""
    only = frozenset({unit}) if unit is not None else None
    return [
        PostOut(
            unit=row.unit.pk,
            position=line.post.position,
            title=line.post.title,
            staff_class=line.post.staff_class,
            number=line.post.number,
            filled=len(line.filled),
        )
        for row in queries.cadre_report(request.actor, only)
        for line in row.lines
    ]


@router.get("/groups", response=list[GroupOut], summary="Gruplar")
def list_groups(request: Request) -> list[GroupOut]:
    return [GroupOut(code=row.code, name=row.name, about=row.about) for row in queries.groups()]


@router.get(
    "/groups/{code}/members", response={200: list[OrganizationMemberOut]} | SAYS_NO, summary="Bir grubun üyeleri"
)
def members(request: Request, code: str, day: dt.date | None = None) -> list[OrganizationMemberOut]:
    found = queries.members_of(queries.group(code), day)
    return [OrganizationMemberOut(id=user.pk, username=user.username, name=user.full_name) for user in found]


@router.get("/bodies", response=list[BodyOut], summary="DETSİS kayıtları")
def list_bodies(request: Request, q: str = "", after: str = "", limit: int = 50) -> list[BodyOut]:
    """Rows of the national registry by number or words, by number; `after` is the last one seen."""
    rows = queries.bodies(q[:200]).order_by("number")
    if after:
        rows = rows.filter(number__gt=after)
    return [
        BodyOut(
            number=row.number,
            parent=row.parent_id,
            name=row.name,
            kind=row.kind,
            province=row.province,
            district=row.district,
            kep=row.kep,
            is_active=row.is_active,
        )
        for row in rows[: _size(limit)]
    ]
