"""Articles, their versions, what readers said of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned


class Category(models.Model):
    """A shelf of the knowledge base."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("ad", max_length=80, unique=True, db_collation=TURKISH)
    icon = models.CharField("simge", max_length=40, default="book")
    order = models.PositiveSmallIntegerField("sıra", default=50)

    class Meta:
        verbose_name = "bilgi rafı"
        verbose_name_plural = "bilgi rafları"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Audience(models.TextChoices):
    INTERNAL = "internal", "Kurum içi"
    PUBLIC = "public", "Herkese açık"


class Genre(models.TextChoices):
    HOW = "how", "Nasıl yapılır"
    KNOWN_ERROR = "known_error", "Bilinen hata"


class State(models.TextChoices):
    DRAFT = "draft", "Taslak"
    REVIEW = "review", "Onayda"
    PUBLISHED = "published", "Yayında"
    RETIRED = "retired", "Yayından kalktı"


@history(exclude=["views", "yes", "no", "reminded_on"])
class Article(Owned):
    """Bilgi makalesi. What readers see is `current`; a version being written changes nothing until published."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "made_by": "identity", "title": "free_text"}

    title = models.CharField("başlık", max_length=200, db_collation=TURKISH)
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles", verbose_name="raf")
    genre = models.CharField("tür", max_length=12, choices=Genre.choices, default=Genre.HOW)
    audience = models.CharField("kime", max_length=8, choices=Audience.choices, default=Audience.INTERNAL)
    state = models.CharField("durum", max_length=10, choices=State.choices, default=State.DRAFT)
    current = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    keywords = models.CharField("başka sözcükler", max_length=300, blank=True)
    services: Any = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name="destek hizmetleri"
    )
    devices: Any = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name="cihaz modelleri"
    )
    systems: Any = ArrayField(
        models.CharField(max_length=24), default=list, blank=True, verbose_name="bilgi sistemleri"
    )
    """Codes of the register of information systems."""
    review_on = models.DateField("gözden geçirme günü", null=True, blank=True)
    reminded_on = models.DateField("hatırlatıldı", null=True, blank=True)
    related: Any = models.ManyToManyField("self", blank=True, verbose_name="ilgili makaleler")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("kayıt", default=now)
    published_at = models.DateTimeField("ilk yayım", null=True, blank=True)
    views = models.PositiveIntegerField("okunma", default=0)
    yes = models.PositiveIntegerField("yararlı", default=0)
    no = models.PositiveIntegerField("yararsız", default=0)

    class Meta:
        verbose_name = "bilgi makalesi"
        verbose_name_plural = "bilgi makaleleri"
        indexes = [
            models.Index(fields=["state", "-id"], name="article_by_state"),
            models.Index(fields=["review_on"], name="article_by_review", condition=Q(state="published")),
            models.Index(fields=["unit", "-id"], name="article_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(current__isnull=False), name="published_article_has_a_version"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        """The colour of its state."""
        return {"draft": "open", "review": "wait", "published": "done"}.get(self.state, "closed")

    @property
    def opinions(self) -> str:
        return f"{self.yes} / {self.no}"

    @property
    def stale(self) -> bool:
        """Its day of review has passed."""
        return self.state == State.PUBLISHED and self.review_on is not None and self.review_on < localdate()

    @property
    def readable(self) -> bool:
        """Whether somebody who does not write may read it."""
        return self.state == State.PUBLISHED and self.current_id is not None


class Version(models.Model):
    """One text of an article; once published it stays as it was."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "published_by": "identity", "body": "free_text"}

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("sürüm")
    summary = models.CharField("özet", max_length=300, blank=True, db_collation=TURKISH)
    body = models.TextField("metin", max_length=60_000)
    symptom = models.TextField("belirti", max_length=4_000, blank=True)
    workaround = models.TextField("geçici çözüm", max_length=8_000, blank=True)
    cause = models.TextField("neden", max_length=4_000, blank=True)
    rule = models.TextField("önleyici kural", max_length=4_000, blank=True)
    note = models.CharField("ne değişti", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="yazan"
    )
    at = models.DateTimeField("yazıldı", default=now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yayımlayan"
    )
    published_at = models.DateTimeField("yayımlandı", null=True, blank=True)

    class Meta:
        verbose_name = "makale sürümü"
        verbose_name_plural = "makale sürümleri"
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
            models.UniqueConstraint(
                fields=["article"], name="one_version_is_written", condition=Q(published_at__isnull=True)
            ),
        ]

    def whole(self) -> str:
        """Everything it says, for comparing."""
        parts = [
            ("", self.summary),
            ("", self.body),
            ("Belirti", self.symptom),
            ("Geçici çözüm", self.workaround),
            ("Neden", self.cause),
            ("Önleyici kural", self.rule),
        ]
        return "\n\n".join(f"{label}\n{text}".strip() for label, text in parts if text)


class ArticleFile(models.Model):
    """A picture or a file of an article."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    article = models.ForeignKey(Article, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("eklendi", default=now)

    class Meta:
        verbose_name = "makale dosyası"
        verbose_name_plural = "makale dosyaları"
        constraints = [models.UniqueConstraint(fields=["article", "file"], name="article_file_once")]


class Vote(models.Model):
    """What one reader thought of one version."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "reason": "free_text"}

    article = models.ForeignKey(Article, models.CASCADE, related_name="votes")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    helpful = models.BooleanField("yararlı")
    reason = models.CharField("neden", max_length=500, blank=True)
    at = models.DateTimeField("zaman", default=now)

    class Meta:
        verbose_name = "okur görüşü"
        verbose_name_plural = "okur görüşleri"
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="one_vote_for_a_version")]
        indexes = [models.Index(fields=["at"], name="vote_by_time")]


class Reading(models.Model):
    """How often an article was opened on a day: one row a day, no reader in it."""

    personal: ClassVar[Mapping[str, str]] = {}

    article = models.ForeignKey(Article, models.CASCADE, related_name="readings")
    on = models.DateField("gün")
    count = models.PositiveIntegerField("okunma", default=0)
    spared = models.PositiveIntegerField("açılmayan talep", default=0)

    class Meta:
        verbose_name = "okunma"
        verbose_name_plural = "okunmalar"
        constraints = [
            models.UniqueConstraint(fields=["article", "on"], name="one_reading_row_a_day"),
            models.CheckConstraint(condition=Q(spared__lte=F("count")), name="spared_were_read"),
        ]


class TicketLink(models.Model):
    """An article and a ticket: written from it, used in it, or the known error behind it."""

    class Why(models.TextChoices):
        FROM = "from", "Bu talepten yazıldı"
        USED = "used", "Bu talepte kullanıldı"
        ERROR = "error", "Bu sorunun bilinen hatası"

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    article = models.ForeignKey(Article, models.CASCADE, related_name="tickets")
    ticket = models.CharField("talep", max_length=24)
    why = models.CharField("ilişki", max_length=6, choices=Why.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("zaman", default=now)

    class Meta:
        verbose_name = "talep bağı"
        verbose_name_plural = "talep bağları"
        constraints = [models.UniqueConstraint(fields=["article", "ticket", "why"], name="article_ticket_once")]
        indexes = [models.Index(fields=["ticket"], name="articles_of_ticket")]
