"""Direct statements whose words are the article's own: they stand outside its quotation marks."""

import re
from collections.abc import Iterator

from bot.cases.model import Party, Source, Statement
from bot.cases.quotation_marks import MarkedSpan, paragraphs, passages
from bot.cases.selectors import Selector
from bot.cases.spans import Entries
from bot.cases.words import occurs_whole

OF_A_SPEAKER = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|us|[Oo]urs?|[Yy]ou|[Yy]ours?)\b")
REPORTS = re.compile(
    r"\b(?:said|says|told|wrote|writes|added|called|claimed|declined|denie[ds]|argued|asked|explained)\b"
)
SET_OFF = (":", "—", "–")
LABEL = re.compile(r"(?P<speaker>[QA](?=[:.])|[^\W\d_][^:\n]{0,39}(?=:))[:.]\s+")
"""Matches the label of a conversation's turn, such as “Q: ”, “OSK: ” or “Maren Osk: ”."""


def unmarked_speech(entries: Entries) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The path and a sentence for each direct statement that surely takes words outside quotation marks.

    A paragraph can be a post that is set off without marks. So only those English paragraphs are judged that
    the article itself says: one that names the speaker or reports speech, and in which nobody says “I” or
    “you” outside marks.
    """
    sources = {entry.id: entry for _, entry in entries if isinstance(entry, Source)}
    parties = {entry.id: entry for _, entry in entries if isinstance(entry, Party)}
    for path, entry in entries:
        if isinstance(entry, Statement) and entry.quote_type == "direct" and entry.speaker in parties:
            for selector in entry.quote:
                source = sources.get(selector.source)
                if source and _is_outside(source, selector, entry, parties[entry.speaker]):
                    sentence = (
                        f"“{selector.exact}” stands outside quotation marks in {source.file}: these are not "
                        f"the speaker's words; write “quote_type: indirect”, or “mixed” with “quoted:”"
                    )
                    yield (*path, "quote"), sentence


def length_of_label(words: str, speaker: Party | None = None) -> int:
    """How many code points of some words are a label, “Q: ” or “THE WITNESS: ”, after which somebody speaks.

    Zero where they begin with none. A name in small letters is a label of the speaker's turn alone.
    """
    label = LABEL.match(words)
    if label is None:
        return 0
    names = (speaker.name, *speaker.aliases, speaker.name.split()[-1]) if speaker else ()
    return label.end() if label["speaker"].isupper() or label["speaker"] in names else 0


def _is_outside(source: Source, selector: Selector, statement: Statement, speaker: Party) -> bool:
    text = source.text
    if not source.in_language.startswith("en") or not selector.proves(text):
        return False
    marked = passages(text)
    if not any(map(str.isalnum, _unmarked(text, selector.start, selector.end, marked))):
        return False
    for start, end in paragraphs(text):
        if start <= selector.start < end:
            return (
                selector.end <= end
                and not length_of_label(text[start:end], speaker)
                and not text[:start].rstrip().endswith(SET_OFF)
                and not text[start : selector.start].rstrip().endswith(SET_OFF)
                and _is_reported(_unmarked(text, start, end, marked), statement, speaker, (start, end))
            )
    return False


def _is_reported(words: str, statement: Statement, speaker: Party, paragraph: tuple[int, int]) -> bool:
    start, end = paragraph
    source = statement.quote[0].source
    cued = any(cue.source == source and start <= cue.start < end for cue in statement.cue)
    named = any(occurs_whole(name, words) for name in (speaker.name, *speaker.aliases))
    return not OF_A_SPEAKER.search(words) and (cued or named or bool(REPORTS.search(words)))


def _unmarked(text: str, start: int, end: int, marked: tuple[MarkedSpan, ...]) -> str:
    """The words of a span that stand in no passage, joined by spaces."""
    kept, at = [], start
    for passage in marked:
        if passage.end > at and passage.start < end:
            kept.append(text[at : max(at, passage.start)])
            at = max(at, passage.end)
    return " ".join((*kept, text[at:end] if at < end else ""))
