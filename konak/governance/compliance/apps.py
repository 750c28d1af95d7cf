from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.compliance"
    label = "compliance"
    verbose_name = "Uyum"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.people.models import Unit
        from konak.foundation.ui import menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .lifecycle import LADDER
        from .models import Confirmation, DutyPeriod, DutyPlan, TextReview

        rungs = {position for position, _ in LADDER}
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def late(actor: "Actor") -> slots.Number | None:
            if not reads(actor):
                return None
            climbed = queries.climbs_waiting(actor)
            if climbed:
                return slots.Number(climbed, "/uyum/yukselenler/", "late", "geciken görev size yükseldi")
            found = queries.counts(actor)
            if not found.mine and not found.late:
                return None
            note = f"{found.late} tanesi gecikti" if found.late else "geciken yok"
            return slots.Number(found.mine, "/uyum/bende/", "late" if found.late else "", note)

        def hears(actor: "Actor") -> bool:
            """Delays climb only to the chairs of the ladder: nobody else is asked about on every page."""
            return any(seat.position in rungs for seat in actor.seats)

        def climbed(actor: "Actor") -> int | None:
            return queries.climbs_waiting(actor) or None

        slots.verbs(
            DutyPeriod,
            {
                "open": ("dönemi açtı", "calendar-event", "open"),
                "opened_late": ("dönem, kaçırılan geceler yüzünden gecikmeli açıldı", "clock", "wait"),
                "take_up": ("dönemi üzerine aldı", "user-check", "open"),
                "done": ("yapıldığını kanıtıyla bildirdi", "file-check", "done"),
                "prove": ("kendiliğinden sayılan kayıtla kapattı", "plug-connected", "done"),
                "not_done": ("yapılmadığını bildirdi", "x", "late"),
                "excuse": ("dönemi muaf tuttu", "hand-stop", ""),
                "reopen": ("dönemi yeniden açtı", "reload", "wait"),
                "lapse": ("dönemi düşürdü", "ban", ""),
                "move": ("dönemi görevin yeni birimine geçirdi", "transfer", "wait"),
                "redate": ("son günü takvime göre yeniden hesapladı", "calendar-due", "wait"),
                "climb": ("gecikmeyi üst makama yükseltti", "trending-up", "late"),
            },
        )
        slots.verbs(
            Confirmation,
            {
                "open": ("görev teyidi istedi", "rubber-stamp", "open"),
                "sign": ("görevlerinin durumunu teyit etti", "signature", "done"),
                "receive": ("teyidi teslim aldı", "check", "done"),
                "send_back": ("teyidi geri gönderdi", "arrow-back-up", "late"),
                "void": ("teyidi düşürdü", "ban", ""),
            },
        )
        slots.verbs(
            TextReview,
            {
                "open": ("gözden geçirme açtı", "eye", "open"),
                "keep": ("metni uygun buldu", "check", "done"),
                "change": ("metnin değişmesi gerektiğini yazdı", "pencil", "wait"),
                "drop": ("gözden geçirmeyi düşürdü", "ban", ""),
            },
        )
        slots.verbs(
            DutyPlan,
            {
                "accept": ("önerilen planı kabul etti", "check", "done"),
                "plan": ("görevin planını değiştirdi", "adjustments", "wait"),
                "exclude": ("görevi takvimden çıkardı", "ban", ""),
            },
        )

        def of_duty(duty: Any, actor: "Actor", **asked: str) -> Any:
            return queries.panel_of_duty(actor, duty)

        def of_unit(unit: Any, actor: "Actor") -> Any:
            return queries.panel_of_unit(actor, unit.pk)

        slots.panel(
            apps.get_model("legislation", "Duty"),
            "compliance/duty_panel.html",
            of_duty,
            "Uyum takvimi",
            order=5,
            icon="calendar-stats",
        )
        slots.panel(Unit, "compliance/unit_panel.html", of_unit, "Uyum takvimi", order=40, icon="calendar-stats")
        slots.tile("Görev dönemi", late, icon="calendar-due", order=28)
        menu.add(
            "governance",
            "Uyum takvimi",
            "compliance:calendar",
            "calendar-stats",
            order=30,
            visible=reads,
            hotkey="g u",
        )
        menu.add(
            "work",
            "Bana yükselenler",
            "compliance:climbs",
            "trending-up",
            order=28,
            visible=hears,
            count=climbed,
        )
