from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.notify"
    label = "notify"
    verbose_name = "Bildirimler"
