"""Report cards and compliance reports as workbooks and as the data of their PDF templates."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from ..models import Duty
from ..queries import EXPLAINED, Card, Compliance, Line, Part
from .book import Sheet, written

LINE_COLUMNS = (
    ("Mevzuat", 16), ("Bent", 12), ("Görev", 70), ("Sorumlu birim", 34), ("Unvan", 18), ("Takip eden", 22),
    ("Sıklık", 18), ("Dönemde gün", 12), ("Kanıtlı gün", 12), ("Puan", 9), ("Kanıt sayısı", 12),
    ("Geç eklenen", 12), ("En uzun gecikme (gün)", 14), ("Kanıtsız gün", 12), ("Dönem sonunda", 18),
    ("Son kanıt", 18), ("Karar", 34),
)  # fmt: skip


def _row(line: Line) -> list[Any]:
    duty = line.duty
    return [
        duty.regulation.case.number, f"Md. {duty.clause.path}", duty.clause.shown, duty.unit.name,
        duty.get_role_display() if duty.role else "", duty.assignee.full_name if duty.assignee else "",
        duty.get_cadence_display(), line.days, line.fresh_days, line.score, line.proofs, line.late,
        line.longest_late, line.gap_days, line.state.label, duty.last_proof_at, duty.regulation.decision,
    ]  # fmt: skip


def _gaps(lines: list[Line]) -> Sheet:
    rows = [
        [f"Md. {line.duty.clause.path}", line.duty.unit.name, gap.first, gap.last, gap.days]
        for line in lines
        for gap in line.gaps
    ]
    columns = (("Bent", 12), ("Birim", 36), ("İlk gün", 12), ("Son gün", 12), ("Gün", 8))
    return Sheet("Kanıtsız günler", columns, rows)


def _parts(name: str, title: str, parts: list[Part]) -> Sheet:
    columns = ((title, 60), ("Görev", 9), ("Puan", 9), ("Kanıtlı", 10), ("Kanıtı eksik", 12))
    return Sheet(name, columns, [[part.name, part.duties, part.score, part.fresh, part.lacking] for part in parts])


def card_book(card: Card) -> bytes:
    """The card as .xlsx: what it is, duties, branches, gaps."""
    about = [
        ("Kurum", str(settings.MUNICIPALITY)),
        ("Belge", "Görev karnesi"),
        ("Kimin", card.name),
        ("Açıklama", card.note),
        ("Dönem", f"{card.since:%d.%m.%Y} – {card.until:%d.%m.%Y}"),
        ("Alındığı an", f"{localtime():%d.%m.%Y %H.%M}"),
        ("Görev sayısı", len(card.lines)),
        ("Puan", card.score),
        ("Puanın anlamı", EXPLAINED),
    ]
    if card.filed is not None:
        about.append(("Kişinin eklediği kanıt", card.filed))
    title = "Birim" if card.unit else "Madde"
    sheets = [Sheet("Görevler", LINE_COLUMNS, [_row(line) for line in card.lines])]
    sheets += [_parts(f"{title}lere göre" if card.unit else "Maddelere göre", title, card.parts), _gaps(card.lines)]
    return written(sheets, about)


def compliance_book(report: Compliance) -> bytes:
    """The year as .xlsx."""
    about = [
        ("Kurum", str(settings.MUNICIPALITY)),
        ("Belge", f"{report.year} yılı uyum raporu"),
        ("Mevzuat", f"{report.regulation.case.number} · {report.regulation.title}"),
        ("Karar", report.regulation.decision),
        ("Dönem", f"{report.since:%d.%m.%Y} – {report.until:%d.%m.%Y}"),
        ("Alındığı an", f"{localtime():%d.%m.%Y %H.%M}"),
        ("Görev sayısı", len(report.lines)),
        ("Puan", report.score),
        ("Önceki yılın puanı", report.before),
        ("Puanın anlamı", EXPLAINED),
    ]
    changes = [[f"Md. {one.line.duty.clause.path}", one.line.duty.unit.name, one.before, one.line.score, one.change]
               for one in report.moved]  # fmt: skip
    columns = (("Bent", 12), ("Birim", 36), ("Önceki yıl", 12), ("Bu yıl", 12), ("Fark", 10))
    return written(
        [
            _parts("Maddelere göre", "Madde", report.articles),
            _parts("Birimlere göre", "Birim", report.branches),
            Sheet("Görevler", LINE_COLUMNS, [_row(line) for line in report.lines]),
            Sheet("Önceki yıla göre", columns, changes),
            _gaps(report.lines),
        ],
        about,
    )


def _told(line: Line) -> dict[str, Any]:
    duty = line.duty
    last = localtime(duty.last_proof_at) if duty.last_proof_at else None
    return {
        "path": f"Md. {duty.clause.path}",
        "text": short(duty.clause.shown, 220),
        "who": who_of(duty),
        "cadence": duty.get_cadence_display() if duty.cadence != "none" else "",
        "stated": duty.cadence_stated,
        "score": round(line.score),
        "proofs": line.proofs,
        "late": line.late,
        "gap_days": line.gap_days,
        "gaps": [f"{gap.first:%d.%m.%Y}–{gap.last:%d.%m.%Y}" for gap in line.gaps[-3:]],
        "state": line.state.value,
        "state_label": str(line.state.label),
        "last": f"{last:%d.%m.%Y}" if last else "",
    }


def who_of(duty: Duty) -> str:
    """Who answers: the position in its unit, or the unit."""
    return f"{duty.get_role_display()}, {duty.unit.name}" if duty.role else str(duty.unit.name)


def short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _part_data(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "duties": part.duties,
        "score": round(part.score),
        "fresh": part.fresh,
        "lacking": part.lacking,
    }


def card_data(card: Card, signer: str) -> dict[str, Any]:
    """What the template of the card is given. `signer` is the office that signs below."""
    return {
        "title": "GÖREV KARNESİ",
        "name": card.name,
        "note": card.note,
        "is_person": card.person is not None,
        "since": card.since,
        "until": card.until,
        "made": f"{localtime():%d.%m.%Y %H.%M}",
        "score": round(card.score),
        "count": len(card.lines),
        "fresh": card.fresh,
        "lacking": card.lacking,
        "proofs": card.proofs,
        "late": card.late,
        "filed": card.filed,
        "explained": EXPLAINED,
        "parts": [_part_data(part) for part in card.parts],
        "lines": [_told(line) for line in card.lines],
        "decisions": sorted({f"{one.duty.regulation.title}: {one.duty.regulation.decision}" for one in card.lines}),
        "signer": signer,
    }


def compliance_data(report: Compliance) -> dict[str, Any]:
    """What the template of the yearly report is given."""
    text = report.regulation
    return {
        "title": f"{report.year} YILI UYUM RAPORU",
        "regulation": text.title,
        "number": text.case.number,
        "unit": text.case.unit.name,
        "decision": text.decision,
        "since": report.since,
        "until": report.until,
        "made": f"{localtime():%d.%m.%Y %H.%M}",
        "score": round(report.score),
        "before": None if report.before is None else round(report.before),
        "count": len(report.lines),
        "fresh": report.fresh,
        "lacking": report.lacking,
        "explained": EXPLAINED,
        "articles": [_part_data(part) for part in report.articles],
        "branches": [_part_data(part) for part in report.branches],
        "best": [_told(line) for line in report.best],
        "worst": [_told(line) for line in report.worst],
        "moved": [
            {**_told(one.line), "before": round(one.before), "change": round(one.change)}
            for one in [*report.moved[:10], *report.moved[10:][-10:]]
        ],
        "opened": [_told(line) for line in report.opened][:40],
        "closed": [_told(line) for line in report.closed][:40],
        "handed": [_told(line) for line in report.handed][:40],
    }


def duty_data(duty: Duty, proofs: list[Any], holders: list[str], day: dt.date | None) -> dict[str, Any]:
    """What the printed page of one duty is given."""
    text = duty.regulation
    return {
        "title": f"Görev: Md. {duty.clause.path}",
        "regulation": text.title,
        "number": text.case.number,
        "decision_body": text.decision_body,
        "decision_date": text.decision_date,
        "decision_number": text.decision_number,
        "in_force_on": text.in_force_on,
        "path": duty.clause.path,
        "heading": duty.clause.article.heading,
        "text": duty.clause.shown,
        "parent": duty.clause.parent.shown if duty.clause.parent else "",
        "who": who_of(duty),
        "holders": holders,
        "assignee": duty.assignee.full_name if duty.assignee else "",
        "cadence": duty.get_cadence_display(),
        "stated": duty.cadence_stated,
        "opened_on": duty.opened_on,
        "closed_on": duty.closed_on,
        "day": day,
        "proofs": [
            [f"{one.period_from:%d.%m.%Y}–{one.period_to:%d.%m.%Y}", one.title,
             one.filed_by.full_name if one.filed_by else "", f"{localtime(one.filed_at):%d.%m.%Y}",
             "Geri alındı" if one.withdrawn_at else one.digest[:16] + "…"]
            for one in proofs
        ],
    }  # fmt: skip
