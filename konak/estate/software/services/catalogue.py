"""Products, what is decided about them, their versions, and the rules by which names are recognised."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..lifecycle import DECIDED
from ..models import Category, Decision, Metric, Product, ProductVersion, Rule
from .common import fill, may, tell
from .indexing import index_product
from .recognising import recognise

FIELDS = frozenset(
    {
        "name",
        "publisher",
        "category",
        "metric",
        "needs_licence",
        "everywhere",
        "about",
        "homepage",
        "approved_version",
        "assignee",
    }
)


def _save(one: Product) -> None:
    if not one.name:
        raise Refused("Yazılıma bir ad verin.")
    if one.category not in Category.values or one.metric not in Metric.values:
        raise Refused("Yazılımın türünü ve lisansının nasıl sayıldığını listeden seçin.")
    one.folded = fold(f"{one.name} {one.publisher}")
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{one.name}» katalogda zaten var.") from None
    index_product(one)


@transaction.atomic
def add_product(*, actor: Actor, unit_id: int, **facts: Any) -> Product:
    """Put a product into the catalogue; nothing is decided about it yet."""
    one = Product(unit_id=unit_id)
    may(actor, access.KEEP, one)
    fill(one, facts, FIELDS)
    _save(one)
    tell(queries.PRODUCT_KIND, one.pk, "add", actor, one)
    return one


@transaction.atomic
def edit_product(product_id: int, *, actor: Actor, **facts: Any) -> Product:
    one = _locked(actor, product_id)
    may(actor, access.KEEP, one)
    if "unit_id" in facts:
        one.unit_id = facts.pop("unit_id")
        may(actor, access.KEEP, one)
    fill(one, facts, FIELDS)
    _save(one)
    tell(queries.PRODUCT_KIND, one.pk, "edit", actor, one)
    return one


def _locked(actor: Actor, product_id: int) -> Product:
    found = queries.product(actor, product_id)
    return Product.objects.select_for_update().get(pk=found.pk)


@transaction.atomic
def decide(
    product_id: int,
    *,
    actor: Actor,
    decision: str,
    reason: str = "",
    decision_number: str = "",
    decided_on: dt.date | None = None,
) -> Product:
    """Approve, tolerate or ban a product. Whoever bans or tolerates says why."""
    one = _locked(actor, product_id)
    may(actor, access.DECIDE, one)
    if decision not in Decision.values:
        raise Refused("Karar olarak onaylı, göz yumulan, yasak ya da değerlendirilmedi seçin.")
    if decision in (Decision.BANNED, Decision.TOLERATED) and not reason.strip():
        raise Refused("Yasaklamanın ya da göz yummanın gerekçesini yazın; kullananlar nedenini bilsin.")
    day = decided_on or localdate()
    if day > localdate():
        raise Refused("Karar tarihi ileri bir gün olamaz.")
    before = one.get_decision_display()
    one.decision, one.reason, one.decision_number = decision, reason.strip(), decision_number.strip()
    one.decided_on, one.decided_by_id = day, actor.user_id
    one.save()
    tell(
        queries.PRODUCT_KIND,
        one.pk,
        "decide",
        actor,
        one,
        f"{before} → {one.get_decision_display()}",
        permission=access.DECIDE,
    )
    publish(DECIDED, product_id=one.pk)
    return one


@transaction.atomic
def set_version(
    product_id: int,
    *,
    actor: Actor,
    label: str,
    decision: str = Decision.APPROVED,
    reason: str = "",
    released_on: dt.date | None = None,
    supported_until: dt.date | None = None,
) -> ProductVersion:
    """Name a version of a product, or say something new of one that is named."""
    one = _locked(actor, product_id)
    may(actor, access.KEEP, one)
    if not label.strip():
        raise Refused("Sürümü yazın.")
    if decision not in Decision.values:
        raise Refused("Sürüm için geçerli bir karar seçin.")
    if decision == Decision.BANNED and not reason.strip():
        raise Refused("Yasaklanan sürümün gerekçesini yazın.")
    if released_on and supported_until and supported_until < released_on:
        raise Refused("Destek, sürüm yayımlanmadan bitemez.")
    version, fresh = ProductVersion.objects.update_or_create(
        product=one,
        label=label.strip(),
        defaults={
            "decision": decision,
            "reason": reason.strip(),
            "released_on": released_on,
            "supported_until": supported_until,
        },
    )
    tell(queries.PRODUCT_KIND, one.pk, "version" if fresh else "edit_version", actor, one, version.label)
    return version


@transaction.atomic
def drop_version(product_id: int, *, actor: Actor, version_id: int) -> Product:
    one = _locked(actor, product_id)
    may(actor, access.KEEP, one)
    version = one.versions.get(pk=version_id)
    version.delete()
    tell(queries.PRODUCT_KIND, one.pk, "drop_version", actor, one, version.label)
    return one


def _checked(name_like: str, publisher_like: str) -> tuple[str, str]:
    name, publisher = " ".join(name_like.split()), " ".join(publisher_like.split())
    if len(name.replace("*", "").strip()) < 2:
        raise Refused("Ad kalıbında yıldız dışında en az iki harf olmalı; yoksa her şeyi yakalar.")
    if name.count("*") > 8 or publisher.count("*") > 8:
        raise Refused("Bir kalıpta en çok sekiz yıldız olabilir.")
    return name, publisher


@transaction.atomic
def add_rule(
    *,
    actor: Actor,
    name_like: str,
    publisher_like: str = "",
    product_id: int | None = None,
    order: int = 50,
    unit_id: int | None = None,
) -> Rule:
    """Say which product a raw name means (none: of no interest). Installed programs follow at once."""
    name, publisher = _checked(name_like, publisher_like)
    product = queries.product(actor, product_id) if product_id else None
    owner = product.unit_id if product else unit_id or queries.unit_of(actor)
    if owner is None:
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.")
    one = Rule(unit_id=owner, name_like=name, publisher_like=publisher, product=product, order=order)
    may(actor, access.KEEP, one)
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{name}» kalıbı için bir kural zaten var.") from None
    changed = recognise(one.unit_id, [(name, publisher)])
    tell("software.rule", one.pk, "add", actor, one, f"{name}: {changed} kurulum")
    return one


@transaction.atomic
def edit_rule(
    rule_id: int,
    *,
    actor: Actor,
    name_like: str,
    publisher_like: str = "",
    product_id: int | None = None,
    order: int = 50,
) -> Rule:
    one = Rule.objects.select_for_update().get(pk=queries.rule(actor, rule_id).pk)
    may(actor, access.KEEP, one)
    before = (one.name_like, one.publisher_like)
    one.name_like, one.publisher_like = _checked(name_like, publisher_like)
    one.product = queries.product(actor, product_id) if product_id else None
    one.order = order
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{one.name_like}» kalıbı için bir kural zaten var.") from None
    changed = recognise(one.unit_id, [before, (one.name_like, one.publisher_like)])
    tell("software.rule", one.pk, "edit", actor, one, f"{one.name_like}: {changed} kurulum")
    return one


@transaction.atomic
def drop_rule(rule_id: int, *, actor: Actor) -> int:
    """Take a rule away; what it recognised is recognised anew by the others, or unknown again."""
    one = queries.rule(actor, rule_id)
    may(actor, access.KEEP, one)
    pattern, unit_id = (one.name_like, one.publisher_like), one.unit_id
    tell("software.rule", one.pk, "drop", actor, one, one.name_like)
    one.delete()
    return recognise(unit_id, [pattern])
