"""The page that checks a pasted text: what it marks, what it refuses, and that it keeps nothing."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.checking.extraction import OutsideSpan
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.corpus.corpus import Corpus
from bot.rendering.proof import html_quotations
from bot.rendering.render import Presentation
from bot.search.archive import Archive
from bot.service.bounded_pool import BoundedPool, PoolFull
from bot.service.command_service import CommandService
from bot.web import check_page
from bot.web.check_page import LONGEST_TEXT
from bot.web.marked_text import marked_pieces
from bot.web.site import make_site

Client = TestClient[web.Request, web.Application]

TRUE = '"WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"'
MIXED = (
    f"Trump wrote {TRUE}.\n"
    f"Biden said {TRUE} too, and the jury awarded her $9 million.\n"
    'She "was awarded $6 million in damages in the defamation case".'
)


@pytest.fixture
async def client(corpus: Corpus) -> AsyncIterator[Client]:
    client = TestClient(TestServer(make_site(CommandService(corpus, Presentation()))))
    await client.start_server()
    yield client
    await client.close()


async def checked(client: Client, text: str, status: int = 200) -> str:
    response = await client.post("/check", data={"text": text})
    assert response.status == status
    return await response.text()


def shown_text(page: str) -> str:
    """The checked text as the page shows it, without the tags behind the claims."""
    [shown] = re.findall(r'<div class="text-checked" dir="auto">(.*?)</div>', page, re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r'<a class="tag.*?</a>', "", shown)))


async def test_each_claim_is_marked_with_its_verdict_in_words_and_the_true_words_stand_below(
    client: Client,
) -> None:
    page = await checked(client, MIXED)
    assert "Altered: 3 quotations found, all 3 checked: 1 altered, 1 misattributed, 1 verbatim." in page
    tags = re.findall(r'<a class="tag (\w+)" href="#claim-(\d)">\d ([^<]+)</a>', page)
    assert tags == [
        ("verbatim", "1", "✓ Verbatim"),
        ("misattributed", "2", "⇄ Misattributed"),
        ("altered", "3", "≠ Altered"),
    ]
    for number in "123":
        assert f'<li id="claim-{number}"' in page
        assert f'<span id="words-{number}"></span><mark' in page
    assert "Changed: $6 → $5" in page
    assert "Said to be Biden&#39;s words; in the source they are not." in page
    assert "Donald Trump · Truth Social · third post" in page
    assert '<span class="outside">too, and the jury awarded her $9 million.' in page
    assert "words outside the marks, not checked" in page
    assert "Searched: 1 case and 1 source, the newest of 12 July 2023." in page
    assert shown_text(page) == MIXED


async def test_words_that_are_cut_off_behind_a_negation_get_no_tick(client: Client) -> None:
    page = await checked(client, "Trump: “Rape her (I won that at trial)”")
    assert '<a class="tag cut" href="#claim-1">1 ✂ Words cut off</a>' in page
    assert "But it is cut: right before, the source has “didn’t”." in page
    assert "✓" not in page


async def test_what_stands_on_the_page_as_a_quotation_is_in_the_source(
    client: Client, archive: Archive
) -> None:
    page = await checked(client, MIXED)
    fragment = page[page.index('<section class="checked"') : page.index("</section>")]
    [source] = [source for case in archive.library.cases.values() for source in case.sources]
    found = html_quotations(fragment)
    assert len(found) == 3
    assert all(one.text in source.text for one in found)


async def test_words_of_a_source_without_marks_are_shown_as_such(client: Client) -> None:
    text = (
        "In the yard behind the old library somebody read out that the former president took to Truth Social "
        'for a three-post rant repeating past claims, and then "we all went home to our gardens", they said.'
    )
    page = await checked(client, text)
    assert '<mark class="unmarked">' in page
    assert '<a class="tag unmarked" href="#unmarked-1">no marks</a>' in page
    assert "Used without quotation marks: " in page
    assert shown_text(page) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste a text first"),
        (" \n ", "Paste a text first"),
        ("look:", "There is no quotation in this message."),
    ],
)
async def test_a_text_without_a_claim_gets_a_sentence(client: Client, text: str, sentence: str) -> None:
    assert sentence in await checked(client, text)


async def test_a_text_that_is_too_long_is_refused_with_a_sentence_and_given_back(client: Client) -> None:
    assert "There is no quotation" not in await checked(client, "x " * (LONGEST_TEXT // 2))
    page = await checked(client, "x" * (LONGEST_TEXT + 1), 413)
    assert "A text to check has 20,000 characters at most. This one has 1 more" in page
    assert "x" * (LONGEST_TEXT + 1) in page
    body = BytesIO(b"text=" + b"x" * 2_000_000)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await client.post("/check", data=body, headers=kind)
    assert response.status == 413
    assert "and this one has many more" in await response.text()


async def test_the_longest_text_of_any_script_fits_with_the_line_ends_of_a_form(client: Client) -> None:
    assert "characters at most. This" not in await checked(client, "🖋" * LONGEST_TEXT)
    assert "characters at most. This" not in await checked(client, "x\r\n" * (LONGEST_TEXT // 2))


@pytest.mark.parametrize(
    "text",
    [
        '"' * 5_000,
        '"a ' * 2_500,
        "“" * 2_500 + "”" * 2_500,
        '"»“' * 1_666,
        "\u202e" * 100 + '"no idea who she is"',
    ],
    ids=["straight", "unclosed", "nested", "crossed", "bidi"],
)
async def test_thousands_of_quotation_marks_are_read(client: Client, text: str) -> None:
    assert shown_text(await checked(client, text)) == text


async def test_nothing_typed_becomes_markup(client: Client) -> None:
    hostile = '"<script>alert(1)</script> and <b>x</b>" </textarea><img src=x onerror=alert(1)> {{ 7 * 7 }}'
    page = await checked(client, hostile)
    assert "<script>" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert page.count("</textarea>") == 1
    assert shown_text(page) == hostile


async def test_the_text_stands_in_no_address_no_log_and_no_store(
    client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    response = await client.post("/check", data={"text": MIXED})
    assert response.headers["Cache-Control"] == "no-store"
    page = await response.text()
    assert not re.search(r'(?:href|action|src)="[^"]*(?:Biden|STRONGLY|%20)', page)

    def fail(*args: object) -> None:
        raise RuntimeError(MIXED)

    monkeypatch.setattr(check_page, "check", fail)
    with capture_logs() as logged:
        failed = await checked(client, MIXED, 500)
    assert "Something went wrong here, and it was noted." in failed
    assert [(one["event"], one["kind"]) for one in logged] == [("a check failed", "RuntimeError")]
    assert "Biden" not in "".join([*capsys.readouterr(), *map(str, logged)])


async def test_only_forms_are_read(client: Client) -> None:
    response = await client.post("/check", data=b"text=\xff", headers={"Content-Type": "text/plain"})
    assert "Paste a text first" in await response.text()
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"}
    assert (await client.post("/check", data=b"text=a", headers=kind)).status == 400
    assert (await client.put("/check")).status == 405


async def test_where_too_many_wait_a_page_says_when_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise PoolFull(5)

    monkeypatch.setattr(BoundedPool, "run", full)
    response = await client.post("/check", data={"text": MIXED})
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert "Too many ask at once just now." in await response.text()


async def test_a_page_that_takes_too_long_says_so_and_not_that_many_ask(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(BoundedPool, "run", endless)
    monkeypatch.setattr("bot.web.public_pages.PAGE_TIMEOUT", 0.01)
    response = await client.post("/check", data={"text": MIXED})
    assert (response.status, response.headers["Retry-After"]) == (503, "2")
    assert "This page took too long to make." in await response.text()


async def test_a_pool_turns_away_what_its_queue_does_not_hold() -> None:
    pool, gate = BoundedPool("test", workers=1, queue=1), threading.Event()
    running = [asyncio.ensure_future(pool.run(gate.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(PoolFull):
        await pool.run(gate.wait)
    gate.set()
    assert await asyncio.gather(*running) == [True, True]
    await asyncio.sleep(0)
    assert await pool.run(lambda: 7) == 7
    pool.close()


def test_a_claim_is_marked_as_such_whatever_stretch_it_shares_its_words_with(archive: Archive) -> None:
    report = check(archive, (TextPart(MIXED),))
    everything = OutsideSpan("text", 0, len(MIXED), 1, MIXED)
    pieces = marked_pieces(MIXED, replace(report, outside=(everything,)))
    assert [piece.verdict for piece in pieces if piece.kind == "claim"] == [
        one.verdict for one in report.claims
    ]


def test_the_pieces_of_a_text_are_the_text(archive: Archive) -> None:
    for text in (MIXED, "", 'a "b', '"She said “no idea who she is” to him and to her"'):
        report = check(archive, (TextPart(text),))
        pieces = list(marked_pieces(text, report))
        assert "".join(piece.text for piece in pieces) == text
        tags = [tag for piece in pieces for tag in piece.ends]
        assert sorted(tag.number for tag in tags if tag.kind == "claim") == [*range(1, report.found + 1)]
