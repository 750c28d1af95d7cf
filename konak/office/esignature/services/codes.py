"""Codes by which anybody asks whether a document is genuine."""

import secrets
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.files.models import StoredFile
from konak.foundation.lifecycle import Refused

from .. import access
from ..models import Code

Found = tuple[str, object]
"""The template that shows what another app knows of a code, and the record it shows as `paper`."""
FINDERS: list[Callable[[str], Found | None]] = []
"""Apps that give out codes of their own: there is one page for all, whoever printed the code."""

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12
"""Sixty bits: at the rate the page allows nobody finds one by trying."""


@transaction.atomic
def issue_code(
    *,
    actor: Actor,
    purpose: str,
    reference: str,
    title: str = "",
    file: StoredFile | None = None,
    signature: StoredFile | None = None,
    secret: bool = False,
) -> Code:
    """A code for a document, or the one it has. It may be printed before the file exists."""
    if actor.user_id is not None and not actor.holds(access.ASK):
        raise Refused(f"«{access.ASK.label}» için yetkiniz yok.")
    row = Code.objects.select_for_update().filter(purpose=purpose, reference=reference, closed_at=None).first()
    if row is None:
        row = Code(purpose=purpose, reference=reference[:60], code=_fresh())
    row.title, row.secret = title[:250] or row.title, secret
    row.file, row.signature = file or row.file, signature or row.signature
    row.save()
    return row


def _fresh() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


@transaction.atomic
def close_code(code: str, *, actor: Actor) -> Code:
    """The document was withdrawn; the page says so from now on."""
    if not actor.holds(access.ASK):
        raise Refused(f"«{access.ASK.label}» için yetkiniz yok.")
    row = Code.objects.select_for_update().get(code=code)
    row.closed_at = row.closed_at or now()
    row.save(update_fields=["closed_at"])
    return row


def found_elsewhere(code: str) -> Found | None:
    """What another app knows of a code, as it was typed."""
    return next((found for finder in FINDERS if (found := finder(code))), None)


@transaction.atomic
def looked_up(code: str, *, actor: Actor) -> None:
    """Somebody asked; counted without who it was."""
    del actor
    Code.objects.filter(code=code).update(asked=F("asked") + 1)


def plain(code: str) -> str:
    """As it was typed, with dashes and small letters, to as it is kept."""
    from konak.foundation.db.turkish import fold

    kept = fold(code).upper().replace("O", "0")
    return "".join(letter for letter in kept if letter in LETTERS)[: LENGTH + 4]
