"""Begins the draft of an article that is added to a case, as the form of a new draft asks for it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import structlog
from aiohttp import web

from bot.answers.phrases import phrase
from bot.authoring.case_file import ArticlePage
from bot.cases.problems import CaseFileError
from bot.corpus.drafts.additions import (
    AddedArticle,
    EarlierEdition,
    LikeSource,
    NoSuchSource,
    PageRefused,
    SameText,
    begin_addition,
)
from bot.corpus.drafts.folder import DraftExists, is_id
from bot.corpus.files import CASE_FILE
from bot.web.editing.access import SESSION
from bot.web.editing.draft_reviews import NO_SPACE, NOT_TAKEN, REVIEWS
from bot.web.errors import Refused

GIVEN = ("headline", "publisher", "author", "url", "licence", "language")
NO_CASE = phrase("There is no case “{case}” to add an article to, or it does not pass the check.")
SAME_TEXT = phrase("This very text is an article of the case already.")
LIKE_SOURCE = phrase(
    "{percent} % of this article stands in “{source}” of the case already. "
    "Tick whether it is that one, published again, or another one."
)
NO_SOURCE = phrase("The case has no article that is like this one: it is no edition of one.")
EARLIER_EDITION = phrase(
    "The case has an edition of {day} already: one of an earlier day does not take its place."
)

log = structlog.get_logger()


def cases_of(request: web.Request) -> tuple[str, ...]:
    """The ids of the cases in the content folder, sorted."""
    content = request.app[REVIEWS].content
    return tuple(sorted(one.parent.name for one in content.glob(f"*/{CASE_FILE}") if is_id(one.parent.name)))


def begin_second(request: web.Request, form: Mapping[str, str], text: str, published: date) -> str:
    """Keep a draft that adds an article to the case that the form names, and give its id. Raises Refused."""
    reviews, case_id = request.app[REVIEWS], form.get("into", "")
    page = ArticlePage(
        text=text,
        file="",
        title="",
        published=published.isoformat(),
        revised=max(datetime.now(UTC).date(), published).isoformat(),
        **{name: form.get(name, "").strip() for name in GIVEN},
    )
    added = AddedArticle(case_id, page, is_edition=bool(form.get("edition")), anyway=bool(form.get("anyway")))
    try:
        draft = begin_addition(reviews.drafts, reviews.content, added)
    except SameText:
        raise Refused(422, SAME_TEXT) from None
    except LikeSource as like:
        percent = round(100 * like.share)
        raise Refused(409, LIKE_SOURCE.filled(percent=percent, source=like.source)) from None
    except NoSuchSource:
        raise Refused(422, NO_SOURCE) from None
    except PageRefused as error:
        raise Refused(422, NOT_TAKEN.filled(problems=str(error))) from None
    except EarlierEdition as earlier:
        raise Refused(422, EARLIER_EDITION.filled(day=earlier.day)) from None
    except (FileNotFoundError, CaseFileError):
        raise Refused(422, NO_CASE.filled(case=case_id)) from None
    except (DraftExists, OSError) as error:
        reason = getattr(error, "strerror", "") or ""
        raise Refused(507, NO_SPACE.filled(reason=reason)) from None
    log.info("draft begun", editor=request[SESSION].editor, case=draft.id)
    return draft.id
