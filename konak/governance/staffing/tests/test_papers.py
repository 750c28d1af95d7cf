"""Descriptions accepted by digest, hand-overs that leave nothing behind, desks that are emptied fairly."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from konak.foundation.announce import reactions_to
from konak.foundation.cases.models import Case
from konak.foundation.front.services import accounts as shutting
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, Unit, User
from konak.governance.staffing import public, reactions
from konak.governance.staffing.models import Acknowledgement, HandOver
from konak.governance.staffing.queries import descriptions, handovers, workload
from konak.governance.staffing.services import accounts, appointing, delegating, describing, handing
from konak.governance.staffing.services import workload as spreading

DAY = dt.timedelta(days=1)


@pytest.fixture
def town(hall):
    return {
        "head": hall.seat("head_of_department", hall.department),
        "director": hall.seat("director", hall.gis),
        "chief": hall.seat("chief", hall.gis),
        "clerk": hall.seat("staff", hall.gis),
        "stranger": hall.seat("staff", hall.elsewhere),
        "unit": hall.gis,
    }


def issued(hall, town, **facts):
    given = {"unit": hall.gis, "position": "staff", "text": "Haritaları günceller."} | facts
    row = describing.draft(actor=town["chief"].actor, **given)
    describing.submit(row.case.number, actor=town["chief"].actor)
    return describing.issue(row.case.number, actor=town["director"].actor)


def test_a_description_is_accepted_by_those_it_is_for_and_by_its_digest(hall, town):
    row = issued(hall, town)
    clerk = town["clerk"]
    assert [one.pk for one in descriptions.waiting_for(clerk.user.pk)] == [row.pk]
    with pytest.raises(Refused, match="siz okurken değişti"):
        describing.accept(row.case.number, actor=clerk.actor, digest="0" * 64)
    made = describing.accept(row.case.number, actor=clerk.actor, digest=row.digest)
    assert (made.digest, made.digest) == (row.computed_digest(), row.digest)
    assert descriptions.standings([row])[row.pk] == descriptions.Standing(1, 1)
    with pytest.raises(Refused, match="daha önce kabul"):
        describing.accept(row.case.number, actor=clerk.actor)
    with pytest.raises(Refused, match="sizden kabul beklemiyor"):
        describing.accept(row.case.number, actor=town["chief"].actor)
    assert Acknowledgement.objects.count() == 1


def test_whoever_sends_a_description_does_not_issue_it(hall, town):
    row = describing.draft(actor=town["director"].actor, unit=hall.gis, position="staff", text="x")
    describing.submit(row.case.number, actor=town["director"].actor)
    with pytest.raises(Refused, match="görevler ayrılığı"):
        describing.issue(row.case.number, actor=town["director"].actor)
    assert describing.issue(row.case.number, actor=town["head"].actor).case.state == "in_force"


def test_a_new_version_asks_again_and_the_old_one_rests(hall, town):
    old = issued(hall, town)
    describing.accept(old.case.number, actor=town["clerk"].actor)
    new = describing.new_version(old.case.number, actor=town["chief"].actor)
    with pytest.raises(Refused, match="zaten hazırlanıyor"):
        describing.new_version(old.case.number, actor=town["chief"].actor)
    describing.rewrite(
        new.case.number, actor=town["chief"].actor, subject=old.case.subject, text="Yeni metin", duties=[]
    )
    describing.submit(new.case.number, actor=town["chief"].actor)
    new = describing.issue(new.case.number, actor=town["director"].actor)
    old.refresh_from_db()
    assert (old.case.state, new.version, new.case.state) == ("replaced", 2, "in_force")
    assert [one.pk for one in descriptions.waiting_for(town["clerk"].user.pk)] == [new.pk]


def test_duties_of_higher_apps_are_offered_while_a_description_is_written(hall, town):
    def clauses(actor, unit_id, position, user_id):
        return [public.Clause("Katmanları aylık günceller.", "Md. 2.a")] if position == "staff" else []

    public.duty_source("Deneme", clauses)
    try:
        row = describing.draft(actor=town["chief"].actor, unit=hall.gis, position="staff")
        answer = town["chief"].client.post(
            f"/kadro/is-tanimlari/{row.case.number}/yaz/",
            {"subject": "Tanım", "text": "", "own": "Arşivi tutar. [iç düzen]", "offered": ["0"]},
        )
        row.refresh_from_db()
    finally:
        descriptions._sources.pop("Deneme")
    assert (answer.status_code, row.duties) == (
        302,
        [
            {"text": "Arşivi tutar.", "source": "iç düzen"},
            {"text": "Katmanları aylık günceller.", "source": "Md. 2.a"},
        ],
    )


def test_descriptions_print_and_strangers_find_none(hall, town):
    row = issued(hall, town)
    answer = town["clerk"].client.get(f"/kadro/is-tanimlari/{row.case.number}/pdf/")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert town["stranger"].client.get(f"/kadro/is-tanimlari/{row.case.number}/").status_code == 404


# Hand-over ------------------------------------------------------------------------------------------------


def work_for(person, town, count=1):
    """Files on somebody's desk: drafts, which are the smallest files there are."""
    made = []
    for place in range(count):
        row = describing.draft(actor=town["chief"].actor, unit=town["unit"], subject=f"İş {place}")
        Case.objects.filter(pk=row.pk).update(assignee=person.user)
        made.append(row.case.number)
    return made


def exit_of(town, person, receiver, **facts):
    given = {"kind": "exit", "last_day": localdate() + 5 * DAY} | facts
    return handing.open_handover(actor=town["director"].actor, person=person.user, receiver=receiver.user, **given)


def test_everything_held_is_listed_settled_signed_and_approved(hall, town):
    clerk, chief, director, head = town["clerk"], town["chief"], town["director"], town["head"]
    (number,) = work_for(clerk, town)
    row = exit_of(town, clerk, chief)
    held = [(line.source, line.fate) for line in handovers.lines(row)]
    assert held == [("Açık dosyalar", ""), ("Açık oturumlar", ""), ("Makamlar", "")] or held == [
        ("Açık dosyalar", ""),
        ("Makamlar", ""),
    ]
    with pytest.raises(Refused, match="Devredilmemiş"):
        handing.give(row.case.number, actor=clerk.actor)
    for source in {line.source for line in handovers.lines(row)}:
        fate = "handed" if source == "Açık dosyalar" else "returned"
        handing.settle_all(row.case.number, actor=director.actor, source=source, fate=fate)
    assert Case.objects.get(number=number).assignee == chief.user
    assert Appointment.objects.get(user=clerk.user).until == localdate() + 5 * DAY

    handing.give(row.case.number, actor=clerk.actor)
    with pytest.raises(Refused, match="yalnız devralan"):
        handing.receive(row.case.number, actor=director.actor)
    handing.receive(row.case.number, actor=chief.actor)
    row.refresh_from_db()
    assert (row.case.state, row.case.assignee) == ("received", director.user)
    with pytest.raises(Refused, match="onaylayamaz"):
        handing.close(row.case.number, actor=chief.actor)
    handing.close(row.case.number, actor=director.actor)
    pdf = head.client.get(f"/kadro/devir-teslim/{row.case.number}/pdf/")
    assert (HandOver.objects.get().case.state, pdf.content[:5]) == ("closed", b"%PDF-")


def test_a_file_that_cannot_be_handed_over_stays_open_with_the_reason(hall, town):
    clerk = town["clerk"]
    work_for(clerk, town)
    row = exit_of(town, clerk, town["chief"])
    line = row.lines.get(source="Açık dosyalar")
    with pytest.raises(Refused, match="bu birimde görevli değil"):
        handing.settle(line.pk, actor=town["director"].actor, fate="handed", to=town["stranger"].user)
    with pytest.raises(Refused, match="Neden kişide kaldığını"):
        handing.settle(line.pk, actor=town["director"].actor, fate="kept")
    line.refresh_from_db()
    assert (line.fate, line.settled_at) == ("", None)


def test_who_left_for_good_is_signed_for_by_the_superior(hall, town):
    row = exit_of(town, town["clerk"], town["chief"], absent=True)
    for line in handovers.lines(row):
        handing.settle(line.pk, actor=town["director"].actor, fate="returned")
    with pytest.raises(Refused, match="yalnız ayrılan kişi"):
        handing.give(row.case.number, actor=town["chief"].actor)
    assert handing.give(row.case.number, actor=town["director"].actor).case.state == "given"


def test_leaving_waits_for_the_minute(hall, town):
    general = hall.seat("secretary_general", hall.municipality)
    row = exit_of(town, town["clerk"], town["chief"])
    with pytest.raises(Refused, match=f"açık devir teslim dosyası var \\({row.case.number}\\)"):
        accounts.leave(town["clerk"].user.pk, actor=general.actor, last_day=localdate(), why="İstifa")
    with pytest.raises(Refused, match="açık bir devir teslim dosyası var"):
        exit_of(town, town["clerk"], town["chief"])


def test_higher_apps_add_what_people_hold(hall, town):
    given = []

    def keys(user_id, appointment_id):
        return [public.Held("k1", "Arşiv anahtarı")]

    def take_back(key, person, to, actor):
        given.append((key, person.pk, to and to.pk))

    public.holding("Anahtarlar", keys, take_back)
    try:
        row = exit_of(town, town["clerk"], town["chief"])
        line = row.lines.get(source="Anahtarlar")
        handing.settle(line.pk, actor=town["director"].actor, fate="handed")
    finally:
        handovers._holdings.pop("Anahtarlar")
    assert given == [("k1", town["clerk"].user.pk, town["chief"].user.pk)]


def test_a_stranger_sees_no_hand_over_and_the_parties_do(hall, town):
    row = exit_of(town, town["clerk"], town["chief"])
    page = f"/kadro/devir-teslim/{row.case.number}/"
    codes = [town[name].client.get(page).status_code for name in ("clerk", "chief", "director", "stranger")]
    assert codes == [200, 200, 200, 404]


# Workload -------------------------------------------------------------------------------------------------


def test_the_board_counts_desks_and_gives_files_away(hall, town):
    director, clerk, chief = town["director"], town["clerk"], town["chief"]
    numbers = work_for(clerk, town, 3)
    board = workload.board(director.actor, hall.gis.pk)
    loads = {one.user_id: (one.open, one.late, sum(one.came)) for one in board.rows}
    assert loads == {clerk.user.pk: (3, 0, 3), chief.user.pk: (0, 0, 0), director.user.pk: (0, 0, 0)}
    assert spreading.reassign(actor=director.actor, numbers=numbers[:2], to=chief.user) == 2
    with pytest.raises(Refused, match=f"{numbers[0]}: .* bu birimde görevli değil"):
        spreading.reassign(actor=director.actor, numbers=[numbers[0], numbers[2]], to=town["stranger"].user)
    holders = list(Case.objects.filter(number__in=numbers).order_by("number").values_list("assignee_id", flat=True))
    assert holders == [chief.user.pk, chief.user.pk, clerk.user.pk]
    with pytest.raises(Unit.DoesNotExist):
        workload.board(town["stranger"].actor, hall.gis.pk)


def test_a_suggestion_empties_the_fullest_desk_and_never_gives_to_the_absent(hall, town):
    clerk, chief = town["clerk"], town["chief"]
    work_for(clerk, town, 4)
    moves = workload.suggestion(town["director"].actor, hall.gis.pk)
    assert [(one.giver, one.to.pk) for one in moves] == [(clerk.user.full_name, chief.user.pk)] * 2
    other = hall.seat("expert", hall.gis)
    row = delegating.delegate(
        actor=chief.actor,
        seat_id=Appointment.objects.get(user=chief.user).pk,
        deputy=other.user,
        since=localdate(),
        until=localdate(),
    )
    delegating.accept(row.case.number, actor=other.actor)
    assert {one.to.pk for one in workload.suggestion(town["director"].actor, hall.gis.pk)} == {other.user.pk}


def test_the_board_costs_the_same_with_many_people(hall, town):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            workload.board(town["director"].actor, hall.gis.pk)
        return len(seen)

    before = statements()
    users = [
        User(username=f"kisi{n}", first_name="Kişi", last_name=str(n), password="!", email="") for n in range(300)
    ]
    User.objects.bulk_create(users)
    Appointment.objects.bulk_create(
        Appointment(user=user, unit=hall.gis, position="staff", since=dt.date(2024, 1, 1)) for user in users
    )
    work_for(town["clerk"], town, 5)
    board = workload.board(town["director"].actor, hall.gis.pk)
    assert (statements(), board.people, len(board.rows), board.after) == (before, 303, 50, 1)


@pytest.mark.parametrize(
    "page",
    [
        "/kadro/",
        "/kadro/makamlarim/",
        "/kadro/vekaletler/",
        "/kadro/yokluk/",
        "/kadro/amir-yoklugunda/",
        "/kadro/gorevler-ayriligi/",
        "/kadro/gruplar/",
        "/kadro/is-tanimlari/",
        "/kadro/is-tanimlari/yeni/",
        "/kadro/is-yuku/",
        "/kadro/is-yuku/masa/",
        "/kadro/is-yuku/oneri/",
        "/kadro/devir-teslim/",
        "/kadro/devir-teslim/ac/",
        "/kadro/gorevlendir/",
        "/api/staffing/seats",
        "/api/staffing/delegations",
        "/api/staffing/descriptions",
        "/api/staffing/handovers",
        "/api/staffing/conflicts",
    ],
)
def test_every_page_opens_for_a_director(town, page):
    assert town["director"].client.get(page).status_code == 200


def test_accounts_open_for_the_administrator_alone(hall, town):
    administrator = hall.seat("administrator", hall.municipality)
    assert town["director"].client.get("/kadro/hesaplar/").status_code == 404
    assert administrator.client.get("/kadro/hesaplar/").status_code == 200


# The hand-over that opens by itself ---------------------------------------------------------------------------


def files_of(person):
    rows = HandOver.objects.filter(person=person.user)
    return [(row.kind, row.seat_id, row.last_day, row.absent, row.case.assignee_id) for row in rows]


def test_where_a_seat_ends_with_work_on_it_the_hand_over_opens_by_itself(hall, town):
    clerk, general = town["clerk"], hall.seat("secretary_general", hall.municipality)
    work_for(clerk, town)
    seat, last = Appointment.objects.get(user=clerk.user), localdate() + 3 * DAY
    appointing.end(seat.pk, actor=general.actor, last_day=last, why="İstifa")
    assert files_of(clerk) == [("exit", None, last, False, clerk.user.pk)]
    row = HandOver.objects.get()
    assert [line.source for line in handovers.lines(row)] == ["Açık dosyalar"]
    assert handing.open_at_end(seat, last_day=last) is None


def test_nothing_opens_where_nothing_can_pass(hall, town):
    general = hall.seat("secretary_general", hall.municipality)
    seat = Appointment.objects.get(user=town["clerk"].user)
    appointing.end(seat.pk, actor=general.actor, last_day=localdate(), why="İstifa")
    assert HandOver.objects.count() == 0


def test_who_is_moved_hands_over_the_seat_he_leaves(hall, town):
    clerk, general = town["clerk"], hall.seat("secretary_general", hall.municipality)
    work_for(clerk, town)
    seat, since = Appointment.objects.get(user=clerk.user), localdate() + 5 * DAY
    appointing.transfer(
        seat.pk, actor=general.actor, unit=hall.network, position="staff", since=since, document="Onay 5"
    )
    assert files_of(clerk) == [("change", seat.pk, since - DAY, False, clerk.user.pk)]


def test_a_dated_seat_that_runs_out_is_noticed_at_night_and_once(hall, town):
    clerk = town["clerk"]
    work_for(clerk, town)
    Appointment.objects.filter(user=clerk.user).update(until=localdate() - 3 * DAY)
    assert (handing.open_for_ended(), handing.open_for_ended()) == (1, 0)
    assert files_of(clerk) == [("exit", None, localdate() - 3 * DAY, False, clerk.user.pk)]
    handing.cancel(HandOver.objects.get().case.number, actor=town["director"].actor, why="Yanlış açıldı")
    assert handing.open_for_ended() == 0


def test_a_shut_account_leaves_its_work_to_the_superior_who_signs_for_it(hall, town):
    clerk, director = town["clerk"], town["director"]
    work_for(clerk, town)
    administrator = hall.seat("administrator", hall.municipality)
    shutting.close_account(clerk.user.pk, actor=administrator.actor, why="Vefat etti, hesap kapatıldı")
    assert reactions_to(shutting.CLOSED) == ("konak.governance.staffing.reactions.hand_over_of",)
    reactions.hand_over_of(clerk.user.pk)
    reactions.hand_over_of(clerk.user.pk)
    assert files_of(clerk) == [("exit", None, localdate(), True, town["chief"].user.pk)]
    row = HandOver.objects.get()
    handing.set_receiver(row.case.number, actor=director.actor, receiver=town["chief"].user)
    for line in handovers.lines(row):
        handing.settle(line.pk, actor=director.actor, fate="returned")
    assert handing.give(row.case.number, actor=director.actor).case.state == "given"


def test_leaving_before_the_minute_still_opens_it(hall, town):
    general = hall.seat("secretary_general", hall.municipality)
    work_for(town["clerk"], town)
    last = localdate() - DAY
    accounts.leave(town["clerk"].user.pk, actor=general.actor, last_day=last, why="İstifa", without_handover=True)
    assert files_of(town["clerk"]) == [("exit", None, last, False, town["clerk"].user.pk)]
