"""Texts that want a second look, and references that point to texts nobody has loaded."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import REVIEW


class Cause(models.TextChoices):
    YEARLY = "yearly", "Yıllık gözden geçirme"
    PARENT = "parent", "Dayandığı yönetmelik değişti"


class TextReview(CaseRecord):
    """The review of one regulation or directive: yearly, or because the text it rests on was replaced."""

    lifecycle = REVIEW
    series = "GZ"
    view = access.VIEW
    card = "compliance/_review_card.html"
    page = "compliance:review"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "kept": "done",
        "change": "wait",
        "lapsed": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"opinion": "free_text"}

    regulation = models.ForeignKey("legislation.Regulation", models.PROTECT, related_name="+", verbose_name="metin")
    cause = models.CharField("neden", max_length=10, choices=Cause.choices)
    because_of = models.ForeignKey(
        "legislation.Regulation", models.PROTECT, null=True, related_name="+", verbose_name="değişen metin"
    )
    term = models.DateField("dönem")
    opinion = models.TextField("görüş", blank=True)

    class Meta:
        verbose_name = "mevzuat gözden geçirmesi"
        verbose_name_plural = "mevzuat gözden geçirmeleri"
        constraints = [
            models.UniqueConstraint(fields=["regulation", "cause", "term"], name="one_review_per_text_and_term")
        ]

    def __str__(self) -> str:
        return f"{self.case.number}"


class OpenReference(models.Model):
    """A citation of a text that is not loaded. It stays open until a text of that name comes into force."""

    personal: ClassVar[Mapping[str, str]] = {}

    citation = models.OneToOneField("legislation.Citation", models.CASCADE, related_name="+", verbose_name="atıf")
    regulation = models.ForeignKey(
        "legislation.Regulation", models.CASCADE, related_name="+", verbose_name="atfı yapan metin"
    )
    words = models.CharField("atıf", max_length=400, db_collation=TURKISH)
    path = models.CharField("geçtiği yer", max_length=60, blank=True)
    noticed_on = models.DateField("görüldüğü gün")
    closed_on = models.DateField("kapandığı gün", null=True)
    closed_by = models.ForeignKey(
        "legislation.Regulation", models.PROTECT, null=True, related_name="+", verbose_name="karşılayan metin"
    )

    class Meta:
        verbose_name = "yüklenmemiş atıf"
        verbose_name_plural = "yüklenmemiş atıflar"
        indexes = [models.Index(fields=["regulation", "closed_on"], name="reference_of_text")]
