import pytest

from konak.gateways.ldap.tests.conftest import slapd
from konak.gateways.ldap.tests.slapd import ADMIN, BASE, PASSWORD
from konak.service.directory import services

__all__ = ["slapd"]


@pytest.fixture
def admin(hall):
    return hall.seat("administrator", hall.municipality, email="yonetici@ornek.example")


@pytest.fixture
def empty(slapd):
    if slapd.process is None:
        slapd.start()
    slapd.empty()
    return slapd


@pytest.fixture
def joined(hall, admin, empty):
    """A connection to the directory, small pages."""
    return services.set_connection(
        actor=admin.actor,
        code="kurum",
        name="Kurum dizini",
        kind="openldap",
        url=empty.url,
        base=BASE,
        people_base=f"ou=kisiler,{BASE}",
        groups_base=f"ou=gruplar,{BASE}",
        bind_dn=ADMIN,
        password=PASSWORD,
        page_size=3,
        timeout=5,
        threshold=50,
    )


@pytest.fixture
def sync(admin, joined):
    def run(dry=False):
        return services.carry_on(services.begin("kurum", actor=admin.actor, dry=dry).pk, actor=admin.actor)

    return run
