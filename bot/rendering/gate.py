"""The last check before anything leaves: what a reader will see are the source's words and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.answer import Answer, Quotation
from bot.rendering.proof import Visible
from bot.rendering.sections import CONTINUED, CONTINUES, DOT
from bot.rendering.wording import Wording


class NotProvenOnPayload(Exception):
    """A payload that shows other quotations than the answer's: it must not be sent."""


def prove(answer: Answer, visible: Iterable[Visible], words: Wording) -> None:
    """Compare what all pages show with the spans of the sources, character for character and in order.

    Raises NotProvenOnPayload where a quotation is altered, missing, added, or credited to somebody else.
    """
    shown = iter(visible)
    for quotation in answer.quotations():
        if not quotation.selector.proves(quotation.source.text):
            raise NotProvenOnPayload(f"#{quotation.id} is not in its source")
        _prove_one(quotation, shown, words.credit(quotation))
    extra = next(shown, None)
    if extra:
        raise NotProvenOnPayload(f"a quotation that the answer does not hold: {extra.text!r}")


def _prove_one(quotation: Quotation, shown: Iterable[Visible], credit: str) -> None:
    """Take pieces off until the quotation is whole; each but the last says that it goes on."""
    at = 0
    text = quotation.text
    for piece in shown:
        end = at + len(piece.text)
        before = [CONTINUED] if at else []
        after = [CONTINUES] if end < len(text) else []
        if piece.text != text[at:end] or not piece.text:
            raise NotProvenOnPayload(f"#{quotation.id} shows as {piece.text!r}")
        if piece.credit != DOT.join([credit, *before, *after]):
            raise NotProvenOnPayload(f"#{quotation.id} is credited to {piece.credit!r}")
        at = end
        if at == len(text):
            return
    raise NotProvenOnPayload(f"#{quotation.id} is missing from {at}")
