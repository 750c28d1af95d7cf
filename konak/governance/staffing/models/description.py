"""Job descriptions and undertakings, in versions, and who has read and accepted which."""

import hashlib
import json
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import User
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import DESCRIPTION


class Paper(models.TextChoices):
    JOB = "job", "Görev tanımı"
    UNDERTAKING = "undertaking", "Taahhütname"


@history()
class DescriptionVersion(CaseRecord):
    """One version. It is for a position (or everybody) of its unit and of the units below, or for one person."""

    lifecycle = DESCRIPTION
    series = "GT"
    view = access.VIEW
    card = "staffing/_description_card.html"
    page = "staffing:description"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "submitted": "wait",
        "in_force": "done",
        "replaced": "closed",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"person": "identity", "text": "free_text"}

    paper = models.CharField("tür", max_length=12, choices=Paper.choices, default=Paper.JOB)
    position = models.CharField("unvan", max_length=24, choices=Position.choices, blank=True)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişiye özel"
    )
    version = models.PositiveIntegerField("sürüm", default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="önceki sürüm"
    )
    text = models.TextField("metin", max_length=20_000, blank=True)
    duties = models.JSONField("görevler", default=list)
    """[{"text", "source"}]: as they stood in the register when this version was written."""
    in_force_on = models.DateField("yürürlük", null=True)
    ended_on = models.DateField("yürürlükten kalkma", null=True)
    digest = models.CharField("özet", max_length=64, blank=True)

    class Meta:
        verbose_name = "görev tanımı"
        verbose_name_plural = "görev tanımları"
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_on=None) | ~Q(digest=""), name="what_is_in_force_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.subject} (sürüm {self.version})"

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    def computed_digest(self) -> str:
        """SHA-256 of what is accepted: title, text, duties, version."""
        claim = {
            "paper": self.paper,
            "subject": self.case.subject,
            "version": self.version,
            "text": self.text,
            "duties": self.duties,
        }
        line = json.dumps(claim, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(line.encode()).hexdigest()


class Acknowledgement(models.Model):
    """Somebody read and accepted a version: who, when, and the digest of exactly that text. Never changed."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    version = models.ForeignKey(DescriptionVersion, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kişi")
    at = models.DateTimeField("kabul", default=now)
    digest = models.CharField("özet", max_length=64)

    class Meta:
        verbose_name = "kabul"
        verbose_name_plural = "kabuller"
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="accepted_once_a_version")]
        indexes = [models.Index(fields=["user"], name="acknowledgement_of_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.at:%d.%m.%Y}"
