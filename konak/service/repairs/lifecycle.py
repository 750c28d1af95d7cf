from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import PartRequest


class State(TextChoices):
    ASKED = "asked", "Ambardan bekleniyor"
    GIVEN = "given", "Verildi"
    REFUSED = "refused", "Verilemedi"
    WITHDRAWN = "withdrawn", "Vazgeçildi"


def keeps(request: "PartRequest", actor: Actor) -> str | None:
    """The registrar of the warehouse or his deputy."""
    return request.warehouse.keeper_objection(actor.user_id)


def asked_it(request: "PartRequest", actor: Actor) -> str | None:
    return None if actor.user_id == request.case.opened_by_id else "İsteği yalnız isteyen geri alır."


LIFE = Lifecycle(State, opens=State.ASKED, ends=frozenset({State.GIVEN, State.REFUSED, State.WITHDRAWN}))
GIVE = LIFE.step("give", "Ver", source=State.ASKED, target=State.GIVEN, permission=access.GIVE, who=keeps)
REFUSE = LIFE.step(
    "refuse", "Verilemiyor", source=State.ASKED, target=State.REFUSED, permission=access.GIVE, who=keeps
)
WITHDRAW = LIFE.step(
    "withdraw", "Vazgeç", source=State.ASKED, target=State.WITHDRAWN, permission=access.ASK, who=asked_it
)

GIVEN = Announcement("repairs.given", "Bir destek talebi için ambardan parça ya da cihaz verildi", ("number",))
