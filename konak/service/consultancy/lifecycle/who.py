"""Who may take a step: the office that was asked, its leaders, whoever asked."""

import dataclasses
from typing import TYPE_CHECKING, Any

from konak.foundation.access import Actor, Permission

from .. import access

if TYPE_CHECKING:
    from ..models import Answer


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


def by_signature(record: Any, actor: Actor) -> str | None:
    del record
    return None if actor.via == "job" else "Bu adım, imzalar tamamlanınca kendiliğinden olur."


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
