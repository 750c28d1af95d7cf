"""Delegations of a seat (vekâlet), the deputies who stand ready for it, and what was done in a superior's absence."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Appointment, Unit, User
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import DELEGATION, NOTICE


class Reason(models.TextChoices):
    LEAVE = "leave", "İzin"
    DUTY = "duty", "Görev (il dışı, eğitim, toplantı)"
    ILLNESS = "illness", "Sağlık raporu"
    OTHER = "other", "Diğer"


class Width(models.TextChoices):
    """How much of the seat is passed on."""

    ALL = "all", "Makamın bütün yetkileri"
    APPROVALS = "approvals", "Yalnız onaylar"


@history()
class Delegation(CaseRecord):
    """One seat lent to a deputy from a day to a day. Accepted, it becomes an appointment that acts for the seat."""

    lifecycle = DELEGATION
    series = "VK"
    view = access.VIEW
    card = "staffing/_delegation_card.html"
    page = "staffing:delegation"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "proposed": "wait",
        "active": "done",
        "reported": "wait",
        "closed": "closed",
        "declined": "closed",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "giver": "identity",
        "deputy": "identity",
        "approved_by": "identity",
        "reason": "free_text",
        "note": "free_text",
    }

    seat = models.ForeignKey(Appointment, models.PROTECT, related_name="lent", verbose_name="vekâlet edilen makam")
    giver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="makamın sahibi")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="vekil")
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş")
    reason = models.CharField("neden", max_length=12, choices=Reason.choices)
    width = models.CharField("kapsam", max_length=12, choices=Width.choices, default=Width.ALL)
    note = models.CharField("vekile not", max_length=500, blank=True, db_collation=TURKISH)
    document = models.CharField("dayandığı onay", max_length=120, blank=True, db_collation=TURKISH)
    needs_approval = models.BooleanField("üst amirin onayı gerekir", default=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="onaylayan")
    acting = models.OneToOneField(
        Appointment, models.PROTECT, null=True, related_name="delegation", verbose_name="vekilin makamı"
    )
    ended_on = models.DateField("fiilen bitiş", null=True)

    class Meta:
        verbose_name = "vekâlet"
        verbose_name_plural = "vekâletler"
        indexes = [
            models.Index(fields=["giver", "-since"], name="delegation_of_giver"),
            models.Index(fields=["deputy", "-since"], name="delegation_of_deputy"),
            models.Index(fields=["since", "until"], name="delegation_on_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(giver=F("deputy")), name="nobody_is_his_own_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.giver.full_name} yerine {self.deputy.full_name}"

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def last_day(self) -> dt.date:
        last: dt.date = self.ended_on or self.until
        return last


@history()
class Notice(CaseRecord):
    """A thing done without the superior because he could not be reached, told to him afterwards."""

    lifecycle = NOTICE
    series = "AY"
    view = access.SEE_HANDOVER
    card = "staffing/_notice_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {"reported": "wait", "confirmed": "done", "objected": "late"}
    personal: ClassVar[Mapping[str, str]] = {"what": "free_text", "why": "free_text", "answer": "free_text"}

    done_on = models.DateField("yapıldığı gün")
    what = models.TextField("yapılan iş", max_length=4000)
    why = models.CharField("amire neden ulaşılamadı", max_length=500, db_collation=TURKISH)
    related = models.CharField("ilgili dosya", max_length=24, blank=True)
    answer = models.CharField("amirin görüşü", max_length=1000, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "amir yokluğunda yapılan iş"
        verbose_name_plural = "amir yokluğunda yapılan işler"

    def __str__(self) -> str:
        return f"{self.done_on:%d.%m.%Y} · {self.case.subject}"

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


@history()
class StandingDeputy(models.Model):
    """Who stands ready for a seat, first and second, whoever holds it."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    position = models.CharField("makam", max_length=24, choices=Position.choices)
    order = models.PositiveSmallIntegerField("sıra", choices=[(1, "Birinci vekil"), (2, "İkinci vekil")])
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kişi")
    since = models.DateField("başlangıç", auto_now_add=True)

    class Meta:
        verbose_name = "sürekli vekil"
        verbose_name_plural = "sürekli vekiller"
        constraints = [
            models.UniqueConstraint(fields=["unit", "position", "order"], name="one_standing_deputy_per_place"),
            models.UniqueConstraint(fields=["unit", "position", "user"], name="a_standing_deputy_stands_once"),
            models.CheckConstraint(condition=Q(order__in=(1, 2)), name="first_or_second_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. vekil {self.user.full_name}"
