"""Wireless networks, guests who sign in by telephone, Wi-Fi at events."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, Unit

from .. import access
from ..lifecycle.further import EVENT_LIFE
from .fields import HostField
from .gear import Device, Site
from .internet import InternetProfile
from .space import Prefix, Vlan, tags


class WifiPurpose(models.TextChoices):
    STAFF = "staff", "Personel"
    GUEST = "guest", "Misafir"
    PUBLIC = "public", "Halka açık"
    EVENT = "event", "Etkinlik"
    THINGS = "things", "Cihazlar (IoT)"


class WifiSecurity(models.TextChoices):
    ENTERPRISE3 = "wpa3-ent", "WPA3 kurumsal (802.1X)"
    ENTERPRISE2 = "wpa2-ent", "WPA2 kurumsal (802.1X)"
    SAE = "wpa3-sae", "WPA3 parola"
    PSK = "wpa2-psk", "WPA2 parola"
    OWE = "owe", "Şifreli açık (OWE)"
    OPEN = "open", "Açık"


class WifiStatus(models.TextChoices):
    PLANNED = "planned", "Planlanan"
    ACTIVE = "active", "Yayında"
    OFF = "off", "Kapalı"


@history()
class WirelessNetwork(Owned):
    """A wireless network: its name in the air, what it is for, where it leads, which points send it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    ssid = models.CharField("SSID", max_length=32, unique=True)
    purpose = models.CharField("amaç", max_length=6, choices=WifiPurpose.choices)
    security = models.CharField("güvenlik", max_length=8, choices=WifiSecurity.choices)
    status = models.CharField("durum", max_length=7, choices=WifiStatus.choices, default=WifiStatus.ACTIVE)
    vlan = models.ForeignKey(
        Vlan, models.PROTECT, null=True, blank=True, related_name="wireless", verbose_name="VLAN"
    )
    prefix = models.ForeignKey(
        Prefix, models.SET_NULL, null=True, blank=True, related_name="wireless", verbose_name="ağ"
    )
    profile = models.ForeignKey(
        InternetProfile, models.PROTECT, null=True, blank=True, related_name="wireless", verbose_name="profil"
    )
    hidden = models.BooleanField("adı gizli", default=False)
    isolated = models.BooleanField("istemciler birbirini görmez", default=False)
    portal = models.BooleanField("SMS ile girilir", default=False)
    minutes = models.PositiveIntegerField("oturum süresi (dk)", default=480)
    points = models.ManyToManyField(Device, blank=True, related_name="wireless", verbose_name="erişim noktaları")
    reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "kablosuz ağ"
        verbose_name_plural = "kablosuz ağlar"

    def __str__(self) -> str:
        return self.ssid


class GuestNotice(models.Model):
    """What a guest reads and accepts before he signs in. Never changed: a new text is a new version."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    version = models.PositiveIntegerField("sürüm", unique=True)
    text = models.TextField("metin", max_length=20_000)
    since = models.DateTimeField("yürürlük", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="yazan"
    )

    class Meta:
        verbose_name = "misafir aydınlatma metni"
        verbose_name_plural = "misafir aydınlatma metinleri"

    def __str__(self) -> str:
        return f"Sürüm {self.version}"


@history()
class EventWifi(CaseRecord):
    """Wi-Fi at an event or a place without internet: asked, set up, counted when it is over."""

    lifecycle = EVENT_LIFE
    series = "EKA"
    view = access.FILES
    card = "network/_event_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "planned": "open",
        "running": "done",
        "closed": "closed",
        "refused": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "answer": "free_text", "contact": "identity"}

    name = models.CharField("etkinlik", max_length=160, db_collation=TURKISH)
    place = models.CharField("yer", max_length=200, db_collation=TURKISH)
    starts_at = models.DateTimeField("başlangıç")
    ends_at = models.DateTimeField("bitiş")
    people = models.PositiveIntegerField("beklenen kişi")
    contact = models.CharField("yerinde ilgili", max_length=160, blank=True, db_collation=TURKISH)
    why = models.TextField("ne için", max_length=2_000, blank=True)
    wireless = models.ForeignKey(
        WirelessNetwork, models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name="kablosuz ağ"
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yerleşke")
    equipment = models.CharField("verilen donanım", max_length=400, blank=True, db_collation=TURKISH)
    capacity = models.PositiveIntegerField("kapasite (eşzamanlı)", null=True, blank=True)
    guests = models.PositiveIntegerField("giren misafir", null=True, blank=True)
    peak = models.PositiveIntegerField("en çok eşzamanlı", null=True, blank=True)
    gigabytes = models.DecimalField("veri (GB)", max_digits=10, decimal_places=1, null=True, blank=True)
    answer = models.CharField("not", max_length=500, blank=True)

    class Meta:
        verbose_name = "etkinlik kablosuzu"
        verbose_name_plural = "etkinlik kablosuzları"
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_wifi_term")]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class EventCode(models.Model):
    """A word handed out at an event: with it a guest signs in without a telephone text, once."""

    personal: ClassVar[Mapping[str, str]] = {}

    event = models.ForeignKey(EventWifi, models.CASCADE, related_name="codes", verbose_name="etkinlik")
    code = models.CharField("kod", max_length=12, unique=True, db_collation="C")
    used_at = models.DateTimeField("kullanıldı", null=True, blank=True)

    class Meta:
        verbose_name = "etkinlik kodu"
        verbose_name_plural = "etkinlik kodları"

    def __str__(self) -> str:
        return self.code


class GuestSession(models.Model):
    """One guest, one device, one stay: asked with a telephone number, begun with the code that was sent to it."""

    personal: ClassVar[Mapping[str, str]] = {
        "phone": "identity",
        "mac": "work",
        "ip": "work",
        "asked_ip": "work",
    }

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    wireless = models.ForeignKey(WirelessNetwork, models.PROTECT, related_name="guests", verbose_name="kablosuz ağ")
    event = models.ForeignKey(
        EventWifi, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="etkinlik"
    )
    phone = models.CharField("telefon", max_length=15, db_collation="C")
    mac = models.CharField("MAC adresi", max_length=17, blank=True, db_collation="C")
    ip = HostField("verilen adres", null=True, blank=True)
    asked_ip = HostField("isteğin geldiği adres")
    notice = models.ForeignKey(GuestNotice, models.PROTECT, related_name="+", verbose_name="kabul edilen metin")
    secret = models.CharField("kodun özeti", max_length=64, db_collation="C")
    tries = models.PositiveSmallIntegerField("deneme", default=0)
    asked_at = models.DateTimeField("istek")
    began_at = models.DateTimeField("giriş", null=True, blank=True)
    until = models.DateTimeField("bitiş", null=True, blank=True)
    ended_at = models.DateTimeField("kapanış", null=True, blank=True)

    class Meta:
        verbose_name = "misafir oturumu"
        verbose_name_plural = "misafir oturumları"
        indexes = [
            models.Index(fields=["phone", "-asked_at"], name="guest_phone"),
            models.Index(fields=["asked_ip", "-asked_at"], name="guest_asked_ip"),
            models.Index(fields=["mac", "-began_at"], name="guest_mac"),
            models.Index(fields=["ip", "-began_at"], name="guest_ip"),
        ]

    def __str__(self) -> str:
        return f"{self.phone} {self.asked_at:%d.%m.%Y %H.%M}"
