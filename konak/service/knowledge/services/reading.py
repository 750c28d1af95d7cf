"""What readers leave behind: that it was read, whether it helped, that no ticket was needed."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.db import fetch
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail
from konak.service.desk import public as desk

from .. import access, queries
from ..models import Article, Genre, TicketLink, Vote


def read(article_id: int) -> None:
    """Count one reading: one statement, no reader in it."""
    fetch("knowledge/read", article=article_id, day=localdate())


@transaction.atomic
def spare(article_id: int, *, actor: Actor) -> bool:
    """The reader says that he needs no ticket any more. False where nobody has read it today."""
    article = queries.readable(actor).get(pk=article_id)
    return bool(fetch("knowledge/spared", article=article.pk, day=localdate()))


@transaction.atomic
def vote(article_id: int, *, actor: Actor, helpful: bool, reason: str = "") -> Vote:
    """Helpful or not, once for a version; who says no says why. Changing one's mind changes the vote."""
    article = queries.readable(actor).get(pk=article_id)
    if actor.user_id is None or article.current_id is None:
        raise Refused("Görüş bildirmek için oturum açın.")
    if not helpful and not reason.strip():
        raise Refused("Neyin eksik ya da yanlış olduğunu bir cümleyle yazın; makaleyi onunla düzelteceğiz.")
    made, _ = Vote.objects.update_or_create(
        version_id=article.current_id,
        user_id=actor.user_id,
        defaults={"article": article, "helpful": helpful, "reason": reason.strip()[:500], "at": now()},
    )
    counted = article.votes.aggregate(
        yes=Count("pk", filter=Q(helpful=True)), no=Count("pk", filter=Q(helpful=False))
    )
    Article.objects.filter(pk=article.pk).update(yes=counted["yes"], no=counted["no"])
    return made


@transaction.atomic
def link_ticket(article_id: int, *, actor: Actor, ticket: str, why: str = TicketLink.Why.USED) -> TicketLink:
    """Bind an article to a ticket one may see: written from it, used in it, the known error behind it."""
    article = queries.article(actor, article_id)
    if not actor.holds(access.WRITE):
        raise Refused(f"«{access.WRITE.label}» için yetkiniz yok.")
    if why not in TicketLink.Why.values:
        raise Refused("İlişki türü bilinmiyor.")
    if why == TicketLink.Why.ERROR and article.genre != Genre.KNOWN_ERROR:
        raise Refused("Bu makale bir bilinen hata değil.")
    number = ticket.strip().upper()
    if desk.facts_of(actor, number) is None:
        raise Refused(f"«{ticket}» sayılı destek talebi bulunamadı.")
    made, fresh = TicketLink.objects.get_or_create(
        article=article, ticket=number, why=why, defaults={"by_id": actor.user_id}
    )
    if fresh:
        trail.write(actor=actor, kind="knowledge.article", subject=article.pk, verb="link", note=number)
    return made


@transaction.atomic
def unlink_ticket(article_id: int, link_id: int, *, actor: Actor) -> None:
    """The two do not belong together after all."""
    article = queries.article(actor, article_id)
    if not actor.holds(access.WRITE):
        raise Refused(f"«{access.WRITE.label}» için yetkiniz yok.")
    found = article.tickets.get(pk=link_id)
    trail.write(actor=actor, kind="knowledge.article", subject=article.pk, verb="unlink", note=found.ticket)
    found.delete()
