"""A version as picture, list and document."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from konak.foundation.documents.services import render_pdf
from konak.foundation.ui.words import date

from .. import drawing
from ..models import ProcessStep, ProcessVersion
from ..models.risk import LEVELS, level
from .processes import snapshot

MILLIMETRES = (174.0, 232.0)
"""Room for the picture on an upright page."""


def picture(version: ProcessVersion, steps: list[ProcessStep]) -> drawing.Picture | None:
    # reach: the version was found through one
    if not steps:
        return None
    return drawing.place(
        [
            drawing.Box(
                step.order,
                step.who or "Sorumlusu yok",
                step.title,
                step.decision,
                tuple((int(to), str(label)) for to, label in step.exits),
            )
            for step in steps
        ]
    )


def drawn(version: ProcessVersion, steps: list[ProcessStep], *, paper: bool = False) -> SafeString:
    """The SVG of a version; everything in it was escaped when it was written."""
    # reach: the version was found through one
    held = picture(version, steps)
    if held is None:
        return mark_safe("")
    lanes = len(held.lanes)
    summary = f"{len(steps)} adım, {lanes} sorumlu. Aynı adımlar haritanın altında sıralı liste olarak da okunur."
    colours = drawing.PRINT if paper else drawing.SCREEN
    return mark_safe(drawing.draw(held, str(version), summary, colours, links=not paper))  # noqa: S308


def ways(step: ProcessStep) -> list[tuple[int, str]]:
    """Where a step leads, for the list: only what is not simply the next one."""
    # reach: the step was found through one
    return [(int(to), str(label)) for to, label in step.exits]


def card(version: ProcessVersion) -> bytes:
    """The process card as PDF: facts, map, steps, risks and controls as they stood when it was approved."""
    # reach: the version was found through one
    process = version.process
    steps = list(version.steps.select_related("unit"))
    held = picture(version, steps)
    wide = high = 0.0
    if held:
        scale = min(MILLIMETRES[0] / held.width, MILLIMETRES[1] / held.height, 0.3)
        wide, high = held.width * scale, held.height * scale
    risks = version.snapshot if version.case.state in {"approved", "superseded"} else snapshot(process)
    data: dict[str, Any] = {
        "title": process.name,
        "unit": process.unit.name,
        "number": version.case.number,
        "date": version.approved_on,
        "facts": [
            ["Süreç kodu", process.code or "–"],
            ["Sürüm", f"{version.version} ({version.state_label})"],
            ["Süreç sahibi", str(process.assignee or "–")],
            ["Onay", date(version.approved_on) or "–"],
            ["Gözden geçirme", date(process.review_on) or "–"],
            ["Amaç", version.purpose or "–"],
            ["Başlatan", version.begins or "–"],
            ["Sonuç", version.result or "–"],
        ],
        "map": str(drawn(version, steps, paper=True)),
        "wide": wide,
        "high": high,
        "steps": [
            [str(step.order), step.who, step.title, step.input or "–", step.output or "–", _leads(step, len(steps))]
            for step in steps
        ],
        "risks": [
            [
                row["risk"],
                f"{row['likelihood']} × {row['impact']} = {row['score']} ({LEVELS[level(row['score'])]})",
                str(row["left"] or "–"),
                row["response"],
                "; ".join(f"{one['name']} ({one['kind']}, {one['frequency']})" for one in row["controls"]) or "–",
            ]
            for row in risks
        ],
    }
    return render_pdf("processes/card", data)


def _leads(step: ProcessStep, last: int) -> str:
    shown = [f"{label + ': ' if label else ''}{to or 'son'}" for to, label in ways(step)]
    return "; ".join(shown)
