"""What stands on the minute of a movement."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from ..models import Movement, MovementLine


def minute(
    row: Movement, lines: Sequence[MovementLine], verify: str, signers: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The minute: who, when, every line with what became of it, by whom and how it is proved."""
    titles = {
        "joiner": "İşe başlama tutanağı",
        "mover": "Yer değiştirme tutanağı",
        "leaver": "İlişik kesme ve yetki kapatma tutanağı",
    }
    by_source: dict[str, list[list[str]]] = {}
    for line in lines:
        who = line.done_by.full_name if line.done_by else "Konak" if line.done_at else ""
        when = f"{localtime(line.done_at):%d.%m.%Y %H.%M}" if line.done_at else "Bekliyor"
        by_source.setdefault(line.source, []).append(
            [line.text, line.became, line.proof or line.request_number, who, when]
        )
    left = sum(line.done_at is None for line in lines)
    facts = [
        ["Kişi", row.name],
        ["Geçerlilik anı", row.effective_words],
        ["Durum", row.state_label],
        ["Kalem", f"{len(lines)}, kanıtlanmamış {left}"],
    ]
    if row.old_seat:
        facts.insert(1, ["Bırakılan makam", f"{row.old_seat.get_position_display()}, {row.old_seat.unit}"])
    if row.new_seat:
        facts.insert(1, ["Başlanan makam", f"{row.new_seat.get_position_display()}, {row.new_seat.unit}"])
    if row.why:
        facts.append(["Neden", row.why])
    if row.effective_done_at:
        label = "Hakların kapanışı" if row.kind == "leaver" else "Uygulandı"
        facts.append([label, f"{localtime(row.effective_done_at):%d.%m.%Y %H.%M}"])
    return {
        "title": titles[row.kind],
        "unit": row.case.unit.name,
        "number": row.case.number,
        "date": localtime(row.effective_at).date(),
        "verify": verify,
        "facts": facts,
        "institution": settings.MUNICIPALITY,
        "sections": [{"heading": source, "rows": rows} for source, rows in by_source.items()],
        "left": left,
        "signers": [list(one) for one in signers],
    }
