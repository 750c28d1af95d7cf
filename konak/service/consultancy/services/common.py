"""What the services of this app share: texts, telling, and papers that can be checked."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.timezone import now

from konak.foundation.access import Actor, Scope, Seat
from konak.foundation.cases.watching import SUBJECT
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify

from .. import access
from ..models import Recheck

ORDER = 17
MINE = Topic(
    "consultancy.mine",
    "Danışma isteğimle ilgili gelişme",
    "İstediğiniz rapor, uygunluk, eğitim ya da yazılım için karar verildiğinde, eksik istendiğinde.",
    mail=Pace.NOW,
    order=ORDER,
)
DECISION = Topic(
    "consultancy.decision",
    "Kararımı bekleyen danışma işi",
    "Bir rapor, uygunluk, plan ya da yazılım isteği onayınıza sunulduğunda.",
    mail=Pace.NOW,
    needs=access.DECIDE,
    order=ORDER,
)
TRAINING = Topic(
    "consultancy.training",
    "Eğitim oturumu",
    "Yazıldığınız oturum değiştiğinde, iptal edildiğinde, belgeniz hazır olduğunda.",
    mail=Pace.NOW,
    order=ORDER,
)
CALL = Topic(
    "consultancy.call",
    "İhtiyaç bildirme çağrısı",
    "Yıllık ihtiyaç planı için bildirim açıldığında ve süresi biterken.",
    order=ORDER,
)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def text(value: str, most: int, missing: str = "") -> str:
    """Trimmed, without NUL, no longer than it may be; refused with `missing` where it is empty."""
    kept = value.replace("\0", "").strip()[:most]
    if missing and not kept:
        raise Refused(missing)
    return kept


def tell(record: Any, users: Iterable[int | None], topic: Topic, title: str, actor: Actor, body: str = "") -> int:
    case = record.case
    return notify(
        sorted({one for one in users if one is not None}),
        topic,
        title,
        actor=actor,
        body=f"{case.number} {body}".strip(),
        url=reverse("front:case", args=[case.number]),
        subject_kind=SUBJECT,
        subject_number=case.number,
        secrecy=case.secrecy,
    )


def worker(unit_id: int) -> Actor:
    """Konak itself, in an office; the story shows it without a person."""
    granted = {f"consultancy.{verb}": int(Scope.ALL) for verb in ("view", "ask", "work")}
    return Actor(None, (Seat("administrator", unit_id, frozenset({unit_id}), grants=granted),), "job")


def paper(
    template: str, data: Mapping[str, Any], *, actor: Actor, number: str, title: str, unit_id: int, name: str
) -> Recheck:
    """The PDF of a document, kept with its digest and a code by which anybody who holds it can check it."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    moment = now()
    inside = {**data, "code": code, "number": number, "title": title}
    pdf = render_pdf(template, inside, created=moment)
    stored = store(actor=actor, content=pdf, name=name, unit_id=unit_id, purpose="consultancy.paper")
    return Recheck.objects.create(
        code=code, number=number, title=title[:120], file=stored, sha256=stored.blob.sha256, at=moment
    )
