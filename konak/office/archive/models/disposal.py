"""Ayıklama ve imha: the list of what is due, who looked at it, what was decided of each file, and what was done."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import DISPOSAL_LIFE
from .clock import Final
from .folders import Folder


@history()
class Disposal(CaseRecord):
    """The list of a year, from the proposal to the minutes."""

    lifecycle = DISPOSAL_LIFE
    series = "IMHA"
    view = access.DISPOSE
    page = "archive:disposal"
    handed = False
    climbs = False
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "commission": "wait",
        "opinion": "wait",
        "approval": "wait",
        "approved": "open",
        "running": "late",
        "done": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"approved_by": "identity"}

    year = models.PositiveSmallIntegerField("yıl")
    opinion_number = models.CharField("görüş yazısının sayısı", max_length=80, blank=True)
    opinion_on = models.DateField("görüş yazısının tarihi", null=True, blank=True)
    opinion_fits = models.BooleanField("uygun görüldü", null=True)
    opinion_words = models.CharField("görüş", max_length=500, blank=True, db_collation=TURKISH)
    opinion_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="görüş yazısı"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onaylayan"
    )
    approved_at = models.DateTimeField("onay", null=True, blank=True)
    method = models.CharField("imha yöntemi", max_length=200, blank=True, db_collation=TURKISH)
    receipt = models.CharField("Devlet Arşivleri teslim yazısı", max_length=120, blank=True)
    list_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="liste"
    )
    minute = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imha tutanağı"
    )

    class Meta:
        verbose_name = "ayıklama ve imha listesi"
        verbose_name_plural = "ayıklama ve imha listeleri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class Decision(models.TextChoices):
    DESTROY = "destroy", "İmha"
    LONGER = "longer", "Süresi uzatılsın"
    STATE = "state", "Devlet Arşivlerine devir"
    KEEP = "keep", "Kurumda sürekli saklansın"


class DisposalLine(models.Model):
    """One file of the list: what the plan proposes, what the commission decided and why, what was done."""

    personal: ClassVar[Mapping[str, str]] = {}

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="lines")
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="disposals")
    proposed = models.CharField("planın önerdiği", max_length=8, choices=Final.choices)
    decision = models.CharField("karar", max_length=8, choices=Decision.choices, blank=True)
    why = models.CharField("gerekçe", max_length=300, blank=True, db_collation=TURKISH)
    longer_until = models.DateField("yeni saklama sonu", null=True, blank=True)
    done_at = models.DateTimeField("yapıldı", null=True, blank=True)
    fault = models.CharField("yapılamadı", max_length=300, blank=True, db_collation=TURKISH)
    contents = models.PositiveIntegerField("silinen içerik", default=0)
    shared = models.PositiveIntegerField("başka belgede de olan içerik", default=0)
    bytes = models.PositiveBigIntegerField("silinen bayt", default=0)
    live = models.BooleanField("liste sürüyor", default=True)

    class Meta:
        verbose_name = "listedeki dosya"
        verbose_name_plural = "listedeki dosyalar"
        constraints = [
            models.UniqueConstraint(fields=["disposal", "folder"], name="folder_once_in_a_disposal"),
            models.UniqueConstraint(
                fields=["folder"], name="folder_on_one_disposal_at_a_time", condition=Q(live=True)
            ),
            models.CheckConstraint(
                condition=~Q(decision="longer") | Q(longer_until__isnull=False), name="longer_says_until_when"
            ),
        ]


class MemberRole(models.TextChoices):
    CHAIR = "chair", "Başkan (arşiv yöneticisi)"
    ARCHIVE = "archive", "Arşivden üye"
    UNIT = "unit", "Birimden üye"


class Member(models.Model):
    """Somebody in the commission of one list, and when he agreed to it."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "dissent": "free_text"}

    disposal = models.ForeignKey(Disposal, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="üye")
    role = models.CharField("görevi", max_length=7, choices=MemberRole.choices)
    agreed_at = models.DateTimeField("onayı", null=True, blank=True)
    dissent = models.CharField("karşı oy gerekçesi", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "komisyon üyesi"
        verbose_name_plural = "komisyon üyeleri"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["disposal", "user"], name="member_once_in_a_commission")]


class Bag(models.Model):
    """A hand-over package (BagIt) that was made of files, and what the other side said."""

    personal: ClassVar[Mapping[str, str]] = {"made_by": "identity"}

    name = models.CharField("paket", max_length=60, unique=True, db_collation="C")
    folders = models.ManyToManyField(Folder, related_name="bags")
    disposal = models.ForeignKey(Disposal, models.PROTECT, null=True, blank=True, related_name="bags")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="paket dosyası")
    documents = models.PositiveIntegerField("belge", default=0)
    contents = models.PositiveIntegerField("içerik", default=0)
    bytes = models.PositiveBigIntegerField("bayt", default=0)
    sha256 = models.CharField("paketin özeti", max_length=64, db_collation="C")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("hazırlanış", auto_now_add=True)

    class Meta:
        verbose_name = "devir paketi"
        verbose_name_plural = "devir paketleri"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
