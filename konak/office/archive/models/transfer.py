"""Files that move from a desk to the unit's archive, and from there to the institution's."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import TRANSFER_LIFE
from .folders import Box, Folder


class Whither(models.TextChoices):
    UNIT = "unit", "Birim arşivi"
    INSTITUTION = "institution", "Kurum arşivi"


@history()
class Transfer(CaseRecord):
    """Devir: the list of files handed over, and what was received of it."""

    lifecycle = TRANSFER_LIFE
    series = "DEVIR"
    view = access.VIEW
    page = "archive:transfer"
    handed = False
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "sent": "wait",
        "received": "done",
        "refused": "late",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"answer": "free_text"}

    to = models.CharField("nereye", max_length=11, choices=Whither.choices)
    answer = models.CharField("teslim alanın notu", max_length=500, blank=True, db_collation=TURKISH)
    settled_on = models.DateField("teslim günü", null=True, blank=True)
    minute = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tutanak"
    )

    class Meta:
        verbose_name = "arşiv devri"
        verbose_name_plural = "arşiv devirleri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class LineVerdict(models.TextChoices):
    WAITING = "waiting", "Bekliyor"
    RECEIVED = "received", "Teslim alındı"
    REFUSED = "refused", "Alınmadı"


class Line(models.Model):
    """One file of a list. Until the list is settled the file is on no other one."""

    personal: ClassVar[Mapping[str, str]] = {}

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="lines")
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="transfers")
    verdict = models.CharField("sonuç", max_length=8, choices=LineVerdict.choices, default=LineVerdict.WAITING)
    why = models.CharField("neden alınmadı", max_length=300, blank=True, db_collation=TURKISH)
    box = models.ForeignKey(Box, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kutu")
    live = models.BooleanField("liste sürüyor", default=True)

    class Meta:
        verbose_name = "devredilen dosya"
        verbose_name_plural = "devredilen dosyalar"
        constraints = [
            models.UniqueConstraint(
                fields=["folder"], name="folder_on_one_transfer_at_a_time", condition=models.Q(live=True)
            ),
            models.UniqueConstraint(fields=["transfer", "folder"], name="folder_once_in_a_transfer"),
        ]
