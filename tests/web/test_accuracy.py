"""The page on how often checks are wrong says what the benchmark wrote, and nothing else."""

import re
from decimal import Decimal
from html import unescape

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.rendering.wording import Wording
from bot.service.command_service import CommandService
from bot.web.accuracy import HALVES, KINDS, TRUE_CLAIMS, measured
from bot.web.site import make_site


def rows(page: str, table: str) -> list[list[str]]:
    [found] = re.findall(rf'<table id="{table}">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    return [
        [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", found)
    ]


@pytest.mark.parametrize("locale", ["en", "de", "es"])
async def test_the_page_shows_the_counts_of_the_benchmark(corpus: Corpus, locale: str) -> None:
    async with TestClient(TestServer(make_site(CommandService(corpus, Presentation())))) as client:
        response = await client.get("/about/accuracy", headers={"Accept-Language": locale})
        page = await response.text()
    words, counts = Wording(locale), measured()
    assert words.day(counts["measured_on"]) in page
    expected = [
        [
            words.say(KINDS[kind]),
            words.say(HALVES[half]),
            words.number(one["claims"]),
            words.number(one["called_true"]),
            words.percent(Decimal(100 * one["called_true"]) / one["claims"]),
            words.number(one["not_found"]),
            (
                words.percent((Decimal(100 * one["kind_named"]) / one["altered"]).quantize(Decimal("0.01")))
                if kind != "speaker"
                else "–"
            ),
        ]
        for kind, halves in counts["misquotations"].items()
        for half, one in halves.items()
    ]
    assert rows(page, "misquotations") == expected
    shown = rows(page, "true-claims")
    assert [row[0] for row in shown] == [words.say(one) for one in TRUE_CLAIMS.values() for _ in HALVES]
    given = [one for name in TRUE_CLAIMS for one in counts[name].values()]
    assert [row[2] for row in shown] == [words.number(one["claims"]) for one in given]
    assert [row[3] for row in shown] == [words.number(one["claims"] - one["right"]) for one in given]
    assert len(rows(page, "checkers")) == len(counts["checkers"]) == 3


def test_every_kind_that_is_measured_has_a_name_and_both_halves() -> None:
    counts = measured()
    assert counts["misquotations"].keys() == KINDS.keys()
    assert all(halves.keys() == HALVES.keys() for halves in counts["misquotations"].values())
    assert counts["articles"]["blind"] > 0


def test_what_is_kept_was_measured_on_enough_claims_to_mean_something() -> None:
    counts = measured()
    assert (
        sum(one["claims"] for halves in counts["misquotations"].values() for one in halves.values()) >= 30_000
    )
    assert sum(one["claims"] for one in counts["true_quotations"].values()) >= 30_000
