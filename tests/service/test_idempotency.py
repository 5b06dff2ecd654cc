"""A command that changes something is carried out once for each request, whichever process receives it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.rendering.render import Presentation, to_text
from bot.service.handled_requests import HandledRequests
from bot.service.idempotency import idempotent
from tests.rendering.hostile import answer_of

SCHEDULE, LIST = Query("digest schedule"), Query("digest list")
ADMIN = Asker("discord", "1", "2", "3", manages=True, request="r-1")


class Counting:
    """Carries out a command, and counts how often; it may fail at first."""

    def __init__(self, *, fails: bool = False) -> None:
        self.times = 0
        self._fails = fails

    async def __call__(self, asked: Query, _: Asker) -> Answer:
        self.times += 1
        if self._fails and self.times == 1:
            raise ZeroDivisionError
        return answer_of("done", query=asked)


async def said(handlers: object, query: Query, asker: Asker) -> str:
    assert isinstance(handlers, dict)
    return to_text(await handlers[query.command](query, asker), Presentation())


async def test_a_request_that_two_processes_receive_is_carried_out_by_one(database: Engine) -> None:
    do = Counting()
    for expected in ("done", "was carried out once"):
        handlers = idempotent({SCHEDULE.command: do}, HandledRequests(database))
        assert expected in await said(handlers, SCHEDULE, ADMIN)
    assert do.times == 1


@pytest.mark.parametrize(
    ("query", "second"),
    [
        (SCHEDULE, replace(ADMIN, request="r-2")),
        (SCHEDULE, replace(ADMIN, platform="slack")),
        (LIST, ADMIN),
    ],
)
async def test_another_request_and_one_that_only_reads_are_answered_each_time(
    database: Engine, query: Query, second: Asker
) -> None:
    do = Counting()
    handlers = idempotent({query.command: do}, HandledRequests(database))
    for asker in (ADMIN, second):
        assert "done" in await said(handlers, query, asker)
    assert do.times == 2


async def test_a_request_that_failed_is_carried_out_when_it_comes_again(database: Engine) -> None:
    do = Counting(fails=True)
    handlers = idempotent({SCHEDULE.command: do}, HandledRequests(database))
    with pytest.raises(ZeroDivisionError):
        await said(handlers, SCHEDULE, ADMIN)
    assert "done" in await said(handlers, SCHEDULE, ADMIN)
