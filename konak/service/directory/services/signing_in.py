"""Signing in with the password of the directory: only who is marked so, by the same connection as the comparison.

The password is handed to the directory and kept nowhere. Local accounts go on as before: the emergency account needs
no directory.
"""

import hashlib
import logging
from pathlib import Path
from typing import Any

import ldap
from django.conf import settings
from django.http import HttpRequest
from django_auth_ldap.backend import LDAPBackend, LDAPSettings
from django_auth_ldap.config import LDAPSearch

from konak.foundation.people.models import User
from konak.gateways.ldap import KINDS, attributes_of

from ..models import Connection, Entry
from ..queries import ldap_secret

logging.getLogger("django_auth_ldap").setLevel(logging.ERROR)
"""It writes names of people who mistype; the trail says what is worth knowing."""


class DirectoryBackend(LDAPBackend):  # type: ignore[misc]
    """django-auth-ldap with the settings of the connection a person belongs to. Nobody is created here."""

    def authenticate(  # type: ignore[no-untyped-def]
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ):
        if not username or not password:
            return None
        entry = entry_for(username)
        if entry is None:
            return None
        self.settings, self.entry = settings_of(entry.connection), entry
        user = super().authenticate(request, username=entry.username, password=password, **kwargs)
        return user if user is not None and user.pk == entry.user_id and user.is_active else None

    def get_or_build_user(self, username: str, ldap_user: Any) -> tuple[User, bool]:
        assert self.entry.user is not None
        return self.entry.user, False

    def ldap_to_django_username(self, username: str) -> str:
        return username

    def django_to_ldap_username(self, username: str) -> str:
        return username

    def get_user(self, user_id: int) -> User | None:
        """A closed account is nobody from the next request on."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def entry_for(username: str) -> Entry | None:
    """The entry by which the person of that name signs in; None for whoever signs in here, or not at all."""
    rows = Entry.objects.select_related("connection", "user").filter(
        user__username=username.strip().lower(),
        user__is_active=True,
        connection__active=True,
        connection__signs_in=True,
        signs_in=True,
        enabled=True,
        gone_at=None,
    )
    return rows.first()


def settings_of(row: Connection) -> LDAPSettings:
    """The settings of the library for one connection."""
    names = attributes_of(row.kind, row.attributes)
    options: dict[int, Any] = {
        ldap.OPT_PROTOCOL_VERSION: ldap.VERSION3,
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_NETWORK_TIMEOUT: row.timeout,
        ldap.OPT_TIMEOUT: row.timeout,
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
    }
    if row.ca:
        options[ldap.OPT_X_TLS_CACERTFILE] = trusted(row)
    options[ldap.OPT_X_TLS_NEWCTX] = 0
    found = LDAPSettings()
    found.SERVER_URI = row.url
    found.BIND_DN = row.bind_dn
    found.BIND_PASSWORD = ldap_secret(row)
    found.START_TLS = row.start_tls
    found.CONNECTION_OPTIONS = options
    found.USER_SEARCH = LDAPSearch(
        row.people_base or row.base,
        ldap.SCOPE_SUBTREE,
        f"(&{row.people_filter or KINDS[row.kind].people}({names.username}=%(user)s))",
    )
    found.ALWAYS_UPDATE_USER = False
    found.USER_ATTR_MAP = {}
    found.PERMIT_EMPTY_PASSWORD = False
    return found


def trusted(row: Connection) -> str:
    """The file of the authority; it holds a public certificate and is written when it changes."""
    name = hashlib.sha256(row.ca.encode()).hexdigest()[:16]
    folder = Path(settings.STATE) / "ldap"
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = folder / f"{name}.pem"
    if not place.exists():
        place.write_text(row.ca, encoding="ascii", errors="replace")
    return str(place)
