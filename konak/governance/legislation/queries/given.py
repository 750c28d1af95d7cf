"""What a query string may hold, made harmless before it reaches a statement."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field


def plain(value: Any) -> Any:
    """An empty field of a form is no filter; a NUL cannot be in any text of ours, and PostgreSQL refuses it."""
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(plain)]
