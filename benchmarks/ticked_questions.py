"""What proposed and ticked questions are worth for /ask, on questions of readers that are not among them.

The English articles of the lessons' tuned part become cases (``--blind``: of the blind part, means alone):
all names are accepted, then all that is sure, then each card that the loader takes as it was proposed (a
ruling with “the claim” as its claim). Then the proposed questions are ticked by somebody who knows the
lessons' evidence and sees the real answers: one whose fact's words are evidence of a question of its type is
right where it is answered with these words, else the fact's words are given; what is not found to be said is
ticked as that where no lesson of its type has an answer. Nothing else is known of it, so it stays open. The
readers' questions are those of the lessons; one that reads as a ticked one is left out.

Right first: the best passage overlaps the evidence. First two: one of the first two passages does. Kept: an
answerable question is not abstained from. Abstained: one that the article does not answer is. “Text” is the
article alone, “facts” the case without its list; “weights of lists” are those fitted for cases with long
lists. The last rows of an article ask the ticked wordings themselves. ``--only 0-5`` measures the first five
articles alone.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import mean
from typing import Any, NamedTuple

from _bare_cases import bare_case
from _drafted_cases import Editor, overlap
from _lessons import load, span_of
from _questions import VECTORS

from bot.authoring.cards import TextRange
from bot.cases.model import Case
from bot.corpus.vector_file import VectorFile
from bot.qa import weighing
from bot.qa.answering import PreparedCase

COLUMNS = ("right first", "first two", "kept", "right and kept", "abstained")


class Asked(NamedTuple):
    """A reader's question, its language, and the spans that answer it; none where the article does not."""

    text: str
    language: str
    evidence: tuple[TextRange, ...]


def asked_of(article: Mapping[str, Any], ticked: set[str]) -> Iterator[Asked]:
    """The readers' questions of an article that no ticked one reads as."""
    for one in article["questions"]:
        if plain(one["question"]) not in ticked:
            places = tuple(span_of(article["text"], evidence) for evidence in one["evidence"])
            yield Asked(one["question"], one["language"], places)


def wordings_of(case: Case) -> Iterator[Asked]:
    """The wordings that a case lists, with the words that answer them."""
    for question in case.questions:
        places = tuple((one.start, one.end) for one in question.quote)
        yield from (Asked(wording, "", places) for wording in question.ask)


def plain(text: str) -> str:
    """A question's words in small letters."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def judged(known: PreparedCase, asked: Sequence[Asked]) -> dict[str, list[bool]]:
    """For each column whether each question that counts there is as it should be."""
    found: dict[str, list[bool]] = {name: [] for name in COLUMNS}
    for one in asked:
        result = known.find(one.text)
        hits = [overlap((place.start, place.end), one.evidence) for place in result.passages]
        if not one.evidence:
            found["abstained"].append(not result.is_answer)
            continue
        first = any(hits[:1])
        found["right first"].append(first)
        found["first two"].append(any(hits[:2]))
        found["kept"].append(result.is_answer)
        found["right and kept"].append(first and result.is_answer)
    return found


def with_weights(*, listed: bool | None) -> Callable[[], None]:
    """Make every case use the weights for cases with lists, those for cases without, or its own."""
    original = weighing.weights

    def restore() -> None:
        weighing.weights = original

    if listed is not None:
        weighing.weights = lambda **_: original(listed=listed)  # type: ignore[assignment]
    return restore


def main() -> None:
    """Print a row for each article and variant, and the means with the worst article beside them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--blind", action="store_true", help="measure on the blind part, and print means alone"
    )
    parser.add_argument("--only", default="0-1000", help="the first and the last article, such as 0-5")
    given = parser.parse_args()
    articles = [one for one in load("blind" if given.blind else "tuned") if one["language"] == "en"]
    # Those with questions in a second language first, so that both are measured.
    articles.sort(key=lambda one: (all(asked["language"] == "en" for asked in one["questions"]), one["id"]))
    every: dict[str, list[dict[str, list[bool]]]] = {}
    print("| article | variant | answerable + not |", " | ".join(COLUMNS), "|")
    print("| --- | --- | --- |", " --- |" * len(COLUMNS))
    first, last = map(int, given.only.split("-"))
    for article in articles[first:last]:
        for name, found in _of_article(article, is_shown=not given.blind):
            every.setdefault(name, []).append(found)
            if not given.blind:
                row(article["id"], name, [found])
        sys.stdout.flush()
    for name, of_articles in every.items():
        row("all", name, of_articles)
        shares = [
            min((mean(one[column]) for one in of_articles if one[column]), default=0.0) for column in COLUMNS
        ]
        print(f"| worst article | {name} | |", " | ".join(f"{one:.3f}" for one in shares), "|")


def _of_article(article: Mapping[str, Any], *, is_shown: bool) -> Iterator[tuple[str, dict[str, list[bool]]]]:
    """What each variant makes of the questions about an article, by its name."""
    vectors = VectorFile(VECTORS)
    editor = Editor(article)
    editor.accept()
    with_facts = editor.case
    known = PreparedCase.of(with_facts, vectors)
    editor.tick(known)
    ticked = editor.case
    with_list = PreparedCase.of(ticked, vectors)
    variants = (
        ("text", PreparedCase.of(bare_case(article), vectors), None),
        ("facts", known, None),
        ("ticked", with_list, None),
        ("ticked, weights of lists", with_list, True),
    )
    wordings = {plain(one) for question in ticked.questions for one in question.ask}
    asked = list(asked_of(article, wordings))
    if is_shown:
        facts = sum(map(len, (ticked.awards, ticked.rulings, ticked.statements, ticked.events)))
        print(
            f"| {article['id']}: {facts} facts, {len(wordings)} wordings of {json.dumps(editor.ticks)}, "
            f"{len(article['questions']) - len(asked)} questions left out |"
        )
    for language in ("en", "de"):
        of_it = [one for one in asked if one.language == language]
        for name, prepared, listed in variants if of_it else ():
            yield f"{language}, {name}", _judged_with(prepared, of_it, listed=listed)
    for name, prepared, listed in variants[1:]:
        found = _judged_with(prepared, list(wordings_of(ticked)), listed=listed)
        yield f"wordings that were ticked, {name}", found


def _judged_with(
    prepared: PreparedCase, asked: Sequence[Asked], *, listed: bool | None
) -> dict[str, list[bool]]:
    restore = with_weights(listed=listed)
    try:
        return judged(prepared, asked)
    finally:
        restore()


def row(article: str, variant: str, found: Sequence[dict[str, list[bool]]]) -> None:
    """Print the shares of some articles together."""
    whole = {column: [one for of_article in found for one in of_article[column]] for column in COLUMNS}
    counts = f"{len(whole['right first'])} + {len(whole['abstained'])}"
    shares = " | ".join(f"{mean(whole[column]):.3f}" if whole[column] else "–" for column in COLUMNS)
    print(f"| {article} | {variant} | {counts} | {shares} |")


if __name__ == "__main__":
    main()
