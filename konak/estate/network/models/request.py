"""A request for an address: asked, reserved, given, taken back when its time is over."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history

from .. import access
from ..lifecycle import REQUEST_LIFE
from .space import Address, Prefix


@history()
class AddressRequest(CaseRecord):
    """What the address is for, from which network, on which device, until when; and the address that was given."""

    lifecycle = REQUEST_LIFE
    series = "IPI"
    view = access.VIEW
    card = "network/_request_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "reserved": "open",
        "assigned": "done",
        "ended": "closed",
        "refused": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "answer": "free_text", "mac": "work"}

    why = models.TextField("ne için", max_length=2_000)
    prefix = models.ForeignKey(
        Prefix, models.SET_NULL, null=True, blank=True, related_name="requests", verbose_name="istenen ağ"
    )
    dns_name = models.CharField("DNS adı", max_length=255, blank=True, db_collation="C")
    mac = models.CharField("MAC adresi", max_length=17, blank=True, db_collation="C")
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="taşınır"
    )
    until = models.DateField("son gün", null=True, blank=True)
    address = models.OneToOneField(
        Address, models.SET_NULL, null=True, blank=True, related_name="request", verbose_name="verilen adres"
    )
    given_ip = models.CharField("verilen adres", max_length=39, blank=True)
    answer = models.CharField("karar notu", max_length=500, blank=True)

    class Meta:
        verbose_name = "IP adresi isteği"
        verbose_name_plural = "IP adresi istekleri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")
