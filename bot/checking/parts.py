"""First stage of a check: the plain texts that a message shows, in order, each with where it stood."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TYPED = "text"
"""The name of the one part of a text that was typed or pasted."""


@dataclass(frozen=True)
class TextPart:
    """A text that a message shows, and where it stood, such as “content” or “attachment 1 footer”."""

    text: str
    name: str = TYPED


def shown_parts(found: Iterable[tuple[str, object]]) -> Iterator[TextPart]:
    """The parts of names and values that are texts with something in them; other values are left out."""
    for name, text in found:
        if isinstance(text, str) and text.strip():
            yield TextPart(text, name)
