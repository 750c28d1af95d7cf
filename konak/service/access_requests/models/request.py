"""A request for one right, the approvals it waits for, and conflicts allowed for a time."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit, User
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import REQUEST
from .catalogue import ApprovalRole, Conflict, Right, Undertaking, UndertakingAcceptance, UndertakingVersion


class RequestKind(models.TextChoices):
    NEW = "new", "Yeni yetki"
    EXTEND = "extend", "Süre uzatma"
    CHANGE = "change", "Yetki değişikliği"
    END = "end", "Yetkinin kaldırılması"


@history()
class AccessRequest(CaseRecord):
    """One right for one person. Several asked for together share a basket and go their own ways."""

    lifecycle = REQUEST
    series = "YT"
    view = access.VIEW
    card = "access_requests/_request_card.html"
    page = "access_requests:request"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "returned": "late",
        "executing": "open",
        "review": "late",
        "done": "done",
        "refused": "closed",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "person": "identity",
        "reason": "free_text",
        "detail": "free_text",
        "compensating": "free_text",
        "words": "free_text",
        "proof": "free_text",
    }

    kind = models.CharField("tür", max_length=8, choices=RequestKind.choices, default=RequestKind.NEW)
    person = models.ForeignKey(User, models.PROTECT, related_name="access_requests", verbose_name="kimin için")
    right = models.ForeignKey(Right, models.PROTECT, related_name="requests", verbose_name="yetki")
    entitlement = models.ForeignKey(
        "access_requests.Entitlement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name="mevcut yetki",
    )
    """What is extended, changed or taken away; after the grant, what was given."""
    basket = models.CharField("sepet", max_length=24, blank=True)
    """The number of the first request of the basket."""
    reason = models.TextField("gerekçe", max_length=2_000)
    detail = models.CharField("ayrıntı", max_length=300, blank=True, db_collation=TURKISH)
    """Which folder, which door, which database exactly."""
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)
    emergency = models.BooleanField("acil erişim", default=False)
    preapproved = models.BooleanField("şablonla önceden onaylı", default=False)
    movement = models.ForeignKey(
        "access_requests.Movement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name="dosya",
    )
    conflict = models.CharField("çakışma", max_length=500, blank=True, db_collation=TURKISH)
    conflict_rule = models.ForeignKey(
        Conflict, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="çakışma kuralı"
    )
    compensating = models.CharField("telafi edici kontrol", max_length=500, blank=True, db_collation=TURKISH)
    exception_until = models.DateField("istisnanın son günü", null=True, blank=True)
    role = models.CharField("sıradaki onay", max_length=12, choices=ApprovalRole.choices, blank=True)
    turn_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onaylayacak birim"
    )
    turn_position = models.CharField("onaylayacak makam", max_length=24, choices=Position.choices, blank=True)
    words = models.TextField("son karar gerekçesi", max_length=2_000, blank=True)
    proof = models.CharField("yapılan işlem", max_length=500, blank=True, db_collation=TURKISH)
    failed = models.CharField("otomatik yürütme hatası", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "yetki talebi"
        verbose_name_plural = "yetki talepleri"
        indexes = [
            models.Index(fields=["person", "-case"], name="access_request_of_person"),
            models.Index(fields=["basket"], name="access_request_basket", condition=~Q(basket="")),
            models.Index(fields=["right", "-case"], name="access_request_of_right"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="access_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind="new") | Q(entitlement__isnull=False), name="a_change_names_what_it_changes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.right.name}"

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @cached_property
    def chain_rows(self) -> "list[Approval]":
        """Its approvals, in order."""
        return list(self.approvals.select_related("user", "decided_by").order_by("round", "place"))

    @property
    def turns_left(self) -> int:
        return sum(row.verdict == Verdict.WAITING for row in self.chain_rows)

    @property
    def earlier_deciders(self) -> set[int]:
        """Who already agreed in this round; nobody agrees twice."""
        rows = self.chain_rows
        last = max((row.round for row in rows), default=0)
        return {
            row.decided_by_id
            for row in rows
            if row.round == last and row.decided_by_id is not None and row.verdict == Verdict.APPROVED
        }

    def lacking_undertakings(self) -> list[str]:
        """The names of texts the person has not accepted in the wording of today."""
        if self.kind in {RequestKind.END, RequestKind.EXTEND}:
            return []
        return lacking_undertakings(self.right_id, self.person_id)


def lacking_undertakings(right_id: int, user_id: int) -> list[str]:
    """Undertakings of a right that a person still has to accept."""
    pairs = []
    for text in Undertaking.objects.filter(rights=right_id, active=True):
        newest = text.versions.filter(in_force_on__lte=localdate()).order_by("-number").first()
        if newest is not None:
            pairs.append((text, newest))
    return lacking_names(pairs, user_id)


def lacking_names(pairs: Sequence[tuple[Undertaking, UndertakingVersion]], user_id: int) -> list[str]:
    """Of these texts, each in its wording of today, the names of those a person has not accepted or too long ago."""
    found = []
    for text, newest in pairs:
        accepted = UndertakingAcceptance.objects.filter(version=newest, user_id=user_id).order_by("-at").first()
        if accepted is None or (
            text.valid_months and (localdate() - localdate(accepted.at)).days > text.valid_months * 30
        ):
            found.append(text.name)
    return found


class Verdict(models.TextChoices):
    WAITING = "waiting", "Bekliyor"
    APPROVED = "approved", "Onayladı"
    SAME = "same", "Önceki onayla birlikte"
    RETURNED = "returned", "İade etti"
    REFUSED = "refused", "Uygun bulmadı"
    DROPPED = "dropped", "Gerek kalmadı"


@history()
class Approval(models.Model):
    """One agreement that is needed: whose, in which seat; and what he said. A resubmitted request has a new round."""

    personal: ClassVar[Mapping[str, str]] = {
        "user": "identity",
        "decided_by": "identity",
        "words": "free_text",
    }

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="approvals", verbose_name="talep")
    round = models.PositiveSmallIntegerField("tur", default=1)
    place = models.PositiveSmallIntegerField("sıra")
    role = models.CharField("onay", max_length=12, choices=ApprovalRole.choices)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="onaylayacak kişi")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="birim")
    position = models.CharField("makam", max_length=24, choices=Position.choices, blank=True)
    verdict = models.CharField("karar", max_length=10, choices=Verdict.choices, default=Verdict.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="karar veren")
    decided_at = models.DateTimeField("karar zamanı", null=True)
    acting = models.BooleanField("vekâleten", default=False)
    words = models.CharField("gerekçe", max_length=500, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "yetki onayı"
        verbose_name_plural = "yetki onayları"
        ordering = ["request", "round", "place"]
        constraints = [
            models.UniqueConstraint(fields=["request", "round", "place"], name="one_approval_at_a_place"),
            models.CheckConstraint(
                condition=Q(verdict__in=["waiting", "dropped"]) | Q(decided_at__isnull=False),
                name="a_verdict_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_verdict_display()}"


@history()
class ConflictException(models.Model):
    """A conflict allowed for one person until a day, with what makes up for it."""

    personal: ClassVar[Mapping[str, str]] = {
        "user": "identity",
        "approved_by": "identity",
        "compensating": "free_text",
    }

    rule = models.ForeignKey(Conflict, models.PROTECT, null=True, related_name="exceptions", verbose_name="kural")
    """None: a rule of staffing's matrix, told in `words`."""
    words = models.CharField("çakışma", max_length=500, db_collation=TURKISH)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kişi")
    right = models.ForeignKey(Right, models.PROTECT, related_name="+", verbose_name="yetki")
    request = models.ForeignKey(AccessRequest, models.PROTECT, null=True, related_name="+", verbose_name="talep")
    until = models.DateField("son gün")
    compensating = models.CharField("telafi edici kontrol", max_length=500, db_collation=TURKISH)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="onaylayan")
    approved_at = models.DateTimeField("onay", auto_now_add=True)

    class Meta:
        verbose_name = "çakışma istisnası"
        verbose_name_plural = "çakışma istisnaları"
        indexes = [models.Index(fields=["user", "right", "-until"], name="conflict_exception_of_person")]

    def __str__(self) -> str:
        return f"{self.words} · {self.until:%d.%m.%Y}"
