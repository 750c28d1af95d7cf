"""The doors for log shippers. They speak the protocols the shippers speak, errors included."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..models import Source
from ..parsing import pushed
from ..services import receiving

LIKE = {"number": "8.17.0", "build_flavor": "default", "lucene_version": "9.12.0"}
"""The version of Elasticsearch whose bulk API is spoken; shippers ask for it before they send."""
View = Callable[..., HttpResponse]


def _problem(status: int, words: str) -> JsonResponse:
    answer = JsonResponse({"error": {"type": "konak", "reason": words}, "status": status}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Konak"'
    if status == 429:
        answer["Retry-After"] = str(receiving.WAIT)
    return answer


def door(view: Callable[[HttpRequest, Source, bytes], HttpResponse]) -> View:
    """Let a sender with a key in, with its unpacked body; every refusal has the status that makes it wait or stop."""

    @csrf_exempt
    @require_http_methods(["POST", "PUT"])
    def inner(request: HttpRequest, **_: Any) -> HttpResponse:
        source = receiving.sender(request.headers.get("Authorization", ""))
        if source is None:
            return _problem(401, "unknown key")
        try:
            length = int(request.headers.get("Content-Length") or 0)
        except ValueError:
            return _problem(400, "Content-Length is not a number")
        if length > pushed.LARGEST:
            return _problem(413, "the body is too large")
        try:
            body = request.read(pushed.LARGEST + 1)
            if len(body) > pushed.LARGEST:
                return _problem(413, "the body is too large")
            return view(request, source, pushed.unpacked(body, request.headers.get("Content-Encoding", "").lower()))
        except pushed.TooLarge as fault:
            return _problem(413, str(fault))
        except pushed.Malformed as fault:
            return _problem(400, str(fault))
        except receiving.Busy:
            return _problem(429, "no room for more lines now; send again later")

    return inner


def _kept(source: Source, lines: Iterable[pushed.Line]) -> int:
    return receiving.receive(source, pushed.bounded(lines))


@door
def loki(request: HttpRequest, source: Source, body: bytes) -> HttpResponse:
    reader = pushed.loki_json if request.content_type == "application/json" else pushed.loki_protobuf
    _kept(source, reader(body))
    return HttpResponse(status=204)


@door
def otlp(request: HttpRequest, source: Source, body: bytes) -> HttpResponse:
    if request.content_type == "application/json":
        _kept(source, pushed.otlp_json(body))
        return JsonResponse({"partialSuccess": {}})
    _kept(source, pushed.otlp_protobuf(body))
    return HttpResponse(b"", content_type="application/x-protobuf")


@door
def bulk(request: HttpRequest, source: Source, body: bytes) -> HttpResponse:
    told = list(pushed.bulk(body))
    _kept(source, (line for _, line in told if line is not None))
    refused = {"status": 400, "error": {"type": "illegal_argument_exception", "reason": "only create and index"}}
    items = [{action: {"status": 201, "result": "created"} if line else refused} for action, line in told]
    answer = {"took": 1, "errors": any(line is None for _, line in told), "items": items}
    return _like_elastic(answer)


@require_http_methods(["GET", "HEAD"])
def about(request: HttpRequest) -> HttpResponse:
    """What shippers of Elasticsearch ask before they send."""
    if receiving.sender(request.headers.get("Authorization", "")) is None:
        return _problem(401, "unknown key")
    return _like_elastic({"name": "konak", "cluster_name": "konak", "version": LIKE, "tagline": "Konak"})


@require_http_methods(["GET", "HEAD"])
def licence(request: HttpRequest) -> HttpResponse:
    if receiving.sender(request.headers.get("Authorization", "")) is None:
        return _problem(401, "unknown key")
    return _like_elastic({"license": {"status": "active", "type": "basic", "mode": "basic", "uid": "konak"}})


def _like_elastic(told: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(json.dumps(told), content_type="application/json")
    answer["X-Elastic-Product"] = "Elasticsearch"  # official clients send nothing to a server without it
    return answer
