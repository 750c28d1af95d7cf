"""What is done to layers: files taken in, changes proposed, rules and what they found."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH

from .layer import Layer


def empty_map() -> dict[str, Any]:
    return {}


class Mode(models.TextChoices):
    APPEND = "append", "Ekle"
    REPLACE = "replace", "Tümünü değiştir"
    UPSERT = "upsert", "Anahtara göre yenile"
    CHECK = "check", "Yalnız denetle (iş sonu)"


LOAD_KINDS = {
    "waiting": "wait",
    "reading": "open",
    "merging": "open",
    "done": "done",
    "refused": "late",
    "failed": "late",
}
"""The colour of each state."""


class Load(models.Model):
    """Aktarım: a file on its way into a layer. Its rows are staged first; the layer changes at once or not at all."""

    personal: ClassVar[Mapping[str, str]] = {"asked_by": "identity", "why": "free_text", "body": "free_text"}

    class State(models.TextChoices):
        WAITING = "waiting", "Sırada"
        READING = "reading", "Okunuyor"
        MERGING = "merging", "Katmana yazılıyor"
        DONE = "done", "Tamamlandı"
        REFUSED = "refused", "Alınmadı"
        FAILED = "failed", "Yarıda kaldı"

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="loads", verbose_name="katman")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="dosya")
    path = models.CharField("sunucudaki dosya", max_length=500, blank=True)
    """A file on the server itself, given on the command line; it is not copied."""
    named = models.CharField("dosya adı", max_length=200)
    mode = models.CharField("nasıl", max_length=8, choices=Mode.choices, default=Mode.APPEND)
    dry_run = models.BooleanField("deneme", default=False)
    mend = models.BooleanField("onarılabilenler onarılsın", default=True)
    skip = models.BooleanField("hatalı kayıtlar atlansın", default=False)
    srid = models.PositiveIntegerField("koordinat sistemi", null=True, blank=True)
    mapping = models.JSONField("alan eşleme", default=empty_map)
    """Column of the layer → column of the file; what is missing is matched by name."""
    options = models.JSONField("okuma seçenekleri", default=empty_map)
    body = models.CharField("projeyi getiren kurum", max_length=160, blank=True, db_collation=TURKISH)
    state = models.CharField("durum", max_length=8, choices=State.choices, default=State.WAITING)
    why = models.TextField("neden", max_length=2_000, blank=True)
    rows_read = models.BigIntegerField("okunan", default=0)
    rows_taken = models.BigIntegerField("alınabilir", default=0)
    rows_wrong = models.BigIntegerField("hatalı", default=0)
    rows_mended = models.BigIntegerField("onarılan", default=0)
    rows_added = models.BigIntegerField("eklenen", default=0)
    rows_changed = models.BigIntegerField("değişen", default=0)
    rows_removed = models.BigIntegerField("kaldırılan", default=0)
    report = models.JSONField("rapor", default=empty_map)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("istek", auto_now_add=True)
    began_at = models.DateTimeField("başlangıç", null=True)
    ended_at = models.DateTimeField("bitiş", null=True)

    class Meta:
        verbose_name = "aktarım"
        verbose_name_plural = "aktarımlar"
        indexes = [models.Index(fields=["layer", "-id"], name="load_of_layer")]

    def __str__(self) -> str:
        return f"{self.named} → {self.layer_id}"

    @property
    def state_kind(self) -> str:
        return LOAD_KINDS[self.state]

    @property
    def epsg(self) -> str:
        """The system of the file as people write it."""
        return f"EPSG:{self.srid}"

    @property
    def running(self) -> bool:
        return self.state in {"waiting", "reading", "merging"}

    @property
    def wrong_rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.report.get("wrong", [])
        return found


class Operation(models.TextChoices):
    ADD = "add", "Ekleme"
    CHANGE = "change", "Değişiklik"
    REMOVE = "remove", "Silme"


class Proposal(models.Model):
    """Düzenleme önerisi: a change of one row that waits for somebody who may approve it."""

    personal: ClassVar[Mapping[str, str]] = {
        "asked_by": "identity",
        "decided_by": "identity",
        "why": "free_text",
        "words": "free_text",
        "given": "free_text",
    }

    class State(models.TextChoices):
        WAITING = "waiting", "Onay bekliyor"
        APPLIED = "applied", "Uygulandı"
        DECLINED = "declined", "Geri çevrildi"

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="proposals", verbose_name="katman")
    row_id = models.BigIntegerField("kayıt no", null=True)
    operation = models.CharField("ne", max_length=6, choices=Operation.choices)
    version = models.PositiveIntegerField("dayandığı sürüm", null=True)
    geometry = models.JSONField("geometri", null=True)
    given = models.JSONField("değerler", default=empty_map)
    why = models.CharField("açıklama", max_length=500, blank=True)
    state = models.CharField("durum", max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="öneren")
    asked_at = models.DateTimeField("öneri", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="karar veren"
    )
    decided_at = models.DateTimeField("karar", null=True)
    words = models.CharField("kararın gerekçesi", max_length=500, blank=True)

    class Meta:
        verbose_name = "düzenleme önerisi"
        verbose_name_plural = "düzenleme önerileri"
        indexes = [models.Index(fields=["layer", "id"], name="geo_proposal_waiting", condition=Q(state="waiting"))]


class RuleKind(models.TextChoices):
    VALID = "valid", "Geometri geçerli"
    NO_OVERLAP = "no_overlap", "Birbirine binmiyor"
    WITHIN = "within", "Başka katmanın içinde"
    NOT_WITHIN = "apart", "Başka katmana değmiyor"
    REQUIRED = "required", "Zorunlu alanlar dolu"
    DOMAIN = "domain", "Değerler listede, sınırlar içinde"
    UNIQUE = "unique", "Alan tekil"
    SMALL = "small", "Alanı ya da boyu eşikten büyük"


class Rule(models.Model):
    """Kalite kuralı of a layer."""

    personal: ClassVar[Mapping[str, str]] = {}

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="rules", verbose_name="katman")
    kind = models.CharField("kural", max_length=10, choices=RuleKind.choices)
    field = models.CharField("alan", max_length=40, blank=True)
    other = models.ForeignKey(
        Layer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="öbür katman"
    )
    limit = models.FloatField("eşik", default=0)
    """Square metres of overlap that are let pass, or the least size."""
    severe = models.BooleanField("ihlali reddettirir", default=True)
    basis = models.CharField("dayandığı standart", max_length=160, blank=True)

    class Meta:
        verbose_name = "kalite kuralı"
        verbose_name_plural = "kalite kuralları"
        constraints = [
            models.UniqueConstraint(
                fields=["layer", "kind", "field", "other"], name="rule_once_in_a_layer", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(RuleKind(self.kind).label)


class Check(models.Model):
    """Kalite denetimi: one run of a layer's rules over its rows."""

    personal: ClassVar[Mapping[str, str]] = {"asked_by": "identity"}

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="checks", verbose_name="katman")
    rows = models.BigIntegerField("kayıt", default=0)
    wrong = models.BigIntegerField("bulgu", default=0)
    severe = models.BigIntegerField("reddettiren bulgu", default=0)
    counts = models.JSONField("kurala göre", default=empty_map)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("an", auto_now_add=True)
    seconds = models.FloatField("süre", default=0)

    class Meta:
        verbose_name = "kalite denetimi"
        verbose_name_plural = "kalite denetimleri"
        indexes = [models.Index(fields=["layer", "-id"], name="check_of_layer")]


class Finding(models.Model):
    """Bulgu: a row that breaks a rule, and where it lies."""

    personal: ClassVar[Mapping[str, str]] = {}

    check_run = models.ForeignKey(Check, models.CASCADE, related_name="findings", verbose_name="denetim")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", verbose_name="kural")
    row_id = models.BigIntegerField("kayıt no")
    words = models.CharField("neden", max_length=200)
    lon = models.FloatField("boylam", null=True)
    lat = models.FloatField("enlem", null=True)

    class Meta:
        verbose_name = "kalite bulgusu"
        verbose_name_plural = "kalite bulguları"


class DesktopUser(models.Model):
    """Masaüstü kullanıcısı: the database role through which one person opens layers in a desktop program."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="kişi")
    until = models.DateField("son gün")
    made_at = models.DateTimeField("açılış", auto_now_add=True)
    renewed_at = models.DateTimeField("son yenileme")
    layers = models.PositiveIntegerField("katman", default=0)
    revoked_at = models.DateTimeField("kapanış", null=True)

    class Meta:
        verbose_name = "masaüstü kullanıcısı"
        verbose_name_plural = "masaüstü kullanıcıları"

    @property
    def role(self) -> str:
        return f"konak_cbs_{self.user_id}"
