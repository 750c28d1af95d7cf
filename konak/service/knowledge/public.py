"""What neighbours above may know of the knowledge base."""

from dataclasses import dataclass

from konak.foundation.access import Actor

from . import queries, services
from .lifecycle import PUBLISHED, RETIRED
from .models import Category, Genre

__all__ = ["PUBLISHED", "RETIRED", "ArticleFacts", "begin_known_error", "facts_of", "shelves"]


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


def shelves() -> list[tuple[int, str]]:
    """The shelves an article may stand on."""
    # reach: public inside the house, because everybody reads them
    return list(Category.objects.values_list("pk", "name"))


def begin_known_error(
    *, actor: Actor, unit_id: int, shelf_id: int, title: str, symptom: str, workaround: str, cause: str = ""
) -> int:
    """Begin the article of a known error; it is a draft until somebody else has published it. Returns its key."""
    made = services.begin(
        actor=actor,
        unit_id=unit_id,
        title=title,
        category_id=shelf_id,
        genre=Genre.KNOWN_ERROR,
        symptom=symptom,
        workaround=workaround,
        cause=cause,
        summary=symptom[:300],
    )
    return made.pk
