"""The truths and questions of the invented cases over time stand in the articles of their days."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "cases_over_time"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/TRUTH.md"))
SPAN = re.compile(r"(?P<files>(?:`[^`]+`[ ,]+)+)(?:\(after «(?P<before>[^»]+)»\) )?«(?P<words>[^»]+)»")
"""Matches words of articles in TRUTH.md: the names of the articles, and what stands before the words."""


def articles(case: str, until: str | None = None) -> dict[str, str]:
    """The articles of a case by their names, which begin with their days; those up to a day."""
    found = {path.stem: path.read_text("utf-8") for path in sorted((FOLDER / case / "sources").glob("*.txt"))}
    return {name: text for name, text in found.items() if until is None or name[:10] <= until}


def questions() -> list[tuple[str, dict[str, Any]]]:
    lines = ((case, (FOLDER / case / "QUESTIONS.jsonl").read_text("utf-8").splitlines()) for case in CASES)
    return [(case, json.loads(line)) for case, those in lines for line in those]


@pytest.mark.parametrize("case", CASES)
def test_every_word_of_the_truth_stands_once_in_each_article_it_names(case: str) -> None:
    texts = articles(case)
    spans = list(SPAN.finditer((FOLDER / case / "TRUTH.md").read_text("utf-8")))
    assert len(spans) > 30
    for span in spans:
        for name in re.findall("`([^`]+)`", span["files"]):
            after = texts[name].partition(span["before"])[2] if span["before"] else texts[name]
            assert span["words"] in after, span[0]
            assert span["before"] or after.count(span["words"]) == 1, span[0]


def test_there_are_twenty_questions_a_case() -> None:
    assert len(questions()) == 20 * len(CASES) == 60


@pytest.mark.parametrize(
    ("case", "asked"), [pytest.param(*one, id=str(at)) for at, one in enumerate(questions())]
)
def test_a_question_can_be_answered_by_what_was_published_on_its_day(
    case: str, asked: dict[str, Any]
) -> None:
    known = "\0".join(articles(case, asked["as_of"]).values())
    shown = [*asked["must_quote"], *asked.get("must_quote_all", ()), *asked["must_not_show_as_current"]]
    assert [words for words in shown if words not in known] == []
    assert [words for words in asked.get("not_yet_known", ()) if words in known] == []
    assert asked["must_quote"] or not known
