"""How a change of the organisation goes: drafted, opinions, decided as its own rule asks, in force on its day."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.people.positions import Position

from . import access

if TYPE_CHECKING:
    from .models import Reorganisation


class State(TextChoices):
    DRAFT = "draft", "Taslak"
    OPINION = "opinion", "Görüşte"
    SUBMITTED = "submitted", "Onay bekliyor"
    APPROVED = "approved", "Onaylandı, gününü bekliyor"
    IN_FORCE = "in_force", "Yürürlükte"
    REJECTED = "rejected", "Uygun görülmedi"
    WITHDRAWN = "withdrawn", "Geri çekildi"


def complete(record: "Reorganisation") -> str | None:
    """There is something to decide about, from a day on, by a rule."""
    if not record.changes.exists():
        return "Henüz bir değişiklik eklenmedi. Önce en az bir değişiklik ekleyin."
    if record.effective_on is None:
        return "Yürürlük tarihi belirtilmedi."
    if record.rule_id is None and not record.own_order:
        return "Onay kuralı seçilmedi. Hangi makamın hangi hükme göre onaylayacağını seçin."
    return None


def heard(record: "Reorganisation") -> str | None:
    """Every opinion that was asked for has been given."""
    if objection := complete(record):
        return objection
    open_ones = record.opinions.filter(given_at=None).count()
    return (
        f"{open_ones} birimin görüşü bekleniyor. Görüşü beklemeden sunmak için o isteği kaldırın."
        if open_ones
        else None
    )


def its_turn(record: "Reorganisation", actor: Actor) -> str | None:
    """The rule names the one who decides; the council's decision is entered by those who keep its register."""
    if record.rule is None:
        return None
    wanted = record.rule.approver
    if wanted == "council":
        recorders = {Position.SECRETARY_GENERAL, Position.MAYOR, Position.ADMINISTRATOR}
        if recorders & {seat.position for seat in actor.seats}:
            return None
        return "Meclis kararını Genel Sekreter, Belediye Başkanı ya da sistem yöneticisi işler."
    if wanted not in {seat.position for seat in actor.seats}:
        return f"Bu değişikliği {Position(wanted).label} onaylar: «{record.rule.quote}»"
    return None


def still_ahead(record: "Reorganisation") -> str | None:
    return (
        None
        if record.applied_at is None
        else "Değişiklik yürürlüğe girdi; geri almak için yeni bir öneri hazırlayın."
    )


LIFE = Lifecycle(
    State,
    opens=State.DRAFT,
    ends=frozenset({State.IN_FORCE, State.REJECTED, State.WITHDRAWN}),
    rests=frozenset({State.APPROVED}),
)
ASK = LIFE.step(
    "ask",
    "Görüşe gönder",
    source=State.DRAFT,
    target=State.OPINION,
    permission=access.PROPOSE,
    guard=complete,
)
SUBMIT = LIFE.step(
    "submit",
    "Onaya sun",
    source=(State.DRAFT, State.OPINION),
    target=State.SUBMITTED,
    permission=access.PROPOSE,
    guard=heard,
)
APPROVE = LIFE.step(
    "approve",
    "Onayla",
    source=State.SUBMITTED,
    target=State.APPROVED,
    permission=access.DECIDE,
    guard=complete,
    who=its_turn,
    danger="Değişiklik yürürlük gününde birimlere, görevlendirmelere ve açık dosyalara işlenir.",
)
RETURN = LIFE.step(
    "return",
    "Düzeltilmek üzere geri gönder",
    source=(State.OPINION, State.SUBMITTED),
    target=State.DRAFT,
    permission=access.DECIDE,
)
REJECT = LIFE.step(
    "reject",
    "Uygun görme",
    source=State.SUBMITTED,
    target=State.REJECTED,
    permission=access.DECIDE,
    who=its_turn,
    danger="Öneri kapanır; teşkilat değişmez.",
)
ORDER = LIFE.step(
    "order",
    "Başkanlık emriyle onayla",
    source=State.DRAFT,
    target=State.APPROVED,
    permission=access.ORDER,
    guard=complete,
    danger="Öneri ve görüş aranmadan, Başkanın kendi yetkisiyle onaylanır.",
)
WITHDRAW = LIFE.step(
    "withdraw",
    "Geri çek",
    source=(State.DRAFT, State.OPINION, State.SUBMITTED),
    target=State.WITHDRAWN,
    permission=access.PROPOSE,
    danger="Öneri kapanır; yazılanlar arşivde kalır.",
)
UNDO = LIFE.step(
    "undo",
    "Gününden önce geri al",
    source=State.APPROVED,
    target=State.WITHDRAWN,
    permission=access.DECIDE,
    guard=still_ahead,
    danger="Onaylanan değişiklik yürürlüğe girmeden kalkar; teşkilat olduğu gibi kalır.",
)
APPLY = LIFE.step(
    "apply",
    "Yürürlüğe koy",
    source=State.APPROVED,
    target=State.IN_FORCE,
    permission=access.APPLY,
    guard=still_ahead,
    danger="Birimler, görevlendirmeler ve açık dosyalar şimdi değişir.",
)


class RegistryState(TextChoices):
    OPEN = "open", "Bildirilecek"
    SUBMITTED = "submitted", "DETSİS'e bildirildi"
    CONFIRMED = "confirmed", "Kayıt doğrulandı"
    NEEDLESS = "needless", "Bildirim gerekmedi"


REGISTRY_LIFE = Lifecycle(
    RegistryState, opens=RegistryState.OPEN, ends=frozenset({RegistryState.CONFIRMED, RegistryState.NEEDLESS})
)
REGISTRY_SUBMIT = REGISTRY_LIFE.step(
    "submit",
    "DETSİS'e bildirildi",
    source=RegistryState.OPEN,
    target=RegistryState.SUBMITTED,
    permission=access.REGISTRY,
)
REGISTRY_CONFIRM = REGISTRY_LIFE.step(
    "confirm",
    "Kaydı doğrula",
    source=(RegistryState.OPEN, RegistryState.SUBMITTED),
    target=RegistryState.CONFIRMED,
    permission=access.REGISTRY,
)
REGISTRY_RETURN = REGISTRY_LIFE.step(
    "return",
    "Kabul edilmedi, yeniden bildir",
    source=RegistryState.SUBMITTED,
    target=RegistryState.OPEN,
    permission=access.REGISTRY,
)
REGISTRY_DROP = REGISTRY_LIFE.step(
    "drop",
    "Bildirim gerekmez",
    source=RegistryState.OPEN,
    target=RegistryState.NEEDLESS,
    permission=access.REGISTRY,
    danger="Görev, yazdığınız gerekçeyle kapanır.",
)

# What is told to those above. Days travel as ISO text. Repeating a reaction must change nothing.
OPENED = Announcement("organization.unit_opened", "Bir birim kuruldu", ("unit_id", "parent_id", "on"))
RENAMED = Announcement("organization.unit_renamed", "Bir birimin adı değişti", ("unit_id", "name", "on"))
MOVED = Announcement(
    "organization.unit_moved",
    "Bir birim, altındakilerle birlikte başka bir birime bağlandı",
    ("unit_id", "old_parent_id", "new_parent_id", "on"),
)
CLOSED = Announcement(
    "organization.unit_closed",
    "Bir birim kapandı; işleri devralan birime geçti",
    ("unit_id", "successor_id", "on"),
)
MERGED = Announcement(
    "organization.unit_merged",
    "Bir birim başka bir birimle birleşti",
    ("unit_id", "successor_id", "on"),
)
SPLIT = Announcement(
    "organization.unit_split",
    "Bir birimden yeni bir birim ayrıldı",
    ("unit_id", "new_unit_id", "on"),
)
IN_FORCE = Announcement("organization.in_force", "Bir teşkilat değişikliği yürürlüğe girdi", ("number",))
