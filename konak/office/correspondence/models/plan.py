"""The standard file plan, how letters of a unit are headed, and what they often say."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

CODE = r"^\d{3}(\.\d{2}){0,3}$"


@history()
class FileCode(models.Model):
    """A code of the standard file plan (SDP). The same number means another thing in another plan."""

    personal: ClassVar[Mapping[str, str]] = {}

    plan = models.CharField("plan", max_length=30)
    code = models.CharField("kod", max_length=12, db_collation="C")
    over = models.CharField("üst kod", max_length=12, blank=True)
    name = models.CharField("konu", max_length=250, db_collation=TURKISH)
    keep = models.CharField("saklama süresi", max_length=4, blank=True)
    disposal = models.CharField("tasfiye", max_length=4, blank=True)
    usable = models.BooleanField("yazıda kullanılır", default=True)
    """Whether it may be the first code of a letter: a heading of the plan may not, nor `020` or `030.01`."""
    active = models.BooleanField("etkin", default=True)

    class Meta:
        verbose_name = "dosya planı kodu"
        verbose_name_plural = "dosya planı kodları"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="file_code_once_in_a_plan"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="file_code_has_its_form"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@history()
class Letterhead(models.Model):
    """What stands on top and at the foot of the letters of a unit; units below use it until they have their own."""

    personal: ClassVar[Mapping[str, str]] = {"contact": "identity", "phone": "contact", "email": "contact"}

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    lines = models.TextField("başlık satırları", max_length=400, blank=True)
    """From `T.C.` to the name of the unit; empty: as the organisation says."""
    address = models.CharField("adres", max_length=200, blank=True, db_collation=TURKISH)
    phone = models.CharField("telefon", max_length=32, blank=True)
    fax = models.CharField("faks", max_length=32, blank=True)
    email = models.EmailField("e-posta", blank=True)
    web = models.CharField("internet adresi", max_length=120, blank=True)
    kep = models.CharField("KEP adresi", max_length=120, blank=True)
    contact = models.CharField("bilgi için", max_length=120, blank=True)
    contact_title = models.CharField("unvanı", max_length=80, blank=True)
    contact_phone = models.CharField("telefonu", max_length=32, blank=True)

    class Meta:
        verbose_name = "antet"
        verbose_name_plural = "antetler"

    def __str__(self) -> str:
        return f"{self.unit}"


class DistributionList(models.Model):
    """Those a unit often writes to at once."""

    personal: ClassVar[Mapping[str, str]] = {"members": "contact"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    name = models.CharField("liste adı", max_length=120, db_collation=TURKISH)
    members = models.JSONField("muhataplar", default=list)
    """Each as `services.address` takes it: party, unit_id or name and DETSİS number, purpose, addresses."""

    class Meta:
        verbose_name = "dağıtım listesi"
        verbose_name_plural = "dağıtım listeleri"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="distribution_list_once_in_a_unit")]

    def __str__(self) -> str:
        return self.name


@history()
class Template(models.Model):
    """A letter a unit often writes: its subject, its code, its words; `{alan}` is filled in."""

    personal: ClassVar[Mapping[str, str]] = {"body": "free_text"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    name = models.CharField("şablon adı", max_length=120, db_collation=TURKISH)
    subject = models.CharField("konu", max_length=150, blank=True, db_collation=TURKISH)
    file_code = models.ForeignKey(
        FileCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dosya planı kodu"
    )
    body = models.TextField("metin", max_length=40_000)
    active = models.BooleanField("kullanılıyor", default=True)

    class Meta:
        verbose_name = "yazı şablonu"
        verbose_name_plural = "yazı şablonları"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="template_once_in_a_unit")]

    def __str__(self) -> str:
        return self.name
