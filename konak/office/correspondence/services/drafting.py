"""Beginning a letter and changing its words, version by version."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases.services import link, open_case, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Clearance

from .. import access, queries, writing
from ..models import (
    Asked,
    Cited,
    FileCode,
    Incoming,
    Letter,
    LetterKind,
    Mode,
    Template,
    Urgency,
)
from . import composing
from .keeping import address, keep_version, open_draft, reclose, veil
from .registering import unit_for
from .ways import propose

FACTS = ("kind", "mode", "urgency", "answer_by", "asked", "case_code", "is_personal")


def usable_code(code: str) -> FileCode:
    """A code that may stand first in a number: no heading of the plan, never 020 or 030.xx."""
    found = queries.named_code(code)
    if found is None:
        raise Refused(f"«{code}» dosya planında yok.")
    if not found.usable:
        raise Refused(f"{found} yazının ilk kodu olamaz; işin kendi kodunu seçin.")
    return found


@transaction.atomic
def draft(
    *,
    actor: Actor,
    subject: str,
    code: str,
    body: str = "",
    kind: str = LetterKind.OUTGOING,
    mode: str = Mode.ELECTRONIC,
    unit_id: int | None = None,
    urgency: str = Urgency.NORMAL,
    answer_by: dt.date | None = None,
    asked: str = Asked.ACTION,
    secrecy: int = Clearance.NONE,
    is_personal: bool = False,
    case_code: str = "",
    closing: str = "",
    addressees: Sequence[Mapping[str, Any]] = (),
    replies_to: str = "",
    template_id: int | None = None,
    about: str = "",
) -> Letter:
    """Begin a letter. An answer takes its addressee and its reference from what it answers; `about` names the file
    the letter is written for, so that both pages show each other."""
    file_code = usable_code(code)
    _sound(kind=kind, mode=mode, urgency=urgency, answer_by=answer_by, asked=asked, subject=subject)
    answered = _answered(actor, replies_to)
    template = Template.objects.filter(pk=template_id).first() if template_id else None
    record = Letter(
        kind=kind,
        mode=mode,
        file_code=file_code,
        case_code=case_code.strip(),
        urgency=urgency,
        answer_by=answer_by,
        asked=asked,
        body=writing.clean(body or (template.body if template else "")),
        closing=closing.strip(),
        closing_by_hand=bool(closing.strip()),
        is_personal=is_personal,
        replies_to=answered,
        template=template,
        document_id=composing.new_id(),
    )
    made = open_case(
        record,
        actor=actor,
        permission=access.WRITE,
        unit_id=unit_for(actor, unit_id),
        subject=writing.initials_capital(subject)[:250],
        due_on=answered.case.due_on if answered else None,
        assignee_id=actor.user_id,
    )
    veil(made, max(secrecy, answered.case.secrecy if answered else 0))
    made.save()
    made.case.save()
    if answered:
        _address_answer(made, answered, bool(addressees))
    for facts in addressees:
        address(made, **facts)
    propose(made, actor)
    keep_version(made, actor)
    if about.strip():
        link(made.case.number, actor=actor, other=about, why="bu dosya için yazıldı")
    return made


def _sound(*, kind: str, mode: str, urgency: str, answer_by: dt.date | None, asked: str, subject: str) -> None:
    if kind not in LetterKind.values or mode not in Mode.values or asked not in Asked.values:
        raise Refused("Yazının türü, üretim ortamı ya da isteği geçersiz.")
    if urgency not in Urgency.values:
        raise Refused("İvediliği seçin.")
    if not subject.strip():
        raise Refused("Konu yazılmalı.")
    if urgency == Urgency.BY_DAY and answer_by is None:
        raise Refused("Günlü yazıda cevap için son gün yazılmalı.")
    if answer_by and answer_by < localdate():
        raise Refused("Cevap için son gün geçmişte olamaz.")


def _answered(actor: Actor, number: str) -> Incoming | None:
    if not number.strip():
        return None
    try:
        return queries.one_incoming(actor, number.strip().upper())
    except Incoming.DoesNotExist:
        raise Refused(f"«{number}» sayılı gelen evrak bulunamadı.") from None


def answered_facts(answered: Incoming) -> dict[str, Any]:
    """Who sent it is who is answered, by the road it came."""
    kep = "kep" in answered.sender_kep
    return {
        "party": answered.sender_kind,
        "name": answered.sender,
        "detsis": answered.sender_detsis,
        "kep": answered.sender_kep if kep else "",
        "email": answered.sender_kep if "@" in answered.sender_kep and not kep else "",
    }


def _address_answer(letter: Letter, answered: Incoming, addressed: bool) -> None:
    Cited.objects.create(
        letter=letter,
        words=answered.cited,
        on=answered.document_date,
        number=answered.document_number,
        incoming=answered,
    )
    if not addressed and letter.kind == LetterKind.OUTGOING:
        address(letter, **answered_facts(answered))


@transaction.atomic
def revise(
    number: str, *, actor: Actor, subject: str, code: str, body: str, closing: str | None = None, **facts: Any
) -> Letter:
    """Change the words of a draft; what it said before stays as a version. A closing that differs from the proposed
    one is the writer's own from then on."""
    letter = open_draft(number, actor)
    degree = facts.pop("secrecy", letter.degree)
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"a letter has no {sorted(unknown)}")
    told = {name: facts.get(name, getattr(letter, name)) for name in FACTS}
    _sound(subject=subject, **{name: told[name] for name in ("kind", "mode", "urgency", "answer_by", "asked")})
    letter.file_code = usable_code(code)
    for name, value in told.items():
        setattr(letter, name, value)
    letter.body = writing.clean(body)
    if closing is not None and closing.strip() != letter.closing:
        letter.closing, letter.closing_by_hand = closing.strip(), True
    letter.case.subject = writing.initials_capital(subject)[:250]
    veil(letter, degree)
    letter.case.save()
    letter.save()
    reclose(letter)
    if keep_version(letter, actor):
        tell(letter.case, "revise", actor)
    return letter
