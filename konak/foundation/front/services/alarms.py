"""What administrators, or the owner of an account, must hear of at once."""

from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.foundation.trail import access as trail
from konak.foundation.trail.models import Verification

BROKEN = Topic(
    "trail.broken",
    "İz zinciri bozuk",
    about="Gece doğrulaması ya da istenen bir doğrulama zincirde bozukluk bulduğunda.",
    mail=Pace.NOW,
    urgent=True,
    needs=trail.VIEW,
)


ACCOUNT = Topic(
    "people.safety",
    "Hesabımın güvenliği",
    about="İkinci doğrulama, parola, API anahtarı ya da oturumlarınız değiştiğinde.",
    mail=Pace.NOW,
    urgent=True,
)


def tell_owner(user_id: int, words: str, body: str = "", url: str = "/ben/guvenlik/") -> None:
    """Tell the owner of an account what happened to it: whoever did not do it himself sees it here."""
    notify([user_id], ACCOUNT, words, body=body, url=url)


def chain_is_broken(walk: Verification) -> None:
    """Tell every administrator and auditor, in the transaction that keeps the result."""
    held = Appointment.objects.filter(
        on_day(), position__in=[Position.ADMINISTRATOR, Position.AUDITOR], user__is_active=True
    )
    notify(
        set(held.values_list("user_id", flat=True)),
        BROKEN,
        f"İz zinciri bozuk: {walk.broken_number}. halka",
        body=walk.reason,
        url=f"/iz/zincir/{walk.pk}/",
        dedupe=f"trail.broken:{walk.broken_number}:{walk.head}",
    )
