"""Nothing is destroyed before five people, the State Archives and the mayor agreed; then the bytes are gone."""

import datetime as dt
import os
import signal
import threading

import pytest
from django.db import connection

from konak.foundation.files import blobs
from konak.foundation.files.services import store, verify
from konak.foundation.lifecycle import Refused
from konak.office.archive import queries, services
from konak.office.archive.models import Disposal, Document, Folder, Piece
from konak.office.archive.services import disposing

from .conftest import closed


def approved(vault):
    """The list of what is due, through commission, opinion and approval."""
    number = services.propose(actor=vault.archivist.actor).case.number
    members = [
        (vault.archivist, "chair"), (vault.second, "archive"), (vault.admin, "archive"), (vault.chief, "unit"),
        (vault.director, "unit"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="beş üyeden"):
        services.convene(number, actor=vault.archivist.actor)
    for person, role in members:
        services.seat_member(number, actor=vault.archivist.actor, user=person.user, role=role)
    services.convene(number, actor=vault.archivist.actor)
    return number, [person for person, _ in members]


def finished(vault, number, members):
    with pytest.raises(Refused, match=r"üye listeyi henüz onaylamadı|karar yazılmadı"):
        services.ask_opinion(number, actor=vault.archivist.actor)
    for person in members:
        services.agree(number, actor=person.actor)
    services.ask_opinion(number, actor=vault.archivist.actor)
    with pytest.raises(Refused, match="uygun görüşü"):
        services.to_approval(number, actor=vault.archivist.actor)
    services.record_opinion(
        number, actor=vault.archivist.actor, opinion_number="E-9", opinion_on=vault.today, fits=True
    )
    services.to_approval(number, actor=vault.archivist.actor)
    services.approve(number, actor=vault.mayor.actor)


def test_a_list_is_decided_agreed_approved_and_its_bytes_leave_the_disk(vault, settings):
    gone, kept = closed(vault, year=2015), closed(vault, code="702", year=2014, text=b"baska")
    twin = closed(vault, year=2016, text=b"ortak icerik")
    young = services.open_folder(actor=vault.chief.actor, unit_id=vault.gis.pk, code="702")
    same = store(actor=vault.chief.actor, content=b"ortak icerik", name="kopya.txt")
    services.put_by_hand(young.case.number, actor=vault.chief.actor, title="Kopya", file=same)
    number, members = approved(vault)
    lines = queries.one_disposal(vault.chief.actor, number).lines.values_list("folder__case__number", "decision")
    assert sorted(lines) == sorted([(gone, "destroy"), (kept, ""), (twin, "destroy")])
    with pytest.raises(Refused, match="gerekçesi yazılmalı"):
        services.decide(number, actor=vault.chief.actor, folders=[kept], decision="keep")
    later = dt.date(vault.today.year + 5, 12, 31)
    services.decide(
        number, actor=vault.chief.actor, folders=[kept], decision="longer", why="Dava bekleniyor", longer_until=later
    )
    finished(vault, number, members)
    with pytest.raises(Refused, match="kapalı"):
        services.begin(number, actor=vault.archivist.actor, method="Silme")
    settings.ARCHIVE_DISPOSAL = True
    piece = Piece.objects.get(document__folder__case__number=gone)
    assert blobs.place_of(piece.sha256).is_file()
    services.begin(number, actor=vault.archivist.actor, method="Silme")
    services.carry_out(number, actor=vault.archivist.actor)
    services.carry_out(number, actor=vault.archivist.actor)  # a second run finds nothing to do
    piece.refresh_from_db()
    assert (blobs.place_of(piece.sha256).exists(), piece.erased_at is not None, piece.size) == (False, True, 13)
    assert blobs.place_of(same.blob_id).is_file()  # another file holds the same content
    assert dict(Folder.objects.values_list("case__number", "case__state")) == {
        gone: "destroyed", kept: "closed", twin: "destroyed", young.case.number: "open",
    }  # fmt: skip
    assert Folder.objects.get(case__number=kept).keep_until == later
    done = Disposal.objects.get()
    assert (done.case.state, done.minute is not None) == ("done", True)
    assert list(verify()) == []  # what was destroyed lawfully is not missing
    document = Document.objects.get(folder__case__number=gone)
    page = vault.archivist.client.get(f"/arsiv/belge/{document.pk}/").text
    assert ("Silindi" in page, piece.sha256[:16] in page) == (True, True)
    assert vault.archivist.client.get(f"/arsiv/belge/{document.pk}/{piece.pk}/").status_code == 410


def test_who_may_not_sees_no_list_and_a_held_file_is_on_none(vault):
    number = closed(vault, year=2015)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.hold(number, actor=vault.clerk.actor, basis="Dava", why="Delil")
    hold = services.hold(number, actor=vault.director.actor, basis="2026/12 E.", why="Delil")
    with pytest.raises(Refused, match="listeye girebilecek dosya yok"):
        services.propose(actor=vault.archivist.actor)
    with pytest.raises(Refused, match="koyan kişi kaldıramaz"):
        services.lift(number, hold.pk, actor=vault.director.actor, why="Bitti")
    services.lift(number, hold.pk, actor=vault.mayor.actor, why="Dava bitti")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.propose(actor=vault.director.actor)
    made = services.propose(actor=vault.archivist.actor).case.number
    assert vault.director.client.get(f"/arsiv/imha/{made}/").status_code == 404
    assert vault.archivist.client.get(f"/arsiv/imha/{made}/").status_code == 200
    assert vault.director.client.get(f"/api/archive/disposals/{made}").status_code == 404


def killed(act, name, *, late=False):
    """A process of its own does `act` and is killed with -9 where it calls `disposing.<name>`, or right after it."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    child = os.fork()
    if not child:
        real = getattr(disposing, name)

        def die(*args, **kwargs):
            if late:
                real(*args, **kwargs)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(disposing, name, die)
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_a_killed_destruction_goes_on_and_a_hold_that_meets_it_wins_or_is_told_that_nothing_is_left(vault, settings):
    settings.ARCHIVE_DISPOSAL = True
    folders = [closed(vault, year=2015, text=b"icerik %d" % place, subject=f"Dosya {place}") for place in range(6)]
    number, members = approved(vault)
    finished(vault, number, members)
    services.begin(number, actor=vault.archivist.actor, method="Silme")
    killed(lambda: services.carry_out(number, actor=vault.archivist.actor), "index")  # before the first commit
    pieces = Piece.objects.order_by("pk")
    assert [(one.destroyed_at, blobs.place_of(one.sha256).is_file()) for one in pieces] == [(None, True)] * 6
    assert set(Folder.objects.values_list("case__state", flat=True)) == {"closed"}
    first = Disposal.objects.get().lines.order_by("pk")[0]
    services.settle_line(first.pk, actor=queries.archivist(vault.archivist.actor))
    gone = Piece.objects.get(document__folder=first.folder)
    for late, there in (
        (False, True),
        (True, False),
    ):  # decided and committed; killed before the bytes went, and after
        killed(lambda: services.finish_erasing(actor=vault.archivist.actor), "erase_bytes", late=late)
        gone.refresh_from_db()
        assert (gone.destroyed_at is None, gone.erased_at) == (False, None)
        assert blobs.place_of(gone.sha256).is_file() is there
    services.finish_erasing(actor=vault.archivist.actor)
    gone.refresh_from_db()
    assert gone.erased_at is not None
    folders.remove(first.folder.case.number)
    told = {}

    def hold(one):
        try:
            services.hold(one, actor=vault.director.actor, basis="Dava", why="Delil")
            told[one] = "held"
        except Refused as refusal:
            told[one] = str(refusal)
        finally:
            connection.close()

    def destroy():
        try:
            services.carry_out(number, actor=vault.archivist.actor)
        finally:
            connection.close()

    holding = [threading.Thread(target=hold, args=(one,)) for one in folders[::-1]]
    threads = [threading.Thread(target=destroy), *holding]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in folders:
        piece = Piece.objects.get(document__folder__case__number=one)
        there, state = blobs.place_of(piece.sha256).is_file(), Folder.objects.get(case__number=one).case.state
        if told[one] == "held":
            assert (there, state, piece.destroyed_at) == (True, "closed", None)
        else:
            assert (there, state) == (False, "destroyed")
    line_faults = Disposal.objects.get().lines.exclude(fault="").count()
    assert line_faults == sum(1 for words in told.values() if words == "held")
