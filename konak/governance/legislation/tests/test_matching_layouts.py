"""Other municipalities write otherwise: finite sentences, titles in capitals, holders inside the sentence."""

from konak.governance.legislation.matching import DutyDraft, duties_of
from konak.governance.legislation.parsing import parse

FINITE = """T.C.
YEŞİLOVA BELEDİYE BAŞKANLIĞI
BİLGİ İŞLEM MÜDÜRLÜĞÜ GÖREV VE ÇALIŞMA YÖNETMELİĞİ

BİRİNCİ BÖLÜM
GENEL HÜKÜMLER

AMAÇ:
MADDE 1: Bu yönetmeliğin amacı Bilgi İşlem Müdürlüğünün çalışma esaslarını belirlemektir.

TANIMLAR:
MADDE 2: Bu yönetmelikte geçen;
Belediye : Yeşilova Belediyesini,
Müdürlük : Bilgi İşlem Müdürlüğünü,
Müdür : Bilgi İşlem Müdürünü ifade eder.

MÜDÜRLÜĞÜN GÖREVLERİ:
MADDE 3: (1) Bilgi İşlem Müdürlüğü aşağıdaki görevleri yürütür:
1) Belediyenin bilgisayar ağını kurar ve işletir.
2) Verilerin her gün yedeklenmesini sağlar.
3) Birimlerin donanım ve yazılım ihtiyaçlarını tespit eder, temin eder.
4) Lisanssız yazılım kullanımına izin vermez.
5) Kamera sistemlerinin bakımı ve onarımı.

MÜDÜRÜN GÖREV, YETKİ VE SORUMLULUKLARI:
MADDE 4: (1) Müdür;
a) Müdürlüğü temsil eder.
b) Personelin izinlerini planlar.
c) Başkanlık Makamınca verilen diğer görevleri yapar.
(2) Müdür, görevlerinden dolayı Başkan Yardımcısına karşı sorumludur.

DİĞER PERSONELİN GÖREVLERİ:
MADDE 5: (1) Teknisyenler, arızalı cihazları onarır ve kayıtlarını haftalık olarak Müdüre sunar.
(2) Büro personeli, gelen evrakı kaydeder ve dağıtır.
(3) Müdürlük personeli gizlilik kurallarına uymak zorundadır.

YÜRÜRLÜK:
MADDE 6: Bu yönetmelik Belediye Meclisinin kabulü ile yürürlüğe girer.

YÜRÜTME:
MADDE 7: Bu yönetmelik hükümlerini Belediye Başkanı yürütür.
"""

TITLES_INSIDE = """ÖRNEK KENT BELEDİYESİ BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI YÖNERGESİ
Madde 1- Amaç: Bu yönergenin amacı dairenin görevlerini belirlemektir.
Madde 2- Ağ ve Sistem Şube Müdürlüğü: Ağ ve Sistem Şube Müdürlüğü aşağıdaki görevleri yapar.
a) Sunucuların bakımını yapmak,
b) Ağ cihazlarını izlemek.
Madde 3- Komisyon: Bilişim Komisyonu, yılda iki kez toplanır ve projeleri değerlendirir.
Madde 4- Tüm personel, parolalarını gizli tutmakla yükümlüdür.
Madde 5- Bu yönerge onay tarihinde yürürlüğe girer.
Madde 6- Bu yönergeyi Daire Başkanı yürütür.
"""


def summary(text: str) -> list[tuple[str, str, str]]:
    drafts: list[DutyDraft] = duties_of(parse(text))
    return [(draft.path, draft.responsible.kind, draft.responsible.name) for draft in drafts]


def test_finite_sentences_titles_in_capitals_and_defined_names() -> None:
    assert summary(FINITE) == [
        ("3.1", "unit", "Bilgi İşlem Müdürlüğü"),
        ("3.2", "unit", "Bilgi İşlem Müdürlüğü"),
        ("3.3", "unit", "Bilgi İşlem Müdürlüğü"),
        ("3.4", "unit", "Bilgi İşlem Müdürlüğü"),
        ("3.5", "unit", "Bilgi İşlem Müdürlüğü"),
        ("4.1.a", "position", "Bilgi İşlem Müdürü"),
        ("4.1.b", "position", "Bilgi İşlem Müdürü"),
        ("4.1.c", "position", "Bilgi İşlem Müdürü"),
        ("5.1", "role", "Teknisyenler"),
        ("5.2", "role", "Büro personeli"),
        ("5.3", "all_staff", "Diğer Personel"),
    ]


def test_finite_sentences_keep_their_intervals() -> None:
    stated = {draft.path: draft.cadence.kind for draft in duties_of(parse(FINITE)) if draft.cadence.stated}

    assert stated == {"3.2": "daily", "5.1": "weekly"}


def test_titles_inside_the_article_name_the_holder() -> None:
    assert summary(TITLES_INSIDE) == [
        ("2.a", "unit", "Ağ ve Sistem Şube Müdürlüğü"),
        ("2.b", "unit", "Ağ ve Sistem Şube Müdürlüğü"),
        ("3", "board", "Bilişim Komisyonu"),
        ("4", "all_staff", "Tüm personel"),
    ]


def test_a_text_that_is_no_regulation_has_no_duties() -> None:
    assert summary("") == []
    assert summary("Bugün hava güzel. Çarşıda domates ucuzladı.") == []
