from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.legislation"
    label = "legislation"
    verbose_name = "Mevzuat ve görevler"
