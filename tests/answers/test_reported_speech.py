"""A whole sentence that tells what one party said names that party; every other sentence names nobody."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.answers.cite import Cited
from bot.answers.reported_speech import with_reported_speaker
from bot.cases.selectors import Selector
from bot.corpus.content import ContentRepository
from bot.qa.candidates import candidates_of

ROOT = Path(__file__).parents[1]


@cache
def cited(folder: str, name: str) -> Cited:
    library = ContentRepository(ROOT / folder).read()
    return Cited(library, library.cases[name])


def sentence(case: Cited, words: str) -> Selector:
    found = (one.selector for one in candidates_of(case.case) if one.selector)
    return next(one for one in found if words in one.exact)


@pytest.mark.parametrize(
    ("folder", "name", "words", "speaker"),
    [
        # What he says of the staff's words is his.
        ("cases_over_time", "osk-v-brine", "Nobody on our staff ever said", "Dov Ketteridge"),
        ("cases_over_time", "osk-v-brine", "disputed that", "Dov Ketteridge"),
        # A ruling, which is nobody's statement.
        ("cases_over_time", "osk-v-brine", "70 percent at fault", None),
    ],
)
def test_a_sentence_names_the_one_whose_words_it_tells(
    folder: str, name: str, words: str, speaker: str | None
) -> None:
    case = cited(folder, name)
    quotation = with_reported_speaker(case, case.quotation(sentence(case, words)))
    assert quotation.attribution.speaker == speaker
    assert quotation.attribution.asserted_by == "publisher"


@pytest.mark.parametrize("folder", ["cases_invented", "cases_over_time"])
def test_no_sentence_names_anybody_but_the_only_speaker_of_the_words_in_it(folder: str) -> None:
    library = ContentRepository(ROOT / folder).read()
    named = 0
    for known in library.cases.values():
        case = Cited(library, known)
        for passage in (one.selector for one in candidates_of(case.case) if one.selector):
            before = case.quotation(passage)
            after = with_reported_speaker(case, before)
            if after == before:
                continue
            named += 1
            inside = [one for one in case.case.statements if any(map(passage.contains, one.quote))]
            assert after.attribution.speaker in {case.name(one.speaker) for one in inside}
            assert before.attribution.speaker is None
            rulings = [one for one in case.case.rulings if any(map(passage.contains, one.quote))]
            assert all(
                any(said.contains(words) for one in inside for said in (*one.quote, *one.cue))
                for ruling in rulings
                for words in ruling.quote
                if passage.contains(words)
            )
    assert named > 20
