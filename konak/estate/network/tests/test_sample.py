"""The sample stands whole: a tree without holes, addresses in their networks, two years of stays."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils.timezone import now

from konak.estate.assets import sample as assets
from konak.estate.network import queries, sample
from konak.estate.network.models import Address, AddressRequest, AddressUse, Cable, Device, Port, Prefix, Upload
from konak.foundation.people import sample as people


def test_two_years_stand_there_and_every_address_lies_in_its_network(db):
    Path(settings.STATE).mkdir(parents=True, exist_ok=True)
    for one in (people, assets, sample):
        one.load(size="s", seed=1, report=lambda line: None)
    assert (Prefix.objects.count(), Address.objects.filter(prefix=None).count()) == (62, 0)
    assert list(Prefix.objects.filter(parent=None).values_list("network", flat=True).order_by("network")) == [
        "10.0.0.0/8",
        "192.168.60.0/22",
        "2001:db8::/32",
    ]
    assert not Address.objects.exclude(prefix__network__around=F("ip")).exists()
    assert Address.objects.filter(asset__isnull=False).count() >= 20
    assert (Device.objects.count(), Cable.objects.count()) == (33, 59)
    starts = [queries.way(one) for one in Port.objects.filter(device__name__startswith="anahtar-", name="Te1/1/1")]
    assert [(way.whole, len(way.hops), way.end.device.name) for way in starts] == [(True, 3, "vm-omurga-1")] * 5
    oldest = AddressUse.objects.order_by("since").first()
    assert oldest.since < now() - dt.timedelta(days=600)
    assert AddressUse.objects.exclude(user=None).exists()
    assert Upload.objects.count() == 2
    assert AddressRequest.objects.filter(case__state="assigned").count() == 1
