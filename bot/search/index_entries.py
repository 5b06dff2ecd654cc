"""Makes the entries of the search index from the cases of a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.cases.spans import selectors_of
from bot.cases.voices import voice_of
from bot.search.archive import PassageLocation
from bot.search.entries import NAMED, PIECE, RECORDED, EntryKind, IndexEntry
from bot.search.folding import fold
from bot.search.passages import passages_of, pieces_of


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
