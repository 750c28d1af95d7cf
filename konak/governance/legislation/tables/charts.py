"""What the charts of the register are drawn from: options for the chart component, numbers and their names."""

from collections.abc import Sequence
from typing import Any

from ..models import Proof
from ..queries import Night

SERIES = ((Proof.FRESH, "done"), (Proof.STALE, "wait"), (Proof.MISSING, "late"))


def trend_chart(nights: Sequence[Night]) -> dict[str, Any] | None:
    """How many duties stood how, day after day; None while there are too few nights to see a line."""
    if len(nights) < 2:
        return None
    names = [proof.label for proof, _ in SERIES]
    return {
        "dataset": {"source": [["Gün", *names], *([one.day, one.fresh, one.stale, one.missing] for one in nights)]},
        "xAxis": {"type": "time"},
        "yAxis": {},
        "series": [
            {
                "type": "line",
                "stack": "duties",
                "name": name,
                "kind": kind,
                "encode": {"x": "Gün", "y": name},
            }
            for name, (_, kind) in zip(names, SERIES, strict=True)
        ],
    }


def share_chart(rows: Sequence[tuple[str, float]], name: str) -> dict[str, Any]:
    """A bar for each name: scores of articles or branches, 0 to 100."""
    return {
        "dataset": {"source": [["Ad", name], *([label, round(value)] for label, value in rows)]},
        "xAxis": {"type": "value", "max": 100},
        "yAxis": {"type": "category", "axisLabel": {"width": 220, "overflow": "truncate"}},
        "series": [{"type": "bar", "name": name, "kind": "accent", "encode": {"x": name, "y": "Ad"}}],
    }
