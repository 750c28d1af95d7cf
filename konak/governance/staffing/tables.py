"""How rows are told: months, the acts of a deputy as a story, delegations as iCalendar, minutes as data for print."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from icalendar import Calendar, Event

from konak.foundation.cases.queries import model_of
from konak.foundation.people.models import Unit, User
from konak.foundation.ui import slots
from konak.foundation.ui.parts import Moment

from .models import Acknowledgement, Delegation, DescriptionVersion, HandOver, HandOverLine
from .queries.delegations import Act

CALENDAR_SALT = "konak.staffing.calendar"
MONTHS = (
    "Ocak",
    "Şubat",
    "Mart",
    "Nisan",
    "Mayıs",
    "Haziran",
    "Temmuz",
    "Ağustos",
    "Eylül",
    "Ekim",
    "Kasım",
    "Aralık",
)


def words_for(kind: str, verb: str) -> str:
    """What a line of the trail says was done."""
    if told := slots.verb_of(kind, verb):
        return told[0]
    try:
        step = model_of(kind).lifecycle.steps.get(verb)
    except (LookupError, ValueError, AttributeError):
        step = None
    return f"«{step.label}» işlemini yaptı" if step else f"işlem yaptı ({verb})"


def story_of_acts(acts: Iterable[Act]) -> list[Moment]:
    """Everything done from a lent seat, with what the delegation did not cover marked."""
    return [
        Moment(
            act.entry.at,
            words_for(act.entry.kind, act.entry.verb),
            act.entry.user,
            "Vekâletin kapsamı dışında" if act.outside else "",
            "alert-triangle" if act.outside else "signature",
            "late" if act.outside else "done",
            act.entry.subject,
        )
        for act in acts
    ]


def as_ical(unit: Unit, rows: Sequence[Delegation]) -> bytes:
    """Delegations as all-day events; a calendar program keeps them by their numbers."""
    book = Calendar()
    book.add("prodid", "-//Konak//Vekaletler//TR")
    book.add("version", "2.0")
    book.add("x-wr-calname", f"Vekâletler: {unit.name}")
    for row in rows:
        event = Event()
        event.add("uid", f"{row.case.number}@konak")
        event.add("dtstamp", row.case.opened_at.astimezone(dt.UTC))
        event.add("dtstart", row.since)
        event.add("dtend", row.last_day + dt.timedelta(days=1))
        event.add("summary", f"{row.giver.full_name} yerine {row.deputy.full_name}")
        event.add("description", f"{row.seat.get_position_display()}, {row.seat.unit.name}")
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    return bytes(book.to_ical())


# Paper ----------------------------------------------------------------------------------------------------


def description_sheet(
    row: DescriptionVersion, accepted: Acknowledgement | None, person: User | None, verify: str
) -> dict[str, Any]:
    """The description to sign: text, duties, the digest that is accepted, and a line for the signature."""
    return {
        "title": row.case.subject,
        "unit": row.case.unit.name,
        "number": row.case.number,
        "date": row.in_force_on,
        "verify": verify,
        "facts": [
            ["Tür", row.get_paper_display()],
            ["Sürüm", str(row.version)],
            ["Durum", row.state_label],
            ["Yürürlük", f"{row.in_force_on:%d.%m.%Y}" if row.in_force_on else "–"],
            ["Kimin için", _addressee(row)],
        ],
        "paragraphs": [line.strip() for line in row.text.splitlines() if line.strip()],
        "duties": [[str(place), one["text"], one.get("source", "")] for place, one in enumerate(row.duties, 1)],
        "text_digest": row.digest or row.computed_digest(),
        "person": person.full_name if person else "",
        "title_of_person": person.title if person else "",
        "accepted": f"{localtime(accepted.at):%d.%m.%Y %H.%M}" if accepted else "",
    }


def _addressee(row: DescriptionVersion) -> str:
    if row.person is not None:
        return row.person.full_name
    return row.get_position_display() if row.position else "Birimdeki bütün personel"


def minute(row: HandOver, lines: Sequence[HandOverLine], signed: Sequence[Any], verify: str) -> dict[str, Any]:
    """The minute of handing over: who, what, where it went, who signed when."""
    by_source: dict[str, list[list[str]]] = {}
    for line in lines:
        whom = line.to.full_name if line.to else ""
        result = line.get_fate_display() if line.fate else "Bekliyor"
        by_source.setdefault(line.source, []).append([line.text, result, whom, line.note])
    steps = {"give": "Teslim ettim", "receive": "Teslim aldım", "close": "Onaylandı"}
    return {
        "title": "Devir teslim tutanağı" if row.kind != "exit" else "Devir teslim ve ilişik kesme tutanağı",
        "unit": row.case.unit.name,
        "number": row.case.number,
        "date": row.last_day,
        "verify": verify,
        "facts": [
            ["Devreden", row.person.full_name],
            ["Devralan", row.receiver.full_name if row.receiver else "–"],
            ["Neden", row.get_kind_display() + (f" ({row.why})" if row.why else "")],
            ["Son çalışma günü", f"{row.last_day:%d.%m.%Y}"],
            ["Durum", row.state_label],
        ],
        "absent": row.absent,
        "sections": [{"heading": source, "rows": rows} for source, rows in by_source.items()],
        "signatures": [
            [
                steps[entry.verb],
                entry.user.full_name if entry.user else settings.MUNICIPALITY,
                f"{localtime(entry.at):%d.%m.%Y %H.%M}",
            ]
            for entry in signed
            if entry.verb in steps
        ],
    }


# Words of the trail ---------------------------------------------------------------------------------------

Told = dict[str, tuple[str, str, str]]
SEAT: Told = {
    "appoint": ("görevlendirdi", "user-plus", "done"),
    "extend": ("süresini uzattı", "calendar-event", "open"),
    "correct": ("kaydı düzeltti", "pencil", "wait"),
    "end_seat": ("görevin son gününü belirledi", "calendar-due", ""),
    "transfer": ("başka göreve nakletti", "transfer", "open"),
    "standing": ("sürekli vekilleri belirledi", "users", ""),
}
PERSON: Told = {
    "join": ("işe başlattı", "user-plus", "done"),
    "come_back": ("yeniden işe başlattı", "user-plus", "done"),
    "leave": ("ayrılışı işledi", "logout", "wait"),
    "open_account": ("hesabı gününde açtı", "lock-open", "done"),
    "close_account": ("hesabı ve oturumları gününde kapattı", "lock", ""),
    "give_mailbox": ("posta adresi verdi", "mail", ""),
    "unmember": ("görev grubundan çıkardı", "minus", ""),
}
DELEGATION: Told = {
    "open": ("vekâleti bıraktı", "transfer", "open"),
    "allow": ("vekâleti onayladı", "rubber-stamp", "done"),
    "accept": ("vekâleti kabul etti", "check", "done"),
    "decline": ("vekâleti kabul etmedi", "x", "late"),
    "forbid": ("vekâleti onaylamadı", "x", "late"),
    "withdraw": ("vekâletten vazgeçti", "arrow-back-up", ""),
    "end": ("vekâleti bitirdi", "square-check", ""),
    "note": ("yapılanları gördü", "eye", "done"),
}
DESCRIPTION: Told = {
    "open": ("taslağı açtı", "writing", "open"),
    "rewrite": ("metni değiştirdi", "pencil", ""),
    "submit": ("onaya gönderdi", "send", "wait"),
    "hand_back": ("düzeltmeye geri gönderdi", "arrow-back-up", "late"),
    "issue": ("yürürlüğe koydu", "rubber-stamp", "done"),
    "replace": ("yürürlükten kaldırdı", "archive", ""),
    "drop": ("taslaktan vazgeçti", "trash", ""),
    "accept": ("okudu, kabul etti", "signature", "done"),
}
HANDOVER: Told = {
    "open": ("devir teslim dosyası açtı", "switch-horizontal", "open"),
    "look_again": ("listeyi yeniledi", "refresh", ""),
    "set_receiver": ("devralanı belirledi", "user-check", ""),
    "settle": ("kalem sonuçlandırdı", "check", ""),
    "give": ("teslim ettiğini onayladı", "signature", "wait"),
    "receive": ("teslim aldığını onayladı", "signature", "wait"),
    "reject": ("eksik bularak geri verdi", "arrow-back-up", "late"),
    "close": ("devir teslimi onayladı", "rubber-stamp", "done"),
    "cancel": ("dosyayı iptal etti", "x", ""),
}
RULE: Told = {
    "rule": ("görevler ayrılığı kuralı koydu", "scale", "open"),
    "change_rule": ("kuralı değiştirdi", "pencil", ""),
    "review": ("görevler ayrılığı çizelgesini gözden geçirdi", "checklist", "done"),
    "rule_on": ("kuralı yürürlüğe koydu", "player-play", "done"),
    "rule_off": ("kuralı kaldırdı", "player-pause", "wait"),
    "except": ("istisna onayladı", "shield-half", "wait"),
    "unexcept": ("istisnayı kaldırdı", "shield", ""),
}
GROUP: Told = {
    "group": ("görev grubu açtı", "users-group", "open"),
    "change_group": ("görev grubunu değiştirdi", "pencil", ""),
    "member": ("görev grubuna kişi belirledi", "user-plus", "done"),
    "unmember": ("görev grubundan çıkardı", "minus", ""),
}
