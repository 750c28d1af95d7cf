"""The screens and the API of notifications: the bell, the list, the wishes, the messages that did not go out."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from konak.foundation import notify
from konak.foundation.cases import services as cases
from konak.foundation.cases import topics, watching
from konak.foundation.notify import Permanent, queries, services
from konak.foundation.notify import access as notify_access
from konak.foundation.notify.models import Envelope, Habits, Notification, Preference
from konak.foundation.notify.tests.post import Post
from konak.foundation.people.models import Appointment
from konak.governance.legislation import access
from konak.governance.legislation.models import Regulation


def draft(person, unit, subject="Altyapı haritası yönergesi", **facts):
    record = Regulation(title=subject, text="MADDE 1- (1) Deneme.")
    return cases.open_case(
        record, actor=person.actor, permission=access.REVIEW, unit_id=unit.pk, subject=subject, **facts
    ).case


def words(answer):
    page = answer.content.decode()
    main = re.search(r"<main.*?</main>", page, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0] if main else page)).strip()


def bell(person):
    found = re.search(r'k-bell-count"[^>]*>(.*?)<', person.client.get("/yardim/").content.decode(), re.S)
    return found[1].strip()


@pytest.fixture
def expert(hall):
    return hall.seat("expert", hall.department)


@pytest.fixture
def case(hall, expert):
    return draft(hall.seat("head_of_department", hall.department), hall.department, assignee_id=expert.user.pk)


def tell(person, case=None, title="Size verildi", topic=topics.ASSIGNED, **facts):
    about = (
        {"subject_kind": watching.SUBJECT, "subject_number": case.number, "url": f"/is/{case.number}/"}
        if case
        else {}
    )
    services.notify([person.user.pk], topic, title, **about | facts)
    return Notification.objects.order_by("-pk").first()


def test_the_bell_counts_what_is_unread_and_no_further_than_a_hundred(expert):
    assert bell(expert) == ""
    for place in range(3):
        tell(expert, title=f"Konu {place}")
    assert bell(expert) == "3"
    assert expert.htmx.get("/bildirimler/sayi/").content.decode().startswith("3<")
    for place in range(120):
        tell(expert, title=f"Konu {place}")
    assert bell(expert) == "99+"


def test_the_list_shows_ones_own_and_leads_to_the_file(hall, expert, case):
    row = tell(expert, case, "Size verildi: Altyapı haritası yönergesi", body="MV · son gün 30.11.2026")
    assert "Size verildi: Altyapı haritası yönergesi" in words(expert.client.get("/bildirimler/"))
    answer = expert.client.get(f"/bildirimler/{row.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/is/{case.number}/")
    assert bell(expert) == ""
    assert "Okunmamış bildirim yok" in words(expert.client.get("/bildirimler/"))
    assert "Size verildi" in words(expert.client.get("/bildirimler/?gorunum=tumu"))
    stranger = hall.seat("staff", hall.elsewhere)
    assert stranger.client.get(f"/bildirimler/{row.pk}/").status_code == 404
    assert stranger.client.post(f"/bildirimler/{row.pk}/okundu/").status_code == 404


@pytest.mark.parametrize("page", ["/is/{}/", "/mevzuat/{}/"])
def test_opening_the_file_on_any_of_its_pages_reads_what_was_told_about_it(expert, case, page):
    tell(expert, case)
    tell(expert, title="Başka bir şey")
    assert expert.client.get(page.format(case.number)).status_code == 200
    assert queries.unread(expert.actor) == 1


def test_neither_a_fragment_nor_a_page_loaded_ahead_reads_anything(expert, case):
    tell(expert, case)
    expert.htmx.get(f"/is/{case.number}/")
    expert.client.get(f"/is/{case.number}/", headers={"Sec-Purpose": "prefetch"})
    assert queries.unread(expert.actor) == 1


def test_all_read_leaves_what_came_after_the_page_was_drawn(expert):
    last = tell(expert, title="Görülen")
    page = expert.client.get("/bildirimler/").content.decode()
    assert f'name="until" value="{last.pk}"' in page
    tell(expert, title="Sonra gelen")
    expert.client.post("/bildirimler/okundu/", {"until": last.pk})
    assert [line.title for line in queries.page(expert.actor, only_unread=True).lines] == ["Sonra gelen"]


def test_what_moved_out_of_sight_has_lost_its_words(hall, expert, case):
    tell(expert, case, "Falan konusu", body="ayrıntı")
    case.assignee = None
    case.save()
    Appointment.objects.filter(user=expert.user).update(unit=hall.elsewhere)
    shown = words(expert.client.get("/bildirimler/"))
    assert ("Artık göremediğiniz bir dosya" in shown, "Falan" in shown, "ayrıntı" in shown) == (True, False, False)
    answer = expert.client.get("/api/notifications").json()
    assert [(one["title"], one["body"], one["subject"]) for one in answer["items"]] == [
        ("Artık göremediğiniz bir dosya", "Bu dosya görev alanınızdan çıktı.", "")
    ]


def test_an_address_that_leads_out_of_the_house_is_not_followed(expert):
    for url in ("https://kotu.example/", "//kotu.example/", "javascript:alert(1)", ""):
        row = tell(expert, url=url)
        assert expert.client.get(f"/bildirimler/{row.pk}/")["Location"] == "/bildirimler/"


def test_the_list_is_paged_by_a_cursor_and_forgives_a_mended_address(expert):
    for place in range(queries.PAGE + 2):
        tell(expert, title=f"Konu {place}")
    first = expert.client.get("/bildirimler/").content.decode()
    following = re.search(r'href="([^"]*sonra=\d+)"', first)[1].replace("&amp;", "&")
    second = expert.client.get(following).content.decode()
    assert (first.count("k-note-words"), second.count("k-note-words")) == (queries.PAGE, 2)
    assert expert.client.get("/bildirimler/?sonra=bozuk").content.decode().count("k-note-words") == queries.PAGE


def test_the_list_costs_the_same_however_many_lines_it_has(hall, expert):
    head = hall.seat("head_of_department", hall.department)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            queries.page(expert.actor)
        return len(asked)

    tell(expert, draft(head, hall.department, assignee_id=expert.user.pk), actor=head.actor)
    one = cost()
    for place in range(20):
        tell(expert, draft(head, hall.department, f"Konu {place}", assignee_id=expert.user.pk), actor=head.actor)
    assert (cost(), one) == (3, 3)


def test_bell_and_list_cost_no_more_with_a_hundred_thousand_old_ones(hall, expert):
    """The plans walk an index and stop: they name no sequential scan and touch few pages."""
    others = [hall.seat("staff", hall.gis).user.pk for _ in range(2)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notify_notification (recipient_id, topic, title, body, url, subject_kind, subject_number, "
            "secrecy, dedupe, at, read_at) SELECT (ARRAY[%s, %s, %s])[1 + n %% 3], 'cases.moved', 'Konu ' || n, '', "
            "'', '', '', 0, '', now() - interval '90 days', now() - interval '89 days' "
            "FROM generate_series(1, 100000) AS n",
            [expert.user.pk, *others],
        )
        cursor.execute("ANALYZE notify_notification")
    for _ in range(5):
        tell(expert)

    def pages_read(rows):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = on")
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {rows.query}")
            found = cursor.fetchone()[0]
        plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
        return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]

    mine = Notification.objects.filter(recipient_id=expert.user.pk)
    assert pages_read(mine.filter(read_at=None).values("pk")[:100]) < 40
    assert pages_read(mine.order_by("-pk")[:31]) < 60


# Wishes -------------------------------------------------------------------------------------------------------------


def wishes(person, **changed):
    page = person.client.get("/bildirimler/tercihler/").content.decode()
    assert page.count("<h1") == 1
    names = re.findall(r'<select[^>]*name="(p\d+-\w+)"', page)
    form = dict.fromkeys(names, "now") | {
        "quiet": "on",
        "quiet_from": "21:00",
        "quiet_until": "07:30",
        "quiet_days_off": "on",
        "digest_hour": "10",
        "digest_weekday": "4",
    }
    return {name: value for name, value in (form | changed).items() if value is not None}


def test_what_one_wants_is_kept_and_shown_again(expert):
    answer = expert.client.post("/bildirimler/tercihler/", wishes(expert))
    assert (answer.status_code, answer["Location"]) == (302, "/bildirimler/tercihler/")
    habits = Habits.objects.get(person=expert.user)
    assert (habits.quiet_from, habits.quiet_until, habits.digest_hour, habits.digest_weekday) == (
        dt.time(21),
        dt.time(7, 30),
        10,
        4,
    )
    assert {pace for one in queries.choices(expert.actor) for pace in one.paces.values()} == {"now"}
    # what is already so needs no row
    assert not Preference.objects.filter(person=expert.user, topic=topics.ASSIGNED.code, channel="mail").exists()
    expert.client.post("/bildirimler/tercihler/", wishes(expert, quiet=None, quiet_from="", quiet_until=""))
    assert queries.hours(expert.actor).quiet_from is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"digest_hour": "6"}, "Özet saati (06.00) sessiz saatlerinize düşüyor"),
        ({"quiet_from": ""}, "Sessiz saatlerin başını ve sonunu yazın"),
        ({"quiet_from": "21:00", "quiet_until": "21:00"}, "aynı olamaz"),
        ({"digest_hour": "25"}, "Günlük özet saati"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_chosen_still_there(expert, changed, said):
    answer = expert.client.post("/bildirimler/tercihler/", wishes(expert, **changed))
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert (Habits.objects.count(), Preference.objects.count()) == (0, 0)


def test_a_way_that_is_off_says_so(expert, settings):
    settings.SMTP_URL = ""
    assert "Posta sunucusu ayarlanmamış (KONAK_SMTP_URL)." in words(expert.client.get("/bildirimler/tercihler/"))


# Messages that did not go out ---------------------------------------------------------------------------------------


def test_an_administrator_sees_what_failed_without_its_words_and_tries_again(hall, expert):
    Habits.objects.create(person=expert.user, quiet_from=None, quiet_until=None, quiet_days_off=False)
    expert.user.email = "yok@deneme.example"
    expert.user.save()
    administrator = hall.seat("administrator", hall.municipality)
    with notify.only(post := Post()):
        post.problems["yok@deneme.example"] = Permanent("Sunucunun yanıtı: 550 böyle biri yok")
        tell(expert, title="Kimsenin bilmediği konu")
        services.send_due()
        envelope = Envelope.objects.get()
        shown = words(administrator.client.get("/yonetim/gonderiler/"))
        assert ("550 böyle biri yok" in shown, "Kimsenin bilmediği" in shown) == (True, False)
        post.problems.clear()
        administrator.client.post(f"/yonetim/gonderiler/{envelope.pk}/yeniden/")
        services.send_due()
    assert post.subjects == ["Kimsenin bilmediği konu"]
    assert "Gönderilemeyen yok" in words(administrator.client.get("/yonetim/gonderiler/"))


def test_nobody_else_finds_the_messages(expert):
    assert expert.client.get("/yonetim/gonderiler/").status_code == 404
    assert expert.client.post("/yonetim/gonderiler/1/yeniden/").status_code == 404


# Watching -----------------------------------------------------------------------------------------------------------


def test_a_file_is_watched_and_left_by_a_button(hall, case):
    clerk = hall.seat("staff", hall.department)
    page = f"/is/{case.number}/"
    assert "İzlemeyi bırak" not in words(clerk.client.get(page))
    assert clerk.client.post(f"{page}izle/")["Location"] == f"{page}#izleyenler"
    assert "İzlemeyi bırak" in words(clerk.client.get(page))
    clerk.client.post(f"{page}izleme/")
    assert "İzlemeyi bırak" not in words(clerk.client.get(page))
    stranger = hall.seat("staff", hall.elsewhere)
    assert stranger.client.post(f"{page}izle/").status_code == 404


def test_a_remark_that_names_a_stranger_comes_back_with_the_reason(hall, expert, case):
    stranger = hall.seat("staff", hall.elsewhere)
    answer = expert.client.post(f"/is/{case.number}/yaz/", {"text": f"@{stranger.user.username} baksın"})
    assert (answer.status_code, "bu dosyayı göremez" in words(answer)) == (422, True)


# API ----------------------------------------------------------------------------------------------------------------


def post_json(person, path, body=None):
    return person.client.post(path, body or {}, content_type="application/json")


def test_the_api_lists_reads_and_prefers_like_the_screens(expert, case):
    tell(expert, case, "Bir")
    tell(expert, title="İki")
    found = expert.client.get("/api/notifications?limit=1").json()
    assert ([one["title"] for one in found["items"]], found["unread"]) == (["İki"], 2)
    older = expert.client.get(f"/api/notifications?cursor={found['next']}").json()
    assert ([one["title"] for one in older["items"]], older["next"]) == (["Bir"], "")
    first = older["items"][0]["id"]
    assert post_json(expert, f"/api/notifications/{first}/read").status_code == 200
    assert post_json(expert, "/api/notifications/read").json() == {"read": 1}
    changed = {"topics": {"cases.moved": {"mail": "off"}}, "hours": {"quiet": False, "digest_hour": 8}}
    after = post_json(expert, "/api/notifications/preferences", changed).json()
    assert {one["topic"]: one["paces"]["mail"] for one in after["topics"]}["cases.moved"] == "off"
    assert (after["hours"]["quiet"], after["hours"]["digest_hour"]) == (False, 8)
    zoned = {"hours": {"quiet": True, "quiet_from": "20:00Z", "quiet_until": "08:00:30+03:00"}}
    after = post_json(expert, "/api/notifications/preferences", zoned).json()
    assert (after["hours"]["quiet_from"], after["hours"]["quiet_until"]) == ("20:00", "08:00")


def test_the_api_refuses_in_the_same_words(hall, expert, case):
    wrong = {"hours": {"quiet": True, "quiet_from": "20:00", "quiet_until": "08:00", "digest_hour": 6}}
    answer = post_json(expert, "/api/notifications/preferences", wrong)
    assert (answer.status_code, answer.json()["title"]) == (
        409,
        "Özet saati (06.00) sessiz saatlerinize düşüyor; birini değiştirin.",
    )
    answer = post_json(expert, "/api/notifications/preferences", {"topics": {"yok": {"mail": "off"}}})
    assert answer.status_code == 409
    assert post_json(hall.seat("staff", hall.elsewhere), f"/api/cases/{case.number}/watch").status_code == 404
    assert post_json(expert, "/api/notifications/999999999/read").status_code == 404
    assert expert.client.get("/api/notifications?cursor=bozuk").status_code == 422


def test_the_api_watches_and_leaves(expert, case):
    watched = post_json(expert, f"/api/cases/{case.number}/watch").json()
    left = post_json(expert, f"/api/cases/{case.number}/unwatch").json()
    assert (watched, left) == (
        {"number": case.number, "watching": True, "watchers": 2},
        {"number": case.number, "watching": False, "watchers": 1},
    )


def test_a_topic_for_holders_of_a_permission_is_in_nobody_elses_wishes(hall, expert):
    topic = notify.Topic("notify.test_chain", "Deneme: yalnız yönetici", needs=notify_access.MANAGE)
    try:
        administrator = hall.seat("administrator", hall.municipality)
        shown = [topic in [one.topic for one in queries.choices(who.actor)] for who in (administrator, expert)]
    finally:
        notify.TOPICS.pop(topic.code)
    assert shown == [True, False]
    assert queries.choices(expert.actor)[0].topic == topics.ASSIGNED
