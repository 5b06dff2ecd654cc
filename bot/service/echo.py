"""How much of what somebody typed an answer repeats: 200 characters at most, and nothing once shared."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.answers.answer import Answer, Part, VerdictPart
from bot.answers.phrases import MAX_TYPED, Phrase, phrase, shortened
from bot.answers.query import Query

MOST_ECHOED = 200
"""Code points of somebody's own words that one answer repeats, all of them together."""
SOURCE_SAYS = phrase("What the source says:")


def bounded(answer: Answer) -> Answer:
    """The answer with what it repeats of a claim cut to ``MOST_ECHOED`` code points in all."""
    longest = _longest([len(words) for part in answer.parts for words in _echoed(part)])
    if longest is None:
        return answer
    parts = tuple(_cut(part, longest) for part in answer.parts)
    return replace(answer, parts=parts, short=_of_short(answer, bounded))


def _of_short(answer: Answer, reduced: Callable[[Answer], Answer]) -> Callable[[], Answer] | None:
    """What makes the short form of an answer with the same words left out as of the whole one."""
    short = answer.short
    return None if short is None else lambda: reduced(short())


def without_typed_words(answer: Answer) -> Answer:
    """The answer without any words that whoever asked has typed: only those of sources and of the bot."""
    parts = tuple(_unclaimed(part) for part in answer.parts)
    kept = tuple(part for part in parts if not (isinstance(part, VerdictPart) and not part.quotations))
    lead = SOURCE_SAYS if _repeats(answer.lead, answer.query) else answer.lead
    return replace(answer, parts=kept, lead=lead, short=_of_short(answer, without_typed_words))


def _echoed(part: Part) -> Iterator[str]:
    if isinstance(part, VerdictPart):
        yield part.claim
        yield from (difference.claimed for difference in part.differences)
        yield from filter(None, map(_claimed_speaker, part.remarks))


def _claimed_speaker(remark: Phrase) -> str:
    """The name of whoever is said to have said the claim, where a remark repeats it; else an empty text."""
    return next((str(value) for name, value in remark.values if name == "speaker"), "")


def _longest(lengths: Sequence[int]) -> int | None:
    """The length to which each text is cut so that all fit; None where they fit as they are."""
    if sum(lengths) <= MOST_ECHOED:
        return None
    room, waiting = MOST_ECHOED, sorted(lengths)
    while waiting and waiting[0] <= room // len(waiting):
        room -= waiting.pop(0)
    return room // max(1, len(waiting))


def _cut(part: Part, longest: int) -> Part:
    if not isinstance(part, VerdictPart):
        return part
    differences = tuple(
        replace(difference, claimed=_shortened(difference.claimed, longest))
        for difference in part.differences
    )
    remarks = tuple(
        one.filled(**{**dict(one.values), "speaker": _shortened(name, longest)})
        if (name := _claimed_speaker(one))
        else one
        for one in part.remarks
    )
    return replace(part, claim=_shortened(part.claim, longest), differences=differences, remarks=remarks)


def _shortened(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: max(0, longest - 1)].rstrip() + "…"


def _unclaimed(part: Part) -> Part:
    if not isinstance(part, VerdictPart):
        return part
    sources = [one.source.text.casefold() for one in part.quotations]
    # A name that a source has is no word of whoever typed it.
    remarks = tuple(
        one for one in part.remarks if any(_claimed_speaker(one).casefold() in text for text in sources)
    )
    return replace(part, claim="", differences=(), remarks=remarks)


def _repeats(sentence: Phrase, query: Query) -> bool:
    """Whether a sentence repeats the value of an option, whole or shortened."""
    typed = {shortened(value).casefold() for _, value in query.options}
    said = {value for _, value in sentence.values if isinstance(value, str) and len(value) <= MAX_TYPED}
    return any(value.casefold() in typed for value in said)
