"""What a team keeps at hand is arranged: templates, macros, texts, checklists. Nothing here needs a programmer."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, queries
from ..models import (
    Canned,
    CheckItem,
    Kind,
    Macro,
    MacroStep,
    Outcome,
    Priority,
    Service,
    Template,
    Ticket,
    TicketCheck,
)
from ..models.tools import MOST_TAGS, TAG, TeamTool
from .catalogue import may_build, may_serve

T = TypeVar("T", bound=TeamTool)
WORD = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
MOST_ITEMS = 40


def tidy_tags(tags: Iterable[str]) -> list[str]:
    """Tags as they are kept: small, once, in the order given."""
    found: list[str] = []
    for one in tags:
        tag = " ".join(one.replace("#", " ").split()).lower()
        if not tag or tag in found:
            continue
        if len(tag) > TAG:
            raise Refused(f"Bir etiket en çok {TAG} harf olabilir: «{tag[:TAG]}…».")
        found.append(tag)
    if len(found) > MOST_TAGS:
        raise Refused(f"Bir talepte en çok {MOST_TAGS} etiket olabilir.")
    return found


def _mine(actor: Actor, unit_id: int | None, owner_id: int | None) -> None:
    """One's own are everybody's who works at a desk; a team's are arranged by whoever builds it, those of every
    team by whoever builds more than one."""
    if owner_id is not None:
        if owner_id != actor.user_id:
            raise Refused("Kayıt bulunamadı; bu arada silinmiş olabilir.")
        if not actor.holds(access.WORK):
            raise Refused(f"«{access.WORK.label}» için yetkiniz yok. Kendi araçlarını destek ekipleri tutar.")
        return
    may_build(actor)
    if unit_id is not None:
        may_serve(actor, unit_id)
        return
    reach = actor.reach(access.CATALOGUE)
    if not (reach.everywhere or len(reach.units) > 1):
        raise Refused("Bütün ekiplerin kullandığı kaydı birden çok ekibi yöneten düzenler; kendi ekibinizi seçin.")


def _row(model: type[T], actor: Actor, key: int | None, unit_id: int | None, mine: bool, name: str) -> T:
    owner_id = actor.user_id if mine else None
    if mine and owner_id is None:
        raise Refused("Kendinize araç tutmak için oturum açın.")
    unit_id = None if mine else unit_id
    if key is None:
        row = model()
    else:
        found: T | None = model._default_manager.select_for_update().filter(pk=key).first()
        if found is None:
            raise Refused("Kayıt bulunamadı; bu arada silinmiş olabilir.")
        row = found
        _mine(actor, row.unit_id, row.owner_id)
    _mine(actor, unit_id, owner_id)
    row.name, row.unit_id, row.owner_id = " ".join(name.split())[:80], unit_id, owner_id
    if not row.name:
        raise Refused("Bir ad verin.")
    return row


def _kept(row: T, words: str) -> T:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(words) from None
    return row


def _service(actor: Actor, service_id: int | None) -> Service | None:
    if service_id is None:
        return None
    found = Service.objects.filter(pk=service_id).first()
    if found is None:
        raise Refused("Seçilen hizmet katalogda yok.")
    return found


@transaction.atomic
def save_template(
    key: int | None = None,
    *,
    actor: Actor,
    name: str,
    service_id: int,
    subject: str,
    unit_id: int | None = None,
    mine: bool = False,
    kind: str = "",
    text: str = "",
    priority: int | None = None,
    tags: Iterable[str] = (),
    active: bool = True,
) -> Template:
    """A template, new or changed; `mine` keeps it for oneself."""
    row = _row(Template, actor, key, unit_id, mine, name)
    service = _service(actor, service_id)
    assert service is not None
    if kind and kind not in service.kinds:
        raise Refused(f"«{service.name}» hizmetinde «{Kind(kind).label if kind in Kind.values else kind}» açılamaz.")
    if not subject.strip():
        raise Refused("Şablonun konusunu yazın.")
    if priority is not None and priority not in Priority.values:
        raise Refused("Öncelik 1 ile 4 arasındadır.")
    row.service, row.kind, row.subject = service, kind, " ".join(subject.split())[:250]
    row.text, row.priority, row.tags, row.active = text.strip()[:8_000], priority, tidy_tags(tags), active
    return _kept(row, f"«{row.name}» adlı bir şablon var.")


@transaction.atomic
def save_macro(
    key: int | None = None,
    *,
    actor: Actor,
    name: str,
    unit_id: int | None = None,
    mine: bool = False,
    step: str = "",
    to_unit_id: int | None = None,
    assignee_id: int | None = None,
    priority: int | None = None,
    text: str = "",
    internal: bool = False,
    party: str = "",
    outcome: str = "",
    minutes: int | None = None,
    tags: Iterable[str] = (),
    order: int = 50,
    active: bool = True,
) -> Macro:
    """A macro, new or changed; what could never work together is refused here, not at every press."""
    row = _row(Macro, actor, key, unit_id, mine, name)
    if step not in MacroStep.values:
        raise Refused("Makronun işlemi bilinmiyor.")
    if outcome and outcome not in Outcome.values:
        raise Refused("Sonuç türü bilinmiyor.")
    if priority is not None and priority not in Priority.values:
        raise Refused("Öncelik 1 ile 4 arasındadır.")
    text = text.strip()[:8_000]
    if step in {MacroStep.ASK, MacroStep.SOLVE} and (not text or internal):
        raise Refused("Bu işlemde metin talep sahibine gider: metni yazın, iç not işaretini kaldırın.")
    if step == MacroStep.REFER and not party.strip():
        raise Refused("Hangi üçüncü tarafın bekleneceğini yazın.")
    if step == MacroStep.SOLVE and (assignee_id or to_unit_id):
        raise Refused("Çözen makro talebi başkasına veremez; ikisini ayrı makro yapın.")
    if assignee_id and not User.objects.filter(pk=assignee_id, is_active=True).exists():
        raise Refused("Seçilen kişi bulunamadı ya da hesabı kapalı.")
    kept = tidy_tags(tags)
    if not (step or to_unit_id or assignee_id or priority or text or minutes or kept):
        raise Refused("Makro hiçbir şey yapmıyor; en az bir işlem seçin.")
    row.step, row.to_unit_id, row.assignee_id, row.priority = step, to_unit_id, assignee_id, priority
    row.text, row.internal, row.party, row.outcome = text, internal, party.strip()[:200], outcome
    row.minutes, row.tags, row.order, row.active = minutes, kept, order, active
    return _kept(row, f"«{row.name}» adlı bir makro var.")


@transaction.atomic
def save_canned(
    key: int | None = None,
    *,
    actor: Actor,
    name: str,
    text: str,
    word: str = "",
    unit_id: int | None = None,
    mine: bool = False,
    service_id: int | None = None,
    active: bool = True,
) -> Canned:
    """A text at hand; its short word is made from its name where none is given."""
    row = _row(Canned, actor, key, unit_id, mine, name)
    short = fold(word).strip() or re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40]
    if not WORD.match(short):
        raise Refused("Kısa ad küçük harf, rakam ve tireden oluşur: «toner-yolda».")
    if not text.strip():
        raise Refused("Hazır metni yazın.")
    if unknown := queries.unknown_places(text):
        raise Refused(f"«{{{unknown[0]}}}» diye bir yer tutucu yok. Kullanılabilenler: {queries.PLACES_TOLD}.")
    row.word, row.text, row.service, row.active = short, text.strip()[:8_000], _service(actor, service_id), active
    return _kept(row, f"«{short}» kısa adlı bir hazır metin var.")


TOOLS: dict[str, type[TeamTool]] = {"template": Template, "macro": Macro, "canned": Canned}


@transaction.atomic
def drop_tool(kind: str, key: int, *, actor: Actor) -> str:
    """Away with a template, a macro or a text; tickets that were made with it stay as they are."""
    row: Any = TOOLS[kind]._default_manager.filter(pk=key).first()
    if row is None:
        raise Refused("Kayıt bulunamadı; bu arada silinmiş olabilir.")
    _mine(actor, row.unit_id, row.owner_id)
    row.delete()
    return str(row.name)


@transaction.atomic
def save_check_item(
    code: str, key: int | None = None, *, actor: Actor, text: str, required: bool = True
) -> CheckItem:
    """A line of the checklist of a service; tickets that are open keep the list they were opened with."""
    service = queries.service(actor, code)
    may_serve(actor, service.unit_id)
    words = " ".join(text.split())[:200]
    if not words:
        raise Refused("Yapılacak işi yazın.")
    Service.objects.select_for_update().get(pk=service.pk)
    if key is None:
        if service.checklist.count() >= MOST_ITEMS:
            raise Refused(f"Bir hizmetin denetim listesi en çok {MOST_ITEMS} madde olabilir.")
        last = service.checklist.aggregate(last=Max("order"))["last"] or 0
        row = CheckItem(service=service, order=last + 10)
    else:
        row = service.checklist.get(pk=key)
    row.text, row.required = words, required
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("Bu madde listede var.") from None
    return row


@transaction.atomic
def drop_check_item(code: str, key: int, *, actor: Actor) -> None:
    service = queries.service(actor, code)
    may_serve(actor, service.unit_id)
    service.checklist.filter(pk=key).delete()


@transaction.atomic
def move_check_item(code: str, key: int, *, actor: Actor, up: bool) -> None:
    """One place up or down."""
    service = queries.service(actor, code)
    may_serve(actor, service.unit_id)
    rows = list(service.checklist.select_for_update())
    at = next((place for place, one in enumerate(rows) if one.pk == key), None)
    if at is None:
        raise Refused("Madde bulunamadı; bu arada silinmiş olabilir.")
    other = max(0, at - 1) if up else min(len(rows) - 1, at + 1)
    rows[at], rows[other] = rows[other], rows[at]
    for place, one in enumerate(rows, 1):
        one.order = 10 * place
    CheckItem.objects.bulk_update(rows, ["order"])


@transaction.atomic
def set_checks_block(code: str, *, actor: Actor, blocks: bool) -> Service:
    """Whether open lines of the list keep a ticket from being solved."""
    service = queries.service(actor, code)
    may_serve(actor, service.unit_id)
    service.checks_block = blocks
    service.save(update_fields=["checks_block"])
    return service


def give_list(ticket: Ticket, service: Service) -> None:
    """The list of the service; what another service asked for and nobody did goes."""
    ticket.checks.filter(from_service=True, done_at=None).delete()
    known = set(ticket.checks.values_list("text", flat=True))
    TicketCheck.objects.bulk_create(
        TicketCheck(ticket=ticket, text=one.text, required=one.required, from_service=True, order=one.order)
        for one in service.checklist.all()
        if one.text not in known
    )
