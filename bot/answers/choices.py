"""The choices that a platform offers for an option while somebody types."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.answers.commands import COMMANDS
from bot.answers.common import only_case
from bot.answers.query import Query
from bot.cases.model import Case
from bot.search.archive import Archive
from bot.search.folding import fold
from bot.search.passages import Passage, recorded_passages


@dataclass(frozen=True)
class Choice:
    """One choice: its name, the value that is sent for it, and the quotation where it stands for one."""

    name: str
    value: str
    quotation: Quotation | None = None
    is_withdrawn: bool = False
    """Whether it stands for a case that was withdrawn."""


def choices(archive: Archive, begun: Query, option: str, typed: str, most: int) -> tuple[Choice, ...]:
    """At most ``most`` choices for an option, given what is typed in it and in the options before it.

    A choice need not be taken: free text is understood as well. An unknown option has none.
    """
    known = COMMANDS[begun.command].option(option) if begun.command in COMMANDS else None
    if known and known.values:
        return tuple(Choice(value, value) for value in known.values if _begins(typed, value))[:most]
    find = FINDERS.get(known.completes) if known else None
    return tuple(islice(find(archive, begun, typed), most)) if find else ()


def _cases(archive: Archive, _: Query, typed: str) -> Iterator[Choice]:
    for case in archive.library.newest_first:
        if _begins(typed, case.title, case.id):
            yield Choice(case.title, case.id, is_withdrawn=bool(case.withdrawn))


def _lawsuits(archive: Archive, begun: Query, typed: str) -> Iterator[Choice]:
    for case in _cases_meant(archive, begun):
        for lawsuit in case.lawsuits:
            if _begins(typed, lawsuit.label):
                yield Choice(lawsuit.label, lawsuit.id)


def _speakers(archive: Archive, begun: Query, typed: str) -> Iterator[Choice]:
    offered: set[str] = set()
    meant = _cases_meant(archive, begun)
    if typed.strip() and not begun.get("case"):
        meant = tuple(
            archive.library.cases[case] for case in archive.cases_with_speaker(typed)[:MAX_CASES_READ]
        )
    for case in meant:
        for party in dict.fromkeys(statement.speaker for statement in case.statements):
            named = case.party_by_id[party]
            if named.name not in offered and _begins(typed, named.name, *named.aliases):
                offered.add(named.name)
                yield Choice(named.name, named.name)


def _quotations(archive: Archive, begun: Query, typed: str) -> Iterator[Choice]:
    for passage in _passages(archive, begun, typed):
        quotation = Cited(archive.library, passage.case).quotation(passage.selector)
        yield Choice(quotation.text, f"#{quotation.id}", quotation)


def _passages(archive: Archive, begun: Query, typed: str) -> Iterable[Passage]:
    """Passages that complete what is typed; with nothing typed yet, the quotations of the cases."""
    named, speaker = begun.get("case") or "", begun.get("speaker") or ""
    if typed.strip():
        case = named if named in archive.library.cases else ""
        return archive.complete(typed, MAX_COMPLETIONS, case, speaker)
    return chain.from_iterable(map(recorded_passages, _cases_meant(archive, begun)))


def _commands(_: Archive, __: Query, typed: str) -> Iterator[Choice]:
    for name, command in COMMANDS.items():
        if _begins(typed.removeprefix("/"), name):
            yield Choice(f"/{name}", command.name)


MAX_COMPLETIONS = 50
"""How many passages are looked up as completions of some words."""
MAX_CASES_READ = 20
"""How many cases are read where none is chosen: the most recently reported ones."""
FINDERS: Mapping[str, Callable[[Archive, Query, str], Iterable[Choice]]] = {
    "case": _cases,
    "lawsuit": _lawsuits,
    "speaker": _speakers,
    "text": _quotations,
    "command": _commands,
}
"""The function that finds the choices, for each kind of thing that an option completes."""


def _cases_meant(archive: Archive, begun: Query) -> tuple[Case, ...]:
    """The case that is chosen already, or the only one, or the newest ones."""
    library = archive.library
    if chosen := library.cases.get(begun.get("case") or ""):
        return (chosen,)
    only = only_case(library)
    return (
        (only.case,)
        if only
        else tuple(library.cases[one.id] for one in library.newest_first[:MAX_CASES_READ])
    )


def _begins(typed: str, *names: str) -> bool:
    """Whether each word typed is the beginning of a word of a name; nothing typed matches every name."""
    wanted = fold(typed).split()
    words = [word for name in names for word in fold(name).replace("-", " ").split()]
    return all(any(word.startswith(one) for word in words) for one in wanted)
