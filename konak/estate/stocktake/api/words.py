"""Words and numbers as the door for machines takes them, and what every step may say."""

from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

from konak.foundation.web.schemas import line

Line24 = Annotated[str, line(24)]
Line120 = Annotated[str, line(120)]
Line300 = Annotated[str, line(300)]
Line500 = Annotated[str, line(500)]
Key = Annotated[int, Field(ge=1, le=2**31 - 1)]
Year = Annotated[int, Field(ge=2000, le=2200)]
Quantity = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=3)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Conditions = Literal["good", "broken", "scrap"]


class StepIn(Schema):
    """`why` where the step asks for a reason, `decision` with an approval."""

    why: Line500 = ""
    decision: Line500 = ""
