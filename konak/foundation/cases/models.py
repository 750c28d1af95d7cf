"""The case: a cover that is the same whatever lies inside, and one contents row per case in its own app."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.access import Permission
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.people.models import TURKISH, Appointment, Unit
from konak.foundation.people.positions import Clearance

from . import secret


@history()
class Case(models.Model):
    """The cover of a file (dosya): number, subject, state, whose turn, until when."""

    personal: ClassVar[Mapping[str, str]] = {"subject": "free_text", "assignee": "identity", "opened_by": "identity"}
    owners: ClassVar[tuple[str, ...]] = ("assignee", "opened_by")

    kind = models.CharField("tür", max_length=60)
    number = models.CharField("sayı", max_length=24, unique=True)
    subject = models.CharField("konu", max_length=250, db_collation=TURKISH)
    state = models.CharField("durum", max_length=24)
    # the keys without an index of their own lead one of those below
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim", db_index=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="üstlenen",
        db_index=False,
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="açan",
        db_index=False,
    )
    opened_from_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="açan birim")
    due_on = models.DateField("son gün", null=True, blank=True)
    secrecy = models.PositiveSmallIntegerField("gizlilik", choices=Clearance.choices, default=Clearance.NONE)
    opened_at = models.DateTimeField("açılış", auto_now_add=True)
    closed_at = models.DateTimeField("kapanış", null=True, blank=True)
    resting = models.BooleanField("kimseyi beklemiyor", default=False)

    class Meta:
        verbose_name = "dosya"
        verbose_name_plural = "dosyalar"
        indexes = [
            models.Index(fields=["unit", "due_on", "id"], name="case_open_by_unit", condition=Q(resting=False)),
            models.Index(fields=["assignee", "due_on", "id"], name="case_open_by_person", condition=Q(resting=False)),
            models.Index(
                fields=["opened_by", "due_on", "id"], name="case_open_by_opener", condition=Q(resting=False)
            ),
            models.Index(fields=["due_on", "id"], name="case_open_by_due", condition=Q(resting=False)),
            models.Index(fields=["kind", "-opened_at", "-id"], name="case_by_kind"),
            # lists of one kind, newest first: flat however many were closed before
            models.Index(fields=["kind", "-id"], name="case_newest"),
            models.Index(fields=["unit", "kind", "-id"], name="case_newest_by_unit", include=["resting", "secrecy"]),
            # of what has ended alone: the newest files are open ones, and a list of closed ones walked past them all
            models.Index(
                fields=["kind", "-id"], name="case_ended", condition=Q(resting=True, closed_at__isnull=False)
            ),
            models.Index(
                fields=["unit", "kind", "-id"],
                name="case_ended_by_unit",
                condition=Q(resting=True, closed_at__isnull=False),
            ),
            models.Index(fields=["assignee", "kind", "-id"], name="case_newest_by_person"),
            models.Index(fields=["opened_by", "kind", "-id"], name="case_newest_by_opener"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **more: Any) -> "Case":
        case = super().from_db(db, field_names, values, **more)
        if case.__dict__.get("secrecy") and "number" in case.__dict__:
            secret.met(case.number, case.pk)
        return case


class CaseRecordManager(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("case", "case__unit", "case__assignee")


class CaseRecord(models.Model):
    """What lies inside the cover. One level, abstract, and no more.

    A record declares its `lifecycle`, the `series` of its numbers, the permission to see it (`view`), and may name
    the template of its card for the generic page (`card`), the URL name of a page of its own (`page`), and how its
    states look in lists (`state_kinds`: state → open, wait, late, done, closed). `gapless` is for registers the law
    wants without holes. A kind that tells superiors of delays by a ladder of its own says `climbs = False`; one that
    tells people of its opening and its steps in its own words says `tells = False`; one that is given to somebody by
    a step of its own (because a slot or a stock hangs on it) says `handed = False`.
    """

    lifecycle: ClassVar[Lifecycle]
    series: ClassVar[str]
    gapless: ClassVar[bool] = False
    climbs: ClassVar[bool] = True
    tells: ClassVar[bool] = True
    handed: ClassVar[bool] = True
    view: ClassVar[Permission]
    card: ClassVar[str] = ""
    page: ClassVar[str] = ""
    state_kinds: ClassVar[Mapping[str, str]] = {}

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="%(app_label)s_%(class)s")
    objects = CaseRecordManager()

    class Meta:
        abstract = True

    @property
    def state_label(self) -> str:
        return str(self.lifecycle.states(self.case.state).label)

    @property
    def ended(self) -> bool:
        return self.case.state in self.lifecycle.ends


class Comment(models.Model):
    """A remark in the story of a case; it stays as written."""

    personal: ClassVar[Mapping[str, str]] = {"text": "free_text", "author": "identity"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("açıklama", max_length=10_000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "açıklama"
        indexes = [models.Index(fields=["case", "id"], name="comment_of_case")]


class Attachment(models.Model):
    """A file lying in a case."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ek"
        constraints = [models.UniqueConstraint(fields=["case", "file"], name="file_once_in_a_case")]


class Link(models.Model):
    """Two files that belong together, and why: "bu talepten doğdu"."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity", "why": "free_text"}

    from_case = models.ForeignKey(Case, models.PROTECT, related_name="links_out")
    to_case = models.ForeignKey(Case, models.PROTECT, related_name="links_in")
    why = models.CharField("ilişki", max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "bağlantı"
        constraints = [
            models.UniqueConstraint(fields=["from_case", "to_case"], name="two_cases_linked_once"),
            models.CheckConstraint(condition=~Q(from_case=models.F("to_case")), name="a_case_is_not_its_own_link"),
        ]


class Watched(models.TextChoices):
    """How somebody came to watch a case."""

    CHOSE = "chose", "kendisi seçti"
    OPENED = "opened", "dosyayı açtı"
    ASSIGNED = "assigned", "dosya kendisine verildi"
    MENTIONED = "mentioned", "açıklamada anıldı"


class Watcher(models.Model):
    """Somebody who wants to hear what happens to a case, as long as he may see it."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    case = models.ForeignKey(Case, models.CASCADE, related_name="watchers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="izleyen")
    why = models.CharField("nedeni", max_length=10, choices=Watched.choices, default=Watched.CHOSE.value)
    since = models.DateTimeField("ne zamandır", auto_now_add=True)

    class Meta:
        verbose_name = "izleyen"
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="a_case_is_watched_once")]


class SecretLook(models.Model):
    """That somebody was shown a secret file, or something lying in it. Written by the door, changed by nobody."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    class What(models.TextChoices):
        PAGE = "page", "Sayfası"
        PAPER = "paper", "Eki ya da çıktısı"
        API = "api", "API"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="dosya")
    secrecy = models.PositiveSmallIntegerField("o günkü gizlilik", choices=Clearance.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bakan")
    seat = models.ForeignKey(Appointment, models.SET_NULL, null=True, related_name="+", verbose_name="makamı")
    what = models.CharField("neye", max_length=8, choices=What.choices)
    at = models.DateTimeField("an", auto_now_add=True)

    class Meta:
        verbose_name = "gizli dosyaya bakış"
        verbose_name_plural = "gizli dosyalara bakışlar"
        indexes = [models.Index(fields=["case", "user", "-at"], name="secret_look_again")]
        triggers = [pgtrigger.Protect(name="look_stays", operation=pgtrigger.Update)]
