from typing import TYPE_CHECKING

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.repairs"
    label = "repairs"
    verbose_name = "Parça ve cihaz istekleri"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.ui import menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import PartRequest

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def waits(actor: "Actor") -> slots.Number | None:
            count = queries.waiting(actor) if actor.holds(access.GIVE) else 0
            return slots.Number(count, "/destek/parcalar/?state=asked", "wait", "ambarınızdan") if count else None

        ticket, asset, receipt = (apps.get_model(name) for name in ("desk.Ticket", "assets.Asset", "assets.Receipt"))
        slots.verbs(
            PartRequest,
            {
                "open": ("ambardan istedi", "box", "wait"),
                "give": ("ambardan verdi", "package-export", "done"),
                "refuse": ("verilemediğini bildirdi", "ban", "late"),
                "withdraw": ("vazgeçti", "arrow-back-up", ""),
            },
        )
        slots.verbs(ticket, {"warehouse": ("ambardan verdi", "package-export", "")})
        slots.panel(ticket, "repairs/_of_ticket.html", queries.of_ticket, "Parça ve cihaz", 30, "tool")
        slots.panel(asset, "repairs/_list.html", queries.of_asset, "Parça ve cihaz istekleri", 61, "tool")
        slots.panel(receipt, "repairs/_list.html", queries.of_receipt, "Hangi talep için", 20, "lifebuoy")
        slots.tile("Parça isteği", waits, icon="box", order=56)
        menu.add(
            "service",
            "Parça istekleri",
            "repairs:index",
            "box",
            order=30,
            visible=lambda actor: actor.holds(access.VIEW),
        )
