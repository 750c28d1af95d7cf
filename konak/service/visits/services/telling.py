"""Telling whoever is visited, whoever goes, and everybody an outage reaches."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.timezone import localtime

from konak.foundation.access import Actor
from konak.foundation.cases.watching import SUBJECT
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify

from .. import access
from ..models import Outage, Visit

ORDER = 16
COMING = Topic(
    "visits.coming",
    "Bana yapılacak ziyaret",
    "Talebiniz için ziyaret planlandığında, zamanı değiştiğinde ya da iptal edildiğinde.",
    mail=Pace.NOW,
    order=ORDER,
)
GOING = Topic(
    "visits.going",
    "Bana verilen ziyaret",
    "Size bir ziyaret verildiğinde, başka zaman önerildiğinde ya da ziyaretiniz iptal edildiğinde.",
    mail=Pace.NOW,
    needs=access.PLAN,
    order=ORDER,
)
OUTAGE = Topic(
    "visits.outage",
    "Planlı çalışma ve kesinti",
    "Kullandığınız bir sistemde ya da yerde planlı çalışma duyurulduğunda, değiştiğinde ya da bittiğinde.",
    order=ORDER,
)
DOWN = Topic(
    "visits.down",
    "Süren kesinti",
    "Bir kesinti başladığında ve sürerken yeni bilgi verildiğinde; e-posta da kesilmiş olabileceğinden ekranda.",
    mail=Pace.OFF,
    order=ORDER,
)
RECURRING = Topic(
    "visits.recurring",
    "Açılamayan tekrarlayan talep",
    "Sorumlusu olduğunuz tekrarlayan talep açılamadığında.",
    needs=access.RECUR,
    order=ORDER,
)


def span(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """ "02.12.2026 10.00–11.30"; both days where they differ."""
    begin, end = localtime(starts_at), localtime(ends_at)
    until = f"{end:%H.%M}" if begin.date() == end.date() else f"{end:%d.%m.%Y %H.%M}"
    return f"{begin:%d.%m.%Y %H.%M}–{until}"


def tell_visit(
    visit: Visit, users: Iterable[int | None], topic: Topic, title: str, actor: Actor, body: str = ""
) -> int:
    wanted = sorted({one for one in users if one is not None})
    case = visit.case
    more = f"{case.number} · {span(visit.starts_at, visit.ends_at)}" + (f" · {visit.place}" if visit.place else "")
    return notify(
        wanted,
        topic,
        title,
        actor=actor,
        body=f"{body} {more}".strip(),
        url=reverse("front:case", args=[case.number]),
        subject_kind=SUBJECT,
        subject_number=case.number,
        secrecy=case.secrecy,
    )


def tell_outage(one: Outage, people: Iterable[int], topic: Topic, title: str, actor: Actor, body: str = "") -> int:
    return notify(
        people,
        topic,
        f"{title}: {one.case.subject}",
        actor=actor,
        body=f"{span(one.starts_at, one.ends_at)}. {body}".strip(),
        url=reverse("visits:status_of", args=[one.case.number]),
    )
