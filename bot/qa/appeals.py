"""Finds the words that tell whether somebody appealed: what became of appeals, then what was announced."""

import re
from collections.abc import Iterable, Iterator

from bot.cases.editions import in_last_edition
from bot.cases.facts import Fact
from bot.cases.model import Case, Event, Ruling, Statement
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.succession import current, is_superseded, newest_day, parties_of
from bot.qa.entities import EntityResolver
from bot.qa.interpretation import Interpretation
from bot.qa.one_language import recorded_words, words_read
from bot.qa.parsed_question import Term
from bot.qa.roles_asked import principals
from bot.search.entries import stems
from bot.search.folding import fold
from bot.search.sentences import sentences

ASKS = re.compile(
    r"^(?:and |but |so |ok |wait )*(?:"
    r"(?:did|does|do|is|are|has|have|had|will|would) (?!the appeal)(?:\S+ ){1,8}?(?<!the )(?<!court )"
    r"appeal(?:ed|ing)?(?! court| hearing| judge| panel| succeed| fail| work| be| been heard)\b"
    r"|(?:is|was|will) there (?:be )?(?:an|any) appeal\b"
    r"|(?:who|anybody|anyone|any) (?:has )?appeal(?:ed|s|ing)?\b"
    r"|file[ds]? (?:\S+ ){1,5}?appeal\b)"
)
"""Matches a question whether there is an appeal, not one about how it went; in plain lower-case words.

A German one can begin with its verb: “filed the bank appeal”.
"""
HOW_IT_WENT = re.compile(r"\b(?:when|why|where|grounds|win|won|lose|lost|succeed\w*|fail\w*|heard|how)\b")
"""Matches words that ask for something else about an appeal."""
ANNOUNCED = re.compile(
    r"\b(?:would|will|shall|plan\w*|intend\w*|want\w*|hop(?:e|es|ed|ing)|vow\w*|promis\w*|prepar\w*|announc\w*"
    r"|going to|about to|consider\w*|decid\w*|whether|days|weeks|months|seek\w*|ask\w*)\b[^.;]{0,80}\bappeal"
    r"|\b(?:am|are|is) (?:\w+ )?appealing\b"
)
"""Matches words that say that somebody means to appeal, or may; in folded text."""
MADE = re.compile(
    r"\bappealed\b|\b(?:filed|lodged|withdr\w+|dropped|gave up|given up|granted|dismissed|rejected|denied"
    r"|upheld)\b[^.;]{0,80}\bappeal|\bappeals?\b[^.;]{0,60}\b(?:filed|lodged|withdrawn|dropped|granted"
    r"|dismissed|rejected|denied|pending)\b"
)
"""Matches words that say that somebody has appealed, or what became of it; in folded text."""
NEGATED = re.compile(r"\b(?:no|not|never|nothing|neither|nobody)\b")
"""Matches words by which a report says that there is no appeal; in folded text."""
ENDS_AS_ONE = re.compile(r"[.!…][\"'”’“»«]*\Z")
"""Matches the end of a sentence: a heading ends otherwise."""
APPEALING = frozenset(
    stems("appeal appeals appealed appealing file filed decision ruling verdict judgment court case")
)
"""Stems of words of a question for an appeal that do not tell against what."""
MOST = 4
"""How many passages answer whether somebody appealed at most."""


def appeals_meant(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """The words on appeals, of the parties that a question names: first what was filed or decided.

    Then comes who has not appealed, and who announced it. Facts that were superseded are left to the answer,
    which tells them as earlier; where no fact tells of an appeal, the sentences of the articles do.
    """
    text = asked.question.text
    if not ASKS.search(text) or HOW_IT_WENT.search(text):
        return
    resolver = EntityResolver(case)
    found = [*_facts(case, resolver, asked.parties)] or [*_sentences(case, resolver, asked.parties)]
    about = [one for one in asked.terms.weights if one.stem not in APPEALING]
    found = [one for one in found if _has_all(case, one, about)] or found
    found.sort(key=lambda words: newest_day(case, [words]), reverse=True)
    found.sort(key=lambda words: _order(fold(words_read(case, words))))
    yield from found[:MOST]


def _has_all(case: Case, words: Selector, terms: Iterable[Term]) -> bool:
    """Whether some words have what a question names besides an appeal, such as what was appealed."""
    own = set(stems(words_read(case, words)))
    return all(term.synonyms & own for term in terms)


def _order(said: str) -> tuple[bool, bool]:
    """The place of some folded words among others: what came about, who did not, what was announced."""
    return bool(ANNOUNCED.search(said)), bool(NEGATED.search(said))


def _facts(case: Case, resolver: EntityResolver, parties: frozenset[str]) -> Iterator[Selector]:
    """The words of each current fact that tells of an appeal, of one of the parties (ids) if any."""
    facts: Iterable[Fact] = (*case.rulings, *case.events, *case.statements)
    for fact in current(case, facts):
        if _is_about_an_appeal(case, fact) and (not parties or parties & _appealing(case, resolver, fact)):
            yield next((one for one in fact.quote if "appeal" in fold(words_read(case, one))), fact.quote[0])


def _is_about_an_appeal(case: Case, fact: Fact) -> bool:
    said = fold(" ".join(words_read(case, one) for one in fact.quote))
    match fact:
        case Ruling():
            return fact.on == "appeal" and "appeal" in f"{fold(recorded_words(case, fact.claim))} {said}"
        case Event():
            label = fold(recorded_words(case, fact.label))
            return fact.event_status is None and "appeal" in label and "hearing" not in label
        case Statement():
            return fact.quote_type not in {"question", "declined"} and bool(ANNOUNCED.search(said))
        case _:
            return False


def _appealing(case: Case, resolver: EntityResolver, fact: Fact) -> frozenset[str]:
    """The ids of the parties whose appeal a fact can be: whom it is about or names, and for whom they act."""
    about = parties_of(fact)
    acts_for = frozenset[str]().union(*(principals(resolver, case.party_by_id[one]) for one in about))
    named = resolver.named(" ".join((getattr(fact, "label", ""), getattr(fact, "claim", ""))).lower())
    return about | acts_for | named


def _sentences(case: Case, resolver: EntityResolver, parties: frozenset[str]) -> Iterator[Selector]:
    """The sentences on an appeal that was made or announced, of one of the parties (ids) if any."""
    for source in case.sources:
        for start, end in sentences(source.text):
            words = make_selector(source.id, source.text, start, end)
            said = fold(words_read(case, words))
            if "appeal" not in said or not ENDS_AS_ONE.search(words.exact):
                continue
            is_told = MADE.search(said) or ANNOUNCED.search(said)
            named = resolver.named(words.exact.lower())
            meant = named.union(*(principals(resolver, case.party_by_id[one]) for one in named))
            if not is_told or (parties and not parties & meant):
                continue
            is_repeated = in_last_edition(case, words).source != source.id
            if not is_repeated and not control_character_in(words.exact) and not is_superseded(case, words):
                yield words
