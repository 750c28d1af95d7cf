"""Telling of a lake that is broken or without stamps, once a day while it lasts."""

from django.utils.timezone import localdate

from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day

from .. import queries
from .topics import BROKEN


def tell_of_troubles() -> int:
    """Whoever keeps the platform hears of findings of the last proof and of stamps that fail for a day."""
    count = queries.troubles()
    if not count:
        return 0
    seats = Appointment.objects.filter(on_day(), position="administrator", user__is_active=True)
    notice = Notice(
        tuple(seats.values_list("user_id", flat=True).distinct()),
        BROKEN,
        f"Kayıt gölünde {count} sorun var",
        "Son doğrulama bir bozukluk buldu ya da bir bildirge bir gündür damgalanamadı.",
        url="/loglar/gol/",
        dedupe=f"logs.broken:{localdate():%Y%m%d}",
    )
    return tell_all([notice])
