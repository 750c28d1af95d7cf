"""Many addressees at once: what a unit wrote down as a list, and what lies under a node of the hierarchy (m. 19)."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import below_on, units
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import DistributionList, Letter, Party
from .keeping import address, keep_version, locked, open_draft, reclose

MOST = 500
KEPT = ("party", "purpose", "detsis", "name", "second_line", "identity", "address", "kep", "email", "channel")


@transaction.atomic
def distribute(
    number: str,
    *,
    actor: Actor,
    list_id: int | None = None,
    unit_id: int | None = None,
    deep: bool = False,
    detsis: str = "",
    purpose: str = "GRG",
) -> Letter:
    """Address everybody on a list of the unit, or right under a unit of the house (`deep`: all of them), or right
    under a number of the national registry; who is addressed already stays as he is."""
    letter = open_draft(number, actor)
    if bool(list_id) + bool(unit_id) + bool(detsis.strip()) != 1:
        raise Refused("Bir liste, bir birim ya da bir DETSİS numarası seçin; yalnız birini.")
    members = _listed(actor, list_id) if list_id else []
    if unit_id:
        members = [facts | {"purpose": purpose} for facts in _under(unit_id, deep, letter.case.unit_id)]
    elif not list_id:
        members = [facts | {"purpose": purpose} for facts in _registered(detsis.strip())]
    known = set(letter.addressees.values_list("name", "second_line"))
    new = [one for one in members if (one["name"], one.get("second_line", "")) not in known]
    if not new:
        raise Refused("Eklenecek muhatap yok: hepsi zaten dağıtımda ya da altında kayıt bulunmuyor.")
    if len(new) + len(known) > MOST:
        raise Refused(f"Bir yazıda en çok {MOST} muhatap olur; seçiminizde {len(new)} yeni muhatap var.")
    for facts in new:
        address(letter, **facts)
    reclose(letter)
    keep_version(letter, actor)
    return letter


def _listed(actor: Actor, list_id: int) -> list[dict[str, Any]]:
    found = queries.lists_for(actor).filter(pk=list_id).first()
    if found is None:
        raise Refused("Dağıtım listesi bulunamadı.")
    wanted = [one.get("unit_id") or 0 for one in found.members]
    standing = dict(units().filter(pk__in=wanted).values_list("pk", "name"))
    gone = [one["name"] for one in found.members if one["party"] == Party.UNIT and one["unit_id"] not in standing]
    if gone:
        raise Refused(f"Listede kapanmış birim var: {', '.join(gone[:5])}. Listeyi yenileyin.")
    return [
        one | {"name": standing[one["unit_id"]]} if one["party"] == Party.UNIT else dict(one) for one in found.members
    ]


def _under(unit_id: int, deep: bool, writer: int) -> list[dict[str, Any]]:
    rows = units().exclude(pk__in=(unit_id, writer))
    rows = rows.filter(pk__in=below_on(unit_id, localdate())) if deep else rows.filter(parent_id=unit_id)
    return [{"party": Party.UNIT, "unit_id": one.pk, "name": one.name} for one in rows.order_by("name")[: MOST + 1]]


def _registered(detsis: str) -> list[dict[str, Any]]:
    own = {str(one.detsis): one for one in units().exclude(detsis=None)}
    found: list[dict[str, Any]] = []
    for one in queries.registry_below(detsis, MOST + 1):
        if not one.is_active:
            continue
        unit: Unit | None = own.get(one.number)
        if unit is not None:
            found.append({"party": Party.UNIT, "unit_id": unit.pk, "name": unit.name})
        else:
            found.append({"party": Party.BODY, "detsis": one.number, "name": one.name, "kep": one.kep})
    return found


@transaction.atomic
def keep_list(number: str, *, actor: Actor, name: str) -> DistributionList:
    """Keep the addressees of a letter as a list of its unit; a list of that name is renewed."""
    letter = locked(number, actor)
    unit_id = letter.case.unit_id
    if not actor.holds(access.WRITE) or unit_id not in {seat.unit_id for seat in actor.seats}:
        raise Refused("Dağıtım listesini, yazının biriminde görevli biri saklar.")
    if not name.strip():
        raise Refused("Listenin adı yazılmalı.")
    rows = list(letter.addressees.all())
    if len(rows) < 2:
        raise Refused("Liste en az iki muhataptan olur.")
    members = [
        {key: getattr(one, key) for key in KEPT if getattr(one, key)}
        | {"name": one.name}
        | ({"unit_id": one.unit_id} if one.unit_id else {})
        | ({"relation": one.relation} if one.relation_by_hand else {})
        for one in rows
    ]
    made, _ = DistributionList.objects.update_or_create(
        unit_id=unit_id, name=name.strip()[:120], defaults={"members": members}
    )
    trail.write(actor=actor, kind="correspondence.distributionlist", subject=str(made.pk), verb="set", note=made.name)
    return made


@transaction.atomic
def drop_list(list_id: int, *, actor: Actor) -> None:
    row = queries.lists_for(actor).get(pk=list_id)
    manages = actor.reach(access.MANAGE)
    own = row.unit_id in {seat.unit_id for seat in actor.seats}
    if not (own or manages.everywhere or row.unit_id in manages.units):
        raise Refused("Listeyi yalnız kendi birimi siler.")
    trail.write(actor=actor, kind="correspondence.distributionlist", subject=str(row.pk), verb="drop", note=row.name)
    row.delete()
