"""The foundation's own screens, tried on a regulation draft: inbox, file, search, trail, directory, reasons."""

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from konak.foundation.cases import queries, services
from konak.governance.legislation import access
from konak.governance.legislation.models import Regulation

TEXT = "Altyapı haritası yönergesi"


def draft(person, unit, subject=TEXT, **facts):
    record = Regulation(title=subject, text="MADDE 1- (1) Deneme.")
    return services.open_case(
        record, actor=person.actor, permission=access.REVIEW, unit_id=unit.pk, subject=subject, **facts
    )


@pytest.fixture
def director(hall):
    return hall.seat("director", hall.gis)


@pytest.fixture
def number(hall, director):
    return draft(director, hall.gis).case.number


def words(answer):
    """What a person reads of a page: the text of its main part."""
    page = answer.content.decode()
    main = re.search(r"<main.*?</main>", page, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0] if main else page)).strip()


def test_everything_behind_the_door_asks_to_sign_in_first(db):
    for path in [
        "/",
        "/ara/",
        "/iz/",
        "/birimler/",
        "/neden/",
        "/ben/",
        "/yardim/",
        "/bilesenler/",
        "/is/MV-2026-00001/",
    ]:
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/giris/")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?gorunum=geciken",
        "/ara/",
        "/birimler/",
        "/neden/",
        "/ben/",
        "/yardim/",
        "/yardim/klavye/",
        "/bilesenler/",
    ],
)
def test_every_page_opens_for_an_employee(hall, path):
    answer = hall.seat("staff", hall.gis).client.get(path)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_a_new_employee_is_told_what_to_do_next(hall):
    clerk = hall.seat("staff", hall.gis)
    assert "Şu anda sizi bekleyen dosya yok" in words(clerk.client.get("/"))


def test_the_inbox_holds_what_is_mine_and_my_units_by_deadline(hall, director):
    today = localdate()
    late = draft(director, hall.gis, "Geciken", due_on=today - dt.timedelta(days=2), assignee_id=director.user.pk)
    draft(director, hall.gis, "Sonra", due_on=today + dt.timedelta(days=40), assignee_id=director.user.pk)
    draft(director, hall.gis, "Kimsenin")

    def subjects(view):
        page = director.client.get(f"/?gorunum={view}").content.decode()
        return re.findall(r"data-row>([^<]+)</a>", page)

    assert subjects("bana") == ["Geciken", "Sonra"]
    assert subjects("birim") == ["Geciken", "Sonra", "Kimsenin"]
    assert subjects("geciken") == ["Geciken"]
    assert "2 gün gecikti" in words(director.client.get("/?gorunum=geciken"))
    assert late.case.number in words(director.client.get("/"))


def test_the_number_in_the_menu_can_be_asked_for_alone(hall, director):
    assert director.htmx.get("/islerim/sayi/").content == b""
    draft(director, hall.gis, assignee_id=director.user.pk)
    assert director.htmx.get("/islerim/sayi/").content == b"1"


def test_an_old_or_mended_address_of_the_inbox_begins_at_the_first_page(director):
    assert director.client.get("/?gorunum=bana&sonra=bozuk")["Location"] == "/?gorunum=bana"
    assert director.client.get("/?gorunum=yok")["Location"] == "/"


def test_the_inbox_is_paged_by_a_cursor(hall, director, monkeypatch):
    monkeypatch.setattr(queries.inbox, "__kwdefaults__", {"after": "", "limit": 2})
    for subject in ("bir", "iki", "üç"):
        draft(director, hall.gis, subject)
    first = director.client.get("/?gorunum=birim").content.decode()
    following = re.search(r'href="([^"]*sonra=[^"]*)"', first)[1].replace("&amp;", "&")
    second = director.client.get(following).content.decode()
    assert re.findall(r"data-row>([^<]+)</a>", first) == ["bir", "iki"]
    assert re.findall(r"data-row>([^<]+)</a>", second) == ["üç"]


def test_a_file_answers_what_it_is_where_it_stands_and_whose_turn_it_is(director, number):
    page = words(director.client.get(f"/is/{number}/"))
    assert number in page
    assert TEXT in page
    assert "Kimse üstlenmedi" in page
    assert "Coğrafi Bilgi Sistemleri Şube Müdürlüğü" in page
    assert "dosyayı açtı" in page


def test_a_stranger_gets_the_same_page_for_a_file_and_for_none(hall, number):
    stranger = hall.seat("director", hall.elsewhere).client
    there, nowhere = stranger.get(f"/is/{number}/"), stranger.get("/is/MV-2026-09999/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there) == words(nowhere)
    for door in ("yaz", "ustlen", "ver", "ekle", "bagla"):
        assert stranger.post(f"/is/{number}/{door}/", {"text": "x", "other": "x", "why": "x"}).status_code in {
            404,
            422,
        }
    assert queries.comments(queries.case(hall.seat("director", hall.gis).actor, number)).count() == 0


def test_a_remark_joins_the_story_and_an_empty_one_keeps_the_page(director, number):
    answer = director.client.post(f"/is/{number}/yaz/", {"text": "Katman <b>güncellendi</b>."})
    assert answer["Location"] == f"/is/{number}/#oyku"
    page = director.client.get(f"/is/{number}/").content.decode()
    assert "<blockquote>Katman &lt;b&gt;güncellendi&lt;/b&gt;.</blockquote>" in page
    empty = director.client.post(f"/is/{number}/yaz/", {"text": " "})
    assert empty.status_code == 422
    assert "Kaydedilmedi" in words(empty)


def test_a_file_is_taken_once_and_the_second_reads_why_not(hall, director, number):
    chief = hall.seat("chief", hall.gis)
    assert director.client.post(f"/is/{number}/ustlen/").status_code == 302
    answer = chief.client.post(f"/is/{number}/ustlen/")
    assert answer.status_code == 422
    assert "Bu dosyayı bir başkası üstlenmiş." in words(answer)


def test_the_address_of_an_action_opened_as_a_page_is_explained(director, number):
    answer = director.client.get(f"/is/{number}/ustlen/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Bu adres böyle açılamaz" in words(answer)


def test_a_file_is_given_to_somebody_of_the_unit_only(hall, director, number):
    colleague, outsider = hall.seat("staff", hall.gis).user, hall.seat("staff", hall.elsewhere).user
    form = director.client.get(f"/is/{number}/ver/").content.decode()
    offered = director.client.get(html.unescape(re.search(r'data-pick="([^"]+)"', form)[1])).content.decode()
    assert re.findall(r'data-key="(\d+)"', offered) == [str(pk) for pk in sorted([director.user.pk, colleague.pk])]
    assert director.client.post(f"/is/{number}/ver/", {"assignee": outsider.pk}).status_code == 422
    assert director.client.post(f"/is/{number}/ver/", {"assignee": colleague.pk}).status_code == 302
    assert queries.case(director.actor, number).assignee == colleague


def test_a_dialog_and_a_page_are_one_form_in_two_frames(director, number):
    dialog = director.htmx.get(f"/is/{number}/bagla/").content.decode()
    page = director.client.get(f"/is/{number}/bagla/").content.decode()
    assert ("<html" in dialog, "<html" in page) == (False, True)
    assert re.findall(r'name="(other|why)"', dialog) == re.findall(r'name="(other|why)"', page) == ["other", "why"]
    refused = director.htmx.post(f"/is/{number}/bagla/", {"other": "YOK-1", "why": "aynı konu"})
    assert refused.status_code == 422
    assert "«YOK-1» sayılı dosya bulunamadı." in refused.content.decode()


def test_linked_files_show_on_both_pages(hall, director, number):
    other = draft(director, hall.gis, "Öteki dosya").case.number
    director.client.post(f"/is/{number}/bagla/", {"other": other, "why": "aynı konu"})
    assert "Öteki dosya" in words(director.client.get(f"/is/{number}/"))
    assert TEXT in words(director.client.get(f"/is/{other}/"))


def test_an_attachment_is_given_to_whoever_sees_its_file(hall, director, number):
    file = SimpleUploadedFile("Özet notu.txt", "Kısa özet.".encode())
    answer = director.client.post(f"/is/{number}/ekle/", {"file": file})
    assert answer["Location"] == f"/is/{number}/#ekler"
    page = director.client.get(f"/is/{number}/").content.decode()
    address = re.search(rf'href="(/is/{number}/ek/\d+/)"', page)[1]
    assert b"".join(director.client.get(address).streaming_content) == "Kısa özet.".encode()
    assert hall.seat("director", hall.elsewhere).client.get(address).status_code == 404


def test_the_palette_offers_pages_and_then_records(hall, director):
    empty = director.htmx.get("/ara/?hizli=1&q=").content.decode()
    assert "İşlerim" in empty
    assert "<html" not in empty
    typed = director.htmx.get("/ara/?hizli=1&q=birim").content.decode()
    hits = re.findall(r'<a class="k-hit" href="([^"]+)"', typed)
    assert "/birimler/" in hits
    assert hits[-1] == "/ara/?q=birim"


def test_the_search_page_survives_any_question(director):
    for text in ["", "%", "'", "a" * 500, "\\", "ağ & (", "<script>"]:
        answer = director.client.get("/ara/", {"q": text, "sonra": "bozuk", "tur": "yok"})
        assert answer.status_code == 200
        assert "<script>" not in words(answer)


def test_only_auditors_and_administrators_read_the_whole_trail(hall, director, number):
    assert director.client.get("/iz/").status_code == 403
    auditor = hall.seat("auditor", hall.municipality).client
    assert number in words(auditor.get("/iz/"))
    assert number in words(auditor.get("/iz/", {"konu": number, "kisi": director.user.username}))
    assert "iz satırı yok" in words(auditor.get("/iz/", {"kisi": "kimse"}))
    assert 'href="/iz/"' in auditor.get("/").content.decode()
    assert 'href="/iz/"' not in director.client.get("/").content.decode()


def test_the_directory_shows_units_people_and_their_seats(hall, director):
    assert "Coğrafi Bilgi Sistemleri Şube Müdürlüğü" in words(director.client.get("/birimler/"))
    assert director.user.full_name in words(director.client.get(f"/birimler/{hall.gis.pk}/"))
    assert "Şube Müdürü" in words(director.client.get(f"/kisiler/{director.user.pk}/"))
    assert director.client.get("/birimler/999999/").status_code == 404


def test_a_person_is_found_by_the_beginning_of_any_name_without_turkish_signs(hall):
    clerk = hall.seat("staff", hall.gis)
    clerk.user.first_name, clerk.user.last_name = "Işıl", "Çağlayan"
    clerk.user.save()
    for text in ("ışıl", "ISIL", "isil cag", "çağ"):
        assert "Işıl Çağlayan" in words(clerk.client.get("/birimler/", {"q": text}))
    assert "Bu adla kimse bulunamadı" in words(clerk.client.get("/birimler/", {"q": "ğla"}))


def test_why_i_see_a_file_names_the_seat_and_the_scope(hall, director, number):
    page = words(director.client.get("/neden/", {"dosya": number}))
    assert "Şube Müdürü" in page
    assert "birimi ve bağlı birimler" in page
    assert "Görmenizi sağlıyor" in page


def test_why_i_do_not_see_a_file_says_nothing_about_it(hall, number):
    stranger = hall.seat("director", hall.elsewhere).client
    there, nowhere = stranger.get("/neden/", {"dosya": number}), stranger.get("/neden/", {"dosya": "MV-2026-09999"})
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there).replace(number, "") == words(nowhere).replace("MV-2026-09999", "")
    assert TEXT not in words(there)


def test_every_permission_stands_on_the_page_of_rights(hall, director):
    from konak.foundation.access import PERMISSIONS

    page = words(director.client.get("/neden/"))
    assert [code for code in PERMISSIONS if code not in page] == []


def test_a_page_that_is_not_there_says_so_in_our_frame(director):
    answer = director.client.get("/boyle-bir-sayfa-yok/")
    assert answer.status_code == 404
    assert "Sayfa bulunamadı" in words(answer)


def test_a_fault_is_told_by_a_number_that_is_also_in_the_log(rf, caplog):
    from konak.foundation.front.views.errors import server_error

    answer = server_error(rf.get("/patlayan/"))
    number = answer["X-Error-Id"]
    assert answer.status_code == 500
    assert number in answer.content.decode()
    assert f"error {number} at GET /patlayan/" in caplog.text


def test_no_page_needs_what_the_security_policy_forbids(director, number):
    for path in ["/", f"/is/{number}/", "/bilesenler/", "/ara/", "/birimler/"]:
        answer = director.client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "unsafe" not in policy
        page = answer.content.decode()
        assert re.findall(r"\sstyle=|\son\w+=|<script(?![^>]*(?:src=|application/json))|<style", page) == []


@pytest.mark.parametrize("path", ["/?gorunum=bana", "/?gorunum=birim", "/is/{number}/", "/birimler/"])
def test_a_page_asks_no_more_of_the_database_when_there_is_more_to_show(hall, director, number, path):
    address = path.format(number=number)

    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert director.client.get(address).status_code == 200
        return len(asked)

    director.client.get(address)
    few = statements()
    for count in range(12):
        draft(director, hall.gis, f"Dosya {count}", assignee_id=director.user.pk)
        director.client.post(f"/is/{number}/yaz/", {"text": f"Söz {count}"})
    assert statements() == few
