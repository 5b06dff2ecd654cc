"""A library with its index: the passages of all cases, found by their words."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import Selector, select
from bot.cases.spans import selectors_of
from bot.cases.voices import voice_of
from bot.search.folding import fold
from bot.search.index import BrokenIndex, Entry, Hit, PassageIndex, stems
from bot.search.passages import Passage, passages_of, pieces_of
from bot.search.words import words

STATE = "cases.json"
VERSION = "4"
"""Of what is indexed: another one is built anew."""
LEAST_COVERAGE = 0.6
"""The share of what was typed, rare words counting more, that a match has."""
RERANKED = 50

Told = Callable[[str], None]


def unheard(_: str) -> None:
    """Where nobody needs to be told."""


@dataclass(frozen=True)
class Archive:
    """The cases and the index of exactly these cases."""

    library: Library
    index: PassageIndex

    def find(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """The best passages that have most of what was typed; none that overlaps a better one."""
        wanted = self._wanted(typed)
        passages = self._passages(self.index.search(typed, RERANKED, case, speaker))
        covered = [(self._coverage(passage, wanted), passage) for passage in passages]
        enough = [pair for pair in covered if pair[0] >= LEAST_COVERAGE]
        plain = " ".join(words(typed))
        enough.sort(key=lambda pair: _rank(pair[0], pair[1], plain))
        return tuple(_apart((passage for _, passage in enough), limit))

    def complete(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """Passages that can be meant by what is typed so far."""
        return tuple(self._passages(self.index.complete(typed, limit, case, speaker)))

    def near(self, claim: str, limit: int) -> tuple[Passage, ...]:
        """The passages that hold a claim word for word, then those that share its most telling words."""
        spoken = words(claim)
        holding = self.index.holding(spoken, limit) if 0 < len(spoken) <= LONGEST_PHRASE else ()
        meant = {word: self.index.corrected(word)[:1] for word in dict.fromkeys(spoken)}
        known = {found for one in meant.values() for found in one}
        telling = sorted(known, key=lambda word: (self.index.spelling.count(word), word))[:TELLING]
        hits = {hit.key: hit for hit in (*holding, *self.index.sharing(telling, limit))}
        return tuple(self._passages(hits.values()))

    def understood(self, typed: str) -> str:
        """What was typed, each unknown word replaced by the one it is taken for."""
        return " ".join(self._understood(word) for word in typed.split())

    def _understood(self, typed: str) -> str:
        cut = words(typed)
        if len(cut) != 1 or self.index.spelling.count(cut[0]):
            return typed
        return next(iter(self.index.corrected(cut[0])), typed)

    def _wanted(self, typed: str) -> Mapping[frozenset[str], float]:
        """The words that each typed word can mean, with its weight: the rarer the more."""
        count = self.index.spelling.count
        meant = [frozenset(self.index.corrected(word)) for word in words(typed)]
        total = max(1, self.index.passages)
        return {one: math.log(1 + total / max(1, max(map(count, one), default=1))) for one in meant}

    def _coverage(self, passage: Passage, wanted: Mapping[frozenset[str], float]) -> float:
        present = {*words(passage.selector.exact), *stems(passage.selector.exact)}
        have = sum(weight for meant, weight in wanted.items() if present & {*meant, *stems(" ".join(meant))})
        return have / (sum(wanted.values()) or 1.0)

    def _passages(self, hits: Iterable[Hit]) -> Iterator[Passage]:
        for hit in hits:
            case_id, source, start, end, recorded = hit.key.split("\t")
            case = self.library.cases[case_id]
            text = case.source_by_id[source].text
            yield Passage(case, select(source, text, int(start), int(end)), recorded == "1")


TELLING = 8
"""How many of a claim's words are looked for: the rarest tell enough."""
LONGEST_PHRASE = 40
"""Words of a claim that is looked for word for word: longer ones have rare words enough."""


def _rank(coverage: float, passage: Passage, typed: str) -> tuple[float, bool, bool, int]:
    text = " ".join(words(passage.selector.exact))
    return (-round(coverage, 1), typed not in text, not passage.recorded, len(text))


def _apart(passages: Iterable[Passage], limit: int) -> Iterator[Passage]:
    taken: list[Passage] = []
    for passage in passages:
        if len(taken) == limit:
            return
        same = (one.selector for one in taken if one.case.id == passage.case.id)
        if not any(one.overlaps(passage.selector) for one in same):
            taken.append(passage)
            yield passage


def open_archive(library: Library, folder: Path | None, told: Told = unheard) -> Archive:
    """The archive of a library; what changed since the index was written is indexed now.

    Without a folder, or where it cannot be written, the index is kept in memory. ``told`` hears what
    an operator should know.
    """
    wanted = {case.id: fingerprint(case) for case in library.cases.values()}
    if folder is not None:
        try:
            return Archive(library, _current(library, folder / VERSION, wanted, told))
        except (OSError, ValueError) as error:
            told(f"the search index in {folder} cannot be written ({error}); it is kept in memory")
    return Archive(library, PassageIndex.in_memory(_entries(library.cases.values())))


def _current(library: Library, folder: Path, wanted: Mapping[str, str], told: Told) -> PassageIndex:
    """The index on disk, brought up to date, or built anew where it is not what was last written."""
    written = _State.read(folder)
    index = None
    if written is not None:
        try:
            index = _opened(folder, written)
        except BrokenIndex as error:
            told(f"the search index in {folder} cannot be read ({error}); it is built anew")
    if index is None or written is None:
        index = PassageIndex.build(folder, _entries(library.cases.values()))
    elif written.cases == wanted:
        return index
    else:
        changed = {case for case in {*written.cases, *wanted} if written.cases.get(case) != wanted.get(case)}
        new = [library.cases[case] for case in sorted(changed & set(wanted))]
        index = index.updated(_entries(new), sorted(changed))
    _State(dict(wanted), _sizes(folder)).write(folder)
    return index


def _opened(folder: Path, written: _State) -> PassageIndex:
    if _sizes(folder) != written.files:
        raise BrokenIndex("its files are not those that were written")
    return PassageIndex.open(folder)


@dataclass(frozen=True)
class _State:
    """What was last written: each case's fingerprint, and the files' sizes, to notice a half-written one."""

    cases: dict[str, str]
    files: dict[str, int]

    @classmethod
    def read(cls, folder: Path) -> _State | None:
        try:
            state = json.loads((folder / STATE).read_text("utf-8"))
            return cls(dict(state["cases"]), dict(state["files"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        (folder / STATE).write_text(json.dumps(vars(self)), encoding="utf-8")


def _sizes(folder: Path) -> dict[str, int]:
    files = (path for path in folder.iterdir() if path.name != STATE and path.suffix != ".lock")
    return {path.name: path.stat().st_size for path in files}


def fingerprint(case: Case) -> str:
    """Changes with everything of a case that is indexed: its sources' words, its quotations, who speaks."""
    digest = hashlib.sha256()
    for source in case.sources:
        digest.update(source.sha256.encode())
    for selector in selectors_of(case):
        digest.update(repr(selector.span).encode())
    for statement in case.statements:
        digest.update(f"{statement.speaker}{statement.quote_type}".encode())
    for party in case.parties:
        digest.update(repr((party.id, party.name, party.aliases)).encode())
    return digest.hexdigest()


def _entries(cases: Iterable[Case]) -> Iterator[Entry]:
    for case in cases:
        for passage in passages_of(case):
            selector = passage.selector
            recorded = str(+passage.recorded)
            key = "\t".join((case.id, selector.source, str(selector.start), str(selector.end), recorded))
            yield Entry(key, selector.exact, case.id, _speaker(case, selector), passage.recorded)
        for piece in pieces_of(case):
            key = "\t".join((case.id, piece.source, str(piece.start), str(piece.end), "0"))
            yield Entry(key, piece.exact, case.id, piece=True)


def _speaker(case: Case, selector: Selector) -> str:
    """The names by which a quotation's speaker can be asked for; none for the publisher's words."""
    voice = voice_of(case, selector)
    if voice.statement is None or voice.asserted_by != "speaker":
        return ""
    party = case.party_by_id[voice.statement.speaker]
    return fold(" ".join((party.id, party.name, *party.aliases)))
