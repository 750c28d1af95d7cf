"""Doing what a plan says, in one transaction, and writing down every difference."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.notify import services as notify
from konak.foundation.people.models import User
from konak.foundation.people.services import Invalid, add_user
from konak.gateways.ldap.client import comparable

from .. import access
from ..lifecycle import SYNCED, UNDECIDED
from ..models import ASKS, Difference, Does, Entry, Fate, Group, GroupMember, RunState, SyncRun
from ..queries import Plan, Planned, holders
from .common import close, reopen, tell, tell_person

FACTS = ("dn", "username", "first_name", "last_name", "email", "phone", "title", "number", "department", "enabled")


def note_plan(run: SyncRun, plan: Plan) -> None:
    """Write down what would have been done, so that it can be read; nothing is done."""
    known = dict(Entry.objects.filter(connection=run.connection).values_list("uid", "pk"))
    Difference.objects.bulk_create(
        Difference(
            run=run,
            connection=run.connection,
            does=step.does,
            fate=Fate.PLANNED,
            entry_id=known.get(step.uid),
            user_id=step.user_id,
            unit_id=step.unit_id,
            who=step.who,
            words=step.words,
        )
        for step in plan.steps
    )


def apply(run: SyncRun, plan: Plan, *, actor: Actor) -> None:
    """Change entries, accounts and groups. Seats are never changed: they are proposed."""
    entries = _entries(run, plan)
    asks = 0
    for step in plan.steps:
        entry = entries.get(step.uid) or Entry.objects.filter(connection=run.connection, uid=step.uid).first()
        fate = Fate.OPEN if step.asks else _do(run, step, entry, actor)
        if step.asks and not _fresh(run, step, entry):
            continue
        asks += step.asks
        Difference.objects.create(
            run=run,
            connection=run.connection,
            does=step.does,
            fate=fate,
            entry=entry,
            user_id=step.user_id or (entry.user_id if entry else None),
            unit_id=step.unit_id,
            who=step.who,
            words=step.words,
        )
    _settled(run, plan, entries)
    Entry.objects.filter(pk__in=plan.gone).update(gone_at=now())
    _groups(run)
    run.state = RunState.DONE
    run.words = _told(run.counts)
    run.save()
    run.read.all().delete()
    tell("syncrun", run.pk, "finish", actor, access.SYNC, run.words)
    publish(SYNCED, run_id=run.pk)
    if asks:
        told = holders(access.DECIDE)
        notify.notify(
            told,
            UNDECIDED,
            f"{run.connection.name}: {asks} fark karar bekliyor",
            url="/dizin/farklar/",
            dedupe=f"directory.undecided:{run.pk}",
        )


def _told(counts: dict[str, Any]) -> str:
    words = {
        "create": "hesap açıldı",
        "link": "kişi eşlendi",
        "update": "kişi güncellendi",
        "disable": "hesap kapatıldı",
        "enable": "hesap yeniden açıldı",
    }
    done = [f"{counts[name]} {label}" for name, label in words.items() if counts.get(name)]
    asks = sum(counts.get(name, 0) for name in ASKS)
    found = [f"{counts.get('read', 0)} kişi okundu", *(done or ["değişiklik yok"])]
    return "; ".join([*found, *([f"{asks} fark karar bekliyor"] if asks else [])])[:400]


def _entries(run: SyncRun, plan: Plan) -> dict[str, Entry]:
    """Bring our copy of the entries up to the reading, without touching people."""
    known = {row.uid: row for row in Entry.objects.select_for_update().filter(connection=run.connection)}
    fresh: list[Entry] = []
    changed: list[Entry] = []
    for row in run.read.filter(kind="person").iterator(chunk_size=2000):
        facts = row.facts
        entry = known.get(row.uid) or Entry(connection=run.connection, uid=row.uid)
        for name in FACTS:
            setattr(entry, name, facts[name])
        entry.folded_dn = comparable(facts["dn"])[:600]
        entry.ou = (facts["ou"][0] if facts["ou"] else "")[:200]
        entry.gone_at = None
        entry.unit_id = plan.units.get(row.uid, entry.unit_id)
        if (user_id := plan.links.get(row.uid)) is not None:
            entry.user_id = user_id
        if row.uid not in known:
            entry.signs_in = run.connection.signs_in
            fresh.append(entry)
        else:
            changed.append(entry)
        known[row.uid] = entry
    Entry.objects.bulk_create(fresh, batch_size=1000)
    columns = [*FACTS, "folded_dn", "ou", "gone_at", "unit", "user"]
    Entry.objects.bulk_update(changed, columns, batch_size=500)
    return known


def _do(run: SyncRun, step: Planned, entry: Entry | None, actor: Actor) -> str:
    """One step on one person; what a rule of the house stops is left, and the difference says so."""
    if entry is None:
        return Fate.LEFT
    note = f"{run.connection.name}: {step.words}"[:200]
    if step.does == Does.LINK:
        tell_person(step.user_id or 0, "linked", actor, access.SYNC, run.connection.name)
        return Fate.DONE
    if step.does == Does.CREATE:
        return _create(run, step, entry, actor)
    user = User.objects.select_for_update().get(pk=step.user_id or 0)
    if step.does == Does.UPDATE:
        try:
            with transaction.atomic():
                for name, value in step.facts.items():
                    setattr(user, name, value)
                user.save(update_fields=list(step.facts))
        except IntegrityError:
            step.words = f"{step.words}: bir bilgi başka bir kişide kayıtlı"[:400]
            return Fate.LEFT
        tell_person(user.pk, "synced", actor, access.SYNC, note)
        return Fate.DONE
    if step.does == Does.DISABLE:
        if not close(user, actor=actor, permission=access.SYNC, note=note):
            step.words = f"{step.words}; son sistem yöneticisi olduğu için kapatılmadı"[:400]
            return Fate.LEFT
        entry.closed_by_us = True
        entry.save(update_fields=["closed_by_us"])
        return Fate.DONE
    reopen(user, actor=actor, permission=access.SYNC, note=note)
    entry.closed_by_us = False
    entry.save(update_fields=["closed_by_us"])
    return Fate.DONE


def _create(run: SyncRun, step: Planned, entry: Entry, actor: Actor) -> str:
    facts = dict(step.facts)
    number = facts.pop("number", "")
    if number:
        facts["registry_number"] = number
    try:
        with transaction.atomic():
            user = add_user(**facts)
    except (Invalid, IntegrityError) as error:
        step.words = (str(error) if isinstance(error, Invalid) else "Bilgiler başka bir kişide kayıtlı")[:400]
        return Fate.LEFT
    entry.user = user
    entry.save(update_fields=["user"])
    step.user_id = user.pk
    tell_person(user.pk, "created", actor, access.SYNC, run.connection.name)
    return Fate.DONE


def _fresh(run: SyncRun, step: Planned, entry: Entry | None) -> bool:
    """Whether this question is new: what already waits for somebody is not asked again, what was left stays left."""
    rows = Difference.objects.filter(connection=run.connection, does=step.does)
    if step.does == Does.UNIT:
        return not rows.filter(who=step.who, fate__in=(Fate.OPEN, Fate.LEFT)).exists()
    if step.does == Does.CONFLICT:
        return not rows.filter(entry=entry, fate__in=(Fate.OPEN, Fate.LEFT), words=step.words).exists() and not (
            rows.filter(entry=entry, fate=Fate.OPEN).exists()
        )
    return not rows.filter(entry=entry, fate=Fate.OPEN).exists()


def _settled(run: SyncRun, plan: Plan, entries: dict[str, Entry]) -> None:
    """What waited for a decision and is true no more needs none."""
    asked = {(step.does, step.who if step.does == Does.UNIT else step.uid) for step in plan.steps if step.asks}
    rows = Difference.objects.filter(connection=run.connection, fate=Fate.OPEN).exclude(run=run)
    for one in rows.select_related("entry"):
        key = one.who if one.does == Does.UNIT else (one.entry.uid if one.entry else "")
        if (one.does, key) not in asked:
            one.fate, one.decided_at = Fate.DONE, now()
            one.save(update_fields=["fate", "decided_at"])


def _groups(run: SyncRun) -> None:
    """Groups and who is in them, as they were read."""
    by_dn = dict(Entry.objects.filter(connection=run.connection, gone_at=None).values_list("folded_dn", "pk"))
    known = {row.uid: row for row in Group.objects.filter(connection=run.connection)}
    seen = set()
    wanted: set[tuple[int, int]] = set()
    for row in run.read.filter(kind="group"):
        group = known.get(row.uid) or Group(connection=run.connection, uid=row.uid)
        facts = row.facts
        if row.uid not in known or (group.dn, group.name, group.about, group.gone_at) != (
            facts["dn"],
            facts["name"],
            facts["about"],
            None,
        ):
            group.dn, group.name, group.about, group.gone_at = facts["dn"], facts["name"], facts["about"], None
            group.save()
        seen.add(row.uid)
        wanted |= {(group.pk, by_dn[dn]) for dn in facts["members"] if dn in by_dn}
    Group.objects.filter(connection=run.connection, gone_at=None).exclude(uid__in=seen).update(gone_at=now())
    rows = GroupMember.objects.filter(group__connection=run.connection)
    have = {(group_id, entry_id): pk for pk, group_id, entry_id in rows.values_list("pk", "group_id", "entry_id")}
    gone = [pk for pair, pk in have.items() if pair not in wanted]
    GroupMember.objects.filter(pk__in=gone).delete()
    fresh = [GroupMember(group_id=group, entry_id=entry) for group, entry in wanted if (group, entry) not in have]
    GroupMember.objects.bulk_create(fresh, batch_size=1000)
