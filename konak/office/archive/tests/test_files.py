"""Files fill by themselves, close, start their clock, move with lists, and are lent."""

import datetime as dt
import re
import threading

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story
from konak.office.archive import queries, reactions, services
from konak.office.archive.models import Box, Document, Folder, Plan, Rule, Volume
from konak.office.archive.public import folder_of
from konak.office.archive.queries import finding
from konak.office.archive.services import filing
from konak.office.correspondence import services as letters

from .conftest import closed


def verbs(number):
    return [entry.verb for entry in story("archive.folder", number)]


def test_what_the_register_closes_lies_in_the_file_of_its_code_and_year_once(vault):
    come = letters.register(
        actor=vault.chief.actor, sender="Örnek Valiliği", subject="Ağaçların budanması", code="622.01", secrecy=0
    )
    number = come.case.number
    assert services.file_paper(number, actor=vault.chief.actor) is None
    letters.close(number, actor=vault.chief.actor, why="Bitti")
    reactions.document_closed(number)
    reactions.document_closed(number)
    folder = Folder.objects.get()
    filed = folder_of(number)
    assert (folder.documents, folder.case.unit, folder.year) == (1, vault.gis, vault.today.year)
    assert (filed.number, filed.volume, filed.place, filed.state) == (folder.case.number, 1, 1, "open")
    assert verbs(folder.case.number) == ["open", "put"]
    page = vault.chief.client.get(f"/evrak/gelen/{number}/").text
    assert folder.case.number in page
    document = Document.objects.get()
    assert vault.chief.client.get(f"/arsiv/belge/{document.pk}/").status_code == 200  # read here, told there as well
    assert f"Arşiv belgesi {document.pk}" in vault.director.client.get(f"/evrak/gelen/{number}/").text
    assert "Dosyası ve saklama süresi" in page
    assert [hit.document.reference for hit in queries.search(vault.chief.actor, queries.Asked("ağaç")).hits] == [
        number
    ]


def test_the_clock_starts_with_the_year_after_and_a_new_plan_sets_it_anew(vault):
    number = closed(vault, year=2015)
    folder = queries.one_folder(vault.clerk.actor, number)
    assert (folder.starts_on, folder.unit_until, folder.keep_until, folder.final) == (
        dt.date(2016, 1, 1), dt.date(2016, 12, 31), dt.date(2018, 12, 31), "destroy",
    )  # fmt: skip
    rules, faults = services.read_rules(
        ["kod,ad,saklama,tasfiye", "622,Başvuru,10,D", "9,x,1,D", "105.04,Meclis,B,A"]
    )
    assert (faults, [(one["unit_years"], one["archive_years"], one["final"]) for one in rules]) == (
        ["3. satır: «9» dosya planı kodu değil."], [(5, 5, "destroy"), (5, None, "keep")],
    )  # fmt: skip
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.draft_plan(actor=vault.director.actor, rows=rules)
    services.draft_plan(actor=vault.archivist.actor, rows=rules)
    services.put_in_force(actor=vault.archivist.actor, basis="E-2")
    assert queries.one_folder(vault.clerk.actor, number).keep_until == dt.date(2025, 12, 31)
    assert list(Plan.objects.values_list("version", "state")) == [(2, "force"), (1, "past")]
    assert Rule.objects.filter(plan__state="force").count() == 2
    with pytest.raises(Refused, match="Bu aşamada"):
        services.close_folder(number, actor=vault.chief.actor)
    with pytest.raises(ObjectDoesNotExist):
        services.close_folder(number, actor=vault.stranger.actor)
    services.reopen(number, actor=vault.chief.actor, why="Yeni başvuru")
    assert queries.one_folder(vault.clerk.actor, number).keep_until is None


def test_the_files_of_a_year_are_closed_together_and_chosen_for_a_list(vault):
    mine = {"actor": vault.chief.actor, "unit_id": vault.gis.pk, "code": "702"}
    first, second = (services.open_folder(**mine).case.number for _ in range(2))
    page = vault.clerk.client.get("/arsiv/?pano=acik").text
    assert (page.count('name="number"'), "/arsiv/dosya/kapat/" in page) == (2, True)
    form = vault.clerk.client.get(f"/arsiv/dosya/kapat/?number={first}&number={second}").text
    assert f"{first}\n{second}" in form
    wrong = {"numbers": [first, "DOSYA-1999-00001"]}
    door = "/api/archive/folders/close"
    assert vault.clerk.client.post(door, wrong, content_type="application/json").status_code == 409
    assert vault.stranger.client.post(door, {"numbers": [first]}, content_type="application/json").status_code == 409
    assert set(Folder.objects.values_list("case__state", flat=True)) == {"open"}  # all of them or none
    sent = {"numbers": f"{first}\n{second}", "on": ""}
    assert vault.clerk.client.post("/arsiv/dosya/kapat/", sent).status_code == 302
    assert set(Folder.objects.values_list("case__state", flat=True)) == {"closed"}
    form = vault.clerk.client.get(f"/arsiv/devir/yeni/?number={first}&number={second}").text
    assert (f"{first}\n{second}" in form, re.findall(r'value="(\w+)"[^>]*checked', form)) == (True, ["unit"])


def test_closed_files_move_to_the_archives_with_lists_and_minutes(vault):
    first, second = closed(vault, year=2015, medium="paper"), closed(vault, year=2016, text=b"ikinci")
    made = services.list_transfer(
        actor=vault.clerk.actor, unit_id=vault.gis.pk, to="institution", numbers=[first, second]
    ).case.number
    with pytest.raises(Refused, match="süren başka bir devir"):
        services.list_transfer(actor=vault.chief.actor, unit_id=vault.gis.pk, to="unit", numbers=[first])
    services.send(made, actor=vault.clerk.actor)
    with pytest.raises(Refused, match="kurum arşivinde görevli"):
        services.receive(made, actor=vault.chief.actor)
    with pytest.raises(ObjectDoesNotExist):
        services.receive(made, actor=vault.stranger.actor)
    sent = {"refused": second, "why": "Ciltlenmemiş", "box": "K-12", "place": "Depo 1 raf 3", "answer": "Tamam"}
    assert vault.archivist.client.post(f"/arsiv/adim/{made}/take_in/", sent).status_code == 302
    states = dict(Folder.objects.values_list("case__number", "case__state"))
    assert states == {first: "institution", second: "closed"}
    assert (str(Volume.objects.get(folder__case__number=first).box), Box.objects.get().unit) == (
        "K-12 (Depo 1 raf 3)", vault.home,
    )  # fmt: skip
    minute = vault.clerk.client.get(f"/arsiv/devir/{made}/tutanak/")
    assert b"".join(minute.streaming_content).startswith(b"%PDF")
    services.lend(first, actor=vault.archivist.actor, borrower=vault.clerk.user, purpose="Dava")
    with pytest.raises(Refused, match="şu anda ödünçte"):
        services.lend(first, actor=vault.archivist.actor, borrower=vault.other.user, purpose="Dava")
    assert vault.clerk.client.get("/arsiv/odunc/").text.count("data-row") == 1
    door = vault.archivist.client.get("/api/archive/loans").json()["items"]
    assert [(one["folder"], one["borrower_id"], one["returned"]) for one in door] == [
        (first, vault.clerk.user.pk, False)
    ]
    back = f"/api/archive/folders/{first}/take-back"
    assert vault.clerk.client.post(back, {}, content_type="application/json").status_code == 409
    answer = vault.archivist.client.post(back, {"remark": "Eksiksiz"}, content_type="application/json")
    assert answer.status_code == 200, answer.text
    assert verbs(first) == ["open", "put", "close", "to_institution", "lend", "take_back"]


def test_a_document_is_found_by_whoever_may_read_it_and_by_nobody_else(vault, monkeypatch):
    folder = services.open_folder(actor=vault.chief.actor, unit_id=vault.gis.pk, code="702")
    facts = {"actor": vault.chief.actor, "source": "hand", "kind": "other"}
    services.put(folder.pk, title="Kaldırım onarımı", body="Sokaktaki taşlar", owner_id=vault.clerk.user.pk, **facts)
    services.put(folder.pk, title="Gizli kaldırım dosyası", secrecy=3, **facts)
    services.put(folder.pk, title="Kaldırımların çizimi", body="Taş ocağı kaldırım", **facts)

    def found(person, q="kaldırım", **more):
        hits = queries.search(person.actor, queries.Asked(q, **more)).hits
        return sorted(hit.document.title for hit in hits)

    mine = ["Kaldırım onarımı"]
    assert [found(one) for one in (vault.clerk, vault.other, vault.stranger)] == [mine, [], []]
    assert found(vault.chief) == [*mine, "Kaldırımların çizimi"]
    assert found(vault.archivist, "kaldırımlarda taşlar") == [*mine, "Kaldırımların çizimi"]
    monkeypatch.setattr(finding, "PROBED", 1)
    for sparse in (-1, 20):  # read by the index of words, walked back from the newest
        monkeypatch.setattr(finding, "SPARSE", sparse)
        assert found(vault.archivist) == [*mine, "Kaldırımların çizimi"]
    assert found(vault.chief, year=1999) == []
    page = vault.chief.client.get("/arsiv/ara/?q=kaldırım").text
    assert (page.count("data-row"), "<mark>Kaldırım</mark>" in page, "Gizli" in page) == (2, True, False)
    document = Document.objects.get(title=mine[0])
    shown = [one.title for one in queries.alike(vault.chief.actor, document)]
    assert shown == ["Kaldırımların çizimi"]
    secret = Document.objects.get(secrecy=3)
    assert vault.chief.client.get(f"/arsiv/belge/{secret.pk}/").status_code == 404
    assert vault.clerk.client.get(f"/api/archive/documents/{document.pk}").json()["title"] == mine[0]
    assert vault.other.client.get(f"/api/archive/documents/{document.pk}").status_code == 404
    assert [(one.who, one.what) for one in queries.openings(document)] == [(vault.clerk.user.full_name, "API")]
    assert queries.openings(secret) == []
    assert vault.chief.client.get("/api/archive/search?q=kaldırım").json()["facets"]["code"] == [
        {"key": "702", "label": "702 Yazılım", "count": 2}
    ]
    assert [one.title for one in queries.newest_documents(vault.clerk.actor)] == mine


@pytest.mark.django_db(transaction=True)
def test_eight_that_file_at_once_open_one_file_and_count_without_a_gap(vault, monkeypatch):
    monkeypatch.setattr(filing, "FULL", 5)
    numbers = []
    for place in range(8):
        come = letters.register(
            actor=vault.chief.actor,
            sender=f"Kişi {place}",
            subject=f"İstek {place}",
            code="702",
            sender_kind="person",
        )
        letters.close(come.case.number, actor=vault.chief.actor, why="Bitti")
        numbers.append(come.case.number)
    Document.objects.all().delete()

    def work(number):
        try:
            services.file_paper(number, actor=vault.chief.actor)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Folder.objects.values_list("documents", flat=True)) == [8]
    assert list(Volume.objects.order_by("number").values_list("number", "documents")) == [(1, 5), (2, 3)]
    assert sorted(Document.objects.values_list("volume__number", "place")) == [
        *((1, place) for place in range(1, 6)), *((2, place) for place in range(1, 4)),
    ]  # fmt: skip
