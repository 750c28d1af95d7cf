"""Questions, reviews and alarms for machines: the same reach, the same services and the same words as the screens."""

import datetime as dt
import json
from typing import Annotated, Any

from django.utils.timezone import make_aware
from ninja import Field, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import access, queries
from .models import Alarm, AlarmHit, Cadence, Hold, Kind, Level, Result, Review, ReviewPlan, SetRight
from .services import alarming, conditions, exploring, following, keeping, reviewing, rights, searching
from .services.searching import PERSONAL, mask

router = Router(tags=["logs"])
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class LogReviewPlanOut(Schema):
    id: int
    unit: str
    cadence: str
    reviewer: str
    days: int
    active: bool


class LogReviewPlanIn(Schema):
    unit_id: Key
    cadence: Cadence
    assignee_id: Key
    days: Annotated[int, Field(ge=1, le=31)] = 1
    active: bool = True


class LogReviewOut(Schema):
    id: int
    cadence: str
    unit: str
    reviewer: str
    since: dt.date
    until: dt.date
    due_on: dt.date
    attention: int
    result: str
    note: str
    signed_at: dt.datetime | None


class LogReviewList(Schema):
    items: list[LogReviewOut]
    next: str


class LogReviewSignIn(Schema):
    result: Result
    note: Annotated[str, line(4_000)] = ""


class LogAlarmOut(Schema):
    id: int
    name: str
    set: str
    condition: dict[str, Any]
    told: str
    level: str
    threshold: int
    minutes: int
    group_by: list[str]
    counted: str
    active: bool
    responsible: str
    waiting: int
    sigma: bool


class LogAlarmIn(Schema):
    name: Annotated[str, line(160, 1)]
    unit_id: Key
    assignee_id: Key
    set: Annotated[str, line(20, 1)]
    condition: dict[str, Any]
    level: Level = Level.MEDIUM
    threshold: Annotated[int, Field(ge=1, le=10_000)] = 1
    minutes: Annotated[int, Field(ge=1, le=1_440)] = 5
    group_by: Annotated[list[Annotated[str, line(40, 1)]], Field(max_length=4)] = []
    counted: Annotated[str, line(40)] = ""
    active: bool = True
    service_code: Annotated[str, line(40)] = ""


class LogSigmaIn(Schema):
    rule: Annotated[str, line(50_000, 1)]
    unit_id: Key
    assignee_id: Key
    threshold: Annotated[int, Field(ge=1, le=10_000)] = 1
    minutes: Annotated[int, Field(ge=1, le=1_440)] = 5
    service_code: Annotated[str, line(40)] = ""


class LogAlarmHitOut(Schema):
    id: int
    alarm: int
    first: dt.datetime
    last: dt.datetime
    lines: int
    values: int
    group: list[str]
    facts: list[dict[str, str]]
    note: str
    seen_at: dt.datetime | None


class LogAlarmHitList(Schema):
    items: list[LogAlarmHitOut]
    next: str


class LogAlarmSeenIn(Schema):
    note: Annotated[str, line(500, 1)]


class LogAskIn(Schema):
    purpose: Annotated[str, line(300, 10)]
    request: Annotated[str, line(40)] = ""


class LogWhoIn(LogAskIn):
    ip: Annotated[str, line(64, 1)]
    at: dt.datetime
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None


class LogTraceIn(LogAskIn):
    what: Annotated[str, line(120, 1)]
    since: dt.datetime
    until: dt.datetime


class LogFreeIn(LogAskIn):
    words: Annotated[str, line(120, 3)]
    since: dt.datetime
    until: dt.datetime
    set: Annotated[str, line(20)] = ""


class LogLineOut(Schema):
    at: dt.datetime
    role: str
    segment: str
    """Empty while the line waits for its seal."""
    line: int | None
    fields: dict[str, str]


class LogAnswerOut(Schema):
    search: int
    """Its number in the book of searches."""
    masked: bool
    inner: str
    mac: str
    host: str
    user: str
    place: str
    device: str
    holder: str
    words: list[str]
    found: int
    lines: list[LogLineOut]


class LogSearchOut(Schema):
    id: int
    at: dt.datetime
    who: str
    kind: str
    purpose: str
    request: str
    found: int
    masked: bool
    package_sha256: str


class LogSearchList(Schema):
    items: list[LogSearchOut]
    next: str


SHOWN = 200
"""Lines an answer carries; `found` counts all."""


def _answer(answer: searching.Answer) -> LogAnswerOut:
    lines = [_line(one) for one in answer.evidence[:SHOWN]]
    plain = ("inner", "mac", "host", "user", "place", "words")
    return LogAnswerOut(
        search=answer.search.pk,
        masked=answer.search.masked,
        device=answer.known.device if answer.known else "",
        holder=answer.known.holder if answer.known else "",
        found=len(answer.evidence),
        lines=lines,
        **{name: getattr(answer, name) for name in plain},
    )


def _local(moment: dt.datetime) -> dt.datetime:
    """A time without a zone is the time here; what no clock can show is refused."""
    if not 1970 <= moment.year <= 9_998:
        raise Refused("Zaman 1970 ile 9998 yılları arasında olmalıdır.")
    return moment if moment.tzinfo else make_aware(moment)


@router.post("/who", response={200: LogAnswerOut, **SAYS_NO}, summary="Bu IP o anda kimdeydi? Deftere yazılır")
def ask_who(request: Request, body: LogWhoIn) -> LogAnswerOut:
    facts = body.dict() | {"at": _local(body.at)}
    return _answer(searching.who(actor=request.actor, **facts))


@router.post("/trace", response={200: LogAnswerOut, **SAYS_NO}, summary="Bir IP, MAC ya da kişinin satırları")
def ask_trace(request: Request, body: LogTraceIn) -> LogAnswerOut:
    facts = body.dict() | {"since": _local(body.since), "until": _local(body.until)}
    return _answer(searching.trace(actor=request.actor, **facts))


@router.post("/search", response={200: LogAnswerOut, **SAYS_NO}, summary="Loglarda serbest arama")
def ask_free(request: Request, body: LogFreeIn) -> LogAnswerOut:
    facts = body.dict() | {"since": _local(body.since), "until": _local(body.until)}
    return _answer(searching.free(actor=request.actor, code=facts.pop("set"), **facts))


@router.get("/searches", response={200: LogSearchList, **SAYS_NO}, summary="Log aramalarının defteri, yenisi önce")
def list_log_searches(
    request: Request, kind: Annotated[str, line(10)] = "", limit: Page = 50, after: Cursor = ""
) -> LogSearchList:
    known = kind if kind in Kind.values else ""
    page, next_ = page_after(queries.searches(request.actor, known), ("-pk",), after, limit)
    plain = ("at", "kind", "purpose", "request", "found", "masked")
    items = [
        LogSearchOut(
            id=row.pk,
            who=row.user.full_name,
            package_sha256=row.packed_sha256,
            **{name: getattr(row, name) for name in plain},
        )
        for row in page
    ]
    return LogSearchList(items=items, next=next_)


def _plan(row: ReviewPlan) -> LogReviewPlanOut:
    who = row.assignee.full_name if row.assignee else ""
    return LogReviewPlanOut(
        id=row.pk, unit=row.unit.name, cadence=row.cadence, reviewer=who, days=row.days, active=row.active
    )


def _review(row: Review) -> LogReviewOut:
    plain = ("since", "until", "due_on", "attention", "result", "note", "signed_at")
    return LogReviewOut(
        id=row.pk,
        cadence=row.plan.cadence,
        unit=row.plan.unit.name,
        reviewer=row.plan.assignee.full_name if row.plan.assignee else "",
        **{name: getattr(row, name) for name in plain},
    )


def _alarm(row: Alarm) -> LogAlarmOut:
    plain = ("name", "condition", "level", "threshold", "minutes", "group_by", "counted", "active")
    return LogAlarmOut(
        id=row.pk,
        set=row.code,
        told=conditions.told(row.condition),
        responsible=row.assignee.full_name if row.assignee else "",
        waiting=getattr(row, "waiting", 0),
        sigma=bool(row.sigma),
        **{name: getattr(row, name) for name in plain},
    )


def _hit(row: AlarmHit, clear: bool, codes: list[str]) -> LogAlarmHitOut:
    """Persons covered where the seat may not see them; nothing of the lines where their set is closed to it."""

    def shown(name: str, value: str) -> str:
        return value if clear or name not in PERSONAL else mask(name, value)

    open_ = row.alarm.code in codes
    facts = [{name: shown(name, value) for name, value in one.items()} for one in row.facts] if open_ else []
    group = [shown(name, value) for name, value in zip(row.alarm.group_by, row.group, strict=False)] if open_ else []
    plain = ("first", "last", "lines", "values", "note", "seen_at")
    return LogAlarmHitOut(
        id=row.pk, alarm=row.alarm_id, facts=facts, group=group, **{name: getattr(row, name) for name in plain}
    )


@router.get("/review-plans", response={200: list[LogReviewPlanOut], **SAYS_NO}, summary="Log inceleme planları")
def list_log_review_plans(request: Request) -> list[LogReviewPlanOut]:
    return [_plan(row) for row in queries.plans(request.actor)]


@router.post("/review-plans", response={201: LogReviewPlanOut, **SAYS_NO}, summary="Log incelemesi planla")
def plan_log_review(request: Request, body: LogReviewPlanIn) -> Status[LogReviewPlanOut]:
    return Status(201, _plan(reviewing.plan(actor=request.actor, **body.dict())))


@router.get("/reviews", response={200: LogReviewList, **SAYS_NO}, summary="Log incelemeleri, yenisi önce")
def list_log_reviews(
    request: Request, state: Annotated[str, line(10)] = "", limit: Page = 50, after: Cursor = ""
) -> LogReviewList:
    page, next_ = page_after(queries.reviews(request.actor, state), ("-until", "-pk"), after, limit)
    return LogReviewList(items=[_review(row) for row in page], next=next_)


@router.get("/reviews/{review_id}", response={200: LogReviewOut, **SAYS_NO}, summary="Bir log incelemesi")
def get_log_review(request: Request, review_id: Key) -> LogReviewOut:
    return _review(queries.review(request.actor, review_id))


@router.post("/reviews/{review_id}/sign", response={200: LogReviewOut, **SAYS_NO}, summary="İncelemeyi imzala")
def sign_log_review(request: Request, review_id: Key, body: LogReviewSignIn) -> LogReviewOut:
    return _review(reviewing.sign(review_id, actor=request.actor, result=body.result, note=body.note))


@router.get("/alarms", response={200: list[LogAlarmOut], **SAYS_NO}, summary="Log alarmları")
def list_log_alarms(request: Request) -> list[LogAlarmOut]:
    return [_alarm(row) for row in queries.alarms(request.actor)]


@router.post("/alarms", response={201: LogAlarmOut, **SAYS_NO}, summary="Log alarmı kur")
def create_log_alarm(request: Request, body: LogAlarmIn) -> Status[LogAlarmOut]:
    facts = body.dict()
    return Status(201, _alarm(alarming.keep_alarm(actor=request.actor, code=facts.pop("set"), **facts)))


@router.post("/alarms/sigma", response={201: LogAlarmOut, **SAYS_NO}, summary="Sigma kuralından alarm kur")
def bring_sigma_rule(request: Request, body: LogSigmaIn) -> Status[LogAlarmOut]:
    return Status(201, _alarm(alarming.bring(actor=request.actor, **body.dict())))


@router.get("/alarm-hits", response={200: LogAlarmHitList, **SAYS_NO}, summary="Çalan alarmlar, yenisi önce")
def list_log_alarm_hits(request: Request, limit: Page = 50, after: Cursor = "") -> LogAlarmHitList:
    page, next_ = page_after(queries.hits(request.actor), ("-pk",), after, limit)
    clear, codes = request.actor.reach(access.PERSONS).everywhere, queries.open_sets(request.actor)
    return LogAlarmHitList(items=[_hit(row, clear, codes) for row in page], next=next_)


@router.post(
    "/alarm-hits/{hit_id}/seen", response={200: LogAlarmHitOut, **SAYS_NO}, summary="Çalan alarmı değerlendir"
)
def see_log_alarm(request: Request, hit_id: Key, body: LogAlarmSeenIn) -> LogAlarmHitOut:
    hit = alarming.see(hit_id, actor=request.actor, note=body.note)
    return _hit(hit, request.actor.reach(access.PERSONS).everywhere, queries.open_sets(request.actor))


@router.get("/alarms/{alarm_id}", response={200: LogAlarmOut, **SAYS_NO}, summary="Bir log alarmı")
def get_log_alarm(request: Request, alarm_id: Key) -> LogAlarmOut:
    return _alarm(queries.alarm(request.actor, alarm_id))


@router.put("/alarms/{alarm_id}", response={200: LogAlarmOut, **SAYS_NO}, summary="Log alarmını değiştir")
def change_log_alarm(request: Request, alarm_id: Key, body: LogAlarmIn) -> LogAlarmOut:
    facts = body.dict()
    return _alarm(alarming.keep_alarm(alarm_id, actor=request.actor, code=facts.pop("set"), **facts))


# ---- looking around, following, keeping ----------------------------------------------------------------------------


class LogExploreIn(LogAskIn):
    sets: Annotated[list[Annotated[str, line(20, 1)]], Field(min_length=1, max_length=20)]
    since: dt.datetime
    until: dt.datetime
    words: Annotated[str, line(120)] = ""
    condition: Annotated[str, line(4_000)] = ""


class LogFacetOut(Schema):
    name: str
    values: dict[str, int]
    others: int


class LogBarOut(Schema):
    at: str
    lines: dict[str, int]


class LogExploredOut(Schema):
    search: int
    masked: bool
    found: int
    whole: bool
    """False where only the newest lines were counted."""
    facets: list[LogFacetOut]
    bars: list[LogBarOut]
    lines: list[LogLineOut]


class LogTailIn(LogAskIn):
    set: Annotated[str, line(20, 1)]
    words: Annotated[str, line(120)] = ""
    condition: Annotated[str, line(4_000)] = ""


class LogTailOut(Schema):
    id: int
    set: str
    began_at: dt.datetime


class LogTailLinesOut(Schema):
    lines: list[LogLineOut]
    skipped: int
    marks: str
    """Send it back with the next look."""
    over: bool


class LogTermOut(Schema):
    set: str
    label: str
    basis: str
    minimum: int
    days: int
    oldest: dt.date | None


class LogTermIn(Schema):
    days: Annotated[int, Field(ge=1, le=36_500)]


class LogHoldOut(Schema):
    id: int
    set: str
    since: dt.date
    until: dt.date
    why: str
    request: str
    lifted_at: dt.datetime | None


class LogHoldIn(Schema):
    set: Annotated[str, line(20)] = ""
    since: dt.date
    until: dt.date
    why: Annotated[str, line(300, 10)]
    request: Annotated[str, line(40)] = ""


class LogLiftIn(Schema):
    note: Annotated[str, line(300, 10)]


class LogSetRightOut(Schema):
    id: int
    set: str
    position: str
    unit: str
    allowed: bool
    why: str


class LogSetRightIn(Schema):
    set: Annotated[str, line(20, 1)]
    position: Annotated[str, line(30, 1)]
    unit_id: Key | None = None
    allowed: bool = True
    why: Annotated[str, line(300, 10)]


def _line(one: searching.Found) -> LogLineOut:
    return LogLineOut(
        at=one.at,
        role=one.role,
        segment=one.row.segment,
        line=one.row.n + 1 if one.row.segment else None,
        fields={name: str(value) for name, value in one.told},
    )


@router.post("/explore", response={200: LogExploredOut, **SAYS_NO}, summary="Süz ve say. Deftere yazılır")
def explore_logs(request: Request, body: LogExploreIn) -> LogExploredOut:
    facts = body.dict() | {"since": _local(body.since), "until": _local(body.until)}
    found = exploring.explore(actor=request.actor, codes=facts.pop("sets"), **facts)
    return LogExploredOut(
        search=found.search.pk,
        masked=found.search.masked,
        found=len(found.lines),
        whole=found.whole,
        facets=[LogFacetOut(name=one.name, values=dict(one.values), others=one.others) for one in found.facets],
        bars=[LogBarOut(at=at, lines=dict(zip(found.codes, counts, strict=True))) for at, counts in found.bars],
        lines=[_line(one) for one in found.lines[:SHOWN]],
    )


@router.post("/tails", response={201: LogTailOut, **SAYS_NO}, summary="Canlı izlemeye başla. Deftere yazılır")
def begin_log_tail(request: Request, body: LogTailIn) -> Status[LogTailOut]:
    facts = body.dict()
    tail = following.begin(actor=request.actor, code=facts.pop("set"), **facts)
    return Status(201, LogTailOut(id=tail.pk, set=tail.code, began_at=tail.began_at))


@router.get("/tails/{tail_id}/lines", response={200: LogTailLinesOut, **SAYS_NO}, summary="Gelen satırlar")
def follow_log_tail(request: Request, tail_id: Key, marks: Annotated[str, line(20_000)] = "") -> LogTailLinesOut:
    """A look at least once a minute keeps it going."""
    try:
        known = json.loads(marks) if marks else None
    except (ValueError, RecursionError):
        known = None
    found = following.look(tail_id, actor=request.actor, marks=known)
    lines = [_line(one) for one in found.lines]
    return LogTailLinesOut(lines=lines, skipped=found.skipped, marks=json.dumps(found.marks), over=found.over)


@router.post("/tails/{tail_id}/leave", response={200: LogTailOut, **SAYS_NO}, summary="Canlı izlemeyi bitir")
def leave_log_tail(request: Request, tail_id: Key) -> LogTailOut:
    tail = following.leave(tail_id, actor=request.actor)
    return LogTailOut(id=tail.pk, set=tail.code, began_at=tail.began_at)


def _hold(row: Hold) -> LogHoldOut:
    plain = ("since", "until", "why", "request", "lifted_at")
    return LogHoldOut(id=row.pk, set=row.code, **{name: getattr(row, name) for name in plain})


def _right(row: SetRight) -> LogSetRightOut:
    unit = str(row.unit) if row.unit else ""
    return LogSetRightOut(id=row.pk, set=row.code, position=row.position, unit=unit, allowed=row.allowed, why=row.why)


@router.get("/retention", response={200: list[LogTermOut], **SAYS_NO}, summary="Saklama süreleri")
def list_log_terms(request: Request) -> list[LogTermOut]:
    return [LogTermOut(**one) for one in queries.kept(request.actor)]


@router.put("/retention/{code}", response={200: LogTermOut, **SAYS_NO}, summary="Saklama süresini değiştir")
def change_log_term(request: Request, code: Annotated[str, line(20, 1)], body: LogTermIn) -> LogTermOut:
    keeping.keep_for(code, actor=request.actor, days=body.days)
    return next(LogTermOut(**one) for one in queries.kept(request.actor, code))


@router.get("/holds", response={200: list[LogHoldOut], **SAYS_NO}, summary="Silme bekletmeleri")
def list_log_holds(request: Request) -> list[LogHoldOut]:
    return [_hold(row) for row in queries.holds(request.actor)[:500]]


@router.post("/holds", response={201: LogHoldOut, **SAYS_NO}, summary="Silmeyi beklet")
def hold_logs(request: Request, body: LogHoldIn) -> Status[LogHoldOut]:
    facts = body.dict()
    return Status(201, _hold(keeping.hold(actor=request.actor, code=facts.pop("set"), **facts)))


@router.post("/holds/{hold_id}/lift", response={200: LogHoldOut, **SAYS_NO}, summary="Bekletmeyi kaldır")
def lift_log_hold(request: Request, hold_id: Key, body: LogLiftIn) -> LogHoldOut:
    return _hold(keeping.lift(hold_id, actor=request.actor, note=body.note))


@router.get("/set-rights", response={200: list[LogSetRightOut], **SAYS_NO}, summary="Hangi küme kime açık")
def list_log_set_rights(request: Request) -> list[LogSetRightOut]:
    return [_right(row) for row in queries.set_rights(request.actor)]


@router.post("/set-rights", response={201: LogSetRightOut, **SAYS_NO}, summary="Kümeyi aç ya da kapat")
def write_log_set_right(request: Request, body: LogSetRightIn) -> Status[LogSetRightOut]:
    facts = body.dict()
    return Status(201, _right(rights.allow(actor=request.actor, code=facts.pop("set"), **facts)))


@router.delete("/set-rights/{right_id}", response={200: LogSetRightOut, **SAYS_NO}, summary="Erişim satırını sil")
def forget_log_set_right(request: Request, right_id: Key) -> LogSetRightOut:
    row = queries.set_rights(request.actor).get(pk=right_id)
    told = _right(row)
    rights.forget(right_id, actor=request.actor)
    return told
