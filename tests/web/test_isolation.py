"""A flood of the public pages is turned away, and slows neither chat nor what comes after it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Event

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation, to_text
from bot.search.archive import Archive
from bot.service import command_service
from bot.service.bounded_pool import BoundedPool, PoolFull, working_in
from bot.service.command_service import CommandService
from bot.web.playground import LONGEST_QUESTION
from bot.web.public_pages import PAGE_POOL, QUEUE, WORKERS
from bot.web.site import make_site

MEMBER = Asker("discord", "1", "2", "3")
Client = TestClient[web.Request, web.Application]


class Held:
    """Makes answers about one subject wait until they are let go; ``begun`` are those that have begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_go, self.begun = Event(), list[str]()

        def held(archive: Archive, asked: Query) -> Answer:
            subject = asked.get("subject") or asked.get("text") or ""
            self.begun.append(subject)
            if subject.startswith("held"):
                assert self.let_go.wait(60)
            return respond(archive, asked)

        monkeypatch.setattr(command_service, "respond", held)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


@asynccontextmanager
async def pages(service: CommandService) -> AsyncIterator[Client]:
    server = TestServer(make_site(service))
    await server.start_server(shutdown_timeout=0.1)
    async with TestClient(server) as client:
        yield client


async def posted(client: Client, command: str) -> tuple[int, str | None]:
    async with client.post("/playground", data={"command": command}) as response:
        await response.read()
        return response.status, response.headers.get("Retry-After")


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110  -- a thread tells of it
            await asyncio.sleep(0.01)


async def test_what_floods_the_pages_is_turned_away_and_chat_answers(corpus: Corpus, held: Held) -> None:
    service, answers = CommandService(corpus, Presentation()), BoundedPool("answer", 1, 4)
    async with pages(service) as client:
        flood = [
            asyncio.create_task(posted(client, f"/quote held {number}"))
            for number in range(WORKERS + QUEUE + 10)
        ]
        done, _ = await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
        await until(lambda: sum(task.done() for task in flood) == 10)
        assert {task.result()[0] for task in flood if task.done()} == {503}
        assert all(int(task.result()[1] or 0) > 0 for task in done)
        with working_in(answers):
            assert "$5 million" in await service.reply(Query("case damages"), MEMBER, to_text)
        held.let_go.set()
        assert {(await task)[0] for task in flood} == {200, 503}
    answers.close()


async def test_what_waits_for_a_reader_who_is_gone_is_never_begun(corpus: Corpus, held: Held) -> None:
    async with pages(CommandService(corpus, Presentation())) as client:
        pool = client.app[PAGE_POOL]
        first = asyncio.create_task(posted(client, "/quote held first"))
        await until(lambda: held.begun)
        waiting = [asyncio.create_task(posted(client, f"/quote gone {number}")) for number in range(QUEUE)]
        await until(lambda: pool.taken == 1 + QUEUE)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
        await until(lambda: pool.taken == 1)
        held.let_go.set()
        assert (await first)[0] == 200
        assert (await posted(client, "/quote travesty"))[0] == 200
    assert sum(one.startswith("gone") for one in held.begun) == 0


async def test_a_long_question_is_refused_with_a_sentence(corpus: Corpus, held: Held) -> None:
    async with pages(CommandService(corpus, Presentation())) as client:
        question = "how much " * (LONGEST_QUESTION // 8)
        async with client.post("/playground", data={"command": f"/ask {question}"}) as response:
            assert response.status == 200
            assert f"A question has {LONGEST_QUESTION} characters at most here." in await response.text()
    assert held.begun == []


async def test_a_full_pool_is_told_of_in_chat_with_a_sentence(corpus: Corpus, held: Held) -> None:
    service, answers = CommandService(corpus, Presentation()), BoundedPool("answer", 1, 0)
    with working_in(answers):
        running = asyncio.create_task(service.reply(Query("quote", (("text", "held"),)), MEMBER, to_text))
        await until(lambda: held.begun)
        assert "Too many ask at once" in await service.reply(Query("case status"), MEMBER, to_text)
        held.let_go.set()
        await running
    answers.close()


async def test_what_waits_when_a_pool_is_closed_is_told_so() -> None:
    let_go, pool = Event(), BoundedPool("test", 1, 4)
    running = asyncio.create_task(pool.run(let_go.wait))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(pool.run(let_go.wait))
    await asyncio.sleep(0.05)
    pool.close()
    with pytest.raises(PoolFull):
        await waiting
    with pytest.raises(PoolFull):
        await pool.run(let_go.wait)
    let_go.set()
    assert await running
