"""The gallery and the previews: what they show is what the platforms' payloads hold, all of it."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import date
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.answers.asker import Asker
from bot.answers.grammar import parse
from bot.answers.query import CommandError
from bot.answers.refusal import refusal
from bot.answers.respond import respond
from bot.app.chat_payloads import AdapterPayloads
from bot.cases.library import Library
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.digests.cursor import Cursor
from bot.rendering.accent import CLEARED, FOUND, VERDICTS
from bot.rendering.proof import MENTION, TIMESTAMP, discord_quotations, slack_quotations
from bot.rendering.render import Presentation
from bot.rendering.wording import Wording
from bot.search.archive import Archive
from bot.service.command_service import CommandService
from bot.web.chat_payloads import Audience, FormName, RenderedPayloads
from bot.web.digest_preview import previewed_digest
from bot.web.discord_preview import discord_preview
from bot.web.gallery import KEPT
from bot.web.preview import Control, Field, Preview
from bot.web.shown import shown_form
from bot.web.site import STATIC, make_site
from bot.web.slack_preview import slack_preview
from tests.corpora import Corpora

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 7, 13)
COMMANDS = [
    "/case status",
    "/case damages detail:full",
    "/case statements",
    "/case timeline",
    "/quote #eag7ef",
    "/quote",
    "/verify Carroll was awarded $50 million in damages",
    "/help",
    "/case status case:nobody",
]
SHORT_COMMANDS = ("status", "damages", "statements", "timeline", "people", "sources", "caveats")
MOST = (1_010, 18, 30)
"""Visible characters (open points on Slack have marks besides), lines, and components at most."""
HEAVIEST = 600_000
"""Bytes of the gallery of the first case at most, before it is compressed."""

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def service(corpus: Corpus) -> CommandService:
    return CommandService(corpus, Presentation(public_url="https://q.example"), today=lambda: TODAY)


@pytest.fixture
async def client(service: CommandService) -> AsyncIterator[Client]:
    client = TestClient(TestServer(make_site(service, chat=AdapterPayloads())))
    await client.start_server()
    yield client
    await client.close()


def texts_in(payload: Any) -> Iterator[str]:
    """Every text that a payload shows somebody: what is in its fields for words, wherever they are."""
    if isinstance(payload, list):
        for one in payload:
            yield from texts_in(one)
    if isinstance(payload, dict):
        for name, value in payload.items():
            if isinstance(value, dict | list):
                yield from texts_in(value)
            elif name in {"label", "content", "description", "placeholder", "title", "text", "fallback"}:
                yield str(value)


def words_of(preview: Preview) -> str:
    """All words of a preview, those of its menus and fields included."""
    found = [preview.title, preview.submit, preview.close, *(line.words for line in preview.lines)]
    for row in preview.rows:
        found += [row.text, *(words for control in row.controls for words in words_in(control))]
    for field in preview.fields:
        found += words_in(field)
    return squeezed("\n".join(found))


def words_in(one: Control | Field) -> list[str]:
    labels = [words for choice in one.choices for words in (choice.label, choice.description)]
    return [one.label, *labels, *([one.hint, one.value] if isinstance(one, Field) else [])]


def squeezed(text: str) -> str:
    return "".join(text.split())


def markless(content: str) -> str:
    """A text of Discord without its marks, which leave the words that it shows."""
    links = re.sub(r"\[((?:\\.|[^\\\[\]])+)\]\(https?://[^\s()]+\)", r"\1", content)
    bare = re.sub(r"^(## |### |-# |- |> )|\*\*|\|\|", "", links, flags=re.MULTILINE)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", MENTION.sub("", TIMESTAMP.sub("", bare)))


@pytest.mark.parametrize("typed", COMMANDS)
@pytest.mark.parametrize("audience", ["all", "one", "shared"])
def test_a_preview_has_every_word_of_its_payload(archive: Archive, typed: str, audience: Audience) -> None:
    try:
        answer = respond(archive, parse(typed))
    except CommandError as error:
        answer = refusal(error)
    presentation = Presentation(public_url="https://q.example")
    discord, slack = AdapterPayloads().messages(answer, presentation, audience)
    for payload in discord:
        shown = words_of(discord_preview(payload, Wording()))
        for text in texts_in(payload["components"]):
            for line in markless(text).split("\n"):
                assert squeezed(line) in shown, line
    for payload in slack:
        shown = words_of(slack_preview(payload))
        for text in texts_in(payload["blocks"]):
            assert squeezed(text) in shown, text


@pytest.mark.parametrize("name", ["report", "schedule", "settings", "look_up"])
async def test_a_preview_of_a_form_has_every_word_of_it(service: CommandService, name: FormName) -> None:
    asker = Asker("playground", "", "", "")
    forms = await AdapterPayloads().forms(name, service, asker)
    shown = await shown_form(name, AdapterPayloads(), service, asker)
    for payload, preview in ((forms.discord, shown.discord), (forms.slack, shown.slack)):
        if payload is None or preview is None:
            assert (payload, preview, name) == (None, None, "look_up")
            continue
        words = words_of(preview)
        assert preview.title
        for text in texts_in(payload.get("data", payload)):
            if text != "Begin to type a city or a zone":  # a zone is chosen in its place
                assert squeezed(text) in words


@pytest.mark.parametrize("folder", ["content", "tests/cases_over_time", "tests/cases_invented"])
def test_the_first_message_of_a_short_answer_is_short_on_both_platforms(
    corpora: Corpora, folder: str
) -> None:
    corpus = corpora(ROOT / folder)
    presentation = Presentation(public_url="https://q.example", today=TODAY)
    long = []
    for case in corpus.archive.library.cases:
        for command in SHORT_COMMANDS:
            answer = respond(corpus.archive, parse(f"/case {command} case:{case}"))
            discord, slack = AdapterPayloads().messages(answer, presentation, "all")
            if command == "status":
                assert discord_quotations(discord[0]), case
                assert slack_quotations(slack[0]), case
            for preview in (discord_preview(discord[0], Wording(), TODAY), slack_preview(slack[0])):
                lines = preview.shown_lines
                figures = len("\n".join(lines)), len(lines), preview.components
                if any(one > most for one, most in zip(figures, MOST, strict=True)):
                    long.append((case, command, figures))
    assert long == []


async def test_the_gallery_shows_every_command_from_its_payloads(client: Client) -> None:
    response = await client.get("/gallery")
    page = await response.text()
    assert response.status == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page
    assert len(page.encode()) < HEAVIEST
    for command in ("status", "damages", "timeline", "statements", "people", "sources", "caveats", "changes"):
        assert f">/case {command}</h2>" in page
    for heading in ("/quote", "/verify", "/ask", "/help", "Refused", "/digest preview", "Forms"):
        assert f">{heading}</h2>" in page
    for words in ("Everything", "For whoever asked", "Shared by a member", "Only whoever asked sees this."):
        assert words in page
    article = (ROOT / "content/carroll-v-trump/sources/2023-07-12.txt").read_text("utf-8")
    quoted = [unescape(one) for one in re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)]
    assert len(quoted) > 200
    assert all(one in article for one in quoted)
    assert "Disallow: /gallery" in await (await client.get("/robots.txt")).text()
    assert '<a href="/gallery">' in await (await client.get("/playground")).text()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


async def test_the_gallery_is_rendered_once_for_each_version_of_the_cases(
    client: Client, corpus: Corpus, content: Path
) -> None:
    first = await (await client.get("/gallery")).read()
    kept = client.server.app[KEPT]  # type: ignore[attr-defined]  # a TestServer has it
    [rendered] = kept.rendered.values()
    assert await (await client.get("/gallery")).read() == first
    assert next(iter(kept.rendered.values())) is rendered
    other = Corpus(ContentRepository(content))
    other.read()
    assert kept.of(other.archive) == {}
    assert kept.of(corpus.archive) == {}


async def test_the_gallery_of_an_unknown_case_is_404(client: Client) -> None:
    assert (await client.get("/gallery?case=nobody")).status == 404


async def test_cases_over_time_are_shown_as_they_stood(corpora: Corpora) -> None:
    corpus = corpora(ROOT / "tests/cases_over_time")
    client = TestClient(TestServer(make_site(CommandService(corpus, Presentation()), chat=AdapterPayloads())))
    await client.start_server()
    answer = await client.get("/gallery?case=fennimore-v-tarrow-vale")
    while answer.status == HTTPStatus.SERVICE_UNAVAILABLE:  # the case is cold: what was read is kept
        answer = await client.get("/gallery?case=fennimore-v-tarrow-vale")
    page = await answer.text()
    await client.close()
    assert 'data-command="/case status case:fennimore-v-tarrow-vale as-of:' in page
    assert '<a href="/gallery?case=fennimore-v-tarrow-vale" aria-current="page">' in page


async def test_a_digest_is_previewed_in_the_playground(client: Client, library: Library) -> None:
    for typed in ("/digest preview", "/digest preview carroll-v-trump", "/digest preview 1"):
        page = await (await client.get("/playground", params={"command": typed})).text()
        assert "The first digest here: where the case stands." in page
        assert '<span class="pressed">Report</span>' in page
    typed = f"/digest preview since:{Cursor.of(library.cases['carroll-v-trump']).abbreviated}"
    page = await (await client.get("/playground", params={"command": typed})).text()
    assert "Nothing new since the last digest." in page
    page = await (await client.get("/playground", params={"command": "/digest preview nobody"})).text()
    assert "There is no case “nobody”." in page
    page = await (await client.get("/playground", params={"command": "/digest preview since:never"})).text()
    assert 'role="status"' in page


@pytest.mark.parametrize(
    ("typed", "title"), [("/digest schedule", "Schedule a digest"), ("/settings set", "Save")]
)
async def test_a_command_without_options_shows_its_form(client: Client, typed: str, title: str) -> None:
    page = await (await client.get("/playground", params={"command": typed})).text()
    assert "Without options, this command opens a form." in page
    assert title in page
    assert 'class="discord"' in page
    assert 'class="slack"' in page


async def test_without_adapters_there_are_no_forms(corpus: Corpus) -> None:
    service = CommandService(corpus, Presentation())
    client = TestClient(TestServer(make_site(service)))
    await client.start_server()
    page = await (await client.get("/playground", params={"command": "/digest schedule"})).text()
    assert "is about a channel" in page
    page = await (await client.get("/gallery")).text()
    assert ">Forms</h2>" in page
    await client.close()
    assert (await RenderedPayloads().forms("report", service, Asker("web", "", "", ""))).slack is None


def test_the_site_is_made_without_importing_an_adapter() -> None:
    code = (
        "import sys, bot.app.chat_payloads, bot.web.site;"
        "print([name for name in sys.modules if name.startswith(('bot.platforms', 'slack', 'discord'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  -- our own code
    assert done.stdout.strip() == "[]"


def test_every_accent_has_its_colour_in_the_style_sheet() -> None:
    style = (STATIC / "style.css").read_text("utf-8")
    for colour in (*VERDICTS.values(), FOUND, CLEARED):
        assert f".accent-{colour:06x} {{ border-left-color: #{colour:06x}" in style


def test_a_digest_has_the_button_that_reports_it(archive: Archive) -> None:
    answer = previewed_digest(archive.library, parse("/digest preview"))
    discord, slack = AdapterPayloads().messages(answer, Presentation(), "digest")
    [message], [other] = discord, slack
    identifiers = [
        button["custom_id"]
        for row in message["components"]
        if row["type"] == 1
        for button in row["components"]
        if button["custom_id"].startswith("report:")
    ]
    command = "/digest preview 1 since:start (carroll-v-trump)"
    assert identifiers == [f"report:{command}"]
    buttons = [one for block in other["blocks"] if block["type"] == "actions" for one in block["elements"]]
    assert [one["value"] for one in buttons if one["action_id"] == "report"] == [command]
