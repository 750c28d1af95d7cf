from django.apps import AppConfig

from .triggers import index_triggers

index_triggers()


class Config(AppConfig):
    name = "konak.foundation.db"
    label = "db"
    verbose_name = "Veritabanı"

    def ready(self) -> None:
        from . import arrays, checks  # noqa: F401 - register a lookup and the system checks
        from .migrating import quicken_migrations

        quicken_migrations()
