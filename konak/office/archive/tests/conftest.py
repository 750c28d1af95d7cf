"""A town hall with a plan of three codes, an archive office, and a commission."""

import pytest
from django.utils.timezone import localdate

from konak.foundation.people.models import Unit
from konak.foundation.people.positions import UnitKind
from konak.office.archive import services
from konak.office.archive.models import Office
from konak.office.correspondence.models import FileCode

CODES = (
    ("622.01", "Şikâyetler", "10", "D"),
    ("702", "Yazılım", "15", "C"),
    ("105.04", "Meclis kararları", "15", "A"),
)
RULES = ("kod;ad;birim_yil;kurum_yil;tasfiye", "622;Başvurular;1;2;D", "702;Yazılım;2;3;C", "105;Meclis;1;4;A")


@pytest.fixture
def vault(hall, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    hall.today = localdate()
    hall.home = Unit.objects.create(name="Arşiv Şube Müdürlüğü", kind=UnitKind.BRANCH, parent=hall.municipality)
    Office.objects.create(unit=hall.home)
    FileCode.objects.bulk_create(
        FileCode(plan="deneme", code=code, name=name, keep=keep, disposal=end) for code, name, keep, end in CODES
    )
    hall.archivist = hall.seat("director", hall.home)
    hall.second = hall.seat("expert", hall.home)
    hall.mayor = hall.seat("mayor", hall.municipality)
    hall.admin = hall.seat("administrator", hall.municipality)
    hall.chief = hall.seat("chief", hall.gis)
    hall.clerk = hall.seat("staff", hall.gis)
    hall.other = hall.seat("staff", hall.gis)
    hall.director = hall.seat("director", hall.gis)
    hall.stranger = hall.seat("director", hall.elsewhere)
    services.draft_plan(actor=hall.archivist.actor, rows=services.read_rules(RULES)[0])
    services.put_in_force(actor=hall.archivist.actor, basis="01.02.2020 E-1")
    return hall


def closed(vault, code="622.01", year=2015, text=b"Birinci belge", medium="electronic", subject=""):
    """A file of the GIS branch with one document, closed in its year."""
    import datetime as dt

    from konak.foundation.files.services import store

    made = services.open_folder(
        actor=vault.chief.actor, unit_id=vault.gis.pk, code=code, year=year, medium=medium, subject=subject
    )
    number = made.case.number
    kept = store(actor=vault.chief.actor, content=text, name="belge.txt")
    services.put_by_hand(number, actor=vault.chief.actor, title=f"Belge {year}", file=kept)
    services.close_folder(number, actor=vault.chief.actor, on=dt.date(year, 5, 4))
    return number
