"""The pages over real sockets: what is shown, what is refused, and that nothing typed becomes markup."""

import hashlib
import re
import shutil
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs
from yarl import URL

from bot.answers.grammar import MAX_LENGTH
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library, listing_of
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.proof import html_quotations
from bot.rendering.render import Presentation
from bot.search.archive import Archive
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics
from bot.web import pages
from bot.web.health_site import LONGEST_LINE
from bot.web.preview import PreviewLine, StyledText
from bot.web.site import make_site
from bot.web.slack_preview import slack_preview

ROOT = Path(__file__).parent.parent.parent
ARTICLE = "/cases/carroll-v-trump/sources/article"
APPEALING = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"

Client = TestClient[web.Request, web.Application]


def corpus_of(content: Path) -> Corpus:
    corpus = Corpus(ContentRepository(content))
    corpus.read()
    return corpus


async def client_of(corpus: Corpus, *, show_full: bool = False) -> Client:
    metrics = Metrics(CollectorRegistry())
    service = CommandService(corpus, Presentation(), count=metrics.count)
    server = TestServer(make_site(service, metrics, show_full=show_full))
    client = TestClient(server)
    await server.start_server(max_line_size=LONGEST_LINE)
    await client.start_server()
    return client


@pytest.fixture
async def client(corpus: Corpus) -> AsyncIterator[Client]:
    client = await client_of(corpus)
    yield client
    await client.close()


async def text_of(client: Client, path: str, status: int = 200) -> str:
    response = await client.get(path)
    assert response.status == status
    return await response.text()


def quotation_id(archive: Archive, words: str) -> str:
    answer = respond(archive, Query("quote", (("text", words),)))
    return next(answer.quotations()).id


async def test_the_first_page_lists_the_cases_and_asks_for_a_command(client: Client) -> None:
    page = await text_of(client, "/")
    assert '<a href="/cases/carroll-v-trump">Carroll v. Trump</a>' in page
    assert "as reported on 12 July 2023" in page
    assert '<input id="command" name="command"' in page


async def test_the_first_page_of_an_empty_library_says_so(tmp_path: Path) -> None:
    client = await client_of(corpus_of(tmp_path))
    assert "There is no case yet." in await text_of(client, "/")
    assert (await client.get("/readyz")).status == 503
    assert "There is no case to answer from yet." in await text_of(client, "/playground")
    await client.close()


async def test_a_list_of_many_cases_has_pages(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = listing_of(library.cases["carroll-v-trump"])
    many = tuple(only._replace(id=f"case-{number}") for number in range(101))
    monkeypatch.setattr(pages, "library_of", lambda _: SimpleNamespace(newest_first=many))
    seen: list[str] = []
    address, page = "/", ""
    while address:
        page = await text_of(client, address)
        assert page.count("<li>") <= 50
        assert len(page) < 20_000
        seen += re.findall(r'href="/cases/(case-\d+)"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1] if found else ""
    assert seen == [case.id for case in many]
    assert 'rel="prev" href="/?page=2"' in page
    assert "Page 3 of 3" in page


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "²", "9" * 50, ""])
async def test_a_page_beyond_the_list_is_404(client: Client, number: str) -> None:
    assert "There is no such page of the list." in await text_of(client, f"/?page={number}", 404)


async def test_a_case_page_answers_everything_and_every_quotation_on_it_is_in_the_article(
    client: Client,
) -> None:
    page = await text_of(client, "/cases/carroll-v-trump")
    article = (ROOT / "content/carroll-v-trump/sources/2023-07-12.txt").read_bytes().decode()
    answers = re.findall(r'<article class="answer">.*?</article>', page, re.DOTALL)
    visible = [quotation for answer in answers for quotation in html_quotations(answer)]
    assert len(visible) > 50
    assert all(quotation.text in article for quotation in visible)
    for name in ("status", "damages", "statements", "timeline", "people", "sources"):
        assert f'<section id="{name}"' in page


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/nowhere", "There is nothing at this address."),
        ("/cases/nobody-v-nobody", "There is no such case."),
        ("/cases/nobody-v-nobody/sources/article", "There is no such case."),
        ("/cases/carroll-v-trump/sources/other", "This case has no such source."),
        (f"{ARTICLE}?q=zzzzzz", "There is no such quotation in this source."),
        ("/static/../site.py", "There is nothing at this address."),
    ],
)
async def test_what_is_not_there_is_404_with_a_way_back(client: Client, path: str, sentence: str) -> None:
    response = await client.get(URL(path, encoded=True))
    page = await response.text()
    assert response.status == 404
    assert sentence in page
    assert '<a href="/">Back to the cases</a>' in page


async def gone(content: Path, case_file: str, *paths: str) -> None:
    """The case file with what was withdrawn: its pages say so with status 410, in the reader's language."""
    (content / "carroll-v-trump" / "case.yaml").write_text(case_file, "utf-8")
    client = await client_of(corpus_of(content))
    for path in paths:
        assert "was withdrawn on 1 March 2025: a retraction" in await text_of(client, path, 410)
        german = await client.get(path, headers={"Accept-Language": "de"})
        assert "wurde am 1. März 2025 zurückgezogen: a retraction" in await german.text()
    await client.close()


async def test_the_pages_of_a_withdrawn_case_and_of_a_withdrawn_article_are_410(
    content: Path, tmp_path: Path, archive: Archive
) -> None:
    copy = shutil.copytree(content, tmp_path / "content")
    file = (content / "carroll-v-trump" / "case.yaml").read_text("utf-8")
    withdrawn = "withdrawn: {date: 2025-03-01, why: a retraction}"
    permalink = f"{ARTICLE}?q={quotation_id(archive, APPEALING)}"
    await gone(copy, f"{file}\n{withdrawn}\n", "/cases/carroll-v-trump", ARTICLE, permalink)
    of_article = file.replace("    date_published:", f"    {withdrawn}\n    date_published:", 1)
    await gone(copy, of_article, ARTICLE, permalink)
    client = await client_of(corpus_of(copy))
    assert "This article was withdrawn on 1 March 2025" in await text_of(client, "/cases/carroll-v-trump")
    await client.close()
    (copy / "carroll-v-trump" / "case.yaml").write_text(f"{file}\n{withdrawn}\n", "utf-8")
    client = await client_of(corpus_of(copy))
    assert "withdrawn on 1 March 2025" in await text_of(client, "/")
    await client.close()


async def test_an_address_that_is_too_long_is_414(client: Client) -> None:
    for length in (90_000, 500_000):
        page = await text_of(client, "/playground?command=" + "x" * length, status=414)
        assert "That address is too long." in page


async def test_a_body_that_is_too_large_is_413(client: Client) -> None:
    response = await client.post("/playground", data={"command": "x" * 100_000})
    assert response.status == 413
    assert "That is too much at once." in await response.text()


async def test_the_longest_command_fits_an_address_in_any_script(client: Client) -> None:
    command = "/verify " + "🖋" * (MAX_LENGTH - len("/verify "))
    address = URL("/playground").with_query(command=command)
    assert "There is no quotation in this message." in await text_of(client, str(address))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"command=\xff"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"command=a"),
        ("multipart/form-data", b"command"),
        ("multipart/form-data; boundary=a", b"--b"),
        (
            "multipart/form-data; boundary=a",
            b'--a\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: b\r\n\r\n--a--',
        ),
    ],
    ids=["not UTF-8", "unknown encoding", "no boundary", "another boundary", "unknown transfer encoding"],
)
async def test_a_form_that_cannot_be_read_is_400_and_no_error_of_ours(
    client: Client, capsys: pytest.CaptureFixture[str], kind: str, body: bytes
) -> None:
    response = await client.post("/playground", data=body, headers={"Content-Type": kind})
    assert response.status == 400
    assert "The form could not be read" in await response.text()
    assert "a page failed" not in "".join(capsys.readouterr())


async def test_a_body_that_is_not_packed_as_it_says_is_400(client: Client) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"}
    response = await client.post("/playground", data=b"command=a", headers=kind)
    assert response.status == 400


async def test_another_method_is_405_with_a_way_back(client: Client) -> None:
    response = await client.put("/playground")
    assert response.status == 405
    assert "Back to the cases" in await response.text()


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "/quote <b>x</b>",
    "/quote </title><script>1</script>",
    "{{ 7 * 7 }}",
    "/case status case:<svg/onload=1>",
]


@pytest.mark.parametrize("typed", HOSTILE)
async def test_nothing_typed_is_reflected_unescaped(client: Client, typed: str) -> None:
    shown = await client.get("/playground", params={"command": typed})
    posted = await client.post("/playground", data={"command": typed})
    elsewhere = await client.get(f"/cases/{typed}")
    for response in (shown, posted, elsewhere):
        page = await response.text()
        assert "<script>" not in page
        assert "<svg/onload" not in page
        assert "<b>x</b>" not in page
        assert "onerror=alert(1)>" not in page
        assert "49" not in page or typed != "{{ 7 * 7 }}"
    assert escape(typed) in (await shown.text()).replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


@pytest.mark.parametrize(
    "path", ["/", "/playground", "/nowhere", "/static/style.css", "/healthz", "/cases/carroll-v-trump"]
)
async def test_every_response_forbids_what_is_not_its_own(client: Client, path: str) -> None:
    response = await client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/playground", ARTICLE, "/cases/carroll-v-trump", "/nowhere"])
async def test_no_page_has_an_inline_script_a_style_or_anything_from_elsewhere(
    client: Client, path: str
) -> None:
    page = await (await client.get(path)).text()
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


async def test_the_playground_shows_the_three_forms_of_an_answer(client: Client) -> None:
    page = await text_of(client, "/playground?command=/case+damages")
    for pane in ("pane-discord", "pane-slack", "pane-text"):
        assert f'id="{pane}"' in page
    words = "Carroll was awarded $5 million in damages in the defamation case."
    assert page.count(f">{words}</blockquote>") == 2
    assert f"  │ {words}\n" in page
    # The menus of both platforms offer it, too.
    assert page.count(words) == 5


async def test_what_does_not_parse_gets_the_sentence_and_the_forms(client: Client) -> None:
    page = await text_of(client, "/playground?command=/case")
    assert "/case needs one more word: status, damages" in page
    assert "<code>/case status [case:…] [lawsuit:…] [as-of:…] [detail:…]</code>" in page


async def test_pages_of_a_long_answer_are_links(client: Client) -> None:
    first = await text_of(client, "/playground?command=/case+statements")
    assert "page=2" in first
    second = await text_of(client, "/playground?command=/case+statements&page=2")
    assert first != second
    for nonsense in ("0", "99", "-1", "²", "x", "9" * 50):
        assert "Carroll v. Trump · statements" in await text_of(
            client, f"/playground?command=/case+statements&page={nonsense}"
        )


async def test_an_answer_that_cannot_be_proven_is_held_back_and_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def altered(*args: object) -> str:
        return "  │ He said something else.\n  The article"

    monkeypatch.setattr("bot.rendering.render.render_text", altered)
    with capture_logs() as logged:
        page = await text_of(client, "/playground?command=/case+damages")
    assert "This answer was held back" in page
    assert "something else" not in page
    assert "bot_payloads_refused_total 1.0" in await text_of(client, "/metrics")
    assert [entry["event"] for entry in logged] == ["answer held back"]


async def test_the_reading_page_marks_the_quotation_and_leads_to_its_neighbours(
    client: Client, archive: Archive
) -> None:
    wanted = quotation_id(archive, "travesty of justice")
    page = await text_of(client, f"{ARTICLE}?q={wanted}")
    assert f'<mark id="q-{wanted}">{APPEALING}</mark>' in page
    assert page.count("<mark") == 1
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    assert "Donald Trump · Truth Social · third post" in page


async def test_every_quotation_has_its_place_on_the_reading_page(client: Client) -> None:
    listed = re.findall(r'<li><a href="\?q=(\w+)#', await text_of(client, ARTICLE))
    assert len(listed) == len(set(listed)) == 61
    for number, wanted in enumerate(listed):
        page = await text_of(client, f"{ARTICLE}?q={wanted}")
        assert f'id="q-{wanted}"' in page
        assert ('rel="prev"' in page) == (number > 0)
        assert ('rel="next"' in page) == (number < len(listed) - 1)


async def test_a_sentence_that_no_editor_recorded_can_be_linked_too(client: Client, archive: Archive) -> None:
    wanted = quotation_id(archive, "took to Truth Social repeating past claims")
    page = await text_of(client, f"{ARTICLE}?q={wanted}")
    assert f'<mark id="q-{wanted}">The former president took to Truth Social' in page


@pytest.fixture
def long_article(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "a-case/sources").mkdir(parents=True)
    text = "An opening without weight.\n\nThe court\nawarded $5.\n\nA close.\n\nMore of it.\n"
    (content / "a-case/sources/a.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (content / "a-case/case.yaml").write_text(
        f"title: A case\nrevised: 2024-01-01\nsources:\n- id: a\n  file: sources/a.txt\n  sha256: {digest}\n"
        '  date_published: 2024-01-01\n  quote: "The court\\nawarded $5."\n',
        encoding="utf-8",
    )
    return content


async def test_paragraphs_without_a_quotation_are_left_out_and_said_to_be(long_article: Path) -> None:
    client = await client_of(corpus_of(long_article))
    page = await text_of(client, "/cases/a-case/sources/a")
    assert "without weight" not in page
    assert "More of it" not in page
    assert page.count("Not shown here: paragraphs without a quotation.") == 2
    await client.close()


async def test_the_whole_article_is_shown_where_the_operator_may(long_article: Path) -> None:
    client = await client_of(corpus_of(long_article), show_full=True)
    page = await text_of(client, "/cases/a-case/sources/a")
    assert "An opening without weight." in page
    assert "Not shown here" not in page
    await client.close()


async def test_a_quotation_over_two_paragraphs_is_marked_in_both(long_article: Path) -> None:
    client = await client_of(corpus_of(long_article))
    listed = re.findall(r'<li><a href="\?q=(\w+)#', await text_of(client, "/cases/a-case/sources/a"))
    page = await text_of(client, f"/cases/a-case/sources/a?q={listed[0]}")
    assert f'<mark id="q-{listed[0]}">The court</mark>' in page
    assert "<mark>awarded $5.</mark>" in page
    await client.close()


async def test_machines_can_ask_how_it_is(client: Client, tmp_path: Path) -> None:
    assert await (await client.get("/healthz")).json() == {"status": "ok"}
    ready = await client.get("/readyz")
    assert await ready.json() == {"status": "ok", "cases": 1, "mistakes": []}
    await text_of(client, "/playground?command=/case+damages")
    await text_of(client, "/playground?command=nonsense")
    metrics = await text_of(client, "/metrics")
    assert 'bot_answers_total{command="case damages",outcome="answered",platform="playground"} 1.0' in metrics
    assert 'bot_answers_total{command="none",outcome="not understood",platform="playground"} 1.0' in metrics
    assert "bot_cases 1.0" in metrics
    assert "bot_case_file_mistakes 0.0" in metrics


async def test_what_nobody_foresaw_is_a_page_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(pages, "reading_page", fail)
    with capture_logs() as logged:
        page = await text_of(client, ARTICLE, status=500)
    assert "Something went wrong here, and it was noted." in page
    assert "a secret detail" not in page
    assert [(entry["event"], entry["exc_info"]) for entry in logged] == [("a page failed", True)]


async def test_an_answer_that_fails_on_a_page_is_a_sentence_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("bot.service.command_service.respond", fail)
    with capture_logs() as logged:
        for path in ("/playground", "/cases/carroll-v-trump"):
            page = await text_of(client, path)
            assert "Something went wrong here, and the operator has been told." in page
            assert "a secret detail" not in page
    assert {entry["event"] for entry in logged} == {"an answer failed"}


async def test_what_somebody_typed_is_not_in_the_log_of_an_answer_that_failed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.service.command_service.respond", fail)
    with capture_logs() as logged:
        await text_of(client, "/playground?command=/verify+my+private+xylograph")
    assert [entry["command"] for entry in logged] == ["verify"] * len(logged) != []
    assert "xylograph" not in str(logged)


def test_a_slack_block_without_words_of_ours_is_left_out_of_the_preview() -> None:
    payload = {
        "blocks": [
            {"type": "image", "image_url": "https://q.example/a.png"},
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": "x", "style": {"bold": True}}],
                    }
                ],
            },
        ]
    }
    line = PreviewLine("plain", (StyledText("x", bold=True),), begins=True)
    assert slack_preview(payload).blocks == (line,)
