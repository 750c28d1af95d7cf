"""The desk is built: shelves, services, forms, times, priorities, teams. Nothing here needs a programmer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases import queries as cases
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.ui.drawing import icon_names
from konak.governance.systems import public as systems

from .. import access, asking, queries
from ..models import (
    Agent,
    Audience,
    Clocked,
    EscalationRule,
    Form,
    Grade,
    Hears,
    Hours,
    Kind,
    Level,
    MatrixCell,
    Priority,
    Reaction,
    Service,
    ServiceGroup,
    Skill,
    Target,
)

LONGEST_TARGET = 90 * 24 * 60


def may_build(actor: Actor) -> None:
    if not actor.holds(access.CATALOGUE):
        raise Refused(f"«{access.CATALOGUE.label}» için yetkiniz yok. Yetkili: şef, müdür ve daire başkanı.")


def may_serve(actor: Actor, unit_id: int) -> None:
    reach = actor.reach(access.CATALOGUE)
    if not (reach.everywhere or unit_id in reach.units):
        raise Refused("Yalnız kendi biriminizin hizmetlerini ve ekibini düzenleyebilirsiniz.")


@transaction.atomic
def save_group(
    group_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    description: str = "",
    icon: str = "lifebuoy",
    order: int = 50,
) -> ServiceGroup:
    """A shelf of the catalogue, new or changed."""
    may_build(actor)
    if icon not in icon_names():
        raise Refused("Simge bilinmiyor.")
    row = ServiceGroup.objects.get(pk=group_id) if group_id else ServiceGroup()
    row.name, row.description, row.icon, row.order = " ".join(name.split()), description.strip(), icon, order
    if not row.name:
        raise Refused("Gruba bir ad verin.")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.name}» adlı bir grup var.") from None
    return row


def code_from(name: str) -> str:
    """A code for a service, made from its name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:36] or "hizmet"


@transaction.atomic
def save_service(
    code: str = "",
    *,
    actor: Actor,
    name: str,
    group_id: int,
    unit_id: int,
    kinds: Sequence[str],
    description: str = "",
    procedure: str = "",
    icon: str = "lifebuoy",
    keywords: str = "",
    audience: str = Audience.EVERYBODY,
    audience_unit_ids: Iterable[int] = (),
    assignee_id: int | None = None,
    approver: str = "nobody",
    time_required: bool = False,
    priority: int = Priority.NORMAL,
    level_id: int | None = None,
    own_level_id: int | None = None,
    skill_id: int | None = None,
    system_id: int | None = None,
    part_id: int | None = None,
    assigns: bool = True,
    asks_asset: bool = False,
    hears: str = "",
    active: bool = True,
    order: int = 50,
) -> Service:
    """A service of the catalogue, new or (by `code`) changed. A new one gets a code from its name."""
    may_build(actor)
    may_serve(actor, unit_id)
    row = queries.service(actor, code) if code else Service(code=_free_code(name))
    if unknown := [one for one in kinds if one not in Kind.values]:
        raise Refused(f"«{unknown[0]}» diye bir talep türü yok.")
    if not kinds:
        raise Refused("En az bir talep türü seçin.")
    if icon not in icon_names():
        raise Refused("Simge bilinmiyor.")
    if not name.strip():
        raise Refused("Hizmete bir ad verin.")
    if approver == "owner" and assignee_id is None:
        raise Refused("Hizmet sorumlusunun onayı isteniyorsa hizmetin sorumlusunu seçin.")
    units = list(Unit.objects.filter(pk__in=list(audience_unit_ids)))
    if audience == Audience.UNITS and not units:
        raise Refused("Hizmetin açık olduğu birimleri seçin.")
    _level(level_id, "sla")
    _level(own_level_id, "ola")
    _there(ServiceGroup, group_id, "Seçilen grup bulunamadı.")
    _there(Unit, unit_id, "Seçilen birim bulunamadı.")
    _there(User, assignee_id, "Hizmetin sorumlusu bulunamadı.")
    _there(Skill, skill_id, "Seçilen beceri bulunamadı.")
    row.name, row.group_id, row.unit_id, row.kinds = " ".join(name.split()), group_id, unit_id, list(kinds)
    row.description, row.procedure, row.icon = description.strip(), procedure.strip(), icon
    row.keywords, row.audience, row.assignee_id, row.approver = keywords.strip(), audience, assignee_id, approver
    row.time_required, row.priority, row.level_id, row.own_level_id = time_required, priority, level_id, own_level_id
    if system_id is not None and system_id != row.system_id and not systems.systems(actor, [system_id]):
        raise Refused("Seçilen bilgi sistemi sicilde yok ya da size açık değil.")
    system_id = _system_of(actor, row, part_id, system_id)
    row.part_id, row.system_id = part_id, system_id
    row.skill_id, row.assigns, row.asks_asset, row.active, row.order = skill_id, assigns, asks_asset, active, order
    if hears and hears not in Hears.values:
        raise Refused("Kendiliğinden açılacak talepler bilinmiyor.")
    other = Service.objects.filter(hears=hears).exclude(pk=row.pk).first() if hears else None
    if other is not None:
        raise Refused(f"Bu talepler «{other.name}» hizmetine açılıyor; önce oradan kaldırın.")
    row.hears = hears
    row.save()
    row.audience_units.set(units if audience == Audience.UNITS else [])
    return row


def _level(level_id: int | None, kind: str) -> None:
    if level_id is not None and not Level.objects.filter(pk=level_id, kind=kind).exists():
        raise Refused(f"Seçilen süre sözü {kind.upper()} değil.")


def _system_of(actor: Actor, row: Service, part_id: int | None, system_id: int | None) -> int | None:
    """A part brings its system along; of another system it is none."""
    if part_id is None:
        return system_id
    if part_id == row.part_id and system_id in {None, row.system_id}:
        return row.system_id
    part = next(iter(systems.parts_by_id(actor, [part_id])), None)
    if part is None:
        raise Refused("Seçilen bileşen sicilde yok ya da size açık değil.")
    if system_id is not None and part.system_id != system_id:
        raise Refused(f"«{part.name}» seçilen bilgi sisteminin bileşeni değil.")
    return part.system_id


def _there(model: type[Model], key: int | None, words: str) -> None:
    """What is named by its key exists: a key that leads nowhere is a refusal, not a fault at commit."""
    if key is not None and not model._default_manager.filter(pk=key).exists():
        raise Refused(words)


def _free_code(name: str) -> str:
    stem = found = code_from(name)
    count = 1
    while Service.objects.filter(code=found).exists():
        count += 1
        found = f"{stem}-{count}"
    return found


@transaction.atomic
def write_form(code: str, *, actor: Actor, questions: Sequence[Mapping[str, Any]]) -> Form:
    """Keep the questions being written; the form in force does not change until they are published."""
    service = queries.service(actor, code)
    may_serve(actor, service.unit_id)
    plain = [dict(one) for one in questions]
    if faults := asking.faults_of_form(plain):
        raise Refused(" ".join(faults))
    Service.objects.select_for_update().get(pk=service.pk)
    row = queries.form_being_written(service)
    if row is None:
        last = service.forms.aggregate(last=Max("version"))["last"] or 0
        row = Form(service=service, version=last + 1)
    row.questions, row.schema, row.changed_by_id = plain, asking.schema_of(plain), actor.user_id
    row.save()
    return row


@transaction.atomic
def publish_form(code: str, *, actor: Actor) -> Form:
    """From now on this is asked; what was asked before stays as it was with its tickets."""
    service = queries.service(actor, code)
    may_serve(actor, service.unit_id)
    Service.objects.select_for_update().get(pk=service.pk)
    row = queries.form_being_written(service)
    if row is None:
        raise Refused("Yayımlanacak bir taslak yok.")
    row.published_at, row.changed_by_id = now(), actor.user_id
    row.save()
    return row


@transaction.atomic
def drop_form(code: str, *, actor: Actor) -> None:
    """Away with what is being written."""
    service = queries.service(actor, code)
    may_serve(actor, service.unit_id)
    service.forms.filter(published_at=None).delete()


@transaction.atomic
def save_hours(hours_id: int | None = None, *, actor: Actor, **facts: Any) -> Hours:
    """When a desk works."""
    may_build(actor)
    row = Hours.objects.get(pk=hours_id) if hours_id else Hours()
    for name in ("name", "always", "begins", "ends", "break_from", "break_until"):
        if name in facts:
            setattr(row, name, facts[name])
    if not row.always and row.ends <= row.begins:
        raise Refused("Bitiş saati başlangıçtan sonra olmalı.")
    if bool(row.break_from) != bool(row.break_until):
        raise Refused("Aranın başlangıcını ve bitişini birlikte verin.")
    if row.break_from and row.break_until and row.break_until <= row.break_from:
        raise Refused("Aranın bitişi başlangıcından sonra olmalı.")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.name}» adlı bir çalışma saati var.") from None
    return row


@transaction.atomic
def save_level(
    level_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    kind: str,
    hours_id: int,
    close_after: int = 3,
    targets: Mapping[int, tuple[int | None, int | None]] | None = None,
) -> Level:
    """A promise with its minutes by priority: {priority: (first answer, solution)}. Open tickets are counted anew."""
    from .escalating import recount_later

    may_build(actor)
    _there(Hours, hours_id, "Seçilen çalışma saati bulunamadı.")
    row = Level.objects.get(pk=level_id) if level_id else Level()
    row.name, row.kind, row.hours_id, row.close_after = " ".join(name.split()), kind, hours_id, close_after
    if not row.name:
        raise Refused("Süre sözüne bir ad verin.")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.name}» adlı bir süre sözü var.") from None
    for priority, (answer, solve) in (targets or {}).items():
        for minutes in (answer, solve):
            if minutes is not None and not 1 <= minutes <= LONGEST_TARGET:
                raise Refused("Hedef süre 1 dakika ile 90 gün arasında olmalı.")
        if answer is not None and solve is not None and answer > solve:
            raise Refused(f"{Priority(priority).label} öncelikte ilk yanıt süresi çözüm süresinden uzun olamaz.")
        Target.objects.update_or_create(
            level=row, priority=priority, defaults={"answer_minutes": answer, "solve_minutes": solve}
        )
    if level_id:
        recount_later()
    return row


@transaction.atomic
def save_rule(
    rule_id: int | None = None,
    *,
    actor: Actor,
    level_id: int,
    clock: str,
    minutes: int,
    reaction: str,
    to_unit_id: int | None = None,
    active: bool = True,
) -> EscalationRule:
    """What happens before (negative minutes) or after a deadline."""
    may_build(actor)
    if clock not in Clocked.values or reaction not in Reaction.values:
        raise Refused("Kuralın süresi ya da ne yapacağı bilinmiyor.")
    if reaction == Reaction.MOVE and to_unit_id is None:
        raise Refused("Talebin hangi ekibe verileceğini seçin.")
    if abs(minutes) > 43_200:
        raise Refused("Kural en çok 30 gün önce ya da sonra işler.")
    _there(Level, level_id, "Seçilen süre sözü bulunamadı.")
    _there(Unit, to_unit_id, "Seçilen ekip bulunamadı.")
    row = EscalationRule.objects.get(pk=rule_id) if rule_id else EscalationRule()
    row.level_id, row.clock, row.minutes, row.reaction = level_id, clock, minutes, reaction
    row.to_unit_id, row.active = to_unit_id, active
    row.save()
    return row


@transaction.atomic
def drop_rule(rule_id: int, *, actor: Actor) -> None:
    """The rule is applied no more; what it did stays in the stories."""
    may_build(actor)
    EscalationRule.objects.get(pk=rule_id)
    EscalationRule.objects.filter(pk=rule_id).update(active=False)


@transaction.atomic
def set_matrix(*, actor: Actor, cells: Mapping[tuple[int, int], int]) -> None:
    """Impact × urgency → priority, all nine at once."""
    may_build(actor)
    for (impact, urgency), priority in cells.items():
        if impact not in Grade.values or urgency not in Grade.values or priority not in Priority.values:
            raise Refused("Öncelik tablosunda geçersiz bir değer var.")
        MatrixCell.objects.update_or_create(impact=impact, urgency=urgency, defaults={"priority": priority})


@transaction.atomic
def add_skill(*, actor: Actor, name: str) -> Skill:
    """A new skill, or the one that is there by that name."""
    may_build(actor)
    plain = " ".join(name.split())
    if not plain or len(plain) > 60:
        raise Refused("Beceriye en çok 60 karakterlik bir ad verin.")
    found = next((one for one in Skill.objects.all() if fold(one.name) == fold(plain)), None)
    return found or Skill.objects.create(name=plain)


@transaction.atomic
def save_agent(
    *,
    actor: Actor,
    unit_id: int,
    user_id: int,
    skill_ids: Iterable[int] = (),
    weight: int = 100,
    takes: bool = True,
) -> Agent:
    """A member of a team, new or changed; he sits in the unit, below it, or over it."""
    may_serve(actor, unit_id)
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise Refused("Kişi bulunamadı ya da hesabı kapalı.")
    if not cases.sits_in(user_id, unit_id):
        raise Refused(f"{person.full_name} bu birimde görevli değil.")
    if not 1 <= weight <= 200:
        raise Refused("İş payı yüzde 1 ile 200 arasında olmalı.")
    row, _ = Agent.objects.update_or_create(
        unit_id=unit_id, user_id=user_id, defaults={"weight": weight, "takes": takes}
    )
    row.skills.set(Skill.objects.filter(pk__in=list(skill_ids)))
    return row


@transaction.atomic
def drop_agent(agent_id: int, *, actor: Actor) -> None:
    """No longer of the team; what he has stays with him until it is handed out."""
    row = Agent.objects.get(pk=agent_id)
    may_serve(actor, row.unit_id)
    row.delete()
