"""What NetBox clients send and read: references, choices, pages of limit and offset, one or many in one place."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from ninja import Field, Query, Router, Schema, Status
from pydantic import RootModel, create_model

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

MOST = 1_000
"""Rows of one page; NetBox clients ask with limit=0 for as many as there may be."""
Line = Annotated[str, line(200)]
Short = Annotated[str, line(60)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Field(ge=0, le=10_000)]
Offset = Annotated[int, Field(ge=0, le=2**31)]
Tag = Annotated[str, line(50)]


class IpamRef(Schema):
    """Another record, as far as a client needs to name it."""

    id: int
    url: str
    display: str


class IpamChoice(Schema):
    value: str | int
    label: str


class IpamTag(Schema):
    name: str
    slug: str
    display: str


class IpamTagIn(Schema):
    name: Tag = ""
    slug: Tag = ""


Tags = Annotated[list[Tag | IpamTagIn], Field(max_length=20)]


class IpamKeyIn(Schema):
    id: Key


class IpamKeys(RootModel[Annotated[list[IpamKeyIn], Field(min_length=1, max_length=1_000)]]):
    """The records that are meant."""


def many_of(item: type[Schema], name: str) -> type[RootModel[Any]]:
    """A body that is a list of these."""
    many = Annotated[list[item], Field(min_length=1, max_length=1_000)]  # type: ignore[valid-type]
    return create_model(f"{name}Body", __base__=RootModel[many], __module__=__name__)


def one_or_many(item: type[Schema]) -> type[RootModel[Any]]:
    """A body that is one of these or a list of them."""
    many = Annotated[list[item], Field(min_length=1, max_length=1_000)]  # type: ignore[valid-type]
    return create_model(f"{item.__name__}Body", __base__=RootModel[many | item], __module__=__name__)  # type: ignore[valid-type]


def ref(kind: str, row: Any) -> IpamRef | None:
    if row is None:
        return None
    return IpamRef(id=row.pk, url=f"{settings.SITE_URL}/api/{kind}/{row.pk}/", display=str(row))


def choice(row: Model, name: str) -> IpamChoice:
    return IpamChoice(value=getattr(row, name), label=str(getattr(row, f"get_{name}_display")()))


def tags_out(row: Any) -> list[IpamTag]:
    return [IpamTag(name=tag, slug=tag, display=tag) for tag in row.tags]


def tags_in(tags: Sequence[str | dict[str, str]]) -> list[str]:
    return [tag if isinstance(tag, str) else tag.get("slug") or tag.get("name") or "" for tag in tags]


class Resource:
    """One kind of record with the seven doors of NetBox: list, add one or many, change, change many, take out."""

    def __init__(
        self,
        router: Router,
        name: str,
        *,
        kind: str,
        enter: type[Schema],
        change: type[Schema],
        shown: type[Schema],
        asked: type[Schema],
        rows: Callable[[Request, Any], QuerySet[Any]],
        show: Callable[[Any], Any],
        add: Callable[..., Any],
        edit: Callable[..., Any],
        drop: Callable[..., Any],
        facts: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> None:
        self.rows, self.show, self.kind = rows, show, kind
        page = type(
            f"{shown.__name__.removesuffix('Out')}Page",
            (Schema,),
            {
                "__annotations__": {
                    "count": int,
                    "next": str | None,
                    "previous": str | None,
                    "results": list[shown],  # type: ignore[valid-type]
                },
                "__module__": __name__,
            },
        )
        word = name.replace("-", "_")

        def one(request: Request, key: int) -> Any:
            return show(rows(request, None).get(pk=key))

        def listing(
            request: Request,
            filters: Query[asked],  # type: ignore[valid-type]
            limit: Limit = 50,
            offset: Offset = 0,
        ) -> Any:
            found = rows(request, filters)
            many = found.order_by().count()
            size = min(limit or MOST, MOST)
            part = [show(row) for row in found[offset : offset + size]]
            said = {key: value for key, value in request.GET.lists() if key not in ("limit", "offset")}

            def at(place: int) -> str:
                query = urlencode({**said, "limit": limit, "offset": place}, doseq=True)
                return f"{request.build_absolute_uri(request.path)}?{query}"

            return {
                "count": many,
                "next": at(offset + size) if offset + size < many else None,
                "previous": at(max(0, offset - size)) if offset else None,
                "results": part,
            }

        entered = one_or_many(enter)

        def create(
            request: Request,
            body: entered,  # type: ignore[valid-type]
        ) -> Any:
            said = body.root  # type: ignore[attr-defined]
            many = said if isinstance(said, list) else [said]
            with transaction.atomic():
                made = [add(actor=request.actor, **facts(item.dict(exclude_unset=True))) for item in many]
            shown_ = [one(request, row.pk) for row in made]
            return Status(201, shown_ if isinstance(said, list) else shown_[0])

        class Changed(change):  # type: ignore[misc,valid-type]
            id: Key

        Changed.__name__ = Changed.__qualname__ = f"{change.__name__}Many"

        changed = many_of(Changed, Changed.__name__)

        def change_many(
            request: Request,
            body: changed,  # type: ignore[valid-type]
        ) -> Any:
            with transaction.atomic():
                for item in body.root:  # type: ignore[attr-defined]
                    said = item.dict(exclude_unset=True)
                    edit(said.pop("id"), actor=request.actor, **facts(said))
            return [one(request, item.id) for item in body.root]  # type: ignore[attr-defined]

        def drop_many(
            request: Request,
            body: IpamKeys,
        ) -> Any:
            with transaction.atomic():
                for item in body.root:
                    drop(item.id, actor=request.actor)
            return Status(204, None)

        def detail(request: Request, key: Key) -> Any:
            return one(request, key)

        def change_one(
            request: Request,
            key: Key,
            body: change,  # type: ignore[valid-type]
        ) -> Any:
            edit(key, actor=request.actor, **facts(body.dict(exclude_unset=True)))  # type: ignore[attr-defined]
            return one(request, key)

        def drop_one(request: Request, key: Key) -> Any:
            drop(key, actor=request.actor)
            return Status(204, None)

        at, single = f"/{name}/", f"/{name}/{{int:key}}/"
        router.get(at, response=page, operation_id=f"{word}_list", summary=f"{kind}: liste")(listing)
        router.post(
            at,
            response={201: list[shown] | shown, **SAYS_NO},  # type: ignore[valid-type]
            operation_id=f"{word}_add",
            summary=f"{kind}: bir ya da çok kayıt ekle; ya hep ya hiç",
        )(create)
        router.patch(
            at,
            response={200: list[shown], **SAYS_NO},  # type: ignore[valid-type]
            operation_id=f"{word}_change_many",
            summary=f"{kind}: çok kaydı değiştir; ya hep ya hiç",
        )(change_many)
        router.delete(
            at,
            response={204: None, **SAYS_NO},
            operation_id=f"{word}_drop_many",
            summary=f"{kind}: çok kaydı çıkar; ya hep ya hiç",
        )(drop_many)
        router.get(
            single, response={200: shown, **SAYS_NO}, operation_id=f"{word}_detail", summary=f"{kind}: tek kayıt"
        )(detail)
        router.patch(
            single, response={200: shown, **SAYS_NO}, operation_id=f"{word}_change", summary=f"{kind}: değiştir"
        )(change_one)
        router.delete(single, response={204: None, **SAYS_NO}, operation_id=f"{word}_drop", summary=f"{kind}: çıkar")(
            drop_one
        )


def day(value: Any) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
