from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.office.correspondence"
    label = "correspondence"
    verbose_name = "Resmî yazışma"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.cases import indexing
        from konak.foundation.ui import menu, slots
        from konak.governance.disclosures import public as disclosures

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Incoming, Letter, Referral

        search.register(
            search.Searchable(queries.KIND_TEXT, "Gelen evrakın metni", "text-recognition", queries.rebuild_texts)
        )
        indexing.further("correspondence.incoming", queries.findable_text)
        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def follows(actor: "Actor") -> bool:
            return actor.holds(access.FOLLOW)

        def dispatches(actor: "Actor") -> bool:
            return actor.holds(access.DISPATCH)

        def registers(actor: "Actor") -> bool:
            return actor.holds(access.REGISTER)

        def manages(actor: "Actor") -> bool:
            return actor.holds(access.MANAGE)

        def given(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.WORK):
                return None
            count = queries.waiting_for_me(actor)
            return slots.Number(count, "/evrak/havaleler/", "wait", "size havale edilen evrak") if count else None

        def to_sign(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.WORK):
                return None
            count = queries.my_turn(actor)[:100].count()
            url = "/evrak/yazilar/?pano=imzada"
            return slots.Number(count, url, "wait", "parafınız ya da imzanız bekleniyor") if count else None

        slots.verbs(
            Incoming,
            {
                "open": ("evrakı kaydetti", "inbox", "open"),
                "refer": ("havale etti", "user-share", "open"),
                "close": ("dosyasına kaldırdı", "archive", "done"),
                "send_back": ("iade etti", "arrow-back-up", "closed"),
                "reject": ("paketi reddetti", "ban", "late"),
                "correct": ("kaydı düzeltti", "pencil", "wait"),
                "convert": ("dosyayı işledi", "text-recognition", ""),
                "accept": ("paketi kabul etti", "check", "done"),
                "tell_rejection": ("reddi gönderene bildirdi", "send", ""),
                "recode": ("kodu düzeltti", "list-check", "wait"),
                "secrecy": ("gizliliği değiştirdi", "lock", "wait"),
                "redact": ("karartılmış örnek hazırladı", "eye-off", "wait"),
                "answers": ("yazımızın cevabı olduğunu işaretledi", "link", "done"),
            },
        )
        slots.verbs(
            Referral,
            {
                "open": ("havale etti", "user-share", "open"),
                "start": ("işleme aldı", "player-play", "open"),
                "finish": ("sonucu yazdı", "circle-check", "done"),
                "give_back": ("geri gönderdi", "arrow-back-up", "late"),
                "withdraw": ("havaleyi geri aldı", "ban", ""),
                "pass_on": ("havaleyi aktardı", "corner-down-right", "open"),
            },
        )
        slots.verbs(
            Letter,
            {
                "open": ("taslağı açtı", "file-text", "open"),
                "revise": ("metni değiştirdi", "pencil", ""),
                "route": ("güzergâhı belirledi", "signature", ""),
                "remark": ("görüş yazdı", "message", "wait"),
                "submit": ("imzaya sundu", "send", "open"),
                "approve": ("onayladı", "check", "done"),
                "turn_back": ("düzeltmeye iade etti", "arrow-back-up", "late"),
                "recall": ("geri çekti", "arrow-back-up", "wait"),
                "replace": ("güzergâhtaki kişiyi değiştirdi", "switch-horizontal", ""),
                "sign": ("imzalandı", "signature", "done"),
                "package": ("e-Yazışma paketini hazırladı", "package", "done"),
                "send": ("gönderimi tamamladı", "send", "done"),
                "dispatch": ("gönderdi", "send", "open"),
                "queue": ("gönderimi sıraya aldı", "clock", ""),
                "proof": ("delil aldı", "shield-check", "done"),
                "recode": ("kodunu düzeltti", "list-check", "wait"),
                "secrecy": ("gizliliği değiştirdi", "lock", "wait"),
                "cancel": ("iptal etti", "ban", ""),
                "redact": ("karartılmış örnek hazırladı", "eye-off", "wait"),
            },
        )
        slots.panel(
            Incoming,
            "correspondence/_conversions.html",
            queries.files_panel,
            "Dosya işleri",
            order=20,
            icon="text-recognition",
        )
        slots.panel(
            Incoming,
            "correspondence/_package_state.html",
            queries.package_panel,
            "Paket ve deliller",
            order=21,
            icon="shield-check",
        )
        slots.panel(
            Letter,
            "correspondence/_sending.html",
            queries.sending_panel,
            "Gönderim ve deliller",
            order=20,
            icon="send",
        )
        menu.add("work", "Görüş ve belge istekleri", "correspondence:requests", "list-check", order=33, visible=reads)
        menu.add("work", "Gönderimler", "correspondence:sendings", "send", order=34, visible=dispatches)
        menu.add("office", "Evrak kutuları", "correspondence:postboxes", "mailbox", order=38, visible=registers)
        menu.add("office", "DETSİS sorumlusu", "correspondence:detsis", "building", order=41, visible=follows)
        menu.add("office", "Kod denetimi", "correspondence:code_checks", "list-check", order=39, visible=manages)
        menu.add(
            "office",
            "Şifreleme sertifikaları",
            "correspondence:reader_certificates",
            "certificate",
            order=40,
            visible=dispatches,
        )
        slots.panel(
            disclosures.Release,
            "correspondence/_released_panel.html",
            queries.released_for,
            "Verilen karartılmış örnekler",
            icon="eye-off",
        )
        slots.tile("Havale", given, icon="user-share", order=26)
        slots.tile("Paraf ve imza", to_sign, icon="signature", order=27)
        menu.add("work", "Gelen evrak", "correspondence:index", "inbox", order=30, visible=reads, hotkey="g v")
        menu.add("work", "Havaleler", "correspondence:referrals", "user-share", order=31, visible=reads)
        menu.add("work", "Yazılar", "correspondence:letters", "file-text", order=32, visible=reads, hotkey="g y")
        menu.add("office", "Dosya planı", "correspondence:plan", "list-numbers", order=33, visible=reads)
        menu.add("office", "Yazı şablonları", "correspondence:templates", "files", order=34, visible=reads)
        menu.add("office", "Evrak istatistiği", "correspondence:statistics", "chart-bar", order=35, visible=follows)
        menu.add(
            "office", "Günlük evrak raporu", "correspondence:reports", "file-certificate", order=37,
            visible=lambda actor: actor.reach(access.FOLLOW).everywhere,
        )  # fmt: skip
        menu.add("office", "Evrak okumaları", "correspondence:readings", "eye", order=36, visible=follows)
