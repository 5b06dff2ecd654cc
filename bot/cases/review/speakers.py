"""Statements whose cue, or the article's words beside them, name another speaker."""

import re
from collections.abc import Iterable, Iterator

from bot.cases.model import Case, Party, Statement
from bot.cases.review.observations import Observation
from bot.cases.selectors import Selector

SAYS = (
    "said|says|say|told|wrote|writes|added|adds|observed|testified|confirmed|conceded|countered|replied|argued"
    "|announced|posted|claimed|declined|stated|explained|insisted|complained|tweeted|called|denied|denies"
)
BETWEEN = r"(?:,[^.;:\"“”]{1,80},)?,?\s+(?:(?:had|has|have|also|then|later|continually|once|again|since)\s+)*"
AFTER_A_QUOTATION = re.compile(r"(?<=,)[\"”»]\s*(?P<words>[^\"“”.\n]{3,120})")
"""The article's words in the sentence that a quotation begins; after a full stop there are none."""


def wrong_speakers(case: Case) -> Iterator[Observation]:
    """Yield ``speaker`` for each statement whose speaker the article's words beside it do not name.

    Nothing is found where those words name nobody, as “he said” does, or name the speaker among others.
    """
    for index, statement in enumerate(case.statements):
        named = _named_by_cue(case, statement) or _named_beside(case, statement)
        if named and statement.speaker not in named and not _introduced(case, statement):
            names = ", ".join(f"“{case.party_by_id[one].name}”" for one in sorted(named))
            message = f"the article names {names} as the speaker of these words, not “{statement.speaker}”"
            yield Observation("speaker", ("statements", index, "speaker"), message)


def cues_elsewhere(case: Case) -> Iterator[Observation]:
    """Yield ``cue`` for each cue that names nobody, in another paragraph than all words of its statement.

    “She wrote.” tells who speaks only where it stands.
    """
    for index, statement in enumerate(case.statements):
        for at, cue in enumerate(statement.cue):
            is_beside = any(_in_one_paragraph(case, cue, one) for one in statement.quote)
            if not is_beside and not any(_mentioned(case.parties, cue.exact)):
                message = f"the cue “{cue.exact}” stands in another paragraph than the statement's words"
                yield Observation("cue", ("statements", index, "cue", at), message)


def _in_one_paragraph(case: Case, one: Selector, other: Selector) -> bool:
    between = slice(min(one.end, other.end), max(one.start, other.start))
    return one.source == other.source and "\n\n" not in case.source_by_id[one.source].text[between]


def _named_by_cue(case: Case, statement: Statement) -> set[str]:
    words = [cue.exact for cue in statement.cue]
    subjects = {party for one in words for party in _subjects(case.parties, one)}
    return subjects or {party for one in words for party in _mentioned(case.parties, one)}


def _named_beside(case: Case, statement: Statement) -> set[str]:
    """The parties that the report itself, or the words after a direct quotation, say to have spoken."""
    if statement.quote_type != "direct":
        reports = [_without(one, statement.quoted) for one in statement.quote]
    else:
        texts = {source.id: source.text for source in case.sources}
        after = [AFTER_A_QUOTATION.match(texts[one.source], one.end) for one in statement.quote]
        reports = [found["words"] for found in after if found]
    return {party for report in reports for party in _subjects(case.parties, report)}


def _without(quote: Selector, quoted: Iterable[Selector]) -> str:
    words = quote.exact
    for one in quoted:
        words = words.replace(one.exact, "")
    return words


def _introduced(case: Case, statement: Statement) -> bool:
    """Whether the words that introduce the speaker stand in the cue or the report itself."""
    party = case.party_by_id[statement.speaker]
    beside = (*statement.cue, *(statement.quote if statement.quote_type != "direct" else ()))
    return any(one.overlaps(other) for one in party.described_as for other in beside) or any(
        one.exact.lower() in other.exact.lower() for one in party.described_as for other in beside
    )


def _names(party: Party) -> Iterator[str]:
    yield from sorted({party.name, *party.aliases}, key=len, reverse=True)


def _subjects(parties: Iterable[Party], words: str) -> Iterator[str]:
    for party in parties:
        for name in map(re.escape, _names(party)):
            after = rf"(?<!\w){name}{BETWEEN}(?:{SAYS})\b"
            before = rf"\b(?:said|says|wrote|writes|added|replied)\s+{name}(?![\w'’-])"
            if re.search(rf"{after}|{before}", words):
                yield party.id


def _mentioned(parties: Iterable[Party], words: str) -> Iterator[str]:
    for party in parties:
        if any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w'’-])", words) for name in _names(party)):
            yield party.id
