"""Who may see which case: the one place that decides, by giving each audience an archive of its own.

Whatever answers from an archive without a hidden case cannot show a word of it: not by name, by search, by
completion, by a spelling that is corrected, or by a link.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import TypeVar

from bot.cases.library import Library, case_id_of
from bot.corpus.index_files import IndexRepository, WarningCallback, ignore_warning
from bot.search.archive import Archive

T = TypeVar("T")
WorkspacePlace = tuple[str, str]
"""A platform and the id of a workspace or server on it."""
Hidden = frozenset[str]
"""The ids of the cases that an audience may not see: audiences with the same ones share an archive."""


@dataclass(frozen=True)
class CaseAudiences:
    """Which workspaces and servers may see a case, by its id, for those cases that not everybody may."""

    only_for: Mapping[str, frozenset[WorkspacePlace]] = field(default_factory=dict)

    @property
    def restricted(self) -> Hidden:
        """The cases that only some may see: readers of the web and programs see none of them."""
        return frozenset(self.only_for)

    def hidden_from(self, platform: str, workspace: str) -> Hidden:
        """The cases that are not for a workspace."""
        place = platform, workspace
        return frozenset(case for case, places in self.only_for.items() if place not in places)

    def all_hidden(self) -> Iterator[Hidden]:
        """What each audience may not see, without repetitions; that of the public comes first."""
        places = {place for those in self.only_for.values() for place in those}
        yield from dict.fromkeys([self.restricted, *(self.hidden_from(*place) for place in sorted(places))])


class AudienceArchives:
    """The archives of all audiences, each with an index of exactly the cases that the audience may see."""

    def __init__(
        self,
        audiences: CaseAudiences,
        first: Archive,
        index_folder: Path | None = None,
        warn: WarningCallback = ignore_warning,
    ) -> None:
        self.audiences = audiences
        self._warn = warn
        self._archives = {
            # What is on disk is left alone until the cases have been read.
            hidden: IndexRepository(vectors=first.vectors).open(without(first.library, hidden))
            for hidden in audiences.all_hidden()
        } | {frozenset(): first}
        self._indexes = {
            hidden: IndexRepository(_folder(index_folder, hidden), warn, first.vectors)
            for hidden in audiences.all_hidden()
            if hidden
        }
        if index_folder:
            _remove_others(index_folder, {_folder(index_folder, hidden) for hidden in self._indexes})

    @property
    def public(self) -> Archive:
        """The archive of those who may see no case that only some may."""
        return self._archives[self.audiences.restricted]

    def update(self, whole: Archive, only: frozenset[str] | None = None) -> None:
        """Make the archives anew from that of all cases, of which those in ``only`` have changed, or any."""
        made: dict[Hidden, Archive] = {frozenset(): whole}
        for hidden, index in self._indexes.items():
            library, before = without(whole.library, hidden), self._archives[hidden]
            if library is whole.library:
                made[hidden] = whole
            elif only is None or not isinstance(before.library.cases, _Others):
                made[hidden] = index.open(library)
            elif only <= hidden:
                made[hidden] = before
            else:
                made[hidden] = index.refresh(before, library, only - hidden)
        self._archives = made
        if only is None:
            for case in sorted(self.audiences.restricted - whole.library.listings.keys()):
                self._warn(
                    f"CASES_FOR names the case “{case}”, which is not there: look for a slip in its id"
                )

    def of(self, hidden: Hidden) -> Archive:
        """The archive of the audience that may not see these cases."""
        return self._archives[hidden]


def without(library: Library, hidden: Hidden) -> Library:
    """The library as if the hidden cases were not there; itself where none of them is."""
    problems = tuple(one for one in library.problems if case_id_of(one, library.folder) not in hidden)
    is_whole = not hidden & library.listings.keys() and not hidden & library.files.keys()
    if is_whole and len(problems) == len(library.problems):
        return library
    return replace(
        library,
        cases=_Others(library.cases, hidden),
        earlier=_Others(library.earlier, hidden),
        files=_Others(library.files, hidden),
        problems=problems,
        stored_listings={name: one for name, one in library.listings.items() if name not in hidden},
    )


class _Others(Mapping[str, T]):
    """A mapping without some of its keys, whose values are made when they are asked for."""

    def __init__(self, those: Mapping[str, T], hidden: Hidden) -> None:
        self._those = those
        self._hidden = hidden

    def __getitem__(self, name: str) -> T:
        if name in self._hidden:
            raise KeyError(name)
        return self._those[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._those if name not in self._hidden)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _folder(index_folder: Path | None, hidden: Hidden) -> Path | None:
    """The folder of an audience's index, beside that of all cases."""
    name = sha256("\n".join(sorted(hidden)).encode()).hexdigest()[:12]
    return index_folder and index_folder.with_name(f"{index_folder.name}-{name}")


def _remove_others(index_folder: Path, used: set[Path | None]) -> None:
    """Delete the indexes of audiences that there are no longer: they may hold what nobody is to see now."""
    for found in index_folder.parent.glob(f"{index_folder.name}-{'[0-9a-f]' * 12}"):
        if found not in used:
            rmtree(found, ignore_errors=True)
