"""A right of the catalogue, a VPN account of the network: two wings that meet by one function."""

import pytest

from konak.estate.network.models import VpnAccount
from konak.estate.network.tests.conftest import build
from konak.service.access_requests.services import provisioning


def test_a_right_of_the_catalogue_opens_and_closes_the_account(hall):
    net = build(hall)
    clerk = net.hall.seat("staff", net.hall.gis)
    one = next(each for each in provisioning.known() if each.name == "network.vpn")
    order = provisioning.Order("YT-2026-1", clerk.user.pk, clerk.user.username, "İç ağ", "EBYS", "vpn")
    assert "VPN hesabı açık" in one.grant(order)
    assert one.grant(order) == one.grant(order)
    made = VpnAccount.objects.get()
    assert (made.login, made.request, made.reaches, made.status) == (clerk.user.username, "YT-2026-1", "EBYS", "open")
    other = provisioning.Order("YT-2026-2", net.expert.user.pk, clerk.user.username, "", "", "vpn")
    with pytest.raises(provisioning.NotDone, match="başka birinin"):
        one.grant(other)
    one.revoke(order)
    assert (VpnAccount.objects.get().status, one.revoke(order)) == (
        "closed", f"{clerk.user.username} adında açık VPN hesabı yok",
    )  # fmt: skip
