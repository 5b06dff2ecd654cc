"""Builds the command service with the database, the senders and the commands of places behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from bot.answers.asker import ANYBODY, Asker
from bot.rendering.render import Presentation
from bot.service.archive_views import ArchiveViews, HasArchive
from bot.service.command_service import AnswerCounter, CommandService, Extension
from bot.settings import CannotServe, Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.answers.answer import Answer
    from bot.answers.query import Query
    from bot.cases.library import Library
    from bot.digests.digest_commands import CanPost, MayPost
    from bot.digests.outcomes import Rejected
    from bot.digests.senders import Sender, Target
    from bot.service.command_service import Handler

log = structlog.get_logger()


@asynccontextmanager
async def open_service(
    settings: Settings,
    corpus: HasArchive,
    presentation: Presentation,
    count: AnswerCounter,
    *,
    migrates: bool,
) -> AsyncIterator[CommandService]:
    """The command service of the chat platforms and the web pages, with its database and senders.

    Without a platform, watched sources and editors it is started without a database that cannot be used.
    Raises CannotServe where it cannot be used and is needed.
    """
    is_needed = has_platform(settings) or bool(settings.watch_sources) or settings.edit == "on"
    with database(settings, migrates=migrates, is_needed=is_needed) as engine:
        async with open_senders(settings, engine) as senders:
            yield make_service(
                corpus,
                presentation,
                engine,
                can_post_by(senders),
                count=count,
                settings=settings,
                may_post=may_post_by(senders),
            )


def make_service(  # noqa: PLR0913  -- what the service is made of
    corpus: HasArchive,
    presentation: Presentation,
    engine: Engine,
    can_post: CanPost,
    *,
    count: AnswerCounter = lambda *_: None,
    settings: Settings | None = None,
    may_post: MayPost | None = None,
) -> CommandService:
    """The command service with every command, over a database that has the schema of this version."""
    from bot.answers.help import contacts
    from bot.answers.respond import respond
    from bot.digests.completions import DigestCompletions
    from bot.digests.digest_commands import DigestCommands, anybody_may
    from bot.digests.schedule_parser import zone_of
    from bot.digests.subscription_repository import SubscriptionRepository
    from bot.digests.version_repository import VersionRepository
    from bot.service.admission import Admission
    from bot.service.conduct import Conduct
    from bot.service.handled_requests import HandledRequests
    from bot.service.idempotency import idempotent
    from bot.service.inbox.suggestions import Suggestions
    from bot.service.preference_repository import PreferenceRepository
    from bot.service.reports import Reports
    from bot.service.settings_commands import SettingsCommands

    limits, requests = settings or Settings(), HandledRequests(engine)
    preferences, subscriptions = PreferenceRepository(engine), SubscriptionRepository(engine)
    memory, views = VersionRepository(engine), ArchiveViews.of(corpus)
    suggestions = Suggestions(engine)

    def handlers_for(asker: Asker) -> Mapping[str, Handler]:
        """The handlers as they answer somebody, from the cases that they may see where they ask."""

        def library() -> Library:
            return views.archive_for(views.audience_of(asker)).library

        digests = DigestCommands(
            subscriptions,
            preferences,
            library,
            can_post,
            memory,
            may_post=may_post or anybody_may,
            most_of_a_workspace=limits.workspace_digests,
        )
        settings_commands = SettingsCommands(preferences, library, zone_of)
        return {**digests.handlers, **settings_commands.handlers, **suggestions.handlers(library)}

    async def help_with_contacts(asked: Query, asker: Asker) -> Answer:
        answer = respond(views.archive_for(views.audience_of(asker)), asked)
        return answer if asked.get("command") else replace(answer, parts=(*answer.parts, *contact_parts))

    completers = DigestCompletions(subscriptions, preferences).completers
    known = contacts(limits.support_contact, presentation.public_url)
    contact_parts = (known,) if known else ()
    extra: dict[str, Handler] = {"help": help_with_contacts} if limits.support_contact else {}
    places = Extension({**idempotent(_by_asker(handlers_for), requests), **extra}, completers)
    conduct = Conduct(
        limits.cooldown_answers,
        limits.cooldown_seconds,
        limits.repeat_seconds,
        claims=requests,
        inbox=Reports(engine, count),
        most_of_a_workspace=limits.workspace_answers if limits.cooldown_answers else 0,
        admission=Admission(limits.allowed_workspaces),
    )
    return CommandService(
        corpus,
        presentation,
        extensions=(places,),
        preferences=preferences,
        count=count,
        conduct=conduct,
        today=lambda: datetime.now(UTC).date(),
    )


def _by_asker(handlers_for: Callable[[Asker], Mapping[str, Handler]]) -> Mapping[str, Handler]:
    """Handlers each of which is made for whoever asks."""

    def handler(name: str) -> Handler:
        return lambda asked, asker: handlers_for(asker)[name](asked, asker)

    return {name: handler(name) for name in handlers_for(ANYBODY)}


@asynccontextmanager
async def open_senders(settings: Settings, engine: Engine) -> AsyncIterator[Mapping[str, Sender]]:
    """The sender of each platform that the settings have a token for, by the platform's name."""
    async with AsyncExitStack() as stack:
        senders: dict[str, Sender] = {}
        if settings.discord_token:
            from bot.platforms.discord.rest import open_rest
            from bot.platforms.discord.sender import DiscordSender

            rest = await stack.enter_async_context(open_rest(settings))
            senders["discord"] = DiscordSender(rest, settings.discord_token)
        if settings.slack_bot_token or settings.slack_client_id:
            from bot.platforms.slack.api import SlackApi
            from bot.platforms.slack.bot import tokens_of
            from bot.platforms.slack.sender import SlackSender

            api = SlackApi(settings.slack_api_url, tokens_of(settings, engine))
            await api.open()
            stack.push_async_callback(api.close)
            senders["slack"] = SlackSender(api)
        yield _admitted(senders, settings)


def _admitted(senders: Mapping[str, Sender], settings: Settings) -> Mapping[str, Sender]:
    """The senders, which refuse places that are not among ALLOWED_WORKSPACES."""
    if not settings.allowed_workspaces:
        return senders
    from bot.digests.admitted import AdmittedSender
    from bot.service.admission import Admission

    admission = Admission(settings.allowed_workspaces)
    return {name: AdmittedSender(sender, admission) for name, sender in senders.items()}


def can_post_by(senders: Mapping[str, Sender]) -> CanPost:
    """Asks the platform of a target; where this process has no token for it, delivery will find out."""

    async def can_post(target: Target) -> Rejected | None:
        sender = senders.get(target.platform)
        return await sender.can_post(target) if sender else None

    return can_post


def may_post_by(senders: Mapping[str, Sender]) -> MayPost:
    """Asks the platform of a target whether a person may post there; without its token nobody may."""

    async def may_post(target: Target, person: str) -> Rejected | None:
        from bot.digests.outcomes import Reason, Rejected
        from bot.digests.senders import KnowsMembers

        sender = senders.get(target.platform)
        if sender is None:
            return Rejected(Reason.MEMBERS_UNKNOWN)
        return await sender.may_post(target, person) if isinstance(sender, KnowsMembers) else None

    return may_post


@contextmanager
def database(settings: Settings, *, migrates: bool, is_needed: bool = True) -> Iterator[Engine]:
    """The database, migrated to the schema of this version or checked to have it.

    Raises CannotServe where it cannot be used; where it is not needed, what hinders is logged.
    """
    from bot.db.database import UNUSABLE, open_database

    engine = open_database(settings.database_url)
    try:
        if is_needed:
            _bring_up_to_date(engine, migrates=migrates)
        else:
            _bring_up_to_date_if_possible(engine, migrates=migrates)
        yield engine
    except UNUSABLE as error:
        reason = getattr(error, "orig", error)
        raise CannotServe(f"The database cannot be used: {reason}. Look at DATABASE_URL.") from None
    finally:
        engine.dispose()


def _bring_up_to_date(engine: Engine, *, migrates: bool) -> None:
    # Imported here: Alembic takes long to load, and a command that opens no database needs none of it.
    from bot.db.migrate import SchemaMismatch, check, migrate

    try:
        (migrate if migrates else check)(engine)
    except SchemaMismatch as error:
        raise CannotServe(str(error)) from None


def _bring_up_to_date_if_possible(engine: Engine, *, migrates: bool) -> None:
    from bot.db.database import UNUSABLE

    try:
        _bring_up_to_date(engine, migrates=migrates)
    except (CannotServe, *UNUSABLE) as error:
        log.warning("started without a database", reason=str(getattr(error, "orig", error)))


def is_migrated_by_itself(settings: Settings) -> bool:
    """Whether any process may migrate: a file has no more than one machine to be started on."""
    return settings.database_url.startswith("sqlite")


def has_platform(settings: Settings) -> bool:
    """Whether the settings name a chat platform, by whichever of its tokens or keys."""
    return can_post(settings) or bool(settings.discord_public_key)


def can_post(settings: Settings) -> bool:
    """Whether the settings name a platform to which digests can be posted."""
    return bool(settings.discord_token or settings.slack_bot_token or settings.slack_client_id)
