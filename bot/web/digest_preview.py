"""``/digest preview`` where no digest is scheduled: what the first or a later one of a case would post."""

from bot.answers.answer import Answer
from bot.answers.common import cited_case
from bot.answers.phrases import phrase
from bot.answers.query import CommandError, Query
from bot.cases.library import Library
from bot.digests.content import Subject, digest
from bot.digests.cursor import Cursor
from bot.digests.digest_commands import cursor_asked

COMMAND = "digest preview"
WITHDRAWN_BEFORE = phrase("Nothing would be posted: the case was withdrawn, and its readers know that.")


def previewed_digest(library: Library, asked: Query) -> Answer:
    """The digest of a case for readers who know nothing, or what there was on the day of ``since:``.

    Instead of the number of a digest, the query names the case, or its place in the list of cases, counted
    from 1; the newest case where it names none. Raises CommandError.
    """
    case = _case(library, asked)
    number = next(at for at, one in enumerate(library.newest_first, start=1) if one.id == case)
    about = Subject(number, case, nothing_new="say")
    made = digest(library, about, cursor_asked(asked) or Cursor())
    if made is None:
        raise CommandError(WITHDRAWN_BEFORE, asked.command)
    return made.answer


def _case(library: Library, asked: Query) -> str:
    named = asked.get("id")
    if named is None and library.newest_first:
        return library.newest_first[0].id
    if named and named.isascii() and named.isdigit() and 1 <= int(named[:9]) <= len(library.newest_first):
        return library.newest_first[int(named) - 1].id
    return cited_case(library, Query("case status", (("case", named),) if named else ())).case.id
