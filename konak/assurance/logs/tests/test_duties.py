"""Reviews that come due and are signed, alarms that are raised, Sigma rules that are kept or refused whole."""

import datetime as dt

import pytest
from django.utils.timezone import localdate, localtime, now

from konak.assurance.logs.models import Alarm, AlarmHit, Review
from konak.assurance.logs.services import alarming, conditions, intake, reviewing, sigma
from konak.foundation.evidence import capability
from konak.foundation.indicators import indicator
from konak.foundation.lake import services as sealing
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail.models import Entry

RULE = """
title: Yönetici hesabında başarısız oturum
status: test
level: high
logsource: {product: windows, service: security}
detection:
  tried: {EventID: [4625, 4776], TargetUserName|startswith: 'admin'}
  own: {IpAddress|cidr: 10.9.0.0/16}
  condition: tried and not own
"""


@pytest.fixture
def town(hall, tmp_path, settings):
    settings.LAKE_ROOT = tmp_path / "lake"
    hall.admin, hall.auditor = hall.seat("administrator", hall.network), hall.seat("auditor", hall.municipality)
    hall.stranger = hall.seat("director", hall.elsewhere)
    return hall


def failed(user, ip, at, code=4625):
    return (
        f'{{"EventID": {code}, "EventTime": "{at.isoformat()}", "Hostname": "dc1", "Channel": "Security", '
        f'"TargetUserName": "{user}", "IpAddress": "{ip}"}}'
    ).encode()


def test_a_rule_holds_for_what_it_names_and_narrows_without_losing(town):
    read = sigma.read(RULE)
    assert (read.code, read.level) == ("windows", "high")
    hit = {"event.code": "4625", "user.name": "ADMIN2", "source.ip": "10.1.2.3"}
    assert conditions.holds(read.condition, hit)
    for change in ({"source.ip": "10.9.1.1"}, {"event.code": "4624"}, {"user.name": "badmin"}):
        assert not conditions.holds(read.condition, hit | change)
    assert {"event.code__has": "4625", "user.name__has": "admin"} in conditions.narrowed(read.condition)
    assert conditions.narrowed({"not": read.condition}) == []
    star = {"field": "url.original", "is": "pattern", "value": [0, "a", 0, "b", 1, "c"]}
    held = [conditions.holds(star, {"url.original": text}) for text in ("xAyyb.c", "abc", "b.c", "a" * 500 + "b")]
    assert held == [True, False, False, False]
    lines = "event.outcome = failure\ndeğil source.ip ağındadır 10.0.0.0/8"
    assert conditions.lined(conditions.written(lines)) == lines


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("TargetUserName|startswith", "ProcessName|startswith"), "ProcessName"),
        (("'admin'", "'admin', TargetDomainName|re: '.*a'"), "düzenli ifade"),
        (("service: security", "service: sysmon"), "kayıt kümesine"),
        (("product: windows, service: security", "category: process_creation"), "process_creation"),
        (("condition: tried and not own", "condition: tried and ("), "okunamadı"),
        (("title: Y", "title: &a Y"), "çapası"),
    ],
)
def test_what_cannot_be_kept_of_a_rule_refuses_it(change, why):
    with pytest.raises(Refused, match=why):
        sigma.read(RULE.replace(*change))


def test_lines_raise_an_alarm_once_waiting_or_sealed(town):
    facts = {"unit_id": town.network.pk, "assignee_id": town.admin.user.pk}
    with pytest.raises(Refused, match="yetkiniz yok"):
        alarming.bring(actor=town.auditor.actor, rule=RULE, **facts)
    alarm = alarming.bring(actor=town.admin.actor, rule=RULE, **facts)
    many = alarming.keep_alarm(
        actor=town.admin.actor, name="Çok deneme", code="windows", threshold=3, minutes=10,
        condition=conditions.written("event.outcome = failure"), **facts,
    )  # fmt: skip
    start = now() - dt.timedelta(minutes=8)
    Alarm.objects.update(looked_until=start)
    at = start + dt.timedelta(minutes=1)
    intake.take_in([failed("admin", "10.1.1.1", at), failed("ali", "10.1.1.1", at)], source="dc1", moment=at)
    assert alarming.look(at + dt.timedelta(seconds=30)) == 1
    assert alarming.look(at + dt.timedelta(seconds=60)) == 0
    later = at + dt.timedelta(minutes=2)
    intake.take_in([failed("admin.x", "10.1.1.2", later)], source="dc1", moment=later)
    sealing.seal()
    assert alarming.look(later + dt.timedelta(seconds=30)) == 2
    told = [(hit.alarm_id, hit.lines) for hit in AlarmHit.objects.order_by("pk")]
    assert sorted(told) == sorted([(alarm.pk, 1), (alarm.pk, 1), (many.pk, 3)])
    assert Notification.objects.filter(recipient=town.admin.user, topic="logs.alarm").count() == 3
    hit = AlarmHit.objects.filter(alarm=alarm).first()
    page = town.auditor.client.get(f"/loglar/alarmlar/{alarm.pk}/").text
    assert ("10.1.1.***" in page, "10.1.1.1<" in page) == (True, False)
    assert "10.1.1.1" in town.admin.client.get(f"/loglar/alarmlar/{alarm.pk}/").text
    with pytest.raises(Refused, match="sorumlusu"):
        alarming.see(hit.pk, actor=town.auditor.actor, note="Sınama denemesi")
    town.admin.client.post(f"/loglar/alarmlar/calan/{hit.pk}/", {"note": "Sınama denemesi"})
    seen = town.admin.client.post(f"/api/logs/alarm-hits/{hit.pk}/seen", {"note": "yine"}, "application/json")
    assert (seen.status_code, "değerlendirilmiş" in seen.json()["title"]) == (409, True)
    assert capability("logs.alarmed").count(None, localdate()) == 1
    shut = {
        town.stranger.client.get(page).status_code for page in ("/loglar/alarmlar/", f"/loglar/alarmlar/{alarm.pk}/")
    }
    assert (shut, town.stranger.client.get("/api/logs/alarms").json()) == ({404}, [])


GROUPED = """
title: Bir adresten çok hesap deneme
name: tried
status: test
logsource: {product: windows, service: security}
detection:
  tried: {EventID: 4625}
  condition: tried
---
title: Parola püskürtme
level: critical
correlation:
  type: value_count
  rules: [tried]
  group-by: [IpAddress]
  timespan: 10m
  condition: {field: TargetUserName, gte: 3}
"""


def test_a_correlation_counts_values_for_each_group_in_its_time_and_once(town):
    facts = {"unit_id": town.network.pk, "assignee_id": town.admin.user.pk}
    for change, why in (
        (("value_count", "temporal"), "temporal"), (("gte: 3", "lt: 3"), "gte ya da gt"),
        (("rules: [tried]", "rules: [yok]"), "okunamadı"), (("TargetUserName", "ProcessName"), "ProcessName"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            sigma.read(GROUPED.replace(*change))
    alarm = alarming.bring(actor=town.admin.actor, rule=GROUPED, **facts)
    assert (alarm.group_by, alarm.counted, alarm.threshold, alarm.minutes, alarm.level) == (
        ["source.ip"], "user.name", 3, 10, "critical",
    )  # fmt: skip
    start = now() - dt.timedelta(minutes=30)
    Alarm.objects.update(made_at=start, looked_until=start)

    def came(minutes, ip, *users):
        at = start + dt.timedelta(minutes=minutes)
        intake.take_in([failed(user, ip, at) for user in users], source="dc1", moment=at)
        return alarming.look(at + dt.timedelta(seconds=30))

    assert came(1, "10.1.1.1", "a", "b", "a") == 0  # two names of one address
    assert came(2, "10.1.1.2", "a", "b") == 0
    sealing.seal()  # the window reaches over a seal
    assert came(3, "10.1.1.1", "c") == 1
    assert came(4, "10.1.1.1", "d") == 0  # what was counted does not count again
    assert came(5, "10.1.1.2", "c") == 1
    assert came(20, "10.1.1.1", "e", "f") == 0  # out of the window
    told = [(hit.group, hit.lines, hit.values) for hit in AlarmHit.objects.order_by("pk")]
    assert told == [(["10.1.1.1"], 4, 3), (["10.1.1.2"], 3, 3)]
    assert Notification.objects.filter(recipient=town.admin.user, topic="logs.alarm").count() == 2
    page = f"/loglar/alarmlar/{alarm.pk}/"
    assert "source.ip: 10.1.1.1" in town.admin.client.get(page).text
    assert "source.ip: 10.1.1.***" in town.auditor.client.get(page).text
    with pytest.raises(Refused, match="en az 2"):
        alarming.keep_alarm(
            actor=town.admin.actor,
            name="x",
            code="windows",
            condition=alarm.condition,
            group_by=["source.ip"],
            **facts,
        )


def test_both_doors_make_the_same_alarm_and_keep_bad_input(town):
    common = {"unit_id": town.network.pk, "assignee_id": town.admin.user.pk, "threshold": 1, "minutes": 5}
    screen = common | {"name": "Başarısız", "code": "system", "level": "low", "service_code": "", "active": "on"}
    screen |= {"group_by": "", "counted": ""}
    bad = town.admin.client.post("/loglar/alarmlar/yeni/", screen | {"condition": "nasıl olursa"})
    assert (bad.status_code, "1. satır anlaşılmadı" in bad.text, "nasıl olursa" in bad.text) == (422, True, True)
    unknown = town.admin.client.post("/loglar/alarmlar/yeni/", screen | {"condition": "foo.bar = 1"})
    assert (unknown.status_code, "diye bir alan yok" in unknown.text) == (422, True)
    made = town.admin.client.post("/loglar/alarmlar/yeni/", screen | {"condition": "event.outcome = failure"})
    assert made.status_code == 302
    body = common | {"name": "Makineden", "set": "system", "level": "low"}
    body["condition"] = {"all": [{"field": "event.outcome", "is": "eq", "value": "failure"}]}
    answer = town.admin.client.post("/api/logs/alarms", body, "application/json")
    assert answer.status_code == 201, answer.text
    one, other = Alarm.objects.order_by("pk")
    assert (one.condition, one.level) == (other.condition, other.level)
    page = town.admin.client.get(f"/loglar/alarmlar/{one.pk}/duzenle/").text
    assert "event.outcome = failure" in page
    rule = town.admin.client.post("/loglar/alarmlar/sigma/", common | {"rule": "x", "service_code": ""})
    assert (rule.status_code, "okunamadı" in rule.text) == (422, True)


def test_a_review_comes_with_its_content_and_is_signed_by_its_reviewer(town):
    noon = localtime().replace(hour=12, minute=0, second=0, microsecond=0) - dt.timedelta(days=1)
    lines = [failed("ali", "10.1.1.1", noon)] * 6 + [failed("yeni.yonetici", "", noon, 4728)]
    intake.take_in(lines, source="dc1", moment=noon)
    sealing.seal()
    facts = {"unit_id": town.network.pk, "cadence": "daily", "days": 1}
    with pytest.raises(Refused, match="inceleme"):
        reviewing.plan(actor=town.admin.actor, assignee_id=town.stranger.user.pk, **facts)
    with pytest.raises(Refused, match="yetkiniz yok"):
        reviewing.plan(actor=town.auditor.actor, assignee_id=town.admin.user.pk, **facts)
    posted = town.admin.client.post(
        "/loglar/incelemeler/planla/", facts | {"assignee_id": town.admin.user.pk, "active": "on"}
    )
    assert posted.status_code == 302
    assert (reviewing.open_due(), reviewing.open_due()) == (1, 0)
    review = Review.objects.get()
    assert (review.since, review.attention) == (localdate(noon), 2)
    page = f"/loglar/incelemeler/{review.pk}/"
    shown, covered = town.admin.client.get(page).text, town.auditor.client.get(page).text
    assert ("yeni.yonetici" in shown, "yeni.yonetici" in covered, "y***" in covered) == (True, False, True)
    assert town.stranger.client.get(page).status_code == 404
    empty = town.admin.client.post(page, {"result": "clean", "note": ""})
    assert (empty.status_code, "en az on harfle" in empty.text) == (422, True)
    assert town.auditor.client.post(page, {"result": "clean", "note": "Hepsi olağan."}).status_code == 404
    url = f"/api/logs/reviews/{review.pk}/sign"
    body = {"result": "watch", "note": "Yeni yönetici yazıyla doğrulandı."}
    assert town.admin.client.post(url, body, "application/json").json()["result"] == "watch"
    assert town.admin.client.post(url, body, "application/json").status_code == 409
    assert Entry.objects.filter(kind="logs.review", verb="sign").count() == 1
    today = localdate()
    assert capability("logs.reviewed").count(None, today) == 1
    assert indicator("logs.reviewed_in_time").value(None, today, today) == 100.0
    missed = reviewing.open_due(today + dt.timedelta(days=4))
    assert (missed, Notification.objects.filter(recipient=town.admin.user, topic="logs.review").count()) == (4, 8)


def test_periods_are_whole_and_over(town):
    day = dt.date(2026, 3, 3)  # a Tuesday
    first = {cadence: next(reviewing.periods(cadence, day)) for cadence in ("daily", "weekly", "monthly")}
    assert first == {
        "daily": (dt.date(2026, 3, 2), dt.date(2026, 3, 2)),
        "weekly": (dt.date(2026, 2, 23), dt.date(2026, 3, 1)),
        "monthly": (dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
    }
