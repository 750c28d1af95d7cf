"""A count of a warehouse and of what was given out from it, what it found, and the account of a year."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, User

from . import access
from .lifecycle import LIFE, LOSS, YEAR


class Reason(models.TextChoices):
    YEARLY = "yearly", "Yıl sonu sayımı"
    HANDOVER = "handover", "Ambar devir-teslim sayımı"
    SPOT = "spot", "Ara sayım"


@history()
class Stocktake(CaseRecord):
    """Sayım: everything on the books of one warehouse, wherever it stands, looked for by a commission of three."""

    lifecycle = LIFE
    series = "SY"
    view = access.VIEW
    card = "stocktake/_card.html"
    page = "stocktake:record"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "planned": "open",
        "counting": "open",
        "counted": "wait",
        "reported": "wait",
        "approved": "wait",
        "settled": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "decision": "free_text",
        "why": "free_text",
        "successor": "identity",
        "handed_by": "identity",
    }

    warehouse = models.ForeignKey("assets.Warehouse", models.PROTECT, related_name="+", verbose_name="ambar")
    reason = models.CharField("sayımın nedeni", max_length=8, choices=Reason.choices)
    year = models.PositiveSmallIntegerField("hesap yılı")
    successor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="devralan kayıt yetkilisi"
    )
    """Who keeps the books from the moment a hand-over count agrees with them."""
    handed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="devreden", editable=False
    )
    why = models.CharField("not", max_length=500, blank=True)
    begun_at = models.DateTimeField("başlama", null=True, editable=False)
    finished_at = models.DateTimeField("bitiş", null=True, editable=False)
    decision = models.CharField("onay notu", max_length=500, blank=True)
    shortage_receipt = models.CharField("noksan fişi", max_length=24, blank=True, db_collation="C")
    surplus_receipt = models.CharField("fazla fişi", max_length=24, blank=True, db_collation="C")
    settled_on = models.DateField("denkleşme", null=True, editable=False)

    class Meta:
        verbose_name = "sayım"
        verbose_name_plural = "sayımlar"
        indexes = [models.Index(fields=["warehouse", "year", "-case"], name="stocktake_of_warehouse")]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None) | Q(reason=Reason.HANDOVER), name="only_a_hand_over_has_a_successor"
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class Member(models.Model):
    """A member of the commission; his signature is under the minutes as they stand when he signs."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="üye")
    chairs = models.BooleanField("başkan", default=False)
    signed_at = models.DateTimeField("imza", null=True)
    signed_digest = models.CharField(max_length=64, blank=True, db_collation="C")
    """SHA-256 of the minutes signed; counting again takes the signatures off."""

    class Meta:
        verbose_name = "komisyon üyesi"
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "user"], name="member_once_in_a_stocktake"),
            models.UniqueConstraint(fields=["stocktake"], name="one_chair_of_a_stocktake", condition=Q(chairs=True)),
        ]


class Condition(models.TextChoices):
    GOOD = "good", "Kullanılır"
    BROKEN = "broken", "Arızalı"
    SCRAP = "scrap", "Kullanılmaz (HEK)"


@history()
class CountLine(models.Model):
    """One thing, or the consumables of one code: what the books say and what was found."""

    personal: ClassVar[Mapping[str, str]] = {"counted_by": "identity", "note": "free_text"}

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="lines")
    item = models.ForeignKey("assets.Item", models.PROTECT, related_name="+", verbose_name="taşınır kodu")
    asset = models.ForeignKey("assets.Asset", models.PROTECT, null=True, related_name="+", verbose_name="taşınır")
    expected = models.DecimalField("kayıtlı miktar", max_digits=14, decimal_places=3)
    amount = models.DecimalField("kayıtlı tutar", max_digits=16, decimal_places=2)
    counted = models.DecimalField("sayılan miktar", max_digits=14, decimal_places=3, null=True)
    condition = models.CharField("durumu", max_length=6, choices=Condition.choices, blank=True)
    place = models.CharField("bulunduğu yer", max_length=120, blank=True, db_collation=TURKISH)
    note = models.CharField("not", max_length=300, blank=True)
    counted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="sayan")
    counted_at = models.DateTimeField("sayılma", null=True)

    class Meta:
        verbose_name = "sayım kalemi"
        verbose_name_plural = "sayım kalemleri"
        indexes = [models.Index(fields=["stocktake", "item", "id"], name="count_lines_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["stocktake", "asset"], name="asset_counted_once", condition=Q(asset__isnull=False)
            ),
            models.UniqueConstraint(fields=["stocktake", "item"], name="item_counted_once", condition=Q(asset=None)),
            models.CheckConstraint(
                condition=Q(expected__gte=0, amount__gte=0) & (Q(counted=None) | Q(counted__gte=0)),
                name="count_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(asset=None) | Q(counted=None) | Q(counted__in=(0, 1)), name="a_thing_is_there_or_not"
            ),
            models.CheckConstraint(
                condition=Q(counted=None, counted_at=None) | Q(counted__isnull=False, counted_at__isnull=False),
                name="count_has_its_moment",
            ),
        ]

    @property
    def difference(self) -> Decimal | None:
        return None if self.counted is None else self.counted - self.expected


class Finding(models.Model):
    """Something found that is not on the books: the commission gives it a code and a value."""

    personal: ClassVar[Mapping[str, str]] = {"found_by": "identity", "note": "free_text"}

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="findings")
    label = models.CharField("etiketinde yazan", max_length=120, blank=True)
    name = models.CharField("adı", max_length=200, blank=True, db_collation=TURKISH)
    item = models.ForeignKey("assets.Item", models.PROTECT, null=True, related_name="+", verbose_name="taşınır kodu")
    quantity = models.DecimalField("miktar", max_digits=14, decimal_places=3, default=Decimal(1))
    value = models.DecimalField("birim değer", max_digits=16, decimal_places=2, default=Decimal(0))
    serial = models.CharField("seri no", max_length=80, blank=True)
    place = models.CharField("bulunduğu yer", max_length=120, blank=True, db_collation=TURKISH)
    note = models.CharField("not", max_length=300, blank=True)
    found_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="bulan")
    at = models.DateTimeField("bulunma")

    class Meta:
        verbose_name = "kayıtsız bulunan"
        verbose_name_plural = "kayıtsız bulunanlar"
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, value__gte=0), name="finding_is_something"),
            models.UniqueConstraint(fields=["stocktake", "label"], name="label_found_once", condition=~Q(label="")),
        ]


class Scan(models.Model):
    """A label read, as the device sent it. Evidence of the count: nobody changes or removes it."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    stocktake = models.ForeignKey(Stocktake, models.PROTECT, related_name="scans")
    key = models.UUIDField("cihazın verdiği anahtar")
    """Sent again after a lost network it is the same scan."""
    text = models.CharField("okunan", max_length=120)
    place = models.CharField("yer", max_length=120, blank=True, db_collation=TURKISH)
    condition = models.CharField("durumu", max_length=6, choices=Condition.choices, default=Condition.GOOD)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="okutan")
    at = models.DateTimeField("okutulma")
    received_at = models.DateTimeField("ulaşma", auto_now_add=True)
    known = models.BooleanField("kayıtta var")

    class Meta:
        verbose_name = "okutma"
        verbose_name_plural = "okutmalar"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [models.UniqueConstraint(fields=["stocktake", "key"], name="scan_received_once")]


@history()
class YearAccount(CaseRecord):
    """Harcama Birimi Taşınır Yönetim Hesabı (Örnek 14) of one warehouse and one year."""

    lifecycle = YEAR
    series = "YH"
    view = access.VIEW
    card = "stocktake/_account_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "drawn": "open",
        "submitted": "wait",
        "controlled": "wait",
        "given": "done",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {}

    warehouse = models.ForeignKey("assets.Warehouse", models.PROTECT, related_name="+", verbose_name="ambar")
    year = models.PositiveSmallIntegerField("hesap yılı")
    stocktake = models.ForeignKey(Stocktake, models.PROTECT, related_name="accounts", verbose_name="dayandığı sayım")
    last_slip = models.PositiveIntegerField("son fiş no", default=0)
    current = models.BooleanField("geçerli", default=True)
    """False once withdrawn: a year has one account."""

    class Meta:
        verbose_name = "yönetim hesabı"
        verbose_name_plural = "yönetim hesapları"
        constraints = [
            models.UniqueConstraint(
                fields=["warehouse", "year"], name="one_account_of_a_year", condition=Q(current=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class AccountRow(models.Model):
    """One code in the account: what was carried over, came in, went out and is left; quantities and money."""

    personal: ClassVar[Mapping[str, str]] = {}

    account = models.ForeignKey(YearAccount, models.CASCADE, related_name="rows")
    item = models.ForeignKey("assets.Item", models.PROTECT, related_name="+", verbose_name="taşınır kodu")
    carried = models.DecimalField("devreden miktar", max_digits=16, decimal_places=3)
    carried_amount = models.DecimalField("devreden tutar", max_digits=18, decimal_places=2)
    entered = models.DecimalField("giren miktar", max_digits=16, decimal_places=3)
    entered_amount = models.DecimalField("giren tutar", max_digits=18, decimal_places=2)
    left_out = models.DecimalField("çıkan miktar", max_digits=16, decimal_places=3)
    left_out_amount = models.DecimalField("çıkan tutar", max_digits=18, decimal_places=2)
    remaining = models.DecimalField("kalan miktar", max_digits=16, decimal_places=3)
    remaining_amount = models.DecimalField("kalan tutar", max_digits=18, decimal_places=2)
    difference = models.DecimalField("sayımla fark", max_digits=16, decimal_places=3, default=Decimal(0))
    """What was counted, with what moved since, less what remains on the books."""

    class Meta:
        verbose_name = "hesap satırı"
        verbose_name_plural = "hesap satırları"
        constraints = [
            models.UniqueConstraint(fields=["account", "item"], name="code_once_in_an_account"),
            models.CheckConstraint(
                condition=Q(remaining=F("carried") + F("entered") - F("left_out"))
                & Q(remaining_amount=F("carried_amount") + F("entered_amount") - F("left_out_amount")),
                name="account_row_adds_up",
            ),
        ]


@history()
class ValueLoss(CaseRecord):
    """Kamu zararı: what a count found missing is followed until it is paid, or nobody owes it."""

    lifecycle = LOSS
    series = "KZ"
    view = access.VIEW
    card = "stocktake/_loss_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "notified": "wait",
        "legal": "late",
        "collected": "done",
        "cleared": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"decision": "free_text"}

    stocktake = models.OneToOneField(Stocktake, models.PROTECT, null=True, related_name="loss", verbose_name="sayım")
    receipt = models.CharField("kayıttan düşme fişi", max_length=24, unique=True, db_collation="C")
    amount = models.DecimalField("kamu zararı", max_digits=16, decimal_places=2)
    decision = models.CharField("karar", max_length=1_000, blank=True)
    notified_on = models.DateField("bildirim", null=True, blank=True)
    reference = models.CharField("karar ya da bildirim yazısı", max_length=80, blank=True)

    class Meta:
        verbose_name = "kamu zararı"
        verbose_name_plural = "kamu zararları"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="loss_is_of_something")]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def paid(self) -> Decimal:
        return sum((one.amount for one in LossPayment.objects.filter(person__loss=self)), Decimal(0))


@history()
class LossPerson(models.Model):
    """Who answers for how much of a loss."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "why": "free_text"}

    loss = models.ForeignKey(ValueLoss, models.PROTECT, related_name="people")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="sorumlu")
    amount = models.DecimalField("payı", max_digits=16, decimal_places=2)
    why = models.CharField("kusuru", max_length=500, blank=True)

    class Meta:
        verbose_name = "kamu zararı sorumlusu"
        verbose_name_plural = "kamu zararı sorumluları"
        constraints = [
            models.UniqueConstraint(fields=["loss", "user"], name="person_once_in_a_loss"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="person_owes_something"),
        ]


class LossPayment(models.Model):
    """What one of them paid; a payment is not changed."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    person = models.ForeignKey(LossPerson, models.PROTECT, related_name="payments")
    amount = models.DecimalField("tutar", max_digits=16, decimal_places=2)
    paid_on = models.DateField("gün")
    reference = models.CharField("alındı no", max_length=80)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="yazan")

    class Meta:
        verbose_name = "kamu zararı tahsilatı"
        verbose_name_plural = "kamu zararı tahsilatları"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="loss_payment_is_something"),
            models.UniqueConstraint(fields=["person", "reference"], name="loss_receipt_once"),
        ]
