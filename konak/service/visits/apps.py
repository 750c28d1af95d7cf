from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor
    from konak.foundation.people.models import User


class Config(AppConfig):
    name = "konak.service.visits"
    label = "visits"
    verbose_name = "Ziyaret, tekrarlayan talep ve kesinti"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots
        from konak.governance.staffing import public as staffing
        from konak.service.desk import public as desk

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Outage, Visit
        from .services.indexing import KIND
        from .services.telling import span

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(KIND, "Kesinti", "plug-connected", services.reindex_outages))

        def works(actor: "Actor") -> bool:
            return actor.holds(access.VIEW) and (actor.holds(access.PLAN) or actor.holds(access.PREPARE))

        def unwritten(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.PLAN):
                return None
            rows = queries.visits(actor, queries.VisitFilter(technician=actor.user_id, state="ahead"))
            count = rows.count()
            if not count:
                return None
            late = queries.visits(actor, queries.VisitFilter(technician=actor.user_id, state="late")).count()
            return slots.Number(
                count,
                "/ziyaretler/",
                "late" if late else "open",
                f"{late} tanesinin sonucu yazılmadı" if late else "",
            )

        def of_ticket(ticket: Any, actor: "Actor") -> dict[str, Any] | None:
            serves = desk.serves(actor, ticket.case.number)
            visits = queries.of_ticket(actor, ticket.pk)
            open_ = not ticket.ended
            outages = queries.affecting(ticket.service_id, ticket.asset_tag) if open_ else []
            may_plan = serves and open_ and actor.holds(access.PLAN)
            if not (visits or outages or may_plan):
                return None
            may_draw = actor.holds(access.IMPACT) and "/" not in ticket.asset_tag
            return {"visits": visits, "outages": outages, "may_plan": may_plan, "may_draw": may_draw}

        def work_of(record: Any, actor: "Actor") -> dict[str, Any]:
            may_work = actor.reach(access.PREPARE).covers(record.case)
            near = queries.overlapping(actor, record) if may_work and record.case.state != "draft" else []
            return {"updates": queries.updates_of(record), "near": near, "may_work": may_work}

        def of_system(record: Any, actor: "Actor") -> dict[str, Any] | None:
            if not actor.holds(access.IMPACT):
                return None
            live = [
                one
                for one in queries.board_of(actor, live=True)
                if record.code in {row.code for row in one.systems.all()}
            ]
            rows = [
                {
                    "url": f"/durum/{one.case.number}/",
                    "subject": one.case.subject,
                    "starts_at": one.starts_at,
                    "minutes_down": one.minutes_down,
                }
                for one in live
            ]
            return {"outages": rows, "url": f"/etki/sistem/{record.code}/"}

        def of_asset(record: Any, actor: "Actor") -> dict[str, Any] | None:
            return {"outages": [], "url": f"/etki/cihaz/{record.tag}/"} if actor.holds(access.IMPACT) else None

        slots.verbs(
            Visit,
            {
                "open": ("ziyareti planladı", "calendar-event", "open"),
                "move": ("zamanını değiştirdi", "calendar-time", ""),
                "propose": ("başka zaman önerdi", "message-circle", "wait"),
                "agree": ("öneriyi kabul etti", "check", "open"),
                "keep_time": ("ilk zamanda kaldı", "calendar-event", ""),
                "start": ("ziyarete başladı", "player-play", "open"),
                "finish": ("sonucu yazdı", "circle-check", "done"),
                "miss": ("yapılamadığını yazdı", "alert-triangle", "late"),
                "cancel": ("iptal etti", "ban", ""),
                "hand_over": ("ziyareti başkasına devretti", "user-plus", "open"),
            },
        )
        slots.verbs(
            Outage,
            {
                "open": ("taslağı hazırladı", "plus", "open"),
                "edit": ("taslağı değiştirdi", "pencil", ""),
                "announce": ("duyurdu", "speakerphone", "wait"),
                "begin": ("başladığını duyurdu", "alert-circle", "late"),
                "shift": ("zamanını değiştirdi", "calendar-time", ""),
                "extend": ("bitişini erteledi", "hourglass", "wait"),
                "say": ("bilgi verdi", "speakerphone", ""),
                "end": ("bittiğini duyurdu", "circle-check", "done"),
                "call_off": ("iptal etti", "ban", ""),
            },
        )

        def plans_held(user_id: int, appointment_id: int | None) -> list[staffing.Held]:
            return [
                staffing.Held(str(one.pk), f"{one} ({one.get_every_display()})", f"/tekrarlayan-talepler/{one.pk}/")
                for one in queries.plans_held(user_id, appointment_id)
            ]

        def pass_plan(key: str, giver: "User", receiver: "User | None", actor: "Actor") -> None:
            services.hand_over_plan(key, giver, receiver, actor=actor)

        def visits_held(user_id: int, appointment_id: int | None) -> list[staffing.Held]:
            return [
                staffing.Held(
                    one.case.number,
                    f"{span(one.starts_at, one.ends_at)} {one.ticket.case.subject}",
                    f"/is/{one.case.number}/",
                )
                for one in queries.visits_held(user_id, appointment_id)
            ]

        def pass_visit(key: str, giver: "User", receiver: "User | None", actor: "Actor") -> None:
            services.hand_over_visit(key, giver, receiver, actor=actor)

        staffing.holding("Planlanmış ziyaretler", visits_held, pass_visit, order=34)
        staffing.holding("Tekrarlayan talepler", plans_held, pass_plan, order=35)
        slots.tile("Önümdeki ziyaret", unwritten, icon="calendar-event", order=46)
        slots.notice("visits/_banner.html", lambda actor: queries.board_of(actor, live=True, limit=5))
        slots.panel(
            apps.get_model("desk", "Ticket"),
            "visits/_of_ticket.html",
            of_ticket,
            "Ziyaret ve kesinti",
            30,
            "calendar-event",
        )
        slots.panel(Outage, "visits/_outage_work.html", work_of, "Bilgiler ve talepler", 10, "speakerphone")
        slots.panel(
            apps.get_model("systems", "InformationSystem"),
            "visits/_impact_link.html",
            of_system,
            "Etki",
            60,
            "sitemap",
        )
        slots.panel(apps.get_model("assets", "Asset"), "visits/_impact_link.html", of_asset, "Etki", 60, "sitemap")
        menu.add("service", "Ziyaret ve kesinti", "visits:week", "calendar-event", order=12, visible=works)
        menu.add("service", "Sistem durumu", "visits:status", "heartbeat", order=14)
