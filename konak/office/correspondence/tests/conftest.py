"""A small town hall with registry numbers, a plan of five codes, and people who write and sign."""

import pytest
from django.utils.timezone import localdate

from konak.office.correspondence.models import FileCode

PLAN = (
    ("010.07", "Talimatlar", True),
    ("020", "Olurlar", False),
    ("622.01", "Bilgi edinme, talep ve şikâyet", True),
    ("702", "Yazılım işleri", True),
    ("708.03", "Kullanıcı yetkileri", True),
)


@pytest.fixture
def office(hall):
    hall.today = localdate()
    hall.municipality.detsis = "24300001"
    hall.municipality.save()
    hall.department.detsis = "24300002"
    hall.department.save()
    FileCode.objects.bulk_create(
        FileCode(plan="deneme", code=code, name=name, usable=usable) for code, name, usable in PLAN
    )
    hall.head = hall.seat("head_of_department", hall.department)
    hall.director = hall.seat("director", hall.gis)
    hall.chief = hall.seat("chief", hall.gis)
    hall.clerk = hall.seat("staff", hall.gis)
    hall.stranger = hall.seat("director", hall.elsewhere)
    return hall
