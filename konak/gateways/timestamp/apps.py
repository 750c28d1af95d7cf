from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.timestamp"
    label = "timestamp"
    verbose_name = "Zaman damgası"
