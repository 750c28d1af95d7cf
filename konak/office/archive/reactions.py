"""What the register finished lies in its file a moment later."""

from konak.foundation.announce import on
from konak.office.correspondence.public import FILED, SENT

from . import services


@on(SENT)
def letter_sent(number: str) -> None:
    services.file_paper(number, actor=services.registrar(0))


@on(FILED)
def document_closed(number: str) -> None:
    services.file_paper(number, actor=services.registrar(0))
