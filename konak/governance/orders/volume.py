"""Two years of orders of a whole metropolis, by COPY: for the sample of size l and for measurements.

The files are told as services would have told them: every state has the lines that lead to it, every report its
verdict. Only the clock is made up.
"""

import datetime as dt
import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.calendar.queries import calendar_from
from konak.foundation.cases.bulk import File, Line, at_size, copy_cases
from konak.foundation.db.copying import copy_rows
from konak.foundation.people.models import Appointment

from .access import RANK, stands_over
from .lifecycle import State
from .models import Form, Order, Report, Verdict

HISTORY = 730
"""Days the orders reach back."""
UNFINISHED = 45
"""Days within which an order may well be still in work."""

DEEDS = (
    (
        "{what} için durum raporu hazırlanması",
        "Son üç ayın verileriyle, eksikler ve öneriler ayrı başlıkta yazılsın.",
    ),
    ("{what} listesinin güncellenmesi", "Eski kayıtlar ayıklansın, eksik bilgiler birimlerden istensin."),
    ("{what} ile ilgili yazışmanın tamamlanması", "Cevap bekleyen yazılar sonuçlandırılsın."),
    ("{what} konusunda toplantıya katılım", "Toplantı notu aynı gün iletilsin."),
    ("{what} denetim bulgularının giderilmesi", "Her bulgu için yapılan iş ve tarihi belirtilsin."),
    ("{what} yerinde incelemesi", "Fotoğraf ve tutanakla belgelensin."),
    ("{what} eğitim programının düzenlenmesi", "Katılımcı listesi ve tarih önerisi sunulsun."),
    ("{what} bütçe ihtiyacının çıkarılması", "Kalem kalem, gerekçesiyle birlikte hazırlansın."),
    ("{what} sözleşme süresinin kontrolü", "Üç ay içinde bitenler ayrıca bildirilsin."),
    ("{what} arşiv düzenlemesi", "Saklama süresi dolanlar ayrılsın."),
)
THINGS = (
    "Hizmet binası", "Park bakım", "Yol kaplama", "Sokak aydınlatma", "Araç bakım", "Yazıcı ve tarayıcı",
    "Kablosuz ağ", "Kamera sistemi", "Sayaç okuma", "Vatandaş başvuruları", "Zabıta denetimi", "İmar dosyaları",
    "Numarataj", "Taşınır sayımı", "Personel izin", "Meclis kararları", "Tanıtım malzemesi", "Acil durum planı",
    "Enerji tüketimi", "Çağrı merkezi", "Yangın tüpü", "Otopark", "Kütüphane", "Spor tesisi", "Mezarlık kayıtları",
)  # fmt: skip
REMARKS = (
    "İlgili birimden bilgi istendi.", "Bilgi geldi, işleniyor.", "Yerinde görüldü.", "Eksik belge bekleniyor.",
    "Taslak hazır, gözden geçiriliyor.", "Ölçümler tamamlandı.", "Yüklenici ile görüşüldü.", "Bir kalem kaldı.",
    "Öncelikli olarak ele alındı.", "Geçen yılın kayıtlarıyla karşılaştırıldı.",
)  # fmt: skip
RESULTS = (
    "İstenen çalışma tamamlandı, sonucu ekip klasörüne kondu.",
    "Eksikler giderildi; listesi ilgili birime verildi.",
    "Yerinde inceleme yapıldı, tutanak imzalandı.",
    "Kayıtlar güncellendi, kontrolü yapıldı.",
)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody in his seat, and the seat that commands him."""

    user: int
    unit: int
    seat: int
    position: str
    superior: "Sitter | None" = None


def sitters() -> list[Sitter]:
    """Everybody seated today who has somebody over him: the highest of his unit, or of the nearest unit above."""
    rows = list(
        Appointment.objects.filter(until=None, user__is_active=True, position__in=RANK, unit__until=None)
        .order_by("pk")
        .values_list("user_id", "unit_id", "pk", "position", "unit__parent_id")
    )
    parent = {unit: above for _, unit, _, _, above in rows}
    heads: dict[int, Sitter] = {}
    for user, unit, seat, position, _ in rows:
        if unit not in heads or RANK[position] > RANK[heads[unit].position]:
            heads[unit] = Sitter(user, unit, seat, position)

    def over(user: int, unit: int, position: str) -> Sitter | None:
        head = heads.get(unit)
        if head and head.user != user and stands_over(head.position, position):
            return head
        above = parent.get(unit)
        while above is not None:
            if (found := heads.get(above)) and found.user != user:
                return found
            above = parent.get(above)
        return None

    found = []
    for user, unit, seat, position, _ in rows:
        superior = over(user, unit, position)
        if superior:
            found.append(Sitter(user, unit, seat, position, superior))
    return found


def fill(*, count: int, seed: int, report: Callable[[str], object], units: Collection[int] | None = None) -> int:
    """Copy `count` orders with about ten lines of story each, all to people of `units` where given; returns how many
    lines."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    people = [one for one in sitters() if units is None or one.unit in units]
    today = localdate()
    calendar = calendar_from(today - dt.timedelta(days=HISTORY))
    days = [today - dt.timedelta(days=back) for back in range(1, HISTORY)]  # what is of today may not have been yet
    working = [day for day in days if calendar.is_working(day)]
    lines = 0

    def files() -> Iterator[File]:
        nonlocal lines
        for _ in range(count):
            one = _order(chance, chance.choice(people), working, today)
            lines += len(one.story)
            yield one

    done = 0

    def then(batch: list[File]) -> None:
        nonlocal done
        copy_rows(Report, _reports(batch))
        done += len(batch)
        report(f"{done:,} görev emri".replace(",", "."))

    with at_size(count, Order, Report):
        copy_cases(Order, files(), then)
    return lines


def _order(chance: random.Random, doer: Sitter, working: list[dt.date], today: dt.date) -> File:
    giver = doer.superior
    assert giver is not None
    place = int(len(working) * chance.random())
    given_on = working[place]
    due_on = given_on + dt.timedelta(days=chance.choice((3, 5, 7, 7, 10, 14, 21, 30)))
    text = chance.choice(DEEDS)
    at = _moment(chance, given_on, 8, 17)
    story = [Line(at, "open", giver.user, giver.seat, giver.position)]
    state, closed_at = _tell(chance, doer, giver, story, at, due_on, today)
    ended = state in {State.DONE, State.WITHDRAWN}
    return File(
        cover={
            "subject": text[0].format(what=chance.choice(THINGS)),
            "state": state,
            "unit": doer.unit,
            "assignee": doer.user,
            "opened_by": giver.user,
            "opened_from_unit": giver.unit,
            "opened_at": at,
            "due_on": due_on,
            "closed_at": closed_at,
            "resting": ended,
        },
        contents={
            "text": text[1],
            "giver": giver.user,
            "given_as": giver.position,
            "given_from": giver.unit,
            "given_on": given_on,
            "form": Form.WRITTEN,
            "first_due_on": due_on,
            "withdrawn_why": "İş başka bir çalışmanın içinde ele alındı." if state == State.WITHDRAWN else "",
        },
        story=story,
    )


def _tell(
    chance: random.Random,
    doer: Sitter,
    giver: Sitter,
    story: list[Line],
    begin: dt.datetime,
    due_on: dt.date,
    today: dt.date,
) -> tuple[str, dt.datetime | None]:
    """Write the story up to where the order stands today; returns the state and when it was closed."""
    now = _moment(chance, today - dt.timedelta(days=1), 17, 18)

    def later(hours: float) -> dt.datetime:
        return story[-1].at + dt.timedelta(hours=hours * (0.5 + chance.random()))

    def by(who: Sitter, verb: str, hours: float, remark: str = "") -> bool:
        at = later(hours)
        if at >= now:
            return False
        story.append(Line(at, verb, who.user, who.seat if not remark else None, who.position, remark=remark))
        return True

    old = (today - localdate(begin)).days > UNFINISHED
    if chance.random() < 0.04:
        return (State.WITHDRAWN, story[-1].at) if by(giver, "withdraw", 40) else (State.GIVEN, None)
    if not by(doer, "start", 6):
        return State.GIVEN, None
    pace = max(8.0, (due_on - localdate(begin)).days * 24 / 8)
    for _ in range(chance.randrange(3, 10)):
        if not by(chance.choice((doer, doer, doer, giver)), "comment", pace, chance.choice(REMARKS)):
            return State.STARTED, None
    if (not old and chance.random() < 0.3) or chance.random() < 0.003:
        return State.STARTED, None  # still in work, a few for far too long
    if not by(doer, "report", pace):
        return State.STARTED, None
    if chance.random() < 0.08 and by(giver, "return", 10) and not by(doer, "report", 30):
        return State.STARTED, None
    if (not old and chance.random() < 0.2) or not by(giver, "accept", 12):
        return State.REPORTED, None
    return State.DONE, story[-1].at


def _reports(batch: list[File]) -> Iterator[dict[str, Any]]:
    """One report for each "report" of a story, decided by the line that follows it."""
    verdicts = {"accept": Verdict.ACCEPTED, "return": Verdict.RETURNED}
    for one in batch:
        for line, after in zip(one.story, [*one.story[1:], None], strict=True):
            if line.verb != "report":
                continue
            decided = after if after and after.verb in verdicts else None
            yield {
                "order": one.key,
                "note": RESULTS[one.key % len(RESULTS)],
                "file": None,
                "reported_by": line.user_id,
                "reported_at": line.at,
                "verdict": verdicts[decided.verb] if decided else Verdict.WAITING,
                "decided_by": decided.user_id if decided else None,
                "decided_at": decided.at if decided else None,
                "why": "Bir bölümü eksik." if decided and decided.verb == "return" else "",
            }


def _moment(chance: random.Random, day: dt.date, first: int, last: int) -> dt.datetime:
    time = dt.time(chance.randrange(first, last), chance.randrange(60), chance.randrange(60))
    return dt.datetime.combine(day, time, get_current_timezone())
