"""The calendar address: a secret opens one seat's deadlines, read-only, until it is revoked."""

import datetime as dt

import icalendar
import pytest
from django.test import Client
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.governance.compliance import services
from konak.governance.compliance.models import DutyPlan, Feed


@pytest.fixture
def opened(scene):
    """The running periods of maps and backups."""
    services.propose_plans(localdate())
    made = [services.open_now(duty.pk, actor=scene.head.actor) for duty in (scene.map_duty, scene.backup_duty)]
    assert DutyPlan.objects.count() == 2
    return {period.duty.clause.path: period for period in made}


def feed_for(person, **facts):
    seat = Appointment.objects.get(user=person.user)
    feed, secret = services.make_feed(actor=person.actor, seat=seat, name="Telefonum", **facts)
    return feed, f"/api/compliance/feed.ics?key={secret}"


def events(address):
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_the_secret_is_kept_nowhere(scene, opened):
    feed, address = feed_for(scene.gis_director)
    secret = address.rpartition("=")[2]
    assert len(secret) > 40
    assert secret not in str(Feed.objects.filter(pk=feed.pk).values())


def test_the_feed_shows_deadlines_as_whole_days_with_reminders_and_nothing_of_other_branches(scene, opened):
    _, address = feed_for(scene.gis_director)
    period = opened["2.a"]
    found = events(address)
    assert set(found) == {f"{period.case.number}@konak"}
    event = found[f"{period.case.number}@konak"]
    assert event.decoded("DTSTART") == period.case.due_on
    assert event.decoded("DTEND") == period.case.due_on + dt.timedelta(days=1)
    assert str(event["SUMMARY"]) == period.case.subject
    assert str(event["URL"]).endswith(f"/uyum/donemler/{period.case.number}/")
    assert len(event.walk("VALARM")) == 2


def test_what_is_done_says_so_and_reminds_nobody(scene, opened):
    _, address = feed_for(scene.gis_director)
    services.done(opened["2.a"].case.number, actor=scene.gis_clerk.actor, title="Yapıldı")
    (event,) = events(address).values()
    assert str(event["SUMMARY"]).startswith("✓ Md. 2.a")
    assert event.walk("VALARM") == []


def test_the_head_reads_all_branches_and_whoever_wants_only_his_own(scene, opened):
    _, whole = feed_for(scene.head)
    assert len(events(whole)) == 2
    _, own = feed_for(scene.head, whole_unit=False)
    assert events(own) == {}


def test_lines_are_folded_and_end_as_the_standard_wants(scene, opened):
    _, address = feed_for(scene.gis_director)
    content = Client().get(address).content
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    for name in (b"VERSION:2.0", b"METHOD:PUBLISH", b"PRODID:-//Konak//Uyum takvimi//TR"):
        assert name in lines


def test_a_revoked_an_unknown_and_a_closed_account_s_address_are_the_same_404(scene, opened):
    feed, address = feed_for(scene.gis_director)
    _, other = feed_for(scene.head)
    services.revoke_feed(feed.pk, actor=scene.gis_director.actor)
    scene.head.user.is_active = False
    scene.head.user.save()
    for one in (address, other, "/api/compliance/feed.ics?key=bilinmeyen"):
        assert Client().get(one).status_code == 404


def test_a_seat_that_ended_shows_nothing(scene, opened):
    _, address = feed_for(scene.gis_director)
    Appointment.objects.filter(user=scene.gis_director.user).update(until=localdate() - dt.timedelta(days=1))
    assert events(address) == {}


def test_the_feed_cannot_be_written_to(scene, opened):
    _, address = feed_for(scene.gis_director)
    assert Client().post(address).status_code == 405


def test_only_one_s_own_seat_and_one_s_own_address(scene, opened):
    feed, _ = feed_for(scene.gis_director)
    with pytest.raises(Refused, match="bugün oturduğunuz"):
        services.make_feed(actor=scene.gis_clerk.actor, seat=feed.seat, name="Başkasının")
    with pytest.raises(Feed.DoesNotExist):
        services.revoke_feed(feed.pk, actor=scene.gis_clerk.actor)


def test_the_address_is_shown_once_on_the_screen(scene, opened):
    seat = Appointment.objects.get(user=scene.gis_director.user)
    page = scene.gis_director.client.post(
        "/uyum/abonelik/", {"seat": seat.pk, "name": "Telefonum", "whole_unit": "on"}
    )
    assert page.content.decode().count("/api/compliance/feed.ics?key=") >= 1
    assert "/api/compliance/feed.ics?key=" not in scene.gis_director.client.get("/uyum/abonelik/").content.decode()
