"""Every way people, units and appointments change."""

import datetime as dt
import re
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from konak.foundation.db.turkish import fold

from .models import Appointment, Unit, User
from .positions import Position, UnitKind


class Invalid(Exception):
    """A rule of the directory that stops a change, in words the user can read."""


def hold_tree() -> None:
    """Let one transaction at a time change the tree: take this before reading what the change is decided by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.tree'))")


def username_for(first_name: str, last_name: str) -> str:
    """A free name to sign in with: "Şule Çağlar" → "sule.caglar", the second of that name "sule.caglar2"."""
    stem = re.sub(r"[^a-z0-9]+", ".", fold(f"{first_name} {last_name}")).strip(".") or "kullanici"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    name, count = stem, 1
    while name in taken:
        count += 1
        name = f"{stem}{count}"
    return name


@transaction.atomic
def add_user(
    *, first_name: str, last_name: str, username: str = "", password: str | None = None, **facts: str
) -> User:
    """Create an account; the password given to it is a one-time secret. Without one nobody can sign in with it."""
    user = User(
        username=(username or username_for(first_name, last_name)).strip().lower(),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        **facts,
    )
    if password is not None:
        check_password(password, user)
    user.set_password(password)
    user.has_one_time_secret = password is not None
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    user.save()
    return user


def check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error


@transaction.atomic
def set_one_time_secret(user: User, password: str) -> None:
    """Give the account a secret that opens only the page on which its owner sets a password of his own."""
    check_password(password, user)
    user.set_password(password)
    user.has_one_time_secret = True
    user.save(update_fields=["password", "has_one_time_secret"])


@transaction.atomic
def set_own_password(user: User, password: str) -> None:
    """The owner sets the password; whoever wrote down the one-time secret has nothing any more."""
    user.set_password(password)
    user.has_one_time_secret = False
    user.save(update_fields=["password", "has_one_time_secret"])


@transaction.atomic
def appoint(
    user: User,
    unit: Unit,
    position: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    acting_for: Appointment | None = None,
    clearance: int = 0,
) -> Appointment:
    """Seat somebody from a day on; the same seat cannot be held twice at once by one person."""
    row = Appointment(
        user=user,
        unit=unit,
        position=position,
        since=since or localdate(),
        until=until,
        acting_for=acting_for,
        clearance=clearance,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_head_in_a_seat_at_a_time" in str(error):
            raise Invalid(f"{unit} biriminin başında bu dönemde asaleten görevli biri var.") from error
        raise Invalid(f"{user.full_name} bu dönemde bu makamda zaten görevli ya da tarihler ters.") from error
    return row


@transaction.atomic
def first_administrator(password: str | None = None) -> tuple[User, str]:
    """The account every installation begins with: `yonetici`, and its one-time secret (20 characters)."""
    secret = password or secrets.token_urlsafe(15)
    user = User(username="yonetici", first_name="Sistem", last_name="Yöneticisi", title="Sistem yöneticisi")
    user.set_password(secret)
    user.has_one_time_secret = True
    user.save()
    top = Unit.objects.filter(parent=None).order_by("pk").first()
    if top is None:
        top = Unit.objects.create(name="Belediye", kind=UnitKind.MUNICIPALITY)
    Appointment.objects.create(user=user, unit=top, position=Position.ADMINISTRATOR, since=localdate())
    return user, secret
