"""Contracts: written down, what they cover, and the decision that has to be taken before they end."""

import datetime as dt
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Seat
from konak.foundation.cases.services import open_case, take
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.numbering.services import sequence_number

from .. import access, lifecycle, queries
from ..models import Contract, ContractAsset, ContractFile, ContractKind, ContractRenewal
from .common import fill, may, tell, thing
from .indexing import index_contract

FIELDS = frozenset(
    [
        *("title", "kind", "supplier", "contact", "document", "starts_on", "ends_on", "cost", "scope"),
        *("answer_hours", "repair_hours", "sla", "notice_days", "assignee"),
    ]
)


def _checked(one: Contract) -> None:
    if not one.title or not one.supplier:
        raise Refused("Sözleşmenin konusunu ve yüklenicisini yazın.")
    if one.kind not in ContractKind.values:
        raise Refused("Sözleşmenin türünü seçin.")
    if one.ends_on < one.starts_on:
        raise Refused("Sözleşme başlamadan bitemez.")
    if one.cost < 0:
        raise Refused("Bedel eksi olamaz.")


@transaction.atomic
def add_contract(*, actor: Actor, unit_id: int, **facts: Any) -> Contract:
    one = Contract(unit_id=unit_id)
    may(actor, access.KEEP, one)
    fill(one, facts, FIELDS)
    one.cost = one.cost or Decimal(0)
    _checked(one)
    one.number = sequence_number("BS", localdate().year)
    one.save()
    index_contract(one)
    tell(queries.CONTRACT_KIND, one.number, "add", actor, one)
    return one


def _locked(actor: Actor, number: str) -> Contract:
    return Contract.objects.select_for_update().get(pk=queries.contract(actor, number).pk)


@transaction.atomic
def edit_contract(number: str, *, actor: Actor, **facts: Any) -> Contract:
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    facts.pop("unit_id", None)
    fill(one, facts, FIELDS)
    one.cost = one.cost or Decimal(0)
    _checked(one)
    one.save()
    index_contract(one)
    tell(queries.CONTRACT_KIND, one.number, "edit", actor, one)
    return one


@transaction.atomic
def cover(number: str, *, actor: Actor, tags: str) -> Contract:
    """Name the devices a contract covers, by their numbers."""
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    wanted = list(dict.fromkeys(tags.replace(",", " ").split()))
    if not wanted:
        raise Refused("En az bir sicil numarası yazın.")
    if len(wanted) > 2_000:
        raise Refused("Bir kerede en çok 2.000 cihaz eklenebilir.")
    found = [thing(tag).id for tag in wanted]
    ContractAsset.objects.bulk_create(
        [ContractAsset(contract=one, asset_id=key) for key in found], ignore_conflicts=True
    )
    tell(queries.CONTRACT_KIND, one.number, "cover", actor, one, f"{len(found)} cihaz")
    return one


@transaction.atomic
def uncover(number: str, *, actor: Actor, row_id: int) -> Contract:
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    one.covered.get(pk=row_id).delete()
    tell(queries.CONTRACT_KIND, one.number, "uncover", actor, one)
    return one


@transaction.atomic
def add_contract_file(number: str, *, actor: Actor, file: IO[bytes], file_name: str = "") -> Contract:
    one = _locked(actor, number)
    may(actor, access.KEEP, one)
    name = file_name or getattr(file, "name", "") or "sozlesme"
    stored = store(actor=actor, content=file, name=name, unit_id=one.unit_id, purpose="upkeep.contract")
    ContractFile.objects.get_or_create(contract=one, file=stored, defaults={"added_by_id": actor.user_id})
    tell(queries.CONTRACT_KIND, one.number, "file", actor, one)
    return one


def open_renewals(day: dt.date | None = None) -> list[ContractRenewal]:
    """Open the file of the decision for every contract whose notice has begun; twice is the same as once."""
    today = day or localdate()
    made = []
    rows = Contract.objects.filter(ends_on__gte=today, notice_on__lte=today, renewal=None, next=None)
    for one in rows.order_by("ends_on", "pk"):
        seat = Seat("administrator", one.unit_id, frozenset({one.unit_id}))
        made.append(
            open_case(
                ContractRenewal(contract=one),
                actor=Actor(None, (seat,), via="job"),
                permission=access.DECIDE,
                unit_id=one.unit_id,
                subject=f"{one.title} sözleşmesi {one.ends_on:%d.%m.%Y} günü bitiyor"[:250],
                due_on=max(today, one.ends_on - dt.timedelta(days=one.notice_days // 2)),
                assignee_id=one.assignee_id,
            )
        )
    return made


@transaction.atomic
def renew(number: str, *, actor: Actor, ends_on: dt.date, cost: Decimal, why: str = "") -> Contract:
    """Go on: a new contract follows from the day after, over the same devices, until `ends_on`."""
    with take(lifecycle.RENEW, ContractRenewal, number, actor) as renewal:
        old = renewal.contract
        begins = old.ends_on + dt.timedelta(days=1)
        if ends_on < begins:
            raise Refused(f"Yeni sözleşme {begins:%d.%m.%Y} günü başlar; ondan önce bitemez.")
        if cost < 0:
            raise Refused("Bedel eksi olamaz.")
        made = Contract(unit_id=old.unit_id, follows=old, number=sequence_number("BS", localdate().year))
        for name in FIELDS - {"starts_on", "ends_on", "cost"}:
            setattr(made, name, getattr(old, name))
        made.starts_on, made.ends_on, made.cost = begins, ends_on, cost
        made.save()
        ContractAsset.objects.bulk_create(
            [
                ContractAsset(contract=made, asset_id=row.asset_id)
                for row in old.covered.filter(asset__retired_on=None)
            ]
        )
        renewal.why = why.strip()
        index_contract(made)
        tell(queries.CONTRACT_KIND, made.number, "renewed", actor, made, old.number, permission=access.DECIDE)
    return made


def drop_contract(number: str, *, actor: Actor, why: str) -> ContractRenewal:
    if not why.strip():
        raise Refused("Neden yenilenmeyeceğini yazın.")
    with take(lifecycle.DROP, ContractRenewal, number, actor) as renewal:
        renewal.why = why.strip()
    return renewal
