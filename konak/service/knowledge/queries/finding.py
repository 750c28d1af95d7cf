"""Search: the house's own (stems, folded letters, slips), over two kinds of rows so that nothing internal leaks."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from konak.foundation.access import NOBODY, Actor
from konak.foundation.search import queries as search
from konak.foundation.search.services import Findable

from .. import access, parsing
from ..models import Article, Audience

KIND = "article"
PUBLIC_KIND = "public_article"


def rows_of(article: Article) -> list[Findable]:
    """The search rows of an article: one for the house, one more for everybody where it is for everybody."""
    # reach: writing what can be found reads nothing for anybody
    current = article.current
    if not article.readable or current is None:
        return []
    body = "\n".join(
        part
        for part in (
            current.summary,
            article.keywords,
            parsing.plain(current.body),
            current.symptom,
            parsing.plain(current.workaround),
            " ".join(article.devices),
        )
        if part
    )
    rows = [
        Findable(
            kind=KIND,
            object_id=article.pk,
            title=article.title,
            url=f"/bilgi/{article.pk}/",
            body="\n".join(part for part in (body, current.cause, current.rule) if part),
            permission=access.READ.code,
            unit_id=article.unit_id,
            secrecy=article.secrecy,
        )
    ]
    if article.audience == Audience.PUBLIC and not article.secrecy:
        rows.append(
            Findable(
                kind=PUBLIC_KIND,
                object_id=article.pk,
                title=article.title,
                url=f"/bilgi-merkezi/{article.pk}/",
                body=body,
                permission=access.READ.code,
                public=True,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class Hit:
    """One found article, with what was looked for marked."""

    id: int
    title: SafeString
    snippet: SafeString
    url: str
    plain: str


def _hits(actor: Actor, words: str, kind: str, limit: int) -> list[Hit]:
    found = search.search(actor, words, kinds={kind}, limit=limit)
    return [Hit(int(one.object_id), one.title_html, one.snippet_html, one.url, one.title) for one in found.hits]


def find(actor: Actor, words: str, limit: int = 20) -> list[Hit]:
    """Published articles the actor may read, best first."""
    return _hits(actor, words, KIND, limit)


def find_public(words: str, limit: int = 20) -> list[Hit]:
    """What everybody may find."""
    # reach: public, because only rows published for everybody are looked at
    return _hits(NOBODY, words, PUBLIC_KIND, limit)


def suggest(actor: Actor, words: str, limit: int = 5) -> list[Hit]:
    """What may help while somebody types: every word first, then without those that find nothing."""
    found = find(actor, words, limit)
    if found:
        return found
    parts = [word for word in words.split() if len(word) > 3][:6]
    seen: dict[int, Hit] = {}
    for word in sorted(parts, key=len, reverse=True)[:3]:
        for hit in find(actor, word, limit):
            seen.setdefault(hit.id, hit)
    return list(seen.values())[:limit]
