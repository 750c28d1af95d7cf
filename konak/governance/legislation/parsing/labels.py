"""The decoder: which candidates are labels, and of which list, judged over the whole article at once.

Each candidate can be refused, can continue a list that is open, or can open a list inside the innermost one.
Every choice has a cost (a letter skipped, a look-alike read, a style changed, a list of one item) and the
cheapest story of the article wins. The search keeps a small beam of open stories, so the work is linear in
the number of candidates. Nothing here knows a file or a municipality: only the alphabet and the costs do.
"""

from dataclasses import dataclass

from .candidates import LETTERS, PLACE, Candidate, Reading, Value

BEAM = 24
MARGIN = 8.0
CROWD = 2_000
"""More candidates than any article has: from here on a narrow beam keeps the work in bounds."""

_SKIP_FREE = frozenset(PLACE[letter] for letter in "qwx")
_SKIP_CHEAP = frozenset(PLACE[letter] for letter in "çğıiöşü")
_FIRST: dict[str, Value] = {"letter": 0, "number": 1, "fikra": 1, "pnum": 1, "roman": 1, "ROMAN": 1, "bullet": 1}
_NESTED = ("number", "letter", "roman", "ROMAN", "pnum", "bullet")

Frame = tuple[str, str, Value, int, bool]
"""family, style, last value, how many items, whether the last one was printed without a label"""
Stack = tuple[Frame, ...]
Link = tuple["Link", int, int, str, Value, float, bool, str] | None
"""chain of decisions backwards: candidate, depth (-1 beside the lists), family, value, cost, bare, literal"""


@dataclass(slots=True)
class Decision:
    """One accepted label: which candidate, how deep, in which family, with which value and at which cost."""

    candidate: int
    depth: int
    family: str
    value: Value
    cost: float
    bare: bool
    label: str


def decode(candidates: list[Candidate], article: tuple[int, ...] = ()) -> list[Decision]:
    """The cheapest reading of all candidates together. `article` is the article's own number, for decimal items."""
    beam: list[tuple[float, Stack, Link]] = [(0.0, (), None)]
    width = BEAM if len(candidates) <= CROWD else BEAM // 6
    for place, candidate in enumerate(candidates):
        best: dict[Stack, tuple[float, Link]] = {}
        for cost, stack, link in beam:
            _offer(best, stack, cost + candidate.reject, link)
            for reading in candidate.readings:
                for new_stack, price, depth, family, value in _moves(stack, reading, candidate, article):
                    total = cost + price + candidate.accept
                    bare = reading.family in ("any", "bullet")
                    _offer(best, new_stack, total, (link, place, depth, family, value, price, bare, reading.literal))
        ranked = sorted(((cost, stack, link) for stack, (cost, link) in best.items()), key=lambda state: state[0])
        limit = ranked[0][0] + MARGIN
        beam = [state for state in ranked[:width] if state[0] <= limit]
    _, _, link = min(beam, key=lambda state: state[0] + _closing(state[1], 0))
    decisions: list[Decision] = []
    while link is not None:
        link, place, depth, family, value, price, bare, literal = link
        decisions.append(Decision(place, depth, family, value, price, bare, literal or label_of(family, value)))
    decisions.reverse()
    return decisions


def _offer(best: dict[Stack, tuple[float, Link]], stack: Stack, cost: float, link: Link) -> None:
    old = best.get(stack)
    if old is None or cost < old[0]:
        best[stack] = (cost, link)


def _closing(stack: Stack, level: int) -> float:
    """Price of closing every list from `level` up: a list inside another that has one item only is suspicious."""
    price = 0.0
    for depth in range(max(level, 1), len(stack)):
        family, _, _, count, _ = stack[depth]
        if count == 1 and family != "fikra":
            price += 0.4 if stack[depth - 1][0] in ("fikra", "decimal") else 1.6
    return price


def _moves(
    stack: Stack, reading: Reading, candidate: Candidate, article: tuple[int, ...]
) -> list[tuple[Stack, float, int, str, Value]]:
    """Every way to take `candidate` for a label under `reading`: new stack, price, depth, family and value."""
    moves: list[tuple[Stack, float, int, str, Value]] = []
    family, style = reading.family, candidate.style
    if family == "any":
        return _bare(stack, candidate)
    if family == "bullet":
        return _bullets(stack, candidate)
    if family == "decimal":
        return _decimals(stack, reading, style, article)
    if family == "compound":
        return _compounds(stack, reading, style)
    for level in range(len(stack) - 1, -1, -1):
        frame = stack[level]
        if not _same_family(frame[0], family):
            continue
        price = _step(frame, reading, style)
        if price is not None:
            if price == 0 and reading.cost <= 0.3 and candidate.kind == "inline":
                # in running text one label proves little, but a row that fits letter by letter does
                price = -1.0
            value = frame[2] if family == "insert" else reading.value
            new = (*stack[:level], (frame[0], style, value, frame[3] + 1, False))
            moves.append((new, price + reading.cost + _closing(stack, level + 1), level, frame[0], value))
        # a second list beside the first, after a heading inside the article
        if reading.value == _FIRST.get(frame[0]) and frame[3] > 1 and frame[0] != "fikra" and family != "insert":
            new = (*stack[:level], (frame[0], style, reading.value, 1, False))
            moves.append((new, 3.2 + reading.cost + _closing(stack, level + 1), level, frame[0], reading.value))
    if family == "insert":
        return moves
    if family == "fikra":
        moves += _paragraph(stack, reading, style)
        return moves
    price = _opening(stack, family, reading.value, style)
    if price is not None:
        new = (*stack, (family, style, reading.value, 1, False))
        moves.append((new, price + reading.cost, len(stack), family, reading.value))
    return moves


def _same_family(open_family: str, family: str) -> bool:
    return (
        open_family == family
        or (family == "insert" and open_family == "letter")
        or (family == "fikra" and open_family == "pnum")
    )


def _step(frame: Frame, reading: Reading, style: str) -> float | None:
    """Price of going from the last item of a list to `reading`, None when it would go back."""
    family, old_style, last, _, bare = frame
    assert isinstance(last, int)
    assert isinstance(reading.value, int)
    price = 0.0 if style == old_style or bare else 0.7
    value = reading.value
    if reading.family == "insert":
        return price if value == last else None
    if value == last:
        return price + 2.6
    if value < last:
        return None
    if family == "letter":
        return price + min(_skipped(last, value), 6.5)
    return price + min(2.0 * (value - last - 1), 6.5)


def _skipped(last: int, value: int) -> float:
    price = 0.0
    size = len(LETTERS)
    for place in range(last + 1, value):
        letter = place % size
        if letter in _SKIP_FREE:
            continue
        # from z back to aa: the end of the alphabet may be cut short
        price += 0.45 if letter in _SKIP_CHEAP else 2.0
        if price > 7:
            break
    return price


def _opening(stack: Stack, family: str, value: Value, style: str) -> float | None:
    """Price of opening a list inside the innermost one; None where that makes no sense."""
    if len(stack) >= 5:
        return None
    for other, other_style, _, _, _ in stack:
        if other == family and other_style == style:
            return None
    inner = stack[-1][0] if stack else ""
    price = 0.5 if not stack or inner == "fikra" else 1.1
    if family in ("roman", "ROMAN") and inner in ("", "fikra"):
        price += 0.5
    if any(frame[0] == family for frame in stack):
        price += 0.6
    if inner == "bullet":
        price += 1.0
    first = _FIRST[family]
    if value != first:
        assert isinstance(value, int)
        assert isinstance(first, int)
        if stack and inner != "fikra":
            return price + 5.0
        missing = value - first
        return price + (2.4 + 0.5 * missing if missing < 8 else 6.5)
    return price


def _paragraph(stack: Stack, reading: Reading, style: str) -> list[tuple[Stack, float, int, str, Value]]:
    """A number in brackets that continues no list: the first paragraph, a late one, or a list below an item."""
    value = reading.value
    assert isinstance(value, int)
    if not stack:
        price = 0.2 if value == 1 else 1.5 + min(value, 5) * 0.5
        return [((("fikra", style, value, 1, False),), price + reading.cost, 0, "fikra", value)]
    moves: list[tuple[Stack, float, int, str, Value]] = []
    if stack[0][0] != "fikra":
        if value == 1:
            # printed after the items it introduces
            moves.append((stack, 1.0 + reading.cost, -1, "fikra", value))
        else:
            late = (("fikra", style, value, 1, False),)
            moves.append((late, 1.2 + (value - 2) * 1.0 + reading.cost + _closing(stack, 1), 0, "fikra", value))
    if stack[-1][0] not in ("fikra", "pnum") and value == 1 and len(stack) < 5:
        moves.append(((*stack, ("pnum", style, value, 1, False)), 1.6 + reading.cost, len(stack), "pnum", value))
    return moves


def _bare(stack: Stack, candidate: Candidate) -> list[tuple[Stack, float, int, str, Value]]:
    """A line whose label was torn off: the next item of any open letter or number list."""
    moves: list[tuple[Stack, float, int, str, Value]] = []
    for level in range(len(stack) - 1, -1, -1):
        family, style, last, count, _ = stack[level]
        if family not in ("letter", "number") or not isinstance(last, int):
            continue
        following = [last + 1]
        if family == "letter":
            # either the next Turkish letter or the next Latin one
            while (following[-1] % len(LETTERS)) in _SKIP_CHEAP | _SKIP_FREE and len(following) < 3:
                following.append(following[-1] + 1)
        for value in following:
            price = _skipped(last, value) if family == "letter" else 0.0
            new = (*stack[:level], (family, style, value, count + 1, True))
            moves.append((new, price + _closing(stack, level + 1), level, family, value))
    return moves


def _bullets(stack: Stack, candidate: Candidate) -> list[tuple[Stack, float, int, str, Value]]:
    """A bullet right below the article or a paragraph takes a letter; below a labelled item it is a dash item."""
    moves: list[tuple[Stack, float, int, str, Value]] = []
    style = candidate.style
    if not stack or stack[-1][0] == "fikra":
        moves.append(((*stack, ("letter", style, 0, 1, True)), 0.5, len(stack), "letter", 0))
        return moves
    for level in range(len(stack) - 1, -1, -1):
        family, old_style, last, count, bare = stack[level]
        assert isinstance(last, int) or family in ("decimal", "compound")
        if family == "bullet" and isinstance(last, int):
            price = 0.0 if old_style == style else 1.2
            new: Stack = (*stack[:level], (family, style, last + 1, count + 1, True))
            moves.append((new, price + _closing(stack, level + 1), level, family, last + 1))
        elif family == "letter" and isinstance(last, int):
            value = last + 1
            while value % len(LETTERS) in _SKIP_FREE:
                value += 1
            price = (0.0 if old_style == style else 0.8) if bare else 3.0
            new = (*stack[:level], (family, style, value, count + 1, True))
            moves.append((new, price + _closing(stack, level + 1), level, family, value))
    inner_bare = stack[-1][4]
    if len(stack) < 5 and (stack[-1][0] != "bullet" or stack[-1][1] != style):
        price = 0.6 if not inner_bare else 1.2 if stack[-1][1] != style else 6.0
        moves.append(((*stack, ("bullet", style, 1, 1, True)), price, len(stack), "bullet", 1))
    return moves


def _decimals(
    stack: Stack, reading: Reading, style: str, article: tuple[int, ...]
) -> list[tuple[Stack, float, int, str, Value]]:
    """5.1, 5.2, 5.2.1: a decimal item follows its elder sister or opens below the item or article it extends."""
    moves: list[tuple[Stack, float, int, str, Value]] = []
    value = reading.value
    assert isinstance(value, tuple)
    parent, last = value[:-1], value[-1]
    opened = 0.0 if last == 1 else 1.5 + min(last - 1, 5)
    for level in range(len(stack) - 1, -1, -1):
        family, _, held, count, _ = stack[level]
        if family == "decimal" and isinstance(held, tuple):
            if len(held) == len(value) and held[:-1] == parent and last >= held[-1]:
                price = 2.6 if last == held[-1] else min(1.5 * (last - held[-1] - 1), 5.0)
                new: Stack = (*stack[:level], (family, style, value, count + 1, False))
                moves.append((new, price + _closing(stack, level + 1), level, family, value))
            if held == parent:
                new = (*stack[: level + 1], (family, style, value, 1, False))
                moves.append((new, opened + _closing(stack, level + 1), level + 1, family, value))
        elif (family == "number" and parent == (held,)) or (family == "fikra" and parent == (held,)):
            new = (*stack[: level + 1], ("decimal", style, value, 1, False))
            moves.append((new, 0.2 + opened + _closing(stack, level + 1), level + 1, "decimal", value))
    base = 1 if stack and stack[0][0] == "fikra" else 0
    if len(stack) == base or (stack and all(frame[0] != "decimal" for frame in stack)):
        price = opened if parent == article else 1.8 + opened
        new = (*stack[:base], ("decimal", style, value, 1, False))
        if len(stack) == base or parent == article:
            moves.append((new, price + _closing(stack, base), base, "decimal", value))
    return moves


def _compounds(stack: Stack, reading: Reading, style: str) -> list[tuple[Stack, float, int, str, Value]]:
    """a.1), a.2): an item below letter a."""
    moves: list[tuple[Stack, float, int, str, Value]] = []
    value = reading.value
    assert isinstance(value, tuple)
    for level in range(len(stack) - 1, -1, -1):
        family, _, held, count, _ = stack[level]
        if family == "compound" and isinstance(held, tuple) and held[0] == value[0] and value[1] > held[1]:
            price = min(2.0 * (value[1] - held[1] - 1), 5.0)
            new: Stack = (*stack[:level], (family, style, value, count + 1, False))
            moves.append((new, price + _closing(stack, level + 1), level, family, value))
        elif family == "letter" and held == value[0]:
            price = 0.3 if value[1] == 1 else 3.0
            new = (*stack[: level + 1], ("compound", style, value, 1, False))
            moves.append((new, price + _closing(stack, level + 1), level + 1, "compound", value))
    return moves


def label_of(family: str, value: Value) -> str:
    """The restored label: letter 8 → "ğ", 33 → "bb", decimal (7, 6, 2) → "7.6.2", second dash item → "-2"."""
    if isinstance(value, tuple):
        return ".".join(map(str, value)) if family == "decimal" else str(value[1])
    if family == "letter":
        times, letter = divmod(value, len(LETTERS))
        return LETTERS[letter] * (times + 1)
    if family == "bullet":
        return f"-{value}"
    if family in ("roman", "ROMAN"):
        from .marks import to_roman

        return to_roman(value) if family == "ROMAN" else to_roman(value).lower()
    return str(value)
