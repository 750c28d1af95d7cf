"""The small lists of this app as workbooks."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse

from konak.foundation.ui.workbook import Column, workbook

from ..models import EvidencePack, ExternalBody
from ..queries import Open


def terms(texts: Iterable[Open], bodies: Iterable[ExternalBody]) -> HttpResponse:
    """What is bound to nothing, then the institutions outside the house, one under the other."""
    head = [
        *(Column("Tür", 24), Column("Terim ya da kurum", 40), Column("Metin", 50), Column("Anlamı", 70)),
        *(Column("DETSİS", 14, "text"), Column("Telefon", 18, "text"), Column("E-posta", 32), Column("Adres", 36)),
    ]

    def lines() -> Iterator[list[object]]:
        for text in texts:
            for term in text.terms:
                yield ["Bağlanmamış terim", term.term, text.regulation.title, term.meaning, *[""] * 4]
        for body in bodies:
            known = body.get_kind_display() + (" (artık yok)" if body.closed else "")
            yield [known, body.name, "", "", body.detsis, body.phone, body.email, body.site]

    return workbook("Tanımlar", head, lines(), "tanimlar", filters=[])


def packs(rows: Iterable[EvidencePack]) -> HttpResponse:
    head = [
        *(Column("Birim", 40), Column("Metin", 50), Column("İlk gün", 12), Column("Son gün", 12)),
        *(Column("Aşama", 18), Column("Kanıt", 8), Column("İsteyen", 28), Column("İstendi", 18)),
        *(Column("Boyut (bayt)", 14), Column("Özet (SHA-256)", 66, "text")),
    ]
    lines = (
        [
            *(row.unit.name, row.regulation.title if row.regulation else "Bütün mevzuat", row.since, row.until),
            *(row.get_phase_display(), row.total, row.asked_by.full_name, row.asked_at),
            *((row.file.size, row.file.blob.sha256) if row.file else (None, "")),
        ]
        for row in rows
    )
    return workbook("Kanıt paketleri", head, lines, "kanit-paketleri", filters=[])
