"""The register itself: sources, their wordings and their articles."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from konak.foundation.access import Actor, Permission
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.search.services import index
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import Provision, Source, SourceKind, SourceVersion


def held(source_id: int, actor: Actor, permission: Permission = access.MANAGE) -> Source:
    """The source, locked; without the permission over its unit the change is refused."""
    source: Source = Source.objects.select_for_update(of=("self",)).get(pk=source_id)
    queries.source(actor, source_id)
    if not actor.reach(permission).covers(source):
        raise Refused(
            f"«{permission.label}» için yetkiniz yok. Yetkili: dayanağı izleyen birimin uzmanı, şefi, müdürü."
        )
    return source


def tell(source: Source, verb: str, actor: Actor, note: str = "") -> None:
    seat = actor.seat_for(access.MANAGE, source) or actor.seat_for(access.LINK)
    trail.write(actor=actor, kind=queries.SOURCE_KIND, subject=source.pk, verb=verb, note=note, seat=seat)


def _fill(source: Source, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(source, name, value.strip() if isinstance(value, str) else value)
    if not source.title:
        raise Refused("Dayanağın resmî adını yazın.")
    source.folded = fold(
        f"{source.number} {source.title} {source.short_name} {source.aliases} {source.gazette_number}"
    )


def _save(source: Source) -> None:
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        raise Refused(f"«{source}» kütükte zaten var.") from None
    index_source(source)


@transaction.atomic
def add_source(
    *,
    actor: Actor,
    unit_id: int,
    kind: str,
    title: str,
    number: str = "",
    short_name: str = "",
    aliases: str = "",
    subjects: str = "",
    gazette_date: dt.date | None = None,
    gazette_number: str = "",
    link: str = "",
    note: str = "",
    watched: bool = True,
    assignee: User | None = None,
    in_force_on: dt.date | None = None,
) -> Source:
    """Put a source into the register; its first wording begins on `in_force_on` (or the day it was published)."""
    if kind not in SourceKind.values:
        raise Refused("Dayanağın türü bilinmiyor.")
    source = Source(kind=kind, unit_id=unit_id, assignee=assignee, watched=watched)
    if not actor.reach(access.MANAGE).covers(source):
        raise Refused(f"«{access.MANAGE.label}» için bu birimde yetkiniz yok.")
    _fill(
        source,
        {
            "title": title,
            "number": number,
            "short_name": short_name,
            "aliases": aliases,
            "subjects": subjects,
            "gazette_date": gazette_date,
            "gazette_number": gazette_number,
            "link": link,
            "note": note,
        },
    )
    if number.strip() and Source.objects.filter(kind=kind, number=number.strip()).exists():
        raise Refused(f"{SourceKind(kind).label} türünde {number.strip()} sayılı bir dayanak kütükte zaten var.")
    _save(source)
    begins = in_force_on or gazette_date
    if begins:
        SourceVersion.objects.create(
            source=source, in_force_on=begins, gazette_date=gazette_date, gazette_number=gazette_number.strip()
        )
    tell(source, "add", actor)
    return source


@transaction.atomic
def edit_source(source_id: int, *, actor: Actor, **facts: Any) -> Source:
    """Change what the register says of a source; its ties and wordings stay."""
    source = held(source_id, actor)
    allowed = {
        *("kind", "title", "number", "short_name", "aliases", "subjects", "gazette_date", "gazette_number"),
        *("link", "note", "watched", "assignee", "unit_id", "repealed_on"),
    }
    if unknown := set(facts) - allowed:
        raise ValueError(f"a source has no {sorted(unknown)}")
    _fill(source, facts)
    if not actor.reach(access.MANAGE).covers(source):
        raise Refused("Dayanağı yalnız kendi birimlerinizden birine verebilirsiniz.")
    _save(source)
    tell(source, "edit", actor)
    return source


@transaction.atomic
def add_version(
    source_id: int,
    *,
    actor: Actor,
    in_force_on: dt.date,
    changed: str,
    by: str = "",
    articles: str = "",
    gazette_date: dt.date | None = None,
    gazette_number: str = "",
    link: str = "",
    notice_id: int | None = None,
) -> SourceVersion:
    """Record a wording: the one before ends the day before, the one after stays where it is."""
    source = held(source_id, actor)
    if not changed.strip():
        raise Refused("Neyin değiştiğini bir cümleyle yazın.")
    version = write_version(
        source,
        in_force_on=in_force_on,
        changed=changed.strip(),
        by=by.strip(),
        articles=articles.strip(),
        gazette_date=gazette_date,
        gazette_number=gazette_number.strip(),
        link=link.strip(),
        notice_id=notice_id,
    )
    tell(source, "version", actor, f"{in_force_on:%d.%m.%Y}")
    return version


def write_version(source: Source, *, in_force_on: dt.date, **facts: Any) -> SourceVersion:
    if source.versions.filter(in_force_on=in_force_on).exists():
        raise Refused(f"{in_force_on:%d.%m.%Y} günü yürürlüğe giren bir sürüm zaten kayıtlı.")
    version: SourceVersion = source.versions.create(in_force_on=in_force_on, **facts)
    ordered = list(source.versions.order_by("in_force_on", "pk"))
    for place, row in enumerate(ordered):
        later = ordered[place + 1] if place + 1 < len(ordered) else None
        until = later.in_force_on - dt.timedelta(days=1) if later else source.repealed_on
        if row.until != until:
            row.until = until
            row.save(update_fields=["until"])
    return version


@transaction.atomic
def set_provision(source_id: int, *, actor: Actor, label: str, subject: str = "") -> Provision:
    """Name an article of a source, or say what it is about."""
    source = held(source_id, actor)
    label = label.strip().removeprefix("m.").removeprefix("md.").strip()
    if not label:
        raise Refused("Madde numarasını yazın: «15», «15/b», «22/d».")
    provision, _ = Provision.objects.update_or_create(
        source=source, label=label, defaults={"subject": subject.strip()}
    )
    tell(source, "provision", actor, f"m. {label}")
    return provision


def index_source(source: Source) -> None:
    index(
        kind=queries.SOURCE_KIND,
        object_id=source.pk,
        title=str(source),
        body=f"{source.get_kind_display()} {source.short_name} {source.aliases} {source.gazette} {source.note}",
        url=f"/dayanaklar/{source.pk}/",
        unit_id=source.unit_id,
        owner_ids=(source.assignee_id,),
        permission=access.VIEW.code,
        number=source.number or None,
    )


def reindex() -> None:
    """Write the search row of every source anew."""
    for source in Source.objects.iterator(chunk_size=500):
        index_source(source)
