"""What became of an article's words in a newer edition: they stand, moved, or are altered or withdrawn."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.cases.model import Case, Source
from bot.cases.once_per_case import once_per_case
from bot.cases.problems import KeyPath
from bot.cases.quotation_marks import CLOSING_MARKS, OPENING_MARKS
from bot.cases.selectors import Selector, make_selector
from bot.cases.words import occurrences, without_spaces

Fate = Literal["stands", "moved", "altered", "withdrawn"]
"""What a newer edition did with a quotation: the words stand in the same order among the sentences that both
editions have, or out of it; other words stand in their place; or no sentence like theirs is left. Words that
stand only in a notice of correction do not stand in the edition."""
MIN_LIKENESS = 0.5
"""The ratio of difflib's SequenceMatcher, by words, from which a sentence is the changed form of another."""
SENTENCE_END = re.compile(rf"[.!?…]+[{CLOSING_MARKS})\]]*(?=\s+[{OPENING_MARKS}(\[]*[^\W_a-z])|\n+")
CLAUSE_END = re.compile(rf"{SENTENCE_END.pattern}|;(?=\s)")
"""Matches where a sentence, or a part of one before a semicolon, ends."""
WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")
"""Matches a word, or a number with its separators."""
TELLS_EARLIER = re.compile(r"\b(?:earlier|previous|original) (?:version|edition)\b", re.IGNORECASE)
"""Matches what a notice says before it repeats what an edition had said."""
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof)\.\Z")
"""Matches a title whose dot ends no sentence."""
Offsets = tuple[int, int]
"""The first offset of some words in a text and the one after their last, in code points."""


class Fated(NamedTuple):
    """What became of a quotation in the newest edition, and its words there; None where they are gone."""

    fate: Fate
    words: Selector | None


def newest_edition(case: Case, source: Source) -> Source:
    """The last edition that took an article's place and was not withdrawn; the article where none did."""
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
    if newest is source:
        return Fated("stands", selector)
    return _fate(source.text, newest.id, newest.text, selector, _notices(case))


@lru_cache(maxsize=4096)
def _fate(old: str, newest: str, new: str, selector: Selector, notices: tuple[str, ...]) -> Fated:
    span, exact = (selector.start, selector.end), selector.exact
    in_notices = _places(new, notices)
    if any(_overlap(span, one) for one in _places(old, notices)):
        in_notices = ()  # of a notice, what became of the notice itself is told
    body = tuple(one for one in _sentences(new) if not any(_overlap(one, notice) for notice in in_notices))
    found = [(at, at + len(exact)) for at in occurrences(new, exact)]
    places = [one for one in found if not any(_overlap(one, notice) for notice in in_notices)]
    first, last = _between(_unmoved(old, new, body), selector.start, len(new))
    if standing := [one for one in places if first <= one[0] < last]:
        return Fated("stands", make_selector(newest, new, *standing[0]))
    there = _in_changed_sentences(old, new, body, span)
    if there and not any(_overlap(there, one) for one in places):
        return Fated("altered", make_selector(newest, new, *there))
    if places:
        likest = next((one for one in places if there and _overlap(there, one)), places[0])
        return Fated("moved", make_selector(newest, new, *likest))
    return Fated("withdrawn", None)


def in_last_edition(case: Case, selector: Selector) -> Selector:
    """The words of a quotation in the last edition of its article that has them."""
    source, last = case.source_by_id[selector.source], selector
    later, notices = _later_editions(case), _notices(case)
    edition = source
    while edition.id in later:
        edition = later[edition.id]
        fate, words = _fate(source.text, edition.id, edition.text, selector, notices)
        if words and fate != "altered":
            last = replace(words, role=selector.role)
    return last


def edition_without(case: Case, selector: Selector) -> Source | None:
    """The edition that left out or altered the words of a quotation; None where the newest one has them."""
    return _later_editions(case).get(in_last_edition(case, selector).source)


def is_said_of_earlier(case: Case, selector: Selector) -> bool:
    """Whether a notice of correction repeats some words only as those of an earlier edition."""
    text = case.source_by_id[selector.source].text
    for start, end in _places(text, _notices(case)):
        if start <= selector.start and selector.end <= end:
            ends = [one.end() for one in CLAUSE_END.finditer(text, start, selector.start + 1)]
            after = max((end for end in ends if not TITLE.search(text[start:end])), default=start)
            return TELLS_EARLIER.search(text, after, selector.start) is not None
    return False


def in_force(case: Case, selectors: tuple[Selector, ...]) -> tuple[Selector, ...]:
    """Those of some quotations that the newest edition still has; all of them where it has none."""
    return tuple(one for one in selectors if fate_of(case, one).fate in {"stands", "moved"}) or selectors


def places_in(case: Case, edition: Source, selector: Selector) -> Iterator[Selector]:
    """Where the words of a quotation stand in another edition of its article, its notices left out."""
    notices = _places(edition.text, _notices(case))
    for place in _places(edition.text, (selector.exact,)):
        if not any(_overlap(place, notice) for notice in notices):
            yield make_selector(edition.id, edition.text, *place)


@once_per_case
def _notices(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.exact for one in case.sources for words in one.correction))


def edition_mistakes(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and a sentence for each edition that cannot be one.

    These are a circle, an edition that is older than the one whose place it took, two that took the same
    place, one whose words are those of its original, and one whose notice is quoted from another edition.
    """
    taken: dict[str, str] = {}
    for index, source in enumerate(case.sources):
        if any(one.source != source.id for one in source.correction):
            sentence = f"the notice is quoted from another edition; add “source: {source.id}” to it"
            yield ("sources", index, "correction"), sentence
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
        elif source.text and source.text == original.text:
            sentence = f"the text is that of “{original.id}”: an edition has something changed"
        if sentence:
            yield ("sources", index, "edition_of"), sentence
        taken.setdefault(original.id, source.id)


@once_per_case
def _later_editions(case: Case) -> Mapping[str, Source]:
    """The first edition after each source that was not withdrawn, for each source that has one."""
    later: dict[str, Source] = {}
    for edition in case.sources:
        original = None if edition.withdrawn else edition.edition_of
        while original:
            later[original] = edition
            before = case.source_by_id[original]
            original = before.edition_of if before.withdrawn else None
    return later


def _is_in_a_circle(case: Case, source: Source) -> bool:
    seen = {source.id}
    while source.edition_of in case.source_by_id:
        source = case.source_by_id[source.edition_of or ""]
        if source.id in seen:
            return True
        seen.add(source.id)
    return False


def _places(text: str, quotations: Sequence[str]) -> tuple[Offsets, ...]:
    return tuple((at, at + len(one)) for one in quotations for at in occurrences(text, one))


def _overlap(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[Offsets, ...]:
    ends = [found.end() for found in SENTENCE_END.finditer(text)]
    spans = (without_spaces(text, *one) for one in zip([0, *ends], [*ends, len(text)], strict=True))
    return tuple(one for one in spans if one[0] < one[1])


@lru_cache(maxsize=64)
def _unmoved(old: str, new: str, body: tuple[Offsets, ...]) -> tuple[tuple[int, int], ...]:
    """Where each sentence that both editions have in the same order begins, in the old and in the new one.

    As few as possible are out of order: these are the longest increasing subsequence of the new places.
    """
    waiting: dict[str, list[int]] = {}
    for start, end in reversed(body):
        waiting.setdefault(new[start:end], []).append(start)
    shared = [
        (start, waiting[one].pop()) for start, end in _sentences(old) if waiting.get(one := old[start:end])
    ]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(shared):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length:] = [place, *ends[length + 1 :]]
        last[length:] = [index, *last[length + 1 :]]
    kept: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        kept.append(shared[index])
        index = before[index]
    return tuple(reversed(kept))


def _between(unmoved: Sequence[tuple[int, int]], at: int, end: int) -> Offsets:
    """The part of the new edition in which words from ``at`` in the old one stand if they did not move."""
    following = bisect_right(unmoved, at, key=lambda one: one[0])
    return (
        unmoved[following - 1][1] if following else 0,
        unmoved[following][1] if following < len(unmoved) else end,
    )


def _in_changed_sentences(old: str, new: str, body: Sequence[Offsets], span: Offsets) -> Offsets | None:
    """The words of the new edition that stand where these stood, in the sentences most like theirs."""
    theirs = [one for one in _sentences(old) if _overlap(one, span)]
    words = _words(old, theirs[0][0], theirs[-1][1])
    matcher = SequenceMatcher(b=[word for word, _ in words], autojunk=False)
    best, likest = MIN_LIKENESS, None
    for first, last in zip(body, body[len(theirs) - 1 :], strict=False):
        others = _words(new, first[0], last[1])
        matcher.set_seq1([word for word, _ in others])
        if (ratio := matcher.ratio()) >= best:
            best, likest = ratio, others
    if likest is None:
        return None
    matcher.set_seq1([word for word, _ in likest])
    kept = [at for at, (_, one) in enumerate(words) if _overlap(one, span)]
    taken = [
        at
        for _, start, end, there, until in matcher.get_opcodes()
        for at in _taken(range(start, end), range(there, until), kept)
    ]
    return (
        _with_marks(new, (likest[taken[0]][1][0], likest[taken[-1]][1][1]), old[span[1] - 1])
        if taken
        else None
    )


def _taken(new: range, old: range, kept: Sequence[int]) -> range:
    """Which of the new words of a step between two sentences stand for the old words that are kept."""
    if not old:  # words that were put in, between two that are kept
        return new if kept and kept[0] < old.start <= kept[-1] else range(0)
    inside = [at for at in old if at in kept]
    if not inside or len(new) != len(old):
        return new if inside else range(0)
    return range(new.start + inside[0] - old.start, new.start + inside[-1] - old.start + 1)


def _words(text: str, start: int, end: int) -> list[tuple[str, Offsets]]:
    return [(found[0].casefold(), found.span()) for found in WORD.finditer(text, start, end)]


def _with_marks(text: str, span: Offsets, last: str) -> Offsets:
    """A span of whole words with the sign before a number, and the marks after it if the old words end so."""
    start, end = span
    while start and text[start - 1] in "$€£¥₹":
        start -= 1
    while not last.isalnum() and end < len(text) and text[end] in ".,;:!?…":
        end += 1
    return start, end
