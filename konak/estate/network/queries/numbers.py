"""What can be counted: asked by capabilities and indicators."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Sum
from django.utils.timezone import make_aware

from konak.foundation.trail.models import Entry

from ..models import (
    Address,
    AddressRequest,
    AddressUse,
    Circuit,
    CircuitTest,
    Device,
    EventWifi,
    FilterHit,
    FirewallRule,
    GuestSession,
    HandOver,
    PlannedWork,
    Prefix,
    SecureChannel,
    Upload,
    VpnAccount,
)
from .firewall import RULES_KIND
from .gear import CABLE_KIND, DEVICE_KIND, RACK_KIND, SITE_KIND, TYPE_KIND
from .register import ADDRESS_KIND, AGGREGATE_KIND, GROUP_KIND, PREFIX_KIND, RANGE_KIND, VLAN_KIND, VRF_KIND
from .space import utilisation

GEAR = (SITE_KIND, RACK_KIND, TYPE_KIND, DEVICE_KIND, CABLE_KIND)
Units = frozenset[int] | None
KINDS = (PREFIX_KIND, ADDRESS_KIND, VLAN_KIND, VRF_KIND, AGGREGATE_KIND, GROUP_KIND, RANGE_KIND)


def end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def start_of(since: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(since, dt.time()))


def of(units: Units, prefix: str = "") -> Q:
    return Q() if units is None else Q(**{f"{prefix}unit_id__in": units})


def told(units: Units, until: dt.date, *kinds: str) -> QuerySet[Entry]:
    """What was done to the records of the network, by whoever sits in these units."""
    # reach: public inside the house, because indicators count for everybody
    rows = Entry.objects.filter(kind__in=kinds or KINDS, at__lt=end_of(until))
    return rows if units is None else rows.filter(seat__unit_id__in=units)


def requests(units: Units, until: dt.date) -> QuerySet[AddressRequest]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[AddressRequest] = AddressRequest.objects.filter(
        of(units, "case__"), case__opened_at__lt=end_of(until)
    )
    return rows


def uploads(units: Units, until: dt.date) -> QuerySet[Upload]:
    # reach: public inside the house, because indicators count for everybody
    return Upload.objects.filter(of(units), at__lt=end_of(until))


def latest(rows: QuerySet[Any], field: str) -> Any:
    return rows.order_by().aggregate(last=Max(field))["last"]


def known(units: Units, until: dt.date) -> int:
    # reach: public inside the house, because indicators count for everybody
    return Prefix.objects.filter(of(units)).count() + Address.objects.filter(of(units)).count()


def named(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the stays behind an address of which the person is known."""
    # reach: public inside the house, because indicators count for everybody
    rows = AddressUse.objects.filter(of(units), since__lt=end_of(until), until__gte=start_of(since))
    every = rows.count()
    return 100.0 * rows.exclude(user=None).count() / every if every else None


def linked(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the devices in use of which the movable is known."""
    # reach: public inside the house, because indicators count for everybody
    rows = Device.objects.filter(of(units), status="active").exclude(role="patch-panel")
    every = rows.count()
    return 100.0 * rows.exclude(asset=None).count() / every if every else None


def in_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the requests answered by their day."""
    rows = requests(units, until).filter(case__opened_at__gte=start_of(since)).exclude(case__state="asked")
    every = rows.count()
    if not every:
        return None
    late = rows.filter(case__closed_at__date__gt=F("case__due_on"), case__state="refused").count()
    return 100.0 * (every - late) / every


def crowded(units: Units, since: dt.date, until: dt.date) -> float:
    """Networks that are nine tenths full."""
    # reach: public inside the house, because indicators count for everybody
    rows = list(Prefix.objects.filter(of(units), status="active").only("pk", "network"))
    return float(sum(1 for one in utilisation(rows).values() if one.percent >= 90))


def noon(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def lines(units: Units, until: dt.date) -> QuerySet[Circuit]:
    # reach: public inside the house, because indicators count for everybody
    return Circuit.objects.filter(of(units)).filter(Q(since=None) | Q(since__lte=until)).exclude(status="ended")


def line_tests(units: Units, until: dt.date) -> QuerySet[CircuitTest]:
    # reach: public inside the house, because indicators count for everybody
    return CircuitTest.objects.filter(of(units, "circuit__"), done_on__lte=until)


def tested(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the lines in use that were tested within the year before the end of the period."""
    del since
    rows = lines(units, until).filter(status__in=["active", "down"])
    every = rows.count()
    fresh = line_tests(units, until).filter(done_on__gt=until - dt.timedelta(days=365))
    return round(100 * rows.filter(pk__in=fresh.values("circuit")).count() / every, 1) if every else None


def firewall_acts(units: Units, until: dt.date) -> QuerySet[Entry]:
    """What was done to rules and rule sets."""
    return told(units, until, RULES_KIND, "network.firewallrule")


def rules_reviewed(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the rules in force that were looked at within the year before the end of the period."""
    del since
    # reach: public inside the house, because indicators count for everybody
    rows = FirewallRule.objects.filter(of(units, "case__"), case__state="applied", applied_on__lte=until)
    every = rows.count()
    fresh = rows.filter(reviewed_on__gt=until - dt.timedelta(days=365)).count()
    return round(100 * fresh / every, 1) if every else None


def vpn_accounts(units: Units, until: dt.date) -> QuerySet[VpnAccount]:
    """Accounts that were open on a day."""
    # reach: public inside the house, because indicators count for everybody
    rows = VpnAccount.objects.filter(of(units), opened_on__lte=until)
    return rows.filter(Q(closed_on=None) | Q(closed_on__gt=until))


def vpn_reviewed(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the open accounts looked at within half a year before the end of the period."""
    del since
    rows = vpn_accounts(units, until)
    every = rows.count()
    fresh = rows.filter(reviewed_on__gt=until - dt.timedelta(days=182)).count()
    return round(100 * fresh / every, 1) if every else None


def stopped(units: Units, since: dt.date, until: dt.date) -> float:
    """How often the web filter stopped something."""
    # reach: public inside the house, because indicators count for everybody
    rows = FilterHit.objects.filter(of(units, "report__"), day__range=(since, until))
    return float(rows.aggregate(sum=Sum("blocked"))["sum"] or 0)


def channels(units: Units, until: dt.date) -> QuerySet[SecureChannel]:
    # reach: public inside the house, because indicators count for everybody
    del until
    return SecureChannel.objects.filter(of(units)).exclude(status="ended")


def certificates_sound(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the channels with a certificate of which it holds for thirty days more."""
    del since
    rows = channels(units, until).exclude(certificate_until=None)
    every = rows.count()
    good = rows.filter(certificate_until__gt=until + dt.timedelta(days=30)).count()
    return round(100 * good / every, 1) if every else None


def hand_overs(units: Units, until: dt.date) -> QuerySet[HandOver]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[HandOver] = HandOver.objects.filter(of(units, "case__"), done_on__lte=until)
    return rows


def planned(units: Units) -> QuerySet[PlannedWork]:
    # reach: public inside the house, because indicators count for everybody
    return PlannedWork.objects.filter(of(units)).exclude(status="dropped")


def realised(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of the works planned for the years of the period that are done."""
    rows = planned(units).filter(year__range=(since.year, until.year))
    every = rows.count()
    return round(100 * rows.filter(status="done", realised_on__lte=until).count() / every, 1) if every else None


def guests(units: Units, since: dt.date, until: dt.date) -> float:
    """Guests that signed in."""
    # reach: public inside the house, because indicators count for everybody
    rows = GuestSession.objects.filter(of(units), began_at__gte=start_of(since), began_at__lt=end_of(until))
    return float(rows.count())


def events(units: Units, until: dt.date) -> QuerySet[EventWifi]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[EventWifi] = EventWifi.objects.filter(of(units, "case__"), case__opened_at__lt=end_of(until))
    return rows
