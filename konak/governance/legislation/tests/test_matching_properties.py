"""Nothing a person can type or scan makes the matcher fail, and the same words always get the same answer."""

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from konak.governance.legislation.matching import duties_of
from konak.governance.legislation.matching.binding import suggest
from konak.governance.legislation.matching.cadence import stated_cadence
from konak.governance.legislation.matching.holders import from_lead, from_title, mend
from konak.governance.legislation.matching.obligation import Force, force_of
from konak.governance.legislation.matching.responsible import Entry, Index, same_word
from konak.governance.legislation.matching.words import Text, key
from konak.governance.legislation.parsing import parse

from .test_matching_capabilities import CAPABILITIES

SAMPLE = Path(__file__).parents[1] / "sample_texts" / "ornek-cografi-yonerge.txt"
LETTERS = st.text(alphabet="abcçdefgğhıiİIjklmnoöprsştuüvyzâîû '’-.,;:()0123456789§¢{€&\n", max_size=200)


@given(st.one_of(st.text(max_size=120), LETTERS))
@settings(deadline=None, max_examples=120)
def test_any_text_is_judged_without_a_failure(text: str) -> None:
    assert force_of(text) in Force
    assert stated_cadence(text).stated == (stated_cadence(text).kind != "none")
    assert from_title(text) == from_title(text)
    assert from_lead(text) == from_lead(text)
    assert mend(mend(text)) == mend(text) or "ii" in text
    assert len(Text(text).keys) == len(Text(text).surfaces)


@given(st.one_of(st.text(max_size=80), LETTERS))
@settings(deadline=None, max_examples=60)
def test_any_duty_gets_the_same_proposals_twice_and_scores_between_nought_and_one(text: str) -> None:
    once = suggest(text, CAPABILITIES)

    assert [entry.score for entry in once] == [entry.score for entry in suggest(text, CAPABILITIES)]
    assert [0 < entry.score <= 1 for entry in once] == [True] * len(once)


@given(st.one_of(st.text(max_size=80), LETTERS))
@settings(deadline=None, max_examples=60)
def test_any_question_is_answered_or_left_unanswered(question: str) -> None:
    index = Index([Entry(1, "Ağ Servisi", "Ağı kurmak,"), Entry(2, "Bakım Servisi", "Yazıcıları onarmak,")])

    assert sum(answer.share for answer in index.units(question)) <= 1.01


@given(st.text(alphabet="abcçdefgğhıijklmnoöprsştuüvyz", min_size=1, max_size=12), st.text(max_size=12))
@settings(deadline=None, max_examples=100)
def test_being_one_word_is_mutual(one: str, other: str) -> None:
    assert same_word(key(one), key(one))
    assert same_word(key(one), key(other)) == same_word(key(other), key(one))


def test_a_text_that_lost_lines_and_letters_still_gives_distinct_duties() -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    for seed in range(12):
        chance = random.Random(seed)
        kept = ["".join(c for c in line if chance.random() > 0.03) for line in lines if chance.random() > 0.15]
        paths = [draft.path for draft in duties_of(parse("\n".join(kept)))]

        assert len(set(paths)) == len(paths)
