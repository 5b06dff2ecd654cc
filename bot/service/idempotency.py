"""Commands that change something do so once for each request, whichever processes receive it."""

from collections.abc import Mapping

import structlog

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.commands import COMMANDS
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.refusal import apology
from bot.db.database import UNAVAILABLE
from bot.service.command_service import Handler
from bot.service.handled_requests import HandledRequests

log = structlog.get_logger()
HANDLED = phrase("This command came twice, and was carried out once: nothing was done again.")
NO_DATABASE = phrase("Nothing was changed: the database does not answer just now. Try again in a minute.")


def idempotent(handlers: Mapping[str, Handler], requests: HandledRequests) -> Mapping[str, Handler]:
    """Handlers of which those that change something do so once for each request."""
    return {name: _once(do, requests) if COMMANDS[name].acts else do for name, do in handlers.items()}


def _once(handler: Handler, requests: HandledRequests) -> Handler:
    async def answered(asked: Query, asker: Asker) -> Answer:
        if not asker.request:
            return await handler(asked, asker)
        key = f"{asker.platform}:{asker.request}"
        try:
            if not await requests.claim(key):
                return apology(HANDLED)
        except UNAVAILABLE as error:
            log.warning("database not reached", command=asked.command, reason=str(error.__cause__ or error))
            return apology(NO_DATABASE)
        try:
            return await handler(asked, asker)
        except BaseException:
            # Nothing was changed: whoever sends it again is heard.
            await requests.release(key)
            raise

    return answered
