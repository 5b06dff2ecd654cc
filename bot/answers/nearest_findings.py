"""Chooses the findings that stand in the answer to a question about guilt, whatever else answers it."""

from collections.abc import Iterator

from bot.answers.cite import Cited
from bot.answers.denials_beside import Nearness
from bot.answers.findings import ReportedFinding, accused_in, told_findings
from bot.answers.guilt_asked import CRIMINAL, AskedAbout, alleged, claim_words
from bot.cases.model import Ruling
from bot.cases.selectors import Selector
from bot.qa.entities import EntityResolver
from bot.search.folding import fold

MOST_FINDINGS = 2
"""How many findings about each party are added to what answers, where all are of one kind."""
IS_SETTLING, IS_CLAIMED = 0.1, 0.15
"""How much nearer findings count that settle a claim, and those on a claim or a crime that is asked about."""
AGAINST_NOBODY = 0.1
"""How much farther orders count that go against nobody, such as one on a document."""
LEAST_NEARNESS = 0.3
"""How near a finding must be that the case file does not record."""


def nearest_findings(cited: Cited, asked: AskedAbout, nearness: Nearness) -> list[Selector]:
    """About each party the nearest finding and the nearest acquittal, in the order of the case.

    Where all about a party are of one kind, the two nearest of that come; where the nearest of a kind is no
    recorded ruling on a claim, the nearest that is one comes, too.
    """
    claimed = (suit for one in ruled_on(cited, asked) for suit in one.lawsuits if asked.claims)
    suits = asked.lawsuits or frozenset(claimed)
    scores = {one: _score(one, asked, nearness) for one in told_findings(cited)}
    ranked = sorted(
        (one for one in scores if one.claim or scores[one] >= LEAST_NEARNESS), key=lambda one: -scores[one]
    )
    reported = [one for one in ranked if not suits or not one.lawsuits or suits & one.lawsuits]
    taken = [one for one in reported if not _names_others(cited, one, asked.parties)][:1]
    for party in accused_asked_about(cited, asked):
        taken += _about_party(cited, asked, party, reported)
        taken += _rulings(party, reported, reported if asked.lawsuits else ranked)
    return [one.words for one in scores if one in taken]


def _about_party(
    cited: Cited, asked: AskedAbout, party: str, ranked: list[ReportedFinding]
) -> list[ReportedFinding]:
    """The first finding and the first acquittal about a party (id), or the first two where all are of a kind.

    What was found in the lawsuits that a party who is asked about brought counts as about it: a suit for
    libel decides on what was said of the plaintiff.
    """
    asking = asked.parties & {party}
    brought = {suit.id for suit in cited.case.lawsuits if asking.intersection(suit.plaintiffs)}
    about = [one for one in ranked if party in one.parties or brought & one.lawsuits]
    wide = [one for one in about if not any(_lies_in(one.words, other.words) for other in about)]
    both = [next((one for one in wide if one.clears == clears), None) for clears in (False, True)]
    return [one for one in both if one] if all(both) else wide[:MOST_FINDINGS]


def _rulings(
    party: str, reported: list[ReportedFinding], every: list[ReportedFinding]
) -> Iterator[ReportedFinding]:
    """The first recorded ruling of each kind on a party (id), among those reported or, without one, of all.

    Who was acquitted by one court may have been found liable by another, in a suit that is not asked about.
    """
    for clears in (False, True):
        of_kind = (
            one
            for ranked in (reported, every)
            for one in ranked
            if party in one.parties and one.is_settling and one.clears == clears
        )
        yield from (one for one in [next(of_kind, None)] if one)


def _names_others(cited: Cited, finding: ReportedFinding, parties: frozenset[str]) -> bool:
    """Whether a finding is not about some parties (ids), and names others that are sued or charged."""
    named = EntityResolver(cited.case).named(finding.words.exact)
    return bool(parties and not parties & (finding.parties | named) and named & accused_in(cited))


def _score(finding: ReportedFinding, asked: AskedAbout, nearness: Nearness) -> float:
    is_claimed = bool(asked.claims & claim_words([finding.claim]))
    is_claimed |= asked.is_criminal and bool(CRIMINAL.search(fold(finding.words.exact)))
    weight = IS_SETTLING * finding.is_settling + IS_CLAIMED * is_claimed
    return nearness(finding.words) + weight - AGAINST_NOBODY * finding.is_against_nobody


def _lies_in(words: Selector, others: Selector) -> bool:
    return others.contains(words) and words.span != others.span


def accused_asked_about(cited: Cited, asked: AskedAbout) -> tuple[str, ...]:
    """The ids of the accused that are asked about and of whom something was found; else of all accused."""
    reported = dict.fromkeys(party for one in told_findings(cited) for party in sorted(one.parties))
    accused = accused_in(cited)
    meant = tuple(one for one in reported if one in asked.parties & accused)
    return meant or tuple(one for one in reported if one in accused)


def ruled_on(cited: Cited, asked: AskedAbout) -> list[Ruling]:
    """The rulings on the accused that are asked about; those of the lawsuits of the claims that are."""
    ruled = [one for one in alleged(cited) if not asked.parties or one.against in asked.parties]
    meant = [one for one in ruled if asked.claims & claim_words([one.claim])]
    suits = {suit for one in meant for suit in one.lawsuits}
    return [one for one in ruled if not suits or suits & {*one.lawsuits} or one in meant]
