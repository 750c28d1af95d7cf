from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.webhooks"
    label = "webhooks"
    verbose_name = "Web kancaları"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.ui import menu

        from . import access
        from .capabilities import CAPABILITIES, INDICATORS

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def uses(actor: "Actor") -> bool:
            return actor.holds(access.USE)

        menu.add("system", "Web kancaları", "webhooks:index", "webhook", order=65, visible=uses)
