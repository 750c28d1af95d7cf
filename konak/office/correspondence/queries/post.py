"""The roads in and out, as far as the actor's reach goes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from .. import access
from ..models import (
    Addressee,
    Arrival,
    CheckState,
    CodeCheck,
    Conversion,
    Incoming,
    Letter,
    PackageUpdate,
    Postbox,
    Proof,
    ReaderCertificate,
)
from .incoming import incoming
from .letters import letters


def postboxes(actor: Actor) -> QuerySet[Postbox]:
    rows = Postbox.objects.filter(actor.reach(access.REGISTER).q("", ("assignee",))).select_related("unit")
    return rows.order_by("kind", "name", "pk")


def arrivals(actor: Actor) -> QuerySet[Arrival]:
    """What came through the boxes in reach; what became a secret document is named only to those who may see it."""
    rows = Arrival.objects.filter(actor.reach(access.REGISTER).q("box__", ("assignee",)))
    hidden = Q(incoming__isnull=False) & ~Q(
        incoming__in=Incoming.objects.filter(actor.reach(access.VIEW).q("case__"))
    )
    return rows.exclude(hidden).select_related("box", "incoming__case", "raw__blob").order_by("-pk")


def conversions_of(record: Incoming) -> list[Conversion]:
    # reach: the document was found through one
    return list(record.conversions.select_related("source__blob", "result__blob", "annex").order_by("pk"))


def proofs_of_letter(letter: Letter) -> list[Proof]:
    # reach: the letter was found through one
    rows = Proof.objects.filter(dispatch__addressee__letter=letter).select_related(
        "dispatch__addressee", "file__blob"
    )
    return list(rows.order_by("event_at", "pk"))


def proofs_of_incoming(record: Incoming) -> list[Proof]:
    # reach: the document was found through one
    return list(record.proofs.select_related("file__blob").order_by("event_at", "pk"))


def updates_of(record: Incoming | Letter) -> list[PackageUpdate]:
    # reach: the document was found through one
    return list(record.updates.select_related("file__blob", "by").order_by("pk"))


def reader_certificates(actor: Actor) -> QuerySet[ReaderCertificate]:
    # reach: certificates are shared by every body with every other
    rows = ReaderCertificate.objects.select_related("by").order_by("name", "-until")
    return rows if actor.holds(access.DISPATCH) else rows.none()


# ---- what leaves ---------------------------------------------------------------------------------------------------

SENDING = {
    "bekleyen": "Sırada",
    "ulasmayan": "Ulaşmayan",
    "yolda": "Yolda",
    "ulasan": "Ulaşan",
}
_STATES = {
    "bekleyen": ("waiting",),
    "ulasmayan": ("failed", "rejected"),
    "yolda": ("sent",),
    "ulasan": ("delivered",),
}


def sendings(actor: Actor, name: str) -> QuerySet[Addressee]:
    """Everybody a signed letter goes to outside the house, by how far it has come."""
    rows = Addressee.objects.filter(letter__in=letters(actor).order_by(), letter__signed_at__isnull=False)
    rows = rows.exclude(party="unit").filter(state__in=_STATES[name], letter__case__state__in=("signed", "sent"))
    return rows.select_related("letter__case__unit", "posting").order_by("-pk")


# ---- opinions and documents that were asked for --------------------------------------------------------------------

REQUESTS = {
    "gorus": "Bizden istenen görüş",
    "belge": "Bizden istenen belge",
    "sordugumuz": "Sorduğumuz görüş",
    "istedigimiz": "İstediğimiz belge",
}


def requests(actor: Actor, name: str) -> QuerySet[Any]:
    """Open ones first, by their last day: 15 working days for an opinion, 5 for a document (m. 33)."""
    if name in ("gorus", "belge"):
        asked = "opinion" if name == "gorus" else "document"
        rows = incoming(actor).filter(asked=asked).select_related("answer")
        return rows.order_by(F("case__closed_at").asc(nulls_first=True), "case__due_on", "-pk")
    asked = "opinion" if name == "sordugumuz" else "document"
    ours = letters(actor).filter(asked=asked, signed_at__isnull=False).select_related("answered_by__case")
    return ours.order_by(F("answered_by").asc(nulls_first=True), "answer_by", "-pk")


def requests_late(actor: Actor) -> int:
    rows = incoming(actor).filter(asked__in=("opinion", "document"), case__closed_at=None)
    return rows.filter(case__due_on__lt=localdate())[:100].count()


# ---- codes ---------------------------------------------------------------------------------------------------------


def code_checks(actor: Actor) -> QuerySet[CodeCheck]:
    rows = CodeCheck.objects.filter(actor.reach(access.MANAGE).q("case__", ("assignee",)))
    return rows.select_related("case__unit", "code", "right_code", "filed_by", "checked_by").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Filer:
    """Somebody whose codes were looked at."""

    name: str
    looked: int
    wrong: int

    @property
    def share(self) -> int:
        return round(100 * self.wrong / self.looked) if self.looked else 0


def filers(actor: Actor, since: dt.date) -> list[Filer]:
    """Who misfiles, the most first."""
    rows = (
        code_checks(actor)
        .exclude(state=CheckState.WAITING)
        .filter(checked_at__date__gte=since)
        .order_by()
        .values("filed_by__first_name", "filed_by__last_name", "filed_by")
        .annotate(looked=Count("pk"), wrong=Count("pk", filter=Q(state=CheckState.CORRECTED)))
    )
    found = []
    for row in rows:
        name = f"{row['filed_by__first_name'] or ''} {row['filed_by__last_name'] or ''}".strip() or "Sistem"
        found.append(Filer(name, row["looked"], row["wrong"]))
    return sorted(found, key=lambda one: (-one.wrong, -one.share, one.name))


@dataclass(frozen=True, slots=True)
class Confused:
    """A code that was taken for another."""

    given: str
    right: str
    times: int


def confused(actor: Actor, since: dt.date, limit: int = 10) -> list[Confused]:
    rows = (
        code_checks(actor)
        .filter(state=CheckState.CORRECTED, checked_at__date__gte=since)
        .order_by()
        .values("code__code", "code__name", "right_code__code", "right_code__name")
        .annotate(n=Count("pk"))
        .order_by("-n")[:limit]
    )
    return [
        Confused(
            f"{row['code__code']} {row['code__name']}",
            f"{row['right_code__code']} {row['right_code__name']}",
            row["n"],
        )
        for row in rows
    ]


# ---- panels of the two pages ---------------------------------------------------------------------------------------


def files_panel(record: Incoming, actor: Actor) -> dict[str, Any] | None:
    """What is done with the files of a document; nothing where nothing is to be done."""
    rows = conversions_of(record)
    if not rows:
        return None
    running = any(row.state in ("waiting", "running") for row in rows)
    return {"rows": rows, "running": running, "may": actor.reach(access.REGISTER).covers(record.case)}


def package_panel(record: Incoming, actor: Actor) -> dict[str, Any] | None:
    """Acceptance, evidence and updates of a package."""
    proofs, updates = proofs_of_incoming(record), updates_of(record)
    if record.package_id is None and not proofs and not updates:
        return None
    open_ = record.package_id is not None and record.accepted_on is None and record.case.state != "rejected"
    return {
        "proofs": proofs,
        "updates": updates,
        "may_accept": open_ and actor.reach(access.REGISTER).covers(record.case),
    }


@dataclass(frozen=True, slots=True)
class Reached:
    """An addressee with what proves that he was reached, and whether he may be tried at once."""

    row: Addressee
    proofs: list[Proof]
    retry: bool


def sending_panel(letter: Letter, actor: Actor) -> dict[str, Any] | None:
    """How far each addressee outside has been reached, with what proves it."""
    if letter.signed_at is None:
        return None
    rows, updates = reached(letter), updates_of(letter)
    if not rows and not updates:
        return None
    return {
        "addressees": rows,
        "updates": updates,
        "may": actor.reach(access.DISPATCH).covers(letter.case),
        "manages": actor.reach(access.MANAGE).covers(letter.case),
        "secret": letter.case.secrecy > 0,
        "electronic": letter.case.secrecy < 2,
    }


def reached(letter: Letter) -> list[Reached]:
    """Every addressee outside the house."""
    # reach: the letter was found through one
    rows = list(letter.addressees.exclude(party="unit").select_related("posting"))
    if not rows:
        return []
    found: dict[int, list[Proof]] = {}
    for proof in proofs_of_letter(letter):
        assert proof.dispatch is not None
        found.setdefault(proof.dispatch.addressee_id, []).append(proof)
    return [
        Reached(
            row,
            found.get(row.pk, []),
            row.state in ("waiting", "failed")
            and (row.channel in ("kep", "mail") or (row.channel == "package" and bool(row.kep))),
        )
        for row in rows
    ]
