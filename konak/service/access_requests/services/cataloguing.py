"""The catalogue changes: rights are described, conflicts are ruled, templates say what a seat needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.search.services import index
from konak.governance.staffing import public as staffing

from .. import access
from ..models import ApprovalRole, Conflict, Right, Risk, Template, TemplateLine, Undertaking, Want
from ..queries import catalogue, chairs
from . import provisioning
from .telling import CONFLICT, RIGHT, TEMPLATE, plain, tell

SEARCH_KIND = "access_requests.right"
FIELDS = (
    "name",
    "kind",
    "area",
    "system_id",
    "allows",
    "risk",
    "privileged",
    "approvals",
    "longest_days",
    "review_months",
    "positions",
    "provisioner",
    "target",
    "duty_group",
    "emergency",
    "active",
)


@transaction.atomic
def set_right(
    *,
    actor: Actor,
    code: str,
    unit: Unit,
    executing_unit: Unit,
    assignee: Any = None,
    audience: Sequence[Unit] = (),
    undertakings: Sequence[Undertaking] = (),
    right_id: int | None = None,
    **facts: Any,
) -> Right:
    """Describe a right, or describe it anew."""
    row = Right.objects.select_for_update(of=("self",)).get(pk=right_id) if right_id else Right(code=code.strip())
    if right_id and not catalogue.may_keep(actor, row):
        raise Refused("Bu yetki tanımını yalnız sahibi olan birimin müdürü ya da sistem yöneticisi değiştirir.")
    if not actor.reach(access.CATALOGUE).covers(chairs.Place(unit.pk)):
        raise Refused("Yetki tanımını yalnız kendi biriminiz ve bağlı birimler için yazabilirsiniz.")
    _sound(facts)
    for name in FIELDS:
        if name in facts:
            setattr(row, name, facts[name])
    row.unit, row.executing_unit, row.assignee = unit, executing_unit, assignee
    fresh = row.pk is None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "code" in str(error):
            raise Refused(f"«{code}» kodlu bir yetki tanımı zaten var.") from error
        raise
    row.audience.set(audience)
    row.undertakings.set(undertakings)
    tell(RIGHT, row.pk, "add" if fresh else "change", actor, access.CATALOGUE, row.code)
    _index(row)
    return row


def _index(row: Right) -> None:
    index(
        kind=SEARCH_KIND,
        object_id=row.pk,
        title=str(row),
        url=f"/yetkiler/katalog/{row.pk}/",
        permission=access.VIEW.code,
        body=row.allows,
        unit_id=row.unit_id,
        public=True,
        number=row.code,
    )


def reindex() -> None:
    """Write the search rows of the catalogue anew."""
    for row in Right.objects.iterator(chunk_size=500):
        _index(row)


def _sound(facts: Mapping[str, Any]) -> None:
    if not plain(facts.get("name", ""), 160) or not plain(facts.get("area", ""), 120):
        raise Refused("Yetkinin adını ve sistemini yazın.")
    if not plain(facts.get("allows", ""), 2_000):
        raise Refused("Yetkinin neye izin verdiğini düz sözle yazın; isteyen ve onaylayan bunu okur.")
    if facts.get("privileged") and facts.get("risk", Risk.LOW) == Risk.LOW:
        raise Refused("Ayrıcalıklı yetkinin riski düşük olamaz.")
    if unknown := set(facts.get("approvals") or []) - set(ApprovalRole.values):
        raise Refused(f"Bilinmeyen onay: {', '.join(sorted(unknown))}.")
    name = facts.get("provisioner") or ""
    if name and name not in {one.name for one in provisioning.known()}:
        raise Refused(f"«{name}» adında otomatik yürütücü kurulu değil.")
    if name and not plain(facts.get("target", ""), 300):
        raise Refused("Otomatik yürütme için sistemdeki karşılığını yazın (ör. dizin grubu).")
    group = facts.get("duty_group") or ""
    if group and group not in dict(staffing.groups()):
        raise Refused(f"«{group}» görev grubu yok.")


@transaction.atomic
def rule(
    *,
    actor: Actor,
    right_id: int,
    other_id: int | None = None,
    group: str = "",
    why: str,
    basis: str = "",
    stops: bool = True,
) -> Conflict:
    """Say that a right may not meet another one, or a duty group. The same pair is one rule."""
    if not chairs.is_security(actor):
        raise Refused(f"«{access.SECURE.label}» için yetkiniz yok. Yetkili: bilgi güvenliği sorumlusu.")
    if not plain(why, 300):
        raise Refused("Kuralın gerekçesini yazın.")
    if bool(other_id) == bool(group):
        raise Refused("Öteki taraf olarak ya bir yetki ya bir görev grubu seçin.")
    if other_id == right_id:
        raise Refused("İki taraf aynı olamaz.")
    if group and group not in dict(staffing.groups()):
        raise Refused(f"«{group}» görev grubu yok.")
    if other_id:
        right_id, other_id = sorted([right_id, other_id])
    row, fresh = Conflict.objects.update_or_create(
        right_id=right_id,
        other_id=other_id,
        group=group,
        defaults={"why": plain(why, 300), "basis": plain(basis, 200), "stops": stops, "active": True},
    )
    tell(CONFLICT, row.pk, "rule" if fresh else "change_rule", actor, access.SECURE)
    return row


@transaction.atomic
def switch_rule(rule_id: int, *, actor: Actor, active: bool, why: str) -> Conflict:
    if not chairs.is_security(actor):
        raise Refused(f"«{access.SECURE.label}» için yetkiniz yok. Yetkili: bilgi güvenliği sorumlusu.")
    if not plain(why):
        raise Refused("Nedenini yazın.")
    row = Conflict.objects.select_for_update().get(pk=rule_id)
    row.active = active
    row.save(update_fields=["active"])
    tell(CONFLICT, row.pk, "rule_on" if active else "rule_off", actor, access.SECURE, plain(why))
    return row


@transaction.atomic
def set_template(
    *,
    actor: Actor,
    name: str,
    unit: Unit,
    position: str = "",
    rights: Sequence[tuple[int, bool]] = (),
    things: Sequence[tuple[str, str]] = (),
    template_id: int | None = None,
) -> Template:
    """Write what a seat needs: rights (each approved beforehand or not), custody, licences, trainings."""
    if not actor.reach(access.CATALOGUE).covers(chairs.Place(unit.pk)):
        raise Refused("Şablonu yalnız kendi biriminiz ve bağlı birimler için yazabilirsiniz.")
    if not plain(name, 160):
        raise Refused("Şablona bir ad verin.")
    if not rights and not things:
        raise Refused("Şablonda en az bir kalem olmalı.")
    if template_id:
        row = Template.objects.select_for_update().get(pk=template_id)
        if not actor.reach(access.CATALOGUE).covers(chairs.Place(row.unit_id)):
            raise Refused("Bu şablonu değiştirme yetkiniz yok.")
        row.name, row.unit, row.position = plain(name, 160), unit, position
    else:
        row = Template(name=plain(name, 160), unit=unit, position=position)
    clash = Template.objects.filter(unit=unit, position=position, active=True).exclude(pk=row.pk)
    if clash.exists():
        raise Refused("Bu birim ve unvan için yürürlükte bir şablon var; onu değiştirin.")
    row.save()
    row.lines.all().delete()
    known = {one.pk: one for one in Right.objects.filter(pk__in=[key for key, _ in rights])}
    lines = []
    for key, preapproved in dict(rights).items():
        right = known.get(key)
        if right is None:
            raise Refused("Seçilen yetkilerden biri katalogda yok.")
        if preapproved and (right.privileged or right.risk == Risk.HIGH):
            raise Refused(f"«{right.name}» yüksek riskli ya da ayrıcalıklı; önceden onaylanamaz.")
        lines.append(TemplateLine(template=row, want=Want.RIGHT, right=right, preapproved=preapproved))
    for want, text in things:
        if want not in Want.values or want == Want.RIGHT:
            raise Refused(f"«{want}» türü tanınmıyor.")
        lines.append(TemplateLine(template=row, want=want, text=plain(text, 200)))
    TemplateLine.objects.bulk_create(lines)
    tell(TEMPLATE, row.pk, "change" if template_id else "add", actor, access.CATALOGUE)
    return row


@transaction.atomic
def drop_template(template_id: int, *, actor: Actor) -> Template:
    row = Template.objects.select_for_update().get(pk=template_id)
    if not actor.reach(access.CATALOGUE).covers(chairs.Place(row.unit_id)):
        raise Refused("Bu şablonu değiştirme yetkiniz yok.")
    row.active = False
    row.save(update_fields=["active"])
    tell(TEMPLATE, row.pk, "drop", actor, access.CATALOGUE)
    return row
