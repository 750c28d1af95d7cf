"""What neighbours above may know of the knowledge base."""

from dataclasses import dataclass

from konak.foundation.access import Actor

from . import queries
from .lifecycle import PUBLISHED, RETIRED

__all__ = ["PUBLISHED", "RETIRED", "ArticleFacts", "facts_of"]


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """A published article as its neighbours see it."""

    id: int
    title: str
    summary: str
    unit_id: int

    @property
    def url(self) -> str:
        return f"/bilgi/{self.id}/"


def facts_of(actor: Actor, article_id: int) -> ArticleFacts | None:
    """One published article in reach, None where there is none."""
    row = queries.readable(actor).filter(pk=article_id).first()
    if row is None or row.current is None:
        return None
    return ArticleFacts(row.pk, row.title, row.current.summary, row.unit_id)
