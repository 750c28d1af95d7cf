from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.city.geodata"
    label = "geodata"
    verbose_name = "Coğrafi veri"
