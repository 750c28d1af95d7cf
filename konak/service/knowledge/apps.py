from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.knowledge"
    label = "knowledge"
    verbose_name = "Bilgi bankası"

    def ready(self) -> None:
        from django.apps import apps

        from konak.foundation import evidence, indicators, search
        from konak.foundation.ui import menu, slots
        from konak.service.desk import public as desk

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        for kind in (queries.KIND, queries.PUBLIC_KIND):
            label = "Bilgi makalesi" if kind == queries.KIND else "Bilgi merkezi"
            search.register(search.Searchable(kind, label, "book", lambda kind=kind: services.rebuild(kind)))  # type: ignore[misc]

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.READ)

        def waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.PUBLISH):
                return None
            count = queries.waiting(actor)
            if not count:
                return None
            return slots.Number(count, "/bilgi/makaleler/?state=review", "wait", "onay ya da gözden geçirme bekliyor")

        def of_ticket(ticket: Any, actor: "Actor") -> Any:
            number = ticket.case.number
            links = queries.of_ticket(actor, number)
            writes = actor.holds(access.WRITE)
            known = {one.article_id for one in links}
            near = queries.suggest(actor, ticket.case.subject) if not ticket.ended else []
            suggested = [hit for hit in near if hit.id not in known]
            return (
                {"links": links, "suggested": suggested, "writes": writes, "number": number} if reads(actor) else None
            )

        def typed(words: str, actor: "Actor") -> list[desk.Suggestion]:
            if not reads(actor):
                return []
            return [desk.Suggestion(hit.plain, f"{hit.url}?talep=1") for hit in queries.suggest(actor, words)]

        def of_system(system: Any, actor: "Actor") -> Any:
            return queries.of_system(actor, system.code) or None

        def of_asset(asset: Any, actor: "Actor") -> Any:
            model = f"{asset.model.maker} {asset.model.name}" if asset.model else ""
            return queries.of_device(actor, model) or None

        known = "knowledge/_about.html"
        slots.panel(
            apps.get_model("systems", "InformationSystem"), known, of_system, "Bilgi bankası", order=60, icon="book"
        )
        slots.panel(apps.get_model("assets", "Asset"), known, of_asset, "Bilgi bankası", order=60, icon="book")
        slots.tile("Bilgi makalesi", waiting, icon="book", order=45)
        ticket = apps.get_model("desk", "Ticket")
        slots.panel(ticket, "knowledge/_ticket.html", of_ticket, "Bilgi bankası", order=40, icon="book")
        desk.suggest("Bilgi makaleleri", typed, order=10, cited=True)
        menu.add("service", "Bilgi bankası", "knowledge:index", "book", order=20, visible=reads)
