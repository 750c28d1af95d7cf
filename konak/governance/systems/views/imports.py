"""A list of systems from a file: hand in, look, write."""

import csv
import io

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, given

from .. import access, services
from ..forms.system import UploadForm

SHOWN = 200
VERDICTS = {"error": "Hatalı", "new": "Yeni", "changed": "Değişecek", "same": "Aynı"}


def upload(request: Request) -> HttpResponse:
    return answer(
        request,
        UploadForm(**given(request)),
        services.hand_in,
        title="Listeden bilgi sistemi aktar",
        button="Yükle ve bak",
        lead="Örnek başlıklar için dışa aktarılan Excel'i ya da örnek CSV'yi kullanın.",
        next_url=lambda stored: reverse("systems:import_preview", args=[stored.pk]),
    )


@require_GET
def example(request: Request) -> HttpResponse:
    """The heads of the list with one line that shows how."""
    if not request.actor.holds(access.KEEP):
        raise Http404
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([label for label, _ in services.COLUMNS.values()])
    line = ["ORNEK", "Örnek sistem", "Ne işe yarar?", "Uygulama", "Kullanımda", "Bilgi İşlem Dairesi Başkanlığı"]
    writer.writerow([*line, "", "", "Orta", "8", "24", "Kurum içi", "Kurumun sistem odası", "", "", "", "", ""])
    answer_ = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer_["Content-Disposition"] = 'attachment; filename="bilgi-sistemleri-ornek.csv"'
    return answer_


def preview(request: Request, file_id: int) -> HttpResponse:
    try:
        stored = services.handed_in(file_id, request.actor)
        if request.method == "POST":
            counts = services.commit(file_id, actor=request.actor)
            messages.success(request, f"{counts['new']} sistem eklendi, {counts['changed']} sistem değişti.")
            return go(request, reverse("systems:index"))
        looked = services.look(stored, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        return render(request, "systems/import.html", {"refusal": str(refusal)}, status=422)
    counts = looked.counts
    view = request.GET.get("durum", "")
    if view not in VERDICTS:
        view = next((name for name in ("error", "new", "changed") if counts[name]), "same")
    rows = [row for row in looked.rows if row.verdict == view]
    context = {
        "file": stored,
        "tabs": [Tab(label, f"?durum={name}", name == view, counts[name]) for name, label in VERDICTS.items()],
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "counts": counts,
        "looked": looked,
        "view": view,
    }
    return render(request, "systems/import.html", context)
