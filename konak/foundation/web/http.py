from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from konak.foundation.access import Actor
from konak.foundation.access.tokens import Token


class Request(HttpRequest):
    """Every request knows who acts; views and routers are annotated with this type."""

    actor: Actor
    htmx: HtmxDetails
    token: Token | None
    stands_at: str
    """The address of the menu line a page belongs to, where its own address would mark another one."""
