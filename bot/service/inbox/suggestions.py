"""Takes suggested articles into the editors' inbox; nothing of them is served before an editor accepts.

A link is not fetched here: only an editor who opens the suggestion has it fetched. Else anybody could have
the bot request any address as often as they like. An attached file is fetched at once, from the platform's
own address, which ends after a day; its bytes are kept as they are, and parsed when an editor opens it.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.asker import DISCORD, Asker
from bot.answers.commands import SUGGEST
from bot.answers.common import cited_case
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import CommandError, Query
from bot.answers.refusal import apology, done
from bot.answers.withdrawal import CaseWithdrawn
from bot.cases.library import Library
from bot.corpus.articles.fetching import FetchRules, PageTooLarge, fetch_as
from bot.corpus.articles.limits import ArticleRefused
from bot.db import suggestions as rows
from bot.db.database import UNAVAILABLE, read, write
from bot.db.suggestions import Added, NewSuggestion, Suggester, SuggestionLimits
from bot.service.command_service import Handler
from bot.service.inbox.attachments import MOST_BYTES, TOO_LARGE, WRONG_KIND, ending_of, plain_name, problem_of
from bot.service.inbox.links import NoLink, folded, read_link

log = structlog.get_logger()
LIMITS = SuggestionLimits(member=5, workspace=100, open=5_000, files=100)
"""The suggestions that are taken: of a member and of a workspace in a day, and those that wait in all."""
FILE_HOSTS: Mapping[str, frozenset[str]] = {
    DISCORD: frozenset({"cdn.discordapp.com", "media.discordapp.net"}),
}
"""The hosts of attached files, by the platform: https://docs.discord.com/developers/reference#image-formatting."""
THANKS = phrase("Thank you. The editors have the article; nothing of it is shown before they accept it.")
AGAIN = phrase("You have suggested this article already; the editors have it.")
NOTHING = phrase("Say which article: its link, such as https://www.example.org/verdict.")
BOTH = phrase("Suggest a link or a file, one at a time.")
NO_LINK = phrase("This is no link to an article: it begins with https:// and leads to a public page.")
NO_FILE = phrase("The file could not be read just now. Attach it again, or suggest its link.")
FULL = phrase("The editors' inbox is full just now. Try again tomorrow.")
NOT_STORED = phrase("Your suggestion could not be stored just now. Try again in a minute.")
OF_WORKSPACE = phrase("Very many articles were suggested in this workspace today. Try again tomorrow.")
FetchFile = Callable[[str], bytes]
"""Fetches an attached file, outside of the event loop. Raises ArticleRefused."""


def fetch_file(address: str) -> bytes:
    """The bytes of an attached file, from a public address alone. Raises ArticleRefused."""
    return fetch_as(address, FetchRules(most=MOST_BYTES)).raw


class Suggestions:
    """Stores suggestions, within limits that all processes of a database share."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        fetch: FetchFile = fetch_file,
        limits: SuggestionLimits = LIMITS,
    ) -> None:
        self._engine, self._now, self._fetch, self._limits = engine, now, fetch, limits

    def handlers(self, library: Callable[[], Library]) -> Mapping[str, Handler]:
        """The handler of ``/case suggest``; ``library`` gives the cases that whoever asks may see."""

        async def suggest(asked: Query, asker: Asker) -> Answer:
            return await self.suggest(asked, asker, library)

        return {SUGGEST: suggest}

    async def suggest(self, asked: Query, asker: Asker, library: Callable[[], Library]) -> Answer:
        """Put an article into the inbox, once however often it is sent. Raises CommandError."""
        case_id = _case_id(asked, library)
        by = Suggester(asker.platform, asker.workspace, asker.user)
        try:
            # Looked at before an attached file is fetched, and again when its suggestion is stored.
            if over := await read(self._engine, rows.over_limit, by, self._now(), self._limits):
                return self._answer(over)
            new = await self._read(asked, asker)
            if isinstance(new, Phrase):
                return apology(new)
            new = replace(new, case_id=case_id)
            became = await write(self._engine, rows.add, new, by, self._now(), self._limits)
        except UNAVAILABLE as error:
            log.warning("suggestion not stored", reason=str(error.__cause__ or error))
            return apology(NOT_STORED)
        return self._answer(became)

    def _answer(self, became: Added) -> Answer:
        match became:
            case "added":
                return done(THANKS)
            case "known":
                return done(AGAIN)
            case "member":
                return apology(
                    counted(
                        "You can suggest {count} article a day. Try again tomorrow.",
                        "You can suggest {count} articles a day. Try again tomorrow.",
                        self._limits.member,
                    )
                )
            case "workspace":
                return apology(OF_WORKSPACE)
            case "full":
                return apology(FULL)

    async def _read(self, asked: Query, asker: Asker) -> NewSuggestion | Phrase:
        link, file = asked.get("link"), asked.get("file")
        if link and file:
            raise CommandError(BOTH, SUGGEST)
        if file:
            return await self._of_file(file, asker)
        if not link:
            raise CommandError(NOTHING, SUGGEST)
        try:
            address = read_link(link)
        except NoLink:
            raise CommandError(NO_LINK, SUGGEST) from None
        return NewSuggestion(_key("link", folded(address).encode()), link=address)

    async def _of_file(self, address: str, asker: Asker) -> NewSuggestion | Phrase:
        """The suggestion of an attached file; the sentence where it is not taken."""
        parts = urlsplit(address)
        if parts.scheme != "https" or parts.hostname not in FILE_HOSTS.get(asker.platform, ()):
            # Typed, and no file that the platform has: whoever types it gets nothing fetched.
            raise CommandError(NO_LINK, SUGGEST)
        name = plain_name(unquote(parts.path))
        if not ending_of(name):
            return WRONG_KIND
        try:
            raw = await asyncio.to_thread(self._fetch, address)
        except PageTooLarge:
            return TOO_LARGE
        except ArticleRefused as error:
            log.warning("attached file not fetched", reason=str(error))
            return NO_FILE
        return problem_of(name, raw) or NewSuggestion(_key("file", raw), file_name=name, file=raw)


def _case_id(asked: Query, library: Callable[[], Library]) -> str:
    """The id of the case that is named, or empty. Raises CommandError where whoever asks may see none."""
    named = asked.get("case")
    if not named:
        return ""
    try:
        return cited_case(library(), Query(SUGGEST, (("case", named),))).case.id
    except CaseWithdrawn as withdrawn:
        return str(withdrawn.answer.case)


def _key(kind: str, raw: bytes) -> str:
    return sha256(kind.encode() + b"\n" + raw).hexdigest()
