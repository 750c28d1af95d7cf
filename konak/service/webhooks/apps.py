from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.webhooks"
    label = "webhooks"
    verbose_name = "Web kancaları"

    def ready(self) -> None:
        from konak.foundation.ui import menu

        from . import access

        def uses(actor: "Actor") -> bool:
            return actor.holds(access.USE)

        menu.add("system", "Web kancaları", "webhooks:index", "webhook", order=65, visible=uses)
