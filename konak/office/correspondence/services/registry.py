"""Asking DETSİS for the units under us; what it answers is looked at by the officer before anything is written."""

import csv
import io
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail
from konak.gateways.detsis.client import Down, Operation, Registry, Strange
from konak.governance.organization import public as organization

from .. import access

HEAD = ("number", "parent", "name", "kind", "province", "district", "kep", "active")


def _registry(actor: Actor) -> Registry:
    if not actor.reach(access.MANAGE).everywhere:
        raise Refused(f"«{access.MANAGE.label}» için bütün kurumda yetkiniz yok.")
    if not settings.DETSIS_WSDL:
        raise Refused(
            "DETSİS hizmetinin adresi tanımlı değil (KONAK_DETSIS_WSDL). Listeyi dosyadan yükleyebilirsiniz."
        )
    password = ""
    if settings.DETSIS_PASSWORD_FILE:
        try:
            password = Path(settings.DETSIS_PASSWORD_FILE).read_text(encoding="utf-8").splitlines()[0].strip()
        except (OSError, IndexError):
            raise Refused("DETSİS parola dosyası okunamadı (KONAK_DETSIS_PASSWORD_FILE).") from None
    try:
        return Registry(settings.DETSIS_WSDL, settings.DETSIS_USER, password)
    except (Down, Strange) as fault:
        raise Refused(str(fault)) from None


def registry_operations(*, actor: Actor) -> list[Operation]:
    """What the service offers, as its WSDL names it."""
    return _registry(actor).operations()


def sync_registry(*, actor: Actor, operation: str, number: str) -> int:
    """Fetch the units under a number and lay them before the officer as a list; returns its key."""
    registry = _registry(actor)
    try:
        rows = registry.units(operation, number)
    except (Down, Strange) as fault:
        raise Refused(str(fault)) from None
    held = io.StringIO()
    table = csv.DictWriter(held, HEAD, delimiter=";")
    table.writeheader()
    table.writerows({key: row.get(key, "") for key in HEAD} for row in rows)
    key = organization.offer_bodies(
        actor=actor, content=held.getvalue().encode("utf-8-sig"), name=f"detsis-{number}-{localdate()}.csv"
    )
    trail.write(actor=actor, kind="correspondence.detsis", subject=number, verb="sync", note=f"{len(rows)} birim")
    return key
