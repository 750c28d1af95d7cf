"""The inventory of services and what they rely on."""

from typing import Any

from django.db import IntegrityError, transaction

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.search.services import index
from konak.foundation.trail import services as trail
from konak.governance.legislation import public as legislation

from .. import access, queries
from ..models import Component, Need, Process, Reliance, Service, ServiceDuty, ServiceState

SERVICE_FIELDS = frozenset(
    [
        *("name", "about", "audience", "state", "channel", "documents", "hours", "answer_in", "answer_unit"),
        *("finish_in", "finish_unit", "since", "until", "assignee", "unit_id"),
    ]
)


def may_keep(actor: Actor, owned: Any) -> None:
    if not actor.reach(access.KEEP).covers(owned):
        raise Refused(f"«{access.KEEP.label}» için bu birimde yetkiniz yok.")


def tell(kind: str, subject: int, verb: str, actor: Actor, owned: Any, note: str = "") -> None:
    trail.write(
        actor=actor, kind=kind, subject=subject, verb=verb, note=note, seat=actor.seat_for(access.KEEP, owned)
    )


def _fill(service: Service, facts: dict[str, Any]) -> None:
    if unknown := set(facts) - SERVICE_FIELDS:
        raise ValueError(f"a service has no {sorted(unknown)}")
    for name, value in facts.items():
        setattr(service, name, value.strip() if isinstance(value, str) else value)
    if not service.name:
        raise Refused("Hizmete bir ad verin.")
    for number, unit, words in (
        (service.answer_in, service.answer_unit, "İlk yanıt"),
        (service.finish_in, service.finish_unit, "Tamamlanma"),
    ):
        if number and not unit:
            raise Refused(f"{words} süresinin birimini seçin.")
    if service.until and service.since and service.until < service.since:
        raise Refused("Hizmet başlamadan bitemez.")
    if service.state == ServiceState.ENDED and service.until is None:
        raise Refused("Sona eren hizmetin bitiş gününü yazın.")
    service.folded = fold(f"{service.name} {service.about} {service.channel}")


def _save(service: Service) -> None:
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError:
        raise Refused(f"Bu birimde «{service.name}» adlı bir hizmet zaten var.") from None
    index_service(service)


@transaction.atomic
def add_service(*, actor: Actor, unit_id: int, **facts: Any) -> Service:
    """Put a service of a unit into the inventory."""
    service = Service(unit_id=unit_id)
    may_keep(actor, service)
    _fill(service, facts)
    _save(service)
    tell(queries.SERVICE_KIND, service.pk, "add", actor, service)
    return service


@transaction.atomic
def edit_service(service_id: int, *, actor: Actor, **facts: Any) -> Service:
    service = queries.service(actor, service_id)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    may_keep(actor, service)
    before = (service.answer_target, service.finish_target, service.state)
    _fill(service, facts)
    may_keep(actor, service)
    _save(service)
    after = (service.answer_target, service.finish_target, service.state)
    note = f"{' / '.join(filter(None, before))} → {' / '.join(filter(None, after))}" if before != after else ""
    tell(queries.SERVICE_KIND, service.pk, "edit", actor, service, note)
    return service


@transaction.atomic
def link_service(service_id: int, *, actor: Actor, duty_id: int, linked: bool = True) -> Service:
    """Say that a service is how a duty is carried out, or that it is not."""
    service = queries.service(actor, service_id)
    may_keep(actor, service)
    fact = legislation.duty_fact(actor, duty_id)
    if linked:
        ServiceDuty.objects.get_or_create(service=service, duty_id=duty_id)
    else:
        ServiceDuty.objects.filter(service=service, duty_id=duty_id).delete()
    tell(queries.SERVICE_KIND, service.pk, "tie" if linked else "untie", actor, service, f"Md. {fact.path}")
    return service


@transaction.atomic
def add_component(*, actor: Actor, unit_id: int, name: str, kind: str, note: str = "") -> Component:
    """Name a system that services stand on."""
    component = Component(unit_id=unit_id, name=name.strip(), kind=kind, note=note.strip())
    may_keep(actor, component)
    if not component.name:
        raise Refused("Bileşene bir ad verin.")
    try:
        with transaction.atomic():
            component.save()
    except IntegrityError:
        raise Refused(f"«{component.name}» adlı bir bileşen zaten var.") from None
    tell(queries.COMPONENT_KIND, component.pk, "add", actor, component)
    return component


@transaction.atomic
def edit_component(
    component_id: int, *, actor: Actor, unit_id: int, name: str, kind: str, note: str = ""
) -> Component:
    component = queries.component(actor, component_id)
    component = Component.objects.select_for_update(of=("self",)).get(pk=component.pk)
    may_keep(actor, component)
    component.unit_id, component.name, component.kind, component.note = unit_id, name.strip(), kind, note.strip()
    may_keep(actor, component)
    try:
        with transaction.atomic():
            component.save()
    except IntegrityError:
        raise Refused(f"«{component.name}» adlı bir bileşen zaten var.") from None
    tell(queries.COMPONENT_KIND, component.pk, "edit", actor, component)
    return component


@transaction.atomic
def rely(service_id: int, *, actor: Actor, component_id: int, need: str = Need.STOPS, note: str = "") -> Service:
    """Say that a service relies on a component; an empty `need` takes it back."""
    service = queries.service(actor, service_id)
    may_keep(actor, service)
    component = queries.component(actor, component_id)
    if need:
        if need not in Need.values:
            raise Refused("Bileşen olmazsa ne olacağını seçin.")
        Reliance.objects.update_or_create(
            service=service, component=component, defaults={"need": need, "note": note.strip()}
        )
    else:
        Reliance.objects.filter(service=service, component=component).delete()
    tell(queries.SERVICE_KIND, service.pk, "rely" if need else "unrely", actor, service, component.name)
    return service


def index_service(service: Service) -> None:
    index(
        kind=queries.SERVICE_KIND,
        object_id=service.pk,
        title=service.name,
        body=f"Hizmet {service.about} {service.channel} {service.unit.name}",
        url=f"/hizmetler/{service.pk}/",
        unit_id=service.unit_id,
        owner_ids=(service.assignee_id,),
        permission=access.SERVICES.code,
    )


def index_process(process: Process) -> None:
    index(
        kind=queries.PROCESS_KIND,
        object_id=process.pk,
        title=f"{process.code} {process.name}".strip(),
        body=f"Süreç {process.unit.name}",
        url=f"/surecler/{process.pk}/",
        unit_id=process.unit_id,
        owner_ids=(process.assignee_id,),
        permission=access.VIEW.code,
        number=process.code or None,
    )


def reindex() -> None:
    """Write the search rows of services anew."""
    for service in Service.objects.select_related("unit").iterator(chunk_size=500):
        index_service(service)


def reindex_processes() -> None:
    """Write the search rows of processes anew."""
    for process in Process.objects.select_related("unit").iterator(chunk_size=500):
        index_process(process)
