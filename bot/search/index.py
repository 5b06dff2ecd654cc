"""The index of passages on disk: ranked search with corrected spelling, and completion without ranking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import tantivy
from tantivy import Occur, Query

from bot.search.entries import (
    PIECE,
    RECORDED,
    IndexEntry,
    beginning_of,
    index_document,
    register_analyzers,
    schema,
    stems,
)
from bot.search.folding import fold
from bot.search.spelling import FormStore, Spelling
from bot.search.words import words

WRITER_MEMORY = 64 * 1024 * 1024
COMMON = 20
"""The number of passages from which on a word is taken as meant, and not corrected."""
MOST_NEIGHBOURS = 4
CORRECTION_WEIGHT = 0.7
"""The weight of a correction of a word that does occur, if rarely."""
INFLECTION_WEIGHT = 0.5
"""The weight of another form of the word: “appealing” for “appeal”."""
MANY_PASSAGES = 3_000
"""Passages with some of the words are left out from this number on, where others have all of them."""
MOST_EXPANSIONS = 30
LEAST_BEGINNING = 6
"""Characters from which on passages are completed by their beginning: shorter ones have too many."""
CACHED_PREFIXES = 4_096
PHRASE = re.compile(r'"([^"]*)"')

CountCallback = Callable[[int], None]
"""A function that is called with the number of entries indexed so far."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and its words as they are compared; the higher the score the better."""

    key: str
    score: float
    words: str


Clause = tuple[Occur, Query]


@dataclass(frozen=True)
class _Expansion:
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


class PassageIndex:
    """A reader of the index in the state in which it was opened."""

    def __init__(
        self, index: tantivy.Index, forms: FormStore | None = None, spelling: Spelling | None = None
    ) -> None:
        register_analyzers(index)
        self._index = index
        self._forms = forms
        self._spelling = spelling
        self._schema = index.schema
        self._searcher = index.searcher()
        # The beginnings with the most terms take longest, and are the ones that come again.
        self._terms_beginning = lru_cache(CACHED_PREFIXES)(self._read_terms_beginning)

    @classmethod
    def in_memory(cls, entries: Iterable[IndexEntry]) -> PassageIndex:
        """Build an index that is kept in memory alone."""
        return cls(tantivy.Index(schema())).updated(entries, ())

    @property
    def passages(self) -> int:
        """The number of passages in the index."""
        return int(self._searcher.num_docs)

    def updated(
        self, entries: Iterable[IndexEntry], gone: Iterable[str], progress: CountCallback | None = None
    ) -> PassageIndex:
        """Delete the entries of some cases, add others, and open the result. Raises OSError, ValueError.

        ``progress`` is called with the number of entries added, every thousand.
        """
        known = vars(self).get("spelling")
        added: Counter[str] = Counter()
        writer = self._index.writer(WRITER_MEMORY, 1)
        try:
            for case in gone:
                writer.delete_documents_by_term("case", case)
            for count, entry in enumerate(entries, start=1):
                cut = words(entry.text)
                writer.add_document(index_document(entry, " ".join(cut)))
                if known:
                    added.update(cut)
                if progress and count % 1_000 == 0:
                    progress(count)
            writer.commit()
            writer.wait_merging_threads()
        except BaseException:
            writer.rollback()
            raise
        self._index.reload()
        return PassageIndex(self._index, self._forms, known.with_added(added) if known else None)

    @cached_property
    def spelling(self) -> Spelling:
        """The words that occur in the index with their counts; read once, and extended by ``updated``."""
        if self._spelling:
            return self._spelling
        counts = Counter(dict(self._searcher.terms_with_prefix("words", "")))
        counts.update(dict(self._searcher.terms_with_prefix("pieces", "")))
        return Spelling(counts.items(), self._forms)

    def search(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Hit, ...]:
        """The best passages for words in any order, corrected where unknown, and for phrases in marks.

        Passages with all of the words come first, then those with some, unless there are many of these:
        among millions of passages, to rank all that have any of the words takes twenty times as long.
        """
        folded = fold(typed)
        phrases = [spoken for found in PHRASE.findall(folded) if (spoken := words(found))]
        exact = [(Occur.Must, self._phrase(spoken)) for spoken in phrases]
        unquoted = dict.fromkeys(words(PHRASE.sub(" ", folded)))
        each = [self._expanded(word) for word in unquoted]
        if not exact and not any(each):
            return ()
        only = [*exact, *self._filters(case, speaker)]
        required = [clause for meant in each if meant for clause in meant.required]
        found = self._found(Query.boolean_query([*required, *only]), limit) if all(each) else ()
        if len(found) >= limit or (found and sum(meant.passages for meant in each if meant) > MANY_PASSAGES):
            return found
        wanted = [clause for meant in each if meant for clause in meant.wanted]
        others = self._found(Query.boolean_query([*wanted, *only]), limit)
        return tuple({hit.key: hit for hit in (*found, *others)}.values())[:limit]

    def match_phrase(self, spoken: Sequence[str], limit: int, speaker: str = "") -> tuple[Hit, ...]:
        """The passages and pieces of speech that have exactly these words one after the other."""
        if not spoken:
            return ()
        only = self._only("speaker", words(speaker))
        asked = ([(Occur.Must, self._phrase(spoken, name)), *only] for name in self._texts)
        return self._best(asked, limit)

    def match_terms(self, telling: Sequence[str], limit: int, speaker: str = "") -> tuple[Hit, ...]:
        """The passages and pieces of speech that have most of these words, none of them corrected."""
        if not telling:
            return ()
        only = self._only("speaker", words(speaker))
        terms = ([(Occur.Should, self._term(name, word)) for word in telling] for name in self._texts)
        return self._best(([*one, *only] for one in terms), limit)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """The fields in whose words a claim can stand: pieces of speech have a field of their own."""
        return ("words", "pieces") if self._searcher.doc_freq("kind", PIECE) else ("words",)

    def _best(self, queries: Iterable[list[Clause]], limit: int) -> tuple[Hit, ...]:
        found = [hit for query in queries for hit in self._ranked(Query.boolean_query(query), limit)]
        return self._hits(sorted(found, key=lambda one: -one[0])[:limit])

    def by_id(self, name: str, limit: int, case: str = "") -> tuple[Hit, ...]:
        """The passages with an id: one for each case that has the article."""
        asked = (Occur.Must, Query.term_query(self._schema, "id", fold(name)))
        return self._found(Query.boolean_query([asked, *self._only("case", [case] if case else [])]), limit)

    def recorded(self, limit: int, case: str = "", speaker: str = "") -> tuple[Hit, ...]:
        """Quotations of the case files, in no particular order."""
        asked = Query.const_score_query(Query.term_query(self._schema, "kind", RECORDED), 1.0)
        return self._found(Query.boolean_query([(Occur.Must, asked), *self._filters(case, speaker)]), limit)

    def spoken_by(self, begun: str, limit: int) -> tuple[Hit, ...]:
        """Quotations of the case files by speakers whose names have words that begin so."""
        ends = [list(self._terms_beginning("speaker", word, MOST_EXPANSIONS)) for word in words(begun)]
        terms = [(Occur.Must, Query.term_set_query(self._schema, "speaker", end)) for end in ends if end]
        if not terms or len(terms) < len(ends):
            return ()
        return self._found(Query.boolean_query(terms), limit)

    def corrected(self, word: str) -> list[str]:
        """The words that a typed one can mean: itself, words that it begins, and words one edit away.

        A number is only ever completed by letters, such as “1990” to “1990s”.
        """
        count = self.spelling.count(word)
        if count >= COMMON:
            return [word]
        begun = [] if count else self._terms_beginning("words", word, MOST_NEIGHBOURS)
        if any(map(str.isdigit, word)):
            begun = [one for one in begun if one.removeprefix(word).isalpha()]
        near = self.spelling.neighbours(word, MOST_NEIGHBOURS)
        return list(dict.fromkeys([*([word] if count else []), *begun, *near]))

    def complete(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Hit, ...]:
        """Passages that begin with what is typed, then those with its words, the last cut short."""
        found: dict[str, Hit] = {}
        filters = self._filters(case, speaker)
        for query in self._completions(typed, limit):
            asked = Query.boolean_query([(Occur.Must, Query.const_score_query(query, 1.0)), *filters])
            for hit in self._found(asked, limit):
                found.setdefault(hit.key, hit)
            if len(found) >= limit:
                break
        return tuple(found.values())[:limit]

    def _completions(self, typed: str, limit: int) -> Iterator[Query]:
        beginning = beginning_of(typed)
        begun = (
            self._terms_beginning("beginning", beginning, limit) if len(beginning) >= LEAST_BEGINNING else ()
        )
        if begun:
            yield Query.term_set_query(self._schema, "beginning", list(begun))
        *whole, last = words(typed) or [""]
        ends = self._terms_beginning("words", last, MOST_EXPANSIONS) if last else ()
        if ends:
            musts = [Query.term_query(self._schema, "words", word) for word in whole]
            musts.append(Query.term_set_query(self._schema, "words", list(ends)))
            yield Query.boolean_query([(Occur.Must, must) for must in musts])

    def _read_terms_beginning(self, name: str, beginning: str, limit: int) -> tuple[str, ...]:
        """The commonest terms of a field that have this prefix."""
        return tuple(term for term, _ in self._searcher.terms_with_prefix(name, beginning, limit=limit))

    def _expanded(self, word: str) -> _Expansion | None:
        """Expand a typed word, whose other forms count less than itself; None where nothing is like it."""
        meant = self.corrected(word)
        stem = stems(meant[0] if meant else word)[0]
        inflected = self._count("stems", stem)
        if not meant:
            return _Expansion((), self._term("stems", stem), inflected) if inflected else None
        has_forms = inflected > self._count("words", meant[0])
        first = self._term("words", meant[0], 1.0 if has_forms else 1.0 + INFLECTION_WEIGHT)
        unsure = CORRECTION_WEIGHT if meant[0] == word else 1.0
        others = (self._term("words", candidate, unsure) for candidate in meant[1:])
        passages = inflected + sum(self._count("words", candidate) for candidate in meant[1:])
        return _Expansion(
            (first, *others), self._term("stems", stem, INFLECTION_WEIGHT) if has_forms else None, passages
        )

    def _count(self, name: str, term: str) -> int:
        return int(self._searcher.doc_freq(name, term))

    def _term(self, name: str, term: str, weight: float = 1.0) -> Query:
        query = Query.term_query(self._schema, name, term)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _phrase(self, spoken: Sequence[str], name: str = "words") -> Query:
        return (
            Query.phrase_query(self._schema, name, list(spoken))
            if spoken[1:]
            else self._term(name, spoken[0])
        )

    def _filters(self, case: str, speaker: str) -> list[Clause]:
        return [*self._only("case", [case] if case else []), *self._only("speaker", words(speaker))]

    def _only(self, name: str, values: Iterable[str]) -> list[Clause]:
        terms = (Query.term_query(self._schema, name, value) for value in values)
        return [(Occur.Must, Query.const_score_query(term, 0.0)) for term in terms]

    def _found(self, query: Query, limit: int) -> tuple[Hit, ...]:
        return self._hits(self._ranked(query, limit))

    def _ranked(self, query: Query, limit: int) -> list[tuple[float, tantivy.DocAddress]]:
        """The best scores and the addresses of their documents, which :meth:`_hits` reads."""
        hits: list[tuple[float, tantivy.DocAddress]] = self._searcher.search(query, limit, count=False).hits
        return hits

    def _hits(self, ranked: Iterable[tuple[float, tantivy.DocAddress]]) -> tuple[Hit, ...]:
        return tuple(self._hit(address, score) for score, address in ranked)

    def _hit(self, address: tantivy.DocAddress, score: float) -> Hit:
        stored = self._searcher.doc(address)
        cut = stored.get_first("words") or stored.get_first("pieces") or ""
        return Hit(str(stored.get_first("key")), float(score), str(cut))
