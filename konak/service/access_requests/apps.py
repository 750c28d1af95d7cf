from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.access_requests"
    label = "access_requests"
    verbose_name = "Yetki talepleri"

    def ready(self) -> None:
        from konak.estate.network import public as network
        from konak.foundation import evidence, indicators, search
        from konak.foundation.lifecycle import Refused
        from konak.foundation.people.models import Unit, User
        from konak.foundation.ui import menu, slots
        from konak.governance.staffing import public as staffing

        from . import access, tables
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import AccessRequest, Campaign, Entitlement, Movement, Right, SharedAccount
        from .queries import campaigns, chairs, entitlements, keeping, panels
        from .queries import requests as asked
        from .services import accounts, cataloguing, ending, provisioning
        from .services.moving import RIGHTS
        from .services.telling import clock

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(cataloguing.SEARCH_KIND, "Yetki", "key", cataloguing.reindex))

        def held(user_id: int, appointment_id: int | None) -> list[staffing.Held]:
            if appointment_id is not None:
                return []  # a change of seat has a file of its own, which compares what both seats need
            return [
                staffing.Held(str(row.pk), str(row), f"/yetkiler/kutuk/{row.pk}/")
                for row in entitlements.living_of(user_id)
            ]

        def end(key: str, person: Any, to: Any, actor: "Actor") -> None:
            ending.cut(int(key), actor=actor, why="Devir teslim")

        def owned(user_id: int, appointment_id: int | None) -> list[staffing.Held]:
            return [
                staffing.Held(str(row.pk), str(row), f"/yetkiler/hesaplar/{row.pk}/")
                for row in keeping.owned_accounts(user_id)
            ]

        def pass_on(key: str, person: Any, to: Any, actor: "Actor") -> None:
            row = next((one for one in keeping.owned_accounts(person.pk) if str(one.pk) == key), None)
            if row is None:
                return
            if to is None:
                accounts.close(row.pk, actor=clock(row.unit_id), why="Sahibi ayrıldı, hesap kapatıldı")
            else:
                accounts.hand_over(row.pk, actor=clock(row.unit_id), owner=to, why="Devir teslim")

        def open_vpn(order: provisioning.Order) -> str:
            try:
                return network.open_vpn(
                    login=order.username, user_id=order.user_id, request=order.number,
                    reaches=order.detail or order.target,
                )  # fmt: skip
            except Refused as refusal:
                raise provisioning.NotDone(str(refusal)) from None

        def close_vpn(order: provisioning.Order) -> str:
            return network.close_vpn(login=order.username, request=order.number)

        provisioning.register(provisioning.Provisioner("network.vpn", "VPN hesabı (ağ kütüğü)", open_vpn, close_vpn))
        staffing.holding(RIGHTS, held, end, passes=False, order=60)
        staffing.holding("Ortak hesaplar", owned, pass_on, order=65)

        slots.verbs(AccessRequest, tables.REQUEST)
        slots.verbs(Campaign, tables.CAMPAIGN)
        slots.verbs(Movement, tables.MOVEMENT)
        slots.verbs(Entitlement, tables.ENTITLEMENT)
        slots.verbs(Right, tables.RIGHT)
        slots.verbs(SharedAccount, tables.ACCOUNT)

        def approvals(actor: "Actor") -> slots.Number | None:
            count = asked.waiting_for(actor).count() if actor.user_id else 0
            return slots.Number(count, "/yetkiler/onaylar/", "wait", "onayınızı bekliyor") if count else None

        def to_do(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.EXECUTE) or actor.user_id is None:
                return None
            count = asked.listed(actor, "execute").count()
            url = "/yetkiler/talepler/?gorunum=execute"
            return slots.Number(count, url, "wait", "biriminiz yürütecek") if count else None

        def reviews(actor: "Actor") -> slots.Number | None:
            count = campaigns.waiting_for(actor)
            return slots.Number(count, "/yetkiler/gozden-gecirme/", "wait", "kararınızı bekliyor") if count else None

        slots.tile("Yetki onayı", approvals, icon="key", order=42)
        slots.tile("Yürütülecek yetki", to_do, icon="server", order=43)
        slots.tile("Yetki gözden geçirme", reviews, icon="list-check", order=44)
        staffing.exits_elsewhere(panels.offers_exit)
        slots.panel(User, "access_requests/_person_panel.html", panels.of_person, "Yetkiler", order=40, icon="key")
        slots.panel(Unit, "access_requests/_unit_panel.html", panels.of_unit, "Yetkiler", order=70, icon="key")
        slots.panel(
            apps.get_model("systems", "InformationSystem"),
            "access_requests/_system_panel.html",
            panels.of_system,
            "Yetkiler",
            order=40,
            icon="key",
        )

        def oversees(actor: "Actor") -> bool:
            if not actor.holds(access.VIEW):
                return False
            wide = bool(chairs.staff_units(actor)) or actor.reach(access.VIEW).everywhere
            return wide or chairs.is_security(actor)

        menu.add("service", "Yetkilerim", "access_requests:mine", "key", order=30, hotkey="g y")
        menu.add("service", "Yetki onayları", "access_requests:approvals", "checks", order=31, visible=oversees)
        menu.add("service", "Yetki talepleri", "access_requests:requests", "hourglass", order=32)
        menu.add("service", "Yetki kütüğü", "access_requests:register", "shield", order=33)
        menu.add("service", "Yetki kataloğu", "access_requests:catalogue", "book", order=34)
        menu.add(
            "service", "Gözden geçirmeler", "access_requests:campaigns", "list-check", order=35, visible=oversees
        )
        menu.add(
            "service", "Personel hareketleri", "access_requests:movements", "user-cog", order=36, visible=oversees
        )
        menu.add("service", "Ortak hesaplar", "access_requests:accounts", "user-shield", order=37, visible=oversees)
        menu.add("service", "Yetki panosu", "access_requests:board", "chart-bar", order=38, visible=oversees)
