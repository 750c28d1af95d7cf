"""The board: four numbers, pictures of kinds, ages, custody and warranties."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.web.http import Request

from ..queries import board as numbers
from ..queries import discovered, things


@require_GET
def board(request: Request) -> HttpResponse:
    shown = numbers.board(request.actor)
    index = reverse("assets:index")
    context: dict[str, Any] = {
        "board": shown,
        "held": shown.accepted + shown.offered,
        "late_kind": "late" if shown.late_notices else "done",
        "kinds": [(name, n, f"{index}?item={code}") for code, name, n in shown.kinds],
        "most": max((n for _, _, n in shown.kinds), default=1),
        "years": {
            "dataset": {"source": [["Giriş yılı", "Taşınır"], *([str(year), n] for year, n in shown.years)]},
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"type": "bar", "name": "Taşınır"}],
        },
        "warranty": {
            "dataset": {"source": [["Ay", "Biten garanti"], *([month, n] for month, n in shown.warranty)]},
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"type": "bar", "name": "Biten garanti", "kind": "wait"}],
        },
        "unknown": discovered.unknown_count(request.actor),
        "keeps": things.kept_warehouses(request.actor).exists(),
    }
    return render(request, "assets/board.html", context)
