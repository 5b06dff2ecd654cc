"""The page that checks a pasted text: each claim marked in it, with its verdict and the true words.

The text is neither kept nor logged, and stands in no address: it comes in the body of a form and goes back in
the one answer to it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import aiohttp_jinja2
import structlog
from aiohttp import web
from markupsafe import Markup

from bot.answers.answer import Answer, NoticePart, VerdictPart
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.answers.verify import TOPIC, coverage_sentence, lead_of, unmarked_part, verdict_parts
from bot.checking.parts import TextPart
from bot.checking.report import Report, check
from bot.rendering.gate import prove
from bot.rendering.part_wording import meaning
from bot.rendering.proof import html_quotations
from bot.rendering.sections import Item, Line, Quote, permalink
from bot.rendering.vocabulary import VERDICTS
from bot.rendering.wording import Wording, plain
from bot.search.archive import Archive
from bot.service.bounded_pool import BoundedPool, PoolFull
from bot.web.context import SERVICE
from bot.web.errors import CheckFailed, Overloaded
from bot.web.marked_text import marked_pieces
from bot.web.negotiation import presentation_of, render_page
from bot.web.unfurling import site_card

LONGEST_TEXT = 20_000
"""Code points of a text to check at most."""
LONGEST_FORM = 512 * 1024
"""Bytes of the posted form: a longest text of four-byte characters, percent-encoded, is 240,000."""
CHECK_POOL: web.AppKey[BoundedPool] = web.AppKey("check_pool")
WORKERS, QUEUE = 1, 8
"""Texts that are checked at once, and those that wait; more are turned away with a sentence."""
TOO_LONG = phrase(
    "A text to check has {limit} characters at most. This one has {count} more: please check it in pieces."
)
FAR_TOO_LONG = phrase(
    "A text to check has {limit} characters at most, and this one has many more: please check it in pieces."
)
CHECK_A_TEXT = phrase("Check a text")
NOTHING = phrase("Paste a text first: there was nothing to check.")

log = structlog.get_logger()
routes = web.RouteTableDef()


class CheckedClaim(NamedTuple):
    """What the list below the text says of one claim or stretch, and where it stands in the text."""

    number: int
    verdict: str
    claimed: str
    items: tuple[Item, ...]


@routes.get("/check")
async def empty_form(request: web.Request) -> web.Response:
    """The page with an empty form to paste a text into."""
    return _page(request, {})


@routes.post("/check")
async def checked_text(request: web.Request) -> web.Response:
    """The page with the report on the posted text; 413 for one that is too long, 503 where too many wait."""
    try:
        text = await _posted(request)
    except web.HTTPRequestEntityTooLarge:
        return _page(request, {"sentence": FAR_TOO_LONG.filled(limit=LONGEST_TEXT)}, 413)
    if not text.strip():
        return _page(request, {"sentence": NOTHING, "text": text})
    if (more := len(text) - LONGEST_TEXT) > 0:
        said = TOO_LONG.filled(limit=LONGEST_TEXT, count=more)
        return _page(request, {"sentence": said, "text": text}, 413)
    archive, words = request.app[SERVICE].archive, presentation_of(request).words
    env = aiohttp_jinja2.get_env(request.app)

    def made() -> Markup:
        return report_html(env.get_template("_checked.html").render, archive, text, words)

    try:
        return _page(request, {"text": text, "report": await request.app[CHECK_POOL].run(made)})
    except PoolFull as full:
        raise Overloaded(full.retry_after) from None
    except Exception as error:  # noqa: BLE001  -- whatever it is, it must not be logged with the text
        log.error("a check failed", kind=type(error).__name__)  # noqa: TRY400  -- a traceback may hold the text
        raise CheckFailed from None


def _page(request: web.Request, context: dict[str, Any], status: int = 200) -> web.Response:
    shown: dict[str, Any] = {"text": "", "sentence": None, "report": None, "limit": LONGEST_TEXT, **context}
    words = presentation_of(request).words
    shown["card"] = site_card(words.say(CHECK_A_TEXT), "/check", words)
    if isinstance(said := shown["sentence"], Phrase):
        shown["sentence"] = words.say(said)
    response = render_page(request, "check.html", shown, status)
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response


async def _posted(request: web.Request) -> str:
    """The text of the posted form, its line ends as the reader typed them.

    Raises HTTPBadRequest for a body that is no form, and HTTPRequestEntityTooLarge.
    """
    try:
        form = await request.clone(client_max_size=LONGEST_FORM).post()
    except (LookupError, RuntimeError, ValueError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None
    text = form.get("text", "")
    return text.replace("\r\n", "\n") if isinstance(text, str) else ""


def report_html(render: Any, archive: Archive, text: str, words: Wording) -> Markup:
    """The report on a text as a proven fragment of HTML. Raises NotProvenOnPayload."""
    report = check(archive, (TextPart(text),))
    asked = Query("verify", ())
    parts = verdict_parts(archive, report, asked)
    unmarked = [unmarked_part(archive, run) for run in report.unmarked]
    answer = Answer(asked, TOPIC, lead_of(report), parts=(*parts, *unmarked), report=report)
    fragment = render(
        lead=words.say(answer.lead),
        searched=words.say(coverage_sentence(report.coverage)),
        pieces=list(marked_pieces(text, report)),
        verdicts={name: words.say(verdict) for name, verdict in VERDICTS.items()},
        entries=list(_entries(report, parts, words)),
        unmarked=[(number, tuple(_items(one, words))) for number, one in enumerate(unmarked, start=1)],
        outside=report.words_outside,
        _=lambda message, **values: words.say(Phrase(message).filled(**values)),
        permalink=permalink,
    )
    prove(answer, html_quotations(fragment), words)
    return Markup(fragment)  # noqa: S704  -- its template escaped it


def _entries(report: Report, parts: list[VerdictPart], words: Wording) -> Iterator[CheckedClaim]:
    for number, (one, part) in enumerate(zip(report.claims, parts, strict=True), start=1):
        # The heading is the link to the claim's place in the text, and the claim stands below it in full.
        _, *items = _items(part, words)
        yield CheckedClaim(number, one.shown_as, one.claim.given, tuple(items))


def _items(part: VerdictPart | NoticePart, words: Wording) -> Iterator[Item]:
    worded = _without_echo(part) if isinstance(part, VerdictPart) else part
    for role, text in meaning(worded, words):
        if line := plain(text):
            yield Line(role, line)
    for quotation in part.quotations:
        yield Quote(quotation, words.credit(quotation), 0, len(quotation.text))


def _without_echo(part: VerdictPart) -> VerdictPart:
    return replace(part, claim="")
