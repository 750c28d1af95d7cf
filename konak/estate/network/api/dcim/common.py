"""What the doors of the gear share."""

from typing import Any

from django.db.models import QuerySet
from ninja import Router

from ..shapes import tags_in

router = Router(tags=["network"])

NAMED = {
    "unit": "unit_id",
    "site": "site_id",
    "rack": "rack_id",
    "manufacturer": "maker_id",
    "device_type": "type_id",
    "u_height": "height",
    "is_full_depth": "full_depth",
    "location": "room",
    "physical_address": "address",
    "asset": "asset_tag",
    "primary_ip4": "main_ip",
    "type": "kind",
    "mgmt_only": "manages",
    "mac_address": "mac",
    "untagged_vlan": "vlan_id",
    "length": "metres",
    "positions": "strands",
    "rear_port": "behind_id",
    "rear_port_position": "strand",
}
"""What NetBox calls a field → what we call it."""
_TEXTS = (
    "description",
    "serial",
    "face",
    "asset_tag",
    "main_ip",
    "mac",
    "part_number",
    "room",
    "label",
    "color",
    "kind",
)


def facts_of(said: dict[str, Any]) -> dict[str, Any]:
    found = {NAMED.get(name, name): value for name, value in said.items()}
    if "tags" in found:
        found["tags"] = tags_in(found["tags"] or [])
    for name in _TEXTS:
        if name in found and found[name] is None:
            found[name] = ""
    return found


def only(rows: QuerySet[Any], asked: Any, *names: str) -> QuerySet[Any]:
    """Narrowed by keys, and by these fields as they are asked for."""
    if asked is None:
        return rows
    if asked.id:
        rows = rows.filter(pk__in=asked.id)
    for name in names:
        value = getattr(asked, name)
        if value is not None and value != "":
            rows = rows.filter(**{NAMED.get(name, name): value})
    return rows
