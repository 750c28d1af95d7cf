"""A wrong address of the scanner is named at start, not at the first upload."""

from django.conf import settings
from django.core import checks

from .client import Clamd


@checks.register()
def address(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    if not settings.CLAMD:
        return []
    try:
        Clamd.from_settings()
    except ValueError as trouble:
        return [checks.Error(str(trouble), id="antivirus.E001")]
    return []
