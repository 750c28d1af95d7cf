"""What the desk offers: groups, services, and the versions of their forms."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, Unit


class Kind(models.TextChoices):
    """What is asked for. A cyber incident (siber olay) is none of these."""

    INCIDENT = "incident", "Arıza"
    REQUEST = "request", "Hizmet isteği"
    CONSULTANCY = "consultancy", "Danışma"
    CHANGE = "change", "Değişiklik"
    PROBLEM = "problem", "Sorun"


class Priority(models.IntegerChoices):
    CRITICAL = 1, "Kritik"
    HIGH = 2, "Yüksek"
    NORMAL = 3, "Normal"
    LOW = 4, "Düşük"


class Audience(models.TextChoices):
    EVERYBODY = "everybody", "Bütün çalışanlar"
    UNITS = "units", "Seçilen birimler"
    DESK = "desk", "Yalnız destek ekipleri"


class Approver(models.TextChoices):
    NOBODY = "nobody", "Onay gerekmez"
    MANAGER = "manager", "Talep sahibinin amiri"
    OWNER = "owner", "Hizmetin sorumlusu"


class Hears(models.TextChoices):
    """What other apps tell of, and a service turns into tickets."""

    SIGNING = "signing", "Kart, okuyucu ve mobil imza arızaları"


class ServiceGroup(models.Model):
    """A shelf of the catalogue."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("adı", max_length=80, unique=True, db_collation=TURKISH)
    description = models.CharField("açıklama", max_length=250, blank=True, db_collation=TURKISH)
    icon = models.CharField("simge", max_length=40, default="lifebuoy")
    order = models.PositiveSmallIntegerField("sıra", default=50)

    class Meta:
        verbose_name = "hizmet grubu"
        verbose_name_plural = "hizmet grupları"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


@history()
class Service(Owned):
    """One thing people ask the desk for. Its unit is the queue that serves it, its person the one responsible."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    code = models.CharField("kod", max_length=40, unique=True)
    name = models.CharField("adı", max_length=120, db_collation=TURKISH)
    description = models.CharField("kısa açıklama", max_length=300, blank=True, db_collation=TURKISH)
    procedure = models.TextField("nasıl yürür", max_length=8_000, blank=True)
    icon = models.CharField("simge", max_length=40, default="lifebuoy")
    group = models.ForeignKey(ServiceGroup, models.PROTECT, related_name="services", verbose_name="grup")
    kinds = ArrayField(
        models.CharField(max_length=12, choices=Kind.choices), default=list, verbose_name="talep türleri"
    )
    keywords = models.CharField("arama sözcükleri", max_length=300, blank=True, db_collation=TURKISH)
    audience = models.CharField(
        "kimler isteyebilir", max_length=10, choices=Audience.choices, default=Audience.EVERYBODY
    )
    audience_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="birimler")
    approver = models.CharField("onay", max_length=8, choices=Approver.choices, default=Approver.NOBODY)
    time_required = models.BooleanField("harcanan süre zorunlu", default=False)
    checks_block = models.BooleanField("denetim listesi bitmeden çözülemez", default=False)
    system = models.ForeignKey(
        "systems.InformationSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bilgi sistemi",
    )
    """What its tickets are about unless they say otherwise."""
    part = models.ForeignKey(
        "systems.SystemPart",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="sistemin bileşeni",
    )
    """The server, database or module of that system the service stands on."""
    priority = models.PositiveSmallIntegerField(
        "öntanımlı öncelik", choices=Priority.choices, default=Priority.NORMAL
    )
    level = models.ForeignKey(
        "Level", models.PROTECT, null=True, blank=True, related_name="services", verbose_name="hizmet süresi (SLA)"
    )
    own_level = models.ForeignKey(
        "Level", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="iç süre (OLA)"
    )
    skill = models.ForeignKey(
        "Skill", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="gereken beceri"
    )
    assigns = models.BooleanField("işi kendiliğinden dağıt", default=True)
    asks_asset = models.BooleanField("cihaz sorulur", default=False)
    hears = models.CharField("kendiliğinden açılan talepler", max_length=12, choices=Hears.choices, blank=True)
    active = models.BooleanField("katalogda", default=True)
    order = models.PositiveSmallIntegerField("sıra", default=50)

    class Meta:
        verbose_name = "destek hizmeti"
        verbose_name_plural = "destek hizmetleri"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]*$"), name="service_code_is_plain"),
            models.CheckConstraint(condition=Q(kinds__len__gte=1), name="service_has_a_kind"),
            models.UniqueConstraint(fields=["hears"], name="one_service_hears_it", condition=~Q(hears="")),
        ]

    def __str__(self) -> str:
        return self.name


class Form(models.Model):
    """One version of the questions of a service. Published it never changes: old tickets show what was asked."""

    personal: ClassVar[Mapping[str, str]] = {"changed_by": "identity"}

    service = models.ForeignKey(Service, models.PROTECT, related_name="forms", verbose_name="hizmet")
    version = models.PositiveIntegerField("sürüm")
    questions: Any = models.JSONField("sorular", default=list)
    schema: Any = models.JSONField("JSON şeması", default=dict)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField("değişiklik", auto_now=True)
    published_at = models.DateTimeField("yayım", null=True, blank=True)

    class Meta:
        verbose_name = "hizmet formu"
        verbose_name_plural = "hizmet formları"
        ordering = ["service", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["service"], name="one_form_is_being_written", condition=Q(published_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} · {self.version}"
