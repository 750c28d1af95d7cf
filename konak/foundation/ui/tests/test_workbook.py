"""The one workbook of the house: what a spreadsheet reads back is what was written, and nothing calculates."""

import datetime as dt
from decimal import Decimal

from openpyxl import load_workbook

from konak.foundation.ui import workbook
from konak.foundation.ui.workbook import Column


def test_values_come_back_as_what_they_are_and_the_head_stands_above_them():
    columns = [
        Column("Ad", 20, "text"),
        Column("Gün", 12, "date"),
        Column("An", 18, "moment"),
        Column("Adet"),
        Column("Bedel", 14, "money"),
        Column("Açık"),
    ]
    row = ("Şule", dt.date(2026, 11, 21), dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC), 3, Decimal("12.50"), True)
    book = load_workbook(workbook.written("Deneme / liste", columns, [row]))
    sheet = book.worksheets[0]
    assert sheet.title == "Deneme   liste"
    assert [[cell.value for cell in line] for line in sheet.iter_rows()] == [
        ["Ad", "Gün", "An", "Adet", "Bedel", "Açık"],
        ["Şule", dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 21, 13), 3, 12.5, "Evet"],
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:F2", True)
    assert [sheet.cell(2, place).number_format for place in (2, 3, 5)] == [
        "dd.mm.yyyy",
        "dd.mm.yyyy hh:mm",
        "#,##0.00 ₺",
    ]


def test_what_looks_like_a_formula_an_address_or_a_number_stays_text():
    words = ["=1+1", "+90 312", "@x", "-5", "https://ornek.bel.tr", "007"]
    sheet = load_workbook(workbook.written("Deneme", [("Metin", 20)], [[word] for word in words])).worksheets[0]
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows(min_row=2)] == [(w, "s") for w in words]


def test_the_second_sheet_tells_the_list_the_filters_and_how_many_rows_there_are():
    book = load_workbook(workbook.written("Deneme", [("A", 9)], [["x"], ["y"]], filters=[("Durum", "Açık")]))
    told = {label.value: value.value for label, value in book["Bilgi"].iter_rows()}
    assert set(told) == {"Kurum", "Liste", "Alındığı an", "Durum", "Satır sayısı"}
    assert (told["Liste"], told["Durum"], told["Satır sayısı"]) == ("Deneme", "Açık", 2)


def test_a_list_that_is_too_long_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    book = load_workbook(workbook.written("Deneme", [("A", 9)], ([str(n)] for n in range(5))))
    words = "Liste 2 satırda kesildi; tamamı için süzgeçle daraltın."
    assert [cell.value for (cell,) in book.worksheets[0].iter_rows()] == ["A", "0", "1", words]
    assert [row[1].value for row in book["Bilgi"].iter_rows() if row[0].value == "Uyarı"] == [words]


def test_a_list_read_by_cursor_passes_page_by_page_and_no_further_than_it_is_read(monkeypatch):
    monkeypatch.setattr(workbook, "ENOUGH", 5)
    asked = []

    def page(after):
        asked.append(after)
        first = int(after or 0)
        return range(first, first + 2), str(first + 2)

    rows = workbook.page_by_page(page)
    assert (next(rows), next(rows), asked) == (0, 1, [""])
    assert (list(rows), asked) == ([2, 3, 4], ["", "2", "4"])
    assert list(workbook.page_by_page(lambda after: ([1, 2], ""))) == [1, 2]


def test_rows_are_looked_at_in_chunks(monkeypatch):
    monkeypatch.setattr(workbook, "CHUNK", 2)
    assert list(workbook.in_chunks(iter("abcde"))) == [["a", "b"], ["c", "d"], ["e"]]


def test_an_empty_list_is_a_workbook_too():
    sheet = load_workbook(workbook.written("Deneme", [("A", 9)], [])).worksheets[0]
    assert [cell.value for (cell,) in sheet.iter_rows()] == ["A"]
