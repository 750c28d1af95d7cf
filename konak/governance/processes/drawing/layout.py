"""Where the boxes of a process map stand and how its lines run.

Lanes are columns, one for each who; time runs down. A box stands in the row after the latest of those that lead to
it (lines that lead back do not count). Lines run at right angles: out of the bottom of a box into the channel below
its row, and either straight to the box in the next row, or through the gutter at the side of the target's lane.
Lines that would lie on each other get tracks of their own, and channels and gutters are as wide as their tracks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

BOX, GAP, TRACK, PAD, HEAD, LINE = 168, 16, 10, 18, 44, 15
CHANNEL = 38
TERMINAL = 30
LETTERS = 26
START, STOP = -1, 0


@dataclass(frozen=True, slots=True)
class Box:
    """One step: its number, lane, words, and where it leads (0 is the end) with the answer that leads there."""

    id: int
    lane: str
    words: str
    decision: bool = False
    exits: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Node:
    id: int
    kind: str
    lane: int
    lines: list[str]
    rank: int = 0
    x: float = 0
    y: float = 0
    w: float = BOX
    h: float = 0


@dataclass(slots=True)
class Edge:
    source: int
    target: int
    label: str
    points: list[tuple[float, float]] = field(default_factory=list)
    back: bool = False


@dataclass(slots=True)
class Lane:
    label: list[str]
    x: float = 0
    w: float = 0


@dataclass(slots=True)
class Picture:
    """What is drawn: lanes, boxes, lines and the size of the sheet."""

    lanes: list[Lane]
    nodes: list[Node]
    edges: list[Edge]
    width: float = 0
    height: float = 0


def wrap(words: str, letters: int = LETTERS, most: int = 5) -> list[str]:
    """Words in lines of at most `letters`, the last one cut where there are too many."""
    lines: list[str] = []
    for word in words.split():
        while len(word) > letters:
            lines.append(word[: letters - 1] + "-")
            word = word[letters - 1 :]
        if lines and len(lines[-1]) + 1 + len(word) <= letters and not lines[-1].endswith("-"):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = lines[-1][: letters - 1].rstrip(" ,.;") + "…"
    return lines or [""]


def place(boxes: Sequence[Box]) -> Picture:
    """The picture of a process whose first box is where it begins."""
    names = list(dict.fromkeys(box.lane for box in boxes))
    nodes = {START: Node(START, "start", names.index(boxes[0].lane), ["Başla"], w=84, h=TERMINAL)}
    for box in boxes:
        lines = wrap(f"{box.id}. {box.words}")
        high = len(lines) * LINE + (30 if box.decision else 18)
        nodes[box.id] = Node(box.id, "decision" if box.decision else "task", names.index(box.lane), lines, h=high)
    edges = [Edge(START, boxes[0].id, "")]
    edges += [Edge(box.id, to, label) for box in boxes for to, label in box.exits]
    last = max((box.id for box in boxes if any(to == STOP for to, _ in box.exits)), default=boxes[-1].id)
    nodes[STOP] = Node(STOP, "end", nodes[last].lane, ["Bitir"], w=84, h=TERMINAL)
    _rank(nodes, edges)
    picture = Picture([Lane(wrap(name, 24, 2)) for name in names], list(nodes.values()), edges)
    _lay(picture, nodes)
    return picture


def _rank(nodes: dict[int, Node], edges: list[Edge]) -> None:
    """Rows: lines that lead back are found by walking in the order written; the others push their targets down."""
    out: dict[int, list[Edge]] = {key: [] for key in nodes}
    for edge in edges:
        out[edge.source].append(edge)
    state: dict[int, int] = {}
    order: list[int] = []
    stack: list[tuple[int, int]] = [(START, 0)]
    while stack:
        key, place_ = stack.pop()
        state[key] = 1
        if place_ < len(out[key]):
            stack.append((key, place_ + 1))
            edge = out[key][place_]
            if state.get(edge.target) == 1:
                edge.back = True
            elif edge.target not in state:
                stack.append((edge.target, 0))
        else:
            state[key] = 2
            order.append(key)
    for key in reversed(order):
        for edge in out[key]:
            if not edge.back:
                nodes[edge.target].rank = max(nodes[edge.target].rank, nodes[key].rank + 1)
    nodes[STOP].rank = max(node.rank for node in nodes.values() if node.id != STOP) + 1


def _lay(picture: Picture, nodes: dict[int, Node]) -> None:
    cells: dict[tuple[int, int], list[Node]] = {}
    for node in picture.nodes:
        cells.setdefault((node.rank, node.lane), []).append(node)
    straight, gutters = _ways(picture, nodes, cells)
    # Columns: as wide as the fullest row, and the tracks of the gutter at the left of the lane.
    at = 0.0
    for number, lane in enumerate(picture.lanes):
        most = max((len(row) for (_, one), row in cells.items() if one == number), default=1)
        tracks = 1 + max((track for edge, track in gutters.items() if nodes[edge[1]].lane == number), default=-1)
        side = PAD + tracks * TRACK
        lane.x, lane.w = at, side + most * BOX + (most - 1) * GAP + PAD
        for (_, one), row in cells.items():
            if one == number:
                span = len(row) * BOX + (len(row) - 1) * GAP
                begin = at + side + (lane.w - side - PAD - span) / 2
                for place_, node in enumerate(row):
                    node.x = begin + place_ * (BOX + GAP) + (BOX - node.w) / 2
        at += lane.w
    picture.width = at
    _lead(picture, nodes, straight, gutters)


Way = tuple[int, int, int]


def _ways(
    picture: Picture, nodes: dict[int, Node], cells: dict[tuple[int, int], list[Node]]
) -> tuple[set[int], dict[Way, int]]:
    """Which lines run straight down, and the track of each of the others in the gutter of its target's lane."""
    ins: dict[int, int] = {}
    outs: dict[int, int] = {}
    for edge in picture.edges:
        ins[edge.target] = ins.get(edge.target, 0) + 1
        outs[edge.source] = outs.get(edge.source, 0) + 1
    straight: set[int] = set()
    taken: dict[int, list[list[tuple[int, int]]]] = {}
    gutters: dict[Way, int] = {}
    for place_, edge in enumerate(picture.edges):
        one, two = nodes[edge.source], nodes[edge.target]
        alone = len(cells[one.rank, one.lane]) == len(cells[two.rank, two.lane]) == 1
        free = not any((rank, one.lane) in cells for rank in range(one.rank + 1, two.rank))
        if one.lane == two.lane and two.rank > one.rank and alone and free and outs[one.id] == 1:
            straight.add(place_)
        elif two.rank != one.rank + 1:
            span = (min(one.rank, two.rank - 1), max(one.rank, two.rank - 1))
            tracks = taken.setdefault(two.lane, [])
            number = next(
                (n for n, held in enumerate(tracks) if all(span[1] < a or span[0] > b for a, b in held)), len(tracks)
            )
            if number == len(tracks):
                tracks.append([])
            tracks[number].append(span)
            gutters[edge.source, edge.target, place_] = number
    return straight, gutters


def _lead(picture: Picture, nodes: dict[int, Node], straight: set[int], gutters: dict[Way, int]) -> None:
    """Give every line its corners, and the rows their heights."""
    middle = {key: node.x + node.w / 2 for key, node in nodes.items()}
    bends = {
        place_: picture.lanes[nodes[target].lane].x + PAD / 2 + 2 + track * TRACK
        for (_, target, place_), track in gutters.items()
    }
    leave, arrive = _ports(picture, middle, straight, bends)
    runs: dict[int, list[tuple[float, float, tuple[int, int]]]] = {}
    side: dict[int, float] = {}
    for place_, edge in enumerate(picture.edges):
        if place_ in straight:
            continue
        one, two = nodes[edge.source], nodes[edge.target]
        key = (edge.source, edge.target, place_)
        if key in gutters:
            x = bends[place_]
            side[place_] = x
            runs.setdefault(one.rank, []).append((*sorted((leave[place_], x)), (place_, 0)))  # type: ignore[arg-type]
            runs.setdefault(two.rank - 1, []).append((*sorted((arrive[place_], x)), (place_, 1)))  # type: ignore[arg-type]
        else:
            ends = sorted((leave[place_], arrive[place_]))
            runs.setdefault(one.rank, []).append((ends[0], ends[1], (place_, 0)))
    tracks: dict[tuple[int, int], int] = {}
    depth: dict[int, int] = {}
    for channel, held in runs.items():
        rows: list[list[tuple[float, float]]] = []
        for low, high, which in sorted(held, key=lambda run: (run[1] - run[0], run[0])):
            number = next(
                (n for n, row in enumerate(rows) if all(high + 6 < a or low - 6 > b for a, b in row)), len(rows)
            )
            if number == len(rows):
                rows.append([])
            rows[number].append((low, high))
            tracks[which] = number
        depth[channel] = len(rows)
    y = HEAD + 16.0
    floor: dict[int, float] = {-1: HEAD + 8.0}
    for rank in range(max(node.rank for node in picture.nodes) + 1):
        row = [node for node in picture.nodes if node.rank == rank]
        high = max((node.h for node in row), default=0)
        for node in row:
            node.y = y + (high - node.h) / 2
        floor[rank] = y + high
        y += high + CHANNEL + depth.get(rank, 0) * TRACK
    picture.height = y
    for place_, edge in enumerate(picture.edges):
        one, two = nodes[edge.source], nodes[edge.target]
        if place_ in straight:
            edge.points = [(middle[one.id], one.y + one.h), (middle[two.id], two.y)]
            continue
        first = floor[one.rank] + 20 + tracks[place_, 0] * TRACK
        edge.points = [(leave[place_], one.y + one.h), (leave[place_], first)]
        if place_ in side:
            second = floor[two.rank - 1] + 20 + tracks[place_, 1] * TRACK
            edge.points += [(side[place_], first), (side[place_], second), (arrive[place_], second)]
        else:
            edge.points.append((arrive[place_], first))
        edge.points.append((arrive[place_], two.y))


def _ports(
    picture: Picture, middle: dict[int, float], straight: set[int], bends: dict[int, float]
) -> tuple[dict[int, float], dict[int, float]]:
    """Where each line leaves and arrives: several lines at one box stand side by side, in the order of the others."""
    leaving: dict[int, list[int]] = {}
    arriving: dict[int, list[int]] = {}
    for place_, edge in enumerate(picture.edges):
        if place_ not in straight:
            leaving.setdefault(edge.source, []).append(place_)
        arriving.setdefault(edge.target, []).append(place_)
    leave: dict[int, float] = {}
    arrive: dict[int, float] = {}
    for key, held in leaving.items():
        held.sort(key=lambda one: bends.get(one, middle[picture.edges[one].target]))
        step = 26.0 if key in {START, STOP} else 48.0
        for place_, one in enumerate(held):
            leave[one] = middle[key] + (place_ - (len(held) - 1) / 2) * step
    for key, held in arriving.items():
        held.sort(key=lambda one: (middle[picture.edges[one].source], one))
        fixed = [one for one in held if one in straight]
        others = [one for one in held if one not in straight]
        wide = 84 if key in {START, STOP} else BOX
        step = min(26.0, (wide - 36) / (len(held) + 1))
        for place_, one in enumerate(others):
            shift = (place_ - (len(others) - 1) / 2) * step
            if fixed:  # the straight line keeps the middle
                half = len(others) / 2
                shift = (place_ - half + (1 if place_ >= half else 0)) * step or -step
            arrive[one] = middle[key] + shift
        for one in fixed:
            arrive[one] = middle[key]
    return leave, arrive
