"""Evidence: what may be filed, what its digest covers, what a withdrawal leaves, what capabilities prove."""

import datetime as dt
import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import resolve
from django.utils.timezone import localdate, localtime, now

from konak.foundation.evidence import capabilities, capability
from konak.foundation.files.blobs import place_of
from konak.foundation.front.services.grants import change_grant
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Seal
from konak.foundation.trail.queries import story
from konak.foundation.trail.services import seal_committed
from konak.governance.legislation import queries, services
from konak.governance.legislation.models import Duty, Evidence, Proof
from konak.governance.legislation.tests.scene import Scene

PAPER = b"Tutanak: katmanlar 31.10.2026 gununde guncellendi.\n"


def prove(scene: Scene, person=None, path="2.a", **facts) -> Evidence:
    today = localdate()
    given = {"title": "Ekim güncellemesi", "period_from": today, "period_to": today} | facts
    return services.file_evidence(scene.duty(path).pk, actor=(person or scene.gis_clerk).actor, **given)


def paper(name: str = "Güncelleme tutanağı.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PAPER, content_type="text/plain")


def test_a_proof_makes_the_duty_fresh_and_the_story_says_so(scene):
    proof = prove(scene, file=paper())
    duty = scene.map_duty

    assert queries.proof_of(duty) == Proof.FRESH
    assert (proof.file.name, proof.unit_id, proof.filed_by_id) == (
        "Güncelleme tutanağı.txt",
        scene.hall.gis.pk,
        scene.gis_clerk.user.pk,
    )
    assert [(entry.verb, entry.user_id) for entry in story(queries.DUTY_KIND, duty.pk)] == [
        ("prove", scene.gis_clerk.user.pk)
    ]


def test_anybody_can_compute_the_digest_again_from_what_the_proof_claims(scene):
    made = prove(scene, file=paper(), note="Üç katman")
    proof = Evidence.objects.get(pk=made.pk)
    claim = {
        "at": proof.filed_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "by": scene.gis_clerk.user.pk,
        "duty": proof.duty_id,
        "file": hashlib.sha256(PAPER).hexdigest(),
        "from": f"{localdate():%Y-%m-%d}",
        "note": "Üç katman",
        "path": "2.a",
        "title": "Ekim güncellemesi",
        "to": f"{localdate():%Y-%m-%d}",
        "unit": scene.hall.gis.pk,
    }
    line = json.dumps(claim, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert proof.digest == hashlib.sha256(line.encode()).hexdigest()
    assert queries.fault_of(proof, with_file=True) == ""


def test_the_digest_does_not_depend_on_the_clock_of_the_reader(scene):
    proof = prove(scene)
    proof.filed_at = localtime(proof.filed_at)

    assert queries.digest_of(proof) == proof.digest


@pytest.mark.parametrize(
    "change",
    ["title = 'Başka'", "note = 'eklendi'", "period_to = period_to + 30", "filed_at = filed_at - interval '1 day'"],
)
def test_whoever_touches_the_row_is_seen(scene, change):
    proof = prove(scene)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE legislation_evidence SET {change} WHERE id = %s", [proof.pk])

    fault = "Kaydın özeti tutmuyor: kanıt eklendikten sonra değiştirilmiş."
    assert queries.fault_of(Evidence.objects.get(pk=proof.pk)) == fault
    page = scene.head.client.get(f"/gorevler/{proof.duty_id}/").content.decode()
    assert fault in page


def test_a_changed_file_is_not_handed_out(scene):
    proof = prove(scene, file=paper())
    url = f"/kanit/{proof.pk}/dosya/"
    whole = scene.head.client.get(url)
    assert b"".join(whole.streaming_content) == PAPER

    place = place_of(proof.file.blob_id)
    place.chmod(0o600)
    place.write_bytes(b"baska bir tutanak")
    try:
        answer = scene.head.client.get(url)
        api = scene.head.client.get(f"/api/legislation/evidence/{proof.pk}/file")
    finally:
        place.write_bytes(PAPER)
    words = "Dosyanın içeriği, eklendiği andakinden farklı."
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert api.status_code == 409
    assert api.json() == {"title": words, "status": 409}


def test_a_foreign_seat_gets_no_file_and_files_nothing(scene):
    proof, client = prove(scene, file=paper()), scene.stranger.client

    assert client.get(f"/kanit/{proof.pk}/dosya/").status_code == 404
    assert client.get(f"/kanit/{proof.pk}/geri-al/").status_code == 404
    assert client.post(f"/kanit/{proof.pk}/geri-al/", {"why": "deneme"}).status_code == 404
    assert client.post(f"/gorevler/{proof.duty_id}/kanit/", {"title": "x"}).status_code == 404
    with pytest.raises(Duty.DoesNotExist):
        prove(scene, person=scene.stranger)
    assert Evidence.objects.count() == 1


def test_a_colleague_of_another_branch_reads_and_is_refused_in_words(scene):
    with pytest.raises(Refused, match="Yetkili: görevin biriminde çalışanlar"):
        prove(scene, person=scene.network_director)


def test_the_holder_of_a_position_proves_its_general_duty(scene):
    proof = prove(scene, person=scene.chief, path="4.a")

    assert (proof.unit_id, queries.proof_of(scene.duty("4.a"))) == (scene.hall.gis.pk, Proof.FRESH)
    with pytest.raises(Refused, match="yetkiniz yok"):
        prove(scene, person=scene.gis_clerk, path="4.a")


def test_periods_follow_their_rules(scene):
    today, day = localdate(), dt.timedelta(days=1)

    with pytest.raises(Refused, match="Dönem sonu, dönem başından önce olamaz"):
        prove(scene, period_from=today, period_to=today - day)
    with pytest.raises(Refused, match="Henüz gelmemiş bir dönem"):
        prove(scene, period_from=today + day, period_to=today + day)
    with pytest.raises(Refused, match="bir başlık verin"):
        prove(scene, title="   ")
    assert Evidence.objects.count() == 0


def test_a_closed_duty_takes_proofs_for_its_own_time_only(scene):
    end = localdate() - dt.timedelta(days=10)
    services.repeal(scene.number, actor=scene.head.actor, repealed_on=end, why="Yenisi yürürlükte")

    with pytest.raises(Refused, match="günü kapandı"):
        prove(scene)
    assert prove(scene, period_from=end - dt.timedelta(days=5), period_to=end).pk


def test_a_proof_reaches_as_far_as_its_period(scene):
    """What is filed today for last year proves last year: the monthly duty stays stale."""
    old = localdate() - dt.timedelta(days=400)
    prove(scene, period_from=old, period_to=old)

    assert localdate(scene.map_duty.last_proof_at) == old
    assert queries.proof_of(scene.map_duty) == Proof.STALE


def test_coverage_counts_every_day_once(scene):
    begin, end = dt.date(2026, 1, 1), dt.date(2026, 4, 10)  # a hundred days
    rows = [
        Evidence(period_from=dt.date(2025, 12, 1), period_to=dt.date(2026, 1, 10)),
        Evidence(period_from=dt.date(2026, 1, 6), period_to=dt.date(2026, 1, 20)),
        Evidence(period_from=dt.date(2026, 4, 1), period_to=dt.date(2026, 5, 1)),
        Evidence(period_from=dt.date(2026, 2, 1), period_to=dt.date(2026, 2, 28), withdrawn_at=now()),
    ]
    found = queries.coverage(rows, begin, end)

    assert (found.spans, found.percent) == ([(0.0, 20.0), (90.0, 10.0)], 30)
    assert queries.coverage(rows, begin, begin) is None


def test_a_withdrawn_proof_stays_readable_and_counts_no_more(scene):
    proof = prove(scene)
    page = scene.gis_clerk.client.post(f"/kanit/{proof.pk}/geri-al/", {"why": "Yanlış dönem"})
    duty = scene.map_duty

    assert (page.status_code, page["Location"]) == (302, f"/gorevler/{duty.pk}/")
    assert queries.proof_of(duty) == Proof.MISSING
    shown = scene.head.client.get(f"/gorevler/{duty.pk}/").content.decode()
    assert "<s>Ekim güncellemesi</s>" in shown
    assert "Yanlış dönem" in shown
    with pytest.raises(Refused, match="zaten geri alınmış"):
        services.withdraw_evidence(proof.pk, actor=scene.gis_clerk.actor, why="yine")
    assert [entry.verb for entry in story(queries.DUTY_KIND, duty.pk)] == ["prove", "withdraw"]


def test_only_the_filer_and_the_director_withdraw_and_only_with_a_reason(scene):
    proof = prove(scene)

    with pytest.raises(Refused, match="yalnız ekleyen ya da birimin müdürü"):
        services.withdraw_evidence(proof.pk, actor=scene.auditor.actor, why="denetim")
    with pytest.raises(Refused, match="nedenini yazın"):
        services.withdraw_evidence(proof.pk, actor=scene.gis_clerk.actor, why=" ")
    assert services.withdraw_evidence(proof.pk, actor=scene.gis_director.actor, why="Eksik").withdrawn_why == "Eksik"


def test_the_form_keeps_what_was_typed_and_names_the_fault(scene):
    url = f"/gorevler/{scene.map_duty.pk}/kanit/"
    typed = {
        "title": "Ekim güncellemesi",
        "period_from": "2026-10-31",
        "period_to": "2026-10-01",
        "note": "Üç katman",
    }
    answer = scene.gis_clerk.client.post(url, typed | {"file": paper()})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Dönem sonu, dönem başından önce olamaz." in page
    assert 'value="Ekim güncellemesi"' in page
    assert "Üç katman" in page
    assert "dosyayı yeniden seçin" in page
    assert Evidence.objects.count() == 0


def test_a_file_that_lies_about_its_kind_is_refused_and_nothing_is_filed(scene):
    url = f"/gorevler/{scene.map_duty.pk}/kanit/"
    liar = SimpleUploadedFile("tutanak.pdf", b"MZ\x90\x00" + b"\0" * 200, content_type="application/pdf")
    today = f"{localdate():%Y-%m-%d}"
    answer = scene.gis_clerk.client.post(
        url, {"title": "Ekim", "period_from": today, "period_to": today, "file": liar}
    )

    assert answer.status_code == 422
    assert "Dosya yüklenmedi" in answer.content.decode()
    assert Evidence.objects.count() == 0


def test_a_confirmed_capability_proves_at_once_and_a_rejected_one_never(scene):
    duty, director = scene.duty("3.c"), scene.network_director.actor
    assert queries.proof_of(duty) == Proof.MISSING

    services.decide_binding(duty.pk, actor=director, capability_code="legislation.register", accept=True)
    assert queries.proof_of(scene.duty("3.c")) == Proof.FRESH
    services.decide_binding(duty.pk, actor=director, capability_code="legislation.register", accept=False)
    assert queries.proof_of(scene.duty("3.c")) == Proof.MISSING
    with pytest.raises(Refused, match="hiçbirinde yok"):
        services.decide_binding(duty.pk, actor=director, capability_code="no.such", accept=True)


def test_the_hourly_look_moves_what_capabilities_prove(scene):
    duty = scene.duty("3.c")
    services.decide_binding(
        duty.pk, actor=scene.network_director.actor, capability_code="legislation.register", accept=True
    )
    Duty.objects.filter(pk=duty.pk).update(last_proof_at=None)

    assert services.refresh_proofs() == 1
    assert scene.duty("3.c").last_proof_at is not None
    assert services.refresh_proofs() == 0


def test_every_capability_counts_real_rows_of_its_units_until_its_day(scene):
    prove(scene)
    clerk_of_rights = scene.hall.seat("administrator", scene.hall.municipality)
    change_grant("cases.assign", "expert", actor=clerk_of_rights.actor, scope=2, why="Uzmanlar da dağıtır")
    seal_committed()
    gis, foreign, today = frozenset({scene.hall.gis.pk}), frozenset({scene.hall.elsewhere.pk}), localdate()
    seen = {
        entry.code: (entry.count(None, today), entry.count(gis, today), entry.count(foreign, today))
        for entry in capabilities()
        if entry.code.startswith(("legislation.", "trail.", "people.", "access."))
        # packs, nights, terms and looks at secret files have no rows in this scene; other tests count them
        and entry.code not in {"legislation.packs", "legislation.nights", "legislation.terms", "access.secret_looks"}
    }
    lines = Seal.objects.count()

    assert seen == {
        "access.grants": (1, 0, 0),
        "access.seats": (lines, 1, 0),
        "legislation.evidence": (1, 1, 0),
        "legislation.register": (7, 3, 0),
        "legislation.texts": (1, 1, 0),
        "people.appointments": (8, 3, 1),
        "trail.sealed": (lines, 1, 0),
    }
    before = dt.date(2019, 1, 1)
    for code in seen:
        entry = capability(code)
        assert (entry.count(None, before), entry.last(None, before)) == (0, None), code
        assert entry.last(None, today) <= now(), code
        if code != "people.appointments":
            assert entry.last(foreign, today) is None, code


def test_every_capability_leads_to_a_page_that_exists():
    for entry in capabilities():
        assert resolve(entry.link.partition("?")[0]), entry.code
