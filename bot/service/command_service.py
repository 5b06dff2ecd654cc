"""The service that every surface asks: a command becomes an answer, and every failure a sentence.

Whatever takes long to import is imported where it is used: the terminal answers without an event loop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from bot.answers.answer import Answer, NotProven
from bot.answers.asker import ANYBODY, Asker
from bot.answers.choices import Choice, choices
from bot.answers.commands import CASE, COMMANDS
from bot.answers.grammar import parse
from bot.answers.phrases import Phrase
from bot.answers.query import CommandError, Query
from bot.answers.refusal import BUSY, FAILED, HELD_BACK, apology, refusal
from bot.answers.respond import respond
from bot.rendering.gate import NotProvenOnPayload
from bot.rendering.proof import Unreadable
from bot.rendering.render import Presentation
from bot.rendering.wording import Wording
from bot.service.admission import NOT_ADMITTED
from bot.service.archive_views import ArchiveViews, HasArchive
from bot.service.bounded_pool import PoolFull, in_thread
from bot.service.conduct import Conduct
from bot.service.echo import bounded
from bot.service.preferences import Preferences

if TYPE_CHECKING:
    from datetime import date

    from structlog.stdlib import BoundLogger

    from bot.rendering.command_mentions import CommandIds
    from bot.search.archive import Archive

T = TypeVar("T")

Handler = Callable[[Query, Asker], Awaitable[Answer]]
"""Answers a command that depends on who asks. Raises CommandError for what cannot be answered."""
Completer = Callable[[str, Asker], Awaitable[Iterable[Choice]]]
"""The choices for what somebody has typed so far, where they depend on who asks."""
Renderer = Callable[[Answer, Presentation], T]
"""Renders an answer as what a surface sends, proven, such as ``to_discord``, ``to_slack`` and ``to_text``."""
AnswerCounter = Callable[[str, str, str], None]
"""Counts an answer: the platform, the command, and the outcome."""
MOST_RENDERED = 512
"""Rendered answers that are kept: most of what is asked is asked again, and buttons always are."""
MOST_PRESENTATIONS = 256
"""Locales whose presentation is kept."""
MOST_APOLOGIES = 256
"""Rendered sentences that are kept: a flood is answered by few of them, each many times."""


class Extension(NamedTuple):
    """Commands that depend on who asks, and what completes their options, by name."""

    handlers: Mapping[str, Handler] = {}
    completers: Mapping[str, Completer] = {}


class _RenderedAnswers(NamedTuple):
    """Rendered answers of one audience, with the cases that they were made of."""

    archive: Archive
    by_query: dict[tuple[object, ...], Any]


class PlacePreferences(Protocol):
    """Gives the preferences of a channel with those of its workspace."""

    async def of(self, asker: Asker) -> Preferences:
        """The preferences that hold where somebody asks. Never raises."""
        ...


class NoPreferences:
    """The preferences of a surface that keeps none."""

    async def of(self, _asker: Asker) -> Preferences:
        """The preferences without any choice, whoever asks."""
        return Preferences()


NO_PREFERENCES = NoPreferences()


class CommandService:
    """Answers the commands of every surface, each in the asker's own language.

    ``reply`` never raises for what was asked in chat. An answer that depends on nothing but the cases and the
    command is rendered and proven once, and kept until the cases change.
    """

    def __init__(  # noqa: PLR0913  -- what the service is made of
        self,
        corpus: HasArchive,
        presentation: Presentation,
        *,
        extensions: Sequence[Extension] = (),
        preferences: PlacePreferences = NO_PREFERENCES,
        count: AnswerCounter = lambda *_: None,
        conduct: Conduct | None = None,
        today: Callable[[], date] | None = None,
    ) -> None:
        self._views = ArchiveViews.of(corpus)
        self._handlers = {name: one for extension in extensions for name, one in extension.handlers.items()}
        self._completers = {name: one for more in extensions for name, one in more.completers.items()}
        self.preferences = preferences
        self.conduct = conduct or Conduct()
        """The limits that surfaces keep to, without any where none were given."""
        self._count = count
        self._rendered: dict[frozenset[str], _RenderedAnswers] = {}
        self._today = today
        presentation = replace(presentation, unlinked=self._views.restricted)
        self._presentation = presentation if today is None else replace(presentation, today=today())
        self._presented: dict[str, Presentation] = {}
        self._apologies: dict[tuple[object, ...], Any] = {}
        self.public_url, self.prefix = presentation.public_url, presentation.prefix

    @property
    def archive(self) -> Archive:
        """The cases that everybody may see as they were last read, with their index."""
        return self._views.public

    def archive_of(self, asker: Asker) -> Archive:
        """The cases that somebody may see where they ask, as they were last read, with their index."""
        return self._views.archive_for(self._views.audience_of(asker))

    def presentation(self, locale: str) -> Presentation:
        """How answers are presented to a reader, by their locale."""
        if found := self._presented.get(locale):
            return found
        if len(self._presented) >= MOST_PRESENTATIONS:
            self._presented.clear()
        made = self._presented[locale] = replace(self._presentation, words=Wording(locale))
        return made

    @property
    def knows_command_ids(self) -> bool:
        """Whether the ids are known by which a platform links commands."""
        return bool(self._presentation.commands.ids)

    def learn_command_ids(self, ids: CommandIds) -> None:
        """From now on, name commands by the ids by which a platform links them."""
        self._present_anew(replace(self._presentation, commands=ids))

    async def reply(self, asked: Query | str, asker: Asker, render: Renderer[T]) -> T:
        """What to send for a command, typed or parsed; a sentence that says why where there is no answer.

        Raises PoolFull where too many wait already and whoever asks reads a public page.
        """
        # The log has the command's name alone: its options are words that somebody typed.
        name = asked.command if isinstance(asked, Query) else ""
        if not self.conduct.admission.admits_asker(asker):
            return self.apologise(NOT_ADMITTED, asker, render, "not admitted")
        try:
            query = asked if isinstance(asked, Query) else parse(asked, self.prefix)
            name = query.command
            query = await self._with_default_case(query, asker)
            made = await self._rendering(query, asker, render)
        except CommandError as error:
            return self.refuse(error, asker, render)
        except (NotProven, NotProvenOnPayload, Unreadable) as error:
            log = _logger()
            log.exception("answer held back", command=name, reason=str(error))
            return self.apologise(HELD_BACK, asker, render, "held back")
        except PoolFull:
            if not asker.is_in_a_place:
                raise
            return self.apologise(BUSY, asker, render, "turned away")
        except Exception:  # whatever goes wrong here, whoever asks gets a sentence in time
            log = _logger()
            log.exception("an answer failed", command=name)
            return self.apologise(FAILED, asker, render, "failed")
        self._count(asker.platform, query.command, "answered")
        return made

    def kept(self, asked: Query, asker: Asker, render: Renderer[T]) -> T | None:
        """The reply that has been rendered before; None where it has to be made, or depends on who asks."""
        depends_on_place = self._handler(asked, asker) or self._takes_default_case(asked, asker)
        rendered = self._rendered.get(self._views.audience_of(asker))
        depends_on_place = depends_on_place or not self.conduct.admission.admits_asker(asker)
        if depends_on_place or not rendered or not self._is_current(rendered, asker):
            return None
        made: T | None = rendered.by_query.get((render, asked, asker.locale))
        if made is not None:
            self._count(asker.platform, asked.command, "answered")
        return made

    async def answer(self, query: Query, asker: Asker) -> Answer:
        """The answer to a parsed command, not rendered. Raises CommandError and NotProven."""
        if not self.conduct.admission.admits_asker(asker):
            raise CommandError(NOT_ADMITTED, query.command)
        if handler := self._handler(query, asker):
            return await handler(query, asker)
        return bounded(respond(self.archive_of(asker), query))

    def refuse(self, error: CommandError, asker: Asker, render: Renderer[T]) -> T:
        """What to send where the options of a command are wrong: the error's sentence and the usages."""
        self._count(asker.platform, "none", "not understood")
        return render(refusal(error), self.presentation(asker.locale))

    def apologise(self, sentence: Phrase, asker: Asker, render: Renderer[T], outcome: str | None = None) -> T:
        """What to send in the place of an answer; it is counted by its ``outcome``, where one is given."""
        if outcome:
            self._count(asker.platform, "none", outcome)
        key = (render, sentence, asker.locale)
        if key not in self._apologies:
            if len(self._apologies) >= MOST_APOLOGIES:
                self._apologies.clear()
            self._apologies[key] = render(apology(sentence), self.presentation(asker.locale))
        made: T = self._apologies[key]
        return made

    async def complete(
        self, begun: Query, option: str, typed: str, most: int, asker: Asker = ANYBODY
    ) -> tuple[Choice, ...]:
        """At most ``most`` choices for an option of a command, given what has been typed of it so far."""
        if not self.conduct.admission.admits_asker(asker):
            return ()
        known = COMMANDS[begun.command].option(option) if begun.command in COMMANDS else None
        if known and (completer := self._completers.get(known.completes)):
            return tuple(islice(await completer(typed, asker), most))
        return await in_thread(lambda: choices(self.archive_of(asker), begun, option, typed, most))

    def _is_current(self, rendered: _RenderedAnswers, asker: Asker) -> bool:
        """Whether rendered answers are those of the cases as the asker sees them now, and of today."""
        is_of_today = self._today is None or self._today() == self._presentation.today
        return is_of_today and rendered.archive is self.archive_of(asker)

    def _current(self, asker: Asker) -> _RenderedAnswers:
        """The rendered answers of the cases as the asker sees them; those of other cases or days are gone."""
        if self._today and (today := self._today()) != self._presentation.today:
            self._present_anew(replace(self._presentation, today=today))
        audience = self._views.audience_of(asker)
        archive, found = self._views.archive_for(audience), self._rendered.get(audience)
        if found is None or found.archive is not archive:
            found = self._rendered[audience] = _RenderedAnswers(archive, {})
        return found

    def _present_anew(self, presentation: Presentation) -> None:
        self._presentation = presentation
        self._presented, self._rendered, self._apologies = {}, {}, {}

    def _handler(self, query: Query, asker: Asker) -> Handler | None:
        return self._handlers.get(query.command) if asker.is_in_a_place else None

    async def _with_default_case(self, query: Query, asker: Asker) -> Query:
        """The query with the case that its place prefers, where it names none and takes one."""
        if not self._takes_default_case(query, asker):
            return query
        case = (await self.preferences.of(asker)).case
        return query.changed(case=case) if case in self.archive_of(asker).library.cases else query

    def _takes_default_case(self, query: Query, asker: Asker) -> bool:
        if not asker.is_in_a_place or query.get("case") or len(self.archive_of(asker).library.cases) == 1:
            return False
        # An option of that name in another command says which case to prefer, not which one is meant.
        return COMMANDS[query.command].option("case") is CASE

    async def _rendering(self, query: Query, asker: Asker, render: Renderer[T]) -> T:
        if handler := self._handler(query, asker):
            answer = await handler(query, asker)
            return await in_thread(lambda: render(answer, self.presentation(asker.locale)))
        archive, rendered = self._current(asker)
        presentation = self.presentation(asker.locale)
        key = (render, query, asker.locale)
        if key not in rendered:
            made, is_provisional = await in_thread(_rendered(render, archive, query, presentation))
            if is_provisional:
                return made
            # Made of the cases as they were before a reload, or on the day before, it is not found again.
            if len(rendered) >= MOST_RENDERED:
                del rendered[next(iter(rendered))]
            rendered[key] = made
        found: T = rendered[key]
        return found


def _rendered(
    render: Renderer[T], archive: Archive, query: Query, presentation: Presentation
) -> Callable[[], tuple[T, bool]]:
    """What makes and renders the answer to a query in a thread, and tells whether it is provisional."""

    def make() -> tuple[T, bool]:
        answer = bounded(respond(archive, query))
        return render(answer, presentation), answer.is_provisional

    return make


def _logger() -> BoundLogger:
    import structlog  # noqa: PLC0415  -- see the module's docstring

    logger: BoundLogger = structlog.get_logger()
    return logger
