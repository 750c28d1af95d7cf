"""One thing: its facts, what may not be, what it is part of, who sees it."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset
from konak.estate.assets.queries import things as queries
from konak.estate.assets.services import custody, things
from konak.foundation.lifecycle import Refused


def test_a_circle_of_parts_is_refused_in_words(store):
    one, two, three = store.bought(3)
    keeper = store.keeper.actor
    things.set_parent(two.tag, actor=keeper, parent=one.tag)
    things.set_parent(three.tag, actor=keeper, parent=two.tag)
    with pytest.raises(Refused, match="birbirinin parçası olamaz"):
        things.set_parent(one.tag, actor=keeper, parent=three.tag)
    with pytest.raises(Refused, match="kendisinin parçası"):
        things.set_parent(one.tag, actor=keeper, parent=one.tag)
    assert Asset.objects.get(pk=one.pk).parent_id is None


def test_only_the_registrar_changes_facts_and_a_stranger_does_not_find_it(store):
    (asset,) = store.bought(1)
    with pytest.raises(Refused, match="kayıt yetkilisi yapar"):
        things.edit(asset.tag, actor=store.checker.actor, notes="x")
    with pytest.raises(ObjectDoesNotExist):
        things.edit(asset.tag, actor=store.stranger.actor, notes="x")
    with pytest.raises(Asset.DoesNotExist):
        queries.asset(store.stranger.actor, asset.tag)
    with pytest.raises(Refused, match="önce"):
        things.edit(asset.tag, actor=store.keeper.actor, warranty_until=dt.date(1999, 1, 1))


def test_list_and_record_follow_one_rule_and_the_holder_sees_his_own(store):
    one, two = store.bought(2)
    outsider = store.hall.seat("staff", store.hall.elsewhere)
    custody.give([one.tag], actor=store.keeper.actor, holder_id=outsider.user.pk)
    custody.accept_all(actor=outsider.actor)
    seen = {asset.tag for asset in queries.assets(outsider.actor)}
    assert seen == {one.tag}
    assert {a.tag for a in queries.assets(store.keeper.actor)} == {one.tag, two.tag}


def test_the_search_folds_turkish_letters(store):
    store.bought(1, ("ŞIK-1",), maker="Çağ", model="Işık")
    found = queries.assets(store.keeper.actor, queries.AssetFilter(q="cag ISIK"))
    assert found.count() == 1


def test_additional_fields_are_checked_by_the_schema_of_the_code(store):
    (asset,) = store.bought(1)
    store.laptop.extra_schema = {"properties": {"bellek": {"type": "integer"}}, "required": ["bellek"]}
    store.laptop.save()
    with pytest.raises(Refused, match="bellek"):
        things.edit(asset.tag, actor=store.keeper.actor, extra={"bellek": "çok"})
    with pytest.raises(Refused, match="uymuyor"):
        things.edit(asset.tag, actor=store.keeper.actor, extra={"bellek": 8, "renk": "mavi"})
    assert things.edit(asset.tag, actor=store.keeper.actor, extra={"bellek": 8}).extra == {"bellek": 8}


def test_what_the_columns_became_is_told(store):
    (asset,) = store.bought(1)
    things.edit(asset.tag, actor=store.keeper.actor, hostname="pc-1")
    (newest, *_) = queries.history(asset)
    assert newest["changes"] == [("ağdaki adı", "–", "pc-1")]


def test_a_label_is_found_by_number_by_address_and_by_serial(store):
    (asset,) = store.bought(1, ("SN-77",))
    for text in (asset.tag, f"http://localhost:8000/tasinirlar/{asset.tag}/", "sn-77"):
        assert queries.scanned(store.keeper.actor, text) == asset
    assert queries.scanned(store.stranger.actor, asset.tag) is None


def test_repair_keeps_custody(store):
    (asset,) = store.bought(1)
    custody.give([asset.tag], actor=store.keeper.actor, holder_id=store.clerk.user.pk)
    custody.accept_all(actor=store.clerk.actor)
    assert things.to_repair(asset.tag, actor=store.keeper.actor).state == "repair"
    assert things.from_repair(asset.tag, actor=store.keeper.actor).state == "used"
    with pytest.raises(Refused, match="onarımda değil"):
        things.from_repair(asset.tag, actor=store.keeper.actor)


def test_warranties_that_end_soon_are_filtered(store):
    store.bought(1, warranty_until=localdate() + dt.timedelta(30))
    store.bought(1, warranty_until=localdate() + dt.timedelta(300))
    rows = queries.assets(store.keeper.actor, queries.AssetFilter(warranty="ending"))
    assert rows.count() == 1
