"""Units, the people who work in them, and who sits where from when to when.

Organisation and identity are one package: a person never acts as such, always from a seat.
"""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower

from konak.foundation.db.history import history

from .positions import HEADS, Basis, Clearance, Position, Succeeds, UnitKind
from .rules import KEPT, NO_CIRCLE, ONE_HAND, PLACED

IDENTITY, CONTACT, WORK, FREE_TEXT = "identity", "contact", "work", "free_text"
TURKISH = "tr-x-icu"
USERNAME = r"^[a-z0-9][a-z0-9._-]*$"
DETSIS = r"^[1-9][0-9]{7}$"
"""The number of a unit in the State Organisation Central Registry: eight digits, the first not zero."""

# `daterange(since, until, '[]')`: the last day belongs to the period.
PERIOD = Func("since", "until", models.Value("[]"), function="daterange", output_field=DateRangeField())


@history()
class Unit(models.Model):
    """One box of the organisation chart. A closed unit keeps its row: old files still name it.

    Name, kind and parent are those of today; what they were and will be stands in `Placement`.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("birim adı", max_length=200, db_collation=TURKISH)
    short_name = models.CharField("kısa adı", max_length=60, blank=True, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="bağlı olduğu birim"
    )
    since = models.DateField("kuruluş", null=True, blank=True)
    until = models.DateField("kapanış", null=True, blank=True)
    """The last day of the unit; it belongs to it."""
    code = models.CharField("birim kodu", max_length=30, null=True, blank=True, unique=True)
    detsis = models.CharField(
        "DETSİS no",
        max_length=8,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(DETSIS, "DETSİS numarası sekiz rakamdır ve sıfırla başlamaz.")],
    )
    founding = models.CharField("kuruluş dayanağı", max_length=300, blank=True, db_collation=TURKISH)
    """The law and the decision the unit rests on, as written on the paper."""
    phone = models.CharField("telefon", max_length=32, blank=True)
    email = models.EmailField("e-posta", blank=True)
    address = models.CharField("yer", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "birim"
        verbose_name_plural = "birimler"
        ordering = ["name"]
        triggers = [PLACED, KEPT]
        constraints = [
            models.CheckConstraint(
                condition=Q(detsis=None) | Q(detsis__regex=DETSIS), name="unit_detsis_has_8_digits"
            ),
            models.CheckConstraint(condition=~Q(pk=F("parent")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="unit_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class Placement(models.Model):
    """Where a unit stands in the tree, and by what name, from when to when. This is the truth; `Unit` is its today.

    A row without `since` says "from the beginning". The database keeps one placement per unit at a time and no circle
    on any day; it also places a unit that is only created or changed in its own row.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements", verbose_name="birim")
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bağlı olduğu birim"
    )
    name = models.CharField("birim adı", max_length=200, db_collation=TURKISH)
    short_name = models.CharField("kısa adı", max_length=60, blank=True, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=20, choices=UnitKind.choices)
    since = models.DateField("başlangıç", null=True, blank=True)
    until = models.DateField("bitiş", null=True, blank=True)
    basis = models.CharField("dayanak", max_length=300, blank=True, db_collation=TURKISH)
    """The decision the change rests on, as written on the paper."""

    class Meta:
        verbose_name = "birimin yeri"
        verbose_name_plural = "birimlerin yerleri"
        ordering = ["unit", F("since").asc(nulls_first=True)]
        triggers = [ONE_HAND, NO_CIRCLE]
        indexes = [models.Index(fields=["parent", "since"], name="placement_below")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="placement_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_placement_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """What became of a unit: who took over when it closed, what was split from it."""

    personal: ClassVar[Mapping[str, str]] = {}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="önceki birim")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions", verbose_name="devralan birim")
    on = models.DateField("tarih")
    how = models.CharField("nasıl", max_length=10, choices=Succeeds.choices)
    basis = models.CharField("dayanak", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "ardıllık"
        verbose_name_plural = "ardıllıklar"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "successor", "on"], name="succession_once"),
            models.CheckConstraint(condition=~Q(unit=F("successor")), name="unit_does_not_succeed_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.successor}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


@history(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who works for the municipality (never a citizen). The name to sign in with is ASCII, lower case."""

    personal: ClassVar[Mapping[str, str]] = {
        "username": IDENTITY,
        "first_name": IDENTITY,
        "last_name": IDENTITY,
        "registry_number": IDENTITY,
        "email": CONTACT,
        "phone": CONTACT,
        "title": WORK,
        "last_login": WORK,
        "password": IDENTITY,
    }

    username = models.CharField(
        "kullanıcı adı",
        max_length=60,
        unique=True,
        validators=[RegexValidator(USERNAME, "Kullanıcı adı küçük harf, rakam, nokta, tire ve alt çizgiden oluşur.")],
    )
    first_name = models.CharField("adı", max_length=80, db_collation=TURKISH)
    last_name = models.CharField("soyadı", max_length=80, db_collation=TURKISH)
    registry_number = models.CharField("sicil no", max_length=20, null=True, blank=True, unique=True)
    title = models.CharField("unvan", max_length=80, blank=True, db_collation=TURKISH)
    email = models.EmailField("e-posta", blank=True)
    phone = models.CharField("dahili / telefon", max_length=32, blank=True)
    is_active = models.BooleanField("etkin", default=True)
    has_one_time_secret = models.BooleanField("parolası tek kullanımlık", default=False)
    joined_at = models.DateTimeField("kayıt", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "kullanıcı"
        verbose_name_plural = "kullanıcılar"
        ordering = ["first_name", "last_name"]
        constraints = [
            models.CheckConstraint(condition=Q(username__regex=USERNAME), name="username_is_plain"),
            models.UniqueConstraint(Lower("email"), name="user_email_once", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username

    def get_full_name(self) -> str:
        return self.full_name


@history()
class Appointment(models.Model):
    """Who sits in which position of which unit, and from when to when; `acting_for` marks a delegation (vekâlet)."""

    personal: ClassVar[Mapping[str, str]] = {"user": IDENTITY, "acting_for": IDENTITY}

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="kişi")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="birim")
    position = models.CharField("görev", max_length=24, choices=Position.choices)
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)
    acting_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name="vekâlet edilen makam"
    )
    clearance = models.PositiveSmallIntegerField(
        "gizlilik yetkisi", choices=Clearance.choices, default=Clearance.NONE
    )
    basis = models.CharField("görev şekli", max_length=12, choices=Basis.choices, default=Basis.PERMANENT)
    document = models.CharField("dayandığı onay", max_length=120, blank=True)
    """Date and number of the approval the seat rests on, as written on the paper."""
    approvals_only = models.BooleanField("yalnız onaylar", default=False)
    """A seat lent no further than its approvals: it looks and decides, it does not do the work of the seat."""

    class Meta:
        verbose_name = "görevlendirme"
        verbose_name_plural = "görevlendirmeler"
        indexes = [models.Index(fields=["unit", "position"], name="appointment_seat")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="appointment_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="one_person_one_seat_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_head_in_a_seat_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(position__in=HEADS, basis=Basis.PERMANENT, acting_for=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_position_display()}, {self.unit}"


class Owned(models.Model):
    """A register row that belongs to a unit and perhaps to a person: the same reach that filters cases filters it."""

    owners: ClassVar[tuple[str, ...]] = ("assignee",)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sorumlu kişi"
    )
    secrecy = models.PositiveSmallIntegerField("gizlilik", choices=Clearance.choices, default=Clearance.NONE)

    class Meta:
        abstract = True
