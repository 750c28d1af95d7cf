"""Copies given out with passages blackened."""

from typing import Any

from django.db.models import QuerySet

from konak.foundation.access import Actor
from konak.foundation.cases import queries as cases

from .. import access
from ..models import ReleasedCopy


def released_of(actor: Actor, case: Any) -> QuerySet[ReleasedCopy]:
    """Of one document, for whoever reads it."""
    # reach: the page of the document has asked
    return ReleasedCopy.objects.filter(case=case).select_related("release__case", "by", "file", "seat__unit")


def released_for(release: Any, actor: Actor) -> list[ReleasedCopy] | None:
    """For one record of information given: the copies whose documents the actor may see as well."""
    # reach: each of them is asked for
    rows = ReleasedCopy.objects.filter(release=release).select_related("case", "by", "file")
    return [one for one in rows if cases.may_see(actor, one.case)] or None


def released_copy(actor: Actor, number: str, copy_id: int) -> ReleasedCopy:
    rows = ReleasedCopy.objects.filter(actor.reach(access.RELEASE).q("case__"), case__number=number)
    return rows.select_related("case", "file__blob").get(pk=copy_id)


def released(actor: Actor) -> QuerySet[ReleasedCopy]:
    """What went to whom, for those who follow the registers and for those who may give information."""
    where = actor.reach(access.FOLLOW).q("case__") | actor.reach(access.RELEASE).q("case__")
    return (
        ReleasedCopy.objects.filter(where).select_related("case__unit", "release__case", "by", "file").order_by("-pk")
    )
