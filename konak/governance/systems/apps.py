from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor
    from konak.foundation.people.models import User


class Config(AppConfig):
    name = "konak.governance.systems"
    label = "systems"
    verbose_name = "Bilgi sistemleri"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.people.models import Unit, User
        from konak.foundation.ui import menu, slots
        from konak.governance.processes import public as processes
        from konak.governance.staffing import public as staffing

        from . import access, queries, reactions, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import BoxMember, InformationSystem, SharedBox, SystemReview
        from .views.words import BOX_TOLD, REVIEW_TOLD, TOLD

        assert reactions  # importing it registers them
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.SYSTEM_KIND, "Bilgi sistemi", "server-2", services.reindex))

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def keeps_boxes(actor: "Actor") -> bool:
            return actor.holds(access.BOXES)

        def waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.KEEP):
                return None
            counts = queries.system_counts(actor)
            if not counts["every"]:
                return None
            kind = "wait" if counts["lacking"] else "done"
            return slots.Number(counts["lacking"], "/bilgi-sistemleri/eksikler/", kind, "kütük bilgisi eksik sistem")

        def of_unit(unit: Any, actor: "Actor") -> Any:
            return queries.systems_of_unit(actor, unit.pk) or None if actor.holds(access.VIEW) else None

        def of_person(person: Any, actor: "Actor") -> Any:
            rows = queries.systems_of_person(actor, person.pk)
            boxes = queries.boxes_of_person(actor, person.pk)
            return {"systems": rows, "boxes": boxes} if rows or boxes else None

        def held_systems(user_id: int, appointment_id: int | None) -> list[staffing.Held]:
            return [
                staffing.Held(row.code, f"{row.code} · {row.name}", f"/bilgi-sistemleri/{row.code}/")
                for row in queries.answered_by(user_id, appointment_id)
            ]

        def held_boxes(user_id: int, appointment_id: int | None) -> list[staffing.Held]:
            return [
                staffing.Held(str(row.pk), row.name, f"/bilgi-sistemleri/kutular/{row.pk}/")
                for row in queries.boxes_answered_by(user_id, appointment_id)
            ]

        def pass_system(key: str, giver: "User", receiver: "User | None", actor: "Actor") -> None:
            services.hand_over_system(key, giver, receiver, actor=actor)

        def pass_box(key: str, giver: "User", receiver: "User | None", actor: "Actor") -> None:
            services.hand_over_box(key, giver, receiver, actor=actor)

        def of_component(component: Any, actor: "Actor") -> Any:
            return (
                queries.systems(actor).filter(component_id=component.pk).first() if actor.holds(access.VIEW) else None
            )

        def services_on(system: Any, actor: "Actor") -> Any:
            return processes.relying_on(actor, system.component_id) or None if system.component_id else None

        component = apps.get_model("processes", "Component")
        slots.panel(component, "systems/_component_panel.html", of_component, "Kütükteki kaydı", icon="server-2")
        slots.panel(
            InformationSystem,
            "systems/_relying_panel.html",
            services_on,
            "Dayanan hizmetler",
            order=20,
            icon="stack-2",
        )
        slots.verbs(InformationSystem, TOLD)
        slots.verbs(SharedBox, BOX_TOLD)
        slots.verbs(BoxMember, BOX_TOLD)
        slots.verbs(SystemReview, REVIEW_TOLD)
        slots.tile("Bilgi sistemi", waiting, icon="server-2", order=37)
        slots.panel(Unit, "systems/_unit_panel.html", of_unit, "Bilgi sistemleri", order=65, icon="server-2")
        slots.panel(User, "systems/_person_panel.html", of_person, "Bilgi sistemleri", order=65, icon="server-2")
        staffing.holding("Sorumlu olduğu bilgi sistemleri", held_systems, pass_system, order=40)
        staffing.holding("Sorumlu olduğu ortak kutular", held_boxes, pass_box, order=41)
        menu.add("governance", "Bilgi sistemleri", "systems:index", "server-2", order=43, visible=reads)
        menu.add("governance", "Kutular ve klasörler", "systems:boxes", "mailbox", order=44, visible=keeps_boxes)
