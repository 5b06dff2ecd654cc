"""Reads a list of rows page by page, by a cursor: what is added or decided on meanwhile shifts no page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, func, select

Row_co = TypeVar("Row_co", covariant=True)
RowKey = int | str


@dataclass(frozen=True)
class RowCursor:
    """Where a page begins: after the row with a key, or with the last rows before one; else at the start."""

    after: RowKey | None = None
    before: RowKey | None = None


START = RowCursor()


@dataclass(frozen=True)
class RowsPage(Generic[Row_co]):
    """Some rows in the order of their keys, how many stand before them, and how many there are."""

    rows: tuple[Row_co, ...] = ()
    skipped: int = 0
    count: int = 0

    @property
    def last(self) -> int:
        """The number of the last row on the page, counted from 1."""
        return self.skipped + len(self.rows)

    @property
    def left(self) -> int:
        """How many rows come after the page."""
        return self.count - self.last


@dataclass(frozen=True)
class RowList(Generic[Row_co]):
    """A list of rows: its columns, the one that orders it, which rows it has, and what each becomes."""

    columns: Sequence[ColumnElement[Any]]
    key: ColumnElement[Any]
    where: Sequence[ColumnElement[bool]]
    make: Callable[[Mapping[str, Any]], Row_co]

    def page(
        self, connection: Connection, cursor: RowCursor = START, most: int | None = None
    ) -> RowsPage[Row_co]:
        """The page at a cursor, of ``most`` rows at most; all from there on without.

        Where nothing comes after the cursor any more, it is the last page.
        """
        rows = self._rows(connection, cursor, most)
        if not rows and cursor.after is not None:
            rows = self._rows(connection, RowCursor(before=cursor.after), most, is_within=True)
        names = [one.name for one in self.columns]
        made = tuple(self.make(dict(zip(names, row[1:], strict=True))) for row in rows)
        skipped = self._count(connection, self.key < rows[0][0]) if rows else 0
        return RowsPage(made, skipped, self._count(connection))

    def _rows(
        self, connection: Connection, cursor: RowCursor, most: int | None, *, is_within: bool = False
    ) -> list[Sequence[Any]]:
        those = select(self.key.label("key"), *self.columns).where(*self.where)
        if cursor.before is not None:
            bound = self.key <= cursor.before if is_within else self.key < cursor.before
            found = connection.execute(those.where(bound).order_by(self.key.desc()).limit(most)).all()
            return list(reversed(found))
        if cursor.after is not None:
            those = those.where(self.key > cursor.after)
        return list(connection.execute(those.order_by(self.key).limit(most)).all())

    def _count(self, connection: Connection, *more: ColumnElement[bool]) -> int:
        counted = select(func.count(self.key)).where(*self.where, *more)
        return int(connection.execute(counted).scalar_one())
