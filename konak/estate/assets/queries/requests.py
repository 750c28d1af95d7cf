"""Requests: one's own, those one may find right, those one is to meet."""

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor

from .. import access
from ..lifecycle import Asked
from ..models import StockRequest
from .things import officer_q


def requests(actor: Actor, view: str = "") -> QuerySet[StockRequest]:
    mine = Q(case__opened_by=actor.user_id) if actor.user_id else Q(pk__in=[])
    reach = actor.reach(access.GRANT).q("case__") | officer_q(actor) | mine
    rows: QuerySet[StockRequest] = StockRequest.objects.filter(reach).select_related("warehouse", "case__opened_by")
    match view:
        case "mine":
            rows = rows.filter(mine)
        case "waiting":
            rows = rows.filter(case__state=Asked.ASKED).exclude(mine)
        case "store":
            rows = rows.filter(officer_q(actor), case__state=Asked.GRANTED)
    return rows.prefetch_related("lines__item")


def request(actor: Actor, number: str) -> StockRequest:
    found: StockRequest = (
        requests(actor).select_related("granted_by", "warehouse__registrar").get(case__number=number)
    )
    return found
