from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.orders"
    label = "orders"
    verbose_name = "Görev emirleri"
