"""DBOS as the engine of delivery, the only module that knows it (docs/decisions: durable delivery)."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from datetime import datetime

import structlog
from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowSerializationFormat, WorkflowStatus
from sqlalchemy import Connection, Engine

from bot.digests.delivery.engine import Batch, Pending, RunBatch

log = structlog.get_logger()
NAME = "verbatim"
VERSION = "1"
"""The version of what is enqueued, not of the bot: a new release runs what an older one has enqueued.

When the arguments of a batch change, the workflow gets another name; the old one stays while any is left."""
WORKFLOW, QUEUE = "deliver batch 1", "deliveries"
BATCHES_AT_ONCE = 4
"""Batches that one executor has under way; without a limit the first to look would take the whole queue."""
POLLING_INTERVAL = 0.25
"""Seconds between two looks at the queue."""
RERUN_DELAY = 5.0
"""Seconds after which a batch that has failed is run again."""
STOP_TIMEOUT = 30
"""Seconds that batches under way are given when the process is told to stop."""
PURGED_BATCHES = 500
"""Ended batches that one statement deletes."""
PORTABLE = WorkflowSerializationFormat.PORTABLE


class DbosEngine:
    """Runs batches as workflows of DBOS, which keeps them in tables beside ours; one in a process at most."""

    def __init__(self, engine: Engine, executor: str) -> None:
        # What DBOS logs goes the way of what all libraries log, from warnings on.
        logger = logging.getLogger("dbos")
        logger.handlers = [logging.NullHandler()]
        logger.propagate = True
        self._executor = executor
        self._engine = engine
        self._running: set[str] = set()
        self._client: DBOSClient | None = None
        self._changing = threading.Lock()
        """Told to end while it starts, DBOS waits twenty seconds for threads that have not heard of it."""

    async def start(self, run: RunBatch) -> None:
        """Make or bring up to date the tables of DBOS, and begin to take batches."""
        try:
            await asyncio.to_thread(self._start, run, asyncio.get_running_loop())
        except Exception:
            # Half a start is none: it may be tried again.
            await asyncio.to_thread(self._destroy, 0)
            raise

    def _destroy(self, patience: int) -> None:
        with self._changing:
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)

    def _start(self, run: RunBatch, loop: asyncio.AbstractEventLoop) -> None:
        with self._changing:
            self._launch(run, loop)

    def _launch(self, run: RunBatch, loop: asyncio.AbstractEventLoop) -> None:
        DBOS(
            config={
                "name": NAME,
                "application_version": VERSION,
                "executor_id": self._executor,
                "system_database_engine": self._engine,
                "use_listen_notify": False,
                "log_level": "WARNING",
            }
        )

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None, serialization_type=PORTABLE)
        async def deliver(name: str, deliveries: list[int], correcting: str) -> None:
            """Run a batch in the bot's event loop; being interrupted leaves it to whoever adopts it."""
            batch = Batch(name, tuple(deliveries), correcting)
            running = asyncio.run_coroutine_threadsafe(self._run(run, batch), loop)
            await asyncio.wrap_future(running)

        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=BATCHES_AT_ONCE,
            polling_interval_sec=POLLING_INTERVAL,
            on_conflict="always_update",
        )
        self._client = DBOSClient(system_database_engine=self._engine, application_name=NAME)

    async def _run(self, run: RunBatch, batch: Batch) -> None:
        self._running.add(batch.name)
        try:
            while True:
                try:
                    return await run(batch)
                except Exception:  # one that fails may not end: it would be lost
                    log.exception("batch failed", batch=batch.name)
                    await asyncio.sleep(RERUN_DELAY)
        finally:
            self._running.discard(batch.name)

    def enqueue(self, connection: Connection, batch: Batch, delay: float = 0) -> None:
        """Keep a batch within the transaction of this connection, to be run in so many seconds."""
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": batch.name,
            "app_version": VERSION,
            "serialization_type": PORTABLE,
        }
        if delay > 0:
            options["delay_seconds"] = delay
        arguments = (batch.name, list(batch.deliveries), batch.correcting)
        self._started.enqueue_in_transaction(connection, options, *arguments)

    async def pending(self) -> tuple[Pending, ...]:
        """The batches that an executor, this one or another, has begun and not ended."""
        begun = await asyncio.to_thread(self._list, "PENDING")
        return tuple(
            Pending(one.workflow_id, one.executor_id or "", running=one.workflow_id in self._running)
            for one in begun
        )

    async def resume(self, names: Sequence[str]) -> None:
        """Put batches that no executor runs back into the queue, for any executor to begin again."""
        await asyncio.to_thread(self._started.resume_workflows, list(names), queue_name=QUEUE)

    async def purge(self, before: datetime) -> None:
        """Delete what is kept of batches that ended before a time."""

        def forget() -> None:
            while ended := self._list(["SUCCESS", "ERROR", "CANCELLED"], before.isoformat(), PURGED_BATCHES):
                self._started.delete_workflows([one.workflow_id for one in ended])

        await asyncio.to_thread(forget)

    async def stop(self) -> None:
        """Take no more batches, and wait until those under way have ended."""
        await asyncio.to_thread(self._destroy, STOP_TIMEOUT)

    def _list(
        self, status: str | list[str], completed_before: str | None = None, limit: int | None = None
    ) -> list[WorkflowStatus]:
        return self._started.list_workflows(
            status=status,
            completed_before=completed_before,
            queue_name=QUEUE,
            limit=limit,
            load_input=False,
            load_output=False,
        )

    @property
    def _started(self) -> DBOSClient:
        if self._client is None:
            raise RuntimeError("the engine has not been started")
        return self._client
