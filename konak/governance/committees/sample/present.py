"""What is in work today: a meeting that is called, one that runs, one that waits for signatures, a proposal."""

import datetime as dt

from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.cases.models import Case

from .. import services
from ..models import Committee, Meeting, Presence, Role
from .past import moment
from .texts import COMMITTEES, Plan


def present() -> None:
    """Every stage of a meeting somewhere, so that each screen has something to show."""
    calendar = calendar_from(localdate() - dt.timedelta(days=30))
    plans = {plan.code: plan for plan in COMMITTEES}
    ahead = {code: _planned(plans[code], calendar, days) for code, days in (("SOME", 9), ("CBS", 12), ("KVKK", 15))}
    _, some = ahead["SOME"]
    for title in (
        "Sızma testi bulgularının durumu",
        "Yıl sonu tatbikat takvimi",
        "Parola kurallarının güncellenmesi",
    ):
        services.add_item(some.case.number, actor=_run(some), title=title)
    services.invite(some.case.number, actor=_run(some))
    committee, _ = ahead["CBS"]
    member = committee.members.filter(role=Role.MEMBER, user__isnull=False).order_by("pk")[0]
    services.propose(
        committee.pk,
        actor=actor_of(member.user_id or 0, via="cli"),
        title="Ağaç envanterinin haritaya işlenmesi",
        text="Park ve bahçelerdeki ağaçların tür ve bakım bilgisiyle tek katmanda tutulması önerilir.",
    )
    _, live = _planned(plans["DK"], calendar, 6)
    _running(live)
    signing = _planned(plans["DK"], calendar, 7)[1]
    _to_sign(signing, calendar)


def _planned(plan: Plan, calendar: Calendar, days: int) -> tuple[Committee, Meeting]:
    committee = Committee.objects.get(code=plan.code)
    day = calendar.add(localdate(), days)
    meeting = services.plan(
        committee.pk,
        actor=actor_of(committee.assignee_id or 0, via="cli"),
        starts_at=moment(day, 14),
        place=plan.place,
    )
    return committee, meeting


def _run(meeting: Meeting) -> Actor:
    return actor_of(meeting.committee.assignee_id or 0, via="cli")


def _begun(meeting: Meeting, titles: tuple[str, ...], start: dt.datetime) -> None:
    number, actor = meeting.case.number, _run(meeting)
    for title in titles:
        services.add_item(number, actor=actor, title=title)
    services.invite(number, actor=actor)
    Case.objects.filter(pk=meeting.pk).update(
        subject=f"{meeting.committee.name}, {localdate(start):%d.%m.%Y} toplantısı"
    )
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=start, ends_at=start + dt.timedelta(hours=2), first_planned_for=start
    )
    services.begin(number, actor=actor)


def _running(meeting: Meeting) -> None:
    """Opened a while ago: half the roll is called, the first point is decided."""
    _begun(
        meeting,
        ("Veri tabanı sürüm yükseltmesi", "Omurga anahtarı değişimi", "Harita sunucusu taşınması"),
        now() - dt.timedelta(minutes=25),
    )
    number, actor = meeting.case.number, _run(meeting)
    rows = [row for row in meeting.attendances.select_related("member").order_by("pk") if row.member]
    for row in rows[:-1]:
        services.mark(number, row.pk, actor=actor, status=Presence.PRESENT)
    votes = sum(row.member is not None and row.member.votes for row in rows[:-1])
    item = meeting.items.order_by("order")[0]
    services.decide(
        number,
        item.pk,
        actor=actor,
        text="Veri tabanı sürümünün hafta sonu bakım penceresinde, geri dönüş planıyla birlikte yükseltilmesine.",
        votes_for=votes,
        note="Deneme ortamında iki hafta sorunsuz çalıştığı bildirildi.",
    )


def _to_sign(meeting: Meeting, calendar: Calendar) -> None:
    """Held on a working day not long ago; some have signed."""
    _begun(meeting, ("Kurumsal e-posta geçişi",), moment(calendar.add(localdate(), -2), 14))
    number, actor = meeting.case.number, _run(meeting)
    services.mark_all(number, actor=actor)
    votes = sum(row.member is not None and row.member.votes for row in meeting.attendances.select_related("member"))
    item = meeting.items.get()
    services.decide(
        number,
        item.pk,
        actor=actor,
        text="E-posta geçişinin birimlere duyurularak iki aşamada yapılmasına.",
        votes_for=votes - 1,
        votes_against=1,
    )
    services.finish(number, actor=actor)
    services.draw_minutes(number, actor=actor)
    signer = meeting.attendances.filter(member__role=Role.MEMBER, member__user__isnull=False).order_by("pk")[0]
    assert signer.member is not None
    services.sign(number, actor=actor_of(signer.member.user_id or 0, via="cli"))
