"""An article is read into the form of a new draft: from files and pages, confirmed, and never half-way."""

import html
import io
import os
import re
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.corpus.articles.fetching import FetchedPage, fetch
from bot.corpus.corpus import Corpus
from bot.corpus.drafts.folder import DraftFolder
from bot.web.editing.access import COOKIE
from bot.web.editing.imports import FETCH
from tests.authoring.test_decisions import TEXT
from tests.corpus.test_articles import PARAGRAPH, WORD, docx, page, pdf, site
from tests.web.test_editing import HERE, Client, secret_of, site_in

__all__ = ["site"]
ARTICLE = f"""<article><h1>Tram &amp; bell</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></article>"""
HEAD = (
    '<meta property="article:published_time" content="2021-05-06">'
    '<meta name="author" content="Tilda Penhallow">'
    '<meta property="og:site_name" content="The Nowhere Gazette">'
)


SAVED_WITH_MARK = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode() + b"\r\n"


class Read(NamedTuple):
    """What the page answers to an import: its status, sentences, and the fields of the form."""

    status: int
    shown: str
    fields: dict[str, str]


@pytest.fixture
async def client(tmp_path: Path, corpus: Corpus, site: str) -> AsyncIterator[Client]:
    application = site_in(tmp_path, corpus)
    port = int(site.rsplit(":", 1)[1])

    def guarded(url: str) -> FetchedPage:
        return fetch(url, allowed=lambda address: address == "127.0.0.1", ports=frozenset({80, port}))

    application[FETCH] = guarded
    async with TestClient(TestServer(application)) as client:
        yield client


async def imported(
    client: Client, name: str = "", raw: bytes = b"", language: str = "en", address: str = "", **given: str
) -> Read:
    form = FormData({"csrf": await secret_of(client), "from": address, **given}, quote_fields=False)
    if name:
        form.add_field("file", io.BytesIO(raw), filename=name, content_type="application/octet-stream")
    headers = HERE | {"Accept-Language": language}
    response = await client.post("/edit/import", data=form, headers=headers)
    body = await response.text()
    shown = re.search(r'<div id="imported"[^>]*>(.*?)</div>', body, re.DOTALL)
    fields = dict(re.findall(r'<input (?:id|type="hidden")[^>]*? ?name="(\w+)"[^>]*? value="([^"]*)"', body))
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", body, re.DOTALL)
    assert shown
    assert text
    values = {key: html.unescape(value) for key, value in {**fields, "text": text[1]}.items()}
    return Read(response.status, html.unescape(re.sub(r"<[^>]+>", " ", shown[1] + options(body))), values)


def options(body: str) -> str:
    return " ".join(re.findall(r"<option[^>]*>([^<]*)", body))


async def test_a_page_fills_the_form_and_is_kept_once_an_editor_has_confirmed_it(
    client: Client, tmp_path: Path
) -> None:
    read = await imported(client, "a.html", page(ARTICLE, HEAD))
    assert read.status == 200
    assert "Read as utf-8" in read.shown
    assert "Compare the day, the names and the address" in read.shown
    assert (read.fields["published"], read.fields["author"]) == ("2021-05-06", "Tilda Penhallow")
    assert (read.fields["headline"], read.fields["publisher"]) == ("Tram & bell", "The Nowhere Gazette")
    given = {**read.fields, "id": "bell", "csrf": await secret_of(client)}
    response = await client.post("/edit", data=given, headers=HERE, allow_redirects=False)
    assert response.status == 422
    assert "tick the box" in await response.text()
    assert not (tmp_path / "drafts").exists()
    response = await client.post(
        "/edit", data=given | {"confirmed": "yes"}, headers=HERE, allow_redirects=False
    )
    assert (response.status, response.headers["Location"]) == (303, "/edit/bell")
    draft = DraftFolder(tmp_path / "drafts").read("bell")
    assert (draft.page.headline, draft.page.published) == ("Tram & bell", "2021-05-06")


@pytest.mark.parametrize("raw", [TEXT.encode(), SAVED_WITH_MARK])
async def test_a_text_that_was_not_changed_is_kept_byte_for_byte(
    raw: bytes, client: Client, tmp_path: Path
) -> None:
    read = await imported(client, "2025-03-04.txt", raw)
    assert read.fields["published"] == "2025-03-04"
    assert "name of the file" in read.shown
    for name, text, kept in [
        ("as-read", read.fields["text"], raw),
        ("edited", TEXT + "x", (TEXT + "x\n").encode()),
    ]:
        given = read.fields | {"id": name, "text": text, "confirmed": "yes", "anyway": "yes"}
        given["csrf"] = await secret_of(client)
        response = await client.post("/edit", data=given, headers=HERE, allow_redirects=False)
        assert response.status == 303
        assert (tmp_path / f"drafts/{name}/article.txt").read_bytes() == kept


async def test_without_an_id_the_names_make_one_and_a_second_one_is_numbered(client: Client) -> None:
    form = {"csrf": await secret_of(client), "published": "2025-03-04", "text": TEXT, "anyway": "yes"}
    places = []
    for _ in range(2):
        response = await client.post("/edit", data=form, headers=HERE, allow_redirects=False)
        places.append(response.headers["Location"])
    assert places == ["/edit/stone-bakery", "/edit/stone-bakery-2"]


async def test_an_encoding_that_is_not_declared_is_chosen_by_its_words(client: Client) -> None:
    raw = f"It cost £6.4m — really. {PARAGRAPH}".encode("windows-1252")
    read = await imported(client, "a.txt", raw)
    assert read.status == 422
    assert "Choose the encoding whose words are right." in read.shown
    assert "windows-1252: £6.4m, —" in read.shown
    assert read.fields["text"] == ""
    read = await imported(client, "a.txt", raw, charset="windows-1252")
    assert read.fields["text"].startswith("It cost £6.4m — really.")
    assert "Read as windows-1252." in read.shown
    wrong = await imported(client, "a.txt", raw, charset="klingon")
    assert "cannot be read as klingon" in wrong.shown
    undeclared = await imported(client, "a.html", f"<p>caf\xe9 {PARAGRAPH}</p>".encode("windows-1252"))
    assert (undeclared.status, "windows-1252: café" in undeclared.shown) == (422, True)


async def test_of_a_page_with_two_articles_one_is_chosen(client: Client) -> None:
    both = page(ARTICLE + ARTICLE.replace("Tram &amp; bell", "The second"))
    read = await imported(client, "a.html", both)
    assert (read.status, "The page has 2 articles. Choose one." in read.shown) == (422, True)
    assert "Tram & bell" in read.shown
    read = await imported(client, "a.html", both, part="2")
    assert (read.status, read.fields["headline"]) == (200, "The second")


MAIL = (
    "Subject: Tram\r\nDate: Thu, 06 May 2021 23:30:00 +0200\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{PARAGRAPH}\r\n"
).encode()
LINE = f"<w:p><w:r><w:t>{PARAGRAPH}</w:t></w:r></w:p>"
BODY = f'<w:document xmlns:w="{WORD}"><w:body>{LINE}</w:body></w:document>'
FILES = [("a.eml", MAIL), ("a.docx", docx(BODY)), ("A.TXT", PARAGRAPH.encode())]
NO_TEXT = "has no text" if find_spec("pypdf") else "needs pypdf"


@pytest.mark.parametrize(("name", "raw"), FILES)
async def test_mails_documents_and_texts_are_read_too(name: str, raw: bytes, client: Client) -> None:
    read = await imported(client, name, raw)
    assert (read.status, read.fields["text"].split()) == (200, PARAGRAPH.split())


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("a.txt", b"", "The article is empty."),
        ("a.txt", b"a\0b", "The file is no text."),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "The file is no text."),
        ("a.txt", b"a\n\n" * 200_000, "more than 300,000 characters"),
        ("a.html", b"<p>a</p>" * 200_000, "more than 300,000 characters"),
        ("a.docx", docx(" " * 20_000_001), "unpacks to more than an article has"),
        ("a.docx", b"PK\x03\x04", "no Word document"),
        ("a.pdf", pdf(), NO_TEXT),
        ("scan.txt", pdf(), NO_TEXT),
        ("a.pdf", b"%PDF-" + os.urandom(1_000), "cannot be read" if find_spec("pypdf") else "needs pypdf"),
        ("a.pdf", bytes(20_000_001), "larger than 20 MB"),
    ],
    ids=[
        "empty",
        "nul",
        "png",
        "paragraphs",
        "html",
        "bomb",
        "torn",
        "scan",
        "scan as text",
        "noise",
        "20 MB",
    ],
)
async def test_what_is_no_article_is_refused_with_a_sentence(
    name: str, raw: bytes, sentence: str, client: Client
) -> None:
    read = await imported(client, name, raw)
    assert read.status in {413, 422}
    assert sentence in read.shown
    assert read.fields["text"] == ""


async def test_a_file_far_too_large_is_refused_before_it_is_read(client: Client) -> None:
    form = FormData({"csrf": await secret_of(client)})
    form.add_field("file", io.BytesIO(bytes(21_000_000)), filename="a.pdf")
    response = await client.post("/edit/import", data=form, headers=HERE)
    assert response.status == 413
    assert "That is larger than 20 MB: no article is." in await response.text()


@pytest.mark.parametrize(
    ("raw", "remark"),
    [
        (b"Subscribe to read on.", "has 4 words: is it whole"),
        ("קבע בית המשפט כי החשמלית רועשת ".encode() * 30, "from right to left"),
        (b"Das Gericht fand die Bahn zu laut und sprach ihr Geld zu. " * 30, "not seem to be in English"),
        (PARAGRAPH.encode(), "does not say its day"),
    ],
)
async def test_what_is_doubtful_is_said_beside_what_was_read(raw: bytes, remark: str, client: Client) -> None:
    read = await imported(client, "a.txt", raw)
    assert (read.status, remark in read.shown) == (200, True)


async def test_a_paywall_that_a_page_declares_is_said(client: Client) -> None:
    data = '{"@type": "NewsArticle", "isAccessibleForFree": false}'
    read = await imported(
        client, "a.html", page(ARTICLE, f'<script type="application/ld+json">{data}</script>')
    )
    assert "not free to read" in read.shown


async def test_scripts_in_titles_and_names_are_words(client: Client) -> None:
    script = "<script>alert(1)</script>"
    escaped = html.escape(script)
    read = await imported(
        client, f"{script}.html", page(ARTICLE, f'<meta name="author" content="{escaped}">')
    )
    assert read.fields["author"] == script
    form = FormData({"csrf": await secret_of(client)})
    form.add_field("file", io.BytesIO(b"x"), filename=f"{script}.docx")
    response = await client.post("/edit/import", data=form, headers=HERE)
    assert script not in await response.text()


async def test_an_article_that_is_here_already_is_said_before_it_is_sent(
    client: Client, corpus: Corpus
) -> None:
    text = corpus.archive.library.cases["carroll-v-trump"].sources[0].text
    read = await imported(client, "2023-07-12.txt", text.encode())
    assert "stands in the case “carroll-v-trump” already" in read.shown
    given = read.fields | {"csrf": await secret_of(client), "confirmed": "yes", "id": "again"}
    response = await client.post("/edit", data=given, headers=HERE, allow_redirects=False)
    assert response.status == 409
    begun = {"csrf": given["csrf"], "text": TEXT, "published": "2025-03-04", "id": "stone"}
    assert (await client.post("/edit", data=begun, headers=HERE, allow_redirects=False)).status == 303
    again = await client.post("/edit", data=begun | {"id": "stone-2"}, headers=HERE, allow_redirects=False)
    assert (again.status, "“stone”" in await again.text()) == (409, True)


async def test_an_id_that_exists_is_refused_and_the_form_keeps_what_was_read(client: Client) -> None:
    read = await imported(client, "2025-03-04.txt", TEXT.encode())
    given = read.fields | {"csrf": await secret_of(client), "confirmed": "yes", "id": "stone"}
    assert (await client.post("/edit", data=given, headers=HERE, allow_redirects=False)).status == 303
    response = await client.post("/edit", data=given | {"anyway": "yes"}, headers=HERE, allow_redirects=False)
    body = await response.text()
    assert (response.status, "is not one of a draft or a case yet" in body) == (422, True)
    assert read.fields["imported"] in body


async def test_an_address_is_read_behind_the_guard(client: Client, site: str) -> None:
    read = await imported(client, address=f"{site}/once")
    assert (read.status, read.fields["text"]) == (200, "café\n")
    assert read.fields["url"] == f"{site}/page"
    assert "Read as iso-8859-1" in read.shown


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("{site}/inwards", "leads to 10.0.0.1, which is no public one: nothing was fetched."),
        ("{site}/port", "is no web address that is fetched"),
        ("{site}/circle", "redirects more than 5 times"),
        ("{site}/large", "larger than 2 MB"),
        ("{site}/gone", "status 410"),
        ("http://[::1]/", "no public one"),
        ("file:" + "///etc/passwd", "is no web address that is fetched"),
        ("http://{{x}}.invalid/", "cannot be fetched"),
        ("   ", "Choose a file first"),
    ],
)
async def test_an_address_that_leads_inside_or_nowhere_is_refused_with_a_sentence(
    address: str, sentence: str, client: Client, site: str
) -> None:
    read = await imported(client, address=address.format(site=site))
    assert (read.status, sentence in read.shown) == (422, True)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"X-CSRF-Token": "guess"}])
async def test_nothing_is_read_for_another_page(headers: dict[str, str], client: Client) -> None:
    form = FormData({"csrf": await secret_of(client)})
    form.add_field("file", io.BytesIO(TEXT.encode()), filename="a.txt")
    assert (await client.post("/edit/import", data=form, headers=HERE | headers)).status == 403
    client.session.cookie_jar.clear()
    assert (await client.post("/edit/import", data={"csrf": ""}, headers=HERE)).status == 403
    assert COOKIE not in {one.key for one in client.session.cookie_jar}


@pytest.mark.parametrize(
    ("language", "sentence"), [("de", "Der Artikel ist leer."), ("es", "El artículo está vacío.")]
)
async def test_a_refusal_is_said_in_the_language_of_the_editor(
    language: str, sentence: str, client: Client
) -> None:
    assert sentence in (await imported(client, "a.txt", b"", language)).shown
