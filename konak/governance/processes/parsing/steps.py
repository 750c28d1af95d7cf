"""One line a step:

    Şef, Ağ Servisi | Talep birimin işi mi? | talep kaydı | => Evet: 3; Hayır: son

Responsible, what is done, input, output; a question is a decision. Behind the arrow stand the numbers of the steps
that follow, each with the answer that leads there; "son" ends the process. Without an arrow the next line follows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from konak.foundation.db.turkish import lower

END = 0
"""The number of the end as a target."""
MOST = 60

_EXIT = re.compile(r"^(?:(?P<label>[^:]{1,40}):\s*)?(?P<to>\d{1,2}|son|sonraki)$")


class Broken(ValueError):
    """What was written cannot be read, in words for the writer."""


@dataclass(frozen=True, slots=True)
class Exit:
    """Where a step leads: the number of the next one (0 ends the process) and the answer that leads there."""

    to: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    order: int
    who: str
    title: str
    input: str
    output: str
    decision: bool
    exits: tuple[Exit, ...]


def read(text: str) -> list[Line]:
    """The steps; refuses with the number of the line that cannot be read."""
    rows = [row.strip() for row in text.replace("\0", "").splitlines() if row.strip()]
    if not rows:
        raise Broken("En az iki adım yazın.")
    if len(rows) > MOST:
        raise Broken(f"Bir süreç en çok {MOST} adım olabilir; alt süreçlere bölün.")
    found = [_line(number, row, len(rows)) for number, row in enumerate(rows, 1)]
    unreached = _unreached(found)
    if unreached:
        raise Broken(f"{unreached[0]}. adıma hiçbir yoldan ulaşılmıyor.")
    if not any(one.to == END for line in found for one in line.exits):
        raise Broken("Süreç hiç bitmiyor: en az bir adım «son»a gitmeli.")
    return found


def _line(number: int, row: str, last: int) -> Line:
    row, arrow, ways = row.partition("=>")
    parts = [part.strip() for part in row.split("|")]
    if len(parts) < 2 or not parts[1]:
        raise Broken(f"{number}. satır: «Sorumlu | Yapılan iş» biçiminde yazın.")
    who, title = parts[0], parts[1]
    if len(who) > 120 or len(title) > 200 or any(len(part) > 200 for part in parts[2:]):
        raise Broken(f"{number}. satır çok uzun: sorumlu 120, öteki bölümler 200 harfi geçemez.")
    decision = title.endswith("?")
    exits = _exits(number, ways, last) if arrow else (Exit(number + 1 if number < last else END),)
    if decision and len(exits) < 2:
        raise Broken(f"{number}. satır bir karar: en az iki yol yazın, örneğin «=> Evet: {number + 1}; Hayır: son».")
    if len(exits) > 1 and any(not one.label for one in exits):
        raise Broken(f"{number}. satır: birden çok yol varsa her birinin adını yazın, örneğin «Evet: 4».")
    if len({(one.to, one.label) for one in exits}) < len(exits):
        raise Broken(f"{number}. satır: aynı yol iki kez yazılmış.")
    rest = [*parts[2:4], "", ""]
    return Line(number, who, title, rest[0], rest[1], decision or len(exits) > 1, exits)


def _exits(number: int, ways: str, last: int) -> tuple[Exit, ...]:
    found = []
    for way in (part.strip() for part in ways.split(";")):
        if not way:
            continue
        hit = _EXIT.match(lower(way)) and re.match(r"^(?:(?P<label>[^:]{1,40}):\s*)?(?P<to>\S+)$", way)
        if not hit:
            raise Broken(f"{number}. satır: «{way}» anlaşılmadı. «Evet: 4», «5» ya da «son» yazın.")
        name = lower(hit["to"])
        to = END if name == "son" else (number + 1 if name == "sonraki" else int(name))
        if to != END and not 1 <= to <= last:
            raise Broken(f"{number}. satır: {to} numaralı adım yok.")
        if to == number:
            raise Broken(f"{number}. satır kendisine dönüyor.")
        found.append(Exit(to, (hit["label"] or "").strip()))
    if not found:
        raise Broken(f"{number}. satır: oktan sonra gidilecek adımı yazın.")
    if len(found) > 4:
        raise Broken(f"{number}. satır: bir karardan en çok dört yol çıkar.")
    return tuple(found)


def _unreached(lines: list[Line]) -> list[int]:
    by = {line.order: line for line in lines}
    seen, ahead = set(), [1]
    while ahead:
        one = ahead.pop()
        if one in seen or one == END:
            continue
        seen.add(one)
        ahead += [way.to for way in by[one].exits]
    return sorted(set(by) - seen)


def write(lines: Iterable[Line]) -> str:
    """The same steps as text, so that they can be edited and read again."""
    rows = list(lines)
    shown = []
    for line in rows:
        parts = [line.who, line.title]
        if line.input or line.output:
            parts.append(line.input)
        if line.output:
            parts.append(line.output)
        text = " | ".join(parts)
        usual = line.order + 1 if line.order < len(rows) else END
        if len(line.exits) != 1 or line.exits[0].label or line.exits[0].to != usual:
            ways = [f"{one.label + ': ' if one.label else ''}{one.to or 'son'}" for one in line.exits]
            text += f" => {'; '.join(ways)}"
        shown.append(text)
    return "\n".join(shown)
