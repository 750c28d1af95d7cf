"""A ticket is opened: by its own asker, by the desk for a caller, from a letter or a mail, by another app."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.announce import publish
from konak.foundation.cases.services import link, open_case, tell
from konak.foundation.db import fetch
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.governance.systems import public as systems
from konak.office.correspondence import public as correspondence
from konak.office.esignature import public as esignature

from .. import access, asking, lifecycle, queries
from ..lifecycle import OPENED, State
from ..models import (
    Approver,
    Channel,
    Draft,
    Form,
    Grade,
    Hears,
    Kind,
    MatrixCell,
    Message,
    MessageFile,
    Service,
    Ticket,
)
from . import approving, telling
from .system import system
from .timing import set_clocks
from .tools import give_list, tidy_tags

Files = Sequence[tuple[IO[bytes], str]]
MOST_FILES = 20


@transaction.atomic
def open_ticket(
    *,
    actor: Actor,
    service_code: str,
    subject: str,
    text: str = "",
    kind: str = "",
    channel: str = Channel.PORTAL,
    answers: Mapping[str, Any] | None = None,
    on_behalf_of: int | None = None,
    impact: int | None = None,
    urgency: int | None = None,
    priority: int | None = None,
    assignee_id: int | None = None,
    unit_id: int | None = None,
    asset_tag: str = "",
    place: str = "",
    contact_name: str = "",
    contact_mail: str = "",
    contact_phone: str = "",
    letter_number: str = "",
    letter_date: dt.date | None = None,
    document: str = "",
    parent: str = "",
    tags: Iterable[str] = (),
    system_id: int | None = None,
    source: str = "",
    files: Files = (),
    question_files: Mapping[str, Files] | None = None,
    checked: bool = True,
) -> Ticket:
    """Open a ticket for a service of the catalogue.

    `checked` says that the form of the service was asked and has to be answered; mail, letters and other apps, which
    never saw it, open without. `on_behalf_of` is whoever called: the ticket is his, the story says who wrote it down.
    `document` is the incoming letter it came by: both pages show each other.
    """
    try:
        service = queries.service_to_ask(service_code)
    except Service.DoesNotExist:
        raise Refused(f"«{service_code}» kodlu bir destek hizmeti yok ya da artık sunulmuyor.") from None
    machine = actor.user_id is None and channel in {Channel.SYSTEM, Channel.MAIL, Channel.LETTER}
    if machine:
        actor = system(unit_id or service.unit_id)
    requester_id = _requester(actor, service, on_behalf_of, channel, machine)
    kind = kind or service.kinds[0]
    if kind not in service.kinds and channel != Channel.SYSTEM:
        allowed = ", ".join(str(Kind(one).label) for one in service.kinds)
        raise Refused(
            f"Bu hizmette «{Kind(kind).label if kind in Kind.values else kind}» açılamaz; türler: {allowed}."
        )
    if not subject.strip():
        raise Refused("Talebin konusunu bir cümleyle yazın.")
    if document.strip():
        came = _letter_of(actor, document)
        letter_number = letter_number or came.document_number or came.number
        letter_date = letter_date or came.document_date
    if letter_date and not letter_number.strip():
        raise Refused("Yazının tarihini verdiyseniz sayısını da yazın.")
    if channel == Channel.LETTER and not letter_number.strip():
        raise Refused("Resmî yazıyla gelen talepte yazının sayısı zorunludur.")
    form = queries.form_of(service)
    given = _answered(form, answers or {}, question_files or {}) if checked else {}
    made = Ticket(
        service=service,
        kind=kind,
        channel=channel,
        text=text.strip()[:20_000],
        requester_id=requester_id,
        entered_by_id=actor.user_id,
        contact_name=contact_name.strip()[:120],
        contact_mail=contact_mail.strip()[:254],
        contact_phone=contact_phone.strip()[:32],
        place=place.strip()[:120],
        letter_number=letter_number.strip()[:60],
        letter_date=letter_date,
        asset_tag=asset_tag.strip()[:60],
        system_id=_system(actor, system_id) or service.system_id,
        tags=tidy_tags(tags),
        form=form if checked else None,
        answers=given,
        level=service.level,
        own_level=service.own_level,
        opened_at=now(),
        source=source,
        live_source=source or None,
        parent=_parent(actor, parent) if parent else None,
    )
    made.impact, made.urgency = impact or Grade.LOW, urgency or Grade.MEDIUM
    made.priority = priority or priority_of(service, impact, urgency)
    queue = unit_id or service.unit_id
    waits = service.approver != Approver.NOBODY and not machine
    agent = assignee_id
    if agent is None and service.assigns and not waits:
        free = queries.free_agents(queue, service.skill_id)
        agent = free[0].agent.user_id if free else None
    due_on = set_clocks(made, state=State.NEW)
    made = open_case(
        made,
        actor=actor,
        permission=access.OPEN,
        unit_id=queue,
        subject=" ".join(subject.split())[:250],
        due_on=due_on,
        assignee_id=agent,
        for_user_id=requester_id,
        for_unit_id=queries.unit_of(requester_id) if on_behalf_of and requester_id else None,
    )
    _keep(made, actor, files, question_files or {})
    give_list(made, service)
    if actor.user_id is not None:
        Draft.objects.filter(user_id=actor.user_id, service=service).delete()
    if document.strip():
        link(made.case.number, actor=actor, other=document, why="bu evrakla geldi")
    if waits:
        approving.seek_first(made, actor)
    _tell_opened(made, actor)
    publish(OPENED, number=made.case.number)
    return made


def _letter_of(actor: Actor, number: str) -> correspondence.IncomingFacts:
    found = correspondence.facts_of(actor, number.strip().upper())
    if found is None:
        raise Refused(f"«{number}» sayılı gelen evrak bulunamadı.")
    return found


def _requester(actor: Actor, service: Service, on_behalf_of: int | None, channel: str, machine: bool) -> int | None:
    if machine:
        return on_behalf_of
    if on_behalf_of is not None and on_behalf_of != actor.user_id:
        if not actor.holds(access.WORK):
            raise Refused("Başkası adına talebi yalnız destek ekipleri açabilir.")
        if not User.objects.filter(pk=on_behalf_of, is_active=True).exists():
            raise Refused("Adına talep açılan kişi bulunamadı ya da hesabı kapalı.")
        return on_behalf_of
    if not queries.may_ask(actor, service):
        raise Refused(f"«{service.name}» hizmeti biriminize açık değil.")
    return actor.user_id


def _system(actor: Actor, system_id: int | None) -> int | None:
    if system_id is None:
        return None
    if not systems.systems(actor, [system_id], alive=False):
        raise Refused("Seçilen bilgi sistemi sicilde yok ya da size açık değil.")
    return system_id


def _parent(actor: Actor, number: str) -> Ticket:
    try:
        return queries.ticket(actor, number)
    except Ticket.DoesNotExist:
        raise Refused(f"«{number}» sayılı üst talep bulunamadı.") from None


def priority_of(service: Service, impact: int | None, urgency: int | None) -> int:
    """By the matrix where impact and urgency are known, otherwise what the service says."""
    if impact is None or urgency is None:
        return service.priority
    cell = MatrixCell.objects.filter(impact=impact, urgency=urgency).first()
    return cell.priority if cell else service.priority


def _answered(form: Form | None, answers: Mapping[str, Any], files: Mapping[str, Files]) -> asking.Answers:
    """The answers that count, or a refusal that names the questions."""
    if form is None:
        if answers:
            raise Refused("Bu hizmetin formu yok; yanıtlar kabul edilmedi.")
        return {}
    labels = {one["key"]: one["label"] for one in form.questions}
    if unknown := sorted(set(answers) - set(labels)):
        raise Refused(f"Formda «{unknown[0]}» adlı bir soru yok.")
    given = asking.kept(form.questions, answers)
    # a file is answered by what was sent with it
    checked = given | {key: [1] * len(sent) for key, sent in files.items() if sent and key in labels}
    faults = asking.faults_of(form.schema, checked)
    if faults:
        told = "; ".join(f"{labels.get(key, 'form')}: {words}" for key, words in faults.items())
        raise Refused(f"Form eksik ya da hatalı. {told}.")
    return given


def _keep(made: Ticket, actor: Actor, files: Files, question_files: Mapping[str, Files]) -> None:
    sent = [("", one) for one in files] + [(key, one) for key, many in question_files.items() for one in many]
    if len(sent) > MOST_FILES:
        raise Refused(f"Bir talebe en çok {MOST_FILES} dosya eklenebilir.")
    for key, (content, name) in sent:
        keep_file(made, actor, content, name, question=key)


def keep_file(
    ticket: Ticket,
    actor: Actor,
    content: IO[bytes] | bytes,
    name: str,
    *,
    message: Message | None = None,
    question: str = "",
) -> StoredFile:
    """Put a file into a ticket, as internal as the message it came with."""
    stored = store(actor=actor, content=content, name=name, unit_id=ticket.case.unit_id, purpose="desk.ticket")
    MessageFile.objects.create(
        ticket=ticket,
        message=message,
        question=question,
        file=stored,
        internal=bool(message and message.internal),
        added_by_id=actor.user_id,
    )
    return stored


def _tell_opened(made: Ticket, actor: Actor) -> None:
    case = made.case
    if made.requester_id and made.requester_id != actor.user_id:
        telling.tell_people(
            made, [made.requester_id], telling.MINE, f"Adınıza destek talebi açıldı: {case.subject}", actor=actor
        )
    if case.state == State.APPROVAL:
        return
    who = made.asker
    body = f"{case.number} · {made.service.name} · {who}"
    if case.assignee_id:
        telling.tell_people(
            made, [case.assignee_id], telling.GIVEN, f"Yeni talep size verildi: {case.subject}", body, actor=actor
        )
    else:
        telling.tell_people(
            made, telling.team(case.unit_id), telling.QUEUE, f"Yeni talep: {case.subject}", body, actor=actor
        )


@transaction.atomic
def hear_fault(fault_id: int, *, actor: Actor) -> Ticket | None:
    """Somebody's card, reader or line does not work: it becomes his ticket, once, and the register is told which.

    Nothing opens where no service hears it; the fault stays in the register.
    """
    fetch("desk/one_at_a_time", key=f"desk:signing:{fault_id}")
    fault = esignature.fault(fault_id)
    service = Service.objects.filter(hears=Hears.SIGNING, active=True).first()
    if fault is None or fault.ticket or service is None:
        return None
    made = open_ticket(
        actor=actor_of(fault.user_id, via="job"),
        service_code=service.code,
        subject=f"İmza aracı çalışmıyor: {fault.what}"[:250],
        text="\n\n".join(one for one in (fault.what, fault.thing and f"Kayıttaki araç: {fault.thing}") if one),
        kind=Kind.INCIDENT,
        channel=Channel.SYSTEM,
        checked=False,
    )
    esignature.ticket_opened(fault_id, actor=actor, number=made.case.number)
    return made


@transaction.atomic
def announce(
    *,
    actor: Actor | None = None,
    source: str,
    service_code: str,
    subject: str,
    text: str = "",
    kind: str = Kind.INCIDENT,
    unit_id: int | None = None,
    priority: int | None = None,
    asset_tag: str = "",
) -> Ticket:
    """Another app tells of something: the first time a ticket, while that is open only a line on it.

    Of several that announce the same at once, one opens and the others write their line.
    """
    if not source.strip() or len(source) > 120:
        raise Refused("Bildirimin kaynağı (en çok 120 karakter) verilmeli.")
    fetch("desk/one_at_a_time", key=f"desk:{source}")
    found = queries.ticket_of_source(source)
    if found is None:
        return open_ticket(
            actor=actor or Actor(None, via="job"),
            service_code=service_code,
            subject=subject,
            text=text,
            kind=kind,
            channel=Channel.SYSTEM,
            unit_id=unit_id,
            priority=priority,
            asset_tag=asset_tag,
            source=source,
            checked=False,
        )
    if actor is not None and not lifecycle.serves(found, actor):
        raise Refused("Bu kaynağın açık talebini yalnız karşılayan ekip sürdürebilir.")
    Message.objects.create(
        ticket=found, internal=True, by_desk=True, channel=Channel.SYSTEM, text=(text or subject)[:20_000]
    )
    found.times_announced += 1
    found.save(update_fields=["times_announced"])
    tell(found.case, "again", actor or system(found.case.unit_id))
    return found


@transaction.atomic
def save_draft(service_code: str, *, actor: Actor, data: Mapping[str, Any]) -> Draft:
    """Keep what somebody has typed so far; it waits for him wherever he signs in."""
    service = queries.offered(actor).get(code=service_code)
    if actor.user_id is None:
        raise Refused("Taslak saklamak için oturum açın.")
    row, _ = Draft.objects.update_or_create(user_id=actor.user_id, service=service, defaults={"data": dict(data)})
    return row


@transaction.atomic
def drop_draft(service_code: str, *, actor: Actor) -> None:
    """Away with what was typed."""
    if actor.user_id is not None:
        Draft.objects.filter(user_id=actor.user_id, service__code=service_code).delete()
