"""A regulation in force in the smallest town hall, by the real services: where every test of the register begins."""

import datetime as dt
import io
from dataclasses import dataclass

import pytest

from konak.foundation.people.models import Unit
from konak.governance.legislation import services
from konak.governance.legislation.models import Duty, Regulation
from konak.testing import Hall, Person

TEXT = """DENEME BELEDİYESİ
BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI
GÖREV VE ÇALIŞMA YÖNETMELİĞİ

Amaç
MADDE 1 – (1) Bu Yönetmeliğin amacı, Bilgi İşlem Dairesi Başkanlığının görevlerini düzenlemektir.

Coğrafi Bilgi Sistemleri Şube Müdürlüğünün görevleri
MADDE 2 – (1) Coğrafi Bilgi Sistemleri Şube Müdürlüğünün görevleri şunlardır:
a) İmar planı katmanlarını aylık olarak güncellemek,
b) Şehir rehberini işletmek ve önem noktalarını güncel tutmak,
c) =HYPERLINK("https://ornek.example") gibi formüller içeren tabloları denetlemek.

Sistem ve Ağ Şube Müdürlüğünün görevleri
MADDE 3 – (1) Sistem ve Ağ Şube Müdürlüğünün görevleri şunlardır:
a) Sunucuların yedeklerini günlük olarak almak,
b) Kablosuz ağ erişimini kurmak ve işletmek,
c) Şube müdürlükleri arasında görev dağılımını belirlemek ve güncel tutmak.

Şeflerin görevleri
MADDE 4 – (1) Şeflerin görevleri şunlardır:
a) Biriminde yapılan iş ve işlemlerin zamanında ve mevzuata uygun yapılmasını sağlamak.

Yürürlük
MADDE 5 – (1) Bu Yönetmelik yayımı tarihinde yürürlüğe girer.
"""
DECISION = {
    "decision_body": "Belediye Meclisi",
    "decision_date": dt.date(2025, 1, 10),
    "decision_number": "2025/14",
    "in_force_on": dt.date(2025, 2, 1),
}


@dataclass
class Scene:
    """The hall with its regulation, and one person for each part to play."""

    hall: Hall
    number: str
    head: Person
    gis_director: Person
    gis_clerk: Person
    network_director: Person
    chief: Person
    auditor: Person
    stranger: Person

    def duty(self, path: str) -> Duty:
        return Duty.objects.get(regulation__case__number=self.number, clause__path=path)

    @property
    def map_duty(self) -> Duty:
        return self.duty("2.a")

    @property
    def backup_duty(self) -> Duty:
        return self.duty("3.a")


def bring_into_force(head: Person, unit: Unit, text: str = TEXT) -> str:
    """Hand in, settle who answers for what, put into force; gives the number."""
    made = services.hand_in(
        actor=head.actor, content=io.BytesIO(text.encode()), name="yonetmelik.txt", unit_id=unit.pk
    )
    for clause in made.clauses.filter(is_duty=True):
        services.confirm(clause.pk, actor=head.actor, unit=clause.unit or unit, role=clause.role)
    services.approve(made.case.number, actor=head.actor, **DECISION)
    return str(made.case.number)


@pytest.fixture
def scene(hall: Hall) -> Scene:
    head = hall.seat("head_of_department", hall.department)
    number = bring_into_force(head, hall.department)
    return Scene(
        hall=hall,
        number=number,
        head=head,
        gis_director=hall.seat("director", hall.gis, email="cbs@deneme.example", phone="0232 000 00 01"),
        gis_clerk=hall.seat("staff", hall.gis),
        network_director=hall.seat("director", hall.network),
        chief=hall.seat("chief", hall.gis),
        auditor=hall.seat("auditor", hall.municipality),
        stranger=hall.seat("staff", hall.elsewhere),
    )


def regulation_of(scene: Scene) -> Regulation:
    return Regulation.objects.get(case__number=scene.number)
