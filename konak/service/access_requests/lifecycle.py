"""Requests for a right, campaigns of review, and the files of people who begin, move and leave, as data."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.people.seats import RANK

from . import access

if TYPE_CHECKING:
    from .models import AccessRequest, Campaign, Movement


# Requests ---------------------------------------------------------------------------------------------------------


class RequestState(TextChoices):
    ASKED = "asked", "Onay bekliyor"
    RETURNED = "returned", "Düzeltme bekliyor"
    EXECUTING = "executing", "Yürütülüyor"
    REVIEW = "review", "Sonradan inceleme bekliyor"
    DONE = "done", "Sonuçlandı"
    REFUSED = "refused", "Uygun bulunmadı"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


def turn(record: "AccessRequest", actor: Actor) -> str | None:
    """Whose approval is waited for: the person named, whoever sits in that seat today, or a superior of it."""
    if actor.user_id is not None and actor.user_id == record.person_id:
        return "Kendi yetkinizi onaylayamazsınız (görevler ayrılığı)."
    if actor.user_id is not None and actor.user_id == record.case.opened_by_id:
        return "Talebi siz açtınız; onayı bir başkası verir (görevler ayrılığı)."
    if actor.user_id in record.earlier_deciders:
        return "Bu talepte önceki onayı siz verdiniz; bu adımda başka biri karar verir (görevler ayrılığı)."
    if record.case.assignee_id == actor.user_id:
        return None
    if record.role == "security":
        return None if actor.holds(access.SECURE) else "Bu adımda kararı bilgi güvenliği sorumlusu verir."
    for seat in actor.seats:
        same = seat.unit_id == record.turn_unit_id and seat.position == record.turn_position
        higher = RANK.get(seat.position, -1) > RANK.get(record.turn_position, 0)
        if same or (higher and record.turn_unit_id in seat.branch):
            return None
    return "Sıra sizde değil; bu adımda kararı onay sırasındaki makam verir."


def _opener(record: "AccessRequest", actor: Actor) -> str | None:
    mine = actor.user_id in {record.case.opened_by_id, record.person_id} or actor.via == "job"
    return None if mine else "Bunu yalnız talebi açan ya da yetkinin sahibi yapabilir."


def _executor(record: "AccessRequest", actor: Actor) -> str | None:
    if actor.user_id is not None and actor.user_id == record.person_id:
        return "Kendi yetkinizi siz açıp kaldıramazsınız; yürüten birimden bir başkası yapar (görevler ayrılığı)."
    return None


def _reviewer(record: "AccessRequest", actor: Actor) -> str | None:
    if actor.user_id == record.person_id:
        return "Acil erişimi kullanan kişi kendi erişimini inceleyemez."
    if record.case.assignee_id == actor.user_id or actor.holds(access.SECURE):
        return None
    return "Sonradan incelemeyi yetkinin sahibi ya da bilgi güvenliği sorumlusu yapar."


def _more_turns(record: "AccessRequest") -> str | None:
    if record.emergency:
        return "Acil erişim onay sırası beklemez."
    return None if record.turns_left > 1 else "Bu, son onay."


def _last_turn(record: "AccessRequest") -> str | None:
    if record.emergency:
        return "Acil erişim onay sırası beklemez."
    if record.turns_left != 1 or record.kind == "extend":
        return "Son onay değil."
    return None


def _last_of_extension(record: "AccessRequest") -> str | None:
    return None if record.turns_left == 1 and record.kind == "extend" else "Son onay değil."


def _nobody_asked(record: "AccessRequest") -> str | None:
    if record.emergency or record.turns_left or record.kind == "extend":
        return "Bu talep önce onaylanmalı."
    return None


def _extension_agreed(record: "AccessRequest") -> str | None:
    return None if record.kind == "extend" and not record.turns_left else "Bu talep önce onaylanmalı."


def _nobody_in_person(record: "AccessRequest", actor: Actor) -> str | None:
    return None if actor.via == "job" else "Bu işlemi Konak kendisi yapar."


def _undertaken(record: "AccessRequest") -> str | None:
    lacking = record.lacking_undertakings()
    return f"Kişi önce şu taahhüdü okuyup kabul etmeli: {', '.join(lacking)}." if lacking else None


def _urgent(record: "AccessRequest") -> str | None:
    return None if record.emergency else "Bu talep acil erişim olarak açılmadı."


REQUEST = Lifecycle(
    RequestState,
    opens=RequestState.ASKED,
    ends=frozenset({RequestState.DONE, RequestState.REFUSED, RequestState.WITHDRAWN}),
)
APPROVE = REQUEST.step(
    "approve",
    "Onayla",
    source=RequestState.ASKED,
    target=RequestState.ASKED,
    permission=access.DECIDE,
    guard=_more_turns,
    other_than="open",
    who=turn,
)
RELEASE = REQUEST.step(
    "release",
    "Onayla ve yürütmeye gönder",
    source=RequestState.ASKED,
    target=RequestState.EXECUTING,
    permission=access.DECIDE,
    guard=_last_turn,
    other_than="open",
    who=turn,
)
PROLONG = REQUEST.step(
    "prolong",
    "Süreyi uzat",
    source=RequestState.ASKED,
    target=RequestState.DONE,
    permission=access.DECIDE,
    guard=_last_of_extension,
    other_than="open",
    who=turn,
)
ORDER = REQUEST.step(
    "order",
    "Yürütmeye gönder",
    source=RequestState.ASKED,
    target=RequestState.EXECUTING,
    permission=access.ASK,
    guard=_nobody_asked,
    who=_opener,
)
PROLONG_AT_ONCE = REQUEST.step(
    "prolong_at_once",
    "Uzatmayı işle",
    source=RequestState.ASKED,
    target=RequestState.DONE,
    permission=access.DECIDE,
    guard=_extension_agreed,
    who=_nobody_in_person,
)
RETURN = REQUEST.step(
    "return",
    "İade et",
    source=RequestState.ASKED,
    target=RequestState.RETURNED,
    permission=access.DECIDE,
    other_than="open",
    who=turn,
)
REFUSE = REQUEST.step(
    "refuse",
    "Uygun bulma",
    source=RequestState.ASKED,
    target=RequestState.REFUSED,
    permission=access.DECIDE,
    other_than="open",
    danger="Talep gerekçenizle kapanır; yetki açılmaz.",
    who=turn,
)
RESUBMIT = REQUEST.step(
    "resubmit",
    "Düzeltip yeniden gönder",
    source=RequestState.RETURNED,
    target=RequestState.ASKED,
    permission=access.ASK,
    who=_opener,
)
WITHDRAW = REQUEST.step(
    "withdraw",
    "Vazgeç",
    source=(RequestState.ASKED, RequestState.RETURNED),
    target=RequestState.WITHDRAWN,
    permission=access.ASK,
    danger="Talep kapanır; gerekirse yenisi açılır.",
    who=_opener,
)
GRANT = REQUEST.step(
    "grant",
    "Yapıldığını bildir",
    source=RequestState.EXECUTING,
    target=RequestState.DONE,
    permission=access.EXECUTE,
    guard=_undertaken,
    who=_executor,
)
HAND_BACK = REQUEST.step(
    "hand_back",
    "Yapılamadı, geri gönder",
    source=RequestState.EXECUTING,
    target=RequestState.RETURNED,
    permission=access.EXECUTE,
    who=_executor,
)
VOID = REQUEST.step(
    "void",
    "Gerek kalmadı",
    source=RequestState.EXECUTING,
    target=RequestState.WITHDRAWN,
    permission=access.EXECUTE,
    danger="Onaylanmış talep yürütülmeden kapanır.",
    who=_executor,
)
BREAK_GLASS = REQUEST.step(
    "break_glass",
    "Acil erişimi aç",
    source=RequestState.ASKED,
    target=RequestState.REVIEW,
    permission=access.BREAK,
    guard=_urgent,
    danger="Erişim hemen açılır; iki iş günü içinde sonradan incelenir.",
)
UPHOLD = REQUEST.step(
    "uphold",
    "Yerinde bulundu",
    source=RequestState.REVIEW,
    target=RequestState.DONE,
    permission=access.DECIDE,
    other_than="break_glass",
    who=_reviewer,
)
OVERRULE = REQUEST.step(
    "overrule",
    "Yersiz bulundu",
    source=RequestState.REVIEW,
    target=RequestState.REFUSED,
    permission=access.DECIDE,
    other_than="break_glass",
    danger="Sürüyorsa erişim hemen sona erdirilir; değerlendirme kayda geçer.",
    who=_reviewer,
)


# Campaigns of review ----------------------------------------------------------------------------------------------


class CampaignState(TextChoices):
    DRAFT = "draft", "Hazırlanıyor"
    RUNNING = "running", "Sürüyor"
    CLOSED = "closed", "Kapandı"
    CANCELLED = "cancelled", "İptal edildi"


def _all_decided(record: "Campaign") -> str | None:
    left = record.items.filter(decided_at=None).count()
    return f"Karar verilmemiş {left} yetki var; gözden geçirme hepsi sonuçlanınca kapanır." if left else None


CAMPAIGN = Lifecycle(
    CampaignState,
    opens=CampaignState.DRAFT,
    ends=frozenset({CampaignState.CLOSED, CampaignState.CANCELLED}),
)
START = CAMPAIGN.step(
    "start",
    "Başlat",
    source=CampaignState.DRAFT,
    target=CampaignState.RUNNING,
    permission=access.REVIEW,
    danger="Kapsamdaki yetkiler sayılır ve gözden geçirecek kişilere gönderilir.",
)
CLOSE_CAMPAIGN = CAMPAIGN.step(
    "close",
    "Kapat ve raporu mühürle",
    source=CampaignState.RUNNING,
    target=CampaignState.CLOSED,
    permission=access.REVIEW,
    guard=_all_decided,
    danger="Kararlar artık değişmez; rapor özetiyle birlikte dosyaya konur.",
)
CANCEL_CAMPAIGN = CAMPAIGN.step(
    "cancel",
    "İptal et",
    source=(CampaignState.DRAFT, CampaignState.RUNNING),
    target=CampaignState.CANCELLED,
    permission=access.REVIEW,
    danger="Verilmiş kararlar geçerli kalır, bekleyenler düşer.",
)


# People who begin, move, leave ------------------------------------------------------------------------------------


class MovementState(TextChoices):
    OPEN = "open", "Sürüyor"
    CLOSED = "closed", "Tamamlandı"
    CANCELLED = "cancelled", "İptal edildi"


def _all_proved(record: "Movement") -> str | None:
    left = list(record.lines.filter(done_at=None).values_list("source", "text")[:4])
    if not left:
        return None
    count = record.lines.filter(done_at=None).count()
    named = "; ".join(f"{source}: {text}" for source, text in left)
    more = f" ve {count - len(left)} kalem daha" if count > len(left) else ""
    return f"Kanıtlanmamış kalem var, dosya kapanmaz: {named}{more}."


def _exit_came(record: "Movement") -> str | None:
    if record.kind == "leaver" and record.effective_done_at is None:
        return f"Ayrılış anı ({record.effective_words}) gelmedi; haklar o anda kapanır, dosya ondan sonra kapatılır."
    return _all_proved(record)


def _not_oneself(record: "Movement", actor: Actor) -> str | None:
    return "Kendi dosyanızı siz kapatamazsınız." if record.person_id == actor.user_id else None


MOVEMENT = Lifecycle(
    MovementState, opens=MovementState.OPEN, ends=frozenset({MovementState.CLOSED, MovementState.CANCELLED})
)
CLOSE_MOVEMENT = MOVEMENT.step(
    "close",
    "Dosyayı kapat",
    source=MovementState.OPEN,
    target=MovementState.CLOSED,
    permission=access.MOVE,
    guard=_exit_came,
    who=_not_oneself,
)
CANCEL_MOVEMENT = MOVEMENT.step(
    "cancel",
    "İptal et",
    source=MovementState.OPEN,
    target=MovementState.CANCELLED,
    permission=access.MOVE,
    danger="Dosya kapanır; o ana kadar yapılanlar geçerli kalır.",
    who=_not_oneself,
)

# What this app tells to those above it; neighbours import them from `public`.
GRANTED = Announcement("access_requests.granted", "Bir yetki açıldı", ("entitlement_id",))
ENDED = Announcement("access_requests.ended", "Bir yetki sona erdi", ("entitlement_id",))
EMERGENCY = Announcement("access_requests.emergency", "Acil erişim açıldı", ("number",))
REVIEWED = Announcement("access_requests.reviewed", "Bir yetki gözden geçirmesi kapandı", ("number",))
JOINER = Announcement("access_requests.joiner", "İşe başlayan için dosya açıldı", ("number",))
MOVER = Announcement("access_requests.mover", "Yer değiştiren için dosya açıldı", ("number",))
LEAVER = Announcement("access_requests.leaver", "Ayrılan için dosya açıldı", ("number",))
EXITED = Announcement("access_requests.exited", "Ayrılış anı geldi; haklar kapandı", ("number", "user_id"))
