"""What was given out: a cartridge to a printer, a part onto a device, paper to a unit; and what came back empty."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import Unit, User

from .printer import Printer


class Purpose(models.TextChoices):
    PRINTER = "printer", "Yazıcıya"
    SPARE = "spare", "Cihaza yedek parça"
    UNIT = "unit", "Birime"


@history()
class Issue(models.Model):
    """One line given out; the receipt of the warehouse (TİF) stands behind it and says what it cost."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "by": "identity", "note": "free_text"}

    number = models.CharField("fiş dosyası", max_length=24, db_collation="C")
    purpose = models.CharField("ne için", max_length=8, choices=Purpose.choices)
    given_on = models.DateField("gün")
    warehouse = models.ForeignKey("assets.Warehouse", models.PROTECT, related_name="+", verbose_name="ambar")
    item = models.ForeignKey("assets.Item", models.PROTECT, related_name="+", verbose_name="malzeme")
    quantity = models.DecimalField("miktar", max_digits=12, decimal_places=3)
    amount = models.DecimalField("tutar", max_digits=14, decimal_places=2)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="teslim alan"
    )
    printer = models.ForeignKey(
        Printer, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name="yazıcı"
    )
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="supplies_issues", verbose_name="cihaz"
    )
    pages = models.PositiveBigIntegerField("verilirken sayaç", null=True, blank=True)
    reference = models.CharField("ilgili dosya", max_length=24, blank=True, db_collation="C")
    """The ticket or work order it was given for."""
    returned = models.DecimalField("boş dönen", max_digits=12, decimal_places=3, default=Decimal(0))
    undone = models.BooleanField("fişi ters kaydedildi", default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="veren")
    note = models.CharField("not", max_length=300, blank=True)

    class Meta:
        verbose_name = "verilen malzeme"
        verbose_name_plural = "verilen malzemeler"
        indexes = [
            models.Index(fields=["warehouse", "item", "-id"], name="supplies_issue_of_item"),
            models.Index(fields=["printer", "-id"], name="supplies_issue_of_print", condition=~Q(printer=None)),
            models.Index(fields=["asset", "-id"], name="supplies_issue_of_asset", condition=~Q(asset=None)),
            models.Index(fields=["number"], name="supplies_issue_number"),
            models.Index(fields=["reference"], name="supplies_issue_ref", condition=~Q(reference="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="supplies_gives_something"),
            models.CheckConstraint(
                condition=Q(returned__gte=0, returned__lte=models.F("quantity")),
                name="supplies_no_more_empties_than_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.item_id}"

    @property
    def empties_out(self) -> Decimal:
        return self.quantity - self.returned


class EmptyReturn(models.Model):
    """Empty cartridges that came back."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "note": "free_text"}

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="empties")
    quantity = models.DecimalField("adet", max_digits=12, decimal_places=3)
    returned_on = models.DateField("gün")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="alan")
    note = models.CharField("not", max_length=200, blank=True)

    class Meta:
        verbose_name = "dönen boş"
        verbose_name_plural = "dönen boşlar"
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="supplies_returns_something")]
