"""Articles are written by one, published by another, found by everybody, and nothing internal leaks."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.search.services import rebuild
from konak.foundation.trail.models import Entry
from konak.governance.systems import services as systems
from konak.service.desk import services as desk_services
from konak.service.knowledge import parsing, queries, services
from konak.service.knowledge.models import Article, Reading, State, TicketLink, Vote

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


def test_an_article_is_written_sent_and_published_by_another_and_the_trail_says_so(library):
    made = library.draft()
    with pytest.raises(Refused, match="onaya gönderilmeli"):
        services.publish(made.pk, actor=library.chief.actor)
    services.send(made.pk, actor=library.writer.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.publish(made.pk, actor=library.writer.actor)
    services.publish(made.pk, actor=library.chief.actor, months=6)
    made.refresh_from_db()
    assert (made.state, made.current.number, made.current.published_by) == ("published", 1, library.chief.user)
    assert 175 < (made.review_on - localdate()).days < 190
    verbs = Entry.objects.filter(kind="knowledge.article", subject=str(made.pk)).order_by("pk")
    assert [one.verb for one in verbs] == ["add", "send", "publish"]
    assert Notification.objects.filter(recipient=library.chief.user, topic="knowledge.review").count() == 1


def test_nobody_publishes_what_he_wrote_himself(library):
    made = services.begin(
        actor=library.chief.actor,
        unit_id=library.hall.network.pk,
        title="Kendi yazdığım",
        category_id=library.shelf.pk,
        body="Metin",
    )
    services.send(made.pk, actor=library.chief.actor)
    with pytest.raises(Refused, match="iki göz"):
        services.publish(made.pk, actor=library.chief.actor)


def test_an_article_that_came_back_says_what_is_missing(library):
    made = library.draft()
    services.send(made.pk, actor=library.writer.actor)
    with pytest.raises(Refused, match="eksik"):
        services.hand_back(made.pk, actor=library.chief.actor, words=" ")
    services.hand_back(made.pk, actor=library.chief.actor, words="Resim ekleyin")
    assert Article.objects.get(pk=made.pk).state == "draft"
    assert Notification.objects.get(recipient=library.writer.user).body == "Resim ekleyin"


def test_a_new_version_changes_nothing_for_readers_until_it_is_published(library):
    made = library.published()
    version = services.write(made.pk, actor=library.writer.actor, body="Yeni metin", note="Kısaltıldı")
    shown = library.reader.client.get(f"/bilgi/{made.pk}/").text
    assert (version.number, "Yeni metin" in shown, "Kablo" in shown) == (2, False, True)
    assert "Yeni metin" in library.writer.client.get(f"/bilgi/{made.pk}/?surum=taslak").text
    services.publish(made.pk, actor=library.chief.actor)
    assert "Yeni metin" in library.reader.client.get(f"/bilgi/{made.pk}/").text
    page = library.writer.client.get(f"/bilgi/{made.pk}/karsilastir/").text
    assert "<ins>Yeni</ins>" in page or "<ins>Yeni metin</ins>" in page
    assert library.reader.client.get(f"/bilgi/{made.pk}/karsilastir/").status_code == 404


def test_of_two_who_write_at_once_the_later_one_is_told(library):
    made = library.published()
    services.write(made.pk, actor=library.writer.actor, seen=1, body="Birinci")
    with pytest.raises(Refused, match="Siz yazarken 2"):
        services.write(made.pk, actor=library.chief.actor, seen=1, body="İkinci")


def test_a_stranger_neither_sees_a_draft_nor_writes(library):
    made = library.draft()
    assert library.reader.client.get(f"/bilgi/{made.pk}/").status_code == 404
    with pytest.raises(Article.DoesNotExist):
        services.write(made.pk, actor=library.reader.actor, body="x")
    published = library.published(title="Başka")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.write(published.pk, actor=library.reader.actor, body="x")


def test_both_doors_refuse_in_the_same_words(library):
    made = library.draft()
    page = library.chief.client.post(f"/bilgi/{made.pk}/yayimla/", {"months": 12})
    api = library.chief.client.post(
        f"/api/knowledge/{made.pk}/publish", {"months": 12}, content_type="application/json"
    )
    words = "Makale önce onaya gönderilmeli."
    assert (page.status_code, words in page.text) == (422, True)
    assert (api.status_code, api.json()["title"]) == (409, words)


# Finding ------------------------------------------------------------------------------------------------------------


def test_articles_are_found_in_any_form_of_their_words_and_with_slips(library):
    made = library.published(keywords="printer")
    for words in ("yazıcının", "YAZICILAR", "yazici cevrimdisi", "printer", "yaziçi çevrimdşı"):
        assert [hit.id for hit in queries.find(library.reader.actor, words)] == [made.pk], words
    assert "<mark>Yazıcı</mark>" in str(queries.find(library.reader.actor, "yazıcı")[0].title)
    assert [hit.id for hit in queries.suggest(library.reader.actor, "yazıcı bugün hiç basmadı")] == [made.pk]
    services.retire(made.pk, actor=library.chief.actor)
    assert queries.find(library.reader.actor, "yazıcı") == []
    services.bring_back(made.pk, actor=library.chief.actor)
    assert (rebuild("article"), rebuild("public_article")) == (1, 0)


def test_the_public_page_shows_what_is_public_and_nothing_else(library):
    inside = library.published(title="İç yazıcı kuralı", body="Gizli sunucu adı")
    outside = library.published(
        title="Parola yenileme yazıcı", audience="public", cause="İç neden", genre="known_error", symptom="Belirti"
    )
    library.draft(title="Herkese taslak", audience="public")
    world = Client()
    index, hits = world.get("/bilgi-merkezi/"), world.get("/bilgi-merkezi/?q=yazıcı").text
    assert index.status_code == 200
    for page in (index.text, hits):
        assert (f"/bilgi-merkezi/{outside.pk}/" in page, "İç yazıcı" in page, "taslak" in page) == (
            True,
            False,
            False,
        )
    shown = world.get(f"/bilgi-merkezi/{outside.pk}/").text
    assert ("Belirti" in shown, "İç neden" in shown, library.writer.user.full_name in shown) == (True, False, False)
    assert world.get(f"/bilgi-merkezi/{inside.pk}/").status_code == 404
    assert world.get(f"/bilgi/{inside.pk}/").status_code == 302
    services.attach(inside.pk, actor=library.writer.actor, file=io.BytesIO(PNG), name="ekran.png")
    kept = inside.files.get()
    assert world.get(f"/bilgi-merkezi/{inside.pk}/dosya/{kept.pk}/").status_code == 404
    assert library.reader.client.get(f"/bilgi/{inside.pk}/dosya/{kept.pk}/").status_code == 200
    assert library.reader.client.get(f"/bilgi/{outside.pk}/dosya/{kept.pk}/").status_code == 404


def test_whom_a_published_article_is_for_is_changed_by_who_publishes(library):
    made = library.published()
    cover = {"title": made.title, "category_id": library.shelf.pk, "genre": "how", "audience": "public"}
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.describe(made.pk, actor=library.writer.actor, **cover)
    services.describe(made.pk, actor=library.chief.actor, **cover)
    assert [hit.id for hit in queries.find_public("yazıcı")] == [made.pk]


# Readers ------------------------------------------------------------------------------------------------------------


def test_readings_are_counted_by_day_without_readers(library):
    made = library.published()
    for _ in range(3):
        library.reader.client.get(f"/bilgi/{made.pk}/")
    made.refresh_from_db()
    assert (made.views, [(one.on, one.count) for one in Reading.objects.all()]) == (3, [(localdate(), 3)])


def test_a_vote_counts_once_and_a_no_says_why(library):
    made = library.published()
    with pytest.raises(Refused, match="bir cümleyle"):
        services.vote(made.pk, actor=library.reader.actor, helpful=False)
    services.vote(made.pk, actor=library.reader.actor, helpful=False, reason="Eksik")
    services.vote(made.pk, actor=library.reader.actor, helpful=True)
    library.chief.client.post(f"/bilgi/{made.pk}/yararli/")
    made.refresh_from_db()
    assert (made.yes, made.no, Vote.objects.count()) == (2, 0, 2)


def test_who_needs_no_ticket_any_more_is_counted(library):
    made = library.published()
    page = library.reader.client.get(f"/bilgi/{made.pk}/?talep=1").text
    assert "talep açmayacağım" in page
    library.reader.client.post(f"/bilgi/{made.pk}/gerek-kalmadi/")
    library.reader.client.post(f"/bilgi/{made.pk}/gerek-kalmadi/")
    today = localdate()
    assert (queries.deflected(None, today, today), queries.reads(None, today, today)) == (1.0, 1.0)


def test_old_articles_are_remembered_once_before_and_once_after_their_day(library):
    made = library.published()
    Article.objects.update(review_on=localdate() + dt.timedelta(days=10))
    assert (services.remind(), services.remind()) == (1, 0)
    later = localdate() + dt.timedelta(days=11)
    assert (services.remind(later), services.remind(later)) == (1, 0)
    told = Notification.objects.filter(title__contains="Gözden geçirme").order_by("pk")
    assert [one.recipient for one in told] == [library.writer.user, library.chief.user]
    assert queries.fresh_share(None, localdate(), later) == 0.0
    assert made.pk == Article.objects.get().pk


# Tickets ------------------------------------------------------------------------------------------------------------


def test_an_article_is_begun_from_a_ticket_and_bound_to_it(desk, hall):
    chief = hall.seat("director", desk.team)
    shelf = services.save_category(actor=chief.actor, name="Donanım")
    ticket = desk.opened().case.number
    desk_services.solve(ticket, actor=desk.agent.actor, text="Kâğıt yolunu temizledim.")
    form = desk.agent.client.get(f"/bilgi/yeni/?talep={ticket}").text
    assert ("Yazıcı basmıyor" in form, "Kâğıt yolunu temizledim." in form) == (True, True)
    made = services.begin(
        actor=desk.agent.actor,
        unit_id=desk.team.pk,
        title="Yazıcı basmıyor",
        category_id=shelf.pk,
        genre="known_error",
        symptom="Basmıyor",
        body="Temizleyin",
        ticket=ticket,
    )
    assert [(one.ticket, one.why) for one in made.tickets.all()] == [(ticket, "from")]
    services.link_ticket(made.pk, actor=desk.agent.actor, ticket=ticket.lower(), why="error")
    with pytest.raises(Refused, match="bulunamadı"):
        services.link_ticket(made.pk, actor=desk.agent.actor, ticket="DT-2020-00001")
    assert TicketLink.objects.count() == 2


def test_a_known_error_tells_its_symptom(library):
    with pytest.raises(Refused, match="belirti"):
        library.draft(genre="known_error")


# Markup -------------------------------------------------------------------------------------------------------------


def test_the_markup_is_drawn_and_nothing_in_it_runs():
    drawn = parsing.html(
        "## Baş\n\nBir **iki** `üç`\n\n- a\n- b\n\n1. c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n!uyarı Dikkat"
    )
    for piece in (
        "<h3>Baş</h3>",
        "<strong>iki</strong>",
        "<code>üç</code>",
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
        "<ol>\n<li>c</li>\n</ol>",
        "<td>2</td>",
        'data-kind="wait"',
    ):
        assert piece in drawn
    evil = '<script>x</script> [a](javascript:x) <img src=x onerror=y> [b](/yol"onclick=x) ![c](dosya:9) **<b>**'
    shown = parsing.html(evil, lambda key: "")
    for word in ("<script", "<img", 'href="javascript', "<b>"):
        assert word not in shown
    assert '<a href="https://x.example/a"' in parsing.html("[söz](https://x.example/a)")
    assert parsing.plain("## Baş\n- **a** [b](/c)") == "Baş\na b"


def test_versions_are_compared_word_by_word():
    pieces = parsing.compared("Kabloyu takın ve bekleyin", "Kabloyu çıkarın ve bekleyin")
    assert [tuple(piece) for piece in pieces] == [
        ("same", "Kabloyu "),
        ("gone", "takın"),
        ("new", "çıkarın"),
        ("same", " ve bekleyin"),
    ]


def test_programs_and_pages_see_the_same_articles(library):
    made, _ = library.published(), library.draft(title="Taslak")
    api = library.reader.client.get("/api/knowledge").json()
    assert [one["id"] for one in api["items"]] == [made.pk]
    assert library.reader.client.get("/bilgi/makaleler/").text.count("data-row") == 1
    assert library.writer.client.get("/bilgi/makaleler/").text.count("data-row") == 2
    assert library.reader.client.get("/api/knowledge/search?q=yazıcılar").json()[0]["id"] == made.pk
    assert State.values == ["draft", "review", "published", "retired"]


def test_an_article_stands_on_its_system_and_its_devices_and_the_report_says_what_fails(library, hall):
    system = systems.add(
        actor=hall.seat("administrator", hall.municipality).actor,
        code="EBYS",
        name="Elektronik belge",
        unit_id=hall.network.pk,
    )
    made = library.published(title="Belge açılmıyor")
    services.describe(
        made.pk,
        actor=library.chief.actor,
        title=made.title,
        category_id=library.shelf.pk,
        genre="how",
        audience="internal",
        systems=[system.code],
        devices=["LaserJet 400"],
    )
    reader = library.reader.actor
    assert [one.pk for one in queries.of_system(reader, "EBYS")] == [made.pk]
    assert [one.pk for one in queries.of_device(reader, "HP LASERJET 400 dn")] == [made.pk]
    assert (queries.of_device(reader, "HP 600"), queries.of_system(reader, "YBS")) == ([], [])
    services.vote(made.pk, actor=reader, helpful=False, reason="Eksik")
    page = library.chief.client.get("/bilgi/makaleler/rapor/?gorunum=yararsiz")
    assert (page.status_code, "Belge açılmıyor" in page.text) == (200, True)
