"""The way of a letter to its signature: proposed by the directory, changed by its author."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused

from .. import queries
from ..models import (
    Letter,
    RouteKind,
    RouteStep,
)
from .keeping import open_draft, reclose


def propose(letter: Letter, actor: Actor) -> None:
    """The route the directory gives, and the closing by rank; both may be changed."""
    for place, (kind, signer) in enumerate(
        queries.proposed_route(letter.case.unit_id, actor.user_id, letter.kind), start=1
    ):
        RouteStep.objects.create(
            letter=letter,
            round=letter.round,
            place=place,
            kind=kind,
            person_id=signer.user_id,
            seat_id=signer.appointment_id,
            name=signer.name,
            title=signer.title,
            style=signer.style,
            on_behalf=signer.on_behalf,
        )
    reclose(letter)


@transaction.atomic
def set_route(number: str, *, actor: Actor, steps: Sequence[Mapping[str, Any]]) -> Letter:
    """The way to the signature: kind, person, place (the same for those side by side), in whose name."""
    letter = open_draft(number, actor)
    if not any(step["kind"] in (RouteKind.SIGNATURE, RouteKind.APPROVAL) for step in steps):
        raise Refused("Güzergâhta en az bir imza olmalı.")
    letter.route.filter(round=letter.round, state="waiting").delete()
    places = sorted({int(step["place"]) for step in steps})
    for step in steps:
        signer = queries.seat_today(int(step["user_id"]))
        if signer is None:
            raise Refused("Güzergâhtaki kişinin bugün bir makamı yok.")
        style = step.get("style") or signer.style
        RouteStep.objects.create(
            letter=letter,
            round=letter.round,
            place=places.index(int(step["place"])) + 1,
            kind=step["kind"],
            person_id=signer.user_id,
            seat_id=signer.appointment_id,
            name=signer.name,
            title=signer.title,
            style=style,
            on_behalf=(step.get("on_behalf") or signer.on_behalf).strip(),
        )
    rows = list(letter.route.filter(round=letter.round))
    last = max(row.place for row in rows)
    if any(row.kind not in (RouteKind.SIGNATURE, RouteKind.APPROVAL) for row in rows if row.place == last):
        raise Refused("Güzergâhın son adımı imza ya da olur olmalı.")
    first_signature = min(row.place for row in rows if row.kind in (RouteKind.SIGNATURE, RouteKind.APPROVAL))
    signing = (RouteKind.SIGNATURE, RouteKind.APPROVAL)
    if any(row.kind not in signing and row.place >= first_signature for row in rows):
        raise Refused("Paraf, koordinasyon ve uygun görüş imzadan önce gelir.")
    reclose(letter)
    tell(letter.case, "route", actor)
    return letter


def _standing(letter: Letter, *, without: int = 0) -> list[dict[str, Any]]:
    """The way as it stands, as `set_route` takes it."""
    return [
        {
            "kind": row.kind,
            "user_id": row.person_id,
            "place": row.place,
            "style": row.style,
            "on_behalf": row.on_behalf,
        }
        for row in letter.route.filter(round=letter.round).exclude(pk=without)
    ]


@transaction.atomic
def add_step(
    number: str, *, actor: Actor, kind: str, user_id: int, place: int, style: str = "", on_behalf: str = ""
) -> Letter:
    """One more person on the way; who stands on that place or behind it stays beside him or moves on."""
    letter = open_draft(number, actor)
    steps = _standing(letter)
    if any(step["user_id"] == user_id and step["place"] == place for step in steps):
        raise Refused("Bu kişi aynı sırada zaten var.")
    steps.append({"kind": kind, "user_id": user_id, "place": place, "style": style, "on_behalf": on_behalf})
    return set_route(number, actor=actor, steps=steps)


@transaction.atomic
def drop_step(number: str, *, actor: Actor, step_id: int) -> Letter:
    letter = open_draft(number, actor)
    steps = _standing(letter, without=step_id)
    return set_route(number, actor=actor, steps=steps)
