import re

import pytest
from django import forms

from konak.foundation.access import PERMISSIONS
from konak.foundation.people import services
from konak.foundation.people.models import User
from konak.foundation.ui.picking import PersonField, UnitField


class LendForm(forms.Form):
    user = PersonField(label="Kime")
    unit = UnitField(label="Birim", required=False, empty="Hepsi")


def sent(**data):
    """As a browser sends it: the key, and the text beside it."""
    form = LendForm(data)
    return form, form.is_valid()


@pytest.fixture
def people(hall):
    def one(username, first, last, unit, **more):
        user = User.objects.create_user(username, "x", first_name=first, last_name=last, **more)
        services.appoint(user, unit, "staff")
        return user

    return [
        one("sule.isik", "Şule", "Işık", hall.gis, registry_number="4711"),
        one("sule.isik2", "Şule", "Işık", hall.network),
        one("ibrahim.cagli", "İbrahim", "Çağlı", hall.network),
    ]


def test_a_person_is_understood_by_key_name_user_name_and_registry_number(people):
    sule, other, ibrahim = people
    for data in [
        {"user": str(ibrahim.pk)},
        {"user": "ibrahim.cagli"},
        {"user": "", "user_text": "ibrahim cagli"},
        {"user": str(sule.pk), "user_text": "İbrahim Çağlı (ibrahim.cagli)"},  # the text was changed without script
    ]:
        form, _ = sent(**data)
        assert (form.errors, form.cleaned_data) == ({}, {"user": ibrahim, "unit": None})
    form, _ = sent(user="", user_text="4711")
    assert form.cleaned_data["user"] == sule
    form, _ = sent(user=str(other.pk), user_text="Şule Işık (sule.isik2)")
    assert form.cleaned_data["user"] == other


def test_a_name_that_two_bear_comes_back_as_a_choice_and_the_choice_is_taken(people):
    sule, other, _ = people
    form, valid = sent(user="", user_text="sule isik")
    drawn = str(form)
    assert not valid
    assert 'value="sule isik"' in drawn
    assert re.findall(r'name="user_choice" value="(\d+)"', drawn) == [str(sule.pk), str(other.pk)]
    form, _ = sent(user="", user_text="sule isik", user_choice=str(other.pk))
    assert form.cleaned_data["user"] == other


def test_nobody_unknown_and_out_of_bounds_are_refused_in_words(hall, people):
    assert sent(user="", user_text="")[0].errors["user"] == ["Bu alan zorunludur."]
    unknown = ["«Nasreddin» adında biri bulunamadı ya da burada seçilemez."]
    assert sent(user="", user_text="Nasreddin")[0].errors["user"] == unknown
    assert not sent(user="99999999999999999999", user_text="\0")[1]
    form = LendForm({"user": str(people[0].pk)})
    form.fields["user"].narrow(within=hall.network.pk)
    assert not form.is_valid()
    form = LendForm({"user": str(people[1].pk)})
    form.fields["user"].narrow(within=hall.network.pk)
    assert form.is_valid()


def test_the_first_value_is_drawn_by_name_and_comes_back_unchanged(hall, people):
    form = LendForm(initial={"user": people[0].pk, "unit": hall.gis})
    drawn = str(form)
    assert 'value="Şule Işık (sule.isik)"' in drawn
    assert f'<input type="hidden" name="user" value="{people[0].pk}">' in drawn
    label = f"{hall.gis.name} — {hall.gis.parent.name}"
    back = {"user": str(people[0].pk), "user_text": "Şule Işık (sule.isik)", "unit": "", "unit_text": label}
    form = LendForm(back, initial={"user": people[0].pk, "unit": hall.gis})
    assert form.is_valid()
    assert (form.cleaned_data, form.changed_data) == ({"user": people[0], "unit": hall.gis}, [])


def keys(answer):
    return [int(key) for key in re.findall(r'data-key="(\d+)"', answer.content.decode())]


def test_the_list_finds_by_folded_name_and_unit_and_goes_on_after_twenty(hall, people, django_assert_max_num_queries):
    client = hall.seat("staff", hall.gis).client
    assert keys(client.get("/sec/kisi/", {"q": "SULE ısik"})) == [people[0].pk, people[1].pk]
    assert keys(client.get("/sec/kisi/", {"q": "sule ağ müdürlüğü"})) == [people[1].pk]
    for count in range(25):
        user = User.objects.create_user(f"zeki{count}", "x", first_name="Zeki", last_name=f"Er{count:02}")
        services.appoint(user, hall.gis, "staff")
    with django_assert_max_num_queries(12):
        first = client.get("/sec/kisi/", {"q": "zeki"})
    more = re.search(r'data-more="(\d+)"', first.content.decode())[1]
    rest = client.get("/sec/kisi/", {"q": "zeki", "sonra": more})
    assert (len(keys(first)), len(keys(rest))) == (20, 5)
    assert not set(keys(first)) & set(keys(rest))
    assert "data-more" not in rest.content.decode()


def test_units_are_offered_only_where_the_permission_reaches(hall):
    director = hall.seat("director", hall.gis)
    place = PERMISSIONS["staffing.place"]
    field = UnitField()
    field.narrow(actor=director.actor, permission=place)
    answer = director.client.get(f"/sec/birim/?yetki={place.code}")
    assert set(keys(answer)) == set(director.actor.reach(place).units)
    assert set(keys(answer)) == set(field.allowed().values_list("pk", flat=True))
    assert director.client.get("/sec/birim/?yetki=yok").status_code == 404
    assert director.client.get("/sec/baska/").status_code == 404
