"""Rules of firewalls and the rule sets of the devices, for machines."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import FirewallRule, RuleImport
from .shapes import Key, Short

router = Router(tags=["network"])
Spots = Annotated[list[Annotated[str, line(260, 1)]], Field(min_length=1, max_length=200)]


class FirewallRuleOut(Schema):
    number: str
    state: str
    state_label: str
    why: str
    action: str
    sources: list[str]
    destinations: list[str]
    services: list[str]
    device: str | None
    ident: str
    applied_on: dt.date | None
    reviewed_on: dt.date | None
    until: dt.date | None
    answer: str
    steps: list[str]

    @classmethod
    def of(cls, row: FirewallRule, request: Request) -> "FirewallRuleOut":
        return cls(
            number=row.case.number, state=row.case.state, state_label=row.state_label, why=row.why,
            action=row.action, sources=row.sources, destinations=row.destinations, services=row.services,
            device=row.device.name if row.device else None, ident=row.ident, applied_on=row.applied_on,
            reviewed_on=row.reviewed_on, until=row.until, answer=row.answer,
            steps=[step.name for step in steps_open(row, request.actor)],
        )  # fmt: skip


class FirewallRuleList(Schema):
    items: list[FirewallRuleOut]
    next: str


class FirewallRuleIn(Schema):
    why: Annotated[str, line(2_000, 1)]
    sources: Spots
    destinations: Spots
    services: Spots
    action: Short = "allow"
    until: dt.date | None = None
    device_id: Key | None = None


class RuleApproveIn(Schema):
    device_id: Key | None = None
    until: dt.date | None = None
    answer: Annotated[str, line(500)] = ""


class RuleApplyIn(Schema):
    ident: Annotated[str, line(64)] = ""


class RuleReviewIn(Schema):
    until: dt.date | None = None
    answer: Annotated[str, line(500)] = ""


class RuleWhyIn(Schema):
    why: Annotated[str, line(500)] = ""


class RuleFindingOut(Schema):
    sort: str
    said: str
    ident: str | None
    rule: str | None


class RuleSetOut(Schema):
    id: int
    device: str
    kind: str
    at: dt.datetime
    lines: int
    broken: int
    faults: list[str]
    reviewed_at: dt.datetime | None
    agreed: int
    findings: list[RuleFindingOut]

    @classmethod
    def of(cls, row: RuleImport) -> "RuleSetOut":
        seen = queries.compare(row)
        found = [
            RuleFindingOut(
                sort=one.sort, said=one.said, ident=one.line.ident if one.line else None,
                rule=one.rule.case.number if one.rule else None,
            )
            for one in seen.findings
        ]  # fmt: skip
        return cls(
            id=row.pk, device=row.device.name, kind=row.kind, at=row.at, lines=row.lines, broken=row.broken,
            faults=row.faults, reviewed_at=row.reviewed_at, agreed=seen.agreed, findings=found,
        )  # fmt: skip


@router.get("/firewall/rules", response=FirewallRuleList, summary="Güvenlik duvarı kuralları")
def list_rules(
    request: Request,
    filters: Query[queries.RuleFilter],
    cursor: Annotated[str, line(400)] = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> FirewallRuleList:
    page, after = page_after(queries.rules(request.actor, filters), ("-case_id",), cursor, limit)
    return FirewallRuleList(items=[FirewallRuleOut.of(row, request) for row in page], next=after)


def _rule(request: Request, number: str) -> FirewallRuleOut:
    return FirewallRuleOut.of(queries.rule(request.actor, number), request)


@router.post("/firewall/rules", response={201: FirewallRuleOut} | SAYS_NO, summary="Kural iste")
def ask_rule(request: Request, body: FirewallRuleIn) -> Status[FirewallRuleOut]:
    made = services.ask_rule(actor=request.actor, **body.dict())
    return Status(201, _rule(request, made.case.number))


@router.get("/firewall/rules/{number}", response={200: FirewallRuleOut} | SAYS_NO, summary="Tek kural")
def one_rule(request: Request, number: Short) -> FirewallRuleOut:
    return _rule(request, number)


@router.post("/firewall/rules/{number}/approve", response={200: FirewallRuleOut} | SAYS_NO, summary="Uygun gör")
def approve_rule(request: Request, number: Short, body: RuleApproveIn) -> FirewallRuleOut:
    services.approve_rule(number, actor=request.actor, **body.dict())
    return _rule(request, number)


@router.post("/firewall/rules/{number}/refuse", response={200: FirewallRuleOut} | SAYS_NO, summary="Uygun görme")
def refuse_rule(request: Request, number: Short, body: RuleWhyIn) -> FirewallRuleOut:
    services.refuse_rule(number, actor=request.actor, **body.dict())
    return _rule(request, number)


@router.post("/firewall/rules/{number}/apply", response={200: FirewallRuleOut} | SAYS_NO, summary="Cihaza yazıldı")
def apply_rule(request: Request, number: Short, body: RuleApplyIn) -> FirewallRuleOut:
    services.apply_rule(number, actor=request.actor, **body.dict())
    return _rule(request, number)


@router.post("/firewall/rules/{number}/review", response={200: FirewallRuleOut} | SAYS_NO, summary="Sürdür")
def review_rule(request: Request, number: Short, body: RuleReviewIn) -> FirewallRuleOut:
    services.review_rule(number, actor=request.actor, **body.dict())
    return _rule(request, number)


@router.post("/firewall/rules/{number}/expire", response={200: FirewallRuleOut} | SAYS_NO, summary="Süresini bitir")
def expire_rule(request: Request, number: Short, body: RuleWhyIn) -> FirewallRuleOut:
    services.expire_rule(number, actor=request.actor, **body.dict())
    return _rule(request, number)


@router.post("/firewall/rules/{number}/remove", response={200: FirewallRuleOut} | SAYS_NO, summary="Kaldırıldı")
def remove_rule(request: Request, number: Short, body: RuleWhyIn) -> FirewallRuleOut:
    services.remove_rule(number, actor=request.actor, **body.dict())
    return _rule(request, number)


@router.post("/firewall/rules/{number}/withdraw", response={200: FirewallRuleOut} | SAYS_NO, summary="Vazgeç")
def withdraw_rule(request: Request, number: Short) -> FirewallRuleOut:
    services.withdraw_rule(number, actor=request.actor)
    return _rule(request, number)


@router.post("/firewall/rule-sets", response={201: RuleSetOut} | SAYS_NO, summary="Kural kümesi ver")
def give_rules(request: Request, file: UploadedFile, device_id: Key, kind: Short = "auto") -> Any:
    made = services.import_rules(
        actor=request.actor, content=file.read(), name=file.name or "kurallar", kind=kind, device_id=device_id
    )
    return Status(201, RuleSetOut.of(made))


@router.get("/firewall/rule-sets/{int:key}", response={200: RuleSetOut} | SAYS_NO, summary="Karşılaştırma")
def one_rule_set(request: Request, key: Key) -> RuleSetOut:
    return RuleSetOut.of(queries.rule_import(request.actor, key))
