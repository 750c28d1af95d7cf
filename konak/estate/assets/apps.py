from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.assets"
    label = "assets"
    verbose_name = "Taşınırlar ve zimmet"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots
        from konak.governance.staffing import public as staffing

        from . import access, tables
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Asset, Item, Place, Receipt, SpendingUnit, StockRequest, Warehouse
        from .queries import holding, ledger
        from .services import held, indexing

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        slots.verbs(Asset, tables.ASSET)
        slots.verbs(StockRequest, tables.REQUEST)
        slots.verbs(Receipt, tables.RECEIPT)
        for model in (Item, Place, SpendingUnit, Warehouse):
            slots.verbs(model, tables.ARRANGED)
        search.register(search.Searchable("assets.asset", "Taşınır", "device-laptop", indexing.rebuild))
        staffing.holding("Zimmetler", held.of_person, held.hand_over, order=15)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def keeps(actor: "Actor") -> bool:
            return actor.holds(access.KEEP)

        def waiting(actor: "Actor") -> slots.Number | None:
            count = holding.waiting_count(actor)
            return slots.Number(count, "/zimmetlerim/", "wait", "kabul edin ya da itiraz edin") if count else None

        slots.tile("Kabul bekleyen zimmet", waiting, icon="device-laptop", order=35)
        slots.panel(Receipt, "assets/_receipt_lines.html", ledger.sheet, "Satırlar", order=10, icon="list-numbers")
        menu.add("work", "Zimmetlerim", "assets:mine", "device-laptop", order=42, hotkey="g z")
        menu.add("estate", "Taşınır panosu", "assets:board", "dashboard", order=8, visible=reads)
        menu.add("estate", "Taşınırlar", "assets:index", "device-laptop", order=10, visible=reads, hotkey="g t")
        menu.add("estate", "Taşınır fişleri", "assets:receipts", "file-text", order=12, visible=reads)
        menu.add("estate", "Ambar mevcudu", "assets:stock", "box", order=14, visible=reads)
        menu.add("estate", "Taşınır istekleri", "assets:requests", "clipboard-list", order=16)
        menu.add("estate", "Görülen cihazlar", "assets:devices", "devices", order=18, visible=keeps)
        menu.add("estate", "Taşınır aktarımı", "assets:imports", "file-import", order=20, visible=keeps)
        menu.add("estate", "Yerler", "assets:places", "map-pin", order=22, visible=reads)
        menu.add("estate", "Ambarlar", "assets:warehouses", "building", order=24, visible=reads)
        menu.add("estate", "Taşınır kodları", "assets:items", "list-tree", order=26, visible=reads)
