"""The beginning, the middle and the end of a device: put in service by a list, looked at once a year, lent, wiped."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned

from .. import access
from ..lifecycle import CHECK_LIFE, SETUP_LIFE
from .work import WorkOrder, with_days


@history()
class Checklist(Owned):
    """What has to be done before a kind of device goes into use; `codes` are beginnings of taşınır codes."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("kontrol listesi", max_length=120, db_collation=TURKISH)
    codes = models.CharField("taşınır kodları", max_length=300)
    """Beginnings, separated by blanks: "255.02 253.03"."""
    points = models.TextField("maddeler", max_length=4_000)
    holds_data = models.BooleanField("veri saklar", default=False)
    """Such a device is not disposed of without proof that it was wiped."""
    applies_from = models.DateField("bu günden sonra girenlere", default=localdate)
    """What entered the books before is in use already and is asked nothing."""
    ended_on = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "devreye alma listesi"
        verbose_name_plural = "devreye alma listeleri"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="upkeep_checklist_once")]

    def __str__(self) -> str:
        return self.name


@history()
class Commissioning(CaseRecord):
    """A device on its way into use: every point ticked by a named person."""

    lifecycle = SETUP_LIFE
    series = "DA"
    view = access.VIEW
    card = "upkeep/_setup_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {"open": "open", "done": "done", "cancelled": "closed"}
    personal: ClassVar[Mapping[str, str]] = {"points": "free_text"}

    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="upkeep_setups", verbose_name="cihaz")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="used", verbose_name="liste")
    points = models.JSONField("maddeler", default=list)
    is_open = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = "devreye alma"
        verbose_name_plural = "devreye almalar"
        constraints = [
            models.UniqueConstraint(fields=["asset"], name="upkeep_one_open_setup", condition=Q(is_open=True))
        ]

    @property
    def told_points(self) -> list[dict[str, Any]]:
        return with_days(self.points)

    def __str__(self) -> str:
        return str(self.case)


class WipeMethod(models.TextChoices):
    OVERWRITE = "overwrite", "Üzerine yazma"
    CRYPTO = "crypto", "Şifreleme anahtarını yok etme"
    COMMAND = "command", "Aygıtın güvenli silme komutu"
    DEGAUSS = "degauss", "Manyetik silme"
    DESTROY = "destroy", "Fiziksel imha"


@history()
class Wipe(Owned):
    """Proof that a medium was wiped or destroyed: how, with what, by whom, before which witness. It is not "
    "changed."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "done_by": "identity",
        "witness": "identity",
        "note": "free_text",
    }
    owners: ClassVar[tuple[str, ...]] = ("assignee", "done_by", "witness")

    number = models.CharField("tutanak no", max_length=24, unique=True)
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="upkeep_wipes", verbose_name="cihaz")
    medium = models.CharField("ortamın seri no", max_length=80)
    method = models.CharField("yöntem", max_length=10, choices=WipeMethod.choices)
    tool = models.CharField("araç ve sürümü", max_length=120)
    verified = models.BooleanField("sonuç doğrulandı", default=False)
    done_on = models.DateField("silindiği gün")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="silen")
    witness = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="tanık")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="silme raporu")
    note = models.CharField("not", max_length=500, blank=True)

    class Meta:
        verbose_name = "veri silme tutanağı"
        verbose_name_plural = "veri silme tutanakları"
        indexes = [models.Index(fields=["asset", "-id"], name="upkeep_wipes_of_asset")]
        constraints = [
            models.CheckConstraint(condition=~Q(done_by=F("witness")), name="upkeep_witness_is_another"),
            models.CheckConstraint(condition=Q(verified=True), name="upkeep_wipe_is_verified"),
        ]

    def __str__(self) -> str:
        return self.number


class Condition(models.TextChoices):
    GOOD = "good", "İyi"
    WORN = "worn", "Yıpranmış"
    BROKEN = "broken", "Arızalı"
    MISSING = "missing", "Bulunamadı"


@history()
class ConditionRound(CaseRecord):
    """Once a year each device of a unit is looked at."""

    lifecycle = CHECK_LIFE
    series = "DK"
    view = access.VIEW
    card = ""
    state_kinds: ClassVar[Mapping[str, str]] = {"open": "open", "done": "done"}
    personal: ClassVar[Mapping[str, str]] = {}

    year = models.PositiveSmallIntegerField("yıl")
    checked = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="+", verbose_name="cihazları bakılan birim"
    )

    class Meta:
        verbose_name = "yıllık durum kontrolü"
        verbose_name_plural = "yıllık durum kontrolleri"
        constraints = [models.UniqueConstraint(fields=["year", "checked"], name="upkeep_check_once_a_year")]

    def __str__(self) -> str:
        return str(self.case)


@history()
class ConditionLine(models.Model):
    """How one device was found."""

    personal: ClassVar[Mapping[str, str]] = {"seen_by": "identity", "note": "free_text"}

    round = models.ForeignKey(ConditionRound, models.CASCADE, related_name="lines")
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="upkeep_checks", verbose_name="cihaz")
    condition = models.CharField("durum", max_length=8, choices=Condition.choices, blank=True)
    note = models.CharField("not", max_length=300, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seen_on = models.DateField("görüldüğü gün", null=True, blank=True)
    order = models.ForeignKey(
        WorkOrder, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="açılan iş emri"
    )

    class Meta:
        verbose_name = "durum kontrolü satırı"
        constraints = [models.UniqueConstraint(fields=["round", "asset"], name="upkeep_seen_once_a_round")]


@history()
class Spare(Owned):
    """A device kept ready to be lent while another is repaired."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "note": "free_text"}

    asset = models.OneToOneField("assets.Asset", models.PROTECT, related_name="upkeep_spare", verbose_name="cihaz")
    note = models.CharField("not", max_length=200, blank=True)
    left_on = models.DateField("havuzdan çıkış", null=True, blank=True)

    class Meta:
        verbose_name = "yedek cihaz"
        verbose_name_plural = "yedek cihazlar"

    def __str__(self) -> str:
        return str(self.asset)


@history()
class Loan(models.Model):
    """A spare in somebody's hands, until when."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "given_by": "identity", "note": "free_text"}

    spare = models.ForeignKey(Spare, models.PROTECT, related_name="loans")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="kime")
    lent_on = models.DateField("verildiği gün")
    due_on = models.DateField("dönmesi gereken gün")
    returned_on = models.DateField("döndüğü gün", null=True, blank=True)
    order = models.ForeignKey(
        WorkOrder, models.PROTECT, null=True, blank=True, related_name="loans", verbose_name="iş emri"
    )
    note = models.CharField("not", max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "ödünç"
        verbose_name_plural = "ödünçler"
        constraints = [
            models.UniqueConstraint(fields=["spare"], name="upkeep_lent_once", condition=Q(returned_on=None)),
            models.CheckConstraint(condition=Q(due_on__gte=F("lent_on")), name="upkeep_loan_ends_later"),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("lent_on")), name="upkeep_loan_returns_later"
            ),
        ]
