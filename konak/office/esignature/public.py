"""What neighbours may do with signatures: ask for them, take a request back, seal, verify, tie a code to a document.

A request names persons who sign one stored file, in order or side by side:

    facts = request_signatures(
        actor=actor, purpose="correspondence.sign", reference=letter.number, subject=letter.subject,
        content=stored_pdf, form=Format.PADES, level=Level.LTA,
        signers=[Wanted(chief.pk, Role.INITIAL, 1), Wanted(director.pk, Role.SIGN, 2)],
    )

Then listen: `@on(SIGNED)` (key, purpose, reference, sha256 of the signed file), `STEP_SIGNED` after each signer,
`RETURNED` with the reason, `WITHDRAWN`. Look at `purpose` first: other apps' requests are announced as well.
`signed_file(key)` gives the file. For CAdES (`Format.DETACHED`, `Format.ENVELOPING`) any bytes may be signed.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from konak.foundation.access import Actor
from konak.foundation.files.models import StoredFile

from . import services
from .lifecycle import FAULT, OPENED, RETURNED, SIGNED, STEP_SIGNED, WITHDRAWN
from .models import Fault, Format, Level, Request, Role
from .services import Found, Wanted
from .services.engine import judged
from .signing import Broken
from .verifying import Integrity, Judgement, One, SignerFacts, Times, Trusted

__all__ = [
    "FAULT",
    "OPENED",
    "RETURNED",
    "SIGNED",
    "STEP_SIGNED",
    "WITHDRAWN",
    "Broken",
    "FaultFacts",
    "Format",
    "Integrity",
    "Judgement",
    "Level",
    "One",
    "RequestFacts",
    "Role",
    "SignerFacts",
    "Times",
    "Trusted",
    "Turn",
    "Wanted",
    "answers_codes",
    "close_code",
    "facts_of",
    "fault",
    "issue_code",
    "request_signatures",
    "requests_for",
    "seal",
    "signed_file",
    "ticket_opened",
    "verify",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Turn:
    """One signer of a request."""

    id: int
    user_id: int
    name: str
    role: str
    order: int
    acts: str
    state: str
    state_label: str
    signed_at: dt.datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request as its neighbours see it. `result` is the newest signed file, also while signers are missing."""

    key: uuid.UUID
    purpose: str
    reference: str
    subject: str
    form: str
    level: str
    state: str
    state_label: str
    why: str
    content: StoredFile
    result: StoredFile | None
    turns: tuple[Turn, ...]

    @property
    def url(self) -> str:
        return f"/imza/{self.key}/"


def _facts(row: Request) -> RequestFacts:
    turns = tuple(
        Turn(
            one.pk,
            one.user_id,
            one.user.full_name,
            one.role,
            one.order,
            one.acts,
            one.state,
            one.get_state_display(),
            one.signed_at,
            one.note,
        )
        for one in sorted(row.signatories.all(), key=lambda one: (one.order, one.pk))
    )
    return RequestFacts(
        row.key,
        row.purpose,
        row.reference,
        row.subject,
        row.form,
        row.level,
        row.state,
        row.state_label,
        row.why,
        row.content,
        row.result,
        turns,
    )


def _whole() -> QuerySet[Request]:
    return Request.objects.select_related("content__blob", "result__blob").prefetch_related("signatories__user")


def request_signatures(
    *,
    actor: Actor,
    purpose: str,
    reference: str,
    subject: str,
    content: StoredFile,
    signers: Sequence[Wanted],
    form: str = Format.PADES,
    level: str = Level.LTA,
    unit_id: int | None = None,
    due_on: dt.date | None = None,
    url: str = "",
    preview: StoredFile | None = None,
    secrecy: int = 0,
) -> RequestFacts:
    """Ask named persons to sign a stored file, in the caller's transaction; refused in words.

    `preview` is what is shown where the signed bytes are no PDF (the letter beside its package's XML); `url` leads
    back to the caller's page. The file must not be changed afterwards: to change it, withdraw and ask again.
    """
    made = services.ask(
        actor=actor,
        purpose=purpose,
        reference=reference,
        subject=subject,
        content=content,
        signers=signers,
        form=form,
        level=level,
        unit_id=unit_id,
        due_on=due_on,
        url=url,
        preview=preview,
        secrecy=secrecy,
    )
    return _facts(_whole().get(pk=made.pk))


def withdraw(key: uuid.UUID | str, *, actor: Actor, why: str) -> None:
    """Take a request back; whoever asked, or stands over his unit, may."""
    services.withdraw(key, actor=actor, why=why)


def facts_of(key: uuid.UUID | str) -> RequestFacts | None:
    """One request. The caller answers for who may see it: it is his file's."""
    row = _whole().filter(key=key).first()
    return _facts(row) if row else None


def requests_for(purposes: Sequence[str], reference: str) -> list[RequestFacts]:
    """All requests of a file, newest first; as above, by the caller's own reach."""
    rows = _whole().filter(purpose__in=list(purposes), reference=reference)
    return [_facts(row) for row in rows.order_by("-pk")]


def signed_file(key: uuid.UUID | str) -> StoredFile | None:
    """The file with the signatures made so far: the PDF itself, or the CMS."""
    row = Request.objects.select_related("result__blob").filter(key=key).first()
    return row.result if row else None


def seal(*, actor: Actor, content: bytes, form: str = Format.DETACHED, level: str = Level.LTA) -> bytes:
    """The corporate seal (e-mühür) over bytes, at once; refused in words when token or stamp is not to be had."""
    return services.seal(actor=actor, content=content, form=form, level=level)


def verify(
    content: bytes, detached: bytes | None = None, *, online: bool = False, roots: Path | None = None
) -> Judgement:
    """What is to be said of a signed PDF or CMS: integrity, trust, signers, times and reasons, each for itself.

    Trusted are the roots in the folder `roots`; without one, those of the settings. No bytes make it raise.
    """
    return judged(content, detached, online=online, roots=roots)


def issue_code(
    *,
    actor: Actor,
    purpose: str,
    reference: str,
    title: str = "",
    file: StoredFile | None = None,
    signature: StoredFile | None = None,
    secret: bool = False,
) -> str:
    """The code to print on a document; call again with `file` (and a detached `signature`) once they exist.

    Its page is `/dogrula/<code>/`. `secret`: the page tells that the document is genuine, and nothing of it.
    """
    row = services.issue_code(
        actor=actor,
        purpose=purpose,
        reference=reference,
        title=title,
        file=file,
        signature=signature,
        secret=secret,
    )
    return row.code


def answers_codes(finder: Callable[[str], Found | None]) -> None:
    """Let the public page show what `finder` knows of codes that another app gave out itself.

    It returns the name of a template, which gets the record as `paper`, and the record; None where it knows none.
    """
    services.FINDERS.append(finder)


def close_code(code: str, *, actor: Actor) -> None:
    """The document no longer stands; its page says so."""
    services.close_code(code, actor=actor)


@dataclass(frozen=True, slots=True)
class FaultFacts:
    """What somebody reported about his card, reader or line."""

    id: int
    user_id: int
    what: str
    thing: str
    ticket: str


def fault(fault_id: int) -> FaultFacts | None:
    """For the desk, which opens a ticket of it."""
    row = Fault.objects.select_related("certificate", "device").filter(pk=fault_id).first()
    if row is None:
        return None
    return FaultFacts(row.pk, row.user_id, row.what, str(row.device or row.certificate or ""), row.ticket)


def ticket_opened(fault_id: int, *, actor: Actor, number: str) -> None:
    """The desk says which ticket it became."""
    services.ticket_opened(fault_id, actor=actor, number=number)
