"""Finds the passages in which a party, or who acts for it, denies something, or an article reports that."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.answers.cite import Cited
from bot.answers.findings import current_sentences, sides, told_findings
from bot.answers.representation import represented_by, speaks_for
from bot.answers.taken_back import denies_what_was_said
from bot.cases.editions import edition_without, in_force, in_last_edition
from bot.cases.model import Ruling, Statement
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector, make_selector
from bot.cases.succession import current, successor_of
from bot.qa.entities import EntityResolver
from bot.search.folding import fold
from bot.search.sentences import paragraph_around, sentences_of

NEVER = (
    r"(?<!will )(?<!would )(?<!can )(?<!could )(?<!should )(?<!may )(?<!might )(?<!must )"
    r"(?:(?:i|we|he|she|it)(?:['’](?:ve|d|s))?|have|has|had|was|were) never (?!again\b|mind\b"
    r"|been (?:so|more|less|as|this|that|easy|easier|about|happier|prouder|sure|surer|better|worse)\b"
    r"|(?:felt|thought|expected|imagined|dream\w+|wanted|wished|hoped|doubted|forgot\w*|forget\w*"
    r"|stop\w*|ga?ve|giv\w+|los\w+|regret\w*|recover\w*|end\w*|easy|enough|too|so|more)\b)"
)
"""Matches “never” where somebody says of themselves that something was not; not “will never forget”."""
NOT_ADMITTING = (
    r"(?:do|does|did|has|have|had|would|will|could)(?:n't| not) (?:ever |yet )?"
    r"(?:admit\w*|accept\w*|conced\w+|acknowledg\w+|agree\w*|share[sd]?|recogni[sz]\w+)"
    r"|without (?:admitting|any admission|admission)|no (?:admission|wrongdoing)|not guilty"
    r"|(?:not|nothing) (?:\w+ )?wrong(?:doing)?\b|disagree\w*|contest(?:s|ed)\b|refut\w+|rebut\w+"
)
"""Matches words for not admitting, in the voice of anybody."""
DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|innocen\w+|not guilty|false(?:ly|hoods?)?|untrue|make-believe|made(?: |-)up"
    r"|did(?:n'?t| not)|fabricat\w+|hoax|scam|baseless|unfounded|reject\w*|disput\w+"
    r"|bestreite\w*|bestritt\w*|unschuldig|erfunden|unwahr)\b"
    rf"|\b{NEVER}"
)
"""Matches words by which somebody denies something; in folded text."""
OUTRIGHTLY = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|innocen\w+|bestreite\w*|bestritt\w*"
    r"|(?:i|we|he|she|it|they) (?:\w+ )?did(?:n'?t| not) (?!want|comment|respond|reply|wish|say|think|expect"
    rf"|attend|testify|need)|{NOT_ADMITTING}|{NEVER})"
)
"""Matches the plainest of these words; in folded text."""
OBJECTS = re.compile(
    rf"\b(?:{NOT_ADMITTING}|no such|none ever|(?:not|isn't|aren't|wasn't|weren't) true"
    r"|nobody (?:\w+ ){0,4}ever|nobody (?:was|is) (?:\w+ )?(?:in|at|to)\b"
    r"|no (?:witness|evidence|proof|basis|merit)"
    r"|(?:i|we|he|she|they|it) (?:was|were|am|are|is) (?:\w+ )?right\b"
    r"|(?:not|never) (?:the |a )?(?:cause|fault)"
    r"|never wanted|without (?:basis|merit|foundation)|stands? by)\b"
)
"""Matches words by which somebody objects to what is alleged or found; in folded text."""
COUNTERS = re.compile(
    r"\b(?:argu(?:es?|ed|ing)|counter(?:s|ed)|contend(?:s|ed)|maintain(?:s|ed)|insist(?:s|ed)|object(?:s|ed)"
    r"|testified|told the (?:court|judge|jury|tribunal|panel|inquest)|calls (?:it|the|them)|attack(?:s|ed)"
    r"|challeng(?:es|ed)|should (?:not|never) have|relied|(?:has|have|had) said|says that"
    r"|said that (?:he|she|it"
    r"|they) had|vigorously|defend\w*|baffled|unfair\w*|condemned|acquitted|appeal(?:s|ed|ing)?|vindicat\w+"
    r"|overturn\w*|set aside|set the \w+ aside|travesty|injustice|disappoint\w*"
    r"|(?:is|are|was|were) (?:\w+ )?true|this is not over|as (?:high|far) as it)\b"
)
"""Matches words by which somebody tells the matter otherwise, without denying it outright; in folded text."""
CONCEDES = re.compile(r"\b(?:sorry|apolog\w+|we failed|we accept|admits?|admitted|conceded|declined)\b")
"""Matches words by which somebody admits something; in folded text."""
REPORTED = re.compile(
    rf"\b(?:{NOT_ADMITTING}|(?<!is )(?<!are )(?<!was )(?<!were )(?<!been )(?<!be )"
    r"(?:den(?:y|ies|ied)|disput(?:es?|ed)|reject(?:s|ed)|proclaim\w* (?:his|her|their|its) innocence))\b"
)
"""Matches words by which an article reports that somebody denies something; in folded text."""
NOT_DENYING = re.compile(
    r"\b(?:(?:\w+ not|never|\w+n't|neither|nor|nobody|no one) (?:(?:ever|even|really|\w+ly|\w+ n?or) )?"
    r"|refus\w+ to )(?:den(?:y|ies|ied|ying)|disput\w+|reject\w*|contest(?:s|ed|ing)?)\b"
)
"""Matches words by which somebody leaves something undenied: “did not deny”, “nor denied”; in folded text."""
OUTRIGHT, OBJECTING, COUNTERING, ACCOUNT = 0, 1, 2, 3
"""How plainly words deny: outright, by an objection, by another account, or by whatever else is said."""


class Denial(NamedTuple):
    """Words that deny something for a party (id), or report that, and how plainly."""

    words: Selector
    party: str
    plainness: int
    lawsuits: frozenset[str] = frozenset()
    """The ids of the lawsuits of which it is said; empty where that is not recorded."""
    is_older: bool = False
    """Whether what is said was since ruled on otherwise, so that it is no current account."""


@once_per_case
def told_denials(cited: Cited) -> tuple[Denial, ...]:
    """What the current reports have of denials, objections and other accounts of the sides of a case."""
    found: dict[tuple[str, tuple[str, int, int]], Denial] = {}
    said = (*_pleas(cited), *_in_statements(cited, sides(cited)))
    reported = (
        one for one in _in_sentences(cited) if not any(map(one.words.overlaps, (x.words for x in said)))
    )
    for one in (*said, *reported):
        known = found.get((one.party, one.words.span))
        if known is None or one.plainness < known.plainness:
            found[one.party, one.words.span] = one
    return tuple(found.values())


def denials_of(cited: Cited, party: str) -> list[Denial]:
    """What a party (id) denies or tells otherwise: a side, or somebody else in statements of its own."""
    if party in sides(cited):
        return [one for one in told_denials(cited) if one.party == party]
    return list(_in_statements(cited, [party]))


@once_per_case
def denials(cited: Cited, party: str, lawsuit: str | None = None) -> tuple[Selector, ...]:
    """The words in which a party, or who acts for it, denies something outright; shortest first.

    A sentence in the publisher's voice comes before the party's own words. Where a lawsuit (id) is given,
    those said of it come before all others, and those of other lawsuits are left out.
    """
    reported = (one for one in told_denials(cited) if not one.is_older and one.plainness < COUNTERING)
    said = [one for one in reported if one.party == party]
    about = [one for one in said if lawsuit is None or not one.lawsuits or lawsuit in one.lawsuits]
    about.sort(key=lambda one: _place(cited, one.words))
    about.sort(key=lambda one: lawsuit not in one.lawsuits)
    return tuple(one.words for one in about)


def _place(cited: Cited, words: Selector) -> tuple[bool, int, int]:
    return cited.speaker_of(words) is not None, len(words.exact), words.start


def _pleas(cited: Cited) -> Iterator[Denial]:
    for ruling in current(cited.case, cited.case.rulings):
        if ruling.outcome == "pleaded_not_guilty" and ruling.against:
            plea = in_force(cited.case, ruling.quote)
            for words in dict.fromkeys(in_last_edition(cited.case, one) for one in plea):
                yield Denial(words, ruling.against, OUTRIGHT, frozenset(ruling.lawsuits))


def _in_statements(cited: Cited, parties: Iterable[str]) -> Iterator[Denial]:
    """The sentences of statements in which some parties (ids) deny something or tell it their way.

    What was since ruled otherwise stays a denial, of its day; what its speaker took back does not.
    """
    for party in sorted(parties):
        speakers = speaks_for(cited, party)
        for statement in cited.case.statements:
            newer = successor_of(cited.case, statement)
            is_said = statement.speaker in speakers and statement.quote_type not in NO_DENIAL_TYPES
            is_corrected = newer and newer.how == "corrects" and isinstance(newer.fact, Ruling)
            if is_said and (newer is None or is_corrected):
                for words in _sentences(cited, statement):
                    plainness = _plainness(fold(words.exact))
                    if plainness is not None:
                        suits = frozenset(statement.lawsuits)
                        yield Denial(words, party, plainness, suits, is_older=newer is not None)


NO_DENIAL_TYPES = frozenset({"declined", "disclaimed", "question"})
"""The types of statements that tell nothing."""


def _without_concessions(said: str) -> str:
    """Folded text with blanks in place of words by which something is left undenied; as long as before."""
    return NOT_DENYING.sub(lambda found: " " * len(found[0]), said)


def _plainness(text: str) -> int | None:
    said = _without_concessions(text)
    if OUTRIGHTLY.search(said):
        return OUTRIGHT
    if DENIES.search(said) or OBJECTS.search(said):
        return OBJECTING
    if CONCEDES.search(said):
        return None
    return COUNTERING if COUNTERS.search(said) else ACCOUNT


def _sentences(cited: Cited, statement: Statement) -> Iterator[Selector]:
    """The parts of a statement's words in each sentence, in the newest edition that has them."""
    for quoted in statement.quote:
        selector = in_last_edition(cited.case, quoted)
        if edition_without(cited.case, selector) is not None:
            continue
        text = cited.case.source_by_id[selector.source].text
        for start, end in sentences_of(text, paragraph_around(text, selector.start, selector.end)):
            first, last = max(start, selector.start), min(end, selector.end)
            if first < last:
                yield make_selector(selector.source, text, first, last)


def _in_sentences(cited: Cited) -> Iterator[Denial]:
    """The sentences of the articles that report a denial of a side, by name or after one that names it.

    One that begins a paragraph and denies what an earlier one tells (“He denied it”) is none by itself.
    """
    resolver, between = EntityResolver(cited.case), sides(cited)
    acting = {one.id: represented_by(cited, one) & between for one in cited.case.parties}
    found = told_findings(cited)
    for selector, paragraph, _ in current_sentences(cited):
        said = fold(selector.exact)
        denies = REPORTED.search(_without_concessions(said))
        if not denies or any(selector.overlaps(one.words) for one in found) or cited.speaking(selector):
            continue
        if selector.start == paragraph.start and denies_what_was_said(said):
            continue
        text = cited.case.source_by_id[selector.source].text
        for context in (
            said[: denies.start()],
            text[paragraph.start : selector.start],
            text[: selector.start],
        ):
            named = resolver.named(context[-CONTEXT:])
            parties = (named & between) or frozenset(party for one in named for party in acting[one])
            if parties:
                yield from (Denial(selector, party, OUTRIGHT) for party in sorted(parties))
                break


CONTEXT = 400
"""How many code points before a sentence are looked at for whom it is about."""
