import shutil
from pathlib import Path

import pytest

from .slapd import SLAPD, running


@pytest.fixture(scope="module")
def slapd():
    if not (shutil.which("slapd") or Path(SLAPD).exists()):
        pytest.fail("slapd is missing; `make setup` installs it")
    with running() as server:
        yield server
