"""Protocols of sharing and the channels they go through; certificates that end, channels nobody tested."""

import datetime as dt

from django.db.models import DateField, F, Func, Max, Q, QuerySet, Value
from django.utils.timezone import localdate
from ninja import FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import ChannelTest, SecureChannel, SharingProtocol
from .register import Words, _spoken

CHANNEL_KIND, PROTOCOL_KIND = "network.securechannel", "network.sharingprotocol"
CERTIFICATE_DAYS = 60
ENDING = dt.timedelta(days=90)


class ChannelFilter(FilterSchema):
    """`status` as stored, or "certificate" (ends within 60 days or is over), "untested" (its time has come)."""

    status: Words = None
    kind: Words = None
    q: Words = None

    def filter_status(self, value: str | None) -> Q:
        if value == "certificate":
            return Q(~Q(status="ended"), certificate_until__lte=localdate() + dt.timedelta(days=CERTIFICATE_DAYS))
        if value == "untested":
            late = Q(tested_on=None) | Q(tested_on__lt=_allowed())
            return Q(status__in=["active", "down"]) & late
        return Q(status=value) if value else Q()

    def filter_kind(self, value: str | None) -> Q:
        return Q(kind=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "counterpart", "name", "purpose", "their_end") if value else Q()


def _allowed() -> Func:
    """The last day on which a test still counts, by the rhythm of each channel."""
    today = Value(localdate(), output_field=DateField())
    return Func(today, F("test_days"), template="(%(expressions)s)", arg_joiner=" - ", output_field=DateField())


def channels(actor: Actor, filters: ChannelFilter | None = None) -> QuerySet[SecureChannel]:
    rows = SecureChannel.objects.filter(actor.reach(access.VIEW).q(owners=SecureChannel.owners))
    rows = rows.select_related("unit", "assignee", "protocol", "device").annotate(tested_on=Max("tests__done_on"))
    return filters.filter(rows) if filters else rows


def channel(actor: Actor, key: int) -> SecureChannel:
    return channels(actor).get(pk=key)


def channel_tests(one: SecureChannel, limit: int = 50) -> list[ChannelTest]:
    # reach: the channel was found through one
    return list(one.tests.select_related("by").order_by("-done_on", "-pk")[:limit])


class ProtocolFilter(FilterSchema):
    """`status` as stored, or "ending" (within 90 days), "over" (its last day is past and it still runs)."""

    status: Words = None
    q: Words = None

    def filter_status(self, value: str | None) -> Q:
        today = localdate()
        if value == "ending":
            return Q(status="active", until__range=(today, today + ENDING))
        if value == "over":
            return Q(status="active", until__lt=today)
        if value == "personal":
            return Q(personal_data=True) & ~Q(status="ended")
        return Q(status=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "counterpart", "title", "number", "shares") if value else Q()


def protocols(actor: Actor, filters: ProtocolFilter | None = None) -> QuerySet[SharingProtocol]:
    rows = SharingProtocol.objects.filter(actor.reach(access.VIEW).q(owners=SharingProtocol.owners))
    rows = rows.select_related("unit", "assignee", "file")
    return filters.filter(rows) if filters else rows


def protocol(actor: Actor, key: int) -> SharingProtocol:
    return protocols(actor).get(pk=key)


def certificates_ending(day: dt.date) -> QuerySet[SecureChannel]:
    # reach: the nightly job tells only those who answer for the channel
    return SecureChannel.objects.filter(certificate_until=day).exclude(status="ended")


def protocols_ending(day: dt.date) -> QuerySet[SharingProtocol]:
    # reach: the nightly job tells only those who answer for the protocol
    return SharingProtocol.objects.filter(until=day, status="active")
