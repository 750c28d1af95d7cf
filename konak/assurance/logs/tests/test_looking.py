"""Which set is open to whom, lines followed as they come, looking around with counts, and what may not be deleted."""

import datetime as dt
import io
import json

import pytest
from django.utils.timezone import localdate, localtime, now
from openpyxl import load_workbook

from konak.assurance.logs import queries
from konak.assurance.logs.models import Kind, SavedSearch, Search, Tail
from konak.assurance.logs.services import exploring, following, intake, keeping, packing, rights, searching
from konak.foundation.access.models import Grant
from konak.foundation.lake import queries as lake
from konak.foundation.lake import services as sealing
from konak.foundation.lake import spool
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry

WHY = "Ağ yavaşlığının incelenmesi"


@pytest.fixture
def town(hall, tmp_path, settings):
    settings.LAKE_ROOT = tmp_path / "lake"
    hall.admin, hall.auditor = hall.seat("administrator", hall.network), hall.seat("auditor", hall.municipality)
    hall.stranger = hall.seat("director", hall.elsewhere)
    hall.since, hall.until = now() - dt.timedelta(hours=3), now() + dt.timedelta(hours=1)
    return hall


def failed(user, ip, at, host="web"):
    when = f"{localtime(at):%b %d %H:%M:%S}"
    return f"<38>{when} {host} sshd[1]: Failed password for {user} from {ip} port 5 ssh2".encode()


def leased(ip, at):
    when = f"{localtime(at):%b %d %H:%M:%S}"
    return f"<30>{when} d dhcpd[1]: DHCPACK on {ip} to 00:11:22:aa:bb:cc (pc-1) via eth0".encode()


def filled(town):
    at = now() - dt.timedelta(minutes=30)
    intake.take_in(
        [failed("ali", "10.1.1.1", at)] * 3 + [failed("veli", "10.1.1.2", at), leased("10.1.1.1", at)], source="web"
    )


def test_a_set_is_closed_until_it_is_opened_for_search_package_alarm_and_api(town):
    filled(town)
    Grant.objects.create(permission="logs.search", position="expert", scope=4)
    expert, other = town.seat("expert", town.network), town.seat("expert", town.gis)
    span = {"since": town.since, "until": town.until, "purpose": WHY}
    with pytest.raises(Refused, match="açık bir log kümesi yok"):
        searching.trace(actor=expert.actor, what="10.1.1.1", **span)
    with pytest.raises(Refused, match="yetkiniz yok"):
        rights.allow(actor=expert.actor, code="dhcp", position="expert", why="Ağ ekibinin işi")
    facts = {
        "code": "dhcp",
        "position": "expert",
        "unit_id": town.network.pk,
        "why": "Ağ ekibinin işi",
        "allowed": "on",
    }
    assert town.admin.client.post("/loglar/erisim/yeni/", facts).status_code == 302
    assert (queries.open_sets(expert.actor), queries.open_sets(other.actor)) == (["dhcp"], [])
    assert {one.code for one in searching.trace(actor=expert.actor, what="10.1.1.1", **span).evidence} == {"dhcp"}
    with pytest.raises(Refused, match="açık değil"):
        searching.free(actor=expert.actor, words="ssh", code="system", **span)
    body = {"words": "10.1.1", "set": "", "purpose": WHY} | {k: span[k].isoformat() for k in ("since", "until")}
    assert expert.client.post("/api/logs/search", body, "application/json").json()["found"] == 1
    assert town.admin.client.post("/api/logs/search", body, "application/json").json()["found"] == 5
    told = searching.who(actor=expert.actor, ip="10.1.1.1", at=now(), purpose=WHY)
    assert (told.search.asked["sets"], told.mac) == (["dhcp"], "00-11-22-**-**-**")
    with pytest.raises(Refused, match="açık değil"):
        following.begin(actor=expert.actor, code="system", purpose=WHY)
    seen = exploring.explore(actor=town.admin.actor, codes=["system"], **span).search
    Search.objects.filter(pk=seen.pk).update(user=expert.user)
    with pytest.raises(Refused, match="artık açık olmayan"):
        exploring.taken_out(seen.pk, actor=expert.actor)
    # closed for administrators too: nobody looks, nobody packs, nobody sets an alarm
    row = rights.allow(
        actor=town.admin.actor, code="system", position="administrator", why="Soruşturma sürüyor", allowed=False
    )
    assert "system" not in queries.open_sets(town.admin.actor)
    closed = searching.written_down(town.admin.actor, Kind.FREE, WHY, "", {"sets": ["system"]})
    Search.objects.filter(pk=closed.pk).update(request="KT-1")
    with pytest.raises(Refused):
        packing.pack(closed.pk, actor=town.admin.actor)
    assert (
        "kapalı"
        in load_workbook(io.BytesIO(town.auditor.client.get("/loglar/erisim/?bicim=xlsx").content))
        .worksheets[0]
        .cell(3, 4)
        .value
    )
    assert town.stranger.client.get("/loglar/erisim/").status_code == 404
    town.admin.client.post(f"/loglar/erisim/{row.pk}/sil/")
    assert "system" in queries.open_sets(town.admin.actor)
    assert list(Entry.objects.filter(kind="logs.setright").order_by("pk").values_list("verb", flat=True)) == [
        "allow", "deny", "forget",
    ]  # fmt: skip


def test_lines_are_followed_as_they_come_masked_bounded_and_over_when_left(town):
    filled(town)
    post = {"code": "system", "words": "", "condition": "event.outcome = failure", "purpose": WHY, "request": ""}
    assert town.admin.client.post("/loglar/canli/", post | {"purpose": "x"}).status_code == 422
    assert town.stranger.client.post("/loglar/canli/", post).status_code == 404
    assert town.admin.client.post("/loglar/canli/", post).status_code == 302
    tail = Tail.objects.get()
    page = f"/loglar/canli/{tail.pk}/"
    first = town.admin.client.get(page).text
    assert (first.count("10.1.1.1"), "load delay:2s" in first) == (3, True)
    assert town.auditor.client.get(page).status_code == 404  # nobody looks over a shoulder
    marks = following.look(tail.pk, actor=town.admin.actor).marks
    intake.take_in([failed("can", "10.1.1.9", now()), leased("10.1.1.7", now())], source="web")
    shown = town.admin.client.get(f"{page}satirlar/", {"yer": json.dumps(marks)}).text
    assert ("10.1.1.9" in shown, "10.1.1.7" in shown, "10.1.1.1<" in shown) == (True, False, False)
    still = town.admin.client.get(f"{page}satirlar/", {"yer": json.dumps(marks), "dur": "1"}).text
    assert ("delay:2s" in still, "Sürdür" in still) == (False, True)
    seen = following.look(tail.pk, actor=town.admin.actor, marks=marks)
    intake.take_in([failed("once", "10.1.1.8", now())], source="web")
    sealing.seal()  # between two looks nothing is lost
    after = following.look(tail.pk, actor=town.admin.actor, marks=seen.marks)
    assert [one.values["user.name"] for one in after.lines] == ["once"]
    for start in range(3):  # a flood is counted, not shown
        intake.take_in([failed(f"sel{start}-{n}", "10.2.2.2", now()) for n in range(4_000)], source="web")
    flood = following.look(tail.pk, actor=town.admin.actor, marks=after.marks)
    assert (len(flood.lines), flood.skipped) == (following.SHOWN, 12_000 - following.SHOWN)
    for wrong in ("[", '{"1": 2}', '{"1": [-1, 0]}'):
        assert town.admin.client.get(f"{page}satirlar/", {"yer": wrong}).status_code == 200
    covered = following.begin(actor=town.auditor.actor, code="system", purpose=WHY)
    assert "10.1.1.1<" not in town.auditor.client.get(f"/loglar/canli/{covered.pk}/").text
    Tail.objects.update(seen_at=now() - dt.timedelta(seconds=61))
    assert (following.end_the_left(), following.end_the_left()) == (2, 0)
    assert "Bu izleme bitti" in town.admin.client.get(f"{page}satirlar/").text
    assert list(Entry.objects.filter(kind="logs.search", subject=str(tail.pk)).values_list("verb", flat=True)) == [
        "tail", "tail_end",
    ]  # fmt: skip
    (last,) = [
        one
        for one in map(json.loads, lake.lines(lake.search("searches")))
        if one.get("search") == tail.pk and "shown" in one
    ]
    assert last["shown"] == Search.objects.get(pk=tail.pk).found > 100


def test_a_search_counts_narrows_by_a_press_is_kept_and_taken_out(town):
    filled(town)
    times = {
        "since": f"{localtime(town.since):%Y-%m-%dT%H:%M:%S}",
        "until": f"{localtime(town.until):%Y-%m-%dT%H:%M:%S}",
    }
    post = {
        "codes": ["dhcp", "system"],
        "words": "",
        "condition": "",
        "purpose": WHY,
        "columns": ["user.name"],
        **times,
    }
    shown = town.admin.client.post("/loglar/kesif/", post)
    assert ("<strong>5 satır</strong>" in shown.text, "user.name = ali" in shown.text) == (True, True)
    narrowed = town.admin.client.post(
        "/loglar/kesif/", post | {"add": "user.name = ali", "save": "1", "save_as": "Ali"}
    )
    assert ("<strong>3 satır</strong>" in narrowed.text, "veli" in narrowed.text) == (True, False)
    row = SavedSearch.objects.get()
    assert (row.name, row.asked["condition"], row.asked["sets"]) == ("Ali", "user.name = ali", ["dhcp", "system"])
    assert "user.name = ali" in town.admin.client.get(f"/loglar/kesif/?sakli={row.pk}").text
    assert town.auditor.client.get(f"/loglar/kesif/?sakli={row.pk}").status_code == 404
    bad = town.admin.client.post("/loglar/kesif/", post | {"condition": "nasıl olursa"})
    assert (bad.status_code, "1. satır anlaşılmadı" in bad.text) == (422, True)
    found = exploring.explore(
        actor=town.auditor.actor,
        codes=["system"],
        since=town.since,
        until=town.until,
        purpose=WHY,
        words="FAILED pass",
    )
    (users,) = [one for one in found.facets if one.name == "user.name"]
    assert (users.values, sum(sum(counts) for _, counts in found.bars), found.whole) == (
        [("a***", 3), ("v***", 1)],
        4,
        True,
    )
    made = Search.objects.filter(user=town.admin.user).order_by("pk").last()
    book = load_workbook(io.BytesIO(town.admin.client.get(f"/loglar/kesif/{made.pk}/indir/").content))
    assert [one[3].value for one in book.worksheets[0].iter_rows(min_row=2)] == ["ali"] * 3
    assert town.auditor.client.get(f"/loglar/kesif/{made.pk}/indir/").status_code == 404
    assert Entry.objects.filter(kind="logs.search", verb="export", subject=str(made.pk)).count() == 1
    body = {"sets": ["dhcp"], "purpose": WHY, "since": town.since.isoformat(), "until": town.until.isoformat()}
    for condition, status in (
        ("a = \x00", 422),
        ("a = 1", 409),
        ("event.action = assigned\nsource.ip = 10.1.1.1", 200),
    ):
        told = town.admin.client.post("/api/logs/explore", body | {"condition": condition}, "application/json")
        assert told.status_code == status, told.text
    assert (told.json()["found"], told.json()["facets"][0]["values"]) == (1, {"10.1.1.1": 1})
    traced = town.admin.client.post("/loglar/kayitlari/", times | {"what": "10.1.1.1", "purpose": WHY}).text
    assert ("Zaman çizgisi" in traced, "10.1.1.1 adresi 00-11-22-AA-BB-CC aygıtına kiralandı" in traced) == (
        True,
        True,
    )


def test_nothing_younger_than_the_law_and_nothing_held_is_deleted(town):
    old, older = now() - dt.timedelta(days=731), now() - dt.timedelta(days=800)
    for moment in (old, older):
        intake.take_in([leased("10.1.1.1", moment)], source="d", moment=moment)
    filled(town)
    sealing.seal()
    page = "/loglar/saklama/"
    short = town.admin.client.post(f"{page}dhcp/", {"days": 729})
    assert (short.status_code, "en az 730 gün" in short.text) == (422, True)
    assert town.auditor.client.get(f"{page}dhcp/").status_code == 404
    with pytest.raises(Refused, match="yetkiniz yok"):
        keeping.hold(actor=town.auditor.actor, since=localdate(), until=localdate(), why="Savcılık istedi")
    days = {"since": localdate(older).isoformat(), "until": localdate(older).isoformat()}
    wrong = town.admin.client.post(
        f"{page}beklet/", days | {"code": "dhcp", "why": "Savcılık istedi", "request": "KT-2026-99999"}
    )
    assert (wrong.status_code, "iz kaydı isteği yok" in wrong.text) == (422, True)
    assert (
        town.admin.client.post(f"{page}beklet/", days | {"code": "dhcp", "why": "Savcılık istedi"}).status_code == 302
    )
    shown = town.auditor.client.get(page).text
    assert ("1 parça bekletme altında" in shown, "Savcılık istedi" in shown) == (True, True)
    sealing.expire()
    assert sorted(lake.Segment.objects.filter(deletion=None, code="dhcp").values_list("day", flat=True)) == [
        localdate(older), localdate(),
    ]  # fmt: skip
    assert sealing.expire() is None
    hold = queries.holds(town.admin.actor).get()
    assert (
        town.admin.client.post(
            f"{page}bekletme/{hold.pk}/kaldir/", {"note": "Dosya kapandı, yazısı geldi"}
        ).status_code
        == 302
    )
    with pytest.raises(Refused, match="kaldırılmış"):
        keeping.lift(hold.pk, actor=town.admin.actor, note="Dosya kapandı, yazısı geldi")
    assert sealing.expire() is not None
    assert lake.Segment.objects.filter(deletion=None, code="dhcp").count() == 1
    assert town.auditor.client.get(page).text.count("silme tutanağı</a>") == 2
    keeping.keep_for("windows", actor=town.admin.actor, days=400)
    told = Entry.objects.filter(kind__in=["logs.hold", "logs.retention"]).order_by("pk")
    assert [one.verb for one in told] == ["hold", "lift", "keep"]
    assert list(spool.waiting("dhcp")) == []
