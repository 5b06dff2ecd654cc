"""The desk as the platforms need it: with the database for digests and settings, and with all senders."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import ClientSession
from sqlalchemy import Engine

from bot.answers.asker import Asker
from bot.corpus.corpus import Corpus
from bot.digests.digest_commands import CanPost
from bot.digests.outcomes import Rejected
from bot.digests.place_commands import place_commands
from bot.digests.senders import Sender, Target
from bot.rendering.render import Presentation
from bot.service.command_service import AnswerCounter, CommandService
from bot.service.preference_repository import PreferenceRepository
from bot.settings import Settings


class Front:
    """A desk over a database, and what its places prefer."""

    def __init__(self, desk: CommandService, book: PreferenceRepository) -> None:
        self.desk = desk
        self._book = book

    async def is_private(self, asker: Asker) -> bool:
        """Whether answers there are for whoever asks alone, where nothing else is said."""
        return await self._book.visibility(asker) == "private"


def make_front(
    corpus: Corpus, presentation: Presentation, database: Engine, can_post: CanPost, counted: AnswerCounter
) -> Front:
    """The desk with every command."""
    commands = place_commands(database, lambda: corpus.archive.library, can_post)
    desk = CommandService(
        corpus,
        presentation,
        handlers=commands.handlers,
        default_case=commands.preferences.default_case,
        finders=commands.finders,
        counted=counted,
    )
    return Front(desk, commands.preferences)


@asynccontextmanager
async def open_senders(settings: Settings, database: Engine) -> AsyncIterator[Mapping[str, Sender]]:
    """What posts to each platform that the settings have a token for, by the platform's name."""
    async with AsyncExitStack() as stack:
        senders: dict[str, Sender] = {}
        if settings.discord_token:
            from bot.platforms.discord.rest import Rest
            from bot.platforms.discord.sender import DiscordSender

            http = await stack.enter_async_context(ClientSession())
            rest = Rest(http, settings.discord_api_url, settings.discord_token)
            senders["discord"] = DiscordSender(rest, settings.discord_token)
        if settings.slack_bot_token or settings.slack_client_id:
            from bot.platforms.slack.api import SlackApi
            from bot.platforms.slack.bot import tokens_of
            from bot.platforms.slack.sender import SlackSender

            api = SlackApi(settings.slack_api_url, tokens_of(settings, database))
            await api.open()
            stack.push_async_callback(api.close)
            senders["slack"] = SlackSender(api)
        yield senders


def can_post_by(senders: Mapping[str, Sender]) -> CanPost:
    """Asks the platform of a target; where this process has no token for it, delivery will find out."""

    async def can_post(target: Target) -> Rejected | None:
        sender = senders.get(target.platform)
        return await sender.can_post(target) if sender else None

    return can_post
