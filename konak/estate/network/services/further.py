"""The further registers by name."""

from typing import Any

from .buildout import OFFERS, PLANNED, TEST_PLANS
from .channel import CHANNELS, PROTOCOLS
from .internet import CATEGORIES, PROFILES, VPN
from .kept import Register
from .wifi import WIRELESS

REGISTERS: tuple[Register[Any], ...] = (
    *(VPN, PROFILES, CATEGORIES, CHANNELS, PROTOCOLS, WIRELESS),
    *(PLANNED, OFFERS, TEST_PLANS),
)
