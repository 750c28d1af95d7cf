"""What came, and who was told to do something about it."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import LIFE, REFERRAL_LIFE
from .plan import FileCode
from .words import Asked, Origin, Urgency

if TYPE_CHECKING:
    from .letter import Letter


class Route(models.TextChoices):
    """What kind of sender it is: how he is written to follows from it."""

    BODY = "body", "Kamu kurumu"
    PERSON = "person", "Gerçek kişi"
    COMPANY = "company", "Tüzel kişi"


@history()
class Incoming(CaseRecord):
    """Gelen evrak. Its number is the register's own: gapless, given once, kept whatever becomes of the document."""

    lifecycle = LIFE
    series = "GELEN"
    gapless = True
    view = access.VIEW
    card = "correspondence/_incoming_card.html"
    page = "correspondence:incoming"
    handed = False
    state_kinds: ClassVar[Mapping[str, str]] = {
        "registered": "wait",
        "referred": "open",
        "done": "done",
        "returned": "closed",
        "rejected": "late",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "sender": "identity",
        "note": "free_text",
        "closed_why": "free_text",
        "addressed_to": "identity",
    }

    origin = models.CharField("geliş yolu", max_length=12, choices=Origin.choices, default=Origin.POST)
    sender_kind = models.CharField("gönderen", max_length=8, choices=Route.choices, default=Route.BODY)
    sender = models.CharField("gönderenin adı", max_length=300, db_collation=TURKISH)
    sender_detsis = models.CharField("gönderenin DETSİS no", max_length=8, blank=True, db_collation="C")
    sender_kep = models.CharField("gönderenin KEP ya da e-posta adresi", max_length=120, blank=True)
    document_date = models.DateField("evrak tarihi", null=True, blank=True)
    document_number = models.CharField("evrak sayısı", max_length=80, blank=True)
    asked = models.CharField("ne istiyor", max_length=12, choices=Asked.choices, default=Asked.ACTION)
    urgency = models.CharField("ivedilik", max_length=3, choices=Urgency.choices, default=Urgency.NORMAL)
    personal_to = models.BooleanField("kişiye özel", default=False)
    addressed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="muhatap kişi"
    )
    file_code = models.ForeignKey(
        FileCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dosya planı kodu"
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="evrakın kendisi"
    )
    package = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="e-Yazışma paketi"
    )
    document_id = models.UUIDField("belge kimliği", null=True, blank=True)
    faults = models.JSONField("paketin kusurları", default=list, blank=True)
    reject_until = models.DateField("ret için son gün", null=True, blank=True)
    accepted_on = models.DateField("paketin kabul edildiği gün", null=True, blank=True)
    told_sender_at = models.DateTimeField("reddin gönderene bildirilişi", null=True, blank=True)
    annex_count = models.PositiveSmallIntegerField("ek sayısı", default=0)
    text = models.TextField("metin", blank=True)
    """What can be read in it, by recognition where it was scanned; for search."""
    note = models.TextField("açıklama", max_length=4_000, blank=True)
    closed_why = models.TextField("sonuç", max_length=4_000, blank=True)
    answer = models.ForeignKey(
        "correspondence.Letter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name="cevap yazısı",
    )
    answered_on = models.DateField("cevap günü", null=True, blank=True)
    reminds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name="tekit ettiği evrak"
    )

    class Meta:
        verbose_name = "gelen evrak"
        verbose_name_plural = "gelen evrak"
        indexes = [
            models.Index(fields=["sender_detsis", "document_number"], name="incoming_by_letter"),
            models.Index(fields=["file_code"], name="incoming_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document_id"], name="package_registered_once", condition=~Q(document_id=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def may_be_rejected(self) -> bool:
        """A package that nobody accepted, until the end of the second working day (2646 m. 30)."""
        in_time = self.reject_until is None or localdate() <= self.reject_until
        return self.package_id is not None and self.accepted_on is None and in_time

    @property
    def is_late(self) -> bool:
        due: dt.date | None = self.case.due_on
        return not self.ended and due is not None and due < localdate()

    @property
    def cited(self) -> str:
        """As an "ilgi" names it: sender, date and number."""
        day = f" {self.document_date:%d.%m.%Y} tarihli" if self.document_date else ""
        number = f" ve {self.document_number} sayılı" if self.document_number else ""
        what = "başvurusu" if self.sender_kind == Route.PERSON else "yazısı"
        return f"{self.sender}{day}{number} {what}"


class IncomingAnnex(models.Model):
    """What came with a document: a file, or what lies on paper or elsewhere."""

    personal: ClassVar[Mapping[str, str]] = {"name": "free_text"}

    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="annexes")
    place = models.PositiveSmallIntegerField("sıra")
    name = models.CharField("ek", max_length=250)
    kind = models.CharField("tür", max_length=3, default="DED")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    reference = models.CharField("bulunduğu yer", max_length=500, blank=True)

    class Meta:
        verbose_name = "gelen evrakın eki"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["incoming", "place"], name="incoming_annex_place_once")]


class Purpose(models.TextChoices):
    ACTION = "action", "Gereği"
    KNOWLEDGE = "knowledge", "Bilgi"


@history()
class Referral(CaseRecord):
    """Havale: a document given to a unit or a person with an instruction. To be told of it is a right to read it."""

    lifecycle = REFERRAL_LIFE
    series = "HVL"
    view = access.VIEW
    page = "correspondence:referral"
    handed = False
    state_kinds: ClassVar[Mapping[str, str]] = {
        "waiting": "wait",
        "started": "open",
        "done": "done",
        "returned": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "instruction": "free_text",
        "result": "free_text",
        "referred_by": "identity",
    }

    incoming = models.ForeignKey(
        Incoming, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name="gelen evrak"
    )
    letter = models.ForeignKey(
        "correspondence.Letter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name="iç yazı",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="bağlı olduğu havale"
    )
    purpose = models.CharField("amaç", max_length=10, choices=Purpose.choices, default=Purpose.ACTION)
    instruction = models.TextField("talimat", max_length=2_000, blank=True)
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="havale eden"
    )
    result = models.TextField("sonuç", max_length=4_000, blank=True)
    seen_at = models.DateTimeField("ilk açılış", null=True, blank=True)

    class Meta:
        verbose_name = "havale"
        verbose_name_plural = "havaleler"
        constraints = [
            models.CheckConstraint(
                condition=Q(incoming=None, letter__isnull=False) | Q(incoming__isnull=False, letter=None),
                name="referral_of_one_document",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def document(self) -> "Incoming | Letter":
        found = self.incoming or self.letter
        assert found is not None
        return found
