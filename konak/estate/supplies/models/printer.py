"""Printers, what fits them, and the parts in them that end after so many pages or months."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import User


class FitKind(models.TextChoices):
    TONER = "toner", "Toner, kartuş"
    DRUM = "drum", "Drum birimi"
    FUSER = "fuser", "Isıtıcı (fuser)"
    KIT = "kit", "Bakım seti"
    BELT = "belt", "Transfer kayışı"
    ROLLER = "roller", "Besleme silindiri"
    WASTE = "waste", "Atık toner kutusu"


class Colour(models.TextChoices):
    BLACK = "k", "Siyah"
    CYAN = "c", "Camgöbeği"
    MAGENTA = "m", "Macenta"
    YELLOW = "y", "Sarı"


@history()
class Fit(models.Model):
    """A consumable that fits a model: toner, or a part with a life of its own."""

    personal: ClassVar[Mapping[str, str]] = {}

    model = models.ForeignKey("assets.Model", models.PROTECT, related_name="+", verbose_name="yazıcı modeli")
    item = models.ForeignKey("assets.Item", models.PROTECT, related_name="+", verbose_name="malzeme")
    kind = models.CharField("türü", max_length=8, choices=FitKind.choices)
    colour = models.CharField("renk", max_length=1, choices=Colour.choices, blank=True)
    yield_pages = models.PositiveIntegerField("ömrü (sayfa)", null=True, blank=True)
    life_months = models.PositiveSmallIntegerField("ömrü (ay)", null=True, blank=True)
    ended_on = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "uyumlu malzeme"
        verbose_name_plural = "uyumlu malzemeler"
        constraints = [
            models.UniqueConstraint(fields=["model", "item"], name="supplies_fit_once"),
            models.CheckConstraint(
                condition=Q(kind=FitKind.TONER) | Q(yield_pages__gt=0) | Q(life_months__gt=0),
                name="supplies_part_has_a_life",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.name} → {self.model}"

    @property
    def limited(self) -> bool:
        """A part that is watched apart from toner."""
        return self.kind != FitKind.TONER


@history()
class Printer(models.Model):
    """A printer or copier whose pages, toner and parts are followed; what it is stands in the movables."""

    personal: ClassVar[Mapping[str, str]] = {}

    asset = models.OneToOneField(
        "assets.Asset", models.PROTECT, primary_key=True, related_name="supplies_printer", verbose_name="yazıcı"
    )
    colour = models.BooleanField("renkli", default=False)
    pages = models.PositiveBigIntegerField("son sayaç", null=True, blank=True)
    read_on = models.DateField("son okuma", null=True, blank=True)
    pages_a_month = models.DecimalField("aylık sayfa", max_digits=12, decimal_places=1, default=Decimal(0))
    left_on = models.DateField("izlemeden çıkış", null=True, blank=True)

    class Meta:
        verbose_name = "yazıcı"
        verbose_name_plural = "yazıcılar"

    def __str__(self) -> str:
        return str(self.asset)


@history()
class PartLife(models.Model):
    """One toner or part in one printer: since when, at which counter, until when it should last."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    printer = models.ForeignKey(Printer, models.CASCADE, related_name="parts", verbose_name="yazıcı")
    fit = models.ForeignKey(Fit, models.PROTECT, related_name="lives", verbose_name="malzeme")
    issue = models.OneToOneField(
        "supplies.Issue", models.PROTECT, null=True, blank=True, related_name="life", verbose_name="çıkış"
    )
    since = models.DateField("takılma")
    at_pages = models.PositiveBigIntegerField("takıldığında sayaç", null=True, blank=True)
    due_on = models.DateField("beklenen son", null=True, blank=True)
    share = models.DecimalField("tüketilen ömür", max_digits=6, decimal_places=3, default=Decimal(0))
    told = models.DecimalField("yazıcının bildirdiği kalan", max_digits=4, decimal_places=3, null=True, blank=True)
    told_on = models.DateField("bildirildiği gün", null=True, blank=True)
    ended_on = models.DateField("çıkarılma", null=True, blank=True)
    ended_pages = models.PositiveBigIntegerField("çıkarıldığında sayaç", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="takan")

    class Meta:
        verbose_name = "takılı malzeme"
        verbose_name_plural = "takılı malzemeler"
        indexes = [models.Index(fields=["due_on"], name="supplies_part_due", condition=Q(ended_on=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["printer", "fit"], name="supplies_one_part_in_place", condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("since")), name="supplies_part_ends_later"
            ),
        ]

    @property
    def percent(self) -> int:
        return int(self.share * 100)

    @property
    def state_kind(self) -> str:
        return "late" if self.share >= 1 else "wait" if self.share >= Decimal("0.8") else "done"

    @property
    def printed(self) -> int | None:
        """Pages it made, as far as both counters are known."""
        last = self.ended_pages if self.ended_on else self.printer.pages
        return max(0, last - self.at_pages) if last is not None and self.at_pages is not None else None
