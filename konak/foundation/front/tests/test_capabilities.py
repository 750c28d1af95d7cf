"""What the foundation shows as proof, and what it counts: its own units, up to the day that is asked."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.utils.timezone import localdate, now

from konak.foundation.evidence import capability
from konak.foundation.front.services import accounts, grants
from konak.foundation.indicators import indicator
from konak.foundation.notify.models import Envelope, Notification
from konak.foundation.people.models import User

TODAY = localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)


def shown(code, units=None, until=TODAY):
    found = capability(code)
    last = found.last(units, until)
    return found.count(units, until), localdate(last) if last else None


@pytest.fixture
def town(hall):
    return {
        "clerk": hall.seat("staff", hall.gis),
        "other": hall.seat("staff", hall.network),
        "administrator": hall.seat("administrator", hall.municipality),
    }


def test_what_people_were_told_counts_for_their_units(hall, town):
    Notification.objects.create(recipient=town["clerk"].user, topic="t", title="Konu")
    assert shown("notify.told", frozenset({hall.gis.pk})) == (1, TODAY)
    assert shown("notify.told", frozenset({hall.network.pk})) == (0, None)
    assert shown("notify.told", until=YESTERDAY) == (0, None)


def test_second_factors_are_counted_by_person_and_by_share(hall, town):
    share = indicator("identity.guarded_accounts").value
    gis = frozenset({hall.gis.pk})
    assert (shown("identity.second_factor", gis), share(gis, TODAY, TODAY)) == ((0, None), 0)
    Authenticator.objects.create(user=town["clerk"].user, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=town["clerk"].user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert (shown("identity.second_factor", gis), share(gis, TODAY, TODAY)) == ((1, TODAY), 100)
    assert round(share(None, TODAY, TODAY)) == 33
    assert share(frozenset(), TODAY, TODAY) is None


def test_closing_an_account_and_changing_a_grant_are_proofs(town):
    actor = town["administrator"].actor
    accounts.close_account(town["other"].user.pk, actor=actor, why="Kurumdan ayrıldı")
    grants.change_grant("cases.assign", "expert", actor=actor, scope=2, why="Uzmanlar da dağıtır")
    assert shown("identity.accounts") == (1, TODAY)
    assert shown("access.grants") == (1, TODAY)


def test_accounts_nobody_uses_are_a_share_of_those_at_work(town):
    share = indicator("identity.quiet_accounts").value
    User.objects.update(joined_at=now() - dt.timedelta(days=400), last_login=None)
    User.objects.filter(pk=town["clerk"].user.pk).update(last_login=now())
    assert round(share(None, TODAY, TODAY)) == 67


def test_messages_delivered_are_a_share_of_those_that_ended(town):
    share = indicator("notify.delivered").value
    assert share(None, TODAY, TODAY) is None
    for state in ("sent", "sent", "failed", "dropped"):
        Envelope.objects.create(
            recipient=town["clerk"].user, channel="mail", form="single", state=state, finished_at=now()
        )
    assert round(share(None, TODAY, TODAY)) == 67
    assert share(None, YESTERDAY, YESTERDAY) is None
