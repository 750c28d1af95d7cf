from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.mobile_signature"
    label = "mobile_signature"
    verbose_name = "Mobil imza"
