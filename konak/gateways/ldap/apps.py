from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.ldap"
    label = "ldap"
    verbose_name = "Dizin (LDAP)"
