from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.disclosures"
    label = "disclosures"
    verbose_name = "Bilgi verme"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.ui import menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import LogRequest, Release

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def due(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.LOGS):
                return None
            count = queries.waiting(actor)
            return slots.Number(count, "/bilgi-verme/iz-kayitlari/", "wait", "son günü yakın") if count else None

        slots.verbs(
            Release,
            {
                "open": ("bilgi isteğini kaydetti", "message-report", "open"),
                "give": ("bilgiyi verdi", "send", "done"),
                "refuse": ("bilgiyi vermedi", "ban", "closed"),
            },
        )
        slots.verbs(
            LogRequest,
            {
                "open": ("iz kaydı isteğini kaydetti", "file-text", "open"),
                "work": ("kayıtları hazırlamaya başladı", "player-play", "wait"),
                "answer": ("isteği cevapladı", "send", "done"),
                "decline": ("isteği yerine getirmedi", "ban", "closed"),
            },
        )
        slots.tile("İz kaydı isteği", due, icon="file-text", order=46)
        menu.add("governance", "Bilgi verme", "disclosures:releases", "message-report", order=60, visible=reads)
        menu.add("governance", "İz kaydı istekleri", "disclosures:logs", "file-text", order=61, visible=reads)
