"""Wireless networks, guests, events."""

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate, now
from ninja import FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import Device, EventCode, EventWifi, GuestNotice, GuestSession, WirelessNetwork
from .register import Key, Words, _spoken, mac_of

WIFI_KIND, NOTICE_KIND, EVENT_KIND, GUEST_KIND = (
    "network.wirelessnetwork",
    "network.guestnotice",
    "network.eventwifi",
    "network.guestsession",
)
WEAK = ("open", "wpa2-psk")
"""Securities that need a reason: anybody may listen, or one password is known to all."""


class WifiFilter(FilterSchema):
    """`state` as stored, or "weak" (not for guests, and open or with one password), "unreviewed" (a year)."""

    state: Words = None
    purpose: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "weak":
            return Q(status="active", security__in=WEAK, purpose__in=["staff", "things"])
        if value == "unreviewed":
            seen = Q(reviewed_on=None) | Q(reviewed_on__lte=localdate() - dt.timedelta(days=365))
            return Q(status="active") & seen
        return Q(status=value) if value else Q()

    def filter_purpose(self, value: str | None) -> Q:
        return Q(purpose=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "ssid", "description") if value else Q()


def wireless(actor: Actor, filters: WifiFilter | None = None) -> QuerySet[WirelessNetwork]:
    rows = WirelessNetwork.objects.filter(actor.reach(access.VIEW).q(owners=WirelessNetwork.owners))
    rows = rows.select_related("unit", "assignee", "vlan", "prefix", "profile")
    rows = rows.annotate(many_points=Count("points", distinct=True))
    return filters.filter(rows) if filters else rows


def wireless_network(actor: Actor, key: int) -> WirelessNetwork:
    return wireless(actor).get(pk=key)


def access_points(actor: Actor) -> QuerySet[Device]:
    rows = Device.objects.filter(actor.reach(access.VIEW).q(owners=Device.owners), role="access-point")
    return rows.select_related("site", "type__maker").order_by("site__name", "name", "pk")


def points_of(one: WirelessNetwork) -> list[Device]:
    # reach: the network was found through one
    return list(one.points.select_related("site").order_by("site__name", "name")[:500])


def portals() -> QuerySet[WirelessNetwork]:
    """Networks a guest signs in to."""
    # reach: public, because the page of guests is open to everybody
    return WirelessNetwork.objects.filter(portal=True, status="active").order_by("pk")


def notice_now() -> GuestNotice | None:
    """The text that guests accept today."""
    # reach: public, because the page of guests is open to everybody
    return GuestNotice.objects.order_by("-version").first()


def notices(actor: Actor) -> QuerySet[GuestNotice]:
    reach = actor.reach(access.VIEW)
    rows = GuestNotice.objects.all() if reach.everywhere else GuestNotice.objects.filter(unit_id__in=reach.units)
    return rows.select_related("by", "unit")


class GuestFilter(FilterSchema):
    """`q` is a telephone number, an address or a hardware address; `at` a moment."""

    state: Words = None
    wireless: Key = None
    q: Words = None
    at: dt.datetime | None = None

    def filter_state(self, value: str | None) -> Q:
        if value == "now":
            return Q(began_at__isnull=False, ended_at=None, until__gt=now())
        return Q(began_at__isnull=value == "never") if value else Q()

    def filter_wireless(self, value: int | None) -> Q:
        return Q(wireless_id=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        word = value.strip()
        if mac := mac_of(word):
            return Q(mac=mac)
        if word.replace(" ", "").replace("+", "").isdecimal():
            return Q(phone=word.replace(" ", "").lstrip("+").removeprefix("90").lstrip("0"))
        from .register import _spot

        network, host = _spot(word)
        return Q(ip__within=network or host) if network or host else Q(pk=-1)

    def filter_at(self, value: dt.datetime | None) -> Q:
        ended = Q(ended_at=None) | Q(ended_at__gte=value)
        return Q(ended, began_at__lte=value, until__gte=value) if value else Q()


def guests(actor: Actor, filters: GuestFilter | None = None) -> QuerySet[GuestSession]:
    """Only for who may see them: telephone numbers of people outside."""
    reach = actor.reach(access.GUESTS)
    rows = GuestSession.objects.all() if reach.everywhere else GuestSession.objects.filter(unit_id__in=reach.units)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("wireless", "event__case", "notice")


def guest_pass(actor: Actor, mac: str) -> GuestSession | None:
    """The stay of a device that may go on now: asked by the controller of the wireless network by its key."""
    moment = now()
    rows = guests(actor).filter(mac=mac, began_at__lte=moment, until__gt=moment, ended_at=None)
    return rows.order_by("-began_at").first()


class EventFilter(FilterSchema):
    """`state` besides the states: "soon" (begins within 14 days), "unclosed" (over and still running)."""

    state: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        moment = now()
        if value == "soon":
            soon = (moment, moment + dt.timedelta(days=14))
            return Q(case__state__in=["asked", "planned"], starts_at__range=soon)
        if value == "unclosed":
            return Q(case__state="running", ends_at__lt=moment)
        return Q(case__state=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        return Q(case__number=value.strip().upper()) | _spoken(value, "name", "place", "equipment")


def event_wifis(actor: Actor, filters: EventFilter | None = None) -> QuerySet[EventWifi]:
    reach = actor.reach(access.FILES).q("case__") | Q(case__opened_by_id=actor.user_id or 0)
    rows: QuerySet[EventWifi] = EventWifi.objects.filter(reach)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("case__unit", "case__assignee", "case__opened_by", "wireless", "site")


def event_wifi(actor: Actor, number: str) -> EventWifi:
    return event_wifis(actor).get(case__number=number)


def codes_of(one: EventWifi) -> list[EventCode]:
    # reach: the file was found through one
    return list(one.codes.order_by("pk")[:2_000])


def event_of_code(code: str) -> EventCode | None:
    """The living code of a running event."""
    # reach: public, because a guest types it
    rows = EventCode.objects.filter(code=code, used_at=None, event__case__state="running", event__ends_at__gt=now())
    return rows.select_related("event").first()
