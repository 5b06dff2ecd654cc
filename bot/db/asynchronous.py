"""Reads and writes in a worker thread, so that the event loop does not wait for the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from bot.db.database import writing

P = ParamSpec("P")
T = TypeVar("T")


async def read(
    engine: Engine, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call ``query`` with a connection and the arguments; passes on its result and errors."""

    def call() -> T:
        with engine.connect() as connection:
            return query(connection, *args, **kwargs)

    return await asyncio.to_thread(call)


async def write(
    engine: Engine, change: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call ``change`` like ``read``, in a ``writing`` transaction that is committed when it returns."""

    def call() -> T:
        with writing(engine) as connection:
            return change(connection, *args, **kwargs)

    return await asyncio.to_thread(call)
