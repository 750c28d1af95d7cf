"""Files by code, unit and year; their volumes, what lies in them, where they stand, who has them, what binds them."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import Clearance

from .. import access
from ..lifecycle import LIFE
from .clock import Final, Plan


@history()
class Office(models.Model):
    """Which unit keeps the institution's archive: one row."""

    personal: ClassVar[Mapping[str, str]] = {}

    only = models.BooleanField(default=True, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="kurum arşivi birimi")

    class Meta:
        verbose_name = "kurum arşivi"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_archive_office")]


class Medium(models.TextChoices):
    ELECTRONIC = "electronic", "Elektronik"
    PAPER = "paper", "Kâğıt"
    MIXED = "mixed", "Karma"


@history()
class Folder(CaseRecord):
    """Dosya. The cover names the unit that produces it; where it stands is its state."""

    lifecycle = LIFE
    series = "DOSYA"
    view = access.VIEW
    page = "archive:folder"
    climbs = False
    tells = False
    handed = False
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "closed": "wait",
        "unit": "done",
        "institution": "done",
        "destroyed": "closed",
        "handed": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {}

    code = models.CharField("dosya planı kodu", max_length=12, db_collation="C")
    code_name = models.CharField("kodun konusu", max_length=250, blank=True, db_collation=TURKISH)
    year = models.PositiveSmallIntegerField("yıl")
    matter = models.CharField("vaka dosyası kodu", max_length=40, blank=True)
    medium = models.CharField("ortam", max_length=10, choices=Medium.choices, default=Medium.ELECTRONIC)
    ordinary = models.CharField("yıllık dosya", max_length=60, null=True, blank=True, unique=True, db_collation="C")
    """Unit, code and year of the file into which the register puts what has no case file of its own."""
    documents = models.PositiveIntegerField("belge", default=0)
    closed_on = models.DateField("işin bittiği gün", null=True, blank=True)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="plan")
    final = models.CharField("tasfiye", max_length=8, choices=Final.choices, blank=True)
    unit_until = models.DateField("birimde saklama sonu", null=True, blank=True)
    keep_until = models.DateField("saklama sonu", null=True, blank=True)
    extended = models.BooleanField("süresi uzatıldı", default=False)
    held = models.BooleanField("hukuki saklama", default=False)
    """Whether a hold stands; written with the hold, under the lock of the file."""
    ended_on = models.DateField("imha ya da devir", null=True, blank=True)

    class Meta:
        verbose_name = "arşiv dosyası"
        verbose_name_plural = "arşiv dosyaları"
        indexes = [
            models.Index(fields=["code", "year"], name="folder_by_code"),
            models.Index(fields=["keep_until"], name="folder_due", condition=Q(ended_on=None)),
            models.Index(fields=["unit_until"], name="folder_to_transfer", condition=Q(ended_on=None)),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def starts_on(self) -> dt.date | None:
        """The day from which the years count: the first of the year after the one in which it was closed."""
        return dt.date(self.closed_on.year + 1, 1, 1) if self.closed_on else None

    @property
    def is_due(self) -> bool:
        return self.keep_until is not None and self.keep_until < localdate() and not self.ended


class Box(models.Model):
    """Where paper stands: a box (kutu, klasör) on a shelf."""

    personal: ClassVar[Mapping[str, str]] = {}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="arşivi tutan birim")
    code = models.CharField("kutu", max_length=30, db_collation="C")
    place = models.CharField("yeri (depo, raf, göz)", max_length=120, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "kutu"
        verbose_name_plural = "kutular"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="box_once_in_an_archive")]

    def __str__(self) -> str:
        return f"{self.code} ({self.place})" if self.place else self.code


class Volume(models.Model):
    """Cilt: as many documents as one cover holds."""

    personal: ClassVar[Mapping[str, str]] = {}

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="volumes")
    number = models.PositiveSmallIntegerField("cilt")
    documents = models.PositiveIntegerField("belge", default=0)
    opened_on = models.DateField("açılış")
    closed_on = models.DateField("kapanış", null=True, blank=True)
    box = models.ForeignKey(Box, models.PROTECT, null=True, blank=True, related_name="volumes")

    class Meta:
        verbose_name = "cilt"
        verbose_name_plural = "ciltler"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["folder", "number"], name="volume_once_in_a_folder")]

    def __str__(self) -> str:
        return f"{self.number}. cilt"


class Source(models.TextChoices):
    LETTER = "letter", "Yazı"
    INCOMING = "incoming", "Gelen evrak"
    IMPORT = "import", "Toplu aktarma"
    SCAN = "scan", "Sayısallaştırma"
    HAND = "hand", "Elle konan"


class DocumentKind(models.TextChoices):
    INCOMING = "incoming", "Gelen"
    OUTGOING = "outgoing", "Giden"
    INTERNAL = "internal", "İç yazı"
    APPROVAL = "approval", "Olur"
    OTHER = "other", "Diğer belge"


class Document(models.Model):
    """One document in its file: what it is called and says, who may read it, what was kept of it.

    When the file is destroyed the row stays with its title, dates and the digests of what was destroyed.
    """

    personal: ClassVar[Mapping[str, str]] = {
        "title": "free_text",
        "body": "free_text",
        "vector": "free_text",
        "party": "identity",
        "owner": "identity",
        "author": "identity",
        "filed_by": "identity",
    }
    owners: ClassVar[tuple[str, ...]] = ("owner", "author")

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="papers", db_index=False)
    volume = models.ForeignKey(Volume, models.PROTECT, related_name="papers", db_index=False)
    place = models.PositiveIntegerField("sıra")
    source = models.CharField("kaynak", max_length=8, choices=Source.choices)
    kind = models.CharField("tür", max_length=8, choices=DocumentKind.choices)
    reference = models.CharField("kayıt numarası", max_length=40, blank=True, db_collation="C")
    official = models.CharField("sayı", max_length=80, blank=True, db_collation="C")
    title = models.CharField("konu", max_length=300, db_collation=TURKISH)
    party = models.CharField("gönderen ya da muhatap", max_length=300, blank=True, db_collation=TURKISH)
    dated_on = models.DateField("tarih", null=True, blank=True)
    year = models.PositiveSmallIntegerField("yıl")
    code = models.CharField("dosya planı kodu", max_length=12, db_collation="C")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim", db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ilgilisi", db_index=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="hazırlayan",
        db_index=False,
    )
    secrecy = models.PositiveSmallIntegerField("gizlilik", choices=Clearance.choices, default=Clearance.NONE)
    body = models.TextField("metin", blank=True, db_collation=TURKISH)
    vector = SearchVectorField("sözcükler", null=True)
    filed_at = models.DateTimeField("konduğu an", auto_now_add=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="koyan", db_index=False
    )
    intake = models.ForeignKey("archive.Intake", models.PROTECT, null=True, related_name="papers", db_index=False)
    row = models.PositiveIntegerField("aktarma satırı", null=True)
    destroyed_at = models.DateTimeField("imha", null=True)

    class Meta:
        verbose_name = "arşiv belgesi"
        verbose_name_plural = "arşiv belgeleri"
        indexes = [
            GinIndex(fields=["vector"], name="archived_words"),
            models.Index(fields=["unit", "-id"], name="archived_of_unit", include=["secrecy"]),
            models.Index(fields=["owner", "-id"], name="archived_of_owner"),
            models.Index(fields=["author", "-id"], name="archived_of_author"),
            models.Index(fields=["folder", "id"], name="archived_in_folder"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "reference"], name="document_filed_once", condition=~Q(reference="")
            ),
            models.UniqueConstraint(fields=["intake", "row"], name="row_taken_once", condition=~Q(intake=None)),
            models.UniqueConstraint(fields=["volume", "place"], name="document_place_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Piece(models.Model):
    """One content of a document: its digest stays, whatever becomes of the bytes."""

    personal: ClassVar[Mapping[str, str]] = {"name": "free_text"}

    document = models.ForeignKey(Document, models.PROTECT, related_name="pieces")
    stored = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, related_name="+", verbose_name="saklanan dosya"
    )
    sha256 = models.CharField("özet", max_length=64, db_collation="C")
    size = models.PositiveBigIntegerField("boyut")
    name = models.CharField("dosya adı", max_length=150, db_collation=TURKISH)
    media_type = models.CharField("tür", max_length=120)
    role = models.CharField("nedir", max_length=60, blank=True, db_collation=TURKISH)
    checked_at = models.DateTimeField("son denetim", null=True)
    sound = models.BooleanField("sağlam", null=True)
    destroyed_at = models.DateTimeField("imha kararı işlendi", null=True)
    erased_at = models.DateTimeField("diskten silindi", null=True)
    shared = models.BooleanField("başka belgede de var", default=False)
    """The bytes stayed because another document holds the same content."""

    class Meta:
        verbose_name = "arşiv içeriği"
        verbose_name_plural = "arşiv içerikleri"
        indexes = [
            models.Index(fields=["sha256"], name="piece_by_digest"),
            models.Index(
                fields=["id"], name="piece_to_erase", condition=Q(destroyed_at__isnull=False, erased_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256", "name"], name="piece_once_in_a_document"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(destroyed_at__isnull=False), name="piece_erased_by_decision_only"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class Hold(models.Model):
    """Hukuki saklama: as long as it stands nothing of the file is destroyed or given away."""

    personal: ClassVar[Mapping[str, str]] = {
        "why": "free_text",
        "lift_why": "free_text",
        "set_by": "identity",
        "lifted_by": "identity",
    }

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="holds")
    why = models.CharField("neden", max_length=300, db_collation=TURKISH)
    basis = models.CharField("dayanak (dava, soruşturma, denetim)", max_length=120, db_collation=TURKISH)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="koyan")
    set_at = models.DateTimeField("konuş", auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="kaldıran"
    )
    lifted_at = models.DateTimeField("kaldırılış", null=True)
    lift_why = models.CharField("kaldırma nedeni", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "hukuki saklama"
        verbose_name_plural = "hukuki saklamalar"
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "basis"], name="hold_once_for_a_basis", condition=Q(lifted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.basis


@history()
class Loan(models.Model):
    """Ödünç: a file of paper is with somebody until a day."""

    personal: ClassVar[Mapping[str, str]] = {
        "borrower": "identity",
        "lent_by": "identity",
        "taken_back_by": "identity",
        "purpose": "free_text",
        "remark": "free_text",
    }

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="loans")
    borrower = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ödünç alan"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="birimi")
    purpose = models.CharField("ne için", max_length=300, db_collation=TURKISH)
    lent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="veren")
    lent_at = models.DateTimeField("veriliş", auto_now_add=True)
    due_on = models.DateField("geri getirme günü")
    returned_at = models.DateTimeField("geri alış", null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="geri alan"
    )
    remark = models.CharField("durumu", max_length=300, blank=True, db_collation=TURKISH)
    told_on = models.DateField("uyarı", null=True)

    class Meta:
        verbose_name = "ödünç"
        verbose_name_plural = "ödünçler"
        constraints = [
            models.UniqueConstraint(fields=["folder"], name="a_folder_is_lent_once", condition=Q(returned_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.folder_id} → {self.borrower_id}"

    @property
    def is_late(self) -> bool:
        return self.returned_at is None and self.due_on < localdate()
