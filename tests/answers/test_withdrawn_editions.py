"""One of three editions of an article is withdrawn: what the others say is answered as before."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.answer import AmountPart, Answer
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from tests.truths import OVER_TIME

BANK = "marchbank-v-quillon"
COMMANDS = ("status", "damages", "statements", "timeline", "people", "sources", "caveats", "changes")

Without = Callable[[str], Callable[[str], Answer]]


@pytest.fixture
def without(tmp_path: Path) -> Without:
    """Gives what answers from the case in which one edition was withdrawn; from the whole case for “”."""

    def made(edition: str) -> Callable[[str], Answer]:
        shutil.copytree(OVER_TIME / BANK, tmp_path / BANK, ignore=shutil.ignore_patterns("*.md", "*.json*"))
        file = tmp_path / BANK / "case.yaml"
        withdrawn = f"  - id: {edition}\n    withdrawn: {{date: 2024-12-01, why: It was retracted.}}\n"
        file.write_text(file.read_text("utf-8").replace(f"  - id: {edition}\n", withdrawn, 1), "utf-8")
        library = ContentRepository(tmp_path).read()
        assert library.problems == ()
        archive = open_archive(library, None)
        return lambda typed: respond(archive, parse(typed))

    return made


@pytest.mark.parametrize("edition", ["first", "second", "third"])
def test_every_command_answers_where_an_edition_is_withdrawn(without: Without, edition: str) -> None:
    ask = without(edition)
    for command in COMMANDS:
        shown = [*ask(f"/case {command}").quotations()]
        assert edition not in {one.source.id for one in shown}
        fates = [one.attribution.edition for one in shown if one.attribution.edition]
        newest = "2024-10-04" if edition == "third" else "2024-10-09"
        assert {day for _, day in fates} <= {newest}


def test_words_are_not_gone_with_an_edition_that_was_withdrawn(without: Without) -> None:
    answer = without("third")("/case damages")
    standing = [one for one in answer.quotations() if "£350,000" in one.text]
    assert standing
    assert {one.attribution.edition for one in standing} == {None}


def test_a_question_is_answered_with_the_newest_edition_that_was_not_withdrawn(without: Without) -> None:
    ask = without("third")
    answer = ask("/ask how much must the bank pay")
    [shown] = [one for one in answer.quotations() if "pay a florist £408,000" in one.text]
    assert (shown.source.id, shown.attribution.edition) == ("second", None)
    assert answer.parts[0].quotations == (shown,)
    [first, *_] = ask("/ask did the bank keep a list").parts
    assert [one.text for one in first.quotations] == ["No such list exists, and none ever did."]


@pytest.mark.parametrize(
    ("edition", "day", "awarded"),
    [
        ("second", "", "Awarded: £408,000."),
        ("", " as-of:2024-10-03", "Awarded: £480,000 to Delyth Marchbank."),
    ],
)
def test_parts_stay_parts_where_the_total_that_names_them_is_left_out(
    without: Without, edition: str, day: str, awarded: str
) -> None:
    answer = without(edition)(f"/case damages{day}")
    assert str(answer.lead).startswith(f"{awarded} Fined:")
    assert len([part for part in answer.parts if isinstance(part, AmountPart) and part.part_of]) == 2
