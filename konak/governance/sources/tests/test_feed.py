"""Feeds: what is read, what is refused, and that the way outside leads nowhere inside."""

import datetime as dt
import io
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from konak.foundation.lifecycle import Refused
from konak.governance.sources import parsing, queries, services
from konak.governance.sources.models import FeedEntry

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Deneme</title>
<item><guid>1</guid><title>Belediye Kanununda Değişiklik Yapılmasına Dair Kanun</title>
<link>https://ornek.example/1</link><pubDate>Fri, 20 Nov 2026 09:00:00 +0300</pubDate>
<description>&lt;b&gt;Madde 15&lt;/b&gt; değişti</description></item>
<item><guid>2</guid><title>Meralarla ilgili duyuru</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><title>Belediye Kanunu</title>
<link href="https://ornek.example/a"/><updated>2026-11-20T06:00:00Z</updated></entry></feed>"""
BOMB = """<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""


@pytest.fixture
def feed(scene):
    services.add_source(
        actor=scene.head.actor, unit_id=scene.hall.department.pk, kind="law", number="5393", title="Belediye Kanunu"
    )
    return services.add_feed(actor=scene.head.actor, unit_id=scene.hall.department.pk, name="Deneme akışı")


@pytest.fixture
def server():
    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/yonlen":
                self.send_response(302)
                self.send_header("Location", "ftp://ornek.example/x")
                self.end_headers()
                return
            body = b"x" * (3 * 1024 * 1024) if self.path == "/buyuk" else RSS.encode()
            self.send_response(404 if self.path == "/yok" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *args):
            return

    held = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=held.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{held.server_port}"
    held.shutdown()
    held.server_close()


def test_rss_and_atom_are_read_as_plain_words():
    one, two = parsing.read(RSS.encode())
    assert (one.title, one.summary, one.link, one.published_on) == (
        "Belediye Kanununda Değişiklik Yapılmasına Dair Kanun",
        "Madde 15 değişti",
        "https://ornek.example/1",
        dt.date(2026, 11, 20),
    )
    assert (two.link, two.published_on) == ("", None)
    (entry,) = parsing.read(ATOM.encode())
    assert (entry.link, entry.published_on) == ("https://ornek.example/a", dt.date(2026, 11, 20))


@pytest.mark.parametrize("content", [BOMB, "<html/>", "", "{}", "<rss"])
def test_what_is_no_feed_or_wants_to_be_more_is_refused(content):
    with pytest.raises(parsing.Unreadable):
        parsing.read(content.encode())


def test_a_file_proposes_what_names_a_watched_source_and_a_second_reading_adds_nothing(scene, feed):
    actor = scene.head.actor
    assert services.hand_in_feed(feed.pk, actor=actor, file=io.BytesIO(RSS.encode())) == 2
    assert services.hand_in_feed(feed.pk, actor=actor, file=io.BytesIO(RSS.encode())) == 0
    (row,) = queries.entries(actor)
    assert (row.source.number, FeedEntry.objects.count()) == ("5393", 2)
    notice = services.take_entry(row.pk, actor=actor)
    assert (notice.kind, notice.source_id, notice.link) == ("change", row.source_id, "https://ornek.example/1")
    with pytest.raises(Refused, match="daha önce bakılmış"):
        services.take_entry(row.pk, actor=actor)


def test_the_inside_of_the_house_is_not_read_unless_the_operator_says_so(scene, server, settings):
    facts = {"actor": scene.head.actor, "unit_id": scene.hall.department.pk}
    with pytest.raises(Refused, match="Kurum içi adreslerden"):
        services.add_feed(**facts, name="İç", url=f"{server}/akis")
    settings.FEED_INTERNAL = True
    feed = services.add_feed(**facts, name="İç", url=f"{server}/akis")
    assert services.read_feed(feed.pk, actor=scene.head.actor) == 2
    settings.FEED_INTERNAL = False
    with pytest.raises(Refused, match="Kurum içi adreslerden"):
        services.read_feed(feed.pk, actor=scene.head.actor)
    feed.refresh_from_db()
    assert feed.fault.startswith("Kurum içi adreslerden")


@pytest.mark.parametrize(
    ("path", "words"), [("/buyuk", "2 MB"), ("/yok", "yanıt 404"), ("/yonlen", "http:// ya da https://")]
)
def test_what_is_too_large_missing_or_leads_elsewhere_is_refused_in_words(scene, server, settings, path, words):
    settings.FEED_INTERNAL = True
    feed = services.add_feed(
        actor=scene.head.actor, unit_id=scene.hall.department.pk, name="Sınır", url=server + path
    )
    with pytest.raises(Refused, match=words):
        services.read_feed(feed.pk, actor=scene.head.actor)


def test_only_the_head_and_the_administrator_name_a_feed(scene):
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.add_feed(actor=scene.network_director.actor, unit_id=scene.hall.network.pk, name="X")
    with pytest.raises(Refused, match="http:// ya da https://"):
        services.add_feed(
            actor=scene.head.actor, unit_id=scene.hall.department.pk, name="X", url="ftp://ornek.example/x"
        )
