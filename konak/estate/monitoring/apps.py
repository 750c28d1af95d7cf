from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.monitoring"
    label = "monitoring"
    verbose_name = "Sistem izleme"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots

        from . import access, queries, reactions, services, tables  # noqa: F401 - reactions register themselves
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import (
            Care,
            Credential,
            Host,
            MonitoringTask,
            Problem,
            Rota,
            Sweep,
            Template,
            WatchedService,
            Window,
        )

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.HOST_KIND, "İzlenen cihaz", "heartbeat", services.reindex_hosts))
        search.register(search.Searchable(queries.SERVICE_KIND, "İzlenen hizmet", "gauge", services.reindex_services))
        search.register(search.Searchable(queries.PROBLEM_KIND, "Arıza", "alarm", services.reindex_problems))
        for model in (Host, Template, Credential, Window, Rota, Sweep, WatchedService, Care):
            slots.verbs(model, tables.TOLD)
        slots.verbs(Problem, tables.PROBLEM_TOLD)
        slots.verbs(MonitoringTask, tables.TASK_TOLD)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def live(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.ANSWER):
                return None
            count = queries.problems(actor, queries.ProblemFilter(state="live")).count()
            return slots.Number(count, "/izleme/", "late" if count else "done", "süren ya da raporu beklenen")

        def of(field: str) -> Any:
            def panel(record: Any, actor: "Actor") -> Any:
                rows = list(queries.hosts(actor).filter(**{field: record.pk}).order_by("name")[:20])
                return rows or None

            return panel

        slots.tile("Arıza", live, icon="alarm", order=61)
        for label, name, field in (
            ("network", "Device", "device_id"),
            ("assets", "Asset", "asset_id"),
            ("systems", "InformationSystem", "system_id"),
        ):
            slots.panel(
                apps.get_model(label, name), "monitoring/_hosts_of.html", of(field), "İzleme", 46, "heartbeat"
            )
        menu.add("estate", "İzleme", "monitoring:index", "heartbeat", order=54, visible=reads)
        menu.add("estate", "Arızalar", "monitoring:problems", "alarm", order=55, visible=reads)
