from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.service.webhooks"
    label = "webhooks"
    verbose_name = "Web kancaları"
