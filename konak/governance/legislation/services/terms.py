"""Binding terms to units, positions, bodies and groups; the register of bodies."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.trail import services as trail
from konak.governance.organization.public import audiences

from .. import access, queries
from ..models import Definition, ExternalBody, Meant, TermBinding
from .indexing import index_body


def _term(definition_id: int, actor: Actor) -> Definition:
    Definition.objects.select_for_update(of=("self",)).get(pk=definition_id)
    found = queries.definition(actor, definition_id)
    if not actor.reach(access.REVIEW).covers(found.regulation.case):
        raise Refused(f"«{access.REVIEW.label}» için yetkiniz yok. Yetkili: birimin uzmanı, şefi ya da müdürü.")
    return found


def _tell(term: Definition, actor: Actor, verb: str, note: str) -> None:
    case = term.regulation.case
    seat = actor.seat_for(access.REVIEW, case)
    trail.write(actor=actor, kind=case.kind, subject=case.number, verb=verb, note=note, seat=seat)


@transaction.atomic
def bind_term(
    definition_id: int,
    *,
    actor: Actor,
    meant: str,
    unit_id: int | None = None,
    unit_kind: str = "",
    position: str = "",
    body_id: int | None = None,
    group: str = "",
    since: dt.date | None = None,
) -> TermBinding:
    """Say what a term means from a day on (the day its text came into force). What it meant before ends the day
    before; the first binding reaches as far back as asked."""
    term = _term(definition_id, actor)
    wanted = {
        Meant.UNIT: unit_id,
        Meant.UNIT_KIND: unit_kind,
        Meant.POSITION: position,
        Meant.BODY: body_id,
        Meant.GROUP: group,
        Meant.NOTHING: True,
    }
    if not wanted.get(meant):  # type: ignore[call-overload]
        raise Refused("Terimin neyi gösterdiğini seçin.")
    facts: dict[str, Any] = {
        "unit": Unit.objects.get(pk=unit_id) if meant in {Meant.UNIT, Meant.POSITION} and unit_id else None,
        "unit_kind": unit_kind if meant == Meant.UNIT_KIND else "",
        "position": position if meant == Meant.POSITION else "",
        "body": ExternalBody.objects.get(pk=body_id or 0) if meant == Meant.BODY else None,
        "group": group if meant == Meant.GROUP else "",
    }
    names = {one.code: one.name for one in audiences()} if meant == Meant.GROUP else {}
    if meant == Meant.GROUP and group not in names:
        raise Refused("Bu kodla bir grup yok. Gruplar «Gruplar» sayfasında tutulur.")
    running = term.bindings.filter(until=None).first()
    begin = since or (localdate() if running else term.regulation.in_force_on or localdate())
    if running is not None:
        if begin < running.since:
            raise Refused(f"Terim {running.since:%d.%m.%Y} gününden beri bağlı; yeni bağ ondan önce başlayamaz.")
        if begin == running.since:
            running.delete()  # corrected on its own first day: row history keeps what it was
        else:
            running.until = begin - dt.timedelta(days=1)
            running.save()
    made = TermBinding.objects.create(definition=term, meant=meant, since=begin, decided_by_id=actor.user_id, **facts)
    made.group_name = names.get(made.group, "")
    _tell(term, actor, "term", f"{term.term[:120]}: {made.words[:300]}")
    return made


@transaction.atomic
def end_term(definition_id: int, *, actor: Actor, until: dt.date | None = None) -> TermBinding:
    """Say that a term no longer means what it was bound to."""
    term = _term(definition_id, actor)
    running = term.bindings.filter(until=None).first()
    if running is None:
        raise Refused("Bu terim bugün bir şeye bağlı değil.")
    running.until = max(until or localdate(), running.since)
    running.save()
    _tell(term, actor, "term-end", term.term[:120])
    return running


@transaction.atomic
def note_term(definition_id: int, *, actor: Actor, note: str = "") -> Definition:
    """Write beside a definition what its reader should know (a wrong name, a renamed unit); empty takes it away."""
    term = _term(definition_id, actor)
    term.note = " ".join(note.split())
    term.save(update_fields=["note"])
    _tell(term, actor, "term-note", term.term[:120])
    return term


def _may_keep(actor: Actor) -> None:
    if not actor.holds(access.REVIEW):
        raise Refused(f"«{access.REVIEW.label}» için yetkiniz yok. Yetkili: birimlerin uzmanı, şefi ya da müdürü.")


@transaction.atomic
def keep_body(
    body_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    kind: str,
    short_name: str = "",
    detsis: str = "",
    email: str = "",
    phone: str = "",
    site: str = "",
    closed: bool = False,
) -> ExternalBody:
    """Enter an institution outside the house, or change what is known of it."""
    _may_keep(actor)
    name = " ".join(name.split())
    if not name:
        raise Refused("Kurumun adını yazın.")
    if detsis and not (detsis.isdecimal() and len(detsis) == 8):
        raise Refused("DETSİS numarası sekiz rakamdır.")
    if ExternalBody.objects.filter(name=name).exclude(pk=body_id or 0).exists():
        raise Refused(f"«{name}» zaten kayıtlı.")
    row = ExternalBody.objects.select_for_update().get(pk=body_id) if body_id else ExternalBody()
    row.name, row.kind, row.short_name, row.detsis = name, kind, short_name.strip(), detsis
    row.email, row.phone, row.site, row.closed = email, phone, site, closed
    row.save()
    index_body(row)
    seat = actor.seat_for(access.REVIEW)
    trail.write(actor=actor, kind="legislation.externalbody", subject=row.pk, verb="keep", seat=seat)
    return row
