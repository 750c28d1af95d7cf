"""The door for machines: committees, meetings, decisions; the same services and words as the screens."""

import datetime as dt
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Query, Router, Status
from ninja import Form as FormBody
from ninja.files import UploadedFile

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from .schemas import (
    AttendanceOut,
    CommitteeOut,
    CommitteeStepOut,
    CommitteeWhy,
    DecideIn,
    DecisionList,
    DecisionOut,
    HandOverIn,
    InviteIn,
    ItemIn,
    ItemOut,
    Key,
    Line24,
    MarkIn,
    MeetingDetail,
    MeetingOut,
    MemberOut,
    NoteIn,
    PlanIn,
    PostponeIn,
    ProposalIn,
    ProposalOut,
    ReportIn,
    SignIn,
    SummaryIn,
    WordsIn,
    meeting_facts,
)

router = Router(tags=["committees"])


def _detail(request: Request, number: str) -> MeetingDetail:
    meeting = queries.meeting(request.actor, number)
    turnout = queries.turnout(meeting)
    return MeetingDetail(
        **meeting_facts(meeting),
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
def onemeeting(request: Request, number: Line24) -> MeetingDetail:
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
