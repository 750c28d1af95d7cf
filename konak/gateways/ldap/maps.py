"""Where OpenLDAP and Active Directory keep what we ask for. Every name can be replaced by the installation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Attributes:
    """Names of attributes; an empty one is not read."""

    uid: str
    """What stays when somebody is renamed or moved: entryUUID, objectGUID."""
    username: str
    first_name: str = "givenName"
    last_name: str = "sn"
    display: str = "displayName"
    email: str = "mail"
    phone: str = "telephoneNumber"
    title: str = "title"
    number: str = "employeeNumber"
    department: str = "ou"
    disabled: str = ""
    """userAccountControl of Active Directory (bit 2), or a yes/no attribute."""
    member: str = "member"
    group_name: str = "cn"
    about: str = "description"

    def of_person(self) -> list[str]:
        found = (
            *(self.uid, self.username, self.first_name, self.last_name, self.display, self.email, self.phone),
            *(self.title, self.number, self.department, self.disabled),
        )
        return [name for name in found if name]

    def of_group(self) -> list[str]:
        return [name for name in (self.uid, self.group_name, self.about, self.member) if name]


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of servers: its attributes and the filters that find people and groups."""

    label: str
    attributes: Attributes
    people: str
    groups: str


KINDS: Mapping[str, Kind] = {
    "openldap": Kind(
        "OpenLDAP ve benzerleri",
        Attributes(uid="entryUUID", username="uid"),
        "(objectClass=inetOrgPerson)",
        "(objectClass=groupOfNames)",
    ),
    "ad": Kind(
        "Active Directory",
        Attributes(
            uid="objectGUID",
            username="sAMAccountName",
            number="employeeID",
            department="department",
            disabled="userAccountControl",
        ),
        "(&(objectCategory=person)(objectClass=user))",
        "(objectClass=group)",
    ),
}


def attributes_of(kind: str, changed: Mapping[str, str] | None = None) -> Attributes:
    """The attributes of a kind of server, with those the installation names otherwise."""
    known = set(Attributes.__dataclass_fields__)
    kept = {name: value.strip() for name, value in (changed or {}).items() if name in known}
    return replace(KINDS[kind].attributes, **kept)
