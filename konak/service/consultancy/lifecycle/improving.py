"""Improvements that are proposed."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Lifecycle

from .. import access
from .who import by_asker, by_leader, by_office

if TYPE_CHECKING:
    from ..models import Proposal


class ProposalState(TextChoices):
    PROPOSED = "proposed", "Önerildi"
    UNDERWAY = "underway", "Uygulanıyor"
    APPLIED = "applied", "Uygulandı, ölçülecek"
    MEASURED = "measured", "Ölçüldü"
    DECLINED = "declined", "Uygun görülmedi"
    WITHDRAWN = "withdrawn", "Geri çekildi"
    GIVEN_UP = "given_up", "Vazgeçildi"


def measure_is_due(record: "Proposal") -> str | None:
    if record.measure_on and record.measure_on > localdate():
        return f"Etkisi {record.measure_on:%d.%m.%Y} günü ölçülecek; daha önce kapatılamaz."
    return None


PROPOSAL_LIFE = Lifecycle(
    ProposalState,
    opens=ProposalState.PROPOSED,
    ends=frozenset({ProposalState.MEASURED, ProposalState.DECLINED, ProposalState.WITHDRAWN, ProposalState.GIVEN_UP}),
)
ACCEPT_PROPOSAL = PROPOSAL_LIFE.step(
    "accept_proposal",
    "Kabul et, işe dönüştür",
    source=ProposalState.PROPOSED,
    target=ProposalState.UNDERWAY,
    permission=access.DECIDE,
    who=by_leader,
)
DECLINE_PROPOSAL = PROPOSAL_LIFE.step(
    "decline_proposal",
    "Uygun görülmedi",
    source=ProposalState.PROPOSED,
    target=ProposalState.DECLINED,
    permission=access.DECIDE,
    who=by_leader,
    danger="Gerekçeniz öneren kişiye iletilir.",
)
APPLY_PROPOSAL = PROPOSAL_LIFE.step(
    "apply_proposal",
    "Uygulandı",
    source=ProposalState.UNDERWAY,
    target=ProposalState.APPLIED,
    permission=access.WORK,
    who=by_office,
)
MEASURE_PROPOSAL = PROPOSAL_LIFE.step(
    "measure_proposal",
    "Etkisini ölçtüm, kapat",
    source=ProposalState.APPLIED,
    target=ProposalState.MEASURED,
    permission=access.WORK,
    who=by_office,
    guard=measure_is_due,
)
GIVE_UP_PROPOSAL = PROPOSAL_LIFE.step(
    "give_up_proposal",
    "Vazgeçildi",
    source=(ProposalState.UNDERWAY, ProposalState.APPLIED),
    target=ProposalState.GIVEN_UP,
    permission=access.DECIDE,
    who=by_leader,
    danger="Öneri uygulanmadan kapanır; gerekçeniz öneren kişiye iletilir.",
)
WITHDRAW_PROPOSAL = PROPOSAL_LIFE.step(
    "withdraw_proposal",
    "Geri çek",
    source=ProposalState.PROPOSED,
    target=ProposalState.WITHDRAWN,
    permission=access.ASK,
    who=by_asker,
    danger="Öneriniz kapanır.",
)
