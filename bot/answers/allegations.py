"""Puts the finding, the acquittal and the denial side by side: none of them alone is the whole answer."""

import re
from collections.abc import Container, Iterable, Iterator

from bot.answers.asked_parties import CRIMINAL, AskedAbout, alleged, claim_words, ruled_on
from bot.answers.cite import Cited
from bot.answers.denials import OBJECTING, OUTRIGHT, told_denials
from bot.answers.denials_beside import countered
from bot.answers.findings import ReportedFinding, accused_in, findings, told_findings, words_of
from bot.answers.rows import MOST_DENIED, Nearness, denied_in, found_in, row_of
from bot.cases.model import Ruling
from bot.cases.selectors import Selector
from bot.qa.entities import EntityResolver
from bot.search.folding import fold
from bot.search.sentences import paragraph_around

MOST_PARTIES = 2
"""Of how many parties a denial goes before further findings."""
IS_BESIDE = 0.1
"""How much nearer findings count that stand in the paragraph of what answers."""
IS_CLAIMED = 0.15
"""How much nearer findings count that are on a claim or a crime that is asked about."""
AGAINST_NOBODY = 0.1
"""How much farther orders count that go against nobody, such as one on a document."""
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
    """The passages of an answer with the findings and the denials of the rows of those it is about.

    First come findings on the claims that are asked about, then the passages that deny nothing, then findings
    as near to the question as those that deny, then these, then other findings, then added denials; whatever
    else there is of a kind follows the first of each. Where some of the accused, or some claims, are asked
    about, the passages about others and those of other lawsuits are left out. What one of the passages shows
    already is not added. Where the question is not about guilt, those alone are heard whom ``asked`` names,
    with the plainest denial of each.
    """
    passages = list(passages)
    own = _supporting(cited, ruled_on(cited, asked))
    others = (one for one in alleged(cited) if not set(words_of(cited, one)) & set(own))
    others_ruled = _supporting(cited, others)
    shown = [one for one in passages if not own or not _is_about_others(one, others_ruled, own)]
    accused = _accused_asked_about(cited, asked)
    first = _found(cited, accused, asked, nearness, _paragraphs(cited, passages))
    parties = [*dict.fromkeys((*accused, *sorted(asked.parties | asked.others)))]
    if is_about_guilt:
        parties += _others_ruled_on(cited, [*shown, *first], parties)
        parties += _charged_with(cited, asked)
    found = [*shown, *first]
    denied = (
        _denied(cited, parties, found, shown, nearness)
        if is_about_guilt
        else _plainest(cited, parties, found, shown)
    )
    first += found_on(cited, [*shown, *denied])
    added = [one for one in dict.fromkeys(first) if not any(other.contains(one) for other in shown)]
    meant = (one for one in ruled_on(cited, asked) if asked.claims & claim_words([one.claim]))
    claimed = _paragraphs(cited, _supporting(cited, meant))

    listed = [one for one in (*shown, *added) if any(map(one.overlaps, (*first, *own)))]
    found = [*_without_contained(listed)]
    ordered = _ordered(cited, shown, found, claimed, nearness)
    key = {*shown[:1], *_of_each_kind(cited, found), *_of_each_party(cited, [*shown, *denied])}
    return tuple(_without_contained(sorted([*ordered, *denied], key=lambda one: one not in key)))


def _accused_asked_about(cited: Cited, asked: AskedAbout) -> list[str]:
    """The ids of the accused that are asked about and of whom something was found; else of all accused."""
    found = [one for one in sorted(accused_in(cited)) if row_of(cited, one).found]
    return [one for one in found if one in asked.parties] or found


def _charged_with(cited: Cited, asked: AskedAbout) -> list[str]:
    """The ids of those who are charged and belong to who is asked about, where it is asked of a crime."""
    charged = dict.fromkeys(one.against for one in alleged(cited) if one.on == "charge")
    resolver = EntityResolver(cited.case)
    return [
        one
        for one in charged
        if one
        and asked.is_criminal
        and any(asked.parties & resolver.named(role.role) for role in cited.case.party_by_id[one].roles)
    ]


def _found(
    cited: Cited,
    parties: Iterable[str],
    asked: AskedAbout,
    nearness: Nearness,
    beside: Container[tuple[str, int]],
) -> list[Selector]:
    """The findings of the rows of some parties (ids), in the order of the case."""
    claimed = (suit for one in ruled_on(cited, asked) for suit in one.lawsuits if asked.claims)
    suits = asked.lawsuits or frozenset(claimed)

    def score(one: ReportedFinding) -> float:
        is_claimed = bool(asked.claims & claim_words([one.claim])) or bool(suits & one.lawsuits)
        is_claimed |= asked.is_criminal and bool(CRIMINAL.search(fold(one.words.exact)))
        is_beside = any(one in beside for one in _paragraphs(cited, [one.words]))
        weight = IS_BESIDE * is_beside + IS_CLAIMED * is_claimed
        return nearness(one.words) + weight - AGAINST_NOBODY * one.is_against_nobody

    taken = {one.words for party in parties for one in found_in(row_of(cited, party), score, suits)}
    return [one.words for one in told_findings(cited) if one.words in taken]


def _denied(
    cited: Cited, parties: Iterable[str], found: Iterable[Selector], shown: list[Selector], nearness: Nearness
) -> list[Selector]:
    """The denials of the rows of some parties (ids) that stand beside what was found, none that is shown."""
    denied, answered = list[Selector](), countered(cited, found)
    for party in sorted(set(parties)):
        taken = denied_in(cited, row_of(cited, party), nearness, answered)
        denied += [one for one in taken if not any(map(one.overlaps, (*shown, *denied)))][:MOST_DENIED]
    return denied


def _plainest(
    cited: Cited, parties: Iterable[str], found: Iterable[Selector], shown: list[Selector]
) -> list[Selector]:
    """The plainest denial of each of some parties (ids), where none as plain is shown."""
    denied, answered = list[Selector](), countered(cited, found)
    for party in sorted(set(parties)):
        row = row_of(cited, party)
        plain = [one.words for one in row.denied if one.plainness <= OBJECTING]
        if not any(other.contains(one) for one in plain for other in shown):
            denied += denied_in(cited, row, lambda _: 0.0, answered)[:1]
    return denied


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
