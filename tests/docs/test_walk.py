"""One ``/case damages`` on Discord goes straight through the house: no class is entered over and over."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from bot.app.services import make_service
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.digests.outcomes import Rejected
from bot.digests.senders import Target
from bot.platforms.discord import interaction_handler
from bot.platforms.discord.gateway import GatewayClient
from bot.rendering.render import Presentation
from tests.databases import migrated
from tests.docs.documents import GUIDES, ROOT, code, table_rows, text_of
from tests.fakes.discord.server import FakeDiscord
from tests.platforms.discord.running import connected

MOST_ENTRIES = 2
"""How often control may come into a class from outside of it: once to begin, once to be told the rest."""
LEAST_STEPS = 15
BOT = f"{ROOT / 'bot'}/"
LOCAL = ".<locals>."
STARTS_A_TASK = asyncio.BaseEventLoop.create_task.__code__
STARTS_A_THREAD = asyncio.to_thread.__code__


@dataclass(frozen=True)
class Step:
    """A call of a function of the bot, and the call of the bot that made it; None for the first."""

    code: CodeType
    caller: Step | None

    @property
    def module(self) -> str:
        return ".".join(Path(self.code.co_filename).relative_to(ROOT).with_suffix("").parts)

    @property
    def class_name(self) -> str:
        """The class that it is a method of, or stands in a method of; empty for a function."""
        name, _, rest = self.code.co_qualname.partition(LOCAL)[0].partition(".")
        return f"{self.module}.{name}" if rest else ""

    @property
    def chain(self) -> str:
        """From the first call to this one."""
        before = f"{self.caller.chain}\n    -> " if self.caller else ""
        return f"{before}{self.module}: {self.code.co_qualname}"

    @property
    def is_entry(self) -> bool:
        """Whether control comes into a class from outside: into one that does something, by a method."""
        outside = self.caller is None or self.caller.class_name != self.class_name
        return bool(self.class_name) and outside and _does_something(self.class_name, self.code)


class Trace:
    """The calls that follow from the first call of one function, over tasks and threads."""

    def __init__(self, first: CodeType) -> None:
        self._first = first
        self._steps: dict[FrameType, Step] = {}
        self._handed_on: dict[object, Step] = {}
        """Who had a coroutine (by its frame) or a function (by its code) begun in a task or a thread."""

    @property
    def steps(self) -> list[Step]:
        return list(self._steps.values())

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """See an event of the profiler; whatever is resumed was seen before."""
        if event != "call" or frame in self._steps:
            return
        if frame.f_code in {STARTS_A_TASK, STARTS_A_THREAD}:
            self._hand_on(frame)
        elif frame.f_code.co_filename.startswith(BOT):
            caller = self._caller(frame)
            if caller or frame.f_code is self._first:
                self._steps[frame] = Step(frame.f_code, caller)

    def _caller(self, frame: FrameType) -> Step | None:
        """The nearest call of the bot: what is called by way of a library is called by whoever uses it."""
        above = frame.f_back
        while above and above not in self._steps:
            above = above.f_back
        if above:
            return self._steps[above]
        return self._handed_on.get(frame) or self._handed_on.get(frame.f_code)

    def _hand_on(self, frame: FrameType) -> None:
        caller = self._caller(frame)
        if caller is None:
            return
        if frame.f_code is STARTS_A_THREAD:
            self._handed_on[getattr(frame.f_locals["func"], "__code__", None)] = caller
        else:
            work = frame.f_locals["coro"]
            self._handed_on[work.cr_frame] = self._maker(work.cr_origin) or caller

    def _maker(self, origin: tuple[tuple[str, int, str], ...] | None) -> Step | None:
        """The call in which a coroutine was made, whoever has it run."""
        file, line, name = origin[0] if origin else ("", 0, "")
        made = (
            step
            for step in reversed(self._steps.values())
            if (step.code.co_filename, step.code.co_name) == (file, name)
            and any(line == at for _, _, at in step.code.co_lines())
        )
        return next(made, None)


@cache
def _does_something(class_name: str, code: CodeType) -> bool:
    """Whether the method acts: those of plain values, properties and the making of an object do not."""
    module, _, name = class_name.rpartition(".")
    owner = getattr(import_module(module), name)
    member = inspect.getattr_static(owner, code.co_qualname.partition(LOCAL)[0].partition(".")[2])
    is_making = code.co_name == "__init__"
    return not (is_making or _is_value(owner) or isinstance(member, property | cached_property))


def _is_value(owner: Any) -> bool:
    """Whether a class is a frozen dataclass, a NamedTuple or a Protocol."""
    parameters = getattr(owner, "__dataclass_params__", None)
    is_frozen = parameters is not None and parameters.frozen
    is_named_tuple = issubclass(owner, tuple) and hasattr(owner, "_fields")
    return is_frozen or is_named_tuple or getattr(owner, "_is_protocol", False)


@contextmanager
def traced(first: CodeType) -> Iterator[Trace]:
    """Trace what follows from a function in this thread, and in those that are begun meanwhile."""
    trace = Trace(first)
    before, depth = sys.getprofile(), sys.get_coroutine_origin_tracking_depth()
    sys.set_coroutine_origin_tracking_depth(1)
    threading.setprofile(trace)
    sys.setprofile(trace)
    try:
        yield trace
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
        sys.set_coroutine_origin_tracking_depth(depth)


async def anywhere(_: Target) -> Rejected | None:
    return None


def steps_of_the_guide() -> list[str]:
    """The functions and methods of the guide's walk of a command, in its order."""
    walk = text_of(GUIDES / "developers.md").partition("## The walk of a command")[2].partition("\n## ")[0]
    found = []
    for path, named, _ in table_rows(walk, "module"):
        module = ".".join(("bot", *Path(code(path)).with_suffix("").parts))
        for name in re.findall(r"`([\w.]+)`", named):
            meant: Any = import_module(module)
            for part in name.split("."):
                meant = getattr(meant, part)
            if inspect.isfunction(inspect.unwrap(meant)):
                found.append(f"{module}: {name}")
    return found


async def walk(content: Path, database: str) -> Trace:
    """What one ``/case damages`` calls, with the service wired as the program wires it."""
    interaction_handler._query.cache_clear()
    engine = open_database(migrated(database))
    corpus = Corpus(ContentRepository(content))
    corpus.read()
    service = make_service(corpus, Presentation(), engine, anywhere)
    try:
        with traced(GatewayClient.on_interaction.__code__) as trace:
            async with FakeDiscord() as discord, connected(discord, service, defer_after=60.0):
                answer = await (await discord.slash("case damages")).answer()
            assert "Carroll was awarded $5 million" in json.dumps(answer.payload)
    finally:
        engine.dispose()
    return trace


async def test_the_walk_of_the_guide_is_the_way_that_a_command_goes(content: Path, tmp_path: Path) -> None:
    trace = await walk(content, f"sqlite:///{tmp_path}/bot.db")
    called = list(dict.fromkeys(f"{step.module}: {step.code.co_qualname}" for step in trace.steps))
    steps = steps_of_the_guide()
    assert len(steps) > LEAST_STEPS
    assert [step for step in steps if step not in called] == []
    assert steps == sorted(steps, key=called.index)


async def test_no_class_is_entered_more_than_twice(content: Path, tmp_path: Path) -> None:
    trace = await walk(content, f"sqlite:///{tmp_path}/bot.db")
    entries = defaultdict(list)
    for step in trace.steps:
        if step.is_entry:
            entries[step.class_name].append(step)
    # The trace is one: it goes over the task of the interaction and the thread of the rendering.
    assert {"bot.service.command_service.CommandService", "bot.platforms.discord.rest.Rest"} <= entries.keys()
    assert any(step.code.co_qualname == "to_discord" for step in trace.steps)
    again = {name: steps for name, steps in entries.items() if len(steps) > MOST_ENTRIES}
    assert not again, "\n\n".join(
        f"{name} is entered {len(steps)} times:\n" + "\n".join(f"  {step.chain}" for step in steps)
        for name, steps in again.items()
    )
