"""Rights that are groups of the directory: opened, taken away, and read back as the proof."""

from konak.foundation.access import Actor
from konak.gateways.ldap import LdapFailed, session
from konak.gateways.ldap.client import comparable
from konak.service.access_requests import public as access_requests

from .. import access
from ..models import Entry, Group, GroupMember
from ..queries import server_of
from .common import WORKER, may

SYSTEM = "ldap"


def _found(order: access_requests.Order) -> tuple[Group, Entry]:
    """The group an order names (by its DN or its name), and the entry of the person in the same directory."""
    rows = Group.objects.filter(connection__active=True, gone_at=None).select_related("connection")
    wanted = comparable(order.target)
    hits = [row for row in rows if comparable(row.dn) == wanted or row.name == order.target]
    if len(hits) != 1:
        why = "dizinde yok" if not hits else "birden çok dizinde var; adını tam (DN) yazın"
        raise access_requests.NotDone(f"«{order.target}» grubu {why}.")
    known = Entry.objects.select_related("connection")
    entry = known.filter(connection=hits[0].connection, user_id=order.user_id, gone_at=None).first()
    if entry is None:
        raise access_requests.NotDone(f"{order.username} bu dizinde bir kayıtla eşli değil.")
    return hits[0], entry


def grant(order: access_requests.Order) -> str:
    """Put the person into the group; proof is the group read again."""
    return _change(order, inside=True)


def revoke(order: access_requests.Order) -> str:
    return _change(order, inside=False)


def _change(order: access_requests.Order, *, inside: bool) -> str:
    group, entry = _found(order)
    try:
        with session(server_of(entry.connection)) as directory:
            change = directory.add_member if inside else directory.remove_member
            changed = change(group.dn, entry.dn)
            read = directory.group(group.dn)
    except LdapFailed as failure:
        raise access_requests.NotDone(str(failure)) from failure
    if read is None or (comparable(entry.dn) in read.members) != inside:
        raise access_requests.NotDone("Dizin işlemi kabul etti ama grup okununca değişiklik görülmedi.")
    if inside:
        GroupMember.objects.get_or_create(group=group, entry=entry)
    else:
        GroupMember.objects.filter(group=group, entry=entry).delete()
    where = "üye" if inside else "üye değil"
    return (
        f"{group.name}: {where}{'' if changed else ' (zaten öyleydi)'}; grup yeniden okundu, {len(read.members)} üye."
    )


def report(*, actor: Actor = WORKER) -> access_requests.Found | None:
    """Tell the register of rights who is in which group. Only what a whole reading has shown is told."""
    if actor.via != "job":
        may(actor, access.SYNC)
    known = {one.target for one in access_requests.rights_of(SYSTEM)}
    rows = GroupMember.objects.filter(
        group__gone_at=None, group__connection__active=True, entry__gone_at=None, entry__isnull=False
    )
    rows = rows.select_related("group", "entry__user")
    observed = []
    for row in rows:
        target = row.group.dn if row.group.dn in known else row.group.name
        if target in known and row.entry is not None:
            name = row.entry.user.username if row.entry.user else row.entry.username
            observed.append(access_requests.Observed(target, name))
    if not observed:
        return None
    return access_requests.report_drift(SYSTEM, observed, actor=actor)
