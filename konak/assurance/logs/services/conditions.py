"""Conditions over the columns of the lake: a tree, how it narrows a search, and whether a line meets it.

    {"all": [tree, …]}   {"any": [tree, …]}   {"not": tree}
    {"field": column, "is": way, "value": …}   ways: WAYS, pattern, gt, gte, lt, lte, missing

Letters are compared without case, as Sigma does. A pattern is a list: texts, 0 for anything, 1 for one character.
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..parsing.columns import NUMBERS, TEXT

Tree = Mapping[str, Any]
COLUMNS = frozenset((*TEXT, *NUMBERS))
WAYS = {"eq": "eşittir", "contains": "içerir", "starts": "ile başlar", "ends": "ile biter", "cidr": "ağındadır"}
_SIGNS = {"gt", "gte", "lt", "lte"}
MOST_WAYS = 64


def leaves(tree: Tree) -> Iterator[Tree]:
    """The comparisons of a tree."""
    for name in ("all", "any"):
        for one in tree.get(name, ()):
            yield from leaves(one)
    if "not" in tree:
        yield from leaves(tree["not"])
    if "field" in tree:
        yield tree


def holds(tree: Tree, values: Mapping[str, Any]) -> bool:
    """Whether a line meets the condition."""
    if "all" in tree:
        return all(holds(one, values) for one in tree["all"])
    if "any" in tree:
        return any(holds(one, values) for one in tree["any"])
    if "not" in tree:
        return not holds(tree["not"], values)
    return _meets(tree, values.get(tree["field"]))


def _meets(leaf: Tree, found: Any) -> bool:
    way, wanted = leaf["is"], leaf.get("value")
    if way == "missing":
        return found is None
    if found is None:
        return False
    if way in _SIGNS:
        try:
            number, bound = float(found), float(wanted or 0)
        except ValueError:
            return False
        return {"gt": number > bound, "gte": number >= bound, "lt": number < bound, "lte": number <= bound}[way]
    if way == "cidr":
        try:
            return ipaddress.ip_address(str(found)) in _network(str(wanted))
        except ValueError:
            return False
    text = str(found).casefold()
    if way == "pattern":
        return _matches(tuple(wanted or ()), text)
    asked = str(wanted).casefold()
    if way == "contains":
        return asked in text
    if way == "starts":
        return text.startswith(asked)
    return text.endswith(asked) if way == "ends" else text == asked


@lru_cache(512)
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(text, strict=False)


@lru_cache(512)
def _pieces(parts: tuple[str | int, ...]) -> list[tuple[re.Pattern[str], int]]:
    """The stretches between the stars, each of one length, so that matching never goes back."""
    stretches: list[list[str | int]] = [[]]
    for part in parts:
        if part == 0:
            stretches.append([])
        else:
            stretches[-1].append(part)
    found = []
    for stretch in stretches:
        texts = [part.casefold() if isinstance(part, str) else part for part in stretch]
        words = "".join("[\\s\\S]" if part == 1 else re.escape(str(part)) for part in texts)
        found.append((re.compile(words), sum(1 if part == 1 else len(str(part)) for part in texts)))
    return found


def _matches(parts: tuple[str | int, ...], text: str) -> bool:
    (first, length), *rest = _pieces(parts)
    if first.match(text) is None:
        return False
    if not rest:
        return len(text) == length
    at = length
    for piece, _ in rest[:-1]:
        found = piece.search(text, at)
        if found is None:
            return False
        at = found.end()
    last, length = rest[-1]
    return len(text) - length >= at and last.match(text, len(text) - length) is not None


def narrowed(tree: Tree) -> list[dict[str, Any]]:
    """Conditions of the lake of which one must hold wherever the tree holds; empty where nothing can be said."""
    ways = _ways(tree)
    return ways if all(ways) and len(ways) <= MOST_WAYS else []


def _ways(tree: Tree) -> list[dict[str, Any]]:
    if "any" in tree:
        return [way for one in tree["any"] for way in _ways(one)]
    if "all" in tree:
        found: list[dict[str, Any]] = [{}]
        for one in tree["all"]:
            more = _ways(one)
            if len(found) * len(more) <= MOST_WAYS:
                found = [right | left for left in found for right in more]
        return found
    if "not" in tree:
        return [{}]
    text = _certain(tree)
    return [{f"{tree['field']}__has": text}] if text else [{}]


def _certain(leaf: Tree) -> str:
    """Text that stands in every value the comparison accepts."""
    if leaf["is"] == "pattern":
        text = max((part for part in leaf["value"] if isinstance(part, str)), key=len, default="")
    elif leaf["is"] in ("eq", "contains", "starts", "ends"):
        text = str(leaf["value"])
    else:
        return ""
    return text if text.isascii() else ""  # letters beyond ASCII may be lowered otherwise there


def told(tree: Tree) -> str:
    """The condition as a person reads it."""
    if "all" in tree:
        return " ve ".join(_enclosed(one) for one in tree["all"])
    if "any" in tree:
        return " veya ".join(_enclosed(one) for one in tree["any"])
    if "not" in tree:
        return f"değil ({told(tree['not'])})"
    way = tree["is"]
    if way == "missing":
        return f"{tree['field']} yok"
    if way == "pattern":
        value = "".join("*" if part == 0 else "?" if part == 1 else str(part) for part in tree["value"])
        return f"{tree['field']} ~ {value}"
    signs = {"eq": "=", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤"}
    return f"{tree['field']} {signs.get(way, WAYS.get(way, way))} {tree['value']}"


def _enclosed(tree: Tree) -> str:
    return told(tree) if "field" in tree else f"({told(tree)})"


_LINE = re.compile(r"(değil\s+)?([a-z.]+)\s*(=|içerir|ile başlar|ile biter|ağındadır|[<>≤≥])\s*(\S.*)")
_READ = {
    "=": "eq", "içerir": "contains", "ile başlar": "starts", "ile biter": "ends", "ağındadır": "cidr",
    "<": "lt", ">": "gt", "≤": "lte", "≥": "gte",
}  # fmt: skip


def written(text: str) -> dict[str, Any]:
    """Lines as a person writes them, all of which must hold; ValueError in words for the reader."""
    parts: list[dict[str, Any]] = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        found = _LINE.fullmatch(line)
        if not found:
            raise ValueError(f"{number}. satır anlaşılmadı: {line[:80]}")
        leaf = {"field": found[2], "is": _READ[found[3]], "value": found[4].strip()}
        parts.append({"not": leaf} if found[1] else leaf)
    return {"all": parts}


def lined(tree: Tree) -> str | None:
    """The same back, for the form; None where a tree is more than such lines."""
    signs = {way: word for word, way in _READ.items()}
    lines = []
    for one in tree.get("all", ()):
        leaf = one.get("not", one)
        if leaf.get("is") not in signs:
            return None
        lines.append(f"{'değil ' if 'not' in one else ''}{leaf['field']} {signs[leaf['is']]} {leaf['value']}")
    return "\n".join(lines) if lines else None
