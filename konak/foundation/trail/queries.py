"""Reading the trail."""

from collections.abc import Iterable

from django.db.models import QuerySet

from konak.foundation.access import Actor

from . import access
from .models import Entry


def story(kind: str, subject: object) -> QuerySet[Entry]:
    """Every line about one subject, oldest first. Whoever may see the subject may see its story."""
    return Entry.objects.filter(kind=kind, subject=str(subject)).select_related("user", "seat__unit").order_by("pk")


def takers(kind: str, subject: object, verb: str) -> set[int]:
    """Who took the step `verb` on this subject (separation of duties)."""
    rows = Entry.objects.filter(kind=kind, subject=str(subject), verb=verb, user__isnull=False)
    return {int(user) for user in rows.values_list("user_id", flat=True)}


def lines(
    actor: Actor, *, kind: str = "", subject: str = "", user_id: int | None = None, before: int | None = None
) -> QuerySet[Entry]:
    """The whole trail for those who may read it, newest first; `before` is the key of the last line seen."""
    if not actor.reach(access.VIEW).everywhere:
        return Entry.objects.none()
    rows = Entry.objects.select_related("user", "seat__unit", "seal").order_by("-pk")
    if kind:
        rows = rows.filter(kind=kind)
    if subject:
        rows = rows.filter(subject=subject)
    if user_id:
        rows = rows.filter(user_id=user_id)
    return rows.filter(pk__lt=before) if before else rows


def kinds() -> Iterable[str]:
    # reach: public, because the kinds are the names of our own tables
    return Entry.objects.order_by("kind").values_list("kind", flat=True).distinct()
