"""Two years of rights: a catalogue, what people hold, requests of the past, a review closed and one that runs, and
somebody who begins, one who moves, one who leaves. The past is written as it would lie in the archive; what is open
today goes through the services."""

import random
from collections.abc import Callable

from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Unit, User

from ..models import AccessRequest, Entitlement, Right
from .present import Present

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SIZES = {"s": (300, 90, 40), "m": (3_000, 900, 300), "l": (30_000, 9_000, 2_000)}
"""Rights in hands, requests of the past, seats whose beginnings and ends are looked at."""


def loaded() -> bool:
    return Right.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Deterministic by `seed`."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    held, past, seats = SIZES[size]
    department = Unit.objects.filter(name=DEPARTMENT).first()
    administrator = User.objects.filter(username="yonetici").first()
    if department is None or administrator is None:
        return
    scene = Present(chance, department, actor_of(administrator.pk, via="cli"))
    scene.catalogue()
    scene.entitlements(held)
    scene.past_requests(past)
    scene.past_movements(seats)
    scene.present()
    report(
        f"{Right.objects.count()} yetki tanımı, {Entitlement.objects.count()} yetki, "
        f"{AccessRequest.objects.count()} yetki talebi"
    )
