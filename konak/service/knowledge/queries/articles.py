"""Articles in reach."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.governance.systems import public as systems

from .. import access
from ..models import Article, ArticleFile, Audience, Category, Genre, State, TicketLink, Version

PAGE = 50


def _plain(value: Any) -> Any:
    """An empty field of a form is no filter; a NUL stands in no text of ours."""
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]


class ArticleFilter(FilterSchema):
    """One filter for both doors; `late` are those whose review is overdue."""

    state: Annotated[Words, FilterLookup("state")] = None
    genre: Annotated[Words, FilterLookup("genre")] = None
    audience: Annotated[Words, FilterLookup("audience")] = None
    category: Annotated[Key, FilterLookup("category_id")] = None
    unit: Annotated[Key, FilterLookup("unit_id")] = None
    late: bool = False
    q: Words = None

    def filter_late(self, value: bool) -> Q:
        return Q(state=State.PUBLISHED, review_on__lt=localdate()) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


class _Folded(Func):
    function = "tr_fold"
    output_field = TextField()


def serves(actor: Actor, article: Article) -> bool:
    """Whether the actor writes for the unit of an article."""
    return actor.reach(access.WRITE).covers(article)


def articles(actor: Actor, filters: ArticleFilter | None = None) -> QuerySet[Article]:
    """What the actor may open: everything published, and what his own units are writing."""
    mine = actor.reach(access.WRITE).q("", ("assignee",))
    read = actor.reach(access.READ).q("", ("assignee",)) & Q(state=State.PUBLISHED, current__isnull=False)
    rows = Article.objects.filter(mine | read)
    if filters is not None:
        if filters.q:
            searched = Concat("title", Value(" "), "keywords", output_field=TextField())
            rows = rows.annotate(folded=_Folded(searched))
        rows = filters.filter(rows)
    return rows.select_related("category", "unit", "assignee", "current")


def readable(actor: Actor) -> QuerySet[Article]:
    """What is published and may be read by the actor."""
    rows = Article.objects.filter(
        actor.reach(access.READ).q("", ("assignee",)), state=State.PUBLISHED, current__isnull=False
    )
    return rows.select_related("category", "unit", "current")


def article(actor: Actor, article_id: int) -> Article:
    """One article in reach; unknown and out of reach are the same."""
    return articles(actor).get(pk=article_id)


def version(article: Article, number: int) -> Version:
    # reach: the article was found through one
    return article.versions.get(number=number)


def versions(article: Article) -> list[Version]:
    # reach: the article was found through one
    return list(article.versions.select_related("by", "published_by").order_by("-number"))


def pending(article: Article) -> Version | None:
    """The version that is being written."""
    # reach: the article was found through one
    return article.versions.filter(published_at=None).select_related("by").first()


def files_of(article: Article) -> list[ArticleFile]:
    # reach: the article was found through one
    return list(article.files.select_related("file__blob").order_by("pk"))


def tickets_of(article: Article) -> list[TicketLink]:
    # reach: the article was found through one
    return list(article.tickets.order_by("-pk")[:50])


def of_ticket(actor: Actor, number: str) -> list[TicketLink]:
    """Articles bound to a ticket that the actor may open."""
    seen = articles(actor).filter(tickets__ticket=number)
    rows = TicketLink.objects.filter(ticket=number, article__in=seen.values("pk"))
    return list(rows.select_related("article__category").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Article]
    after: str


def page_of_articles(actor: Actor, filters: ArticleFilter, *, after: str = "", limit: int = PAGE) -> Page:
    """One keyset page, the newest first. A broken cursor begins anew."""
    rows = articles(actor, filters)
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def of_system(actor: Actor, code: str) -> list[Article]:
    """What readers should know about an information system."""
    return list(readable(actor).filter(systems__contains=[code]).order_by("-views", "pk")[:20])


def of_device(actor: Actor, model: str) -> list[Article]:
    """What readers should know about a device: articles that name its model, with or without its maker."""
    told = fold(model)
    if not told:
        return []
    named = readable(actor).exclude(devices=[]).order_by("-views", "pk")[:500]
    return [one for one in named if any(fold(name) in told for name in one.devices)][:20]


def systems_to_name() -> list[tuple[str, str]]:
    """Systems an article may name, by code."""
    # reach: public, because the names of systems are in the handbook of the house
    return systems.names()


def most_read(actor: Actor, limit: int = 50) -> list[Article]:
    return list(readable(actor).filter(views__gt=0).order_by("-views", "pk")[:limit])


def found_wanting(actor: Actor, limit: int = 50) -> list[Article]:
    """What readers said does not help, the most often said first."""
    rows = readable(actor).filter(no__gt=0).annotate(share=F("no") * 100 / (F("yes") + F("no")))
    return list(rows.order_by("-no", "-share", "pk")[:limit])


def popular(actor: Actor, limit: int = 8) -> list[Article]:
    return list(readable(actor).order_by("-views", "pk")[:limit])


def known_errors(actor: Actor, limit: int = 8) -> list[Article]:
    return list(readable(actor).filter(genre=Genre.KNOWN_ERROR).order_by("-published_at")[:limit])


def categories() -> QuerySet[Category]:
    # reach: public, because shelves have names and nothing on them yet
    return Category.objects.all()


def shelves(actor: Actor) -> list[tuple[Category, int]]:
    """Shelves with what is published on them for this reader."""
    counted = {
        row["category_id"]: row["many"]
        for row in readable(actor).order_by().values("category_id").annotate(many=Count("pk"))
    }
    return [(one, counted[one.pk]) for one in Category.objects.filter(pk__in=counted)]


def waiting(actor: Actor) -> int:
    """Articles that wait for the actor's decision, or whose review is due."""
    reach = actor.reach(access.PUBLISH).q("", ("assignee",))
    late = Q(state=State.PUBLISHED, review_on__lt=localdate())
    return Article.objects.filter(reach).filter(Q(state=State.REVIEW) | late).count()


def public_articles() -> QuerySet[Article]:
    """What everybody in the world may read."""
    # reach: public, because these were published for everybody
    rows = Article.objects.filter(audience=Audience.PUBLIC, state=State.PUBLISHED, current__isnull=False, secrecy=0)
    return rows.select_related("category", "current")


def public_article(article_id: int) -> Article:
    # reach: public, because it was published for everybody
    return public_articles().get(pk=article_id)


def public_categories() -> list[tuple[Category, list[Article]]]:
    # reach: public, because these were published for everybody
    found: dict[int, list[Article]] = {}
    for one in public_articles().order_by("title"):
        found.setdefault(one.category_id, []).append(one)
    return [(one, found[one.pk]) for one in Category.objects.filter(pk__in=found)]
