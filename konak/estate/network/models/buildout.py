"""What is being built: sites handed over, what is planned, what providers offer, when lines are tested and failed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned, Unit

from .. import access
from ..lifecycle.further import HAND_OVER_LIFE
from .circuit import Circuit, CircuitKind, TestKind
from .gear import Device, Site
from .space import tags


def money(label: str, **more: object) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        **more,  # type: ignore[arg-type]
    )


@history()
class HandOver(CaseRecord):
    """The network of a new or renewed site, from the list of what must work to the minutes of handing it over."""

    lifecycle = HAND_OVER_LIFE
    series = "YDT"
    view = access.FILES
    card = "network/_hand_over_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "preparing": "open",
        "offered": "wait",
        "accepted": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "giver": "identity",
        "receiver": "identity",
        "receiver_title": "work",
        "note": "free_text",
    }

    site = models.ForeignKey(Site, models.PROTECT, related_name="hand_overs", verbose_name="yerleşke")
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="teslim alan birim")
    items = models.JSONField("denetim listesi", default=list)
    """[{"text", "done", "note"}]: what must work; an item that is missing says why."""
    note = models.CharField("açıklama", max_length=500, blank=True, db_collation=TURKISH)
    giver = models.CharField("teslim eden", max_length=120, blank=True, db_collation=TURKISH)
    receiver = models.CharField("teslim alan", max_length=120, blank=True, db_collation=TURKISH)
    receiver_title = models.CharField("görevi", max_length=120, blank=True, db_collation=TURKISH)
    done_on = models.DateField("teslim günü", null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tutanak"
    )

    class Meta:
        verbose_name = "yerleşke teslimi"
        verbose_name_plural = "yerleşke teslimleri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def ready(self) -> int:
        return sum(1 for one in self.items if one.get("done"))

    @property
    def whole(self) -> int:
        return len(self.items)


class PlannedSort(models.TextChoices):
    SITE = "site", "Yeni yerleşke"
    CIRCUIT = "circuit", "Hat"
    DEVICE = "device", "Cihaz"
    WIRELESS = "wireless", "Kablosuz"
    FIBRE = "fibre", "Fiber güzergâh"
    CAPACITY = "capacity", "Kapasite artırımı"


class PlannedStatus(models.TextChoices):
    PROPOSED = "proposed", "Öneri"
    APPROVED = "approved", "Programda"
    BUYING = "buying", "Alımda"
    DONE = "done", "Gerçekleşti"
    DROPPED = "dropped", "Vazgeçildi"


@history()
class PlannedWork(Owned):
    """What the network shall get: why, in which year, for how much, from which money; and what became of it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    title = models.CharField("ad", max_length=160, db_collation=TURKISH)
    sort = models.CharField("tür", max_length=8, choices=PlannedSort.choices)
    status = models.CharField("durum", max_length=8, choices=PlannedStatus.choices, default=PlannedStatus.PROPOSED)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="planned", verbose_name="yerleşke"
    )
    year = models.PositiveSmallIntegerField("yıl")
    quantity = models.PositiveIntegerField("miktar", default=1)
    cost = money("tahmini bedel (₺)")
    money_from = models.CharField("ödeneği", max_length=120, db_collation=TURKISH)
    why = models.CharField("gerekçe", max_length=400, db_collation=TURKISH)
    purchase = models.CharField("alım dosyası", max_length=60, blank=True, db_collation=TURKISH)
    spent = money("gerçekleşen bedel (₺)", null=True, blank=True)
    realised_on = models.DateField("gerçekleştiği gün", null=True, blank=True)
    circuit = models.ForeignKey(
        Circuit, models.SET_NULL, null=True, blank=True, related_name="planned", verbose_name="doğan hat"
    )
    device = models.ForeignKey(
        Device, models.SET_NULL, null=True, blank=True, related_name="planned", verbose_name="doğan cihaz"
    )
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "planlanan iş"
        verbose_name_plural = "planlanan işler"
        indexes = [models.Index(fields=["year", "status"], name="network_plan_year")]

    def __str__(self) -> str:
        return f"{self.year} · {self.title}"


@history()
class Offer(Owned):
    """What a provider offers for a need: speed, promise, price. Offers of one need stand beside each other."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    need = models.CharField("ihtiyaç", max_length=160, db_collation=TURKISH)
    provider = models.CharField("işletmeci", max_length=120, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=10, choices=CircuitKind.choices)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="yerleşke"
    )
    down_kbps = models.PositiveIntegerField("indirme (kbit/s)")
    up_kbps = models.PositiveIntegerField("gönderme (kbit/s)", default=0)
    promised = models.DecimalField(
        "taahhüt edilen süreklilik (%)", max_digits=6, decimal_places=3, null=True, blank=True
    )
    setup = money("kurulum (₺)", default=0)
    monthly = money("aylık (₺)")
    months = models.PositiveSmallIntegerField("taahhüt (ay)", default=12)
    given_on = models.DateField("teklif günü")
    valid_until = models.DateField("geçerlilik", null=True, blank=True)
    chosen = models.BooleanField("seçildi", default=False)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "işletmeci teklifi"
        verbose_name_plural = "işletmeci teklifleri"
        constraints = [
            models.UniqueConstraint(fields=["need"], condition=Q(chosen=True), name="one_chosen_offer_of_a_need")
        ]

    def __str__(self) -> str:
        return f"{self.provider} · {self.need}"

    @property
    def total(self) -> Decimal:
        """What the whole term costs."""
        return self.setup + self.monthly * self.months

    @property
    def per_mbit(self) -> Decimal | None:
        """Lira a month for one Mbit/s, the set-up spread over the term."""
        if not self.down_kbps or not self.months:
            return None
        return (self.total / self.months / (Decimal(self.down_kbps) / 1000)).quantize(Decimal("0.01"))


@history()
class TestPlan(Owned):
    """How often a line is tested and how; the next day moves when the test is recorded."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    circuit = models.ForeignKey(Circuit, models.CASCADE, related_name="test_plans", verbose_name="hat")
    kind = models.CharField("sınama", max_length=9, choices=TestKind.choices, default=TestKind.PERIODIC)
    every = models.PositiveSmallIntegerField("sıklık (gün)", default=180)
    next_on = models.DateField("sıradaki gün")
    limit = models.PositiveIntegerField("en çok geçiş süresi (sn)", null=True, blank=True)
    how = models.CharField("nasıl sınanır", max_length=400, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "sınama planı"
        verbose_name_plural = "sınama planları"
        constraints = [models.UniqueConstraint(fields=["circuit", "kind"], name="one_test_plan_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.circuit} · {self.get_kind_display()}"


class LineOutage(models.Model):
    """A time in which a line did not work, as it is held against what its provider promised."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "cause": "free_text"}

    circuit = models.ForeignKey(Circuit, models.PROTECT, related_name="outages", verbose_name="hat")
    began_at = models.DateTimeField("başlangıç")
    ended_at = models.DateTimeField("bitiş", null=True, blank=True)
    theirs = models.BooleanField("işletmecinin kusuru", default=True)
    reported = models.CharField("işletmecideki kayıt no", max_length=60, blank=True, db_collation="C")
    cause = models.CharField("neden, ne yapıldı", max_length=300, blank=True, db_collation=TURKISH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="yazan"
    )

    class Meta:
        verbose_name = "hat kesintisi"
        verbose_name_plural = "hat kesintileri"
        constraints = [
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gt=F("began_at")), name="outage_term"),
            models.UniqueConstraint(fields=["circuit"], condition=Q(ended_at=None), name="one_open_outage_of_a_line"),
        ]
        indexes = [models.Index(fields=["circuit", "-began_at"], name="line_outage_newest")]

    def __str__(self) -> str:
        return f"{self.circuit_id} {self.began_at:%d.%m.%Y}"
