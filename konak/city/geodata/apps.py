from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.city.geodata"
    label = "geodata"
    verbose_name = "Coğrafi veri"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import maps, menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Demand, Publication
        from .services import indexing
        from .views import mapped

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(indexing.KIND, "Katman", "map", indexing.every))

        def overdue(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.KEEP):
                return None
            count = queries.overdue(actor)
            if not count:
                return None
            return slots.Number(count, "/cografi-veri/guncellik/?geciken=1", "late", "yenilenme süresi geçti")

        slots.verbs(
            Publication,
            {
                "open": ("onay istedi", "send", "wait"),
                "approve": ("onayladı", "circle-check", "done"),
                "decline": ("onaylamadı", "ban", "late"),
                "withdraw": ("isteği geri çekti", "arrow-back-up", ""),
            },
        )
        slots.verbs(
            Demand,
            {
                "open": ("talebi açtı", "inbox", "open"),
                "begin": ("talebi üstlendi", "player-play", "open"),
                "deliver": ("talebi karşıladı", "circle-check", "done"),
                "refuse": ("talebi karşılamadı", "ban", "late"),
                "drop": ("talebi geri çekti", "arrow-back-up", ""),
            },
        )

        def alike(record: "Demand", actor: "Actor") -> dict[str, Any] | None:
            if record.kind != "purchase":
                return None
            words = f"{record.case.subject} {record.text}"
            return {"layers": list(queries.matching(actor, words)[:10])}

        slots.panel(Demand, "geodata/_alike.html", alike, "Kurumda olan benzer katmanlar", 10, "list-search")
        slots.tile("Güncellenmeyen katman", overdue, icon="map", order=70)
        maps.home(queries.bounds_of_city)
        maps.ground(mapped.ground)
        menu.add("city", "Coğrafi veri", "geodata:index", "map", order=10)
