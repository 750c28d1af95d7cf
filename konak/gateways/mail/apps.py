from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.mail"
    label = "mail"
    verbose_name = "E-posta"

    def ready(self) -> None:
        from konak.foundation import notify

        from .channel import Mail

        notify.register(Mail())
