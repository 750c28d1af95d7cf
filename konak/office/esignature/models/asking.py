"""What waits for whose signature, and what is under way."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Owned

USER = settings.AUTH_USER_MODEL
PACK = "esignature.pack"
"""The purpose of requests for a pack of evidence; the reference is the pack's key."""
FILES = "esignature.files"
"""The purpose of requests for files that somebody brought; those brought together share a reference."""


class Format(models.TextChoices):
    """How signature and content lie together."""

    PADES = "pades", "PAdES (PDF içinde)"
    DETACHED = "detached", "CAdES (ayrı dosyada)"
    ENVELOPING = "enveloping", "CAdES (içeriği saran)"


class Level(models.TextChoices):
    """How long a signature proves itself: CAdES calls them BES, T, X-Long and A."""

    B = "B", "B-B / BES"
    T = "T", "B-T / T"
    LT = "LT", "B-LT / X-Long"
    LTA = "LTA", "B-LTA / A"


class RequestState(models.TextChoices):
    OPEN = "open", "İmzada"
    SIGNED = "signed", "Tamamlandı"
    RETURNED = "returned", "İade edildi"
    WITHDRAWN = "withdrawn", "Geri çekildi"


class Role(models.TextChoices):
    INITIAL = "initial", "Paraf"
    SIGN = "sign", "İmza"
    SEAL = "seal", "Mühür"


class Turn(models.TextChoices):
    """Where one signer stands."""

    WAITING = "waiting", "Sırası gelmedi"
    READY = "ready", "İmza bekliyor"
    STAMPING = "stamping", "Zaman damgası bekliyor"
    SIGNED = "signed", "İmzaladı"
    RETURNED = "returned", "İade etti"
    DROPPED = "dropped", "Gerek kalmadı"


class Request(Owned):
    """One content that named persons sign, in order or side by side."""

    owners: ClassVar[tuple[str, ...]] = ("assignee",)
    personal: ClassVar[Mapping[str, str]] = {
        "subject": "free_text",
        "assignee": "identity",
        "why": "free_text",
    }

    key = models.UUIDField("anahtar", default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField("amaç", max_length=60, db_collation="C")
    """Whose request it is, as a word of the asking app: "correspondence.sign"."""
    reference = models.CharField("bağlı kayıt", max_length=60)
    url = models.CharField("adres", max_length=200, blank=True)
    subject = models.CharField("konu", max_length=250, db_collation="tr-x-icu")
    form = models.CharField("biçim", max_length=12, choices=Format.choices)
    level = models.CharField("düzey", max_length=4, choices=Level.choices)
    state = models.CharField("durum", max_length=12, choices=RequestState.choices, default=RequestState.OPEN)
    content = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="içerik")
    preview = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="önizleme"
    )
    result = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imzalı dosya"
    )
    asked_at = models.DateTimeField("istendiği an", auto_now_add=True)
    due_on = models.DateField("son gün", null=True, blank=True)
    closed_at = models.DateTimeField("kapanış", null=True, blank=True)
    why = models.CharField("neden", max_length=1000, blank=True)
    renew_on = models.DateField("damga yenileme günü", null=True, blank=True)

    class Meta:
        verbose_name = "imza dosyası"
        verbose_name_plural = "imza dosyaları"
        indexes = [
            models.Index(fields=["purpose", "reference"], name="signature_of"),
            models.Index(fields=["renew_on"], name="signature_to_renew", condition=~Q(renew_on=None)),
            models.Index(fields=["unit", "-id"], name="signature_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & ~Q(closed_at=None)),
                name="signature_closed_once",
            ),
            models.CheckConstraint(condition=~Q(state="signed") | ~Q(result=None), name="signature_signed_has_file"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state_label(self) -> str:
        return RequestState(self.state).label

    @property
    def brought(self) -> bool:
        """Somebody's own file, in a folder of those he sent together."""
        return self.purpose == FILES

    @property
    def late(self) -> bool:
        return self.state == RequestState.OPEN and self.due_on is not None and self.due_on < localdate()


class Signatory(models.Model):
    """One person's turn in a request."""

    personal: ClassVar[Mapping[str, str]] = {
        "user": "identity",
        "acts": "free_text",
        "note": "free_text",
        "signer_name": "identity",
    }

    request = models.ForeignKey(Request, models.PROTECT, related_name="signatories", verbose_name="imza dosyası")
    user = models.ForeignKey(USER, models.PROTECT, related_name="signatures", verbose_name="imzalayacak")
    order = models.PositiveSmallIntegerField("sıra", default=1)
    role = models.CharField("işlem", max_length=8, choices=Role.choices, default=Role.SIGN)
    acts = models.CharField("sıfat", max_length=200, blank=True)
    """In the signer's own words why he signs: "Başkan a.", "Koordinasyon"."""
    state = models.CharField("durum", max_length=10, choices=Turn.choices, default=Turn.WAITING)
    note = models.CharField("açıklama", max_length=1000, blank=True)
    method = models.CharField("yöntem", max_length=8, blank=True)
    ready_at = models.DateTimeField("sırasının geldiği an", null=True, blank=True)
    signed_at = models.DateTimeField("imza anı", null=True, blank=True)
    stamped_at = models.DateTimeField("zaman damgası", null=True, blank=True)
    signer_name = models.CharField("sertifikadaki ad", max_length=150, blank=True)
    certificate_sha256 = models.CharField("sertifika özeti", max_length=64, blank=True)
    result = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imzadan sonraki dosya"
    )

    class Meta:
        verbose_name = "imzacı"
        verbose_name_plural = "imzacılar"
        constraints = [
            models.UniqueConstraint(fields=["request", "user", "role", "order"], name="signatory_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "stamping"]) | (~Q(result=None) & ~Q(signed_at=None)),
                name="signatory_signed_has_file",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "ready_at"], name="signatory_waiting", condition=Q(state="ready")),
            models.Index(fields=["id"], name="signatory_stamping", condition=Q(state="stamping")),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.order}"


class Attempt(models.Model):
    """A signature under way: what the server prepared, until the card answers. One at a time for each request."""

    personal: ClassVar[Mapping[str, str]] = {"certificate": "identity", "prepared": "free_text"}

    key = models.UUIDField("anahtar", default=uuid.uuid4, unique=True, editable=False)
    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="attempts", verbose_name="imzacı")
    base_sha256 = models.CharField("temel alınan içerik", max_length=64)
    certificate = models.BinaryField("sertifika")
    chain = models.BinaryField("üst sertifikalar", blank=True)
    prepared = models.BinaryField("hazırlanan")
    attributes = models.BinaryField("imzalanacak öznitelikler")
    digest = models.CharField("imzalanacak özet", max_length=128)
    method = models.CharField("yöntem", max_length=8)
    transaction = models.CharField("operatörün işlem numarası", max_length=100, blank=True)
    made_at = models.DateTimeField("hazırlandığı an", auto_now_add=True)
    expires_at = models.DateTimeField("geçerlilik")

    class Meta:
        verbose_name = "imza denemesi"
        verbose_name_plural = "imza denemeleri"

    def __str__(self) -> str:
        return str(self.key)
