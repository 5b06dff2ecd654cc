"""Puts a language into English words, one by one: questions, and the passages that they are compared with.

The encoder, the lexicon and the patterns of what is asked read English. The words come from the language's
file in ``lexicons/``; the order stays as it was, which neither words nor vectors depend on much. What is
shown is always the passage itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.cases.model import Case, Party
from bot.cases.once_per_case import once_per_case
from bot.qa.frequencies import frequency
from bot.qa.lexicon import lines, pairs, stop_words, vocabulary

Names = frozenset[str]
"""Words of names, casefolded, that are kept where a language is put into English words."""
NO_NAMES: Names = frozenset()
READ = frozenset({"en", "de", "es"})
"""The languages of articles that patterns read, and a question in English words is compared with."""
LEAST_TELLING, LONG = 5, 10
"""Letters of a word that shows the language, and of one that has to be taken apart for that."""
RARE, COMMON = 2.0, 4.0
"""On Zipf's scale: how rare such a word is in English, and how common one that it is a slip of."""
LONGEST_PHRASE = 3
"""Words of the lexicons' longest phrases."""
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+"
"""Matches a number with points between thousands or a decimal comma: 1.250 or 1,5."""
POINTS = str.maketrans(".,", ",.")

WordList = Mapping[str, str]
"""The English words for each word or phrase of a lexicon, casefolded."""
WordFinder = Callable[[str, WordList], str | None]
"""Finds the English words for a word in some of its forms; empty for a word that says nothing."""


def _nothing(_word: str, _words: WordList) -> None:
    return None


def _as_they_are(tokens: Sequence[str], _words: WordList) -> Sequence[str]:
    return tokens


def is_read(case: Case) -> bool:
    """Whether patterns can read every article: what they do not find in another language may be there."""
    return all(language_of(source.in_language) in READ for source in case.sources)


def language_of(tag: str) -> str:
    """The language of a BCP 47 tag: “de” of “de-AT”."""
    return tag.partition("-")[0]


@dataclass(frozen=True, eq=False, kw_only=True)
class Translation:
    """What is to be known of a language to put it into English words; each language has one."""

    language: str
    """As BCP 47 tags begin."""
    lexicon: str
    """The name of its file of words; in the one with “_only” are those that show it."""
    articles: frozenset[str]
    """What stands before a common noun, and hardly before a name: “der Richter” is no Mr Richter."""
    spelled: Sequence[tuple[str, str]]
    """How letters are typed without their keys, and what they stand for."""
    by_base_form: WordFinder
    """Finds a word as it stands, or without its ending."""
    by_parts: WordFinder = _nothing
    """Finds a word that has no base form there."""
    by_slip: WordFinder = _nothing
    """Finds the word that was meant by a mistyped one."""
    joined: Callable[[Sequence[str], WordList], Sequence[str]] = _as_they_are
    """Puts the parts of a word that stand apart together."""
    genitive: str = ""
    """What names end in besides."""
    no_names: frozenset[str] = frozenset()
    """Small words that stand in names and are none."""
    others: frozenset[str] = frozenset()
    """Small words of other languages than English, which show that a text is not in this one."""
    number: str = NUMBER
    """Matches numbers that are written otherwise than in English."""
    english_number: str = r"(?!)"
    """Matches numbers that are written as in English, where these are usual too."""

    def for_articles_of(self, case: Case, question: str) -> str:
        """The question as it was typed; one in the language in English words where articles are read."""
        # The names come last: they take the language's lexicon, which few English questions need.
        is_put = is_read(case) and _is_shown_by(self, question)
        return self.in_english(question, self.names_of(case)) if is_put else question

    def compared_words(self, passage: str, in_language: str, names: Names = NO_NAMES) -> str:
        """A passage as questions are compared with it: in English words if it is in the language.

        ``in_language`` is the BCP 47 tag of its source; ``names`` are kept as they are.
        """
        if not self.is_of(in_language):
            return passage
        tokens = self.joined(self._token.findall(passage), self._words)
        return " ".join(self._translated(tokens, names))

    def is_of(self, in_language: str) -> bool:
        """Whether a BCP 47 tag is one of the language."""
        return language_of(in_language) == self.language

    def names_of(self, case: Case) -> Names:
        """The words of the parties' names that are none for what a party is, such as “bank” or “court”."""
        return _names_of(case, self)

    def in_english(self, question: str, names: Names = NO_NAMES) -> str:
        """A question of the language in English words; other ones stay as they are, and so do unknown words.

        ``names`` are kept, also where they are words of the language: a Mr Koch is no cook.
        """
        return _in_english(self, question, names) if _is_shown_by(self, question) else question

    def put(self, question: str, names: Names) -> str:
        """A question of the language in English words, worked out anew."""
        meant = [self._meant(one, names) for one in self._token.findall(question)]
        return " ".join(self._translated(self.joined(meant, self._words), names))

    def is_shown_by(self, question: str) -> bool:
        """Whether the words of a question show that it is in the language, worked out anew."""
        lowered = [one.casefold() for one in self._token.findall(question)]
        own = sum(one in self._only or self._is_telling(one) for one in lowered)
        if not own:
            return False
        other = sum(one in self.others or (one in stop_words() and one not in self._words) for one in lowered)
        return own > other

    def names_in(self, case: Case) -> Names:
        """What ``names_of`` gives, worked out anew."""
        people = (party for party in case.parties if party.kind == "person")
        others = (party for party in case.parties if party.kind not in {"person", "unnamed"})
        of_people = (word for party in people for word in self._words_of(party))
        of_others = (word for party in others for word in self._words_of(party) if not self._is_known(word))
        return frozenset((*of_people, *of_others)) - self.articles - self._only - self.no_names

    def meaning(self, word: str) -> str | None:
        """The English words for a word, by its base form or its parts, worked out anew; None if not known."""
        found = self.by_base_form(word, self._words)
        return found if found is not None else self.by_parts(word, self._words)

    def _words_of(self, party: Party) -> Iterator[str]:
        return (
            word.casefold() for name in (party.name, *party.aliases) for word in self._token.findall(name)
        )

    def _meant(self, token: str, names: Names) -> str:
        """A word of a question without a slip of typing; names and known words as they are."""
        word = token.casefold()
        if word in names or _meaning(self, word) is not None:
            return token
        return self.by_slip(word, self._words) or token

    def _is_telling(self, word: str) -> bool:
        """Whether hardly anybody writes a word of the lexicon, or a long one of its parts, in English."""
        if len(word) < LEAST_TELLING or frequency(word) >= RARE or word in vocabulary():
            return False
        is_known = word in self._words or (len(word) >= LONG and self.by_parts(word, self._words) is not None)
        return is_known and not any(
            frequency(word[:at] + word[at + 1 :]) > COMMON for at in range(1, len(word))
        )

    def _translated(self, tokens: Sequence[str], names: Names) -> Iterator[str]:
        at = 0
        while at < len(tokens):
            if self._is_name(tokens, at, names):
                yield tokens[at]
                at += 1
                continue
            for size in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
                phrase = " ".join(tokens[at : at + size]).casefold()
                meaning = self._words.get(phrase) if size > 1 else _meaning(self, phrase)
                if meaning is not None:
                    if meaning:
                        yield meaning
                    at += size
                    break
            else:
                is_number = re.fullmatch(self.number, tokens[at])
                yield tokens[at].translate(POINTS) if is_number else tokens[at]
                at += 1

    def _is_name(self, tokens: Sequence[str], at: int, names: Names) -> bool:
        """Whether a word is one of the names, or its genitive; a common noun is none after an article."""
        word = tokens[at].casefold()
        if names.isdisjoint((word, word.removesuffix(self.genitive))):
            return False
        return not self._is_known(word) or at == 0 or tokens[at - 1].casefold() not in self.articles

    def _is_known(self, word: str) -> bool:
        return self.by_base_form(word, self._words) is not None

    @cached_property
    def _token(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.number}|{self.english_number})(?!\w)|[\w'’-]*\w|[^\w\s]+")

    @cached_property
    def _only(self) -> frozenset[str]:
        """Words that show that a question is in the language: no English word is written so."""
        return frozenset(word for line in lines(f"{self.lexicon}_only") for word in line.split())

    @cached_property
    def _words(self) -> WordList:
        """The words of the lexicon, also as typed without the language's own letters."""
        found = dict(pairs(self.lexicon))
        plain = {self._plain(word): english for word, english in found.items() if not word.isascii()}
        return plain | found

    def _plain(self, word: str) -> str:
        for typed, letter in self.spelled:
            word = word.replace(letter, typed)
        return word


@once_per_case
def _names_of(case: Case, translation: Translation) -> Names:
    return translation.names_in(case)


@lru_cache(maxsize=512)
def _is_shown_by(translation: Translation, question: str) -> bool:
    return translation.is_shown_by(question)


@lru_cache(maxsize=512)
def _in_english(translation: Translation, question: str, names: Names) -> str:
    return translation.put(question, names)


@lru_cache(maxsize=4_096)
def _meaning(translation: Translation, word: str) -> str | None:
    return translation.meaning(word)
