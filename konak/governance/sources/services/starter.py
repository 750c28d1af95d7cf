"""The list a municipality may begin with: what an IT department of a municipality usually rests on."""

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Source
from .register import add_source

LIST = Path(__file__).resolve().parent.parent / "lists" / "dayanaklar.csv"
LAW = "https://www.mevzuat.gov.tr/mevzuat?MevzuatNo={}&MevzuatTur=1&MevzuatTertip=5"


@transaction.atomic
def take_list(*, actor: Actor, unit_id: int) -> int:
    """Put the list into the register of a unit; what is there already stays. Returns how many came."""
    if not actor.reach(access.MANAGE).covers(queries.Place(unit_id)):
        raise Refused(f"«{access.MANAGE.label}» için bu birimde yetkiniz yok.")
    have = {(kind, number, title) for kind, number, title in Source.objects.values_list("kind", "number", "title")}
    numbered = {(kind, number) for kind, number, _ in have if number}
    count = 0
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            one = (row["kind"], row["number"], row["title"])
            if one in have or (row["number"] and one[:2] in numbered):
                continue
            add_source(
                actor=actor,
                unit_id=unit_id,
                kind=row["kind"],
                number=row["number"],
                title=row["title"],
                short_name=row["short_name"],
                aliases=row["aliases"].replace("|", "\n"),
                subjects=row["subjects"].replace("|", "\n"),
                gazette_date=dt.date.fromisoformat(row["gazette_date"]) if row["gazette_date"] else None,
                gazette_number=row["gazette_number"],
                link=LAW.format(row["number"]) if row["link"] == "law" else "",
            )
            count += 1
    return count
