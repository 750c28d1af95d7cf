from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.sms"
    label = "sms"
    verbose_name = "SMS"

    def ready(self) -> None:
        from konak.foundation import notify

        from .channel import Sms

        notify.register(Sms())
