from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.staffing"
    label = "staffing"
    verbose_name = "Kadro ve vekâlet"
