"""What must be installed before a document can be made."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from .services import FONT_FOLDERS


@register
def fonts_are_installed(**_: Any) -> list[CheckMessage]:
    """Documents fall back to system fonts and may refuse; told at start instead of at the first letter."""
    if any(folder.is_dir() for folder in FONT_FOLDERS):
        return []
    return [
        Warning(
            "Belgelerin yazı tipleri (Tinos, Arimo, Cousine) kurulu değil.",
            hint="Debian'da: apt install fonts-croscore",
            id="konak.documents.W001",
        )
    ]
