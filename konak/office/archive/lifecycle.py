"""What can happen to a file, to a transfer, to a list of what is due, and to a project of scanning."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.notify import Pace, Topic

from . import access

if TYPE_CHECKING:
    from .models import Disposal, Folder, Project, Transfer


class State(TextChoices):
    OPEN = "open", "Açık"
    CLOSED = "closed", "Kapandı"
    UNIT = "unit", "Birim arşivinde"
    INSTITUTION = "institution", "Kurum arşivinde"
    DESTROYED = "destroyed", "İmha edildi"
    HANDED = "handed", "Devlet Arşivlerine devredildi"


LIFE = Lifecycle(
    State,
    opens=State.OPEN,
    ends=frozenset({State.DESTROYED, State.HANDED}),
    rests=frozenset({State.OPEN, State.CLOSED, State.UNIT, State.INSTITUTION}),
)


def unheld(folder: "Folder") -> str | None:
    """A legal hold stops whatever would take the file out of the house or out of the world."""
    if not folder.held:
        return None
    return "Dosyada hukuki saklama var; kaldırılmadan devredilemez ve imha edilemez."


def at_home(folder: "Folder") -> str | None:
    return "Dosya ödünçte; önce geri alınmalı." if folder.loans.filter(returned_at=None).exists() else None


def free_to_go(folder: "Folder") -> str | None:
    return unheld(folder) or at_home(folder)


CLOSE = LIFE.step("close", "Dosyayı kapat", source=State.OPEN, target=State.CLOSED, permission=access.FILE)
REOPEN = LIFE.step(
    "reopen",
    "Yeniden aç",
    source=State.CLOSED,
    target=State.OPEN,
    permission=access.RECEIVE,
    danger="Saklama süresi durur; dosya yeniden kapatılınca baştan sayılır.",
)
TO_UNIT = LIFE.step(
    "to_unit",
    "Birim arşivine al",
    source=State.CLOSED,
    target=State.UNIT,
    permission=access.RECEIVE,
    guard=at_home,
)
TO_INSTITUTION = LIFE.step(
    "to_institution",
    "Kurum arşivine al",
    source=(State.CLOSED, State.UNIT),
    target=State.INSTITUTION,
    permission=access.KEEP,
    guard=at_home,
)
DESTROY = LIFE.step(
    "destroy",
    "İmha et",
    source=(State.CLOSED, State.UNIT, State.INSTITUTION),
    target=State.DESTROYED,
    permission=access.DISPOSE,
    guard=free_to_go,
)
HAND_OVER = LIFE.step(
    "hand_over",
    "Devlet Arşivlerine devret",
    source=(State.CLOSED, State.UNIT, State.INSTITUTION),
    target=State.HANDED,
    permission=access.DISPOSE,
    guard=free_to_go,
)


class TransferState(TextChoices):
    DRAFT = "draft", "Hazırlanıyor"
    SENT = "sent", "Teslim bekliyor"
    RECEIVED = "received", "Teslim alındı"
    REFUSED = "refused", "Geri çevrildi"
    CANCELLED = "cancelled", "Vazgeçildi"


def has_lines(transfer: "Transfer") -> str | None:
    return None if transfer.lines.exists() else "Listede dosya yok."


TRANSFER_LIFE = Lifecycle(
    TransferState,
    opens=TransferState.DRAFT,
    ends=frozenset({TransferState.RECEIVED, TransferState.REFUSED, TransferState.CANCELLED}),
)
SEND = TRANSFER_LIFE.step(
    "send",
    "Listeyi gönder",
    source=TransferState.DRAFT,
    target=TransferState.SENT,
    permission=access.FILE,
    guard=has_lines,
)
TAKE_IN = TRANSFER_LIFE.step(
    "take_in",
    "Teslim al",
    source=TransferState.SENT,
    target=TransferState.RECEIVED,
    permission=access.RECEIVE,
    other_than="send",
)
REFUSE = TRANSFER_LIFE.step(
    "refuse",
    "Geri çevir",
    source=TransferState.SENT,
    target=TransferState.REFUSED,
    permission=access.RECEIVE,
    other_than="send",
)
GIVE_UP = TRANSFER_LIFE.step(
    "give_up",
    "Vazgeç",
    source=(TransferState.DRAFT, TransferState.SENT),
    target=TransferState.CANCELLED,
    permission=access.FILE,
    danger="Liste kapanır; dosyalar yerinde kalır.",
)


class DisposalState(TextChoices):
    DRAFT = "draft", "Hazırlanıyor"
    COMMISSION = "commission", "Komisyonda"
    OPINION = "opinion", "Devlet Arşivleri görüşünde"
    APPROVAL = "approval", "Onay bekliyor"
    APPROVED = "approved", "Onaylandı"
    RUNNING = "running", "İmha sürüyor"
    DONE = "done", "Tamamlandı"
    CANCELLED = "cancelled", "Vazgeçildi"


def commission_whole(disposal: "Disposal") -> str | None:
    """Five members: the head of the archive as chair, two of the archive, two of the unit."""
    roles = sorted(disposal.members.values_list("role", flat=True))
    if roles == ["archive", "archive", "chair", "unit", "unit"]:
        return None
    return (
        "Komisyon beş üyeden kurulur: arşiv yöneticisi (başkan), arşivden iki, birimden iki üye "
        f"(şimdi {len(roles)} üye var)."
    )


def every_line_decided(disposal: "Disposal") -> str | None:
    waiting = disposal.lines.filter(decision="").count()
    if not disposal.lines.exists():
        return "Listede dosya yok."
    return f"{waiting} dosya için karar yazılmadı." if waiting else None


def everybody_signed(disposal: "Disposal") -> str | None:
    waiting = disposal.members.filter(agreed_at=None).count()
    objection = every_line_decided(disposal)
    return objection or (f"Komisyondan {waiting} üye listeyi henüz onaylamadı." if waiting else None)


def opinion_given(disposal: "Disposal") -> str | None:
    if not (disposal.opinion_on and disposal.opinion_number):
        return "Devlet Arşivleri Başkanlığının uygun görüşü (tarih ve sayısıyla) yazılmadan imhaya gidilmez."
    return None if disposal.opinion_fits else "Devlet Arşivleri Başkanlığı listeyi uygun görmedi; liste düzeltilmeli."


DISPOSAL_LIFE = Lifecycle(
    DisposalState, opens=DisposalState.DRAFT, ends=frozenset({DisposalState.DONE, DisposalState.CANCELLED})
)
CONVENE = DISPOSAL_LIFE.step(
    "convene",
    "Komisyona sun",
    source=DisposalState.DRAFT,
    target=DisposalState.COMMISSION,
    permission=access.DISPOSE,
    guard=commission_whole,
)
ASK_OPINION = DISPOSAL_LIFE.step(
    "ask_opinion",
    "Devlet Arşivleri görüşüne gönder",
    source=DisposalState.COMMISSION,
    target=DisposalState.OPINION,
    permission=access.DISPOSE,
    guard=everybody_signed,
)
TO_APPROVAL = DISPOSAL_LIFE.step(
    "to_approval",
    "Üst yöneticiye sun",
    source=DisposalState.OPINION,
    target=DisposalState.APPROVAL,
    permission=access.DISPOSE,
    guard=opinion_given,
)
REWORK = DISPOSAL_LIFE.step(
    "rework",
    "Komisyona geri gönder",
    source=(DisposalState.OPINION, DisposalState.APPROVAL),
    target=DisposalState.COMMISSION,
    permission=access.DISPOSE,
)
APPROVE = DISPOSAL_LIFE.step(
    "approve",
    "Listeyi onayla",
    source=DisposalState.APPROVAL,
    target=DisposalState.APPROVED,
    permission=access.APPROVE,
    guard=opinion_given,
    other_than="convene",
    danger="Onaylanan listedeki dosyaların içerikleri geri getirilemeyecek biçimde silinebilir.",
)
BEGIN = DISPOSAL_LIFE.step(
    "begin",
    "İmhayı başlat",
    source=DisposalState.APPROVED,
    target=DisposalState.RUNNING,
    permission=access.DISPOSE,
    guard=opinion_given,
    danger="Listede «imha» kararı verilen dosyaların içerikleri geri getirilemeyecek biçimde silinir.",
)
FINISH = DISPOSAL_LIFE.step(
    "finish",
    "Tamamla",
    source=DisposalState.RUNNING,
    target=DisposalState.DONE,
    permission=access.DISPOSE,
)
CANCEL = DISPOSAL_LIFE.step(
    "cancel",
    "Vazgeç",
    source=(
        DisposalState.DRAFT,
        DisposalState.COMMISSION,
        DisposalState.OPINION,
        DisposalState.APPROVAL,
        DisposalState.APPROVED,
    ),
    target=DisposalState.CANCELLED,
    permission=access.DISPOSE,
    danger="Liste kapanır; dosyalar saklanmaya devam eder ve gelecek listeye önerilir.",
)


class ProjectState(TextChoices):
    RUNNING = "running", "Sürüyor"
    DONE = "done", "Tamamlandı"
    CANCELLED = "cancelled", "Durduruldu"


def nothing_waits(project: "Project") -> str | None:
    if not project.batches.exists():
        return "Projede parti yok."
    waiting = project.batches.exclude(state__in=("approved", "dropped")).count()
    return f"{waiting} parti onaylanmadı." if waiting else None


PROJECT_LIFE = Lifecycle(
    ProjectState, opens=ProjectState.RUNNING, ends=frozenset({ProjectState.DONE, ProjectState.CANCELLED})
)
COMPLETE = PROJECT_LIFE.step(
    "complete",
    "Projeyi tamamla",
    source=ProjectState.RUNNING,
    target=ProjectState.DONE,
    permission=access.DIGITISE,
    guard=nothing_waits,
)
STOP = PROJECT_LIFE.step(
    "stop",
    "Projeyi durdur",
    source=ProjectState.RUNNING,
    target=ProjectState.CANCELLED,
    permission=access.DIGITISE,
    danger="Onaylanmamış partiler onaylanamaz; onaylanan belgeler arşivde kalır.",
)


# What this app tells to those above it; neighbours import them from `public`.
FILED = Announcement("archive.filed", "Bir belge dosyasına kondu", ("folder", "reference"))
CLOSED = Announcement("archive.closed", "Bir dosya kapandı, saklama süresi başladı", ("folder",))
DESTROYED = Announcement("archive.destroyed", "Bir dosyanın içeriği imha edildi", ("folder", "disposal"))
DAMAGED = Announcement("archive.damaged", "Saklanan bir içerik bozulmuş ya da kayıp", ("folder", "sha256", "reason"))

TRANSFERS = Topic("archive.transfer", "Teslim bekleyen arşiv devri", mail=Pace.DAILY)
LOANS = Topic("archive.loan", "Süresi dolan ödünç dosya", mail=Pace.DAILY)
SCANS = Topic("archive.scans", "Birim onayı bekleyen tarama partisi", mail=Pace.DAILY)
LISTS = Topic("archive.disposal", "Ayıklama ve imha listesi", mail=Pace.NOW)
BROKEN = Topic("archive.damage", "Bozulan ya da kaybolan arşiv içeriği", mail=Pace.NOW, urgent=True)
