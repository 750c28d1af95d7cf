"""`konak user`: accounts from the command line, for the first day and for emergencies."""

import argparse
import os
import secrets
from pathlib import Path

from django.conf import settings

from . import queries, services
from .models import Unit, User
from .positions import Position

NAME, HELP = "user", "Kullanıcı hesapları"
SECRET_FILE = "ilk-giris.txt"  # noqa: S105 - the name of the file, not a secret


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    commands.add_parser("list", help="etkin kullanıcıları ve makamlarını listele").set_defaults(run=show)
    commands.add_parser("first", help="kullanıcı yoksa ilk yöneticiyi aç").set_defaults(run=first)
    add = commands.add_parser("add", help="kullanıcı aç ve bir makama oturt")
    add.add_argument("first_name", metavar="AD")
    add.add_argument("last_name", metavar="SOYAD")
    add.add_argument("--username", default="", help="boşsa ad ve soyaddan türetilir")
    add.add_argument("--email", default="")
    add.add_argument("--unit", required=True, help="birim adı veya kimliği")
    add.add_argument("--position", required=True, choices=Position.values)
    add.set_defaults(run=create)
    password = commands.add_parser("password", help="yeni tek kullanımlık parola üret")
    password.add_argument("username")
    password.set_defaults(run=renew)


def write_secret(lines: list[str]) -> Path:
    """Write secrets where only the owner of the state folder reads them (0600); never to the screen or a log."""
    path = Path(settings.STATE) / SECRET_FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        os.fchmod(target.fileno(), 0o600)
        target.write("\n".join(lines) + "\n")
    return path


def first(args: argparse.Namespace) -> int:
    """Open the first administrator, once."""
    if User.objects.exists():
        print("Kullanıcı hesapları var; ilk yönetici yeniden açılmaz.")
        return 0
    user, secret = services.first_administrator()
    path = write_secret(
        [f"Adres    : {settings.SITE_URL}/giris/", f"Kullanıcı: {user.username}", f"Parola   : {secret}"]
    )
    print(f"İlk yönetici açıldı: {user.username}. Parolası yalnız bu dosyada: {path}")
    return 0


def show(args: argparse.Namespace) -> int:
    for user in User.objects.filter(is_active=True):
        seats = "; ".join(str(seat) for seat in queries.seats_of(user.pk))
        print(f"{user.username:<28} {user.full_name:<30} {seats}")
    return 0


def create(args: argparse.Namespace) -> int:
    unit = Unit.objects.filter(pk=args.unit).first() if args.unit.isdigit() else None
    unit = unit or Unit.objects.filter(name=args.unit).first()
    if unit is None:
        print(f"«{args.unit}» adında bir birim yok.")
        return 1
    secret = secrets.token_urlsafe(15)
    try:
        user = services.add_user(
            first_name=args.first_name,
            last_name=args.last_name,
            username=args.username,
            email=args.email,
            password=secret,
        )
        services.appoint(user, unit, args.position)
    except services.Invalid as error:
        print(error)
        return 1
    path = write_secret([f"Kullanıcı: {user.username}", f"Parola   : {secret}"])
    print(f"{user.username} açıldı: {Position(args.position).label}, {unit}. Parolası yalnız bu dosyada: {path}")
    return 0


def renew(args: argparse.Namespace) -> int:
    user = User.objects.filter(username=args.username.lower()).first()
    if user is None:
        print(f"«{args.username}» adında bir kullanıcı yok.")
        return 1
    secret = secrets.token_urlsafe(15)
    services.set_one_time_secret(user, secret)
    path = write_secret([f"Kullanıcı: {user.username}", f"Parola   : {secret}"])
    print(f"Yeni parola yalnız bu dosyada: {path}")
    return 0
