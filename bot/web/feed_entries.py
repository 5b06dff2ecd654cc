"""The entries of feeds: each change and correction of a case, and that a case was withdrawn."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from bot.answers.answer import Answer, ChangePart
from bot.answers.changes import TOPIC, change_parts, history
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.answers.withdrawal import LISTED, case_withdrawn
from bot.cases.changes import Change, key_of
from bot.cases.library import Library
from bot.cases.model import Case
from bot.rendering.part_wording import meaning
from bot.rendering.render import Presentation, to_html
from bot.rendering.wording import plain

MOST_ENTRIES = 50
"""Entries of one feed at most, the newest."""
MOST_CASES = 100
"""Cases that the feed of all looks at, the most recently reported of those that have changed."""


class FeedEntry(NamedTuple):
    """One entry: a name that never changes, its title, its ISO day, the path of its page, and proven HTML."""

    id: str
    title: str
    day: str
    path: str
    html: str


def entries_of_all(library: Library, presentation: Presentation) -> tuple[FeedEntry, ...]:
    """The newest changes of all cases. Raises NotProvenOnPayload."""
    changed = (case for case in library.newest_first if case.earlier or case.withdrawn)
    found = [
        entry
        for listed in islice(changed, MOST_CASES)
        for entry in entries_of(library, library.cases[listed.id], presentation)
    ]
    return tuple(sorted(found, key=lambda entry: entry.day, reverse=True)[:MOST_ENTRIES])


def entries_of(library: Library, case: Case, presentation: Presentation) -> tuple[FeedEntry, ...]:
    """The newest changes of a case, or that it was withdrawn. Raises NotProvenOnPayload."""
    if case.withdrawn:
        return (_withdrawn(case, presentation),)
    versions = [version for version in library.versions(case.id) if not version.withdrawn]
    return tuple(islice(_changes(library, versions, presentation), MOST_ENTRIES))


def _changes(library: Library, versions: Sequence[Case], presentation: Presentation) -> Iterator[FeedEntry]:
    words = presentation.words
    for change in history(versions):
        case = change.versions[1]
        parts = tuple(change_parts(library, change))
        [head] = [part for part in parts if isinstance(part, ChangePart)]
        headline = next(plain(text) for _, text in meaning(head, words) if plain(text))
        title = f"{words.label(versions[-1].title)}: {headline}"
        lead = Phrase("{words}", (("words", title),))
        answer = Answer(Query("case changes", (("case", case.id),)), TOPIC, lead, case.id, parts=parts)
        html = to_html(answer, presentation)
        yield FeedEntry(_name(change), title, case.revised, f"/cases/{case.id}", html)


def _name(change: Change) -> str:
    entry = change.after or change.before
    case = change.versions[1]
    key = key_of(entry) if entry else ""
    return feed_urn(case.id, case.version, change.kind, change.section, key)


def _withdrawn(case: Case, presentation: Presentation) -> FeedEntry:
    withdrawal = case.withdrawn
    assert withdrawal is not None  # noqa: S101  -- whoever asks has looked
    words = presentation.words
    sentence = case_withdrawn(withdrawal)
    answer = Answer(Query("case changes", (("case", case.id),)), phrase("withdrawn"), sentence, case.id)
    title = words.say(LISTED.filled(title=words.label(case.title)))
    html = to_html(answer, presentation)
    return FeedEntry(
        feed_urn(case.id, "withdrawn", withdrawal.date), title, withdrawal.date, f"/cases/{case.id}", html
    )


def feed_urn(*names: str) -> str:
    """The name of a feed or an entry, a ``urn:uuid:`` that is always the same for what it is about."""
    return uuid5(NAMESPACE_URL, "/".join(("verbatim", *names))).urn
