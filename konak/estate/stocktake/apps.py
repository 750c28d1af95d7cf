from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.stocktake"
    label = "stocktake"
    verbose_name = "Sayım ve yıl sonu"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.ui import menu, slots

        from . import access, queries, tables
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Stocktake, ValueLoss, YearAccount

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        slots.verbs(Stocktake, tables.STOCKTAKE)
        slots.verbs(YearAccount, tables.ACCOUNT)
        slots.verbs(ValueLoss, tables.LOSS_TOLD)
        slots.panel(
            ValueLoss, "stocktake/_loss_people.html", queries.loss_sheet, "Sorumlular ve tahsilat", 10, "users"
        )
        slots.panel(
            YearAccount, "stocktake/_account_rows.html", queries.sheet, "Cetvel", order=10, icon="list-numbers"
        )

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def waiting(actor: "Actor") -> slots.Number | None:
            count = queries.waiting_for(actor)
            return slots.Number(count, "/sayimlar/", "wait", "sayılacak ya da imzalanacak") if count else None

        slots.tile("Sayım", waiting, icon="checklist", order=36)
        menu.add("estate", "Sayımlar", "stocktake:index", "checklist", order=16, visible=reads)
        menu.add("estate", "Kamu zararları", "stocktake:losses", "alert-triangle", order=18, visible=reads)
        menu.add("estate", "Yönetim hesapları", "stocktake:accounts", "report-money", order=17, visible=reads)
