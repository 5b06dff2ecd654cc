"""Floods and hostile texts: chat goes on, what is hidden is told, and nothing changed is safe to quote."""

from __future__ import annotations

import asyncio
from functools import partial
from threading import Event
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.answers.asker import ANYBODY
from bot.api.pool import WorkPool
from bot.api.rate_limit import MOST_CLIENTS, PER_MINUTE, RateLimit
from bot.api.requests import VerifyRequest
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation, to_text
from bot.service.command_service import CommandService
from tests.api.conftest import Client, Opens

TRUE = "Carroll was awarded $5 million in damages"
HELD, REFUSED = 20, 40


async def claims_of(client: Client, text: str) -> list[dict[str, Any]]:
    response = await client.post("/api/v1/verify", json={"text": text})
    assert response.status == 200
    claims: list[dict[str, Any]] = (await response.json())["claims"]
    return claims


async def test_chat_is_answered_while_a_flood_holds_all_that_programs_may_use(
    opened: Opens, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No second is measured: the pool is full and stands still until chat has been answered."""
    go, begun = Event(), Event()

    def held(_archive: object, asked: VerifyRequest, _shown: object) -> None:
        begun.set()
        go.wait()
        raise ValueError(asked.text)

    monkeypatch.setattr("bot.api.endpoints.check_record", held)
    monkeypatch.setattr("bot.app.programs.WorkPool", partial(WorkPool, 1, HELD))
    client = await opened(corpus)
    chat = CommandService(corpus, Presentation())
    waiting = {
        asyncio.create_task(client.post("/api/v1/verify", json={"text": TRUE})) for _ in range(HELD + REFUSED)
    }
    refused: set[asyncio.Task[ClientResponse]] = set()
    try:
        while len(refused) < REFUSED:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            refused |= done
        assert {(await one).status for one in refused} == {503}
        assert begun.is_set()
        for command in ("/case damages", f"/verify {TRUE}", "/quote travesty"):
            assert await chat.reply(command, ANYBODY, to_text)
        page = await client.get("/cases/carroll-v-trump")
        assert page.status == 200
        assert not any(one.done() for one in waiting)
    finally:
        go.set()
        answered = await asyncio.gather(*waiting)
    assert {one.status for one in answered} == {500}


def test_of_ten_thousand_requests_a_minute_one_client_gets_its_share_and_others_theirs() -> None:
    now = [0.0]
    limit = RateLimit(now=lambda: now[0])
    answered = 0
    for number in range(10_000):
        now[0] = number * 60 / 10_000
        answered += limit.seconds_to_wait("203.0.113.7") == 0
        if number % 1_000 == 0:
            assert limit.seconds_to_wait("203.0.113.8") == 0
    assert PER_MINUTE < answered <= 2 * PER_MINUTE


def test_addresses_without_end_are_not_all_remembered() -> None:
    limit = RateLimit()
    for number in range(MOST_CLIENTS + 500):
        limit.seconds_to_wait(f"client {number}")
    assert len(limit._buckets) == MOST_CLIENTS


@pytest.mark.parametrize(
    ("shown", "stripped"),
    [
        ("C\u0430rroll was awarded $5 million in damages", "look_alikes"),
        ("C\u03b1rroll w\u0430s awarded $5 million in damages", "look_alikes"),
        ("Carroll was awarded $5 \u202enoillim\u202c in damages", "reversed"),
        ("Carroll was aw\u200barded $5 million in damages", "zero_width"),
        ("Carroll was awar\u00added $5 million in damages", "zero_width"),
    ],
)
async def test_true_words_in_other_letters_or_with_hidden_marks_are_told_to_be_so(
    client: Client, shown: str, stripped: str
) -> None:
    [claim] = await claims_of(client, f"“{shown}”")
    assert claim["verdict"] in {"typography", "verbatim"}
    assert claim["stripped"] == [stripped]
    assert (claim["text"], claim["verdict"] == "verbatim") == (shown, claim["safe_to_quote"])


CHANGED = ("$50 million", "$5 billion", "$5 mil\u200blions", "\u0430lmost $5 million")
DIRECTIONS = (("\u202e", "\u202c"), ("\u202d", "\u202c"), ("\u2066", "\u2069"), ("\u200f", "\u200f"))


@pytest.mark.parametrize("changed", CHANGED)
@pytest.mark.parametrize(("before", "after"), DIRECTIONS)
async def test_marks_of_direction_around_a_changed_word_make_nothing_true(
    client: Client, changed: str, before: str, after: str
) -> None:
    for word in (changed, changed[::-1]):
        claims = await claims_of(client, f"“Carroll was awarded {before}{word}{after} in damages”")
        assert claims[0]["verdict"] == "altered"
        assert claims[0]["safe_to_quote"] is False


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (f"“{TRUE}", ["verbatim"]),
        (f'"{TRUE}\n\nAnd that was that for now.', ["verbatim"]),
        (f"“{TRUE}«” she said»", ["verbatim"]),
        (f"«She said “{TRUE}» and more”", ["altered"]),
        (f"“„«{TRUE}”", ["verbatim"]),
        ("“Carroll was awarded $6 million in damages «”»", ["altered"]),
    ],
)
async def test_marks_that_are_not_closed_or_cross_hide_no_claim(
    client: Client, text: str, verdicts: list[str]
) -> None:
    assert [one["verdict"] for one in await claims_of(client, text)] == verdicts
