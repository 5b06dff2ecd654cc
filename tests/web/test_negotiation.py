"""Pages in the language that a browser asks for, over real sockets."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from jinja2 import Environment, nodes

from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.negotiation import preferred
from bot.web.site import make_site

ROOT = Path(__file__).parent.parent.parent
ARTICLE = "/cases/carroll-v-trump/sources/article"
PAGES = ("/", "/cases/carroll-v-trump", ARTICLE, "/playground", "/no-such-page", "/cases/no-such-case")
SAME = frozenset({"API", "verbatim", "Discord", "Slack"})
"""Names: the same in every language."""

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(corpus: Corpus) -> AsyncIterator[Client]:
    client = TestClient(TestServer(make_site(CommandService(corpus, Presentation()))))
    await client.start_server()
    yield client
    await client.close()


async def page_of(client: Client, path: str, accepted: str) -> tuple[str, str | None]:
    response = await client.get(path, headers={"Accept-Language": accepted})
    assert response.headers["Vary"].startswith("Accept-Language")
    return await response.text(), response.headers["Content-Language"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("es-MX,es;q=0.9", "es"),
        *((other, "en") for other in ("fr", "pt-BR", "xx", "!!")),
    ],
)
async def test_a_page_is_in_the_language_that_the_browser_asks_for(
    client: Client, path: str, accepted: str, language: str
) -> None:
    page, declared = await page_of(client, path, accepted)
    assert declared == language
    assert f'<html lang="{language}">' in page
    skip = {"de": "Zum Inhalt springen", "es": "Saltar al contenido", "en": "Skip to the content"}
    assert skip[language] in page


@pytest.mark.parametrize(
    ("accepted", "ordered"),
    [
        ("", ("",)),
        ("de", ("de",)),
        ("fr;q=0.2, de-AT, en; q=0.5, es;q=0", ("de-AT", "en", "fr")),
        ("de;q=zero,en", ("en",)),
        ("de;q=nan,en", ("en",)),
        ("de," * 1_000, ("de",) * 20),
    ],
)
def test_languages_are_ordered_by_their_weight(accepted: str, ordered: tuple[str, ...]) -> None:
    assert preferred(accepted) == ordered


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ">Carroll gegen Trump</a>"),
        ("/", "Berichtsstand: 12. Juli 2023 · 3 Verfahren · "),
        (
            "/cases/carroll-v-trump",
            "Berichtsstand: 12. Juli 2023. Was danach geschah, ist hier nicht bekannt.",
        ),
        (ARTICLE, "Alle 61 Zitate dieser Quelle"),
        ("/playground?command=/case+sources", "Alle Angaben zu diesem Fall beruhen auf einem Artikel."),
        ("/playground?command=/foo", "Es gibt keinen Befehl „/foo“."),
        ("/no-such-page", "Unter dieser Adresse ist nichts."),
        ("/cases/no-such-case", "Diesen Fall gibt es nicht."),
    ],
)
async def test_what_a_page_says_is_german_for_a_german_reader(client: Client, path: str, words: str) -> None:
    page, _ = await page_of(client, path, "de")
    assert words in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ">Carroll v. Trump [en]</a>"),
        ("/", "según lo publicado el 12 de julio de 2023 · 3 demandas · "),
        ("/cases/carroll-v-trump", "Según lo publicado el 12 de julio de 2023. Lo que ocurrió después"),
        (ARTICLE, "Las 61 citas de esta fuente"),
        ("/playground?command=/case+status", "responsable (civilmente) de sexual abuse [en]"),
        ("/playground?command=/quote+travesty+of+justice", "1 resultado para “travesty of justice”"),
        ("/playground?command=/foo", "No existe el comando “/foo”."),
        ("/no-such-page", "No hay nada en esta dirección."),
    ],
)
async def test_what_a_page_says_is_spanish_for_a_spanish_reader(
    client: Client, path: str, words: str
) -> None:
    page, _ = await page_of(client, path, "es-ES,es;q=0.9")
    assert words in page


@pytest.mark.parametrize("path", ["/cases/carroll-v-trump", "/playground", "/playground?command=/quote"])
async def test_a_quotation_carries_the_language_of_its_source(client: Client, path: str) -> None:
    page, _ = await page_of(client, path, "de")
    quotations = re.findall(r"<blockquote[^>]*>", page)
    assert len(quotations) > 5
    assert all(' lang="en"' in quotation for quotation in quotations)


async def test_the_text_of_a_source_carries_its_language(client: Client) -> None:
    page, _ = await page_of(client, ARTICLE, "de")
    assert '<div class="reading" lang="en">' in page
    assert '<ol class="quotations" lang="en">' in page


def test_templates_hold_no_words_of_ours_outside_messages() -> None:
    # The page that explains the API is in English, like the names and the document that it explains.
    of_the_api = ROOT / "bot/web/templates/api.html"
    for path in sorted((ROOT / "bot").glob("**/templates/*.html")):
        if path == of_the_api:
            continue
        parsed = Environment(autoescape=True).parse(path.read_text("utf-8"))
        data = "".join(node.data for node in parsed.find_all(nodes.TemplateData))
        shown = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', data)
        data = re.sub(r"<kbd>[^<]*</kbd>", "", data)  # keys are the same in every language
        shown += re.sub(r"<[^>]*>", " ", re.sub(r'"[^"]*"', "", data)).split()
        words = {word for one in shown for word in re.findall(r"[^\W\d_]+", one)}
        assert words <= SAME, f"{path.name}: {words - SAME}"
