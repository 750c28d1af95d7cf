"""What shippers push: each protocol by a client of its own making, and what happens when it is tight or wrong."""

import base64
import datetime as dt
import gzip
import json

import cramjam
import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from konak.assurance.logs.models import Source, SourceDay
from konak.assurance.logs.parsing import pushed
from konak.assurance.logs.services import sources
from konak.foundation.lake import services as sealing
from konak.foundation.lake import spool
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.governance.systems import services as systems
from konak.governance.systems.models import InformationSystem

DOOR = "/log-alimi"


@pytest.fixture
def town(hall, tmp_path, settings):
    settings.LAKE_ROOT = tmp_path / "lake"
    hall.admin = hall.seat("administrator", hall.network)
    hall.chief, hall.stranger = hall.seat("chief", hall.network), hall.seat("chief", hall.elsewhere)
    hall.source = sources.add(
        actor=hall.admin.actor, unit_id=hall.network.pk, name="toplayici", assignee_id=hall.chief.user.pk
    )
    _, hall.key = sources.give_key(hall.source.pk, actor=hall.admin.actor)
    return hall


def push(key, path, body, kind="application/json", **headers):
    headers.setdefault("Authorization", f"Bearer {key}")
    return Client().generic("POST", DOOR + path, body, content_type=kind, headers=headers)


def kept():
    found = []
    for code in ("other", "system", "windows", "firewall"):
        for path in spool.waiting(code):
            found += [(frame.source, line) for frame in spool.frames(path) for line in frame.lines]
    return found


def snappy_push(labels, *lines):
    request = pushed.PushRequest()
    stream = request.streams.add(labels=labels)
    for line in lines:
        stream.entries.add(line=line.encode())
    return bytes(cramjam.snappy.compress_raw(request.SerializeToString()))


def test_loki_pushes_as_json_and_as_protobuf_and_every_line_is_kept_as_it_stood(town):
    told = {
        "streams": [{"stream": {"host": "web01", "job": "x"}, "values": [["1", "Çiğli\tbir"], ["2", "iki\nsatır"]]}]
    }
    assert push(town.key, "/loki/api/v1/push", json.dumps(told)).status_code == 204
    packed = gzip.compress(json.dumps({"streams": [{"stream": {}, "values": [["3", "üç", {"a": "b"}]]}]}).encode())
    assert push(town.key, "/loki/api/v1/push", packed, **{"Content-Encoding": "gzip"}).status_code == 204
    body = snappy_push('{app="a", host="ad\\"01"}', "dört", "beş")
    assert push(town.key, "/loki/api/v1/push", body, "application/x-protobuf").status_code == 204
    assert kept() == [
        ("toplayici/web01", "Çiğli\tbir".encode()), ("toplayici/web01", "iki satır".encode()),
        ("toplayici", "üç".encode()), ('toplayici/ad\\"01', "dört".encode()), ('toplayici/ad\\"01', "beş".encode()),
    ]  # fmt: skip


def test_a_shipper_of_elasticsearch_is_answered_action_by_action(town):
    windows = {
        "@timestamp": "2026-12-01T09:00:00Z",
        "winlog": {"event_id": "4625"},
        "message": "x",
        "host": {"name": "ad01"},
    }
    plain = {"message": "Dec  1 10:00:00 web sshd[1]: Accepted password", "host": {"name": "web01"}}
    rows = [
        {"create": {"_index": "a"}},
        plain,
        {"index": {}},
        windows,
        {"delete": {"_id": "1"}},
        {"update": {}},
        {"doc": 1},
    ]
    basic = "Basic " + base64.b64encode(f"konak:{town.key}".encode()).decode()
    answer = push("", "/_bulk", "\n".join(map(json.dumps, rows)) + "\n", "application/x-ndjson", Authorization=basic)
    assert (answer.status_code, answer["X-Elastic-Product"]) == (200, "Elasticsearch")
    told = answer.json()
    assert told["errors"]
    assert [(name, one["status"]) for item in told["items"] for name, one in item.items()] == [
        ("create", 201), ("index", 201), ("delete", 400), ("update", 400),
    ]  # fmt: skip
    lines = dict(kept())
    assert lines["toplayici/web01"] == plain["message"].encode()
    assert json.loads(lines["toplayici/ad01"])["winlog"] == {"event_id": "4625"}
    about = Client().get(f"{DOOR}/", headers={"Authorization": f"ApiKey {town.key}"})
    assert about.json()["version"]["number"].startswith("8.")
    assert Client().get(f"{DOOR}/_license", headers={"Authorization": basic}).json()["license"]["status"] == "active"
    assert Client().get(f"{DOOR}/").status_code == 401


def test_opentelemetry_pushes_as_protobuf_and_as_json(town):
    request = ExportLogsServiceRequest()
    resource = request.resource_logs.add()
    resource.resource.attributes.add(key="host.name").value.string_value = "app01"
    record = resource.scope_logs.add().log_records.add(trace_id=b"1" * 16)
    record.body.string_value = "bir"
    body = resource.scope_logs[0].log_records.add().body.kvlist_value.values.add(key="ne")
    body.value.int_value = 7
    sent = push(town.key, "/v1/logs", request.SerializeToString(), "application/x-protobuf")
    assert (sent.status_code, sent.content, sent["Content-Type"]) == (200, b"", "application/x-protobuf")
    record = {"body": {"stringValue": "iki"}, "traceId": "5b8efff798038103d269b633813fc60c", "yeni": 1}
    told = {"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}
    assert push(town.key, "/v1/logs", json.dumps(told)).json() == {"partialSuccess": {}}
    assert kept() == [("toplayici/app01", b"bir"), ("toplayici/app01", b'{"ne": 7}'), ("toplayici", b"iki")]


BAD = {
    "nothing": ("/loki/api/v1/push", "", "application/json", {}, 400),
    "no json": ("/loki/api/v1/push", "[", "application/json", {}, 400),
    "deep": ("/loki/api/v1/push", "[" * 100_000, "application/json", {}, 400),
    "no streams": ("/loki/api/v1/push", '{"streams": {}}', "application/json", {}, 400),
    "half a value": (
        "/loki/api/v1/push",
        '{"streams": [{"stream": {}, "values": [["1"]]}]}',
        "application/json",
        {},
        400,
    ),
    "no snappy": ("/loki/api/v1/push", b"\xff" * 20, "application/x-protobuf", {}, 400),
    "snappy bomb": ("/loki/api/v1/push", b"\xff\xff\xff\x7f" + b"x" * 20, "application/x-protobuf", {}, 413),
    "no protobuf": ("/v1/logs", b"\x0a\xff", "application/x-protobuf", {}, 400),
    "no otlp": ("/v1/logs", '{"resourceLogs": 1}', "application/json", {}, 400),
    "no action": ("/_bulk", '{"bulk": {}}\n{}\n', "application/x-ndjson", {}, 400),
    "half an action": ("/_bulk", '{"create": {}}\n', "application/x-ndjson", {}, 400),
    "damaged gzip": ("/_bulk", b"\x1f\x8bxx", "application/x-ndjson", {"Content-Encoding": "gzip"}, 400),
    "gzip bomb": (
        "/_bulk",
        gzip.compress(b" " * (pushed.LARGEST + 2)),
        "application/x-ndjson",
        {"Content-Encoding": "gzip"},
        413,
    ),
    "foreign coding": ("/_bulk", b"x", "application/x-ndjson", {"Content-Encoding": "br"}, 400),
    "lying length": ("/_bulk", b"x", "application/x-ndjson", {"Content-Length": str(pushed.LARGEST + 1)}, 413),
}


def test_what_is_malformed_is_refused_whole_and_told_so(town):
    for name, (path, body, kind, headers, status) in BAD.items():
        assert push(town.key, path, body, kind, **headers).status_code == status, name
    assert kept() == []


def test_a_key_opens_only_while_its_sender_is_active_and_only_the_newest(town, settings):
    line = json.dumps({"streams": [{"stream": {}, "values": [["1", "a"]]}]})
    for wrong in ("", "kls_" + "a" * 43, "knk_x", town.key + "x"):
        assert push(wrong, "/loki/api/v1/push", line).status_code == 401
    _, new = sources.give_key(town.source.pk, actor=town.admin.actor)
    assert push(town.key, "/loki/api/v1/push", line).status_code == 401
    assert push(new, "/loki/api/v1/push", line).status_code == 204
    # tight: nothing is taken, and the shipper is told when to come back
    settings.LAKE_RESERVE_MB = 10**9
    busy = push(new, "/loki/api/v1/push", line)
    assert (busy.status_code, busy["Retry-After"]) == (429, "30")
    assert "1 gönderi alınmadı" in town.admin.client.get(f"/loglar/kaynaklar/{town.source.pk}/").content.decode()
    settings.LAKE_RESERVE_MB = 0
    sources.change(town.source.pk, actor=town.admin.actor, active=False)
    assert push(new, "/loki/api/v1/push", line).status_code == 401
    assert len(kept()) == 1


def test_every_line_is_counted_once_whenever_it_is_sealed(town):
    spool.append("other", [b"a", b"b"], source="10.0.0.9")
    assert sources.tally() == 2
    spool.append("other", [b"c"], source="10.0.0.9")
    spool.append("system", [b"d"], source="toplayici/web01")
    sealing.seal()
    assert sources.tally() == 0
    spool.append("other", [b"e"], source="10.0.0.9")
    assert sources.tally() == 1
    found = {row.name: (row.lines, row.bytes, row.day) for row in SourceDay.objects.all()}
    assert found == {"10.0.0.9": (4, 5, localdate()), "toplayici/web01": (1, 1, localdate())}
    shown = town.admin.client.get(f"/loglar/kaynaklar/{town.source.pk}/").content.decode()
    assert ("web01" in shown, f"{localdate():%d.%m}" in shown) == (True, True)
    strangers = town.admin.client.get("/loglar/kaynaklar/?durum=kayitsiz").content.decode()
    assert ("10.0.0.9" in strangers, "toplayici" in strangers) == (True, False)


def test_a_system_without_a_source_or_with_a_silent_one_is_named(town):
    head = town.seat("head_of_department", town.department)
    for code in ("EBYS", "MALI"):
        systems.add(actor=head.actor, unit_id=town.network.pk, code=code, name=f"{code} sistemi", logs_expected=True)
    page = "/loglar/kaynaklar/?durum=sistem"
    shown = town.admin.client.get(page).content.decode()
    assert (shown.count("Kaynağı yok"), "EBYS sistemi" in shown) == (2, True)
    row = InformationSystem.objects.get(code="EBYS")
    sources.change(town.source.pk, actor=town.admin.actor, system_id=row.pk)
    assert "Bir gündür gelmiyor" in town.admin.client.get(page).content.decode()
    spool.append("other", [b"a"], source="toplayici")
    sources.tally()
    shown = town.admin.client.get(page).content.decode()
    assert ("EBYS sistemi" in shown, "MALI sistemi" in shown) == (False, True)
    assert town.stranger.client.get(page).content.decode().count("sistemi</a>") == 0


def test_who_falls_silent_is_missed_once_and_heard_again(town):
    spool.append("other", [b"a"], source="toplayici")
    sources.tally()
    assert sources.miss_the_silent() == 0
    Source.objects.update(last_at=now() - dt.timedelta(minutes=61))
    assert (sources.miss_the_silent(), sources.miss_the_silent()) == (1, 0)
    assert [row.recipient_id for row in Notification.objects.all()] == [town.chief.user.pk]
    page = town.chief.client.get("/loglar/kaynaklar/?durum=susan")
    assert "toplayici" in page.content.decode()
    spool.append("other", [b"b"], source="toplayici")
    sources.tally()
    assert Source.objects.get().silent_at is None


def test_the_register_is_for_those_who_reach_the_unit_and_a_key_is_shown_once(town):
    path = f"/loglar/kaynaklar/{town.source.pk}/"
    assert town.chief.client.get(path).status_code == 200
    assert town.stranger.client.get(path).status_code == 404
    assert town.stranger.client.post(path + "anahtar/").status_code == 404
    shown = town.chief.client.post(path + "anahtar/").content.decode()
    assert sources.MARK in shown
    again = town.chief.client.get(path).content.decode()
    assert Source.objects.get().shown in again
    assert "kls_" + shown.split("kls_")[1][:20] not in again
    given = {"name": "10.0.0.1", "title": "Merkez", "form": "fortigate", "silent_after": "10", "active": "on"}
    made = town.chief.client.post("/loglar/kaynaklar/yeni/", given | {"unit_id": town.network.pk})
    assert made.status_code in {200, 302}, made.content.decode()
    assert Source.objects.get(name="10.0.0.1").form == "fortigate"
    twice = town.chief.client.post(
        "/loglar/kaynaklar/yeni/", given | {"unit_id": town.network.pk, "name": "10.0.0.1"}
    )
    assert (twice.status_code, "zaten var" in twice.content.decode()) == (422, True)
    with pytest.raises(Refused, match="harf, rakam"):
        sources.add(actor=town.admin.actor, unit_id=town.network.pk, name="iki söz")
    with pytest.raises(Refused, match="yetkiniz yok"):
        sources.add(actor=town.stranger.actor, unit_id=town.network.pk, name="x1")
