"""Legal hold: nothing of a file is destroyed or given away as long as it stands."""

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Hold
from .filing import locked, may


@transaction.atomic
def hold(number: str, *, actor: Actor, basis: str, why: str) -> Hold:
    """Nothing of the file may be destroyed or given away until it is lifted. Waits for a destruction at work."""
    actor = queries.archivist(actor)
    folder = locked(number, actor)
    may(actor, access.HOLD, folder.case)
    assert actor.user_id is not None
    if folder.ended:
        raise Refused(f"Dosya {folder.state_label.lower()}; saklanacak bir içeriği yok.")
    if not basis.strip() or not why.strip():
        raise Refused("Hukuki saklamanın dayanağını ve nedenini yazın.")
    if folder.holds.filter(basis=basis.strip(), lifted_at=None).exists():
        raise Refused("Bu dayanakla konmuş bir hukuki saklama zaten var.")
    made = Hold.objects.create(folder=folder, basis=basis.strip(), why=why.strip(), set_by_id=actor.user_id)
    folder.held = True
    folder.save(update_fields=["held"])
    tell(folder.case, "hold", actor, seat=actor.seat_for(access.HOLD, folder.case))
    return made


@transaction.atomic
def lift(number: str, hold_id: int, *, actor: Actor, why: str) -> Hold:
    """Whoever set a hold does not lift it alone: another one with the right does (görevler ayrılığı)."""
    actor = queries.archivist(actor)
    folder = locked(number, actor)
    may(actor, access.HOLD, folder.case)
    found: Hold = folder.holds.select_for_update().get(pk=hold_id)
    if found.lifted_at is not None:
        raise Refused("Bu hukuki saklama zaten kaldırılmış.")
    if not why.strip():
        raise Refused("Neden kaldırıldığını yazın.")
    if found.set_by_id == actor.user_id:
        raise Refused("Hukuki saklamayı, koyan kişi kaldıramaz (görevler ayrılığı).")
    found.lifted_by_id, found.lifted_at, found.lift_why = actor.user_id, now(), why.strip()
    found.save()
    folder.held = folder.holds.filter(lifted_at=None).exists()
    folder.save(update_fields=["held"])
    tell(folder.case, "lift", actor, seat=actor.seat_for(access.HOLD, folder.case))
    return found
