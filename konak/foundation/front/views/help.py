"""The handbook, read from docs/handbook, and the list of keys."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from konak.foundation.web.http import Request

from .. import handbook


def index(request: Request) -> HttpResponse:
    return page(request, "index")


def page(request: Request, slug: str) -> HttpResponse:
    found = handbook.read(slug)
    if found is None:
        raise Http404
    return render(request, "front/help.html", {"page": found, "pages": handbook.pages(), "slug": slug})


def keys(request: Request) -> HttpResponse:
    return render(request, "front/keys.html", {"pages": handbook.pages(), "slug": "klavye"})
