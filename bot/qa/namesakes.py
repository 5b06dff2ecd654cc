"""Tells whether a question is about somebody whom no source knows: a namesake of a party, or a relative.

The nearest passage tells of the party itself, and would be taken for the answer.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.cases.model import Case
from bot.cases.once_per_case import once_per_case
from bot.qa.lexicon import lines
from bot.qa.one_language import compared_words, names_of
from bot.qa.parsed_question import ParsedQuestion
from bot.search.words import words

OF_THE_SAME_NAME = frozenset({"jr", "junior", "sr", "senior"})
"""Words after a name by which somebody else of that name is told apart."""
OWNER = r"\b(?:his|her|their|(?P<name>\w{3,}?)(?:['’]s|s['’]|s)?) "
"""Matches, before a word for a relative, whose relative it is."""


def is_about_a_stranger(case: Case, question: ParsedQuestion) -> bool:
    """Whether a question names a namesake of a party, or a relative of one, whom no source mentions."""
    typed = words(question.typed)  # a word that was only corrected to one for a relative is none
    kin = (one for one in _unknown_kin(case, question.text) if one in typed)
    return any(_namesakes(case, question.text)) or any(kin)


def _namesakes(case: Case, asked: str) -> Iterator[str]:
    """The words of a question that make a party's last name that of somebody else, unknown to the case."""
    known, given = words_of(case), _given_names()
    cut = words(asked.replace("'s", ""))
    for person in case.parties:
        if person.kind == "person" and (names := words(person.name)):
            own = {word for name in (person.name, *person.aliases) for word in words(name)}
            for at, word in enumerate(cut):
                before, after = cut[at - 1] if at else "", cut[at + 1] if at + 1 < len(cut) else ""
                if word == names[-1]:
                    yield from {before} & given - own - known
                    yield from {after} & OF_THE_SAME_NAME - own - known


def _unknown_kin(case: Case, asked: str) -> Iterator[str]:
    """The words of a question for a relative of somebody, where no source tells of such a bond."""
    known, names = words_of(case), _names(case)
    for bond in bonds():
        if bond & known:
            continue
        for found in _relatives(bond).finditer(asked):
            if found["name"] is None or found["name"] in names:
                yield found["relative"]


@once_per_case
def words_of(case: Case) -> frozenset[str]:
    """The words of all sources, as questions are compared with them, and of what the parties are called."""
    texts = (
        compared_words(one.text, one.in_language, names_of(case, one.in_language)) for one in case.sources
    )
    return frozenset(word for text in texts for word in words(text)).union(_names(case))


@once_per_case
def _names(case: Case) -> frozenset[str]:
    return frozenset(
        word for one in case.parties for name in (one.name, *one.aliases) for word in words(name)
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(word for line in lines("given_names") for word in line.split())


@cache
def _relatives(bond: frozenset[str]) -> re.Pattern[str]:
    """Matches a word of a bond with whose relative it is."""
    return re.compile(rf"{OWNER}(?P<relative>{'|'.join(sorted(bond))})\b")


@cache
def bonds() -> tuple[frozenset[str], ...]:
    """Words for relatives, those of each bond together."""
    return tuple(frozenset(line.split()) for line in lines("kin"))
