"""Many rows at once, as each database does it fastest: PostgreSQL is given them in one parameter."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *returned: ColumnElement[Any]
) -> Sequence[Row[Any]]:
    """Insert those rows that no unique constraint forbids; gives the ``returned`` columns of these."""
    if not rows:
        return ()
    if connection.dialect.name == "sqlite":
        added = sqlite.insert(table).on_conflict_do_nothing().returning(*returned)
        return connection.execute(added, rows).all()
    written = cast(literal(json.dumps(rows, default=datetime.isoformat), Text), postgresql.JSON)
    columns = [column(name, table.c[name].type) for name in rows[0]]
    listed = func.json_to_recordset(written).table_valued(*columns).render_derived(with_types=True)
    inserted = postgresql.insert(table).from_select(list(rows[0]), select(*listed.c))
    return connection.execute(inserted.on_conflict_do_nothing().returning(*returned)).all()


def among(connection: Connection, one: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of many values, with a single parameter on PostgreSQL."""
    if connection.dialect.name == "sqlite":
        return one.in_(values)
    return one == any_(bindparam(None, list(values), type_=postgresql.ARRAY(one.type)))
