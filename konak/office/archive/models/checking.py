"""That the stored bytes are still what they were: nightly slices, and what was found."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.people.models import TURKISH

from .folders import Piece


class CheckRun(models.Model):
    """One slice: from which content to which, how many, how much, how many bad."""

    personal: ClassVar[Mapping[str, str]] = {}

    started_at = models.DateTimeField("başlangıç")
    ended_at = models.DateTimeField("bitiş")
    after = models.BigIntegerField("hangi içerikten sonra")
    upto = models.BigIntegerField("hangi içeriğe kadar")
    checked = models.PositiveIntegerField("denetlenen")
    bytes = models.PositiveBigIntegerField("okunan bayt")
    faults = models.PositiveIntegerField("bozuk")
    round_ended = models.BooleanField("tur tamamlandı", default=False)

    class Meta:
        verbose_name = "bütünlük denetimi"
        verbose_name_plural = "bütünlük denetimleri"
        ordering = ["-pk"]


class Damage(models.Model):
    """A content that is missing or no longer what it was."""

    personal: ClassVar[Mapping[str, str]] = {}

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="damages", verbose_name="içerik")
    reason = models.CharField("ne bulundu", max_length=200, db_collation=TURKISH)
    found_at = models.DateTimeField("bulunma")
    mended_at = models.DateTimeField("giderilme", null=True, blank=True)

    class Meta:
        verbose_name = "bozuk içerik"
        verbose_name_plural = "bozuk içerikler"
        constraints = [
            models.UniqueConstraint(fields=["piece"], name="damage_told_once", condition=Q(mended_at=None)),
        ]
