"""What the doors of the house look up about the person who knocks."""

import datetime as dt
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Max, Min
from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day


def has_second_factor(user_id: int) -> bool:
    # reach: public inside the house, because it answers about the one who asks
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=strong).exists())


def sits_in(user_id: int, positions: Iterable[str]) -> dt.date | None:
    """Since when the person has held one of these positions, or has had the account, if that is later."""
    # reach: public inside the house, because it answers about the one who asks
    held = Appointment.objects.filter(on_day(), user_id=user_id, position__in=list(positions))
    found = held.aggregate(since=Min("since"), joined=Max("user__joined_at"))
    if found["since"] is None:
        return None
    since: dt.date = found["since"]
    joined: dt.datetime = found["joined"]
    return max(since, localdate(joined))


Gauge = tuple[str, str, str, list[tuple[str, float]]]
"""Name, words, label (empty: none) and the values by label."""


def gauges() -> list[Gauge]:
    """What the database knows about how the house runs; numbers only, nothing about anybody."""
    # reach: public, because these are counts without content
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
        jobs = [(status, float(count)) for status, count in cursor]
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, now()))), 0) "
            "FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
        )
        (waited,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '2 minutes'"
        )
        (workers,) = cursor.fetchone()
        cursor.execute("SELECT kind, count(*) FROM cases_case WHERE NOT resting GROUP BY kind")
        cases = [(kind, float(count)) for kind, count in cursor]
        cursor.execute(
            "SELECT coalesce((SELECT max(id) FROM trail_entry), 0) "
            "- coalesce((SELECT max(entry_id) FROM trail_seal), 0)"
        )
        (unsealed,) = cursor.fetchone()
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return [
        ("jobs", "Background jobs by status", "status", jobs),
        ("oldest_due_job_seconds", "Age of the oldest job that is due", "", [("", float(waited))]),
        ("workers", "Workers heard of within two minutes", "", [("", float(workers))]),
        ("open_cases", "Cases somebody is waited for", "kind", cases),
        ("unsealed_lines", "Lines of the trail written since the last seal", "", [("", float(unsealed))]),
        ("database_bytes", "Size of the database", "", [("", float(size))]),
    ]
