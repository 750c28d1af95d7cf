from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.software"
    label = "software"
    verbose_name = "Yazılım ve lisanslar"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.people.models import User
        from konak.foundation.ui import menu, slots
        from konak.governance.staffing import public as staffing

        from . import access, public, queries, reactions, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Finding, UpdateRound

        assert reactions  # importing it registers them
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.PRODUCT_KIND, "Yazılım", "box", services.reindex_products))
        search.register(search.Searchable(queries.LICENCE_KIND, "Lisans", "certificate", services.reindex_licences))
        search.register(
            search.Searchable(queries.COMPUTER_KIND, "Bilgisayar", "device-desktop", services.reindex_computers)
        )

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def ending(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.KEEP):
                return None
            soon = len(queries.expiring(actor, 30))
            if not soon:
                return None
            return slots.Number(soon, "/yazilim/yenilemeler/", "wait", "30 gün içinde bitiyor")

        def devices(record: Any, actor: "Actor") -> dict[str, Any]:
            one = queries.round_(actor, record.case.number)
            rows = list(queries.round_devices(one)[:501])
            return {
                "devices": rows[:500],
                "cut": len(rows) > 500,
                "every": one.every,
                "settled": one.settled,
                "apart": one.apart,
                "done": one.settled - one.apart,
                "waiting": one.every - one.settled,
                "may_set": not one.ended and actor.reach(access.SETTLE).covers(one.case),
            }

        slots.verbs(
            Finding,
            {
                "open": ("uygunsuzluğu kaydetti", "alert-triangle", "late"),
                "ask": ("kaldırılmasını istedi", "message", "wait"),
                "removed": ("kaldırıldığını doğruladı", "circle-check", "done"),
                "license": ("lisansını sağladı", "certificate", "done"),
                "allow": ("izin verdi", "check", ""),
            },
        )
        slots.verbs(
            UpdateRound,
            {
                "open": ("turu planladı", "refresh", "open"),
                "begin": ("turu başlattı", "player-play", "open"),
                "finish": ("turu bitirdi", "circle-check", "done"),
                "cancel": ("turdan vazgeçti", "ban", ""),
                "set_apart": ("bir bilgisayarı ayrık tuttu", "minus", "wait"),
                "put_back": ("bir bilgisayarı tura geri aldı", "plus", ""),
            },
        )
        slots.tile("Biten lisans", ending, icon="certificate", order=60)
        slots.panel(UpdateRound, "software/_round_devices.html", devices, "Bilgisayarlar", 10, "device-desktop")
        slots.panel(
            User, "software/_of_person.html", queries.of_person, "Bilgisayar ve lisanslar", 70, "device-desktop"
        )
        slots.panel(
            apps.get_model("assets", "Asset"), "software/_of_asset.html", queries.of_asset, "Yazılımlar", 45, "box"
        )
        staffing.holding("Yazılım lisansları", public.held_licences, public.settle_licence, order=45)
        menu.add("estate", "Yazılım ve lisanslar", "software:index", "certificate", order=40, visible=reads)
