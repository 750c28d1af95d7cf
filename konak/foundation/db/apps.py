from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.db"
    label = "db"
    verbose_name = "Veritabanı"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks
        from .migrating import quicken_migrations

        quicken_migrations()
