"""Which unit is asked for what."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.db.history import history
from konak.foundation.people.models import Owned


class Field(models.TextChoices):
    ANSWER = "answer", "Teknik rapor ve görüş"
    CONSENT = "consent", "Alım ve kurulum uygunluğu"
    NEEDS = "needs", "Yıllık ihtiyaç planı"
    TRAINING = "training", "Eğitim"
    SOFTWARE = "software", "Yazılım isteği"
    IMPROVE = "improve", "İyileştirme önerisi"


@history()
class Office(Owned):
    """The unit that answers for a field; without one nobody can ask for it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    field = models.CharField("iş", max_length=10, choices=Field.choices, unique=True)
    days = models.PositiveSmallIntegerField("kaç iş gününde yanıtlanır", default=10)
    service = models.ForeignKey(
        "desk.Service", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kurulum hizmeti"
    )
    """For software: the service of the desk whose ticket installs it."""

    class Meta:
        verbose_name = "danışma birimi"
        verbose_name_plural = "danışma birimleri"

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.unit}"
