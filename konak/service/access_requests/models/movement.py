"""People who begin, move and leave: templates of what a seat needs, and one file for each change."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Appointment, Unit, User
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import MOVEMENT
from .catalogue import Right
from .entitlement import Entitlement


@history()
class Template(models.Model):
    """What whoever sits in a position of a unit (and of the units below it) needs."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("ad", max_length=160, db_collation=TURKISH)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    position = models.CharField("unvan", max_length=24, choices=Position.choices, blank=True)
    active = models.BooleanField("kullanımda", default=True)

    class Meta:
        verbose_name = "yetki şablonu"
        verbose_name_plural = "yetki şablonları"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "position"], name="one_template_of_a_seat", condition=Q(active=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Want(models.TextChoices):
    RIGHT = "right", "Yetki"
    CUSTODY = "custody", "Zimmet"
    LICENCE = "licence", "Lisans"
    TRAINING = "training", "Eğitim"
    OTHER = "other", "Diğer"


@history()
class TemplateLine(models.Model):
    """One thing of a template."""

    personal: ClassVar[Mapping[str, str]] = {}

    template = models.ForeignKey(Template, models.CASCADE, related_name="lines", verbose_name="şablon")
    want = models.CharField("tür", max_length=10, choices=Want.choices, default=Want.RIGHT)
    right = models.ForeignKey(Right, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yetki")
    text = models.CharField("kalem", max_length=200, blank=True, db_collation=TURKISH)
    preapproved = models.BooleanField("önceden onaylı", default=False)

    class Meta:
        verbose_name = "şablon kalemi"
        verbose_name_plural = "şablon kalemleri"
        ordering = ["template", "want", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(want="right") & Q(right__isnull=False)) | (~Q(want="right") & ~Q(text="")),
                name="template_line_says_what",
            ),
            models.UniqueConstraint(
                fields=["template", "right"], name="a_right_once_in_a_template", condition=Q(right__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.right)


class MovementKind(models.TextChoices):
    JOINER = "joiner", "İşe başlama"
    MOVER = "mover", "Yer değiştirme"
    LEAVER = "leaver", "Ayrılış"


@history()
class Movement(CaseRecord):
    """One person's beginning, move or exit, from the list of what it takes to the minute that proves it."""

    lifecycle = MOVEMENT
    series = "PH"
    view = access.VIEW
    card = "access_requests/_movement_card.html"
    page = "access_requests:movement"
    state_kinds: ClassVar[Mapping[str, str]] = {"open": "open", "closed": "done", "cancelled": "closed"}
    personal: ClassVar[Mapping[str, str]] = {"person": "identity", "planned_name": "identity", "why": "free_text"}

    kind = models.CharField("tür", max_length=8, choices=MovementKind.choices)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="movements", verbose_name="kişi")
    planned_name = models.CharField("beklenen kişi", max_length=160, blank=True, db_collation=TURKISH)
    """Known before the account is opened; the file finds its person when he begins."""
    old_seat = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="bırakılan makam"
    )
    new_seat = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="başlanan makam"
    )
    effective_at = models.DateTimeField("geçerlilik anı")
    """For a leaver the exit moment: rights, sessions, keys and the account end then."""
    effective_done_at = models.DateTimeField("uygulandı", null=True, blank=True)
    why = models.CharField("neden", max_length=300, blank=True, db_collation=TURKISH)
    automatic = models.BooleanField("kendiliğinden açıldı", default=False)
    """Opened because a seat ends; falls by itself if the person holds another seat when the moment comes."""
    template = models.ForeignKey(
        Template, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="şablon"
    )

    class Meta:
        verbose_name = "personel hareketi"
        verbose_name_plural = "personel hareketleri"
        indexes = [
            models.Index(fields=["person", "-case"], name="movement_of_person"),
            models.Index(fields=["effective_at"], name="movement_takes_effect", condition=Q(effective_done_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | (Q(kind="joiner") & ~Q(planned_name="")),
                name="movement_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def name(self) -> str:
        return self.person.full_name if self.person else self.planned_name

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def effective_words(self) -> str:
        return f"{localtime(self.effective_at):%d.%m.%Y %H.%M}"


class Action(models.TextChoices):
    GIVE = "give", "Verilecek"
    KEEP = "keep", "Kalıyor"
    TAKE = "take", "Kaldırılacak"
    HAND = "hand", "Devredilecek"
    DECIDE = "decide", "Karar bekliyor"
    DO = "do", "Yapılacak"


BECAME = {
    Action.GIVE: "Verildi",
    Action.KEEP: "Kaldı",
    Action.TAKE: "Kaldırıldı",
    Action.HAND: "Devredildi",
    Action.DECIDE: "Karara bağlandı",
    Action.DO: "Yapıldı",
}


@history()
class MovementLine(models.Model):
    """One thing to give, keep, take or hand over; settled by somebody, with a proof."""

    personal: ClassVar[Mapping[str, str]] = {
        "text": "free_text",
        "proof": "free_text",
        "done_by": "identity",
        "to": "identity",
    }

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="lines", verbose_name="dosya")
    source = models.CharField("başlık", max_length=60)
    key = models.CharField("anahtar", max_length=80)
    text = models.CharField("kalem", max_length=300, db_collation=TURKISH)
    url = models.CharField("adres", max_length=200, blank=True)
    action = models.CharField("işlem", max_length=8, choices=Action.choices)
    request_number = models.CharField("talep", max_length=24, blank=True)
    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yetki"
    )
    to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="devralan")
    done_at = models.DateTimeField("tamamlanma", null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="yapan")
    """Empty although done: Konak did it itself."""
    proof = models.CharField("kanıt", max_length=500, blank=True, db_collation=TURKISH)
    proof_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "hareket kalemi"
        verbose_name_plural = "hareket kalemleri"
        ordering = ["movement", "source", "id"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "source", "key"], name="a_line_once_in_a_movement"),
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(proof=""), name="what_is_done_is_proved"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.text}"

    @property
    def became(self) -> str:
        """What is to be done with it, or once it is proved what was done."""
        return BECAME[Action(self.action)] if self.done_at else self.get_action_display()
