"""Information systems: what they are for, who answers for them, what they stand on, with whom they talk."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, Unit, User

from .. import access
from ..lifecycle import REVIEW

CODE = r"^[A-Z][A-Z0-9-]{1,23}$"


class SystemKind(models.TextChoices):
    APPLICATION = "application", "Uygulama"
    PLATFORM = "platform", "Veri tabanı ve altyapı"
    NETWORK = "network", "Ağ ve haberleşme"
    SECURITY = "security", "Güvenlik"
    FIELD = "field", "Saha ve görüntü sistemi"
    OUTSIDE = "outside", "Dış kurum hizmeti"


class SystemState(models.TextChoices):
    PLANNED = "planned", "Planlanıyor"
    RUNNING = "running", "Kullanımda"
    REPLACING = "replacing", "Yenisiyle değiştiriliyor"
    RETIRED = "retired", "Kullanımdan kalktı"


class Criticality(models.IntegerChoices):
    """How much the house suffers without it."""

    LOW = 1, "Düşük"
    MEDIUM = 2, "Orta"
    HIGH = 3, "Yüksek"
    VITAL = 4, "Hayati"


class DataClass(models.TextChoices):
    PUBLIC = "public", "Herkese açık"
    INTERNAL = "internal", "Kurum içi"
    RESTRICTED = "restricted", "Sınırlı"
    SECRET = "secret", "Gizli"


class Runs(models.TextChoices):
    HOUSE = "house", "Kurumun sistem odası"
    STATE = "state", "Başka bir kamu kurumu"
    SUPPLIER = "supplier", "Yüklenicinin sunucuları"
    CLOUD = "cloud", "Yurt içi bulut"
    ABROAD = "abroad", "Yurt dışı bulut"
    DESK = "desk", "Kullanıcı bilgisayarı"


class Made(models.TextChoices):
    HOUSE = "house", "Kurum içinde geliştirildi"
    CONTRACT = "contract", "Hizmet alımıyla geliştirildi"
    PACKAGE = "package", "Paket yazılım"
    OPEN = "open", "Açık kaynak"
    STATE = "state", "Kamu kurumu sundu"


class SignIn(models.TextChoices):
    NONE = "none", "Oturum açılmaz"
    OWN = "own", "Kendi parolası"
    DIRECTORY = "directory", "Dizin (LDAP / AD)"
    KONAK = "konak", "Konak ile oturum (OpenID)"
    OTHER = "other", "Başka bir OpenID / SAML sağlayıcı"
    EDEVLET = "edevlet", "e-Devlet"
    CERTIFICATE = "certificate", "Elektronik sertifika"


class PersonalData(models.TextChoices):
    """Kinds of personal data as the registry of data controllers names them."""

    IDENTITY = "identity", "Kimlik"
    CONTACT = "contact", "İletişim"
    LOCATION = "location", "Konum"
    STAFF = "staff", "Özlük"
    LEGAL = "legal", "Hukuki işlem"
    CUSTOMER = "customer", "Başvuru ve hizmet"
    PLACE = "place", "Fiziksel mekân güvenliği"
    TRAIL = "trail", "İşlem güvenliği"
    FINANCE = "finance", "Finans"
    WORK = "work", "Mesleki deneyim"
    PICTURE = "picture", "Görsel ve işitsel"
    HEALTH = "health", "Sağlık (özel nitelikli)"
    BIOMETRIC = "biometric", "Biyometrik (özel nitelikli)"
    CONVICTION = "conviction", "Ceza mahkûmiyeti (özel nitelikli)"


SPECIAL = frozenset({PersonalData.HEALTH, PersonalData.BIOMETRIC, PersonalData.CONVICTION})


class Gap(NamedTuple):
    """Something that is not written although it is asked of every system."""

    code: str
    label: str
    essential: bool = False


GAPS: dict[str, Gap] = {
    gap.code: gap
    for gap in (
        Gap("assignee", "sorumlu kişi yok", True),
        Gap("substitute", "sorumlunun yedeği yok"),
        Gap("criticality", "kritiklik belirlenmemiş", True),
        Gap("data", "veri sınıfı belirlenmemiş", True),
        Gap("hosting", "nerede çalıştığı yazılmamış", True),
        Gap("rto", "kesinti süresi (RTO/RPO) belirlenmemiş"),
        Gap("backup", "yedeği yok ya da yazılmamış"),
        Gap("logs", "iz kaydı kaynağı yazılmamış"),
        Gap("watched", "izlenmiyor"),
        Gap("contract", "sözleşmesi bitmiş"),
        Gap("special", "özel nitelikli veri ikinci adımsız"),
        Gap("review", "gözden geçirmesi gecikmiş"),
    )
}


@history()
class InformationSystem(Owned):
    """A system or service in use or planned: one line of the register that others hang their records on."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "substitute": "identity"}
    owners: ClassVar[tuple[str, ...]] = ("assignee", "substitute")

    code = models.CharField(
        "kod",
        max_length=24,
        unique=True,
        validators=[RegexValidator(CODE, "Kod büyük harf, rakam ve tireden oluşur: EBYS, CBS-WEB.")],
    )
    name = models.CharField("ad", max_length=160, db_collation=TURKISH)
    about = models.TextField("ne işe yarar", blank=True)
    kind = models.CharField("tür", max_length=12, choices=SystemKind.choices, default=SystemKind.APPLICATION)
    state = models.CharField("durum", max_length=10, choices=SystemState.choices, default=SystemState.RUNNING)
    since = models.DateField("kullanıma giriş", null=True, blank=True)
    until = models.DateField("kullanımdan kalkış", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="yerine geçen sistem"
    )
    substitute = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sorumlunun yedeği"
    )
    criticality = models.PositiveSmallIntegerField("kritiklik", choices=Criticality.choices, null=True, blank=True)
    rto_hours = models.PositiveIntegerField("en uzun kesinti (RTO), saat", null=True, blank=True)
    rpo_hours = models.PositiveIntegerField("en çok veri kaybı (RPO), saat", null=True, blank=True)
    data_class = models.CharField("veri sınıfı", max_length=12, choices=DataClass.choices, blank=True)
    personal_data = ArrayField(
        models.CharField(max_length=12, choices=PersonalData.choices),
        default=list,
        blank=True,
        verbose_name="kişisel veri türleri",
    )
    runs = models.CharField("nerede çalışır", max_length=10, choices=Runs.choices, blank=True)
    hosting = models.CharField("yeri", max_length=200, blank=True, db_collation=TURKISH)
    address = models.CharField("adresi", max_length=300, blank=True)
    made = models.CharField("nasıl edinildi", max_length=10, choices=Made.choices, blank=True)
    version = models.CharField("sürüm", max_length=60, blank=True)
    standards = models.CharField("uyduğu standartlar", max_length=300, blank=True, db_collation=TURKISH)
    supplier = models.CharField("tedarikçi", max_length=160, blank=True, db_collation=TURKISH)
    contract = models.CharField("sözleşme", max_length=200, blank=True, db_collation=TURKISH)
    contract_until = models.DateField("sözleşme bitişi", null=True, blank=True)
    service_level = models.CharField("hizmet düzeyi", max_length=300, blank=True, db_collation=TURKISH)
    exit_terms = models.CharField("ayrılma koşulları", max_length=300, blank=True, db_collation=TURKISH)
    sign_in = models.CharField("oturum açma yolu", max_length=12, choices=SignIn.choices, blank=True)
    second_factor = models.BooleanField("ikinci adım var", default=False)
    log_source = models.CharField("iz kaydı kaynağı", max_length=200, blank=True, db_collation=TURKISH)
    logs_expected = models.BooleanField("iz kaydı beklenir", default=True)
    backup = models.CharField("yedekleme", max_length=200, blank=True, db_collation=TURKISH)
    backup_expected = models.BooleanField("yedek beklenir", default=True)
    watched = models.BooleanField("izleniyor", default=False)
    review_months = models.PositiveSmallIntegerField("gözden geçirme sıklığı, ay", default=12)
    reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    review_on = models.DateField("sonraki gözden geçirme", null=True, blank=True)
    folded = models.TextField(default="", editable=False)
    component = models.OneToOneField(
        "processes.Component",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="register_entry",
        verbose_name="hizmetlerin dayandığı bileşen",
    )
    """The same thing as services see it (docs/decisions/0009): facts stand here, reliances there."""

    class Meta:
        verbose_name = "bilgi sistemi"
        verbose_name_plural = "bilgi sistemleri"
        indexes = [
            models.Index(fields=["state", "code"], name="system_register"),
            models.Index(fields=["review_on"], name="system_review_due", condition=~Q(state="retired")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="system_code_is_plain"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="system_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state="retired") | Q(until__isnull=False), name="retired_system_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(review_months__gte=1) & Q(review_months__lte=60), name="system_review_months"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("pk")), name="system_does_not_succeed_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    @property
    def ended(self) -> bool:
        return self.state == SystemState.RETIRED

    @property
    def personal_labels(self) -> list[str]:
        return [str(PersonalData(value).label) for value in self.personal_data if value in PersonalData.values]

    @property
    def holds_special(self) -> bool:
        return bool(SPECIAL & set(self.personal_data))

    @property
    def gaps(self) -> list[Gap]:
        return self.gaps_on(localdate())

    def gaps_on(self, today: dt.date) -> list[Gap]:
        """What is missing about a system that lives; a retired one lacks nothing."""
        if self.ended:
            return []
        serious = (self.criticality or 0) >= Criticality.HIGH
        running = self.state != SystemState.PLANNED
        found = {
            "assignee": self.assignee_id is None,
            "substitute": self.substitute_id is None and serious,
            "criticality": self.criticality is None,
            "data": not self.data_class,
            "hosting": not self.runs,
            "rto": serious and (self.rto_hours is None or self.rpo_hours is None),
            "backup": running and self.backup_expected and not self.backup,
            "logs": running and self.logs_expected and not self.log_source,
            "watched": running and serious and not self.watched,
            "contract": self.contract_until is not None and self.contract_until < today,
            "special": self.holds_special and not self.second_factor,
            "review": self.review_on is not None and self.review_on < today,
        }
        return [GAPS[code] for code, lacking in found.items() if lacking]


@history()
class ServedUnit(models.Model):
    """That a unit works with a system."""

    personal: ClassVar[Mapping[str, str]] = {}

    system = models.ForeignKey(InformationSystem, models.CASCADE, related_name="served")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")

    class Meta:
        verbose_name = "sistemi kullanan birim"
        verbose_name_plural = "sistemi kullanan birimler"
        constraints = [models.UniqueConstraint(fields=["system", "unit"], name="unit_once_per_system")]

    def __str__(self) -> str:
        return f"{self.system_id} → {self.unit_id}"


class PartKind(models.TextChoices):
    SERVER = "server", "Sunucu"
    MODULE = "module", "Modül"
    DATABASE = "database", "Veri tabanı"
    STORAGE = "storage", "Depolama"
    DEVICE = "device", "Cihaz"
    CLIENT = "client", "İstemci / mobil uygulama"


@history()
class SystemPart(models.Model):
    """A server, module or database of a system."""

    personal: ClassVar[Mapping[str, str]] = {}

    system = models.ForeignKey(InformationSystem, models.CASCADE, related_name="parts")
    kind = models.CharField("tür", max_length=10, choices=PartKind.choices)
    name = models.CharField("ad", max_length=120, db_collation=TURKISH)
    where = models.CharField("yer / adres", max_length=160, blank=True)
    version = models.CharField("sürüm", max_length=60, blank=True)
    note = models.CharField("açıklama", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "sistemin bileşeni"
        verbose_name_plural = "sistemlerin bileşenleri"
        constraints = [models.UniqueConstraint(fields=["system", "kind", "name"], name="part_once_per_system")]

    def __str__(self) -> str:
        return self.name


class Need(models.TextChoices):
    STOPS = "stops", "Olmadan durur"
    SLOWS = "slows", "Olmadan aksar"
    DATA = "data", "Yalnız veri alışverişi"


class Direction(models.TextChoices):
    TAKES = "takes", "Veri alır"
    GIVES = "gives", "Veri verir"
    BOTH = "both", "Karşılıklı"


class Way(models.TextChoices):
    API = "api", "Web servisi (API)"
    DATABASE = "database", "Veri tabanı bağlantısı"
    FILE = "file", "Dosya aktarımı"
    QUEUE = "queue", "Mesaj kuyruğu"
    SIGN_IN = "sign_in", "Oturum açma"
    MANUAL = "manual", "Elle aktarım"


@history()
class Interface(models.Model):
    """How a system stands on another one or talks to it; the other may stand outside the house."""

    personal: ClassVar[Mapping[str, str]] = {}

    system = models.ForeignKey(InformationSystem, models.CASCADE, related_name="interfaces", verbose_name="sistem")
    other = models.ForeignKey(
        InformationSystem, models.CASCADE, null=True, blank=True, related_name="used_by", verbose_name="karşı sistem"
    )
    counterpart = models.CharField("karşı kurum", max_length=160, blank=True, db_collation=TURKISH)
    need = models.CharField("gereklilik", max_length=6, choices=Need.choices, default=Need.DATA)
    direction = models.CharField("yön", max_length=6, choices=Direction.choices, default=Direction.BOTH)
    way = models.CharField("yöntem", max_length=10, choices=Way.choices, default=Way.API)
    online = models.BooleanField("çevrim içi", default=True)
    data = models.CharField("aktarılan veri", max_length=300, blank=True, db_collation=TURKISH)
    ground = models.CharField("hukuki dayanak", max_length=300, blank=True, db_collation=TURKISH)
    protocol = models.CharField("protokol", max_length=160, blank=True, db_collation=TURKISH)
    protocol_until = models.DateField("protokol bitişi", null=True, blank=True)
    last_on = models.DateField("son aktarım", null=True, blank=True)

    class Meta:
        verbose_name = "arayüz"
        verbose_name_plural = "arayüzler"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "other", "way"], condition=Q(other__isnull=False), name="interface_once"
            ),
            models.UniqueConstraint(
                fields=["system", "counterpart", "way"], condition=Q(other=None), name="outside_interface_once"
            ),
            models.CheckConstraint(
                condition=(Q(other=None) & ~Q(counterpart="")) | (Q(other__isnull=False) & Q(counterpart="")),
                name="interface_has_one_other_side",
            ),
            models.CheckConstraint(condition=Q(other=None) | ~Q(other=F("system")), name="interface_leads_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} → {self.other_side}"

    @property
    def other_side(self) -> str:
        return str(self.other) if self.other_id else self.counterpart


class SystemReview(CaseRecord):
    """The yearly look at one system: is what the register says still true?"""

    personal: ClassVar[Mapping[str, str]] = {"remark": "free_text"}
    lifecycle = REVIEW
    series = "BS"
    view = access.VIEW
    card = "systems/_review_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {"waiting": "wait", "confirmed": "done", "dropped": "closed"}

    system = models.ForeignKey(
        InformationSystem, models.PROTECT, related_name="reviews", verbose_name="bilgi sistemi"
    )
    remark = models.CharField("not", max_length=300, blank=True, db_collation=TURKISH)
    done_on = models.DateField("yapıldığı gün", null=True, blank=True)
    snapshot = models.JSONField("o günkü bilgiler", default=dict, blank=True)

    class Meta:
        verbose_name = "bilgi sistemi gözden geçirmesi"
        verbose_name_plural = "bilgi sistemi gözden geçirmeleri"
        indexes = [models.Index(fields=["system", "-done_on"], name="reviews_of_system")]
