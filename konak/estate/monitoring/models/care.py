"""What is done so that trouble does not come: capacity, patches, tuning; and tasks to watch what is new."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

from .. import access
from ..lifecycle import TASK_LIFE
from .host import Host


class CareSort(models.TextChoices):
    CAPACITY = "capacity", "Kapasite planı"
    PATCH = "patch", "Güncelleme, yama"
    TUNING = "tuning", "Performans ayarı"
    MAINTENANCE = "maintenance", "Bakım"
    FITNESS = "fitness", "Teknolojiye uygunluk"
    FAILOVER = "failover", "Yedeklilik denemesi"
    LINK = "link", "Hat denemesi"
    IMPROVEMENT = "improvement", "İyileştirme"


@history()
class Care(Owned):
    """A line in the care record of a system, a database or a device."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "text": "free_text", "by": "identity"}

    sort = models.CharField("tür", max_length=11, choices=CareSort.choices)
    host = models.ForeignKey(
        Host, models.PROTECT, null=True, blank=True, related_name="cares", verbose_name="cihaz, veritabanı"
    )
    system = models.ForeignKey(
        "systems.InformationSystem", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="bilgi sistemi",
    )  # fmt: skip
    done_on = models.DateField("yapıldığı gün")
    text = models.TextField("ne yapıldı, ne görüldü", max_length=4_000, db_collation=TURKISH)
    passed = models.BooleanField("başarılı", null=True, blank=True)
    next_on = models.DateField("sonraki", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="yazan"
    )

    class Meta:
        verbose_name = "sistem bakım kaydı"
        verbose_name_plural = "sistem bakım kayıtları"
        indexes = [models.Index(fields=["-done_on", "-id"], name="care_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(host__isnull=False) | models.Q(system__isnull=False), name="care_is_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.done_on:%d.%m.%Y}"


@history()
class MonitoringTask(CaseRecord):
    """Something new or changed should be watched: somebody sets it up, or says why not."""

    lifecycle = TASK_LIFE
    series = "IG"
    view = access.VIEW
    card = "monitoring/_task_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {"open": "wait", "done": "done", "needless": "closed"}
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text"}

    system = models.ForeignKey(
        "systems.InformationSystem", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="bilgi sistemi",
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="taşınır"
    )
    device = models.ForeignKey(
        "network.Device", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ağ cihazı"
    )
    host = models.ForeignKey(
        Host, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="izlenen cihaz"
    )
    why = models.CharField("gerekçe", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "izlemeye alma görevi"
        verbose_name_plural = "izlemeye alma görevleri"
        constraints = [
            models.UniqueConstraint(fields=["system"], name="one_task_a_system"),
            models.UniqueConstraint(fields=["asset"], name="one_task_an_asset"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")
