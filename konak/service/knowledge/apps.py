from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.service.knowledge"
    label = "knowledge"
    verbose_name = "Bilgi bankası"
