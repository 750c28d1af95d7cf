"""Feeds of new legislation, and what they brought."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.people.models import TURKISH, Owned

from .notice import Notice
from .source import Source


class Feed(Owned):
    """An RSS or Atom feed read from an address that an administrator gave, or handed in as a file."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("ad", max_length=120, db_collation=TURKISH)
    url = models.URLField("adres", max_length=500, blank=True)
    read_at = models.DateTimeField("son okuma", null=True, blank=True)
    fault = models.CharField("son hata", max_length=300, blank=True)

    class Meta:
        verbose_name = "mevzuat akışı"
        verbose_name_plural = "mevzuat akışları"
        constraints = [models.UniqueConstraint(fields=["name"], name="feed_name_once")]

    def __str__(self) -> str:
        return self.name


class EntryState(models.TextChoices):
    PROPOSED = "proposed", "Bakılmayı bekliyor"
    TAKEN = "taken", "Kayda alındı"
    DISMISSED = "dismissed", "Gerek yok"


class FeedEntry(models.Model):
    """One item of a feed; `source` is the watched source whose name stands in it."""

    personal: ClassVar[Mapping[str, str]] = {}

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64)
    title = models.CharField("başlık", max_length=400, db_collation=TURKISH)
    summary = models.TextField("özet", blank=True)
    link = models.URLField("bağlantı", max_length=500, blank=True)
    published_on = models.DateField("yayım", null=True, blank=True)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="entries")
    reason = models.CharField("gerekçe", max_length=300, blank=True)
    state = models.CharField("durum", max_length=10, choices=EntryState.choices, default=EntryState.PROPOSED)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField("okunma", auto_now_add=True)

    class Meta:
        verbose_name = "akış kaydı"
        verbose_name_plural = "akış kayıtları"
        indexes = [models.Index(fields=["state", "-id"], name="feed_entry_waiting")]
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="feed_entry_once")]

    def __str__(self) -> str:
        return self.title
