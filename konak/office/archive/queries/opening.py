"""Around one document: who opened it, what else holds the same bytes."""

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.office.correspondence import public as register

from ..models import Document, Piece
from . import reaching

DESTROYED_WORDS = "Bu içerik imha edildi; kaydı ve özeti saklanıyor."
OF_THE_REGISTER = ("letter", "incoming")


def case_of(document: Document) -> Case:
    """Whose readings its readings are: of the letter it is, else of the file in which it lies."""
    # reach: of a document that was found by one
    found: Case = document.folder.case
    if document.source in OF_THE_REGISTER:
        found = Case.objects.filter(number=document.reference).first() or found
    return found


def name_of_opening(document: Document) -> str:
    """What the register of readings calls a document of the archive; no words of it."""
    # reach: of a document that was found by one
    return f"Arşiv belgesi {document.pk}"


def openings(document: Document) -> list[register.Opening]:
    """Who lately opened a document here."""
    # reach: of a document that was found by one
    return register.openings(case_of(document).pk, name_of_opening(document))


def alike_to_the_byte(actor: Actor, document: Document, limit: int = 6) -> list[Document]:
    """Documents within reach that hold one of this one's contents as well, byte for byte."""
    digests = document.pieces.values("sha256")
    twins = Piece.objects.filter(sha256__in=digests).exclude(document=document).values("document")
    rows = reaching.documents(actor).filter(pk__in=twins).select_related("unit", "folder__case")
    return list(rows.order_by("-pk")[:limit])


def one_piece(document: Document, piece_id: int) -> Piece:
    # reach: of a document that was found by one
    found: Piece = document.pieces.select_related("stored__blob").exclude(stored=None).get(pk=piece_id)
    return found
