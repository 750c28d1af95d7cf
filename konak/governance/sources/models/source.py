"""The register of legal bases, and what rests on each."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned


class SourceKind(models.TextChoices):
    CONSTITUTION = "constitution", "Anayasa"
    LAW = "law", "Kanun"
    DECREE = "decree", "Cumhurbaşkanlığı kararnamesi"
    BYLAW = "bylaw", "Tüzük"
    REGULATION = "regulation", "Yönetmelik"
    COMMUNIQUE = "communique", "Tebliğ"
    CIRCULAR = "circular", "Genelge"
    GUIDE = "guide", "Rehber"
    STANDARD = "standard", "Standart"
    DECISION = "decision", "Kurul ya da meclis kararı"
    OTHER = "other", "Diğer"


PUBLISHED = frozenset({"constitution", "law", "decree", "bylaw", "regulation", "communique", "circular"})


class TieState(models.TextChoices):
    PROPOSED = "proposed", "Önerildi"
    CONFIRMED = "confirmed", "Onaylandı"
    REJECTED = "rejected", "Uygun değil"


class Via(models.TextChoices):
    """From where a relation between a duty and a source was proposed."""

    CITED = "cited", "Bentte anılıyor"
    SUBJECT = "subject", "Konusu tutuyor"
    HAND = "hand", "Elle bağlandı"


@history()
class Source(Owned):
    """A law, regulation, circular, guide or standard that duties rest on; `unit` and `assignee` watch it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    kind = models.CharField("tür", max_length=16, choices=SourceKind.choices)
    number = models.CharField("sayı", max_length=60, blank=True)
    title = models.CharField("resmî ad", max_length=400, db_collation=TURKISH)
    short_name = models.CharField("kısa ad", max_length=80, blank=True, db_collation=TURKISH)
    aliases = models.TextField("başka yazılışları", blank=True)
    subjects = models.TextField("konu sözcükleri", blank=True)
    gazette_date = models.DateField("Resmî Gazete tarihi", null=True, blank=True)
    gazette_number = models.CharField("Resmî Gazete sayısı", max_length=30, blank=True)
    link = models.URLField("resmî metin", max_length=500, blank=True)
    note = models.TextField("açıklama", blank=True)
    watched = models.BooleanField("değişiklikleri izlenir", default=True)
    repealed_on = models.DateField("yürürlükten kalkma", null=True, blank=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "hukuki dayanak"
        verbose_name_plural = "hukuki dayanaklar"
        indexes = [models.Index(fields=["kind", "title", "id"], name="source_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "gazette_number", "title"], name="source_once_in_the_register"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} sayılı {self.title}" if self.number and self.kind == "law" else self.title

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or str(self)

    @property
    def gazette_unknown(self) -> bool:
        """Published in the Official Gazette, but nobody has looked up where: the list of the house leaves it open."""
        return self.kind in PUBLISHED and not self.gazette

    @property
    def gazette(self) -> str:
        """ "13.07.2005 / 25874"; empty where it was not published there."""
        return " / ".join(
            part
            for part in (f"{self.gazette_date:%d.%m.%Y}" if self.gazette_date else "", self.gazette_number)
            if part
        )


@history()
class SourceVersion(models.Model):
    """One wording of a source: since when it applies, and what changed in it."""

    personal: ClassVar[Mapping[str, str]] = {}

    source = models.ForeignKey(Source, models.CASCADE, related_name="versions")
    in_force_on = models.DateField("yürürlük")
    until = models.DateField("bitiş", null=True, blank=True)
    gazette_date = models.DateField("Resmî Gazete tarihi", null=True, blank=True)
    gazette_number = models.CharField("Resmî Gazete sayısı", max_length=30, blank=True)
    by = models.CharField("değiştiren", max_length=200, blank=True, db_collation=TURKISH)
    articles = models.CharField("maddeler", max_length=200, blank=True)
    changed = models.TextField("ne değişti", blank=True)
    link = models.URLField("metin", max_length=500, blank=True)
    notice = models.ForeignKey("Notice", models.PROTECT, null=True, blank=True, related_name="versions")

    class Meta:
        verbose_name = "dayanak sürümü"
        ordering = ["-in_force_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "in_force_on"], name="source_version_once_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("in_force_on")), name="source_version_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.in_force_on:%d.%m.%Y}"


@history()
class Provision(models.Model):
    """An article, paragraph or letter of a source, so that a duty can rest on exactly that."""

    personal: ClassVar[Mapping[str, str]] = {}

    source = models.ForeignKey(Source, models.CASCADE, related_name="provisions")
    label = models.CharField("madde", max_length=40)
    subject = models.CharField("konusu", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "dayanak maddesi"
        ordering = ["source", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "label"], name="provision_once")]

    def __str__(self) -> str:
        return f"m. {self.label}"


@history()
class DutySource(models.Model):
    """That a duty rests on a source, down to an article: proposed by reading, decided by a person, or by hand."""

    personal: ClassVar[Mapping[str, str]] = {"decided_by": "identity"}

    source = models.ForeignKey(Source, models.CASCADE, related_name="duties")
    duty = models.ForeignKey("legislation.Duty", models.CASCADE, related_name="+", verbose_name="görev")
    provision = models.ForeignKey(Provision, models.SET_NULL, null=True, blank=True, related_name="duties")
    via = models.CharField("nereden", max_length=10, choices=Via.choices)
    score = models.FloatField("puan", default=1.0)
    reason = models.CharField("gerekçe", max_length=300, blank=True)
    state = models.CharField("durum", max_length=10, choices=TieState.choices, default=TieState.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("karar", null=True)

    class Meta:
        verbose_name = "görevin dayanağı"
        verbose_name_plural = "görevlerin dayanakları"
        indexes = [models.Index(fields=["duty", "state"], name="duty_source_of_duty")]
        constraints = [models.UniqueConstraint(fields=["source", "duty"], name="source_once_per_duty")]

    def __str__(self) -> str:
        return f"{self.source} → {self.duty_id}"


@history()
class Basis(models.Model):
    """That a text says it rests on a source, as printed; `source` is empty while the register does not know it."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.ForeignKey("legislation.Regulation", models.CASCADE, related_name="+", verbose_name="metin")
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="texts")
    kind = models.CharField("tür", max_length=24, blank=True)
    printed = models.CharField("metindeki adı", max_length=400, db_collation=TURKISH)
    number = models.CharField("sayı", max_length=60, blank=True)
    path = models.CharField("geçtiği yer", max_length=60, blank=True)
    reason = models.CharField("gerekçe", max_length=300, blank=True)
    ignored = models.BooleanField("kütüğe alınmayacak", default=False)

    class Meta:
        verbose_name = "metnin dayanağı"
        verbose_name_plural = "metinlerin dayanakları"
        constraints = [
            models.UniqueConstraint(fields=["regulation", "printed", "path"], name="basis_once_per_text"),
        ]

    def __str__(self) -> str:
        return self.printed


@history()
class Fallback(models.Model):
    """What the duties of a text rest on where they name nothing of their own ("hüküm bulunmayan hâllerde …")."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.OneToOneField(
        "legislation.Regulation", models.CASCADE, related_name="+", verbose_name="metin"
    )
    source = models.ForeignKey(Source, models.CASCADE, related_name="fallbacks", verbose_name="dayanak")
    note = models.CharField("gerekçe", max_length=300, blank=True)

    class Meta:
        verbose_name = "genel dayanak"
        verbose_name_plural = "genel dayanaklar"

    def __str__(self) -> str:
        return f"{self.regulation_id} → {self.source}"
