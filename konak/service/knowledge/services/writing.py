"""An article is written, looked at by somebody else, published, renewed, taken away."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import IO

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish as announce
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.trail import services as trail

from .. import access, queries
from ..lifecycle import PUBLISHED, RETIRED
from ..models import Article, ArticleFile, Audience, Category, Genre, State, Version
from .remaking import refresh

KIND = "knowledge.article"
TEXTS = ("summary", "body", "symptom", "workaround", "cause", "rule")
MOST_FILES = 40
PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "pdf", "docx", "xlsx", "txt")


def _tell(article: Article, verb: str, actor: Actor, note: str = "") -> None:
    permission = access.PUBLISH if verb in {"publish", "return", "retire", "revive"} else access.WRITE
    trail.write(
        actor=actor, kind=KIND, subject=article.pk, verb=verb, note=note, seat=actor.seat_for(permission, article)
    )


def locked(article_id: int, actor: Actor) -> Article:
    """The article, locked; out of reach it does not exist."""
    seen = queries.article(actor, article_id)
    return Article.objects.select_for_update(of=("self",)).select_related("current", "unit").get(pk=seen.pk)


def writes(article: Article, actor: Actor) -> None:
    if not actor.reach(access.WRITE).covers(article):
        raise Refused(f"«{access.WRITE.label}» için yetkiniz yok. Yetkili: {article.unit} çalışanları.")


def decides(article: Article, actor: Actor) -> None:
    if not actor.reach(access.PUBLISH).covers(article):
        raise Refused(f"«{access.PUBLISH.label}» için yetkiniz yok. Yetkili: {article.unit} amirleri.")


@transaction.atomic
def save_category(
    category_id: int | None = None, *, actor: Actor, name: str, icon: str = "book", order: int = 50
) -> Category:
    """A shelf, new or renamed."""
    if not actor.holds(access.PUBLISH):
        raise Refused(f"«{access.PUBLISH.label}» için yetkiniz yok.")
    shelf = Category.objects.get(pk=category_id) if category_id else Category()
    shelf.name, shelf.icon, shelf.order = name.strip(), icon.strip() or "book", order
    if not shelf.name:
        raise Refused("Rafa bir ad verin.")
    try:
        with transaction.atomic():
            shelf.save()
    except IntegrityError:
        raise Refused(f"«{shelf.name}» adlı bir raf zaten var.") from None
    trail.write(actor=actor, kind="knowledge.category", subject=shelf.pk, verb="edit" if category_id else "add")
    return shelf


@transaction.atomic
def begin(
    *,
    actor: Actor,
    unit_id: int,
    title: str,
    category_id: int,
    genre: str = Genre.HOW,
    audience: str = Audience.INTERNAL,
    keywords: str = "",
    services: Iterable[str] = (),
    devices: Iterable[str] = (),
    systems: Iterable[str] = (),
    ticket: str = "",
    **texts: str,
) -> Article:
    """Begin an article; its first version is a draft nobody else reads."""
    article = Article(made_by_id=actor.user_id, assignee_id=actor.user_id)
    article.unit = Unit.objects.get(pk=unit_id)
    _described(article, title, category_id, genre, audience, keywords, services, devices, systems)
    writes(article, actor)
    article.save()
    made = Version(article=article, number=1, by_id=actor.user_id)
    _written(article, made, texts)
    made.save()
    if ticket:
        from .reading import link_ticket

        link_ticket(article.pk, actor=actor, ticket=ticket, why="from")
    _tell(article, "add", actor)
    return article


def _described(
    article: Article,
    title: str,
    category_id: int,
    genre: str,
    audience: str,
    keywords: str,
    services: Iterable[str],
    devices: Iterable[str],
    systems: Iterable[str],
) -> None:
    if not title.strip():
        raise Refused("Makaleye, arayanın yazacağı sözlerle bir başlık verin.")
    if genre not in Genre.values or audience not in Audience.values:
        raise Refused("Makalenin türü ya da okurları bilinmiyor.")
    try:
        article.category = Category.objects.get(pk=category_id)
    except Category.DoesNotExist:
        raise Refused("Seçilen raf bulunamadı.") from None
    article.title, article.genre, article.audience = " ".join(title.split())[:200], genre, audience
    article.keywords = " ".join(keywords.split())[:300]
    article.services = sorted({one.strip()[:40] for one in services if one.strip()})[:20]
    article.devices = sorted({one.strip()[:80] for one in devices if one.strip()})[:20]
    article.systems = sorted({one.strip()[:24] for one in systems if one.strip()})[:20]


def _written(article: Article, made: Version, texts: dict[str, str]) -> None:
    if unknown := set(texts) - {*TEXTS, "note"}:
        raise TypeError(f"unknown texts {sorted(unknown)}")
    for name, text in texts.items():
        setattr(
            made,
            name,
            text.replace("\0", "").strip()[:300] if name in {"summary", "note"} else text.replace("\0", ""),
        )
    if article.genre == Genre.KNOWN_ERROR and not made.symptom.strip():
        raise Refused("Bilinen hatada belirtiyi yazın: kullanıcı ne görüyor?")
    if not made.body.strip() and not made.workaround.strip():
        raise Refused("Makalenin metni boş olamaz.")


@transaction.atomic
def describe(
    article_id: int,
    *,
    actor: Actor,
    title: str,
    category_id: int,
    genre: str,
    audience: str,
    keywords: str = "",
    services: Iterable[str] = (),
    devices: Iterable[str] = (),
    systems: Iterable[str] = (),
    related: Sequence[int] = (),
    review_on: dt.date | None = None,
) -> Article:
    """Change what stands on the cover. Whom a published article is for is changed by who publishes."""
    article = locked(article_id, actor)
    writes(article, actor)
    if article.state == State.PUBLISHED and audience != article.audience:
        decides(article, actor)
    _described(article, title, category_id, genre, audience, keywords, services, devices, systems)
    if review_on is not None:
        article.review_on, article.reminded_on = review_on, None
    article.save()
    article.related.set(queries.articles(actor).filter(pk__in=list(related)[:20]).exclude(pk=article.pk))
    refresh(article)
    _tell(article, "describe", actor)
    return article


@transaction.atomic
def write(article_id: int, *, actor: Actor, seen: int | None = None, **texts: str) -> Version:
    """Write on the version that is not published yet; where there is none, begin the next one.

    `seen` is the number of the version the writer began from: if somebody published meanwhile, he is told.
    """
    article = locked(article_id, actor)
    writes(article, actor)
    if article.state == State.RETIRED:
        raise Refused("Yayından kalkan makale düzeltilmez; önce yayına geri alın.")
    newest = article.versions.order_by("-number").first()
    assert newest is not None
    if seen is not None and seen != newest.number:
        raise Refused(f"Siz yazarken {newest.number} numaralı sürüm kaydedilmiş. Sayfayı yenileyip karşılaştırın.")
    made = newest
    if newest.published_at is not None:
        made = Version(article=article, number=newest.number + 1)
        for name in TEXTS:
            setattr(made, name, getattr(newest, name))
    made.by_id, made.at = actor.user_id, now()
    _written(article, made, texts)
    made.save()
    if article.state == State.REVIEW:
        article.state = State.DRAFT
        article.save()
    _tell(article, "write", actor, str(made.number))
    return made


@transaction.atomic
def send(article_id: int, *, actor: Actor) -> Article:
    """Onaya gönder: somebody else looks at it."""
    article = locked(article_id, actor)
    writes(article, actor)
    if article.state != State.DRAFT:
        raise Refused("Yalnız taslak makale onaya gönderilir.")
    article.state = State.REVIEW
    article.save()
    _tell(article, "send", actor)
    from .reviewing import ask_for_review

    ask_for_review(article, actor)
    return article


@transaction.atomic
def hand_back(article_id: int, *, actor: Actor, words: str) -> Article:
    """İade et: what is missing is said."""
    article = locked(article_id, actor)
    decides(article, actor)
    if article.state != State.REVIEW:
        raise Refused("Yalnız onay bekleyen makale iade edilir.")
    if not words.strip():
        raise Refused("Neyin eksik olduğunu yazın.")
    article.state = State.DRAFT
    article.save()
    _tell(article, "return", actor)
    from .reviewing import tell_writer

    tell_writer(article, actor, words)
    return article


@transaction.atomic
def publish(article_id: int, *, actor: Actor, months: int = 12) -> Article:
    """Yayımla: the version that was written becomes what readers see. Its writer does not publish it himself."""
    article = locked(article_id, actor)
    decides(article, actor)
    made = queries.pending(article)
    if made is None:
        raise Refused("Yayımlanacak yeni bir sürüm yok.")
    if article.state not in {State.REVIEW, State.PUBLISHED}:
        raise Refused("Makale önce onaya gönderilmeli.")
    if made.by_id is not None and made.by_id == actor.user_id:
        raise Refused("Kendi yazdığınız sürümü bir başkası yayımlar (iki göz ilkesi).")
    if not 1 <= months <= 60:
        raise Refused("Gözden geçirme süresi 1 ile 60 ay arasında olmalı.")
    moment = now()
    made.published_at, made.published_by_id = moment, actor.user_id
    made.save()
    article.current, article.state, article.reminded_on = made, State.PUBLISHED, None
    article.published_at = article.published_at or moment
    article.review_on = localdate() + dt.timedelta(days=round(months * 30.44))
    article.save()
    refresh(article)
    _tell(article, "publish", actor, str(made.number))
    announce(PUBLISHED, article=article.pk)
    return article


@transaction.atomic
def retire(article_id: int, *, actor: Actor, words: str = "") -> Article:
    """Yayından kaldır: it is found no more; those who have its address read why."""
    article = locked(article_id, actor)
    decides(article, actor)
    if article.state != State.PUBLISHED:
        raise Refused("Yalnız yayındaki makale yayından kaldırılır.")
    article.state = State.RETIRED
    article.save()
    refresh(article)
    _tell(article, "retire", actor, words)
    announce(RETIRED, article=article.pk)
    return article


@transaction.atomic
def bring_back(article_id: int, *, actor: Actor) -> Article:
    """Yayına geri al: as it was."""
    article = locked(article_id, actor)
    decides(article, actor)
    if article.state != State.RETIRED:
        raise Refused("Makale zaten yayında ya da hiç yayımlanmamış.")
    article.state = State.PUBLISHED
    article.save()
    refresh(article)
    _tell(article, "revive", actor)
    return article


@transaction.atomic
def attach(article_id: int, *, actor: Actor, file: IO[bytes], name: str = "") -> ArticleFile:
    """Add a picture or a file; the text shows it by `![söz](dosya:12)`."""
    article = locked(article_id, actor)
    writes(article, actor)
    if article.files.count() >= MOST_FILES:
        raise Refused(f"Bir makalede en çok {MOST_FILES} dosya olur.")
    stored = store(
        actor=actor,
        content=file,
        name=name or getattr(file, "name", "") or "dosya",
        allow=PICTURES,
        limit_bytes=10 * 1024 * 1024,
        unit_id=article.unit_id,
        purpose="knowledge.article",
    )
    made, fresh = ArticleFile.objects.get_or_create(
        article=article, file=stored, defaults={"added_by_id": actor.user_id}
    )
    if fresh:
        _tell(article, "attach", actor)
    return made


@transaction.atomic
def drop_file(article_id: int, file_id: int, *, actor: Actor) -> None:
    """Take a file off an article; where the text still shows it, its words stand instead."""
    article = locked(article_id, actor)
    writes(article, actor)
    article.files.get(pk=file_id).delete()
    _tell(article, "detach", actor)
