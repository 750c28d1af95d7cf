"""The catalogue: lists of layers, of what was done to them and is asked about them, always by reach."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate
from ninja import FilterSchema

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import holders, in_force

from .. import access
from ..models import Check, Demand, DesktopUser, Finding, Layer, Load, Proposal, Publication, State
from ..models.layer import TERMS
from . import reach


class TrFold(Func):
    function = "tr_fold"
    output_field = TextField()


class LayerFilter(FilterSchema):
    """Filters of the catalogue, the same for the screen and the API."""

    q: str | None = None
    state: str | None = None
    sensitivity: str | None = None
    theme: str | None = None
    unit: int | None = None

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id=value) if value is not None and value < 2**63 else Q()


_SEARCHED = Concat(
    *("title", Value(" "), "name", Value(" "), "description", Value(" "), "abstract", Value(" "), "source"),
    output_field=TextField(),
)


def catalogue(actor: Actor, filters: LayerFilter | None = None) -> QuerySet[Layer]:
    """Layers in reach by title, with what the list shows of them."""
    rows = reach.layers(actor).select_related("unit", "assignee")
    if filters is not None:
        if filters.q:
            rows = rows.annotate(folded=TrFold(_SEARCHED))
        rows = filters.filter(rows)
    return rows


def matching(actor: Actor, words: str) -> QuerySet[Layer]:
    """Layers of which any word of a wish speaks: what is there already need not be bought."""
    wanted = Q()
    for word in [one for one in fold(words).split() if len(one) > 3][:12]:
        wanted |= Q(folded__contains=word[:6])
    if not wanted:
        return Layer.objects.none()
    return reach.layers(actor).annotate(folded=TrFold(_SEARCHED)).filter(wanted).order_by("title")


def counts(actor: Actor) -> dict[str, int]:
    found = {
        row["state"]: row["count"]
        for row in reach.layers(actor).order_by().values("state").annotate(count=Count("pk"))
    }
    return {"every": sum(found.values()), **{state: found.get(state, 0) for state in State.values}}


def loads(actor: Actor, layer: Layer | None = None) -> QuerySet[Load]:
    """Files that were taken into layers of one's own, newest first."""
    rows = Load.objects.filter(layer__in=Layer.objects.filter(_own(actor))).select_related("layer", "asked_by")
    if layer is not None:
        rows = rows.filter(layer=layer)
    return rows.order_by("-pk")


def _own(actor: Actor) -> Q:
    return actor.reach(access.VIEW).q(owners=("assignee",))


def load(actor: Actor, load_id: int) -> Load:
    return loads(actor).select_related("layer__unit", "file").get(pk=load_id)


def proposals(actor: Actor, layer: Layer | None = None) -> QuerySet[Proposal]:
    """Changes that were proposed for layers of one's own, and one's own proposals; those that wait first."""
    own = Q(layer__in=Layer.objects.filter(_own(actor)))
    if actor.user_id:
        own |= Q(asked_by_id=actor.user_id)
    rows = Proposal.objects.filter(own).select_related("layer", "asked_by", "decided_by")
    if layer is not None:
        rows = rows.filter(layer=layer)
    return rows.order_by("-pk")


def proposal(actor: Actor, proposal_id: int) -> Proposal:
    return proposals(actor).get(pk=proposal_id)


def checks(actor: Actor, layer: Layer) -> QuerySet[Check]:
    rows = Check.objects.filter(layer=layer, layer__in=Layer.objects.filter(_own(actor)))
    return rows.select_related("asked_by").order_by("-pk")


def findings(actor: Actor, check: Check) -> QuerySet[Finding]:
    # reach: the check was found through one
    return Finding.objects.filter(check_run=check).select_related("rule").order_by("pk")


def publications(actor: Actor) -> QuerySet[Publication]:
    return Publication.objects.filter(actor.reach(access.VIEW).q("case__")).select_related("layer")


def publication(actor: Actor, number: str) -> Publication:
    return publications(actor).get(case__number=number)


def demands(actor: Actor) -> QuerySet[Demand]:
    return Demand.objects.filter(actor.reach(access.DEMANDS).q("case__")).order_by("-case_id")


def demand(actor: Actor, number: str) -> Demand:
    return demands(actor).get(case__number=number)


def desktop_users(actor: Actor) -> QuerySet[DesktopUser]:
    """Roles of the database: all to whoever runs the installation, else one's own."""
    rows = DesktopUser.objects.select_related("user").order_by("user__first_name", "user__last_name")
    return rows if actor.reach(access.KEEP).everywhere else rows.filter(user_id=actor.user_id or 0)


def age_rows(actor: Actor) -> list[dict[str, Any]]:
    """Published layers with a term, the most overdue first."""
    today = localdate()
    found = []
    for layer in reach.layers(actor).filter(state=State.PUBLISHED).select_related("unit"):
        due = layer.due_at
        left = (localdate(due) - today).days if due else None
        found.append({"layer": layer, "due": localdate(due) if due else None, "left": left})
    return sorted(found, key=lambda row: (row["left"] is None, row["left"] or 0, row["layer"].title))


def overdue(actor: Actor) -> int:
    return sum(1 for row in age_rows(actor) if row["left"] is not None and row["left"] < 0)


def overdue_everywhere() -> Iterator[tuple[Layer, int]]:
    """Every layer whose time has passed, and for how many days; for the nightly audit."""
    # reach: the audit speaks for nobody
    today = localdate()
    for layer in Layer.objects.filter(state=State.PUBLISHED, update_plan__in=list(TERMS)):
        due = layer.due_at
        if due and localdate(due) <= today:
            yield layer, (today - localdate(due)).days


def keepers(layer: Layer) -> list[int]:
    """Who is answerable for a layer: the person named, else those who keep the layers of its unit."""
    # reach: the audit speaks for nobody
    if layer.assignee_id:
        return [layer.assignee_id]
    positions = [position for position in access.KEEP.given if position != "administrator"]
    return sorted(set(holders(layer.unit_id).filter(position__in=positions).values_list("user_id", flat=True)))


def keeper() -> Actor | None:
    """Who keeps layers everywhere: the person in whose name the command line works unless another is named."""
    # reach: the command line belongs to whoever runs the installation
    seat = (
        Appointment.objects.filter(in_force(), position="administrator", user__is_active=True).order_by("pk").first()
    )
    return actor_of(seat.user_id, via="cli") if seat else None
