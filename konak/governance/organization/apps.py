from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.organization"
    label = "organization"
    verbose_name = "Teşkilat"
