"""Secure channels and sharing protocols: tests, certificates, signed documents."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, given

from ..forms import further as forms
from ..queries import channel
from ..services import channel as channelling
from .shelves import act


def test_channel(request: Request, key: int) -> HttpResponse:
    form = forms.ChannelTestForm(**given(request))
    return act(request, "channels", key, form, channelling.record_channel_test, "Sınama kaydet")


def lay_certificate(request: Request, key: int) -> HttpResponse:
    def read(key: int, *, actor: Any, file: Any) -> Any:
        return channelling.lay_certificate(key, actor=actor, content=file.read())

    form = forms.CertificateForm(**given(request))
    return act(request, "channels", key, form, read, "Sertifika okut", button="Okut")


def lay_document(request: Request, key: int) -> HttpResponse:
    def lay(key: int, *, actor: Any, file: Any) -> Any:
        return channelling.lay_document(key, actor=actor, content=file, name=file.name or "protokol.pdf")

    form = forms.DocumentForm(**given(request))
    return act(request, "protocols", key, form, lay, "İmzalı belgeyi koy", button="Koy")


@require_GET
def protocol_file(request: Request, key: int) -> HttpResponse:
    from konak.foundation.files.serving import serve

    one = found(channel.protocol, request.actor, key)
    if one.file is None:
        raise Http404
    return serve(one.file)  # type: ignore[return-value]
