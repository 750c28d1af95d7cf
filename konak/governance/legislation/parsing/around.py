"""What stands around a regulation without being its text: minutes, cover, signatures, annexes, page furniture."""

import re

from konak.foundation.db import turkish

from .layout import Layout
from .lines import Line, joined
from .structure import Wrapper

_MINUTES = re.compile(
    r"meclis karari|karar tarihi|karar (?:no|sayisi)|toplantisina katil|gundem|birlesim|komisyon rapor|onerge"
)
_EXECUTES = re.compile(r"yurut(?:ur|ul|me)|yurit|yirit")
_SIGNED = re.compile(
    r"^(?:olur|onay|uygundur|imza|e-imza|asli gibidir|meclis (?:baskan|uyesi)|katip uye|belediye baskan"
    r"|genel sekreter)\b|e-?imza"
)
_ANNEX = re.compile(r"^ek(?:ler)?\s?(?:[-–:]|\d|\(|$)")
_VOTED = re.compile(r"oy birligi|oy coklugu|meclisimiz|kabul edil|karar veril")


def cut_back(plan: Layout, scanned: bool) -> None:
    """Move what follows the last article's sentence (votes, signatures, annexes) from its body to `plan.back`."""
    if not plan.blocks:
        return
    body = plan.blocks[-1].body
    executes = False
    for place, line in enumerate(body):
        folded = _folded(line.text, scanned)
        executes = executes or bool(_EXECUTES.search(folded))
        following = body[place + 1] if place + 1 < len(body) else None
        if following is None:
            return
        after = _folded(following.text, scanned)
        closed = line.text.rstrip("”\"'’)* ")[-1:] == "."
        if (
            (executes and closed)
            or (
                (closed or line.text[-1] in ",;" or following.gap)
                and (_ANNEX.match(after) and len(following.text) < 80 and following.text[0].isupper())
            )
            or (
                closed
                and len(line.text) > 3
                and _SIGNED.search(after)
                and len(following.text) < 60
                and after[-1] not in ".,;:"
            )
        ):
            plan.back = body[place + 1 :]
            plan.blocks[-1].body = body[: place + 1]
            return


def wrappers(text: str, plan: Layout, lines: list[Line], scanned: bool) -> list[Wrapper]:
    """All parts around the text, in order of position."""
    found = [
        Wrapper(line.kind, text[line.start : line.end], line.start, line.end)
        for line in lines
        if line.kind not in ("", "label")
    ]
    minutes, cover = split_front(plan.front, scanned)
    for kind, part in (("minutes", minutes), ("cover", cover)):
        if part:
            found.append(_wrapper(text, kind, part))
    group: list[Line] = []
    kind = ""
    for line in plan.back:
        folded = _folded(line.text, scanned)
        now = (
            "annex"
            if _ANNEX.match(folded) or kind == "annex"
            else "minutes"
            if _VOTED.search(folded)
            else "signature"
        )
        if kind == "minutes" and line.text[0].islower():
            now = "minutes"
        if now == "signature" and kind == "" and len(line.text) > 90:
            now = "minutes"
        if now != kind and group:
            found.append(_wrapper(text, kind, group))
            group = []
        kind = now
        group.append(line)
    if group:
        found.append(_wrapper(text, kind, group))
    return sorted(found, key=lambda wrapper: wrapper.start)


def split_front(front: list[Line], scanned: bool) -> tuple[list[Line], list[Line]]:
    """The lines before the first article: council minutes, if there are any, and the title block."""
    folded = [_folded(line.text, scanned) for line in front]
    signs = sum(bool(_MINUTES.search(line)) for line in folded)
    if signs < 2:
        return [], front
    cut = next((i for i in range(len(front) - 1, -1, -1) if re.fullmatch(r"t\W*c\W*", folded[i])), len(front))
    if not cut:
        last = max(i for i, line in enumerate(folded) if _MINUTES.search(line))
        cut = next((i for i in range(last + 1, len(front)) if front[i].text.upper() == front[i].text), len(front))
    return front[:cut], front[cut:]


def _folded(text: str, scanned: bool) -> str:
    folded = turkish.fold(text[:400])
    return folded.replace("iii", "u").replace("ii", "u") if scanned else folded


def _wrapper(text: str, kind: str, part: list[Line]) -> Wrapper:
    return Wrapper(kind, joined([text[line.start : line.end] for line in part]), part[0].start, part[-1].end)
