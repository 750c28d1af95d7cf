from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.timestamp"
    label = "timestamp"
    verbose_name = "Zaman damgası"

    def ready(self) -> None:
        from konak.foundation.lake import stamping

        from .lake import LakeStamps

        stamping.use(LakeStamps())
