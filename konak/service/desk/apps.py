from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.service.desk"
    label = "desk"
    verbose_name = "Destek portalı"
