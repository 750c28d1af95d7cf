"""A list that is being brought in: the file stays while its columns are matched and its rows are mended."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.files.models import StoredFile

from .words import ImportKind, ImportState


class ListImport(models.Model):
    """What was handed in, how its columns are read, and what came of it."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    kind = models.CharField("liste", max_length=8, choices=ImportKind.choices)
    state = models.CharField("durum", max_length=8, choices=ImportState.choices, default=ImportState.OPEN)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="dosya")
    sheet = models.CharField("sayfa", max_length=80, blank=True)
    columns = models.JSONField("sütunlar", default=dict, blank=True)
    """Our field → the column of the file it is read from."""
    since = models.DateField("değişiklikler hangi günden geçerli", null=True, blank=True)
    counts = models.JSONField("sonuç", default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="yükleyen"
    )
    at = models.DateTimeField("yükleme", auto_now_add=True)
    done_at = models.DateTimeField("işlenme", null=True, blank=True)

    class Meta:
        verbose_name = "içe aktarma"
        verbose_name_plural = "içe aktarmalar"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file}"
