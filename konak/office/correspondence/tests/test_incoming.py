"""What comes is registered once, without a gap; referred, done or sent back; and who opened it stands written."""

import threading

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from konak.foundation.calendar.services import add_working_days
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story
from konak.office.correspondence import queries, services
from konak.office.correspondence.models import Incoming, Reading, Referral

LETTER = {"sender": "Örnek Valiliği", "subject": "Yazılım envanteri", "document_number": "E-24310000-702-15"}


def registered(office, **facts):
    return services.register(actor=office.chief.actor, **(LETTER | facts))


def test_what_comes_gets_the_next_number_and_the_days_the_law_gives(office):
    first = registered(office, asked="opinion", code="702")
    second = registered(office, asked="document", document_number="E-24310000-702-16")
    year = office.today.year
    assert [first.case.number, second.case.number] == [f"GELEN-{year}-00001", f"GELEN-{year}-00002"]
    assert (first.case.due_on, second.case.due_on) == (
        add_working_days(office.today, 15),
        add_working_days(office.today, 5),
    )
    assert (first.file_code.code, first.case.state) == ("702", "registered")
    with pytest.raises(Refused, match="kayıtlı görünüyor"):
        registered(office)
    third = registered(office, anyway=True)
    assert queries.register_gaps(year) == {"giden": [], "gelen": []}
    assert third.case.number.endswith("00003")


def test_a_refused_registration_leaves_no_hole(office):
    with pytest.raises(Refused, match="dosya planında yok"):
        registered(office, code="999.99")
    with pytest.raises(Refused, match="içeriği PDF belgesi değil"):
        registered(office, file=b"duz metin", file_name="yazi.pdf")
    assert registered(office).case.number.endswith("-00001")


def test_a_document_is_referred_done_and_filed_and_the_story_says_so(office):
    number = registered(office).case.number
    with pytest.raises(ObjectDoesNotExist):
        services.refer(number, actor=office.stranger.actor, units=[office.gis.pk])
    services.refer(
        number, actor=office.director.actor, people=[office.clerk.user.pk], for_knowledge=[office.network.pk],
        instruction="Listeyi hazırlayın.",
    )  # fmt: skip
    mine, told = Referral.objects.order_by("pk")
    assert (mine.case.assignee, mine.purpose, told.purpose) == (office.clerk.user, "action", "knowledge")
    with pytest.raises(Refused, match="1 havale sürüyor"):
        services.close(number, actor=office.director.actor, why="Bitti", code="702")
    services.start(mine.case.number, actor=office.clerk.actor)
    with pytest.raises(Refused, match="Ne yapıldığını"):
        services.finish(mine.case.number, actor=office.clerk.actor, result=" ")
    services.finish(mine.case.number, actor=office.clerk.actor, result="Liste gönderildi.")
    done = services.close(number, actor=office.director.actor, why="Cevap verildi", code="702")
    assert (done.case.state, done.file_code.code) == ("done", "702")
    assert [entry.verb for entry in story("correspondence.incoming", number)] == ["open", "refer", "close"]


def test_a_referral_given_back_wakes_the_document(office):
    number = registered(office).case.number
    services.refer(number, actor=office.director.actor, units=[office.network.pk])
    other = office.seat("director", office.network)
    found = Referral.objects.get()
    assert queries.one_incoming(other.actor, number).case.number == number
    services.give_back(found.case.number, actor=other.actor, why="Bizim işimiz değil.")
    assert Incoming.objects.get().case.resting is False
    services.send_back(number, actor=office.director.actor, why="Yanlış muhatap", forwarded_to="Örnek Kaymakamlığı")
    assert "Örnek Kaymakamlığı" in Incoming.objects.get().closed_why


def test_secret_and_personal_documents_are_seen_by_those_they_were_given_to(office):
    number = registered(office, secrecy=3).case.number
    for person in (office.director, office.clerk):
        with pytest.raises(Incoming.DoesNotExist):
            queries.one_incoming(person.actor, number)
    letter = registered(
        office, anyway=True, personal_to=True, addressed_to_id=office.clerk.user.pk, subject="Kişiye özel zarf"
    )
    assert queries.one_incoming(office.clerk.actor, letter.case.number) == letter
    with pytest.raises(Incoming.DoesNotExist):
        queries.one_incoming(office.director.actor, letter.case.number)


def test_every_opening_is_written_once_in_ten_minutes_and_cannot_be_changed(office):
    found = registered(office)
    for _ in range(2):
        services.note_reading(found.case, actor=office.director.actor)
    services.note_reading(found.case, actor=office.director.actor, what="file")
    assert [(row.user, row.what) for row in Reading.objects.order_by("pk")] == [
        (office.director.user, "page"),
        (office.director.user, "file"),
    ]
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Reading.objects.update(detail="başka")


def test_codes_are_proposed_by_title_and_by_what_was_filed_before(office):
    assert queries.suggest_codes("Kullanıcı yetkilerinin kaldırılması")[0].code == "708.03"
    registered(office, subject="Klavye alımı talebi", code="622.01")
    assert queries.suggest_codes("Klavye alımı")[0].code == "622.01"


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_at_once_draw_eight_numbers_without_a_gap(office):
    made, faults = [], []
    gate = threading.Barrier(8)

    def work(place):
        try:
            gate.wait()
            with transaction.atomic():
                found = registered(office, document_number=f"E-{place}")
                if place == 3:
                    raise RuntimeError("power cut")
            made.append(found.case.number)
        except RuntimeError:
            faults.append(place)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(set(made)), faults) == (7, [3])
    assert queries.register_gaps(office.today.year)["gelen"] == []
