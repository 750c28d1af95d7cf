"""How what is done to the organisation is told, and the established posts as a workbook."""

import io
from collections.abc import Iterable

import xlsxwriter

from .queries import UnitCadre

TOLD: dict[str, tuple[str, str, str]] = {
    "revise": ("öneriyi yeniden yazdı", "edit", ""),
    "add_change": ("öneriye bir değişiklik ekledi", "plus", "open"),
    "drop_change": ("öneriden bir değişiklik çıkardı", "minus", ""),
    "ask": ("birimlerden görüş istedi", "message-report", "wait"),
    "opine": ("biriminin görüşünü verdi", "message", "open"),
    "drop_request": ("bir görüş isteğini kaldırdı", "message", ""),
    "submit": ("onaya sundu", "send", "wait"),
    "return": ("düzeltilmek üzere geri gönderdi", "arrow-back-up", "late"),
    "approve": ("değişikliği onayladı", "rubber-stamp", "done"),
    "order": ("Başkanlık emriyle onayladı", "rubber-stamp", "done"),
    "reject": ("uygun görmedi", "x", "late"),
    "withdraw": ("öneriyi geri çekti", "arrow-back-up", "closed"),
    "undo": ("onayı gününden önce geri aldı", "arrow-back-up", "late"),
    "apply": ("değişikliği yürürlüğe koydu", "circle-check", "done"),
    "unit_moved": ("dosyayı devralan birime geçirdi", "transfer", ""),
}
UNIT_TOLD: dict[str, tuple[str, str, str]] = {
    "describe": ("birimin bilgilerini değiştirdi", "edit", ""),
    "set_post": ("norm kadroyu değiştirdi", "id-badge-2", "open"),
    "end_post": ("bir kadroyu kaldırdı", "id-badge-2", ""),
    "set_group": ("bir grubu değiştirdi", "users-group", ""),
    "add_document": ("birim belgesi ekledi", "file-certificate", "done"),
    "supervise": ("birimin bağlı olduğu yöneticiyi değiştirdi", "arrow-up-right", "wait"),
    "set_rule": ("onay kuralı ekledi", "gavel", "wait"),
}

HEAD = (
    "Birim",
    "Görev",
    "Kadro unvanı",
    "Sınıf",
    "Derece",
    "Adet",
    "Dolu",
    "Boş",
    "Sayı aşılırsa",
    "İhdas kararı",
    "Görevliler",
)


def cadre_workbook(report: Iterable[UnitCadre]) -> bytes:
    """Posts and their holders as .xlsx; text is written as text, so that no cell is taken for a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bg_color": "#E3F3F5", "border": 1})
    sheet = book.add_worksheet("Norm kadro")
    for column, title in enumerate(HEAD):
        sheet.set_column(column, column, 40 if column in (0, 10) else 18)
        sheet.write_string(0, column, title, bold)
    line = 0
    for unit in report:
        for row in unit.lines:
            line += 1
            post = row.post
            words = (unit.unit.name, post.get_position_display(), post.title, post.get_staff_class_display())
            for column, text in enumerate(words):
                sheet.write_string(line, column, text)
            for column, number in enumerate((post.grade, post.number, len(row.filled), row.empty), 4):
                if number is not None:
                    sheet.write_number(line, column, number)
            sheet.write_string(line, 8, post.get_excess_display())
            sheet.write_string(line, 9, post.decision)
            sheet.write_string(line, 10, ", ".join(seat.user.full_name for seat in row.filled))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(line, 1), len(HEAD) - 1)
    book.close()
    return out.getvalue()
