"""Who may go where: internet profiles, who holds which, what the filter stops, exceptions, VPN accounts."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, Unit

from .. import access
from ..lifecycle.further import WAIVER_LIFE
from .fields import HostField
from .gear import Device
from .space import tags


class FilterAction(models.TextChoices):
    BLOCK = "block", "Engelle"
    WARN = "warn", "Uyar, sürdürsün"
    WATCH = "watch", "İzle"
    ALLOW = "allow", "Serbest"


@history()
class FilterCategory(Owned):
    """A kind of content as the web filter names it, what happens to it, and on what ground."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    name = models.CharField("kategori", max_length=100, unique=True, db_collation=TURKISH)
    called = ArrayField(models.CharField(max_length=100), verbose_name="cihazdaki adları", default=list, blank=True)
    action = models.CharField("ne yapılır", max_length=5, choices=FilterAction.choices, default=FilterAction.BLOCK)
    basis = models.CharField("dayanak", max_length=200, blank=True, db_collation=TURKISH)
    absolute = models.BooleanField("ayrıcalık verilemez", default=False)
    reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "web süzgeci kategorisi"
        verbose_name_plural = "web süzgeci kategorileri"

    def __str__(self) -> str:
        return self.name


@history()
class InternetProfile(Owned):
    """A way of using the internet that units and persons get: what is open, how fast, at which hours."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    name = models.CharField("ad", max_length=100, unique=True, db_collation=TURKISH)
    opens = models.CharField("ne açık", max_length=300, db_collation=TURKISH)
    mbps = models.PositiveIntegerField("kişi başına hız (Mbit/s)", null=True, blank=True)
    hours = models.CharField("saatler", max_length=60, blank=True, db_collation=TURKISH)
    ident = models.CharField("cihazdaki adı", max_length=64, blank=True, db_collation="C")
    standard = models.BooleanField("profili yazılmayan herkesin profili", default=False)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "internet profili"
        verbose_name_plural = "internet profilleri"
        constraints = [
            models.UniqueConstraint(fields=["standard"], condition=Q(standard=True), name="one_standard_profile")
        ]

    def __str__(self) -> str:
        return self.name


class ProfileHolder(models.Model):
    """A unit or a person that has a profile for a time. A person's own comes before that of his unit."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "why": "free_text"}

    profile = models.ForeignKey(InternetProfile, models.PROTECT, related_name="holders", verbose_name="profil")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişi"
    )
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)
    why = models.CharField("neden", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "profil sahibi"
        verbose_name_plural = "profil sahipleri"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, user__isnull=False) | Q(unit__isnull=False, user=None),
                name="profile_of_a_unit_or_a_person",
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(until=None), name="one_open_profile_of_a_unit"),
            models.UniqueConstraint(fields=["user"], condition=Q(until=None), name="one_open_profile_of_a_person"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="profile_term"),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.user} · {self.profile}"


class FilterFormat(models.TextChoices):
    CSV = "csv", "Özet (CSV)"
    FORTIGATE = "fortigate", "FortiGate web süzgeci günlüğü"


class FilterReport(Owned):
    """A file of filter statistics that was taken in. Only sums are kept: who surfed where stands in the logs."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "by": "identity"}

    kind = models.CharField("biçim", max_length=10, choices=FilterFormat.choices)
    name = models.CharField("dosya", max_length=200)
    at = models.DateTimeField("alınış", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="getiren"
    )
    file_hash = models.CharField("SHA-256", max_length=64, unique=True)
    lines = models.PositiveIntegerField("satır", default=0)
    broken = models.PositiveIntegerField("okunamayan", default=0)
    first = models.DateField("ilk gün", null=True, blank=True)
    last = models.DateField("son gün", null=True, blank=True)

    class Meta:
        verbose_name = "süzgeç istatistiği dosyası"
        verbose_name_plural = "süzgeç istatistiği dosyaları"

    def __str__(self) -> str:
        return self.name


class FilterHit(models.Model):
    """How often a category was met on a day, as one file tells."""

    personal: ClassVar[Mapping[str, str]] = {}

    report = models.ForeignKey(FilterReport, models.CASCADE, related_name="hits", verbose_name="dosya")
    day = models.DateField("gün")
    called = models.CharField("cihazdaki kategori", max_length=100)
    category = models.ForeignKey(
        FilterCategory, models.SET_NULL, null=True, related_name="hits", verbose_name="kategori"
    )
    blocked = models.PositiveBigIntegerField("engellenen", default=0)
    passed = models.PositiveBigIntegerField("geçen", default=0)

    class Meta:
        verbose_name = "süzgeç sayısı"
        verbose_name_plural = "süzgeç sayıları"
        constraints = [models.UniqueConstraint(fields=["report", "day", "called"], name="filter_hit_once")]
        indexes = [models.Index(fields=["day"], name="filter_hit_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.called}"


class WaiverSort(models.TextChoices):
    PROFILE = "profile", "Başka internet profili"
    OPEN = "open", "Engelli siteye izin"
    CLOSE = "close", "Siteye engel"


@history()
class Waiver(CaseRecord):
    """An exception from the internet rules: another profile, a site opened or closed; for whom, why, until when."""

    lifecycle = WAIVER_LIFE
    series = "IAY"
    view = access.FILES
    card = "network/_waiver_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approved": "open",
        "applied": "done",
        "over": "late",
        "removed": "closed",
        "refused": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "answer": "free_text", "person": "identity"}

    sort = models.CharField("ne isteniyor", max_length=7, choices=WaiverSort.choices)
    why = models.TextField("ne için", max_length=2_000)
    site = models.CharField("site", max_length=255, blank=True, db_collation="C")
    category = models.ForeignKey(
        FilterCategory, models.PROTECT, null=True, blank=True, related_name="waivers", verbose_name="kategori"
    )
    profile = models.ForeignKey(
        InternetProfile, models.PROTECT, null=True, blank=True, related_name="waivers", verbose_name="profil"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kim için"
    )
    for_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hangi birim için"
    )
    until = models.DateField("son gün")
    ident = models.CharField("cihazdaki adı", max_length=64, blank=True, db_collation="C")
    applied_on = models.DateField("uygulandığı gün", null=True, blank=True)
    reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    answer = models.CharField("karar notu", max_length=500, blank=True)

    class Meta:
        verbose_name = "internet ayrıcalığı"
        verbose_name_plural = "internet ayrıcalıkları"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def whose(self) -> str:
        return self.person.full_name if self.person else self.for_unit.name if self.for_unit else "Herkes"

    @property
    def what(self) -> str:
        return self.profile.name if self.profile else self.site or (self.category.name if self.category else "")


class VpnStatus(models.TextChoices):
    OPEN = "open", "Açık"
    SUSPENDED = "suspended", "Askıda"
    CLOSED = "closed", "Kapalı"


@history()
class VpnAccount(Owned):
    """A way in from outside: whose, by which request, to what, until when, when it was last used and looked at."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "user": "identity",
        "outsider": "identity",
        "login": "identity",
        "last_ip": "work",
        "description": "free_text",
    }

    login = models.CharField("oturum adı", max_length=120, db_collation="C")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişi"
    )
    outsider = models.CharField("kurum dışı kişi, firması", max_length=160, blank=True, db_collation=TURKISH)
    gateway = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="vpn_accounts", verbose_name="VPN sunucusu"
    )
    reaches = models.CharField("nereye ulaşır", max_length=300, db_collation=TURKISH)
    request = models.CharField("yetki talebi", max_length=40, blank=True, db_collation="C")
    second_factor = models.BooleanField("ikinci doğrulama açık", default=True)
    status = models.CharField("durum", max_length=9, choices=VpnStatus.choices, default=VpnStatus.OPEN)
    opened_on = models.DateField("açılış")
    until = models.DateField("son gün", null=True, blank=True)
    closed_on = models.DateField("kapanış", null=True, blank=True)
    reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    last_used_at = models.DateTimeField("son kullanım", null=True, blank=True)
    last_ip = HostField("son adres", null=True, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "VPN hesabı"
        verbose_name_plural = "VPN hesapları"
        constraints = [
            models.UniqueConstraint(fields=["login"], condition=~Q(status="closed"), name="vpn_login_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("opened_on")), name="vpn_term"),
        ]
        indexes = [models.Index(fields=["until"], name="vpn_ends", condition=Q(status="open"))]

    def __str__(self) -> str:
        return self.login

    @property
    def whose(self) -> str:
        return self.user.full_name if self.user else self.outsider
