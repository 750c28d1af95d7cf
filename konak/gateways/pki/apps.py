from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.pki"
    label = "pki"
    verbose_name = "Sertifika güveni"
