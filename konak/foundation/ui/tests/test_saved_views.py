"""Views of lists that people keep, share with their unit, and nobody else sees."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import services
from konak.foundation.ui.models import SavedView
from konak.foundation.ui.queries import views_of

INBOX = "/"


def names(person):
    return [view.name for view in views_of(person.actor, INBOX)]


def test_a_view_is_seen_by_its_owner_and_by_nobody_else(hall):
    mine, colleague = hall.seat("chief", hall.gis), hall.seat("staff", hall.gis)
    services.save_view(actor=mine.actor, page=INBOX, name="  Bizim   gecikenler ", query="?gorunum=geciken")
    assert names(mine) == ["Bizim gecikenler"]
    assert names(colleague) == []
    assert "Bizim gecikenler" not in colleague.client.get(INBOX).text
    assert 'href="/?gorunum=geciken" class="k-clip"' in mine.client.get(INBOX).text


def test_a_shared_view_reaches_the_unit_and_the_units_below_it(hall):
    head = hall.seat("head_of_department", hall.department)
    below, beside = hall.seat("staff", hall.gis), hall.seat("staff", hall.elsewhere)
    services.save_view(actor=head.actor, page=INBOX, name="Bizimkiler", unit_id=hall.department.pk)
    assert (names(below), names(beside)) == (["Bizimkiler"], [])
    assert "Bizimkiler" in below.client.get(INBOX).text
    assert "Bizimkiler" not in beside.client.get(INBOX).text


def test_only_chiefs_and_above_share_and_only_with_their_own_unit(hall):
    staff, chief = hall.seat("staff", hall.gis), hall.seat("chief", hall.gis)
    for person, unit in ((staff, hall.gis), (chief, hall.network)):
        with pytest.raises(Refused):
            services.save_view(actor=person.actor, page=INBOX, name="Ortak", unit_id=unit.pk)
    assert services.save_view(actor=chief.actor, page=INBOX, name="Ortak", unit_id=hall.gis.pk).unit == hall.gis


@pytest.mark.parametrize(
    "page",
    [
        "https://kotu.example/",
        "//kotu.example/",
        "/\\kotu.example",
        "/yok-boyle/",
        "/api/docs",
        "/?x=1",
        "",
        "birim/",
    ],
)
def test_a_view_never_leads_out_of_the_house(hall, page):
    person = hall.seat("staff", hall.gis)
    with pytest.raises(Refused):
        services.save_view(actor=person.actor, page=page, name="Dışarı")
    answer = person.client.post(reverse("front:save_view"), {"page": page, "name": "Dışarı", "query": "a=1"})
    assert (answer.status_code, answer["Location"], SavedView.objects.count()) == (302, reverse("front:inbox"), 0)


@pytest.mark.parametrize(
    "facts", [{"name": " "}, {"name": "a" * 61}, {"query": "q=" + "a" * 1_000}, {"query": "\r\n"}]
)
def test_names_and_filters_have_a_measure(hall, facts):
    person = hall.seat("staff", hall.gis)
    with pytest.raises(Refused):
        services.save_view(actor=person.actor, **({"page": INBOX, "name": "Ad", "query": ""} | facts))


def test_a_name_is_used_once_on_a_page_and_a_page_keeps_thirty(hall):
    person = hall.seat("staff", hall.gis)
    for place in range(services.MOST_VIEWS - 1):
        services.save_view(actor=person.actor, page=INBOX, name=f"Görünüm {place}")
    with pytest.raises(Refused, match="başka bir ad"):
        services.save_view(actor=person.actor, page=INBOX, name="Görünüm 0")
    services.save_view(actor=person.actor, page=INBOX, name="Sonuncu")
    with pytest.raises(Refused, match="en çok 30"):
        services.save_view(actor=person.actor, page=INBOX, name="Fazla")
    assert services.save_view(actor=person.actor, page="/ara/", name="Görünüm 0").page == "/ara/"


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_do_not_pass_the_measure(hall):
    person = hall.seat("staff", hall.gis)
    for place in range(services.MOST_VIEWS - 1):
        services.save_view(actor=person.actor, page=INBOX, name=f"Görünüm {place}")
    told = []

    def press(name):
        try:
            services.save_view(actor=person.actor, page=INBOX, name=name)
            told.append("saved")
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(f"Yeni {n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(told), SavedView.objects.count()) == (["refused", "saved"], services.MOST_VIEWS)


def test_the_doors_keep_change_and_drop(hall):
    person = hall.seat("chief", hall.gis)
    kept = person.client.post(
        reverse("front:save_view"), {"page": INBOX, "name": "Geciken", "query": "gorunum=geciken", "unit": ""}
    )
    assert kept["Location"] == "/?gorunum=geciken"
    assert 'aria-current="true">Geciken</a>' in person.client.get("/?gorunum=geciken&sonra=").text
    view = SavedView.objects.get()
    changed = person.client.post(
        reverse("front:change_view", args=[view.pk]),
        {"name": "Gecikenler", "unit": hall.gis.pk, "geri": "gorunum=birim"},
    )
    assert changed["Location"] == "/?gorunum=birim"
    view.refresh_from_db()
    assert (view.name, view.unit) == ("Gecikenler", hall.gis)
    dropped = person.client.post(reverse("front:drop_view", args=[view.pk]), {"geri": ""})
    assert (dropped["Location"], SavedView.objects.count()) == ("/", 0)


def test_a_strangers_view_can_be_neither_changed_nor_dropped_even_when_shared(hall):
    head, other = hall.seat("head_of_department", hall.department), hall.seat("chief", hall.gis)
    view = services.save_view(actor=head.actor, page=INBOX, name="Bizim", unit_id=hall.department.pk)
    for door in ("front:change_view", "front:drop_view"):
        assert other.client.post(reverse(door, args=[view.pk]), {"name": "Benim"}).status_code == 404
    assert SavedView.objects.get().name == "Bizim"


def test_the_doors_want_a_post_with_its_token(hall):
    person = hall.seat("staff", hall.gis)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user, "allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(reverse("front:save_view"), {"page": INBOX, "name": "Ad"}).status_code == 403
    assert person.client.get(reverse("front:save_view")).status_code == 405
    assert SavedView.objects.count() == 0


def test_a_name_and_its_filters_are_never_markup(hall):
    person = hall.seat("staff", hall.gis)
    services.save_view(actor=person.actor, page=INBOX, name='<b onx="1">"\'', query='a="><script>alert(1)</script>')
    page = person.client.get(INBOX).text
    assert "<script>alert" not in page
    assert "<b onx" not in page
    assert "&lt;b onx=&quot;1&quot;&gt;&quot;&#x27;</a>" in page


def test_the_menu_costs_the_same_however_many_views_there_are(hall):
    person = hall.seat("chief", hall.gis)
    counted = []
    for more in (1, 9):
        for place in range(more):
            services.save_view(actor=person.actor, page=INBOX, name=f"{more}-{place}", unit_id=hall.gis.pk)
        with CaptureQueriesContext(connection) as caught:
            person.client.get(INBOX)
        counted.append(len(caught))
    assert counted[0] == counted[1]


def test_a_view_shared_with_a_position_reaches_nobody_else_of_the_unit(hall):
    head = hall.seat("head_of_department", hall.department)
    chief, staff = hall.seat("chief", hall.gis), hall.seat("staff", hall.gis)
    shared = {"unit_id": hall.department.pk, "position": "chief"}
    services.save_view(actor=head.actor, page=INBOX, name="Şeflere", **shared)
    assert (names(chief), names(staff)) == (["Şeflere"], [])
    with pytest.raises(Refused, match="görev bilinmiyor"):
        services.save_view(actor=head.actor, page=INBOX, name="Kime", unit_id=hall.department.pk, position="kral")
    own = services.save_view(actor=head.actor, page=INBOX, name="Kendim", position="chief")
    assert own.position == ""
