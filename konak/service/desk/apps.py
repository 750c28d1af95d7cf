from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.desk"
    label = "desk"
    verbose_name = "Destek portalı"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.access.queries import know
        from konak.foundation.cases import indexing
        from konak.foundation.people.models import Unit, User
        from konak.foundation.people.queries import below
        from konak.foundation.ui import menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Ticket

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        know("desk", queries.SERVING)

        def desk(actor: "Actor") -> bool:
            return actor.holds(access.WORK) and queries.works_at_desk(actor)

        def waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.WORK):
                return None
            count = queries.count_on(actor, "bana")
            if not count and not queries.works_at_desk(actor):
                return None
            late = queries.late_of_mine(actor)
            note = f"{late} tanesi gecikti" if late else "size verilen açık talep"
            return slots.Number(count, "/destek/kuyruk/", "late" if late else "open" if count else "done", note)

        def of_unit(unit: Any, actor: "Actor") -> Any:
            return queries.share_of(actor, case__unit_id__in=below(unit.pk))

        def of_person(person: Any, actor: "Actor") -> Any:
            return queries.share_of(actor, case__assignee_id=person.pk)

        queries.suggest("Zaten açık talepleriniz", queries.own_requests, order=5)

        def of_asset(asset: Any, actor: "Actor") -> Any:
            return queries.of_device(actor, asset.tag)

        slots.panel(
            apps.get_model("assets", "Asset"),
            "desk/_of_asset.html",
            of_asset,
            "Destek talepleri",
            order=60,
            icon="lifebuoy",
        )

        def of_system(system: Any, actor: "Actor") -> Any:
            return queries.of_system(actor, system)

        search.register(search.Searchable(queries.KIND_TALK, "Destek yazışması", "message", queries.rebuild_talk))
        search.register(search.Searchable(queries.KIND_NOTES, "Destek iç notu", "note", queries.rebuild_notes))
        indexing.further("desk.ticket", queries.findable)
        slots.panel(
            apps.get_model("systems", "InformationSystem"),
            "desk/_of_system.html",
            of_system,
            "Destek talepleri",
            order=60,
            icon="lifebuoy",
        )
        slots.panel(
            apps.get_model("correspondence", "Incoming"),
            "desk/_of_letter.html",
            lambda record, actor: queries.way_to_open(record, actor) if desk(actor) else None,
            "Destek talebi",
            order=60,
            icon="lifebuoy",
        )
        slots.tile("Destek talebi", waiting, icon="lifebuoy", order=20)
        slots.panel(Unit, "desk/_share.html", of_unit, "Destek talepleri", order=62, icon="lifebuoy")
        slots.panel(User, "desk/_share.html", of_person, "Destek talepleri", order=62, icon="lifebuoy")
        menu.add("work", "Destek Portalı", "desk:portal", "lifebuoy", order=20, hotkey="g d")
        menu.add("work", "Destek talepleri", "desk:queue", "headset", order=21, visible=desk, hotkey="g h")
        menu.add("service", "Cihaz, zimmet, talep", "desk:devices", "device-desktop", order=12, visible=desk)
        menu.add(
            "service",
            "Destek panosu",
            "desk:board",
            "dashboard",
            order=10,
            visible=lambda actor: actor.holds(access.REPORTS),
        )
        menu.add(
            "service",
            "Destek masası kurulumu",
            "desk:catalogue",
            "adjustments",
            order=15,
            visible=lambda actor: actor.holds(access.CATALOGUE),
        )

        slots.verbs(
            Ticket,
            {
                "open": ("talebi açtı", "lifebuoy", "open"),
                "take": ("talebi üstlendi", "user-check", "open"),
                "assign": ("talebi birine verdi", "user-plus", "open"),
                "unassign": ("talebi ekibe bıraktı", "users", ""),
                "ask": ("talep sahibinden bilgi istedi", "user-question", "wait"),
                "refer": ("talebi üçüncü tarafa iletti", "truck", "wait"),
                "resume": ("talebi işleme döndürdü", "player-play", "open"),
                "reply": ("istenen bilgiyi yazdı", "message", "open"),
                "write": ("yanıt yazdı", "message", ""),
                "answer": ("talebi yanıtladı", "message-circle", "open"),
                "note": ("iç not yazdı", "note", ""),
                "seek_approval": ("talebi onaya gönderdi", "rubber-stamp", "wait"),
                "no_approver": (
                    "onaylayacak üst makam bulunmadığı için talebi doğrudan işleme aldı",
                    "info-circle",
                    "",
                ),
                "approve": ("talebi onayladı", "circle-check", "done"),
                "decline": ("talebi onaylamadı", "ban", "late"),
                "solve": ("talebi çözdü", "circle-check", "done"),
                "confirm": ("çözümü onayladı", "thumb-up", "done"),
                "close": ("talebi kapattı", "archive", ""),
                "reopen": ("sorunun sürdüğünü bildirdi", "refresh", "late"),
                "rate": ("memnuniyetini bildirdi", "star", ""),
                "withdraw": ("talebi geri çekti", "arrow-back-up", ""),
                "merge": ("talebi başka bir taleple birleştirdi", "git-merge", ""),
                "absorb": ("bir talebi bununla birleştirdi", "git-merge", ""),
                "classify": ("talebin sınıfını değiştirdi", "tag", ""),
                "escalate": ("süre kuralını işletti", "alarm", "late"),
                "split": ("talepten yeni bir talep ayırdı", "arrows-split", ""),
                "part": ("talebi bir üst talebe bağladı", "hierarchy", ""),
                "unpart": ("talebi üst talepten ayırdı", "hierarchy", ""),
                "link": ("talebi başka bir dosyaya bağladı", "link", ""),
                "unlink": ("bağı kaldırdı", "link", ""),
                "macro": ("makro çalıştırdı", "bolt", ""),
                "check": ("denetim maddesini tamamladı", "circle-check", ""),
                "uncheck": ("denetim maddesini geri aldı", "circle", ""),
                "again": ("aynı olayı yeniden bildirdi", "broadcast", ""),
            },
        )
