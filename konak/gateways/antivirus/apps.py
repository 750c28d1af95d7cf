from django.apps import AppConfig
from django.conf import settings


class Config(AppConfig):
    name = "konak.gateways.antivirus"
    label = "antivirus"
    verbose_name = "Virüs taraması"

    def ready(self) -> None:
        from konak.foundation.files import scanning

        from . import checks, topics  # noqa: F401 - registered with Django and with the notifications
        from .client import Clamd
        from .services import tell

        if settings.CLAMD:
            scanning.register(Clamd.from_settings(), tell)
