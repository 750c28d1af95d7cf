"""Speaking LDAP: one connection, read by pages, every failure in words that name no secret."""

import contextlib
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ldap
import ldap.dn
import ldap.filter
from ldap.controls import SimplePagedResultsControl
from ldap.ldapobject import LDAPObject

from .maps import Attributes

ACCOUNT_DISABLED = 0x2
RANGE = 1500
"""Active Directory hands out at most so many members at once; the rest is asked for by `member;range=1500-*`."""


class LdapFailed(Exception):
    """Why the directory could not be asked, in Turkish words."""


class Unreachable(LdapFailed):
    """Nobody answers, or the answer broke off: trying later makes sense."""


class Refusing(LdapFailed):
    """The directory answers and says no: a wrong password, a missing right, a base that does not exist."""


class WrongCookie(LdapFailed):
    """The page to continue from is not known (any more): the reading begins anew."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the directory is and how it is asked. The password never stands in a representation."""

    url: str
    base: str
    attributes: Attributes
    people_filter: str
    groups_filter: str
    people_base: str = ""
    groups_base: str = ""
    bind_dn: str = ""
    password: str = field(default="", repr=False)
    start_tls: bool = False
    ca: str = field(default="", repr=False)
    """The certificate of the authority as PEM; empty trusts what the system trusts."""
    timeout: float = 10
    page_size: int = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the directory knows him."""

    uid: str
    dn: str
    username: str
    first_name: str
    last_name: str
    email: str
    phone: str
    title: str
    number: str
    department: str
    ou: tuple[str, ...]
    """Organisational units the entry lies in, the nearest first."""
    enabled: bool


@dataclass(frozen=True, slots=True)
class Group:
    uid: str
    dn: str
    name: str
    about: str
    members: tuple[str, ...]
    """Distinguished names, in the form in which they can be compared."""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries of one page, and the cookie of the next; empty on the last one."""

    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    cookie: bytes = b""
    skipped: tuple[str, ...] = ()
    """Names of entries without what makes them usable."""


def comparable(dn: str) -> str:
    """A distinguished name in one form, whatever spaces and letters it was written with."""
    try:
        parts = ldap.dn.str2dn(dn)
    except ldap.DECODING_ERROR:
        return dn.strip().casefold()
    return ",".join(
        "+".join(sorted(f"{name.casefold()}={' '.join(value.split()).casefold()}" for name, value, _ in part))
        for part in parts
    )


@contextlib.contextmanager
def session(server: Server) -> Iterator["Directory"]:
    """A connection that is bound; what goes wrong with it is `Unreachable` or `Refusing`."""
    with contextlib.ExitStack() as stack:
        connection = connect(server, stack)
        try:
            with worded(server):
                connection.simple_bind_s(server.bind_dn, server.password)
            yield Directory(server, connection)
        finally:
            with contextlib.suppress(ldap.LDAPError):
                connection.unbind_s()


def connect(server: Server, stack: contextlib.ExitStack) -> LDAPObject:
    """An open connection, encrypted where the server says so, not bound yet."""
    if server.start_tls and server.url.startswith("ldaps://"):
        raise Refusing("Adres ldaps:// iken ayrıca StartTLS kullanılmaz; ikisinden birini seçin.")
    with worded(server):
        connection = ldap.initialize(server.url)
        for option, value in options(server, stack).items():
            connection.set_option(option, value)
        if server.start_tls:
            connection.start_tls_s()
    return connection


def options(server: Server, stack: contextlib.ExitStack) -> dict[int, Any]:
    """Options of a connection: version 3, no referrals, time limits, and whom to trust."""
    found: dict[int, Any] = {
        ldap.OPT_PROTOCOL_VERSION: ldap.VERSION3,
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_NETWORK_TIMEOUT: server.timeout,
        ldap.OPT_TIMEOUT: server.timeout,
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
    }
    if server.ca:
        folder = Path(tempfile.mkdtemp(prefix="konak-ca-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "ca.pem").write_text(server.ca, encoding="ascii", errors="replace")
        found[ldap.OPT_X_TLS_CACERTFILE] = str(folder / "ca.pem")
    found[ldap.OPT_X_TLS_NEWCTX] = 0
    return found


@contextlib.contextmanager
def worded(server: Server) -> Iterator[None]:
    """Turn what the library raises into words; details of the server stay, passwords never stood in them."""
    try:
        yield
    except ldap.INVALID_CREDENTIALS:
        raise Refusing("Dizin, bağlantı hesabının adını ya da parolasını kabul etmedi.") from None
    except (ldap.NO_SUCH_OBJECT, ldap.INVALID_DN_SYNTAX):
        raise Refusing("Aranan yer dizinde yok; taban adını (base DN) denetleyin.") from None
    except ldap.INSUFFICIENT_ACCESS:
        raise Refusing("Bağlantı hesabının bu işlem için dizinde yetkisi yok.") from None
    except ldap.FILTER_ERROR:
        raise Refusing("Süzgeç hatalı yazılmış; parantezleri denetleyin.") from None
    except ldap.CONFIDENTIALITY_REQUIRED:
        raise Refusing("Dizin şifresiz bağlantıyı kabul etmiyor; StartTLS ya da ldaps:// kullanın.") from None
    except (ldap.SERVER_DOWN, ldap.CONNECT_ERROR, ldap.TIMEOUT, ldap.TIMELIMIT_EXCEEDED, ldap.BUSY) as error:
        raise Unreachable(_down(server, error)) from None
    except (ldap.UNAVAILABLE, ldap.OPERATIONS_ERROR) as error:
        raise Unreachable(_down(server, error)) from None
    except ldap.LDAPError as error:
        raise Refusing(f"Dizin isteği geri çevirdi: {_said(error)}.") from None


def _said(error: ldap.LDAPError) -> str:
    told: Any = error.args[0] if error.args else {}
    if isinstance(told, Mapping):
        words = " · ".join(str(told[key]) for key in ("desc", "info") if told.get(key))
        return " ".join(words.split())[:200] or type(error).__name__
    return type(error).__name__


def _down(server: Server, error: ldap.LDAPError) -> str:
    said = _said(error)
    encrypted = server.start_tls or server.url.startswith("ldaps://")
    if encrypted and any(word in said.lower() for word in ("certificate", "tls", "error code")):
        return f"Şifreli bağlantı kurulamadı: {server.url}; sertifikayı ve güvenilen CA'yı denetleyin ({said})."
    return f"Dizine ulaşılamadı: {server.url} ({said})."


class Directory:
    """A bound connection."""

    def __init__(self, server: Server, connection: LDAPObject) -> None:
        self.server, self.connection = server, connection

    def check(self) -> tuple[int, int]:
        """How many people and groups the first page holds: the connection, the bases and the filters are right."""
        people = self.people_page(size=5)
        groups = self.groups_page(size=5)
        return len(people.people), len(groups.groups)

    def people(self) -> Iterator[Page]:
        """Every page of people."""
        cookie = b""
        while True:
            page = self.people_page(cookie)
            yield page
            cookie = page.cookie
            if not cookie:
                return

    def people_page(self, cookie: bytes = b"", size: int = 0) -> Page:
        server = self.server
        rows, after = self._page(
            server.people_base or server.base, server.people_filter, server.attributes.of_person(), cookie, size
        )
        found, skipped = [], []
        for dn, entry in rows:
            person = _person(dn, entry, server.attributes)
            if person is None:
                skipped.append(dn)
            else:
                found.append(person)
        return Page(people=tuple(found), cookie=after, skipped=tuple(skipped))

    def groups_page(self, cookie: bytes = b"", size: int = 0) -> Page:
        server = self.server
        rows, after = self._page(
            server.groups_base or server.base, server.groups_filter, server.attributes.of_group(), cookie, size
        )
        found = []
        for dn, entry in rows:
            uid, name = _uid(entry, server.attributes.uid), _first(entry, server.attributes.group_name)
            if uid and name:
                members = tuple(comparable(one) for one in self._members(dn, entry))
                found.append(Group(uid, dn, name, _first(entry, server.attributes.about)[:300], members))
        return Page(groups=tuple(found), cookie=after)

    def _members(self, dn: str, entry: Mapping[str, Sequence[bytes]]) -> list[str]:
        """Every member of a group, also where the server hands them out in ranges."""
        name = self.server.attributes.member
        found = [_text(value) for value in _values(entry, name)]
        ranged = next((key for key in entry if key.casefold().startswith(f"{name.casefold()};range=")), "")
        while ranged:
            found += [_text(value) for value in entry[ranged]]
            end = ranged.rpartition("-")[2]
            if end == "*":
                break
            asked = f"{name};range={int(end) + 1}-*"
            with worded(self.server):
                rows = self.connection.search_ext_s(dn, ldap.SCOPE_BASE, "(objectClass=*)", [asked])
            entry = rows[0][1] if rows else {}
            ranged = next((key for key in entry if key.casefold().startswith(f"{name.casefold()};range=")), "")
        return found

    def _page(
        self, base: str, filter_: str, names: list[str], cookie: bytes, size: int
    ) -> tuple[list[tuple[str, dict[str, list[bytes]]]], bytes]:
        control = SimplePagedResultsControl(True, size=size or self.server.page_size, cookie=cookie)
        try:
            with worded(self.server):
                asked = self.connection.search_ext(
                    base, ldap.SCOPE_SUBTREE, filter_, names, serverctrls=[control], timeout=self.server.timeout
                )
                _, rows, _, controls = self.connection.result3(asked, timeout=self.server.timeout)
        except Refusing:
            if cookie:
                raise WrongCookie("Dizin kalınan yeri tanımadı; okuma baştan başlar.") from None
            raise
        after = next(
            (one.cookie for one in controls if one.controlType == SimplePagedResultsControl.controlType), b""
        )
        # a referral has no name
        return [(dn, entry) for dn, entry in rows if dn], after

    def find(self, username: str) -> Person | None:
        """The person with that name to sign in with; None where there is none or more than one."""
        server = self.server
        wanted = ldap.filter.filter_format(f"(&{server.people_filter}({server.attributes.username}=%s))", [username])
        with worded(server):
            rows = self.connection.search_ext_s(
                server.people_base or server.base, ldap.SCOPE_SUBTREE, wanted, server.attributes.of_person()
            )
        found = [person for dn, entry in rows if dn and (person := _person(dn, entry, server.attributes))]
        return found[0] if len(found) == 1 else None

    def group(self, dn: str) -> Group | None:
        """One group as it is now, None where there is none."""
        server = self.server
        try:
            with worded(server):
                rows = self.connection.search_ext_s(
                    dn, ldap.SCOPE_BASE, "(objectClass=*)", server.attributes.of_group()
                )
        except Refusing as refusal:
            if "dizinde yok" in str(refusal):
                return None
            raise
        for found, entry in rows:
            if found:
                members = tuple(comparable(one) for one in self._members(found, entry))
                uid, name = _uid(entry, server.attributes.uid), _first(entry, server.attributes.group_name)
                return Group(uid, found, name, _first(entry, server.attributes.about), members)
        return None

    def add_member(self, group_dn: str, member_dn: str) -> bool:
        """Put somebody into a group; False when he was in it already."""
        return self._change(group_dn, member_dn, ldap.MOD_ADD, ldap.TYPE_OR_VALUE_EXISTS)

    def remove_member(self, group_dn: str, member_dn: str) -> bool:
        """Take somebody out of a group; False when he was not in it."""
        return self._change(group_dn, member_dn, ldap.MOD_DELETE, ldap.NO_SUCH_ATTRIBUTE)

    def _change(self, group_dn: str, member_dn: str, how: int, already: type[ldap.LDAPError]) -> bool:
        change = [(how, self.server.attributes.member, [member_dn.encode()])]
        with worded(self.server):
            try:
                self.connection.modify_s(group_dn, change)
            except already:
                return False
            except ldap.UNWILLING_TO_PERFORM:
                # Active Directory says so of a member who is not there
                if how == ldap.MOD_DELETE:
                    return False
                raise
            except ldap.OBJECT_CLASS_VIOLATION:
                raise Refusing("Grubun son üyesi çıkarılamaz: dizin boş grubu kabul etmiyor.") from None
        return True


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").replace("\0", "")


def _values(entry: Mapping[str, Sequence[bytes]], name: str) -> Sequence[bytes]:
    if not name:
        return ()
    wanted = name.casefold()
    return next((values for key, values in entry.items() if key.casefold() == wanted), ())


def _first(entry: Mapping[str, Sequence[bytes]], name: str) -> str:
    values = _values(entry, name)
    return " ".join(_text(values[0]).split()) if values else ""


def _uid(entry: Mapping[str, Sequence[bytes]], name: str) -> str:
    """The lasting key as text; Active Directory keeps it as sixteen bytes."""
    values = _values(entry, name)
    if not values:
        return ""
    raw = values[0]
    if name.casefold() == "objectguid" and len(raw) == 16:
        return str(uuid.UUID(bytes_le=bytes(raw)))
    return _text(raw).strip().lower()


def _enabled(entry: Mapping[str, Sequence[bytes]], name: str) -> bool:
    text = _first(entry, name)
    if not name or not text:
        return True
    if name.casefold() == "useraccountcontrol":
        return not (text.lstrip("-").isdigit() and int(text) & ACCOUNT_DISABLED)
    return text.casefold() not in {"true", "1", "yes", "evet", "disabled", "locked"}


def _person(dn: str, entry: Mapping[str, Sequence[bytes]], names: Attributes) -> Person | None:
    uid, username = _uid(entry, names.uid), _first(entry, names.username)
    if not uid or not username:
        return None
    display = _first(entry, names.display)
    first, last = _first(entry, names.first_name), _first(entry, names.last_name)
    if not first and display:
        first, _, last_word = display.rpartition(" ")
        last = last or last_word
    return Person(
        uid=uid[:120],
        dn=dn,
        username=username[:120],
        first_name=(first or username)[:80],
        last_name=last[:80],
        email=_first(entry, names.email)[:254],
        phone=_first(entry, names.phone)[:32],
        title=_first(entry, names.title)[:80],
        number=_first(entry, names.number)[:20],
        department=_first(entry, names.department)[:200],
        ou=_ou(dn),
        enabled=_enabled(entry, names.disabled),
    )


def _ou(dn: str) -> tuple[str, ...]:
    try:
        parts = ldap.dn.str2dn(dn)
    except ldap.DECODING_ERROR:
        return ()
    return tuple(value for part in parts[1:] for name, value, _ in part if name.casefold() == "ou")
