"""The handlers of the review page: drafts, cards, decisions, the rehearsal and saving."""

import asyncio
import json
import re
from typing import Any

import structlog
from aiohttp import web

from bot.answers.phrases import counted, phrase, shortened
from bot.authoring.cards import ReviewCard
from bot.authoring.decisions import DecisionRefused
from bot.cases.problems import CaseFileError
from bot.corpus.drafts.folder import DraftDamaged
from bot.corpus.drafts.journal import JournalDamaged, JournalMoved, read_decision
from bot.web.chat_payloads import CHAT_PAYLOADS
from bot.web.editing.access import SESSION, for_editors
from bot.web.editing.card_views import KINDS, REFUSALS, STATES, card_view
from bot.web.editing.draft_review import DraftReview, NotValid
from bot.web.editing.draft_reviews import NO_SPACE, NO_VERSION, NOT_TAKEN, REVIEWS, OpenAgain, SavedElsewhere
from bot.web.editing.field_labels import field_labels
from bot.web.editing.pair_views import RELATIONS
from bot.web.editing.rehearsal import COMMANDS, rehearsed
from bot.web.editing.responses import as_json, say, uncached_page
from bot.web.errors import NotHere, Refused
from bot.web.negotiation import locale_of

SHA256 = re.compile(r"[0-9a-f]{64}")
NO_DRAFT = phrase("There is no draft with this id.")
DAMAGED = phrase("This draft cannot be read: a file of it was changed. Look into its folder.")
SOMEBODY_ELSE = phrase("{editor} has decided meanwhile: what changed is shown now.")
SAVED = phrase("Saved. The case can be asked about now.")
CHANGED = phrase("The case file was changed by somebody else. Nothing was written; this is the difference:")
OPEN_AGAIN = phrase(
    "The case file was changed by somebody else. Nothing was written yet: these need another decision beside "
    "what the case has now, or stand in it already: {names}"
)
COVERED = phrase("{covered} of {count} quotations, amounts and dates quoted")

log = structlog.get_logger()
routes = web.RouteTableDef()


@routes.get("/edit/{draft}")
@for_editors
async def review(request: web.Request) -> web.Response:
    """The review of a draft: the article, and a place for its cards."""
    now = await draft_now(request)
    context = {
        "now": now,
        "state": _state(request, now),
        "kinds": {name: say(request, kind) for name, kind in KINDS.items()},
        "commands": COMMANDS,
        "session": request[SESSION],
        "secret": request[SESSION].secret,
    }
    return uncached_page(request, "edit.html", context)


@routes.get("/edit/{draft}/cards/{card}")
@for_editors
async def card(request: web.Request) -> web.Response:
    """One card as a fragment of HTML."""
    now = await draft_now(request)
    found = now.review.by_id.get(request.match_info["card"])
    if found is None:
        raise NotHere(REFUSALS["no_card"])
    view = await asyncio.to_thread(card_view, now, found)
    context = {
        "view": view,
        "kind": say(request, KINDS[found.kind]),
        "state": say(request, STATES[found.state]),
        "labels": {name: say(request, words) for name, words in field_labels(found.kind).items()},
        "relations": {name: (key, say(request, words)) for name, (key, words) in RELATIONS.items()},
    }
    return uncached_page(request, "_edit_card.html", context)


@routes.get("/edit/{draft}/state")
@for_editors
async def state(request: web.Request) -> web.Response:
    """The state of a draft's review as JSON."""
    return as_json(_state(request, await draft_now(request)))


@routes.post("/edit/{draft}/decisions")
@for_editors
async def decide(request: web.Request) -> web.Response:
    """Take a decision, and give the state after it as JSON.

    412 with the state for somebody who has not seen the newest decision; 422 with a sentence where the
    decision cannot be taken, 507 where the journal cannot be written.
    """
    now = await draft_now(request)
    try:
        given = json.loads(await request.read())
        seen, decision = int(given["seen"]), read_decision(given["decision"])
    except (ValueError, KeyError, TypeError):
        raise web.HTTPBadRequest from None
    reviews = request.app[REVIEWS]
    name, by = now.draft.id, request[SESSION].editor
    try:
        after = await asyncio.to_thread(lambda: reviews.decide(name, decision, by=by, seen=seen))
    except DecisionRefused as refused:
        return as_json({"sentence": say(request, REFUSALS[refused.reason].filled(names=refused.names))}, 422)
    except NotValid as error:
        return as_json({"sentence": say(request, NOT_TAKEN.filled(problems=_listed(error)))}, 422)
    except JournalMoved as moved:
        who = moved.missed[-1].by if moved.missed else by
        after = await draft_now(request)
        sentence = say(request, SOMEBODY_ELSE.filled(editor=who))
        return as_json({**_state(request, after), "sentence": sentence}, 412)
    except OSError as error:
        return _cannot_write(request, error)
    return as_json(_state(request, after))


@routes.get("/edit/{draft}/yaml")
@for_editors
async def yaml(request: web.Request) -> web.Response:
    """The case file as the decisions make it now, as plain text."""
    return web.Response(text=(await draft_now(request)).text)


@routes.get("/edit/{draft}/rehearsal")
@for_editors
async def rehearsal(request: web.Request) -> web.Response:
    """The answer of one command as the platforms will show it, as a fragment of HTML."""
    command = request.query.get("command", "")
    if command not in COMMANDS:
        raise web.HTTPBadRequest
    now = await draft_now(request)
    shown = await rehearsed(now.case, command, request.app[CHAT_PAYLOADS], locale_of(request))
    return uncached_page(request, "_edit_rehearsal.html", {"shown": shown})


@routes.post("/edit/{draft}/save")
@for_editors
async def save(request: web.Request) -> web.Response:
    """Write the case file; If-Match holds its version that the editor has seen (RFC 9110, 13.1.1).

    428 without that header, 412 with the difference where the file is another one, 422 with the mistakes of
    the check, 507 where it cannot be written.
    """
    seen = request.headers.get("If-Match", "").strip('"')
    if seen != NO_VERSION and not SHA256.fullmatch(seen):
        raise web.HTTPPreconditionRequired
    now = await draft_now(request)
    reviews, name = request.app[REVIEWS], now.draft.id
    try:
        version = await asyncio.to_thread(reviews.save, name, seen, request[SESSION].editor)
    except NotValid as error:
        return as_json({"sentence": say(request, NOT_TAKEN.filled(problems=_listed(error)))}, 422)
    except OpenAgain as again:
        names = "; ".join(_named(request, now, one) for one in again.cards)
        after = await draft_now(request)
        return as_json(
            {**_state(request, after), "sentence": say(request, OPEN_AGAIN.filled(names=names))}, 412
        )
    except SavedElsewhere as changed:
        return as_json({"sentence": say(request, CHANGED), "diff": changed.diff}, 412)
    except OSError as error:
        return _cannot_write(request, error)
    log.info("case saved by editor", editor=request[SESSION].editor, case=name, version=version)
    return as_json({"sentence": say(request, SAVED), "version": version})


async def draft_now(request: web.Request) -> DraftReview:
    """The draft of a request's address with its decisions. Raises NotHere, Refused."""
    reviews, name = request.app[REVIEWS], request.match_info["draft"]
    try:
        return await asyncio.to_thread(reviews.read, name)
    except FileNotFoundError:
        raise NotHere(NO_DRAFT) from None
    except (DraftDamaged, JournalDamaged, CaseFileError) as error:
        log.error("draft unreadable", case=name, reason=str(error))  # noqa: TRY400  -- the sentence says it all
        raise Refused(409, DAMAGED) from None


def _state(request: web.Request, now: DraftReview) -> dict[str, Any]:
    review, kinds = now.review, {name: say(request, kind) for name, kind in KINDS.items()}
    covered = COVERED.filled(covered=len(review.to_cover) - len(review.uncovered), count=len(review.to_cover))
    states = {name: say(request, one) for name, one in STATES.items()}
    return {
        "seen": now.number,
        "version": request.app[REVIEWS].version(now.draft.case_id),
        "cards": [
            {
                "id": one.id,
                "state": "merged" if one.merged_into else one.state,
                "at": one.at,
                "spans": one.spans,
                "kind": one.kind,
                "used": one.kind != "party" or one.id in review.used,
                "label": f"{kinds[one.kind]}, {states[one.state]}",
            }
            for one in review.cards
        ],
        "uncovered": review.uncovered,
        "covered": len(review.to_cover) - len(review.uncovered),
        "to_cover": len(review.to_cover),
        "sentences": [
            say(request, covered),
            say(request, counted("{count} decision", "{count} decisions", now.number)),
        ],
    }


def _named(request: web.Request, now: DraftReview, card: ReviewCard) -> str:
    """What an editor knows a card by: its kind, and its first words."""
    words = " ".join(now.review.text[slice(*card.at)].split())
    return f"{say(request, KINDS[card.kind])} “{shortened(words)}”"


def _listed(error: NotValid) -> str:
    return "; ".join(problem.message for problem in error.problems)


def _cannot_write(request: web.Request, error: OSError) -> web.Response:
    log.error("draft not written", reason=error.strerror)
    return as_json({"sentence": say(request, NO_SPACE.filled(reason=error.strerror or ""))}, 507)
