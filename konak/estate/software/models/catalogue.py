"""Products with their versions, what is decided about each, and the rules by which raw names are recognised."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned


class Category(models.TextChoices):
    SYSTEM = "system", "İşletim sistemi"
    OFFICE = "office", "Ofis"
    SECURITY = "security", "Güvenlik"
    DATABASE = "database", "Veritabanı"
    GIS = "gis", "CBS ve çizim"
    BUSINESS = "business", "Kurumsal uygulama"
    TOOL = "tool", "Araç"
    OTHER = "other", "Diğer"


class Decision(models.TextChoices):
    """What the department says about a product."""

    UNREVIEWED = "unreviewed", "Değerlendirilmedi"
    APPROVED = "approved", "Onaylı"
    TOLERATED = "tolerated", "Göz yumulan"
    BANNED = "banned", "Yasak"


class Metric(models.TextChoices):
    """What one licence is counted by."""

    DEVICE = "device", "Cihaz başına"
    USER = "user", "Kullanıcı başına"
    CORE = "core", "Çekirdek başına"
    SITE = "site", "Kurum lisansı"


@history()
class Product(Owned):
    """A piece of software as people know it, whatever its installers call themselves."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "decided_by": "identity", "reason": "free_text"}

    name = models.CharField("yazılım", max_length=160, db_collation=TURKISH)
    publisher = models.CharField("yayıncı", max_length=120, blank=True, db_collation=TURKISH)
    category = models.CharField("tür", max_length=10, choices=Category.choices, default=Category.OTHER)
    metric = models.CharField("sayım", max_length=8, choices=Metric.choices, default=Metric.DEVICE)
    needs_licence = models.BooleanField("lisans ister", default=False)
    everywhere = models.BooleanField("her bilgisayarda bulunur", default=False)
    """Protection and the like: a computer without it, or with a version too old, is listed."""
    about = models.TextField("ne için kullanılır", blank=True, max_length=2_000)
    homepage = models.URLField("sayfası", blank=True, max_length=300)
    decision = models.CharField("karar", max_length=10, choices=Decision.choices, default=Decision.UNREVIEWED)
    reason = models.TextField("gerekçe", blank=True, max_length=2_000)
    decision_number = models.CharField("karar sayısı", blank=True, max_length=60)
    decided_on = models.DateField("karar tarihi", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="karar veren"
    )
    approved_version = models.CharField("en düşük onaylı sürüm", blank=True, max_length=80)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "yazılım"
        verbose_name_plural = "yazılımlar"
        indexes = [models.Index(fields=["name", "id"], name="software_product_register")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "publisher"], name="software_product_once"),
            models.CheckConstraint(
                condition=Q(decision="unreviewed") | Q(decided_on__isnull=False), name="software_decision_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["banned", "tolerated"]) | ~Q(reason=""),
                name="software_ban_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class ProductVersion(models.Model):
    """A version that is worth naming: until when its publisher supports it, whether it may be used."""

    personal: ClassVar[Mapping[str, str]] = {"reason": "free_text"}

    product = models.ForeignKey(Product, models.CASCADE, related_name="versions")
    label = models.CharField("sürüm", max_length=80)
    decision = models.CharField("karar", max_length=10, choices=Decision.choices, default=Decision.APPROVED)
    reason = models.CharField("gerekçe", max_length=300, blank=True)
    released_on = models.DateField("yayımlandığı gün", null=True, blank=True)
    supported_until = models.DateField("desteğin bittiği gün", null=True, blank=True)

    class Meta:
        verbose_name = "sürüm"
        verbose_name_plural = "sürümler"
        constraints = [models.UniqueConstraint(fields=["product", "label"], name="software_version_once")]

    def __str__(self) -> str:
        return self.label


@history()
class Rule(Owned):
    """Which product a raw name means; without a product the name is of no interest (drivers, updates, libraries)."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name_like = models.CharField("ad kalıbı", max_length=200)
    publisher_like = models.CharField("yayıncı kalıbı", max_length=120, blank=True)
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="rules", verbose_name="yazılım"
    )
    order = models.PositiveSmallIntegerField("sıra", default=50)

    class Meta:
        verbose_name = "tanıma kuralı"
        verbose_name_plural = "tanıma kuralları"
        ordering = ["order", "name_like", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name_like", "publisher_like"], name="software_rule_once")
        ]

    def __str__(self) -> str:
        return self.name_like
