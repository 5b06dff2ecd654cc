"""The handlers of the drafts: an editor sees the drafts, and begins one with a pasted article."""

import asyncio
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

import structlog
from aiohttp import web

from bot.answers.phrases import Phrase, phrase
from bot.authoring.case_file import ArticlePage
from bot.authoring.case_ids import proposed_id
from bot.authoring.decided_file import page_problems
from bot.authoring.propose import propose
from bot.authoring.shingles import ASKED_ABOVE, containment, shingles
from bot.corpus.articles.limits import MOST_BYTES, MOST_CHARACTERS, ArticleRefused, ReadArticle
from bot.corpus.articles.reading import read_bytes, read_page
from bot.corpus.drafts.folder import RESERVED, DraftExists, is_id
from bot.db.database import UNAVAILABLE
from bot.service.inbox.entries import EditorsInbox, entry_name
from bot.web.context import SERVICE
from bot.web.editing.access import (
    SESSION,
    TOO_LARGE,
    UPLOAD,
    for_editors,
    posted_form,
)
from bot.web.editing.draft_reviews import NO_SPACE, NO_VERSION, NOT_TAKEN, REVIEWS
from bot.web.editing.imports import (
    FETCH,
    NO_IMPORT,
    PENDING,
    ImportView,
    asked,
    day_of,
    fields_of,
    in_form,
    read_view,
    sentence_of,
    valid_day,
)
from bot.web.editing.responses import below_prefix, say, uncached_page
from bot.web.editing.second_articles import begin_second, cases_of
from bot.web.errors import Refused

MOST_DIGITS = 3
"""Digits of the number of an article on its page."""
DETAILS = ("title", "headline", "publisher", "author", "url", "licence", "language")
BAD_ID = phrase("An id has small letters, digits and hyphens, and is not one of a draft or a case yet.")
BAD_DAY = phrase("The day of the article has the form 2023-07-12.")
NO_TEXT = phrase(
    "Paste the text of an article first; it has {limit} characters at most.", limit=MOST_CHARACTERS
)
NOTHING_GIVEN = phrase("Choose a file first, or give the address of a page.")
NOT_CONFIRMED = phrase("Compare what was read with the page first, and tick the box that says so.")
KNOWN = phrase("Much of this article stands in the case “{case}” already. Tick the box if it is another one.")

INBOX: web.AppKey[EditorsInbox] = web.AppKey("editors_inbox")
log = structlog.get_logger()
routes = web.RouteTableDef()


@routes.get("/edit")
@for_editors
async def drafts(request: web.Request) -> web.Response:
    """The drafts, and the forms by which an article is read and a new draft is begun."""
    return await drafts_page(request)


@routes.post("/edit/import")
@for_editors
async def import_article(request: web.Request) -> web.Response:
    """Read a file or the page of an address into the form of a new draft; nothing of it is kept."""
    try:
        form = await posted_form(request)
        read = await asyncio.to_thread(_read, request, form)
    except Refused as refused:
        return await drafts_page(request, {}, refused.sentence, refused.status)
    except ArticleRefused as error:
        given = {name: form.get(name, "") for name in ("from", "charset", "part")}
        return await drafts_page(request, given, sentence_of(error), 422, asked(error))
    upload = request.get(UPLOAD)
    return await imported_page(request, read, form, upload.name if upload else "")


async def imported_page(
    request: web.Request, read: ReadArticle, form: Mapping[str, str], name: str
) -> web.Response:
    """The page of the drafts with an article in its form; ``name`` is that of the article's file."""
    day = day_of(read, name)
    proposals = await asyncio.to_thread(propose, read.text, valid_day(day))
    given = {**form, **fields_of(read, day), "id": proposed_id(read.text, proposals, _Taken(request))}
    view = read_view(read, request.app[PENDING].add(read.text), day)
    if known := await asyncio.to_thread(_known_case, request, read.text):
        view = replace(view, remarks=(KNOWN.filled(case=known), *view.remarks))
    return await drafts_page(request, given, imported=view)


def _read(request: web.Request, form: Mapping[str, str]) -> ReadArticle:
    """The article of a posted file, or at a posted address. Raises Refused, ArticleRefused."""
    charset, part = form.get("charset", "").strip(), form.get("part", "")
    number = int(part) if part.isdecimal() and len(part) <= MOST_DIGITS else 0
    upload, address = request.get(UPLOAD), form.get("from", "").strip()
    if upload:
        return read_bytes(upload.name, upload.raw, charset, number)
    if not address:
        raise Refused(422, NOTHING_GIVEN)
    return read_page(address, charset, number, request.app[FETCH])


@routes.post("/edit")
@for_editors
async def begin(request: web.Request) -> web.StreamResponse:
    """Begin a draft of a pasted or an imported article, and go to its review."""
    form = await posted_form(request)
    try:
        draft_id = await asyncio.to_thread(_begin, request, form)
    except Refused as refused:
        view = replace(NO_IMPORT, pending=form.get("imported", ""))
        return await drafts_page(request, form, refused.sentence, refused.status, view)
    await _note_accepted(request, form.get("suggestion", ""))
    return web.Response(status=303, headers={"Location": below_prefix(request, f"/edit/{draft_id}")})


async def _note_accepted(request: web.Request, suggestion: str) -> None:
    """Note that a suggested article was accepted, where the draft was begun with one."""
    name = entry_name(f"suggestion-{suggestion}")
    if name is None or INBOX not in request.app:
        return
    try:
        await request.app[INBOX].decide(name, "accepted")
    except UNAVAILABLE as error:
        # The draft is there; the suggestion can be dismissed later.
        log.warning("inbox not read", reason=str(error.__cause__ or error).partition("\n")[0])


def _begin(request: web.Request, form: Mapping[str, str]) -> str:
    """Keep a new draft of the posted form, and give its id. Raises Refused."""
    text = _text_of(request, form)
    reviews, published = request.app[REVIEWS], valid_day(form.get("published", ""))
    if published is None:
        raise Refused(422, BAD_DAY)
    if form.get("into"):
        return begin_second(request, form, text, published)
    proposals = propose(text, published)
    draft_id = form.get("id", "").strip() or proposed_id(text, proposals, _Taken(request))
    if not is_id(draft_id) or draft_id in RESERVED or reviews.version(draft_id) != NO_VERSION:
        raise Refused(422, BAD_ID)
    known = None if form.get("anyway") else _known_case(request, text)
    if known:
        raise Refused(409, KNOWN.filled(case=known))
    given = {name: form.get(name, "").strip() for name in DETAILS}
    page = ArticlePage(
        text=text,
        file=f"sources/{published}.txt",
        published=published.isoformat(),
        revised=max(datetime.now(UTC).date(), published).isoformat(),
        **{**given, "title": given["title"] or given["headline"] or draft_id},
    )
    if problems := page_problems(page, draft_id):
        raise Refused(422, NOT_TAKEN.filled(problems="; ".join(one.message for one in problems)))
    try:
        reviews.drafts.begin(draft_id, page, proposals)
    except DraftExists:
        raise Refused(422, BAD_ID) from None
    except OSError as error:
        raise Refused(507, NO_SPACE.filled(reason=error.strerror or "")) from None
    log.info("draft begun", editor=request[SESSION].editor, case=draft_id)
    return draft_id


def _text_of(request: web.Request, form: Mapping[str, str]) -> str:
    """The article of a form: as it was read, where the form left its words alone. Raises Refused."""
    pasted = form.get("text", "")
    if form.get("imported") and not form.get("confirmed"):
        raise Refused(422, NOT_CONFIRMED)
    text = request.app[PENDING].confirmed(form.get("imported", ""), pasted)
    text = f"{in_form(pasted)}\n" if text is None else text
    if not text.strip() or len(text) > MOST_CHARACTERS:
        raise Refused(422, NO_TEXT)
    return text


class _Taken(Container[str]):
    """The ids that no new draft can have: of drafts, of cases, and of the page itself."""

    def __init__(self, request: web.Request) -> None:
        self._reviews = request.app[REVIEWS]
        self._drafts = set(self._reviews.drafts.ids())

    def __contains__(self, name: object) -> bool:
        return name in self._drafts or name in RESERVED or self._reviews.version(str(name)) != NO_VERSION


def _known_case(request: web.Request, text: str) -> str | None:
    """The id of a case or a draft in which most of an article stands already."""
    ours, drafts = shingles(text), request.app[REVIEWS].drafts
    cases = request.app[SERVICE].archive.library.cases
    known = chain(
        ((source.text, case.id) for case in cases.values() for source in case.sources), drafts.articles()
    )
    share, name = max(((containment(ours, shingles(one)), name) for one, name in known), default=(0.0, ""))
    return name if share > ASKED_ABOVE else None


async def drafts_page(
    request: web.Request,
    form: Mapping[str, str] | None = None,
    sentence: Phrase | None = None,
    status: int = 200,
    imported: ImportView = NO_IMPORT,
) -> web.Response:
    """The page of the drafts, with what its forms hold, and a sentence about what was sent."""
    ids = await asyncio.to_thread(request.app[REVIEWS].drafts.ids)
    context = {
        "ids": ids,
        "form": form or {},
        "sentence": say(request, sentence) if sentence else "",
        "imported": imported,
        "remarks": [say(request, one) for one in imported.remarks],
        "details": DETAILS,
        "session": request[SESSION],
        "secret": request[SESSION].secret,
        "limit": MOST_CHARACTERS,
        "has_inbox": INBOX in request.app,
        "most_bytes": MOST_BYTES,
        "too_large": say(request, TOO_LARGE),
        "cases": await asyncio.to_thread(cases_of, request),
    }
    return uncached_page(request, "edit_drafts.html", context, status)
