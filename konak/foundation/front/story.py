"""The story of any file in words: what people did, from the trail, and what they wrote."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord, Comment
from konak.foundation.trail.models import Entry
from konak.foundation.ui import slots
from konak.foundation.ui.parts import Moment

VERBS: dict[str, tuple[str, str, str]] = {
    "open": ("dosyayı açtı", "folder-open", "open"),
    "claim": ("dosyayı üstlendi", "user-check", "open"),
    "assign": ("dosyayı birine verdi", "user-plus", "open"),
    "unassign": ("dosyayı birime bıraktı", "users", ""),
    "comment": ("açıklama yazdı", "message", ""),
    "attach": ("dosya ekledi", "paperclip", ""),
    "secrecy": ("dosyanın gizliliğini değiştirdi", "lock", "wait"),
    "export": ("dışa aktardı", "file-spreadsheet", ""),
    "link": ("başka bir dosyaya bağladı", "link", ""),
}
"""What is common to all files: words, icon, colour of the dot. Steps of a lifecycle speak with their own labels."""


def words_of(entry: Entry, record: CaseRecord | type[CaseRecord] | None = None) -> tuple[str, str, str]:
    """Words, icon and colour for one line of the trail."""
    told = slots.verb_of(entry.kind, entry.verb) or VERBS.get(entry.verb)
    if told:
        return told
    step = record.lifecycle.steps.get(entry.verb) if record is not None else None
    if record is not None and step is not None:
        return f"«{step.label}» işlemini yaptı", "check", "done" if step.target in record.lifecycle.ends else "wait"
    return f"işlem yaptı ({entry.verb})", "point", ""


def seat_words(entry: Entry) -> str:
    """The seat that permitted the step: "Şube Müdürü, Coğrafi Bilgi Sistemleri Şube Müdürlüğü"."""
    if entry.seat is None:
        return ""
    acting = " (vekâleten)" if entry.seat.acting_for_id else ""
    return f"{entry.seat.get_position_display()}, {entry.seat.unit}{acting}"


def _lines(entries: Iterable[Entry]) -> Iterable[Entry]:
    return (entry for entry in entries if entry.verb != "comment")


def _same(entry: Entry) -> tuple[object, ...]:
    return entry.verb, entry.user_id, entry.seat_id, localdate(entry.at)


def _told(record: CaseRecord, run: list[Entry]) -> Moment:
    """One line, or a run of the same as one line that says how often; its note only where it never changed."""
    last = run[-1]
    words, icon, kind = words_of(last, record)
    if len(run) > 1:
        words = f"{words} ({len(run)} kez)"
    note = last.note if len({entry.note for entry in run}) == 1 else ""
    return Moment(last.at, words, last.user or "Konak", note, icon, kind, seat_words(last))


def moments(record: CaseRecord, entries: Iterable[Entry], remarks: Iterable[Comment]) -> list[Moment]:
    """Oldest first. A remark is told once, with its text, and not again as a line of the trail. What one person did
    many times in a row on one day is one line."""
    told = [_told(record, list(run)) for _, run in groupby(_lines(entries), key=_same)]
    told += [Moment(one.at, "yazdı", one.author, one.text, "message", "") for one in remarks]
    return sorted(told, key=lambda moment: moment.at)
