"""What can happen to a visit and to an outage."""

import dataclasses
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor, Permission
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Outage, Visit


class VisitState(TextChoices):
    PLANNED = "planned", "Planlandı"
    PROPOSED = "proposed", "Başka zaman önerildi"
    UNDERWAY = "underway", "Sürüyor"
    DONE = "done", "Yapıldı"
    MISSED = "missed", "Yapılamadı"
    CANCELLED = "cancelled", "İptal edildi"


def of_team(visit: "Visit", actor: Actor, permission: Permission = access.PLAN) -> bool:
    """Whether the actor sits in the team of the visit, or it was given to him; that it comes to him is no reason."""
    if dataclasses.replace(actor.reach(permission), own=None).covers(visit.case):
        return True
    return actor.user_id is not None and actor.user_id == visit.technician_id and actor.holds(permission)


def by_team(visit: "Visit", actor: Actor) -> str | None:
    return None if of_team(visit, actor) else "Bu işlemi ziyareti yapan ekip yapar."


def by_host(visit: "Visit", actor: Actor) -> str | None:
    """Whoever the visit comes to."""
    if actor.user_id is not None and actor.user_id == visit.host_id:
        return None
    return "Başka zamanı, ziyaret edilecek kişi önerir."


VISIT_LIFE = Lifecycle(
    VisitState,
    opens=VisitState.PLANNED,
    ends=frozenset({VisitState.DONE, VisitState.MISSED, VisitState.CANCELLED}),
)
_AHEAD = (VisitState.PLANNED, VisitState.PROPOSED)
START = VISIT_LIFE.step(
    "start",
    "Ziyarete başla",
    source=VisitState.PLANNED,
    target=VisitState.UNDERWAY,
    permission=access.PLAN,
    who=by_team,
)
FINISH = VISIT_LIFE.step(
    "finish",
    "Sonucu yaz",
    source=(VisitState.PLANNED, VisitState.UNDERWAY),
    target=VisitState.DONE,
    permission=access.PLAN,
    who=by_team,
)
PROPOSE = VISIT_LIFE.step(
    "propose",
    "Başka zaman öner",
    source=VisitState.PLANNED,
    target=VisitState.PROPOSED,
    permission=access.ANSWER,
    who=by_host,
)
AGREE = VISIT_LIFE.step(
    "agree",
    "Öneriyi kabul et",
    source=VisitState.PROPOSED,
    target=VisitState.PLANNED,
    permission=access.PLAN,
    who=by_team,
)
KEEP_TIME = VISIT_LIFE.step(
    "keep_time",
    "İlk zamanda kal",
    source=VisitState.PROPOSED,
    target=VisitState.PLANNED,
    permission=access.PLAN,
    who=by_team,
)
MOVE = VISIT_LIFE.step(
    "move", "Zamanını değiştir", source=_AHEAD, target=VisitState.PLANNED, permission=access.PLAN, who=by_team
)
MISS = VISIT_LIFE.step(
    "miss",
    "Yapılamadı",
    source=(*_AHEAD, VisitState.UNDERWAY),
    target=VisitState.MISSED,
    permission=access.PLAN,
    who=by_team,
    danger="Ziyaret yapılmadan kapanır; talep açık kalır, yeni ziyaret planlanabilir.",
)
CANCEL = VISIT_LIFE.step(
    "cancel",
    "İptal et",
    source=_AHEAD,
    target=VisitState.CANCELLED,
    permission=access.PLAN,
    who=by_team,
    danger="Ziyaret takvimden kalkar; ziyaret edilecek kişiye haber verilir.",
)


class OutageState(TextChoices):
    DRAFT = "draft", "Taslak"
    ANNOUNCED = "announced", "Duyuruldu"
    UNDERWAY = "underway", "Sürüyor"
    ENDED = "ended", "Bitti"
    CANCELLED = "cancelled", "İptal edildi"


def names_what_is_hit(outage: "Outage") -> str | None:
    """An announcement nobody can place is none."""
    if outage.systems.exists() or outage.services.exists() or outage.places.exists() or outage.units.exists():
        return None
    return "Etkilenen sistem, hizmet, yer ya da birimden en az birini yazın."


def may_begin(outage: "Outage") -> str | None:
    if outage.case.state == OutageState.DRAFT and outage.planned:
        return "Planlı çalışma duyurulmadan başlatılamaz."
    return names_what_is_hit(outage)


OUTAGE_LIFE = Lifecycle(
    OutageState, opens=OutageState.DRAFT, ends=frozenset({OutageState.ENDED, OutageState.CANCELLED})
)
TELL = OUTAGE_LIFE.step(
    "announce",
    "Duyur",
    source=OutageState.DRAFT,
    target=OutageState.ANNOUNCED,
    permission=access.ANNOUNCE,
    guard=names_what_is_hit,
)
BEGIN = OUTAGE_LIFE.step(
    "begin",
    "Kesinti başladı",
    source=(OutageState.DRAFT, OutageState.ANNOUNCED),
    target=OutageState.UNDERWAY,
    permission=access.PREPARE,
    guard=may_begin,
)
SHIFT = OUTAGE_LIFE.step(
    "shift",
    "Zamanını değiştir",
    source=OutageState.ANNOUNCED,
    target=OutageState.ANNOUNCED,
    permission=access.ANNOUNCE,
)
EXTEND = OUTAGE_LIFE.step(
    "extend",
    "Bitişini ertele",
    source=OutageState.UNDERWAY,
    target=OutageState.UNDERWAY,
    permission=access.PREPARE,
)
END = OUTAGE_LIFE.step(
    "end", "Kesinti bitti", source=OutageState.UNDERWAY, target=OutageState.ENDED, permission=access.PREPARE
)
CALL_OFF = OUTAGE_LIFE.step(
    "call_off",
    "İptal et",
    source=(OutageState.DRAFT, OutageState.ANNOUNCED),
    target=OutageState.CANCELLED,
    permission=access.ANNOUNCE,
    danger="Duyuru yapılmışsa, haber verilen herkese iptal de bildirilir.",
)

# What this app tells to those above it; neighbours import them from `public`.
VISIT_PLANNED = Announcement("visits.planned", "Bir talep için ziyaret planlandı", ("number",))
VISIT_DONE = Announcement("visits.done", "Bir ziyaretin sonucu yazıldı", ("number",))
OUTAGE_ANNOUNCED = Announcement("visits.outage_announced", "Bir kesinti duyuruldu ya da başladı", ("number",))
OUTAGE_ENDED = Announcement("visits.outage_ended", "Bir kesinti bitti", ("number",))
RECURRING_OPENED = Announcement("visits.recurring_opened", "Tekrarlayan bir talep açıldı", ("number",))
