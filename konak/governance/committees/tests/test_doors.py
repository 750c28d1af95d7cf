"""Both doors of committees: pages that say the next step, an API with the same words, calendars, and their cost."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, localtime
from icalendar import Calendar

from konak.foundation.calendar.services import add_working_days
from konak.governance.committees import services
from konak.governance.committees.models import Committee, Decision, Meeting

JSON = {"content_type": "application/json"}
API = "/api/committees"


def test_a_committee_is_founded_and_seated_from_the_pages(board):
    hall, head = board.hall, board.head.client
    form = {
        "name": "KVKK Kurulu",
        "code": "KVKK",
        "kind": "board",
        "founding_decision": "Olur 2025/9",
        "founded_on": "2025-02-03",
        "unit_id": hall.department.pk,
        "assignee_id": board.secretary.user.pk,
        "quorum": "majority",
        "majority": "present",
        "cadence": "3",
        "notice_days": "3",
    }
    made = head.post("/kurullar/yeni/", form)
    committee = Committee.objects.get(code="KVKK")
    assert (made.status_code, made["Location"]) == (302, f"/kurullar/{committee.pk}/")
    again = head.post("/kurullar/yeni/", form)
    assert (again.status_code, "başka bir kurulda kullanılıyor" in again.content.decode()) == (422, True)
    seated = head.post(
        f"/kurullar/{committee.pk}/uye/",
        {"role": "chair", "unit_id": hall.department.pk, "user_id": board.head.user.pk, "since": "2025-02-03"},
    )
    assert (seated.status_code, committee.members.get().role) == (302, "chair")
    assert head.post(f"/kurullar/{committee.pk}/kurallar/", form | {"cadence": "1"}).status_code == 302
    committee.refresh_from_db()
    assert committee.cadence == 1


def test_a_meeting_is_run_from_the_keyboard_of_its_page(board):
    meeting = board.opened(present=0, titles=("Bir", "İki", "Üç"))
    number, client = meeting.case.number, board.secretary.client
    page = client.get(f"/kurullar/toplanti/{number}/").content.decode()
    assert "Yeter sayı yok: 5 üyeden en az 3 gerekir, 0 üye var" in page
    for key in ('data-hotkey="1"', 'data-hotkey="y"', 'data-hotkey="r"', 'data-hotkey="o"', 'data-hotkey="e"'):
        assert page.count(key) == 1
    for row in list(meeting.attendances.order_by("pk"))[:4]:
        address = f"/kurullar/toplanti/{number}/yoklama/{row.pk}/"
        roll = board.secretary.htmx.post(address, {"status": "present"}).content.decode()
    assert "Yeter sayı var: 5 üyeden en az 3 gerekir, 4 üye var" in roll
    first, second, third = meeting.items.all()
    root = f"/kurullar/toplanti/{number}/gundem"
    decided = client.post(
        f"{root}/{first.pk}/karar/",
        {
            "text": "Yapılsın.",
            "votes_for": "3",
            "votes_against": "1",
            "abstained": "0",
            "needs_action": "on",
            "unit_id": board.hall.gis.pk,
            f"dissent_{meeting.attendances.order_by('pk')[1].member_id}": "Bütçesi yok.",
        },
    )
    assert decided.status_code == 302
    decision = Decision.objects.get()
    assert (decision.vote_words, decision.dissents.get().text, decision.case.unit_id) == (
        "3 kabul, 1 ret; oy çokluğuyla",
        "Bütçesi yok.",
        board.hall.gis.pk,
    )
    assert client.post(f"{root}/{second.pk}/sonuc/gorusuldu/", {"note": "Anlatıldı."}).status_code == 302
    assert client.post(f"{root}/{third.pk}/sonuc/ertele/", {"note": ""}).status_code == 302
    for step in ("finish", "draw"):
        assert client.post(f"/kurullar/adim/{number}/{step}/", {}).status_code == 302
    pdf = client.get(f"/kurullar/toplanti/{number}/tutanak.pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-1.7")
    assert "Tutanağı imzala" in board.chair.client.get(f"/kurullar/toplanti/{number}/").content.decode()
    assert board.chair.client.post(f"/kurullar/toplanti/{number}/imza/", {}).status_code == 302


def test_both_doors_refuse_in_the_same_words(board):
    meeting = board.opened(present=2)
    number, item = meeting.case.number, meeting.items.get().pk
    words = "Yeter sayı yok: 3 üye gerekir, 2 üye var. Karar alınamaz."
    facts = {"text": "Olsun.", "votes_for": 2}
    page = board.secretary.client.post(
        f"/kurullar/toplanti/{number}/gundem/{item}/karar/", facts | {"votes_against": 0, "abstained": 0}
    )
    api = board.secretary.client.post(f"{API}/meetings/{number}/agenda/{item}/decide", facts, **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (api.status_code, api.json()) == (409, {"title": words, "status": 409})


def test_the_whole_way_over_the_api(board):
    client = board.secretary.client
    day = add_working_days(localdate(), 8)
    planned = client.post(
        f"{API}/{board.committee.pk}/meetings", {"starts_at": f"{day}T10:00:00+03:00", "place": "Salon"}, **JSON
    ).json()
    number = planned["number"]
    assert (planned["state"], planned["steps"][-1]["name"]) == ("planned", "cancel")
    client.post(f"{API}/meetings/{number}/agenda", {"title": "Bütçe"}, **JSON)
    assert client.post(f"{API}/meetings/{number}/invite", {}, **JSON).json()["state"] == "invited"
    assert client.post(f"{API}/meetings/{number}/begin", {}, **JSON).status_code == 409
    begun = localtime() - dt.timedelta(minutes=1)
    Meeting.objects.filter(case__number=number).update(starts_at=begun, ends_at=begun + dt.timedelta(hours=1))
    opened = client.post(f"{API}/meetings/{number}/begin", {}, **JSON).json()
    for row in opened["attendance"]:
        client.post(f"{API}/meetings/{number}/attendance/{row['id']}", {"status": "present"}, **JSON)
    item = opened["items"][0]["id"]
    made = client.post(f"{API}/meetings/{number}/agenda/{item}/decide", {"text": "Alınsın.", "votes_for": 5}, **JSON)
    decision = made.json()
    assert (made.status_code, decision["ordinal"], decision["carried"]) == (201, f"SOME {begun.year}/1", True)
    assert client.post(f"{API}/meetings/{number}/finish", {}, **JSON).json()["state"] == "held"
    drawn = client.post(f"{API}/meetings/{number}/draw", {}, **JSON).json()
    assert len(drawn["minutes_sha256"]) == 64
    for person in board.members:
        person.client.post(f"{API}/meetings/{number}/sign", {}, **JSON)
    assert board.chair.client.post(f"{API}/meetings/{number}/approve", {}, **JSON).json()["state"] == "closed"
    reported = client.post(
        f"{API}/decisions/{decision['number']}/report", {"file": SimpleUploadedFile("kanit.txt", b"alindi\n")}
    ).json()
    assert reported["state"] == "reported"
    accepted = board.head.client.post(f"{API}/decisions/{decision['number']}/accept", {}, **JSON).json()
    assert (accepted["state"], accepted["closed_at"] is not None) == ("done", True)
    assert [one["number"] for one in client.get(f"{API}/decisions").json()["items"]] == [decision["number"]]
    assert client.get(f"{API}/decisions", {"state": "undone"}).json()["items"] == []


def test_members_of_a_past_day_and_committees_of_mine_over_the_api(board):
    client = board.chair.client
    assert [one["code"] for one in client.get(API).json()] == ["SOME"]
    root = f"{API}/{board.committee.pk}"
    assert len(client.get(f"{root}/members", {"on": "2024-02-01"}).json()) == 5
    assert client.get(f"{root}/members", {"on": "2023-02-01"}).json() == []
    assert board.stranger.client.get(root).status_code == 404
    assert board.stranger.client.get(f"/kurullar/{board.committee.pk}/").status_code == 404


def test_a_meeting_is_a_calendar_file_that_knows_when_it_moved(board):
    meeting = board.planned()
    board.item(meeting, "Bütçe")
    later = dt.datetime.combine(add_working_days(localdate(), 20), dt.time(14))
    services.postpone(meeting.case.number, actor=board.secretary.actor, starts_at=later, why="Bayram")
    raw = board.chair.client.get(f"/kurullar/toplanti/{meeting.case.number}/takvim.ics")
    (event,) = Calendar.from_ical(raw.content).walk("VEVENT")
    assert raw["Content-Type"] == "text/calendar; charset=utf-8"
    assert event.decoded("dtstart") == later.replace(tzinfo=localtime().tzinfo)
    assert (int(event["sequence"]), str(event["location"]), "1. Bütçe" in str(event["description"])) == (
        1,
        "Toplantı salonu",
        True,
    )


def test_the_feed_opens_with_its_secret_only_and_closes_when_a_new_one_is_made(board):
    board.planned()
    first = services.new_calendar_key(actor=board.chair.actor)
    stranger = Client()
    feed = stranger.get(f"{API}/calendar/{first}.ics")
    assert len(list(Calendar.from_ical(feed.content).walk("VEVENT"))) == 1
    services.new_calendar_key(actor=board.chair.actor)
    assert stranger.get(f"{API}/calendar/{first}.ics").status_code == 404
    shown = board.chair.client.post("/kurullar/takvimim/", {}).content.decode()
    assert "/api/committees/calendar/" in shown
    assert "/api/committees/calendar/" not in board.chair.client.get("/kurullar/takvimim/").content.decode()
    board.chair.client.post("/kurullar/takvimim/kapat/", {})
    assert "Adresi kapat" not in board.chair.client.get("/kurullar/takvimim/").content.decode()


def test_agenda_tools_and_proposals_have_their_doors(board):
    meeting = board.planned()
    number, client = meeting.case.number, board.secretary.client
    for title in ("Bir", "İki"):
        assert client.post(f"/kurullar/toplanti/{number}/gundem/", {"title": title}).status_code == 302
    _, two = meeting.items.all()
    root = f"/kurullar/toplanti/{number}/gundem/{two.pk}"
    client.post(f"{root}/yer/yukari/", {})
    assert [item.title for item in meeting.items.all()] == ["İki", "Bir"]
    client.post(f"{root}/dosya/", {"file": SimpleUploadedFile("sunum.txt", b"sunum\n")})
    paper = two.files.get()
    got = board.chair.client.get(f"/kurullar/toplanti/{number}/ek/{paper.pk}/")
    assert b"".join(got.streaming_content) == b"sunum\n"
    assert client.post(f"{root}/duzenle/", {"title": "İkinci"}).status_code == 302
    client.post(f"{root}/yer/cikar/", {})
    assert [item.title for item in meeting.items.all()] == ["Bir"]
    board.chair.client.post(f"/kurullar/{board.committee.pk}/oner/", {"title": "Öneri"})
    proposals = list(board.committee.items.filter(meeting=None).order_by("pk"))
    assert client.post(f"/kurullar/toplanti/{number}/oneri/{proposals[0].pk}/", {}).status_code == 302
    assert client.post(f"/kurullar/oneri/{proposals[1].pk}/alma/", {"why": "Erken"}).status_code == 302
    assert board.chair.client.get(f"/kurullar/oneri/{proposals[1].pk}/alma/").status_code == 404


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_cost_the_same_with_more_rows(board):
    meeting = board.opened(titles=("Bir", "İki"))
    board.decide(meeting, 0)
    places = [
        "/kurullar/",
        f"/kurullar/{board.committee.pk}/",
        f"/kurullar/toplanti/{meeting.case.number}/",
        "/kurullar/kararlar/",
    ]
    few = [statements(board.secretary.client, place) for place in places]
    board.decide(meeting, 1)
    for title in ("Üç", "Dört", "Beş"):
        board.item(meeting, title)
    for place in (2, 3):
        board.decide(meeting, place)
    for number in range(3):
        services.add_member(
            board.committee.pk,
            actor=board.head.actor,
            role="observer",
            user_id=board.hall.seat("staff", board.hall.gis).user.pk,
            since=localdate(),
        )
        board.planned(
            starts_at=dt.datetime.combine(add_working_days(localdate(), 30 + number), dt.time(10)), place="Salon"
        )
    assert [statements(board.secretary.client, place) for place in places] == few


def test_decision_pages_and_panels_answer(board):
    decision = board.decide(board.opened(), unit_id=board.hall.network.pk)
    number, doer = decision.case.number, board.members[2]
    page = doer.client.get(f"/is/{number}/").content.decode()
    assert "Kurul kararı" in page
    assert doer.client.post(f"/kurullar/adim/{number}/report/", {"note": "Bitti."}).status_code == 302
    assert board.head.client.post(f"/kurullar/adim/{number}/return/", {"why": "Eksik"}).status_code == 302
    assert board.head.client.post(f"/kurullar/karar/{number}/ver/", {"unit_id": board.hall.gis.pk}).status_code == 302
    assert board.head.client.get("/kurullar/kararlar/", {"state": "late", "committee": "x"}).status_code == 200
    assert "Bilgi Güvenliği Kurulu" in board.head.client.get(f"/kisiler/{board.chair.user.pk}/").content.decode()
    assert (
        "Bilgi Güvenliği Kurulu" in board.head.client.get(f"/birimler/{board.hall.department.pk}/").content.decode()
    )
