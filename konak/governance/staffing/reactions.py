"""What happens in staffing because something happened below it."""

from konak.foundation.announce import on
from konak.foundation.front.services.accounts import CLOSED

from .services import handing


@on(CLOSED)
def hand_over_of(user_id: int) -> None:
    handing.open_for_closed_account(user_id)
