"""The rehearsal: a draft's answers as Discord and Slack will show them, from its case in memory."""

from dataclasses import dataclass
from functools import cache

from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.cases.library import Library
from bot.cases.model import Case
from bot.rendering.render import Presentation
from bot.search.archive import Archive
from bot.search.index import PassageIndex
from bot.search.vector_store import VectorStore
from bot.service.command_service import CommandService
from bot.web.chat_payloads import ChatPayloads
from bot.web.context import reader
from bot.web.shown import ShownAnswer, ToShown

COMMANDS = ("case status", "case damages", "case statements", "case timeline")
"""The commands that are rehearsed: they are answered from the entries, without an index."""


@dataclass(frozen=True)
class _OneCase:
    """A corpus of one case, whose entries are all there is to answer from."""

    archive: Archive


async def rehearsed(case: Case, command: str, chat: ChatPayloads, locale: str) -> ShownAnswer:
    """The answer of a command about a case alone, as the platforms show it."""
    asker: Asker = reader(locale, "playground")
    return await service_of(case).reply(Query(command, ()), asker, ToShown(chat))


def service_of(case: Case, vectors: VectorStore | None = None) -> CommandService:
    """The service that answers everywhere, with one case alone."""
    archive = Archive(Library(cases={case.id: case}), _no_passages(), vectors)
    return CommandService(_OneCase(archive), Presentation())


@cache
def _no_passages() -> PassageIndex:
    """An index without passages, made once: making one takes as long as an answer."""
    return PassageIndex.in_memory(())
