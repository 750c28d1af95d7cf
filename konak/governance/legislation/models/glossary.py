"""Whom the words of a text mean: bodies outside the house, and terms bound to them or to what stands within it."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import Position, UnitKind

from .text import Definition


class BodyKind(models.TextChoices):
    MINISTRY = "ministry", "Bakanlık, merkezî kurum"
    AUTHORITY = "authority", "Düzenleyici ya da denetleyici kurum"
    DISTRICT = "district", "İlçe belediyesi"
    MUNICIPALITY = "municipality", "Belediye"
    COMPANY = "company", "Belediye şirketi"
    COUNCIL = "council", "Karar organı"
    RESPONSE = "response", "Sektörel SOME"
    STANDARDS = "standards", "Standart kuruluşu"
    PROVIDER = "provider", "Hizmet sağlayıcı"
    OTHER = "other", "Diğer"


@history()
class ExternalBody(models.Model):
    """An institution outside the organisation chart that texts, protocols and letters name."""

    personal: ClassVar[Mapping[str, str]] = {"email": "contact", "phone": "contact"}

    name = models.CharField("ad", max_length=200, db_collation=TURKISH, unique=True)
    short_name = models.CharField("kısa ad", max_length=60, blank=True, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=16, choices=BodyKind.choices, default=BodyKind.OTHER)
    detsis = models.CharField("DETSİS no", max_length=12, blank=True)
    email = models.EmailField("e-posta", blank=True)
    phone = models.CharField("telefon", max_length=32, blank=True)
    site = models.URLField("internet adresi", blank=True)
    closed = models.BooleanField("artık yok", default=False)

    class Meta:
        verbose_name = "dış kurum"
        verbose_name_plural = "dış kurumlar"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Meant(models.TextChoices):
    UNIT = "unit", "Birim"
    UNIT_KIND = "unit_kind", "Birim türü"
    POSITION = "position", "Görev unvanı"
    BODY = "body", "Dış kurum"
    GROUP = "group", "Grup"
    NOTHING = "nothing", "Bağlanması gerekmez"


@history()
class TermBinding(models.Model):
    """What a defined term meant in our own registers from when to when."""

    personal: ClassVar[Mapping[str, str]] = {"decided_by": "identity"}

    definition = models.ForeignKey(Definition, models.CASCADE, related_name="bindings", verbose_name="terim")
    meant = models.CharField("neye", max_length=10, choices=Meant.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    unit_kind = models.CharField("birim türü", max_length=20, choices=UnitKind.choices, blank=True)
    position = models.CharField("görev unvanı", max_length=24, choices=Position.choices, blank=True)
    body = models.ForeignKey(
        ExternalBody, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dış kurum"
    )
    group = models.SlugField("grup", max_length=40, blank=True, db_index=False)
    """The code of a group of the organisation (`organization.public.audiences`)."""
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("karar", auto_now_add=True)
    group_name = ""
    """The name of the group, given by whoever shows the binding."""

    class Meta:
        verbose_name = "terim bağı"
        verbose_name_plural = "terim bağları"
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="term_binding_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["definition"], condition=Q(until=None), name="term_bound_to_one_thing"),
            models.CheckConstraint(
                name="term_bound_to_what_it_says",
                condition=Q(meant=Meant.UNIT, unit__isnull=False)
                | Q(meant=Meant.UNIT_KIND) & ~Q(unit_kind="")
                | Q(meant=Meant.POSITION) & ~Q(position="")
                | Q(meant=Meant.BODY, body__isnull=False)
                | Q(meant=Meant.GROUP) & ~Q(group="")
                | Q(meant=Meant.NOTHING),
            ),
        ]

    @property
    def words(self) -> str:
        """What the term means, in words."""
        match self.meant:
            case Meant.UNIT:
                return str(self.unit)
            case Meant.UNIT_KIND:
                return f"Türü «{self.get_unit_kind_display()}» olan birimler"
            case Meant.POSITION:
                place = f", {self.unit}" if self.unit_id else ""
                return f"{self.get_position_display()}{place}"
            case Meant.BODY:
                return str(self.body)
            case Meant.GROUP:
                return f"Grup: {self.group_name or self.group}"
            case _:
                return "Kayda bağlanması gerekmiyor"
