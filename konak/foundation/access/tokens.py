"""Keys for machines: bound to one seat of one person, never wider than it, and known here only by their digest."""

import hashlib
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Appointment

from . import PERMISSIONS, Actor, Seat

MARK = "knk_"
"""How every key begins, so that scanners of repositories recognise one that leaked."""
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SECRET, CHECK = 40, 6
VISIBLE = 10
"""Characters of a key that lists show, the mark included."""


@history(exclude=["last_used_at", "last_address", "minute", "spent"])
class Token(models.Model):
    """One key. It opens nothing that its seat does not open, and dies with the seat, the account or its own day."""

    personal: ClassVar[Mapping[str, str]] = {
        "user": "identity",
        "revoked_by": "identity",
        "last_address": "identity",
        "name": "free_text",
        "why_revoked": "free_text",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens", verbose_name="sahibi")
    seat = models.ForeignKey(Appointment, models.PROTECT, related_name="tokens", verbose_name="makam")
    name = models.CharField("adı", max_length=80, db_collation=TURKISH)
    shown = models.CharField("başı", max_length=16)
    digest = models.CharField("özet", max_length=64, unique=True, db_collation="C")
    writes = models.BooleanField("değiştirebilir", default=False)
    permissions = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name="yetkiler")
    expires_on = models.DateField("son gün")
    created_at = models.DateTimeField("oluşturma", auto_now_add=True)
    revoked_at = models.DateTimeField("iptal", null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why_revoked = models.CharField("iptal gerekçesi", max_length=300, blank=True)
    last_used_at = models.DateTimeField("son kullanım", null=True, blank=True)
    last_address = models.GenericIPAddressField("son adres", null=True, blank=True)
    minute = models.DateTimeField(default=now, editable=False)
    spent = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "API anahtarı"
        verbose_name_plural = "API anahtarları"
        indexes = [models.Index(fields=["user", "-created_at"], name="token_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="token_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("created_at")), name="token_revoked_after_made"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Keyed(Actor):
    """Somebody who acts through a key: one seat, and the trail names the key."""

    token_id: int | None = None


def make_secret() -> str:
    """A new key: the mark, 238 random bits, and a checksum that tells a mistyped key from a revoked one."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(SECRET))
    return f"{MARK}{body}{_check(body)}"


def well_formed(secret: str) -> bool:
    """Whether it can be a key at all; nothing is asked of the database for what cannot."""
    body = secret[len(MARK) : -CHECK]
    return secret.startswith(MARK) and len(body) == SECRET and secret[-CHECK:] == _check(body)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(body: str) -> str:
    number, found = zlib.crc32(body.encode("utf-8", "replace")), ""
    for _ in range(CHECK):
        number, rest = divmod(number, len(ALPHABET))
        found = ALPHABET[rest] + found
    return found


def narrowed(seat: Seat, token: Token) -> Seat:
    """The seat as the key carries it: of the seat's permissions only those the key was given."""
    if not token.permissions:
        return seat
    taken = {code: 0 for code in PERMISSIONS if code not in token.permissions}
    return replace(seat, grants={**seat.grants, **taken})
