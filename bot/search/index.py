"""The index of passages: ranked search with corrected spelling, and completion without ranking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

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
)
from bot.search.folding import fold
from bot.search.spelling import FormStore, Spelling
from bot.search.terms import Clause, IndexTerms
from bot.search.words import words

WRITER_MEMORY = 64 * 1024 * 1024
MANY_PASSAGES = 3_000
"""Passages with some of the words are left out from this number on, where others have all of them."""
MOST_EXPANSIONS = 30
"""Words with a typed prefix that are looked for at most."""
LEAST_BEGINNING = 6
"""Characters from which on passages are completed by their beginning: shorter ones have too many."""
PHRASE = re.compile(r'"([^"]*)"')

CountCallback = Callable[[int], None]
"""A function that is called with the number of entries indexed so far."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and its words as they are compared; the higher the score the better."""

    key: str
    score: float
    words: str


class PassageIndex:
    """A reader of the index in the state in which it was opened."""

    def __init__(
        self, index: tantivy.Index, forms: FormStore | None = None, spelling: Spelling | None = None
    ) -> None:
        register_analyzers(index)
        self._index = index
        self._forms = forms
        self._schema = index.schema
        self._searcher = index.searcher()
        self.terms = IndexTerms(self._searcher, self._schema, forms, spelling)

    @classmethod
    def in_memory(cls, entries: Iterable[IndexEntry]) -> PassageIndex:
        """Build an index of these entries that is kept in memory alone."""
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
        known = self.terms.spelling_if_read
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

    def search(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Hit, ...]:
        """The best passages for words in any order, corrected where unknown, and for phrases in marks.

        Passages with all of the words come first, then those with some, unless there are many of these:
        among millions of passages, to rank all that have any of the words takes twenty times as long.
        """
        folded = fold(typed)
        phrases = [spoken for found in PHRASE.findall(folded) if (spoken := words(found))]
        exact = [(Occur.Must, self._phrase(spoken)) for spoken in phrases]
        unquoted = dict.fromkeys(words(PHRASE.sub(" ", folded)))
        each = [self.terms.expanded(word) for word in unquoted]
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

    def match_phrase(
        self, spoken: Sequence[str], limit: int, speaker: str = "", others: Iterable[str] = ()
    ) -> tuple[Hit, ...]:
        """The passages and pieces of speech that have exactly these words one after the other.

        Those with the most of the ``others`` come first. To rank only what has the phrase takes a part of the
        time of ranking what has any of the words.
        """
        if not spoken:
            return ()
        only = self._filters(speaker=speaker)
        besides = tuple(others)
        asked = (
            [
                (Occur.Must, self._phrase(spoken, name)),
                *((Occur.Should, self.terms.query(name, word)) for word in besides),
                *only,
            ]
            for name in self._texts
        )
        return self._best(asked, limit)

    def match_terms(self, telling: Sequence[str], limit: int, speaker: str = "") -> tuple[Hit, ...]:
        """The passages and pieces of speech that have most of these words, none of them corrected."""
        if not telling:
            return ()
        only = self._filters(speaker=speaker)
        terms = ([(Occur.Should, self.terms.query(name, word)) for word in telling] for name in self._texts)
        return self._best(([*one, *only] for one in terms), limit)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """The fields in whose words a claim can stand: pieces of speech have a field of their own."""
        return ("words", "pieces") if self._searcher.doc_freq("kind", PIECE) else ("words",)

    def _best(self, queries: Iterable[list[Clause]], limit: int) -> tuple[Hit, ...]:
        # Scores of different fields cannot be compared: the best of each come first.
        ranked = [self._ranked(Query.boolean_query(query), limit) for query in queries]
        found = [hit for hits in zip_longest(*ranked) for hit in hits if hit is not None]
        return self._hits(found[:limit])

    def by_id(self, name: str, limit: int, case: str = "") -> tuple[Hit, ...]:
        """The passages with an id: one for each case that has the article."""
        asked = (Occur.Must, Query.term_query(self._schema, "id", fold(name)))
        return self._found(Query.boolean_query([asked, *self._filters(case)]), limit)

    def ids_begun(self, begun: str, limit: int, case: str = "") -> tuple[Hit, ...]:
        """The quotations of the case files whose ids begin so; none for an empty beginning."""
        ids = self.terms.with_prefix("id", fold(begun), limit) if begun else ()
        if not ids:
            return ()
        only = (Occur.Must, Query.const_score_query(Query.term_query(self._schema, "kind", RECORDED), 0.0))
        asked = (
            Occur.Must,
            Query.const_score_query(Query.term_set_query(self._schema, "id", list(ids)), 1.0),
        )
        return self._found(Query.boolean_query([asked, only, *self._filters(case)]), limit)

    def recorded(self, limit: int, case: str = "", speaker: str = "") -> tuple[Hit, ...]:
        """Quotations of the case files, in no particular order."""
        asked = Query.const_score_query(Query.term_query(self._schema, "kind", RECORDED), 1.0)
        return self._found(Query.boolean_query([(Occur.Must, asked), *self._filters(case, speaker)]), limit)

    def spoken_by(self, begun: str, limit: int) -> tuple[Hit, ...]:
        """Quotations of the case files by speakers whose names have words that begin so."""
        ends = [list(self.terms.with_prefix("speaker", word, MOST_EXPANSIONS)) for word in words(begun)]
        terms = [(Occur.Must, Query.term_set_query(self._schema, "speaker", end)) for end in ends if end]
        if not terms or len(terms) < len(ends):
            return ()
        return self._found(Query.boolean_query(terms), limit)

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
            self.terms.with_prefix("beginning", beginning, limit) if len(beginning) >= LEAST_BEGINNING else ()
        )
        if begun:
            yield Query.term_set_query(self._schema, "beginning", list(begun))
        *whole, last = words(typed) or [""]
        ends = self.terms.with_prefix("words", last, MOST_EXPANSIONS) if last else ()
        if ends:
            musts = [Query.term_query(self._schema, "words", word) for word in whole]
            musts.append(Query.term_set_query(self._schema, "words", list(ends)))
            yield Query.boolean_query([(Occur.Must, must) for must in musts])

    def _phrase(self, spoken: Sequence[str], name: str = "words") -> Query:
        return (
            Query.phrase_query(self._schema, name, list(spoken))
            if spoken[1:]
            else self.terms.query(name, spoken[0])
        )

    def _filters(self, case: str = "", speaker: str = "") -> list[Clause]:
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
