"""The picture as SVG: attributes only, no style and no script, so that the strictest policy shows it."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from .layout import HEAD, LINE, Edge, Node, Picture

SCREEN: Mapping[str, str] = {
    "ink": "var(--k-ink)",
    "faint": "var(--k-ink-2)",
    "line": "var(--k-line-strong)",
    "surface": "var(--k-surface)",
    "lane": "var(--k-ground)",
    "task": "var(--k-accent-soft)",
    "edge": "var(--k-accent)",
    "decision": "var(--k-wait-soft)",
    "doubt": "var(--k-wait)",
    "font": "inherit",
}
PRINT: Mapping[str, str] = {
    "ink": "#1b2733",
    "faint": "#5b6875",
    "line": "#aab4bd",
    "surface": "#ffffff",
    "lane": "#f5f7f8",
    "task": "#e3f3f5",
    "edge": "#0b7285",
    "decision": "#fdf1dd",
    "doubt": "#8f5300",
    "font": "Arimo, Arial, sans-serif",
}


def draw(picture: Picture, title: str, summary: str, colours: Mapping[str, str] = SCREEN, links: bool = False) -> str:
    """The SVG text. `links` makes every box lead to its line in the list below the picture (`#adim-3`)."""
    wide, high = round(picture.width), round(picture.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="{"group" if links else "img"}" aria-labelledby="harita-adi harita-ozeti" font-size="12" '
        f"font-family={quoteattr(colours['font'])}>",
        f'<title id="harita-adi">{escape(title)}</title><desc id="harita-ozeti">{escape(summary)}</desc>',
        f'<rect width="{wide}" height="{high}" fill="{colours["surface"]}"/>',
    ]
    for number, lane in enumerate(picture.lanes):
        if number % 2 == 0:
            parts.append(_rect(lane.x, 0, lane.w, high, colours["lane"]))
        parts.append(
            f'<rect x="{lane.x:.1f}" y="0" width="{lane.w:.1f}" height="{high}" fill="none" '
            f'stroke="{colours["line"]}"/>'
        )
        middle, top = lane.x + lane.w / 2, HEAD / 2 + 4 - (len(lane.label) - 1) * 7
        parts += [
            f'<text x="{middle:.1f}" y="{top + place * 14:.1f}" text-anchor="middle" font-weight="600" '
            f'fill="{colours["ink"]}">{escape(line)}</text>'
            for place, line in enumerate(lane.label)
        ]
    parts.append(f'<path d="M0 {HEAD}H{wide}" stroke="{colours["line"]}" fill="none"/>')
    parts += [_edge(edge, colours) for edge in picture.edges]
    parts += [_node(node, colours, links) for node in picture.nodes]
    parts += [_label(edge, colours) for edge in picture.edges if edge.label]
    return "".join([*parts, "</svg>"])


def _rect(x: float, y: float, w: float, h: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"/>'


def _edge(edge: Edge, colours: Mapping[str, str]) -> str:
    points = edge.points
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for place, (x, y) in enumerate(points[1:], 1):
        if place + 1 < len(points):
            path += _corner(points[place - 1], (x, y), points[place + 1])
        else:
            path += f"L{x:.1f} {y - 5:.1f}"
    x, y = points[-1]
    colour = colours["doubt"] if edge.back else colours["faint"]
    dash = ' stroke-dasharray="5 4"' if edge.back else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4"{dash}/>'
        f'<path d="M{x - 4:.1f} {y - 7:.1f}L{x + 4:.1f} {y - 7:.1f}L{x:.1f} {y:.1f}Z" fill="{colour}"/>'
    )


def _corner(before: tuple[float, float], at: tuple[float, float], after: tuple[float, float]) -> str:
    """A bend with a small radius, smaller where the pieces are short."""
    (ax, ay), (x, y), (bx, by) = before, at, after
    radius = min(5.0, (abs(ax - x) + abs(ay - y)) / 2, (abs(bx - x) + abs(by - y)) / 2)
    first = (x - radius * _sign(x - ax), y - radius * _sign(y - ay))
    second = (x + radius * _sign(bx - x), y + radius * _sign(by - y))
    return f"L{first[0]:.1f} {first[1]:.1f}Q{x:.1f} {y:.1f} {second[0]:.1f} {second[1]:.1f}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _node(node: Node, colours: Mapping[str, str], links: bool) -> str:
    x, y, w, h = node.x, node.y, node.w, node.h
    if node.kind == "decision":
        cut = 16
        shape = (
            f'<path d="M{x + cut:.1f} {y:.1f}H{x + w - cut:.1f}L{x + w:.1f} {y + h / 2:.1f}L{x + w - cut:.1f} '
            f'{y + h:.1f}H{x + cut:.1f}L{x:.1f} {y + h / 2:.1f}Z" fill="{colours["decision"]}" '
            f'stroke="{colours["doubt"]}" stroke-width="1.3"/>'
        )
    else:
        round_ = h / 2 if node.kind in {"start", "end"} else 7
        fill = colours["surface"] if node.kind in {"start", "end"} else colours["task"]
        shape = (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{round_:.1f}" fill="{fill}" '
            f'stroke="{colours["edge"]}" stroke-width="1.3"/>'
        )
    top = y + h / 2 - (len(node.lines) - 1) * LINE / 2 + 4
    text = "".join(
        f'<text x="{x + w / 2:.1f}" y="{top + place * LINE:.1f}" text-anchor="middle" fill="{colours["ink"]}">'
        f"{escape(line)}</text>"
        for place, line in enumerate(node.lines)
    )
    inside = shape + text
    return f'<a href="#adim-{node.id}" tabindex="-1">{inside}</a>' if links and node.id > 0 else inside


def _label(edge: Edge, colours: Mapping[str, str]) -> str:
    """The answer, beside the line where it leaves its box."""
    x, y = edge.points[0]
    after = edge.points[2] if len(edge.points) > 2 else edge.points[1]
    left = after[0] < x - 1
    wide = len(edge.label) * 6.2 + 6
    at = x - wide - 2 if left else x + 2
    return (
        f'<text x="{at + wide / 2:.1f}" y="{y + 13:.1f}" text-anchor="middle" font-size="11" font-weight="600" '
        f'fill="{colours["doubt"]}">{escape(edge.label)}</text>'
    )
