"""Movement receipts and the ledger they write: lines are only added; what stands in a warehouse follows from them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit, User

from .. import access
from ..lifecycle import LIFE
from .asset import Asset
from .catalogue import Item, Model
from .places import Warehouse


class Kind(models.TextChoices):
    """Kinds of movement as the receipt (TİF) names them."""

    OPENING = "opening", "Açılış (devir)"
    PURCHASE = "purchase", "Satın alma"
    DONATION = "donation", "Bağış ve yardım alma"
    SURPLUS = "surplus", "Sayım fazlası"
    RETURN = "return", "İade edilen tüketim malzemesi"
    TRANSFER_IN = "transfer_in", "Devir alma (kurum içi)"
    HANDED_IN = "handed_in", "Bedelsiz devir alma (başka idare)"
    LIQUIDATION = "liquidation", "Tasfiye idaresinden edinme"
    PRODUCTION = "production", "İç imkânlarla üretim"
    SALVAGE = "salvage", "Söküm yoluyla kazanma"
    RECODE_IN = "recode_in", "Kod değişikliği (giriş)"
    CONSUMPTION = "consumption", "Tüketim"
    TRANSFER_OUT = "transfer_out", "Devretme (kurum içi)"
    HANDED_OUT = "handed_out", "Bedelsiz devretme (başka idare)"
    SALE = "sale", "Satış"
    LOSS = "loss", "Kullanılamaz hale gelme, yok olma, sayım noksanı"
    SCRAP = "scrap", "Hurdaya ayırma"
    DONATED = "donated", "Bağış ve yardım verme"
    RECODE_OUT = "recode_out", "Kod değişikliği (çıkış)"


INWARD = frozenset(
    {
        Kind.OPENING,
        Kind.PURCHASE,
        Kind.DONATION,
        Kind.SURPLUS,
        Kind.RETURN,
        Kind.TRANSFER_IN,
        Kind.HANDED_IN,
        Kind.LIQUIDATION,
        Kind.PRODUCTION,
        Kind.SALVAGE,
        Kind.RECODE_IN,
    }
)
AT_ONCE = frozenset({Kind.CONSUMPTION, Kind.OPENING, Kind.RETURN, Kind.SURPLUS, Kind.PRODUCTION})
"""Recorded when the registrar says so; the controller checks afterwards."""


@history()
class Receipt(CaseRecord):
    """Taşınır İşlem Fişi. Entering the ledger it gets its number in the warehouse and the year, without gaps."""

    lifecycle = LIFE
    series = "TF"
    view = access.VIEW
    card = "assets/_receipt_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "prepared": "wait",
        "recorded": "wait",
        "posted": "open",
        "told": "done",
        "reversed": "closed",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "prepared_by": "identity",
        "approved_by": "identity",
        "to_user": "identity",
    }

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="receipts", verbose_name="ambar")
    kind = models.CharField("işlem çeşidi", max_length=12, choices=Kind.choices)
    dated = models.DateField("tarih")
    year = models.PositiveSmallIntegerField("yıl", null=True, editable=False)
    slip = models.PositiveIntegerField("fiş no", null=True, editable=False)
    counterpart = models.CharField("nereden geldi / kime verildi", max_length=200, blank=True, db_collation=TURKISH)
    other_warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="karşı ambar"
    )
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="verilen birim"
    )
    to_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="teslim alan"
    )
    basis = models.CharField("dayanağı olan belge", max_length=120, blank=True)
    basis_on = models.DateField("belgenin tarihi", null=True, blank=True)
    inspection = models.CharField("muayene kabul tutanağı", max_length=60, blank=True)
    inspected_on = models.DateField("muayene tarihi", null=True, blank=True)
    interim_on = models.DateField("geçici alındı tarihi", null=True, blank=True)
    supplier = models.CharField("tedarikçi", max_length=200, blank=True, db_collation=TURKISH)
    funding = models.CharField("finansman", max_length=80, blank=True)
    why = models.CharField("açıklama", max_length=500, blank=True)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals", verbose_name="ters kaydettiği fiş"
    )
    pair = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="karşı fiş"
    )
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="hazırlayan")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="onaylayan")
    recorded_at = models.DateTimeField("işlenme", null=True, editable=False)
    told_on = models.DateField("muhasebeye bildirim", null=True, blank=True)
    told_ref = models.CharField("bildirim yazısı / ödeme emri", max_length=80, blank=True)

    class Meta:
        verbose_name = "taşınır işlem fişi"
        verbose_name_plural = "taşınır işlem fişleri"
        indexes = [
            models.Index(fields=["warehouse", "-case"], name="receipt_of_warehouse"),
            models.Index(fields=["kind", "-case"], name="receipt_of_kind"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "year", "slip"], name="slip_once_in_a_year"),
            models.CheckConstraint(
                condition=Q(slip=None, year=None, recorded_at=None)
                | Q(slip__isnull=False, year__isnull=False, recorded_at__isnull=False),
                name="slip_has_its_year_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def inward(self) -> bool:
        """Whether it brings in; a reversal goes the other way than its kind."""
        return (self.kind in INWARD) != (self.reverses_id is not None)

    @property
    def at_once(self) -> bool:
        return self.kind in AT_ONCE and self.reverses_id is None

    @property
    def slip_words(self) -> str:
        """ "2026/00012", or nothing while it is not in the ledger."""
        return f"{self.year}/{self.slip:05}" if self.slip else ""

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


@history()
class ReceiptLine(models.Model):
    """One line: so much of one code at one price. Durable things that leave are named one by one (`LineAsset`)."""

    personal: ClassVar[Mapping[str, str]] = {}

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField("sıra")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="taşınır kodu")
    name = models.CharField("adı", max_length=200, blank=True, db_collation=TURKISH)
    model = models.ForeignKey(
        Model, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="marka ve model"
    )
    quantity = models.DecimalField("miktar", max_digits=14, decimal_places=3)
    unit_price = models.DecimalField("birim fiyat (KDV hariç)", max_digits=16, decimal_places=4, default=Decimal(0))
    vat_rate = models.DecimalField("KDV oranı", max_digits=5, decimal_places=2, default=Decimal(0))
    amount = models.DecimalField("tutar (KDV dahil)", max_digits=16, decimal_places=2, default=Decimal(0))
    serials = models.JSONField("seri numaraları", default=list, blank=True)
    warranty_until = models.DateField("garanti sonu", null=True, blank=True)

    class Meta:
        verbose_name = "fiş satırı"
        verbose_name_plural = "fiş satırları"
        ordering = ["receipt", "place"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "place"], name="line_once_in_a_receipt"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_moves_something"),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, vat_rate__gte=0, amount__gte=0), name="line_price_is_not_negative"
            ),
        ]


class LineAsset(models.Model):
    """Which things a line is about: named before they leave, born when they come in."""

    personal: ClassVar[Mapping[str, str]] = {}

    line = models.ForeignKey(ReceiptLine, models.CASCADE, related_name="things")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="receipt_lines")

    class Meta:
        verbose_name = "fişteki taşınır"
        constraints = [models.UniqueConstraint(fields=["line", "asset"], name="asset_once_in_a_line")]


class Lot(models.Model):
    """What is left of one entry of consumables: they leave in the order in which they came (first in, first out)."""

    personal: ClassVar[Mapping[str, str]] = {}

    line = models.ForeignKey(ReceiptLine, models.PROTECT, related_name="lots")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    entered_on = models.DateField("giriş tarihi")
    quantity = models.DecimalField("giren miktar", max_digits=14, decimal_places=3)
    left = models.DecimalField("kalan miktar", max_digits=14, decimal_places=3)
    left_amount = models.DecimalField("kalan tutar", max_digits=16, decimal_places=2)

    class Meta:
        verbose_name = "giriş partisi"
        indexes = [
            models.Index(
                fields=["warehouse", "item", "entered_on", "id"], name="lot_waiting", condition=Q(left__gt=0)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0, left_amount__gte=0, left__lte=models.F("quantity")),
                name="lot_never_gives_more_than_it_has",
            )
        ]


class Stock(models.Model):
    """What stands on the books of a warehouse under one code. Written by the ledger's trigger and by nobody else."""

    personal: ClassVar[Mapping[str, str]] = {}

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="stocks", verbose_name="ambar")
    item = models.ForeignKey(Item, models.PROTECT, related_name="stocks", verbose_name="taşınır kodu")
    quantity = models.DecimalField("miktar", max_digits=16, decimal_places=3)
    amount = models.DecimalField("tutar", max_digits=18, decimal_places=2)
    moved_on = models.DateField("son hareket", null=True)

    class Meta:
        verbose_name = "ambar mevcudu"
        verbose_name_plural = "ambar mevcutları"
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "item"], name="stock_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0, amount__gte=0), name="stock_is_not_negative"),
            models.CheckConstraint(condition=Q(quantity__gt=0) | Q(amount=0), name="nothing_is_worth_nothing"),
        ]


COUNTED = pgtrigger.Trigger(
    name="counted",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func="""
    INSERT INTO assets_stock (warehouse_id, item_id, quantity, amount, moved_on)
    VALUES (NEW.warehouse_id, NEW.item_id, 0, 0, NEW.dated)
    ON CONFLICT (warehouse_id, item_id) DO NOTHING;
    UPDATE assets_stock
    SET quantity = quantity + NEW.quantity, amount = amount + NEW.amount, moved_on = GREATEST(moved_on, NEW.dated)
    WHERE warehouse_id = NEW.warehouse_id AND item_id = NEW.item_id;
    RETURN NULL;
    """,
)


class Movement(models.Model):
    """One line of the ledger. Nobody changes or removes it; a mistake is undone by a reversing line."""

    personal: ClassVar[Mapping[str, str]] = {}

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="movements")
    line = models.ForeignKey(ReceiptLine, models.PROTECT, related_name="movements")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="movements")
    item = models.ForeignKey(Item, models.PROTECT, related_name="movements")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="movements")
    kind = models.CharField("işlem çeşidi", max_length=12, choices=Kind.choices)
    dated = models.DateField("tarih")
    quantity = models.DecimalField("miktar (artı giriş, eksi çıkış)", max_digits=14, decimal_places=3)
    amount = models.DecimalField("tutar (artı giriş, eksi çıkış)", max_digits=16, decimal_places=2)
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="verilen birim")
    at = models.DateTimeField("işlenme", auto_now_add=True)

    class Meta:
        verbose_name = "taşınır hareketi"
        verbose_name_plural = "taşınır hareketleri"
        triggers = [
            COUNTED,
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        indexes = [
            models.Index(fields=["warehouse", "item", "dated", "id"], name="movement_ledger"),
            models.Index(fields=["dated", "kind"], name="movement_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="movement_moves"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, amount__gte=0) | Q(quantity__lt=0, amount__lte=0),
                name="movement_amount_goes_with_quantity",
            ),
        ]
