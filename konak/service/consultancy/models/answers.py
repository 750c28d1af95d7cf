"""A technical report or an expert opinion: its versions, who approved it, and the sealed paper."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile

from .. import access
from ..lifecycle import ANSWER_LIFE


class AnswerKind(models.TextChoices):
    REPORT = "report", "Teknik rapor"
    OPINION = "opinion", "Görüş"


class Followed(models.TextChoices):
    """What became of the recommendation."""

    UNKNOWN = "unknown", "Henüz bilinmiyor"
    FOLLOWED = "followed", "Uygulandı"
    PARTLY = "partly", "Kısmen uygulandı"
    NOT = "not", "Uygulanmadı"


class Recheck(models.Model):
    """A paper that was given out: whoever holds it asks by its code whether it is ours and unchanged."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.CharField("doğrulama kodu", max_length=20, unique=True)
    number = models.CharField("belge", max_length=40)
    title = models.CharField("başlık", max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField("düzenleme")
    signed = models.BooleanField("güvenli elektronik imzalı", default=False)

    class Meta:
        verbose_name = "doğrulanabilir belge"
        verbose_name_plural = "doğrulanabilir belgeler"
        constraints = [models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="recheck_by_sha256")]


@history()
class Answer(CaseRecord):
    """One question to the department and its one written answer."""

    lifecycle = ANSWER_LIFE
    series = "TG"
    view = access.VIEW
    card = "consultancy/_answer_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "review": "wait",
        "signing": "wait",
        "issued": "done",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "question": "free_text",
        "approver": "identity",
        "followed_note": "free_text",
    }

    kind = models.CharField("tür", max_length=8, choices=AnswerKind.choices, default=AnswerKind.REPORT)
    question = models.TextField("sorulan", max_length=4_000)
    ticket = models.ForeignKey(
        "desk.Ticket",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers_given",
        verbose_name="destek talebi",
    )
    asset_tag = models.CharField("cihazın sicil numarası", max_length=60, blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onaylayan"
    )
    issued_at = models.DateTimeField("veriliş", null=True, blank=True)
    paper = models.ForeignKey(Recheck, models.PROTECT, null=True, blank=True, related_name="answers")
    followed = models.CharField("öneriye uyuldu mu", max_length=8, choices=Followed.choices, default=Followed.UNKNOWN)
    followed_note = models.CharField("açıklama", max_length=500, blank=True)
    followed_on = models.DateField("ne zaman bakıldı", null=True, blank=True)

    class Meta:
        verbose_name = "teknik rapor / görüş"
        verbose_name_plural = "teknik rapor ve görüşler"
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(approver__isnull=False, paper__isnull=False),
                name="answer_issued_is_approved",
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class AnswerVersion(models.Model):
    """The text as it was written; it stays so."""

    personal: ClassVar[Mapping[str, str]] = {
        "by": "identity",
        "findings": "free_text",
        "conclusion": "free_text",
        "advice": "free_text",
    }

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("sürüm")
    findings = models.TextField("inceleme ve tespitler", max_length=20_000)
    conclusion = models.TextField("sonuç", max_length=8_000)
    advice = models.TextField("öneri", max_length=8_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="yazan")
    at = models.DateTimeField("zaman", auto_now_add=True)

    class Meta:
        verbose_name = "rapor sürümü"
        verbose_name_plural = "rapor sürümleri"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="answer_version_once")]
