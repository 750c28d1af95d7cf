"""Every way rights, requests, reviews and the files of people who come and go change."""

from . import (
    accounts,
    asking,
    cataloguing,
    deciding,
    drifting,
    ending,
    executing,
    importing,
    minutes,
    moving,
    provisioning,
    reviewing,
    rounds,
    undertaking,
)

__all__ = [
    "accounts",
    "asking",
    "cataloguing",
    "deciding",
    "drifting",
    "ending",
    "executing",
    "importing",
    "minutes",
    "moving",
    "provisioning",
    "reviewing",
    "rounds",
    "undertaking",
]
