"""What the night does for the further registers."""

from konak.foundation.access import Actor

from .buildout import tell_of_tests
from .channel import tell_of_channels
from .internet import end_waivers, round_vpn
from .wifi import forget_guests


def further_round(*, actor: Actor) -> None:
    end_waivers(actor=actor)
    round_vpn(actor=actor)
    tell_of_channels()
    tell_of_tests()
    forget_guests(actor=actor)
