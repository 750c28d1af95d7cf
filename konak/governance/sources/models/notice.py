"""A change of the law, or an incoming circular, as a case: who reviews it, what it means, where it was applied."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

from .. import access
from ..lifecycle import LIFE
from .source import Source


class NoticeKind(models.TextChoices):
    CHANGE = "change", "Değişiklik"
    NEW = "new", "Yeni mevzuat"
    REPEAL = "repeal", "Yürürlükten kalkma"
    CIRCULAR = "circular", "Gelen genelge"


class Impact(models.TextChoices):
    NONE = "none", "Etkisi yok"
    LOW = "low", "Düşük"
    MEDIUM = "medium", "Orta"
    HIGH = "high", "Yüksek"


class Outcome(models.TextChoices):
    NO_EFFECT = "no_effect", "Etkisi yok"
    DUTIES = "duties", "Görevler gözden geçirilecek"
    TEXT = "text", "Yönetmelik ya da yönerge değişecek"


@history()
class Notice(CaseRecord):
    """One change that was published, or one circular that came in."""

    lifecycle = LIFE
    series = "MD"
    view = access.FOLLOW
    card = "sources/_notice_card.html"
    page = "sources:notice"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "waiting": "wait",
        "review": "open",
        "applying": "open",
        "applied": "done",
        "no_effect": "closed",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"text": "free_text", "opinion": "free_text"}

    kind = models.CharField("tür", max_length=10, choices=NoticeKind.choices)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="dayanak"
    )
    issuer = models.CharField("çıkaran kurum", max_length=200, blank=True, db_collation=TURKISH)
    document_number = models.CharField("belge sayısı", max_length=60, blank=True)
    published_on = models.DateField("yayım ya da belge tarihi")
    gazette_number = models.CharField("Resmî Gazete sayısı", max_length=30, blank=True)
    in_force_on = models.DateField("yürürlük", null=True, blank=True)
    articles = models.CharField("maddeler", max_length=200, blank=True)
    text = models.TextField("metin ya da özet", blank=True)
    link = models.URLField("bağlantı", max_length=500, blank=True)
    opinion = models.TextField("görüş", blank=True)
    impact = models.CharField("etki", max_length=8, choices=Impact.choices, blank=True)
    outcome = models.CharField("sonuç", max_length=10, choices=Outcome.choices, blank=True)
    opined_at = models.DateTimeField("görüş anı", null=True, blank=True)
    applied_on = models.DateField("uygulandığı gün", null=True, blank=True)
    practice = models.TextField("uygulamada ne değişti", blank=True)

    class Meta:
        verbose_name = "mevzuat değişikliği"
        verbose_name_plural = "mevzuat değişiklikleri"
        indexes = [models.Index(fields=["kind", "-published_on"], name="notice_by_kind")]

    def __str__(self) -> str:
        return self.case.subject

    @property
    def gazette(self) -> str:
        return " / ".join(part for part in (f"{self.published_on:%d.%m.%Y}", self.gazette_number) if part)


@history()
class Application(models.Model):
    """What a change altered in one affected unit, confirmed by somebody of that unit."""

    personal: ClassVar[Mapping[str, str]] = {"confirmed_by": "identity", "practice": "free_text"}

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="applications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    practice = models.TextField("ne değişti", blank=True)
    applied_on = models.DateField("uygulandığı gün", null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("bildirim", null=True)

    class Meta:
        verbose_name = "birimdeki uygulama"
        verbose_name_plural = "birimlerdeki uygulama"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "unit"], name="unit_once_per_notice")]

    def __str__(self) -> str:
        return str(self.unit)


@history()
class Flag(models.Model):
    """A duty to look at again because its legal basis changed."""

    personal: ClassVar[Mapping[str, str]] = {"settled_by": "identity", "note": "free_text"}

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="flags")
    duty = models.ForeignKey("legislation.Duty", models.CASCADE, related_name="+", verbose_name="görev")
    article = models.CharField("madde", max_length=40, blank=True)
    raised_at = models.DateTimeField("işaretlenme", auto_now_add=True)
    changed = models.BooleanField("görev değişti", default=False)
    note = models.CharField("sonuç", max_length=300, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("bakıldı", null=True)

    class Meta:
        verbose_name = "gözden geçirme işareti"
        verbose_name_plural = "gözden geçirme işaretleri"
        ordering = ["pk"]
        indexes = [models.Index(fields=["duty"], name="flag_open_of_duty", condition=models.Q(settled_at=None))]
        constraints = [models.UniqueConstraint(fields=["notice", "duty"], name="duty_flagged_once_per_notice")]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.duty_id}"
