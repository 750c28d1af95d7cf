"""Requests that come back: a plan that opens a ticket by the calendar, and what it opened."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.calendar.queries import Calendar
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned


class Every(models.TextChoices):
    WORKDAY = "workday", "Her iş günü"
    WEEK = "week", "Haftada bir"
    MONTH = "month", "Ayda bir"
    QUARTER = "quarter", "Üç ayda bir"
    HALF_YEAR = "half_year", "Altı ayda bir"
    YEAR = "year", "Yılda bir"


_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@history()
class Recurring(Owned):
    """What is asked, of which service, how often, and when next. Its person gets the tickets it opens."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "text": "free_text"}

    service = models.ForeignKey("desk.Service", models.PROTECT, related_name="recurring", verbose_name="hizmet")
    subject = models.CharField("konu", max_length=200, db_collation=TURKISH)
    text = models.TextField("yapılacak", max_length=4_000, blank=True)
    asset_tag = models.CharField("cihazın sicil numarası", max_length=60, blank=True)
    every = models.CharField("sıklık", max_length=10, choices=Every.choices)
    starts_on = models.DateField("ilk gün")
    until = models.DateField("son gün", null=True, blank=True)
    turn = models.PositiveIntegerField("kaçıncı tur", default=0)
    """The next turn to open, counted from the first day; nothing else decides what is next."""
    next_on = models.DateField("sıradaki açılış", null=True, blank=True)
    paused = models.BooleanField("duraklatıldı", default=False)
    ended_on = models.DateField("bitirildi", null=True, blank=True)
    problem = models.CharField("açılamama nedeni", max_length=300, blank=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "tekrarlayan talep"
        verbose_name_plural = "tekrarlayan talepler"
        indexes = [
            models.Index(fields=["next_on"], name="recurring_due", condition=Q(paused=False, next_on__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts_on")), name="recurring_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        return "ended" if self.ended_on or self.next_on is None else "paused" if self.paused else "running"

    @property
    def state_words(self) -> tuple[str, str]:
        words = {"ended": ("Bitti", "closed"), "paused": ("Duraklatıldı", "wait"), "running": ("Sürüyor", "done")}
        return ("Açılamıyor", "late") if self.problem and self.state == "running" else words[self.state]

    def day_of(self, turn: int, calendar: Calendar) -> dt.date:
        """The working day a turn opens on: what falls on a holiday opens on the first working day after it."""
        if self.every == Every.WORKDAY:
            return calendar.add(calendar.next_working(self.starts_on), turn)
        if self.every == Every.WEEK:
            return calendar.next_working(self.starts_on + dt.timedelta(weeks=turn))
        return calendar.next_working(_months_after(self.starts_on, turn * _MONTHS[self.every]))

    def days_from(self, turn: int, calendar: Calendar, count: int) -> list[dt.date]:
        """The days of the next turns, no further than its last day."""
        found = []
        for place in range(count):
            day = self.day_of(turn + place, calendar)
            if self.until and day > self.until:
                break
            found.append(day)
        return found


def _months_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (first_of_next - dt.timedelta(days=1)).day))


class Turn(models.Model):
    """That a turn was opened, or passed over because the house stood still: once, whoever tries."""

    personal: ClassVar[Mapping[str, str]] = {}

    plan = models.ForeignKey(Recurring, models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField("tur")
    on = models.DateField("gün")
    ticket = models.ForeignKey(
        "desk.Ticket",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recurring_turns",
        verbose_name="açılan talep",
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "tekrarlayan talebin turu"
        verbose_name_plural = "tekrarlayan taleplerin turları"
        constraints = [models.UniqueConstraint(fields=["plan", "on"], name="recurring_turn_once")]
