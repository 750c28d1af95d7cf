"""What makes the work of the desk quick: templates, macros, texts at hand, checklists, who is looking, drafts."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

from .catalogue import Kind, Priority, Service
from .ticket import Outcome, Ticket

TAG = 30
"""Letters of a tag; a ticket carries at most `MOST_TAGS`."""
MOST_TAGS = 12


class TeamTool(models.Model):
    """Something a team keeps at hand; without a unit it is every team's, with an owner one person's alone."""

    name = models.CharField("adı", max_length=80, db_collation=TURKISH)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ekip")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="sahibi"
    )
    active = models.BooleanField("kullanımda", default=True)

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def whose(self) -> str:
        """Who has it at hand, in words."""
        return "Yalnız ben" if self.owner_id else self.unit.name if self.unit else "Bütün ekipler"


@history()
class Template(TeamTool):
    """Talep şablonu: what a ticket of a kind that often comes is filled in with."""

    personal: ClassVar[Mapping[str, str]] = {"owner": "identity"}

    service = models.ForeignKey(Service, models.PROTECT, related_name="templates", verbose_name="hizmet")
    kind = models.CharField("tür", max_length=12, choices=Kind.choices, blank=True)
    subject = models.CharField("konu", max_length=250, db_collation=TURKISH)
    text = models.TextField("açıklama", max_length=8_000, blank=True)
    priority = models.PositiveSmallIntegerField("öncelik", choices=Priority.choices, null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=TAG), default=list, blank=True, verbose_name="etiketler")

    class Meta(TeamTool.Meta):
        verbose_name = "talep şablonu"
        verbose_name_plural = "talep şablonları"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "owner", "name"], name="template_once_a_team", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(owner=None) | Q(unit=None), name="template_ones_own_or_a_teams"),
        ]


class MacroStep(models.TextChoices):
    """What a macro does with the state, each by the step of that name."""

    NONE = "", "Durum değişmez"
    TAKE = "take", "Bana al"
    ASK = "ask", "Bilgi iste (metin talep sahibine gider)"
    REFER = "refer", "Üçüncü tarafa ilet"
    RESUME = "resume", "İşleme döndür"
    SOLVE = "solve", "Çöz (metin çözüm olur)"


@history()
class Macro(TeamTool):
    """Several acts by one press. Each goes the way it goes by hand: the same rules, the same refusals."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "owner": "identity"}

    step = models.CharField("durum", max_length=8, choices=MacroStep.choices, blank=True)
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hangi ekibe"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kime"
    )
    priority = models.PositiveSmallIntegerField("öncelik", choices=Priority.choices, null=True, blank=True)
    text = models.TextField("metin", max_length=8_000, blank=True)
    internal = models.BooleanField("metin iç nottur", default=False)
    party = models.CharField("beklenen üçüncü taraf", max_length=200, blank=True)
    outcome = models.CharField("sonuç", max_length=10, choices=Outcome.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "harcanan süre (dakika)", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(6_000)]
    )
    tags = ArrayField(models.CharField(max_length=TAG), default=list, blank=True, verbose_name="eklenen etiketler")
    order = models.PositiveSmallIntegerField("sıra", default=50)

    class Meta(TeamTool.Meta):
        verbose_name = "makro"
        verbose_name_plural = "makrolar"
        ordering = ["order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "owner", "name"], name="macro_once_a_team", nulls_distinct=False),
            models.CheckConstraint(condition=Q(owner=None) | Q(unit=None), name="macro_ones_own_or_a_teams"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, 6_000)), name="macro_minutes_are_some"
            ),
        ]


@history()
class Canned(TeamTool):
    """Hazır metin: `::` finds it by its word or its name; its placeholders are filled from the ticket."""

    personal: ClassVar[Mapping[str, str]] = {"owner": "identity"}

    word = models.CharField("kısa ad", max_length=40)
    text = models.TextField("metin", max_length=8_000)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yalnız bu hizmette"
    )

    class Meta(TeamTool.Meta):
        verbose_name = "hazır metin"
        verbose_name_plural = "hazır metinler"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "owner", "word"], name="canned_word_once_a_team", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(owner=None) | Q(unit=None), name="canned_ones_own_or_a_teams"),
            models.CheckConstraint(condition=Q(word__regex=r"^[a-z0-9][a-z0-9-]*$"), name="canned_word_is_plain"),
        ]


@history()
class CheckItem(models.Model):
    """One line of the checklist of a service; a new ticket gets it."""

    personal: ClassVar[Mapping[str, str]] = {}

    service = models.ForeignKey(Service, models.CASCADE, related_name="checklist", verbose_name="hizmet")
    text = models.CharField("yapılacak", max_length=200, db_collation=TURKISH)
    required = models.BooleanField("çözülmeden önce bitmeli", default=True)
    order = models.PositiveSmallIntegerField("sıra", default=50)

    class Meta:
        verbose_name = "denetim maddesi"
        verbose_name_plural = "denetim listesi"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["service", "text"], name="check_item_once")]

    def __str__(self) -> str:
        return self.text


class TicketCheck(models.Model):
    """One line of the checklist of a ticket, and who ticked it off."""

    personal: ClassVar[Mapping[str, str]] = {"done_by": "identity", "text": "free_text"}

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="checks")
    text = models.CharField("yapılacak", max_length=200)
    required = models.BooleanField("çözülmeden önce bitmeli", default=False)
    from_service = models.BooleanField("hizmetin listesinden", default=False)
    order = models.PositiveSmallIntegerField("sıra", default=50)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField("yapıldı", null=True, blank=True)

    class Meta:
        verbose_name = "talebin denetim maddesi"
        verbose_name_plural = "talebin denetim listesi"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["ticket", "order"], name="check_of_ticket")]


class Presence(models.Model):
    """Who has a ticket open, and since when he types: a row that lives for less than a minute."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="present")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("son görülme")
    typing_at = models.DateTimeField("son yazma", null=True, blank=True)

    class Meta:
        verbose_name = "açık tutan"
        verbose_name_plural = "açık tutanlar"
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="present_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_by_time")]


class SharedDraft(models.Model):
    """An answer begun by one of the team that another may finish: one a ticket."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "text": "free_text"}

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="shared_draft", primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField("metin", max_length=20_000)
    internal = models.BooleanField("iç not", default=False)
    saved_at = models.DateTimeField("kayıt", auto_now=True)

    class Meta:
        verbose_name = "paylaşılan taslak"
        verbose_name_plural = "paylaşılan taslaklar"
