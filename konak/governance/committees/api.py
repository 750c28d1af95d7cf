"""The door for machines: committees, meetings, decisions; the same services and words as the screens."""

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, File, Query, Router, Schema, Status
from ninja import Form as FormBody
from ninja.files import UploadedFile

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Committee, Decision, Meeting

router = Router(tags=["committees"])


Line24 = Annotated[str, line(24)]
Line200 = Annotated[str, line(200)]
Line250 = Annotated[str, line(250)]
Line300 = Annotated[str, line(300)]
Words = Annotated[str, line(4_000)]
Long = Annotated[str, line(10_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Votes = Annotated[int, Field(ge=0, le=500)]


class CommitteeNamed(Schema):
    id: int
    name: str


class CommitteeStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class CommitteeOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    unit: CommitteeNamed
    secretary: CommitteeNamed | None
    founded_on: dt.date
    closed_on: dt.date | None
    quorum: str
    majority: str
    cadence_months: int
    notice_days: int

    @classmethod
    def of(cls, row: Committee) -> "CommitteeOut":
        return cls(
            id=row.pk,
            code=row.code,
            name=row.name,
            kind=row.kind,
            unit=CommitteeNamed(id=row.unit_id, name=row.unit.name),
            secretary=CommitteeNamed(id=row.assignee.pk, name=row.assignee.full_name) if row.assignee else None,
            founded_on=row.founded_on,
            closed_on=row.closed_on,
            quorum=row.quorum,
            majority=row.majority,
            cadence_months=row.cadence,
            notice_days=row.notice_days,
        )


class MemberOut(Schema):
    id: int
    person: int | None
    name: str
    role: str
    role_label: str
    votes: bool
    since: dt.date
    until: dt.date | None


class DecisionOut(Schema):
    number: str
    committee: int
    ordinal: str
    """The committee's own gapless number: "SOME 2026/3"."""
    decided_on: dt.date
    text: str
    votes_for: int
    votes_against: int
    abstained: int
    carried: bool
    state: str
    state_label: str
    unit: CommitteeNamed
    assignee: CommitteeNamed | None
    due_on: dt.date | None
    closed_at: dt.datetime | None

    @classmethod
    def of(cls, row: Decision) -> "DecisionOut":
        case = row.case
        return cls(
            number=case.number,
            committee=row.committee_id,
            ordinal=f"{row.committee.code} {row.ordinal}",
            decided_on=row.decided_on,
            text=row.text,
            votes_for=row.votes_for,
            votes_against=row.votes_against,
            abstained=row.abstained,
            carried=row.carried,
            state=case.state,
            state_label=row.state_label,
            unit=CommitteeNamed(id=case.unit_id, name=case.unit.name),
            assignee=CommitteeNamed(id=case.assignee.pk, name=case.assignee.full_name) if case.assignee else None,
            due_on=case.due_on,
            closed_at=case.closed_at,
        )


class DecisionList(Schema):
    items: list[DecisionOut]
    next: str


class MeetingOut(Schema):
    number: str
    committee: int
    ordinal: str
    subject: str
    state: str
    state_label: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    extraordinary: bool

    @classmethod
    def of(cls, row: Meeting) -> "MeetingOut":
        return cls(**_meeting(row))


def _meeting(row: Meeting) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "committee": row.committee_id,
        "ordinal": row.ordinal,
        "subject": row.case.subject,
        "state": row.case.state,
        "state_label": row.state_label,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "place": row.place,
        "extraordinary": row.extraordinary,
    }


class ItemOut(Schema):
    id: int
    order: int
    title: str
    text: str
    outcome: str
    note: str
    decision: str | None


class AttendanceOut(Schema):
    id: int
    member: int | None
    name: str
    status: str
    votes: bool
    signed_at: dt.datetime | None


class MeetingDetail(MeetingOut):
    quorum: int
    voting_seats: int
    present: int
    items: list[ItemOut]
    attendance: list[AttendanceOut]
    minutes_sha256: str | None
    steps: list[CommitteeStepOut]


class PlanIn(Schema):
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    place: Line200 = ""
    subject: Line250 = ""
    extraordinary: bool = False


class ItemIn(Schema):
    title: Line250
    text: Long = ""
    presenter_id: Key | None = None
    presenter_title: Annotated[str, line(160)] = ""


class ProposalIn(Schema):
    title: Line250
    text: Long = ""


class ProposalOut(Schema):
    id: int
    title: str


class InviteIn(Schema):
    short_notice: Line300 = ""


class PostponeIn(Schema):
    starts_at: dt.datetime
    why: Line300


class CommitteeWhy(Schema):
    why: Line300


class MarkIn(Schema):
    status: Annotated[str, line(10)]


class NoteIn(Schema):
    note: Long = ""


class DecideIn(Schema):
    text: Long
    votes_for: Votes
    votes_against: Votes = 0
    abstained: Votes = 0
    chair_against: bool = False
    needs_action: bool = True
    unit_id: Key | None = None
    assignee_id: Key | None = None
    due_on: dt.date | None = None
    note: Long = ""
    dissents: Annotated[dict[Key, Words], Field(max_length=100)] = {}


class SummaryIn(Schema):
    summary: Long = ""


class SignIn(Schema):
    dissent: Words = ""


class WordsIn(Schema):
    words: Words = ""


class ReportIn(Schema):
    note: Long = ""


class HandOverIn(Schema):
    unit_id: Key
    assignee_id: Key | None = None


def _detail(request: Request, number: str) -> MeetingDetail:
    meeting = queries.meeting(request.actor, number)
    turnout = queries.turnout(meeting)
    return MeetingDetail(
        **_meeting(meeting),
        quorum=turnout.count.needed,
        voting_seats=turnout.count.full,
        present=turnout.count.present,
        items=[
            ItemOut(
                id=item.pk,
                order=place,
                title=item.title,
                text=item.text,
                outcome=item.outcome,
                note=item.note,
                decision=made.case.number if (made := getattr(item, "decision", None)) else None,
            )
            for place, item in enumerate(queries.agenda(meeting), 1)
        ],
        attendance=[
            AttendanceOut(
                id=line.attendance.pk,
                member=line.attendance.member_id,
                name=line.member.name if line.member else "",
                status=line.attendance.status,
                votes=line.votes,
                signed_at=line.attendance.signed_at,
            )
            for line in turnout.lines
        ],
        minutes_sha256=meeting.minutes.blob_id if meeting.minutes else None,
        steps=[
            CommitteeStepOut(name=step.name, label=step.label, danger=step.danger)
            for step in queries.steps(meeting, request.actor)
        ],
    )


@router.get("", response=list[CommitteeOut], summary="Kurullar")
def list_committees(request: Request, closed: bool = False) -> list[CommitteeOut]:
    """Committees in reach of a seat, and those the asker sits in."""
    return [CommitteeOut.of(row) for row in queries.committees(request.actor, closed=closed)]


@router.get("/decisions", response=DecisionList, summary="Kurul kararları")
def list_decisions(
    request: Request,
    filters: Query[queries.DecisionFilter],
    cursor: Annotated[str, line(60)] = "",
    limit: int = 50,
) -> DecisionList:
    """What waits by its last day with state=undone or late, otherwise newest first; follow `next`."""
    page = queries.decisions_page(request.actor, filters, after=cursor, limit=max(1, min(limit, 200)))
    return DecisionList(items=[DecisionOut.of(row) for row in page.rows], next=page.after)


@router.get("/decisions/{number}", response={200: DecisionOut} | SAYS_NO, summary="Bir kurul kararı")
def one_decision(request: Request, number: Line24) -> DecisionOut:
    return DecisionOut.of(queries.decision(request.actor, number))


@router.post("/decisions/{number}/start", response={200: DecisionOut} | SAYS_NO, summary="Başla")
def start(request: Request, number: Line24) -> DecisionOut:
    services.start(number, actor=request.actor)
    return DecisionOut.of(queries.decision(request.actor, number))


@router.post("/decisions/{number}/report", response={200: DecisionOut} | SAYS_NO, summary="Yapıldığını bildir")
def report(
    request: Request, number: Line24, body: FormBody[ReportIn], file: File[UploadedFile | None] = None
) -> DecisionOut:
    """Multipart: a note, a file, or both."""
    services.report(
        number, actor=request.actor, note=body.note, file=file, file_name=(file.name or "") if file else ""
    )
    return DecisionOut.of(queries.decision(request.actor, number))


@router.post("/decisions/{number}/accept", response={200: DecisionOut} | SAYS_NO, summary="Yerine getirildi say")
def accept(request: Request, number: Line24, body: WordsIn) -> DecisionOut:
    services.accept(number, actor=request.actor, words=body.words)
    return DecisionOut.of(queries.decision(request.actor, number))


@router.post("/decisions/{number}/return", response={200: DecisionOut} | SAYS_NO, summary="İade et")
def hand_back(request: Request, number: Line24, body: CommitteeWhy) -> DecisionOut:
    services.hand_back(number, actor=request.actor, why=body.why)
    return DecisionOut.of(queries.decision(request.actor, number))


@router.post("/decisions/{number}/revoke", response={200: DecisionOut} | SAYS_NO, summary="Kaldırıldı say")
def revoke(request: Request, number: Line24, body: CommitteeWhy) -> DecisionOut:
    services.revoke(number, actor=request.actor, why=body.why)
    return DecisionOut.of(queries.decision(request.actor, number))


@router.post("/decisions/{number}/hand-over", response={200: DecisionOut} | SAYS_NO, summary="Başkasına ver")
def hand_over(request: Request, number: Line24, body: HandOverIn) -> DecisionOut:
    services.assign_decision(number, actor=request.actor, unit_id=body.unit_id, assignee_id=body.assignee_id)
    return DecisionOut.of(queries.decision(request.actor, number))


@router.get("/meetings/mine", response=list[MeetingOut], summary="Kurul toplantılarım")
def my_meetings(request: Request) -> list[MeetingOut]:
    """Meetings to come of committees the asker sits in or keeps."""
    return [MeetingOut.of(row) for row in queries.my_meetings(request.actor)[:200]]


@router.get("/meetings/{number}", response={200: MeetingDetail} | SAYS_NO, summary="Bir kurul toplantısı")
def one_meeting(request: Request, number: Line24) -> MeetingDetail:
    return _detail(request, number)


@router.post("/meetings/{number}/agenda", response={201: MeetingDetail} | SAYS_NO, summary="Gündeme ekle")
def add_item(request: Request, number: Line24, body: ItemIn) -> Status[MeetingDetail]:
    services.add_item(number, actor=request.actor, **body.dict())
    return Status(201, _detail(request, number))


@router.post("/meetings/{number}/invite", response={200: MeetingDetail} | SAYS_NO, summary="Üyeleri çağır")
def invite(request: Request, number: Line24, body: InviteIn) -> MeetingDetail:
    services.invite(number, actor=request.actor, short_notice=body.short_notice)
    return _detail(request, number)


@router.post("/meetings/{number}/postpone", response={200: MeetingDetail} | SAYS_NO, summary="Ertele")
def postpone(request: Request, number: Line24, body: PostponeIn) -> MeetingDetail:
    services.postpone(number, actor=request.actor, starts_at=body.starts_at, why=body.why)
    return _detail(request, number)


@router.post("/meetings/{number}/cancel", response={200: MeetingDetail} | SAYS_NO, summary="İptal et")
def cancel(request: Request, number: Line24, body: CommitteeWhy) -> MeetingDetail:
    services.cancel(number, actor=request.actor, why=body.why)
    return _detail(request, number)


@router.post("/meetings/{number}/begin", response={200: MeetingDetail} | SAYS_NO, summary="Toplantıyı aç")
def begin(request: Request, number: Line24) -> MeetingDetail:
    services.begin(number, actor=request.actor)
    return _detail(request, number)


@router.post(
    "/meetings/{number}/attendance/{int:attendance_id}", response={200: MeetingDetail} | SAYS_NO, summary="Yoklama"
)
def mark(request: Request, number: Line24, attendance_id: Key, body: MarkIn) -> MeetingDetail:
    """`status` is present, excused, absent or expected."""
    services.mark(number, attendance_id, actor=request.actor, status=body.status)
    return _detail(request, number)


@router.post(
    "/meetings/{number}/agenda/{int:item_id}/decide", response={201: DecisionOut} | SAYS_NO, summary="Karar al"
)
def decide(request: Request, number: Line24, item_id: Key, body: DecideIn) -> Status[DecisionOut]:
    made = services.decide(number, item_id, actor=request.actor, **body.dict())
    return Status(201, DecisionOut.of(queries.decision(request.actor, made.case.number)))


@router.post(
    "/meetings/{number}/agenda/{int:item_id}/discuss", response={200: MeetingDetail} | SAYS_NO, summary="Görüşüldü"
)
def discuss(request: Request, number: Line24, item_id: Key, body: NoteIn) -> MeetingDetail:
    services.discuss(number, item_id, actor=request.actor, note=body.note)
    return _detail(request, number)


@router.post(
    "/meetings/{number}/agenda/{int:item_id}/defer",
    response={200: MeetingDetail} | SAYS_NO,
    summary="Sonraki toplantıya bırak",
)
def defer(request: Request, number: Line24, item_id: Key, body: NoteIn) -> MeetingDetail:
    services.defer(number, item_id, actor=request.actor, note=body.note)
    return _detail(request, number)


@router.post("/meetings/{number}/finish", response={200: MeetingDetail} | SAYS_NO, summary="Toplantıyı bitir")
def finish(request: Request, number: Line24) -> MeetingDetail:
    services.finish(number, actor=request.actor)
    return _detail(request, number)


@router.post("/meetings/{number}/lapse", response={200: MeetingDetail} | SAYS_NO, summary="Yeter sayı olmadı")
def lapse(request: Request, number: Line24) -> MeetingDetail:
    services.lapse(number, actor=request.actor)
    return _detail(request, number)


@router.post("/meetings/{number}/draw", response={200: MeetingDetail} | SAYS_NO, summary="Tutanağı düzenle")
def draw(request: Request, number: Line24, body: SummaryIn) -> MeetingDetail:
    services.draw_minutes(number, actor=request.actor, summary=body.summary)
    return _detail(request, number)


@router.post("/meetings/{number}/redraw", response={200: MeetingDetail} | SAYS_NO, summary="Düzeltmeye al")
def redraw(request: Request, number: Line24, body: CommitteeWhy) -> MeetingDetail:
    services.redraw(number, actor=request.actor, why=body.why)
    return _detail(request, number)


@router.post("/meetings/{number}/sign", response={200: MeetingDetail} | SAYS_NO, summary="Tutanağı imzala")
def sign(request: Request, number: Line24, body: SignIn) -> MeetingDetail:
    services.sign(number, actor=request.actor, dissent=body.dissent)
    return _detail(request, number)


@router.post("/meetings/{number}/approve", response={200: MeetingDetail} | SAYS_NO, summary="Tutanağı onayla")
def approve(request: Request, number: Line24) -> MeetingDetail:
    services.approve_minutes(number, actor=request.actor)
    return _detail(request, number)


@router.get("/calendar/{secret}.ics", auth=None, url_name="committees_feed", include_in_schema=False)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own meetings for a calendar program: the secret in the address is the key, and opens nothing else."""
    owner = services.owner_of_key(secret)
    if owner is None:
        raise Http404
    return HttpResponse(services.feed_of(owner), content_type="text/calendar; charset=utf-8")


@router.get("/{int:committee_id}", response={200: CommitteeOut} | SAYS_NO, summary="Bir kurul")
def one_committee(request: Request, committee_id: Key) -> CommitteeOut:
    return CommitteeOut.of(queries.committee(request.actor, committee_id))


@router.get("/{int:committee_id}/members", response={200: list[MemberOut]} | SAYS_NO, summary="Üyeler")
def members(request: Request, committee_id: Key, on: dt.date | None = None) -> list[MemberOut]:
    """Who sits in it today, or sat in it on a day."""
    committee = queries.committee(request.actor, committee_id)
    return [
        MemberOut(
            id=one.pk,
            person=one.user_id,
            name=one.name,
            role=one.role,
            role_label=one.get_role_display(),
            votes=one.votes,
            since=one.since,
            until=one.until,
        )
        for one in queries.members_on(committee, on)
    ]


@router.get("/{int:committee_id}/meetings", response={200: list[MeetingOut]} | SAYS_NO, summary="Toplantılar")
def committee_meetings(request: Request, committee_id: Key, limit: int = 50) -> list[MeetingOut]:
    """The newest first."""
    committee = queries.committee(request.actor, committee_id)
    rows = queries.meetings(request.actor).filter(committee=committee).order_by("-starts_at")
    return [MeetingOut.of(row) for row in rows[: max(1, min(limit, 200))]]


@router.post("/{int:committee_id}/meetings", response={201: MeetingDetail} | SAYS_NO, summary="Toplantı planla")
def plan(request: Request, committee_id: Key, body: PlanIn) -> Status[MeetingDetail]:
    made = services.plan(committee_id, actor=request.actor, **body.dict())
    return Status(201, _detail(request, made.case.number))


@router.post("/{int:committee_id}/proposals", response={201: ProposalOut} | SAYS_NO, summary="Gündem öner")
def propose(request: Request, committee_id: Key, body: ProposalIn) -> Status[ProposalOut]:
    item = services.propose(committee_id, actor=request.actor, title=body.title, text=body.text)
    return Status(201, ProposalOut(id=item.pk, title=item.title))
