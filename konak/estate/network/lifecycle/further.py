"""Exceptions from the rules of the internet, sites that are handed over, Wi-Fi for an event."""

from typing import Any

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from .. import access


def asked_for_it(record: Any, actor: Actor) -> str | None:
    """Only whoever asked takes the request back."""
    return None if record.case.opened_by_id == actor.user_id else "İsteği yalnız isteyen geri alır."


class WaiverState(TextChoices):
    ASKED = "asked", "Karar bekliyor"
    APPROVED = "approved", "Uygulanacak"
    APPLIED = "applied", "Yürürlükte"
    OVER = "over", "Süresi doldu, kaldırılacak"
    REMOVED = "removed", "Kaldırıldı"
    REFUSED = "refused", "Uygun görülmedi"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


WAIVER_LIFE = Lifecycle(
    WaiverState,
    opens=WaiverState.ASKED,
    ends=frozenset({WaiverState.REMOVED, WaiverState.REFUSED, WaiverState.WITHDRAWN}),
    rests=frozenset({WaiverState.APPLIED}),
)
APPROVE_WAIVER = WAIVER_LIFE.step(
    "approve",
    "Uygun gör",
    source=WaiverState.ASKED,
    target=WaiverState.APPROVED,
    permission=access.DECIDE,
    other_than="open",
)
REFUSE_WAIVER = WAIVER_LIFE.step(
    "refuse",
    "Uygun görme",
    source=WaiverState.ASKED,
    target=WaiverState.REFUSED,
    permission=access.DECIDE,
    danger="İstek kapanır; isteyen gerekçeyi görür.",
)
APPLY_WAIVER = WAIVER_LIFE.step(
    "apply",
    "Uygulandı",
    source=WaiverState.APPROVED,
    target=WaiverState.APPLIED,
    permission=access.KEEP,
)
REVIEW_WAIVER = WAIVER_LIFE.step(
    "review",
    "Gözden geçir, sürdür",
    source=(WaiverState.APPLIED, WaiverState.OVER),
    target=WaiverState.APPLIED,
    permission=access.DECIDE,
)
EXPIRE_WAIVER = WAIVER_LIFE.step(
    "expire",
    "Süresini bitir",
    source=WaiverState.APPLIED,
    target=WaiverState.OVER,
    permission=access.KEEP,
    danger="Ayrıcalığın cihazdan kaldırılması istenir.",
)
REMOVE_WAIVER = WAIVER_LIFE.step(
    "remove",
    "Kaldırıldı",
    source=(WaiverState.APPROVED, WaiverState.APPLIED, WaiverState.OVER),
    target=WaiverState.REMOVED,
    permission=access.KEEP,
    danger="Dosya kapanır; yine gerekirse yeniden istenir.",
)
WITHDRAW_WAIVER = WAIVER_LIFE.step(
    "withdraw",
    "Vazgeç",
    source=WaiverState.ASKED,
    target=WaiverState.WITHDRAWN,
    permission=access.ASK_NET,
    who=asked_for_it,
)


class HandOverState(TextChoices):
    PREPARING = "preparing", "Hazırlanıyor"
    OFFERED = "offered", "Birim teslim alacak"
    ACCEPTED = "accepted", "Teslim edildi"
    CANCELLED = "cancelled", "Vazgeçildi"


HAND_OVER_LIFE = Lifecycle(
    HandOverState,
    opens=HandOverState.PREPARING,
    ends=frozenset({HandOverState.ACCEPTED, HandOverState.CANCELLED}),
)
OFFER_SITE = HAND_OVER_LIFE.step(
    "offer",
    "Teslime sun",
    source=HandOverState.PREPARING,
    target=HandOverState.OFFERED,
    permission=access.KEEP,
)
RETURN_SITE = HAND_OVER_LIFE.step(
    "return",
    "Eksikle geri çevir",
    source=HandOverState.OFFERED,
    target=HandOverState.PREPARING,
    permission=access.RECEIVE,
)
ACCEPT_SITE = HAND_OVER_LIFE.step(
    "accept",
    "Teslim al, tutanağı yaz",
    source=HandOverState.OFFERED,
    target=HandOverState.ACCEPTED,
    permission=access.RECEIVE,
    other_than="offer",
)
CANCEL_SITE = HAND_OVER_LIFE.step(
    "cancel",
    "Vazgeç",
    source=(HandOverState.PREPARING, HandOverState.OFFERED),
    target=HandOverState.CANCELLED,
    permission=access.KEEP,
    danger="Dosya tutanaksız kapanır.",
)


class EventState(TextChoices):
    ASKED = "asked", "Karar bekliyor"
    PLANNED = "planned", "Kurulacak"
    RUNNING = "running", "Yayında"
    CLOSED = "closed", "Kapatıldı"
    REFUSED = "refused", "Uygun görülmedi"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


EVENT_LIFE = Lifecycle(
    EventState,
    opens=EventState.ASKED,
    ends=frozenset({EventState.CLOSED, EventState.REFUSED, EventState.WITHDRAWN}),
)
APPROVE_EVENT = EVENT_LIFE.step(
    "approve",
    "Uygun gör",
    source=EventState.ASKED,
    target=EventState.PLANNED,
    permission=access.DECIDE,
    other_than="open",
)
REFUSE_EVENT = EVENT_LIFE.step(
    "refuse",
    "Uygun görme",
    source=EventState.ASKED,
    target=EventState.REFUSED,
    permission=access.DECIDE,
    danger="İstek kapanır; isteyen gerekçeyi görür.",
)
START_EVENT = EVENT_LIFE.step(
    "start",
    "Kuruldu, yayına al",
    source=EventState.PLANNED,
    target=EventState.RUNNING,
    permission=access.KEEP,
)
CLOSE_EVENT = EVENT_LIFE.step(
    "close",
    "Kapat, sayıları yaz",
    source=EventState.RUNNING,
    target=EventState.CLOSED,
    permission=access.KEEP,
    danger="Kodlar kapanır, süren misafir oturumları sona erer.",
)
WITHDRAW_EVENT = EVENT_LIFE.step(
    "withdraw",
    "Vazgeç",
    source=(EventState.ASKED, EventState.PLANNED),
    target=EventState.WITHDRAWN,
    permission=access.ASK_NET,
    who=asked_for_it,
)

VPN_OPENED = Announcement("network.vpn_opened", "Bir VPN hesabı açıldı", ("account",))
VPN_CLOSED = Announcement("network.vpn_closed", "Bir VPN hesabı kapatıldı", ("account",))
GUEST_SIGNED_IN = Announcement("network.guest_signed_in", "Bir misafir kablosuz ağa girdi", ("session",))
SITE_HANDED_OVER = Announcement("network.site_handed_over", "Bir yerleşke tutanakla teslim edildi", ("number",))
