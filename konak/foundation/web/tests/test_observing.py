import json
import logging
import sys

from django.test import Client

from konak.foundation.web.logs import REQUEST, Json, Numbered

KEY = "deneme-anahtari"


def test_without_a_key_there_is_no_page_of_metrics(db, settings):
    settings.METRICS_KEY = ""
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_wrong_key_finds_nothing_and_the_right_one_counts_requests_jobs_and_cases(hall, settings):
    settings.METRICS_KEY = KEY
    assert Client().get("/metrics", headers={"Authorization": "Bearer baska"}).status_code == 404
    hall.seat("staff", hall.gis).client.get("/ben/")
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    lines = answer.content.decode().splitlines()
    assert answer.status_code == 200
    assert any(line.startswith('konak_requests_total{method="GET",route="front:me",status="200"} ') for line in lines)
    assert "konak_workers 0.0" in lines
    assert "konak_unsealed_lines 0.0" in lines


def test_every_answer_carries_the_number_of_its_request(db):
    assert len(Client().get("/saglik/").headers["X-Request-Id"]) == 16
    given = Client().get("/saglik/", headers={"X-Request-Id": "vekil-12345678"})
    assert given.headers["X-Request-Id"] == "vekil-12345678"
    forged = Client().get("/saglik/", headers={"X-Request-Id": "satır\tsonu"})
    assert forged.headers["X-Request-Id"] != "satır\tsonu"


def test_the_log_names_route_and_person_but_not_what_was_searched(hall, caplog):
    person = hall.seat("staff", hall.gis)
    with caplog.at_level(logging.INFO, logger="konak.request"):
        person.client.get("/ara/?q=gizli+ad")
    (record,) = [one for one in caplog.records if one.name == "konak.request"]
    assert (record.route, record.status, record.person) == ("front:search", 200, person.user.pk)
    assert "gizli" not in Json().format(record)


def test_a_line_of_json_holds_the_request_and_the_fault():
    token = REQUEST.set("0123456789abcdef")
    try:
        try:
            raise ValueError("İ harfi")
        except ValueError:
            record = logging.LogRecord(
                "konak.deneme", logging.ERROR, __file__, 1, "olmadı: %s", ("ı",), sys.exc_info()
            )
        Numbered().filter(record)
        line = json.loads(Json().format(record))
    finally:
        REQUEST.reset(token)
    assert (line["level"], line["message"], line["request"]) == ("ERROR", "olmadı: ı", "0123456789abcdef")
    assert "ValueError: İ harfi" in line["fault"]
