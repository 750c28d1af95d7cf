"""What the pages of this app share: words and numbers of an address, units within reach, PDFs, uploads."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from konak.foundation.access import Permission
from konak.foundation.documents.services import render_pdf
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import units
from konak.foundation.web.http import Request


def numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]


def word(request: Request, name: str, longest: int = 120) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:longest]


def units_for(request: Request, permission: Permission) -> QuerySet[Unit]:
    """The units a permission reaches."""
    reach = request.actor.reach(permission)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


def pdf(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(render_pdf(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def with_file(values: dict[str, Any]) -> dict[str, Any]:
    """A cleaned upload as services take it: the bytes and the name."""
    file = values.pop("file", None)
    return values | ({"file": file.file, "file_name": file.name} if file else {})
