"""Takes what people report about answers into the editors' inbox, without saying who they are."""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.commands import COMMANDS
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.refusal import apology, done
from bot.db import reports as rows
from bot.db.database import UNAVAILABLE, write
from bot.db.reports import NewReport
from bot.service.conduct import NOT_STORED, Cooldown

log = structlog.get_logger()
MOST_OPEN = 10_000
"""Reports that wait for editors at most: more would only fill the disk."""
MOST_OF_A_MEMBER, WINDOW = 5, 3600.0
"""How many answers a member can report within these seconds."""
MOST_COMMAND, MOST_REASON = 200, 500
"""Code points that are stored of a command and of a reason."""
THANKS = phrase("Thank you. The editors see what you wrote, and not who you are.")
FULL = phrase("The editors' inbox is full just now. Try again tomorrow.")
NO_REASON = phrase("Say in a few words what is wrong.")


def after_report(sentence: Phrase) -> Answer:
    """What a member is shown after a report: thanks, or why it was not stored."""
    return done(sentence) if sentence == THANKS else apology(sentence)


class Reports:
    """Stores reports, each member's within a limit that this process keeps."""

    def __init__(
        self,
        engine: Engine,
        count: Callable[[str, str, str], None] = lambda *_: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._cooldown = Cooldown(MOST_OF_A_MEMBER, WINDOW)
        self._count = count
        self._now = now

    async def add(self, command: str, reason: str, asker: Asker) -> Phrase:
        """Store why the answer to a command is said to be wrong; gives the sentence for whoever says so."""
        if not (reason := " ".join(reason.split())):
            return NO_REASON
        member = asker.platform, asker.workspace, asker.user
        if wait := self._cooldown.take(member):
            return counted(
                "You have reported several answers. The next report is possible in {count} minute.",
                "You have reported several answers. The next report is possible in {count} minutes.",
                int(wait // 60) + 1,
            )
        new = NewReport(asker.platform, command[:MOST_COMMAND], reason[:MOST_REASON])
        try:
            stored = await write(self._engine, rows.add, new, self._now(), MOST_OPEN)
        except UNAVAILABLE as error:
            log.warning("report not stored", reason=str(error.__cause__ or error))
            self._cooldown.give_back(member)
            return NOT_STORED
        if stored is None:
            return FULL
        self._count(asker.platform, _name(command), "reported")
        return THANKS


def _name(command: str) -> str:
    """The name of the command that a text begins with, such as “case damages”; “none” for anything else."""
    words = command.removeprefix("/").split()
    return next((name for n in (2, 1) if (name := " ".join(words[:n])) in COMMANDS), "none")
