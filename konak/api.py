"""The door for machines: one router per app, one way to say no (RFC 9457 problem details)."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import django_auth

from konak.foundation.lifecycle import Refused
from konak.foundation.web.api import router as me
from konak.foundation.web.bearer import Bearer
from konak.governance.committees.api import router as committees
from konak.governance.compliance.api import router as compliance
from konak.governance.legislation.api import router as legislation
from konak.governance.orders.api import router as orders
from konak.governance.organization.api import router as organization
from konak.governance.processes.api import router as processes
from konak.governance.sources.api import router as sources
from konak.governance.staffing.api import router as staffing

api = NinjaAPI(
    title="Konak",
    version="1",
    description="Konak'ın makineler için kapısı. Ekranlarla aynı kurallar, aynı ret sözleri.",
    urls_namespace="api",
    auth=[Bearer(), django_auth],
    docs_url=None,  # its page loads scripts from elsewhere; the description stands at openapi.json
)
api.add_router("/me", me)
api.add_router("/organization", organization)
api.add_router("/staffing", staffing)
api.add_router("/committees", committees)
api.add_router("/orders", orders)
api.add_router("/legislation", legislation)
api.add_router("/sources", sources)
api.add_router("/processes", processes)
api.add_router("/compliance", compliance)


def _problem(request: HttpRequest, status: int, title: str, **more: object) -> HttpResponse:
    answer = api.create_response(request, {"title": title, "status": status, **more}, status=status)
    answer["Content-Type"] = "application/problem+json"
    return answer


@api.exception_handler(Refused)
def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    return _problem(request, 409, str(exc))


@api.exception_handler(ObjectDoesNotExist)
def missing(request: HttpRequest, exc: ObjectDoesNotExist) -> HttpResponse:
    return _problem(request, 404, "Kayıt bulunamadı.")


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, "Oturum açın.")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    fields = [{"field": ".".join(map(str, error["loc"][1:])), "problem": error["msg"]} for error in exc.errors]
    return _problem(request, 422, "Gönderilen bilgiler eksik ya da hatalı.", fields=fields)
