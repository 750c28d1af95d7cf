"""The lists of this app as workbooks: the rows a page would show if it had no end."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from konak.foundation.people.models import Appointment, User
from konak.foundation.ui.workbook import Column, workbook

from ..models import Delegation, DescriptionVersion, Group, HandOver, Membership, Notice
from ..queries.descriptions import Standing
from ..queries.separation import Conflict
from ..queries.workload import Load

Told = Sequence[tuple[str, object]]


def seats(rows: Iterable[Appointment], told: Told) -> HttpResponse:
    head = [
        *(Column("Kişi", 28), Column("Makam", 24), Column("Birim", 40), Column("Görev şekli", 18)),
        *(Column("Yerine baktığı", 28), Column("Başlangıç", 12), Column("Bitiş", 12), Column("Dayanak", 30)),
    ]
    lines = (
        [
            *(row.user.full_name, row.get_position_display(), row.unit.name),
            "Vekâleten" if row.acting_for else row.get_basis_display(),
            row.acting_for.user.full_name if row.acting_for else "",
            *(row.since, row.until, row.document),
        ]
        for row in rows
    )
    return workbook("Kadro", head, lines, "kadro", filters=told)


def delegations(rows: Iterable[Delegation], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Makam", 24), Column("Birim", 40), Column("Sahibi", 28), Column("Vekil", 28)),
        *(Column("İlk gün", 12), Column("Son gün", 12), Column("Durum", 22)),
    ]
    lines = (
        [
            *(row.case.number, row.seat.get_position_display(), row.seat.unit.name, row.giver.full_name),
            *(row.deputy.full_name, row.since, row.last_day, row.state_label),
        ]
        for row in rows
    )
    return workbook("Vekâletler", head, lines, "vekaletler", filters=told)


def notices(rows: Iterable[Notice]) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Konu", 50), Column("Yapan", 28), Column("Gün", 12), Column("Amir", 28)),
        Column("Durum", 20),
    ]
    lines = (
        [
            *(row.case.number, row.case.subject, row.case.opened_by.full_name if row.case.opened_by else ""),
            *(row.done_on, row.case.assignee.full_name if row.case.assignee else "", row.state_label),
        ]
        for row in rows
    )
    return workbook("Amir yokluğunda yapılan işler", head, lines, "amir-yoklugunda", filters=[])


def descriptions(rows: Iterable[tuple[DescriptionVersion, Standing]], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Tanım", 50), Column("Birim", 40), Column("Kimin için", 28)),
        *(Column("Sürüm", 8), Column("Yürürlük", 12), Column("Kabul eden", 10), Column("Beklenen", 10)),
        Column("Durum", 20),
    ]
    lines = (
        [
            *(row.case.number, row.case.subject, row.case.unit.name),
            row.person.full_name if row.person else row.get_position_display() if row.position else "Herkes",
            *(row.version, row.in_force_on, standing.accepted, standing.expected, row.state_label),
        ]
        for row, standing in rows
    )
    return workbook("Görev tanımları", head, lines, "gorev-tanimlari", filters=told)


def handovers(rows: Iterable[HandOver], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Devreden", 28), Column("Devralan", 28), Column("Birim", 40)),
        *(Column("Neden", 22), Column("Kalem", 8), Column("Açık kalem", 10), Column("Açılış", 18)),
        *(Column("Son gün", 12), Column("Durum", 20)),
    ]
    lines = (
        [
            *(row.case.number, row.person.full_name, row.receiver.full_name if row.receiver else ""),
            *(row.case.unit.name, row.get_kind_display(), getattr(row, "all", None), getattr(row, "left", None)),
            *(row.case.opened_at, row.case.due_on, row.state_label),
        ]
        for row in rows
    )
    return workbook("Devir teslim", head, lines, "devir-teslim", filters=told)


def conflicts(rows: Iterable[Conflict]) -> HttpResponse:
    head = [
        *(Column("Kişi", 28), Column("Bir taraf", 36), Column("Öteki taraf", 36), Column("Kural", 50)),
        *(Column("Dayanak", 30), Column("Durum", 14), Column("İstisnanın son günü", 14), Column("Gerekçesi", 40)),
    ]
    lines = (
        [
            *(one.user.full_name, *one.through, one.rule.why, one.rule.basis),
            "İstisna" if one.exception else "Çakışma" if one.rule.stops else "Uyarı",
            *((one.exception.until, one.exception.why) if one.exception else (None, None)),
        ]
        for one in rows
    )
    return workbook("Görevler ayrılığı çakışmaları", head, lines, "cakismalar", filters=[])


def groups(rows: Iterable[tuple[Group, list[Membership]]]) -> HttpResponse:
    head = [
        *(Column("Grup", 30), Column("Dayanak", 40), Column("Kişi", 28), Column("Birim", 40)),
        *(Column("Başlangıç", 12), Column("Bitiş", 12), Column("Belge", 30)),
    ]
    lines = (
        [group.label, group.basis, *_member(one)]
        for group, members in rows
        for one in (members or [None])  # type: ignore[list-item]
    )
    return workbook("Görev grupları", head, lines, "gorev-gruplari", filters=[])


def _member(one: Membership | None) -> list[object]:
    return [one.user.full_name, one.unit.name, one.since, one.until, one.document] if one else [None] * 5


def accounts(rows: Iterable[User], told: Told) -> HttpResponse:
    head = [
        *(Column("Kişi", 28), Column("Kullanıcı adı", 20), Column("Unvan", 24), Column("Posta adresi", 32)),
        Column("Son giriş", 18),
    ]
    lines = ([row.full_name, row.username, row.title, row.email, row.last_login] for row in rows)
    return workbook("Hesaplar ve posta adresleri", head, lines, "hesaplar", filters=told)


def board(rows: Iterable[Load], told: Told) -> HttpResponse:
    head = [
        *(Column("Kişi", 28), Column("Makam", 44), Column("Açık", 8), Column("Geciken", 8)),
        *(Column("Bu hafta dolan", 10), Column("En eskisi", 12)),
    ]
    lines = ([one.name, one.seat, one.open, one.late, one.week, one.oldest] for one in rows)
    return workbook("İş yükü", head, lines, "is-yuku", filters=told)
