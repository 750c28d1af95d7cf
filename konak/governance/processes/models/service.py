"""The inventory of services, and the IT components each of them relies on."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned


class Audience(models.TextChoices):
    INSIDE = "inside", "Kurum içi"
    CITIZEN = "citizen", "Vatandaş"
    BOTH = "both", "Kurum içi ve vatandaş"


class ServiceState(models.TextChoices):
    PLANNED = "planned", "Planlanıyor"
    RUNNING = "running", "Sunuluyor"
    ENDED = "ended", "Sona erdi"


class TimeUnit(models.TextChoices):
    MINUTE = "minute", "dakika"
    HOUR = "hour", "saat"
    WORKDAY = "workday", "iş günü"
    DAY = "day", "gün"


class ComponentKind(models.TextChoices):
    APPLICATION = "application", "Uygulama"
    DATABASE = "database", "Veri tabanı"
    SERVER = "server", "Sunucu ve depolama"
    NETWORK = "network", "Ağ"
    EXTERNAL = "external", "Dış hizmet"
    DEVICE = "device", "Donanım"


class Need(models.TextChoices):
    STOPS = "stops", "Olmadan durur"
    SLOWS = "slows", "Olmadan aksar"


@history()
class Service(Owned):
    """What a unit offers to colleagues or citizens: hours, target times, and how it stands."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("hizmet adı", max_length=200, db_collation=TURKISH)
    about = models.TextField("açıklama", blank=True)
    audience = models.CharField("kime", max_length=10, choices=Audience.choices)
    state = models.CharField("durum", max_length=10, choices=ServiceState.choices, default=ServiceState.RUNNING)
    channel = models.CharField("başvuru yolu", max_length=200, blank=True, db_collation=TURKISH)
    documents = models.TextField("istenen belgeler", blank=True)
    hours = models.CharField("hizmet saatleri", max_length=120, blank=True)
    answer_in = models.PositiveSmallIntegerField("ilk yanıt", null=True, blank=True)
    answer_unit = models.CharField("ilk yanıt birimi", max_length=8, choices=TimeUnit.choices, blank=True)
    finish_in = models.PositiveSmallIntegerField("tamamlanma", null=True, blank=True)
    finish_unit = models.CharField("tamamlanma birimi", max_length=8, choices=TimeUnit.choices, blank=True)
    since = models.DateField("başlangıç", null=True, blank=True)
    until = models.DateField("bitiş", null=True, blank=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "hizmet"
        verbose_name_plural = "hizmetler"
        indexes = [models.Index(fields=["state", "name", "id"], name="service_inventory")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="service_once_per_unit"),
            models.CheckConstraint(
                condition=Q(answer_in=None) | ~Q(answer_unit=""), name="service_answer_names_its_unit"
            ),
            models.CheckConstraint(
                condition=Q(finish_in=None) | ~Q(finish_unit=""), name="service_finish_names_its_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answer_target(self) -> str:
        return f"{self.answer_in} {self.get_answer_unit_display()}" if self.answer_in else ""

    @property
    def finish_target(self) -> str:
        return f"{self.finish_in} {self.get_finish_unit_display()}" if self.finish_in else ""


@history()
class ServiceDuty(models.Model):
    """That a service is how a duty is carried out."""

    personal: ClassVar[Mapping[str, str]] = {}

    service = models.ForeignKey(Service, models.CASCADE, related_name="duties")
    duty = models.ForeignKey("legislation.Duty", models.CASCADE, related_name="+", verbose_name="görev")
    added_at = models.DateTimeField("bağlanma", auto_now_add=True)

    class Meta:
        verbose_name = "hizmetin görevi"
        verbose_name_plural = "hizmetlerin görevleri"
        indexes = [models.Index(fields=["duty"], name="service_of_duty")]
        constraints = [models.UniqueConstraint(fields=["service", "duty"], name="duty_once_per_service")]

    def __str__(self) -> str:
        return f"{self.service_id} → {self.duty_id}"


@history()
class Component(Owned):
    """A system that services stand on: an application, a database, the network, a contract with the outside."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("bileşen", max_length=160, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=12, choices=ComponentKind.choices)
    note = models.CharField("açıklama", max_length=300, blank=True)

    class Meta:
        verbose_name = "bilişim bileşeni"
        verbose_name_plural = "bilişim bileşenleri"
        constraints = [models.UniqueConstraint(fields=["name"], name="component_once")]

    def __str__(self) -> str:
        return self.name


@history()
class Reliance(models.Model):
    """That a service relies on a component, and what happens to it without."""

    personal: ClassVar[Mapping[str, str]] = {}

    service = models.ForeignKey(Service, models.CASCADE, related_name="reliances")
    component = models.ForeignKey(Component, models.CASCADE, related_name="reliances")
    need = models.CharField("olmazsa", max_length=8, choices=Need.choices, default=Need.STOPS)
    note = models.CharField("açıklama", max_length=200, blank=True)

    class Meta:
        verbose_name = "hizmetin bileşeni"
        verbose_name_plural = "hizmetlerin bileşenleri"
        constraints = [models.UniqueConstraint(fields=["service", "component"], name="component_once_per_service")]

    def __str__(self) -> str:
        return f"{self.service_id} → {self.component_id}"
