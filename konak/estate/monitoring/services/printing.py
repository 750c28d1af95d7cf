"""What printers say about their pages and cartridges goes to where supplies are bought."""

import datetime as dt
import logging

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.estate.supplies import public as supplies
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..models import Part, PartSort

log = logging.getLogger("konak.monitoring")
FRESH = dt.timedelta(hours=26)


def tell_supplies(*, actor: Actor) -> int:
    """Every night: newest counters and what is left of toner and parts, of printers that are movables."""
    del actor  # the printers tell it
    told: dict[str, list[Part]] = {}
    rows = Part.objects.filter(
        sort__in=(PartSort.PAGES, PartSort.TONER), latest_at__gte=now() - FRESH, owner__host__asset__isnull=False
    ).select_related("owner__host__asset")
    for part in rows.order_by("pk"):
        if part.owner.host.asset:
            told.setdefault(part.owner.host.asset.tag, []).append(part)
    count = 0
    for tag, parts in told.items():
        try:
            with transaction.atomic():
                count += _tell(tag, parts)
        except Refused as refusal:  # a counter that runs backwards: another printer stands there by now
            log.warning("%s: %s", tag, refusal)
    return count


def _tell(tag: str, parts: list[Part]) -> bool:
    known, left = False, {}
    for part in parts:
        value = part.latest[0] if part.latest else None
        if value is None:
            continue
        if part.sort == PartSort.TONER:
            left[part.name] = value / 100
        else:
            known = supplies.counter_read(tag, pages=int(value), read_on=localdate(part.latest_at)) or known
    return bool(supplies.supplies_read(tag, left=left)) or known
