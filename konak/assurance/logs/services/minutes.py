"""Minutes of deletion: drawn from the chain, so that they say what the chain says."""

import datetime as dt
import json

from django.utils.timezone import localdate, localtime

from konak.foundation.documents.services import render_pdf
from konak.foundation.lake import SETS
from konak.foundation.lake import services as sealing
from konak.foundation.lake.models import Manifest

ROWS = 400


def minutes_of(number: int) -> bytes:
    """The PDF of one deletion; raises DoesNotExist where that link deleted nothing."""
    manifest = Manifest.objects.select_related("stamp").get(number=number, kind=Manifest.Kind.DELETION)
    told = json.loads(sealing.manifest_path(number).read_bytes())
    deleted = told["deleted"]
    stamp = manifest.stamp
    words = "Zaman damgası beklemektedir."
    if stamp is not None:
        words = f"Zaman damgası {localtime(stamp.at):%d.%m.%Y %H.%M.%S}, {stamp.authority}, seri {stamp.serial}."
    rows = [
        [
            SETS[one["set"]].label if one["set"] in SETS else one["set"],
            f"{dt.date.fromisoformat(one['day']):%d.%m.%Y}",
            str(one["lines"]),
            f"{one['term']} gün",
            one["sha256"],
        ]
        for one in deleted[:ROWS]
    ]
    data = {
        "title": "Kayıt silme tutanağı",
        "number": str(number),
        "date": localdate(manifest.made_at).isoformat(),
        "sha256": manifest.sha256,
        "stamp": words,
        "rows": rows,
        "more": max(0, len(deleted) - ROWS),
        "file": sealing.manifest_path(number).name,
        "segments": str(len(deleted)),
        "lines": str(sum(one["lines"] for one in deleted)),
    }
    return render_pdf("logs/deletion", data, created=manifest.made_at)
