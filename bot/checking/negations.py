"""What stands in a source right before a claim and reverses it: “no”, “never”, “whether”, “denied that”."""

import re

from bot.checking.claims import NEGATION, SourceSpan
from bot.checking.word_lists import PREPOSITIONS
from bot.search.folding import fold
from bot.search.sentences import paragraph_around, sentence_start

CLAUSE_BREAK = re.compile(r"[,;:()\[\]—–\"“”«»]|\s-\s|\b(?:but|because|however|although|though|while)\b")
REVERSES = re.compile(
    rf"{NEGATION.pattern}|\bwhether\b|\b(?:lies?|untrue|wrong|myth|hoax|fiction|rumou?rs?)(?= that\b)"
)
LAST_WORD = re.compile(r"[\w'’]+(?=\W*\Z)")


def reversal_before(place: SourceSpan) -> str:
    """The source's words from a negation up to a place, where one clause has both; empty without one.

    Words that a preposition leads to, as in “cleared of the allegation”, name what is negated and say nothing
    themselves: they are not reversed.
    """
    text, start = place.text, place.selector.start
    low = sentence_start(text, start)
    if low is None:
        low = paragraph_around(text, start, place.selector.end).start
    breaks = [found.end() for found in CLAUSE_BREAK.finditer(text, low, start)]
    clause = text[breaks[-1] if breaks else low : start]
    last = LAST_WORD.search(clause)
    if last is None or fold(last.group()) in PREPOSITIONS - {"without"}:
        return ""
    words = clause.split()
    folded = " ".join(map(fold, words))
    found = REVERSES.search(folded)
    # “n't” begins inside a word.
    return " ".join(words[folded.count(" ", 0, found.start()) :]) if found else ""
