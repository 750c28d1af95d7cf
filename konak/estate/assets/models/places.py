"""Where things are booked and where they stand."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, User


class PlaceKind(models.TextChoices):
    ROOM = "room", "Oda"
    COMMON = "common", "Ortak kullanım alanı"
    HALL = "hall", "Salon"
    SERVER = "server", "Sistem odası"
    STORE = "store", "Depo"
    FIELD = "field", "Saha"


@history()
class Place(Owned):
    """A room or another place. In one of common use somebody answers for what stands on its list (Örnek 8)."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    code = models.CharField("yer kodu", max_length=24, unique=True, db_collation="C")
    name = models.CharField("adı", max_length=120, db_collation=TURKISH)
    building = models.CharField("bina", max_length=120, blank=True, db_collation=TURKISH)
    floor = models.CharField("kat", max_length=20, blank=True)
    kind = models.CharField("türü", max_length=8, choices=PlaceKind.choices, default=PlaceKind.ROOM)
    active = models.BooleanField("kullanımda", default=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "yer"
        verbose_name_plural = "yerler"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@history()
class SpendingUnit(Owned):
    """Harcama birimi: the unit with an appropriation; `assignee` is the authorising officer (harcama yetkilisi)."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    code = models.CharField("harcama birimi kodu", max_length=24, unique=True, db_collation="C")
    name = models.CharField("harcama birimi", max_length=200, db_collation=TURKISH)
    accounting_code = models.CharField("muhasebe birimi kodu", max_length=24, blank=True)
    accounting_name = models.CharField("muhasebe birimi", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "harcama birimi"
        verbose_name_plural = "harcama birimleri"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


_APART = (
    ("registrar", "controller"),
    ("registrar", "deputy_controller"),
    ("deputy_registrar", "controller"),
    ("deputy_registrar", "deputy_controller"),
)


@history()
class Warehouse(Owned):
    """Ambar: its registrar keeps the books, its controller checks them, and they are never the same person."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "registrar": "identity",
        "controller": "identity",
        "deputy_registrar": "identity",
        "deputy_controller": "identity",
    }

    code = models.CharField("ambar kodu", max_length=24, unique=True, db_collation="C")
    name = models.CharField("ambar", max_length=120, db_collation=TURKISH)
    spending_unit = models.ForeignKey(
        SpendingUnit, models.PROTECT, related_name="warehouses", verbose_name="harcama birimi"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bulunduğu yer"
    )
    registrar = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="taşınır kayıt yetkilisi")
    controller = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="taşınır kontrol yetkilisi")
    deputy_registrar = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kayıt yetkilisi yardımcısı"
    )
    deputy_controller = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kontrol yetkilisi yardımcısı"
    )
    active = models.BooleanField("açık", default=True)
    closed_year = models.PositiveSmallIntegerField("kapanan hesap yılı", null=True, blank=True)
    """Movements dated in this year or before are refused: its year-end account has been given."""

    class Meta:
        verbose_name = "ambar"
        verbose_name_plural = "ambarlar"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(**{one: F(other)}), name=f"warehouse_{one}_is_not_{other}"[:60])
            for one, other in _APART
        ]

    def __str__(self) -> str:
        return self.name

    def keeper_objection(self, user_id: int | None) -> str | None:
        """Why somebody may not keep the books here, or None."""
        if user_id is not None and user_id in (self.registrar_id, self.deputy_registrar_id):
            return None
        return f"Bu işlemi «{self.name}» ambarının taşınır kayıt yetkilisi yapar: {self.registrar.full_name}."

    def controller_objection(self, user_id: int | None) -> str | None:
        """Why somebody may not control the books here, or None."""
        if user_id is not None and user_id in (self.controller_id, self.deputy_controller_id):
            return None
        return f"Bu işlemi «{self.name}» ambarının taşınır kontrol yetkilisi yapar: {self.controller.full_name}."
