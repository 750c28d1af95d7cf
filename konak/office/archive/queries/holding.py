"""Who in the house holds a content besides a document that is to be destroyed."""

from typing import Any

from konak.foundation.files.models import StoredFile

from ..models import Document, Piece


def held_elsewhere(piece: Piece, document: Document) -> bool:
    """Whether the bytes of a piece also belong to something that is not being destroyed with its document.

    Every table that points to stored files is asked, whichever app it belongs to: nobody knows them all but the
    registry of models. What belongs to the same letter (its route, its signatures, its annexes) does not count.
    """
    # reach: for the destruction of a file somebody was allowed to destroy; nothing leaves
    others = Piece.objects.filter(sha256=piece.sha256, destroyed_at=None).exclude(document=document)
    if others.exists():
        return True
    files = list(StoredFile.objects.filter(blob_id=piece.sha256).values_list("pk", flat=True))
    if not files:
        return False
    for relation in StoredFile._meta.related_objects:
        model: Any = relation.related_model
        if model is Piece or hasattr(model, "pgh_tracked_model"):
            continue
        rows = model._default_manager.filter(**{f"{relation.field.name}__in": files})
        if any(not _belongs(row, document) for row in rows[:200]):
            return True
    return False


def _belongs(row: Any, document: Document) -> bool:
    """Whether a row of any app is part of the document: by its cover, that of its letter, or its reference."""
    for path in (("case",), ("letter", "case"), ("incoming", "case"), ("addressee", "letter", "case")):
        found = row
        for name in path:
            found = getattr(found, name, None)
        if found is not None:
            return bool(document.reference) and found.number == document.reference
    reference = getattr(row, "reference", None)
    return isinstance(reference, str) and bool(reference) and reference == document.reference
