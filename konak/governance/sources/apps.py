from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.sources"
    label = "sources"
    verbose_name = "Hukuki dayanaklar"
