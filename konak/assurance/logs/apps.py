from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor

PUBLIC_USE = "5651 sayılı Kanun md. 7, toplu kullanım sağlayıcı"
HOSTING = "5651 sayılı Kanun md. 5/3, yer sağlayıcı"


class Config(AppConfig):
    name = "konak.assurance.logs"
    label = "logs"
    verbose_name = "Log kayıtları"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, lake
        from konak.foundation.ui import menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Alarm, Hold, Review, ReviewPlan, Search, SetRight, Source
        from .parsing.columns import ORDER, table
        from .services import alarming, sources, topics  # noqa: F401 - topics are declared by being read

        for code, label, minimum, basis in (
            ("dhcp", "İç IP dağıtımı (DHCP)", 730, PUBLIC_USE),
            ("firewall", "Güvenlik duvarı ve NAT", 730, PUBLIC_USE),
            ("radius", "Kablosuz ağ ve VPN oturumları", 730, PUBLIC_USE),
            ("proxy", "İnternet erişimi ve web süzgeci", 730, PUBLIC_USE),
            ("hosting", "Yer sağlayıcı trafik bilgisi", 365, HOSTING),
            ("windows", "Etki alanı ve Windows güvenliği", 1, ""),
            ("system", "Sunucu ve ağ aygıtı günlükleri", 1, ""),
            ("other", "Çözülemeyen satırlar", 730, PUBLIC_USE),
        ):
            lake.register(lake.LakeSet(code, label, table=table, order=ORDER, minimum=minimum, basis=basis))
        lake.register(lake.LakeSet("searches", "Log aramaları", minimum=730, basis="kurumun kuralı"))
        lake.register(lake.LakeSet("trail", "Denetim izi", days=3_650, minimum=730, basis="kurumun kuralı"))

        lake.before_seal(sources.tally)
        lake.hold_back(queries.held_segments)
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def watches(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def searches(actor: "Actor") -> bool:
            return actor.holds(access.SEARCH)

        def trouble(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.VIEW):
                return None
            return (
                slots.Number(count, "/loglar/gol/", "late", "bozuk ya da damgasız")
                if (count := queries.troubles())
                else None
            )

        slots.verbs(
            Search,
            {
                "who": ("bir IP'nin kimde olduğuna baktı", "search", "open"),
                "trace": ("bir kişinin kayıtlarına baktı", "search", "open"),
                "free": ("loglarda aradı", "search", "open"),
                "explore": ("logları süzüp saydı", "search", "open"),
                "tail": ("logları canlı izledi", "activity", "open"),
                "tail_end": ("canlı izleme bitti", "activity", ""),
                "export": ("log satırlarını indirdi", "file-type-xls", "wait"),
                "pack": ("cevap paketi çıkardı", "file-zip", "done"),
            },
        )
        slots.verbs(
            Source,
            {
                "add": ("kaynağı kaydetti", "plus", "open"),
                "change": ("kaynağı düzeltti", "pencil", ""),
                "key": ("yeni anahtar verdi", "key", "wait"),
                "drop_key": ("anahtarını geri aldı", "ban", "late"),
            },
        )

        slots.verbs(
            Hold,
            {
                "hold": ("silmeyi bekletti", "hand-stop", "wait"),
                "lift": ("bekletmeyi kaldırdı", "lock-open", "done"),
            },
        )
        slots.verbs(
            SetRight,
            {
                "allow": ("kümeyi açtı", "lock-open", "open"),
                "deny": ("kümeyi kapattı", "lock", "late"),
                "forget": ("erişim satırını sildi", "eraser", ""),
            },
        )

        def gathers(actor: "Actor") -> bool:
            return actor.holds(access.SEE_SOURCES)

        def silent(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.SEE_SOURCES):
                return None
            count = queries.sources(actor).filter(active=True).exclude(silent_at=None).count()
            return slots.Number(count, "/loglar/kaynaklar/?durum=susan", "late", "susan kaynak") if count else None

        slots.tile("Log kaynakları", silent, icon="antenna", order=48)
        slots.verbs(Review, {"sign": ("log incelemesini imzaladı", "signature", "done")})
        slots.verbs(
            ReviewPlan,
            {
                "plan": ("log incelemesi planladı", "calendar", "open"),
                "change": ("inceleme planını değiştirdi", "pencil", "open"),
            },
        )
        slots.verbs(
            Alarm,
            {
                "make": ("log alarmı kurdu", "alarm", "open"),
                "change": ("log alarmını değiştirdi", "pencil", "open"),
                "see": ("çalan alarmı değerlendirdi", "check", "done"),
            },
        )

        def reviews(actor: "Actor") -> bool:
            return actor.holds(access.SEE_REVIEWS)

        def alarmed(actor: "Actor") -> bool:
            return actor.holds(access.SEE_ALARMS)

        def unsigned(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.SEE_REVIEWS):
                return None
            count = queries.reviews(actor, "waiting").count()
            return slots.Number(count, "/loglar/incelemeler/", "wait", "imza bekliyor") if count else None

        def raised(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.SEE_ALARMS):
                return None
            count = alarming.unseen(actor)
            return slots.Number(count, "/loglar/alarmlar/", "late", "değerlendirilmedi") if count else None

        slots.tile("Log incelemesi", unsigned, icon="clipboard-check", order=49)
        slots.tile("Log alarmı", raised, icon="alarm", order=50)
        menu.add("assurance", "Log incelemeleri", "logs:reviews", "clipboard-check", order=14, visible=reviews)
        menu.add("assurance", "Log alarmları", "logs:alarms", "alarm", order=15, visible=alarmed)
        slots.tile("Kayıt gölü", trouble, icon="shield-check", order=47)
        menu.add("assurance", "Log arama", "logs:who", "search", order=10, visible=searches)
        menu.add("assurance", "Log aramaları", "logs:book", "file-text", order=11, visible=watches)
        menu.add("assurance", "Log kaynakları", "logs:sources", "antenna", order=13, visible=gathers)
        menu.add("assurance", "Log saklama", "logs:retention", "calendar-time", order=16, visible=watches)
        menu.add("assurance", "Log kümelerine erişim", "logs:rights", "lock", order=17, visible=watches)
        menu.add("assurance", "Kayıt gölü", "logs:lake", "shield-check", order=12, visible=watches)
