"""The story of a text in words: steps, corrections and remarks, oldest first."""

from collections.abc import Iterable

from django.utils.timezone import localdate

from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Comment
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry
from konak.foundation.ui.parts import Moment

from ..lifecycle import LIFE
from ..models import Regulation

VERBS: dict[str, tuple[str, str, str]] = {
    "open": ("metni içe aldı", "file-import", "open"),
    "split": ("bir bendi böldü", "arrows-split", ""),
    "merge": ("iki bendi birleştirdi", "arrows-join", ""),
    "relabel": ("bir bendin işaretini düzeltti", "tag", ""),
    "edit": ("bir bendin metnini düzeltti", "pencil", ""),
    "repair": ("önerilen düzeltmeyi kabul etti", "wand", ""),
    "repair-all": ("önerilen düzeltmeleri topluca kabul etti", "wand", ""),
    "note": ("editör notu yazdı", "note", ""),
    "duty": ("bir bendi görev saydı", "clipboard-check", ""),
    "no-duty": ("bir bendin görev olmadığını söyledi", "clipboard", ""),
    "confirm": ("bir görevin sorumlusunu onayladı", "check", ""),
    "confirm-all": ("önerilen sorumluları topluca onayladı", "checklist", ""),
    "submit": ("onaya gönderdi", "send", "wait"),
    "return": ("incelemeye geri gönderdi", "arrow-back-up", "late"),
    "approve": ("yürürlüğe koydu", "rubber-stamp", "done"),
    "drop": ("taslaktan vazgeçti", "trash", ""),
    "repeal": ("yürürlükten kaldırdı", "archive", ""),
    "executor": ("yürüten makamı yazdı", "user-check", ""),
    "executor_gone": ("yürüten makamı sildi", "x", ""),
    "dates": ("karar, yayım ve ilan kaydını tamamladı", "calendar-stats", ""),
    "tie": ("bir bendi yönetmeliğe bağladı", "link", ""),
    "untie": ("bir bendin bağını çözdü", "unlink", ""),
    "succeed": ("bir görevi önceki metindekiyle eşledi", "arrow-forward-up", ""),
    "no-succeed": ("bir görev eşlemesini uygun bulmadı", "x", ""),
    "succeed-all": ("aynı kalan görevleri topluca eşledi", "checklist", ""),
    "term": ("bir terimi bağladı", "vocabulary", ""),
    "term-note": ("bir terime not yazdı", "note", ""),
    "term-end": ("bir terimin bağını bitirdi", "vocabulary", ""),
    "attach": ("dosya ekledi", "paperclip", ""),
    "link": ("başka bir dosyaya bağladı", "link", ""),
    "claim": ("dosyayı üstlendi", "user-check", ""),
    "assign": ("dosyayı birine verdi", "user-plus", ""),
    "unassign": ("dosyayı birime bıraktı", "users", ""),
}
FINE = frozenset(
    {"split", "merge", "relabel", "edit", "repair", "note", "duty", "no-duty", "confirm", "tie", "succeed", "term"}
)
"""Small corrections: many a day, told as one line."""


def story_of(regulation: Regulation) -> list[Moment]:
    """Steps and remarks; runs of small corrections by one person on one day are one line."""
    moments = list(_steps(trail.story(regulation.case.kind, regulation.case.number)))
    moments += [_remark(comment) for comment in cases.comments(regulation.case)]
    return sorted(moments, key=lambda moment: moment.at)


def _steps(entries: Iterable[Entry]) -> Iterable[Moment]:
    run: list[Entry] = []
    for entry in entries:
        if entry.verb == "comment":
            continue
        together = (
            run
            and entry.verb in FINE
            and (run[-1].user_id, localdate(run[-1].at))
            == (
                entry.user_id,
                localdate(entry.at),
            )
        )
        if not together and run:
            yield _corrections(run)
            run = []
        if entry.verb in FINE:
            run.append(entry)
        else:
            yield _step(entry)
    if run:
        yield _corrections(run)


def _seat(entry: Entry) -> str:
    return f"{entry.seat.get_position_display()}, {entry.seat.unit}" if entry.seat else ""


def _step(entry: Entry) -> Moment:
    step = LIFE.steps.get(entry.verb)
    words, icon, kind = VERBS.get(entry.verb, (step.label if step else entry.verb, "point", ""))
    return Moment(entry.at, words, entry.user, entry.note, icon, kind, _seat(entry))


def _corrections(run: list[Entry]) -> Moment:
    if len(run) == 1:
        return _step(run[0])
    last = run[-1]
    return Moment(last.at, f"{len(run)} düzeltme ve onay yaptı", last.user, "", "edit", "", _seat(last))


def _remark(comment: Comment) -> Moment:
    return Moment(comment.at, "açıklama yazdı", comment.author, comment.text, "message", "open")
