"""A meeting: when and where, on what, who was there, and its minutes."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import MEETING
from .committee import Committee, Member


@history()
class Meeting(CaseRecord):
    """The cover belongs to the unit of the secretariat; `year` and `no` are the committee's own count of meetings
    that were held, given when one begins."""

    lifecycle = MEETING
    series = "TP"
    view = access.VIEW
    page = "committees:meeting"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "planned": "wait",
        "invited": "wait",
        "open": "open",
        "held": "wait",
        "minutes": "wait",
        "closed": "done",
        "lapsed": "late",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "place": "free_text",
        "summary": "free_text",
        "short_notice": "free_text",
    }

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings", verbose_name="kurul")
    year = models.PositiveSmallIntegerField("yıl", null=True, blank=True)
    no = models.PositiveIntegerField("toplantı sayısı", null=True, blank=True)
    starts_at = models.DateTimeField("başlangıç")
    ends_at = models.DateTimeField("planlanan bitiş")
    first_planned_for = models.DateTimeField("ilk planlanan başlangıç")
    place = models.CharField("yer", max_length=200, blank=True, db_collation=TURKISH)
    extraordinary = models.BooleanField("olağanüstü", default=False)
    invited_at = models.DateTimeField("çağrı", null=True, blank=True)
    short_notice = models.CharField("çağrı süresine uyulmama nedeni", max_length=300, blank=True)
    revision = models.PositiveSmallIntegerField("takvim sürümü", default=0)
    presiding = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="başkanlık eden"
    )
    full_count = models.PositiveSmallIntegerField("oy hakkı olan üye sayısı", null=True, blank=True)
    began_at = models.DateTimeField("açılış", null=True, blank=True)
    ended_at = models.DateTimeField("kapanış", null=True, blank=True)
    summary = models.TextField("tutanağa ek açıklama", max_length=10_000, blank=True)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="tutanak")
    minutes_at = models.DateTimeField("tutanak zamanı", null=True, blank=True)
    why = models.CharField("erteleme ya da iptal nedeni", max_length=300, blank=True)

    class Meta:
        verbose_name = "kurul toplantısı"
        verbose_name_plural = "kurul toplantıları"
        indexes = [models.Index(fields=["committee", "-starts_at"], name="meeting_of_committee")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["committee", "year", "no"], name="meeting_number_once", condition=~Q(no=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return self.state_kinds.get(self.case.state, "open")

    @property
    def ordinal(self) -> str:
        """The committee's own number: "2026/3"; empty until the meeting is opened."""
        return f"{self.year}/{self.no}" if self.no else ""


class Outcome(models.TextChoices):
    WAITING = "waiting", "Sırada"
    DISCUSSED = "discussed", "Görüşüldü"
    DECIDED = "decided", "Karara bağlandı"
    DEFERRED = "deferred", "Sonraki toplantıya bırakıldı"


@history()
class AgendaItem(models.Model):
    """One point of an agenda. Without a meeting it is a proposal that waits for the secretary."""

    personal: ClassVar[Mapping[str, str]] = {
        "text": "free_text",
        "presenter": "identity",
        "presenter_title": "identity",
        "proposed_by": "identity",
        "note": "free_text",
    }

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="items", verbose_name="kurul")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="items", verbose_name="toplantı")
    order = models.PositiveSmallIntegerField("sıra", default=0)
    title = models.CharField("konu", max_length=250, db_collation=TURKISH)
    text = models.TextField("açıklama", max_length=10_000, blank=True)
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sunan"
    )
    presenter_title = models.CharField("sunan (dışarıdan)", max_length=160, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="öneren"
    )
    proposed_at = models.DateTimeField("öneri")
    declined_at = models.DateTimeField("gündeme alınmama", null=True, blank=True)
    declined_why = models.CharField("gündeme alınmama nedeni", max_length=300, blank=True)
    outcome = models.CharField("sonuç", max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    note = models.TextField("görüşme özeti", max_length=10_000, blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="devredildiği madde"
    )

    class Meta:
        verbose_name = "gündem maddesi"
        verbose_name_plural = "gündem maddeleri"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["committee"], name="proposal_waiting", condition=Q(meeting=None))]

    def __str__(self) -> str:
        return self.title


class AgendaFile(models.Model):
    """A paper lying on the table for one point."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "gündem eki"
        constraints = [models.UniqueConstraint(fields=["item", "file"], name="file_once_in_an_item")]


class Presence(models.TextChoices):
    EXPECTED = "expected", "Bekleniyor"
    PRESENT = "present", "Katıldı"
    EXCUSED = "excused", "Mazeretli"
    ABSENT = "absent", "Katılmadı"


@history()
class Attendance(models.Model):
    """Who was called and who came. A guest is known by name or title only and never votes."""

    personal: ClassVar[Mapping[str, str]] = {"guest": "identity", "dissent": "free_text"}

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name="toplantı")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="attendances", verbose_name="üye")
    guest = models.CharField("konuk", max_length=160, blank=True, db_collation=TURKISH)
    status = models.CharField("katılım", max_length=10, choices=Presence.choices, default=Presence.EXPECTED)
    signed_at = models.DateTimeField("tutanağı imzalama", null=True, blank=True)
    dissent = models.TextField("şerh", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "katılım"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="member_once_in_a_meeting"),
            models.CheckConstraint(condition=Q(member__isnull=False) | ~Q(guest=""), name="attendance_is_somebodys"),
        ]
