"""The last check before a payload is sent: it shows the quotations of the answer and no others."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.answers.answer import Answer, EntryPart, Quotation
from bot.answers.phrases import Mention
from bot.rendering.buttons import CUT, excerpt, reading_command
from bot.rendering.limits import DISCORD
from bot.rendering.outline import is_veiled, seconds_of
from bot.rendering.proof import Offered, Veiled, Visible
from bot.rendering.sections import DOT
from bot.rendering.wording import Wording


class NotProvenOnPayload(Exception):
    """A payload shows other quotations than those of its answer: it must not be sent."""


def prove(answer: Answer, visible: Iterable[Visible], words: Wording) -> None:
    """Compare what all pages show with the spans of the sources, code point by code point, in order.

    Raises NotProvenOnPayload where a quotation is altered, missing, added, or credited to somebody else.
    """
    shown = iter(visible)
    for quotation, may_be_veiled in _with_veils(answer):
        if not quotation.selector.proves(quotation.source.text):
            raise NotProvenOnPayload(f"#{quotation.id} is not in its source")
        _prove_one(quotation, shown, words, may_be_veiled=may_be_veiled)
    extra = next(shown, None)
    if extra:
        raise NotProvenOnPayload(f"a quotation that the answer does not hold: {extra.text!r}")


def prove_menu(answer: Answer, offered: Iterable[Offered], words: Wording) -> None:
    """Compare the entries of menus with the quotations that they stand for.

    Raises NotProvenOnPayload where a label, command or description is not that of a quotation of the answer.
    """
    quotations = {reading_command(quotation): quotation for quotation in answer.quotations()}
    credits_of: dict[str, set[str | None]] = {command: {None} for command in quotations}
    for one in answer.quotations():
        credits_of[reading_command(one)].add(excerpt(words.credit(one), DISCORD.option_label))
    for command, name, description in offered:
        quotation = quotations.get(command)
        if quotation is None or not _is_named(quotation, name):
            raise NotProvenOnPayload(f"a menu offers {command!r} as {name!r}")
        if description not in credits_of[command]:
            raise NotProvenOnPayload(f"a menu describes {command!r} as {description!r}")


def prove_mentions(answer: Answer, mentions: Iterable[Mention]) -> None:
    """Compare the channels and people that a payload mentions with those that the answer's sentences name.

    Raises NotProvenOnPayload where somebody else is mentioned, as a name in a source or typed words would be.
    """
    details = (detail for part in answer.parts if isinstance(part, EntryPart) for detail in part.details)
    named = {mention for sentence in (answer.lead, *details) for mention in sentence.mentions}
    for mention in mentions:
        if mention not in named:
            raise NotProvenOnPayload(f"a mention that the answer does not hold: {mention}")


class Instant(NamedTuple):
    """An instant that an answer names, in seconds since 1970, or that is told by how long ago it was."""

    seconds: int
    is_relative: bool = False


def instants_of(answer: Answer) -> Iterator[Instant]:
    """The instants that an answer names: when its newest source was reported, and those of its entries."""
    if answer.as_of:
        yield Instant(seconds_of(answer.as_of), is_relative=True)
    for part in answer.parts:
        for detail in part.details if isinstance(part, EntryPart) else ():
            yield from (Instant(int(moment.timestamp())) for moment in detail.instants)


def prove_instants(answer: Answer, shown: Iterable[Instant]) -> None:
    """Compare the instants that a payload leaves to its platform to write with those that the answer names.

    Raises NotProvenOnPayload where another one is shown, or one in the other form.
    """
    known = set(instants_of(answer))
    for instant in shown:
        if instant not in known:
            raise NotProvenOnPayload(f"an instant that the answer does not name: {instant}")


def _with_veils(answer: Answer) -> Iterator[tuple[Quotation, bool]]:
    """The quotations of an answer in order, and whether a content note lets a platform hide each."""
    for part in answer.parts:
        yield from ((quotation, is_veiled(part, answer)) for quotation in part.quotations)
    for point in answer.open_points:
        yield from ((quotation, False) for quotation in point.quotations)


def _is_named(quotation: Quotation, name: str) -> bool:
    """Whether a label is a quotation's words, the beginning of them, or its id."""
    line = " ".join(quotation.text.split())
    begins = name.endswith(CUT) and line.startswith(name.removesuffix(CUT))
    return begins or name in {line, f"#{quotation.id}"}


def _prove_one(
    quotation: Quotation, shown: Iterator[Visible], words: Wording, *, may_be_veiled: bool
) -> None:
    """Take pieces until the quotation is whole; each but the last has to say that it continues."""
    at = 0
    text, credit = quotation.text, words.credit(quotation)
    for piece in shown:
        end = at + len(piece.text)
        before = [words.continued] if at else []
        after = [words.continues] if end < len(text) else []
        if piece.text != text[at:end] or not piece.text:
            raise NotProvenOnPayload(f"#{quotation.id} shows as {piece.text!r}")
        if isinstance(piece, Veiled) and not may_be_veiled:
            raise NotProvenOnPayload(f"#{quotation.id} is hidden")
        if piece.credit != DOT.join([credit, *before, *after]):
            raise NotProvenOnPayload(f"#{quotation.id} is credited to {piece.credit!r}")
        at = end
        if at == len(text):
            return
    raise NotProvenOnPayload(f"#{quotation.id} is missing from {at}")
