"""What this app proves: requests that come by mail join the one queue; and what can be counted about them."""

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import Mail, State

Units = frozenset[int] | None
PLACED = (State.OPENED, State.APPENDED, State.COLLECTED)


def _mails(units: Units, since: dt.date, until: dt.date) -> QuerySet[Any]:
    rows = Mail.objects.filter(received_at__date__range=(since, until))
    return rows if units is None else rows.filter(mailbox__unit_id__in=units)


def came(units: Units, since: dt.date, until: dt.date) -> float:
    return float(_mails(units, since, until).filter(state__in=[*PLACED, State.HELD, State.REFUSED]).count())


def placed_alone(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what people wrote, the part that found its ticket without anybody deciding."""
    rows = _mails(units, since, until).exclude(state__in=[State.IGNORED, State.BOUNCED])
    every = rows.count()
    alone = rows.filter(state__in=PLACED, decided_by=None).count()
    return round(100 * alone / every, 1) if every else None


def _joined(units: Units, until: dt.date) -> QuerySet[Any]:
    return _mails(units, dt.date(2000, 1, 1), until).filter(state__in=PLACED)


def joined_last(units: Units, until: dt.date) -> dt.datetime | None:
    found: dt.datetime | None = _joined(units, until).order_by().aggregate(last=Max("received_at"))["last"]
    return found


def joined_count(units: Units, until: dt.date) -> int:
    return _joined(units, until).count()


CAPABILITIES = (
    Capability(
        code="mailroom.channel",
        label="E-postayla gelen destek taleplerinin tek kuyruğa alınması",
        module="servicedesk",
        describes=(
            "Destek adreslerine gelen iletiler talep olur ya da talebine eklenir; yanıt aynı yazışmada gider, teslim "
            "bildirimleri ve otomatik yanıtlar ayrılır, tanınmayan gönderen bekletilir. İletinin özgün hâli saklanır."
        ),
        words=("e-posta ile gelen talep", "elektronik posta ile başvuru", "destek e-postası"),
        phrases=("birimlerden e-postayla gelen destek taleplerini al ve yanıtla",),
        unless=("kurumsal e-posta", "posta hesabı", "kullanıcı hesabı"),
        last=joined_last,
        count=joined_count,
        link="/iletiler/",
    ),
)
INDICATORS = (
    Indicator(
        code="mailroom.came",
        label="E-postayla gelen destek iletileri",
        module="servicedesk",
        unit="adet",
        explains="Dönemde gelen, insan eliyle yazılmış iletiler; otomatik yanıtlar ve teslim bildirimleri sayılmaz.",
        value=came,
        better="neither",
    ),
    Indicator(
        code="mailroom.placed_alone",
        label="Kendiliğinden yerini bulan iletiler",
        module="servicedesk",
        unit="%",
        explains=(
            "Dönemde gelen, insan eliyle yazılmış iletilerden kimsenin karar vermesi gerekmeden talep olan ya da "
            "talebine eklenenlerin payı."
        ),
        value=placed_alone,
    ),
)
