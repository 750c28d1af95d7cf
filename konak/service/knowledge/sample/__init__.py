"""About forty articles as the people of a municipality need them: written, published by another, read for years."""

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position, UnitKind

from .. import services
from ..models import Article, Category, Reading, Version, Vote

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SHELVES = {
    "Hesap ve parola": "key",
    "Yazıcı ve tarayıcı": "printer",
    "Bilgisayar": "device-desktop",
    "Ağ ve internet": "network",
    "EBYS ve imza": "signature",
    "E-posta": "mail",
    "Yazılım": "apps",
    "Telefon": "phone",
    "İşe başlama ve ayrılış": "user-plus",
    "Bilgi güvenliği": "shield",
}
EXTRA = {"@belirti": "symptom", "@geçici": "workaround", "@neden": "cause", "@kural": "rule"}
REASONS = (
    "Benim ekranımda menülerin adı farklı.",
    "Üçüncü adımdaki düğmeyi bulamadım.",
    "Uzak binadaki cihazlar için anlatılmamış.",
    "Resim olsa daha kolay olurdu.",
)


def loaded() -> bool:
    return Article.objects.exists()


def texts() -> list[dict[str, str]]:
    """The articles of the file beside this one."""
    found = []
    raw = (Path(__file__).parent / "articles.md").read_text(encoding="utf-8")
    for block in raw.split("=== ")[1:]:
        head, _, rest = block.partition("\n")
        title, shelf, audience, genre, keywords = (part.strip() for part in head.split("|"))
        lead, _, body = rest.partition("---\n")
        facts = {"title": title, "shelf": shelf, "audience": audience, "genre": genre, "keywords": keywords}
        for place, line in enumerate(lead.strip().split("\n")):
            mark, _, words = line.partition(" ")
            facts |= {EXTRA[mark]: words} if mark in EXTRA else ({"summary": line} if place == 0 else {})
        found.append(facts | {"body": body.strip()})
    return found


def _actor(unit: Unit, *positions: str) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position__in=positions, acting_for=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has nobody of {positions}")
    return actor_of(seat.user_id, via="cli")


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Shelves and articles by the services; their readings of two years as rows of a day."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.get(name=DEPARTMENT)
    head = _actor(department, Position.HEAD_OF_DEPARTMENT)
    branch = Unit.objects.filter(parent=department, kind=UnitKind.BRANCH).order_by("pk")[0]
    writer = _actor(branch, Position.DIRECTOR)
    shelves = {
        name: services.save_category(actor=head, name=name, icon=icon, order=place * 10)
        for place, (name, icon) in enumerate(SHELVES.items())
    }
    every = texts()
    for place, facts in enumerate(every):
        article = _written(facts, writer, branch, shelves)
        if place == len(every) - 2:
            services.send(article.pk, actor=writer)
        elif place != len(every) - 1:
            services.send(article.pk, actor=writer)
            services.publish(article.pk, actor=head, months=12)
    _used(chance)
    report(f"{Article.objects.count()} bilgi makalesi")


def _written(facts: dict[str, str], writer: Actor, unit: Unit, shelves: dict[str, Category]) -> Article:
    given = {key: text for key, text in facts.items() if key != "shelf"}
    return services.begin(actor=writer, unit_id=unit.pk, category_id=shelves[facts["shelf"]].pk, **given)


def _used(chance: random.Random) -> None:
    """Two years of readings and opinions; some reviews are overdue, as in life."""
    today = localdate()
    people = list(Appointment.objects.order_by("user_id").values_list("user_id", flat=True).distinct()[:40])
    readings, votes = [], []
    articles = list(Article.objects.filter(current__isnull=False).order_by("pk"))
    for article in articles:
        liked = chance.choice((0.2, 0.6, 1.5, 3.0))
        days = sorted(chance.sample(range(700), chance.randint(40, 110)))
        for back in days:
            count = 1 + int(chance.expovariate(1 / liked)) + (2 if back < 60 else 0)
            spared = sum(chance.random() < 0.12 for _ in range(count))
            readings.append(Reading(article=article, on=today - dt.timedelta(days=back), count=count, spared=spared))
        article.views = sum(one.count for one in readings if one.article is article)
        for user in chance.sample(people, min(len(people), chance.randint(2, 9))):
            helpful = chance.random() < 0.82
            moment = now() - dt.timedelta(days=chance.randint(1, 400))
            words = "" if helpful else chance.choice(REASONS)
            votes.append(
                Vote(
                    article=article,
                    version=article.current,
                    user_id=user,
                    helpful=helpful,
                    reason=words,
                    at=moment,
                )
            )
        mine = [one for one in votes if one.article is article]
        article.yes, article.no = sum(one.helpful for one in mine), sum(not one.helpful for one in mine)
        born = now() - dt.timedelta(days=days[-1] + 5)
        article.published_at = born
        article.review_on = today + dt.timedelta(days=chance.randint(-40, 330))
    Reading.objects.bulk_create(readings, batch_size=5_000)
    Vote.objects.bulk_create(votes, batch_size=5_000)
    Article.objects.bulk_update(articles, ["views", "yes", "no", "published_at", "review_on"])
    for article in articles:
        Version.objects.filter(pk=article.current_id or 0).update(
            at=article.published_at, published_at=article.published_at
        )
