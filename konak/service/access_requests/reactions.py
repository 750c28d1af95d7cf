from konak.estate.assets.public import CUSTODY_CHANGED
from konak.estate.software.public import LICENCE_GIVEN
from konak.foundation.access import Actor
from konak.foundation.announce import on
from konak.governance.staffing.public import APPOINTED, DELEGATED, DELEGATION_ENDED, JOINED, LEFT, SEAT_ENDED
from konak.office.esignature.public import SIGNED
from konak.service.consultancy.public import SESSION_HELD, who_came

from .queries import movements
from .services import deciding, minutes, moving

CLOCK = Actor(None, (), "job")


@on(APPOINTED)
def seat_given(appointment_id: int) -> None:
    """A beginning or a move opens its file."""
    moving.follow_appointment(appointment_id)


@on(SEAT_ENDED)
def seat_ended(appointment_id: int) -> None:
    """A seat that ends without another one opens the file of an exit."""
    moving.follow_end_of_seat(appointment_id)


@on(JOINED)
def account_opened(user_id: int) -> None:
    """The first day has come: what waits for it is asked for."""
    moving.take_due()


@on(CUSTODY_CHANGED)
def custody_changed(tag: str) -> None:
    """A thing was accepted, passed on or given back: lines that waited for it are proved."""
    moving.follow_custody(tag)


@on(LICENCE_GIVEN)
def licence_given(user_id: int) -> None:
    """A licence that a template wants is there."""
    moving.follow_person(user_id)


@on(SESSION_HELD)
def training_held(number: str) -> None:
    """Those who came have the training that their seat wants."""
    for user_id in who_came(number):
        moving.follow_person(user_id)


@on(LEFT)
def account_closed(user_id: int) -> None:
    """Whatever is left ends now."""
    moving.follow_exit(user_id)


@on(DELEGATED)
def lent(number: str) -> None:
    """Approvals that wait on a lent desk go to the deputy."""
    deciding.reroute(actor=CLOCK, user_ids=movements.parties_of_delegation(number))


@on(DELEGATION_ENDED)
def given_back(number: str) -> None:
    """And back again."""
    deciding.reroute(actor=CLOCK, user_ids=movements.parties_of_delegation(number))


@on(SIGNED)
def minute_signed(key: str, purpose: str, reference: str, sha256: str) -> None:
    """The minute of an exit has all its signatures."""
    if purpose == minutes.PURPOSE:
        minutes.signed(reference, actor=CLOCK, key=key)
