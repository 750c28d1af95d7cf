"""Shared mailboxes, distribution lists and folders: named by rule, owned, reviewed."""

import re
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, User


class BoxKind(models.TextChoices):
    MAILBOX = "mailbox", "Posta kutusu"
    LIST = "list", "Dağıtım listesi"
    FOLDER = "folder", "Paylaşılan klasör"


class Role(models.TextChoices):
    OWNER = "owner", "Yönetir"
    WRITE = "write", "Yazar / gönderir"
    READ = "read", "Okur"


@history()
class NamingRule(models.Model):
    """How names of a kind look: `*` stands for a word of letters, digits and hyphens, everything else for itself."""

    personal: ClassVar[Mapping[str, str]] = {}

    kind = models.CharField("tür", max_length=8, choices=BoxKind.choices)
    pattern = models.CharField("kalıp", max_length=120)
    about = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "ad kuralı"
        verbose_name_plural = "ad kuralları"
        constraints = [models.UniqueConstraint(fields=["kind", "pattern"], name="naming_rule_once")]

    def __str__(self) -> str:
        return self.pattern

    def fits(self, name: str) -> bool:
        """Each star takes at least one sign and never what separates words, so that matching takes linear time."""
        parts = [re.escape(part) for part in self.pattern.casefold().split("*")]
        return re.fullmatch("[a-z0-9-]+".join(parts), name.casefold()) is not None


@history()
class SharedBox(Owned):
    """A mailbox that belongs to an office, a list that reaches many, a folder that many open."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    kind = models.CharField("tür", max_length=8, choices=BoxKind.choices)
    name = models.CharField("ad / adres", max_length=200)
    purpose = models.CharField("kullanım amacı", max_length=300, db_collation=TURKISH)
    quota_mb = models.PositiveIntegerField("kota, MB", null=True, blank=True)
    used_mb = models.PositiveIntegerField("dolu, MB", null=True, blank=True)
    outside = models.BooleanField("kurum dışından gönderilebilir", default=False)
    exception = models.CharField("ad kuralına uymama nedeni", max_length=200, blank=True, db_collation=TURKISH)
    since = models.DateField("açılış")
    until = models.DateField("kapanış", null=True, blank=True)
    review_on = models.DateField("gözden geçirme günü")
    reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "ortak kutu, liste ve klasör"
        verbose_name_plural = "ortak kutular, listeler ve klasörler"
        indexes = [models.Index(fields=["kind", "name"], name="shared_box_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"], condition=Q(until=None), name="shared_box_name_once_while_open"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="shared_box_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full(self) -> int | None:
        """How full, in per cent; None where nobody measured."""
        return round(100 * self.used_mb / self.quota_mb) if self.quota_mb and self.used_mb is not None else None


@history()
class BoxMember(models.Model):
    """Who may do what with a shared mailbox, list or folder, from when to when."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    box = models.ForeignKey(SharedBox, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kişi")
    role = models.CharField("hak", max_length=6, choices=Role.choices)
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "üye"
        verbose_name_plural = "üyeler"
        constraints = [
            models.UniqueConstraint(fields=["box", "user"], condition=Q(until=None), name="member_once_per_box"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="box_member_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_role_display()}"
