"""Adds to the YAML of a case file without touching what stands there: its lines, comments and their order.

A library that writes YAML anew would break the lines of an editor's file differently. Here each addition is
put between the characters of the file, at the marks that libyaml gives for every node (code points, end
exclusive). What is taken away is a scalar that gets another value, and nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

import yaml

from bot.authoring.yaml_text import Plain, entry, flow, scalar
from bot.cases.problems import KeyPath

COMMENT = re.compile(r"(?P<indent> *)#[^\n]*(?:\n|\Z)")


class _Edit(NamedTuple):
    """Text that takes the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass
class YamlEdits:
    """The additions to one YAML file whose top is a mapping; ``text`` is the file as it was read."""

    text: str
    _edits: list[_Edit] = field(default_factory=list)
    _begun: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # libyaml's marks count from behind the mark of a file's encoding.
        self._mark = "\ufeff" if self.text.startswith("\ufeff") else ""
        self.text = self.text.removeprefix(self._mark)
        root = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        if not isinstance(root, yaml.MappingNode):
            raise ValueError("the file is no mapping")  # noqa: TRY004  -- the value is wrong, not its type
        self._root = root

    def result(self) -> str:
        """The text of the file with all additions in it."""
        made, at = [], 0
        for edit in sorted(self._edits, key=lambda one: one.start):
            added = edit.text.replace("\n", "\r\n") if "\r\n" in self.text else edit.text
            made += [self.text[at : edit.start], added]
            at = edit.end
        return "".join([self._mark, *made, self.text[at:]])

    def replace(self, path: KeyPath, value: Plain) -> None:
        """Put another value in the place of a scalar."""
        node = self._node(path)
        self._edits.append(_Edit(node.start_mark.index, self._end(node), flow(value)))

    def add_key(self, path: KeyPath, key: str, value: Plain) -> None:
        """Add a key to a mapping: behind its first key that stands on one line, else at its end."""
        node = cast("yaml.MappingNode", self._node(path))
        if node.flow_style:
            start = node.start_mark.index + 1
            self._edits.append(_Edit(start, start, f"{key}: {flow(value)}{', ' if node.value else ''}"))
            return
        indent = " " * node.value[0][0].start_mark.column
        at = next((self._line_after(one) for _, one in node.value if _is_of_one_line(one)), None)
        self._insert_lines(at or self._line_after(node), f"{indent}{key}: {flow(value)}\n")

    def append(self, path: KeyPath, *values: Plain) -> None:
        """Append items to the list at a path; one that stands alone, or a missing one, becomes a list."""
        *above, key = path
        node = self._find(path)
        if node is None:
            self.add_key(tuple(above), str(key), values)
        elif _is_block(node) and isinstance(node, yaml.SequenceNode):
            mark = " " * node.start_mark.column
            lines = [line for value in values for line in _item(value, mark)]
            self._insert_lines(self._behind(node, node.start_mark.column), "".join(lines))
        elif isinstance(node, yaml.SequenceNode):
            end = self._end(node) - 1
            self._edits.append(_Edit(end, end, f"{', ' if node.value else ''}{_listed(values)}"))
        elif _is_block(node):
            self._listed(cast("yaml.MappingNode", self._node(tuple(above))), node, values)
        else:
            start, end = node.start_mark.index, self._end(node)
            self._edits.append(_Edit(start, start, "["))
            self._edits.append(_Edit(end, end, f", {_listed(values)}]"))

    def append_entry(self, section: str, fields: Mapping[str, Plain], before: tuple[str, ...]) -> None:
        """Append an entry to a section; a new section comes after those of ``before`` that are there."""
        node = self._find((section,))
        if node is not None and not _is_null(node):
            self.append((section,), fields)
            return
        lines = "".join(f"{line}\n" for line in entry(fields))
        if node is not None:
            self._insert_lines(self._line_after(node), lines)
            return
        known = [one for name in before if (one := self._find((name,))) is not None]
        at = self._behind(known[-1], 0) if known else len(self.text)
        heading = "" if section in self._begun else f"\n{section}:\n"
        self._begun.add(section)
        self._insert_lines(at, heading + lines)

    def append_comments(self, *lines: str) -> None:
        """Append lines of comments at the end of the file, below a blank one; call it after all else."""
        self._insert_lines(len(self.text), "".join(f"{line}\n" for line in ("", *lines)))

    def _listed(self, above: yaml.MappingNode, node: yaml.Node, values: Sequence[Plain]) -> None:
        """A mapping as the first item of a list, by a dash on a line above it, and other items below it."""
        column = max(node.start_mark.column - 2, above.value[0][0].start_mark.column)
        start = self.text.rfind("\n", 0, node.start_mark.index) + 1
        mark = " " * column
        self._edits.append(_Edit(start, start, f"{mark}-\n"))
        self._insert_lines(
            self._behind(node, column), "".join(line for value in values for line in _item(value, mark))
        )

    def _insert_lines(self, at: int, lines: str) -> None:
        is_cut = at > 0 and self.text[at - 1 : at] != "\n"
        self._edits.append(_Edit(at, at, f"\n{lines}" if is_cut else lines))

    def _find(self, path: KeyPath) -> yaml.Node | None:
        node: yaml.Node = self._root
        for part in path:
            if isinstance(node, yaml.MappingNode):
                found = next((value for key, value in node.value if key.value == part), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                found = node.value[part]
            else:
                found = node if part == 0 else None
            if found is None:
                return None
            node = found
        return node

    def _node(self, path: KeyPath) -> yaml.Node:
        node = self._find(path)
        if node is None:
            raise KeyError(path)
        return node

    def _end(self, node: yaml.Node) -> int:
        """Where the last character of a node's value stands, exclusive."""
        while _is_block(node) and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(node, yaml.MappingNode) else last
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            # libyaml ends a block scalar where the next line of something else begins.
            end = len(self.text[:end].rstrip())
        return end

    def _line_after(self, node: yaml.Node) -> int:
        """Where the line begins that follows a node's last one."""
        end = self.text.find("\n", self._end(node))
        return len(self.text) if end < 0 else end + 1

    def _behind(self, node: yaml.Node, column: int) -> int:
        """Where the line begins that follows a node and the comments below it which belong to it.

        These are indented more than ``column``.
        """
        at = self._line_after(node)
        while (comment := COMMENT.match(self.text, at)) and len(comment["indent"]) > column:
            at = comment.end()
        return at


def _listed(values: Sequence[Plain]) -> str:
    return ", ".join(map(flow, values))


def _item(value: Plain, mark: str) -> list[str]:
    """The lines of an item of a list whose dashes stand after ``mark``."""
    if isinstance(value, Mapping):
        return [f"{mark}{line[2:]}\n" for line in entry(value)]
    return [f"{mark}- {scalar(value) if isinstance(value, str) else flow(value)}\n"]


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in {"", "~", "null"}


def _is_of_one_line(node: yaml.Node) -> bool:
    is_short = isinstance(node, yaml.ScalarNode) and node.style not in {"|", ">"}
    return is_short and node.start_mark.line == node.end_mark.line and not _is_null(node)
