import io
import zipfile

import pytest

from konak.foundation.access import Actor


@pytest.fixture(autouse=True)
def store_folder(settings, tmp_path):
    """Every test keeps its blobs in a folder of its own."""
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.fixture
def actor() -> Actor:
    return Actor(None)


@pytest.fixture
def zipped():
    def make(entries: dict[str, bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", level) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
        return held.getvalue()

    return make


@pytest.fixture
def pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
    )
