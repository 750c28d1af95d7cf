from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.web"
    label = "web"

    def ready(self) -> None:
        from .answers import share_answers

        share_answers()
