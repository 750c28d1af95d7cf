"""Every comparison with the directory: what was read, what differed, what was done, what waits for somebody."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.people.models import TURKISH, Unit, User

from .connection import Connection
from .entry import Entry


class RunState(models.TextChoices):
    READING = "reading", "Okunuyor"
    BROKEN = "broken", "Yarım kaldı"
    STOPPED = "stopped", "Durduruldu"
    PREVIEW = "preview", "Önizleme"
    DONE = "done", "Tamamlandı"
    DROPPED = "dropped", "Bırakıldı"


class SyncRun(models.Model):
    """One reading of the directory and what came of it. Nothing of people is changed before the reading is whole."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="runs", verbose_name="dizin")
    state = models.CharField("durum", max_length=8, choices=RunState.choices, default=RunState.READING)
    dry = models.BooleanField("yalnız önizleme", default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="başlatan")
    started_at = models.DateTimeField("başlangıç", auto_now_add=True)
    finished_at = models.DateTimeField("bitiş", null=True, blank=True)
    stage = models.CharField(max_length=6, default="people")
    cookie = models.BinaryField(default=b"", blank=True)
    pages = models.PositiveIntegerField("sayfa", default=0)
    resumed = models.PositiveSmallIntegerField("kaldığı yerden sürme", default=0)
    counts = models.JSONField("sayılar", default=dict, blank=True)
    words = models.CharField("sonuç", max_length=400, blank=True, db_collation=TURKISH)
    forced = models.BooleanField("sınır aşılarak onaylandı", default=False)

    class Meta:
        verbose_name = "dizin eşitlemesi"
        verbose_name_plural = "dizin eşitlemeleri"
        indexes = [models.Index(fields=["connection", "-started_at"], name="directory_runs")]
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=Q(state="reading"), name="one_reading_per_directory"
            )
        ]

    def __str__(self) -> str:
        return f"{self.connection_id}/{self.pk}"


class Read(models.Model):
    """An entry or a group as it was read in a run; kept until the run is over, so that a broken one goes on."""

    personal: ClassVar[Mapping[str, str]] = {"facts": "identity"}

    run = models.ForeignKey(SyncRun, models.CASCADE, related_name="read")
    kind = models.CharField(max_length=6)
    uid = models.CharField(max_length=120)
    facts = models.JSONField()

    class Meta:
        verbose_name = "okunan kayıt"
        verbose_name_plural = "okunan kayıtlar"
        constraints = [models.UniqueConstraint(fields=["run", "kind", "uid"], name="read_once_per_run")]

    def __str__(self) -> str:
        return self.uid


class Does(models.TextChoices):
    """What a difference is, and what is done about it."""

    CREATE = "create", "Hesap açılır"
    LINK = "link", "Kişiyle eşlenir"
    UPDATE = "update", "Bilgileri değişir"
    DISABLE = "disable", "Hesap kapanır"
    ENABLE = "enable", "Hesap yeniden açılır"
    CONFLICT = "conflict", "Çakışma"
    UNIT = "unit", "Birimi bulunamadı"
    SEAT = "seat", "Görevlendirme önerisi"


ASKS = frozenset({Does.CONFLICT, Does.UNIT, Does.SEAT})
"""What is never done by itself: somebody decides."""


class Fate(models.TextChoices):
    OPEN = "open", "Karar bekliyor"
    DONE = "done", "Yapıldı"
    LEFT = "left", "Yapılmadı"
    PLANNED = "planned", "Yapılacaktı"


class Difference(models.Model):
    """One difference between the directory and Konak, found in a run."""

    personal: ClassVar[Mapping[str, str]] = {
        "entry": "identity",
        "user": "identity",
        "who": "identity",
        "words": "free_text",
        "decided_by": "identity",
    }

    run = models.ForeignKey(SyncRun, models.CASCADE, related_name="differences", verbose_name="eşitleme")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="differences")
    does = models.CharField("fark", max_length=8, choices=Does.choices)
    fate = models.CharField("durum", max_length=8, choices=Fate.choices, default=Fate.DONE)
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True, related_name="differences")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="kişi")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    who = models.CharField("kim", max_length=200, db_collation=TURKISH)
    words = models.CharField("ne farklı", max_length=400, blank=True, db_collation=TURKISH)
    at = models.DateTimeField("bulunma", auto_now_add=True)
    decided_at = models.DateTimeField("karar", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "dizin farkı"
        verbose_name_plural = "dizin farkları"
        indexes = [
            models.Index(fields=["fate", "-at", "-id"], name="directory_differences"),
            models.Index(fields=["run", "does"], name="differences_of_run"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "entry", "does"],
                condition=Q(fate="open"),
                name="one_open_difference",
            )
        ]

    def __str__(self) -> str:
        return f"{self.does}: {self.who}"
