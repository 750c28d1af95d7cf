"""Filters of SCIM (RFC 7644 §3.4.2.2) as conditions of the database.

A condition is either exact, then the database counts and pages by it; or it only narrows down, then what is left is
compared in memory, as long as it is not too much. What the database cannot say at all narrows down nothing.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from scim2_models.path import Comparison, FilterVisitor, LogicalExpr, Not, Present, ValuePath

from konak.foundation.db.turkish import fold
from konak.foundation.people.models import User

from ..models import Group

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user"
LONGEST = 200
"""Letters of a value; nothing that is kept is longer."""
ORDERS = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
TEXTS = {"eq": "exact", "co": "contains", "sw": "startswith", "ew": "endswith"}


@dataclass(frozen=True, slots=True)
class Condition:
    """What the database asks: `q` is None where it asks nothing."""

    q: Q | None = None
    exact: bool = False


ANYTHING = Condition()
NOTHING = Condition(Q(pk__in=[]), exact=True)
Compare = Callable[[str, Any], Condition]


def _words(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST and "\0" not in value else None


def _exactly(column: str, *, lower: bool = False) -> Compare:
    """A column of plain letters: what is compared is what is kept."""

    def compare(op: str, value: Any) -> Condition:
        text = _words(value)
        if text is None or op not in {*TEXTS, "ne"} or (lower and not text.isascii()):
            return ANYTHING
        text = text.lower() if lower else text
        q = Q(**{f"{column}__{TEXTS['eq' if op == 'ne' else op]}": text})
        return Condition(~q if op == "ne" else q, exact=True)

    return compare


def _folded(column: str) -> Compare:
    """Words of people: the database compares folded, which finds too much rather than too little."""

    def compare(op: str, value: Any) -> Condition:
        text = _words(value)
        if text is None or op not in TEXTS:
            return ANYTHING
        return Condition(Q(**{f"{column}__{TEXTS[op]}": fold(text)}))

    return compare


def _number(op: str, value: Any) -> Condition:
    """The key of an account."""
    if op not in {"eq", "ne"}:
        return ANYTHING
    known = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18
    known = known and str(int(value)) == value
    q = Q(pk=int(value)) if known else Q(pk__in=[])
    return Condition(~q if op == "ne" else q, exact=True)


def _moment(column: str) -> Compare:
    def compare(op: str, value: Any) -> Condition:
        at = value if isinstance(value, dt.datetime) else parse_datetime(value) if _words(value) else None
        if at is None or op not in ORDERS:
            return ANYTHING  # equal to the microsecond is nothing the two sides agree on
        return Condition(Q(**{f"{column}__{ORDERS[op]}": make_aware(at, dt.UTC) if is_naive(at) else at}), exact=True)

    return compare


def _active(op: str, value: Any) -> Condition:
    """An account that a sender made without saying so shows nothing here, though it is open."""
    if op not in {"eq", "ne"} or not isinstance(value, bool):
        return ANYTHING
    q = Q(is_active=value) & ~Q(quiet="true")
    return Condition(~q if op == "ne" else q, exact=True)


def _address(op: str, value: Any) -> Condition:
    """One of the addresses: Konak's own, or another that the sender keeps."""
    text = _words(value)
    if text is None or op not in TEXTS or not text.isascii() or '"' in text or "\\" in text:
        return ANYTHING
    return Condition(Q(mail__contains=text.lower()) | Q(told__contains=text.lower()))


def _registry(op: str, value: Any) -> Condition:
    text = _words(value)
    if text is None or op != "eq":
        return ANYTHING
    return Condition(Q(registry_number__iexact=text) | Q(longer_number=fold(text)))


def _member(op: str, value: Any) -> Condition:
    if op != "eq":
        return ANYTHING
    known = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18
    return Condition(
        Q(members__user_id=int(value)) if known else Q(pk__in=[]), exact=known and str(int(value)) == value
    )


USERS: dict[str, Compare] = {
    "id": _number,
    "username": _exactly("username", lower=True),
    "externalid": _exactly("scim__external_id"),
    "active": _active,
    "name.givenname": _folded("given"),
    "name.familyname": _folded("family"),
    "displayname": _folded("whole"),
    "title": _folded("titled"),
    "emails": _address,
    "emails.value": _address,
    "meta.created": _moment("joined_at"),
    "meta.lastmodified": _moment("changed"),
    f"{ENTERPRISE}:employeenumber": _registry,
}
GROUPS: dict[str, Compare] = {
    "id": _exactly("uid"),
    "externalid": _exactly("external_id"),
    "displayname": _folded("named"),
    "members": _member,
    "members.value": _member,
    "meta.created": _moment("created_at"),
    "meta.lastmodified": _moment("changed_at"),
}
ORDER_OF_USERS = {
    "username": "username",
    "meta.created": "joined_at",
    "meta.lastmodified": "changed",
}
ORDER_OF_GROUPS = {"meta.created": "created_at", "meta.lastmodified": "changed_at"}


class Translator(FilterVisitor[Condition]):
    """A parsed filter as a condition; `inside` is the attribute whose values are being selected."""

    def __init__(self, columns: dict[str, Compare], inside: str = "") -> None:
        self.columns, self.inside = columns, inside

    def _compare(self, path: Any) -> Compare | None:
        name = f"{path.attr}.{path.sub_attr}" if path.sub_attr else str(path.attr)
        name = f"{self.inside}.{name}" if self.inside else name
        if path.uri and path.uri.lower() == ENTERPRISE:
            name = f"{ENTERPRISE}:{name}"
        return self.columns.get(name.lower())

    def visit_comparison(self, node: Comparison) -> Condition:
        compare = self._compare(node.attr_path)
        return compare(node.op.value, node.value) if compare else ANYTHING

    def visit_present(self, node: Present) -> Condition:
        return ANYTHING

    def visit_not(self, node: Not) -> Condition:
        inner = self.visit(node.expr)
        return Condition(~inner.q, exact=True) if inner.exact and inner.q is not None else ANYTHING

    def visit_logical_expr(self, node: LogicalExpr) -> Condition:
        parts = [self.visit(term) for term in node.terms]
        exact = all(part.exact for part in parts)
        if node.op.value == "and":
            q = Q()
            for part in parts:
                q &= part.q if part.q is not None else Q()
            return Condition(q, exact)
        if any(part.q is None for part in parts):
            return ANYTHING
        q = Q(pk__in=[])
        for part in parts:
            q |= part.q if part.q is not None else Q()
        return Condition(q, exact)

    def visit_value_path(self, node: ValuePath) -> Condition:
        """Some value fits as a whole; the database looks at each part alone, which narrows down no less."""
        inner = Translator(self.columns, str(node.attr_path.attr)).visit(node.val_filter)
        return Condition(inner.q)


def condition(asked: Any, columns: dict[str, Compare]) -> Condition:
    """The condition of a filter, or of none."""
    return Condition(Q(), exact=True) if asked is None else Translator(columns).visit(asked.ast)


def _fold(*parts: Any) -> Func:
    return Func(Concat(*parts, Value(""), output_field=TextField()), function="tr_fold", output_field=TextField())


def comparable_users(rows: QuerySet[User]) -> QuerySet[User]:
    """Accounts with what filters and orders look at."""
    # reach: public, because the caller holds the permission of SCIM for the whole house
    return rows.alias(
        given=_fold("first_name"),
        family=_fold("last_name"),
        whole=_fold("first_name", Value(" "), "last_name"),
        titled=_fold("title"),
        mail=Lower("email"),
        told=Lower(Cast("scim__more", TextField())),
        quiet=Coalesce(KeyTextTransform("silent", "scim__more"), Value(""), output_field=TextField()),
        longer_number=_fold(Coalesce(KeyTextTransform("number", "scim__more"), Value(""), output_field=TextField())),
        changed=Coalesce(F("scim__changed_at"), F("joined_at")),
    )


def comparable_groups(rows: QuerySet[Group]) -> QuerySet[Group]:
    # reach: public, because the caller holds the permission of SCIM for the whole house
    return rows.alias(named=_fold("name"))
