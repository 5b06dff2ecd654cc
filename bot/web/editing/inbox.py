"""The handlers of the editors' inbox: what waits, each entry, and what an editor decides on it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import structlog
from aiohttp import web

from bot.answers.phrases import Phrase, counted, phrase
from bot.corpus.articles.limits import ArticleRefused
from bot.corpus.articles.new_editions import ChangedArticle, EditionRefused, add_edition, text_before
from bot.corpus.articles.writing import CaseChanged
from bot.db.database import UNAVAILABLE
from bot.db.suggestions import InboxDecision, SuggestedArticle
from bot.db.watched_pages import ProposedEdition, WatchedPage
from bot.service.inbox.entries import EntryName, entry_name, open_suggestion
from bot.service.inbox.page_failures import read_failure
from bot.service.inbox.page_lines import changed_paragraphs
from bot.web.context import SERVICE
from bot.web.editing.access import FORM, SESSION, for_editors
from bot.web.editing.draft_reviews import NO_SPACE, REVIEWS
from bot.web.editing.drafts import BAD_DAY, INBOX, MOST_DIGITS, imported_page
from bot.web.editing.imports import ISO_DAY, NO_IMPORT, ImportView, asked, sentence_of, valid_day
from bot.web.editing.inbox_places import address_of, after_of, lists_of, view_of
from bot.web.editing.responses import below_prefix, say, uncached_page
from bot.web.errors import NotHere, Refused

MOST_SHOWN = 200
"""Changed paragraphs of an edition that are shown."""
NOT_WAITING = phrase("There is no such entry, or somebody has decided on it.")
NO_DATABASE = phrase(
    "The inbox cannot be read now: the database does not answer, or was not migrated (python -m bot migrate)."
)
NOT_WRITTEN = phrase("Nothing was written: {reason}")
CHANGED = phrase("Nothing was written: the case file was changed by somebody else. Look at the entry again.")

log = structlog.get_logger()
routes = web.RouteTableDef()


@routes.get("/edit/inbox")
@for_editors
async def inbox(request: web.Request) -> web.Response:
    """A page of the entries that wait: the first ones of each kind, or those of one kind from a place on."""
    view = view_of(request.query)
    try:
        waiting = await request.app[INBOX].waiting(view)
    except UNAVAILABLE as error:
        raise _away(error) from None
    context = {
        "waiting": waiting,
        "lists": lists_of(waiting, view),
        "kind": view.kind,
        "session": request[SESSION],
        "secret": request[SESSION].secret,
        "members": partial(_members, request),
        "reason": partial(_reason, request),
    }
    return uncached_page(request, "edit_inbox.html", context)


@routes.get("/edit/inbox/{entry}")
@for_editors
async def entry(request: web.Request) -> web.Response:
    """One entry, with what can be decided on it."""
    return await _entry_page(request, await _entry(request))


@routes.post("/edit/inbox/{entry}/dismiss")
@for_editors
async def dismiss(request: web.Request) -> web.Response:
    """Dismiss an entry, and go back to the inbox."""
    name = _name(request)
    await _decide(request, name, "dismissed")
    return _back(request, name)


@routes.post("/edit/inbox/{entry}/read")
@for_editors
async def read(request: web.Request) -> web.Response:
    """Read a suggested article, whose link is fetched now, into the form by which a draft is begun."""
    found, form = await _entry(request), request.get(FORM, {})
    if not isinstance(found, SuggestedArticle):
        raise NotHere(NOT_WAITING)
    kept = request.app[INBOX]
    part = form.get("part", "")
    try:
        file = await kept.file_of(found.id)
        article = await asyncio.to_thread(
            open_suggestion,
            found,
            file,
            form.get("charset", "").strip(),
            int(part) if part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS else 0,
            kept.rules,
        )
    except UNAVAILABLE as error:
        raise _away(error) from None
    except ArticleRefused as error:
        return await _entry_page(request, found, sentence_of(error), 422, asked(error))
    log.info("suggestion opened", editor=request[SESSION].editor, entry=f"suggestion-{found.id}")
    known = {"suggestion": str(found.id), "into": found.case_id}
    return await imported_page(
        request, replace(article, url=article.url or found.link), known, found.file_name
    )


@routes.post("/edit/inbox/{entry}/accept")
@for_editors
async def accept(request: web.Request) -> web.Response:
    """Write a proposed edition into its case, and go back to the inbox; else say why that is not possible."""
    found = await _entry(request)
    if not isinstance(found, ProposedEdition):
        raise NotHere(NOT_WAITING)
    day = request.get(FORM, {}).get("day", "").strip()
    if not ISO_DAY.fullmatch(day) or valid_day(day) is None:
        return await _entry_page(request, found, BAD_DAY, 422)
    today, content = request.app[INBOX].today, request.app[REVIEWS].content
    try:
        problems = await asyncio.to_thread(
            add_edition, content, ChangedArticle(found.case_id, found.source, found.text, day), today
        )
    except EditionRefused as error:
        reason = NOT_WRITTEN.filled(reason=sentence_of(error.remark))
        return await _entry_page(request, found, reason, 422)
    except CaseChanged:
        return await _entry_page(request, found, CHANGED, 412)
    except OSError as error:
        log.error("edition not written", case=found.case_id, reason=error.strerror)  # noqa: TRY400  -- the sentence says it all
        return await _entry_page(request, found, NO_SPACE.filled(reason=error.strerror or ""), 507)
    if problems:
        listed = "; ".join(problem.message for problem in problems)
        return await _entry_page(request, found, NOT_WRITTEN.filled(reason=listed), 422)
    name = EntryName("edition", found.id)
    await _decide(request, name, "accepted")
    return _back(request, name)


def _back(request: web.Request, name: EntryName) -> web.Response:
    """Send an editor back to the page of the inbox from which they came."""
    where = address_of(name.kind, request.get(FORM, {}).get("after", ""))
    return web.Response(status=303, headers={"Location": below_prefix(request, where)})


async def _decide(request: web.Request, name: EntryName, decision: InboxDecision) -> None:
    try:
        decided = await request.app[INBOX].decide(name, decision)
    except UNAVAILABLE as error:
        raise _away(error) from None
    if not decided:
        raise NotHere(NOT_WAITING)
    log.info("inbox entry decided", editor=request[SESSION].editor, entry=str(name), decision=decision)


def _name(request: web.Request) -> EntryName:
    name = entry_name(request.match_info["entry"])
    if name is None:
        raise NotHere(NOT_WAITING)
    return name


async def _entry(request: web.Request) -> SuggestedArticle | ProposedEdition:
    """The entry of a request's address. Raises NotHere, Refused."""
    name, kept = _name(request), request.app[INBOX]
    try:
        found: SuggestedArticle | ProposedEdition | None = None
        if name.kind == "suggestion":
            found = await kept.suggestion(name.number)
        elif name.kind == "edition":
            found = await kept.edition(name.number)
    except UNAVAILABLE as error:
        raise _away(error) from None
    if found is None:
        raise NotHere(NOT_WAITING)
    return found


def _away(error: Exception) -> Refused:
    log.warning("inbox not read", reason=str(error.__cause__ or error).partition("\n")[0])
    return Refused(503, NO_DATABASE)


async def _entry_page(
    request: web.Request,
    found: SuggestedArticle | ProposedEdition,
    sentence: Phrase | None = None,
    status: int = 200,
    imported: ImportView = NO_IMPORT,
) -> web.Response:
    context: Mapping[str, object] = {
        "one": found,
        "form": (form := request.get(FORM, {})),
        "after": (after := after_of(form.get("after", "") or request.query.get("after", ""))),
        "back": address_of("suggestion" if isinstance(found, SuggestedArticle) else "edition", after),
        "sentence": say(request, sentence) if sentence else "",
        "secret": request[SESSION].secret,
        "session": request[SESSION],
        "members": partial(_members, request),
        "imported": imported,
        "paragraphs": (),
        "left_out": "",
        "is_orphan": False,
    }
    if isinstance(found, ProposedEdition):
        context = {**context, **await asyncio.to_thread(_difference, request, found)}
    return uncached_page(request, "edit_inbox_entry.html", context, status)


def _difference(request: web.Request, found: ProposedEdition) -> dict[str, object]:
    """What an edition changes beside the source in the case, as its template shows it."""
    before = text_before(request.app[SERVICE].archive.library.cases.get(found.case_id), found.source)
    if before is None:
        return {"is_orphan": True}
    changed = list(changed_paragraphs(before, found.text))
    left_out = len(changed) - MOST_SHOWN
    sentence = counted(
        "{count} more paragraph is not shown.", "{count} more paragraphs are not shown.", left_out
    )
    return {
        "paragraphs": changed[:MOST_SHOWN],
        "left_out": say(request, sentence) if left_out > 0 else "",
    }


def _reason(request: web.Request, page: WatchedPage) -> str:
    """Why a watched page cannot be read, in words."""
    return say(request, sentence_of(read_failure(page.failure)))


def _members(request: web.Request, times: int) -> str:
    """How many members have suggested an article, in words."""
    return say(request, counted("suggested by {count} member", "suggested by {count} members", times))
