"""What the APIs of all apps say alike: how a refusal looks, and text that PostgreSQL can keep."""

from typing import Any

from ninja import Schema
from pydantic import StringConstraints


class Problem(Schema):
    """Every "no" looks like this (RFC 9457): a sentence for the reader."""

    title: str
    status: int


SAYS_NO: dict[Any, Any] = {404: Problem, 409: Problem, 422: Problem}
"""Answers of an operation on a record: not within reach, the wrong state or a rule against it, bad input."""


def line(longest: int, shortest: int = 0) -> Any:
    """Constraint of a text of `shortest` to `longest` characters, without NUL, which PostgreSQL cannot store."""
    return StringConstraints(max_length=longest, min_length=shortest, pattern=r"^[^\x00]*$")
