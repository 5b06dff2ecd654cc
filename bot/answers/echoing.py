"""Repeats somebody's words in a sentence of the bot's own, no more of them than a reader needs."""

from bot.answers.phrases import Phrase, counted

MOST_ECHOED = 200
"""Code points of a claim that an answer repeats; how many follow is counted."""


def echoed(words: str) -> Phrase:
    """Somebody's words on one line, at most 200 code points of them, with how many more there are."""
    line = " ".join(words.split())
    if len(line) <= MOST_ECHOED:
        return Phrase("{words}", (("words", line),))
    return counted(
        "{words}… (and {count} more character)",
        "{words}… (and {count} more characters)",
        len(line) - MOST_ECHOED,
        words=line[:MOST_ECHOED].rstrip(),
    )
