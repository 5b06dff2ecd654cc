"""The gallery: every command in every state, as Discord and Slack show it, for reviewers and screenshots.

Nothing in it is made up: each message is what the bot would send about a case of its library. It is rendered
when it is asked for, and kept until the cases change.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import aiohttp_jinja2
from aiohttp import web
from markupsafe import Markup

from bot.answers.asker import Asker
from bot.answers.common import FOLLOW_ONS
from bot.answers.grammar import write
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.cases.dates import earliest
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.spans import selectors_of_facts
from bot.digests.cursor import Cursor
from bot.rendering.render import Presentation
from bot.search.archive import Archive
from bot.service.bounded_pool import in_thread
from bot.service.command_service import CommandService
from bot.web.chat_payloads import CHAT_PAYLOADS, Audience, ChatPayloads, FormName
from bot.web.context import SERVICE, library_of
from bot.web.digest_preview import previewed_digest
from bot.web.errors import NotHere, Overloaded
from bot.web.negotiation import locale_of, presentation_of, render_page, template_words
from bot.web.pages import case_at
from bot.web.preview import Preview
from bot.web.public_pages import RETRY_AFTER
from bot.web.shown import ShownAnswer, ShownForm, ToShown, shown_form

LONGEST_CHECKED = 250
"""Code points of the quotation that is checked."""
MOST_KEPT = 32
"""Galleries that are kept rendered, by case and locale; one more, and all are rendered anew."""
MOST_MADE = 2
"""Galleries that are being made or wait for that; whoever wants another one is told to come again."""
SHORT, FULL = phrase("Short, for all"), phrase("Everything")
PRIVATE, SHARED = phrase("For whoever asked"), phrase("Shared by a member")
EARLIER_DAY = phrase("As of {day}")
REFUSED, WITHDRAWN = phrase("Refused"), phrase("Withdrawn")
CASE_COMMANDS = (*FOLLOW_ONS, "case caveats")
AUDIENCES: Sequence[tuple[Phrase, Audience]] = ((SHORT, "all"), (PRIVATE, "one"), (SHARED, "shared"))
REFUSALS = (
    "/case stat",
    "/case status case:nobody-v-nobody",
    "/quote nothing like this stands anywhere",
    "/verify",
)
QUESTIONS: Sequence[str] = ("what was decided", "how much was awarded", "hi", "who won the world cup")
FORMS: Sequence[tuple[FormName, Phrase]] = (
    ("report", phrase("The form behind “Report”")),
    ("schedule", phrase("Schedule a digest")),
    ("settings", phrase("Change settings")),
    ("look_up", phrase("Look up a quotation")),
)

routes = web.RouteTableDef()


class State(NamedTuple):
    """One state of a command: what it is called, the command as typed, and who sees the answer."""

    name: Phrase
    typed: str
    audience: Audience = "all"


class Exhibit(NamedTuple):
    """A state as the platforms show it; ``pages`` counts those of Discord and of Slack."""

    name: str
    typed: str
    audience: str
    shown: ShownAnswer | ShownForm
    discord: Preview | None
    slack: Preview | None
    pages: tuple[int, int]


class Room(NamedTuple):
    """The exhibits of one command under a heading; ``anchor`` is its id on the page."""

    anchor: str
    name: str
    exhibits: tuple[Exhibit, ...]


@dataclass
class KeptGalleries:
    """Rendered galleries of the cases as they were last read, by what else they depend on.

    Whatever a reload changes forgets all of them: what was withdrawn from one case is shown in no other.
    """

    archive: Archive | None = None
    rendered: dict[Hashable, Markup] = field(default_factory=dict)
    making: dict[Hashable, asyncio.Task[Markup]] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def of(self, archive: Archive) -> dict[Hashable, Markup]:
        """The galleries of these cases; those of other cases, or too many, are forgotten."""
        if archive is not self.archive or len(self.rendered) >= MOST_KEPT:
            self.archive, self.rendered = archive, {}
        return self.rendered

    def begin(self, key: Hashable, rendering: Coroutine[Any, Any, Markup]) -> asyncio.Task[Markup]:
        """Make a gallery, after those that are being made; it is made to its end whoever goes away."""
        task = self.making[key] = asyncio.create_task(self._in_turn(rendering))
        task.add_done_callback(lambda done: self._made(key, done))
        return task

    async def _in_turn(self, rendering: Coroutine[Any, Any, Markup]) -> Markup:
        async with self.lock:
            return await rendering

    def _made(self, key: Hashable, task: asyncio.Task[Markup]) -> None:
        del self.making[key]
        if not task.cancelled():
            task.exception()  # each reader who still waits raises it


KEPT: web.AppKey[KeptGalleries] = web.AppKey("kept_galleries")


@routes.get("/gallery")
async def gallery(request: web.Request) -> web.Response:
    """The page with every command about one case: that of ``case=``, or the newest one that stands."""
    library = library_of(request)
    standing = [one for one in library.newest_first if not one.withdrawn]
    if not standing:
        raise NotHere(phrase("There is no case to show yet."))
    case = case_at(library, request.query.get("case") or standing[0].id)
    shown = {"case": case, "cases": standing[:50], "gallery": await _kept(request, case)}
    response = render_page(request, "gallery.html", shown)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


async def _kept(request: web.Request, case: Case) -> Markup:
    """The gallery of a case, made once for all readers. Raises Overloaded where others are made just now."""
    kept, archive = request.app[KEPT], request.app[SERVICE].archive
    presentation = presentation_of(request)
    key = case.id, case.version, presentation.words.locale, presentation.today
    if found := kept.of(archive).get(key):
        return found
    of_these = id(archive), key  # its task keeps the archive, so that no other one has its id
    making = kept.making.get(of_these)
    if making is None:
        if len(kept.making) >= MOST_MADE:
            raise Overloaded(RETRY_AFTER)
        making = kept.begin(of_these, _rendered(request, case, key, archive))
    return await asyncio.shield(making)


async def _rendered(request: web.Request, case: Case, key: Hashable, archive: Archive) -> Markup:
    """Render a gallery, an exhibit after the other, so that other pages are made between them."""
    words, templates = template_words(presentation_of(request)), aiohttp_jinja2.get_env(request.app)
    one, whole = templates.get_template("_gallery_room.html"), templates.get_template("_gallery.html")
    rooms = []
    async for room in _rooms(request, case):
        html = await in_thread(partial(one.render, {**words, "room": room}))
        rooms.append({"anchor": room.anchor, "name": room.name, "html": Markup(html)})  # noqa: S704  -- its template escaped it
    gallery = Markup(whole.render({**words, "rooms": rooms}))  # noqa: S704  -- its template escaped it
    if archive is request.app[SERVICE].archive:
        request.app[KEPT].of(archive)[key] = gallery
    return gallery


async def _rooms(request: web.Request, case: Case) -> AsyncIterator[Room]:
    service, chat = request.app[SERVICE], request.app[CHAT_PAYLOADS]
    locale = locale_of(request)
    asker = Asker("playground", "", "", "", locale=locale)
    say = service.presentation(locale).words.say
    for number, (name, states) in enumerate(_states(service.archive, case), start=1):
        exhibits = [await _exhibit(state, service, chat, asker) for state in states]
        yield Room(f"room-{number}", name if isinstance(name, str) else say(name), tuple(exhibits))
    yield Room("digests", "/digest preview", tuple(await _digests(case, service, chat, asker)))
    forms = [await _form(name, title, service, chat, asker) for name, title in FORMS]
    yield Room("forms", say(phrase("Forms")), tuple(one for one in forms if one.discord or one.slack))


def _states(archive: Archive, case: Case) -> Iterator[tuple[str | Phrase, list[State]]]:
    """The states of each command that answers from the cases alone."""
    named = ("case", case.id)
    days = sorted({source.day for source in case.sources})
    for command in (*CASE_COMMANDS, "case changes"):
        asked = Query(command, (named,))
        states = [State(name, write(asked), audience) for name, audience in AUDIENCES]
        if command in CASE_COMMANDS:
            states.insert(1, State(FULL, write(asked.changed(detail="full"))))
            if len(days) > 1:
                day = EARLIER_DAY.filled(day=earliest(days[0]))
                states.append(State(day, write(asked.changed(**{"as-of": days[0]}))))
        yield f"/{command}", states
    yield "/quote", list(_quoting(case))
    yield "/verify", list(_verifying(case))
    asking = (Query("ask", (("question", question), named)) for question in QUESTIONS)
    yield "/ask", [State(phrase("“{words}”", words=str(one.get("question"))), write(one)) for one in asking]
    helping = ("/help", "/help case status", "/help digest")
    yield "/help", [State(phrase("For whoever asked"), typed, "one") for typed in helping]
    yield REFUSED, [State(REFUSED, typed) for typed in REFUSALS]
    withdrawn = [one.id for one in archive.library.newest_first if one.withdrawn]
    if withdrawn:
        yield WITHDRAWN, [State(WITHDRAWN, f"/case status case:{withdrawn[0]}")]


def _quoting(case: Case) -> Iterator[State]:
    first = next(iter(selectors_of_facts(case)))
    for name, audience in AUDIENCES:
        yield State(name, write(Query("quote", (("text", f"#{first.id}"), ("case", case.id)))), audience)
    yield State(phrase("All quotations"), write(Query("quote", (("case", case.id),))))


def _verifying(case: Case) -> Iterator[State]:
    """A true quotation, the same without a word of it, and words that stand in no source."""
    words = max((one.exact[:LONGEST_CHECKED] for one in selectors_of_facts(case)), key=len)
    pieces = words.split()
    cut = " ".join([*pieces[: len(pieces) // 2], *pieces[len(pieces) // 2 + 1 :]])
    texts = {
        phrase("Verbatim"): words,
        phrase("A word left out"): cut,
        phrase("In no source"): "The moon is made of green cheese and always was.",
    }
    for name, text in texts.items():
        yield State(name, write(Query("verify", (("text", text),))), "one")
    yield State(SHARED, write(Query("verify", (("text", words),))), "shared")


async def _exhibit(state: State, service: CommandService, chat: ChatPayloads, asker: Asker) -> Exhibit:
    shown = await service.reply(state.typed, asker, ToShown(chat, state.audience))
    return _exhibited(state, shown, service.presentation(asker.locale).words.say(state.name))


def _exhibited(state: State, shown: ShownAnswer, name: str) -> Exhibit:
    pages = len(shown.discord_pages), len(shown.slack_pages)
    first = shown.discord_pages[0], shown.slack_pages[0]
    return Exhibit(name, state.typed, state.audience, shown, *first, pages)


async def _digests(case: Case, service: CommandService, chat: ChatPayloads, asker: Asker) -> list[Exhibit]:
    library, presentation = service.archive.library, service.presentation(asker.locale)
    older = [str(Cursor.of(version).abbreviated) for version in library.earlier.get(case.id, ())]
    named = {
        phrase("The first digest"): "start",
        phrase("A later digest"): older[-1] if older else None,
        phrase("Nothing is new"): str(Cursor.of(case).abbreviated),
    }
    found = []
    for name, since in named.items():
        if since is None:
            continue
        asked = Query("digest preview", (("id", case.id), ("since", since)))
        shown = await in_thread(partial(_previewed, library, asked, chat, presentation))
        state = State(name, write(asked), "digest")
        found.append(_exhibited(state, shown, presentation.words.say(name)))
    return found


def _previewed(library: Library, asked: Query, chat: ChatPayloads, presentation: Presentation) -> ShownAnswer:
    return ToShown(chat, "digest")(previewed_digest(library, asked), presentation)


async def _form(
    name: FormName, title: Phrase, service: CommandService, chat: ChatPayloads, asker: Asker
) -> Exhibit:
    shown = await shown_form(name, chat, service, asker)
    said = service.presentation(asker.locale).words.say(title)
    return Exhibit(said, "", "form", shown, shown.discord, shown.slack, (1, 1))
