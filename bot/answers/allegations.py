"""Puts the finding, the acquittal and the denial side by side: none of them alone is the whole answer."""

import re
from collections.abc import Container, Iterable, Iterator

from bot.answers.cite import Cited
from bot.answers.denials import OBJECTING, OUTRIGHT, told_denials
from bot.answers.denials_beside import Nearness, added_denials
from bot.answers.findings import accused_in, findings, told_findings, words_of
from bot.answers.guilt_asked import AskedAbout, alleged, claim_words
from bot.answers.nearest_findings import accused_asked_about, nearest_findings, ruled_on
from bot.cases.model import Ruling
from bot.cases.selectors import Selector
from bot.search.sentences import paragraph_around

MOST_PARTIES = 2
"""Of how many parties a denial goes before further findings."""
IS_BESIDE = 0.1
"""How much nearer findings count that stand in the paragraph of what answers."""
IS_NEAR = 0.2
"""How much farther from a question than a denial that answers it a finding may be, to stand above that."""


def deniers(cited: Cited, passages: Iterable[Selector]) -> frozenset[str]:
    """The ids of the accused whose denials some passages are, or report."""
    listed = list(passages)
    accused = {one.against for one in alleged(cited)}
    reported = (one for one in told_denials(cited) if one.party in accused and one.plainness == OUTRIGHT)
    return frozenset(one.party for one in reported if any(map(one.words.overlaps, listed)))


def both_sides(
    cited: Cited,
    passages: Iterable[Selector],
    asked: AskedAbout,
    nearness: Nearness,
    *,
    is_about_guilt: bool = True,
) -> tuple[Selector, ...]:
    """The passages of an answer with the findings and each party's denials that belong to it.

    First come findings on the claims that are asked about, then the passages that deny nothing, then findings
    as near to the question as those that deny, then these, then other findings, then added denials; whatever
    else there is of a kind follows the first of each. Of the findings about each party, and of its denials,
    those nearest to the question come; where that is not about guilt, the plainest denials. Where some of the
    accused, or some claims, are asked about, the findings and denials of others and those of other lawsuits
    are left out. What one of the passages shows already is not added.
    """
    passages = list(passages)
    beside = _paragraphs(cited, passages)
    first = nearest_findings(
        cited, asked, lambda one: nearness(one) + IS_BESIDE * bool(beside & _paragraphs(cited, [one]))
    )
    own = _supporting(cited, ruled_on(cited, asked))
    others = (one for one in alleged(cited) if not set(words_of(cited, one)) & set(own))
    others_ruled = _supporting(cited, others)
    shown = [one for one in passages if not own or not _is_about_others(one, others_ruled, own)]
    parties = dict.fromkeys((*accused_asked_about(cited, asked), *sorted(asked.parties | asked.others)))
    parties |= dict.fromkeys(_others_ruled_on(cited, [*shown, *first], parties))
    denied = added_denials(cited, shown, parties, nearness, is_about_guilt=is_about_guilt)
    first += found_on(cited, [*shown, *denied])
    added = [one for one in dict.fromkeys(first) if not any(other.contains(one) for other in shown)]
    meant = (one for one in ruled_on(cited, asked) if asked.claims & claim_words([one.claim]))
    claimed = _paragraphs(cited, _supporting(cited, meant))

    listed = [one for one in (*shown, *added) if any(map(one.overlaps, (*first, *own)))]
    found = [*_without_contained(listed)]
    ordered = _ordered(cited, shown, found, claimed, nearness)
    key = {*shown[:1], *_of_each_kind(cited, found), *_of_each_party(cited, [*shown, *denied])}
    return tuple(_without_contained(sorted([*ordered, *denied], key=lambda one: one not in key)))


def _ordered(
    cited: Cited,
    shown: list[Selector],
    found: list[Selector],
    claimed: set[tuple[str, int]],
    nearness: Nearness,
) -> list[Selector]:
    """Passages and found ones in the order of ``both_sides``; ``claimed`` are the claims' paragraphs."""
    every = [*dict.fromkeys((*shown, *found))]
    around = _paragraphs(cited, (one for one in shown if one in found))
    leads = shown[:1] == [one for one in found if one in shown][:1]
    nearest_denial = max((nearness(one) for one in shown if _denies(cited, one)), default=0.0)

    far = 4, 0

    def rank(one: Selector) -> tuple[float, int]:
        if one not in found:
            return 3 if _denies(cited, one) else 1, 0
        paragraph = _paragraphs(cited, [one])
        if claimed & paragraph:
            return 0, one.start
        if around & paragraph:
            return 0.5 if leads else 1.5, one.start
        return (2, 0) if nearness(one) + IS_NEAR >= nearest_denial else far

    if all(one in shown or rank(one) == far for one in found):
        return every
    return sorted(every, key=rank)


def _of_each_kind(cited: Cited, found: Iterable[Selector]) -> Iterator[Selector]:
    """The first of some findings, and the first that speaks for those concerned where that one does not."""
    listed = list(found)
    clearing = [
        one for one in listed if any(one.overlaps(x.words) and x.clears for x in told_findings(cited))
    ]
    others = [one for one in listed if one not in clearing]
    yield from (*others[:1], *clearing[:1])


def _of_each_party(cited: Cited, passages: Iterable[Selector]) -> Iterator[Selector]:
    """The first of some passages in which each party denies something."""
    parties = set[str]()
    for one in passages:
        denying = {x.party for x in told_denials(cited) if one.overlaps(x.words)} - parties
        if denying and len(parties) < MOST_PARTIES:
            parties |= denying
            yield one


def _denies(cited: Cited, passage: Selector) -> bool:
    return any(passage.overlaps(one.words) for one in told_denials(cited) if one.plainness <= OBJECTING)


def found_on(cited: Cited, passages: Iterable[Selector]) -> Iterator[Selector]:
    """The findings that follow immediately on a denial that is among some passages, or is a part of one."""
    texts = {source.id: source.text for source in cited.case.sources}
    for passage in passages:
        for denial in told_denials(cited):
            if denial.words.overlaps(passage):
                for one in told_findings(cited):
                    words = one.words
                    gap = texts[words.source][denial.words.end : words.start]
                    is_next = words.source == denial.words.source and denial.words.end <= words.start
                    if is_next and not re.sub(r"\W", "", gap) and "\n" not in gap:
                        yield words


def found_against(cited: Cited, passages: Iterable[Selector], clearing: Iterable[Selector]) -> list[Selector]:
    """The passages that tell what was found against somebody whom one of the ``clearing`` ones clears."""
    listed = list(clearing)
    settling = [one for one in told_findings(cited) if one.is_settling]
    cleared = {
        party
        for one in settling
        if one.clears and any(map(one.words.overlaps, listed))
        for party in one.parties
    }
    against = [one.words for one in settling if not one.clears and cleared & one.parties]
    return [one for one in passages if any(map(one.overlaps, against))]


def found_about(cited: Cited, passages: Iterable[Selector]) -> frozenset[str]:
    """The ids of the accused of whom some passages tell whether they did what is alleged."""
    listed = list(passages)
    reported = [
        one for one in told_findings(cited) if one.is_settling and any(map(one.words.overlaps, listed))
    ]
    return accused_in(cited).intersection(party for one in reported for party in one.parties)


def _others_ruled_on(cited: Cited, passages: Iterable[Selector], parties: Container[str]) -> list[str]:
    """The ids of those on whom passages tell of rulings or charges, where none is against a given party."""
    others: list[str] = []
    for passage in passages:
        ruled = [one for one in alleged(cited) if any(map(passage.overlaps, words_of(cited, one)))]
        if not any(one.against in parties for one in ruled):
            others += [one.against for one in ruled if one.against]
    return others


def _paragraphs(cited: Cited, selectors: Iterable[Selector]) -> set[tuple[str, int]]:
    """The source and the start of each paragraph in which some words stand."""
    texts = {source.id: source.text for source in cited.case.sources}
    return {(one.source, paragraph_around(texts[one.source], one.start, one.end).start) for one in selectors}


def is_denial(cited: Cited, selector: Selector) -> bool:
    """Whether words are, or report, the denial of somebody about whom there are findings."""
    return bool(findings(cited)) and bool(deniers(cited, [selector]))


def _supporting(cited: Cited, rulings: Iterable[Ruling]) -> list[Selector]:
    """The words of the first report on each ruling: later ones only mention it."""
    return [words for ruling in rulings for words in words_of(cited, ruling)]


def _is_about_others(passage: Selector, others: Iterable[Selector], own: Iterable[Selector]) -> bool:
    """Whether a passage tells of findings about others, and of none about those who are asked about."""
    return any(map(passage.overlaps, others)) and not any(map(passage.overlaps, own))


def _without_contained(selectors: list[Selector]) -> Iterator[Selector]:
    for at, selector in enumerate(selectors):
        outer = [
            other
            for place, other in enumerate(selectors)
            if place != at and other.contains(selector) and (other.span != selector.span or place < at)
        ]
        if not outer:
            yield selector
