"""Deleting what is stored about a person, or about a workspace, from every table there is.

No table is named here. Rows that are found by an id are deleted where the id is part of their key or says
whose they are, and lose the id where it stands in something else. A new table is covered from its first day.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    Text,
    and_,
    cast,
    delete,
    or_,
    update,
)
from sqlalchemy import select as select_from

from bot.db.tables import METADATA

IDS = {"slack": re.compile("[A-Z][A-Z0-9]{6,}"), "discord": re.compile(r"\d{15,25}")}
"""What ids of a platform look like: nothing else that is stored does."""
WHOSE = frozenset({"workspace", "enterprise", "channel", "person", "editor"})
"""Columns that say to whom or where a row belongs; with the keys, they decide that it is deleted."""


@dataclass(frozen=True)
class ForgottenRows:
    """How many rows of a table were deleted, and how many lost the id."""

    table: str
    deleted: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Forgetting:
    """Whom to forget: the ids that mean them, on a platform, and perhaps in one workspace alone."""

    platform: str
    ids: tuple[str, ...]
    workspace: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches one of the ids where it stands alone, with the space before it."""
        return re.compile(rf" ?(?<!\w)(?:{'|'.join(map(re.escape, self.ids))})(?!\w)")


def forget(connection: Connection, whom: Forgetting) -> tuple[ForgottenRows, ...]:
    """Delete or anonymise everything that is stored by their ids; gives what was done, by table.

    Tables that refer to others come before them. To be called in a ``writing`` transaction, which can be
    undone.
    """
    done: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for table in reversed(METADATA.sorted_tables):
        if table.name.startswith("slack_") and whom.platform != "slack":
            continue
        for row in _found(connection, table, whom):
            if _is_theirs(table, row, whom):
                for name, count in _delete(connection, table, row):
                    done[name][0] += count
            elif values := _without_ids(table, row, whom):
                connection.execute(update(table).where(_this(table, row)).values(values))
                done[table.name][1] += 1
    return tuple(ForgottenRows(name, *done[name]) for name in sorted(done))


def texts_of(table: Table) -> Iterator[Column[Any]]:
    """The columns of a table in which an id can stand."""
    return (one for one in table.columns if isinstance(one.type, (String, Text, JSON)))


def _found(connection: Connection, table: Table, whom: Forgetting) -> Sequence[Any]:
    held = [
        cast(column, Text).contains(one, autoescape=True) for column in texts_of(table) for one in whom.ids
    ]
    meant: list[ColumnElement[bool]] = [or_(*held)]
    if "platform" in table.columns:
        meant.append(table.c.platform == whom.platform)
    if whom.workspace and "workspace" in table.columns:
        meant.append(table.c.workspace == whom.workspace)
    return connection.execute(select_from(table).where(*meant)).mappings().all() if held else ()


def _is_theirs(table: Table, row: Any, whom: Forgetting) -> bool:
    """Whether a row is about whoever is forgotten: an id is in its key, or says whose it is."""
    telling = {column.name for column in table.columns if column.primary_key or column.name in WHOSE}
    return any(isinstance(row[name], str) and whom.pattern.search(row[name]) for name in telling)


def _delete(connection: Connection, table: Table, row: Any) -> Iterator[tuple[str, int]]:
    """Delete a row, and before it those that refer to it; gives the tables with how many."""
    for other in METADATA.tables.values():
        for key in other.foreign_keys:
            if key.column.table is table:
                gone = connection.execute(delete(other).where(key.parent == row[key.column.name]))
                yield other.name, gone.rowcount
    yield table.name, connection.execute(delete(table).where(_this(table, row))).rowcount


def _without_ids(table: Table, row: Any, whom: Forgetting) -> dict[str, Any]:
    """The columns of a row that hold an id, without it."""
    return {
        column.name: scrubbed
        for column in texts_of(table)
        if (scrubbed := _scrubbed(row[column.name], whom.pattern)) != row[column.name]
    }


def _scrubbed(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub("", value).strip() if pattern.search(value) else value
    return None if value is None else json.loads(pattern.sub("", json.dumps(value)))


def _this(table: Table, row: Any) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))
