from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Order


class State(TextChoices):
    GIVEN = "given", "Verildi"
    STARTED = "started", "Yapılıyor"
    REPORTED = "reported", "Onay bekliyor"
    DONE = "done", "Tamamlandı"
    WITHDRAWN = "withdrawn", "Geri alındı"


def does(order: "Order", actor: Actor) -> str | None:
    """The doer: the person named, whoever acts in that unit, or, where nobody is named, those who lead the unit."""
    if actor.user_id == order.giver_id:
        return "Emri veren, işi yapan olamaz; bu işlemi görevi yerine getiren yapar."
    named = order.case.assignee_id
    if named == actor.user_id:
        return None
    here = [seat for seat in actor.seats if seat.unit_id == order.case.unit_id]
    if any((seat.acting and not seat.narrow) or named is None for seat in here):
        return None
    if named is None:
        return "Görev birime verilmiş; işlemi o birimde görevli amir yapar."
    return "Bu görev bir başkasına verilmiş; işlemi görev kendisine verilen kişi yapar."


def gave(order: "Order", actor: Actor) -> str | None:
    """The giver, whoever holds his seat today, or a superior of that seat; never the one who does the work."""
    if actor.user_id == order.case.assignee_id:
        return "Size verilen görev hakkında kararı emri veren makam verir."
    if actor.user_id == order.giver_id:
        return None
    for seat in actor.seats:
        same = seat.unit_id == order.given_from_id and seat.position == order.given_as
        over = order.given_from_id in seat.branch and access.stands_over(seat.position, order.given_as)
        if same or over:
            return None
    return "Kararı emri veren makam verir."


def parts_finished(order: "Order") -> str | None:
    """What was passed on comes back first."""
    waiting = order.parts.filter(case__closed_at=None).count()
    return f"Alt emirlerden {waiting} tanesi henüz sonuçlanmadı; önce onlar bitmeli." if waiting else None


def predecessors_finished(order: "Order") -> str | None:
    """What the giver put before it comes first."""
    waiting = order.predecessors.filter(before__case__closed_at=None).order_by("before_id")
    numbers = list(waiting.values_list("before__case__number", flat=True))
    if not numbers:
        return None
    shown = ", ".join(numbers[:3]) + (f" ve {len(numbers) - 3} emir daha" if len(numbers) > 3 else "")
    return f"Öncül emir bitmeden yapılamaz: {shown}. Sırayı emri veren değiştirebilir."


def ready(order: "Order") -> str | None:
    return predecessors_finished(order) or parts_finished(order)


LIFE = Lifecycle(State, opens=State.GIVEN, ends=frozenset({State.DONE, State.WITHDRAWN}))

START = LIFE.step(
    "start",
    "Göreve başla",
    source=State.GIVEN,
    target=State.STARTED,
    permission=access.DO,
    who=does,
    guard=predecessors_finished,
)
REPORT = LIFE.step(
    "report",
    "Yapıldığını bildir",
    source=(State.GIVEN, State.STARTED),
    target=State.REPORTED,
    permission=access.DO,
    who=does,
    guard=ready,
)
ACCEPT = LIFE.step(
    "accept",
    "Sonucu kabul et",
    source=State.REPORTED,
    target=State.DONE,
    permission=access.DECIDE,
    who=gave,
    other_than="report",
)
RETURN = LIFE.step(
    "return",
    "İade et",
    source=State.REPORTED,
    target=State.STARTED,
    permission=access.DECIDE,
    who=gave,
    other_than="report",
)
WITHDRAW = LIFE.step(
    "withdraw",
    "Emri geri al",
    source=(State.GIVEN, State.STARTED, State.REPORTED),
    target=State.WITHDRAWN,
    permission=access.DECIDE,
    who=gave,
    danger="Görev emri, varsa alt emirleriyle birlikte kapanır; yapılmış bildirimler arşivde kalır.",
)

# What this app tells to those above it; neighbours import them from `public`.
GIVEN = Announcement("orders.given", "Bir görev emri verildi", ("number",))
DONE = Announcement("orders.done", "Bir görev emrinin sonucu kabul edildi", ("number",))
WITHDRAWN = Announcement("orders.withdrawn", "Bir görev emri geri alındı", ("number",))
