"""Contents by their hash, and the files people know by a name."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models


class Scan(models.TextChoices):
    """What is known of a content: nothing asked, waiting for the scanner, clean, or holding something harmful."""

    NONE = "none", "Taranmadı"
    WAITING = "waiting", "Tarama bekliyor"
    CLEAN = "clean", "Temiz"
    INFECTED = "infected", "Zararlı"


class Blob(models.Model):
    """One content, kept once however often it is uploaded. Its place on the disk follows from the hash."""

    personal: ClassVar[Mapping[str, str]] = {}

    sha256 = models.CharField("özet", max_length=64, primary_key=True, db_collation="C")
    size = models.PositiveBigIntegerField("boyut")
    media_type = models.CharField("içerik türü", max_length=120)
    added_at = models.DateTimeField("kayıt", auto_now_add=True)
    scan = models.CharField("tarama", max_length=8, choices=Scan.choices, default=Scan.NONE)
    scanned_at = models.DateTimeField("tarandığı an", null=True, blank=True)
    found = models.CharField("bulunan", max_length=120, blank=True)

    class Meta:
        verbose_name = "içerik"
        verbose_name_plural = "içerikler"
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_named_by_sha256"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="blob_is_not_empty"),
        ]
        indexes = [
            models.Index(fields=["added_at"], name="blob_to_scan", condition=models.Q(scan__in=["none", "waiting"])),
        ]

    def __str__(self) -> str:
        return self.sha256


class StoredFile(models.Model):
    """A content under the name somebody gave it. The same person uploading the same file again gets the same row."""

    personal: ClassVar[Mapping[str, str]] = {"name": "free_text", "uploaded_by": "identity"}

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="files", verbose_name="içerik")
    name = models.CharField("dosya adı", max_length=150, db_collation="tr-x-icu")
    media_type = models.CharField("tür", max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="yükleyen"
    )
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+", verbose_name="birim")
    purpose = models.CharField("amaç", max_length=60, blank=True)
    uploaded_at = models.DateTimeField("yükleme", auto_now_add=True)

    class Meta:
        verbose_name = "dosya"
        verbose_name_plural = "dosyalar"
        constraints = [
            models.UniqueConstraint(
                fields=["blob", "name", "uploaded_by", "unit", "purpose"],
                name="stored_file_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def size(self) -> int:
        """Bytes."""
        return self.blob.size
