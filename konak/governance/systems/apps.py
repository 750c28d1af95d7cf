from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.systems"
    label = "systems"
    verbose_name = "Bilgi sistemleri"
