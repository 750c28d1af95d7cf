from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.directory"
    label = "directory"
    verbose_name = "Dizin ve oturum"

    def ready(self) -> None:
        from django.urls import reverse

        from konak.foundation import evidence, indicators
        from konak.foundation.people.models import User
        from konak.foundation.ui import menu, slots
        from konak.service.access_requests import public as access_requests

        from . import access, queries, reactions, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import ClientSystem, Connection, Difference, Group, Issuer, SyncRun
        from .services.grouping import SYSTEM
        from .views import words

        assert reactions  # importing it registers them
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        access_requests.provisioner(SYSTEM, "Dizin grubu", grant=services.grant, revoke=services.revoke)

        def sees(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.DECIDE):
                return None
            count = queries.difference_counts(actor)["open"]
            return slots.Number(count, "/dizin/farklar/", "wait", "karar bekleyen dizin farkı") if count else None

        def of_person(person: Any, actor: "Actor") -> Any:
            found = queries.accounts_of(actor, person.pk)
            may = (actor.reach(access.SETUP).everywhere, actor.reach(access.DECIDE).everywhere)
            return {"entries": found, "may_setup": may[0], "may_decide": may[1]} if found else None

        def other_doors() -> list[tuple[str, str]]:
            return [(row.name, reverse("openid_connect_login", args=[row.code])) for row in queries.open_issuers()]

        slots.verbs(Connection, words.CONNECTION_TOLD)
        slots.verbs(SyncRun, words.RUN_TOLD)
        slots.verbs(Difference, words.DIFFERENCE_TOLD)
        slots.verbs(Issuer, words.ISSUER_TOLD)
        slots.verbs(ClientSystem, words.CLIENT_TOLD)
        slots.verbs(Group, words.GROUP_TOLD)
        slots.verbs(User, words.PERSON_TOLD)
        slots.tile("Dizin farkı", waiting, icon="refresh", order=46)
        slots.panel(User, "directory/_person_panel.html", of_person, "Dizindeki hesabı", order=70, icon="login-2")
        slots.door(other_doors)
        menu.add("system", "Dizin ve oturum", "directory:index", "plug", order=60, visible=sees)
