"""The ticket: what was asked, by whom, through which door; what was said about it; and how its clocks stand."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile

from .. import access
from ..lifecycle import LIFE
from .catalogue import Form, Kind, Priority, Service
from .terms import Grade, Level


class Channel(models.TextChoices):
    """The door a ticket or a message came through."""

    PORTAL = "portal", "Portal"
    MAIL = "mail", "E-posta"
    PHONE = "phone", "Telefon"
    LETTER = "letter", "Resmî yazı"
    API = "api", "API"
    SYSTEM = "system", "Sistem"


class Outcome(models.TextChoices):
    """How a ticket was solved."""

    DONE = "done", "Çözüldü"
    WORKAROUND = "workaround", "Geçici çözüm"
    NO_FAULT = "no_fault", "Arıza bulunamadı"
    NOT_DONE = "not_done", "Karşılanamadı"
    DUPLICATE = "duplicate", "Yinelenen talep"


@history()
class Ticket(CaseRecord):
    """Destek talebi. The cover's unit is the queue that serves it, its opener the one who asks.

    `clock_on` is true while a deadline may still be missed; the partial indexes over it keep the sweep for
    escalations as cheap as the open work is small, however many tickets were closed.
    """

    lifecycle = LIFE
    series = "DT"
    climbs = False
    tells = False
    view = access.VIEW
    card = "desk/_cover.html"
    page = "desk:ticket"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "new": "open",
        "working": "open",
        "reopened": "late",
        "waiting": "wait",
        "third_party": "wait",
        "approval": "wait",
        "solved": "done",
        "closed": "closed",
        "withdrawn": "closed",
        "merged": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "text": "free_text",
        "answers": "free_text",
        "solution": "free_text",
        "requester": "identity",
        "entered_by": "identity",
        "contact_name": "identity",
        "contact_mail": "contact",
        "contact_phone": "contact",
        "third_party": "free_text",
    }

    service = models.ForeignKey(Service, models.PROTECT, related_name="tickets", verbose_name="hizmet")
    kind = models.CharField("tür", max_length=12, choices=Kind.choices)
    channel = models.CharField("geliş yolu", max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    text = models.TextField("açıklama", max_length=20_000, blank=True)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="desk_tickets",
        verbose_name="talep sahibi",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kaydeden"
    )
    contact_name = models.CharField("başvuran", max_length=120, blank=True)
    contact_mail = models.EmailField("başvuranın e-postası", blank=True)
    contact_phone = models.CharField("ulaşılacak telefon", max_length=32, blank=True)
    place = models.CharField("yer", max_length=120, blank=True)
    letter_number = models.CharField("yazının sayısı", max_length=60, blank=True)
    letter_date = models.DateField("yazının tarihi", null=True, blank=True)
    asset_tag = models.CharField("cihazın sicil no", max_length=60, blank=True)
    system = models.ForeignKey(
        "systems.InformationSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bilgi sistemi",
        db_index=False,
    )
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name="etiketler")

    form = models.ForeignKey(Form, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="form")
    answers: Any = models.JSONField("yanıtlar", default=dict, blank=True)

    impact = models.PositiveSmallIntegerField("etki", choices=Grade.choices, default=Grade.LOW)
    urgency = models.PositiveSmallIntegerField("ivedilik", choices=Grade.choices, default=Grade.MEDIUM)
    priority = models.PositiveSmallIntegerField("öncelik", choices=Priority.choices, default=Priority.NORMAL)

    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="SLA")
    own_level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="OLA")
    opened_at = models.DateTimeField("açılış")
    answer_due = models.DateTimeField("ilk yanıt için son an", null=True, blank=True)
    answered_at = models.DateTimeField("ilk yanıt", null=True, blank=True)
    solve_due = models.DateTimeField("çözüm için son an", null=True, blank=True)
    solved_at = models.DateTimeField("çözüm", null=True, blank=True)
    own_due = models.DateTimeField("iç sürenin son anı", null=True, blank=True)
    clock_on = models.BooleanField("süresi işliyor", default=True)

    unclosed = models.BooleanField("çözüldü, kapanmayı bekliyor", default=False)
    """What the state says, where an index finds the few among all that ended."""

    solution = models.TextField("çözüm", max_length=20_000, blank=True)
    outcome = models.CharField("sonuç", max_length=10, choices=Outcome.choices, blank=True)
    third_party = models.CharField("beklenen üçüncü taraf", max_length=200, blank=True)
    reopened = models.PositiveSmallIntegerField("kaç kez yeniden açıldı", default=0)
    minutes_spent = models.PositiveIntegerField("harcanan süre (dakika)", default=0)
    score = models.PositiveSmallIntegerField("memnuniyet", null=True, blank=True)

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="üst talep"
    )
    with_parent = models.BooleanField("üst taleple çözüldü", default=False)
    """Solved by the solution of its parent: when that closes, it closes too."""
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="birleştiği talep"
    )
    source = models.CharField("bildirim kaynağı", max_length=120, blank=True)
    live_source = models.CharField("açık bildirimin kaynağı", max_length=120, null=True, blank=True, unique=True)
    """The key of the announcing app while the ticket is open: a second announcement finds it here."""
    times_announced = models.PositiveIntegerField("kaç kez bildirildi", default=1)

    class Meta:
        verbose_name = "destek talebi"
        verbose_name_plural = "destek talepleri"
        triggers = [pgtrigger.ReadOnly(name="opening_stays", fields=["opened_at"])]
        indexes = [
            models.Index(fields=["requester", "-case"], name="ticket_by_requester"),
            models.Index(fields=["service", "-case"], name="ticket_by_service"),
            models.Index(fields=["solve_due"], name="ticket_solve_due", condition=Q(clock_on=True)),
            models.Index(
                fields=["answer_due"], name="ticket_answer_due", condition=Q(clock_on=True, answered_at=None)
            ),
            models.Index(fields=["own_due"], name="ticket_own_due", condition=Q(clock_on=True)),
            models.Index(fields=["solved_at"], name="ticket_by_solved", condition=Q(solved_at__isnull=False)),
            models.Index(fields=["-case"], name="ticket_unclosed", condition=Q(unclosed=True)),
            models.Index(fields=["parent"], name="ticket_parts", condition=Q(parent__isnull=False)),
            models.Index(fields=["asset_tag", "-case"], name="ticket_by_asset", condition=~Q(asset_tag="")),
            models.Index(fields=["contact_mail"], name="ticket_by_mail", condition=~Q(contact_mail="")),
            models.Index(fields=["system", "-case"], name="ticket_by_system", condition=Q(system__isnull=False)),
            GinIndex(fields=["tags"], name="ticket_by_tag"),
            BrinIndex(fields=["opened_at"], name="ticket_by_opening", pages_per_range=32),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("parent")), name="ticket_is_not_its_own_part"),
            models.CheckConstraint(condition=~Q(case=F("merged_into")), name="ticket_is_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(impact__range=(1, 3), urgency__range=(1, 3)), name="ticket_grades"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="ticket_priority_known"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="ticket_score_1_to_5"),
            models.CheckConstraint(
                condition=Q(solved_at=None) | Q(solved_at__gte=F("opened_at")), name="ticket_solved_after_opened"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("opened_at")),
                name="ticket_answered_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def asker(self) -> str:
        """Who asks, in words."""
        return self.requester.full_name if self.requester else self.contact_name or self.contact_mail or "Sistem"

    @property
    def paused(self) -> bool:
        return self.case.state in {"waiting", "third_party", "approval"}


class Message(models.Model):
    """Something said on a ticket. Internal notes are the desk's own; whoever asked never sees them."""

    personal: ClassVar[Mapping[str, str]] = {
        "text": "free_text",
        "author": "identity",
        "author_name": "identity",
        "author_mail": "contact",
    }

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField("yazan", max_length=120, blank=True)
    author_mail = models.EmailField("yazanın e-postası", blank=True)
    internal = models.BooleanField("iç not", default=False)
    by_desk = models.BooleanField("ekipten", default=False)
    channel = models.CharField("geliş yolu", max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    text = models.TextField("metin", max_length=20_000)
    mail_id = models.CharField("e-posta kimliği (Message-ID)", max_length=400, blank=True)
    at = models.DateTimeField("zaman", auto_now_add=True)

    class Meta:
        verbose_name = "ileti"
        verbose_name_plural = "iletiler"
        indexes = [
            models.Index(fields=["ticket", "id"], name="message_of_ticket"),
            models.Index(fields=["mail_id"], name="message_by_mail_id", condition=~Q(mail_id="")),
        ]


class MessageFile(models.Model):
    """A file that came with a message, and is as internal as it is; without a message it came with the request."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="files")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="files")
    question = models.CharField("hangi sorunun dosyası", max_length=40, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    internal = models.BooleanField("iç not eki", default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("zaman", auto_now_add=True)

    class Meta:
        verbose_name = "ek dosya"
        verbose_name_plural = "ek dosyalar"
        indexes = [models.Index(fields=["ticket", "id"], name="file_of_ticket")]


class PauseWhy(models.TextChoices):
    WAITING = "waiting", "Talep sahibi bekleniyor"
    APPROVAL = "approval", "Onay bekleniyor"
    THIRD_PARTY = "third_party", "Üçüncü taraf bekleniyor"
    SOLVED = "solved", "Çözülmüş sayıldı"


class Pause(models.Model):
    """A time in which a clock stood still. A third party stops only the desk's own clock, not the promise."""

    personal: ClassVar[Mapping[str, str]] = {"words": "free_text"}

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="pauses")
    why = models.CharField("neden", max_length=12, choices=PauseWhy.choices)
    since = models.DateTimeField("başlangıç")
    until = models.DateTimeField("bitiş", null=True, blank=True)
    words = models.CharField("açıklama", max_length=200, blank=True)
    promised_at = models.DateTimeField("beklenenin verdiği söz", null=True, blank=True)
    """When the one who is waited for said it would be done: a clock of its own, which stops for nobody."""

    class Meta:
        verbose_name = "duraklama"
        verbose_name_plural = "duraklamalar"
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="one_pause_at_a_time", condition=Q(until=None)),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="pause_ends_after_begin"),
        ]
        indexes = [models.Index(fields=["ticket", "since"], name="pause_of_ticket")]


class Verdict(models.TextChoices):
    WAITING = "waiting", "Bekliyor"
    APPROVED = "approved", "Onaylandı"
    DECLINED = "declined", "Onaylanmadı"


class Approval(models.Model):
    """An approval asked of somebody."""

    personal: ClassVar[Mapping[str, str]] = {"approver": "identity", "decided_by": "identity", "words": "free_text"}

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="approvals")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="onaylayan")
    verdict = models.CharField("karar", max_length=8, choices=Verdict.choices, default=Verdict.WAITING)
    asked_at = models.DateTimeField("istek", auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("karar zamanı", null=True, blank=True)
    words = models.TextField("gerekçe", max_length=2_000, blank=True)

    class Meta:
        verbose_name = "onay"
        verbose_name_plural = "onaylar"
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="one_approval_waits", condition=Q(verdict="waiting"))
        ]


class Rating(models.Model):
    """What whoever asked thought of the solution."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "words": "free_text"}

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    score = models.PositiveSmallIntegerField("puan", validators=[MinValueValidator(1), MaxValueValidator(5)])
    words = models.TextField("görüş", max_length=2_000, blank=True)
    at = models.DateTimeField("zaman", auto_now_add=True)

    class Meta:
        verbose_name = "memnuniyet yanıtı"
        verbose_name_plural = "memnuniyet yanıtları"
        indexes = [models.Index(fields=["at"], name="rating_by_time")]
        constraints = [models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_1_to_5")]


class WorkTime(models.Model):
    """Minutes somebody spent on a ticket."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "note": "free_text"}

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="work")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="çalışan")
    minutes = models.PositiveIntegerField("dakika", validators=[MinValueValidator(1)])
    on = models.DateField("gün")
    note = models.CharField("ne yapıldı", max_length=250, blank=True)
    at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "harcanan süre"
        verbose_name_plural = "harcanan süreler"
        indexes = [
            models.Index(fields=["ticket", "id"], name="work_on_ticket"),
            models.Index(fields=["user", "on"], name="work_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=6_000), name="work_takes_minutes")
        ]


class Draft(models.Model):
    """What somebody began to fill in for a service and has not sent."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "data": "free_text"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    data: Any = models.JSONField("yazılanlar", default=dict)
    saved_at = models.DateTimeField("kayıt", auto_now=True)

    class Meta:
        verbose_name = "taslak talep"
        verbose_name_plural = "taslak talepler"
        constraints = [models.UniqueConstraint(fields=["user", "service"], name="one_draft_for_a_service")]
