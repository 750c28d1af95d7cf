"""When a text comes into force by its own rule."""

import datetime as dt

import pytest

from konak.governance.legislation.matching.in_force import Facts, begin_of, rule_of

ACCEPTED, FINAL = dt.date(2026, 1, 12), dt.date(2026, 1, 20)
PUBLISHED, ANNOUNCED = dt.date(2026, 2, 2), dt.date(2026, 2, 5)
ALL = Facts(ACCEPTED, ACCEPTED, FINAL, PUBLISHED, ANNOUNCED)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("Bu Yönetmelik yayımı tarihinde yürürlüğe girer.", "yayım ile", PUBLISHED),
        (
            "Bu Yönetmelik, Büyükşehir Belediye Meclisinin kabulü ve ilanı ile yürürlüğe girer.",
            "meclisin kabulü ve ilan ile",
            ANNOUNCED,
        ),
        (
            "Bu Yönetmelik, Meclis tarafından kabul edilip, Meclis Kararı'nın kesinleşmesinden sonra 3011 sayılı "
            "Kanunun 2. maddesi uyarınca ilanını takiben yürürlüğe girer.",
            "meclisin kabulü, kararın kesinleşmesi ve ilan ile",
            ANNOUNCED,
        ),
        ("Bu Yönetmelik yayımından otuz gün sonra yürürlüğe girer.", "yayım ile, 30 gün sonra", dt.date(2026, 3, 4)),
        ("Bu Yönetmelik yayımını izleyen ayın başında yürürlüğe girer.", "yayım ile, izleyen ayın başında",
         dt.date(2026, 3, 1)),
        ("Bu Yönetmelik 01.07.2026 tarihinde yürürlüğe girer.", "01.07.2026 tarihinde", dt.date(2026, 7, 1)),
    ],
)  # fmt: skip
def test_the_rule_of_a_regulation_is_read_and_applied(text, words, day):
    rule = rule_of([("17.1", text)])
    assert (rule.words, begin_of(rule, ALL).day) == (words, day)


@pytest.mark.parametrize(
    "text",
    [
        "Bu Yönerge, Başkan tarafından onaylandığı tarihte yürürlüğe girer.",
        "Bu Yönerge, Başkan onayı ile yürürlüğe girer.",
    ],
)
def test_a_directive_begins_with_its_approval(text):
    assert begin_of(rule_of([("9.1", text)], directive=True), ALL).day == ACCEPTED


def test_a_gap_in_the_record_is_named_and_no_day_is_guessed():
    found = begin_of(rule_of([("5.1", "Bu Yönetmelik, Meclisin kabulü ve ilanı ile yürürlüğe girer.")]),
                     Facts(acceptance=ACCEPTED))  # fmt: skip
    assert (found.day, found.missing) == (None, ("ilan",))


def test_a_sentence_about_the_former_text_is_no_rule():
    text = "Bu Yönetmelik yürürlüğe girdiği tarihten itibaren, bundan önceki Yönetmelik yürürlükten kalkmış olur."
    assert rule_of([("16.1", text)]).words == ""


def test_the_last_day_of_a_short_month_is_not_passed():
    rule = rule_of([("5", "Bu Yönetmelik kabulünden bir ay sonra yürürlüğe girer.")])
    assert begin_of(rule, Facts(acceptance=dt.date(2026, 1, 31))).day == dt.date(2026, 2, 28)
