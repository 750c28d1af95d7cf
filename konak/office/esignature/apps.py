from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.office.esignature"
    label = "esignature"
    verbose_name = "E-imza"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.ui import menu, slots

        from . import access, queries
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
        slots.tile("İmza dosyam", waiting, icon="signature", order=20)
        menu.add("work", "İmza dosyam", "esignature:tray", "signature", order=22, visible=signs, hotkey="g s")
        menu.add("office", "E-imza hizmeti", "esignature:certificates", "certificate", order=40, visible=sees)
