"""Seats over time: who may fill them, what the words of refusal are, what a transfer and a departure leave behind."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.positions import Basis
from konak.foundation.trail.queries import story
from konak.governance.staffing.models import AccountDate, Setup
from konak.governance.staffing.queries import people, rights
from konak.governance.staffing.services import accounts, appointing
from konak.governance.staffing.services.telling import SEAT_KIND

DAY = dt.timedelta(days=1)


@pytest.fixture
def general(hall):
    return hall.seat("secretary_general", hall.municipality)


def seat_of(person):
    return Appointment.objects.get(user=person.user, acting_for=None)


def appoint(general, user, unit, position="staff", **facts):
    given = {"since": localdate()} | facts
    return appointing.appoint(actor=general.actor, user=user, unit=unit, position=position, **given)


def test_an_appointment_holds_from_its_day_and_the_story_says_so(hall, general):
    clerk = hall.seat("staff", hall.gis)
    row = appoint(general, clerk.user, hall.gis, "chief", since=localdate() + 7 * DAY)

    assert [seat.position for seat in actor_of(clerk.user.pk).seats] == ["staff"]
    later = actor_of(clerk.user.pk, day=localdate() + 7 * DAY)
    assert [seat.position for seat in later.seats] == ["staff", "chief"]
    assert [(line.verb, line.user_id) for line in story(SEAT_KIND, row.pk)] == [("appoint", general.user.pk)]


def test_two_heads_in_one_seat_on_one_day_are_refused_in_words(hall, general):
    director, other = hall.seat("director", hall.gis), hall.seat("staff", hall.gis)

    with pytest.raises(Refused) as caught:
        appoint(general, other.user, hall.gis, "director")
    assert str(caught.value) == (
        "Bir makamda aynı gün iki kişi görevli olamaz: Coğrafi Bilgi Sistemleri Şube Müdürlüğü Şube Müdürü makamında "
        f"{director.user.full_name} 01.01.2020 gününden beri Asaleten görevli. Önce o görevlendirmeyi sona erdirin."
    )
    appointing.end(seat_of(director).pk, actor=general.actor, last_day=localdate(), why="Naklen atama")
    assert appoint(general, other.user, hall.gis, "director", since=localdate() + DAY).since == localdate() + DAY


def test_somebody_named_to_act_for_a_present_head_is_his_deputy(hall, general):
    director, other = hall.seat("director", hall.gis), hall.seat("staff", hall.gis)
    row = appoint(general, other.user, hall.gis, "director", basis=Basis.ACTING, document="12.11.2026 / E-15")

    assert (row.acting_for, row.basis) == (seat_of(director), "acting")


def test_what_is_not_held_in_ones_own_right_rests_on_a_paper(hall, general):
    clerk = hall.seat("staff", hall.gis)
    with pytest.raises(Refused, match="Tedviren görevlendirme bir onaya dayanır"):
        appoint(general, clerk.user, hall.gis, "director", basis=Basis.INTERIM)


def test_heads_fill_seats_below_the_chief_in_their_own_branch_only(hall, general):
    director, clerk = hall.seat("director", hall.gis), hall.seat("staff", hall.network)

    row = appoint(director, clerk.user, hall.gis, "expert")
    assert (row.unit, row.position) == (hall.gis, "expert")
    for unit, position in ((hall.gis, "chief"), (hall.network, "expert")):
        with pytest.raises(Refused, match="yetkiniz yok"):
            appoint(director, clerk.user, unit, position, since=localdate() + DAY)


def test_nobody_seats_himself_and_nobody_moves_his_own_seat(hall, general):
    with pytest.raises(Refused, match="Kendinizi bir makama"):
        appoint(general, general.user, hall.gis, "director")
    with pytest.raises(Refused, match="Kendi görevlendirmenizi"):
        appointing.end(seat_of(general).pk, actor=general.actor, last_day=localdate(), why="x")


def test_the_personnel_office_fills_seats_of_the_whole_house_except_the_administrators(hall, general):
    officer, clerk = hall.seat("staff", hall.elsewhere), hall.seat("staff", hall.gis)
    with pytest.raises(Refused):
        appoint(officer, clerk.user, hall.network, "chief")
    Setup.objects.create(pk=1, personnel_unit=hall.elsewhere)

    assert appoint(officer, clerk.user, hall.network, "chief").unit == hall.network
    assert rights.right_for(officer.actor, hall.network.pk, "administrator") is None


def test_an_extension_and_a_correction_keep_the_paper_and_the_reason(hall, general):
    clerk, today = hall.seat("staff", hall.gis), localdate()
    row = appoint(
        general, clerk.user, hall.network, "chief", until=today + 10 * DAY, basis=Basis.ASSIGNED, document="E-1"
    )
    with pytest.raises(Refused, match="Uzatma da bir onaya dayanır"):
        appointing.extend(row.pk, actor=general.actor, until=today + 20 * DAY)
    longer = appointing.extend(row.pk, actor=general.actor, until=today + 20 * DAY, document="E-2")
    assert (longer.until, longer.document) == (today + 20 * DAY, "E-1; E-2")
    appointing.correct(
        row.pk,
        actor=general.actor,
        since=today,
        until=None,
        basis=Basis.PERMANENT,
        document="E-3",
        why="Yanlış yazıldı",
    )
    row.refresh_from_db()
    assert (row.until, row.basis, row.document) == (None, "permanent", "E-3")
    assert [line.verb for line in story(SEAT_KIND, row.pk)] == ["appoint", "extend", "correct"]
    assert list(story(SEAT_KIND, row.pk))[-1].note.endswith(": Yanlış yazıldı")


def test_a_transfer_leaves_no_day_between_and_none_twice(hall, general):
    clerk, start = hall.seat("staff", hall.gis), localdate() + 3 * DAY
    old = seat_of(clerk)
    new = appointing.transfer(
        old.pk, actor=general.actor, unit=hall.network, position="staff", since=start, document="E-9"
    )
    old.refresh_from_db()
    assert (old.until, new.since, new.unit) == (start - DAY, start, hall.network)


def test_a_transfer_into_a_taken_seat_leaves_the_old_one_as_it_was(hall, general):
    hall.seat("director", hall.network)
    director = hall.seat("director", hall.gis)
    old = seat_of(director)
    with pytest.raises(Refused, match="iki kişi görevli olamaz"):
        appointing.transfer(
            old.pk, actor=general.actor, unit=hall.network, position="director", since=localdate(), document="E-9"
        )
    old.refresh_from_db()
    assert old.until is None


def test_joining_opens_account_and_seat_on_the_first_day(hall, general):
    Setup.objects.create(pk=1, mail_domain="ornek.bel.tr")
    start = localdate() + 5 * DAY
    hall.seat("staff", hall.gis, email="sule.caglar@ornek.bel.tr")
    user = accounts.join(
        actor=general.actor,
        first_name="Şule",
        last_name="Çağlar",
        unit=hall.gis,
        position="staff",
        since=start,
        registry_number="7001",
    )
    assert (user.username, user.email, user.is_active) == ("sule.caglar", "sule.caglar2@ornek.bel.tr", False)
    assert accounts.open_and_close(day=start - DAY) == (0, 0)
    assert accounts.open_and_close(day=start) == (1, 0)
    assert accounts.open_and_close(day=start) == (0, 0)
    assert User.objects.get(pk=user.pk).is_active is True
    with pytest.raises(Refused, match="sicil numarası bir başkasında"):
        accounts.join(
            actor=general.actor,
            first_name="A",
            last_name="B",
            unit=hall.gis,
            position="staff",
            since=start,
            registry_number="7001",
        )


def test_leaving_ends_seats_on_the_day_and_account_and_sessions_after_it(hall, general):
    clerk, today = hall.seat("staff", hall.gis), localdate()
    assert clerk.client.get("/kadro/makamlarim/").status_code == 200
    UserSession.objects.create(
        user=clerk.user, session_key=clerk.client.session.session_key, ip="127.0.0.1", user_agent="x", data={}
    )
    with pytest.raises(Refused, match="üzerinde devredilmemiş"):
        hold_a_case(hall, clerk)
        accounts.leave(clerk.user.pk, actor=general.actor, last_day=today, why="Emeklilik")
    accounts.leave(clerk.user.pk, actor=general.actor, last_day=today, why="Emeklilik", without_handover=True)
    assert seat_of(clerk).until == today
    assert accounts.open_and_close(day=today) == (0, 0)
    assert accounts.open_and_close(day=today + DAY) == (0, 1)
    assert (User.objects.get(pk=clerk.user.pk).is_active, UserSession.objects.count()) == (False, 0)
    assert clerk.client.get("/kadro/makamlarim/").status_code == 302
    assert AccountDate.objects.get(user=clerk.user).closed_at is not None


def hold_a_case(hall, clerk):
    from konak.governance.staffing.services import delegating

    chief = hall.seat("chief", hall.gis)
    director = hall.seat("director", hall.gis)
    row = delegating.delegate(
        actor=director.actor,
        seat_id=seat_of(director).pk,
        deputy=chief.user,
        since=localdate(),
        until=localdate(),
    )
    row.case.assignee = clerk.user
    row.case.save()


def test_who_came_back_has_the_same_account(hall, general):
    clerk, today = hall.seat("staff", hall.gis), localdate()
    accounts.leave(clerk.user.pk, actor=general.actor, last_day=today - DAY, why="İstifa")
    assert User.objects.get(pk=clerk.user.pk).is_active is False
    with pytest.raises(Refused, match="hesabı kapalı"):
        appoint(general, User.objects.get(pk=clerk.user.pk), hall.network)
    accounts.come_back(clerk.user.pk, actor=general.actor, unit=hall.network, position="staff", since=today)
    assert [seat.unit_id for seat in actor_of(clerk.user.pk).seats] == [hall.network.pk]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("dotted", "sule.nur.caglar"),
        ("initial", "s.caglar"),
        ("joined", "sulenurcaglar"),
        ("reversed", "caglar.sule.nur"),
    ],
)
def test_mail_names_fold_turkish_letters(form, expected):
    assert people.local_part("Şule Nur", "ÇAĞLAR", form) == expected


def test_a_stranger_sees_no_buttons_and_gets_no_forms(hall, general):
    clerk, director = hall.seat("staff", hall.gis), hall.seat("director", hall.gis)
    page = clerk.client.get(f"/kadro/makam/{seat_of(director).pk}/").content.decode()
    assert "Sona erdir" not in page
    assert clerk.client.get("/kadro/gorevlendir/").status_code == 404
    answer = clerk.client.post(
        f"/kadro/makam/{seat_of(director).pk}/bitir/", {"last_day": f"{localdate():%Y-%m-%d}", "why": "x"}
    )
    assert (answer.status_code, seat_of(director).until) == (422, None)
    assert "Şube Müdürü görevlendirmesi için yetkiniz yok" in answer.content.decode()
