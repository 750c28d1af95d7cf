"""What went wrong: problems as files, changes of state, traps, and the hours in which nobody is alarmed."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

from .. import access
from ..lifecycle import PROBLEM_LIFE
from .host import Check, Host, Level


@history()
class Problem(CaseRecord):
    """An outage or a fault: what, since when, whom it touches, who took it on, why it was, what was done."""

    lifecycle = PROBLEM_LIFE
    series = "AR"
    view = access.VIEW
    card = "monitoring/_problem_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "late",
        "taken": "wait",
        "recovered": "open",
        "closed": "done",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "taken_by": "identity",
        "cause": "free_text",
        "done": "free_text",
        "prevention": "free_text",
    }

    host = models.ForeignKey(Host, models.PROTECT, related_name="problems", verbose_name="cihaz")
    owner = models.ForeignKey(
        Check, models.SET_NULL, null=True, blank=True, related_name="problems", verbose_name="denetim"
    )
    level = models.PositiveSmallIntegerField("ağırlık", choices=Level.choices, default=Level.CRIT)
    down = models.BooleanField("cihaz erişilemiyor", default=False)
    words = models.CharField("ölçülen", max_length=400, blank=True, db_collation=TURKISH)
    began_at = models.DateTimeField("başlangıç")
    ended_at = models.DateTimeField("bitiş", null=True, blank=True)
    flapping = models.BooleanField("dalgalı", default=False)
    planned = models.BooleanField("bakım penceresinde", default=False)
    behind = models.PositiveIntegerField("arkasında kalan cihaz", default=0)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="üstlenen"
    )
    taken_at = models.DateTimeField("üstlenme", null=True, blank=True)
    step = models.PositiveSmallIntegerField("haber verilen basamak", default=0)
    ticket = models.CharField("destek talebi", max_length=24, blank=True)
    cause = models.TextField("neden", max_length=4_000, blank=True)
    done = models.TextField("yapılan", max_length=4_000, blank=True)
    prevention = models.TextField("yinelenmemesi için", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "arıza"
        verbose_name_plural = "arızalar"
        indexes = [
            models.Index(fields=["host", "-began_at"], name="problem_of_host"),
            models.Index(fields=["began_at"], name="problem_by_begin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], name="one_problem_lasts_a_check", condition=Q(ended_at=None, owner__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="problem_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class StateChange(models.Model):
    """One change of a hard state, as it was believed; availability is counted from these."""

    personal: ClassVar[Mapping[str, str]] = {}

    owner = models.ForeignKey(Check, models.CASCADE, related_name="changes", verbose_name="denetim")
    at = models.DateTimeField("an")
    before = models.PositiveSmallIntegerField("önce", choices=Level.choices)
    after = models.PositiveSmallIntegerField("sonra", choices=Level.choices)
    behind = models.BooleanField("yolu kapalıydı", default=False)
    planned = models.BooleanField("bakımdaydı", default=False)
    words = models.CharField("ölçülen", max_length=400, blank=True)

    class Meta:
        verbose_name = "durum değişikliği"
        verbose_name_plural = "durum değişiklikleri"
        indexes = [
            models.Index(fields=["owner", "-at"], name="change_of_check"),
            models.Index(fields=["at"], name="change_by_time"),
        ]


@history()
class Window(Owned):
    """Hours of planned work: what fails in them alarms nobody and counts as planned."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "why": "free_text"}

    name = models.CharField("ad", max_length=120, db_collation=TURKISH)
    why = models.CharField("neden", max_length=300, blank=True, db_collation=TURKISH)
    starts_at = models.DateTimeField("başlangıç")
    ends_at = models.DateTimeField("bitiş")
    weekly = models.BooleanField("her hafta", default=False)
    until = models.DateField("son gün", null=True, blank=True)
    hosts = models.ManyToManyField(Host, blank=True, related_name="windows", verbose_name="cihazlar")
    systems = models.ManyToManyField(
        "systems.InformationSystem", blank=True, related_name="+", verbose_name="bilgi sistemleri"
    )
    everything = models.BooleanField("bütün cihazlar", default=False)
    reference = models.CharField("dayandığı dosya", max_length=24, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "bakım penceresi"
        verbose_name_plural = "bakım pencereleri"
        indexes = [models.Index(fields=["ends_at"], name="window_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="window_ends_after_it_starts"),
            models.UniqueConstraint(fields=["reference"], name="window_once_a_file", condition=~Q(reference="")),
        ]

    def __str__(self) -> str:
        return self.name


class Trap(models.Model):
    """What an agent told by itself; the same within an hour is counted on one row. Kept for ninety days."""

    personal: ClassVar[Mapping[str, str]] = {}

    host = models.ForeignKey(Host, models.CASCADE, null=True, related_name="traps", verbose_name="cihaz")
    source = models.GenericIPAddressField("kaynak")
    oid = models.CharField("tuzak", max_length=200)
    label = models.CharField("ad", max_length=100, blank=True, db_collation=TURKISH)
    text = models.CharField("değerler", max_length=600, blank=True)
    first_at = models.DateTimeField("ilk")
    last_at = models.DateTimeField("son")
    times = models.PositiveIntegerField("kaç kez", default=1)
    trusted = models.BooleanField("göndereni doğrulandı", default=False)
    heard = False
    """Whether it was heard in the batch that is being written."""

    class Meta:
        verbose_name = "SNMP tuzağı"
        verbose_name_plural = "SNMP tuzakları"
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="trap_newest"),
            models.Index(fields=["host", "-last_at"], name="trap_of_host"),
        ]

    def __str__(self) -> str:
        return self.label or self.oid
