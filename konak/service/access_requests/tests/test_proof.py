from django.utils.timezone import localdate

from konak.foundation.announce import reactions_to
from konak.foundation.evidence import capabilities
from konak.foundation.search.models import SearchRow
from konak.governance.staffing.public import APPOINTED, LEFT, SEAT_ENDED, everything_held
from konak.service.access_requests import public, services
from konak.service.access_requests.capabilities import INDICATORS
from konak.service.access_requests.models import Entitlement
from konak.service.access_requests.tests.conftest import days


def proofs(office):
    units = frozenset({office.hall.gis.pk, office.bureau.pk, office.hall.network.pk, office.hall.department.pk})
    mine = [one for one in capabilities() if one.code.startswith("access_requests.")]
    return {one.code.split(".")[1]: one.count(units, localdate()) for one in mine}


def test_every_capability_counts_what_was_done_and_nothing_before(office, plain_right):
    assert set(proofs(office).values()) == {0}
    device = office.right("ag", kind="device")
    held = office.granted(plain_right)
    office.granted(device)
    services.ending.end(held.pk, actor=office.clerk.actor, why="Gerek kalmadı")
    counted = proofs(office)
    assert {code: count for code, count in counted.items() if count} == {"granted": 2, "revised": 1, "devices": 1}


def test_indicators_count_a_period_and_say_nothing_of_an_empty_one(office, plain_right):
    empty = {one.code: one.value(None, days(-900), days(-800)) for one in INDICATORS}
    assert {code: value for code, value in empty.items() if value is not None} == {
        "access_requests.unreviewed_emergencies": 0.0
    }
    held = office.granted(plain_right)
    now = {one.code.split(".")[1]: one.value(None, days(-10), localdate()) for one in INDICATORS}
    assert (now["on_time"], now["privileged_share"], now["median_hours"]) == (100.0, 0.0, 0.0)
    Entitlement.objects.filter(pk=held.pk).update(since=days(-9), until=days(-1))
    services.ending.end_due()
    late = {one.code.split(".")[1]: one.value(None, days(-10), localdate()) for one in INDICATORS}
    assert late["ended_same_day"] == 100.0


def test_neighbours_read_rights_and_ask_through_the_public_door(office, plain_right):
    office.granted(plain_right)
    (one,) = public.entitlements_of(office.clerk.user.pk)
    assert (one.right_code, one.state, one.url) == ("ebys-okur", "active", f"/yetkiler/kutuk/{one.id}/")
    assert public.provisioned("ldap") == ()
    number = public.ask(actor=office.other.actor, right_code="ebys-okur", reason="Görevim için")
    assert number.startswith("YT-")


def test_rights_and_shared_accounts_stand_in_the_minute_of_handing_over(office, plain_right):
    office.granted(plain_right)
    held = {(kind.label, kind.passes) for kind, _ in everything_held(office.clerk.user.pk)}
    assert ("Yetkiler", False) in held


def test_the_catalogue_is_found_and_the_app_hears_of_seats(office, plain_right):
    assert SearchRow.objects.filter(kind="access_requests.right", object_id=str(plain_right.pk)).count() == 1
    heard = {one.name: reactions_to(one) for one in (APPOINTED, SEAT_ENDED, LEFT)}
    assert all(any("access_requests" in name for name in names) for names in heard.values())
