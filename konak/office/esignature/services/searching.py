"""Certificates are found by whom they name and by their serial number."""

from konak.foundation.search.services import Findable, index_many

from .. import access
from ..models import Certificate

FOUND = "esignature.certificate"


def _findable(row: Certificate) -> Findable:
    return Findable(
        kind=FOUND,
        object_id=row.pk,
        title=f"{row.name} e-imza sertifikası",
        body=f"{row.get_kind_display()} {row.issuer} {row.serial}",
        url=f"/imza/sertifikalar/{row.pk}/",
        unit_id=row.unit_id,
        owner_id=row.assignee_id,
        permission=access.SEE_CERTIFICATES.code,
        number=row.serial[:40],
    )


def index_certificate(row: Certificate) -> None:
    index_many([_findable(row)])


def reindex() -> None:
    """Write the search rows of certificates anew."""
    index_many(_findable(row) for row in Certificate.objects.defer("der").iterator(chunk_size=500))
