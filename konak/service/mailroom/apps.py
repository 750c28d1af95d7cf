from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.service.mailroom"
    label = "mailroom"
    verbose_name = "Posta odası"
