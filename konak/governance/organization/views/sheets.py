"""The lists of this app as workbooks: the rows a page would show if it had no end."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from konak.foundation.ui.workbook import Column, workbook

from ..models import ApprovalRule, Group, ListImport, NationalBody, RegistryTask, Reorganisation, UnitDocument
from ..queries import UnitCadre

Told = Sequence[tuple[str, object]]


def reorganisations(rows: Iterable[Reorganisation], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Konu", 50), Column("Öneren birim", 40), Column("Gerekçe", 60)),
        *(Column("Yürürlük", 12), Column("Karar tarihi", 12), Column("Karar sayısı", 16), Column("Durum", 22)),
    ]
    lines = (
        [
            *(row.case.number, row.title, row.case.unit.name, row.reason, row.effective_on),
            *(row.decision_date, row.decision_number, row.state_label),
        ]
        for row in rows
    )
    return workbook("Teşkilat değişiklikleri", head, lines, "teskilat-degisiklikleri", filters=told)


def cadre(report: Iterable[UnitCadre], told: Told) -> HttpResponse:
    head = [
        *(Column("Birim", 40), Column("Görev", 18), Column("Kadro unvanı", 24), Column("Sınıf", 18)),
        *(Column("Derece", 8), Column("Adet", 8), Column("Dolu", 8), Column("Boş", 8)),
        *(Column("Sayı aşılırsa", 18), Column("İhdas kararı", 24), Column("Görevliler", 50)),
    ]
    lines = (
        [
            *(unit.unit.name, row.post.get_position_display(), row.post.title, row.post.get_staff_class_display()),
            *(row.post.grade, row.post.number, len(row.filled), row.empty, row.post.get_excess_display()),
            *(row.post.decision, ", ".join(seat.user.full_name for seat in row.filled)),
        ]
        for unit in report
        for row in unit.lines
    )
    return workbook("Norm kadro", head, lines, "norm-kadro", filters=told)


def groups(rows: Iterable[tuple[Group, int]]) -> HttpResponse:
    head = [Column("Grup", 30), Column("Açıklama", 50), Column("Sahibi", 40), Column("Bugün kaç kişi", 12)]
    lines = ([group.name, group.about, group.unit.name, count] for group, count in rows)
    return workbook("Gruplar", head, lines, "gruplar", filters=[])


def documents(rows: Iterable[UnitDocument], told: Told) -> HttpResponse:
    head = [
        *(Column("Belge", 50), Column("Tür", 24), Column("Birim", 40), Column("Onay", 30)),
        *(Column("Yürürlük", 12), Column("Bitiş", 12)),
    ]
    lines = ([row.title, row.get_kind_display(), row.unit.name, row.approval, row.since, row.until] for row in rows)
    return workbook("Birim belgeleri", head, lines, "birim-belgeleri", filters=told)


def rules(rows: Iterable[ApprovalRule]) -> HttpResponse:
    head = [
        *(Column("Geçerli olduğu birim", 40), Column("Onaylayan", 24), Column("Hüküm", 60), Column("Dayanak", 40)),
        *(Column("Başlangıç", 12), Column("Bitiş", 12)),
    ]
    lines = ([row.unit.name, row.get_approver_display(), row.quote, row.source, row.since, row.until] for row in rows)
    return workbook("Onay kuralları", head, lines, "onay-kurallari", filters=[])


def bodies(rows: Iterable[NationalBody], told: Told) -> HttpResponse:
    head = [
        *(Column("No", 14, "text"), Column("Ad", 50), Column("Tür", 20), Column("Üst birim", 50), Column("İl", 16)),
        *(Column("KEP", 36), Column("Etkin", 8)),
    ]
    lines = (
        [
            *(row.number, row.name, row.get_kind_display(), row.parent.name if row.parent else "", row.province),
            *(row.kep, row.is_active),
        ]
        for row in rows
    )
    return workbook("DETSİS kayıtları", head, lines, "detsis", filters=told)


def imports(rows: Iterable[ListImport]) -> HttpResponse:
    head = [
        *(Column("Tür", 20), Column("Dosya", 40), Column("Yüklendi", 18), Column("Yükleyen", 28)),
        *(Column("Yeni", 8), Column("Değişen", 8), Column("Aynı", 8), Column("Hatalı", 8), Column("Durum", 16)),
    ]
    lines = (
        [
            *(row.get_kind_display(), row.file.name, row.at, row.by.full_name if row.by else ""),
            *((row.counts or {}).get(name) for name in ("new", "changed", "same", "error")),
            row.get_state_display(),
        ]
        for row in rows
    )
    return workbook("İçe aktarılan listeler", head, lines, "ice-aktarmalar", filters=[])


def registry(rows: Iterable[RegistryTask], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Konu", 60), Column("Kaynağı", 30), Column("Ne değişti", 80)),
        *(Column("Birim", 40), Column("Sorumlu", 28), Column("Son gün", 12), Column("Bildirim", 12)),
        *(Column("Başvuru sayısı", 18), Column("Doğrulama", 12), Column("Durum", 22)),
    ]
    lines = (
        [
            *(row.case.number, row.case.subject, row.cause),
            *("; ".join(line.words for line in row.lines.all()), row.case.unit.name),
            *(row.case.assignee.full_name if row.case.assignee else "", row.case.due_on, row.submitted_on),
            *(row.reference, row.confirmed_on, row.state_label),
        ]
        for row in rows
    )
    return workbook("DETSİS bildirimleri", head, lines, "detsis-bildirimleri", filters=told)
