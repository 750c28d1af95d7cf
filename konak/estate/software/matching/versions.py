"""Versions as people compare them: numbers by value, words before numbers, what is missing is zero."""

import re

_PART = re.compile(r"\d+|[a-z]+", re.I)
Key = tuple[tuple[int, int, str], ...]
BEFORE, END, WORD, NUMBER = range(4)
EARLY = frozenset({"alpha", "beta", "rc", "pre", "preview", "a", "b", "dev"})


def key_of(version: str) -> Key:
    """A key that sorts versions: 10.2 after 9.9, 2.0rc1 before 2.0; an epoch of Debian comes first."""
    epoch, colon, rest = version.partition(":")
    named = bool(colon) and epoch.isdecimal()
    parts: list[tuple[int, int, str]] = []
    for word in _PART.findall(rest if named else version)[:12]:
        if word.isdecimal():
            parts.append((NUMBER, int(word[:15]), ""))
            continue
        _trim(parts)
        parts.append((BEFORE if word.lower() in EARLY else WORD, 0, word.lower()))
    _trim(parts)
    return ((NUMBER, int(epoch[:9]) if named else 0, ""), *parts, (END, 0, ""))


def _trim(parts: list[tuple[int, int, str]]) -> None:
    """1.0 is 1: zeros at the end say nothing."""
    while parts and parts[-1] == (NUMBER, 0, ""):
        parts.pop()


def at_least(version: str, wanted: str) -> bool:
    """Whether `version` is `wanted` or newer. What is unknown is not."""
    if not version.strip():
        return False
    return not wanted.strip() or key_of(version) >= key_of(wanted)


def major(version: str) -> int:
    """The first number of a version, 0 where there is none: "2021 (16.0.1)" is 2021."""
    rest = version.partition(":")[2] if re.match(r"^\d+:", version) else version
    found = re.search(r"\d+", rest)
    return int(found[0][:9]) if found else 0
