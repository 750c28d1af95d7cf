"""What staffing asks when somebody moves or leaves: what he holds, and to whom it goes."""

from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.people.models import User
from konak.governance.staffing.public import Held

from ..queries import holding
from .custody import hand_over_held


def of_person(user_id: int, appointment_id: int | None) -> list[Held]:
    """Everything in his custody: things go with the person's seat, whichever it was."""
    return [
        Held(
            row.asset.tag,
            f"{row.asset.tag} {row.asset.name}" + (f" ({row.place.name})" if row.place else ""),
            reverse("assets:asset", args=[row.asset.tag]),
        )
        for row in holding.of_person(user_id).order_by("asset__tag", "-pk")
    ]


def hand_over(key: str, person: User, to: User | None, actor: Actor) -> None:
    hand_over_held(key, actor=actor, person=person, to=to)
