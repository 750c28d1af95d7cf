"""Lists that were handed in."""

from django.db.models import QuerySet

from konak.foundation.access import Actor

from .. import access
from ..models import ListImport


def imports(actor: Actor) -> QuerySet[ListImport]:
    """Every list, the newest first, for those who may import."""
    rows = ListImport.objects.select_related("file", "by")
    return rows if actor.reach(access.IMPORT).everywhere else rows.none()


def one_import(actor: Actor, pk: int) -> ListImport:
    return imports(actor).get(pk=pk)
