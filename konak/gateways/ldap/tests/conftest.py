import shutil
from pathlib import Path

import pytest

from .slapd import SLAPD, running


@pytest.fixture(scope="module")
def slapd():
    if not (shutil.which("slapd") or Path(SLAPD).exists()):
        pytest.skip("slapd is not installed")
    with running() as server:
        yield server
