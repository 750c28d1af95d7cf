from django.utils.timezone import localdate

from konak.foundation.access import NOBODY
from konak.foundation.announce import on
from konak.governance.legislation.public import APPROVED, PROVED, REPEALED

from . import services


@on(APPROVED)
def text_approved(number: str) -> None:
    """Duties get their plans, references that named the text close, its directives are reviewed."""
    services.propose_plans(localdate())
    services.note_references(actor=NOBODY, day=localdate())
    services.open_reviews(localdate())


@on(REPEALED)
def text_repealed(number: str) -> None:
    """Periods of duties that ended fall."""
    services.follow_duties(localdate())


@on(PROVED)
def duty_proved(duty_id: int) -> None:
    """A paper filed on the duty itself closes the period it belongs to."""
    services.settle_proven(duty_id)
