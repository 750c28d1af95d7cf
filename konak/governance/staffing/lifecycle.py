"""Delegations, notices of what was done in the superior's absence, job descriptions and hand-overs as data."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Delegation, DescriptionVersion, HandOver, Notice


# Delegations ------------------------------------------------------------------------------------------------------


class DelegationState(TextChoices):
    PROPOSED = "proposed", "Kabul bekliyor"
    ACTIVE = "active", "Yürürlükte"
    REPORTED = "reported", "Dönüş bilgisi bekliyor"
    CLOSED = "closed", "Kapandı"
    DECLINED = "declined", "Kabul edilmedi"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


def _deputy(record: "Delegation", actor: Actor) -> str | None:
    return None if record.deputy_id == actor.user_id else "Bu vekâleti yalnız vekil olacak kişi yanıtlayabilir."


def _giver(record: "Delegation", actor: Actor) -> str | None:
    if record.giver_id == actor.user_id or actor.via == "job":
        return None
    return "Bunu yalnız makamın sahibi yapabilir."


def _either(record: "Delegation", actor: Actor) -> str | None:
    mine = actor.user_id in {record.giver_id, record.deputy_id} or actor.via == "job"
    return None if mine else "Vekâleti yalnız makamın sahibi ya da vekili erken bitirebilir."


def _third(record: "Delegation", actor: Actor) -> str | None:
    mine = actor.user_id in {record.giver_id, record.deputy_id}
    return "Kendi vekâletinizi onaylayamazsınız; üst amiriniz onaylar." if mine else None


def _approved(record: "Delegation") -> str | None:
    if record.needs_approval and record.approved_by_id is None:
        return "Vekil birimin dışından; önce üst amirin onayı gerekiyor."
    return "Bu vekâletin süresi geçmiş." if record.until < localdate() else None


def _still_open(record: "Delegation") -> str | None:
    if not record.needs_approval:
        return "Vekil aynı birimden; ayrıca onay gerekmez."
    return "Bu vekâlet zaten onaylandı." if record.approved_by_id else None


DELEGATION = Lifecycle(
    DelegationState,
    opens=DelegationState.PROPOSED,
    ends=frozenset({DelegationState.CLOSED, DelegationState.DECLINED, DelegationState.WITHDRAWN}),
    rests=frozenset({DelegationState.ACTIVE}),
)
ALLOW = DELEGATION.step(
    "allow",
    "Onayla",
    source=DelegationState.PROPOSED,
    target=DelegationState.PROPOSED,
    permission=access.APPROVE,
    guard=_still_open,
    other_than="open",
    who=_third,
)
ACCEPT = DELEGATION.step(
    "accept",
    "Vekâleti kabul et",
    source=DelegationState.PROPOSED,
    target=DelegationState.ACTIVE,
    permission=access.ACT,
    guard=_approved,
    other_than="open",
    who=_deputy,
)
DECLINE = DELEGATION.step(
    "decline",
    "Kabul etme",
    source=DelegationState.PROPOSED,
    target=DelegationState.DECLINED,
    permission=access.ACT,
    danger="Vekâlet başlamaz; makamın sahibi bir başkasını seçer.",
    who=_deputy,
)
FORBID = DELEGATION.step(
    "forbid",
    "Onaylama",
    source=DelegationState.PROPOSED,
    target=DelegationState.DECLINED,
    permission=access.APPROVE,
    guard=_still_open,
    danger="Vekâlet başlamaz; makamın sahibi bir başkasını seçer.",
    who=_third,
)
WITHDRAW = DELEGATION.step(
    "withdraw",
    "Vazgeç",
    source=DelegationState.PROPOSED,
    target=DelegationState.WITHDRAWN,
    permission=access.DELEGATE,
    danger="Vekâlet önerisi geri alınır.",
    who=_giver,
)
END = DELEGATION.step(
    "end",
    "Vekâleti bitir",
    source=DelegationState.ACTIVE,
    target=DelegationState.REPORTED,
    permission=access.ACT,
    danger="Vekil bu makamdan artık işlem yapamaz.",
    who=_either,
)
NOTE = DELEGATION.step(
    "note",
    "Yapılanları gördüm",
    source=DelegationState.REPORTED,
    target=DelegationState.CLOSED,
    permission=access.DELEGATE,
    who=_giver,
)


# What was done in the superior's absence --------------------------------------------------------------------------


class NoticeState(TextChoices):
    REPORTED = "reported", "Amirin bilgisini bekliyor"
    CONFIRMED = "confirmed", "Uygun bulundu"
    OBJECTED = "objected", "Uygun bulunmadı"


def _superior(record: "Notice", actor: Actor) -> str | None:
    return None if record.case.assignee_id == actor.user_id else "Bunu yalnız bilgi verilen amir yapabilir."


NOTICE = Lifecycle(
    NoticeState, opens=NoticeState.REPORTED, ends=frozenset({NoticeState.CONFIRMED, NoticeState.OBJECTED})
)
CONFIRM = NOTICE.step(
    "confirm",
    "Uygundur",
    source=NoticeState.REPORTED,
    target=NoticeState.CONFIRMED,
    permission=access.DELEGATE,
    other_than="open",
    who=_superior,
)
OBJECT = NOTICE.step(
    "object",
    "Uygun bulma",
    source=NoticeState.REPORTED,
    target=NoticeState.OBJECTED,
    permission=access.DELEGATE,
    other_than="open",
    danger="Görüşünüz gerekçesiyle kayda geçer; yapılan iş kendiliğinden geri alınmaz.",
    who=_superior,
)


# Job descriptions -------------------------------------------------------------------------------------------------


class DescriptionState(TextChoices):
    DRAFT = "draft", "Taslak"
    SUBMITTED = "submitted", "Onay bekliyor"
    IN_FORCE = "in_force", "Yürürlükte"
    REPLACED = "replaced", "Yerini yenisi aldı"
    DROPPED = "dropped", "Vazgeçildi"


def _written(record: "DescriptionVersion") -> str | None:
    return None if record.text.strip() or record.duties else "Tanımın metni ya da en az bir görevi olmalı."


DESCRIPTION = Lifecycle(
    DescriptionState,
    opens=DescriptionState.DRAFT,
    ends=frozenset({DescriptionState.REPLACED, DescriptionState.DROPPED}),
    rests=frozenset({DescriptionState.IN_FORCE}),
)
SUBMIT = DESCRIPTION.step(
    "submit",
    "Onaya gönder",
    source=DescriptionState.DRAFT,
    target=DescriptionState.SUBMITTED,
    permission=access.DESCRIBE,
    guard=_written,
)
HAND_BACK = DESCRIPTION.step(
    "hand_back",
    "Düzeltmeye geri gönder",
    source=DescriptionState.SUBMITTED,
    target=DescriptionState.DRAFT,
    permission=access.ISSUE,
)
ISSUE = DESCRIPTION.step(
    "issue",
    "Yürürlüğe koy",
    source=DescriptionState.SUBMITTED,
    target=DescriptionState.IN_FORCE,
    permission=access.ISSUE,
    guard=_written,
    other_than="submit",
    danger="Önceki sürüm yürürlükten kalkar; ilgili herkesten yeniden «okudum, kabul ettim» beklenir.",
)
REPLACE = DESCRIPTION.step(
    "replace",
    "Yürürlükten kaldır",
    source=DescriptionState.IN_FORCE,
    target=DescriptionState.REPLACED,
    permission=access.ISSUE,
    danger="Bu sürüm artık kimseden kabul beklemez.",
)
DROP = DESCRIPTION.step(
    "drop",
    "Taslaktan vazgeç",
    source=(DescriptionState.DRAFT, DescriptionState.SUBMITTED),
    target=DescriptionState.DROPPED,
    permission=access.DESCRIBE,
    danger="Taslak kapanır; metni arşivde kalır.",
)


# Hand-over --------------------------------------------------------------------------------------------------------


class HandOverState(TextChoices):
    OPEN = "open", "Devrediliyor"
    GIVEN = "given", "Teslim alınmayı bekliyor"
    RECEIVED = "received", "Onay bekliyor"
    CLOSED = "closed", "Tamamlandı"
    CANCELLED = "cancelled", "İptal edildi"


def _nothing_open(record: "HandOver") -> str | None:
    left = record.lines.filter(settled_at=None).count()
    return f"Devredilmemiş {left} kalem var. Her satırı birine devredin, iade ya da iptal edin." if left else None


def _leaver(record: "HandOver", actor: Actor) -> str | None:
    if record.person_id == actor.user_id:
        return None
    if record.absent and actor.holds(access.CLOSE_HANDOVER) and record.receiver_id != actor.user_id:
        return None  # the person cannot sign any more: the superior does, and the minute says so
    return "Teslim ettiğini yalnız ayrılan kişi onaylayabilir."


def _receiver(record: "HandOver", actor: Actor) -> str | None:
    return None if record.receiver_id == actor.user_id else "Teslim aldığını yalnız devralan kişi onaylayabilir."


def _neither(record: "HandOver", actor: Actor) -> str | None:
    party = actor.user_id in {record.person_id, record.receiver_id}
    return "Devreden ve devralan, devir teslimi onaylayamaz (görevler ayrılığı)." if party else None


HANDOVER = Lifecycle(
    HandOverState, opens=HandOverState.OPEN, ends=frozenset({HandOverState.CLOSED, HandOverState.CANCELLED})
)
GIVE = HANDOVER.step(
    "give",
    "Teslim ettim",
    source=HandOverState.OPEN,
    target=HandOverState.GIVEN,
    permission=access.SEE_HANDOVER,
    guard=_nothing_open,
    who=_leaver,
)
RECEIVE = HANDOVER.step(
    "receive",
    "Teslim aldım",
    source=HandOverState.GIVEN,
    target=HandOverState.RECEIVED,
    permission=access.SEE_HANDOVER,
    other_than="give",
    who=_receiver,
)
REJECT = HANDOVER.step(
    "reject",
    "Eksik var, geri ver",
    source=(HandOverState.GIVEN, HandOverState.RECEIVED),
    target=HandOverState.OPEN,
    permission=access.SEE_HANDOVER,
    danger="Devir teslim yeniden açılır; devreden eksikleri tamamlar.",
    who=lambda record, actor: (
        None
        if record.receiver_id == actor.user_id or actor.holds(access.CLOSE_HANDOVER)
        else "Bunu yalnız devralan ya da onaylayacak amir yapabilir."
    ),
)
CLOSE = HANDOVER.step(
    "close",
    "Devir teslimi onayla",
    source=HandOverState.RECEIVED,
    target=HandOverState.CLOSED,
    permission=access.CLOSE_HANDOVER,
    guard=_nothing_open,
    other_than="receive",
    who=_neither,
)
CANCEL = HANDOVER.step(
    "cancel",
    "İptal et",
    source=(HandOverState.OPEN, HandOverState.GIVEN),
    target=HandOverState.CANCELLED,
    permission=access.HAND_OVER,
    danger="Dosya kapanır; o ana kadar devredilenler devredilmiş kalır.",
)

# What this app tells to those above it; neighbours import them from `public`.
APPOINTED = Announcement("staffing.appointed", "Bir kişi bir makama görevlendirildi", ("appointment_id",))
SEAT_ENDED = Announcement(
    "staffing.seat_ended", "Bir görevlendirmenin sona ereceği gün belirlendi", ("appointment_id",)
)
JOINED = Announcement("staffing.joined", "Bir kişinin hesabı açıldı", ("user_id",))
LEFT = Announcement("staffing.left", "Bir kişi kurumdan ayrıldı; hesabı ve oturumları kapandı", ("user_id",))
DELEGATED = Announcement("staffing.delegated", "Bir makam vekâlete bırakıldı", ("number",))
DELEGATION_ENDED = Announcement("staffing.delegation_ended", "Bir vekâlet sona erdi", ("number",))
ISSUED = Announcement("staffing.issued", "Bir görev tanımı yürürlüğe girdi", ("number",))
