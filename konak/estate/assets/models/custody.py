"""Who holds what: a person, or a place of common use."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import Unit, User

from .asset import Asset
from .places import Place


class CustodyState(models.TextChoices):
    OFFERED = "offered", "Kabul bekliyor"
    ACCEPTED = "accepted", "Zimmette"
    OBJECTED = "objected", "İtiraz edildi"
    PASSED = "passed", "Devredildi"
    RETURNED = "returned", "İade edildi"
    CANCELLED = "cancelled", "Geri çekildi"
    RETIRED = "retired", "Kayıttan düştü"


RUNNING = (CustodyState.OFFERED, CustodyState.ACCEPTED)


@history()
class Custody(models.Model):
    """Zimmet: one thing given to one person or to one common place, offered and then accepted by the holder.

    While a thing goes from hand to hand, what was accepted goes on until the next holder accepts: at most one row of
    a thing is accepted and at most one is offered.
    """

    personal: ClassVar[Mapping[str, str]] = {
        "holder": "identity",
        "given_by": "identity",
        "ended_by": "identity",
        "why": "free_text",
    }

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="custodies", verbose_name="taşınır")
    holder = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="custodies", verbose_name="zimmetli"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="custodies", verbose_name="ortak kullanım alanı"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    slip = models.CharField("teslim belgesi no", max_length=24, db_collation="C")
    """One number for what was given together; gapless in a year (Örnek 6)."""
    state = models.CharField("durum", max_length=10, choices=CustodyState.choices)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="teslim eden")
    offered_at = models.DateTimeField("verilme")
    accepted_at = models.DateTimeField("kabul", null=True, blank=True)
    ended_at = models.DateTimeField("bitiş", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="bitiren")
    due_back_on = models.DateField("iade tarihi", null=True, blank=True)
    """Given for a time only."""
    why = models.CharField("not / itiraz nedeni", max_length=500, blank=True)

    class Meta:
        verbose_name = "zimmet"
        verbose_name_plural = "zimmetler"
        indexes = [
            models.Index(
                fields=["holder", "state"], name="custody_of_person", condition=Q(ended_at=None, holder__isnull=False)
            ),
            models.Index(fields=["asset", "-id"], name="custody_of_asset"),
            models.Index(fields=["slip"], name="custody_slip"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], name="one_accepted_custody", condition=Q(state=CustodyState.ACCEPTED)
            ),
            models.UniqueConstraint(
                fields=["asset"], name="one_offered_custody", condition=Q(state=CustodyState.OFFERED)
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=False, place=None) | Q(holder=None, place__isnull=False),
                name="custody_of_a_person_or_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RUNNING, ended_at=None) | (~Q(state__in=RUNNING) & Q(ended_at__isnull=False)),
                name="custody_ends_with_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slip} {self.asset_id}"

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    @property
    def state_kind(self) -> str:
        return {"offered": "wait", "accepted": "done", "objected": "late"}.get(self.state, "closed")
