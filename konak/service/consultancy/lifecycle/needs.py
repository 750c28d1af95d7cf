"""The yearly plan of needs."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.lifecycle import Lifecycle

from .. import access
from .who import by_leader, by_office

if TYPE_CHECKING:
    from ..models import NeedRound


class NeedState(TextChoices):
    COLLECTING = "collecting", "Birimlerden alınıyor"
    MERGING = "merging", "Birleştiriliyor"
    APPROVAL = "approval", "Onayda"
    APPROVED = "approved", "Onaylandı"
    CLOSED = "closed", "Kapandı"
    DROPPED = "dropped", "Vazgeçildi"


def has_lines(record: "NeedRound") -> str | None:
    return None if record.lines.exists() else "Henüz hiçbir birim ihtiyaç bildirmedi."


def is_priced(record: "NeedRound") -> str | None:
    left = record.items.filter(unit_price=None).count()
    return f"{left} kalemin birim fiyatı yazılmadı." if left else None


NEED_LIFE = Lifecycle(
    NeedState,
    opens=NeedState.COLLECTING,
    ends=frozenset({NeedState.CLOSED, NeedState.DROPPED}),
    rests=frozenset({NeedState.APPROVED}),
)
MERGE = NEED_LIFE.step(
    "merge",
    "Toplamayı bitir, birleştir",
    source=NeedState.COLLECTING,
    target=NeedState.MERGING,
    permission=access.WORK,
    who=by_office,
    guard=has_lines,
)
REOPEN_ROUND = NEED_LIFE.step(
    "reopen_round",
    "Yeniden topla",
    source=NeedState.MERGING,
    target=NeedState.COLLECTING,
    permission=access.WORK,
    who=by_office,
)
SUBMIT_PLAN = NEED_LIFE.step(
    "submit_plan",
    "Onaya sun",
    source=NeedState.MERGING,
    target=NeedState.APPROVAL,
    permission=access.WORK,
    who=by_office,
    guard=is_priced,
)
RETURN_PLAN = NEED_LIFE.step(
    "return_plan",
    "Düzeltilsin",
    source=NeedState.APPROVAL,
    target=NeedState.MERGING,
    permission=access.DECIDE,
    who=by_leader,
)
APPROVE_PLAN = NEED_LIFE.step(
    "approve_plan",
    "Planı onayla",
    source=NeedState.APPROVAL,
    target=NeedState.APPROVED,
    permission=access.DECIDE,
    who=by_leader,
    other_than="submit_plan",
)
CLOSE_PLAN = NEED_LIFE.step(
    "close_plan",
    "Yılı kapat",
    source=NeedState.APPROVED,
    target=NeedState.CLOSED,
    permission=access.WORK,
    who=by_office,
)
DROP_PLAN = NEED_LIFE.step(
    "drop_plan",
    "Plandan vazgeç",
    source=(NeedState.COLLECTING, NeedState.MERGING, NeedState.APPROVAL),
    target=NeedState.DROPPED,
    permission=access.WORK,
    who=by_office,
    danger="Bildirilen ihtiyaçlar dosyada kalır, plan onaylanmaz.",
)
