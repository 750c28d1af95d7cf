"""Who hears of a case: watchers, those who are named in a remark, and which of them may see it today."""

import re
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Seat
from konak.foundation.db import fetch
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from . import queries
from .models import Case, Watched, Watcher

SUBJECT = "case"
"""How notifications name a case, whatever lies inside."""
MENTION = re.compile(r"(?<![\w@./-])@([^\W_][\w.-]*)")
MOST_NAMED = 20


def actors_of(users: Iterable[int]) -> dict[int, Actor]:
    """Each of these people with the seats held today, in one query however many they are."""
    # reach: it is what reaches are made of
    found: dict[int, list[Seat]] = {user: [] for user in users}
    for row in fetch("cases/actors", users=sorted(found), day=localdate()):
        seat = Seat(
            position=row.position,
            unit_id=row.unit_id,
            branch=frozenset(row.branch),
            appointment_id=row.appointment,
            acting=row.acting,
            line=frozenset(row.line or ()),
            clearance=row.clearance,
            grants=row.grants or {},
            narrow=row.narrow,
        )
        found[row.user_id].append(seat)
    return {user: Actor(user, tuple(seats), "job") for user, seats in found.items()}


def who_may_see(case: Case, users: Iterable[int]) -> list[int]:
    """Of these people, those who may see the case today."""
    # reach: each person's own
    return [user for user, actor in actors_of(users).items() if queries.may_see(actor, case)]


def sight(user_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Of these cases, those the person may see today, with their secrecy: asked before a notification goes out."""
    # reach: the person's own
    actor = actors_of([user_id])[user_id]
    found = Case.objects.filter(number__in=numbers)
    return {case.number: case.secrecy for case in found if queries.may_see(actor, case)}


def watchers(case: Case) -> QuerySet[Watcher]:
    # reach: the case was found through one
    return case.watchers.select_related("user").order_by("user__first_name", "user__last_name")


def add(case: Case, why: Watched, *users: int | None) -> None:
    """Let people watch; whoever watches already keeps his reason."""
    rows = [Watcher(case=case, user_id=user, why=why) for user in users if user is not None]
    if rows:
        Watcher.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def watch(number: str, *, actor: Actor) -> Case:
    """İzle: hear of what happens to a file one may see; watching twice is watching once."""
    case = queries.case(actor, number)
    if actor.user_id is None:
        raise Refused("Dosyayı izlemek için oturum açın.")
    add(case, Watched.CHOSE, actor.user_id)
    return case


@transaction.atomic
def unwatch(number: str, *, actor: Actor) -> Case:
    """İzlemeyi bırak: hear no more, unless the file is given to one or one is named again."""
    case = queries.case(actor, number)
    if actor.user_id is not None:
        Watcher.objects.filter(case=case, user_id=actor.user_id).delete()
    return case


def named_in(text: str, case: Case) -> list[int]:
    """The people named in a remark by @user.name. Unknown ones, and those who may not see the file, refuse it."""
    names = list(dict.fromkeys(fold(found).rstrip(".-_") for found in MENTION.findall(text)))
    if not names:
        return []
    if len(names) > MOST_NAMED:
        raise Refused(f"Bir açıklamada en çok {MOST_NAMED} kişi anılabilir.")
    people = {user.username: user for user in User.objects.filter(username__in=names, is_active=True)}
    if unknown := [name for name in names if name not in people]:
        raise Refused(f"«@{unknown[0]}» adlı bir kullanıcı yok. Kullanıcı adını düzeltin ya da @ işaretini kaldırın.")
    allowed = set(who_may_see(case, [user.pk for user in people.values()]))
    if blind := [user for user in people.values() if user.pk not in allowed]:
        raise Refused(
            f"{blind[0].full_name} bu dosyayı göremez, bu yüzden anılamaz. "
            "Adını çıkarın ya da konuyu dosyayı görebilen birine yazın."
        )
    return [people[name].pk for name in names]
