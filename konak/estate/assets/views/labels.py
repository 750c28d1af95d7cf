"""Labels, and the page that reads them by the camera of a phone."""

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import filters_of

from ..queries import things
from ..services import labels


@require_http_methods(["GET", "POST"])
def sheet(request: Request) -> HttpResponse:
    """GET asks for the size; POST prints labels of the chosen numbers, or of the whole filtered list."""
    asked = request.POST if request.method == "POST" else request.GET
    tags = [tag for tag in asked.getlist("tag") if tag][: labels.MOST]
    filters = filters_of(things.AssetFilter, asked)
    rows = things.assets(request.actor, things.AssetFilter(state="all") if tags else filters)
    if tags:
        rows = rows.filter(tag__in=tags)
    chosen = list(rows.order_by("place__code", "tag")[: labels.MOST + 1])
    if request.method == "POST":
        size, skip = request.POST.get("size", ""), request.POST.get("skip", "0")
        try:
            if request.POST.get("form") == "zpl":
                answer = HttpResponse(labels.zpl(chosen, size), content_type="text/plain; charset=utf-8")
                answer["Content-Disposition"] = 'attachment; filename="etiketler.zpl"'
                return answer
            content = labels.pdf(chosen, size, int(skip) if skip.isdecimal() and len(skip) < 4 else 0)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            answer = HttpResponse(content, content_type="application/pdf")
            answer["Content-Disposition"] = 'inline; filename="etiketler.pdf"'
            return answer
    context = {
        "rows": chosen[:12],
        "count": len(chosen),
        "more": len(chosen) > labels.MOST,
        "tags": tags,
        "kept": [] if tags else [(k, v) for k, v in filters.model_dump(exclude_none=True).items()],
        "sizes": labels.SHEETS.values(),
    }
    return render(request, "assets/labels.html", context)


@require_GET
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})  # type: ignore[untyped-decorator] # django-csp is read without types
def scan(request: Request) -> HttpResponse:
    """Point the camera or type: what is found opens; what is not is said, and the box stays ready."""
    text = request.GET.get("kod", "").replace("\0", "").strip()[:300]
    found = things.scanned(request.actor, text) if text else None
    if found is not None and request.GET.get("ac", "1") == "1":
        return go(request, reverse("assets:asset", args=[found.tag]))
    return render(request, "assets/scan.html", {"text": text, "missed": bool(text) and found is None})
