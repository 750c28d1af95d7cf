"""Lists of the desk as workbooks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from konak.estate.assets import public as assets
from konak.foundation.ui.workbook import Column, workbook

from .. import queries
from ..models import Agent, CheckItem, Level, MatrixCell, Service, Ticket, WorkTime


def tickets(title: str, rows: Sequence[Ticket], told: Sequence[tuple[str, object]]) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Konu", 50), Column("Hizmet", 30), Column("Tür", 16), Column("Durum", 22)),
        *(Column("Öncelik", 10), Column("Talep sahibi", 28), Column("İsteyen birim", 36), Column("Ekip", 36)),
        *(Column("Üstlenen", 28), Column("Geliş yolu", 12), Column("Açılış", 18), Column("İlk yanıt", 18)),
        *(Column("Çözüm için son an", 18), Column("Çözüm", 18), Column("Süre", 18), Column("Harcanan dakika", 12)),
        *(Column("Memnuniyet", 10), Column("Yeniden açılma", 10), Column("Cihaz", 18), Column("Kapanış", 18)),
    ]
    lines = (
        [
            *(one.case.number, one.case.subject, one.service.name, one.get_kind_display(), one.state_label),
            *(one.get_priority_display(), one.asker, str(one.case.opened_from_unit or ""), one.case.unit.name),
            *(one.case.assignee.full_name if one.case.assignee else "", one.get_channel_display(), one.opened_at),
            *(one.answered_at, one.solve_due, one.solved_at, queries.left_of(one).words, one.minutes_spent),
            *(one.score, one.reopened, one.asset_tag, one.case.closed_at),
        ]
        for one in rows
    )
    return workbook(title, head, lines, "destek-talepleri", filters=told)


def services(rows: Iterable[Service], told: Sequence[tuple[str, object]]) -> HttpResponse:
    head = [
        *(Column("Hizmet", 36), Column("Kod", 24), Column("Grup", 24), Column("Karşılayan birim", 40)),
        *(Column("Türler", 30), Column("Süre sözü", 24), Column("İç süre", 24), Column("Onay", 24)),
        *(Column("Kimler", 20), Column("Süre zorunlu", 10), Column("Katalogda", 10)),
    ]
    from ..models import Kind

    lines = (
        [
            *(one.name, one.code, one.group.name, one.unit.name),
            *(", ".join(str(Kind(kind).label) for kind in one.kinds), str(one.level or ""), str(one.own_level or "")),
            *(one.get_approver_display(), one.get_audience_display(), one.time_required, one.active),
        ]
        for one in rows
    )
    return workbook("Destek hizmetleri", head, lines, "destek-hizmetleri", filters=told)


def levels(rows: Iterable[Level]) -> HttpResponse:
    head = [
        *(Column("Söz", 30), Column("Tür", 24), Column("Çalışma saati", 20), Column("Öncelik", 12)),
        *(Column("İlk yanıt (dakika)", 14), Column("Çözüm (dakika)", 14)),
    ]
    lines = (
        [
            *(one.name, one.get_kind_display(), one.hours.name),
            *(target.get_priority_display(), target.answer_minutes, target.solve_minutes),
        ]
        for one in rows
        for target in one.targets.all()
    )
    return workbook("Süre sözleri", head, lines, "sure-sozleri")


def matrix(rows: Iterable[MatrixCell]) -> HttpResponse:
    head = [Column("Etki", 16), Column("İvedilik", 16), Column("Öncelik", 16)]
    lines = ([one.get_impact_display(), one.get_urgency_display(), one.get_priority_display()] for one in rows)
    return workbook("Öncelik tablosu", head, lines, "oncelik")


def team(rows: Iterable[tuple[Agent, int]]) -> HttpResponse:
    head = [
        *(Column("Kişi", 30), Column("Ekip", 40), Column("Beceriler", 40), Column("İş payı (%)", 10)),
        *(Column("Kendiliğinden iş verilir", 12), Column("Açık talep", 10)),
    ]
    lines = (
        [
            *(one.user.full_name, one.unit.name, ", ".join(skill.name for skill in one.skills.all()), one.weight),
            *(one.takes, count),
        ]
        for one, count in rows
    )
    return workbook("Destek ekipleri", head, lines, "destek-ekipleri")


def report(rows: Iterable[queries.Line], told: Sequence[tuple[str, object]], first: str) -> HttpResponse:
    head = [
        *(Column(first, 40), Column("Gelen", 10), Column("Çözülen", 10), Column("Süresinde çözülen", 12)),
        *(Column("Süresinde (%)", 12, "number"), Column("İlk yanıt, ortanca (dakika)", 14, "number")),
        *(Column("Çözüm, ortanca (saat)", 14, "number"), Column("Yeniden açılan", 10)),
        *(Column("Memnuniyet (1–5)", 12, "number"), Column("Harcanan saat", 12, "number")),
    ]
    lines = (
        [
            *(one.label, one.opened, one.solved, one.timely, one.timely_share, one.answer_minutes),
            *(one.solve_hours, one.reopened, one.score, one.hours),
        ]
        for one in rows
    )
    return workbook("Destek raporu", head, lines, "destek-raporu", filters=told)


def tools(kind: str, title: str, rows: Iterable[Any], told: Sequence[tuple[str, object]]) -> HttpResponse:
    """Templates, macros and texts at hand, each with what it puts in."""
    head = [Column("Adı", 32), Column("Ekip", 36), Column("Kullanımda", 12)]
    more = {
        "template": [Column("Hizmet", 30), Column("Konu", 50), Column("Açıklama", 60), Column("Etiketler", 24)],
        "macro": [Column("İşlem", 40), Column("Metin", 60), Column("Etiketler", 24)],
        "canned": [Column("Kısa ad", 20), Column("Hizmet", 30), Column("Metin", 80)],
    }[kind]

    def line(one: Any) -> list[object]:
        first = [one.name, one.whose, one.active]
        if kind == "template":
            return [*first, one.service.name, one.subject, one.text, ", ".join(one.tags)]
        if kind == "macro":
            return [*first, one.get_step_display() if one.step else "", one.text, ", ".join(one.tags)]
        return [*first, one.word, one.service.name if one.service else "", one.text]

    name = {"template": "talep-sablonlari", "macro": "makrolar", "canned": "hazir-metinler"}[kind]
    return workbook(title, [*head, *more], (line(one) for one in rows), name, filters=told)


def checklist(service: Service, rows: Iterable[CheckItem]) -> HttpResponse:
    head = [Column("Sıra", 8), Column("Yapılacak", 70), Column("Zorunlu", 12)]
    lines = ([place, one.text, one.required] for place, one in enumerate(rows, 1))
    return workbook("Denetim listesi", head, lines, f"denetim-{service.code}", filters=[("Hizmet", service.name)])


def devices(rows: Iterable[assets.AssetFacts], told: Sequence[tuple[str, object]]) -> HttpResponse:
    head = [
        *(Column("Sicil no", 22), Column("Adı", 36), Column("Modeli", 30), Column("Seri no", 22)),
        *(Column("Zimmetli", 28), Column("Yeri", 30), Column("Birim", 36), Column("Durumu", 18)),
    ]
    lines = (
        [
            *(one.tag, one.name, f"{one.maker} {one.model}".strip(), one.serial),
            *(one.holder, one.place, one.unit, one.state_label),
        ]
        for one in rows
    )
    return workbook("Cihazlar", head, lines, "destek-cihazlari", filters=told)


def times(rows: Iterable[WorkTime], told: Sequence[tuple[str, object]]) -> HttpResponse:
    head = [
        *(Column("Gün", 12), Column("Çalışan", 28), Column("Dakika", 10), Column("Ne yapıldı", 50)),
        *(Column("Talep", 16), Column("Konu", 50), Column("Hizmet", 30), Column("Ekip", 36)),
    ]
    lines = (
        [
            *(one.on, one.user.full_name, one.minutes, one.note, one.ticket.case.number, one.ticket.case.subject),
            *(one.ticket.service.name, one.ticket.case.unit.name),
        ]
        for one in rows
    )
    return workbook("Harcanan süre", head, lines, "harcanan-sure", filters=told)
