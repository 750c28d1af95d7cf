"""A handed-in list: kept while it is matched and mended, written whole or not at all."""

import datetime as dt
from typing import IO

import pghistory
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.files.queries import open_blob
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.services import Invalid, hold_tree
from konak.foundation.trail.services import write

from ... import access
from ...models import ImportKind, ImportState, ListImport
from ..indexing import reindex_people, reindex_units
from ..registering import house, open_registry_task_of_list
from .checking import Checked, check
from .fields import FIELDS, guess
from .reading import read
from .units import UnitList

KINDS = ("csv", "txt", "xlsx")


def _may(actor: Actor) -> None:
    if not actor.reach(access.IMPORT).everywhere:
        raise Refused(f"«{access.IMPORT.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")


@transaction.atomic
def hand_in(*, actor: Actor, kind: str, content: IO[bytes], name: str, since: dt.date | None = None) -> ListImport:
    """Keep the file and guess what its columns mean."""
    _may(actor)
    file = store(actor=actor, content=content, name=name, allow=KINDS, purpose="organization.import")
    with open_blob(file.blob) as stream:
        table = read(stream, file.name)
    row = ListImport(kind=kind, file=file, sheet=table.sheet, since=since, by_id=actor.user_id)
    row.columns = guess(kind, table.head)
    row.save()
    return row


def looked_at(row: ListImport) -> Checked:
    """The list as it would be written now."""
    with open_blob(row.file.blob) as stream:
        table = read(stream, row.file.name, row.sheet)
    return check(row.kind, table, row.columns, row.since)


def _open(pk: int, actor: Actor) -> ListImport:
    _may(actor)
    row = ListImport.objects.select_for_update(of=("self",)).select_related("file__blob").get(pk=pk)
    if row.state != ImportState.OPEN:
        raise Refused("Bu liste işlenmiş ya da kapatılmış; yeni bir dosya yükleyin.")
    return row


@transaction.atomic
def match(
    pk: int, *, actor: Actor, columns: dict[str, str], sheet: str = "", since: dt.date | None = None
) -> ListImport:
    """Say which column each field is read from; the file stays as it is."""
    row = _open(pk, actor)
    names = {field.name for field in FIELDS[row.kind]}
    changed_sheet = bool(sheet) and sheet != row.sheet
    row.sheet, row.since = sheet or row.sheet, since
    row.columns = {name: column for name, column in columns.items() if name in names and column}
    if changed_sheet:
        with open_blob(row.file.blob) as stream:
            row.columns = guess(row.kind, read(stream, row.file.name, row.sheet).head)
    row.save()
    return row


@transaction.atomic
def commit(pk: int, *, actor: Actor) -> ListImport:
    """Write every row, or none: checked again under the lock, so that what was seen is what is written."""
    row = _open(pk, actor)
    hold_tree()
    checked = looked_at(row)
    if checked.missing:
        raise Refused(f"Şu alanların sütunu seçilmedi: {', '.join(checked.missing)}.")
    if not checked.clean:
        raise Refused(f"{len(checked.faulty)} satırda hata var; hiçbir satır işlenmedi. Düzeltip yeniden yükleyin.")
    try:
        with transaction.atomic(), pghistory.context(import_id=row.pk, user=actor.user_id):
            if checked.plan is not None:
                checked.plan.write()
                if isinstance(checked.plan, UnitList):
                    open_registry_task_of_list(row, checked.plan.told, actor=house())
    except (IntegrityError, Invalid) as error:
        words = str(error) if isinstance(error, Invalid) else "bir satır kayıtlardaki başka bir satırla çatışıyor"
        raise Refused(f"Liste işlenemedi: {words}. Hiçbir satır değişmedi.") from error
    counts = checked.counts
    row.state, row.counts, row.done_at = ImportState.DONE, counts, now()
    row.save()
    note = f"{row.get_kind_display()}: {counts['new']} yeni, {counts['changed']} değişen"
    seat = actor.seat_for(access.IMPORT)
    write(actor=actor, kind="organization.listimport", subject=row.pk, verb="import", note=note, seat=seat)
    if row.kind == ImportKind.UNITS:
        reindex_units()
    elif row.kind == ImportKind.PEOPLE:
        reindex_people()
    return row


@transaction.atomic
def drop(pk: int, *, actor: Actor) -> ListImport:
    """Put a list aside without writing anything."""
    row = _open(pk, actor)
    row.state = ImportState.DROPPED
    row.save()
    return row
