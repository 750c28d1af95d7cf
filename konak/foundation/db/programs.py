"""Which PostgreSQL is installed on this computer, and where."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

VERSIONS = (17, 16, 15)
"""Major versions of PostgreSQL we run on, the best first."""


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL: its major version and the folder of its programs."""

    version: int
    folder: Path
    has_postgis: bool

    def __truediv__(self, program: str) -> str:
        return str(self.folder / program)


def installed() -> list[Binaries]:
    """Every usable PostgreSQL of this computer, best first: with PostGIS before without, then the newest."""
    places = [Path(f"/usr/lib/postgresql/{version}/bin") for version in VERSIONS]
    places += [Path(f"/usr/pgsql-{version}/bin") for version in VERSIONS]
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    usable = {}
    for place in places:
        if all(os.access(place / program, os.X_OK) for program in ("initdb", "pg_ctl", "postgres")):
            version = _major(place)
            if version in VERSIONS and version not in usable:
                usable[version] = Binaries(version, place, _has_postgis(place, version))
    return sorted(usable.values(), key=lambda one: (one.has_postgis, one.version), reverse=True)


def _major(folder: Path) -> int:
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\b(\d+)(?:\.|\w)", told)
    return int(found.group(1)) if found else 0


def _has_postgis(folder: Path, version: int) -> bool:
    shares = [Path(f"/usr/share/postgresql/{version}"), folder.parent / "share", folder.parent / "share/postgresql"]
    return any((share / "extension/postgis.control").is_file() for share in shares)
