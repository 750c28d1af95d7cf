"""Comparing with the directory: read to the end, page by page; then compare; then guard; only then change."""

import datetime as dt
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import services as notify
from konak.gateways.ldap import Directory, LdapFailed, WrongCookie, session
from konak.gateways.ldap import Group as Found
from konak.gateways.ldap import Person as Somebody

from .. import access, queries
from ..lifecycle import GUARDED, STOPPED
from ..models import Connection, Read, RunState, SyncRun
from .applying import apply, note_plan
from .common import WORKER, may, tell

RETRY = dt.timedelta(minutes=10)
STALE = dt.timedelta(hours=2)
"""A reading without a page for so long belongs to a worker that died."""


@transaction.atomic
def begin(code: str, *, actor: Actor, dry: bool = False) -> SyncRun:
    """Start a run, or go on with the one that broke off. One reading a directory at a time."""
    if actor.via != "job":
        may(actor, access.SYNC)
    connection = Connection.objects.select_for_update().get(code=code)
    if not connection.active:
        raise Refused("Bağlantı etkin değil; önce etkinleştirin.")
    if dry:
        try:
            with transaction.atomic():
                return SyncRun.objects.create(connection=connection, dry=True, by_id=actor.user_id)
        except IntegrityError:
            raise Refused("Bu dizin şu anda okunuyor; bitince yeniden deneyin.") from None
    running = connection.runs.filter(state=RunState.READING).first()
    if running is not None:
        if running.started_at > now() - STALE:
            raise Refused("Bu dizin şu anda okunuyor; bitince yeniden deneyin.")
        running.state = RunState.BROKEN
        running.save(update_fields=["state"])
    stopped = connection.runs.filter(state=RunState.STOPPED)
    for one in stopped:
        one.state = RunState.DROPPED
        one.save(update_fields=["state"])
        one.read.all().delete()
    broken = connection.runs.filter(state=RunState.BROKEN, dry=False).order_by("-pk").first()
    if broken is not None and broken.started_at > now() - dt.timedelta(days=1):
        broken.state, broken.resumed = RunState.READING, broken.resumed + 1
        broken.save(update_fields=["state", "resumed"])
        run = broken
    else:
        run = SyncRun.objects.create(connection=connection, by_id=actor.user_id)
    tell("syncrun", run.pk, "start", actor, access.SYNC, connection.code)
    return run


@transaction.atomic
def start(code: str, *, actor: Actor, dry: bool = False) -> SyncRun:
    """Begin a run and leave it to a job, so that nobody waits for it."""
    run = begin(code, actor=actor, dry=dry)
    app.configure_task("directory.sync").defer(run_id=run.pk)
    return run


def carry_on(run_id: int, *, actor: Actor = WORKER) -> SyncRun:
    """Read what is left to read, then compare and, unless it is a preview, change. Safe to run again."""
    run = SyncRun.objects.select_related("connection").get(pk=run_id)
    if run.state != RunState.READING:
        return run
    try:
        with session(queries.server_of(run.connection)) as directory:
            while run.stage != "done":
                _page(run, directory)
    except LdapFailed as failure:
        return _broken(run, str(failure))
    return _finish(run, actor)


def _page(run: SyncRun, directory: Directory) -> None:
    """One page, kept at once: whatever happens next, it need not be read again."""
    cookie = bytes(run.cookie)
    try:
        page = directory.people_page(cookie) if run.stage == "people" else directory.groups_page(cookie)
    except WrongCookie:
        run.cookie = b""
        run.save(update_fields=["cookie"])
        return
    with transaction.atomic():
        rows = [Read(run=run, kind="person", uid=one.uid, facts=_person(one)) for one in page.people]
        rows += [Read(run=run, kind="group", uid=one.uid, facts=_group(one)) for one in page.groups]
        Read.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["run", "kind", "uid"], update_fields=["facts"]
        )
        run.cookie, run.pages = page.cookie, run.pages + 1
        if not page.cookie:
            run.stage = "groups" if run.stage == "people" else "done"
        run.save(update_fields=["cookie", "pages", "stage"])


def _person(one: Somebody) -> dict[str, Any]:
    return {
        "dn": one.dn[:600],
        "username": one.username,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "email": one.email,
        "phone": one.phone,
        "title": one.title,
        "number": one.number,
        "department": one.department,
        "ou": list(one.ou),
        "enabled": one.enabled,
    }


def _group(one: Found) -> dict[str, Any]:
    return {"dn": one.dn[:600], "name": one.name[:200], "about": one.about[:300], "members": list(one.members)}


@transaction.atomic
def _broken(run: SyncRun, words: str, *, actor: Actor = WORKER) -> SyncRun:
    """The directory went away. What was read is kept; nothing of people was touched."""
    run.state, run.words = RunState.BROKEN, words[:400]
    run.save(update_fields=["state", "words"])
    Connection.objects.filter(pk=run.connection_id).update(
        problem=words[:300], checked_at=now(), next_at=now() + RETRY if run.connection.every_hours else None
    )
    tell("syncrun", run.pk, "break", actor, access.SYNC)
    return run


@transaction.atomic
def _finish(run: SyncRun, actor: Actor) -> SyncRun:
    connection = Connection.objects.select_for_update().get(pk=run.connection_id)
    run.connection = connection
    plan = queries.compare(run)
    run.counts, run.finished_at = plan.counts, now()
    if plan.stop and not run.forced:
        note_plan(run, plan)
        run.state, run.words = (RunState.PREVIEW if run.dry else RunState.STOPPED), plan.stop[:400]
        run.save()
        if not run.dry:
            _alarm(run)
    elif run.dry:
        note_plan(run, plan)
        run.state, run.words = RunState.PREVIEW, "Hiçbir şey değişmedi; olacaklar aşağıda."
        run.save()
        run.read.all().delete()
    else:
        with pghistory.context(via="directory", run=run.pk):
            apply(run, plan, actor=actor)
    later = now() + dt.timedelta(hours=connection.every_hours) if connection.every_hours else None
    Connection.objects.filter(pk=connection.pk).update(checked_at=now(), problem="", next_at=later)
    return run


def _alarm(run: SyncRun) -> None:
    publish(STOPPED, run_id=run.pk)
    told = queries.holders(access.SYNC)
    notify.notify(
        told,
        GUARDED,
        f"{run.connection.name}: eşitleme durduruldu",
        body=run.words,
        url=f"/dizin/esitlemeler/{run.pk}/",
        dedupe=f"directory.guarded:{run.pk}",
    )


@transaction.atomic
def approve(run_id: int, *, actor: Actor, why: str) -> SyncRun:
    """Do what the guard stopped. An empty answer cannot be approved: it is no answer."""
    may(actor, access.SYNC)
    run = SyncRun.objects.select_for_update(of=("self",)).select_related("connection").get(pk=run_id)
    if run.state != RunState.STOPPED:
        raise Refused("Bu eşitleme durdurulmuş değil.")
    if len(why.split()) < 2:
        raise Refused("Nedenini birkaç sözcükle yazın; izde bu satırla birlikte kalır.")
    if not run.read.filter(kind="person").exists():
        raise Refused("Dizin hiç kişi döndürmedi; boş bir yanıt onaylanamaz. Bağlantıyı ve süzgeci denetleyin.")
    run.forced = True
    run.differences.all().delete()
    tell("syncrun", run.pk, "approve", actor, access.SYNC, why)
    return _finish(run, actor)


@transaction.atomic
def abandon(run_id: int, *, actor: Actor) -> SyncRun:
    """Leave a run that was stopped or broke off; nothing of it is done."""
    may(actor, access.SYNC)
    run = SyncRun.objects.select_for_update(of=("self",)).select_related("connection").get(pk=run_id)
    if run.state not in (RunState.STOPPED, RunState.BROKEN):
        raise Refused("Yalnız durdurulan ya da yarım kalan eşitleme bırakılır.")
    run.state, run.finished_at = RunState.DROPPED, now()
    run.save(update_fields=["state", "finished_at"])
    run.read.all().delete()
    tell("syncrun", run.pk, "abandon", actor, access.SYNC)
    return run


def run_due(*, actor: Actor = WORKER) -> int:
    """Start every run whose hour has come, and carry on those that broke off. Returns how many."""
    count = 0
    rows = Connection.objects.filter(active=True, every_hours__gt=0, next_at__lte=now())
    fresh = Connection.objects.filter(active=True, every_hours__gt=0, next_at=None)
    for code in [*rows.values_list("code", flat=True), *fresh.values_list("code", flat=True)]:
        try:
            run = begin(code, actor=actor)
        except Refused:
            continue
        carry_on(run.pk, actor=actor)
        count += 1
    return count
