"""The one shape every reader gives: machines, each with its programs, and what could not be read."""

from dataclasses import dataclass, field

LONGEST = 250
MOST_PROGRAMS = 20_000
MOST_ROWS = 200_000
MOST_MACHINES = 5_000
MOST_FAULTS = 200


class Unreadable(Exception):
    """Why a file is not read, in words for the person who brought it."""


def plain(text: object, longest: int = LONGEST) -> str:
    """One line of printable text: no control signs, no runs of blanks, not too long."""
    if text is None or isinstance(text, (dict, list, bool)):
        return ""
    kept = "".join(sign if sign.isprintable() else " " for sign in str(text)[: longest * 4])
    return " ".join(kept.split())[:longest]


@dataclass(frozen=True, slots=True)
class Program:
    """One installed program as the machine names it."""

    name: str
    version: str = ""
    publisher: str = ""


@dataclass(slots=True)
class Machine:
    """One computer: what it calls itself, its serial number, its system, who is signed in, and its programs."""

    name: str = ""
    serial: str = ""
    system: str = ""
    user: str = ""
    cores: int | None = None
    programs: dict[tuple[str, str], Program] = field(default_factory=dict)

    def add(self, name: object, version: object = "", publisher: object = "") -> bool:
        """Add one program; the same name and version twice is one. Nameless ones are not added."""
        written = plain(name)
        if not written:
            return False
        one = Program(written, plain(version, 80), plain(publisher, 120))
        key = (one.name.casefold(), one.version.casefold())
        if key not in self.programs and len(self.programs) >= MOST_PROGRAMS:
            most = f"{MOST_PROGRAMS:,}".replace(",", ".")
            raise Unreadable(f"Bir bilgisayar için {most} programdan uzun liste okunmaz; dosyayı denetleyin.")
        self.programs.setdefault(key, one)
        return True


@dataclass(slots=True)
class Report:
    """What one file says. `faults` are lines that were left out, with the reason."""

    format: str = ""
    machines: list[Machine] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left_out: int = 0

    def fault(self, words: str) -> None:
        self.left_out += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(words)

    @property
    def programs(self) -> int:
        return sum(len(machine.programs) for machine in self.machines)
