"""The page of what is typed and not yet saved: drawn from the same data as the page that is signed, kept nowhere."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.documents.services import FontsMissing, render_pdf, unshown
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Clearance

from .. import queries, writing
from ..models import Addressee, Cited, FileCode, Letter, LetterKind, Mode, RouteStep, Urgency
from . import composing
from .drafting import answered_facts
from .registering import unit_for

PAGES = 12
SCALE = 1.35
TYPED = 200_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages as pictures, how many there are, what stands in the way of presenting them."""

    pages: list[str]
    count: int
    faults: list[str]


def typed(
    letter: Letter | None, *, actor: Actor, facts: Mapping[str, str], addressee: Mapping[str, Any] | None = None
) -> Drawn:
    """The pages of a form as it stands; a half filled form has a page too."""
    pdf, faults = typed_pdf(letter, actor=actor, facts=facts, addressee=addressee)
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    pages = []
    for place in range(min(count, PAGES)):
        held = io.BytesIO()
        drawn = document[place].render(scale=SCALE).to_pil()
        drawn.quantize(32, method=Image.Quantize.FASTOCTREE).save(held, format="PNG")
        pages.append(f"data:image/png;base64,{base64.b64encode(held.getvalue()).decode()}")
    document.close()
    return Drawn(pages, count, faults)


def typed_pdf(
    letter: Letter | None, *, actor: Actor, facts: Mapping[str, str], addressee: Mapping[str, Any] | None = None
) -> tuple[bytes, list[str]]:
    """The same as a document, for whoever has no script; with what is wrong with it."""
    if len(facts.get("body", "")) > TYPED:
        raise Refused("Metin çok uzun.")
    if letter is None:
        letter, parts = _new(actor, facts, addressee)
    else:
        parts = composing.parts_of(letter)
        _told(letter, facts)
    data = composing.page_data(letter, parts=parts)
    gone = unshown("".join(composing.words_of(data)))
    faults = (
        [f"Yazı tipinin gösteremediği işaretler: {' '.join(gone[:12])}. İmzaya sunmadan çıkarın."] if gone else []
    )
    try:
        return render_pdf("correspondence/letter", data), faults
    except FontsMissing as fault:
        raise Refused(str(fault)) from None


def _told(letter: Letter, facts: Mapping[str, str]) -> None:
    """What the form says, into a letter that is not saved; what makes no sense yet is passed over."""
    letter.case.subject = writing.initials_capital(facts.get("subject", ""))[:250]
    letter.body = writing.clean(facts.get("body", ""))
    letter.closing = facts.get("closing", letter.closing).strip()[:80]
    for name, values in (("kind", LetterKind.values), ("mode", Mode.values), ("urgency", Urgency.values)):
        if facts.get(name) in values:
            setattr(letter, name, facts[name])
    letter.is_personal = facts.get("is_personal", "") in ("on", "true", "1")
    level = facts.get("secrecy", "")
    if level.isascii() and level.isdecimal() and int(level[:2]) in Clearance.values:
        letter.degree = int(level[:2])


def _new(
    actor: Actor, facts: Mapping[str, str], addressee: Mapping[str, Any] | None
) -> tuple[Letter, composing.Parts]:
    """A letter that is begun now: what it answers names its addressee, the directory its signer."""
    unit = facts.get("unit_id", "")
    unit_id = unit_for(actor, int(unit) if unit.isascii() and unit.isdecimal() and len(unit) < 10 else None)
    letter = Letter(case=Case(unit_id=unit_id, subject=""), file_code=FileCode(), document_id=composing.new_id())
    _told(letter, facts)
    answered = queries.incoming(actor).filter(case__number=facts.get("replies_to", "").strip().upper()).first()
    cited, addressees = [], []
    if answered:
        cited = [Cited(words=answered.cited, on=answered.document_date)]
        if letter.kind == LetterKind.OUTGOING:
            relation = "over" if answered.sender_kind == "body" else "outside"
            one = answered_facts(answered)
            addressees = [Addressee(party=one["party"], name=one["name"], relation=relation)]
    if addressee:
        relation = "over" if addressee["party"] == "body" else "outside"
        addressees = [Addressee(**(dict(addressee) | {"relation": relation}))]
    if not letter.body:
        template = facts.get("template_id", "")
        found = queries.templates_for(actor).filter(pk=int(template) if template.isdecimal() else 0).first()
        letter.body = found.body if found else ""
    steps = [
        RouteStep(
            kind=kind,
            place=place,
            seat_id=one.appointment_id,
            name=one.name,
            title=one.title,
            style=one.style,
            on_behalf=one.on_behalf,
        )
        for place, (kind, one) in enumerate(queries.proposed_route(unit_id, actor.user_id, letter.kind), start=1)
    ]
    if letter.kind == LetterKind.APPROVAL:
        letter.closing = queries.APPROVAL_CLOSING
    elif addressees:
        letter.closing = queries.closing_for([one.relation for one in addressees])
    return letter, composing.Parts(addressees, [], cited, steps)
