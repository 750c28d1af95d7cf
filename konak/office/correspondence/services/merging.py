"""A letter for each row of a table."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import queries, writing
from ..models import (
    Letter,
    LetterKind,
    Party,
)
from .drafting import draft


@transaction.atomic
def merge(
    *,
    actor: Actor,
    template_id: int,
    code: str,
    rows: Sequence[Mapping[str, str]],
    subject: str = "",
    kind: str = LetterKind.OUTGOING,
) -> list[Letter]:
    """Mail-merge: a letter for each row of a table; `muhatap` names the addressee, other columns fill `{alan}`."""
    template = queries.templates_for(actor).filter(pk=template_id).first()
    if template is None:
        raise Refused("Şablon bulunamadı.")
    if not rows or len(rows) > 1000:
        raise Refused("Tabloda 1 ile 1.000 arasında satır olmalı.")
    needed = writing.fields_of(f"{template.body} {subject or template.subject}")
    made = []
    for line, row in enumerate(rows, start=2):
        values = {name.strip().casefold(): value.strip() for name, value in row.items() if name}
        missing = [name for name in needed if not values.get(name.casefold())]
        if not values.get("muhatap") or missing:
            lacks = ", ".join(missing or ["muhatap"])
            raise Refused(f"{line}. satırda eksik: {lacks}. Hiçbir yazı oluşturulmadı.")
        party = values.get("tür") or (Party.BODY if values.get("detsis") else Party.PERSON)
        made.append(
            draft(
                actor=actor,
                kind=kind,
                code=code or (template.file_code.code if template.file_code else ""),
                subject=writing.filled(subject or template.subject, values, escaped=False),
                body=writing.filled(template.body, values),
                addressees=[
                    {
                        "party": party,
                        "name": values["muhatap"],
                        "detsis": values.get("detsis", ""),
                        "address": values.get("adres", ""),
                        "email": values.get("e-posta", ""),
                        "kep": values.get("kep", ""),
                    }
                ],
                template_id=template.pk,
            )
        )
    return made
