from typing import TYPE_CHECKING

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.network"
    label = "network"
    verbose_name = "Ağ"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.people.models import User
        from konak.foundation.ui import menu, slots

        from . import access, queries, services, tables
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import (
            Address,
            AddressRequest,
            Aggregate,
            Cable,
            Circuit,
            Device,
            DeviceType,
            FirewallRule,
            IpRange,
            Maker,
            Prefix,
            Rack,
            RuleImport,
            Site,
            Upload,
            Vlan,
            VlanGroup,
            Vrf,
        )

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(queries.PREFIX_KIND, "Ağ", "network", services.reindex_prefixes))
        search.register(search.Searchable(queries.ADDRESS_KIND, "IP adresi", "network", services.reindex_addresses))
        search.register(search.Searchable(queries.VLAN_KIND, "VLAN", "stack-2", services.reindex_vlans))
        search.register(search.Searchable(queries.DEVICE_KIND, "Ağ cihazı", "router", services.reindex_devices))
        for model in (
            Prefix,
            Address,
            Vlan,
            Vrf,
            VlanGroup,
            Aggregate,
            IpRange,
            Site,
            Rack,
            Maker,
            DeviceType,
            Device,
            Cable,
            Circuit,
        ):
            slots.verbs(model, tables.TOLD)
        slots.verbs(AddressRequest, tables.REQUEST_TOLD)
        slots.verbs(FirewallRule, tables.RULE_TOLD)
        slots.verbs(RuleImport, tables.SET_TOLD)
        slots.verbs(Upload, {"import": ("kira dosyası aldı", "file-upload", "open")})

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def asks(actor: "Actor") -> bool:
            return actor.holds(access.ASK)

        def waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.DECIDE):
                return None
            count = queries.requests(actor, queries.AddressRequestFilter(state="asked")).count()
            return slots.Number(count, "/ag/istekler/?state=asked", "wait", "karar bekliyor") if count else None

        slots.tile("IP adresi isteği", waiting, icon="network", order=62)

        def rules_waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.DECIDE):
                return None
            count = queries.rules(actor, queries.RuleFilter(state="asked")).count()
            return slots.Number(count, "/ag/kurallar/?state=asked", "wait", "karar bekliyor") if count else None

        slots.tile("Güvenlik duvarı kuralı", rules_waiting, icon="shield-check", order=63)
        asset = apps.get_model("assets", "Asset")
        slots.panel(asset, "network/_of_asset.html", queries.of_asset, "IP adresleri", 40, "network")
        slots.panel(asset, "network/_device_of.html", queries.device_of_asset, "Ağdaki yeri", 42, "router")
        slots.panel(User, "network/_of_asset.html", queries.of_person, "IP adresleri", 75, "network")
        menu.add("estate", "Ağ", "network:index", "network", order=50, visible=reads)
        menu.add("estate", "Ağ cihazları", "network:devices", "router", order=51, visible=reads)
        menu.add("work", "Güvenlik duvarı kuralları", "network:rules", "shield-check", order=61, visible=asks)
        menu.add("work", "IP adresi istekleri", "network:requests", "network", order=60, visible=asks)
