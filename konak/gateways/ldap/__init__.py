"""The directory by LDAP: OpenLDAP and Active Directory, people and groups by pages, members added and removed.

    server = Server(url="ldaps://dizin.ornek.example", base="dc=ornek,dc=example", kind="openldap", …)
    with session(server) as directory:
        for page in directory.people():      # a page at a time; `page.cookie` continues after it
            …

Nothing here knows who the people are to Konak; nothing here writes a password anywhere.
"""

from .client import (
    Directory,
    Group,
    LdapFailed,
    Page,
    Person,
    Refusing,
    Server,
    Unreachable,
    WrongCookie,
    session,
)
from .maps import KINDS, Attributes, attributes_of

__all__ = [
    "KINDS",
    "Attributes",
    "Directory",
    "Group",
    "LdapFailed",
    "Page",
    "Person",
    "Refusing",
    "Server",
    "Unreachable",
    "WrongCookie",
    "attributes_of",
    "session",
]
