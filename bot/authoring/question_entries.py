"""The listed questions of a draft's case file, made of an editor's ticks."""

from collections.abc import Callable, Collection, Iterator

from bot.authoring.case_file import ArticlePage, selector
from bot.authoring.decisions import Review
from bot.authoring.questions import every_question
from bot.authoring.ticks import QuestionTick
from bot.authoring.yaml_text import Plain, entry

GAP = "gap."
"""What the id of a question begins with that is about what the article does not say."""


def held_ticks(page: ArticlePage, review: Review) -> tuple[QuestionTick, ...]:
    """The ticks that hold: what they took for granted is as it was, and no fact tells what a gap denies."""
    held = [one.tick for one in review.ticks if one.holds(review.by_id)]
    if any(tick.question.startswith(GAP) for tick in held):
        proposed = {one.id for one in every_question(review, page.published)}
        held = [tick for tick in held if not tick.question.startswith(GAP) or tick.question in proposed]
    return tuple(held)


def question_lines(page: ArticlePage, review: Review) -> Iterator[str]:
    """The lines of the section ``questions``: ways of asking with the words that answer, and gaps."""
    entries = list(question_fields(page, review, lambda *place: selector(page.text, *place)))
    if entries:
        yield from ("", "questions:", *(line for fields in entries for line in entry(fields)))


def question_fields(
    page: ArticlePage, review: Review, quoted: Callable[[int, int], Plain], known: Collection[str] = ()
) -> Iterator[dict[str, Plain]]:
    """The fields of each listed question; ``quoted`` makes the quotation of a span.

    Wordings that stand in ``known``, folded, are left out.
    """
    listed = [one for one in held_ticks(page, review) if one.spans or one.tick == "absent"]
    asked = set(known)
    for tick in listed:
        new = [one for one in dict.fromkeys(tick.ask) if one.casefold() not in asked]
        asked.update(one.casefold() for one in new)
        if new:
            yield _fields(quoted, tick, new)


def open_questions(page: ArticlePage, review: Review) -> Iterator[str]:
    """The lines, for a case file's comments, of questions that are answered wrongly and still open."""
    wrong = [one for one in held_ticks(page, review) if one.tick == "wrong" and not one.spans]
    if wrong:
        yield from ("", "questions answered wrongly when they were tried; quote the words that answer:")
    yield from (f"  - ask: {tick.ask[0]}" for tick in wrong)


def _fields(quoted: Callable[[int, int], Plain], tick: QuestionTick, ask: list[str]) -> dict[str, Plain]:
    quotes = [quoted(*place) for place in tick.spans]
    fields: dict[str, Plain] = {"ask": ask}
    if quotes:
        fields["quote"] = quotes[0] if len(quotes) == 1 else quotes
    return fields
