"""The desk: whatever is asked on whatever platform is answered here, and every failure becomes an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import structlog

from bot.answers.answer import Answer, NotProven
from bot.answers.asker import ANYBODY, Asker
from bot.answers.choices import Choice, choices
from bot.answers.commands import CASE, COMMANDS
from bot.answers.grammar import parse
from bot.answers.query import CommandError, Query
from bot.answers.refusal import FAILED, HELD_BACK, apology, refusal
from bot.answers.respond import respond
from bot.corpus.corpus import Corpus
from bot.rendering.gate import NotProvenOnPayload
from bot.rendering.proof import Unreadable
from bot.rendering.render import Presentation
from bot.rendering.wording import Wording
from bot.search.archive import Archive

T = TypeVar("T")
log = structlog.get_logger()

Handler = Callable[[Query, Asker], Awaitable[Answer]]
"""Answers a command that needs to know who asks. Raises CommandError as the others do."""
Renderer = Callable[[Answer, Presentation], T]
"""Makes of an answer what a platform sends, proven: ``to_discord``, ``to_slack``, ``to_text``."""
DefaultCase = Callable[[Asker], Awaitable[str | None]]
"""The case that is meant in a place where none is named."""
Completer = Callable[[str, Asker], Awaitable[Iterable[Choice]]]
"""The choices for what somebody has typed so far, where they depend on who asks."""
AnswerCounter = Callable[[str, str, str], None]
"""Hears of each answer: the platform, the command and how it ended."""
REMEMBERED = 512
"""Rendered answers that are kept: most of what is asked is asked again, and buttons always are."""


async def no_default(_: Asker) -> None:
    """No place has a case of its own."""


def no_counter(*_: str) -> None:
    """Nobody counts."""


class CommandService:
    """Answers commands for a platform, each in the asker's own language; never raises for what was asked.

    An answer that depends on nothing but the cases and the command is rendered and proven once, and kept
    until the cases change.
    """

    def __init__(  # noqa: PLR0913  -- what is optional is named where a desk is made
        self,
        corpus: Corpus,
        presentation: Presentation,
        *,
        handlers: Mapping[str, Handler] | None = None,
        default_case: DefaultCase = no_default,
        finders: Mapping[str, Completer] | None = None,
        counted: AnswerCounter = no_counter,
    ) -> None:
        self._corpus = corpus
        self._presentation = presentation
        self._handlers = dict(handlers or {})
        self._default_case = default_case
        self._finders = dict(finders or {})
        self._counted = counted
        self._presented = lru_cache(maxsize=256)(self._presented_in)
        self._made: dict[tuple[object, ...], Any] = {}
        self._made_from: Archive | None = None

    @property
    def archive(self) -> Archive:
        """The cases as they were last read."""
        return self._corpus.archive

    def presentation(self, locale: str) -> Presentation:
        """How answers are presented to a reader of a locale."""
        return self._presented(locale)

    async def reply(self, asked: Query | str, asker: Asker, render: Renderer[T]) -> T:
        """What to send for a command, whether typed or of typed options; ``render`` makes it of an answer."""
        shown = self.presentation(asker.locale)
        try:
            query = asked if isinstance(asked, Query) else parse(asked, shown.prefix)
            query = await self._in_its_place(query, asker)
            made = await self._made_of(query, asker, shown, render)
        except CommandError as error:
            return self.refuse(error, asker, render)
        except (NotProven, NotProvenOnPayload, Unreadable) as error:
            log.exception("answer held back", command=str(asked), reason=str(error))
            return self._instead(apology(HELD_BACK), asker, "held back", shown, render)
        except Exception:  # whatever goes wrong here, whoever asks gets a sentence in time
            log.exception("an answer failed", command=str(asked))
            return self._instead(apology(FAILED), asker, "failed", shown, render)
        self._counted(asker.platform, query.command, "answered")
        return made

    def at_once(self, asked: Query, asker: Asker, render: Renderer[T]) -> T | None:
        """What ``reply`` would give, where that was made before; None where somebody has to wait for it."""
        if asked.command in self._handlers or self._may_mean(asked) or self.archive is not self._made_from:
            return None
        made: T | None = self._made.get((render, asked, asker.locale))
        if made is not None:
            self._counted(asker.platform, asked.command, "answered")
        return made

    def refuse(self, error: CommandError, asker: Asker, render: Renderer[T]) -> T:
        """What to send where the options of a command made no query."""
        return self._instead(refusal(error), asker, "not understood", self.presentation(asker.locale), render)

    async def choices(
        self, begun: Query, option: str, typed: str, most: int, asker: Asker = ANYBODY
    ) -> tuple[Choice, ...]:
        """What an option can be, given what is typed so far."""
        known = COMMANDS[begun.command].option(option) if begun.command in COMMANDS else None
        if known and (find := self._finders.get(known.completes)):
            return tuple(islice(await find(typed, asker), most))
        return await asyncio.to_thread(choices, self.archive, begun, option, typed, most)

    async def _in_its_place(self, query: Query, asker: Asker) -> Query:
        """The query with the case that is meant in this place, where it names none and could."""
        if not self._may_mean(query):
            return query
        case = await self._default_case(asker)
        return query.changed(case=case) if case in self.archive.library.cases else query

    def _may_mean(self, query: Query) -> bool:
        """Whether the place decides which case is meant."""
        if query.get("case") or len(self.archive.library.cases) == 1:
            return False
        # The other options of that name say which case shall be meant, not which one is.
        return COMMANDS[query.command].option("case") is CASE

    async def _made_of(self, query: Query, asker: Asker, shown: Presentation, render: Renderer[T]) -> T:
        if handler := self._handlers.get(query.command):
            answer = await handler(query, asker)
            return await asyncio.to_thread(render, answer, shown)
        archive = self.archive
        if archive is not self._made_from:
            self._made, self._made_from = {}, archive
        key = (render, query, asker.locale)
        if key not in self._made:
            made = await asyncio.to_thread(lambda: render(respond(archive, query), shown))
            if archive is not self._made_from:
                return made
            if len(self._made) >= REMEMBERED:
                del self._made[next(iter(self._made))]
            self._made[key] = made
        found: T = self._made[key]
        return found

    def _instead(
        self, answer: Answer, asker: Asker, outcome: str, shown: Presentation, render: Renderer[T]
    ) -> T:
        self._counted(asker.platform, "none", outcome)
        return render(answer, shown)

    def _presented_in(self, locale: str) -> Presentation:
        return replace(self._presentation, words=Wording(locale))
