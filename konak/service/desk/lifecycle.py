"""What can happen to a ticket. The desk and whoever asked take different steps on the same file."""

import dataclasses
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor, Permission
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Ticket


class State(TextChoices):
    NEW = "new", "Yeni"
    WORKING = "working", "İşlemde"
    WAITING = "waiting", "Talep sahibi bekleniyor"
    THIRD_PARTY = "third_party", "Üçüncü taraf bekleniyor"
    APPROVAL = "approval", "Onay bekliyor"
    REOPENED = "reopened", "Yeniden açıldı"
    SOLVED = "solved", "Çözüldü"
    CLOSED = "closed", "Kapandı"
    WITHDRAWN = "withdrawn", "Geri çekildi"
    MERGED = "merged", "Birleştirildi"


def serves(ticket: "Ticket", actor: Actor, permission: Permission = access.WORK) -> bool:
    """Whether the actor works on this ticket: from a seat that serves its unit, or because it was given to him.

    That one asked for it oneself does not count: whoever asks reads the public side only.
    """
    if dataclasses.replace(actor.reach(permission), own=None).covers(ticket.case):
        return True
    given = actor.user_id is not None and actor.user_id == ticket.case.assignee_id
    return given and ticket.case.state != State.APPROVAL and actor.holds(permission)


def asks(ticket: "Ticket", actor: Actor) -> bool:
    """Whether it is the actor's own request."""
    return actor.user_id is not None and actor.user_id in {ticket.requester_id, ticket.case.opened_by_id}


def by_desk(ticket: "Ticket", actor: Actor) -> str | None:
    if serves(ticket, actor) or actor.via == "job":
        return None
    return "Bu işlemi, talebi karşılayan birimde çalışanlar yapar."


def by_dispatcher(ticket: "Ticket", actor: Actor) -> str | None:
    if serves(ticket, actor, access.DISPATCH) or actor.via == "job":
        return None
    return "Talebi birine verme yetkisi karşılayan birimin şefinde, müdüründe ve uzmanlarındadır."


def by_requester(ticket: "Ticket", actor: Actor) -> str | None:
    return None if asks(ticket, actor) or actor.via == "job" else "Bu işlemi talebin sahibi yapar."


def by_either(ticket: "Ticket", actor: Actor) -> str | None:
    return None if asks(ticket, actor) else by_desk(ticket, actor)


def by_approver(ticket: "Ticket", actor: Actor) -> str | None:
    if actor.user_id is not None and actor.user_id == ticket.requester_id:
        return "Kendi talebinize onay veremezsiniz; onay amirinizindir."
    if actor.user_id is not None and actor.user_id == ticket.case.assignee_id:
        return None
    return "Onay, kendisinden istenen kişinindir."


def parts_solved(ticket: "Ticket") -> str | None:
    """What was split off comes first."""
    waiting = ticket.children.filter(case__closed_at=None).exclude(case__state=State.SOLVED).count()
    return f"Bağlı {waiting} alt talep henüz çözülmedi; önce onlar çözülmeli." if waiting else None


def checks_done(ticket: "Ticket") -> str | None:
    """Where the service says so, every required line of the list comes first."""
    if not ticket.service.checks_block:
        return None
    left = list(ticket.checks.filter(required=True, done_at=None).values_list("text", flat=True)[:3])
    return f"Denetim listesi bitmeden çözülemez. Kalan: {'; '.join(left)}." if left else None


def ready(ticket: "Ticket") -> str | None:
    """What stands against solving it now. The button is there all the same: its form may solve the parts along, and
    whoever presses it reads what is missing."""
    return parts_solved(ticket) or checks_done(ticket)


LIFE = Lifecycle(
    State,
    opens=State.NEW,
    ends=frozenset({State.CLOSED, State.WITHDRAWN, State.MERGED}),
    rests=frozenset({State.SOLVED}),
)
IN_HAND = (State.NEW, State.WORKING, State.REOPENED)
HELD = (State.WAITING, State.THIRD_PARTY)
PAUSED = (State.WAITING, State.THIRD_PARTY, State.APPROVAL)
LIVE = (*IN_HAND, *PAUSED)

TAKE = LIFE.step(
    "take", "Bana al", source=(*IN_HAND, *HELD), target=State.WORKING, permission=access.WORK, who=by_desk
)
ASSIGN = LIFE.step(
    "assign",
    "Birine ver",
    source=(*IN_HAND, *HELD),
    target=State.WORKING,
    permission=access.DISPATCH,
    who=by_dispatcher,
)
ASK = LIFE.step(
    "ask",
    "Bilgi iste",
    source=(*IN_HAND, State.THIRD_PARTY),
    target=State.WAITING,
    permission=access.WORK,
    who=by_desk,
)
REFER = LIFE.step(
    "refer",
    "Üçüncü tarafa ilet",
    source=(*IN_HAND, State.WAITING),
    target=State.THIRD_PARTY,
    permission=access.WORK,
    who=by_desk,
)
RESUME = LIFE.step("resume", "İşleme döndür", source=HELD, target=State.WORKING, permission=access.WORK, who=by_desk)
REPLY = LIFE.step(
    "reply", "Yanıtla", source=State.WAITING, target=State.WORKING, permission=access.OPEN, who=by_requester
)
SEEK = LIFE.step(
    "seek_approval", "Onaya gönder", source=IN_HAND, target=State.APPROVAL, permission=access.WORK, who=by_desk
)
APPROVE = LIFE.step(
    "approve", "Onayla", source=State.APPROVAL, target=State.NEW, permission=access.APPROVE, who=by_approver
)
DECLINE = LIFE.step(
    "decline",
    "Onaylama",
    source=State.APPROVAL,
    target=State.CLOSED,
    permission=access.APPROVE,
    who=by_approver,
    danger="Talep onaylanmadan kapanır; gerekçeniz talep sahibine iletilir.",
)
SOLVE = LIFE.step(
    "solve",
    "Çöz",
    source=(*IN_HAND, *HELD),
    target=State.SOLVED,
    permission=access.WORK,
    who=by_desk,
)
CONFIRM = LIFE.step(
    "confirm", "Çözümü onayla", source=State.SOLVED, target=State.CLOSED, permission=access.OPEN, who=by_requester
)
REOPEN = LIFE.step(
    "reopen", "Sorun sürüyor", source=State.SOLVED, target=State.REOPENED, permission=access.OPEN, who=by_either
)
CLOSE = LIFE.step("close", "Kapat", source=State.SOLVED, target=State.CLOSED, permission=access.WORK, who=by_desk)
WITHDRAW = LIFE.step(
    "withdraw",
    "Geri çek",
    source=LIVE,
    target=State.WITHDRAWN,
    permission=access.OPEN,
    who=by_requester,
    danger="Talep çözülmeden kapanır; üzerinde çalışan kişiye haber verilir.",
)
MERGE = LIFE.step(
    "merge",
    "Başka bir taleple birleştir",
    source=LIVE,
    target=State.MERGED,
    permission=access.WORK,
    who=by_desk,
    danger="Bu talep kapanır; yazılanlar ve izleyenler öteki talepte sürer.",
)

# What this app tells to those above it; neighbours import them from `public`.
OPENED = Announcement("desk.opened", "Bir destek talebi açıldı", ("number",))
ANSWERED = Announcement("desk.answered", "Bir destek talebine yanıt yazıldı", ("number",))
SOLVED = Announcement("desk.solved", "Bir destek talebi çözüldü", ("number",))
CLOSED = Announcement("desk.closed", "Bir destek talebi kapandı", ("number",))
REOPENED = Announcement("desk.reopened", "Bir destek talebi yeniden açıldı", ("number",))
