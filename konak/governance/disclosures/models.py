"""Two registers: what was told to whom outside, by which seat and why; and who asked for which log records."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Appointment

from . import access
from .lifecycle import LIFE, LOG_LIFE


class Asker(models.TextChoices):
    BODY = "body", "Kamu kurumu"
    COURT = "court", "Mahkeme, savcılık"
    PRESS = "press", "Basın"
    PERSON = "person", "Gerçek kişi"
    COMPANY = "company", "Şirket, dernek"


class Way(models.TextChoices):
    LETTER = "letter", "Resmî yazı"
    MAIL = "mail", "E-posta"
    ORAL = "oral", "Sözlü"
    MEETING = "meeting", "Toplantı, sunum"


@history()
class Release(CaseRecord):
    """Information of the unit given, or refused, to somebody outside."""

    lifecycle = LIFE
    series = "BV"
    view = access.VIEW
    card = "disclosures/_release_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {"asked": "wait", "given": "done", "refused": "closed"}
    personal: ClassVar[Mapping[str, str]] = {
        "asker": "identity",
        "what": "free_text",
        "why": "free_text",
        "given_by": "identity",
    }

    kind = models.CharField("isteyen", max_length=8, choices=Asker.choices)
    asker = models.CharField("isteyenin adı", max_length=200, db_collation=TURKISH)
    asked_on = models.DateField("istek tarihi")
    reference = models.CharField("isteğin sayısı", max_length=80, blank=True)
    what = models.TextField("ne isteniyor", max_length=4_000)
    why = models.TextField("neden, hangi hükümle", max_length=2_000)
    way = models.CharField("nasıl verildi", max_length=8, choices=Way.choices, blank=True)
    told = models.TextField("ne verildi", max_length=4_000, blank=True)
    given_on = models.DateField("verildiği gün", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="veren"
    )
    given_as = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name="makamı")

    class Meta:
        verbose_name = "bilgi verme kaydı"
        verbose_name_plural = "bilgi verme kayıtları"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return self.state_kinds[self.case.state]


@history()
class LogRequest(CaseRecord):
    """An authority asks for log records: which file, which letter, which period, until when, what for."""

    lifecycle = LOG_LIFE
    series = "KT"
    view = access.VIEW
    card = "disclosures/_log_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "received": "open",
        "working": "wait",
        "answered": "done",
        "declined": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"file_number": "identity", "scope": "free_text", "purpose": "free_text"}

    authority = models.CharField("isteyen makam", max_length=200, db_collation=TURKISH)
    file_number = models.CharField("soruşturma / dosya no", max_length=60)
    letter_date = models.DateField("yazının tarihi")
    letter_number = models.CharField("yazının sayısı", max_length=80)
    purpose = models.TextField("amaç ve dayanak", max_length=2_000)
    scope = models.TextField("istenen kayıtlar", max_length=4_000)
    since = models.DateField("kayıtların başı", null=True, blank=True)
    until = models.DateField("kayıtların sonu", null=True, blank=True)
    answer_date = models.DateField("cevap yazısının tarihi", null=True, blank=True)
    answer_number = models.CharField("cevap yazısının sayısı", max_length=80, blank=True)
    result = models.TextField("ne verildi ya da neden verilmedi", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "iz kaydı isteği"
        verbose_name_plural = "iz kaydı istekleri"
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="log_request_period"
            ),
            models.UniqueConstraint(
                fields=["authority", "letter_date", "letter_number"], name="log_request_letter_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return self.state_kinds[self.case.state]
