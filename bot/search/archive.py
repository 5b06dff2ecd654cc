"""A library with its index: the passages of all cases, found by their words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import Selector, make_selector
from bot.cases.spans import selectors_of
from bot.cases.voices import voice_of
from bot.search.entries import NAMED, PIECE, RECORDED, EntryKind, IndexEntry, stem_words
from bot.search.folding import fold
from bot.search.index import Hit, PassageIndex
from bot.search.passages import Passage, passages_of, pieces_of
from bot.search.vector_store import VectorStore
from bot.search.words import words

LEAST_COVERAGE = 0.6
"""The share of what was typed, rare words counting more, that a match has."""
MOST_COMPLETIONS = 25
"""Hits that are read to complete misspelt words: no platform shows more choices."""
LEAST_OF_A_COMPLETION = 0.4
"""The share that a passage has which is offered while somebody types, where none has the words as typed."""
NEAR_THE_BEST = 0.8
"""The part of the best passage's share that the others have which are offered beside it."""
RERANK_LIMIT = 50
"""Hits of the index that are ranked again by how many of the typed words they have."""
MOST_SIFTED = 12_800
"""Hits of the index that are looked through at most for those of some sources alone."""
MOST_RECORDED = 1_000
"""Quotations of one speaker that are read from the index at most."""


@dataclass(frozen=True)
class PassageLocation:
    """Where a passage stands: a case, its source, and a span of code points, end exclusive."""

    case: str
    source: str
    start: int
    end: int
    kind: str = ""

    @property
    def key(self) -> str:
        """The location as the one-line key by which the index stores it."""
        return "\t".join((self.case, self.source, str(self.start), str(self.end), self.kind))

    @classmethod
    def from_key(cls, key: str) -> PassageLocation:
        """The location that a key of the index stands for."""
        case, source, start, end, kind = key.split("\t")
        return cls(case, source, int(start), int(end), kind)

    def overlaps(self, other: PassageLocation) -> bool:
        """Whether the two locations share a code point of one source."""
        same = (self.case, self.source) == (other.case, other.source)
        return same and self.start < other.end and other.start < self.end

    def contains(self, case: str, span: tuple[str, int, int]) -> bool:
        """Whether a span of a case (source, start, end) lies wholly inside this location."""
        source, start, end = span
        return (self.case, self.source) == (case, source) and self.start <= start and end <= self.end


Covered = tuple[float, str, PassageLocation]
"""The share of the typed words that a passage has, its words, and where it stands."""


@dataclass(frozen=True)
class Archive:
    """The cases and the search index of exactly these cases."""

    library: Library
    index: PassageIndex
    vectors: VectorStore | None = None
    """Where the vectors of the cases' texts are kept; without it each process encodes them anew."""

    def find(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """The best passages that have most of the typed words; none that overlaps a better one."""
        return self.find_among(typed, limit, None, case, speaker)

    def find_among(
        self,
        typed: str,
        limit: int,
        among: Callable[[PassageLocation], bool] | None,
        case: str = "",
        speaker: str = "",
    ) -> tuple[Passage, ...]:
        """The best passages that have most of the typed words and for whose locations ``among`` is true.

        None overlaps a better one. ``MOST_SIFTED`` hits of the index are looked through at most.
        """
        covered = self._with_coverage(typed, self._hits(typed, case, speaker, among))
        return self._best(typed, covered, LEAST_COVERAGE, limit)

    def _covered(self, typed: str, most: int, case: str, speaker: str) -> list[Covered]:
        """At most so many hits of the index, with the share of the typed words that each passage has."""
        hits = self.index.search(typed, most, case, speaker)
        return self._with_coverage(typed, [(hit, PassageLocation.from_key(hit.key)) for hit in hits])

    def _with_coverage(self, typed: str, hits: Iterable[tuple[Hit, PassageLocation]]) -> list[Covered]:
        wanted = self._term_weights(typed)
        return [(_coverage(hit.words, wanted), hit.words, place) for hit, place in hits]

    def _best(self, typed: str, covered: Iterable[Covered], least: float, limit: int) -> tuple[Passage, ...]:
        """The passages that have this share of the typed words, best first; none overlaps a better one."""
        spoken = words(typed)
        enough = sorted(
            (one for one in covered if one[0] >= least), key=lambda one: _rank(one[0], one[1], one[2], spoken)
        )
        return tuple(map(self.passage, _apart((place for _, _, place in enough), limit)))

    def _hits(
        self, typed: str, case: str, speaker: str, among: Callable[[PassageLocation], bool] | None
    ) -> list[tuple[Hit, PassageLocation]]:
        """The best hits that are ranked again: the index is asked for more until enough are ``among``."""
        asked = RERANK_LIMIT
        while True:
            hits = self.index.search(typed, asked, case, speaker)
            found = [(hit, PassageLocation.from_key(hit.key)) for hit in hits]
            if among is None:
                return found
            kept = [one for one in found if among(one[1])][:RERANK_LIMIT]
            if len(kept) == RERANK_LIMIT or len(hits) < asked or asked >= MOST_SIFTED:
                return kept
            asked *= 4

    def case_scores(self, typed: str, limit: int) -> dict[str, float]:
        """The cases of the best passages for the typed words, best first, each with its score.

        The score adds 1/rank over the passages of a case.
        """
        found: dict[str, float] = {}
        for rank, hit in enumerate(self.index.search(typed, limit), start=1):
            case = hit.key.split("\t")[0]
            found[case] = found.get(case, 0.0) + 1 / rank
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    def complete(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """Passages that begin with what is typed so far, then those that have its words.

        Where there are none, those that the search finds, the last word being unfinished, and with fewer of
        the words: what is offered is no answer yet. After “#”, passages whose ids begin so.
        """
        if typed.lstrip().startswith("#"):
            return self._with_ids(typed.strip().removeprefix("#"), limit, case)
        found = self.index.complete(typed, limit, case, speaker)
        if found:
            return tuple(map(self.passage, _places(found)))
        finished = self._finished(typed)
        covered = self._covered(finished, MOST_COMPLETIONS, case, speaker)
        best = max((share for share, _, _ in covered), default=0.0)
        return self._best(finished, covered, max(LEAST_OF_A_COMPLETION, best * NEAR_THE_BEST), limit)

    def _with_ids(self, begun: str, limit: int, case: str) -> tuple[Passage, ...]:
        """Quotations whose ids begin so, one of each id, those of the newest cases first."""
        places = _places(self.index.ids_begun(begun, limit, case))
        ranked = sorted(places, key=self._newness, reverse=True)
        by_id = {passage.selector.id: passage for passage in map(self.passage, reversed(ranked))}
        return tuple(reversed(by_id.values()))

    def _finished(self, typed: str) -> str:
        """What is typed, an unknown last word completed to a word that begins nearly so."""
        *_, last = words(typed) or [""]
        terms = self.index.terms
        like = "" if terms.corrected(last) else next(iter(terms.begun_like(last)), "")
        return f"{typed.rpartition(' ')[0]} {like}" if like else typed

    def by_id(self, name: str, case: str = "") -> Passage | None:
        """The passage with an id, of the newest case that has it; also a span found by id alone."""
        return next(self.every_by_id(name, case), None)

    def every_by_id(self, name: str, case: str = "") -> Iterator[Passage]:
        """The passages with an id, of the newest case first; spans found by id alone come last."""
        places = _places(self.index.by_id(name, RERANK_LIMIT, case))
        ranked = sorted(places, key=lambda place: (place.kind != NAMED, *self._newness(place)), reverse=True)
        yield from map(self.passage, ranked)

    def recorded(self, speaker: str, case: str = "") -> Iterator[Passage]:
        """The quotations of the case files by speakers with this name, those of the newest cases first."""
        found = _places(self.index.recorded(MOST_RECORDED, case, speaker))
        places = sorted(found, key=lambda place: (place.source, place.start))
        yield from map(self.passage, sorted(places, key=self._newness, reverse=True))

    def cases_with_speaker(self, speaker: str) -> tuple[str, ...]:
        """Some cases with quotations of a speaker whose name begins so, the newest first."""
        found = _places(self.index.spoken_by(speaker, MOST_RECORDED))
        return tuple(dict.fromkeys(place.case for place in sorted(found, key=self._newness, reverse=True)))

    def _newness(self, place: PassageLocation) -> tuple[str, str]:
        return self.library.listings[place.case].as_of, place.case

    def match_phrase(self, claim: str, limit: int, speaker: str = "") -> tuple[PassageLocation, ...]:
        """Where passages have a claim's words one after the other; of a long claim, three phrases of it."""
        found = (
            hit for piece in _phrases(words(claim)) for hit in self.index.match_phrase(piece, limit, speaker)
        )
        return tuple(dict.fromkeys(_places(found)))

    def match_terms(self, claim: str, limit: int, speaker: str = "") -> tuple[PassageLocation, ...]:
        """Where passages have the rarest words of a claim, misspelt ones corrected."""
        terms = self.index.terms
        count = terms.spelling.count
        distinct = dict.fromkeys(words(claim))
        known = {word if count(word) else next(iter(terms.corrected(word)), word) for word in distinct}
        rarest = sorted(known, key=lambda word: (count(word), word))[:MOST_QUERY_TERMS]
        common = self.index.passages // ONE_IN
        telling = [word for at, word in enumerate(rarest) if at < ENOUGH_TERMS or count(word) <= common]
        return _places(self.index.match_terms(telling, limit, speaker))

    def correct_spelling(self, typed: str) -> str:
        """The typed words, each one that occurs nowhere replaced by its likeliest correction."""
        return " ".join(self._correct_word(word) for word in typed.split())

    def _correct_word(self, typed: str) -> str:
        cut = words(typed)
        if len(cut) != 1 or self.index.terms.spelling.count(cut[0]):
            return typed
        return next(iter(self.index.terms.corrected(cut[0])), typed)

    def _term_weights(self, typed: str) -> Mapping[frozenset[str], float]:
        """For each typed word the words it can mean and their stems, with its weight: the rarer, the more."""
        count = self.index.terms.spelling.count
        meant = [frozenset(self.index.terms.corrected(word) or [word]) for word in words(typed)]
        total = max(1, self.index.passages)
        rarity = {one: math.log(1 + total / max(1, max(map(count, one), default=1))) for one in meant}
        return {frozenset((*one, *stem_words(" ".join(one)))): weight for one, weight in rarity.items()}

    def passage(self, place: PassageLocation) -> Passage:
        """The passage at a location, with its selector."""
        case = self.library.cases[place.case]
        text = case.source_by_id[place.source].text
        selector = make_selector(place.source, text, place.start, place.end)
        return Passage(case, selector, recorded=place.kind in {RECORDED, NAMED})


MOST_QUERY_TERMS = 8
"""The number of a claim's words that are looked for at most: its rarest ones are enough."""
ENOUGH_TERMS, ONE_IN = 4, 20
"""Beside so many words, one that one passage in twenty has tells next to nothing, and takes longest."""
LONGEST_PHRASE = 40
"""The number of words up to which a claim is looked for as one phrase."""
PHRASE_WORDS = 12
"""The number of words of each phrase of a longer claim, which can run over several passages."""


def _phrases(spoken: Sequence[str]) -> list[Sequence[str]]:
    """All words of a short claim as one phrase; of a long one its beginning, middle and end."""
    if len(spoken) <= LONGEST_PHRASE:
        return [spoken]
    middle = (len(spoken) - PHRASE_WORDS) // 2
    return [spoken[:PHRASE_WORDS], spoken[middle : middle + PHRASE_WORDS], spoken[-PHRASE_WORDS:]]


def _places(hits: Iterable[Hit]) -> tuple[PassageLocation, ...]:
    return tuple(PassageLocation.from_key(hit.key) for hit in hits)


def _coverage(have: str, wanted: Mapping[frozenset[str], float]) -> float:
    """The share of the wanted words, by weight, that a passage has."""
    present = {*have.split(), *stem_words(have)}
    got = sum(weight for meant, weight in wanted.items() if present & meant)
    return got / (sum(wanted.values()) or 1.0)


def _rank(
    coverage: float, have: str, place: PassageLocation, typed: Sequence[str]
) -> tuple[float, int, bool, bool, int]:
    """The sort key of a passage: most wanted words first, then most as typed, then all in a row."""
    as_typed = len({*typed, *stem_words(" ".join(typed))} & {*have.split(), *stem_words(have)})
    in_a_row = " ".join(typed) in have
    return (-round(coverage, 1), -as_typed, not in_a_row, place.kind != RECORDED, len(have))


def _apart(places: Iterable[PassageLocation], limit: int) -> Iterator[PassageLocation]:
    taken: list[PassageLocation] = []
    for place in places:
        if len(taken) == limit:
            return
        if not any(one.overlaps(place) for one in taken):
            taken.append(place)
            yield place


def index_entries(library: Library, cases: Iterable[str]) -> Iterator[IndexEntry]:
    """The entries of these cases: quotations, sentences, pieces of speech, and spans found by id alone."""
    for name in cases:
        case = library.cases[name]
        yielded: set[str] = set()
        for passage in passages_of(case):
            yielded.add(passage.selector.id)
            speaker = _speaker(case, passage.selector)
            yield _entry(case, passage.selector, RECORDED if passage.recorded else "", speaker)
        for piece in pieces_of(case):
            yield _entry(case, piece, PIECE)
        for selector in selectors_of(case):
            if selector.id not in yielded:
                yielded.add(selector.id)
                yield _entry(case, selector, NAMED)


def _entry(case: Case, selector: Selector, kind: EntryKind, speaker: str = "") -> IndexEntry:
    key = PassageLocation(case.id, *selector.span, kind).key
    return IndexEntry(key, selector.id, selector.exact, case.id, speaker, kind)


def _speaker(case: Case, selector: Selector) -> str:
    """The names by which a quotation's speaker can be asked for; none for the publisher's words."""
    voice = voice_of(case, selector)
    if voice.statement is None or voice.asserted_by != "speaker":
        return ""
    party = case.party_by_id[voice.statement.speaker]
    return fold(" ".join((party.id, party.name, *party.aliases)))
