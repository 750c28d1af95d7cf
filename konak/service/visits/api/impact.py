"""Who is hit when a system or a device fails."""

from django.http import Http404
from ninja import Router, Schema

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries
from .shapes import Line24, Line60

router = Router(tags=["visits"])


class ImpactKnotOut(Schema):
    key: str
    kind: str
    label: str
    note: str
    step: int
    hit: str


class ImpactThreadOut(Schema):
    source: str
    target: str
    words: str


class ImpactOut(Schema):
    title: str
    people: int
    knots: list[ImpactKnotOut]
    threads: list[ImpactThreadOut]


def _impact(picture: queries.Impact | None) -> ImpactOut:
    if picture is None:
        raise Http404
    return ImpactOut(
        title=picture.title,
        people=picture.people,
        knots=[
            ImpactKnotOut(key=one.key, kind=one.kind, label=one.label, note=one.note, step=one.step, hit=one.hit)
            for one in picture.knots
        ],
        threads=[ImpactThreadOut(source=one.source, target=one.target, words=one.words) for one in picture.threads],
    )


@router.get("/impact/systems/{code}", response={200: ImpactOut} | SAYS_NO, summary="Bir sistem durursa")
def impact_of_system(request: Request, code: Line24) -> ImpactOut:
    return _impact(queries.of_system(request.actor, code))


@router.get("/impact/assets/{tag}", response={200: ImpactOut} | SAYS_NO, summary="Bir cihaz durursa")
def impact_of_asset(request: Request, tag: Line60) -> ImpactOut:
    return _impact(queries.of_asset(request.actor, tag))
