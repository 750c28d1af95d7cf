from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.kep"
    label = "kep"
    verbose_name = "Kayıtlı elektronik posta"
