"""A regulation or directive: its text, its structure, and what it defines and rests on."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import LIFE
from .words import Cadence, Kind, NodeKind

HEADING_REPAIR, CHAPTER_REPAIR = "heading_repair", "chapter_repair"
"""Codes of the reading notes that propose other letters for a heading; the proposal stands under "repaired"."""


class Regulation(CaseRecord):
    """One version of a regulation or directive, from the handed-in text to its repeal."""

    lifecycle = LIFE
    series = "MV"
    view = access.VIEW
    card = "legislation/_regulation_card.html"
    page = "legislation:regulation"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "submitted": "wait",
        "in_force": "done",
        "repealed": "closed",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"text": "free_text", "wrapper": "free_text"}

    kind = models.CharField("tür", max_length=12, choices=Kind.choices, default=Kind.REGULATION)
    title = models.CharField("başlık", max_length=300, db_collation=TURKISH)
    institution = models.CharField("kurum", max_length=200, blank=True, db_collation=TURKISH)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="directives", verbose_name="dayandığı yönetmelik"
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="yürürlükten kaldırdığı",
    )
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="kaynak dosya")
    text = models.TextField("metin")
    meta = models.JSONField("künye", default=dict)
    wrapper = models.JSONField("metnin dışındakiler", default=list)
    notes = models.JSONField("okuma notları", default=list)
    decision_body = models.CharField("karar organı", max_length=80, blank=True)
    decision_date = models.DateField("karar tarihi", null=True, blank=True)
    decision_number = models.CharField("karar sayısı", max_length=60, blank=True)
    finalised_on = models.DateField("kesinleşme tarihi", null=True, blank=True)
    published_on = models.DateField("yayım tarihi", null=True, blank=True)
    published_in = models.CharField("yayım yeri", max_length=160, blank=True, db_collation=TURKISH)
    announced_on = models.DateField("ilan tarihi", null=True, blank=True)
    announced_by = models.CharField("ilan yolu", max_length=160, blank=True, db_collation=TURKISH)
    in_force_on = models.DateField("yürürlük tarihi", null=True, blank=True)
    in_force_how = models.CharField("yürürlük tarihi nasıl bulundu", max_length=400, blank=True)
    repealed_on = models.DateField("yürürlükten kalkma tarihi", null=True, blank=True)

    class Meta:
        verbose_name = "mevzuat metni"
        verbose_name_plural = "mevzuat"
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("predecessor")), name="regulation_does_not_repeal_itself"),
            models.CheckConstraint(condition=~Q(case=F("parent")), name="regulation_does_not_rest_on_itself"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def decision(self) -> str:
        """Adoption body, date and number in one line, as every printout of a duty shows it."""
        day = f"{self.decision_date:%d.%m.%Y}" if self.decision_date else ""
        parts = (self.decision_body, day, self.decision_number if self.decision_number != "—" else "")
        return " · ".join(part for part in parts if part)

    @property
    def lacks_approval(self) -> bool:
        """A directive in force whose approval (olur) is not fully on record."""
        known = self.decision_body and self.decision_date and self.decision_number.strip("—- ")
        return self.kind == Kind.DIRECTIVE and self.in_force_on is not None and not known


class Executor(models.Model):
    """A seat that carries the text out ("… yürütür"): a position, of one unit or of the whole house."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="executors")
    position = models.CharField("makam", max_length=30, choices=Position.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="birim")

    class Meta:
        verbose_name = "yürüten makam"
        verbose_name_plural = "yürüten makamlar"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "position", "unit"], name="executor_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_position_display()}, {self.unit}" if self.unit else str(self.get_position_display())


class Article(models.Model):
    """One printed article. The second article 8 of a text has occurrence 2 and path "8-2"."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="articles")
    order = models.PositiveIntegerField("sıra")
    number = models.CharField("madde", max_length=16)
    occurrence = models.PositiveSmallIntegerField(default=1)
    path = models.CharField("yol", max_length=24)
    heading = models.CharField("başlık", max_length=300, blank=True, db_collation=TURKISH)
    chapter = models.CharField("bölüm", max_length=300, blank=True, db_collation=TURKISH)
    role = models.CharField("madde türü", max_length=24, default="other")
    raw = models.TextField("ham metin")
    tail = models.TextField("bentlerden sonraki metin", blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    notes = models.JSONField(default=list)

    class Meta:
        verbose_name = "madde"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["regulation", "path"], name="article_path_once")]

    def __str__(self) -> str:
        return f"Madde {self.number}" + (f" ({self.occurrence}.)" if self.occurrence > 1 else "")


@history()
class Clause(models.Model):
    """A paragraph or labelled item of an article, with what the reader proposed and what a person made of it."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="clauses")
    article = models.ForeignKey(Article, models.CASCADE, related_name="clauses")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField("sıra")
    kind = models.CharField(max_length=10, choices=NodeKind.choices)
    label = models.CharField("bent", max_length=16, blank=True)
    printed = models.CharField("basılı işaret", max_length=16, blank=True)
    path = models.CharField("yol", max_length=60)
    title = models.CharField("başlık", max_length=300, blank=True, db_collation=TURKISH)
    text = models.TextField("metin", db_collation=TURKISH)
    raw = models.TextField("ham metin")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    repaired = models.TextField("önerilen düzeltme", blank=True)
    confidence = models.FloatField("güven", default=1.0)

    is_duty = models.BooleanField("görev", default=False)
    responsible = models.CharField("metindeki sorumlu", max_length=200, blank=True, db_collation=TURKISH)
    responsible_confidence = models.FloatField(default=0.0)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    role = models.CharField("görev unvanı", max_length=24, choices=Position.choices, blank=True)
    cadence = models.CharField("sıklık", max_length=12, choices=Cadence.choices, default=Cadence.NONE)
    cadence_quote = models.CharField("sıklığın metindeki dayanağı", max_length=200, blank=True)
    cadence_proposal = models.CharField(
        "önerilen sıklık", max_length=12, choices=Cadence.choices, default=Cadence.NONE
    )
    confirmed = models.BooleanField("sorumlusu onaylandı", default=False)
    editor_note = models.TextField("editör notu", blank=True)

    class Meta:
        verbose_name = "bent"
        ordering = ["order"]
        indexes = [models.Index(fields=["regulation", "is_duty", "confirmed"], name="clause_review")]
        constraints = [models.UniqueConstraint(fields=["regulation", "path"], name="clause_path_once")]

    def __str__(self) -> str:
        return f"Md. {self.path}"

    @property
    def shown(self) -> str:
        """The words a reader should see: the accepted text, with its title where that is not its beginning."""
        return self.text if self.text.startswith(self.title) else f"{self.title} {self.text}".strip()


class Definition(models.Model):
    """A term as the text defines it."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="definitions")
    label = models.CharField(max_length=16, blank=True)
    path = models.CharField(max_length=60, blank=True)
    term = models.CharField("terim", max_length=200, db_collation=TURKISH)
    meaning = models.TextField("anlam", db_collation=TURKISH)
    note = models.CharField("editör notu", max_length=500, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "tanım"
        ordering = ["pk"]


class LegalBasis(models.Model):
    """A law, regulation or circular the text rests on."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="bases")
    kind = models.CharField("tür", max_length=24)
    name = models.CharField("ad", max_length=400, db_collation=TURKISH)
    number = models.CharField("sayı", max_length=60, blank=True)
    path = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "dayanak"
        ordering = ["pk"]


class Citation(models.Model):
    """A reference inside the text; `resolved` is the path it points to, empty while it points outside."""

    personal: ClassVar[Mapping[str, str]] = {}

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="citations")
    kind = models.CharField("tür", max_length=24)
    text = models.CharField("metin", max_length=400)
    number = models.CharField("sayı", max_length=60, blank=True)
    path = models.CharField(max_length=60, blank=True)
    resolved = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "atıf"
        ordering = ["pk"]
