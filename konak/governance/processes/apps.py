from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.processes"
    label = "processes"
    verbose_name = "Hizmetler ve süreçler"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Component, Process, ProcessVersion, Service
        from .views import inventory, processes

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.SERVICE_KIND, "Hizmet", "lifebuoy", services.reindex))
        search.register(search.Searchable(queries.PROCESS_KIND, "Süreç", "hierarchy-2", services.reindex_processes))

        def offers(actor: "Actor") -> bool:
            return actor.holds(access.SERVICES)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def due(actor: "Actor") -> slots.Number | None:
            count = queries.due_count(actor)
            if not count:
                return None
            return slots.Number(count, "/surecler/kontroller/", "wait", "günü gelen iç kontrol")

        def duty_panel(duty: Any, actor: "Actor") -> dict[str, Any] | None:
            if not (actor.holds(access.VIEW) or actor.holds(access.SERVICES)):
                return None
            return {
                "services": queries.services_of_duty(actor, duty.pk),
                "processes": queries.processes_of_duty(actor, duty.pk),
                "keeps": actor.reach(access.KEEP).covers(duty) and duty.closed_on is None,
            }

        slots.verbs(Service, inventory.TOLD)
        slots.verbs(Component, inventory.TOLD)
        slots.verbs(Process, processes.TOLD)
        slots.verbs(ProcessVersion, {verb: told for verb, told in processes.VERSION_TOLD.items() if verb != "open"})
        slots.tile("Günü gelen kontrol", due, icon="shield-check", order=36)
        slots.panel(
            apps.get_model("legislation", "Duty"),
            "processes/duty_panel.html",
            duty_panel,
            "Süreç ve hizmet",
            order=30,
            icon="hierarchy-2",
        )
        menu.add("governance", "Hizmetler", "processes:services", "lifebuoy", order=40, visible=offers)
        menu.add("governance", "Süreçler", "processes:processes", "hierarchy-2", order=41, visible=reads)
