from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.staffing"
    label = "staffing"
    verbose_name = "Kadro ve vekâlet"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.cases import access as cases_access
        from konak.foundation.front import grants
        from konak.foundation.people.models import Appointment, Unit, User
        from konak.foundation.ui import menu, slots

        from . import access, tables
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Delegation, DescriptionVersion, Group, HandOver, Incompatible
        from .queries import delegations, descriptions, rights, separation
        from .queries.exits import leaves_here
        from .services.holdings import register_own

        register_own()
        grants.caution("Görevler ayrılığı", separation.objections_to_grant)
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        slots.verbs(Appointment, tables.SEAT)
        slots.verbs(User, tables.PERSON)
        slots.verbs(Delegation, tables.DELEGATION)
        slots.verbs(DescriptionVersion, tables.DESCRIPTION)
        slots.verbs(HandOver, tables.HANDOVER)
        slots.verbs(Incompatible, tables.RULE)
        slots.verbs(Group, tables.GROUP)

        def unaccepted(actor: "Actor") -> slots.Number | None:
            count = len(descriptions.waiting_for(actor.user_id)) if actor.user_id else 0
            return slots.Number(count, "/kadro/makamlarim/", "wait", "okuyup kabul edin") if count else None

        def seats_of(person: Any, actor: "Actor") -> Any:
            given, taken = delegations.of_person(person.pk)
            rows = [row for row in (*given, *taken) if row.case.state in {"proposed", "active"}]
            may = rights.may_appoint_somewhere(actor) and person.pk != actor.user_id
            if not (rows or may):
                return None
            return {"rows": rows, "may": may, "person": person, "leaves": may and leaves_here(person, actor)}

        slots.tile("Kabul bekleyen görev tanımı", unaccepted, icon="writing", order=40)
        slots.panel(
            Unit,
            "staffing/_unit_panel.html",
            lambda unit, actor: delegations.unit_panel(unit),
            "Vekâletler",
            order=30,
            icon="transfer",
        )
        slots.panel(User, "staffing/_person_panel.html", seats_of, "Vekâlet ve görev", order=30, icon="transfer")

        def spreads(actor: "Actor") -> bool:
            return actor.holds(cases_access.ASSIGN)

        menu.add("work", "Makamlarım", "staffing:mine", "id-badge-2", order=40, hotkey="g k")
        menu.add("work", "İş yükü", "staffing:board", "chart-bar", order=45, visible=spreads)
        menu.add("organization", "Kadro", "staffing:seats", "users", order=30)
        menu.add("organization", "Vekâletler", "staffing:delegations", "transfer", order=32)
        menu.add("organization", "Görev tanımları", "staffing:descriptions", "writing", order=34)
        menu.add(
            "organization",
            "Devir teslim",
            "staffing:handovers",
            "switch-horizontal",
            order=36,
            visible=lambda actor: actor.holds(access.SEE_HANDOVER),
        )
        menu.add(
            "organization",
            "Görevler ayrılığı",
            "staffing:separation",
            "scale",
            order=38,
            visible=lambda actor: actor.holds(access.SEPARATION),
        )
        menu.add("system", "Hesaplar", "staffing:accounts", "user-cog", order=30, visible=rights.sees_everybody)
