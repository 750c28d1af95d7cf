"""What the archive keeps of a document: facts for its file and every content that belongs to it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.files.models import StoredFile

from ..models import FileCode, Incoming, Letter
from ..writing import plain


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or a document that came, as the archive takes it."""

    source: str
    kind: str
    number: str
    official: str
    title: str
    party: str
    dated_on: dt.date
    code: str
    code_name: str
    matter: str
    unit_id: int
    owner_id: int | None
    author_id: int | None
    secrecy: int
    text: str
    ready: bool
    """Whether it has left the desk: closed, or signed."""
    contents: tuple[tuple[str, StoredFile], ...]


def paper(number: str) -> Paper | None:
    # reach: for the archive, which files what the register says and asks its own reach
    found = Letter.objects.filter(case__number=number).first()
    if found is not None:
        return _of_letter(found)
    came = Incoming.objects.filter(case__number=number).select_related("file_code").first()
    return _of_incoming(came) if came is not None else None


def _of_letter(letter: Letter) -> Paper:
    case = letter.case
    held = [
        ("Tarihli görünüm", letter.final_copy), ("İmzalanan nüsha", letter.signing_copy),
        ("İmza öncesi paket", letter.skeleton), ("e-Yazışma paketi", letter.package),
        *((f"Ek: {one.name}", one.file) for one in letter.annexes.select_related("file__blob")),
    ]  # fmt: skip
    people = letter.addressees.order_by("pk").values_list("name", flat=True)[:3]
    return Paper(
        source="letter", kind=letter.kind, number=case.number, official=letter.official, title=case.subject,
        party=", ".join(people)[:300], dated_on=letter.dated_on or localdate(case.opened_at),
        code=letter.file_code.code, code_name=letter.file_code.name, matter=letter.case_code, unit_id=case.unit_id,
        owner_id=case.assignee_id, author_id=case.opened_by_id, secrecy=case.secrecy, text=plain(letter.body),
        ready=case.state in ("signed", "sent"), contents=_kept(held),
    )  # fmt: skip


def _of_incoming(came: Incoming) -> Paper:
    case = came.case
    held = [
        ("Evrakın kendisi", came.file), ("e-Yazışma paketi", came.package),
        *((f"Ek: {one.name}", one.file) for one in came.annexes.select_related("file__blob")),
    ]  # fmt: skip
    return Paper(
        source="incoming", kind="incoming", number=case.number, official=came.document_number, title=case.subject,
        party=came.sender, dated_on=localdate(case.opened_at), code=came.file_code.code if came.file_code else "",
        code_name=came.file_code.name if came.file_code else "", matter="", unit_id=case.unit_id,
        owner_id=case.assignee_id, author_id=case.opened_by_id, secrecy=case.secrecy, text=came.text,
        ready=case.state == "done", contents=_kept(held),
    )  # fmt: skip


def _kept(held: list[tuple[str, StoredFile | None]]) -> tuple[tuple[str, StoredFile], ...]:
    return tuple((role[:60], file) for role, file in held if file is not None)


def plan_codes() -> QuerySet[FileCode]:
    # reach: public inside the house, because the plan is
    return FileCode.objects.filter(active=True).order_by("code", "plan")
