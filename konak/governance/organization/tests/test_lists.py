import datetime as dt
import io
import time

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.people import queries as people
from konak.foundation.people.models import Appointment, Unit, User
from konak.governance.organization import services
from konak.governance.organization.commands import bring_in
from konak.governance.organization.models import ListImport, NationalBody

TODAY = localdate()


@pytest.fixture
def admin(hall):
    return hall.seat("administrator", hall.municipality).actor


@pytest.fixture
def bring(admin):
    def run(kind, content, name="liste.csv"):
        if isinstance(content, str):
            content = content.encode()
        row = services.hand_in(actor=admin, kind=kind, content=ContentFile(content), name=name)
        return row, services.looked_at(row)

    return run


def faults(checked):
    return [(row.line, row.errors) for row in checked.faulty]


UNITS = """Birim Kodu;Birim Adı;Türü;Üst Birim Kodu;DETSİS No
B1;Fen İşleri Dairesi Başkanlığı;Daire Başkanlığı;Deneme Belediyesi;12345678
B2;Yol Şube Müdürlüğü;Şube Müdürlüğü;B1;
B3;Asfalt Servisi;Servis;B2;
"""


def test_units_are_brought_in_with_their_tree_and_the_same_file_twice_changes_nothing(hall, admin, bring):
    row, checked = bring("units", UNITS)
    assert (checked.missing, checked.counts) == ([], {"new": 3, "changed": 0, "same": 0, "error": 0})
    services.commit(row.pk, actor=admin)
    service = Unit.objects.get(code="B3")
    line = [one.name for one in people.line_on(service.pk, TODAY)]
    assert line == ["Asfalt Servisi", "Yol Şube Müdürlüğü", "Fen İşleri Dairesi Başkanlığı", "Deneme Belediyesi"]
    again, checked = bring("units", UNITS)
    assert checked.counts == {"new": 0, "changed": 0, "same": 3, "error": 0}
    before = Unit.objects.count()
    services.commit(again.pk, actor=admin)
    assert (Unit.objects.count(), len(people.placements_of(service.pk))) == (before, 1)


def test_children_may_stand_before_their_parents_in_the_file(admin, bring):
    head, *rows = UNITS.strip().splitlines()
    row, checked = bring("units", "\n".join([head, *reversed(rows)]))
    assert checked.clean
    services.commit(row.pk, actor=admin)
    assert Unit.objects.get(code="B3").parent.code == "B2"


def test_every_fault_of_a_list_of_units_is_named_by_its_row(bring):
    text = """Kod;Birim Adı;Tür;Üst Birim;DETSİS No;Kuruluş
A;Bir;Servis;B;;
B;İki;Servis;A;;
C;Üç;Servis;Yok Böyle Birim;;
D;Dört;Uydurma;Deneme Belediyesi;;
E;Beş;Servis;Deneme Belediyesi;0123;
F;Altı;Servis;Deneme Belediyesi;;31.02.2026
G;;Servis;Deneme Belediyesi;;
A;Sekiz;Servis;Deneme Belediyesi;;
"""
    _, checked = bring("units", text)
    assert faults(checked) == [
        (2, ["Kendi kendinin altına düşüyor: bağlılıklar bir döngü kuruyor."]),
        (3, ["Kendi kendinin altına düşüyor: bağlılıklar bir döngü kuruyor."]),
        (4, ["Bağlı olduğu birim «Yok Böyle Birim» ne listede ne kuruluş şemasında var."]),
        (5, ["«Uydurma» bilinen bir birim türü değil."]),
        (6, ["DETSİS numarası sekiz rakamdır ve sıfırla başlamaz."]),
        (7, ["«31.02.2026» bir tarih değil; 21.11.2026 gibi yazın."]),
        (8, ["Birim adı boş."]),
        (9, ["birim kodu «A» 2. satırda da var."]),
    ]


def test_one_faulty_row_keeps_all_rows_out(admin, bring):
    before = Unit.objects.count()
    row, _ = bring("units", UNITS + "B4;Hatalı;Servis;B9;\n")
    with pytest.raises(Refused, match=r"1 satırda hata var; hiçbir satır işlenmedi"):
        services.commit(row.pk, actor=admin)
    assert (Unit.objects.count(), ListImport.objects.get().state) == (before, "open")


def test_a_moved_unit_keeps_its_place_until_yesterday(hall, admin, bring):
    Unit.objects.filter(pk=hall.gis.pk).update(code="CBS")
    text = f"Kod;Birim Adı;Tür;Üst Birim\nCBS;{hall.gis.name};Şube Müdürlüğü;{hall.elsewhere.name}\n"
    row, checked = bring("units", text)
    assert [one.changes for one in checked.rows] == [["bağlı olduğu birim"]]
    services.commit(row.pk, actor=admin)
    assert [(one.parent_id, one.until) for one in people.placements_of(hall.gis.pk)] == [
        (hall.department.pk, TODAY - dt.timedelta(days=1)),
        (hall.elsewhere.pk, None),
    ]


PEOPLE = """Sicil No;Adı;Soyadı;Unvan;Birim;Görev;Başlangıç
101;Şule;Çağlar;Mühendis;Coğrafi Bilgi Sistemleri Şube Müdürlüğü;Uzman;01.02.2024
102;İbrahim;Irmak;Şube Müdürü;Coğrafi Bilgi Sistemleri Şube Müdürlüğü;Müdür;15.03.2024
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254", "utf-16"])
def test_people_are_brought_in_from_any_turkish_encoding(hall, admin, bring, encoding):
    row, checked = bring("people", PEOPLE.encode(encoding))
    assert checked.counts == {"new": 2, "changed": 0, "same": 0, "error": 0}
    services.commit(row.pk, actor=admin)
    user = User.objects.get(registry_number="101")
    assert (user.username, user.full_name, user.has_usable_password()) == ("sule.caglar", "Şule Çağlar", False)
    seat = Appointment.objects.get(user__registry_number="102")
    assert (seat.unit, seat.position, seat.since) == (hall.gis, "director", dt.date(2024, 3, 15))
    _, checked = bring("people", PEOPLE.encode(encoding))
    assert checked.counts == {"new": 0, "changed": 0, "same": 2, "error": 0}


def test_every_fault_of_a_list_of_people_is_named_by_its_row(hall, bring):
    hall.seat("director", hall.network)
    text = """Sicil No;Kullanıcı Adı;Adı Soyadı;E-posta;Birim;Görev;Başlangıç;Bitiş
1;ali.ak;Ali Ak;ali@x.example;Sistem ve Ağ Şube Müdürlüğü;Müdür;01.01.2025;
2;ali.ak;Veli Ak;;Zabıta Müdürlüğü;Memur;01.01.2025;
3;;Can Er;ali@x.example;Zabıta Müdürlüğü;Müdür;01.01.2025;
4;;Cem Er;;Zabıta Müdürlüğü;Memur;01.06.2025;
5;;Naz Su;;Olmayan Birim;Memur;;
6;;Ece Su;bozuk;Zabıta Müdürlüğü;Uçan;;
7;;Ada Su;;Zabıta Müdürlüğü;Memur;02.01.2025;01.01.2025
;;Eda Su;;Zabıta Müdürlüğü;Memur;;
"""
    _, checked = bring("people", text)
    director = people.holders(hall.network.pk, "director").get().user.full_name
    assert faults(checked) == [
        (2, [f"Bu makamda aynı dönemde {director} asaleten görevli; bir makamda iki yönetici olmaz."]),
        (3, ["Kullanıcı adı «ali.ak» 2. satırda başka birine verilmiş."]),
        (4, ["E-posta «ali@x.example» 2. satırda başka birine verilmiş."]),
        (6, ["«Olmayan Birim» birimi yok."]),
        (7, ["«bozuk» bir e-posta adresi değil.", "«Uçan» bilinen bir görev değil."]),
        (8, ["Bitiş, başlangıçtan önce."]),
        (9, ["Sicil no da kullanıcı adı da boş; kişi bunlardan biriyle tanınır."]),
    ]


def test_two_heads_of_one_list_for_one_seat_on_one_day_are_refused(bring):
    text = """Sicil No;Adı;Soyadı;Birim;Görev;Başlangıç
1;Can;Er;Zabıta Müdürlüğü;Müdür;01.01.2025
2;Cem;Er;Zabıta Müdürlüğü;Müdür;01.06.2025
"""
    _, checked = bring("people", text)
    assert faults(checked) == [
        (3, ["Bu makamda aynı dönemde Can Er asaleten görevli; bir makamda iki yönetici olmaz."])
    ]


def workbook(rows, hidden=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kişiler"
    for row in rows:
        sheet.append(row)
    for title in hidden:
        book.create_sheet(title).sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_hidden_sheets_and_formulas_says_so(bring):
    content = workbook(
        [
            ["Sicil No", "Adı", "Soyadı", "Birim", "Başlangıç"],
            [7, "Ada", "Su", "Zabıta Müdürlüğü", dt.datetime(2025, 1, 1)],
            [8, "Eda", "=A2", "Zabıta Müdürlüğü", dt.datetime(2025, 1, 1)],
        ],
        hidden=["Gizli"],
    )
    _, checked = bring("people", content, "kisiler.xlsx")
    assert checked.table.notes == [
        "Gizli sayfalar okunmadı: Gizli.",
        "1 hücrede formül var; dosyada kayıtlı sonuçları okundu.",
    ]
    assert [row.line for row in checked.rows if row.verdict == "new"] == [2]
    (faulty,) = checked.faulty
    assert faulty.errors[0] == "Soyadı: hücrede sonucu kayıtlı olmayan bir formül var; değer olarak yapıştırın."


def test_columns_can_be_matched_again_while_the_file_stays(admin, bring):
    row, checked = bring("people", "No;İsim;Soyisim;Nerede\n9;Ada;Su;Zabıta Müdürlüğü\n")
    assert checked.missing == []
    row = services.match(
        row.pk,
        actor=admin,
        columns={"registry_number": "No", "first_name": "İsim", "last_name": "Soyisim", "unit": "Nerede"},
    )
    assert services.looked_at(row).counts == {"new": 1, "changed": 0, "same": 0, "error": 0}


def test_what_is_exported_can_be_brought_in_again_and_changes_nothing(hall, admin, bring):
    hall.seat("director", hall.gis)
    for form in ("csv", "xlsx"):
        _, checked = bring("units", services.exported("units", form), f"units.{form}")
        assert checked.counts == {"new": 0, "changed": 0, "same": 5, "error": 0}
        _, checked = bring("people", services.exported("people", form), f"people.{form}")
        assert checked.counts == {"new": 0, "changed": 0, "same": 2, "error": 0}


def test_faults_are_given_as_a_workbook(bring):
    _, checked = bring("units", "Birim Adı;Tür\n;Servis\n")
    sheet = openpyxl.load_workbook(io.BytesIO(services.faults_workbook(checked)))["Hatalar"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=2)] == [
        ["Satır", "Hata"],
        ["2", "Birim adı boş."],
    ]


def test_the_national_registry_is_taken_in_with_its_parents(admin, bring):
    text = "DETSİS No;Üst Birim No;Adı;İl\n24301000;;İçişleri Bakanlığı;\n24301001;24301000;Örnek Valiliği;Örnek\n"
    row, checked = bring("bodies", text)
    assert checked.clean
    services.commit(row.pk, actor=admin)
    assert NationalBody.objects.get(pk="24301001").parent.name == "İçişleri Bakanlığı"
    _, checked = bring("bodies", "DETSİS No;Üst Birim No;Adı\n24301000;24301001;İçişleri Bakanlığı\n")
    assert faults(checked) == [(2, ["Üst birimler bir döngü kuruyor."])]


def test_only_an_administrator_brings_lists_in(hall):
    head = hall.seat("head_of_department", hall.department).actor
    with pytest.raises(Refused, match="sistem yöneticisi"):
        services.hand_in(actor=head, kind="units", content=ContentFile(b"a;b\n1;2\n"), name="a.csv")


def test_twenty_thousand_rows_are_written_in_reasonable_time(hall, admin, bring):
    head = "Sicil No;Adı;Soyadı;Birim;Görev;Başlangıç\n"
    lines = [f"{n};Ad{n};Soyad{n};{hall.gis.name};Memur;01.01.2025\n" for n in range(10_000, 30_000)]
    began = time.monotonic()
    row, checked = bring("people", head + "".join(lines))
    assert checked.counts["new"] == 20_000
    services.commit(row.pk, actor=admin)
    assert time.monotonic() - began < 240
    assert Appointment.objects.filter(unit=hall.gis).count() == 20_000
    seat = Appointment.objects.filter(unit=hall.gis)[0]
    assert seat.events.get().pgh_context.metadata["import_id"] == row.pk


def test_the_command_line_does_the_same(hall, tmp_path, capsys):
    path = tmp_path / "units.csv"
    path.write_text(UNITS, encoding="utf-8")

    class Args:
        files = [str(path)]
        kind = None
        check = False

    assert bring_in(Args()) == 0
    assert "3 yeni, 0 değişecek, 0 aynı, 0 hatalı satır" in capsys.readouterr().out
    assert Unit.objects.filter(code__in=("B1", "B2", "B3")).count() == 3
