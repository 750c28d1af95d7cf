"""Layers whose own plan says they should have been renewed, and their keepers who are told of it."""

from django.utils.timezone import localdate

from konak.foundation import notify
from konak.foundation.announce import publish
from konak.foundation.notify.services import notify as tell_people

from .. import access, queries
from ..lifecycle import OVERDUE

OVERDUE_TOPIC = notify.Topic(
    "geodata.overdue",
    "Güncellenmeyen katman",
    "Sorumlusu olduğunuz bir katmanın yenilenme süresi geçti",
    needs=access.KEEP,
)


def tell_overdue() -> int:
    """Tell who keeps a layer, on the day its time has passed and every thirty days after; returns how many layers."""
    told = 0
    for layer, days in queries.overdue_everywhere():
        if days % 30:
            continue
        publish(OVERDUE, layer=layer.name)
        when = f"{days} gün önce geçti" if days else "bugün doldu"
        tell_people(
            queries.keepers(layer),
            OVERDUE_TOPIC,
            f"«{layer.title}» katmanının yenilenme süresi {when}",
            url=f"/cografi-veri/katmanlar/{layer.name}/",
            dedupe=f"geodata.overdue:{layer.pk}:{localdate():%Y%m%d}",
        )
        told += 1
    return told
