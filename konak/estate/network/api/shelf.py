"""The five doors of a register for machines: its list, one record, and writing it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from ..services.kept import Register
from .shapes import Key

router = Router(tags=["network"])


Text60 = Annotated[str, line(60)]


Text120 = Annotated[str, line(120)]


Text200 = Annotated[str, line(200)]


Text300 = Annotated[str, line(300)]


Text400 = Annotated[str, line(400)]


Long = Annotated[str, line(2_000)]


Tags = list[Annotated[str, line(50)]]


Money = Annotated[Decimal, Field(ge=0, le=99_999_999_999, decimal_places=2)]


Kbps = Annotated[int, Field(ge=0, le=2_000_000_000)]


Few = Annotated[int, Field(ge=0, le=500_000)]


Cursor = Annotated[str, line(400)]


Page = Annotated[int, Field(ge=1, le=200)]


def name_of(one: Any) -> str | None:
    return str(one) if one is not None else None


def typed(function: Callable[..., Any], **kinds: Any) -> Callable[..., Any]:
    """The written schema of a body, where the function is one for several registers."""
    function.__annotations__.update(kinds)
    return function


def shelf(
    path: str, word: str, register: Register[Any], rows: Callable[..., Any], order: tuple[str, ...], shapes: Any
) -> None:
    """The five doors of a register; `shapes` are its schemas: out, list, in, filter."""
    out, many, given, kind = shapes
    code = path.strip("/").replace("/", "_").replace("-", "_")

    def one(request: Request, key: Key) -> Any:
        return out.of(register.find(request.actor, key))

    def listed(request: Request, filters: Any, cursor: Cursor = "", limit: Page = 50) -> Any:
        page, after = page_after(rows(request.actor, filters), order, cursor, limit)
        return many(items=[out.of(row) for row in page], next=after)

    def add(request: Request, body: Any) -> Any:
        made = register.add(actor=request.actor, **body.dict())
        return Status(201, one(request, made.pk))

    def edit(request: Request, key: Key, body: Any) -> Any:
        register.edit(key, actor=request.actor, **body.dict())
        return one(request, key)

    def drop(request: Request, key: Key) -> Any:
        register.drop(key, actor=request.actor)
        return Status(204, None)

    named = f"{path}/{{int:key}}"
    said: dict[str, Any] = {"summary": word}
    typed(listed, filters=Query[kind])  # type: ignore[misc, valid-type]
    router.get(path, response=many, operation_id=f"network_{code}_list", **said)(listed)
    typed(add, body=given)
    router.post(path, response={201: out} | SAYS_NO, operation_id=f"network_{code}_add", **said)(add)
    router.get(named, response={200: out} | SAYS_NO, operation_id=f"network_{code}_one", **said)(one)
    typed(edit, body=given)
    router.put(named, response={200: out} | SAYS_NO, operation_id=f"network_{code}_edit", **said)(edit)
    router.delete(named, response={204: None} | SAYS_NO, operation_id=f"network_{code}_drop", **said)(drop)


def aware(moment: dt.datetime | None) -> dt.datetime | None:
    from django.utils.timezone import is_aware, make_aware

    return moment if moment is None or is_aware(moment) else make_aware(moment)
