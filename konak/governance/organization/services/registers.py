"""Writing the registers of a unit: posts, groups, papers, deputies, and what a unit is called by outside."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from konak.foundation.access import Actor, Permission
from konak.foundation.db.turkish import fold
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.trail.services import write

from .. import access
from ..models import ApprovalRule, Ceiling, Group, GroupMember, GroupRule, Post, Supervision, UnitDocument
from .indexing import index_unit


def _may(actor: Actor, permission: Permission, unit_id: int) -> None:
    reach = actor.reach(permission)
    if not reach.everywhere and unit_id not in reach.units:
        raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.")


def _told(actor: Actor, unit_id: int, verb: str, note: str = "") -> None:
    write(actor=actor, kind="people.unit", subject=unit_id, verb=verb, note=note, seat=actor.seat_for(access.MANAGE))


def _whole(row: Any) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


@transaction.atomic
def describe_unit(unit_id: int, *, actor: Actor, **facts: str) -> Unit:
    """Codes and contact of a unit. Its name and place change by a reorganisation only."""
    _may(actor, access.MANAGE, unit_id)
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    for name, value in facts.items():
        setattr(unit, name, value.strip() or (None if name in ("code", "detsis") else ""))
    _whole(unit)
    unit.save()
    index_unit(unit)
    _told(actor, unit_id, "describe")
    return unit


# Posts --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_post(*, actor: Actor, unit: Unit, post: Post | None = None, **facts: Any) -> Post:
    """Establish a post line or change one."""
    _may(actor, access.MANAGE, unit.pk)
    if post is not None:
        _may(actor, access.MANAGE, post.unit_id)
    row = post or Post()
    row.unit = unit
    for name, value in facts.items():
        setattr(row, name, value)
    _whole(row)
    row.save()
    _told(actor, unit.pk, "set_post", f"{row.title}: {row.number}")
    return row


@transaction.atomic
def end_post(post_id: int, *, actor: Actor, until: dt.date) -> Post:
    """Abolish a post line; its past stays."""
    post = Post.objects.select_for_update().get(pk=post_id)
    _may(actor, access.MANAGE, post.unit_id)
    post.until = until
    _whole(post)
    post.save()
    _told(actor, post.unit_id, "end_post", post.title)
    return post


@transaction.atomic
def set_ceiling(*, actor: Actor, group: str, title: str, number: int, source: str) -> Ceiling:
    """Enter how many posts of a title the regulation allows the whole municipality."""
    if not actor.reach(access.MANAGE).everywhere:
        raise Refused("Üst sınırları yalnız bütün kurumda yetkili olanlar işler.")
    row, _ = Ceiling.objects.update_or_create(
        group=group.strip(), title=title.strip(), defaults={"number": number, "source": source.strip()}
    )
    return row


# Groups -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_group(*, actor: Actor, unit: Unit, name: str, about: str = "", code: str = "") -> Group:
    """Open a group, or rename the one of that code."""
    _may(actor, access.MANAGE, unit.pk)
    known = Group.objects.filter(code=code).first() if code else None
    if known is not None:
        _may(actor, access.MANAGE, known.unit_id)
    row = known or Group(code=code or slugify(fold(name))[:40])
    row.name, row.about, row.unit = name.strip(), about.strip(), unit
    _whole(row)
    row.save()
    _told(actor, unit.pk, "set_group", row.code)
    return row


def _group(code: str, actor: Actor) -> Group:
    found = Group.objects.select_for_update().get(code=code)
    _may(actor, access.MANAGE, found.unit_id)
    return found


@transaction.atomic
def add_group_rule(
    code: str, *, actor: Actor, positions: Sequence[str] = (), unit: Unit | None = None, branch: bool = True
) -> GroupRule:
    """Let everybody belong who holds one of these positions there."""
    row = GroupRule(group=_group(code, actor), positions=list(positions), unit=unit, branch=branch)
    row.save()
    return row


@transaction.atomic
def add_group_member(
    code: str, *, actor: Actor, user: User, since: dt.date | None = None, until: dt.date | None = None
) -> GroupMember:
    """Let somebody belong by name."""
    row = GroupMember(group=_group(code, actor), user=user, since=since, until=until)
    _whole(row)
    row.save()
    return row


@transaction.atomic
def drop_group_rule(code: str, rule_id: int, *, actor: Actor) -> Group:
    found = _group(code, actor)
    found.rules.get(pk=rule_id).delete()
    return found


@transaction.atomic
def drop_group_member(code: str, member_id: int, *, actor: Actor) -> Group:
    found = _group(code, actor)
    found.members.get(pk=member_id).delete()
    return found


# Papers -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_document(
    *,
    actor: Actor,
    unit: Unit,
    kind: str,
    title: str,
    approval: str,
    since: dt.date,
    until: dt.date | None = None,
    note: str = "",
    file: Any = None,
) -> UnitDocument:
    """File a division of work, an internal arrangement or a delegation of authority with its approval.

    The paper of that kind in force before ends on the day before the new one begins.
    """
    _may(actor, access.MANAGE, unit.pk)
    stored = store(actor=actor, content=file, name=file.name, unit_id=unit.pk) if file else None
    before = UnitDocument.objects.select_for_update().filter(unit=unit, kind=kind, until=None, since__lt=since)
    for row in before if kind != "delegation" else ():
        row.until = since - dt.timedelta(days=1)
        row.save()
    row = UnitDocument(
        unit=unit,
        kind=kind,
        title=title.strip(),
        approval=approval.strip(),
        since=since,
        until=until,
        note=note.strip(),
        file=stored,
        added_by_id=actor.user_id,
    )
    _whole(row)
    row.save()
    _told(actor, unit.pk, "add_document", row.get_kind_display())
    return row


@transaction.atomic
def supervise(
    *,
    actor: Actor,
    unit: Unit,
    deputy: User,
    document: str,
    since: dt.date,
    until: dt.date | None = None,
    authority: str = "",
) -> Supervision:
    """Say which deputy a unit answers to from a day on; the one before ends the day before."""
    _may(actor, access.MANAGE, unit.pk)
    for row in Supervision.objects.select_for_update().filter(unit=unit, until=None, since__lt=since):
        row.until = since - dt.timedelta(days=1)
        row.save()
    row = Supervision(
        unit=unit, deputy=deputy, document=document.strip(), since=since, until=until, authority=authority.strip()
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("Bu dönemde birimin bağlı olduğu başka bir yönetici var; önce onu bitirin.") from error
    _told(actor, unit.pk, "supervise")
    return row


@transaction.atomic
def set_rule(
    *,
    actor: Actor,
    unit: Unit,
    approver: str,
    quote: str,
    source: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> ApprovalRule:
    """Enter who approves changes below a unit, with the words of the regulation."""
    _may(actor, access.MANAGE, unit.pk)
    row = ApprovalRule(
        unit=unit, approver=approver, quote=quote.strip(), source=source.strip(), since=since, until=until
    )
    _whole(row)
    row.save()
    _told(actor, unit.pk, "set_rule", row.get_approver_display())
    return row
