from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.service.directory"
    label = "directory"
    verbose_name = "Dizin ve oturum"
