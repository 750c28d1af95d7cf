"""What is done by the clock: alarms climb, reports that stay away are noticed, what is past its term goes."""

import datetime as dt

from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.notify.services import notify
from konak.foundation.people.queries import holders

from ..models import UNASKED, Check, Host, StateChange
from . import escalating
from .common import SILENT
from .hearing import sweep_stale
from .printing import tell_supplies
from .trapping import calm_traps, forget_traps

CHANGES_KEPT = dt.timedelta(days=5 * 366)
"""Availability is proved for five years."""


def sweep(*, actor: Actor) -> int:
    """Every minute: alarms nobody took on climb, and what lies behind dead hosts is counted."""
    sweep_stale(actor=actor)
    calm_traps(actor=actor)
    return escalating.sweep()


def notice_silence(*, actor: Actor) -> int:
    """The watch itself is watched, by the worker: without a measurement for five minutes its keepers are told."""
    del actor  # the clock does it
    rows = Check.objects.filter(enabled=True, host__enabled=True).exclude(kind__in=UNASKED)
    last = rows.order_by("-checked_at").filter(checked_at__isnull=False).values_list("checked_at", flat=True).first()
    if last is None or now() - last < dt.timedelta(minutes=5):
        return 0
    units = set(Host.objects.filter(enabled=True).values_list("unit_id", flat=True))
    people = {
        row.user_id for unit in units for row in holders(unit) if row.position in ("chief", "director", "expert")
    }
    return notify(
        people,
        SILENT,
        "İzleme süreci ölçüm yapmıyor",
        body="Son beş dakikada hiçbir denetim çalışmadı. `konak monitoring poll` sürecini denetleyin.",
        url="/izleme/",
        dedupe=f"monitoring.silent:{last:%Y%m%d%H%M}",
    )


def night(*, actor: Actor) -> int:
    """Printers tell what they need; traps and changes of state past their term go."""
    tell_supplies(actor=actor)
    gone, _ = StateChange.objects.filter(at__lt=now() - CHANGES_KEPT).delete()
    return gone + forget_traps(actor=actor)
