"""An IT branch with its director, a keeper, a clerk who brings inventories, and a stranger elsewhere."""

import io
from dataclasses import dataclass

import pytest

from konak.estate.software import services
from konak.estate.software.models import Inventory, Product
from konak.testing import Hall, Person

LIST = "Bilgisayar;Program;Sürüm;Yayıncı\n"


@dataclass
class Bench:
    hall: Hall
    director: Person
    keeper: Person
    clerk: Person
    stranger: Person

    @property
    def unit(self) -> int:
        return self.hall.network.pk

    def product(self, name: str = "Ofis Paketi", like: str = "", **facts: object) -> Product:
        one = services.add_product(actor=self.keeper.actor, unit_id=self.unit, name=name, **facts)
        services.add_rule(actor=self.keeper.actor, name_like=like or f"{name}*", product_id=one.pk)
        return one

    def bring(self, text: str | bytes, who: Person | None = None, **facts: object) -> Inventory:
        content = text if isinstance(text, bytes) else text.encode()
        actor = (who or self.clerk).actor
        return services.bring(actor=actor, unit_id=self.unit, file=io.BytesIO(content), **facts)

    def inventory(self, *lines: str, **facts: object) -> Inventory:
        """Bring and apply a list; each line is "PC-1;Program;1.0"."""
        brought = self.bring(LIST + "\n".join(lines) + "\n", **facts)
        return services.apply(brought.pk, actor=self.clerk.actor)


@pytest.fixture
def bench(hall: Hall) -> Bench:
    return Bench(
        hall,
        hall.seat("director", hall.network),
        hall.seat("expert", hall.network),
        hall.seat("staff", hall.network),
        hall.seat("director", hall.elsewhere),
    )
