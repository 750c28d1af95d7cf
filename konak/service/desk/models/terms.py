"""How long it may take: hours of the desk, levels (SLA, OLA), targets, priority, and what happens near the end."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

from ..clocks import Shift
from .catalogue import Priority


@history()
class Hours(models.Model):
    """When a desk works on a working day, or round the clock."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("adı", max_length=80, unique=True, db_collation=TURKISH)
    always = models.BooleanField("7×24", default=False)
    begins = models.TimeField("başlangıç", default=dt.time(8, 30))
    ends = models.TimeField("bitiş", default=dt.time(17, 30))
    break_from = models.TimeField("ara başlangıcı", null=True, blank=True)
    break_until = models.TimeField("ara bitişi", null=True, blank=True)

    class Meta:
        verbose_name = "çalışma saati"
        verbose_name_plural = "çalışma saatleri"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(always=True) | Q(ends__gt=F("begins")), name="hours_end_after_begin"),
            models.CheckConstraint(
                condition=Q(break_from=None, break_until=None)
                | Q(break_from__isnull=False, break_until__gt=F("break_from")),
                name="hours_break_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shift(self) -> Shift:
        return Shift(self.always, self.begins, self.ends, self.break_from, self.break_until)


class LevelKind(models.TextChoices):
    SLA = "sla", "SLA · talep sahibine söz"
    OLA = "ola", "OLA · ekibin iç süresi"


@history()
class Level(models.Model):
    """A promise: how soon a first answer and how soon a solution, by priority and by hours."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("adı", max_length=80, unique=True, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=3, choices=LevelKind.choices, default=LevelKind.SLA)
    hours = models.ForeignKey(Hours, models.PROTECT, related_name="levels", verbose_name="çalışma saati")
    close_after = models.PositiveSmallIntegerField("çözümden sonra kaç iş gününde kapanır", default=3)

    class Meta:
        verbose_name = "süre sözü"
        verbose_name_plural = "süre sözleri"
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


@history()
class Target(models.Model):
    """The minutes of one level for one priority; an OLA has no first answer."""

    personal: ClassVar[Mapping[str, str]] = {}

    level = models.ForeignKey(Level, models.CASCADE, related_name="targets")
    priority = models.PositiveSmallIntegerField("öncelik", choices=Priority.choices)
    answer_minutes = models.PositiveIntegerField("ilk yanıt (dakika)", null=True, blank=True)
    solve_minutes = models.PositiveIntegerField("çözüm (dakika)", null=True, blank=True)

    class Meta:
        verbose_name = "hedef süre"
        verbose_name_plural = "hedef süreler"
        ordering = ["priority"]
        constraints = [models.UniqueConstraint(fields=["level", "priority"], name="target_once")]


class Clocked(models.TextChoices):
    """Which of the three clocks of a ticket."""

    ANSWER = "answer", "İlk yanıt"
    SOLVE = "solve", "Çözüm"
    OWN = "own", "İç süre"


class Reaction(models.TextChoices):
    TELL_AGENT = "tell_agent", "Üstlenene haber ver"
    TELL_CHIEF = "tell_chief", "Birim amirine haber ver"
    TELL_ABOVE = "tell_above", "Bir üst amire haber ver"
    RAISE = "raise", "Önceliği bir basamak yükselt"
    MOVE = "move", "Başka ekibe ver"


class EscalationRule(models.Model):
    """What is done so many minutes before (negative) or after a deadline."""

    personal: ClassVar[Mapping[str, str]] = {}

    level = models.ForeignKey(Level, models.CASCADE, related_name="rules", verbose_name="süre sözü")
    clock = models.CharField("süre", max_length=8, choices=Clocked.choices, default=Clocked.SOLVE)
    minutes = models.IntegerField("kaç dakika sonra (önce için eksi)")
    reaction = models.CharField("ne yapılır", max_length=12, choices=Reaction.choices)
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hangi ekibe"
    )
    active = models.BooleanField("yürürlükte", default=True)

    class Meta:
        verbose_name = "yükseltme kuralı"
        verbose_name_plural = "yükseltme kuralları"
        ordering = ["level", "clock", "minutes"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reaction="move") | Q(to_unit__isnull=False), name="rule_that_moves_names_a_team"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=-43_200, minutes__lte=43_200), name="rule_within_a_month"
            ),
        ]

    @property
    def before(self) -> int:
        """Minutes before the deadline, for a rule that warns."""
        return -self.minutes


class Escalation(models.Model):
    """A rule that was applied to a ticket for one deadline; it is not applied to it again."""

    personal: ClassVar[Mapping[str, str]] = {}

    ticket = models.ForeignKey("Ticket", models.PROTECT, related_name="escalations")
    rule = models.ForeignKey(EscalationRule, models.CASCADE, related_name="+")
    due_at = models.DateTimeField("son an")
    at = models.DateTimeField("ne zaman", auto_now_add=True)

    class Meta:
        verbose_name = "yükseltme"
        constraints = [models.UniqueConstraint(fields=["ticket", "rule", "due_at"], name="escalated_once_for_a_due")]


class Grade(models.IntegerChoices):
    """Impact and urgency, from much to little."""

    HIGH = 1, "Yüksek"
    MEDIUM = 2, "Orta"
    LOW = 3, "Düşük"


@history()
class MatrixCell(models.Model):
    """Impact × urgency → priority."""

    personal: ClassVar[Mapping[str, str]] = {}

    impact = models.PositiveSmallIntegerField("etki", choices=Grade.choices)
    urgency = models.PositiveSmallIntegerField("ivedilik", choices=Grade.choices)
    priority = models.PositiveSmallIntegerField("öncelik", choices=Priority.choices)

    class Meta:
        verbose_name = "öncelik kuralı"
        verbose_name_plural = "öncelik kuralları"
        ordering = ["impact", "urgency"]
        constraints = [models.UniqueConstraint(fields=["impact", "urgency"], name="matrix_cell_once")]
