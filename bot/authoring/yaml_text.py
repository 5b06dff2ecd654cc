"""Writes plain data as the YAML of a new case file, in which every scalar is text.

A new file is only written, never changed, so no library is needed that keeps comments. JSON's strings are
YAML's double-quoted scalars (https://yaml.org/spec/1.2.2/#double-quoted-style).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

PLAIN = re.compile(r"[^\W\d_](?:[\w .,’/+-]*[\w.’)])?|\d{4}(?:-\d\d){0,2}|sources/[\w./-]+|[0-9a-f]{64}|\d+")
"""Matches text that YAML reads as it stands, without quotation marks."""
NULLS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that some readers of YAML take for something else; ours does not."""
Plain = str | Mapping[str, "Plain"] | Sequence["Plain"]
"""What stands in a case file: text, mappings and lists."""
Fields = dict[str, Plain]
"""The fields of an entry, by their names, in the order of the file."""


class Bare(str):
    """Text that is written without quotation marks, for a value that is no text to readers with types."""

    __slots__ = ()


TRUE = Bare("true")


def scalar(text: str, *, in_flow: bool = False) -> str:
    """Text as a scalar on one line, in quotation marks where it needs them."""
    is_plain = PLAIN.fullmatch(text) and text.lower() not in NULLS and not (in_flow and "," in text)
    return (
        text
        if is_plain or isinstance(text, Bare)
        else json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    )


def flow(value: Plain) -> str:
    """A value on one line, in YAML's flow style."""
    if isinstance(value, str):
        return scalar(value, in_flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def entry(fields: Mapping[str, Plain]) -> Iterator[str]:
    """The lines of an entry of a list: one for each field, and one for each quotation of a longer list."""
    mark = "  - "
    for key, value in fields.items():
        if (
            isinstance(value, Sequence)
            and not isinstance(value, str)
            and any(not isinstance(one, str) or len(one) > LONG for one in value)
        ):
            yield f"{mark}{key}:"
            yield from (f"      - {flow(one)}" for one in value)
        else:
            yield f"{mark}{key}: {scalar(value) if isinstance(value, str) else flow(value)}"
        mark = "    "


LONG = 40
"""Code points from which on a text of a list stands on a line of its own."""
