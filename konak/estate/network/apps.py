from typing import TYPE_CHECKING

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.estate.network"
    label = "network"
    verbose_name = "Ağ"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, lake, search
        from konak.foundation.people.models import User
        from konak.foundation.ui import menu, slots

        from . import access, public, queries, services, tables
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import (
            Address,
            AddressRequest,
            Aggregate,
            Cable,
            Circuit,
            Device,
            DeviceType,
            EventWifi,
            FilterCategory,
            FilterReport,
            FirewallRule,
            GuestNotice,
            GuestSession,
            HandOver,
            InternetProfile,
            IpRange,
            Maker,
            Offer,
            PlannedWork,
            Prefix,
            Rack,
            RuleImport,
            SecureChannel,
            SharingProtocol,
            Site,
            TestPlan,
            Upload,
            Vlan,
            VlanGroup,
            VpnAccount,
            Vrf,
            Waiver,
            WirelessNetwork,
        )
        from .queries import buildout, internet, wifi
        from .services.further import REGISTERS
        from .tables import further

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
        for further_one in (
            InternetProfile,
            FilterCategory,
            FilterReport,
            VpnAccount,
            SecureChannel,
            SharingProtocol,
            PlannedWork,
            Offer,
            TestPlan,
            WirelessNetwork,
            GuestNotice,
            GuestSession,
        ):
            slots.verbs(further_one, further.FURTHER_TOLD)
        slots.verbs(Waiver, further.WAIVER_TOLD)
        slots.verbs(HandOver, further.HAND_OVER_TOLD)
        slots.verbs(EventWifi, further.EVENT_TOLD)
        for one in REGISTERS:
            search.register(search.Searchable(one.kind, one.label, one.icon, one.reindex))
        lake.register(
            lake.LakeSet(
                "guest", "Misafir oturumları", minimum=730, basis="5651 sayılı Kanun, toplu kullanım sağlayıcılar"
            )
        )
        slots.verbs(Upload, {"import": ("kira dosyası aldı", "file-upload", "open")})

        search.answers_with(public.answer)

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
        menu.add("estate", "İnternet ve kanallar", "network:vpn", "world", order=52, visible=reads)
        menu.add("estate", "Ağ yatırımları", "network:hand_overs", "calendar-stats", order=53, visible=reads)
        menu.add("work", "İnternet ayrıcalıkları", "network:waivers", "world", order=62, visible=asks)
        menu.add("work", "Etkinlik kablosuzu", "network:events", "broadcast", order=63, visible=asks)

        def waivers_waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.DECIDE):
                return None
            count = internet.waivers(actor, internet.WaiverFilter(state="asked")).count()
            return slots.Number(count, "/ag/ayricaliklar/?state=asked", "wait", "karar bekliyor") if count else None

        def events_waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.DECIDE):
                return None
            count = wifi.event_wifis(actor, wifi.EventFilter(state="asked")).count()
            return slots.Number(count, "/ag/etkinlikler/?state=asked", "wait", "karar bekliyor") if count else None

        slots.tile("İnternet ayrıcalığı", waivers_waiting, icon="world", order=64)
        slots.tile("Etkinlik kablosuzu", events_waiting, icon="broadcast", order=65)
        slots.panel(User, "network/_vpn_of.html", internet.vpn_of_person, "VPN hesapları", 76, "key")
        slots.panel(User, "network/_internet_of.html", internet.internet_of_person, "İnternet profili", 77, "world")
        slots.panel(Circuit, "network/_outages.html", buildout.panel_of_line, "Kesintiler", 10, "alert-triangle")
