from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.orders"
    label = "orders"
    verbose_name = "Görev emirleri"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.people.models import Unit, User
        from konak.foundation.people.queries import below
        from konak.foundation.ui import menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Order

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.DO):
                return None
            count = queries.waiting_for_me(actor)
            note = "yapılacak ya da karar verilecek" if count else "bekleyen yok"
            return slots.Number(count, "/emirler/", "wait" if count else "done", note)

        def of_unit(unit: Any, actor: "Actor") -> Any:
            return queries.share_of(actor, unit_ids=below(unit.pk))

        slots.verbs(
            Order,
            {
                "open": ("görev emrini kaydetti", "clipboard-list", "open"),
                "start": ("göreve başladı", "player-play", "open"),
                "report": ("görevin yapıldığını bildirdi", "file-check", "wait"),
                "accept": ("sonucu kabul etti", "circle-check", "done"),
                "return": ("eksiğini yazıp iade etti", "arrow-back-up", "late"),
                "withdraw": ("emri geri aldı", "ban", ""),
                "pass_on": ("görevi alt emirle aktardı", "arrow-forward-up", ""),
                "confirm": ("sözlü emri teyit etti", "check", "done"),
                "ask_time": ("ek süre istedi", "hourglass", "wait"),
                "grant_time": ("ek süre verdi", "calendar-time", "open"),
                "refuse_time": ("ek süre vermedi", "calendar-time", "late"),
                "wait_for": ("emri bir öncülün arkasına koydu", "arrow-right", "wait"),
                "wait_no_more": ("emrin öncülünü kaldırdı", "arrow-right", ""),
                "move_due": ("son günü değiştirdi", "calendar-due", "wait"),
            },
        )
        slots.tile("Görev emri", waiting, icon="clipboard-list", order=25)
        slots.panel(Order, "orders/_sheet.html", queries.sheet, "Yürütme", order=10, icon="progress-check")
        slots.panel(Unit, "orders/_share.html", of_unit, "Görev emirleri", order=60, icon="clipboard-list")
        slots.panel(
            User,
            "orders/_share.html",
            lambda person, actor: queries.share_of(actor, assignee_id=person.pk),
            "Görev emirleri",
            order=60,
            icon="clipboard-list",
        )
        menu.add("work", "Görev emirleri", "orders:index", "clipboard-list", order=25, visible=reads, hotkey="g e")
