from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.committees"
    label = "committees"
    verbose_name = "Kurullar"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.people.models import Unit, User
        from konak.foundation.ui import menu, slots

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Committee, Decision, Meeting

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(
            search.Searchable("committees.committee", "Kurul", "users-group", services.reindex),
        )

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def coming(actor: "Actor") -> slots.Number | None:
            found = queries.my_meetings(actor).first()
            if found is None:
                return None
            from django.utils.timezone import now

            from konak.foundation.ui.words import moment

            url = f"/kurullar/toplanti/{found.case.number}/"
            if found.starts_at < now():
                return slots.Number(
                    moment(found.starts_at), url, "wait", f"{found.committee.code} · tutanağı tamamlanmadı"
                )
            return slots.Number(moment(found.starts_at), url, "", found.committee.code)

        slots.verbs(
            Committee,
            {
                "found": ("kurulu kurdu", "users-group", "open"),
                "rules": ("kurulun kurallarını değiştirdi", "adjustments", "wait"),
                "seat": ("kurula üye aldı", "user-plus", ""),
                "unseat": ("bir üyeliği bitirdi", "user-circle", ""),
                "close": ("kurulu kapattı", "archive", ""),
            },
        )
        slots.verbs(
            Meeting,
            {
                "open": ("toplantıyı planladı", "calendar-event", "open"),
                "agenda": ("gündemi değiştirdi", "list-numbers", ""),
                "invite": ("üyeleri çağırdı", "mail", "open"),
                "postpone": ("toplantıyı erteledi", "calendar-time", "wait"),
                "cancel": ("toplantıyı iptal etti", "ban", ""),
                "begin": ("toplantıyı açtı", "player-play", "open"),
                "decide": ("kararı yazdı", "gavel", "done"),
                "finish": ("toplantıyı bitirdi", "check", "done"),
                "lapse": ("yeter sayı olmadığını yazdı", "users", "late"),
                "draw": ("tutanağı düzenledi", "file-text", "wait"),
                "redraw": ("tutanağı düzeltmeye aldı", "arrow-back-up", "late"),
                "sign": ("tutanağı imzaladı", "signature", "done"),
                "approve": ("tutanağı onayladı", "rubber-stamp", "done"),
            },
        )
        slots.verbs(
            Decision,
            {
                "open": ("kararı kayda geçirdi", "gavel", "open"),
                "note": ("işlem gerektirmediğini yazdı", "check", ""),
                "reword": ("kararın yazımını düzeltti", "pencil", ""),
                "start": ("kararı uygulamaya başladı", "player-play", "open"),
                "report": ("yerine getirildiğini bildirdi", "file-check", "wait"),
                "accept": ("yerine getirilmiş saydı", "circle-check", "done"),
                "return": ("eksiğini yazıp iade etti", "arrow-back-up", "late"),
                "revoke": ("kararın kaldırıldığını yazdı", "ban", ""),
                "hand_over": ("kararı yerine getirecek olanı değiştirdi", "arrow-forward-up", ""),
            },
        )
        slots.tile("Kurul toplantım", coming, icon="calendar-event", order=45)
        slots.panel(
            Decision, "committees/_decision_sheet.html", queries.sheet, "Yerine getirme", icon="progress-check"
        )
        slots.panel(
            User,
            "committees/_seats.html",
            lambda person, actor: queries.seats_of_person(actor, person.pk) or None,
            "Kurullardaki görevleri",
            order=70,
            icon="users-group",
        )
        slots.panel(
            Unit,
            "committees/_kept.html",
            lambda unit, actor: list(queries.committees(actor).filter(unit_id=unit.pk)) or None,
            "Sekretaryasını yürüttüğü kurullar",
            order=70,
            icon="users-group",
        )
        menu.add("organization", "Kurullar", "committees:index", "users-group", order=40, visible=reads, hotkey="g r")
        menu.add("organization", "Kurul kararları", "committees:decisions", "gavel", order=41, visible=reads)
