"""Lists of files, of what is due, of what is lent; the clock of one file in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import CharField, F, Func, QuerySet, Sum, TextField, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate
from ninja import FilterSchema
from pydantic import StringConstraints

from konak.foundation.access import Actor
from konak.foundation.cases.queries import Part, first_of
from konak.foundation.db.turkish import fold

from .. import access
from ..models import CheckRun, Damage, Disposal, Document, Folder, Intake, Loan, Piece, Plan, PlanState, Rule
from . import reaching

PAGE = 50
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]

BOARDS = {
    "tumu": "Bütün dosyalar",
    "acik": "Açık",
    "devir": "Devir zamanı gelen",
    "kurum": "Kurum arşivinde",
    "dolan": "Süresi dolan",
    "sakli": "Hukuki saklamada",
    "biten": "İmha ya da devredilen",
}


class FolderFilter(FilterSchema):
    """One filter for both doors."""

    q: Words | None = None
    state: Words | None = None
    code: Words | None = None
    unit: int | None = None
    year: int | None = None

    def narrow(self, rows: QuerySet[Folder]) -> QuerySet[Folder]:
        if self.q:
            whole = Concat(
                F("case__number"),
                Value(" "),
                F("case__subject"),
                Value(" "),
                F("code"),
                Value(" "),
                F("matter"),
                output_field=CharField(),
            )
            rows = rows.alias(folded_text=Func(whole, function="tr_fold", output_field=TextField()))
            for word in fold(self.q).split()[:6]:
                rows = rows.filter(folded_text__contains=word)
        if self.state:
            rows = rows.filter(case__state=self.state)
        if self.code:
            rows = rows.filter(code__startswith=self.code)
        if self.unit is not None and 0 < self.unit < 2**63:
            rows = rows.filter(case__unit_id=self.unit)
        if self.year is not None and 0 < self.year < 10_000:
            rows = rows.filter(year=self.year)
        return rows


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    after: str


def keyset(rows: QuerySet[Any], after: str, limit: int = PAGE) -> Page:
    """The newest first; `after` is the key of the last row seen."""
    if after.isascii() and after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def of_board(actor: Actor, name: str, filters: FolderFilter) -> QuerySet[Folder]:
    rows, today = filters.narrow(reaching.folders(actor)), localdate()
    match name:
        case "acik":
            rows = rows.filter(case__state="open")
        case "devir":
            rows = rows.filter(case__state__in=("closed", "unit"), unit_until__lt=today)
        case "kurum":
            rows = rows.filter(case__state="institution")
        case "dolan":
            rows = rows.filter(ended_on=None, keep_until__lt=today)
        case "sakli":
            rows = rows.filter(held=True)
        case "biten":
            rows = rows.exclude(ended_on=None)
    return rows


def papers_of(actor: Actor, folder: Folder, after: str = "") -> tuple[Page, int]:
    """What lies in a file and may be read, first the first; and how many lie there that may not."""
    rows = reaching.documents(actor).filter(folder=folder)
    unseen = folder.documents - rows.count()
    if after.isascii() and after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.select_related("volume").prefetch_related("pieces").order_by("pk")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""), max(unseen, 0)


def newest_documents(actor: Actor, before: int | None = None, limit: int = PAGE) -> list[Document]:
    """The newest documents one may read, each part of the reach read by its own index: flat as the archive grows."""
    walks = reaching.archivist(actor).reach(access.READ).walks(owners=Document.owners)
    rows = Document.objects.all() if before is None else Document.objects.filter(pk__lt=before)
    parts = [Part(rows.filter(rule), tuple(sorted(units))) for rule, units in walks]
    keys = first_of(parts, limit, newest=True)
    return list(Document.objects.filter(pk__in=keys).select_related("unit", "folder__case").order_by("-pk"))


def due_for_list(actor: Actor, day: dt.date | None = None) -> QuerySet[Folder]:
    """What the plan says is over, is not held, and stands on no other list."""
    rows = reaching.folders(actor).filter(ended_on=None, keep_until__lt=day or localdate(), held=False)
    return rows.exclude(disposals__live=True).exclude(case__state="open").order_by("code", "year", "pk")


def force_plan() -> Plan | None:
    # reach: public inside the house: how long what is kept
    return Plan.objects.filter(state=PlanState.FORCE).first()


def rule_for(code: str, plan: Plan | None = None) -> Rule | None:
    """The rule of a code, or of the nearest heading over it."""
    # reach: public inside the house, as above
    plan = plan or force_plan()
    if plan is None:
        return None
    parts = code.split(".")
    wanted = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    known = {rule.code: rule for rule in plan.rules.filter(code__in=wanted)}
    return next((known[one] for one in wanted if one in known), None)


def loans(actor: Actor) -> QuerySet[Loan]:
    reach = reaching.archivist(actor).reach(access.VIEW)
    rows = Loan.objects.select_related("folder__case__unit", "borrower", "unit")
    return rows.filter(reach.q("folder__case__")) | rows.filter(borrower_id=actor.user_id)


def intakes(actor: Actor) -> QuerySet[Intake]:
    reach = reaching.archivist(actor).reach(access.LOAD)
    rows = Intake.objects.select_related("unit", "made_by", "table", "bundle")
    return rows if reach.everywhere else rows.filter(unit_id__in=reach.units)


def runs(actor: Actor) -> QuerySet[CheckRun]:
    if not reaching.archivist(actor).holds(access.CHECK):
        return CheckRun.objects.none()
    return CheckRun.objects.all()


def damages(actor: Actor) -> QuerySet[Damage]:
    reach = reaching.archivist(actor).reach(access.CHECK)
    rows = Damage.objects.select_related("piece__document__folder__case")
    return rows.filter(reach.q("piece__document__folder__case__")).order_by("-pk")


def plans(actor: Actor) -> list[Plan]:
    return list(Plan.objects.all()) if actor.holds(access.VIEW) else []


def contents_left(folder: Folder) -> tuple[int, int]:
    """How many contents of a file are still there, and their bytes."""
    # reach: the file was found by one
    rows = Piece.objects.filter(document__folder=folder, destroyed_at=None)
    total = rows.aggregate(bytes=Sum("size"))["bytes"] or 0
    return rows.count(), total


def filed_as(reference: str) -> Document | None:
    # reach: the caller found the document of that number by its own; only its file is told
    rows = Document.objects.filter(reference=reference, source__in=("letter", "incoming"))
    return rows.select_related("folder__case__unit", "volume").first()


def live_disposals() -> QuerySet[Disposal]:
    # reach: for the job that goes on with what was begun
    return Disposal.objects.filter(case__state="running")


def last_run() -> CheckRun | None:
    # reach: for the job
    return CheckRun.objects.first()


def why_destroyed(sha256: str) -> str:
    """Why a content is not on the disk: it was destroyed by an approved list."""
    # reach: of a content somebody was about to read
    piece = (
        Piece.objects.filter(sha256=sha256, erased_at__isnull=False).select_related("document__folder__case").first()
    )
    if piece is None or piece.erased_at is None:
        return ""
    number = piece.document.folder.case.number
    return f"Bu içerik {localdate(piece.erased_at):%d.%m.%Y} günü {number} sayılı dosyayla birlikte imha edildi."


def to_receive(actor: Actor) -> int:
    """Lists that wait for this person to take them in."""
    wider = reaching.archivist(actor)
    rows = reaching.transfers(wider).filter(wider.reach(access.RECEIVE).q("case__"), case__state="sent")
    return rows.exclude(case__opened_by_id=actor.user_id)[:100].count()
