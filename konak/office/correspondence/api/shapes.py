"""What several doors of the documents show: evidence, updates of a package, pages."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from django.http import Http404
from django.http.response import HttpResponseBase
from ninja import Field, Schema

from konak.foundation.files.services import serve
from konak.foundation.web.http import Request

from .. import queries, services
from ..models import (
    Incoming,
    PackageUpdate,
    Proof,
    Shown,
)

Page = Annotated[int, Field(ge=1, le=200)]
Millimetres = Annotated[float, Field(ge=0, le=2_000)]


class ProofOut(Schema):
    """Delil. `judged` is "ok", why not, or begins with "?" where it cannot be told; `xades` speaks of the signature
    inside the evidence."""

    id: int
    kind: str
    label: str
    identifier: str
    issuer: str
    reason: str
    judged: str
    xades: str
    event_at: dt.datetime | None
    sha256: str

    @classmethod
    def of(cls, row: Proof) -> "ProofOut":
        return cls(
            id=row.pk, kind=row.kind, label=row.get_kind_display(), identifier=row.identifier, issuer=row.issuer,
            reason=row.reason, judged=row.judged, xades=row.xades, event_at=row.event_at, sha256=row.file.blob_id,
        )  # fmt: skip


class PackageUpdateOut(Schema):
    secrecy: int
    changed_at: dt.datetime
    why: str
    decision_number: str

    @classmethod
    def of(cls, row: PackageUpdate) -> "PackageUpdateOut":
        return cls(secrecy=row.secrecy, changed_at=row.changed_at, why=row.why, decision_number=row.decision_number)


def seen(request: Request, number: str) -> Incoming:
    found = queries.one_incoming(request.actor, number)
    services.note_reading(found.case, actor=request.actor, what=Shown.API)
    return found


def proof_file(rows: Iterable[Proof], proof_id: int) -> HttpResponseBase:
    row = next((row for row in rows if row.pk == proof_id), None)
    if row is None:
        raise Http404
    return serve(row.file, attachment=True)
