from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.lake"
    label = "lake"
    verbose_name = "Kayıt gölü"

    def ready(self) -> None:
        from . import access

        self.permissions = (access.RETAIN,)  # known from the start, although services are read when they are needed
