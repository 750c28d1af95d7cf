"""The catalogue: what can be asked for, who owns it, who must agree, what may not meet, what must be undertaken."""

import hashlib
from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, Unit, User
from konak.foundation.people.positions import Position


class RightKind(models.TextChoices):
    ROLE = "role", "Sistemde rol"
    SHARE = "share", "Paylaşılan klasör"
    MAIL = "mail", "E-posta kutusu ya da grubu"
    VPN = "vpn", "VPN, uzaktan erişim"
    INTERNET = "internet", "İnternet erişim profili"
    DOOR = "door", "Kapı ve alan geçişi"
    DATABASE = "database", "Veri tabanı rolü"
    DEVICE = "device", "Aygıt yöneticiliği"
    ACCOUNT = "account", "Hesap"
    OTHER = "other", "Diğer"


class Risk(models.IntegerChoices):
    LOW = 1, "Düşük"
    MEDIUM = 2, "Orta"
    HIGH = 3, "Yüksek"


class ApprovalRole(models.TextChoices):
    """Who agrees, in this order; the manager always does."""

    MANAGER = "manager", "Amir"
    UPPER = "upper", "Amirin amiri"
    OWNER = "owner", "Yetkinin sahibi"
    SECURITY = "security", "Bilgi güvenliği sorumlusu"


@history()
class Undertaking(models.Model):
    """A text people accept before a right is opened: confidentiality, VPN, password rules."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField("kod", max_length=40, unique=True)
    name = models.CharField("ad", max_length=160, db_collation=TURKISH)
    valid_months = models.PositiveSmallIntegerField("geçerlilik (ay)", null=True, blank=True)
    """After so many months it is accepted anew; empty: until a new version comes."""
    active = models.BooleanField("kullanımda", default=True)

    class Meta:
        verbose_name = "taahhüt"
        verbose_name_plural = "taahhütler"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@history()
class UndertakingVersion(models.Model):
    """One wording of an undertaking. Once in force it never changes; the digest is what people accept."""

    personal: ClassVar[Mapping[str, str]] = {"issued_by": "identity"}

    undertaking = models.ForeignKey(Undertaking, models.PROTECT, related_name="versions", verbose_name="taahhüt")
    number = models.PositiveSmallIntegerField("sürüm")
    text = models.TextField("metin", max_length=20_000)
    digest = models.CharField("özet", max_length=64)
    in_force_on = models.DateField("yürürlük")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="yayımlayan")

    class Meta:
        verbose_name = "taahhüt sürümü"
        verbose_name_plural = "taahhüt sürümleri"
        ordering = ["undertaking", "-number"]
        constraints = [models.UniqueConstraint(fields=["undertaking", "number"], name="undertaking_version_once")]

    def __str__(self) -> str:
        return f"{self.undertaking} (sürüm {self.number})"

    @staticmethod
    def digest_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()


class UndertakingAcceptance(models.Model):
    """Okudum, kabul ettim: who, which wording, when, over which door. It is never changed."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    version = models.ForeignKey(UndertakingVersion, models.PROTECT, related_name="acceptances", verbose_name="metin")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kabul eden")
    at = models.DateTimeField("kabul", auto_now_add=True)
    digest = models.CharField("kabul edilen metnin özeti", max_length=64)
    via = models.CharField("kapı", max_length=8, default="web")

    class Meta:
        verbose_name = "taahhüt kabulü"
        verbose_name_plural = "taahhüt kabulleri"
        indexes = [models.Index(fields=["user", "version", "-at"], name="acceptance_of_person")]

    def __str__(self) -> str:
        return f"{self.version} · {self.at:%d.%m.%Y}"


@history()
class Right(Owned):
    """One thing that can be asked for. Its unit and person own it; another unit may open it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    code = models.SlugField("kod", max_length=60, unique=True)
    name = models.CharField("ad", max_length=160, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=12, choices=RightKind.choices, default=RightKind.ROLE)
    area = models.CharField("sistem", max_length=120, db_collation=TURKISH)
    """The system, the share or the building in words; rights of one area are shown together."""
    system = models.ForeignKey(
        "systems.InformationSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rights",
        verbose_name="bilgi sistemi",
    )
    allows = models.TextField("ne yapılabilir", max_length=2_000)
    risk = models.PositiveSmallIntegerField("risk", choices=Risk.choices, default=Risk.LOW)
    privileged = models.BooleanField("ayrıcalıklı", default=False)
    approvals = ArrayField(
        models.CharField(max_length=12, choices=ApprovalRole.choices), default=list, verbose_name="onaylar"
    )
    """Beyond the manager, in order; high risk always ends with the security officer."""
    longest_days = models.PositiveSmallIntegerField("en uzun süre (gün)", null=True, blank=True)
    review_months = models.PositiveSmallIntegerField("gözden geçirme sıklığı (ay)", default=12)
    audience = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name="isteyebilecek birimler")
    """With all units below them; empty: everybody."""
    positions = ArrayField(
        models.CharField(max_length=24, choices=Position.choices),
        default=list,
        blank=True,
        verbose_name="isteyebilecek unvanlar",
    )
    executing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="yürüten birim")
    provisioner = models.CharField("otomatik yürütme", max_length=40, blank=True)
    target = models.CharField("sistemdeki karşılığı", max_length=300, blank=True)
    """What the provisioner is told: a group of the directory, a role name."""
    duty_group = models.CharField("görev grubu karşılığı", max_length=40, blank=True)
    """The group of staffing's matrix this right stands for; what may not meet there may not meet here."""
    emergency = models.BooleanField("acil erişime açık", default=False)
    undertakings = models.ManyToManyField(Undertaking, related_name="rights", blank=True, verbose_name="taahhütler")
    active = models.BooleanField("istenebilir", default=True)

    class Meta:
        verbose_name = "yetki tanımı"
        verbose_name_plural = "yetki tanımları"
        ordering = ["area", "name"]
        indexes = [models.Index(fields=["executing_unit"], name="right_by_executor")]
        constraints = [
            models.CheckConstraint(
                condition=Q(privileged=False) | Q(risk__gte=Risk.MEDIUM), name="privileged_right_is_not_low_risk"
            ),
            models.CheckConstraint(condition=Q(review_months__gte=1), name="right_is_reviewed"),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.name}"

    @property
    def chain(self) -> list[str]:
        """Who must agree, in order: the manager first, the security officer last where the risk is high."""
        found = [ApprovalRole.MANAGER.value]
        found += [role for role in self.approvals if role not in found]
        if self.risk == Risk.HIGH and ApprovalRole.SECURITY.value not in found:
            found.append(ApprovalRole.SECURITY.value)
        return found

    @property
    def risk_kind(self) -> str:
        """The colour of its risk."""
        return {Risk.LOW: "done", Risk.MEDIUM: "wait", Risk.HIGH: "late"}[Risk(self.risk)]


@history()
class Conflict(models.Model):
    """Separation of duties: a right that may not meet another right, or a duty group of staffing, in one person."""

    personal: ClassVar[Mapping[str, str]] = {}

    right = models.ForeignKey(Right, models.PROTECT, related_name="conflicts", verbose_name="yetki")
    other = models.ForeignKey(
        Right, models.PROTECT, null=True, blank=True, related_name="conflicts_of", verbose_name="öteki yetki"
    )
    group = models.CharField("öteki görev grubu", max_length=40, blank=True)
    why = models.CharField("gerekçe", max_length=300, db_collation=TURKISH)
    basis = models.CharField("dayanak", max_length=200, blank=True, db_collation=TURKISH)
    stops = models.BooleanField("engeller", default=True)
    """False only warns."""
    active = models.BooleanField("yürürlükte", default=True)

    class Meta:
        verbose_name = "çakışma kuralı"
        verbose_name_plural = "çakışma kuralları"
        constraints = [
            models.UniqueConstraint(fields=["right", "other"], name="one_conflict_for_two_rights"),
            models.UniqueConstraint(
                fields=["right", "group"], name="one_conflict_for_right_and_group", condition=~Q(group="")
            ),
            models.CheckConstraint(condition=~Q(right=F("other")), name="a_right_is_not_against_itself"),
            models.CheckConstraint(
                condition=(Q(other=None) & ~Q(group="")) | (Q(other__isnull=False) & Q(group="")),
                name="conflict_has_one_other_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right} × {self.other or self.group}"
