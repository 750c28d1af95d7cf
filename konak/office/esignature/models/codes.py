"""Codes printed on documents."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.files.models import StoredFile


class Code(models.Model):
    """The code printed on a document, by which anybody asks whether it is genuine."""

    personal: ClassVar[Mapping[str, str]] = {"title": "free_text"}

    code = models.CharField("doğrulama kodu", max_length=16, unique=True, db_collation="C")
    purpose = models.CharField("amaç", max_length=60, db_collation="C")
    reference = models.CharField("bağlı kayıt", max_length=60)
    title = models.CharField("görünen ad", max_length=250, blank=True, db_collation="tr-x-icu")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="belge"
    )
    signature = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ayrı imza dosyası"
    )
    secret = models.BooleanField("içeriği gösterilmez", default=False)
    made_at = models.DateTimeField("verildiği an", auto_now_add=True)
    closed_at = models.DateTimeField("kapatıldığı an", null=True, blank=True)
    asked = models.PositiveIntegerField("sorgulanma", default=0)

    class Meta:
        verbose_name = "doğrulama kodu"
        verbose_name_plural = "doğrulama kodları"
        indexes = [models.Index(fields=["purpose", "reference"], name="verification_code_of")]

    def __str__(self) -> str:
        return self.code
