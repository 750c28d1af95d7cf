"""A computer that is a movable follows it: who holds it, where it is used, and that it left the books."""

from konak.estate.assets.models import Asset
from konak.estate.assets.tests.conftest import build
from konak.estate.software import public, services
from konak.estate.software.models import Assignment, Computer
from konak.foundation.access import Actor

from .test_licences import licence

JOB = Actor(None, via="job")


def test_custody_and_retirement_reach_the_computer_and_its_licences(bench):
    store = build(bench.hall)
    asset = store.bought(serials=("5CG1234ABC",))[0]
    Asset.objects.filter(pk=asset.pk).update(state="used", holder=store.clerk.user, unit=bench.hall.gis)
    office = bench.product("Ofis Paketi", needs_licence=True)
    bench.bring("Bilgisayar;Seri No;Program\nPC-1;5cg1234abc;Ofis Paketi\n")
    brought = bench.bring("Bilgisayar;Seri No;Program\nPC-1;5cg1234abc;Ofis Paketi\n")
    services.apply(brought.pk, actor=bench.clerk.actor)
    one = Computer.objects.get()
    assert (one.asset_id, one.holder_id, one.used_in_id) == (asset.pk, store.clerk.user.pk, bench.hall.gis.pk)
    number = licence(bench, office, 4, cost=4_000).number
    services.assign(number, actor=bench.keeper.actor, computer_id=one.pk)
    assert {key: int(cost) for key, cost in public.licence_costs([asset.pk]).items()} == {asset.pk: 1_000}
    Asset.objects.filter(pk=asset.pk).update(holder=store.colleague.user)
    assert services.follow_custody(asset.tag, actor=JOB) == 1
    assert Computer.objects.get().holder_id == store.colleague.user.pk
    page = bench.director.client.get(f"/yazilim/bilgisayarlar/{one.pk}/").content.decode()
    assert asset.tag in page
    assert services.follow_retirement(asset.tag, actor=JOB) == 0
    Asset.objects.filter(pk=asset.pk).update(holder=None, state="scrapped", retired_on=asset.acquired_on)
    assert (services.follow_retirement(asset.tag, actor=JOB), services.follow_retirement(asset.tag, actor=JOB)) == (
        1,
        0,
    )
    assert Assignment.objects.filter(until=None).count() == 0
