"""What the desk says to somebody without an account leaves the house as a letter."""

from konak.foundation.announce import on
from konak.service.desk.public import ANSWERED, SOLVED

from . import services


@on(ANSWERED)
def answered(number: str) -> None:
    services.answer_by_mail(number)


@on(SOLVED)
def solved(number: str) -> None:
    services.answer_by_mail(number)
