from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Config(AppConfig):
    name = "konak.foundation.announce"
    label = "announce"

    def ready(self) -> None:
        autodiscover_modules("reactions")
