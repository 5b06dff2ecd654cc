"""Finds the court that a question asks for: the one of the lawsuit that is meant, or the one that decided."""

import re
from collections.abc import Iterator

from bot.cases.editions import in_last_edition
from bot.cases.model import Case, Party
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.succession import current, is_superseded
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import fact_words, light_words
from bot.qa.one_language import compared_words, words_read
from bot.qa.parsed_question import Term
from bot.qa.translation import is_read
from bot.search.entries import stems
from bot.search.sentences import sentences

ASKS = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:courts?|tribunals?)\b|\bcourts? name\b|\bname of (?:the )?court\b"
    r"|\bwhere (?:is|was|s) (?:the )?(?:\w+ )?(?:trial|case|lawsuit|suit)\b(?! stand)"
    r"|\bwhich county\b|\bwhere (?:do(?:es)?|did|will) (?:the|his|her|their) (?:appeal|case|suit) go\b"
)
"""Matches a question for a court; in plain lower-case words."""
APPEAL = frozenset(stems("appeal appellate supreme cassation"))
"""Stems of words for a court that decides on appeals."""
GENERIC = frozenset(
    stems(
        "court tribunal trial case lawsuit suit decide decision rule ruling verdict hear heard hearing held"
        " filed go name tried place county jury sit"
    )
)
"""Stems of words of a question for a court that do not tell which."""
COURT_WORD = re.compile(r"\b(?:court|tribunal|county|crown|magistrates)\b", re.IGNORECASE)
"""Matches a word that an article that names a court has."""
PLACED = re.compile(
    r"\b(?:[Cc]ourt|[Tt]ribunal|[Jj]ury) (?:in|of|for|at) (?:the )?(?:\w+ of )?(?!Appeal)[A-Z]\w+"
    r"|\b[A-Z]\w+ (?:Crown|County|High|District|Magistrates’|Superior) Court\b"
)
"""Matches words of an article that say which court it is, or where."""
MOST_COURTS = 3
"""How many courts a question means at most."""


def asks_for_a_court(asked: Interpretation) -> bool:
    """Whether a question asks which court it is, or where the case is heard."""
    return bool(ASKS.search(asked.question.text))


def courts_meant(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The words that introduce the courts that are meant, or else a sentence that says which court it is."""
    if not asks_for_a_court(asked):
        return ()
    terms = [one for one in asked.question.terms if one.word not in light_words()]
    if any(term.synonyms & APPEAL for term in terms):
        courts = [one for one in _courts(case) if _hears_appeals(one)]
        called = [one for one in courts if {term.stem for term in terms} & set(stems(one.name))]
        return tuple(_introduction(case, one) for one in (called or courts)[:MOST_COURTS])
    telling = [one for one in terms if one.stem not in GENERIC and one.word not in asked.agent_names]
    by_id = {one.id: one for one in case.parties}
    ids = dict.fromkeys((*_of_rulings(case, telling), *_of_lawsuits(case, asked)))
    of_appeal = {one.id for one in _courts(case) if _hears_appeals(one)}
    found = [by_id[one] for one in ids if one not in of_appeal]
    if not found:
        found = [one for one in _courts(case) if one.id not in of_appeal and _is_first_instance(case, one)]
    # Of a case of which nobody has recorded anything, any court that is mentioned would do.
    placed = _placed(case) if case.lawsuits and not telling else ()
    return tuple(_introduction(case, one) for one in found[:MOST_COURTS]) or tuple(placed)[:1]


def names_no_court(case: Case) -> bool:
    """Whether no word of a case's articles can be the name of a court, in languages that are read."""
    texts = (compared_words(source.text, source.in_language) for source in case.sources)
    return is_read(case) and not any(map(COURT_WORD.search, texts))


def _introduction(case: Case, court: Party) -> Selector:
    """The words that introduce a court: current ones with most words of its name."""
    name = set(stems(court.name))
    return max(
        court.described_as,
        key=lambda one: (len(name & set(stems(one.exact))), not is_superseded(case, one)),
    )


def _courts(case: Case) -> Iterator[Party]:
    return (one for one in case.parties if one.kind == "court")


def _hears_appeals(court: Party) -> bool:
    called = " ".join((court.name, *court.aliases, *(role.role for role in court.roles)))
    return bool(APPEAL & set(stems(called)))


def _is_first_instance(case: Case, court: Party) -> bool:
    """Whether a court decided something, or no lawsuit of the case has a court at all."""
    return any(one.decider == court.id for one in case.rulings) or not any(one.court for one in case.lawsuits)


def _of_rulings(case: Case, telling: list[Term]) -> Iterator[str]:
    """The courts that decided what a question names, such as an acquittal."""
    for ruling in current(case, case.rulings):
        known = set(stems(f"{fact_words().get(ruling.outcome, ruling.outcome)} {ruling.claim}")) - GENERIC
        if any(term.synonyms & known for term in telling):
            suits = (one for one in case.lawsuits if one.id in ruling.lawsuits)
            yield from filter(None, (one.court for one in suits))


def _of_lawsuits(case: Case, asked: Interpretation) -> Iterator[str]:
    suits = [one for one in case.lawsuits if one.id in asked.lawsuits] or case.lawsuits
    return (one.court for one in suits if one.court)


def _placed(case: Case) -> Iterator[Selector]:
    """The sentences of the articles that say which court it is, in the last edition that has them."""
    for source in case.sources:
        for start, end in sentences(source.text):
            words = make_selector(source.id, source.text, start, end)
            is_whole = words.exact.rstrip("\"'”’“»«").endswith((".", "!", "…"))
            said = words_read(case, words)
            if not is_whole or not PLACED.search(said) or control_character_in(words.exact):
                continue
            last = in_last_edition(case, words)
            if not is_superseded(case, last):
                yield last
