"""Showing and accepting one entry of the editors' inbox on the command line.

An entry is read in one transaction and noted in another: a page is fetched between the two, and what was
written into a case stays there whatever becomes of the entries after it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.draft import ask_about_duplicates, begin_review, page_of, proposals_of
from bot.cli.exits import EXIT_FAILED, Stop
from bot.cli.second_article import add_article
from bot.console import echo, one_line
from bot.corpus.articles.limits import ArticleRefused, ReadArticle
from bot.corpus.articles.new_editions import ChangedArticle, EditionRefused, add_edition, text_before
from bot.corpus.articles.writing import CaseChanged
from bot.db import suggestions, watched_pages
from bot.db.database import writing
from bot.service.inbox.entries import EntryName, decide, open_suggestion
from bot.service.inbox.page_lines import changed_paragraphs
from bot.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.db.watched_pages import ProposedEdition

SIGNS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
"""How words are shown that stand in both texts, in the old one, or in the new one, as ``git diff`` does."""


def show(engine: Engine, name: EntryName, settings: Settings, arguments: argparse.Namespace) -> None:
    """Print the text of a suggested article, which is read now, or what a proposed edition changes."""
    if name.kind == "suggestion":
        for line in _read(engine, name.number, arguments).text.splitlines():
            echo(one_line(line))
    elif name.kind == "edition":
        edition = _edition(engine, name)
        old = _stored(settings.content_dir, edition)
        for paragraph in changed_paragraphs(old, edition.text):
            echo(one_line(" ".join(SIGNS[one.kind].format(one.words) for one in paragraph)) + "\n")
    else:
        raise Stop(EXIT_FAILED, "A report is shown in the list: python -m bot inbox")


def accept(engine: Engine, name: EntryName, settings: Settings, arguments: argparse.Namespace) -> None:
    """Begin a draft with a suggested article, or write a proposed edition into its case. Raises Stop."""
    if name.kind == "suggestion":
        _accept_suggestion(engine, name.number, settings, arguments)
    elif name.kind == "edition":
        _accept_edition(settings.content_dir, _edition(engine, name), arguments.published)
    else:
        raise Stop(EXIT_FAILED, "A report is dealt with, not accepted: python -m bot inbox dismiss")
    with writing(engine) as connection:
        noted = decide(connection, [name], "accepted", datetime.now(UTC))
    echo(f"Accepted: {name}." if noted else f"Written, but somebody has decided on {name} meanwhile.")


def _accept_suggestion(
    engine: Engine, number: int, settings: Settings, arguments: argparse.Namespace
) -> None:
    article = _read(engine, number, arguments)
    if not (arguments.id or arguments.into) or not arguments.published:
        found = f"; its page says {article.published}" if article.published else ""
        raise Stop(
            EXIT_FAILED,
            "add --id with the new case's id, or --into with the case that it is about, and --published with"
            f" the day of the article{found}",
        )
    if arguments.into:
        add_article(arguments, page_of(arguments, article))
        return
    if not arguments.anyway:
        ask_about_duplicates(settings.content_dir, article.text)
    proposals = proposals_of(arguments, article)
    begin_review(settings.content_dir, arguments.id, page_of(arguments, article), proposals)


def _accept_edition(content: Path, edition: ProposedEdition, given: str) -> None:
    today = datetime.now(UTC).date().isoformat()
    day = given or edition.found_at.date().isoformat()
    if not _is_day(day):
        raise Stop(EXIT_FAILED, f"“{day}” is not a day of the form 2023-07-12")
    try:
        article = ChangedArticle(edition.case_id, edition.source, edition.text, day)
        problems = add_edition(content, article, today)
    except EditionRefused as error:
        raise Stop(EXIT_FAILED, str(error)) from None
    except CaseChanged:
        raise Stop(EXIT_FAILED, "The case file was changed by somebody else just now; try again.") from None
    except OSError as error:
        raise Stop(EXIT_FAILED, f"{content / edition.case_id} cannot be written: {error.strerror}") from None
    if problems:
        listed = "\n".join(map(str, problems))
        sentence = f"Nothing was written, since the case file would not pass the check:\n{listed}"
        raise Stop(EXIT_FAILED, sentence)


def _is_day(text: str) -> bool:
    """Whether a text is a day as case files write it; Python reads other forms of ISO 8601, too."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _read(engine: Engine, number: int, arguments: argparse.Namespace) -> ReadArticle:
    with engine.begin() as connection:
        found = suggestions.one(connection, number)
        file = suggestions.file_of(connection, number)
    if found is None or found.done_at:
        raise Stop(EXIT_FAILED, f"No such entry waits: suggestion-{number}.")
    try:
        article = open_suggestion(found, file, arguments.charset, arguments.part)
    except ArticleRefused as error:
        raise Stop(EXIT_FAILED, str(error)) from None
    for remark in article.remarks:
        echo(one_line(str(remark)), to=sys.stderr)
    return article


def _edition(engine: Engine, name: EntryName) -> ProposedEdition:
    with engine.begin() as connection:
        found = watched_pages.one(connection, name.number)
    if found is None or found.done_at:
        raise Stop(EXIT_FAILED, f"No such entry waits: {name}.")
    return found


def _stored(content: Path, edition: ProposedEdition) -> str:
    """The text whose place an edition would take. Raises Stop."""
    from bot.cases.problems import CaseFileError
    from bot.corpus.loader import load_case

    try:
        before = text_before(load_case(content / edition.case_id), edition.source)
    except CaseFileError as error:
        raise Stop(EXIT_FAILED, str(error)) from None
    if before is None:
        cure = f"python -m bot inbox dismiss edition-{edition.id}"
        raise Stop(EXIT_FAILED, f"The case has no source “{edition.source}” any more: {cure}")
    return before
