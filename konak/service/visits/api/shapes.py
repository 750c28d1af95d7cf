"""What the doors of this app share: kinds of fields, steps, a reason, a moment."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Schema

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import line

from .. import queries

Line24 = Annotated[str, line(24)]
Line60 = Annotated[str, line(60)]
Line160 = Annotated[str, line(160)]
Line250 = Annotated[str, line(250)]
Words = Annotated[str, line(4_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Keys = Annotated[list[Key], Field(max_length=200)]
Minutes = Annotated[int, Field(ge=1, le=600)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class VisitStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class VisitWhyIn(Schema):
    why: Line250


def steps_of(record: Any, request: Request) -> list[VisitStepOut]:
    return [
        VisitStepOut(name=step.name, label=step.label, danger=step.danger)
        for step in steps_open(record, request.actor)
    ]


def aware(moment: dt.datetime) -> dt.datetime:
    """A moment without a zone is meant in the time of the house."""
    return moment if moment.tzinfo else moment.replace(tzinfo=queries.ZONE)
