"""Days on which accounts open and close, the personnel office, and how mail addresses are formed."""

from collections.abc import Mapping
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit, User


class MailForm(models.TextChoices):
    DOTTED = "dotted", "ad.soyad"
    INITIAL = "initial", "a.soyad"
    JOINED = "joined", "adsoyad"
    REVERSED = "reversed", "soyad.ad"


@history()
class AccountDate(models.Model):
    """From which day a person's account is open, and after which day it is closed."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "why": "free_text"}

    user = models.OneToOneField(User, models.PROTECT, related_name="account_date", verbose_name="kişi")
    opens_on = models.DateField("açılış", null=True)
    closes_on = models.DateField("son gün", null=True)
    why = models.CharField("neden", max_length=300, blank=True, db_collation=TURKISH)
    closed_at = models.DateTimeField("kapatılma", null=True)

    class Meta:
        verbose_name = "hesap günü"
        verbose_name_plural = "hesap günleri"
        indexes = [models.Index(fields=["closes_on"], name="account_closes_on", condition=Q(closed_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="account_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


@history()
class Setup(models.Model):
    """The one row of what the municipality decides about its staffing."""

    personal: ClassVar[Mapping[str, str]] = {}

    personnel_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personel birimi"
    )
    mail_domain = models.CharField(
        "posta alan adı",
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(r"^([a-z0-9-]+\.)+[a-z]{2,}$", "Alan adını belediye.bel.tr biçiminde, küçük harfle yazın.")
        ],
    )
    mail_form = models.CharField("biçim", max_length=10, choices=MailForm.choices, default=MailForm.DOTTED)

    class Meta:
        verbose_name = "kadro ayarı"
        verbose_name_plural = "kadro ayarları"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_staffing_setup")]

    def __str__(self) -> str:
        return "Kadro ayarları"
