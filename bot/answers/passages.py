"""Shows the passages of an answer: those that are current, who contradicts them, and what was superseded."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.answers.answer import NoticePart, Part
from bot.answers.cite import Cited
from bot.answers.neighbours import adds_superseded, with_neighbours
from bot.answers.over_time import EARLIER, SUPERSEDED, contradiction, superseded_remark
from bot.answers.phrases import Phrase
from bot.answers.planned import planned_remark
from bot.answers.short.whole import sentence_around, sentence_of
from bot.cases.dates import earliest
from bot.cases.editions import edition_without, fate_of, in_last_edition
from bot.cases.facts import Fact
from bot.cases.model import Case, Statement
from bot.cases.selectors import Selector
from bot.cases.succession import (
    contradicting,
    newest,
    parties_of,
    succession_of,
    successor_of,
    superseded_by,
    superseded_inside,
)

MOST_EARLIER = 3
"""How many superseded facts stand below the passages of an answer that the search did not find itself."""


class _Sorted(NamedTuple):
    """What a passage says: words that are current, and superseded ones with when and how they were."""

    present: list[Selector]
    superseded: list[tuple[Selector, Phrase | None]]


def current_passages_first(
    cited: Cited,
    passages: Iterable[Selector],
    part: Callable[[Cited, Selector], Part],
    parties: frozenset[str] = frozenset(),
) -> Iterator[Part]:
    """A part for each passage, widened; one that is superseded gives way to the words that are current.

    Superseded is a passage that reports only superseded facts, of those that are about the ``parties`` (ids)
    where some are, and one whose words a newer edition of its article altered or left out. What is open about
    a hearing or a deadline stands above a passage, and who contradicts it follows it; the passages that gave
    way follow under “Earlier”, each with when and how.
    """
    case = cited.case
    found = [_sorted(case, passage, parties) for passage in passages]
    shown: list[Selector] = []
    for passage in (in_last_edition(case, one) for sorted_ in found for one in sorted_.present):
        if not any(one.overlaps(passage) for one in shown) and edition_without(case, passage) is None:
            shown.append(passage)
    whole = [widened(cited, one) for one in shown]
    for at, passage in enumerate(shown):
        notices = tuple(dict.fromkeys(_planned_in(cited, passage)))
        yield from map(NoticePart, notices)
        if notices or not _stands_in_another(at, whole):
            yield part(cited, whole[at])
    yield from _contradicting_what_is_shown(cited, shown, parties)
    superseded = [one for sorted_ in found for one in sorted_.superseded]
    earlier = _without_repeats([*superseded, *_superseded_by_what_is_shown(case, shown)], shown)
    if earlier:
        yield NoticePart(EARLIER, heading=True)
    before: list[Selector] = []
    for passage, remark in ((widened(cited, one), remark) for one, remark in earlier):
        if not any(one.contains(passage) for one in before):
            before.append(passage)
            if remark:
                yield NoticePart(remark)
            yield part(cited, passage)


def _stands_in_another(at: int, whole: Sequence[Selector]) -> bool:
    """Whether one of some passages, by its place, is a part of a longer one, or the same as one before it."""
    own = whole[at]
    return any(
        one.contains(own) and (one.span != own.span or place < at)
        for place, one in enumerate(whole)
        if place != at
    )


def widened(cited: Cited, passage: Selector) -> Selector:
    """The passage as ``sentence_of`` gives it, with the sentences without which it is misread.

    A current passage stays as it is where that would add superseded words.
    """
    wide = with_neighbours(cited, sentence_of(cited, passage))
    return passage if adds_superseded(cited, passage, wide) else wide


def _sorted(case: Case, passage: Selector, parties: frozenset[str]) -> _Sorted:
    """The words that are current in the place of a passage, and those that were superseded."""
    facts = _facts_about(case, passage, parties)
    older = [fact for fact in facts if successor_of(case, fact)]
    newer = [one for fact in older for one in newest(case, fact).quote]
    if older and len(older) == len(facts):
        return _Sorted(newer, [(passage, superseded_remark(case, older[0]))])
    if changed := _changed_words(case, passage):
        return _Sorted(changed[1], [(passage, changed[0])])
    old_words = [(one, fact) for fact in older for one in fact.quote if passage.contains(one)]
    current = [
        one
        for fact in facts
        if fact not in older
        for one in fact.quote
        if passage.contains(one) and not any(one.overlaps(words) for words, _ in old_words)
    ]
    if not old_words or not current:
        return _Sorted([passage], [])
    remarks = [(words, superseded_remark(case, fact)) for words, fact in old_words]
    return _Sorted([*current, *newer], remarks)


def _planned_in(cited: Cited, passage: Selector) -> Iterator[Phrase]:
    """What no source says of the hearings and deadlines that a passage tells of."""
    for fact in succession_of(cited.case).facts:
        spans = (in_last_edition(cited.case, one) for one in fact.quote)
        is_told = any(passage.contains(one) or one.contains(passage) for one in spans)
        if is_told and (remark := planned_remark(cited, fact)):
            yield remark


def _without_repeats(
    superseded: Iterable[tuple[Selector, Phrase | None]], shown: Iterable[Selector]
) -> list[tuple[Selector, Phrase | None]]:
    """The superseded passages, none of which is shown already or repeats another one."""
    left: list[tuple[Selector, Phrase | None]] = []
    listed = list(shown)
    for passage, remark in superseded:
        if not any(one.overlaps(passage) or one.exact == passage.exact for one in listed):
            listed.append(passage)
            left.append((passage, remark))
    return left


def _changed_words(case: Case, passage: Selector) -> tuple[Phrase, list[Selector]] | None:
    """When a newer edition changed the words of a passage, and its sentence there, if one is left."""
    edition = edition_without(case, passage)
    if edition is None:
        return None
    words = fate_of(case, passage).words
    how = SUPERSEDED["replaces" if words else "withdraws"]
    source = case.source_by_id[passage.source]
    remark = how.filled(day=earliest(source.day), later=earliest(edition.day))
    return remark, [sentence_around(case.source_by_id[words.source], words)] if words else []


def _contradicting_what_is_shown(
    cited: Cited, shown: Iterable[Selector], parties: frozenset[str]
) -> Iterator[Part]:
    """Who contradicts the facts of some passages, and in which words, where these are not shown already."""
    listed = list(shown)
    for passage in tuple(listed):
        for fact in _facts_about(cited.case, passage, parties):
            for other in contradicting(cited.case, fact):
                quoted = [in_last_edition(cited.case, one) for one in other.quote]
                if not any(one.overlaps(words) for one in listed for words in quoted):
                    listed += quoted
                    whole_words = cited.quotations(widened(cited, one) for one in other.quote)
                    yield replace(contradiction(cited, other, fact), quotations=whole_words)


def _superseded_by_what_is_shown(
    case: Case, shown: Iterable[Selector]
) -> list[tuple[Selector, Phrase | None]]:
    """The first words of the facts that the facts in some passages superseded."""
    ranked: list[tuple[int, Fact]] = []
    for passage in shown:
        ranked += enumerate(one for fact in _facts_in(case, passage) for one in superseded_by(case, fact))
    # What each passage superseded last goes before what others superseded earlier.
    ranked.sort(key=lambda one: one[0])
    older = {one.quote[0].exact: one for _, one in ranked}
    return [(one.quote[0], superseded_remark(case, one)) for one in older.values()][:MOST_EARLIER]


def _facts_in(case: Case, passage: Selector) -> list[Fact]:
    """The facts that a passage reports: what happened where it tells of that, else what was said.

    Those that are quoted by exactly these words go before those that are quoted inside the passage, and these
    before those whose words it only shares in part.
    """
    words = in_last_edition(case, passage)
    near: dict[int, list[Fact]] = {}
    for fact in succession_of(case).facts:
        spans = [in_last_edition(case, one) for one in fact.quote]
        spans = [one for one in spans if one.overlaps(words)]
        if spans:
            rank = min(0 if one.span == words.span else 1 if words.contains(one) else 2 for one in spans)
            near.setdefault(rank, []).append(fact)
    facts = next((near[rank] for rank in sorted(near)), [])
    return [fact for fact in facts if not isinstance(fact, Statement)] or facts


def _facts_about(case: Case, passage: Selector, parties: frozenset[str]) -> list[Fact]:
    """The facts that a passage reports; where some are about one of the parties (ids), these alone."""
    facts = _facts_in(case, passage)
    return [fact for fact in facts if parties & parties_of(fact)] or facts


def _superseded_in(case: Case, passage: Selector) -> list[Fact]:
    """The facts that a passage reports, where all of them were superseded; none where one is current."""
    if not succession_of(case).successors:
        return []
    facts = _facts_in(case, passage)
    return facts if all(successor_of(case, fact) for fact in facts) else []


def outdated_words(cited: Cited, passage: Selector) -> tuple[tuple[Phrase, ...], tuple[Selector, ...]]:
    """When and how what a passage says, or any amount in it, was superseded, and the words that are current.

    Both are empty where all of it is current.
    """
    remarks, words = superseded_words(cited, passage)
    if not words:
        facts = tuple(superseded_inside(cited.case, passage))
        remarks = tuple(filter(None, (superseded_remark(cited.case, fact) for fact in facts)))
        words = tuple(one for fact in facts for one in newest(cited.case, fact).quote)
    if not words and (changed := _changed_words(cited.case, passage)):
        return (changed[0],), tuple(changed[1])
    return tuple(dict.fromkeys(remarks)), words


def superseded_words(cited: Cited, passage: Selector) -> tuple[tuple[Phrase, ...], tuple[Selector, ...]]:
    """When and how the facts of a passage were superseded, and the words of the current facts.

    Both are empty where the passage reports a current fact, or no fact at all.
    """
    facts = _superseded_in(cited.case, passage)
    remarks = dict.fromkeys(superseded_remark(cited.case, fact) for fact in facts)
    words = tuple(one for fact in facts for one in newest(cited.case, fact).quote)
    return tuple(remark for remark in remarks if remark), words
