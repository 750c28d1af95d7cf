"""One row for each thing that can be found."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchRow(models.Model):
    """What a thing is called and says, who may find it, and where it is. Written by `services.index` alone."""

    personal: ClassVar[Mapping[str, str]] = {
        "title": "free_text",
        "body": "free_text",
        "folded": "free_text",
        "vector": "free_text",
        "owners": "identity",
    }

    kind = models.CharField("tür", max_length=60, db_collation="C")
    object_id = models.CharField("kayıt", max_length=60, db_collation="C")
    number = models.CharField("sayı", max_length=60, blank=True, db_collation="C")
    title = models.CharField("başlık", max_length=300, db_collation="tr-x-icu")
    body = models.TextField("içerik", blank=True, db_collation="tr-x-icu")
    url = models.CharField("adres", max_length=300)
    unit = models.ForeignKey("people.Unit", models.CASCADE, null=True, related_name="+", verbose_name="birim")
    owners = ArrayField(models.BigIntegerField(), verbose_name="ilgililer", default=list)
    permission = models.CharField("görme yetkisi", max_length=80, db_collation="C")
    public = models.BooleanField("herkese açık", default=False)
    secrecy = models.PositiveSmallIntegerField("gizlilik", default=0)
    weight = models.FloatField("ağırlık", default=1.0)
    folded = models.TextField("yalın başlık", blank=True, db_collation="C")
    vector = SearchVectorField("sözcükler")
    updated_at = models.DateTimeField("güncelleme")

    class Meta:
        verbose_name = "arama satırı"
        verbose_name_plural = "arama satırları"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_row_a_record"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="search_weight_is_positive"),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_words"),
            models.Index(fields=["number"], name="search_number", condition=~models.Q(number="")),
        ]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A folded word of some row, to which a typing slip may be led back.

    Not unique on purpose: writers that learn the same word at the same time need not wait for each other. Words whose
    rows are gone are forgotten by `services.forget_words`.
    """

    personal: ClassVar[Mapping[str, str]] = {"word": "free_text"}

    word = models.CharField("sözcük", max_length=40, db_collation="C")

    class Meta:
        verbose_name = "bilinen sözcük"
        verbose_name_plural = "bilinen sözcükler"
        indexes = [
            models.Index(fields=["word"], name="search_word_known"),
            GinIndex(fields=["word"], name="search_word_similar", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word
