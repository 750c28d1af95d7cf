"""`konak sample --check`: every rule holds for what the house wrote, and each one notices what breaks it."""

import datetime as dt

import pytest
from django.db import connection
from django.utils.timezone import make_aware, now

from konak.cli.tables import check
from konak.foundation.cases import indexing
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.cases.invariants import findings
from konak.foundation.cases.models import Case, Comment
from konak.foundation.search.models import SearchRow
from konak.foundation.trail.models import Entry
from konak.foundation.trail.services import seal_committed
from konak.governance.legislation.models import Regulation

OPENED = make_aware(dt.datetime(2011, 6, 1, 9, 30))


@pytest.fixture
def number(hall):
    """One file as it came by COPY, found by the search."""
    director = hall.seat("director", hall.gis)
    cover = {
        "subject": "Metin",
        "state": "draft",
        "unit": hall.gis.pk,
        "opened_by": director.user.pk,
        "opened_from_unit": hall.gis.pk,
        "opened_at": OPENED,
    }
    story = [
        Line(OPENED, "open", director.user.pk),
        Line(OPENED + dt.timedelta(days=1), "comment", director.user.pk, remark="Okudum."),
    ]
    made = File(cover, {"title": "Metin", "text": "MADDE 1- (1) Deneme."}, story)
    copy_cases(Regulation, [made])
    indexing.rebuild()
    return made.number


def broken():
    return [finding.rule for finding in findings() if not finding.holds]


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def rewrite(lines, **values):
    """Change what nobody may change."""
    connection.check_constraints()  # what waits for the end of the transaction stands in the way
    sql("ALTER TABLE trail_entry DISABLE TRIGGER USER")
    lines.update(**values)
    connection.check_constraints()
    sql("ALTER TABLE trail_entry ENABLE TRIGGER USER")


def line(number, **facts):
    at = facts.pop("at", OPENED)
    row = Entry.objects.create(via="web", kind="legislation.regulation", subject=number, **{"verb": "x", **facts})
    rewrite(Entry.objects.filter(pk=row.pk), at=at)


def test_what_came_by_copy_keeps_every_rule(number, capsys):
    assert broken() == []
    assert check() == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].endswith(" 1 dosya, 2 öykü satırı, 1 açıklama, 1 arama satırı")
    assert told[-1].startswith("Bütün kurallara uyuluyor")


def cover(**values):
    return lambda number: Case.objects.filter(number=number).update(**values)


BREAKS = {
    "Her kapağın kendi türünden içeriği vardır": lambda number: Regulation.objects.filter(
        case__number=number
    ).delete(),
    "Her dosyanın öyküsü açılışıyla başlar": lambda number: unsaid(number),
    "Öyküdeki her satırın dosyası vardır": lambda number: line("MV-2011-77777"),
    "Öykü zamanın sırasındadır; kapanış açılıştan sonradır": lambda number: line(number, at=now() + dt.timedelta(1)),
    "Durum akışta vardır; kapanmış olmak ve beklememek ondan çıkar": cover(resting=True),
    "Sayılar kendi serisinden ve sayacın verdiklerindendir": lambda number: renumbered(number),
    "Açıklamalar öyküdeki satırları kadardır": lambda number: Comment.objects.all().delete(),
    "Arama her dosyayı bilir, olmayan dosyayı bilmez": lambda number: SearchRow.objects.filter(kind="case").delete(),
    "Her dosyanın satır geçmişi ilk satırıyla başlar": lambda number: (
        Case.objects.get(number=number).events.all().delete()
    ),
    "Bağlar denetlenmiş, dizinler tamamdır": lambda number: sql("DROP INDEX trail_at"),
}


def unsaid(number):
    """The first line says something else than that the file was opened."""
    rewrite(Entry.objects.filter(subject=number, verb="open"), verb="begin")


def renumbered(number):
    """A number the counter has not given out, in the file and in its story."""
    rewrite(Entry.objects.filter(subject=number), subject="MV-2011-99999")
    Case.objects.filter(number=number).update(number="MV-2011-99999")


@pytest.mark.parametrize("rule", BREAKS)
def test_each_rule_notices_what_breaks_it(number, rule):
    BREAKS[rule](number)
    assert broken() == [rule]


def test_a_changed_line_breaks_the_chain(number):
    seal_committed()
    rewrite(Entry.objects.filter(subject=number, verb="open"), note="sonradan yazıldı")
    assert [rule.partition(" (")[0] for rule in broken()] == ["İz zinciri sağlamdır"]
