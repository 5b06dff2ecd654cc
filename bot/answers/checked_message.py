"""A message whose quotations are checked: whose it is, where it is linked, and the parts that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.answers.commands import MESSAGE
from bot.answers.query import Query
from bot.checking.parts import TYPED, TextPart

JOIN = "\n"
"""Stands between the parts of a message in the text of its query."""
OWN, SOMEBODYS = "own", "theirs"
NAME = re.compile(r"[^\w.]+")


@dataclass(frozen=True)
class CheckedMessage:
    """What a check says of the message that it is about.

    ``link`` is its https address, empty where there is none; ``is_own`` says that whoever asks wrote it.
    """

    link: str = ""
    is_own: bool = True


def message_query(parts: Iterable[TextPart], message: CheckedMessage) -> Query:
    """The query that checks a message's parts, which carries where each of them stood."""
    kept = [TextPart(part.text.strip(), NAME.sub(".", part.name)) for part in parts if part.text.strip()]
    text = JOIN.join(part.text for part in kept)
    named = ",".join(f"{part.name}:{len(part.text)}" for part in kept)
    whose = OWN if message.is_own else SOMEBODYS
    carried = " ".join(filter(None, (whose, named, message.link)))
    return Query("verify", (*((("text", text),) if text else ()), (MESSAGE, carried)))


def message_of(asked: Query) -> CheckedMessage | None:
    """The message that a query is about; None where its text was typed."""
    carried = (asked.get(MESSAGE) or "").split(" ")
    if carried[0] not in {OWN, SOMEBODYS}:
        return None
    link = carried[-1] if carried[-1].startswith("https://") else ""
    return CheckedMessage(link, carried[0] == OWN)


def parts_of(asked: Query) -> tuple[TextPart, ...]:
    """The parts of the text of a query: those of a message, or the one that was typed."""
    text = asked.get("text") or ""
    if message_of(asked) is None:
        return (TextPart(text),)
    carried = (asked.get(MESSAGE) or "").split(" ")
    parts = tuple(_cut(text, carried[1] if len(carried) > 1 else ""))
    return parts if JOIN.join(part.text for part in parts) == text else (TextPart(text, TYPED),)


def _cut(text: str, named: str) -> Iterator[TextPart]:
    at = 0
    for one in named.split(","):
        name, _, count = one.partition(":")
        if count.isdecimal():
            yield TextPart(text[at : at + int(count)], name.replace(".", " "))
            at += int(count) + len(JOIN)
