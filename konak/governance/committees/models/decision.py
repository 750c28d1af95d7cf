"""A decision: its words and votes, and the case of carrying it out."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile

from .. import access
from ..lifecycle import DECISION
from .committee import Committee, Member
from .meeting import AgendaItem, Meeting


@history()
class Decision(CaseRecord):
    """The cover names the unit and the person who carry it out; `year` and `no` are the committee's own gapless
    count, "SOME 2026/3"."""

    lifecycle = DECISION
    series = "KR"
    view = access.VIEW
    card = "committees/_decision_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "wait",
        "started": "open",
        "reported": "wait",
        "done": "done",
        "noted": "closed",
        "revoked": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"text": "free_text", "revoked_why": "free_text"}

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="decisions", verbose_name="kurul")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name="toplantı")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="decision", verbose_name="gündem maddesi")
    year = models.PositiveSmallIntegerField("yıl")
    no = models.PositiveIntegerField("karar sayısı")
    decided_on = models.DateField("karar tarihi")
    text = models.TextField("karar", max_length=10_000)
    votes_for = models.PositiveSmallIntegerField("kabul")
    votes_against = models.PositiveSmallIntegerField("ret", default=0)
    abstained = models.PositiveSmallIntegerField("çekimser", default=0)
    chair_against = models.BooleanField("başkanın oyu ret", default=False)
    carried = models.BooleanField("kabul edildi", default=True)
    needs_action = models.BooleanField("işlem gerektirir", default=True)
    revoked_why = models.CharField("kaldırılma nedeni", max_length=300, blank=True)

    class Meta:
        verbose_name = "kurul kararı"
        verbose_name_plural = "kurul kararları"
        indexes = [models.Index(fields=["committee", "-year", "-no"], name="decision_of_committee")]
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "no"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(carried=True) | Q(needs_action=False), name="rejected_asks_no_deed"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return self.state_kinds.get(self.case.state, "open")

    @property
    def ordinal(self) -> str:
        """The committee's own number: "2026/3"."""
        return f"{self.year}/{self.no}"

    @property
    def vote_words(self) -> str:
        """How it was taken: "oy birliğiyle", "5 kabul, 1 ret, 1 çekimser oyla"."""
        if not self.votes_against and not self.abstained:
            return f"{self.votes_for} oyla, oy birliğiyle"
        parts = [f"{self.votes_for} kabul", f"{self.votes_against} ret"]
        parts += [f"{self.abstained} çekimser"] if self.abstained else []
        return f"{', '.join(parts)}; oy çokluğuyla"


class Dissent(models.Model):
    """The opinion of somebody who voted otherwise; it goes into the minutes as written."""

    personal: ClassVar[Mapping[str, str]] = {"text": "free_text"}

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="dissents")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="üye")
    text = models.TextField("karşı oy gerekçesi", max_length=4_000)

    class Meta:
        verbose_name = "karşı oy"
        constraints = [models.UniqueConstraint(fields=["decision", "member"], name="one_dissent_a_member")]


class Verdict(models.TextChoices):
    WAITING = "waiting", "Kabul bekliyor"
    ACCEPTED = "accepted", "Kabul edildi"
    RETURNED = "returned", "İade edildi"


class DecisionReport(models.Model):
    """One "done" about a decision: a note, a file or both, and what the committee's side said to it."""

    personal: ClassVar[Mapping[str, str]] = {
        "note": "free_text",
        "why": "free_text",
        "reported_by": "identity",
        "decided_by": "identity",
    }

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reports")
    note = models.TextField("sonuç", max_length=10_000, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="kanıt dosyası")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("bildirim")
    verdict = models.CharField("karar", max_length=8, choices=Verdict.choices, default=Verdict.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("karar zamanı", null=True)
    why = models.TextField("gerekçe", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "karar bildirimi"
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], name="one_report_waits_in_a_decision", condition=Q(verdict="waiting")
            ),
            models.CheckConstraint(
                condition=~Q(note="") | Q(file__isnull=False), name="decision_report_holds_something"
            ),
        ]
