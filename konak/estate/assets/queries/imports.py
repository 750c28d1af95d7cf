"""Tables handed in."""

from django.db.models import QuerySet

from konak.foundation.access import Actor

from ..models import AssetImport
from .things import kept_warehouses


def imports(actor: Actor) -> QuerySet[AssetImport]:
    """Those of the warehouses whose books one keeps."""
    rows = AssetImport.objects.filter(warehouse__in=kept_warehouses(actor))
    return rows.select_related("file", "warehouse", "by", "receipt__case").order_by("-pk")


def one(actor: Actor, import_id: int) -> AssetImport:
    return imports(actor).get(pk=import_id)
