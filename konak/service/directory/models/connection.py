"""The directory, as the installation describes it, and how its places become units."""

from collections.abc import Mapping
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit
from konak.gateways.ldap import KINDS

SLUG = r"^[a-z][a-z0-9-]{1,29}$"


@history(exclude=["secret", "checked_at", "problem", "next_at"])
class Connection(models.Model):
    """One directory: where it is, how it is asked, what is taken from it, and where the guard stops."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.CharField(
        "kod",
        max_length=30,
        unique=True,
        validators=[RegexValidator(SLUG, "Kod küçük harf, rakam ve tireden oluşur: kurum-dizini.")],
    )
    name = models.CharField("ad", max_length=120, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=10, choices=[(key, kind.label) for key, kind in KINDS.items()])
    url = models.CharField("adres", max_length=200)
    start_tls = models.BooleanField("StartTLS", default=False)
    ca = models.TextField("güvenilen sertifika (CA)", blank=True)
    bind_dn = models.CharField("bağlantı hesabı", max_length=300, blank=True)
    secret = models.TextField("parola", blank=True, default="")
    """Encrypted by the key of the installation; `KONAK_LDAP_PASSWORD` wins where it is set."""
    base = models.CharField("taban (base DN)", max_length=300)
    people_base = models.CharField("kişilerin yeri", max_length=300, blank=True)
    people_filter = models.CharField("kişi süzgeci", max_length=300, blank=True)
    groups_base = models.CharField("grupların yeri", max_length=300, blank=True)
    groups_filter = models.CharField("grup süzgeci", max_length=300, blank=True)
    attributes = models.JSONField("öznitelik adları", default=dict, blank=True)
    page_size = models.PositiveSmallIntegerField("sayfa boyu", default=500)
    timeout = models.PositiveSmallIntegerField("zaman sınırı, saniye", default=10)
    creates = models.BooleanField("yeni kişiye hesap açılır", default=True)
    disables = models.BooleanField("dizinde kapanan hesap kapatılır", default=True)
    signs_in = models.BooleanField("kişiler dizin parolasıyla girer", default=True)
    threshold = models.PositiveSmallIntegerField("kapanacak hesap sınırı, yüzde", default=10)
    every_hours = models.PositiveSmallIntegerField("kaç saatte bir eşitlenir", default=0)
    """0: only when somebody starts it."""
    active = models.BooleanField("etkin", default=True)
    checked_at = models.DateTimeField("son deneme", null=True, blank=True)
    problem = models.CharField("son sorun", max_length=300, blank=True)
    next_at = models.DateTimeField("sonraki eşitleme", null=True, blank=True)

    class Meta:
        verbose_name = "dizin bağlantısı"
        verbose_name_plural = "dizin bağlantıları"
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gte=1, threshold__lte=100), name="directory_threshold"),
            models.CheckConstraint(condition=Q(page_size__gte=1, page_size__lte=5000), name="directory_page_size"),
        ]

    def __str__(self) -> str:
        return self.name


class Reads(models.TextChoices):
    OU = "ou", "Bulunduğu yer (OU)"
    DEPARTMENT = "department", "Birim özniteliği"


@history()
class UnitRule(models.Model):
    """Entries that lie in a place, or name a department, belong to a unit."""

    personal: ClassVar[Mapping[str, str]] = {}

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="rules")
    reads = models.CharField("neye bakılır", max_length=10, choices=Reads.choices)
    value = models.CharField("değer", max_length=200, db_collation=TURKISH)
    folded = models.CharField(max_length=200, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")

    class Meta:
        verbose_name = "birim eşleme kuralı"
        verbose_name_plural = "birim eşleme kuralları"
        constraints = [
            models.UniqueConstraint(fields=["connection", "reads", "folded"], name="unit_rule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.value} → {self.unit_id}"


class Claim(models.TextChoices):
    """By which claim of the issuer a person is known."""

    EMAIL = "email", "E-posta (doğrulanmış)"
    USERNAME = "preferred_username", "Kullanıcı adı"
    NUMBER = "employee_number", "Sicil no"
    UPN = "upn", "Kullanıcı adı (UPN)"


@history(exclude=["secret", "checked_at", "problem"])
class Issuer(models.Model):
    """Another provider of identities with which people sign in to Konak: Keycloak, AD FS, e-Devlet and the like."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.CharField(
        "kod",
        max_length=30,
        unique=True,
        validators=[RegexValidator(SLUG, "Kod küçük harf, rakam ve tireden oluşur: keycloak.")],
    )
    name = models.CharField("ad", max_length=80, db_collation=TURKISH)
    issuer = models.CharField("yayımcı adresi (issuer)", max_length=300)
    client_id = models.CharField("istemci kimliği", max_length=200)
    secret = models.TextField("istemci sırrı", blank=True, default="")
    """Encrypted by the key of the installation; `KONAK_OIDC_SECRET` wins where it is set."""
    claim = models.CharField("eşleme", max_length=20, choices=Claim.choices, default=Claim.EMAIL)
    scopes = models.CharField("kapsamlar", max_length=200, default="openid profile email")
    strong = models.CharField("güçlü doğrulama değerleri", max_length=200, blank=True)
    """Values of `acr` or `amr` that count as two factors, by spaces."""
    demands_strong = models.BooleanField("güçlü doğrulama istenir", default=False)
    active = models.BooleanField("etkin", default=True)
    checked_at = models.DateTimeField("son deneme", null=True, blank=True)
    problem = models.CharField("son sorun", max_length=300, blank=True)

    class Meta:
        verbose_name = "oturum sağlayıcı"
        verbose_name_plural = "oturum sağlayıcılar"

    def __str__(self) -> str:
        return self.name

    @property
    def strong_values(self) -> frozenset[str]:
        return frozenset(self.strong.split())


class Audience(models.TextChoices):
    """Who may sign in to a system with the Konak account."""

    EVERYBODY = "everybody", "Kurumdaki herkes"
    ENTITLED = "entitled", "O sistemde yetkisi olanlar"
    UNIT = "unit", "Sahibi birim ve bağlı birimler"


@history()
class ClientSystem(models.Model):
    """A system that lets people in with their Konak account: its client, its owner, and whom it lets in."""

    personal: ClassVar[Mapping[str, str]] = {}

    client = models.OneToOneField(
        "allauth_idp_oidc.Client", models.CASCADE, related_name="konak", verbose_name="istemci"
    )
    system = models.ForeignKey(
        "systems.InformationSystem", models.PROTECT, related_name="oidc_clients", verbose_name="bilgi sistemi"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="sahibi birim")
    audience = models.CharField("kimler girebilir", max_length=10, choices=Audience.choices)
    active = models.BooleanField("etkin", default=True)
    made_at = models.DateTimeField("kayıt", auto_now_add=True)
    secret_at = models.DateTimeField("sır yenilendi", null=True, blank=True)
    ended_at = models.DateTimeField("kapatıldı", null=True, blank=True)

    class Meta:
        verbose_name = "Konak ile oturum açan sistem"
        verbose_name_plural = "Konak ile oturum açan sistemler"

    def __str__(self) -> str:
        return str(self.system)
