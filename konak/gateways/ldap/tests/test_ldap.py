"""The directory asked over a real slapd: pages, encryption, groups, and every failure in words."""

import dataclasses
import logging
import socket

import pytest

from konak.gateways.ldap import KINDS, Refusing, Server, Unreachable, WrongCookie, attributes_of, session
from konak.gateways.ldap.client import comparable

from .slapd import ADMIN, BASE, PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def empty(slapd):
    slapd.empty()
    return slapd


def server(slapd, **facts):
    kind = KINDS[facts.pop("kind", "openldap")]
    given = {
        "url": slapd.url,
        "base": BASE,
        "attributes": kind.attributes,
        "people_filter": kind.people,
        "groups_filter": kind.groups,
        "bind_dn": ADMIN,
        "password": PASSWORD,
        "timeout": 5,
        "page_size": 3,
    }
    return Server(**(given | facts))


def test_people_come_by_pages_with_turkish_names_and_what_lasts(empty):
    for place in range(7):
        empty.person(f"kisi{place}", "Şule", f"Çağlar {place}", title="Uzman", employeeNumber=str(100 + place))
    with session(server(empty)) as directory:
        pages = list(directory.people())
    people = [person for page in pages for person in page.people]
    assert [len(page.people) for page in pages] == [3, 3, 1]
    assert {person.username for person in people} == {f"kisi{place}" for place in range(7)}
    one = next(person for person in people if person.username == "kisi4")
    assert (one.first_name, one.last_name, one.title, one.number, one.enabled, one.ou) == (
        "Şule",
        "Çağlar 4",
        "Uzman",
        "104",
        True,
        ("kisiler",),
    )
    assert len({person.uid for person in people}) == 7


def test_entries_of_active_directory_are_read_by_their_own_names(empty):
    empty.add(
        f"cn=Ayşe Demir,ou=kisiler,{BASE}",
        objectClass=["inetOrgPerson", "adPerson"],
        cn="Ayşe Demir",
        sn="Demir",
        givenName="Ayşe",
        sAMAccountName="ADemir",
        userAccountControl="514",
        department="Bilgi İşlem",
    )
    names = attributes_of("ad", {"uid": "entryUUID"})
    found = server(empty, kind="ad", attributes=names, people_filter="(objectClass=adPerson)")
    with session(found) as directory:
        (one,) = directory.people_page().people
    assert (one.username, one.enabled, one.department, one.last_name) == ("ADemir", False, "Bilgi İşlem", "Demir")


def test_the_connection_is_encrypted_and_trusts_only_whom_it_is_told(empty):
    empty.person("bir", "Bir", "Kişi")
    with session(server(empty, url=empty.tls_url, ca=empty.ca)) as directory:
        assert directory.check() == (1, 0)
    with session(server(empty, start_tls=True, ca=empty.ca)) as directory:
        assert directory.check() == (1, 0)
    with pytest.raises(Unreachable, match="sertifika"), session(server(empty, url=empty.tls_url)):
        pass
    with pytest.raises(Refusing, match="ikisinden birini"), session(server(empty, url=empty.tls_url, start_tls=True)):
        pass


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"password": "yanlis"}, "kabul etmedi"),
        ({"base": "dc=yok,dc=example"}, "dizinde yok"),
        ({"people_filter": "(uid=bir"}, "Süzgeç"),
    ],
)
def test_what_the_directory_refuses_is_said_in_words(empty, facts, words, caplog):
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(Refusing, match=words) as caught,
        session(server(empty, **facts)) as directory,
    ):
        directory.people_page()
    told = f"{caught.value} {caplog.text} {server(empty, **facts)!r}"
    assert facts.get("password", PASSWORD) not in told


def test_nobody_at_the_address_is_unreachable():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
        kind = KINDS["openldap"]
        nobody = Server(f"ldap://127.0.0.1:{port}", BASE, kind.attributes, kind.people, kind.groups, timeout=1)
        with pytest.raises(Unreachable, match="ulaşılamadı"), session(nobody):
            pass


def test_a_cookie_of_another_connection_says_that_reading_begins_anew(empty):
    for place in range(5):
        empty.person(f"kisi{place}", "Ad", "Soyad")
    with session(server(empty)) as directory:
        cookie = directory.people_page().cookie
    with session(server(empty)) as directory, pytest.raises(WrongCookie):
        directory.people_page(cookie)


def test_members_are_added_and_taken_out_once_and_read_back(empty):
    one, two = empty.person("bir", "Bir", "Kişi"), empty.person("iki", "İki", "Kişi")
    group = empty.group("vpn", one)
    with session(server(empty)) as directory:
        assert (directory.add_member(group, two), directory.add_member(group, two)) == (True, False)
        assert set(directory.group(group).members) == {comparable(one), comparable(two)}
        assert (directory.remove_member(group, two), directory.remove_member(group, two)) == (True, False)
        with pytest.raises(Refusing, match="son üyesi"):
            directory.remove_member(group, one)
        assert directory.group(f"cn=yok,ou=gruplar,{BASE}") is None
        assert [found.name for found in directory.groups_page().groups] == ["vpn"]


def test_somebody_is_found_by_name_and_a_name_is_never_a_filter(empty):
    empty.person("bir", "Bir", "Kişi")
    with session(server(empty)) as directory:
        assert directory.find("bir").last_name == "Kişi"
        assert [directory.find(name) for name in ("*", "b*", "bir)(uid=*", "yok", "\\2a")] == [None] * 5


def test_names_are_compared_whatever_spaces_and_letters_they_are_written_with():
    assert comparable("UID=Bir, OU=Kisiler,DC=ornek,dc=example") == comparable(
        "uid=bir,ou=kisiler,dc=ornek,dc=example"
    )


def test_an_account_that_may_only_read_does_not_change_groups(empty):
    one = empty.person("bir", "Bir", "Kişi")
    group = empty.group("vpn", one)
    other = empty.person("iki", "İki", "Kişi")
    reader = dataclasses.replace(server(empty), bind_dn=one, password="Parola-bir")
    with session(reader) as directory, pytest.raises(Refusing, match="yetkisi yok"):
        directory.add_member(group, other)
