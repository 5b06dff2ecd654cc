"""Answers commands that need the database with a sentence while it cannot be used."""

from collections.abc import Mapping

import structlog

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.phrases import Phrase
from bot.answers.query import Query
from bot.answers.refusal import apology
from bot.db.database import UNAVAILABLE
from bot.service.command_service import Handler

log = structlog.get_logger()


def answering_when_unavailable(handlers: Mapping[str, Handler], sentence: Phrase) -> Mapping[str, Handler]:
    """Handlers that answer with a sentence while the database cannot be used, and log why."""
    return {command: _guarded(answer, sentence) for command, answer in handlers.items()}


def _guarded(answer: Handler, sentence: Phrase) -> Handler:
    async def answered(asked: Query, asker: Asker) -> Answer:
        try:
            return await answer(asked, asker)
        except UNAVAILABLE as error:
            log.warning("database not reached", command=asked.command, reason=str(error.__cause__ or error))
            return apology(sentence)

    return answered
