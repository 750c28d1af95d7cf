"""From a line of the story to the people it concerns. Runs as a job; a second run tells nobody twice."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from konak.foundation.db.turkish import upper
from konak.foundation.notify import Topic
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day
from konak.foundation.trail.models import Entry

from . import queries, topics, watching
from .models import Case, Comment

SILENT = "cli"
"""What is loaded or mended from the command line is no news."""


def spread(case_id: int, entry_id: int, addressed: Sequence[int]) -> int:
    """Tell those whom one line of the story concerns; returns how many were told."""
    entry = Entry.objects.select_related("user").get(pk=entry_id)
    if entry.via == SILENT:
        return 0
    case = Case.objects.select_related("unit").get(pk=case_id)
    concerned = _concerned(case, entry, addressed)
    everybody = {user for users, _, _ in concerned for user in users} - {entry.user_id}
    visible = set(watching.who_may_see(case, everybody)) if everybody else set()
    told: set[int] = set()
    body = _body(case, entry)
    notices = []
    for users, topic, title in concerned:
        mine = [user for user in users if user in visible and user not in told]
        told.update(mine)
        notices.append(notice_of(case, mine, topic, title, f"line:{entry.pk}", body, entry.user_id))
    return tell_all(notices)


def notice_of(
    case: Case,
    users: Sequence[int],
    topic: Topic,
    title: str,
    dedupe: str,
    body: str = "",
    actor_id: int | None = None,
) -> Notice:
    """A notice about a case, with its page and its secrecy."""
    page = queries.model_of(case.kind).page or "front:case"
    return Notice(
        users=users,
        topic=topic,
        title=f"{title}: {case.subject}",
        body=body or facts_of(case),
        url=reverse(page, args=[case.number]),
        subject_kind=watching.SUBJECT,
        subject_number=case.number,
        secrecy=case.secrecy,
        dedupe=dedupe,
        actor_id=actor_id,
    )


def facts_of(case: Case) -> str:
    """MV-2026-00012 · Mevzuat · Coğrafi Bilgi Sistemleri Şube Müdürlüğü · son gün 30.11.2026"""
    kind = str(queries.model_of(case.kind)._meta.verbose_name)
    parts = [case.number, upper(kind[:1]) + kind[1:], case.unit.name]
    if case.due_on:
        parts.append(f"son gün {case.due_on:%d.%m.%Y}")
    return " · ".join(parts)


def _body(case: Case, entry: Entry) -> str:
    if entry.verb != "comment":
        return ""
    remark = Comment.objects.filter(case=case, author_id=entry.user_id, at__lte=entry.at).order_by("-pk").first()
    if remark is None:
        return ""
    text = " ".join(remark.text.split())
    return f"{case.number} · {text if len(text) <= 300 else text[:299].rstrip() + '…'}"


Concerned = list[tuple[Iterable[int], Topic, str]]
"""People, topic, title; whoever stands in an earlier line is told that and nothing else."""


def _concerned(case: Case, entry: Entry, addressed: Sequence[int]) -> Concerned:
    who = entry.user.full_name if entry.user else "Konak"
    listening = sorted({*case.watchers.values_list("user_id", flat=True), *filter(None, [case.assignee_id])})
    kind = queries.model_of(case.kind)
    if not kind.tells and (entry.verb == "open" or entry.verb in kind.lifecycle.steps):
        return []  # its app tells it in its own words
    given: Concerned = [(addressed, topics.ASSIGNED, "Size verildi")]
    match entry.verb:
        case "open":
            return [*given, *([] if case.assignee_id else [(members(case.unit_id), topics.NEW, "Biriminize geldi")])]
        case "assign":
            return [*given, (listening, topics.MOVED, "Birine verildi")]
        case "unassign":
            return [
                (members(case.unit_id), topics.NEW, "Birime bırakıldı"),
                (listening, topics.MOVED, "Birime bırakıldı"),
            ]
        case "claim":
            return [(listening, topics.MOVED, f"{who} üstlendi")]
        case "comment":
            return [
                (addressed, topics.MENTIONED, f"{who} sizden söz etti"),
                (listening, topics.REMARKED, f"{who} yazdı"),
            ]
        case "attach":
            return [(listening, topics.REMARKED, f"{who} dosya ekledi")]
        case "link":
            return [(listening, topics.REMARKED, f"{who} başka bir dosyaya bağladı")]
    step = kind.lifecycle.steps.get(entry.verb)
    return [(listening, topics.MOVED, f"«{step.label}» yapıldı")] if step else []


def members(unit_id: int) -> list[int]:
    """Everybody who holds a seat in the unit itself today."""
    held = Appointment.objects.filter(on_day(), Q(unit_id=unit_id), user__is_active=True)
    return list(held.order_by("user_id").values_list("user_id", flat=True).distinct())
