"""Mounts the review page of editors on the site, where that is on and nobody else can use it."""

from urllib.parse import urlsplit

import structlog
from aiohttp import web
from sqlalchemy import Engine

from bot.db.database import UNUSABLE, open_database
from bot.db.editor_tokens import with_valid
from bot.service.editors import Editors
from bot.service.editors_file import take_over
from bot.service.inbox.entries import EditorsInbox
from bot.settings import DRAFTS, EDITORS, CannotServe, Settings
from bot.web.editing.access import EditorAccess, is_loopback
from bot.web.editing.site import EditingFolders, add_editing

log = structlog.get_logger()


def mount_editing(site: web.Application, settings: Settings) -> None:
    """Add the review page, if EDIT is on.

    Raises CannotServe where others could use it without a token, or nobody can tell who is an editor.
    """
    if settings.edit == "off":
        return
    engine, is_local = open_database(settings.database_url), is_only_local(settings)
    site.on_cleanup.append(lambda _: _dispose(engine))
    has_editors = _has_editors(engine)
    if not is_local:
        _check_access(settings, has_editors=has_editors)
    folders = EditingFolders(DRAFTS, settings.content_dir)
    access = EditorAccess(Editors(engine), is_local, settings.public_url)
    add_editing(site, folders, access, kept=EditorsInbox(engine))


async def _dispose(engine: Engine) -> None:
    engine.dispose()


def is_only_local(settings: Settings) -> bool:
    """Whether only this machine can reach the pages: no proxy is announced that passes others on."""
    public = urlsplit(settings.public_url or "").hostname
    return is_loopback(settings.host) and (public is None or is_loopback(public))


def _has_editors(engine: Engine) -> bool:
    """Whether any editor has a token, those of an earlier version's file included."""
    try:
        if taken := take_over(engine, EDITORS):
            file = str(taken.renamed or EDITORS)
            log.info("editors taken over", editors=taken.editors, file=file)
        with engine.connect() as connection:
            return bool(with_valid(connection))
    except UNUSABLE as error:
        reason = getattr(error, "orig", error)
        raise CannotServe(
            f"EDIT is on, and the database, which holds the editors, cannot be used: {reason}. "
            "Look at DATABASE_URL, run “python -m bot migrate”, or set EDIT=off."
        ) from None
    except (OSError, ValueError) as error:
        raise CannotServe(f"The editors cannot be taken over: {error}. Mend or remove {EDITORS}.") from None


def _check_access(settings: Settings, *, has_editors: bool) -> None:
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
