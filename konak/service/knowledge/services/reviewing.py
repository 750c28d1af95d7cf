"""Telling those whose turn it is: an article waits for a look, came back, or has grown old."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import given
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import above, on_day

from .. import access
from ..models import Article, State

AHEAD = dt.timedelta(days=14)
REVIEW = Topic(
    "knowledge.review",
    "Onayımı bekleyen bilgi makalesi",
    "Biriminizde yazılan bir makale onayınıza gönderildiğinde.",
    needs=access.PUBLISH,
    order=17,
)
MINE = Topic(
    "knowledge.mine",
    "Yazdığım bilgi makalesi",
    "Makaleniz iade edildiğinde ya da gözden geçirme günü yaklaştığında.",
    mail=Pace.DAILY,
    needs=access.WRITE,
    order=17,
)


def _leaders(article: Article) -> list[int]:
    """Who may publish it, the nearest seats first."""
    positions = list(given(access.PUBLISH))
    seats = Appointment.objects.filter(
        on_day(), unit_id__in=above(article.unit_id), position__in=positions, user__is_active=True
    ).exclude(position="administrator")
    return list(seats.values_list("user_id", flat=True).distinct())


def ask_for_review(article: Article, actor: Actor) -> None:
    """An article waits for whoever may publish it."""
    notify(
        _leaders(article), REVIEW, f"Onayınızı bekliyor: {article.title}", actor=actor, url=f"/bilgi/{article.pk}/"
    )


def tell_writer(article: Article, actor: Actor, words: str) -> None:
    """It came back, with what is missing."""
    people = [one for one in (article.assignee_id, article.made_by_id) if one]
    notify(
        people, MINE, f"Makaleniz iade edildi: {article.title}", actor=actor, body=words, url=f"/bilgi/{article.pk}/"
    )


def remind(today: dt.date | None = None) -> int:
    """Once for each day of review: the responsible person two weeks before, the leaders when it has passed."""
    day = today or localdate()
    count = 0
    due = Article.objects.filter(state=State.PUBLISHED, review_on__lte=day + AHEAD)
    for article in due.select_related("unit").order_by("pk"):
        late = article.review_on is not None and article.review_on < day
        people = _leaders(article) if late else [one for one in (article.assignee_id,) if one] or _leaders(article)
        when = f"{article.review_on:%d.%m.%Y}"
        title = f"Gözden geçirme günü {'geçti' if late else 'yaklaşıyor'} ({when}): {article.title}"
        with transaction.atomic():
            count += notify(
                people,
                REVIEW if late else MINE,
                title,
                url=f"/bilgi/{article.pk}/",
                dedupe=f"knowledge:{article.pk}:{article.review_on}:{late}",
            )
    return count
