from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.compliance"
    label = "compliance"
    verbose_name = "Uyum"
