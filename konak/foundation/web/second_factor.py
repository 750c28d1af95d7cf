"""Who must prove himself twice, and until when he may put it off."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.utils.timezone import localdate

from konak.foundation.people.positions import Position

from .http import Request
from .queries import has_second_factor, sits_in


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to the rule: must have a second factor, has one, and the last day for putting it off."""

    required: bool = False
    enrolled: bool = False
    until: dt.date | None = None

    @property
    def overdue(self) -> bool:
        """Whether nothing else is open before a second factor stands."""
        return self.required and not self.enrolled and (self.until is None or localdate() > self.until)


def obliged(user_id: int) -> bool:
    """Whether the person holds a position for which a second factor is required."""
    return sits_in(user_id, settings.SECOND_FACTOR_POSITIONS) is not None


def standing(request: Request) -> Standing:
    """The rule for the person of this request; nothing is asked of the database for positions without it."""
    positions, actor = settings.SECOND_FACTOR_POSITIONS, request.actor
    if actor.user_id is None or not any(seat.position in positions for seat in actor.seats):
        return Standing()
    if has_second_factor(actor.user_id):
        return Standing(required=True, enrolled=True)
    since = sits_in(actor.user_id, positions)
    grace = dt.timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)
    return Standing(required=True, until=since + grace if since and grace else None)


@checks.register(checks.Tags.security)
def known_positions(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    unknown = sorted(set(settings.SECOND_FACTOR_POSITIONS) - set(Position.values))
    if not unknown:
        return []
    words = f"KONAK_MFA_REQUIRED bilinmeyen görev adı taşıyor: {', '.join(unknown)}"
    return [checks.Error(words, hint=f"Bilinenler: {', '.join(Position.values)}", id="web.E001")]
