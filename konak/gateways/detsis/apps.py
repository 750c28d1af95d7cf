from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.detsis"
    label = "detsis"
    verbose_name = "DETSİS"
