"""The door for machines: one router per app, one way to say no (RFC 9457 problem details)."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import django_auth

from konak.assurance.logs.api import router as logs
from konak.city.geodata.api import router as geodata
from konak.estate.assets.api import router as assets
from konak.estate.monitoring.api import router as monitoring
from konak.estate.network.api import dcim, ipam, root
from konak.estate.network.api import own as network
from konak.estate.software.api import router as software
from konak.estate.stocktake.api import router as stocktakes
from konak.estate.supplies.api import router as supplies
from konak.estate.upkeep.api import router as upkeep
from konak.foundation.front.notify_api import notifications, watching
from konak.foundation.front.safety_api import grants, sessions, trail
from konak.foundation.lifecycle import Refused
from konak.foundation.web.api import router as me
from konak.foundation.web.bearer import Bearer
from konak.governance.committees.api import router as committees
from konak.governance.compliance.api import router as compliance
from konak.governance.disclosures.api import router as disclosures
from konak.governance.legislation.api import router as legislation
from konak.governance.orders.api import router as orders
from konak.governance.organization.api import router as organization
from konak.governance.processes.api import router as processes
from konak.governance.sources.api import router as sources
from konak.governance.staffing.api import router as staffing
from konak.governance.systems.api import router as systems
from konak.office.archive.api import router as archive
from konak.office.correspondence.api import router as correspondence
from konak.office.esignature.api import router as esignature
from konak.service.access_requests.api import router as access_requests
from konak.service.consultancy.api import router as consultancy
from konak.service.desk.api import router as desk
from konak.service.directory.api import router as directory
from konak.service.knowledge.api import router as knowledge
from konak.service.mailroom.api import router as mailroom
from konak.service.repairs.api import router as repairs
from konak.service.visits.api import router as visits
from konak.service.webhooks.api import router as webhooks

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "problem": {"type": "string"}},
                "required": ["field", "problem"],
            },
        },
    },
    "required": ["title", "status"],
}
REFUSALS = {
    "400": "İstek okunamadı.",
    "401": "Oturum açılmamış ya da anahtar geçersiz.",
    "403": "Bu kapıdan geçilemez.",
    "404": "Kayıt yok ya da yetki alanınızda değil.",
    "409": "Bir kural işlemi durdurdu; nedeni başlıkta yazar.",
    "422": "Gönderilen bilgiler eksik ya da hatalı.",
    "429": "Çok sık istek yapıldı.",
}


class Api(NinjaAPI):
    """Describes the refusals as well: every operation may answer with each of them."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, words in REFUSALS.items():
                    operation["responses"][status] = {"description": words, "content": content}
        return schema


api = Api(
    title="Konak",
    version="1",
    description="Konak'ın makineler için kapısı. Ekranlarla aynı kurallar, aynı ret sözleri.",
    urls_namespace="api",
    auth=[Bearer(), django_auth],
    docs_url=None,  # its page loads scripts from elsewhere; the description stands at openapi.json
)
api.add_router("/grants", grants)
api.add_router("/sessions", sessions)
api.add_router("/trail", trail)
api.add_router("/me", me)
api.add_router("/notifications", notifications)
api.add_router("/cases", watching)
api.add_router("/organization", organization)
api.add_router("/staffing", staffing)
api.add_router("/committees", committees)
api.add_router("/assets", assets)
api.add_router("/orders", orders)
api.add_router("/correspondence", correspondence)
api.add_router("/disclosures", disclosures)
api.add_router("/logs", logs)
api.add_router("/legislation", legislation)
api.add_router("/sources", sources)
api.add_router("/processes", processes)
api.add_router("/compliance", compliance)
api.add_router("/stocktakes", stocktakes)
api.add_router("/geodata", geodata)
api.add_router("/software", software)
api.add_router("/systems", systems)
api.add_router("/desk", desk)
api.add_router("/access", access_requests)
api.add_router("/upkeep", upkeep)
api.add_router("/supplies", supplies)
api.add_router("/repairs", repairs)
api.add_router("/network", network)
api.add_router("/monitoring", monitoring)
api.add_router("/dcim", dcim)
api.add_router("/ipam", ipam)
api.add_router("", root)
api.add_router("/knowledge", knowledge)
api.add_router("/mailroom", mailroom)
api.add_router("/webhooks", webhooks)
api.add_router("/visits", visits)
api.add_router("/consultancy", consultancy)
api.add_router("/directory", directory)
api.add_router("/esignature", esignature)
api.add_router("/archive", archive)


def _problem(request: HttpRequest, status: int, title: str, **more: object) -> HttpResponse:
    answer = api.create_response(request, {"title": title, "status": status, **more}, status=status)
    answer["Content-Type"] = "application/problem+json"
    return answer


@api.exception_handler(Refused)
def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    return _problem(request, 409, str(exc))


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def missing(request: HttpRequest, exc: Exception) -> HttpResponse:
    return _problem(request, 404, "Kayıt bulunamadı.")


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, "Oturum açın.")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    fields = [{"field": ".".join(map(str, error["loc"][1:])), "problem": error["msg"]} for error in exc.errors]
    return _problem(request, 422, "Gönderilen bilgiler eksik ya da hatalı.", fields=fields)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return _problem(request, exc.status_code, "İstek okunamadı." if exc.status_code == 400 else str(exc))
