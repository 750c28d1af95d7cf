"""The door for machines to past days and packs of evidence."""

import datetime as dt

from django.http import Http404
from ninja import Query, Router, Schema

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import EvidencePack
from .schemas import DutyOut

router = Router()


class NightOut(Schema):
    """How many duties stood how at the end of a day."""

    day: dt.date
    fresh: int
    stale: int
    missing: int


class AskPack(Schema):
    """What a pack is asked for; `regulation` empty for every text."""

    unit: int
    since: dt.date
    until: dt.date
    regulation: str = ""


class PackOut(Schema):
    """How far a pack is; `sha256` is that of the finished ZIP."""

    id: int
    unit: int
    since: dt.date
    until: dt.date
    phase: str
    done: int
    total: int
    sha256: str

    @classmethod
    def of(cls, pack: EvidencePack) -> "PackOut":
        return cls(
            id=pack.pk,
            unit=pack.unit_id,
            since=pack.since,
            until=pack.until,
            phase=pack.phase,
            done=pack.done,
            total=pack.total,
            sha256=pack.file.blob_id if pack.file else "",
        )


@router.get("/duties/on/{day}", response={200: list[DutyOut]} | SAYS_NO, summary="Kütüğün bir günkü hâli")
def duties_on(request: Request, day: dt.date, filters: Query[queries.DutyFilter]) -> list[DutyOut]:
    """The register as it stood at the end of a past day, with the same filters; today is the live register."""
    if queries.past_day(day.isoformat()) is None:
        raise Refused("Geçmiş bir gün verin.")
    return [DutyOut.of(duty) for duty in queries.duties_on(request.actor, day, filters)]


@router.get("/trend", response=list[NightOut], summary="Gün sonu durumları")
def trend(request: Request, days: int = 365) -> list[NightOut]:
    """The kept nights in reach, oldest first."""
    nights = queries.trend(request.actor, span=max(1, min(days, 1100)))
    return [NightOut(day=one.day, fresh=one.fresh, stale=one.stale, missing=one.missing) for one in nights]


@router.post("/packs", response={200: PackOut} | SAYS_NO, summary="Kanıt paketi iste")
def ask_pack(request: Request, body: AskPack) -> PackOut:
    made = services.ask_pack(
        actor=request.actor, unit_id=body.unit, since=body.since, until=body.until, number=body.regulation
    )
    return PackOut.of(made)


@router.get("/packs/{int:pack_id}", response={200: PackOut} | SAYS_NO, summary="Paketin durumu")
def one_pack(request: Request, pack_id: int) -> PackOut:
    try:
        return PackOut.of(queries.pack(request.actor, pack_id))
    except EvidencePack.DoesNotExist:
        raise Http404 from None
