"""Search rows of articles."""

from konak.foundation.search.services import index_many, remove

from .. import queries
from ..models import Article


def refresh(article: Article) -> None:
    """Write what can be found of an article, and remove what no longer may."""
    rows = queries.rows_of(article)
    written = {row.kind for row in rows}
    for kind in {queries.KIND, queries.PUBLIC_KIND} - written:
        remove(kind=kind, object_id=article.pk)
    index_many(rows)


def rebuild(kind: str) -> None:
    """Every row of one of the two kinds anew."""
    found = Article.objects.filter(current__isnull=False).select_related("current").order_by("pk")
    index_many(row for one in found.iterator(chunk_size=500) for row in queries.rows_of(one) if row.kind == kind)
