"""Training: what is taught, who asked for it, when it is held, who came, what they thought of it."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

from .. import access
from ..lifecycle import SESSION_LIFE, TRAINING_LIFE
from .answers import Recheck


class Level(models.TextChoices):
    BASIC = "basic", "Temel"
    MIDDLE = "middle", "Orta"
    EXPERT = "expert", "İleri"


@history()
class Course(Owned):
    """Something that is taught again and again."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("eğitim", max_length=160, db_collation=TURKISH)
    about = models.TextField("içerik", max_length=4_000, blank=True)
    hours = models.PositiveSmallIntegerField("saat", default=2)
    level = models.CharField("düzey", max_length=6, choices=Level.choices, default=Level.BASIC)
    system = models.ForeignKey(
        "systems.InformationSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name="sistem",
    )
    ended_on = models.DateField("kaldırıldı", null=True, blank=True)

    class Meta:
        verbose_name = "eğitim"
        verbose_name_plural = "eğitimler"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="course_once_in_a_unit"),
            models.CheckConstraint(condition=Q(hours__range=(1, 400)), name="course_takes_hours"),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class Session(CaseRecord):
    """One time a course is held."""

    lifecycle = SESSION_LIFE
    series = "EO"
    view = access.VIEW
    card = "consultancy/_session_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {"planned": "open", "held": "done", "cancelled": "closed"}
    personal: ClassVar[Mapping[str, str]] = {"trainer": "identity"}

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name="eğitim")
    starts_at = models.DateTimeField("başlangıç")
    ends_at = models.DateTimeField("bitiş")
    place = models.CharField("yer", max_length=160, blank=True, db_collation=TURKISH)
    trainer = models.CharField("eğitmen", max_length=160, db_collation=TURKISH)
    capacity = models.PositiveSmallIntegerField("kontenjan", default=20)
    open_to_all = models.BooleanField("çalışanlar kendisi yazılabilir", default=True)

    class Meta:
        verbose_name = "eğitim oturumu"
        verbose_name_plural = "eğitim oturumları"
        indexes = [models.Index(fields=["starts_at", "case"], name="session_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="session_has_room"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class Attendance(models.Model):
    """One person in one session; `came` is None until it is marked."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "words": "free_text"}

    session = models.ForeignKey(Session, models.PROTECT, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="katılımcı")
    came = models.BooleanField("katıldı", null=True)
    score = models.PositiveSmallIntegerField("memnuniyet", null=True, blank=True)
    words = models.CharField("görüş", max_length=1_000, blank=True)
    paper = models.ForeignKey(Recheck, models.PROTECT, null=True, blank=True, related_name="certificates")
    at = models.DateTimeField("yazılma", auto_now_add=True)

    class Meta:
        verbose_name = "eğitim katılımı"
        verbose_name_plural = "eğitim katılımları"
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="attendance_once"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="attendance_1_to_5"),
        ]


@history()
class TrainingRequest(CaseRecord):
    """That a unit or a person needs to be taught something."""

    lifecycle = TRAINING_LIFE
    series = "ET"
    view = access.VIEW
    card = "consultancy/_training_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "wait",
        "planned": "open",
        "held": "done",
        "declined": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "answer": "free_text"}

    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="eğitim"
    )
    topic = models.CharField("konu", max_length=200, blank=True, db_collation=TURKISH)
    people = models.PositiveSmallIntegerField("kaç kişi", default=1)
    why = models.TextField("gerekçe", max_length=2_000)
    wished_on = models.DateField("ne zamana kadar", null=True, blank=True)
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="oturum"
    )
    answer = models.CharField("yanıt", max_length=500, blank=True)

    class Meta:
        verbose_name = "eğitim isteği"
        verbose_name_plural = "eğitim istekleri"
        constraints = [
            models.CheckConstraint(condition=Q(course__isnull=False) | ~Q(topic=""), name="training_names_its_topic"),
            models.CheckConstraint(condition=Q(people__range=(1, 1000)), name="training_for_people"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")
