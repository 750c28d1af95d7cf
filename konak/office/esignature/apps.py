from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.office.esignature"
    label = "esignature"
    verbose_name = "E-imza"

    def ready(self) -> None:
        from django.apps import apps

        from konak.foundation import evidence, indicators, search
        from konak.foundation.people.models import Unit, User
        from konak.foundation.ui import menu, slots

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import CertificateRequest, MobileApplication

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def signs(actor: "Actor") -> bool:
            return actor.holds(access.SIGN)

        def sees(actor: "Actor") -> bool:
            return actor.holds(access.SEE_CERTIFICATES)

        def waiting(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.SIGN):
                return None
            count = queries.waiting(actor)
            note = "imza ya da paraf" if count else "bekleyen yok"
            return slots.Number(count, "/imza/", "wait" if count else "done", note)

        slots.verbs(
            CertificateRequest,
            {
                "open": ("sertifika için başvurdu", "certificate", "open"),
                "approve": ("başvuruyu onayladı", "check", "open"),
                "refuse": ("başvuruyu uygun bulmadı", "ban", "late"),
                "send": ("sağlayıcıya gönderdi", "send", "open"),
                "produce": ("kartın üretildiğini yazdı", "circle-check", "open"),
                "hand": ("kartı teslim etti", "id-badge-2", "wait"),
                "settle": ("iptalin sonuçlandığını yazdı", "ban", "done"),
                "activate": ("deneme imzasıyla kullanıma açtı", "signature", "done"),
                "cancel": ("başvurudan vazgeçti", "ban", ""),
            },
        )
        slots.verbs(
            MobileApplication,
            {
                "open": ("mobil imza için başvurdu", "device-mobile", "open"),
                "approve": ("başvuruyu onayladı", "check", "open"),
                "refuse": ("başvuruyu uygun bulmadı", "ban", "late"),
                "send": ("operatöre iletti", "send", "open"),
                "activate": ("hattın açıldığını yazdı", "circle-check", "done"),
                "close": ("hattı kapattı", "ban", ""),
            },
        )

        def to_run(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.RUN):
                return None
            ending = queries.certificates(actor, queries.CertificateFilter(ends_in=60)).count()
            note = "60 günde bitecek" if ending else "bitecek yok"
            return slots.Number(ending, "/imza/sertifikalar/?view=bitecek", "wait" if ending else "done", note)

        search.register(search.Searchable(services.FOUND, "E-imza sertifikası", "certificate", services.reindex))
        slots.panel(User, "esignature/_person_panel.html", queries.of_person, "E-imza", order=45, icon="certificate")
        slots.panel(Unit, "esignature/_unit_panel.html", queries.of_unit, "E-imza", order=68, icon="certificate")
        pack = apps.get_model("legislation", "EvidencePack")
        slots.panel(
            pack, "esignature/_pack_panel.html", queries.of_pack, "Paketin imzası", order=40, icon="signature"
        )
        slots.panel(
            MobileApplication, "esignature/_line_panel.html", queries.of_line, "Hat kaydı", order=20, icon="history"
        )
        slots.tile("E-imza sertifikaları", to_run, icon="certificate", order=61)
        slots.tile("İmza dosyam", waiting, icon="signature", order=20)
        menu.add("work", "İmza dosyam", "esignature:tray", "signature", order=22, visible=signs, hotkey="g s")
        menu.add("office", "E-imza hizmeti", "esignature:certificates", "certificate", order=40, visible=sees)
