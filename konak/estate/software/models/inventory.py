"""Computers as their inventories show them, and the programs found on each."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Owned, Unit

from .catalogue import Product


@history(exclude=["inventoried_at"])
class Computer(Owned):
    """A computer that has software on it. `unit` looks after it, `used_in` and `holder` use it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "holder": "identity", "last_user": "identity"}
    owners: ClassVar[tuple[str, ...]] = ("assignee", "holder")

    asset = models.ForeignKey(
        "assets.Asset",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="software_computers",
        verbose_name="taşınır",
    )
    name = models.CharField("bilgisayar", max_length=120)
    serial = models.CharField("seri no", max_length=80, blank=True)
    system = models.CharField("işletim sistemi", max_length=160, blank=True)
    cores = models.PositiveSmallIntegerField("çekirdek", null=True, blank=True)
    used_in = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kullanan birim"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kullanan"
    )
    last_user = models.CharField("son oturum açan", max_length=60, blank=True)
    inventoried_at = models.DateTimeField("son envanter", null=True, blank=True)
    retired_on = models.DateField("kullanımdan kalktığı gün", null=True, blank=True)
    folded = models.CharField(max_length=400, default="", editable=False)

    class Meta:
        verbose_name = "bilgisayar"
        verbose_name_plural = "bilgisayarlar"
        indexes = [models.Index(fields=["name", "id"], name="software_computer_register")]
        constraints = [
            models.UniqueConstraint(
                "unit", models.functions.Upper("name"), name="software_computer_once", condition=Q(retired_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Install(models.Model):
    """One program on one computer, from the inventory that first showed it to the one that no longer did."""

    personal: ClassVar[Mapping[str, str]] = {}

    computer = models.ForeignKey(Computer, models.CASCADE, related_name="installs")
    name = models.CharField("program", max_length=250)
    version = models.CharField("sürüm", max_length=80, blank=True)
    publisher = models.CharField("yayıncı", max_length=120, blank=True)
    product = models.ForeignKey(
        Product, models.SET_NULL, null=True, blank=True, related_name="installs", verbose_name="yazılım"
    )
    ignored = models.BooleanField("önemsiz", default=False)
    first_seen = models.DateField("ilk görülme")
    removed_on = models.DateField("kaldırıldığı gün", null=True, blank=True)

    class Meta:
        verbose_name = "kurulu program"
        verbose_name_plural = "kurulu programlar"
        indexes = [
            models.Index(
                fields=["product", "computer"], name="software_live_of_product", condition=Q(removed_on=None)
            ),
            models.Index(
                fields=["name", "publisher"],
                name="software_unknown_names",
                condition=Q(removed_on=None, product=None, ignored=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["computer", "name", "version"], name="software_install_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


class Inventory(models.Model):
    """One file that was brought: what was read from it, and what it changed once it was applied."""

    personal: ClassVar[Mapping[str, str]] = {"brought_by": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    digest = models.CharField("özet", max_length=64)
    format = models.CharField("tür", max_length=20)
    named = models.CharField("elle verilen bilgisayar adı", max_length=120, blank=True)
    taken_on = models.DateField("envanterin alındığı gün")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField("yükleme", auto_now_add=True)
    applied_at = models.DateTimeField("işlendiği an", null=True, blank=True)
    machines = models.PositiveIntegerField("bilgisayar", default=0)
    programs = models.PositiveIntegerField("program", default=0)
    fresh = models.PositiveIntegerField("yeni", default=0)
    gone = models.PositiveIntegerField("kaldırılan", default=0)
    unknown = models.PositiveIntegerField("tanınmayan", default=0)
    left_out = models.PositiveIntegerField("okunamayan satır", default=0)
    faults = models.JSONField("okunamayanlar", default=list)

    class Meta:
        verbose_name = "envanter"
        verbose_name_plural = "envanterler"
        indexes = [models.Index(fields=["-id"], name="software_inventory_newest")]
