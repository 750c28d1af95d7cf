"""What is watched: hosts, the checks on them, the parts a check looks at, templates, secrets."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

KEPT: Mapping[str, str] = {"assignee": "identity", "description": "free_text"}


class Level(models.IntegerChoices):
    """How a check stands."""

    OK = 0, "Çalışıyor"
    WARN = 1, "Uyarı"
    CRIT = 2, "Kritik"
    UNKNOWN = 3, "Bilinmiyor"


class HostState(models.TextChoices):
    UP = "up", "Çalışıyor"
    DOWN = "down", "Erişilemiyor"
    UNREACHABLE = "unreachable", "Yolu kapalı"
    NEW = "new", "Henüz ölçülmedi"


class HostSort(models.TextChoices):
    SWITCH = "switch", "Anahtar"
    ROUTER = "router", "Yönlendirici"
    FIREWALL = "firewall", "Güvenlik duvarı"
    WIRELESS = "wireless", "Erişim noktası"
    SERVER = "server", "Sunucu"
    DATABASE = "database", "Veritabanı"
    WEB = "web", "Web sitesi, servis"
    PRINTER = "printer", "Yazıcı"
    UPS = "ups", "KGK, güç"
    SENSOR = "sensor", "Ortam algılayıcısı"
    CAMERA = "camera", "Kamera, kayıt cihazı"
    KIOSK = "kiosk", "Kiosk"
    RADIO = "radio", "Telsiz, röle"
    LINK = "link", "Devre, sağlayıcı hattı"
    OTHER = "other", "Diğer"


class CheckKind(models.TextChoices):
    PING = "ping", "Ping (ICMP)"
    TCP = "tcp", "TCP kapısı"
    HTTP = "http", "Web sayfası (HTTP)"
    JSON = "json", "JSON arayüzü"
    DNS = "dns", "DNS"
    SMTP = "smtp", "E-posta sunucusu (SMTP)"
    INTERFACES = "interfaces", "Ağ arayüzleri (SNMP)"
    SENSORS = "sensors", "İşlemci, bellek, disk, algılayıcı (SNMP)"
    PRINTER = "printer", "Yazıcı sayaçları (SNMP)"
    VALUE = "value", "Tek SNMP değeri"
    NTP = "ntp", "Saat farkı (NTP)"
    POSTGRES = "postgres", "PostgreSQL"
    AGE = "age", "Yedeğin yaşı"
    PASSIVE = "passive", "Dışarıdan bildirilen"
    TRAP = "trap", "SNMP tuzağı"


UNASKED = frozenset({CheckKind.PASSIVE, CheckKind.TRAP})
"""Kinds that nobody asks: what they say comes by itself."""


class PartSort(models.TextChoices):
    """What a part measures; which numbers, in which order, stands in `keeping.METRICS`."""

    PING = "ping", "Yanıt süresi ve kayıp"
    TIME = "time", "Yanıt süresi"
    CERTIFICATE = "certificate", "Sertifikanın kalan günü"
    INTERFACE = "interface", "Ağ arayüzü"
    DISK = "disk", "Disk"
    CPU = "cpu", "İşlemci"
    MEMORY = "memory", "Bellek"
    SENSOR = "sensor", "Algılayıcı"
    TONER = "toner", "Toner, sarf"
    PAGES = "pages", "Sayfa sayacı"
    OFFSET = "offset", "Saat farkı"
    DATABASE = "database", "Veritabanı"
    AGE = "age", "Yaş"
    VALUE = "value", "Değer"


class Credential(Owned):
    """How an agent is asked: a community or a user with secrets, sealed in the table and never shown."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("ad", max_length=60, unique=True, db_collation=TURKISH)
    version = models.CharField("sürüm", max_length=2, choices=[("2c", "SNMP v2c"), ("3", "SNMP v3")], default="2c")
    user = models.CharField("kullanıcı", max_length=64, blank=True)
    auth = models.CharField(
        "doğrulama", max_length=4, blank=True, choices=[("", "Yok"), ("md5", "MD5"), ("sha", "SHA-1")]
    )
    priv = models.CharField(
        "şifreleme", max_length=4, blank=True, choices=[("", "Yok"), ("des", "DES"), ("aes", "AES-128")]
    )
    secret = models.TextField(editable=False, default="")
    priv_secret = models.TextField(editable=False, default="", blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "SNMP kimliği"
        verbose_name_plural = "SNMP kimlikleri"

    def __str__(self) -> str:
        return self.name


@history()
class Template(Owned):
    """The checks that hosts of one sort get: each a kind, a name, its parameters, its pace."""

    personal: ClassVar[Mapping[str, str]] = KEPT

    name = models.CharField("ad", max_length=80, unique=True, db_collation=TURKISH)
    sort = models.CharField("cihaz türü", max_length=10, choices=HostSort.choices)
    checks = models.JSONField("denetimler", default=list)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "izleme şablonu"
        verbose_name_plural = "izleme şablonları"

    def __str__(self) -> str:
        return self.name


@history(exclude=["state", "since", "seen_at", "booted_at", "told", "changed_at"])
class Host(Owned):
    """Something that is watched. It may be a device of the network, a movable, a machine of an information system."""

    personal: ClassVar[Mapping[str, str]] = KEPT

    name = models.CharField("ad", max_length=100, unique=True, db_collation=TURKISH)
    address = models.CharField("adres", max_length=253)
    sort = models.CharField("tür", max_length=10, choices=HostSort.choices, default=HostSort.OTHER)
    enabled = models.BooleanField("izleniyor", default=True)
    device = models.OneToOneField(
        "network.Device", models.PROTECT, null=True, blank=True, related_name="watch", verbose_name="ağ cihazı"
    )
    system = models.ForeignKey(
        "systems.InformationSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosts",
        verbose_name="bilgi sistemi",
    )
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="watches", verbose_name="taşınır"
    )
    credential = models.ForeignKey(
        Credential, models.PROTECT, null=True, blank=True, related_name="hosts", verbose_name="SNMP kimliği"
    )
    template = models.ForeignKey(
        Template, models.PROTECT, null=True, blank=True, related_name="hosts", verbose_name="şablon"
    )
    parents = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="children", verbose_name="arkasında durduğu"
    )
    place = models.CharField("yer", max_length=120, blank=True, db_collation=TURKISH)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    state = models.CharField("durum", max_length=11, choices=HostState.choices, default=HostState.NEW)
    since = models.DateTimeField("ne zamandan beri", null=True, blank=True)
    seen_at = models.DateTimeField("son yanıt", null=True, blank=True)
    booted_at = models.DateTimeField("son açılış", null=True, blank=True)
    told = models.CharField("cihazın kendini tanıtması", max_length=255, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "izlenen cihaz"
        verbose_name_plural = "izlenen cihazlar"
        indexes = [
            models.Index(fields=["state", "name"], name="host_by_state"),
            models.Index(fields=["changed_at"], name="host_by_change"),
        ]

    def __str__(self) -> str:
        return self.name


@history(
    exclude=[
        *("level", "seems", "attempt", "last", "flapping", "since", "checked_at", "took", "words", "token"),
        "changed_at",
    ]
)
class Check(models.Model):
    """One question asked again and again. It follows its host in reach."""

    personal: ClassVar[Mapping[str, str]] = {}

    host = models.ForeignKey(Host, models.CASCADE, related_name="checks", verbose_name="cihaz")
    kind = models.CharField("tür", max_length=10, choices=CheckKind.choices)
    name = models.CharField("ad", max_length=100, db_collation=TURKISH)
    params = models.JSONField("ayarlar", default=dict, blank=True)
    secret = models.TextField(editable=False, default="", blank=True)
    every = models.PositiveIntegerField("kaç saniyede bir", default=60)
    attempts = models.PositiveSmallIntegerField("kaç kez üst üste", default=3)
    alive = models.BooleanField("cihazın ayakta olduğunu söyler", default=False)
    enabled = models.BooleanField("açık", default=True)
    token = models.CharField(editable=False, max_length=64, default="", blank=True)
    level = models.PositiveSmallIntegerField("durum", choices=Level.choices, default=Level.UNKNOWN)
    seems = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.UNKNOWN)
    attempt = models.PositiveSmallIntegerField(default=1)
    last = models.CharField(max_length=21, blank=True, default="")
    flapping = models.BooleanField("dalgalanıyor", default=False)
    since = models.DateTimeField("ne zamandan beri", null=True, blank=True)
    checked_at = models.DateTimeField("son ölçüm", null=True, blank=True)
    took = models.FloatField("süre (ms)", null=True, blank=True)
    words = models.CharField("son söz", max_length=400, blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "denetim"
        verbose_name_plural = "denetimler"
        indexes = [
            models.Index(fields=["level", "host"], name="check_troubled", condition=~Q(level=0)),
            models.Index(fields=["changed_at"], name="check_by_change"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["host", "name"], name="check_once_a_host"),
            models.UniqueConstraint(fields=["host"], name="one_check_says_alive", condition=Q(alive=True)),
            models.CheckConstraint(condition=Q(every__range=(10, 604_800)), name="check_every_in_bounds"),
            models.CheckConstraint(condition=Q(attempts__range=(1, 20)), name="check_attempts_in_bounds"),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """What a check measures: the answer itself, or one of many interfaces, disks, sensors, cartridges."""

    personal: ClassVar[Mapping[str, str]] = {}

    owner = models.ForeignKey(Check, models.CASCADE, related_name="parts", verbose_name="denetim")
    sort = models.CharField("ne", max_length=11, choices=PartSort.choices)
    key = models.CharField(max_length=60)
    name = models.CharField("ad", max_length=120, db_collation=TURKISH)
    alias = models.CharField("not", max_length=120, blank=True, default="", db_collation=TURKISH)
    unit_of = models.CharField("birim", max_length=12, blank=True, default="")
    capacity = models.FloatField("en çok", null=True, blank=True)
    ignored = models.BooleanField("yok say", default=False)
    level = models.PositiveSmallIntegerField("durum", choices=Level.choices, default=Level.OK)
    latest = ArrayField(models.FloatField(null=True), verbose_name="son değerler", default=list)
    latest_at = models.DateTimeField("son ölçüm", null=True, blank=True)
    far = models.ForeignKey(
        Host, models.SET_NULL, null=True, blank=True, related_name="links", verbose_name="karşı uçtaki cihaz"
    )

    class Meta:
        verbose_name = "ölçülen parça"
        verbose_name_plural = "ölçülen parçalar"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="part_once_a_check")]

    def __str__(self) -> str:
        return self.name
