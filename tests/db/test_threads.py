"""The database's threads: bounded, counted, and with the request's context."""

import asyncio
import threading
from contextvars import ContextVar

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.db.threads import THREADS, DatabaseThreads
from bot.service.metrics import Metrics

REQUEST: ContextVar[str] = ContextVar("request")


async def test_a_call_has_the_context_of_its_request_for_what_it_logs() -> None:
    REQUEST.set("one")
    assert await DatabaseThreads().run(REQUEST.get) == "one"


async def test_beyond_the_queue_calls_are_refused_at_once() -> None:
    threads, released = DatabaseThreads(workers=1, most_waiting=2), threading.Event()
    calls = [asyncio.create_task(threads.run(released.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    assert threads.taken == 2
    with pytest.raises(PoolTimeout, match="too many wait"):
        await threads.run(released.wait)
    released.set()
    assert await asyncio.gather(*calls) == [True, True]
    assert threads.taken == 0


async def test_the_calls_that_wait_are_among_the_metrics() -> None:
    released, metrics = threading.Event(), Metrics(CollectorRegistry())
    call = asyncio.create_task(THREADS.run(released.wait))
    await asyncio.sleep(0)
    shown = generate_latest(metrics.registry).decode()
    released.set()
    await call
    assert 'bot_pool_tasks{pool="database"} 1.0' in shown
