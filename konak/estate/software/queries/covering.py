"""What has to be on every computer: where it is not, and where it is too old."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor

from .. import access
from ..matching import at_least
from ..models import Computer, Install, Product
from .register import products


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A computer that lacks a product, or holds only versions older than the approved one."""

    computer: Computer
    product: Product
    version: str
    """The newest one that is there; empty where there is none."""

    @property
    def words(self) -> str:
        return "Eski sürüm" if self.version else "Kurulu değil"

    @property
    def kind(self) -> str:
        return "wait" if self.version else "late"


def _seen(rows: QuerySet[Computer]) -> QuerySet[Computer]:
    """Computers in use whose programs are known: without an inventory nothing can be said."""
    return rows.filter(retired_on=None, inventoried_at__isnull=False)


def uncovered(actor: Actor, state: str = "", product_id: int | None = None) -> list[Uncovered]:
    """By product and computer; `state` is "missing" or "old"."""
    wanted = products(actor).filter(everywhere=True)
    wanted = wanted.filter(pk=product_id) if product_id else wanted
    machines = _seen(Computer.objects.filter(actor.reach(access.VIEW).q("", Computer.owners)))
    found = _lacking(wanted, machines.select_related("holder", "used_in"))
    return [one for one in found if not state or (state == "old") == bool(one.version)]


def _lacking(products: Iterable[Product], machines: QuerySet[Computer]) -> list[Uncovered]:
    wanted = list(products)
    rows = list(machines.order_by("name", "pk"))
    there: dict[tuple[int | None, int], list[str]] = {}
    installed = Install.objects.filter(product__in=wanted, removed_on=None, computer__in=[one.pk for one in rows])
    for product_id, computer_id, version in installed.order_by().values_list("product_id", "computer_id", "version"):
        there.setdefault((product_id, computer_id), []).append(version)
    found = []
    for product in sorted(wanted, key=lambda one: one.name):
        for computer in rows:
            versions = there.get((product.pk, computer.pk), [])
            least = product.approved_version
            if versions and (not least or any(at_least(one, least) for one in versions)):
                continue
            found.append(Uncovered(computer, product, max(versions, default="")))
    return found


def covered_share(units: frozenset[int] | None) -> float | None:
    """Of computers with an inventory, percent that hold everything that has to be everywhere, new enough."""
    # reach: public inside the house, because indicators count for everybody
    of_units = Q() if units is None else Q(unit_id__in=units)
    wanted = list(Product.objects.filter(of_units, everywhere=True))
    machines = _seen(Computer.objects.filter(of_units))
    every = machines.count()
    if not wanted or not every:
        return None
    bare = {one.computer.pk for one in _lacking(wanted, machines)}
    return round(100 * (every - len(bare)) / every, 1)
