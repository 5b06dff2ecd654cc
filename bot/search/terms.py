"""The terms of an index: how often each occurs, which have a prefix, and which a typed word can mean."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

import tantivy
from tantivy import Occur, Query

from bot.search.entries import stems
from bot.search.spelling import FormStore, Spelling, begins_alike, is_correctable

COMMON = 20
"""The number of passages from which on a word is taken as meant, and not corrected."""
MOST_NEIGHBOURS = 4
"""Words at most that begin with a typed one, and as many that are one edit away, that it can mean."""
CORRECTION_WEIGHT = 0.7
"""The weight of a correction of a word that does occur, if rarely."""
INFLECTION_WEIGHT = 0.5
"""The weight of another form of the word: “appealing” for “appeal”."""
AS_TYPED = 2
"""Letters at the beginning of an unfinished word in which no slip is looked for."""
MOST_ALIKE = 300
"""Words with these letters that are compared with an unfinished one at most, the commonest."""
CACHED_PREFIXES = 4_096
"""Look-ups of terms by their prefix that are kept in memory."""

Clause = tuple[Occur, Query]
"""A query of a boolean query, and whether a passage must or should match it."""


@dataclass(frozen=True)
class ExpandedTerm:
    """A typed word expanded to the words it can mean, and the stem that all forms of the first share.

    The clauses are plain terms: a disjunction-max query or an exclusion makes the engine look at every
    passage, while among plain terms it skips those that cannot be among the best.
    """

    words: tuple[Query, ...]
    stem: Query | None
    passages: int
    """The number of passages that have one of the words, at most."""

    @property
    def wanted(self) -> list[Clause]:
        """The clauses that raise a passage's score, without being required."""
        return [(Occur.Should, one) for one in (*self.words, self.stem) if one]

    @property
    def required(self) -> list[Clause]:
        """The clauses of which a passage has to match one at least."""
        if self.words[1:]:
            return [(Occur.Must, Query.boolean_query(self.wanted))]
        # Wherever the word is its stem is too: to require the stem alone takes a fifth of the time.
        *others, last = self.wanted
        return [*others, (Occur.Must, last[1])]


class IndexTerms:
    """Reads the terms of an index in the state in which it was opened."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        schema: tantivy.Schema,
        forms: FormStore | None = None,
        spelling: Spelling | None = None,
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._forms = forms
        self._spelling = spelling
        # The prefixes with the most terms take longest to look up, and are the ones that come again.
        self.with_prefix = lru_cache(CACHED_PREFIXES)(self._with_prefix)

    @cached_property
    def spelling(self) -> Spelling:
        """The words that occur in the index with their counts, read when first needed."""
        if self._spelling:
            return self._spelling
        counts = Counter(dict(self._searcher.terms_with_prefix("words", "")))
        counts.update(dict(self._searcher.terms_with_prefix("pieces", "")))
        return Spelling(counts.items(), self._forms)

    @property
    def spelling_if_read(self) -> Spelling | None:
        """The words of :attr:`spelling`, or None where they have not been read yet."""
        return vars(self).get("spelling")

    def corrected(self, word: str) -> list[str]:
        """The words that a typed one can mean: itself, words that it begins, and words one edit away.

        A number is only ever completed by letters, such as “1990” to “1990s”.
        """
        count = self.spelling.count(word)
        if count >= COMMON:
            return [word]
        begun = [] if count else self.with_prefix("words", word, MOST_NEIGHBOURS)
        if any(map(str.isdigit, word)):
            begun = [one for one in begun if one.removeprefix(word).isalpha()]
        near = self.spelling.neighbours(word, MOST_NEIGHBOURS)
        return list(dict.fromkeys([*([word] if count else []), *begun, *near]))

    def begun_like(self, word: str) -> list[str]:
        """The commonest words whose beginning is one edit away from an unfinished one, the commonest first.

        The first two letters are taken as they are typed: among them the words are few.
        """
        among = self.with_prefix("words", word[:AS_TYPED], MOST_ALIKE) if is_correctable(word) else ()
        return [known for known in among if begins_alike(word, known)]

    def expanded(self, word: str) -> ExpandedTerm | None:
        """Expand a typed word, whose other forms count less than itself; None where nothing is like it."""
        meant = self.corrected(word)
        stem = stems(meant[0] if meant else word)[0]
        inflected = self.count("stems", stem)
        if not meant:
            return ExpandedTerm((), self.query("stems", stem), inflected) if inflected else None
        has_forms = inflected > self.count("words", meant[0])
        first = self.query("words", meant[0], 1.0 if has_forms else 1.0 + INFLECTION_WEIGHT)
        unsure = CORRECTION_WEIGHT if meant[0] == word else 1.0
        others = (self.query("words", candidate, unsure) for candidate in meant[1:])
        passages = inflected + sum(self.count("words", candidate) for candidate in meant[1:])
        return ExpandedTerm(
            (first, *others), self.query("stems", stem, INFLECTION_WEIGHT) if has_forms else None, passages
        )

    def count(self, field: str, term: str) -> int:
        """The number of passages that have a term in a field."""
        return int(self._searcher.doc_freq(field, term))

    def query(self, field: str, term: str, weight: float = 1.0) -> Query:
        """A query for the passages that have a term in a field, its score multiplied by ``weight``."""
        query = Query.term_query(self._schema, field, term)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _with_prefix(self, field: str, prefix: str, limit: int) -> tuple[str, ...]:
        """The commonest terms of a field that have this prefix."""
        return tuple(term for term, _ in self._searcher.terms_with_prefix(field, prefix, limit=limit))
