"""Reports and opinions; consents to what other units buy and install."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.lifecycle import Lifecycle

from .. import access
from .who import by_asker, by_leader, by_office, by_other_leader, by_signature

if TYPE_CHECKING:
    from ..models import Answer, Consent


class AnswerState(TextChoices):
    DRAFT = "draft", "Yazılıyor"
    REVIEW = "review", "Onayda"
    SIGNING = "signing", "İmzada"
    ISSUED = "issued", "Verildi"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


def is_written(record: "Answer") -> str | None:
    return None if record.versions.exists() else "Henüz metin yazılmadı."


ANSWER_LIFE = Lifecycle(
    AnswerState, opens=AnswerState.DRAFT, ends=frozenset({AnswerState.ISSUED, AnswerState.WITHDRAWN})
)
SUBMIT = ANSWER_LIFE.step(
    "submit",
    "Onaya sun",
    source=AnswerState.DRAFT,
    target=AnswerState.REVIEW,
    permission=access.WORK,
    who=by_office,
    guard=is_written,
)
PRESENT = ANSWER_LIFE.step(
    "present",
    "Onayla, imzaya sun",
    source=AnswerState.REVIEW,
    target=AnswerState.SIGNING,
    permission=access.DECIDE,
    who=by_other_leader,
)
GIVE = ANSWER_LIFE.step(
    "give",
    "İmzalandı, ver",
    source=AnswerState.SIGNING,
    target=AnswerState.ISSUED,
    permission=access.WORK,
    who=by_signature,
)
UNSIGNED = ANSWER_LIFE.step(
    "unsigned",
    "İmzalanmadı",
    source=AnswerState.SIGNING,
    target=AnswerState.DRAFT,
    permission=access.WORK,
    who=by_signature,
)
ISSUE = ANSWER_LIFE.step(
    "issue",
    "Onayla, e-imzasız ver",
    source=(AnswerState.REVIEW, AnswerState.SIGNING),
    target=AnswerState.ISSUED,
    permission=access.DECIDE,
    who=by_other_leader,
)
SEND_BACK = ANSWER_LIFE.step(
    "send_back",
    "Düzeltilsin",
    source=(AnswerState.REVIEW, AnswerState.SIGNING),
    target=AnswerState.DRAFT,
    permission=access.DECIDE,
    who=by_leader,
)
DROP_ANSWER = ANSWER_LIFE.step(
    "drop_answer",
    "Vazgeç",
    source=(AnswerState.DRAFT, AnswerState.REVIEW),
    target=AnswerState.WITHDRAWN,
    permission=access.WORK,
    who=by_office,
    danger="Dosya yanıtsız kapanır; yazılan metinler dosyada kalır.",
)


# Consent to purchases and installations of other units


class ConsentState(TextChoices):
    DRAFT = "draft", "Hazırlanıyor"
    SUBMITTED = "submitted", "İnceleniyor"
    PROPOSED = "proposed", "Onayda"
    GRANTED = "granted", "Uygun"
    CONDITIONAL = "conditional", "Şartlı uygun"
    REFUSED = "refused", "Uygun değil"
    WITHDRAWN = "withdrawn", "Geri çekildi"


def has_items(record: "Consent") -> str | None:
    return None if record.items.exists() else "Alınacak ya da kurulacak en az bir kalem yazın."


CONSENT_LIFE = Lifecycle(
    ConsentState,
    opens=ConsentState.DRAFT,
    ends=frozenset({ConsentState.GRANTED, ConsentState.CONDITIONAL, ConsentState.REFUSED, ConsentState.WITHDRAWN}),
)
SEND = CONSENT_LIFE.step(
    "send",
    "İncelemeye gönder",
    source=ConsentState.DRAFT,
    target=ConsentState.SUBMITTED,
    permission=access.ASK,
    who=by_asker,
    guard=has_items,
)
PROPOSE = CONSENT_LIFE.step(
    "propose",
    "Görüş yaz, onaya sun",
    source=ConsentState.SUBMITTED,
    target=ConsentState.PROPOSED,
    permission=access.WORK,
    who=by_office,
)
ASK_MORE = CONSENT_LIFE.step(
    "ask_more",
    "Eksik, geri gönder",
    source=ConsentState.SUBMITTED,
    target=ConsentState.DRAFT,
    permission=access.WORK,
    who=by_office,
)
GRANT = CONSENT_LIFE.step(
    "grant",
    "Uygun",
    source=ConsentState.PROPOSED,
    target=ConsentState.GRANTED,
    permission=access.DECIDE,
    who=by_leader,
    other_than="propose",
)
GRANT_IF = CONSENT_LIFE.step(
    "grant_if",
    "Şartlı uygun",
    source=ConsentState.PROPOSED,
    target=ConsentState.CONDITIONAL,
    permission=access.DECIDE,
    who=by_leader,
    other_than="propose",
)
REFUSE = CONSENT_LIFE.step(
    "refuse",
    "Uygun değil",
    source=ConsentState.PROPOSED,
    target=ConsentState.REFUSED,
    permission=access.DECIDE,
    who=by_leader,
    other_than="propose",
    danger="İsteyen birim bu alımı ya da kurulumu yapamaz; gerekçe belgeye yazılır.",
)
LOOK_AGAIN = CONSENT_LIFE.step(
    "look_again",
    "Yeniden incelensin",
    source=ConsentState.PROPOSED,
    target=ConsentState.SUBMITTED,
    permission=access.DECIDE,
    who=by_leader,
)
TAKE_BACK = CONSENT_LIFE.step(
    "take_back",
    "Geri çek",
    source=(ConsentState.DRAFT, ConsentState.SUBMITTED),
    target=ConsentState.WITHDRAWN,
    permission=access.ASK,
    who=by_asker,
    danger="İstek karara bağlanmadan kapanır.",
)
