"""What a whole municipality applied for, was handed and signed over two years, by COPY: for samples and measurements.

Every signature is genuine: each pair of signers has signed one text with their own trial certificates, and all the
files of the pair share those bytes. Only the clock of the rows is made up.
"""

import random
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric import rsa

from konak.foundation.cases.bulk import copy_cases
from konak.foundation.db.copying import copy_rows
from konak.gateways.pki import fake

from ..models import CertificateRequest, Fault, Trial
from .applications import applications, fill_lines
from .certificates import FAULTS, Held, faults, fill_certificates, fill_devices, trials
from .people import Above, Sitter, opened_at, sitter, sitters
from .signatures import PAIRS, Signed, fill_signed, sign_for_pairs

__all__ = [
    "FAULTS",
    "PAIRS",
    "Held",
    "Signed",
    "Sitter",
    "fill_service",
    "fill_signed",
    "sign_for_pairs",
    "sitter",
    "sitters",
]


def fill_service(
    people: Sequence[Sitter],
    *,
    house: fake.House,
    key: rsa.RSAPrivateKey,
    runner: Sitter,
    provider: str,
    seed: int,
) -> list[Held]:
    """Certificates, applications, things, lines, trials and faults of these people; returns what they hold."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    held = fill_certificates(people, house, key, provider, chance)
    fill_devices(held, runner)
    above = Above()
    copy_cases(CertificateRequest, sorted(applications(held, runner, above, chance), key=opened_at))
    copy_rows(Trial, trials(held))
    copy_rows(Fault, list(faults(held, chance)))
    fill_lines(held[::10], runner, above, chance)
    return held
