"""Database roles for desktop programs: made from what a person sees, with row security, and gone with his right.

A role is a login of PostgreSQL named after the person. It reads the columns he sees of the layers he sees and writes
those he may edit; triggers keep who and what was before, so that nothing bypasses the past. The nightly run makes the
grants anew from the reach of that day.
"""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.timezone import localdate, now
from psycopg import sql

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.db.composing import rows as read
from konak.foundation.db.composing import run
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.trail.services import write

from .. import access
from ..models import DesktopUser
from ..queries import desktop as seen
from . import shaping

LONGEST = 400
KIND = "geodata.desktop"


def _may(actor: Actor) -> None:
    if not actor.holds(access.KEEP):
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.{actor.narrowness(access.KEEP)}")


def _ready() -> bool:
    """Whether the one right a superuser has to lend was lent: making logins of desktop users."""
    name = "geodata_past.open_desktop_role(bigint, text, timestamptz)"
    return bool(read(sql.SQL("SELECT to_regprocedure(%(name)s) IS NOT NULL AS there"), name=name)[0].there)


def _there(role: str) -> bool:
    return bool(read(sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = %(role)s"), role=role))


@transaction.atomic
def give(*, actor: Actor, user_id: int, until: dt.date) -> tuple[DesktopUser, str]:
    """Make or renew the role of a person; returns it with a new password that is shown once and kept nowhere."""
    _may(actor)
    today = localdate()
    if not today <= until <= today + dt.timedelta(days=LONGEST):
        raise Refused(f"Son gün bugünden başlayarak en çok {LONGEST} gün sonrası olabilir.")
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise Refused("Bu kişinin açık bir hesabı yok.")
    one, _ = DesktopUser.objects.update_or_create(
        user=person, defaults={"until": until, "renewed_at": now(), "revoked_at": None}
    )
    password = secrets.token_urlsafe(18)
    # the login ends with its last day even if Konak does not run
    ends = until + dt.timedelta(days=1)
    if not _ready():
        raise Refused(
            "Veritabanı masaüstü kullanıcısı açmaya hazır değil. Veritabanı yöneticisi «desktop_roles.sql» dosyasını "
            "bir kez çalıştırmalı; yeri el kitabının Katmanlar sayfasında yazılıdır."
        )
    read(
        sql.SQL("SELECT geodata_past.open_desktop_role(%(person)s, %(secret)s, %(ends)s)"),
        person=person.pk,
        secret=password,
        ends=ends,
    )
    _grants(one, actor_of(person.pk))
    write(actor=actor, kind=KIND, subject=str(person.pk), verb="give", note=f"{until:%d.%m.%Y} gününe kadar")
    return one, password


def _take_all(name: str) -> None:
    """Take every right and every policy of a role away."""
    role = sql.Identifier(name)
    for schema in ("geodata", "geodata_past"):
        run(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(sql.Identifier(schema), role))
    run(sql.SQL("REVOKE USAGE ON SCHEMA geodata, geodata_past FROM {}").format(role))
    for old in read(
        sql.SQL("SELECT tablename AS name FROM pg_policies WHERE schemaname = 'geodata' AND policyname = %(role)s"),
        role=name,
    ):
        run(sql.SQL("DROP POLICY {} ON {}").format(role, shaping.table(old.name)))


def _grants(one: DesktopUser, person: Actor) -> None:
    """The rights of a role as its person's reach is now; what he no longer sees is taken away."""
    role = sql.Identifier(one.role)
    _take_all(one.role)
    run(sql.SQL("GRANT USAGE ON SCHEMA geodata, geodata_past TO {}").format(role))
    run(sql.SQL("GRANT EXECUTE ON FUNCTION geodata_past.who(), geodata_past.stamp() TO {}").format(role))
    opened = seen.opened(person) if person.seats else []
    for each in opened:
        table = shaping.table(each.layer.name)
        columns = sql.SQL(", ").join(sql.Identifier(name) for name in each.columns)
        run(sql.SQL("GRANT SELECT ({}) ON {} TO {}").format(columns, table, role))
        rows: sql.Composable = sql.SQL("true")
        if each.units is not None:
            rows = sql.SQL("unit_id IS NULL OR unit_id = ANY({}::bigint[])").format(sql.Literal(list(each.units)))
        run(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))
        verb = sql.SQL("ALL" if each.writes else "SELECT")
        run(
            sql.SQL("CREATE POLICY {role} ON {table} FOR {verb} TO {role} USING ({rows})").format(
                role=role, table=table, verb=verb, rows=rows
            )
        )
        if each.writes:
            own = {"id", "version", "changed_at", "changed_by"}
            written = sql.SQL(", ").join(sql.Identifier(name) for name in each.columns if name not in own)
            run(sql.SQL("GRANT INSERT ({c}), UPDATE ({c}), DELETE ON {t} TO {r}").format(c=written, t=table, r=role))
    one.layers = len(opened)
    one.save(update_fields=["layers"])


@transaction.atomic
def revoke(user_id: int, *, actor: Actor) -> DesktopUser:
    """Close a role at once: no login, no rights, its sessions ended."""
    _may(actor)
    one = DesktopUser.objects.select_for_update().get(user_id=user_id)
    _close(one)
    write(actor=actor, kind=KIND, subject=str(user_id), verb="revoke")
    return one


def _close(one: DesktopUser) -> None:
    if _there(one.role):
        _take_all(one.role)
        read(sql.SQL("SELECT geodata_past.close_desktop_role(%(person)s)"), person=one.user_id)
    one.revoked_at, one.layers = now(), 0
    one.save()


def refresh() -> int:
    """Make the rights of every role anew from the reach of today; close those whose day has passed."""
    due = list(DesktopUser.objects.filter(revoked_at=None).values_list("pk", flat=True))
    for key in due:
        _renew(key)
    return len(due)


@transaction.atomic
def _renew(key: int) -> None:
    one = DesktopUser.objects.select_for_update(of=("self",)).select_related("user").get(pk=key)
    person = actor_of(one.user_id)
    if one.until < localdate() or not one.user.is_active or not person.seats:
        _close(one)
    else:
        _grants(one, person)
