"""A small regulation for the tests of the screens, in the units of `hall`, with what a reviewer must mend."""

import io
from typing import Any

from konak.governance.legislation import services
from konak.governance.legislation.models import Regulation

TEXT = """T.C.
DENEME BELEDİYE BAŞKANLIĞI
BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI
GÖREV VE ÇALIŞMA YÖNETMELİĞİ

Deneme Belediye Meclisinin 12.03.2025 tarihli ve 187 sayılı kararı ile kabul edilmiştir.

BİRİNCİ BÖLÜM
Genel Hükümler

Amaç
MADDE 1 – (1) Bu Yönetmeliğin amacı, Bilgi İşlem Dairesi Başkanlığının görevlerini düzenlemektir.

Tanımlar
MADDE 2 – (1) Bu Yönetmelikte geçen;
a) Belediye: Deneme Belediyesini,
b) Başkanlık: Bilgi İşlem Dairesi Başkanlığını,
ifade eder.

İKİNCİ BÖLÜM
Görevler

Coğrafi Bilgi Sistemleri Şube Müdürlüğünün görevleri
MADDE 3 – (1) Coğrafi Bilgi Sistemleri Şube Müdürlüğünün görevleri şunlardır:
a) Belediye genelinde coğrafi bilgi sistemini kurmak, işletmek ve geliştirmek,
b) Şehir rehberini yayımlamak ve güncel tutmak, c) Coğrafi veri taleplerini karşılamak,
ç) Hava fotoğraflarını temin etmek ve arşivlemek.

Sistem ve Ağ Şube Müdürlüğünün görevleri
MADDE 4 – (1) Sistem ve Ağ Şube Müdürlüğünün görevleri şunlardır:
a) Belediyenin yerel ve geniş alan ağlarını kurmak ve işletmek,
b) Sunucuların yedeklerini günlük almak.

ÜÇÜNCÜ BÖLÜM
Son Hükümler

Yürürlük
MADDE 5 – (1) Bu Yönetmelik yayımı tarihinde yürürlüğe girer.

Yürütme
MADDE 6 – (1) Bu Yönetmelik hükümlerini Belediye Başkanı yürütür.
"""


def handed_in(hall: Any, person: Any, text: str = TEXT, **facts: Any) -> Regulation:
    """A draft of `text` for the department of `hall`."""
    content = io.BytesIO(text.encode())
    return services.hand_in(
        actor=person.actor, content=content, name="yonetmelik.txt", unit_id=hall.department.pk, **facts
    )


def settle(person: Any, regulation: Regulation, unit: Any) -> None:
    """Confirm every duty; those without a proposal are given to `unit`."""
    for clause in regulation.clauses.filter(is_duty=True, confirmed=False):
        services.confirm(clause.pk, actor=person.actor, unit=clause.unit or unit, role=clause.role)
