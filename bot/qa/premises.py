"""Tells whether a question takes something for granted that no article reports: a conviction, a confession.

“When was he convicted” has no answer where nobody was; the nearest passage would seem to confirm it. The
sentences that deny it are shown instead.
"""

import re
from functools import cache
from typing import NamedTuple

from bot.cases.editions import in_last_edition
from bot.cases.model import Case
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.succession import is_superseded
from bot.qa.answer_types import YES_NO_START
from bot.qa.entities import EntityResolver
from bot.qa.german import GERMAN
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import lines
from bot.qa.one_language import words_read
from bot.qa.translation import is_read
from bot.search.folding import fold
from bot.search.sentences import sentences

OPEN_QUESTION = re.compile(r"\b(?:when|why|how|which|what|where|who|whose)\b")
"""Matches a word of a question that asks for more than yes or no; in plain lower-case words."""
HYPOTHETICAL = re.compile(r"\b(?:would|could|might|may|will|can|if|should)\b")
"""Matches words of a question that takes nothing for granted; in plain lower-case words."""
DENIED = re.compile(
    r"(?:\b(?:not|never|no|nobody|none|neither|nor|without|den(?:y|ies|ied)|refus\w+ to|declin\w+ to|yet to"
    r"|clear(?:ed|s)? \w+ of|acquit\w*|reject\w*|dismiss\w*|threw out|turn(?:ed|s)? down)\b|n['’]t\b)"
    r"[^;:]{0,60}$"
)
"""Matches the end of folded words that turn what follows."""
DENIED_AFTER = re.compile(r"^[^.,;:]{0,60}?\b(?:not|never|no|nobody|none|nothing|neither|demand\w*|sought)\b")
"""Matches the beginning of folded words that turn what stands before: in German “gestand er nicht”."""
SUPPOSED = re.compile(
    r"\b(?:if|would|could|may|might|should|maximum|whether|unless|alleg\w+|accus\w+|claim\w*"
    r"|sought|seek\w*|demand\w*|(?:ask|call|push|press)\w* for)\b[^;:]{0,30}$"
)
"""Matches the end of folded words by which what follows may be or is claimed, and not what was."""
OF_ANY = "* "
"""Begins a line of the lexicon on what any question takes for granted that names it."""
MOST = 2
"""How many sentences that say otherwise are shown at most."""


class Premise(NamedTuple):
    """What a question can take for granted: how that shows in it, and how an article would report it."""

    asked: re.Pattern[str]
    reported: re.Pattern[str]
    is_of_any: bool
    """Whether questions that ask for yes or no, or for what may be, take it for granted as well."""


class _Sentence(NamedTuple):
    """A sentence of an article, with its folded words, a German one's in English."""

    words: Selector
    said: str
    is_german: bool


class FalsePremise(NamedTuple):
    """That no article reports what a question takes for granted, and the sentences that say otherwise."""

    otherwise: tuple[Selector, ...]


@cache
def premises() -> tuple[Premise, ...]:
    """The premises of the lexicon, in its order."""
    parted = (line.partition(" | ") for line in lines("premises"))
    return tuple(
        Premise(re.compile(asked.removeprefix(OF_ANY)), re.compile(reported), asked.startswith(OF_ANY))
        for asked, _, reported in parted
    )


def false_premise(case: Case, asked: Interpretation) -> FalsePremise | None:
    """What says otherwise than a question takes for granted; None where an article reports it.

    None as well where an article is in a language that no pattern reads: it may report it. A sentence reports
    it where it neither denies it nor tells it as possible, and, where it names people, names those whom the
    question names or means.
    """
    text = fold(asked.question.main)
    is_open = OPEN_QUESTION.search(text) and not (YES_NO_START.search(text) or HYPOTHETICAL.search(text))
    supposed = [one for one in premises() if (is_open or one.is_of_any) and one.asked.search(text)]
    if not supposed or not is_read(case):
        return None
    resolver = EntityResolver(case)
    people = {one.id for one in case.parties if one.kind == "person"}
    meant = (asked.parties | asked.agents) & people
    otherwise: list[Selector] = []
    for premise in supposed:
        denied: list[Selector] = []
        for sentence in _sentences(case):
            named = resolver.named(sentence.words.exact.lower()) & people
            if meant and named and not meant & named:
                continue
            found = premise.reported.search(sentence.said)
            if found is None:
                continue
            if premise.is_of_any or not _is_turned(sentence, found):
                break
            denied.append(sentence.words)
        else:
            otherwise += denied
            return FalsePremise(tuple(dict.fromkeys(otherwise))[:MOST])
    return None


def _is_turned(sentence: _Sentence, found: re.Match[str]) -> bool:
    """Whether what a sentence reports is denied, or only told as possible: before it, in it, or after it."""
    before, after = sentence.said[: found.start()], sentence.said[found.end() :]
    return bool(
        DENIED.search(before)
        or SUPPOSED.search(before)
        or " not " in found[0]
        or (sentence.is_german and DENIED_AFTER.search(after))
    )


@once_per_case
def _sentences(case: Case) -> tuple[_Sentence, ...]:
    """The current sentences of the articles."""
    found: list[_Sentence] = []
    for source in case.sources:
        for start, end in sentences(source.text):
            words = make_selector(source.id, source.text, start, end)
            is_repeated = in_last_edition(case, words).source != source.id
            if not (control_character_in(words.exact) or is_repeated or is_superseded(case, words)):
                said = fold(words_read(case, words))
                found.append(_Sentence(words, said, GERMAN.is_of(source.in_language)))
    return tuple(found)
