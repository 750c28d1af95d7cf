"""Report cards, the yearly compliance report, and packs of evidence."""

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from konak.foundation.files.blobs import place_of
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Placement, Unit
from konak.foundation.trail.queries import story
from konak.governance.legislation import queries, services
from konak.governance.legislation.commands import configure
from konak.governance.legislation.models import Duty, Evidence, EvidencePack, Phase
from konak.governance.legislation.queries.packs import MANIFEST
from konak.governance.legislation.tests.test_past import DAY, TODAY, ago, proved

PAPER = "Tutanak: katmanlar güncellendi.\n".encode()


def line_of(card, path):
    return next(line for line in card.lines if line.duty.clause.path == path)


def test_the_score_is_the_share_of_days_with_a_fresh_proof(scene):
    since, until = TODAY - 99 * DAY, TODAY
    # Monthly: a proof stays fresh for 38.75 days. Known from day 60 back on, it proves up to then.
    proved(scene.map_duty, scene.gis_clerk, filed_at=ago(60), since=TODAY - 90 * DAY, until=TODAY - 60 * DAY)
    card = queries.unit_card(scene.head.actor, scene.hall.gis.pk, since, until)
    line = line_of(card, "2.a")
    assert (line.days, line.fresh_days, line.proofs, line.late) == (100, 39, 1, 0)
    assert [(gap.first, gap.last) for gap in line.gaps] == [
        (since, TODAY - 61 * DAY),
        (TODAY - 21 * DAY, until),
    ]
    assert round(line.score) == 39
    assert round(card.score) == round(39 / len(card.lines))


def test_a_paper_filed_long_after_its_period_is_late(scene):
    proved(scene.map_duty, scene.gis_clerk, filed_at=ago(1), since=TODAY - 90 * DAY, until=TODAY - 60 * DAY)
    line = line_of(queries.unit_card(scene.head.actor, scene.hall.gis.pk, TODAY - 30 * DAY, TODAY), "2.a")
    assert (line.late, line.longest_late, line.fresh_days) == (1, 51, 0)


def test_the_card_says_what_the_register_says_day_by_day(scene):
    proved(scene.map_duty, scene.gis_clerk, filed_at=ago(50), since=TODAY - 80 * DAY, until=TODAY - 50 * DAY)
    proved(
        scene.map_duty, scene.gis_clerk, filed_at=ago(30), since=TODAY - 50 * DAY, until=TODAY - 30 * DAY,
        withdrawn_at=ago(20),
    )  # fmt: skip
    since, until = TODAY - 60 * DAY, TODAY
    line = line_of(queries.unit_card(scene.head.actor, scene.hall.gis.pk, since, until), "2.a")
    days = [since + place * DAY for place in range(61)]
    fresh = sum(
        queries.proof_of(row) == "fresh"
        for day in days
        for row in queries.duties_on(scene.head.actor, day)
        if row.clause.path == "2.a"
    )
    assert line.fresh_days == fresh


def test_the_card_of_a_unit_is_for_those_who_report_on_it(scene):
    page = f"/karne/birim/{scene.hall.gis.pk}/"
    people = (scene.head, scene.gis_director, scene.auditor, scene.network_director, scene.gis_clerk, scene.stranger)
    assert [person.client.get(page).status_code for person in people] == [200, 200, 200, 404, 404, 404]


def test_everybody_sees_his_own_card_and_only_reporters_that_of_others(scene):
    page = f"/karne/kisi/{scene.gis_clerk.user.pk}/"
    people = (scene.gis_clerk, scene.gis_director, scene.network_director, scene.chief)
    assert [person.client.get(page).status_code for person in people] == [200, 200, 404, 200]


def test_the_card_of_a_director_holds_the_duties_of_his_unit(scene):
    card = queries.person_card(scene.gis_director.actor, scene.gis_director.user.pk, TODAY - 30 * DAY, TODAY)
    assert [line.duty.clause.path for line in card.lines] == ["2.a", "2.b", "2.c"]
    chief = queries.person_card(scene.chief.actor, scene.chief.user.pk, TODAY - 30 * DAY, TODAY)
    assert [line.duty.clause.path for line in chief.lines] == ["4.a"]


def test_the_statements_of_a_card_do_not_grow(scene):
    def count(days):
        with CaptureQueriesContext(connection) as seen:
            queries.unit_card(scene.head.actor, scene.hall.department.pk, TODAY - days * DAY, TODAY)
        return len(seen)

    few = count(10)
    for duty in Duty.objects.all():
        proved(duty, scene.gis_clerk, filed_at=ago(20), since=TODAY - 40 * DAY, until=TODAY - 20 * DAY)
    assert count(200) == few


def test_the_card_comes_as_a_signed_sheet_and_as_a_workbook(scene):
    page = f"/karne/birim/{scene.hall.gis.pk}/?bas={TODAY - 30 * DAY}&bit={TODAY}&bicim="
    pdf = scene.auditor.client.get(page + "pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    book = openpyxl.load_workbook(io.BytesIO(scene.auditor.client.get(page + "xlsx").content))
    assert book.sheetnames == ["Bilgi", "Görevler", "Birimlere göre", "Kanıtsız günler"]
    sheet = book["Görevler"]
    assert (list(sheet.tables), sheet.freeze_panes, sheet.max_row) == (["Tablo1"], "A2", 4)
    assert [cell.value for cell in sheet[2]][:2] == [scene.number, "Md. 2.a"]
    assert isinstance(book["Kanıtsız günler"]["C2"].value, dt.datetime)
    assert [cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.data_type == "f"] == []


def test_the_yearly_report_counts_articles_branches_and_the_year_before(scene):
    year = TODAY.year
    begin = dt.date(year, 1, 1)
    days = (TODAY - begin).days
    proved(scene.map_duty, scene.gis_clerk, filed_at=ago(days), since=begin - 30 * DAY, until=begin)
    report = queries.compliance(scene.auditor.actor, scene.number, year)
    assert [(part.name.split()[1], part.duties) for part in report.articles] == [("2", 3), ("3", 3), ("4", 1)]
    assert report.best[0].duty.clause.path == "2.a"
    assert [(one.line.duty.clause.path, round(one.before)) for one in report.moved] == [("2.a", 0)]
    page = f"/karne/uyum/{scene.number}/?yil={year}"
    kinds = [scene.auditor.client.get(page + extra)["Content-Type"] for extra in ("", "&bicim=pdf", "&bicim=xlsx")]
    assert [kind.split(";")[0].rsplit(".", 1)[-1] for kind in kinds] == ["text/html", "application/pdf", "sheet"]
    assert scene.stranger.client.get(page).status_code == 404


# Packs --------------------------------------------------------------------------------------------------------------


def filed(scene, **facts):
    given = {"title": "Güncelleme tutanağı", "period_from": TODAY - 20 * DAY, "period_to": TODAY} | facts
    return services.file_evidence(
        scene.map_duty.pk, actor=scene.gis_clerk.actor, file=io.BytesIO(PAPER), file_name="tutanak.txt", **given
    )


def built(scene, person=None):
    actor = (person or scene.auditor).actor
    asked = services.ask_pack(
        actor=actor, unit_id=scene.hall.department.pk, since=TODAY - 60 * DAY, until=TODAY, number=scene.number
    )
    services.build_pack(asked.pk)
    return EvidencePack.objects.get(pk=asked.pk)


def content_of(pack):
    with open_blob(pack.file) as stream:
        return stream.read()


def test_a_pack_holds_every_proof_with_its_file_and_can_be_checked_without_us(scene):
    proof = filed(scene)
    gone = filed(scene, title="=Yanlış dosya")
    services.withdraw_evidence(gone.pk, actor=scene.gis_clerk.actor, why="Yanlış dönem")
    pack = built(scene)
    with zipfile.ZipFile(io.BytesIO(content_of(pack))) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        names = set(archive.namelist())
        table = list(csv.reader(io.StringIO(archive.read("dizin.csv").decode("utf-8-sig")), delimiter=";"))
        inside = {one["id"]: one["file"]["path"] for one in manifest["proofs"]}
        assert hashlib.sha256(archive.read(inside[proof.pk])).hexdigest() == proof.file.blob_id
    assert names == {one["path"] for one in manifest["files"]} | {MANIFEST}
    assert {(one["id"], one["digest"], bool(one["withdrawn"])) for one in manifest["proofs"]} == {
        (proof.pk, proof.digest, False),
        (gone.pk, gone.digest, True),
    }
    assert sorted(row[5] for row in table[1:]) == ["'=Yanlış dosya", "Güncelleme tutanağı"]
    verdict = queries.verify_pack(io.BytesIO(content_of(pack)))
    assert (verdict.sound, verdict.proofs, verdict.faults) == (True, 2, [])


@pytest.mark.parametrize("how", ["paper", "claim", "left out", "put in"])
def test_whoever_touches_a_pack_is_seen(scene, how):
    proof = filed(scene)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content_of(built(scene)))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("kanitlar/"):
                if how == "left out":
                    continue
                data = data + b"!" if how == "paper" else data
            if name == MANIFEST and how == "claim":
                data = data.replace("Güncelleme".encode(), "Güncellenme".encode())
            new.writestr(name, data)
        if how == "put in":
            new.writestr("kanitlar/ek.txt", "sonradan")
    verdict = queries.verify_pack(io.BytesIO(out.getvalue()))
    assert (verdict.sound, len(verdict.faults)) == (False, 1)
    assert proof.pk


def test_what_is_no_pack_is_said_so(tmp_path):
    (tmp_path / "bos.zip").write_bytes(b"PK nothing")
    assert len(queries.verify_pack(tmp_path / "bos.zip").faults) == 1


def test_the_command_says_whether_a_pack_is_sound(scene, tmp_path, capsys):
    import argparse

    filed(scene)
    path = tmp_path / "paket.zip"
    path.write_bytes(content_of(built(scene)))
    parser = argparse.ArgumentParser()
    configure(parser)
    args = parser.parse_args(["verify-pack", str(path)])
    assert (args.run(args), "Paket sağlam: 1 kanıt" in capsys.readouterr().out) == (0, True)
    path.write_bytes(path.read_bytes()[:-30])
    assert args.run(args) == 1


def test_a_pack_is_built_once_however_often_the_job_runs(scene):
    filed(scene)
    pack = built(scene)
    before = (pack.file_id, pack.finished_at)
    services.build_pack(pack.pk)
    again = EvidencePack.objects.get(pk=pack.pk)
    assert (again.file_id, again.finished_at, again.phase) == (*before, Phase.READY)


def test_a_pack_of_a_past_period_holds_what_was_the_units_then(scene, rewind):
    """Moved away since, the branch still stands in the pack of its department of that time, not in the new one's."""
    hall, day = scene.hall, TODAY - 20 * DAY
    proof = proved(scene.map_duty, scene.gis_clerk, filed_at=ago(20), since=day - 9 * DAY, until=day)
    rewind("dutyevent", 60)
    Placement.objects.filter(unit=hall.gis).update(until=TODAY - 5 * DAY)
    Placement.objects.create(
        unit=hall.gis, parent=hall.elsewhere, name=hall.gis.name, kind=hall.gis.kind, since=TODAY - 4 * DAY
    )
    Unit.objects.filter(pk=hall.gis.pk).update(parent=hall.elsewhere)

    def held(unit, until):
        pack = EvidencePack(unit=unit, since=day - 9 * DAY, until=until, asked_by=scene.auditor.user)
        return [row.pk for row in queries.proofs_of(pack, scene.auditor.actor)]

    assert (held(hall.department, day), held(hall.elsewhere, day)) == ([proof.pk], [])
    assert (held(hall.department, TODAY), held(hall.elsewhere, TODAY)) == ([], [proof.pk])


def test_a_job_that_was_broken_off_begins_anew(scene):
    filed(scene)
    asked = services.ask_pack(
        actor=scene.auditor.actor, unit_id=scene.hall.gis.pk, since=TODAY - 9 * DAY, until=TODAY
    )
    EvidencePack.objects.filter(pk=asked.pk).update(phase=Phase.RUNNING, done=17, total=99)
    services.build_pack(asked.pk)
    pack = EvidencePack.objects.get(pk=asked.pk)
    assert (pack.phase, pack.total, queries.verify_pack(io.BytesIO(content_of(pack))).sound) == (Phase.READY, 1, True)


def test_the_same_pack_asked_for_twice_is_one(scene):
    wish = {"unit_id": scene.hall.gis.pk, "since": TODAY - 9 * DAY, "until": TODAY}
    first = services.ask_pack(actor=scene.auditor.actor, **wish)
    assert services.ask_pack(actor=scene.auditor.actor, **wish).pk == first.pk


def test_a_lost_file_is_named_and_does_not_stop_the_pack(scene):
    proof = filed(scene)
    place_of(proof.file.blob_id).unlink()
    verdict = queries.verify_pack(io.BytesIO(content_of(built(scene))))
    assert [fault.split(": ")[-1] for fault in verdict.faults] == ["Dosya diskte bulunamadı."]


def test_each_download_stands_in_the_story_and_strangers_get_nothing(scene):
    filed(scene)
    pack = built(scene)
    page = f"/kanit-paketi/{pack.pk}/dosya/"
    assert [person.client.get(page).status_code for person in (scene.auditor, scene.head, scene.stranger)] == [
        200,
        200,
        404,
    ]
    told = [(entry.verb, entry.user_id) for entry in story(queries.PACK_KIND, pack.pk)]
    assert told == [
        ("ask", scene.auditor.user.pk),
        ("download", scene.auditor.user.pk),
        ("download", scene.head.user.pk),
    ]


def test_a_pack_is_refused_in_words_to_those_who_may_not_report(scene):
    with pytest.raises(Refused, match="bu birimde yetkiniz yok"):
        services.ask_pack(
            actor=scene.network_director.actor, unit_id=scene.hall.gis.pk, since=TODAY - DAY, until=TODAY
        )
    assert scene.gis_clerk.client.get("/kanit-paketi/").status_code == 403


def test_the_page_of_a_pack_waits_until_it_is_ready(scene):
    asked = services.ask_pack(actor=scene.auditor.actor, unit_id=scene.hall.gis.pk, since=TODAY - DAY, until=TODAY)
    page = f"/kanit-paketi/{asked.pk}/"
    waiting = scene.auditor.htmx.get(page).content.decode()
    services.build_pack(asked.pk)
    ready = scene.auditor.htmx.get(page).content.decode()
    assert ("every 2s" in waiting, "every 2s" in ready, "/dosya/" in ready) == (True, False, True)


def test_the_register_of_a_past_day_is_a_page_and_a_workbook(scene):
    duty = scene.map_duty
    proved(duty, scene.gis_clerk, filed_at=now(), since=TODAY - 9 * DAY, until=TODAY)
    assert Evidence.objects.count() == 1
    day = f"{TODAY - 30 * DAY:%d.%m.%Y}"
    client = scene.auditor.client
    page = client.get(f"/gorevler/?tarih={day}").content.decode()
    assert (f"{day} tarihindeki durum." in page, page.count("Kanıt yok</"), "Bugüne dön" in page) == (True, 8, True)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/gorevler/?tarih={day}&bicim=xlsx").content))
    assert [row[11].value for row in book["Görevler"].iter_rows(min_row=2)] == ["Kanıt yok"] * 7
    for address in (
        f"/gorevler/{duty.pk}/", f"/mevzuat/{scene.number}/", f"/mevzuat/{scene.number}/isi/", "/mevzuat/",
        "/kim-sorumlu/", f"/birimler/{scene.hall.gis.pk}/",
    ):  # fmt: skip
        shown = client.get(address, {"tarih": day, "q": "harita"})
        assert (address, shown.status_code, f"{day} tarihindeki durum" in shown.content.decode()) == (
            address,
            200,
            True,
        )


def test_a_duty_is_printed_with_body_date_and_number_of_its_decision(scene):
    page = scene.auditor.client.get(f"/gorevler/{scene.map_duty.pk}/").content.decode()
    assert "Karar: Belediye Meclisi · 10.01.2025 · 2025/14" in page
    pdf = scene.auditor.client.get(f"/gorevler/{scene.map_duty.pk}/?bicim=pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert localdate() == TODAY


def test_machines_read_past_days_and_packs_by_the_same_rules(scene):
    proved(scene.map_duty, scene.gis_clerk, filed_at=now(), since=TODAY - 9 * DAY, until=TODAY)
    root, day = "/api/legislation", (TODAY - 30 * DAY).isoformat()
    client = scene.auditor.client
    rows = client.get(f"{root}/duties/on/{day}", {"article": "2"}).json()
    assert [(row["path"], row["state"]) for row in rows] == [
        ("2.a", "missing"),
        ("2.b", "missing"),
        ("2.c", "missing"),
    ]
    assert client.get(f"{root}/duties/on/{TODAY + DAY}").status_code == 409
    services.keep_the_night()
    assert client.get(f"{root}/trend", {"days": 2}).json() == [
        {"day": (TODAY - DAY).isoformat(), "fresh": 0, "stale": 0, "missing": 7}
    ]
    wish = {"unit": scene.hall.gis.pk, "since": day, "until": TODAY.isoformat()}
    asked = client.post(f"{root}/packs", json.dumps(wish), content_type="application/json").json()
    assert client.get(f"{root}/packs/{asked['id']}").json()["phase"] == "waiting"
    assert scene.stranger.client.get(f"{root}/packs/{asked['id']}").status_code == 404
