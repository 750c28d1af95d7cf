from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor
    from konak.foundation.people.models import User


class Config(AppConfig):
    name = "konak.governance.systems"
    label = "systems"
    verbose_name = "Bilgi sistemleri"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import slots
        from konak.governance.staffing import public as staffing

        from . import queries, reactions, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import BoxMember, InformationSystem, SharedBox, SystemReview
        from .views.words import BOX_TOLD, REVIEW_TOLD, TOLD

        assert reactions  # importing it registers them
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.SYSTEM_KIND, "Bilgi sistemi", "server-2", services.reindex))

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

        slots.verbs(InformationSystem, TOLD)
        slots.verbs(SharedBox, BOX_TOLD)
        slots.verbs(BoxMember, BOX_TOLD)
        slots.verbs(SystemReview, REVIEW_TOLD)
        staffing.holding("Sorumlu olduğu bilgi sistemleri", held_systems, pass_system, order=40)
        staffing.holding("Sorumlu olduğu ortak kutular", held_boxes, pass_box, order=41)
