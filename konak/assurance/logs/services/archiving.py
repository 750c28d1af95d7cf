"""The sealed trail goes into the lake too: stamped with the logs, and readable without the database."""

from django.db import transaction

from konak.foundation.lake import spool
from konak.foundation.trail.models import Seal
from konak.foundation.trail.services import COLUMNS, canonical_row

from ..models import Archived

CHUNK = 5_000


def archive_trail() -> int:
    """Every link that is not there yet, as `<number> <digest> <the sealed line>`; killed, it repeats a chunk."""
    total = 0
    while True:
        with transaction.atomic():
            mark, _ = Archived.objects.select_for_update().get_or_create(name="trail")
            names = [f"entry__{name}" for name in COLUMNS]
            rows = (
                Seal.objects.filter(number__gt=mark.upto).order_by("number").values_list("number", "digest", *names)
            )
            chunk = list(rows[:CHUNK])
            if not chunk:
                return total
            lines = [
                b"%d %s %s" % (number, bytes(digest).hex().encode(), canonical_row(*row))
                for number, digest, *row in chunk
            ]
            total += spool.append("trail", lines, source="konak")
            mark.upto = chunk[-1][0]
            mark.save(update_fields=["upto"])
