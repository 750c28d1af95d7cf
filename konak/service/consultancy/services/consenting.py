"""Another unit wants to buy or install: it lists what, the office looks at stock and catalogue, a leader decides."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.estate.software import public as software
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused, Step
from konak.foundation.people.models import User

from .. import access, lifecycle, queries
from ..lifecycle import CONSENT_DECIDED, ConsentState
from ..models import Consent, ConsentItem, ConsentKind, Field
from .common import DECISION, MINE, paper, tell, text
from .offices import due_of, office_of

MOST_ITEMS = 100
VALID_DAYS = 180
"""How long a consent holds when nobody says otherwise: prices and models change within half a year."""


@transaction.atomic
def ask_consent(*, actor: Actor, kind: str, subject: str, why: str, security: bool = False, **first: Any) -> Consent:
    """Begin a request; its first item may come with it."""
    if kind not in ConsentKind.values:
        raise Refused("Satın alma ya da kurulum için uygunluk istenir.")
    office = office_of(Field.CONSENT)
    made = Consent(kind=kind, why=text(why, 4_000, "Neden gerektiğini yazın."), security=security)
    made = cases.open_case(
        made,
        actor=actor,
        permission=access.ASK,
        unit_id=office.unit_id,
        subject=text(subject, 250, "Neyin alınacağını ya da kurulacağını bir cümleyle yazın."),
        due_on=due_of(office),
    )
    if first.get("name", "").strip():
        add_item(made.case.number, actor=actor, **first)
    return made


def _locked(number: str, actor: Actor) -> Consent:
    found = queries.consent(actor, number)
    one: Consent = Consent.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    return one


def _asker(one: Consent, actor: Actor) -> None:
    if objection := lifecycle.by_asker(one, actor):
        raise Refused(objection)
    if one.case.state != ConsentState.DRAFT:
        raise Refused("İncelemeye gönderilmiş istekte kalem değiştirilemez.")


@transaction.atomic
def add_item(
    number: str,
    *,
    actor: Actor,
    name: str,
    quantity: int = 1,
    code: str = "",
    unit_price: Decimal | None = None,
    specs: str = "",
) -> ConsentItem:
    one = _locked(number, actor)
    _asker(one, actor)
    if one.items.count() >= MOST_ITEMS:
        raise Refused(f"Bir istekte en çok {MOST_ITEMS} kalem olur.")
    if not 1 <= quantity <= 100_000:
        raise Refused("Adet 1 ile 100.000 arasında olmalı.")
    if unit_price is not None and unit_price < 0:
        raise Refused("Fiyat eksi olamaz.")
    return ConsentItem.objects.create(
        consent=one,
        name=text(name, 200, "Kalemin adını yazın."),
        code=text(code, 40),
        quantity=quantity,
        unit_price=unit_price,
        specs=text(specs, 4_000),
    )


@transaction.atomic
def drop_item(number: str, *, actor: Actor, item_id: int) -> Consent:
    one = _locked(number, actor)
    _asker(one, actor)
    one.items.get(pk=item_id).delete()
    return one


@transaction.atomic
def send(number: str, *, actor: Actor) -> Consent:
    """Off to the office; what stands in stock and catalogue is looked up at once."""
    with cases.take(lifecycle.SEND, Consent, number, actor) as one:
        _look_up(one)
        one.case.due_on = due_of(office_of(Field.CONSENT))
    return one


def _look_up(one: Consent) -> None:
    for item in one.items.all():
        alike, spare = assets.alike(item.name)
        found: dict[str, Any] = {"alike": alike, "spare": spare}
        if item.code:
            found["stock"] = str(assets.stock_anywhere(item.code).normalize())
        product = software.find_product(item.name)
        if product is not None:
            position = software.position(product.id)
            found["software"] = {
                "name": product.name,
                "decision": product.decision_label,
                "reason": product.reason,
                "free": position.free if position else None,
                "owned": position.owned if position else None,
                "needed": position.needed if position else 0,
            }
        item.found = found
        item.save(update_fields=["found"])
    one.checked_at = now()


@transaction.atomic
def check_items(number: str, *, actor: Actor) -> Consent:
    """Look again at stock, inventory and the catalogue of software."""
    one = _locked(number, actor)
    if objection := lifecycle.by_office(one, actor):
        raise Refused(objection)
    if one.ended or one.case.state == ConsentState.DRAFT:
        raise Refused("Denetim, inceleme sürerken yapılır.")
    _look_up(one)
    one.save()
    cases.tell(one.case, "check", actor, seat=actor.seat_for(access.WORK, one.case))
    return one


@transaction.atomic
def ask_more(number: str, *, actor: Actor, why: str) -> Consent:
    words = text(why, 250, "Neyin eksik olduğunu yazın.")
    with cases.take(lifecycle.ASK_MORE, Consent, number, actor, note=words) as one:
        tell(one, [one.case.opened_by_id], MINE, f"Eksik tamamlanacak: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def propose(
    number: str, *, actor: Actor, opinion: str, conditions: str = "", valid_until: dt.date | None = None
) -> Consent:
    """What the office found; somebody else decides on it."""
    until = valid_until or localdate() + dt.timedelta(days=VALID_DAYS)
    if until <= localdate():
        raise Refused("Geçerlilik ileri bir güne kadar olmalı.")
    if until > localdate() + dt.timedelta(days=3 * 366):
        raise Refused("Uygunluk en çok üç yıl geçerli olabilir.")
    with cases.take(lifecycle.PROPOSE, Consent, number, actor) as one:
        one.opinion = text(opinion, 8_000, "İnceleme görüşünü yazın.")
        one.conditions, one.valid_until = text(conditions, 4_000), until
        one.case.assignee_id = one.case.assignee_id or actor.user_id
        tell(one, queries.deciders(one.case.unit_id), DECISION, f"Kararınızı bekliyor: {one.case.subject}", actor)
    return one


@transaction.atomic
def look_again(number: str, *, actor: Actor, why: str) -> Consent:
    words = text(why, 250, "Neye bakılacağını yazın.")
    with cases.take(lifecycle.LOOK_AGAIN, Consent, number, actor, note=words) as one:
        tell(one, [one.case.assignee_id], MINE, f"Yeniden incelenecek: {one.case.subject}", actor, words)
    return one


def _decide(step: Step, number: str, actor: Actor, note: str = "", conditions: str | None = None) -> Consent:
    with cases.take(step, Consent, number, actor, note=note[:250]) as one:
        if conditions is not None:
            one.conditions = conditions
        if step is lifecycle.REFUSE:
            one.conditions, one.valid_until = note, None
        elif step is lifecycle.GRANT:
            one.conditions = ""
        who = User.objects.get(pk=actor.user_id or 0)
        one.decided_by, one.decided_at = who, now()
        words = str(ConsentState(step.target).label)
        one.paper = paper(
            "consultancy/consent",
            _content(one, who, words),
            actor=actor,
            number=number,
            title="Uygunluk kararı",
            unit_id=one.case.unit_id,
            name=f"{number}.pdf",
        )
        cases.attach(number, actor=actor, content=open_blob(one.paper.file.blob), name=f"{number}.pdf")
        tell(one, [one.case.opened_by_id], MINE, f"{words}: {one.case.subject}", actor, note)
        publish(CONSENT_DECIDED, number=number)
    return one


def _content(one: Consent, who: User, words: str) -> dict[str, Any]:
    case = one.case
    items = list(one.items.all())
    facts = [["Konu", case.subject], ["Tür", str(ConsentKind(one.kind).label)]]
    if case.opened_from_unit:
        facts.append(["İsteyen birim", case.opened_from_unit.name])
    facts.append(["İsteyen", case.opened_by.full_name if case.opened_by else "–"])
    return {
        "unit": case.unit.name,
        "date": localdate().isoformat(),
        "facts": facts,
        "why": one.why,
        "items": [
            {"name": item.name, "quantity": item.quantity, "specs": item.specs, "amount": float(item.amount)}
            for item in items
        ],
        "opinion": one.opinion,
        "decision": words,
        "conditions": one.conditions,
        "valid_until": one.valid_until.isoformat() if one.valid_until else "",
        "approver": who.full_name,
        "place": queries.position_words(who.pk, case.unit_id),
    }


@transaction.atomic
def grant(number: str, *, actor: Actor) -> Consent:
    return _decide(lifecycle.GRANT, number, actor)


@transaction.atomic
def grant_if(number: str, *, actor: Actor, conditions: str) -> Consent:
    """Yes, on these conditions."""
    words = text(conditions, 4_000, "Şartları yazın.")
    return _decide(lifecycle.GRANT_IF, number, actor, words, words)


@transaction.atomic
def refuse(number: str, *, actor: Actor, why: str) -> Consent:
    return _decide(lifecycle.REFUSE, number, actor, text(why, 4_000, "Neden uygun olmadığını yazın."))


@transaction.atomic
def take_back(number: str, *, actor: Actor) -> Consent:
    with cases.take(lifecycle.TAKE_BACK, Consent, number, actor) as one:
        pass
    return one
