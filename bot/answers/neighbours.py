"""Lets a passage have the sentences beside it without which it is misread: whom it means, what turns it."""

import re
from collections.abc import Mapping
from itertools import pairwise

from bot.answers.cite import Cited
from bot.answers.denials import OF_WHAT_WAS_SAID
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.sources import Source
from bot.search.folding import fold
from bot.search.sentences import Span, paragraph_around, sentences_of

MOST_CODE_POINTS = 360
"""How long a passage becomes at most with the sentences before it: about five lines on a phone."""
MOST_WITH_TURN = 480
"""How long it becomes at most with a sentence that turns it."""
BEGINS_WITH_A_PRONOUN: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"(?:{words})\b(?!['’-])", re.IGNORECASE)
    for language, words in {
        "en": r"he|she|they|it|his|her|hers|their|its|both|neither",
        "de": r"er|sie|sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?|beide",
        "es": r"él|ella|ellos|ellas|su|sus|ambos|ambas",
    }.items()
}
"""Matches a pronoun at the beginning of a sentence, by the language of the article."""
TURNS_BACK: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:but|however|yet|nevertheless|nonetheless|even so)\b|(?:still|instead),"
        r"|(?:the|a) (?:jury|jurors|judges?|court|tribunal|panel)\b[^.;,]{0,40}"
        r"\b(?:rejected|dismissed|disagreed|threw out|reversed|overturned|did not believe|not persuaded)\b"
        r"|(?:that|this|the) (?:ruling|finding|verdict|decision|claim|order|conviction|judge?ment|award)\b"
        r"[^.;]{0,60}\b(?:rejected|dismissed|thrown out|reversed|overturned|set aside|quashed|vacated)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(r"(?:aber|doch|jedoch|allerdings|dennoch|trotzdem)\b", re.IGNORECASE),
    "es": re.compile(r"(?:pero|sin embargo|no obstante|aun así)\b", re.IGNORECASE),
}
"""Matches the beginning of a sentence that takes back or limits what the one before says, by language."""


MARKS = (("“", "”"), ("«", "»"))
"""Quotation marks of which one opens and another one closes; what “ closes in German, it opens elsewhere."""
DISBELIEVES = re.compile(r"\b(?:did|does|do) not (?:believe|accept) (?:it|that|this|them|him|her)(?=[.,;]|$)")
"""Matches words by which something is not believed that an earlier sentence tells; in folded text."""


def with_neighbours(cited: Cited, passage: Selector) -> Selector:
    """The passage with the rest of a speech that it cuts, whom its first pronoun means, and what turns it."""
    return _with_turn(cited, _with_antecedent(cited, _with_whole_speech(cited, passage)))


def _with_whole_speech(cited: Cited, passage: Selector) -> Selector:
    """The passage up to where a quotation mark is closed that it opens, and from where one is opened.

    It stays as it is where its paragraph does not have the other mark, or not near enough.
    """
    source, found = cited.case.source_by_id[passage.source], passage
    starts = [one.start for one in _sentences(source, passage.start) if one.start < passage.start]
    ends = [one.end for one in _sentences(source, passage.end - 1) if one.end > passage.end]
    for end in ends if _is_left_open(passage.exact) else ():
        if not (longer := _of_one_voice(cited, passage, Span(passage.start, end), MOST_WITH_TURN)):
            break
        if not _is_left_open(longer.exact):
            found = longer
            break
    for start in reversed(starts) if _closes_another(found.exact) else ():
        if not (longer := _of_one_voice(cited, passage, Span(start, found.end), MOST_WITH_TURN)):
            break
        if not _closes_another(longer.exact):
            return longer
    return found


def _is_left_open(text: str) -> bool:
    """Whether a text opens a quotation mark that it does not close."""
    return any(text.rfind(opening) > text.rfind(closing) for opening, closing in MARKS)


def _closes_another(text: str) -> bool:
    """Whether a text closes a quotation mark that it does not open."""
    return any(-1 < text.find(closing) < text.find(opening) % (len(text) + 1) for opening, closing in MARKS)


def _with_antecedent(cited: Cited, passage: Selector) -> Selector:
    """The passage from the sentence before on, where it rests on that; and so on from that one.

    It rests on that where it begins with a pronoun, or denies what was said.

    It stays as it is where there is no such sentence in its paragraph, where that is in another voice, or
    where both together are longer than ``MOST_CODE_POINTS``.
    """
    source = cited.case.source_by_id[passage.source]
    pronoun = BEGINS_WITH_A_PRONOUN.get(_language(source))
    said = fold(passage.exact)
    rests = pronoun and (
        pronoun.match(passage.exact) or OF_WHAT_WAS_SAID.search(said) or DISBELIEVES.search(said)
    )
    if not pronoun or not rests:
        return passage
    before = {own.start: earlier.start for earlier, own in _neighbours(source, passage.start)}
    start, found = before.get(passage.start, -1), passage
    while start >= 0:
        longer = _of_one_voice(cited, passage, Span(start, passage.end), MOST_CODE_POINTS)
        if longer is None:
            break
        found = longer
        start = before.get(start, -1) if pronoun.match(source.text, start) else -1
    return found


def _with_turn(cited: Cited, passage: Selector) -> Selector:
    source = cited.case.source_by_id[passage.source]
    turns = TURNS_BACK.get(_language(source))
    ends = (own.end for earlier, own in _neighbours(source, passage.end - 1) if earlier.end == passage.end)
    end = next(ends, passage.end)
    following = source.text[passage.end : end].lstrip(" \"'“‘„«")
    if not turns or not turns.match(following):
        return passage
    return _of_one_voice(cited, passage, Span(passage.start, end), MOST_WITH_TURN) or passage


def _language(source: Source) -> str:
    return source.in_language.partition("-")[0].lower()


def _sentences(source: Source, at: int) -> list[Span]:
    """The sentences of the paragraph at an offset."""
    return list(sentences_of(source.text, paragraph_around(source.text, at, at + 1)))


def _neighbours(source: Source, at: int) -> list[tuple[Span, Span]]:
    """The same, each with the one after it."""
    return list(pairwise(_sentences(source, at)))


def _of_one_voice(cited: Cited, passage: Selector, span: Span, longest: int) -> Selector | None:
    """The longer passage; None where it has another voice as well, or is too long."""
    text = cited.case.source_by_id[passage.source].text
    longer = make_selector(passage.source, text, span.start, span.end, passage.role)
    if span.end - span.start > longest or control_character_in(longer.exact):
        return None
    return longer if cited.attribution(longer) == cited.attribution(passage) else None
