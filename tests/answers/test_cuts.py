"""Cut sentences: no quotation of any answer about any case ends where the rest of its sentence turns.

A turn that another quotation of the same message shows is read with it. Who somebody is (people), and which
day a source is of (sources), are names and no assertions that a sentence could turn.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.answers.short.whole import whole
from bot.cases.review.sentences import turns_of
from bot.cases.selectors import make_selector
from bot.cases.spans import selectors_of_facts
from bot.rendering.render import in_detail
from bot.search.archive import Archive
from tests.corpora import Corpora

ROOT = Path(__file__).parents[2]
FOLDERS = ("content", "tests/cases_over_time", "tests/cases_invented")
COMMANDS = ("status", "damages", "statements", "timeline", "caveats", "changes")
CASES = sorted(
    (folder, file.parent.name) for folder in FOLDERS for file in (ROOT / folder).glob("*/case.y*ml")
)


@pytest.fixture(scope="module")
def archives(corpora: Corpora) -> dict[str, Archive]:
    return {folder: corpora(ROOT / folder).archive for folder in FOLDERS}


def cut_before_a_turn(quotations: Sequence[Quotation]) -> Iterator[Quotation]:
    """The quotations after which their sentence turns, where no other one shows the words that turn it."""
    for quotation in quotations:
        source, ends = quotation.source, quotation.selector.end
        for turn in turns_of(source.text, quotation.selector):
            shown = (one.selector for one in quotations if one.source.id == source.id)
            if turn >= ends and not any(one.start <= turn < one.end for one in shown):
                yield quotation


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["short", "full"])
def test_no_quotation_ends_before_its_sentence_turns(
    archives: dict[str, Archive], at: tuple[str, str], command: str, form: str
) -> None:
    answer = respond(archives[at[0]], Query(f"case {command}", (("case", at[1]),)))
    assert [one.text for one in cut_before_a_turn(list(in_detail(answer, form).quotations()))] == []


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
def test_a_quotation_that_is_looked_up_stands_in_its_paragraph(
    archives: dict[str, Archive], at: tuple[str, str]
) -> None:
    archive = archives[at[0]]
    for identifier in {one.id for one in selectors_of_facts(archive.library.cases[at[1]])}:
        answer = respond(archive, Query("quote", (("text", f"#{identifier}"), ("case", at[1]))))
        assert not list(cut_before_a_turn(list(answer.quotations()))), identifier


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
def test_no_answer_to_a_listed_question_ends_before_its_sentence_turns(
    archives: dict[str, Archive], at: tuple[str, str]
) -> None:
    archive = archives[at[0]]
    for question in archive.library.cases[at[1]].questions:
        answer = respond(archive, Query("ask", (("question", question.ask[0]), ("case", at[1]))))
        for form in ("short", "full"):
            cut = cut_before_a_turn(list(in_detail(answer, form).quotations()))
            assert [one.text for one in cut] == [], question.ask[0]


@pytest.mark.parametrize(
    ("case", "words", "shown"),
    [
        (
            "okoro-hale-v-corvane",
            "upheld the dismissal of the fraud claim. In an unsigned opinion in June",
            '"describe a company that was careless, not one that lied."',
        ),
        ("marrow-v-tallis", "Home.", 'with three words: "Cleared. Tired. Home."'),
    ],
)
def test_no_passage_ends_inside_of_a_further_sentence_or_is_one_word_of_a_speech(
    archives: dict[str, Archive], case: str, words: str, shown: str
) -> None:
    archive = archives["tests/cases_invented"]
    cited = Cited(archive.library, archive.library.cases[case])
    source = next(one for one in cited.case.sources if words in one.text)
    start = source.text.index(words)
    passage = make_selector(source.id, source.text, start, start + len(words))
    assert whole(cited, passage).exact.endswith(shown)


@pytest.mark.parametrize("words", ["Heartbroken.", "He is somebody's grandad."])
def test_a_sentence_of_a_speech_is_not_widened_into_another_speech(
    archives: dict[str, Archive], words: str
) -> None:
    archive = archives["tests/cases_invented"]
    cited = Cited(archive.library, archive.library.cases["marrow-v-tallis"])
    [source] = (one for one in cited.case.sources if words in one.text)
    start = source.text.index(words)
    shown = whole(cited, make_selector(source.id, source.text, start, start + len(words))).exact
    assert "A second tweet" not in shown
    assert shown in source.text
