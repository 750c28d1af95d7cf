"""`konak access`: what only whoever runs the server can do when no administrator can."""

import argparse

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.access.models import Grant
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Clearance, Position
from konak.foundation.people.queries import by_username, on_day
from konak.foundation.trail import services as trail

from .grants import KIND, scope_words

NAME, HELP = (
    "access",
    "Yetki değişiklikleri ve gizlilik yetkisi: listele, varsayılana dön, ilk gizlilik yetkisini ver",
)
OPERATOR = Actor(None, via="cli")


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    commands.add_parser("list", help="yöneticilerin değiştirdiği yetkiler").set_defaults(run=show)
    reset = commands.add_parser("reset", help="bir yetkiyi bütün görevlerde varsayılana döndür")
    reset.add_argument("permission", help="yetkinin kodu, örneğin access.grant; hepsi için «all»")
    reset.set_defaults(run=put_back)
    clearance = commands.add_parser("clearance", help="bir kişinin bir görevine gizlilik yetkisi ver")
    clearance.add_argument("username")
    clearance.add_argument("position", choices=Position.values)
    clearance.add_argument("level", type=int, choices=Clearance.values, help="0 yok … 4 çok gizli")
    clearance.set_defaults(run=clear)


def show(args: argparse.Namespace) -> int:
    rows = Grant.objects.select_related("changed_by").order_by("permission", "position")
    for row in rows:
        who = row.changed_by.username if row.changed_by else "–"
        print(f"{row.permission:<40} {row.get_position_display():<26} {scope_words(row.scope):<26} {who}  {row.why}")
    if not rows:
        print("Değiştirilmiş yetki yok; her şey varsayılan.")
    return 0


@transaction.atomic
def put_back(args: argparse.Namespace) -> int:
    rows = Grant.objects.all() if args.permission == "all" else Grant.objects.filter(permission=args.permission)
    codes = sorted(set(rows.values_list("permission", flat=True)))
    rows.delete()
    for code in codes:
        trail.write(actor=OPERATOR, kind=KIND, subject=code[:64], verb="reset", note="Komut satırından varsayılana")
    print(f"{len(codes)} yetki varsayılana döndü." if codes else "Değiştirilmiş yetki yok.")
    return 0


@transaction.atomic
def clear(args: argparse.Namespace) -> int:
    user = by_username(args.username)
    held = Appointment.objects.filter(on_day(), user=user, position=args.position) if user else None
    if user is None or held is None or not held.exists():
        print(f"«{args.username}» bugün bu görevde değil.")
        return 1
    for row in held:
        row.clearance = args.level
        row.save(update_fields=["clearance"])
        note = f"{row}: {Clearance(args.level).label} · komut satırından"
        trail.write(actor=OPERATOR, kind="people.user", subject=user.pk, verb="clearance", note=note)
    print(
        f"{user.username}: {Position(args.position).label} makamının gizlilik yetkisi {Clearance(args.level).label}."
    )
    return 0
