from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.legislation"
    label = "legislation"
    verbose_name = "Mevzuat ve görevler"

    def ready(self) -> None:
        from konak.foundation import evidence, search
        from konak.foundation.ui import menu

        from . import access, services
        from .capabilities import CAPABILITIES
        from .queries import DUTY_KIND

        evidence.register(*CAPABILITIES)
        search.register(search.Searchable(DUTY_KIND, "Görev", "clipboard-list", services.reindex))

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        menu.add("work", "Görevlerim", "legislation:mine", "clipboard-check", order=20, visible=reads, hotkey="g g")
        menu.add("work", "Kim sorumlu?", "legislation:responsible", "user-question", order=30, visible=reads)
        menu.add("governance", "Görevler", "legislation:duties", "list-check", order=20, visible=reads)
        menu.add("governance", "Mevzuat", "legislation:regulations", "books", order=10, visible=reads, hotkey="g m")
