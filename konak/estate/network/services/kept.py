"""A register: records that are written down, changed and taken out by whoever keeps the network; found by the search
of the house. What is particular to one of them stands in its `check`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.search.services import Findable, index_many, remove

from .. import access
from .common import fill, keep_once, may, own_unit, take_out, tell

M = TypeVar("M", bound=Model)
Tie = tuple[Callable[[Actor], QuerySet[Any]], str]


def people(actor: Actor) -> QuerySet[User]:
    """Whoever works here may answer for a record."""
    del actor
    return User.objects.filter(is_active=True)


@dataclass(frozen=True, slots=True)
class Register(Generic[M]):
    """`ties` says for each key where it may lead and what is said otherwise; `needed` what may not stay empty."""

    model: type[M]
    kind: str
    find: Callable[[Actor, int], M]
    facts: frozenset[str]
    needed: Mapping[str, str]
    twice: str
    kept: str
    path: str
    told: Callable[[M], tuple[str, str]]
    ties: Mapping[str, Tie]
    check: Callable[[M, Actor], None] | None = None
    label: str = ""
    icon: str = "network"

    @transaction.atomic
    def add(self, *, actor: Actor, unit_id: int | None = None, **facts: Any) -> M:
        one = self.model(unit_id=own_unit(actor, unit_id))
        return self._write(one, actor, facts, "add")

    @transaction.atomic
    def edit(self, key: int, *, actor: Actor, **facts: Any) -> M:
        return self._write(self.find(actor, key), actor, facts, "edit")

    @transaction.atomic
    def drop(self, key: int, *, actor: Actor) -> None:
        one = self.find(actor, key)
        may(actor, access.KEEP, one)
        tell(self.kind, key, "drop", actor, one, str(one)[:200])
        take_out(one, self.kept)
        remove(kind=self.kind, object_id=key)

    def _write(self, one: M, actor: Actor, facts: dict[str, Any], verb: str) -> M:
        may(actor, access.KEEP, one)
        for name in self.ties.keys() & facts.keys():
            key = facts.pop(name)
            rows, words = self.ties[name]
            if key is not None and getattr(one, name) != key and not rows(actor).filter(pk=key).exists():
                raise Refused(words)
            setattr(one, name, key)
        fill(one, facts, self.facts)
        for name, words in self.needed.items():
            if getattr(one, name) in (None, ""):
                raise Refused(words)
        if self.check is not None:
            self.check(one, actor)
        keep_once(one, self.twice)
        index_many([self._row(one)])
        tell(self.kind, one.pk, verb, actor, one, str(one)[:200])
        return one

    def _row(self, one: Any) -> Findable:
        title, body = self.told(one)
        return Findable(
            kind=self.kind,
            object_id=one.pk,
            number=None,
            title=title[:250],
            body=body,
            url=f"{self.path}{one.pk}/",
            permission=access.VIEW.code,
            unit_id=one.unit_id,
        )

    def reindex(self) -> None:
        index_many(self._row(one) for one in self.model._default_manager.order_by("pk").iterator(chunk_size=1_000))


def listed(values: Sequence[str] | str | None, most: int = 50) -> list[str]:
    """Names with commas or lines between them."""
    words = values.replace("\n", ",").split(",") if isinstance(values, str) else list(values or ())
    found = list(dict.fromkeys(one.replace("\0", "").strip() for one in words if one.strip()))
    if len(found) > most or any(len(one) > 100 for one in found):
        raise Refused(f"En çok {most} ad, her biri en çok 100 karakter olabilir.")
    return found
