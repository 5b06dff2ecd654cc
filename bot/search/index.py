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
    document,
    register_analyzers,
    schema,
    stems,
)
from bot.search.folding import fold
from bot.search.spelling import FormStore, Spelling
from bot.search.words import words

WRITER_MEMORY = 64 * 1024 * 1024
COMMON = 20
"""Passages from which on a word is taken as meant, and not corrected."""
NEIGHBOURS = 4
UNSURE = 0.7
"""The weight of a correction of a word that does occur, if rarely."""
INFLECTED = 0.5
"""The weight of another form of the word: “appealing” for “appeal”."""
MANY = 3_000
"""Passages with some of the words, from which on they are left out where others have all of them."""
EXPANSIONS = 30
LEAST_BEGINNING = 6
"""Characters from which on a passage's beginning is looked for: shorter ones have too many."""
REMEMBERED = 4_096
PHRASE = re.compile(r'"([^"]*)"')

CountCallback = Callable[[int], None]


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and its words as they are compared; the higher the score the better."""

    key: str
    score: float
    words: str


Clause = tuple[Occur, Query]


@dataclass(frozen=True)
class _Meant:
    """What a typed word can mean, and the stem of the first of these, which all its forms have.

    As plain clauses: of the best among many, and of what is left out, the engine has to look at all; among
    plain clauses it skips what cannot matter.
    """

    words: tuple[Query, ...]
    stem: Query | None
    passages: int
    """How many have one of them, at the most."""

    @property
    def wanted(self) -> list[Clause]:
        """The more of them the better."""
        return [(Occur.Should, one) for one in (*self.words, self.stem) if one]

    @property
    def required(self) -> list[Clause]:
        """One of them at least."""
        if self.words[1:]:
            return [(Occur.Must, Query.boolean_query(self.wanted))]
        # Wherever the word is its stem is too: to require the stem alone takes a fifth of the time.
        *others, last = self.wanted
        return [*others, (Occur.Must, last[1])]


class PassageIndex:
    """A reader of the index as it was when opened."""

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
        self._begun = lru_cache(REMEMBERED)(self._walked)

    @classmethod
    def in_memory(cls, entries: Iterable[IndexEntry]) -> PassageIndex:
        """An index that is gone with the process."""
        return cls(tantivy.Index(schema())).updated(entries, ())

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    def updated(
        self, entries: Iterable[IndexEntry], gone: Iterable[str], told: CountCallback | None = None
    ) -> PassageIndex:
        """The index without the cases that are gone and with these entries. Raises OSError, ValueError."""
        known = vars(self).get("spelling")
        added: Counter[str] = Counter()
        writer = self._index.writer(WRITER_MEMORY, 1)
        try:
            for case in gone:
                writer.delete_documents_by_term("case", case)
            for count, entry in enumerate(entries, start=1):
                cut = words(entry.text)
                writer.add_document(document(entry, " ".join(cut)))
                if known:
                    added.update(cut)
                if told and count % 1_000 == 0:
                    told(count)
            writer.commit()
            writer.wait_merging_threads()
        except BaseException:
            writer.rollback()
            raise
        self._index.reload()
        return PassageIndex(self._index, self._forms, known.with_more(added) if known else None)

    @cached_property
    def spelling(self) -> Spelling:
        """The words that occur; those of a few cases that came since are added to what was known."""
        if self._spelling:
            return self._spelling
        counts = Counter(dict(self._searcher.terms_with_prefix("words", "")))
        counts.update(dict(self._searcher.terms_with_prefix("pieces", "")))
        return Spelling(counts.items(), self._forms)

    def search(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Hit, ...]:
        """The best passages: words in any order, corrected where unknown; phrases in marks exact.

        Those that have all of the words, then those that have some, unless these are many: to rank whatever
        has any of the words takes twenty times as long among millions.
        """
        folded = fold(typed)
        phrases = [spoken for found in PHRASE.findall(folded) if (spoken := words(found))]
        exact = [(Occur.Must, self._phrase(spoken)) for spoken in phrases]
        unquoted = dict.fromkeys(words(PHRASE.sub(" ", folded)))
        each = [self._meant(word) for word in unquoted]
        if not exact and not any(each):
            return ()
        only = [*exact, *self._filters(case, speaker)]
        required = [clause for meant in each if meant for clause in meant.required]
        found = self._found(Query.boolean_query([*required, *only]), limit) if all(each) else ()
        if len(found) >= limit or (found and sum(meant.passages for meant in each if meant) > MANY):
            return found
        wanted = [clause for meant in each if meant for clause in meant.wanted]
        others = self._found(Query.boolean_query([*wanted, *only]), limit)
        return tuple({hit.key: hit for hit in (*found, *others)}.values())[:limit]

    def holding(self, spoken: Sequence[str], limit: int, speaker: str = "") -> tuple[Hit, ...]:
        """The passages and pieces that have exactly these words one after the other."""
        if not spoken:
            return ()
        only = self._only("speaker", words(speaker))
        asked = ([(Occur.Must, self._phrase(spoken, name)), *only] for name in self._texts)
        return self._best(asked, limit)

    def sharing(self, telling: Sequence[str], limit: int, speaker: str = "") -> tuple[Hit, ...]:
        """The passages and pieces that have most of these words, as they are."""
        if not telling:
            return ()
        only = self._only("speaker", words(speaker))
        terms = ([(Occur.Should, self._term(name, word)) for word in telling] for name in self._texts)
        return self._best(([*one, *only] for one in terms), limit)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """The fields with words in which a claim can stand."""
        return ("words", "pieces") if self._searcher.doc_freq("kind", PIECE) else ("words",)

    def _best(self, queries: Iterable[list[Clause]], limit: int) -> tuple[Hit, ...]:
        found = [hit for query in queries for hit in self._ranked(Query.boolean_query(query), limit)]
        return self._hits(sorted(found, key=lambda one: -one[0])[:limit])

    def named(self, name: str, limit: int, case: str = "") -> tuple[Hit, ...]:
        """The passages with an id: cases that share an article share its ids."""
        asked = (Occur.Must, Query.term_query(self._schema, "id", fold(name)))
        return self._found(Query.boolean_query([asked, *self._only("case", [case] if case else [])]), limit)

    def recorded(self, limit: int, case: str = "", speaker: str = "") -> tuple[Hit, ...]:
        """Quotations of the case files in no order."""
        asked = Query.const_score_query(Query.term_query(self._schema, "kind", RECORDED), 1.0)
        return self._found(Query.boolean_query([(Occur.Must, asked), *self._filters(case, speaker)]), limit)

    def spoken_by(self, begun: str, limit: int) -> tuple[Hit, ...]:
        """Quotations of the case files in which somebody speaks whose names have words that begin so."""
        ends = [list(self._begun("speaker", word, EXPANSIONS)) for word in words(begun)]
        terms = [(Occur.Must, Query.term_set_query(self._schema, "speaker", end)) for end in ends if end]
        if not terms or len(terms) < len(ends):
            return ()
        return self._found(Query.boolean_query(terms), limit)

    def corrected(self, word: str) -> list[str]:
        """The words that a typed one can mean: itself, what it begins, or what is one edit away.

        Of a number nothing but what it is with letters after it, such as “1990s” for “1990”.
        """
        count = self.spelling.count(word)
        if count >= COMMON:
            return [word]
        begun = [] if count else self._begun("words", word, NEIGHBOURS)
        if any(map(str.isdigit, word)):
            begun = [one for one in begun if one.removeprefix(word).isalpha()]
        near = self.spelling.neighbours(word, NEIGHBOURS)
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
        begun = self._begun("beginning", beginning, limit) if len(beginning) >= LEAST_BEGINNING else ()
        if begun:
            yield Query.term_set_query(self._schema, "beginning", list(begun))
        *whole, last = words(typed) or [""]
        ends = self._begun("words", last, EXPANSIONS) if last else ()
        if ends:
            musts = [Query.term_query(self._schema, "words", word) for word in whole]
            musts.append(Query.term_set_query(self._schema, "words", list(ends)))
            yield Query.boolean_query([(Occur.Must, must) for must in musts])

    def _walked(self, name: str, beginning: str, limit: int) -> tuple[str, ...]:
        """The commonest terms of a field that begin so."""
        return tuple(term for term, _ in self._searcher.terms_with_prefix(name, beginning, limit=limit))

    def _meant(self, word: str) -> _Meant | None:
        """The word or what else it can mean, and apart from these other forms of it, which count less."""
        meant = self.corrected(word)
        stem = stems(meant[0] if meant else word)[0]
        inflected = self._count("stems", stem)
        if not meant:
            return _Meant((), self._term("stems", stem), inflected) if inflected else None
        has_forms = inflected > self._count("words", meant[0])
        first = self._term("words", meant[0], 1.0 if has_forms else 1.0 + INFLECTED)
        unsure = UNSURE if meant[0] == word else 1.0
        others = (self._term("words", candidate, unsure) for candidate in meant[1:])
        passages = inflected + sum(self._count("words", candidate) for candidate in meant[1:])
        return _Meant((first, *others), self._term("stems", stem, INFLECTED) if has_forms else None, passages)

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
        """The best scores and where their documents are, which are read in :meth:`_hits` alone."""
        hits: list[tuple[float, tantivy.DocAddress]] = self._searcher.search(query, limit, count=False).hits
        return hits

    def _hits(self, ranked: Iterable[tuple[float, tantivy.DocAddress]]) -> tuple[Hit, ...]:
        return tuple(self._hit(address, score) for score, address in ranked)

    def _hit(self, address: tantivy.DocAddress, score: float) -> Hit:
        stored = self._searcher.doc(address)
        cut = stored.get_first("words") or stored.get_first("pieces") or ""
        return Hit(str(stored.get_first("key")), float(score), str(cut))
