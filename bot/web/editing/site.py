"""Adds the review page of editors to a site: off unless an operator turns it on."""

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.corpus.articles.fetching import fetch
from bot.corpus.drafts.folder import DraftFolder
from bot.service.inbox.entries import EditorsInbox
from bot.web.editing import drafts, inbox, logins, pages, questions
from bot.web.editing.access import ACCESS, EditorAccess
from bot.web.editing.draft_reviews import REVIEWS, DraftReviews
from bot.web.editing.imports import FETCH, PENDING, PendingImports
from bot.web.editing.questions import PREPARATION, DraftPreparation


@dataclass(frozen=True)
class EditingFolders:
    """Where the drafts and the cases are kept."""

    drafts: Path
    content: Path


def add_editing(
    site: web.Application, folders: EditingFolders, access: EditorAccess, *, kept: EditorsInbox | None = None
) -> None:
    """Add the routes below /edit to a site; ``kept`` is the editors' inbox, where there is one."""
    site[ACCESS] = access
    site[REVIEWS] = DraftReviews(DraftFolder(folders.drafts), folders.content)
    site[PENDING] = PendingImports()
    site[FETCH] = fetch
    site.add_routes(logins.routes)
    site.add_routes(drafts.routes)
    if kept:
        site[drafts.INBOX] = kept
        site.add_routes(inbox.routes)
    site.add_routes(pages.routes)
    site[PREPARATION] = preparation = DraftPreparation()
    site.on_shutdown.append(preparation.end)
    site.add_routes(questions.routes)
