"""Words and numbers as the door for machines takes them, and what steps say."""

from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema

from konak.foundation.web.schemas import line

Line24 = Annotated[str, line(24)]
Line80 = Annotated[str, line(80)]
Line120 = Annotated[str, line(120)]
Line160 = Annotated[str, line(160)]
Line200 = Annotated[str, line(200)]
Line300 = Annotated[str, line(300)]
Words = Annotated[str, line(2_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class SoftwareStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class SoftwareWhy(Schema):
    why: Words = ""
