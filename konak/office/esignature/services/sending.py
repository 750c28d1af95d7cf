"""One's own files are laid before signers: a letter of advice, a minute, or a whole folder with one PIN."""

import datetime as dt
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO

from django.db import transaction
from django.utils.timezone import localtime

from konak.foundation.access import Actor
from konak.foundation.files import kinds
from konak.foundation.files.services import open_blob, store
from konak.foundation.lifecycle import Refused
from konak.governance.legislation import public as legislation

from .. import access
from ..models import FILES, PACK, Format, Level, Request, RequestState, Role
from .asking import Wanted, ask

MOST_FILES = 100
LARGEST_PACK = 200 * 1024 * 1024
"""Bytes: what is signed passes through the memory as a whole."""
ALLOWED = (kinds.DEFAULT | {"xml", "json"}) - {"eyp", "eyps", "eypg"}
"""A package carries its own signatures and is signed where it is made."""


@transaction.atomic
def ask_for_files(
    *,
    actor: Actor,
    files: Sequence[tuple[bytes | IO[bytes], str]],
    initials: Sequence[int] = (),
    signers: Sequence[int] = (),
    together: bool = False,
    level: str = Level.LTA,
    title: str = "",
    due_on: dt.date | None = None,
) -> list[Request]:
    """One request for each file, all under one reference: initials one after the other, then the signatures.

    Without signers the actor signs himself. `together` lets the signers sign in any order. A PDF carries its
    signature inside (PAdES), anything else gets it in a file beside (CAdES). Raises `Refused` for the whole of them
    when one cannot be sent.
    """
    if actor.user_id is None or actor.seat_for(access.ASK) is None:
        raise Refused(f"«{access.ASK.label}» için yetkiniz yok.")
    if not files:
        raise Refused("En az bir dosya seçin.")
    if len(files) > MOST_FILES:
        raise Refused(f"Bir kerede en çok {MOST_FILES} dosya gönderilebilir; {len(files)} dosya seçtiniz.")
    wanted = _wanted(list(initials), list(signers) or [actor.user_id], together)
    reference = f"KL-{secrets.token_hex(4).upper()}"
    made = []
    for content, name in files:
        try:
            stored = store(actor=actor, content=content, name=name, allow=ALLOWED, purpose="esignature")
        except Refused as refusal:
            raise Refused(f"{name}: {refusal}") from None
        made.append(
            ask(
                actor=actor,
                purpose=FILES,
                reference=reference,
                subject=f"{title.strip()}: {stored.name}" if title.strip() else stored.name,
                content=stored,
                signers=wanted,
                form=Format.PADES if stored.media_type == "application/pdf" else Format.DETACHED,
                level=level,
                due_on=due_on,
            )
        )
    return made


@transaction.atomic
def ask_for_pack(pack_id: int, *, actor: Actor) -> Request:
    """Lay a pack of evidence before whoever presents it; he signs what it holds as of now, in a file beside it.

    Raises `DoesNotExist` for a pack out of reach, `Refused` while it is not ready or when he has it already.
    """
    stored = legislation.hand_out_pack(pack_id, actor=actor)
    if stored.size > LARGEST_PACK:
        raise Refused("Paket 200 MB'tan büyük; dönemi bölerek daha küçük paketler isteyin.")
    mine = {"purpose": PACK, "reference": str(pack_id), "assignee_id": actor.user_id}
    if Request.objects.filter(state__in=[RequestState.OPEN, RequestState.SIGNED], **mine).exists():
        raise Refused("Bu paketi daha önce imzaya aldınız.")
    return ask(
        actor=actor,
        purpose=PACK,
        reference=str(pack_id),
        subject=f"Kanıt paketi {pack_id}",
        content=stored,
        signers=[Wanted(actor.user_id or 0)],
        form=Format.DETACHED,
        level=Level.LTA,
        url=f"/kanit-paketi/{pack_id}/",
    )


def _wanted(initials: list[int], signers: list[int], together: bool) -> list[Wanted]:
    if both := set(initials) & set(signers):
        raise Refused("Aynı kişi hem paraf hem imza atamaz." if len(both) == 1 else "Aynı kişiler iki kez seçilmiş.")
    if len(set(initials)) < len(initials) or len(set(signers)) < len(signers):
        raise Refused("Bir kişiyi bir kez seçin.")
    first = len(initials) + 1
    return [
        *(Wanted(user, Role.INITIAL, place) for place, user in enumerate(initials, start=1)),
        *(Wanted(user, Role.SIGN, first if together else first + place) for place, user in enumerate(signers)),
    ]


def archive_of(requests: Iterable[Request]) -> IO[bytes]:
    """A ZIP of these files with the signatures they have now; the caller closes it.

    A PDF holds its signatures; of anything else the content lies there with its signature beside it (`….p7s`). Files
    of one name are told apart by their place.
    """
    out = tempfile.SpooledTemporaryFile(max_size=10_000_000)  # noqa: SIM115 - whoever gets it closes it
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in enumerate(requests, start=1):
            name = one.content.name
            while name in taken:
                name = f"{place}-{name}"
            taken.add(name)
            held = [(one.result or one.content, name)]
            if one.form == Format.DETACHED and one.result is not None:
                held = [(one.content, name), (one.result, f"{name}.p7s")]
            for stored, called in held:
                entry = zipfile.ZipInfo(called, localtime(stored.uploaded_at).timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                with open_blob(stored) as source, archive.open(entry, "w") as target:
                    shutil.copyfileobj(source, target)
    out.seek(0)
    return out
