from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.service.access_requests"
    label = "access_requests"
    verbose_name = "Yetki talepleri"
