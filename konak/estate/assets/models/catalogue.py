"""The catalogue: codes of the regulation with the products below them, and makers' models."""

from collections.abc import Mapping
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH

CODE = r"^(150|253|254|255)(\.[0-9]{2,3}){0,6}$"


class Account(models.TextChoices):
    """The accounts of the detailed chart in which movables are booked."""

    CONSUMABLE = "150", "150 İlk madde ve malzeme"
    MACHINES = "253", "253 Tesis, makine ve cihazlar"
    VEHICLES = "254", "254 Taşıtlar"
    FIXTURES = "255", "255 Demirbaşlar"


class Measure(models.TextChoices):
    PIECE = "adet", "Adet"
    BOX = "kutu", "Kutu"
    PACK = "paket", "Paket"
    METRE = "metre", "Metre"
    KILOGRAM = "kg", "Kilogram"
    LITRE = "litre", "Litre"
    REAM = "top", "Top"
    SET = "takım", "Takım"
    ROLL = "rulo", "Rulo"


COLLECTIONS = {"255.06": "museum", "255.07": "library"}
"""Codes whose things stand in the books of museums (Örnek 3) and libraries (Örnek 4) and in tables 15 and 17."""


@history()
class Item(models.Model):
    """One line of the catalogue: a code of the regulation, or a product of ours one level below it."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.CharField(
        "taşınır kodu",
        max_length=32,
        unique=True,
        db_collation="C",
        validators=[RegexValidator(CODE, "Kod 150, 253, 254 ya da 255 ile başlar: 255.02.01.01.02 gibi.")],
    )
    name = models.CharField("adı", max_length=200, db_collation=TURKISH)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="üst kodu"
    )
    measure = models.CharField("ölçü birimi", max_length=8, choices=Measure.choices, default=Measure.PIECE)
    product = models.BooleanField("ürün", default=False)
    """Ours, below a code of the regulation: statutory tables count it under that code."""
    bookable = models.BooleanField("işlem görür", default=True)
    """Headings of the catalogue are read, not moved."""
    life_years = models.PositiveSmallIntegerField("faydalı ömür (yıl)", null=True, blank=True)
    extra_schema = models.JSONField("ek alanlar", default=dict, blank=True)
    """JSON schema of what is asked in addition about things of this code and of all codes below it."""
    active = models.BooleanField("kullanımda", default=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "taşınır kodu"
        verbose_name_plural = "taşınır kodları"
        ordering = ["code"]
        indexes = [models.Index(fields=["parent", "code"], name="item_below")]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="item_code_is_of_the_regulation"),
            models.CheckConstraint(condition=~Q(pk=models.F("parent")), name="item_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def account(self) -> str:
        return self.code[:3]

    @property
    def collection(self) -> str:
        """ "museum" or "library" where things of this code are kept in a book of their own, else empty."""
        return next((name for head, name in COLLECTIONS.items() if f"{self.code}.".startswith(f"{head}.")), "")

    @property
    def durable(self) -> bool:
        """Booked one by one with a number of its own; the rest is counted."""
        return self.account != Account.CONSUMABLE


@history()
class Model(models.Model):
    """A maker's model; things of it share spare parts, faults and an end of support."""

    personal: ClassVar[Mapping[str, str]] = {}

    maker = models.CharField("marka", max_length=80, db_collation=TURKISH)
    name = models.CharField("model", max_length=120, db_collation=TURKISH)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="models", verbose_name="taşınır kodu"
    )
    supported_until = models.DateField("üretici desteği sonu", null=True, blank=True)
    folded = models.CharField(max_length=240, unique=True, editable=False)
    """Maker and name as compared: one row for one model however it is typed."""

    class Meta:
        verbose_name = "model"
        verbose_name_plural = "modeller"
        ordering = ["maker", "name"]

    def __str__(self) -> str:
        return f"{self.maker} {self.name}"
