from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.supplies"
    label = "supplies"
    verbose_name = "Sarf malzemesi ve yazıcılar"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots

        from . import access, queries, services, tables
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Proposal, StockAlarm

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.LEVEL_KIND, "Stok düzeyi", "box", services.reindex_levels))

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def short(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.KEEP):
                return None
            count = queries.levels(actor, queries.LevelFilter(state="short")).filter(ended_on=None).count()
            return slots.Number(count, "/sarf/stok/?state=short", "late", "alıma başlanmalı") if count else None

        def lines(record: Any, actor: "Actor") -> dict[str, Any]:
            rows = list(queries.proposal_lines(record))
            return {
                "lines": rows,
                "total": sum(row.amount for row in rows),
                "editable": record.case.state == "draft" and actor.reach(access.KEEP).covers(record.case),
            }

        asset = apps.get_model("assets", "Asset")
        slots.verbs(StockAlarm, tables.ALARM_TOLD)
        slots.verbs(Proposal, tables.PROPOSAL_TOLD)
        slots.verbs(asset, tables.ASSET_TOLD)
        slots.panel(Proposal, "supplies/_proposal_lines.html", lines, "Malzemeler", 10, "list-check")
        slots.panel(asset, "supplies/_of_asset.html", queries.of_asset, "Sarf ve parçalar", 45, "printer")
        slots.tile("Azalan malzeme", short, icon="box", order=54)
        menu.add("estate", "Sarf ve yazıcılar", "supplies:index", "printer", order=44, visible=reads)
