"""What became of an article's words in a newer edition: they stand, moved, or are altered or withdrawn."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.cases.model import Case, Source
from bot.cases.problems import KeyPath
from bot.cases.selectors import Selector, make_selector
from bot.cases.words import occurrences

Fate = Literal["stands", "moved", "altered", "withdrawn"]
"""What a newer edition did with a quotation: the same words stand in the same paragraph, or in another; other
words stand in their place; or nothing like them does."""
MIN_LIKENESS = 0.6
"""The ratio of difflib's SequenceMatcher from which a newer edition's words stand for a quotation."""


class Fated(NamedTuple):
    """What became of a quotation in the newest edition, and its words there; None where they are gone."""

    fate: Fate
    words: Selector | None


def newest_edition(case: Case, source: Source) -> Source:
    """The last of the editions that took an article's place; the article itself where there is none."""
    later = _later_editions(case)
    while source.id in later:
        source = later[source.id]
    return source


def first_edition(case: Case, source: Source) -> Source:
    """The edition of an article that was published first."""
    while source.edition_of:
        source = case.source_by_id[source.edition_of]
    return source


def fate_of(case: Case, selector: Selector) -> Fated:
    """What the newest edition of a quotation's article did with the words."""
    source = case.source_by_id[selector.source]
    newest = newest_edition(case, source)
    return Fated("stands", selector) if newest is source else _fate(source, newest, selector)


@lru_cache(maxsize=4096)
def _fate(source: Source, newest: Source, selector: Selector) -> Fated:
    places = list(occurrences(newest.text, selector.exact))
    paragraph = _paragraph(source.text, selector.start, selector.end)
    if places:
        likest = max(places, key=lambda at: _likeness(paragraph, _around(newest.text, at, selector)))
        same = _likeness(paragraph, _around(newest.text, likest, selector)) >= MIN_LIKENESS
        end = likest + len(selector.exact)
        return Fated("stands" if same else "moved", make_selector(newest.id, newest.text, likest, end))
    return _altered(newest, selector)


def edition_mistakes(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and a sentence for each edition that cannot be one.

    These are a circle, an edition that is older than the one whose place it took, two that took the same
    place, and one whose words are those of its original.
    """
    taken: dict[str, str] = {}
    for index, source in enumerate(case.sources):
        original = case.source_by_id.get(source.edition_of or "")
        if original is None:
            continue
        sentence = ""
        if _is_in_a_circle(case, source):
            sentence = f"“{original.id}” is an edition of this one in its turn: one of them came first"
        elif source.day < original.day:
            sentence = f"an edition of {source.day} cannot take the place of one of {original.day}"
        elif original.id in taken:
            sentence = f"“{taken[original.id]}” took the place of “{original.id}” already: name that edition"
        if sentence:
            yield ("sources", index, "edition_of"), sentence
        taken.setdefault(original.id, source.id)


def _later_editions(case: Case) -> Mapping[str, Source]:
    """The edition that was published in the place of each source that has one."""
    return {source.edition_of: source for source in case.sources if source.edition_of}


def _is_in_a_circle(case: Case, source: Source) -> bool:
    seen = {source.id}
    while source.edition_of in case.source_by_id:
        source = case.source_by_id[source.edition_of or ""]
        if source.id in seen:
            return True
        seen.add(source.id)
    return False


def _altered(newest: Source, selector: Selector) -> Fated:
    """The sentence of the newest edition that is most like the quotation, as its altered words."""
    best, place = 0.0, (0, 0)
    for start, end in _windows(newest.text, len(selector.exact)):
        likeness = _likeness(selector.exact, newest.text[start:end])
        if likeness > best:
            best, place = likeness, (start, end)
    if best < MIN_LIKENESS:
        return Fated("withdrawn", None)
    return Fated("altered", make_selector(newest.id, newest.text, *place))


def _windows(text: str, length: int) -> Iterator[tuple[int, int]]:
    """Runs of whole words of a text that are about as long as a quotation, by lines."""
    at = 0
    for line in text.splitlines(keepends=True):
        starts = [0, *(place + 1 for place in occurrences(line, " "))]
        for start in starts:
            end = line.find(" ", start + length - 1)
            end = len(line.rstrip()) if end < 0 else end
            if start < end:
                yield at + start, at + end
        at += len(line)


def _around(text: str, at: int, selector: Selector) -> str:
    return _paragraph(text, at, at + len(selector.exact))


def _paragraph(text: str, start: int, end: int) -> str:
    before = text.rfind("\n\n", 0, start) + 2
    after = text.find("\n\n", end)
    return text[max(0, before if before > 1 else 0) : after if after >= 0 else len(text)]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
