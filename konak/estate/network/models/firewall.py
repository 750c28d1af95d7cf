"""What a firewall lets through: asked for, agreed, in force, over; and the rule sets read from the devices."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import Owned

from .. import access
from ..lifecycle import RULE_LIFE
from .gear import Device


class RuleAction(models.TextChoices):
    ALLOW = "allow", "İzin ver"
    DENY = "deny", "Engelle"


class RuleSetKind(models.TextChoices):
    FORTIGATE = "fortigate", "FortiGate"
    PFSENSE = "pfsense", "pfSense, OPNsense"
    IPTABLES = "iptables", "iptables"


def _list(label: str) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=260), verbose_name=label, default=list)


@history()
class FirewallRule(CaseRecord):
    """Who may reach what, through which firewall, why and until when; and what the device calls the rule."""

    lifecycle = RULE_LIFE
    series = "GDK"
    view = access.RULES
    card = "network/_rule_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approved": "open",
        "applied": "done",
        "over": "late",
        "removed": "closed",
        "refused": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "answer": "free_text"}

    why = models.TextField("ne için", max_length=2_000)
    action = models.CharField("ne yapar", max_length=5, choices=RuleAction.choices, default=RuleAction.ALLOW)
    sources = _list("kaynak")
    destinations = _list("hedef")
    services = _list("servis")
    until = models.DateField("son gün", null=True, blank=True)
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name="güvenlik duvarı"
    )
    ident = models.CharField("cihazdaki adı", max_length=64, blank=True, db_collation="C")
    applied_on = models.DateField("cihaza yazıldığı gün", null=True, blank=True)
    reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    answer = models.CharField("karar notu", max_length=500, blank=True)

    class Meta:
        verbose_name = "güvenlik duvarı kuralı"
        verbose_name_plural = "güvenlik duvarı kuralları"
        indexes = [models.Index(fields=["device", "ident"], name="network_rule_on_device")]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def said(self) -> str:
        """The rule in one line."""
        parts = (", ".join(values) for values in (self.sources, self.destinations, self.services))
        source, destination, service = parts
        return f"{source} → {destination} · {service}"


@history()
class RuleImport(Owned):
    """A rule set as a firewall gave it on a day, and who signed what the comparison showed."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "by": "identity",
        "reviewed_by": "identity",
        "note": "free_text",
    }

    device = models.ForeignKey(Device, models.PROTECT, related_name="rule_imports", verbose_name="güvenlik duvarı")
    kind = models.CharField("biçim", max_length=10, choices=RuleSetKind.choices)
    name = models.CharField("dosya", max_length=200)
    at = models.DateTimeField("alınış", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="getiren"
    )
    file_hash = models.CharField("SHA-256", max_length=64)
    lines = models.PositiveIntegerField("kural", default=0)
    broken = models.PositiveIntegerField("okunamayan", default=0)
    faults = models.JSONField("okunamayanlar", default=list)
    reviewed_at = models.DateTimeField("gözden geçirme", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gözden geçiren",
    )
    note = models.CharField("sonuç", max_length=500, blank=True)
    deviations = models.PositiveIntegerField("sapma", null=True, blank=True)

    class Meta:
        verbose_name = "kural kümesi"
        verbose_name_plural = "kural kümeleri"
        indexes = [models.Index(fields=["device", "-at"], name="network_rules_latest")]

    def __str__(self) -> str:
        return f"{self.device} · {self.name}"


class ImportedRule(models.Model):
    """One line of a rule set, in our writing. Never changed; it goes with its set."""

    personal: ClassVar[Mapping[str, str]] = {"comment": "free_text"}

    rule_set = models.ForeignKey(RuleImport, models.CASCADE, related_name="rules", verbose_name="kural kümesi")
    place = models.PositiveIntegerField("sıra")
    ident = models.CharField("cihazdaki adı", max_length=64, db_collation="C")
    action = models.CharField("ne yapar", max_length=5, choices=RuleAction.choices)
    sources = _list("kaynak")
    destinations = _list("hedef")
    services = _list("servis")
    name = models.CharField("ad", max_length=200, blank=True)
    comment = models.CharField("açıklama", max_length=500, blank=True)
    path = models.CharField("yol", max_length=200, blank=True)
    enabled = models.BooleanField("açık", default=True)

    class Meta:
        verbose_name = "kümedeki kural"
        verbose_name_plural = "kümedeki kurallar"
        constraints = [models.UniqueConstraint(fields=["rule_set", "place"], name="network_rule_place_once")]

    def __str__(self) -> str:
        return self.name or self.ident
