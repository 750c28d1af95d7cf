from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.documents"
    label = "documents"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the check
