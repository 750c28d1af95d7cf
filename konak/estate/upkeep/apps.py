from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.upkeep"
    label = "upkeep"
    verbose_name = "Bakım ve onarım"

    def ready(self) -> None:
        from konak.estate.assets import public as movables
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Commissioning, ConditionRound, ContractRenewal, Replacement, WorkOrder

        movables.before_use(services.use_objections)
        movables.before_disposal(services.disposal_objections)
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.CONTRACT_KIND, "Sözleşme", "writing", services.reindex_contracts))

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def late(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.WORK):
                return None
            count = queries.orders(actor, queries.WorkFilter(state="late")).count()
            return slots.Number(count, "/bakim/is-emirleri/?state=late", "late", "süresi geçti") if count else None

        def work(record: Any, actor: "Actor") -> dict[str, Any]:
            return {
                "sent": list(record.sent.order_by("-pk")),
                "parts": list(record.parts.order_by("pk")),
                "loans": list(record.loans.filter(returned_on=None).select_related("spare__asset", "user")),
                "may_work": not record.ended and actor.reach(access.WORK).covers(record.case),
            }

        def lines(record: Any, actor: "Actor") -> dict[str, Any]:
            one = queries.check(actor, record.case.number)
            return {
                "lines": list(queries.check_lines(one)[:1_000]),
                "every": one.every,
                "seen": one.seen,
                "may_work": not one.ended and actor.reach(access.WORK).covers(one.case),
            }

        def proposed(record: Any, actor: "Actor") -> dict[str, Any]:
            rows = list(queries.replacement_lines(record)[:2_000])
            years: dict[str, Any] = {}
            for row in rows:
                if row.decision != "keep":
                    key = f"{row.year} bütçesi"
                    years[key] = years.get(key, 0) + row.price
            waits = record.case.state == "submitted"
            return {
                "lines": rows,
                "years": sorted(years.items()),
                "may_choose": waits and actor.reach(access.DECIDE).covers(record.case),
            }

        slots.verbs(
            WorkOrder,
            {
                "open": ("iş emrini açtı", "tool", "open"),
                "take": ("işe başladı", "player-play", "open"),
                "send": ("cihazı firmaya teslim etti", "truck", "wait"),
                "receive": ("cihazı firmadan aldı", "check", "open"),
                "part": ("ambardan parça kullandı", "box", ""),
                "lend": ("yedek cihaz verdi", "device-laptop", ""),
                "finish": ("işi bitirdi", "circle-check", "done"),
                "cancel": ("vazgeçti", "ban", ""),
            },
        )
        slots.verbs(
            ContractRenewal,
            {
                "open": ("karar dosyasını açtı", "writing", "wait"),
                "renew": ("yeniledi", "refresh", "done"),
                "drop": ("yenilenmemesine karar verdi", "ban", ""),
            },
        )
        slots.verbs(
            Commissioning,
            {
                "open": ("devreye almayı başlattı", "clipboard-check", "open"),
                "put_in_service": ("devreye aldı", "circle-check", "done"),
                "give_up": ("vazgeçti", "ban", ""),
            },
        )
        slots.verbs(
            ConditionRound,
            {
                "open": ("kontrolü açtı", "clipboard-list", "open"),
                "close": ("kontrolü tamamladı", "circle-check", "done"),
            },
        )
        slots.verbs(
            Replacement,
            {
                "open": ("listeyi hazırladı", "list-check", "open"),
                "submit": ("karara sundu", "send", "wait"),
                "conclude": ("kararı kesinleştirdi", "gavel", "done"),
                "abandon": ("plandan vazgeçti", "ban", ""),
            },
        )
        slots.tile("Geciken iş emri", late, icon="tool", order=55)
        slots.panel(WorkOrder, "upkeep/_order_work.html", work, "Parça, firma, yedek", 10, "truck")
        slots.panel(ConditionRound, "upkeep/_check_lines.html", lines, "Cihazlar", 10, "devices")
        slots.panel(Replacement, "upkeep/_replacement_lines.html", proposed, "Önerilen liste", 10, "list-check")
        asset = apps.get_model("assets", "Asset")
        slots.panel(asset, "upkeep/_of_asset.html", queries.story_of, "Bakım ve maliyet", 40, "tool")
        menu.add("estate", "Bakım ve onarım", "upkeep:index", "tool", order=45, visible=reads)
