"""YAML as plain data, remembering the place of every key and value.

Every scalar is text: the field it lands in decides its type, so a quotation that reads ``No`` or
``2019`` stays words. Tags, anchors, aliases and further documents are refused.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml
from yaml._yaml import CParser, Mark

from bot.cases.problems import START, KeyPath, Position, Problem

StartMark = yaml.Mark | Mark | None
"""Where libyaml says that something begins; lines and columns count from 0."""
Data = dict[str, "Data"] | list["Data"] | str | None

MAX_DEPTH = 20
NULLS = frozenset({"", "~", "null"})


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data, with the position of every key and value and the mistakes in its form."""

    data: Data
    keys: dict[KeyPath, StartMark] = field(default_factory=dict)
    values: dict[KeyPath, StartMark] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sha256: str = ""
    """Of the bytes that were parsed, in lower-case hexadecimal."""

    def place(self, path: KeyPath, *, of_key: bool = False) -> Position:
        """The position of the value (or key) at a path, or of the nearest value that encloses the path."""
        here: KeyPath = ()
        for part in path:
            if (*here, part) in self.values:
                here = (*here, part)
            elif isinstance(part, str):
                return _place_of(self.values.get(here))
            # Else one value stands in the place of a list with one entry.
        return _place_of(self.keys.get(here) if of_key else self.values.get(here))


def read_document(raw: bytes, file: str) -> Document:
    """Parse the bytes of a YAML file. Never raises: what is wrong is in ``problems``."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        place = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"not UTF-8: byte 0x{raw[error.start]:02x}; save the file as UTF-8"
        return Document(None, problems=(Problem(file, place, message),))
    builder = _Builder(file)
    try:
        data = builder.build(text)
    except _TooDeep as error:
        builder.problems.append(Problem(file, error.place, "nested too deeply for a case file"))
        data = None
    except yaml.YAMLError as error:
        builder.problems.append(_syntax_problem(error, text, file))
        data = None
    digest = hashlib.sha256(raw).hexdigest()
    return Document(data, builder.keys, builder.values, tuple(builder.problems), digest)


def _syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError):
        place = _place_of(error.problem_mark or error.context_mark)
        return Problem(file, place, f"not YAML: {error.problem or error.context}")
    position = getattr(error, "position", 0)
    before = text.encode()[:position].decode("utf-8", "ignore")
    place = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Problem(file, place, f"not YAML: {getattr(error, 'reason', error)}")


class _TooDeep(Exception):
    """Reading stops here: no case file is like this, and libyaml slows down with the depth."""

    def __init__(self, place: Position) -> None:
        super().__init__(place)
        self.place = place


class _Builder:
    """Builds plain data from libyaml's events, which alone give the place of an alias."""

    def __init__(self, file: str) -> None:
        self.file = file
        # Marks, of which a Position is made for the few that are asked for: a case file has thousands.
        self.keys: dict[KeyPath, StartMark] = {}
        self.values: dict[KeyPath, StartMark] = {}
        self.problems: list[Problem] = []

    def build(self, text: str) -> Data:
        loader = CParser(text)
        try:
            events = iter(loader.get_event, None)
            return self._documents(events)
        finally:
            loader.dispose()

    def _documents(self, events: Iterator[yaml.Event]) -> Data:
        data: Data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second YAML document; a case file is one document")
            elif not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent):
                value = self._node(event, events, ())
                data = value if documents == 1 else data
        return data

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> Data:
        self.values.setdefault(path, event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            self._check_plain(event)
            return None if not event.style and event.value in NULLS else event.value
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"an alias (*{event.anchor}); write the value out")
            return None
        # What is neither an alias nor a scalar begins a list or a mapping.
        self._check_plain(cast("yaml.CollectionStartEvent", event))
        if len(path) > MAX_DEPTH:
            raise _TooDeep(_place(event))
        is_list = isinstance(event, yaml.SequenceStartEvent)
        return self._sequence(events, path) if is_list else self._mapping(events, path)

    def _sequence(self, events: Iterator[yaml.Event], path: KeyPath) -> Data:
        items: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: KeyPath) -> Data:
        pairs: dict[str, Data] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, events, path)
            here = (*path, key)
            if key in pairs:
                self._refuse(event, f"the key “{key}” stands here a second time")
            else:
                self.keys[here] = event.start_mark
            value = self._node(next(events), events, here)
            pairs.setdefault(key, value)
        return pairs

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._check_plain(event)
            return event.value
        self._refuse(event, "a key that is not a word")
        self._node(event, events, (*path, "?"))
        return "?"

    def _check_plain(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(event, f"an anchor (&{event.anchor}); write the value out where it is needed")
        if event.tag:
            self._refuse(event, f"a tag ({event.tag}); only plain text, lists and mappings are read")

    def _refuse(self, event: yaml.Event, message: str) -> None:
        self.problems.append(Problem(self.file, _place(event), message))


def _place(event: yaml.Event) -> Position:
    return _place_of(event.start_mark)


def _place_of(mark: StartMark) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else START
