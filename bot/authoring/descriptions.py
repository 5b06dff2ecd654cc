"""Finds in the words of an article everybody who is told by a noun: “the judge”, “one of her tenants”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.authoring.name_words import COLLECTIVE, DOCUMENTS, FEMALE, HUMAN, MALE
from bot.authoring.speech_verbs import SAYING

NOUNS = "|".join(sorted((*HUMAN, *COLLECTIVE, *DOCUMENTS), key=len, reverse=True))
DETERMINER = r"[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Aa]nother|[Oo]ne"
NO_ADJECTIVE = (
    r"who|that|which|what|said|says|told|and|or|to|of|for|in|on|at|by|with|from|as|is|was|were|are|had|has"
    r"|have|be|he|she"
    r"|it|they|the|an?|his|her|its|their|but|if|when|not"
)
OWNER = r"(?:[\w-]+ ){0,2}?[\w-]+(?:[’']s|s[’'])"
OF_WHOM = (
    r"(?: (?:for|of|at|from) (?:the |review site |its |his |her "
    r"|their )?(?:[A-Z][\w’-]*(?: (?:& )?(?=[A-Z]))?)+"
    rf"(?![\w ’'-]*[a-z’'] (?:{SAYING}))"
    rf"| (?:for|of|at|from|with) (?:[\w’'&-]+ ){{0,6}}?[a-z][\w’'&-]*(?=,| (?:{SAYING})\b)"
    rf"| for the (?:[\w-]+ ){{0,2}}?(?:{NOUNS}|office)\b"
    r"| (?:close to|familiar with) (?:the )?(?:[A-Z]\w+|\w+))?"
)
DESCRIPTION = re.compile(
    rf"(?<![\w’'-])(?:(?:{DETERMINER})(?: {OWNER})?|(?:[A-Z][\w&-]*(?: &)? ?){{1,4}}(?:’s|'s|s’|s'))\s"
    rf"(?:(?!(?:{NO_ADJECTIVE})\b)[\w-]+ ){{0,3}}?(?P<noun>{NOUNS})\b(?![’']s?\b|-| (?:{NOUNS})\b)"
    rf"(?P<tail>{OF_WHOM})"
)
ONE_OF = re.compile(
    r"(?<![\w’'-])(?:[Oo]ne|[Aa]nother) of (?:the|his|her|its|their"
    r"|[A-Z][\w-]+[’']s) (?:[\w-]+ ){0,2}?[a-z][\w-]+s\b"
)
"""Matches one of several without a name: “one of her tenants”."""
SEVERAL_BESIDE_A_VERB = re.compile(
    rf"(?<![\w’'-])[Tt]he (?:[a-z][\w-]* )?[a-z]{{3,}}[^\Ws]s"
    rf"(?: of (?:the )?(?:[A-Z]\w+ ?)+?)?(?= (?:{SAYING})\b)"
)
"""Matches a group without a name directly before a verb of speech: “the members of Hull Club said”."""
BARE = re.compile(
    rf"(?<![\w’'-])(?P<noun>{'|'.join(sorted(one for one in COLLECTIVE if one.endswith('s')))})\b(?![’'-])"
)
"""Matches a group without an article: “prosecutors”."""
BESIDE_A_VERB = re.compile(
    rf"(?<![\w’'-])(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er|[Tt]heir)(?: [a-z][\w-]*){{0,2}}? "
    rf"(?!(?:paper|newspaper|poster|charter|chapter|answer|offer|order|matter|number|latter|former)\b)"
    rf"(?P<noun>[a-z]{{3,}}(?:er|or|ist|ian|ant|ee))(?= (?:{SAYING})\b|, who\b)"
)
"""Matches somebody told by what they do, directly before a verb of speech: “the player told”."""
HONOUR = re.compile(r"(?<![\w’'-])(?P<who>[Hh]is|[Hh]er) (?:[Hh]onou?r|[Ll]ordship|[Ll]adyship)(?![\w’'])")
"""Matches how a judge is spoken of: “her Honour”."""
OF_SEVERAL = re.compile(
    r"(?<![\w’'-])[Tt]he (?P<title>(?:Chief|Lord Chief|Presiding|Lord|Lady|District|Circuit|Vice|Deputy) "
    r"(?:Justice|Judge|Chancellor))(?! [A-Z])"
)
"""Matches one of several judges by the office: “the Chief Justice”."""
CAPITAL_NOUN = re.compile(
    rf"(?:(?<=\n)|\A|(?<=[.!?…”\"] ))(?P<noun>[A-Z][a-z]+)\b"
    rf"(?! (?!(?:{SAYING})\b)[a-z]+ [A-Z])(?P<tail>{OF_WHOM})"
)
"""Matches a noun that begins a sentence: “Counsel for Hull Mutual”; not “Deputy head Ann Boggis”."""


@dataclass(frozen=True, eq=False)
class Described:
    """Somebody without a name: the words for them, the noun among these, and the pronoun that it tells."""

    words: str
    noun: str
    pronoun: str

    @property
    def is_document(self) -> bool:
        """Whether a writing is meant, in which somebody speaks who is not named."""
        return self.noun in DOCUMENTS

    @property
    def is_collective(self) -> bool:
        """Whether an organization or a group is meant."""
        return self.noun in COLLECTIVE


class DescriptionFound(NamedTuple):
    """A place where somebody is told by a noun; ``tail`` is what says for whom: “ for Golden Crimp”."""

    start: int
    end: int
    who: Described
    tail: str = ""


def descriptions(text: str) -> Iterator[DescriptionFound]:
    """Everybody told by a noun in a text whose direct speech is masked, kind by kind."""
    for found in DESCRIPTION.finditer(text):
        words = re.sub(r"\s+", " ", found.group()).strip()
        yield _found(found, words, found["noun"].lower(), found["tail"])
    for found in ONE_OF.finditer(text):
        yield _found(found, found.group(), "one")
    yield from _beside_verbs(text)
    for found in BARE.finditer(text):
        yield _found(found, found.group(), found["noun"])
    yield from _judges(text)
    for found in CAPITAL_NOUN.finditer(text):
        noun = found["noun"].lower()
        if noun in HUMAN or noun in COLLECTIVE:
            yield _found(found, found.group(), noun, found["tail"])


def _beside_verbs(text: str) -> Iterator[DescriptionFound]:
    """Those whom no list of nouns has, directly before a verb of speech."""
    for found in BESIDE_A_VERB.finditer(text):
        if found["noun"] not in {*HUMAN, *COLLECTIVE, *DOCUMENTS}:
            yield _found(found, found.group(), found["noun"])
    for found in SEVERAL_BESIDE_A_VERB.finditer(text):
        yield _found(found, found.group(), "members", " of them")


def _judges(text: str) -> Iterator[DescriptionFound]:
    for found in HONOUR.finditer(text):
        pronoun = MALE if found["who"].lower() == "his" else FEMALE
        yield DescriptionFound(found.start(), found.end(), Described("the judge", "judge", pronoun))
    for found in OF_SEVERAL.finditer(text):
        yield _found(found, found.group(), found["title"].lower())


def _found(found: re.Match[str], words: str, noun: str, tail: str = "") -> DescriptionFound:
    return DescriptionFound(found.start(), found.end(), Described(words, noun, HUMAN.get(noun, "")), tail)
