"""The picture of an impact as ECharts takes it; the list beside it says the same in words."""

from typing import Any

from ..queries import Impact

SIZES = {
    "centre": 46,
    "system": 34,
    "part": 26,
    "asset": 30,
    "service": 30,
    "unit": 26,
    "person": 24,
    "ticket": 22,
    "outage": 26,
}
KINDS = {
    "centre": "late",
    "system": "wait",
    "part": "closed",
    "asset": "closed",
    "service": "wait",
    "unit": "accent",
    "person": "accent",
    "ticket": "open",
    "outage": "late",
}
SHAPES = {
    "centre": "circle",
    "system": "roundRect",
    "part": "roundRect",
    "asset": "rect",
    "service": "pin",
    "unit": "circle",
    "person": "circle",
    "ticket": "diamond",
    "outage": "triangle",
}


def chart_of(picture: Impact) -> dict[str, Any]:
    """Knots and threads; the table behind the chart lists each knot with how far it stands from the source."""
    names = {one.key: one for one in picture.knots}
    source: list[list[Any]] = [["Ad", "Tür", "Uzaklık"]]
    source += [[one.label, one.kind_label, one.step] for one in picture.knots]
    nodes = [
        {
            "id": one.key,
            "name": one.label if len(one.label) <= 34 else f"{one.label[:32]}…",
            "kind": KINDS[one.kind],
            "symbol": SHAPES[one.kind],
            "symbolSize": SIZES[one.kind],
            "value": f"{one.kind_label}{': ' + one.note if one.note else ''}",
        }
        for one in picture.knots
    ]
    links = [
        {
            "source": one.source,
            "target": one.target,
            "value": one.words,
            "kind": "late" if _stops(names[one.target]) else "",
        }
        for one in picture.threads
    ]
    series = {
        "type": "graph",
        "layout": "force",
        "roam": True,
        "draggable": True,
        "data": nodes,
        "links": links,
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 7,
        "force": {"repulsion": 900, "edgeLength": [90, 200], "gravity": 0.12},
        "label": {"show": True, "position": "bottom", "fontSize": 11},
        "lineStyle": {"curveness": 0.08, "width": 1.4},
        "emphasis": {"focus": "adjacency"},
    }
    return {"dataset": {"source": source}, "legend": {"show": False}, "series": [series]}


def _stops(knot: Any) -> bool:
    return bool(knot.hit == "stops")
