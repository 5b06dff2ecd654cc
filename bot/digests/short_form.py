"""The short form of a digest: the first points that fit one screen of a phone, and a count of the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.answer import Answer, ChangePart, LawsuitPart, NoticePart, Part, RulingPart, Suggestion
from bot.answers.changes import BEFORE
from bot.answers.cite import Cited
from bot.answers.phrases import Phrase, phrase
from bot.answers.short.condensing import EVERYTHING, each_word_once, more_entries, shown_whole, statuses
from bot.cases.dates import earliest
from bot.rendering.limits import SCREEN
from bot.rendering.outline import OPEN, outline
from bot.rendering.paging import Budget, paginate
from bot.rendering.render import visible_length
from bot.rendering.wording import Wording

ONE_SCREEN = Budget(SCREEN.text, SCREEN.lines, visible_length, SCREEN.lines)
"""What fits on one screen of a phone. Sections have a line at least, so there are no more than lines."""
WHERE_IT_STANDS = phrase("Where it stands")
"""The heading above lawsuits that are told as they stand, and not as news."""
MORE = more_entries(1_000)
"""The longest line that tells how much is left out, for which room is kept."""


@dataclass(frozen=True)
class _Point:
    """One thing that a digest tells, and the heading that it stands under."""

    heading: Phrase | None
    parts: tuple[Part, ...]
    lean: tuple[Part, ...]
    """The parts without quotations of what was so before: only its day."""


def short_form(cited: Cited, answer: Answer) -> Answer:
    """A digest on one screen: each point whole or not at all, the first always, each word quoted once.

    The first button leads to the whole digest.
    """
    points = list(_points(cited, answer))
    chosen = points[:1]
    for point in points[1:]:
        forms = (point, replace(point, parts=point.lean))
        fitting = next((form for form in forms if _fits(answer, [*chosen, form])), None)
        if fitting is None:
            break
        chosen.append(fitting)
    left_out = len(points) - len(chosen)
    parts = [*_quoted_once(chosen)]
    if left_out:
        more = more_entries(left_out)
        parts.append(NoticePart(more))
    whole = Suggestion(EVERYTHING, answer.query.changed(detail="full"), in_place=True)
    return replace(
        answer, parts=tuple(parts), open_points=(), folded=(), suggestions=(whole, *answer.suggestions)
    )


def _points(cited: Cited, answer: Answer) -> Iterator[_Point]:
    for heading, parts in _under_headings(answer.parts):
        for together in _each(cited, heading, parts):
            shown = tuple(shown_whole(cited, part) for part in together)
            yield _Point(heading, shown, tuple(_without_older_words(shown)))
    for open_point in answer.open_points:
        said = (NoticePart(phrase("{point}", point=open_point.text)),)
        yield _Point(OPEN, said, said)


def _under_headings(parts: Iterable[Part]) -> Iterator[tuple[Phrase | None, list[Part]]]:
    heading: Phrase | None = None
    below: list[Part] = []
    for part in parts:
        if isinstance(part, NoticePart) and part.heading:
            yield heading, below
            heading, below = part.text, []
        else:
            below.append(part)
    yield heading, below


def _each(cited: Cited, heading: Phrase | None, parts: list[Part]) -> Iterator[list[Part]]:
    """The parts of each thing told below a heading: of a lawsuit with what was found in it and who denies it.

    Of what changed, the first quotation tells what is so now, and the first of each older fact what was.
    """
    together: list[Part] = []
    for part in _by_lawsuit(cited, parts) if heading == WHERE_IT_STANDS else parts:
        if together and not (isinstance(part, NoticePart) and part.quotations):
            yield together
            together = []
        is_of_change = isinstance([*together, part][0], ChangePart)
        together.append(replace(part, quotations=part.quotations[:1]) if is_of_change else part)
    if together:
        yield together


def _by_lawsuit(cited: Cited, parts: list[Part]) -> list[Part]:
    """Each lawsuit as one part with what was found in it, and then what is of none of them."""
    lawsuits = [(part.lawsuit.id,) for part in parts if isinstance(part, LawsuitPart)]
    ruled = [part for part in parts if isinstance(part, RulingPart) and part.ruling.lawsuits in lawsuits]
    inside = [part for part in parts if isinstance(part, LawsuitPart) or part in ruled]
    return [*statuses(cited, inside)[0], *(part for part in parts if part not in inside)]


def _without_older_words(together: tuple[Part, ...]) -> Iterator[Part]:
    for part in together:
        is_older = isinstance(part, NoticePart) and isinstance(together[0], ChangePart)
        yield NoticePart(_before(part)) if is_older and isinstance(part, NoticePart) else part


def _before(remark: NoticePart) -> Phrase:
    """When the older words of a change were reported."""
    return phrase("Before: the report of {day}.", day=earliest(remark.quotations[0].source.day))


def _quoted_once(points: Iterable[_Point]) -> Iterator[Part]:
    """The parts of points with each word once; what was told before is left out where another part has it."""
    for part in each_word_once(list(_laid_out(points))):
        if part.quotations or not (isinstance(part, NoticePart) and part.text == BEFORE):
            yield part


def _laid_out(points: Iterable[_Point]) -> Iterator[Part]:
    heading: Phrase | None = None
    for point in points:
        if point.heading and point.heading != heading:
            yield NoticePart(point.heading, heading=True)
        heading = point.heading
        yield from point.parts


def _fits(answer: Answer, points: Sequence[_Point]) -> bool:
    parts = (*_quoted_once(points), NoticePart(MORE))
    shown = replace(answer, parts=parts, open_points=(), folded=())
    # The longest head says how long ago the sources were reported.
    return len(paginate(outline(shown, Wording(), date.max), ONE_SCREEN)) == 1
