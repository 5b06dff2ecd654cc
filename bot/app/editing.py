"""Mounts the review page of editors on the site, where that is on and nobody else can use it."""

from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy import Engine

from bot.db.database import open_database
from bot.service.inbox.entries import EditorsInbox
from bot.settings import DRAFTS, EDITORS, CannotServe, Settings
from bot.web.editing.access import is_loopback
from bot.web.editing.editor_tokens import EditorTokens
from bot.web.editing.site import EditingFolders, add_editing


def mount_editing(site: web.Application, settings: Settings) -> None:
    """Add the review page, if EDIT is on. Raises CannotServe where others could use it without a token."""
    if settings.edit == "off":
        return
    is_local = is_only_local(settings)
    if not is_local:
        _check_access(settings)
    folders = EditingFolders(DRAFTS, settings.content_dir, EDITORS)
    engine = open_database(settings.database_url)
    site.on_cleanup.append(lambda _: _dispose(engine))
    add_editing(site, folders, settings.public_url, is_local=is_local, kept=EditorsInbox(engine))


async def _dispose(engine: Engine) -> None:
    engine.dispose()


def is_only_local(settings: Settings) -> bool:
    """Whether only this machine can reach the pages: no proxy is announced that passes others on."""
    public = urlsplit(settings.public_url or "").hostname
    return is_loopback(settings.host) and (public is None or is_loopback(public))


def _check_access(settings: Settings) -> None:
    try:
        has_editors = bool(EditorTokens(EDITORS).hashes())
    except (OSError, ValueError) as error:
        raise CannotServe(f"The editors cannot be read: {error}. Look at {EDITORS}.") from None
    if not has_editors:
        raise CannotServe(
            "EDIT is on and others can reach the pages, but no editor has a token. "
            "Run “python -m bot editor add NAME”, or set EDIT=off."
        )
    if not (settings.public_url or "").startswith("https://"):
        raise CannotServe(
            "EDIT is on and others can reach the pages, but PUBLIC_URL does not begin with https://. "
            "Put TLS in front and set it, or set EDIT=off."
        )
