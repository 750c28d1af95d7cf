"""The door for machines: the catalogue and the rows of layers, by the rule and with the words of the screens."""

import datetime as dt
from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from ninja import Field as Bound
from ninja import Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Field, Layer, Load, Operation, Proposal
from .queries import rows
from .queries.reach import Sight
from .services import proposing

router = Router(tags=["geodata"])

Name = Annotated[str, line(40)]
Line160 = Annotated[str, line(160)]
Line500 = Annotated[str, line(500)]
Long = Annotated[str, line(4_000)]
Cursor = Annotated[str, line(300)]
Key = Annotated[int, Bound(ge=1, le=2**63 - 1)]
Version = Annotated[int, Bound(ge=0, le=2**31 - 1)]


class GeodataFieldOut(Schema):
    name: str
    title: str
    kind: str
    measure: str
    domain: dict[str, Any]
    required: bool
    searchable: bool
    in_tile: bool

    @classmethod
    def of(cls, one: Field) -> "GeodataFieldOut":
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class GeodataLayerOut(Schema):
    name: str
    title: str
    description: str
    geometry_type: str
    srid: int
    state: str
    sensitivity: str
    licence: str
    theme: str
    unit: str
    rows: int
    data_changed_at: dt.datetime | None
    update_plan: str

    @classmethod
    def of(cls, one: Layer) -> "GeodataLayerOut":
        return cls(**_layer(one))


def _layer(one: Layer) -> dict[str, Any]:
    same = ("name", "title", "description", "geometry_type", "srid", "state", "sensitivity", "licence", "theme")
    return {
        **{name: getattr(one, name) for name in (*same, "data_changed_at", "update_plan")},
        "unit": one.unit.name,
        "rows": one.row_count,
    }


class GeodataLayerDetail(GeodataLayerOut):
    abstract: str
    source: str
    lineage: str
    keywords: list[str]
    key_field: str
    fields: list[GeodataFieldOut]
    may_edit: bool


class GeodataLayerList(Schema):
    items: list[GeodataLayerOut]
    next: str


class GeodataRowOut(Schema):
    id: int
    version: int
    changed_at: dt.datetime
    values: dict[str, Any]
    geometry: dict[str, Any] | None
    until: dt.datetime | None = None
    gone: bool = False

    @classmethod
    def of(cls, row: rows.Row) -> "GeodataRowOut":
        return cls(
            id=row.id,
            version=row.version,
            changed_at=row.changed_at,
            values=row.values,
            geometry=row.geometry,
            until=row.until,
            gone=row.gone,
        )


class GeodataRowList(Schema):
    items: list[GeodataRowOut]
    next: int | None


class GeodataRowIn(Schema):
    """Values by column; the geometry as GeoJSON in degrees."""

    values: dict[str, Any] = {}
    geometry: dict[str, Any] | None = None


class GeodataChangeIn(GeodataRowIn):
    version: Version


class GeodataProposalIn(GeodataRowIn):
    operation: Operation
    row_id: Key | None = None
    version: Version | None = None
    why: Line500 = ""


class GeodataProposalOut(Schema):
    id: int
    layer: str
    operation: str
    row_id: int | None
    state: str
    why: str
    words: str

    @classmethod
    def of(cls, one: Proposal) -> "GeodataProposalOut":
        return cls(
            id=one.pk,
            layer=one.layer.name,
            operation=one.operation,
            row_id=one.row_id,
            state=one.state,
            why=one.why,
            words=one.words,
        )


class GeodataWordsIn(Schema):
    words: Line500 = ""


class GeodataLoadOut(Schema):
    id: int
    layer: str
    file: str
    mode: str
    dry_run: bool
    state: str
    why: str
    rows_read: int
    rows_wrong: int
    rows_mended: int
    rows_added: int
    rows_changed: int
    rows_removed: int
    report: dict[str, Any]

    @classmethod
    def of(cls, one: Load) -> "GeodataLoadOut":
        same = set(cls.model_fields) - {"id", "layer", "file"}
        return cls(id=one.pk, layer=one.layer.name, file=one.named, **{name: getattr(one, name) for name in same})


class GeodataDemandIn(Schema):
    kind: Name
    unit_id: Key
    subject: Annotated[str, line(250)]
    text: Long
    layers: Annotated[list[Name], Bound(max_length=50)] = []
    body: Line160 = ""
    contact: Line160 = ""
    letter: Annotated[str, line(60)] = ""
    protocol: Annotated[str, line(120)] = ""


class GeodataDemandOut(Schema):
    number: str
    subject: str
    kind: str
    state: str
    body: str
    answer: str


@router.get("/layers", response=GeodataLayerList, summary="Katmanlar")
def list_layers(
    request: Request, filters: Query[queries.LayerFilter], cursor: Cursor = "", limit: int = 50
) -> GeodataLayerList:
    """Layers in reach by title."""
    page, after = page_after(
        queries.catalogue(request.actor, filters), ("title", "pk"), cursor, max(1, min(limit, 200))
    )
    return GeodataLayerList(items=[GeodataLayerOut.of(one) for one in page], next=after)


@router.get("/layers/{name}", response={200: GeodataLayerDetail} | SAYS_NO, summary="Bir katman")
def one_layer(request: Request, name: Name) -> GeodataLayerDetail:
    layer = queries.layer(request.actor, name)
    sight = queries.sight(request.actor, layer)
    return GeodataLayerDetail(
        **_layer(layer),
        abstract=layer.abstract,
        source=layer.source,
        lineage=layer.lineage,
        keywords=layer.keywords,
        key_field=layer.key_field,
        fields=[GeodataFieldOut.of(one) for one in sight.fields],
        may_edit=queries.may_edit(request.actor, layer),
    )


def _sight(request: Request, name: str) -> Sight:
    return queries.sight(request.actor, queries.layer(request.actor, name))


@router.get("/layers/{name}/rows", response={200: GeodataRowList} | SAYS_NO, summary="Katmanın kayıtları")
def list_rows(
    request: Request,
    name: Name,
    q: Annotated[str, line(200)] = "",
    after: Annotated[int, Bound(ge=0, le=2**63 - 1)] = 0,
    limit: Annotated[int, Bound(ge=1, le=500)] = 100,
) -> GeodataRowList:
    """By key, with geometry; `q` looks into the searchable columns. Filters and boxes: see OGC API Features."""
    page = rows.found(_sight(request, name), words=q, after=after, limit=limit, geometry=True)
    return GeodataRowList(items=[GeodataRowOut.of(one) for one in page.rows], next=page.after)


@router.post("/layers/{name}/rows", response={201: GeodataRowOut} | SAYS_NO, summary="Kayıt ekle")
def add_row(request: Request, name: Name, body: GeodataRowIn) -> Status[GeodataRowOut]:
    key = services.add(name, actor=request.actor, geometry=body.geometry or {}, given=body.values)
    return Status(201, _one(request, name, key))


def _one(request: Request, name: str, row_id: int) -> GeodataRowOut:
    found = rows.one(_sight(request, name), row_id)
    if found is None:
        raise ObjectDoesNotExist
    return GeodataRowOut.of(found)


@router.get("/layers/{name}/rows/{row_id}", response={200: GeodataRowOut} | SAYS_NO, summary="Bir kayıt")
def one_row(request: Request, name: Name, row_id: Key) -> GeodataRowOut:
    return _one(request, name, row_id)


@router.patch("/layers/{name}/rows/{row_id}", response={200: GeodataRowOut} | SAYS_NO, summary="Kaydı değiştir")
def change_row(request: Request, name: Name, row_id: Key, body: GeodataChangeIn) -> GeodataRowOut:
    """`version` is that of the row the change was made on; another one answers 409."""
    services.change(
        name, row_id, actor=request.actor, version=body.version, geometry=body.geometry, given=body.values
    )
    return _one(request, name, row_id)


@router.delete("/layers/{name}/rows/{row_id}", response={204: None} | SAYS_NO, summary="Kaydı sil")
def remove_row(request: Request, name: Name, row_id: Key, version: Version) -> Status[None]:
    services.remove(name, row_id, actor=request.actor, version=version)
    return Status(204, None)


@router.get(
    "/layers/{name}/rows/{row_id}/versions",
    response={200: list[GeodataRowOut]} | SAYS_NO,
    summary="Kaydın önceki sürümleri",
)
def versions(request: Request, name: Name, row_id: Key) -> list[GeodataRowOut]:
    return [GeodataRowOut.of(one) for one in rows.past(_sight(request, name), row_id)]


@router.post(
    "/layers/{name}/rows/{row_id}/restore/{version}",
    response={200: GeodataRowOut} | SAYS_NO,
    summary="Kaydı eski sürümüne döndür",
)
def restore_row(request: Request, name: Name, row_id: Key, version: Version) -> GeodataRowOut:
    services.restore(name, row_id, version, actor=request.actor)
    return _one(request, name, row_id)


@router.get("/loads/{load_id}", response={200: GeodataLoadOut} | SAYS_NO, summary="Bir aktarım")
def one_load(request: Request, load_id: Key) -> GeodataLoadOut:
    return GeodataLoadOut.of(queries.load(request.actor, load_id))


@router.post("/layers/{name}/proposals", response={201: GeodataProposalOut} | SAYS_NO, summary="Düzenleme öner")
def add_proposal(request: Request, name: Name, body: GeodataProposalIn) -> Status[GeodataProposalOut]:
    """What is changed in the field comes in so: it waits, and names the version it was made on."""
    made = proposing.propose(
        name,
        actor=request.actor,
        operation=body.operation,
        row_id=body.row_id,
        version=body.version,
        geometry=body.geometry,
        given=body.values,
        why=body.why,
    )
    return Status(201, GeodataProposalOut.of(made))


@router.post("/proposals/{proposal_id}/apply", response={200: GeodataProposalOut} | SAYS_NO, summary="Öneriyi uygula")
def apply_proposal(request: Request, proposal_id: Key, body: GeodataWordsIn) -> GeodataProposalOut:
    return GeodataProposalOut.of(proposing.apply(proposal_id, actor=request.actor, words=body.words))


@router.post(
    "/proposals/{proposal_id}/decline", response={200: GeodataProposalOut} | SAYS_NO, summary="Öneriyi geri çevir"
)
def decline_proposal(request: Request, proposal_id: Key, body: GeodataWordsIn) -> GeodataProposalOut:
    return GeodataProposalOut.of(proposing.decline(proposal_id, actor=request.actor, words=body.words))


@router.post("/demands", response={201: GeodataDemandOut} | SAYS_NO, summary="CBS talebi aç")
def ask_demand(request: Request, body: GeodataDemandIn) -> Status[GeodataDemandOut]:
    made = services.demands.ask(actor=request.actor, **body.dict())
    return Status(
        201,
        GeodataDemandOut(
            number=made.case.number,
            subject=made.case.subject,
            kind=made.kind,
            state=made.case.state,
            body=made.body,
            answer=made.answer,
        ),
    )
