"""Custody on screen: offered, accepted, objected, handed on, taken back; never to somebody who has gone."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset, Custody, Place
from konak.estate.assets.services import custody
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.people.models import Appointment
from konak.foundation.trail.queries import story


def given(store, *assets, to=None):
    return custody.give([a.tag for a in assets], actor=store.keeper.actor, holder_id=(to or store.clerk).user.pk)


def test_the_holder_accepts_on_screen_and_the_story_says_so(store):
    one, two = store.bought(2)
    rows = given(store, one, two)
    assert {row.slip for row in rows} == {rows[0].slip}
    assert Notification.objects.filter(recipient=store.clerk.user).count() == 1
    assert custody.accept_all(actor=store.clerk.actor) == 2
    one.refresh_from_db()
    assert (one.state, one.holder_id, one.unit_id) == ("used", store.clerk.user.pk, store.hall.gis.pk)
    assert [e.verb for e in story("assets.asset", one.tag)] == ["register", "custody_offer", "custody_accept"]


def test_nobody_accepts_for_another(store):
    (row,) = given(store, *store.bought(1))
    for person in (store.colleague, store.keeper, store.stranger):
        with pytest.raises(ObjectDoesNotExist):
            custody.accept(row.pk, actor=person.actor)


def test_an_objection_brings_it_back_and_tells_the_registrar(store):
    (asset,) = store.bought(1)
    (row,) = given(store, asset)
    with pytest.raises(Refused, match="nedenini yazın"):
        custody.object_to(row.pk, actor=store.clerk.actor, why=" ")
    custody.object_to(row.pk, actor=store.clerk.actor, why="Seri numarası başka")
    asset.refresh_from_db()
    assert (asset.state, asset.holder_id) == ("stored", None)
    assert Notification.objects.filter(recipient=store.keeper.user).count() == 1


def test_who_hands_it_on_answers_until_the_other_accepts(store):
    (asset,) = store.bought(1)
    given(store, asset)
    custody.accept_all(actor=store.clerk.actor)
    with pytest.raises(Refused, match="kayıt yetkilisi yapar"):
        custody.give([asset.tag], actor=store.colleague.actor, holder_id=store.colleague.user.pk)
    custody.give([asset.tag], actor=store.clerk.actor, holder_id=store.colleague.user.pk)
    asset.refresh_from_db()
    assert asset.holder_id == store.clerk.user.pk
    custody.accept_all(actor=store.colleague.actor)
    asset.refresh_from_db()
    states = list(Custody.objects.order_by("pk").values_list("state", flat=True))
    assert (asset.holder_id, states) == (store.colleague.user.pk, ["passed", "accepted"])


def test_a_leaver_gets_nothing(store):
    (asset,) = store.bought(1)
    Appointment.objects.filter(user=store.clerk.user).update(until=localdate().replace(year=2021))
    with pytest.raises(Refused, match="görevde değil"):
        given(store, asset)
    store.colleague.user.is_active = False
    store.colleague.user.save()
    with pytest.raises(Refused, match="görevde değil"):
        given(store, asset, to=store.colleague)


def test_a_common_place_is_answered_for_by_its_person(store):
    (asset,) = store.bought(1)
    place = Place.objects.create(unit=store.hall.gis, code="T1", name="Toplantı salonu", kind="common")
    with pytest.raises(Refused, match="sorumlu kişi belirlenmemiş"):
        custody.give([asset.tag], actor=store.keeper.actor, place_id=place.pk)
    place.assignee = store.colleague.user
    place.save()
    custody.give([asset.tag], actor=store.keeper.actor, place_id=place.pk)
    custody.accept_all(actor=store.colleague.actor)
    asset.refresh_from_db()
    assert (asset.holder_id, asset.place_id, asset.state) == (None, place.pk, "used")
    room = Place.objects.create(unit=store.hall.gis, code="O1", name="Oda", kind="room", assignee=store.clerk.user)
    (other,) = store.bought(1)
    with pytest.raises(Refused, match="ortak kullanım alanı değil"):
        custody.give([other.tag], actor=store.keeper.actor, place_id=room.pk)


def test_the_registrar_takes_it_back_all_or_none(store):
    one, two = store.bought(2)
    given(store, one)
    custody.accept_all(actor=store.clerk.actor)
    with pytest.raises(Refused, match="kimsenin zimmetinde değil"):
        custody.take_back([one.tag, two.tag], actor=store.keeper.actor)
    with pytest.raises(Refused, match="kayıt yetkilisi yapar"):
        custody.take_back([one.tag], actor=store.clerk.actor)
    assert Asset.objects.get(pk=one.pk).holder_id == store.clerk.user.pk
    custody.take_back([one.tag], actor=store.keeper.actor)
    one.refresh_from_db()
    assert (one.state, one.holder_id, one.unit_id) == ("stored", None, store.hall.department.pk)


def test_a_thing_is_never_in_two_hands(store):
    (asset,) = store.bought(1)
    (row,) = given(store, asset)
    with pytest.raises(Refused, match="kabulü bekleniyor"):
        given(store, asset, to=store.colleague)
    with pytest.raises(IntegrityError), transaction.atomic():
        Custody.objects.create(
            asset=asset,
            holder=store.colleague.user,
            unit=store.hall.gis,
            slip="x",
            state="offered",
            offered_at=row.offered_at,
        )


def test_a_withdrawn_offer_goes_back_to_the_store(store):
    (asset,) = store.bought(1)
    (row,) = given(store, asset)
    custody.withdraw(row.pk, actor=store.keeper.actor)
    asset.refresh_from_db()
    assert (asset.state, asset.holder_id) == ("stored", None)
    with pytest.raises(Refused, match="artık kabul beklemiyor"):
        custody.accept(row.pk, actor=store.clerk.actor)
