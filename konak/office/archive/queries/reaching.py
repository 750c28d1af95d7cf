"""Whose archive it is: the institution's office, and how far somebody who sits in it reaches."""

from django.db.models import Count, Q, QuerySet, Sum

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit

from .. import access
from ..models import Batch, Box, Disposal, Document, Folder, Office, Project, Scan, Transfer

DOCUMENT_KIND = "archive.document"


def office_id() -> int | None:
    # reach: public inside the house: which unit keeps the archive
    found: int | None = Office.objects.values_list("unit_id", flat=True).first()
    return found


def office() -> Unit | None:
    # reach: public inside the house, as above
    row = Office.objects.select_related("unit").first()
    return row.unit if row else None


def archivist(actor: Actor) -> Actor:
    """The actor with what his seat in the institution's archive adds. Doing it twice changes nothing."""
    # reach: widens one by the office
    return access.widened(actor, office_id())


def keeps(actor: Actor) -> bool:
    """Whether somebody works in the institution's archive."""
    # reach: asks of the seats alone
    where = office_id()
    if where is None:
        return any(seat.scope_of(access.KEEP) == 4 for seat in actor.seats)
    return any(access.in_archive(seat, where) for seat in actor.seats)


def folders(actor: Actor) -> QuerySet[Folder]:
    rows: QuerySet[Folder] = Folder.objects.filter(archivist(actor).reach(access.VIEW).q("case__"))
    return rows.select_related("case__unit")


def one_folder(actor: Actor, number: str) -> Folder:
    found: Folder = Folder.objects.select_related("case__unit", "case__opened_by", "plan").get(case__number=number)
    if not archivist(actor).reach(access.VIEW).covers(found.case):
        raise Folder.DoesNotExist
    return found


def documents(actor: Actor) -> QuerySet[Document]:
    """What somebody may read, in whatever file it lies."""
    return Document.objects.filter(archivist(actor).reach(access.READ).q(owners=Document.owners))


def one_document(actor: Actor, document_id: int) -> Document:
    found = Document.objects.select_related("folder__case__unit", "volume", "unit", "owner", "author").get(
        pk=document_id
    )
    if not archivist(actor).reach(access.READ).covers(found):
        raise Document.DoesNotExist
    return found


def transfers(actor: Actor) -> QuerySet[Transfer]:
    rows: QuerySet[Transfer] = Transfer.objects.filter(archivist(actor).reach(access.VIEW).q("case__"))
    return rows.select_related("case__unit", "case__opened_by")


def one_transfer(actor: Actor, number: str) -> Transfer:
    return transfers(actor).get(case__number=number)


def disposals(actor: Actor) -> QuerySet[Disposal]:
    """The lists of the archive; members of a commission see theirs."""
    reach = archivist(actor).reach(access.DISPOSE)
    rows: QuerySet[Disposal] = Disposal.objects.select_related("case__unit", "case__opened_by")
    mine = rows.filter(members__user_id=actor.user_id or 0).values("pk")
    return rows.filter(reach.q("case__")) | rows.filter(pk__in=mine)


def one_disposal(actor: Actor, number: str) -> Disposal:
    return disposals(actor).get(case__number=number)


def projects(actor: Actor) -> QuerySet[Project]:
    """Projects of scanning, each with how many documents lie in their files by now."""
    rows: QuerySet[Project] = Project.objects.filter(archivist(actor).reach(access.VIEW).q("case__"))
    done = Count("batches__scans", filter=Q(batches__scans__document__isnull=False))
    return rows.select_related("case__unit", "case__opened_by").annotate(done=done)


def one_project(actor: Actor, number: str) -> Project:
    return projects(actor).get(case__number=number)


def batches(actor: Actor, number: str) -> QuerySet[Batch]:
    rows = Batch.objects.filter(project=one_project(actor, number)).select_related("folder__case", "sent_by")
    bad = Count("scans", filter=Q(scans__verdict="bad"))
    return rows.annotate(count=Count("scans"), bad=bad, pages=Sum("scans__pages"))


def one_batch(actor: Actor, number: str, place: int) -> Batch:
    return batches(actor, number).get(number=place)


def one_scan(actor: Actor, number: str, place: int, scan: int) -> Scan:
    batch = one_batch(actor, number, place)
    found: Scan = batch.scans.select_related("file").get(place=scan)
    return found


def boxes(actor: Actor) -> QuerySet[Box]:
    reach = archivist(actor).reach(access.VIEW)
    rows = Box.objects.select_related("unit")
    return rows if reach.everywhere else rows.filter(unit_id__in=reach.units)
