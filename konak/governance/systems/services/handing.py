"""What a person answers for here goes to another one when he moves or leaves."""

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from ..models import BoxMember, InformationSystem, Role, SharedBox
from .boxing import _tell as tell_box
from .keeping import tell


@transaction.atomic
def hand_over_system(code: str, giver: User, receiver: User | None, *, actor: Actor) -> None:
    """The file of handing over was approved; it does not ask again who may write the register."""
    row = InformationSystem.objects.select_for_update(of=("self",)).select_related("unit").get(code=code)
    if receiver is None:
        raise Refused(f"{row.code} sistemini kimin devralacağını seçin; sistem sorumlusuz kalmaz.")
    if row.assignee_id == giver.pk:
        row.assignee = receiver
    if row.substitute_id in (giver.pk, receiver.pk):
        row.substitute = receiver if row.assignee_id != receiver.pk else None
    row.save(update_fields=["assignee", "substitute"])
    tell(row, "hand_over", actor)


@transaction.atomic
def hand_over_box(key: str, giver: User, receiver: User | None, *, actor: Actor) -> None:
    row = SharedBox.objects.select_for_update(of=("self",)).select_related("unit").get(pk=key)
    if receiver is None:
        raise Refused(f"{row.name} kutusunu kimin devralacağını seçin; kutu sorumlusuz kalmaz.")
    row.assignee = receiver
    row.save(update_fields=["assignee"])
    if not row.members.filter(user=receiver, until=None).exists():
        BoxMember.objects.create(box=row, user=receiver, role=Role.OWNER, since=localdate())
    for member in row.members.filter(user=giver, until=None):
        member.until = max(localdate(), member.since)
        member.save(update_fields=["until"])
    tell_box(row, "hand_over", actor)
