"""Views of lists that people keep: a page, its filters, a name."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import Position


class SavedView(models.Model):
    """The filters of one list under a name, for its owner and, when shared, for a unit and the units below it.

    It holds an address and never rows: whoever opens it sees what his own reach shows there.
    """

    personal: ClassVar[Mapping[str, str]] = {"owner": "identity", "name": "free_text", "query": "free_text"}

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="sahibi")
    page = models.CharField("sayfa", max_length=200)
    name = models.CharField("ad", max_length=60, db_collation=TURKISH)
    query = models.CharField("süzgeç", max_length=1_000, blank=True)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="paylaşılan birim"
    )
    position = models.CharField("yalnız bu görevdekiler", max_length=24, choices=Position.choices, blank=True)
    """Narrows the sharing to those who hold this position in the unit or below it."""
    created_at = models.DateTimeField("oluşturulduğu an", auto_now_add=True)

    class Meta:
        verbose_name = "kayıtlı görünüm"
        verbose_name_plural = "kayıtlı görünümler"
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="view_named_once"),
            models.CheckConstraint(
                condition=models.Q(position="") | models.Q(unit__isnull=False), name="view_for_a_position_in_a_unit"
            ),
        ]
        indexes = [models.Index(fields=["page", "unit"], name="view_of_unit", condition=models.Q(unit__isnull=False))]

    def __str__(self) -> str:
        return self.name

    @property
    def shared_with(self) -> str:
        """Who else sees it, in words; nothing where it is one's own."""
        if self.unit is None:
            return ""
        return f"{self.unit.name}: {Position(self.position).label}" if self.position else self.unit.name

    @property
    def url(self) -> str:
        return f"{self.page}?{self.query}" if self.query else self.page
