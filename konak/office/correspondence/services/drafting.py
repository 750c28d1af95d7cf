"""Writing a letter: its words and parts, version by version, and what others wish of it."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, tell
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import DETSIS, Unit
from konak.foundation.people.positions import Clearance

from .. import access, lifecycle, queries, writing
from ..models import (
    Addressee,
    Annex,
    AnnexKind,
    Asked,
    Cited,
    Delivery,
    FileCode,
    Incoming,
    Letter,
    LetterKind,
    Mode,
    Party,
    Remark,
    RouteKind,
    RouteStep,
    Template,
    Urgency,
    Version,
)
from . import composing
from .registering import unit_for

ANNEXES = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "png", "jpg", "jpeg", "tif"} | {"tiff", "txt", "csv", "zip"}
)
LARGEST_ANNEX = 100 * 1024 * 1024
FACTS = ("kind", "mode", "urgency", "answer_by", "asked", "case_code")


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
    case_code: str = "",
    closing: str = "",
    addressees: Sequence[Mapping[str, Any]] = (),
    replies_to: str = "",
    template_id: int | None = None,
) -> Letter:
    """Begin a letter. An answer takes its addressee and its reference from what it answers."""
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
    level = max(secrecy, answered.case.secrecy if answered else 0)
    if level:
        made.case.secrecy = level
        made.case.save()
    if answered:
        _address_answer(made, answered, bool(addressees))
    for facts in addressees:
        _add_addressee(made, **facts)
    propose(made, actor)
    keep_version(made, actor)
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


def _address_answer(letter: Letter, answered: Incoming, addressed: bool) -> None:
    Cited.objects.create(
        letter=letter,
        words=answered.cited,
        on=answered.document_date,
        number=answered.document_number,
        incoming=answered,
    )
    if not addressed and letter.kind == LetterKind.OUTGOING:
        _add_addressee(
            letter,
            party=answered.sender_kind,
            name=answered.sender,
            detsis=answered.sender_detsis,
            kep=answered.sender_kep if "kep" in answered.sender_kep else "",
            email=answered.sender_kep if "@" in answered.sender_kep and "kep" not in answered.sender_kep else "",
        )


def propose(letter: Letter, actor: Actor) -> None:
    """The route the directory gives, and the closing by rank; both may be changed."""
    for place, (kind, signer) in enumerate(
        queries.proposed_route(letter.case.unit_id, actor.user_id, letter.kind), start=1
    ):
        RouteStep.objects.create(
            letter=letter,
            round=letter.round,
            place=place,
            kind=kind,
            person_id=signer.user_id,
            seat_id=signer.appointment_id,
            name=signer.name,
            title=signer.title,
            style=signer.style,
            on_behalf=signer.on_behalf,
        )
    reclose(letter)


def reclose(letter: Letter) -> None:
    """The closing that fits the addressees."""
    if letter.kind == LetterKind.APPROVAL:
        letter.closing = "olurlarınıza arz ederim."
    else:
        letter.closing = queries.closing_for(letter.addressees.values_list("relation", flat=True))
    letter.save(update_fields=["closing"])


def locked(number: str, actor: Actor) -> Letter:
    """A letter the actor may see, locked."""
    found = Letter.objects.select_for_update(of=("self", "case")).get(case__number=number)
    assert isinstance(found, Letter)
    if not queries.sees(actor, found):
        raise Letter.DoesNotExist
    return found


def open_draft(number: str, actor: Actor) -> Letter:
    """A draft the actor may change."""
    found = locked(number, actor)
    if found.case.state != "draft":
        raise Refused("Yalnız taslak değiştirilir; önce geri çekin ya da iade edilmesini isteyin.")
    if words := lifecycle.writes(found, actor):
        raise Refused(words)
    return found


def content_of(letter: Letter) -> dict[str, Any]:
    """What a version keeps."""
    return {
        "subject": letter.case.subject,
        "code": letter.file_code.code,
        "body": letter.body,
        "closing": letter.closing,
        "addressees": [str(one) for one in letter.addressees.all()],
        "annexes": [one.written for one in letter.annexes.all()],
        "cited": [one.words for one in letter.cited.all()],
    }


def keep_version(letter: Letter, actor: Actor) -> Version | None:
    """A version, when anything differs from the last one."""
    content = content_of(letter)
    last = letter.versions.order_by("-number").first()
    if last and last.content == content:
        return None
    number = (last.number if last else 0) + 1
    return Version.objects.create(letter=letter, number=number, content=content, by_id=actor.user_id)


@transaction.atomic
def revise(
    number: str, *, actor: Actor, subject: str, code: str, body: str, closing: str = "", **facts: Any
) -> Letter:
    """Change the words of a draft; what it said before stays as a version."""
    letter = open_draft(number, actor)
    secrecy = facts.pop("secrecy", letter.case.secrecy)
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"a letter has no {sorted(unknown)}")
    told = {name: facts.get(name, getattr(letter, name)) for name in FACTS}
    _sound(subject=subject, **{name: told[name] for name in ("kind", "mode", "urgency", "answer_by", "asked")})
    letter.file_code = usable_code(code)
    for name, value in told.items():
        setattr(letter, name, value)
    letter.body = writing.clean(body)
    letter.closing = closing.strip()
    letter.case.subject = writing.initials_capital(subject)[:250]
    letter.case.secrecy = secrecy
    letter.case.save()
    letter.save()
    if keep_version(letter, actor):
        tell(letter.case, "revise", actor)
    return letter


# ---- parts ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_addressee(number: str, *, actor: Actor, **facts: Any) -> Addressee:
    letter = open_draft(number, actor)
    made = _add_addressee(letter, **facts)
    reclose(letter)
    keep_version(letter, actor)
    return made


def _add_addressee(
    letter: Letter,
    *,
    party: str,
    name: str = "",
    unit_id: int | None = None,
    detsis: str = "",
    purpose: str = "GRG",
    second_line: str = "",
    identity: str = "",
    address: str = "",
    kep: str = "",
    email: str = "",
    relation: str = "",
    channel: str = "",
) -> Addressee:
    if party not in Party.values or purpose not in ("GRG", "BLG"):
        raise Refused("Muhatabın türünü ve dağıtım biçimini seçin.")
    if party == Party.UNIT:
        unit = Unit.objects.filter(pk=unit_id or 0).first()
        if unit is None:
            raise Refused("Kurum içi birimi seçin.")
        name, detsis = unit.name, unit.detsis or ""
        relation = relation or queries.relation_of(letter.case.unit_id, unit.pk)
        channel = Delivery.INTERNAL
    elif detsis:
        if not re.fullmatch(DETSIS, detsis):
            raise Refused("DETSİS numarası sekiz rakamdır ve sıfırla başlamaz.")
        known = queries.body_named(detsis)
        if known:
            name, kep = name or known.name, kep or known.kep
    name = " ".join(name.split())
    if not name:
        raise Refused("Muhatabın adı yazılmalı.")
    if letter.addressees.filter(name=name, second_line=second_line.strip()).exists():
        raise Refused(f"{name} zaten muhatap.")
    if not relation:
        relation = "over" if party == Party.BODY else "outside"
    if not channel:
        channel = Delivery.KEP if kep else Delivery.MAIL if email else Delivery.PAPER
    place = (letter.addressees.aggregate(last=Max("place"))["last"] or 0) + 1
    return Addressee.objects.create(
        letter=letter,
        place=place,
        party=party,
        purpose=purpose,
        unit_id=unit_id if party == Party.UNIT else None,
        detsis=detsis,
        name=name[:300],
        second_line=second_line.strip(),
        identity=identity.strip(),
        address=address.strip(),
        kep=kep.strip(),
        email=email.strip(),
        relation=relation,
        channel=channel,
    )


@transaction.atomic
def drop_addressee(number: str, *, actor: Actor, addressee_id: int) -> Letter:
    letter = open_draft(number, actor)
    letter.addressees.filter(pk=addressee_id).delete()
    reclose(letter)
    keep_version(letter, actor)
    return letter


@transaction.atomic
def withhold(number: str, *, actor: Actor, addressee_id: int, annexes: Sequence[int]) -> Addressee:
    """Ek konulmadı: this addressee gets the letter without some annexes."""
    letter = open_draft(number, actor)
    one = letter.addressees.get(pk=addressee_id)
    keys = letter.annexes.filter(pk__in=list(annexes)).values_list("annex_id", flat=True)
    one.without = [str(key) for key in keys]
    one.save()
    return one


@transaction.atomic
def add_annex(
    number: str,
    *,
    actor: Actor,
    name: str = "",
    kind: str = AnnexKind.INSIDE,
    extent: str = "",
    file: IO[bytes] | bytes | None = None,
    file_name: str = "",
    reference: str = "",
    is_signed: bool = True,
) -> Annex:
    """An annex: a file that travels inside, one that lies elsewhere, or paper."""
    letter = open_draft(number, actor)
    if kind not in AnnexKind.values:
        raise Refused("Ekin türünü seçin.")
    stored = None
    if kind == AnnexKind.INSIDE:
        if file is None:
            raise Refused("Ek dosyasını seçin.")
        stored = store(
            actor=actor, content=file, name=file_name, allow=ANNEXES, limit_bytes=LARGEST_ANNEX,
            unit_id=letter.case.unit_id, purpose="correspondence",
        )  # fmt: skip
    if kind == AnnexKind.OUTSIDE and not reference.strip().startswith(("http://", "https://")):
        raise Refused("Başka yerde duran ekin adresi http ile başlar.")
    name = name.strip() or (stored.name.rpartition(".")[0] if stored else "")
    if not name:
        raise Refused("Ekin adı yazılmalı.")
    place = (letter.annexes.aggregate(last=Max("place"))["last"] or 0) + 1
    made = Annex.objects.create(
        letter=letter,
        place=place,
        annex_id=composing.new_id(),
        name=name[:200],
        kind=kind,
        extent=extent.strip(),
        file=stored,
        reference=reference.strip(),
        is_signed=is_signed and kind == AnnexKind.INSIDE,
    )
    keep_version(letter, actor)
    return made


@transaction.atomic
def drop_annex(number: str, *, actor: Actor, annex_id: int) -> Letter:
    """Take an annex out; those behind it move up, so that the numbers stay without a gap."""
    letter = open_draft(number, actor)
    letter.annexes.filter(pk=annex_id).delete()
    for place, one in enumerate(letter.annexes.order_by("place"), start=1):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    keep_version(letter, actor)
    return letter


@transaction.atomic
def cite(
    number: str,
    *,
    actor: Actor,
    other: str = "",
    words: str = "",
    on: dt.date | None = None,
    document_number: str = "",
) -> Cited:
    """An ilgi: picked from the registers by number, or written."""
    letter = open_draft(number, actor)
    incoming, own = None, None
    if other.strip():
        incoming = queries.incoming(actor).filter(case__number=other.strip().upper()).first()
        own = None
        if incoming is None:
            own = queries.letters(actor).filter(official=other.strip()).order_by("-register_year").first()
        if incoming is None and own is None:
            raise Refused(f"«{other}» sayılı evrak bulunamadı.")
    if incoming is not None:
        words, on, document_number = incoming.cited, incoming.document_date, incoming.document_number
    elif own is not None:
        day = f"{own.dated_on:%d.%m.%Y} tarihli ve " if own.dated_on else ""
        words, on, document_number = f"{day}{own.official} sayılı yazımız", own.dated_on, own.official
    if not words.strip():
        raise Refused("İlgi yazılmalı ya da kayıttan seçilmeli.")
    made = Cited.objects.create(
        letter=letter, words=words.strip()[:400], on=on, number=document_number.strip(), incoming=incoming, other=own
    )
    keep_version(letter, actor)
    return made


@transaction.atomic
def uncite(number: str, *, actor: Actor, cited_id: int) -> Letter:
    letter = open_draft(number, actor)
    letter.cited.filter(pk=cited_id).delete()
    keep_version(letter, actor)
    return letter


@transaction.atomic
def remark(number: str, *, actor: Actor, text: str, passage: str = "") -> Remark:
    """Say what should change; whoever may read the draft may wish."""
    letter = locked(number, actor)
    if actor.user_id is None or not text.strip():
        raise Refused("Görüş boş olamaz.")
    if letter.case.state not in ("draft", "routed"):
        raise Refused("İmzalanmış yazıya görüş yazılmaz.")
    made = Remark.objects.create(letter=letter, passage=passage.strip()[:300], text=text.strip(), by_id=actor.user_id)
    tell(letter.case, "remark", actor, text.strip()[:300])
    return made


@transaction.atomic
def settle(number: str, *, actor: Actor, remark_id: int) -> Remark:
    letter = open_draft(number, actor)
    one = letter.remarks.get(pk=remark_id)
    one.settled_at, one.settled_by_id = now(), actor.user_id
    one.save()
    return one


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


@transaction.atomic
def set_route(number: str, *, actor: Actor, steps: Sequence[Mapping[str, Any]]) -> Letter:
    """The way to the signature: kind, person, place (the same for those side by side), in whose name."""
    letter = open_draft(number, actor)
    if not any(step["kind"] in (RouteKind.SIGNATURE, RouteKind.APPROVAL) for step in steps):
        raise Refused("Güzergâhta en az bir imza olmalı.")
    letter.route.filter(round=letter.round, state="waiting").delete()
    places = sorted({int(step["place"]) for step in steps})
    for step in steps:
        signer = queries.seat_today(int(step["user_id"]))
        if signer is None:
            raise Refused("Güzergâhtaki kişinin bugün bir makamı yok.")
        style = step.get("style") or signer.style
        RouteStep.objects.create(
            letter=letter,
            round=letter.round,
            place=places.index(int(step["place"])) + 1,
            kind=step["kind"],
            person_id=signer.user_id,
            seat_id=signer.appointment_id,
            name=signer.name,
            title=signer.title,
            style=style,
            on_behalf=(step.get("on_behalf") or signer.on_behalf).strip(),
        )
    rows = list(letter.route.filter(round=letter.round))
    last = max(row.place for row in rows)
    if any(row.kind not in (RouteKind.SIGNATURE, RouteKind.APPROVAL) for row in rows if row.place == last):
        raise Refused("Güzergâhın son adımı imza ya da olur olmalı.")
    first_signature = min(row.place for row in rows if row.kind in (RouteKind.SIGNATURE, RouteKind.APPROVAL))
    signing = (RouteKind.SIGNATURE, RouteKind.APPROVAL)
    if any(row.kind not in signing and row.place >= first_signature for row in rows):
        raise Refused("Paraf, koordinasyon ve uygun görüş imzadan önce gelir.")
    tell(letter.case, "route", actor)
    return letter


@transaction.atomic
def add_step(
    number: str, *, actor: Actor, kind: str, user_id: int, place: int, style: str = "", on_behalf: str = ""
) -> Letter:
    """One more person on the way; who stands on that place or behind it stays beside him or moves on."""
    letter = open_draft(number, actor)
    steps = [
        {
            "kind": row.kind,
            "user_id": row.person_id,
            "place": row.place,
            "style": row.style,
            "on_behalf": row.on_behalf,
        }
        for row in letter.route.filter(round=letter.round)
    ]
    if any(step["user_id"] == user_id and step["place"] == place for step in steps):
        raise Refused("Bu kişi aynı sırada zaten var.")
    steps.append({"kind": kind, "user_id": user_id, "place": place, "style": style, "on_behalf": on_behalf})
    return set_route(number, actor=actor, steps=steps)


@transaction.atomic
def drop_step(number: str, *, actor: Actor, step_id: int) -> Letter:
    letter = open_draft(number, actor)
    steps = [
        {
            "kind": row.kind,
            "user_id": row.person_id,
            "place": row.place,
            "style": row.style,
            "on_behalf": row.on_behalf,
        }
        for row in letter.route.filter(round=letter.round).exclude(pk=step_id)
    ]
    return set_route(number, actor=actor, steps=steps)
