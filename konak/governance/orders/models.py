"""A task given outside the numbered duties, what was reported about it, and the extensions asked for."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position

from . import access
from .lifecycle import LIFE


class Form(models.TextChoices):
    """How the superior gave it."""

    WRITTEN = "written", "Yazılı"
    ORAL = "oral", "Sözlü"


@history()
class Order(CaseRecord):
    """Görev emri: the cover names the unit and the person who do it, the record who gave it, when and how."""

    lifecycle = LIFE
    series = "GE"
    view = access.VIEW
    card = "orders/_order_card.html"
    # its page is the generic one: comments, files and links stand there already
    state_kinds: ClassVar[Mapping[str, str]] = {
        "given": "wait",
        "started": "open",
        "reported": "wait",
        "done": "done",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "text": "free_text",
        "giver": "identity",
        "basis": "free_text",
        "withdrawn_why": "free_text",
    }

    text = models.TextField("emir", max_length=10_000)
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders_given", verbose_name="emri veren"
    )
    given_as = models.CharField("emri verenin makamı", max_length=24, choices=Position.choices)
    given_from = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="emri verenin birimi")
    given_on = models.DateField("emir tarihi")
    form = models.CharField("veriliş biçimi", max_length=8, choices=Form.choices, default=Form.WRITTEN)
    confirmed_at = models.DateTimeField("verenin teyidi", null=True, blank=True)
    first_due_on = models.DateField("ilk verilen son gün")
    basis = models.CharField("dayanak", max_length=200, blank=True)
    regulation_number = models.CharField("mevzuat sayısı", max_length=24, blank=True)
    duty_path = models.CharField("madde, bent", max_length=24, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="bağlı olduğu emir"
    )
    batch = models.UUIDField("toplu emir", null=True, blank=True)
    withdrawn_why = models.TextField("geri alma nedeni", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "görev emri"
        verbose_name_plural = "görev emirleri"
        indexes = [
            models.Index(fields=["giver", "-case"], name="order_by_giver"),
            models.Index(fields=["batch"], name="order_by_batch", condition=~Q(batch=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(case=models.F("parent")), name="order_is_not_its_own_part"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return self.state_kinds.get(self.case.state, "open")

    @property
    def duty_words(self) -> str:
        """The clause it rests on as people write it: "MV-2026-00001 Md. 12/p"."""
        path = f"Md. {self.duty_path}" if self.duty_path else ""
        return " ".join(part for part in (self.regulation_number, path) if part)

    @property
    def needs_confirmation(self) -> bool:
        """An oral order that the doer wrote down and the giver has not yet confirmed."""
        return self.form == Form.ORAL and self.confirmed_at is None and not self.ended


class Verdict(models.TextChoices):
    WAITING = "waiting", "Onay bekliyor"
    ACCEPTED = "accepted", "Kabul edildi"
    RETURNED = "returned", "İade edildi"


class Report(models.Model):
    """One "done": a note, a file or both, and what the giver said to it. It stays as written."""

    personal: ClassVar[Mapping[str, str]] = {
        "note": "free_text",
        "why": "free_text",
        "reported_by": "identity",
        "decided_by": "identity",
    }

    order = models.ForeignKey(Order, models.PROTECT, related_name="reports")
    note = models.TextField("sonuç", max_length=10_000, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="kanıt dosyası")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("bildirim")
    verdict = models.CharField("karar", max_length=8, choices=Verdict.choices, default=Verdict.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("karar zamanı", null=True)
    why = models.TextField("gerekçe", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "görev bildirimi"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], name="one_report_waits_in_an_order", condition=Q(verdict="waiting")
            ),
            models.CheckConstraint(
                condition=~Q(note="") | Q(file__isnull=False), name="report_holds_a_note_or_a_file"
            ),
        ]


class Answer(models.TextChoices):
    ASKED = "asked", "İstendi"
    GRANTED = "granted", "Verildi"
    REFUSED = "refused", "Verilmedi"


class Extension(models.Model):
    """More time asked for, and what the giver answered."""

    personal: ClassVar[Mapping[str, str]] = {
        "why": "free_text",
        "words": "free_text",
        "asked_by": "identity",
        "decided_by": "identity",
    }

    order = models.ForeignKey(Order, models.PROTECT, related_name="extensions")
    until = models.DateField("istenen son gün")
    before = models.DateField("istendiği andaki son gün")
    why = models.TextField("neden", max_length=2_000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("istek")
    answer = models.CharField("cevap", max_length=8, choices=Answer.choices, default=Answer.ASKED)
    granted_until = models.DateField("verilen son gün", null=True, blank=True)
    words = models.TextField("cevabın gerekçesi", max_length=2_000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("cevap zamanı", null=True)

    class Meta:
        verbose_name = "süre uzatma isteği"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], name="one_extension_waits_in_an_order", condition=Q(answer="asked")
            ),
        ]


class Dependency(models.Model):
    """That one order can be finished only behind another, also across branches."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    after = models.ForeignKey(Order, models.CASCADE, related_name="predecessors", verbose_name="bekleyen emir")
    before = models.ForeignKey(Order, models.CASCADE, related_name="successors", verbose_name="öncül emir")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("bağlanma", auto_now_add=True)

    class Meta:
        verbose_name = "emirlerin sırası"
        verbose_name_plural = "emirlerin sırası"
        constraints = [
            models.UniqueConstraint(fields=["after", "before"], name="order_dependency_once"),
            models.CheckConstraint(condition=~Q(after=models.F("before")), name="order_waits_not_for_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
