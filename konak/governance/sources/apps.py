from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.sources"
    label = "sources"
    verbose_name = "Hukuki dayanaklar"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots

        from . import access, queries, reactions, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Notice, Source
        from .views.register import TOLD
        from .views.watch import VERBS

        assert reactions  # importing it registers them
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.SOURCE_KIND, "Hukuki dayanak", "scale", services.reindex))

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def follows(actor: "Actor") -> bool:
            return actor.holds(access.FOLLOW)

        def flagged(actor: "Actor") -> slots.Number | None:
            count = queries.open_flag_count(actor)
            if not count:
                return None
            return slots.Number(count, "/dayanaklar/izleme/?state=open", "wait", "dayanağı değişen görev")

        def duty_panel(duty: Any, actor: "Actor") -> dict[str, Any] | None:
            if not actor.holds(access.VIEW):
                return None
            return {
                "ties": queries.of_duty(duty.pk),
                "flags": queries.flags_of_duty(duty.pk),
                "general": queries.fallbacks(actor).get(duty.regulation.case.number),
                "may_link": actor.reach(access.LINK).covers(queries.Place(duty.unit_id)) and duty.closed_on is None,
            }

        def text_panel(text: Any, actor: "Actor") -> Any:
            return (queries.bases_of_text(text.pk) or None) if actor.holds(access.VIEW) else None

        slots.verbs(Source, TOLD)
        slots.verbs(Notice, VERBS)
        slots.tile("Gözden geçirilecek", flagged, icon="flag", order=35)
        duty = apps.get_model("legislation", "Duty")
        slots.panel(duty, "sources/duty_panel.html", duty_panel, "Hukuki dayanak", order=20, icon="scale")
        text = apps.get_model("legislation", "Regulation")
        slots.panel(text, "sources/text_panel.html", text_panel, "Dayanakları", order=40, icon="scale")
        menu.add("governance", "Hukuki dayanaklar", "sources:index", "scale", order=30, visible=reads)
        menu.add("governance", "Mevzuat takibi", "sources:watch", "bell", order=31, visible=follows)
