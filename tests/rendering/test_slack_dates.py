"""Slack writes how long ago sources were reported; what it writes is read back and proven."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.rendering.gate import Instant, NotProvenOnPayload, instants_of, prove_instants
from bot.rendering.proof import Unreadable, slack_quotations
from bot.rendering.render import Presentation, to_slack
from bot.rendering.slack_proof import slack_instants
from bot.rendering.wording import Wording
from bot.search.archive import Archive
from tests.rendering.limits import assert_slack_takes

REPORTED = int(datetime(2023, 7, 12, tzinfo=UTC).timestamp())
NOT_AFTER = "what came after is not in this source"


def page(archive: Archive, today: date | None, locale: str = "en") -> dict[str, Any]:
    asked = respond(archive, parse("/case damages"))
    return to_slack(asked, Presentation(Wording(locale), today=today))[0]


def dates(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        part
        for block in payload["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        for part in element["elements"]
        if part["type"] == "date"
    ]


def test_an_answer_says_how_long_ago_its_source_was_and_that_it_knows_nothing_later(archive: Archive) -> None:
    payload = page(archive, date(2026, 11, 29))
    assert dates(payload) == [
        {
            "type": "date",
            "timestamp": REPORTED,
            "format": "{ago}",
            "fallback": "3 years ago",
            "style": {"italic": True},
        }
    ]
    assert f"As reported on 12 July 2023, 3 years ago · {NOT_AFTER}" in payload["text"]
    assert_slack_takes(payload)
    assert slack_quotations(payload)
    assert list(slack_instants(payload)) == [Instant(REPORTED, is_relative=True)]


@pytest.mark.parametrize(
    ("today", "ago", "is_old"),
    [
        (None, 0, False),
        (date(2023, 7, 12), 0, False),
        (date(2023, 7, 13), 1, False),
        (date(2023, 8, 12), 1, False),
        (date(2023, 8, 13), 1, True),
    ],
)
def test_a_month_is_the_limit_by_the_clock_that_is_given(
    archive: Archive, today: date | None, ago: int, *, is_old: bool
) -> None:
    payload = page(archive, today)
    assert len(dates(payload)) == ago
    assert (NOT_AFTER in payload["text"]) is is_old


def test_german_readers_read_it_in_german(archive: Archive) -> None:
    payload = page(archive, date(2026, 11, 29), "de")
    assert "was danach kam, steht nicht in dieser Quelle" in payload["text"]
    assert dates(payload)[0]["fallback"] == "vor 3 Jahren"


@pytest.mark.parametrize("changed", [{"timestamp": REPORTED + 86_400}, {"format": "{date_long} {time}"}])
def test_another_instant_or_form_is_not_proven(archive: Archive, changed: dict[str, Any]) -> None:
    payload = deepcopy(page(archive, date(2026, 11, 29)))
    dates(payload)[0].update(changed)
    with pytest.raises(NotProvenOnPayload):
        prove_instants(respond(archive, parse("/case damages")), slack_instants(payload))


@pytest.mark.parametrize("changed", [{"format": "guilty since {ago}"}, {"url": "https://evil.example"}])
def test_a_date_that_says_more_is_not_readable(archive: Archive, changed: dict[str, Any]) -> None:
    payload = deepcopy(page(archive, date(2026, 11, 29)))
    dates(payload)[0].update(changed)
    with pytest.raises(Unreadable):
        list(slack_instants(payload))


def test_an_answer_of_no_source_names_no_instant(archive: Archive) -> None:
    assert list(instants_of(respond(archive, parse("/help")))) == []
