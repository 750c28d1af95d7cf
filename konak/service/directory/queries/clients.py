"""Systems that trust Konak, providers that Konak trusts, and who may enter where."""

from urllib.parse import parse_qs, urlsplit

from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.access.tokens import Token
from konak.foundation.people.queries import below, seats_of
from konak.service.access_requests import public as access_requests

from .. import access
from ..models import Audience, ClientSystem, Issuer


def client_systems(actor: Actor) -> QuerySet[ClientSystem]:
    rows = ClientSystem.objects.select_related("client", "system", "unit")
    if not (actor.reach(access.VIEW).everywhere or actor.reach(access.CLIENTS).everywhere):
        return rows.none()
    return rows.order_by("-active", "system__code")


def one_client(actor: Actor, client_id: str) -> ClientSystem:
    return client_systems(actor).get(client_id=client_id)


def issuers(actor: Actor) -> QuerySet[Issuer]:
    rows = Issuer.objects.order_by("code")
    return rows if actor.reach(access.VIEW).everywhere else rows.none()


def one_issuer(actor: Actor, code: str) -> Issuer:
    return issuers(actor).get(code=code)


def entitled(user_id: int, row: ClientSystem) -> bool:
    """Whether a person holds a living right in the system today."""
    # reach: none, because the provider of identities asks about whoever knocks
    return access_requests.holds_in(user_id, row.system_id)


def may_enter(user_id: int, row: ClientSystem) -> str | None:
    """Why a person may not sign in to a system, or None."""
    # reach: none, because the provider of identities asks about whoever knocks
    if not row.active:
        return f"{row.system.name} sisteminin Konak ile oturumu kapatılmış."
    if row.system.ended:
        return f"{row.system.name} kullanımdan kalkmış."
    if row.audience == Audience.UNIT:
        units = below(row.unit_id)
        if not any(seat.unit_id in units for seat in seats_of(user_id)):
            return f"{row.system.name} sistemine yalnız {row.unit.name} ve bağlı birimlerde görevli olanlar girer."
    if row.audience == Audience.ENTITLED and not entitled(user_id, row):
        return f"{row.system.name} sisteminde yetkiniz yok. Yetkilerim sayfasından isteyebilirsiniz."
    return None


def knocking(client_id: str) -> ClientSystem | None:
    """The trusted system of that name, whoever asks."""
    # reach: none, because a browser that was sent here names it
    if "\0" in client_id:
        return None
    return ClientSystem.objects.select_related("client", "system", "unit").filter(client_id=client_id[:100]).first()


def return_places(url: str) -> list[str]:
    """Origins to which the system named in an address of authorisation may send people back."""
    # reach: none, because origins of registered systems are no secret to whoever names one
    asked = parse_qs(urlsplit(url).query).get("client_id", [""])[0]
    row = knocking(asked)
    if row is None or not row.active:
        return []
    parts = [urlsplit(one) for one in row.client.get_redirect_uris()]
    return sorted({f"{one.scheme}://{one.netloc}" for one in parts})


def open_issuers() -> QuerySet[Issuer]:
    """Providers whose button stands on the sign-in page."""
    # reach: public, because the sign-in page is
    return Issuer.objects.filter(active=True).order_by("name")


def scim_tokens(actor: Actor) -> int:
    """How many living keys may manage accounts by SCIM."""
    if not actor.reach(access.VIEW).everywhere:
        return 0
    rows = Token.objects.filter(revoked_at=None, expires_on__gte=localdate())
    return rows.filter(permissions__contains=[access.SCIM.code]).count()
