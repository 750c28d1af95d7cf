"""What can happen to what the department is asked for, and to the problems it finds."""

import dataclasses
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Permission
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Answer, Consent, NeedRound, Problem, Session


def of_office(record: Any, actor: Actor, permission: Permission = access.WORK) -> bool:
    """Whether the actor sits in the office that was asked, or it was given to him; having asked does not count."""
    if dataclasses.replace(actor.reach(permission), own=None).covers(record.case):
        return True
    given = actor.user_id is not None and actor.user_id == record.case.assignee_id
    return given and actor.holds(permission)


def by_office(record: Any, actor: Actor) -> str | None:
    if of_office(record, actor) or actor.via == "job":
        return None
    return "Bu işlemi, işin istendiği birimde çalışanlar yapar."


def by_leader(record: Any, actor: Actor) -> str | None:
    if dataclasses.replace(actor.reach(access.DECIDE), own=None).covers(record.case):
        return None
    return "Bu kararı, işin istendiği birimin şefi ya da müdürü verir."


def by_asker(record: Any, actor: Actor) -> str | None:
    if actor.user_id is not None and actor.user_id == record.case.opened_by_id:
        return None
    return "Bu işlemi, isteyen kişi yapar."


def by_other_leader(record: "Answer", actor: Actor) -> str | None:
    """Whoever wrote any version of it is not the one who approves it."""
    if objection := by_leader(record, actor):
        return objection
    if actor.user_id in set(record.versions.values_list("by_id", flat=True)):
        return "Metni yazan kişi onaylayamaz (görevler ayrılığı)."
    return None


# Technical report and expert opinion


class AnswerState(TextChoices):
    DRAFT = "draft", "Yazılıyor"
    REVIEW = "review", "Onayda"
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
ISSUE = ANSWER_LIFE.step(
    "issue",
    "Onayla ve ver",
    source=AnswerState.REVIEW,
    target=AnswerState.ISSUED,
    permission=access.DECIDE,
    who=by_other_leader,
)
SEND_BACK = ANSWER_LIFE.step(
    "send_back",
    "Düzeltilsin",
    source=AnswerState.REVIEW,
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


# Yearly plan of needs


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


# Training


class TrainingState(TextChoices):
    OPEN = "open", "İstendi"
    PLANNED = "planned", "Oturuma bağlandı"
    HELD = "held", "Eğitim yapıldı"
    DECLINED = "declined", "Karşılanmadı"
    WITHDRAWN = "withdrawn", "Geri çekildi"


TRAINING_LIFE = Lifecycle(
    TrainingState,
    opens=TrainingState.OPEN,
    ends=frozenset({TrainingState.HELD, TrainingState.DECLINED, TrainingState.WITHDRAWN}),
)
PLACE = TRAINING_LIFE.step(
    "place",
    "Oturuma bağla",
    source=(TrainingState.OPEN, TrainingState.PLANNED),
    target=TrainingState.PLANNED,
    permission=access.WORK,
    who=by_office,
)
TAUGHT = TRAINING_LIFE.step(
    "taught",
    "Eğitim yapıldı",
    source=TrainingState.PLANNED,
    target=TrainingState.HELD,
    permission=access.WORK,
    who=by_office,
)
UNPLACE = TRAINING_LIFE.step(
    "unplace",
    "Oturumdan çıkar",
    source=TrainingState.PLANNED,
    target=TrainingState.OPEN,
    permission=access.WORK,
    who=by_office,
)
DECLINE_TRAINING = TRAINING_LIFE.step(
    "decline_training",
    "Karşılanamaz",
    source=TrainingState.OPEN,
    target=TrainingState.DECLINED,
    permission=access.WORK,
    who=by_office,
    danger="Gerekçeniz isteyen kişiye iletilir.",
)
WITHDRAW_TRAINING = TRAINING_LIFE.step(
    "withdraw_training",
    "Geri çek",
    source=(TrainingState.OPEN, TrainingState.PLANNED),
    target=TrainingState.WITHDRAWN,
    permission=access.ASK,
    who=by_asker,
    danger="Eğitim isteğiniz kapanır.",
)


class SessionState(TextChoices):
    PLANNED = "planned", "Planlandı"
    HELD = "held", "Yapıldı"
    CANCELLED = "cancelled", "İptal edildi"


def attendance_is_marked(record: "Session") -> str | None:
    if localdate(record.starts_at) > localdate():
        return "Oturumun günü gelmedi."
    if not record.people.exists():
        return "Oturuma kimse yazılmadı."
    left = record.people.filter(came=None).count()
    return f"{left} kişinin katılımı işaretlenmedi." if left else None


SESSION_LIFE = Lifecycle(
    SessionState, opens=SessionState.PLANNED, ends=frozenset({SessionState.HELD, SessionState.CANCELLED})
)
HOLD = SESSION_LIFE.step(
    "hold",
    "Eğitim yapıldı",
    source=SessionState.PLANNED,
    target=SessionState.HELD,
    permission=access.WORK,
    who=by_office,
    guard=attendance_is_marked,
)
CANCEL_SESSION = SESSION_LIFE.step(
    "cancel_session",
    "İptal et",
    source=SessionState.PLANNED,
    target=SessionState.CANCELLED,
    permission=access.WORK,
    who=by_office,
    danger="Yazılan herkese haber verilir; bağlanan istekler yeniden bekler.",
)


# Software


class SoftwareState(TextChoices):
    ASKED = "asked", "İstendi"
    APPROVAL = "approval", "Onayda"
    INSTALLING = "installing", "Kuruluyor"
    DONE = "done", "Kuruldu"
    DECLINED = "declined", "Karşılanmadı"
    WITHDRAWN = "withdrawn", "Geri çekildi"


SOFTWARE_LIFE = Lifecycle(
    SoftwareState,
    opens=SoftwareState.ASKED,
    ends=frozenset({SoftwareState.DONE, SoftwareState.DECLINED, SoftwareState.WITHDRAWN}),
)
ASSESS = SOFTWARE_LIFE.step(
    "assess",
    "İncele, onaya sun",
    source=SoftwareState.ASKED,
    target=SoftwareState.APPROVAL,
    permission=access.WORK,
    who=by_office,
)
ALLOW = SOFTWARE_LIFE.step(
    "allow",
    "Onayla, kurulum talebi aç",
    source=SoftwareState.APPROVAL,
    target=SoftwareState.INSTALLING,
    permission=access.DECIDE,
    who=by_leader,
    other_than="assess",
)
INSTALLED = SOFTWARE_LIFE.step(
    "installed",
    "Kuruldu",
    source=SoftwareState.INSTALLING,
    target=SoftwareState.DONE,
    permission=access.WORK,
    who=by_office,
)
DECLINE_SOFTWARE = SOFTWARE_LIFE.step(
    "decline_software",
    "Karşılanamaz",
    source=(SoftwareState.ASKED, SoftwareState.APPROVAL),
    target=SoftwareState.DECLINED,
    permission=access.DECIDE,
    who=by_leader,
    danger="Gerekçeniz isteyen kişiye iletilir.",
)
WITHDRAW_SOFTWARE = SOFTWARE_LIFE.step(
    "withdraw_software",
    "Geri çek",
    source=(SoftwareState.ASKED, SoftwareState.APPROVAL),
    target=SoftwareState.WITHDRAWN,
    permission=access.ASK,
    who=by_asker,
    danger="Yazılım isteğiniz kapanır.",
)


# Problems


class ProblemState(TextChoices):
    OPEN = "open", "Araştırılıyor"
    KNOWN = "known", "Bilinen hata"
    FIXED = "fixed", "Giderildi, izleniyor"
    CLOSED = "closed", "Kapandı"
    DROPPED = "dropped", "Sorun değil"


def follow_up_is_due(record: "Problem") -> str | None:
    if record.follow_up_on and record.follow_up_on > localdate():
        return f"Etkisine {record.follow_up_on:%d.%m.%Y} günü bakılacak; daha önce kapatılamaz."
    return None


PROBLEM_LIFE = Lifecycle(
    ProblemState, opens=ProblemState.OPEN, ends=frozenset({ProblemState.CLOSED, ProblemState.DROPPED})
)
KNOW = PROBLEM_LIFE.step(
    "know",
    "Nedeni bulundu",
    source=ProblemState.OPEN,
    target=ProblemState.KNOWN,
    permission=access.WORK,
    who=by_office,
)
FIX = PROBLEM_LIFE.step(
    "fix",
    "Giderildi",
    source=(ProblemState.OPEN, ProblemState.KNOWN),
    target=ProblemState.FIXED,
    permission=access.WORK,
    who=by_office,
)
CLOSE_PROBLEM = PROBLEM_LIFE.step(
    "close_problem",
    "Etkisine baktım, kapat",
    source=ProblemState.FIXED,
    target=ProblemState.CLOSED,
    permission=access.WORK,
    who=by_office,
    guard=follow_up_is_due,
)
COME_BACK = PROBLEM_LIFE.step(
    "come_back",
    "Sürüyor",
    source=ProblemState.FIXED,
    target=ProblemState.OPEN,
    permission=access.WORK,
    who=by_office,
)
NO_PROBLEM = PROBLEM_LIFE.step(
    "no_problem",
    "Sorun değil",
    source=(ProblemState.OPEN, ProblemState.KNOWN),
    target=ProblemState.DROPPED,
    permission=access.WORK,
    who=by_office,
    danger="Dosya kapanır; bağlı talepler kendi yollarında sürer.",
)

# What this app tells to those above it; neighbours import them from `public`.
ANSWER_ISSUED = Announcement(
    "consultancy.answer_issued", "Bir teknik rapor ya da görüş onaylanıp verildi; imzaya hazır", ("number",)
)
CONSENT_DECIDED = Announcement(
    "consultancy.consent_decided", "Bir alım ya da kurulum uygunluğu karara bağlandı", ("number",)
)
NEEDS_APPROVED = Announcement("consultancy.needs_approved", "Yıllık ihtiyaç planı onaylandı", ("number",))
SESSION_HELD = Announcement("consultancy.session_held", "Bir eğitim oturumu yapıldı", ("number",))
SOFTWARE_ALLOWED = Announcement("consultancy.software_allowed", "Bir yazılım isteği onaylandı", ("number",))
KNOWN_ERROR = Announcement("consultancy.known_error", "Bir sorunun nedeni bulundu, bilinen hata yazıldı", ("number",))
