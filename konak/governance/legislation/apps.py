from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.legislation"
    label = "legislation"
    verbose_name = "Mevzuat ve görevler"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.people.models import Unit, User
        from konak.foundation.ui import menu, slots
        from konak.governance.organization.public import Effect, register_effect
        from konak.governance.staffing.public import duty_source

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Duty, EvidencePack, ExternalBody, Regulation
        from .queries import BODY_KIND, DUTY_KIND, neighbours
        from .tables.duty import PACK_TOLD, TOLD
        from .views import panels
        from .views.story import VERBS

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        duty_source("Görev kütüğü", neighbours.clauses_for)
        register_effect(Effect("legislation.duties", "Açık görev", queries.open_in))
        search.register(search.Searchable(DUTY_KIND, "Görev", "clipboard-list", services.reindex))
        search.register(search.Searchable(BODY_KIND, "Dış kurum", "building", services.reindex_bodies))

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def waiting(actor: "Actor") -> slots.Number | None:
            count = queries.lacking_of_mine(actor)
            if count is None:
                return None
            note = "kanıt yok ya da eskimiş" if count else "hepsinin kanıtı güncel"
            return slots.Number(count, "/gorevlerim/", "late" if count else "done", note)

        slots.verbs(Duty, TOLD)
        slots.verbs(EvidencePack, PACK_TOLD)
        slots.verbs(ExternalBody, {"keep": ("dış kurum kaydını düzenledi", "building", "")})
        common = {"open", "attach", "link", "claim", "assign", "unassign"}  # told the same of every file
        slots.verbs(Regulation, {verb: told for verb, told in VERBS.items() if verb not in common})
        slots.tile("Kanıt bekleyen", waiting, icon="clipboard-check", order=30)
        card, icon, asks = "legislation/duties_panel.html", "clipboard-list", ("tarih",)
        slots.panel(Unit, card, panels.of_unit, "Birimin görevleri", icon=icon, asks=asks)
        slots.panel(User, card, panels.of_person, "Görevleri", icon=icon, asks=asks)
        menu.add("work", "Görevlerim", "legislation:mine", "clipboard-check", order=20, visible=reads, hotkey="g g")
        menu.add("work", "Kim sorumlu?", "legislation:responsible", "user-question", order=30, visible=reads)
        menu.add("governance", "Tanımlar", "legislation:terms", "vocabulary", order=35, visible=reads)
        menu.add("governance", "Karne ve rapor", "legislation:reports", "report-analytics", order=30, visible=reads)
        menu.add("governance", "Görevler", "legislation:duties", "list-check", order=20, visible=reads)
        menu.add("governance", "Mevzuat", "legislation:regulations", "books", order=10, visible=reads, hotkey="g m")
