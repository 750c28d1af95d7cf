"""A committee: on what it rests, by which rules it works, and who sits in it from when to when."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import PERIOD, TURKISH, Owned


class Kind(models.TextChoices):
    BOARD = "board", "Kurul"
    COMMISSION = "commission", "Komisyon"
    COMMITTEE = "committee", "Komite"
    GROUP = "group", "Çalışma grubu"


class Quorum(models.TextChoices):
    """How many must be present, of all who vote."""

    MAJORITY = "majority", "Üye tam sayısının salt çoğunluğu"
    TWO_THIRDS = "two_thirds", "Üye tam sayısının üçte ikisi"
    ALL = "all", "Üyelerin tamamı"
    NUMBER = "number", "Belirli sayıda üye"


class Majority(models.TextChoices):
    """How many must vote for."""

    PRESENT = "present", "Katılanların salt çoğunluğu"
    FULL = "full", "Üye tam sayısının salt çoğunluğu"
    TWO_THIRDS = "two_thirds", "Katılanların üçte ikisi"
    UNANIMOUS = "unanimous", "Katılanların oy birliği"


class Cadence(models.IntegerChoices):
    """Months between two ordinary meetings."""

    CALLED = 0, "Çağrı üzerine"
    MONTHLY = 1, "Ayda bir"
    TWO_MONTHLY = 2, "İki ayda bir"
    QUARTERLY = 3, "Üç ayda bir"
    HALF_YEARLY = 6, "Altı ayda bir"
    YEARLY = 12, "Yılda bir"


@history()
class Committee(Owned):
    """`unit` keeps its secretariat, `assignee` is the secretary who calls the meetings and writes the minutes."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("kurulun adı", max_length=200, db_collation=TURKISH)
    code = models.CharField(
        "kısaltma",
        max_length=12,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z0-9]{2,12}$", "Kısaltma 2-12 büyük harf ya da rakamdan oluşur (A-Z, 0-9).")
        ],
    )
    kind = models.CharField("tür", max_length=12, choices=Kind.choices, default=Kind.BOARD)
    purpose = models.TextField("görevi", max_length=4_000, blank=True)
    basis = models.CharField("hukuki dayanak", max_length=300, blank=True)
    regulation_number = models.CharField("mevzuat sayısı", max_length=24, blank=True)
    duty_path = models.CharField("madde, bent", max_length=24, blank=True)
    founding_decision = models.CharField("kuruluş kararı", max_length=300)
    founded_on = models.DateField("kuruluş")
    closed_on = models.DateField("kapanış", null=True, blank=True)
    quorum = models.CharField("toplantı yeter sayısı", max_length=12, choices=Quorum.choices, default=Quorum.MAJORITY)
    quorum_number = models.PositiveSmallIntegerField("yeter sayı (kişi)", null=True, blank=True)
    majority = models.CharField("karar çoğunluğu", max_length=12, choices=Majority.choices, default=Majority.PRESENT)
    chair_decides_ties = models.BooleanField("eşitlikte başkanın oyu yönünde", default=True)
    cadence = models.PositiveSmallIntegerField("toplanma sıklığı", choices=Cadence.choices, default=Cadence.QUARTERLY)
    notice_days = models.PositiveSmallIntegerField(
        "çağrı süresi (iş günü)", default=3, validators=[MaxValueValidator(60)]
    )
    term_years = models.PositiveSmallIntegerField(
        "üyelik süresi (yıl)", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    class Meta:
        verbose_name = "kurul"
        verbose_name_plural = "kurullar"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("founded_on")), name="committee_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(quorum="number") | Q(quorum_number__gte=1), name="committee_quorum_has_its_number"
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z0-9]{2,12}$"), name="committee_code_is_plain"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def series(self) -> str:
        """The gapless series its decisions and meetings are numbered in, apart from every other committee's."""
        return f"KK{self.pk}"

    def stands_on(self, day: dt.date) -> bool:
        return self.founded_on <= day and (self.closed_on is None or self.closed_on >= day)


class Role(models.TextChoices):
    CHAIR = "chair", "Başkan"
    DEPUTY = "deputy_chair", "Başkan yardımcısı"
    MEMBER = "member", "Asil üye"
    SUBSTITUTE = "substitute", "Yedek üye"
    RAPPORTEUR = "rapporteur", "Raportör"
    OBSERVER = "observer", "Gözlemci"


@history()
class Member(models.Model):
    """A seat in the committee for a time. Somebody of the house, or an outside body known by title only."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "title": "identity"}
    VOTING: ClassVar[frozenset[str]] = frozenset({Role.CHAIR, Role.DEPUTY, Role.MEMBER})

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="members", verbose_name="kurul")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişi"
    )
    title = models.CharField("unvan ya da kurum", max_length=160, blank=True, db_collation=TURKISH)
    role = models.CharField("kuruldaki görevi", max_length=12, choices=Role.choices, default=Role.MEMBER)
    substitutes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="stand_ins", verbose_name="yedeği olduğu üye"
    )
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)
    basis = models.CharField("görevlendirme yazısı", max_length=200, blank=True)

    class Meta:
        verbose_name = "kurul üyesi"
        verbose_name_plural = "kurul üyeleri"
        indexes = [models.Index(fields=["user", "committee"], name="member_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="committee_member_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(title=""), name="member_is_known"),
            ExclusionConstraint(
                name="one_seat_a_person_in_a_committee",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(user__isnull=False),
            ),
            ExclusionConstraint(
                name="one_chair_at_a_time",
                expressions=[("committee", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(role="chair"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.user.full_name if self.user else self.title

    @property
    def votes(self) -> bool:
        return self.role in self.VOTING


class CalendarKey(models.Model):
    """The secret address at which a calendar program reads somebody's meetings; kept as a hash only."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "digest": "identity"}

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="kişi")
    digest = models.CharField("özet", max_length=64, unique=True, db_collation="C")
    made_at = models.DateTimeField("oluşturma")

    class Meta:
        verbose_name = "takvim adresi"
