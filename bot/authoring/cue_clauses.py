"""Finds the whole clause that says who speaks, of which the rules read the name and the verb."""

from bot.authoring.article import Article
from bot.authoring.case_file import can_be_quoted

AT_THE_ENDS = " \t\u00a0,.;:!?—–-\"“”«»‘’'"
"""Signs that do not belong to a clause where it begins or ends."""


def cue_clause(
    article: Article, cue: tuple[int, int] | None, pieces: tuple[tuple[int, int], ...]
) -> tuple[int, int] | None:
    """The span of the article's own words in its sentence around a cue, up to the quotations beside it.

    ``pieces`` are the spans of the statement. None where the cue stands in another paragraph than all of
    them, inside one of them, or where its words cannot be quoted.
    """
    if cue is None or any(start < cue[1] and cue[0] < end for start, end in pieces):
        return None
    text = article.text
    paragraph = article.paragraph_at(cue[0])
    if not any(paragraph.start <= start < paragraph.end for start, _ in pieces):
        return None
    sentence = article.sentence_at(cue[0])
    before = [one.end for one in article.quoted if one.end <= cue[0]]
    after = [one.start for one in article.quoted if one.start >= cue[1]]
    low = max(sentence.start, paragraph.start, *before)
    high = min(sentence.end, paragraph.end, *after)
    words = text[low:high]
    low += len(words) - len(words.lstrip(AT_THE_ENDS))
    high -= len(words) - len(words.rstrip(AT_THE_ENDS))
    found = (min(low, cue[0]), max(high, cue[1]))
    return found if can_be_quoted(text, *found) else cue if can_be_quoted(text, *cue) else None
