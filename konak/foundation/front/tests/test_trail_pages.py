import io

import openpyxl
import pytest

from konak.foundation.access import NOBODY
from konak.foundation.front.services.exports import harmless
from konak.foundation.notify.models import Notification
from konak.foundation.trail import services, verification
from konak.foundation.trail.models import Entry, Verification


@pytest.fixture
def auditor(hall):
    return hall.seat("auditor", hall.municipality)


def body(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("path", ["/iz/", "/iz/zincir/", "/iz/aktar.csv", "/iz/aktar.xlsx", "/iz/zincir/1/"])
def test_strangers_see_nothing_of_the_trail(hall, path):
    assert hall.seat("director", hall.gis).client.get(path).status_code == 403


def test_the_filtered_lines_leave_as_csv_and_the_trail_says_so(auditor):
    services.write(actor=auditor.actor, kind="test", subject="A-1", verb="do", note="=HYPERLINK(1)")
    services.write(actor=NOBODY, kind="other", subject="B-1", verb="do")
    lines = body(auditor.client.get("/iz/aktar.csv?tur=test")).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].split(";")[8:11] == ["test", "A-1", "'=HYPERLINK(1)"]
    told = Entry.objects.get(verb="exported")
    assert (told.user_id, told.note) == (auditor.user.pk, "csv · Konu türü: test")


def test_a_workbook_holds_text_and_no_formulas(auditor):
    services.write(actor=auditor.actor, kind="test", subject="A-1", verb="do", note="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(body(auditor.client.get("/iz/aktar.xlsx?tur=test"))))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][1] == "Zaman"
    assert (rows[1][9], rows[1][10]) == ("A-1", "=1+1")
    assert book.active["K2"].data_type == "s"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A1", "\tx"])
def test_what_a_spreadsheet_would_calculate_is_quoted(cell):
    assert harmless(cell) == f"'{cell}"


def test_whoever_may_see_but_not_take_out_is_refused(auditor, hall):
    from konak.foundation.access.models import Grant

    Grant.objects.create(permission="trail.export", position="auditor", scope=0)
    assert auditor.client.get("/iz/").status_code == 200
    assert "aktar.csv" not in auditor.client.get("/iz/").content.decode()
    assert auditor.client.get("/iz/aktar.csv").status_code == 403
    assert Entry.objects.filter(verb="exported").count() == 0


def test_a_filter_shows_as_a_chip_with_its_way_out(auditor):
    services.write(actor=auditor.actor, kind="test", subject="A-1", verb="do")
    page = auditor.client.get("/iz/?tur=test&baslangic=2020-01-01&kapi=web").content.decode()
    assert "A-1" in page
    for chip in ("test", "01.01.2020", "Ekran"):
        assert chip in page


def test_a_name_nobody_has_finds_nothing(auditor):
    services.write(actor=auditor.actor, kind="test", subject="A-1", verb="do")
    assert "A-1" not in auditor.client.get("/iz/?kisi=kimse").content.decode()


def test_verification_starts_from_the_screen_and_shows_its_result(auditor):
    services.write(actor=auditor.actor, kind="test", subject="A-1", verb="do")
    services.seal_committed()
    answer = auditor.client.post("/iz/zincir/dogrula/")
    walk = Verification.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/iz/zincir/{walk.pk}/")
    waiting = auditor.htmx.get(f"/iz/zincir/{walk.pk}/").content.decode()
    assert "hx-trigger" in waiting
    verification.run(walk.pk)
    done = auditor.htmx.get(f"/iz/zincir/{walk.pk}/").content.decode()
    assert "Zincir sağlam" in done
    assert "hx-trigger" not in done
    assert "Zincir sağlam" in auditor.client.get("/iz/zincir/").content.decode()


def test_a_second_start_says_that_one_runs(auditor):
    auditor.client.post("/iz/zincir/dogrula/")
    page = auditor.client.post("/iz/zincir/dogrula/", follow=True).content.decode()
    assert "Bir doğrulama zaten sürüyor" in page
    assert Verification.objects.count() == 1


def test_administrators_hear_of_a_broken_chain_once(hall, tamper):
    admin = hall.seat("administrator", hall.municipality)
    hall.seat("staff", hall.gis)
    services.write(actor=admin.actor, kind="test", subject="A-1", verb="do")
    services.seal_committed()
    tamper("UPDATE trail_entry SET note = 'değişti'")
    assert [verification.nightly().state for _ in range(2)] == ["broken", "broken"]
    told = Notification.objects.filter(topic="trail.broken")
    assert list(told.values_list("recipient_id", flat=True)) == [admin.user.pk]
    page = admin.client.get("/iz/").content.decode()
    assert "İz zinciri bozuk" in page
