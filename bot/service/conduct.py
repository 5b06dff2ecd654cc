"""Limits on what one member can have the bot say: cooldowns, and an answer that is repeated at once."""

import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from math import ceil
from typing import Generic, Protocol, TypeVar

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.grammar import write
from bot.answers.phrases import Phrase, counted, phrase
from bot.rendering.render import is_shareable
from bot.service.admission import Admission

T = TypeVar("T")

PRIVATE_FACTOR = 6
"""How many answers for their own eyes a member gets in the time in which they get one for all."""
MOST_REMEMBERED = 50_000
"""Members, or answers, that are remembered at most; the longest unseen are forgotten first."""
REPEATED = phrase("The same answer is here already: it came a moment ago.")
SHARED_ALREADY = phrase("This answer is shared already.")
NOT_STORED = phrase("Your report could not be stored just now. Try again in a minute.")
NOTHING_TO_SHARE = phrase("Nothing in this answer stands in a source, so there is nothing to share.")
LOCKED = phrase("Answers here are private, and only whoever may manage this place can share one.")


class Cooldown:
    """Lets through ``most`` of each key within ``window`` seconds of the clock; all where ``most`` is 0."""

    def __init__(self, most: int, window: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._window = window
        self._clock = clock
        self._taken: dict[Hashable, deque[float]] = {}

    def take(self, key: Hashable) -> float:
        """Count one of the key and give 0.0, or give the seconds until the next one is let through."""
        if not self._most:
            return 0.0
        now = self._clock()
        # Whoever came last is last in the dictionary.
        taken = self._taken[key] = self._taken.pop(key, deque())
        while taken and taken[0] <= now - self._window:
            taken.popleft()
        if len(taken) >= self._most:
            return taken[0] + self._window - now
        taken.append(now)
        if len(self._taken) > MOST_REMEMBERED:
            del self._taken[next(iter(self._taken))]
        return 0.0

    def give_back(self, key: Hashable) -> None:
        """Take back the last one that was counted of the key, which has come to nothing."""
        if taken := self._taken.get(key):
            taken.pop()


class Recent(Generic[T]):
    """Remembers a value of each key for some seconds of the clock; none where ``kept_for`` is 0."""

    def __init__(self, kept_for: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept_for = kept_for
        self._clock = clock
        self._values: dict[Hashable, tuple[float, T]] = {}

    def first(self, key: Hashable, value: T) -> T | None:
        """Remember a value and give None, or give the one that was remembered before."""
        if found := self.get(key):
            return found
        self.put(key, value)
        return None

    def get(self, key: Hashable) -> T | None:
        """The value that was put less than ``kept_for`` seconds ago; None where there is none."""
        at, value = self._values.get(key, (float("-inf"), None))
        return value if at + self._kept_for > self._clock() else None

    def put(self, key: Hashable, value: T) -> None:
        """Remember a value of a key from now on, in the place of an earlier one."""
        self._values.pop(key, None)
        self._values[key] = self._clock(), value
        if len(self._values) > MOST_REMEMBERED:
            del self._values[next(iter(self._values))]

    def forget(self, key: Hashable) -> None:
        """Forget the value of a key, as if none had been put."""
        self._values.pop(key, None)


class Claims(Protocol):
    """Remembers what was done, so that it is done once."""

    async def claim_anyhow(self, key: str) -> bool:
        """Note that something is done now; False where it was before. Never raises."""
        ...

    async def release(self, key: str) -> None:
        """Forget something that came to nothing, so that it can be done again."""
        ...


class ClaimsHere:
    """Remembers in this process alone what was done in the last day."""

    def __init__(self) -> None:
        self._keys = Recent[bool](24 * 3600.0)

    async def claim_anyhow(self, key: str) -> bool:
        """Note that something is done now; False where it was before in this process."""
        is_first = self._keys.get(key) is None
        self._keys.put(key, value=True)
        return is_first

    async def release(self, key: str) -> None:
        """Forget something that came to nothing, so that it can be done again."""
        self._keys.forget(key)


class Inbox(Protocol):
    """Takes what people report about answers."""

    async def add(self, command: str, reason: str, asker: Asker) -> Phrase:
        """Store why the answer to a command is said to be wrong; gives the sentence for whoever says so."""
        ...


def is_reportable(answer: Answer) -> bool:
    """Whether an answer can be reported as wrong: it shows a source, and may be a digest."""
    is_digest = answer.query.command == "digest preview"
    return is_shareable(answer) or (is_digest and next(answer.quotations(), None) is not None)


def reported_command(answer: Answer) -> str:
    """The command by which editors know a reported answer; that of a digest is followed by its case."""
    command = write(answer.query)
    return f"{command} ({answer.case})" if answer.query.command == "digest preview" else command


class NoInbox:
    """The inbox of a surface without a database: it takes no report, and says so."""

    async def add(self, _command: str, _reason: str, _asker: Asker) -> Phrase:
        """The sentence that the report could not be stored."""
        return NOT_STORED


@dataclass
class Conduct:
    """What the members of a place may have the bot do: limits, what was shared, and the editors' inbox.

    The limits are those of one process: ``most`` answers for all in ``window`` seconds for a member in a
    channel and its threads, ``most_of_a_workspace`` for all its members (0: no limit), and
    ``repeat_seconds`` in which an answer for all is not repeated. Why of one process:
    docs/guides/operators.md, “What each process counts”.
    """

    most: int = 0
    window: float = 60.0
    repeat_seconds: float = 0.0
    clock: Callable[[], float] = time.monotonic
    claims: Claims = field(default_factory=ClaimsHere)
    inbox: Inbox = field(default_factory=NoInbox)
    most_of_a_workspace: int = 0
    admission: Admission = Admission()  # noqa: RUF009  -- a frozen value

    def __post_init__(self) -> None:
        self.public = Cooldown(self.most, self.window, self.clock)
        self.private = Cooldown(self.most * PRIVATE_FACTOR, self.window, self.clock)
        self._of_workspaces = Cooldown(self.most_of_a_workspace, self.window, self.clock)
        self.recent = Recent[object](self.repeat_seconds, self.clock)

    def refusal(self, asker: Asker, *, is_public: bool) -> Phrase | None:
        """Why the asker gets no answer now, and for how long; else None, and one more is counted."""
        cooldown, member = self.public if is_public else self.private, member_in_channel(asker)
        if wait := cooldown.take(member):
            return too_soon(wait, is_public=is_public)
        # A direct message of Discord is in no server: all of them would share one limit.
        if asker.workspace and (wait := self._of_workspaces.take((asker.platform, asker.workspace))):
            cooldown.give_back(member)
            return counted(
                "Very much was asked in this workspace. The next answer is possible in {count} second.",
                "Very much was asked in this workspace. The next answer is possible in {count} seconds.",
                ceil(wait),
            )
        return None

    def give_back(self, asker: Asker) -> None:
        """Take back an answer for all that was counted and has come to nothing that all see."""
        self.public.give_back(member_in_channel(asker))


def member_in_channel(asker: Asker) -> Hashable:
    """The key of a member in a channel and its threads, whose answers are counted together."""
    return asker.platform, asker.workspace, asker.parent or asker.channel, asker.user


def too_soon(wait: float, *, is_public: bool) -> Phrase:
    """The sentence for somebody who has to wait so many seconds."""
    seconds = ceil(wait)
    if is_public:
        return counted(
            "You have had several answers shown to all here. The next one is possible in {count} second.",
            "You have had several answers shown to all here. The next one is possible in {count} seconds.",
            seconds,
        )
    return counted(
        "You have asked very often. The next answer is possible in {count} second.",
        "You have asked very often. The next answer is possible in {count} seconds.",
        seconds,
    )
