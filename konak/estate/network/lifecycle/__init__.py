from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from .. import access

if TYPE_CHECKING:
    from ..models import AddressRequest, FirewallRule


class RequestState(TextChoices):
    ASKED = "asked", "Karar bekliyor"
    RESERVED = "reserved", "Adres ayrıldı"
    ASSIGNED = "assigned", "Kullanımda"
    ENDED = "ended", "Geri alındı"
    REFUSED = "refused", "Uygun görülmedi"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


def asked_it(record: "AddressRequest", actor: Actor) -> str | None:
    """Only whoever asked takes the request back."""
    return None if record.case.opened_by_id == actor.user_id else "İsteği yalnız isteyen geri alır."


REQUEST_LIFE = Lifecycle(
    RequestState,
    opens=RequestState.ASKED,
    ends=frozenset({RequestState.ENDED, RequestState.REFUSED, RequestState.WITHDRAWN}),
    rests=frozenset({RequestState.ASSIGNED}),
)
APPROVE = REQUEST_LIFE.step(
    "approve",
    "Uygun gör, adres ayır",
    source=RequestState.ASKED,
    target=RequestState.RESERVED,
    permission=access.DECIDE,
    other_than="open",
)
REFUSE = REQUEST_LIFE.step(
    "refuse",
    "Uygun görme",
    source=RequestState.ASKED,
    target=RequestState.REFUSED,
    permission=access.DECIDE,
    danger="İstek kapanır; isteyen gerekçeyi görür.",
)
ASSIGN = REQUEST_LIFE.step(
    "assign",
    "Cihaza verildi",
    source=RequestState.RESERVED,
    target=RequestState.ASSIGNED,
    permission=access.KEEP,
)
RELEASE = REQUEST_LIFE.step(
    "release",
    "Adresi geri al",
    source=(RequestState.RESERVED, RequestState.ASSIGNED),
    target=RequestState.ENDED,
    permission=access.KEEP,
    danger="Adres boşa çıkar ve başkasına verilebilir.",
)
WITHDRAW = REQUEST_LIFE.step(
    "withdraw",
    "Vazgeç",
    source=RequestState.ASKED,
    target=RequestState.WITHDRAWN,
    permission=access.ASK,
    who=asked_it,
)


class RuleState(TextChoices):
    ASKED = "asked", "Karar bekliyor"
    APPROVED = "approved", "Cihaza yazılacak"
    APPLIED = "applied", "Yürürlükte"
    OVER = "over", "Süresi doldu, kaldırılacak"
    REMOVED = "removed", "Kaldırıldı"
    REFUSED = "refused", "Uygun görülmedi"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


def asked_for_it(record: "FirewallRule", actor: Actor) -> str | None:
    """Only whoever asked takes the request back."""
    return None if record.case.opened_by_id == actor.user_id else "İsteği yalnız isteyen geri alır."


RULE_LIFE = Lifecycle(
    RuleState,
    opens=RuleState.ASKED,
    ends=frozenset({RuleState.REMOVED, RuleState.REFUSED, RuleState.WITHDRAWN}),
    rests=frozenset({RuleState.APPLIED}),
)
APPROVE_RULE = RULE_LIFE.step(
    "approve",
    "Uygun gör",
    source=RuleState.ASKED,
    target=RuleState.APPROVED,
    permission=access.DECIDE,
    other_than="open",
)
REFUSE_RULE = RULE_LIFE.step(
    "refuse",
    "Uygun görme",
    source=RuleState.ASKED,
    target=RuleState.REFUSED,
    permission=access.DECIDE,
    danger="İstek kapanır; isteyen gerekçeyi görür.",
)
APPLY_RULE = RULE_LIFE.step(
    "apply",
    "Cihaza yazıldı",
    source=RuleState.APPROVED,
    target=RuleState.APPLIED,
    permission=access.KEEP,
)
REVIEW_RULE = RULE_LIFE.step(
    "review",
    "Gözden geçir, sürdür",
    source=(RuleState.APPLIED, RuleState.OVER),
    target=RuleState.APPLIED,
    permission=access.DECIDE,
)
EXPIRE_RULE = RULE_LIFE.step(
    "expire",
    "Süresini bitir",
    source=RuleState.APPLIED,
    target=RuleState.OVER,
    permission=access.KEEP,
    danger="Kuralın cihazdan kaldırılması istenir.",
)
REMOVE_RULE = RULE_LIFE.step(
    "remove",
    "Cihazdan kaldırıldı",
    source=(RuleState.APPROVED, RuleState.APPLIED, RuleState.OVER),
    target=RuleState.REMOVED,
    permission=access.KEEP,
    danger="Dosya kapanır; kural yine gerekirse yeniden istenir.",
)
WITHDRAW_RULE = RULE_LIFE.step(
    "withdraw",
    "Vazgeç",
    source=RuleState.ASKED,
    target=RuleState.WITHDRAWN,
    permission=access.ASK_RULE,
    who=asked_for_it,
)

# What this app tells to those above it; neighbours import them from `public`.
ADDRESS_GIVEN = Announcement("network.address_given", "Bir IP adresi kullanıma verildi", ("number",))
ADDRESS_RELEASED = Announcement("network.address_released", "İstekle verilen IP adresi geri alındı", ("number",))
LEASES_READ = Announcement("network.leases_read", "DHCP kira dosyası işlendi", ("upload",))
