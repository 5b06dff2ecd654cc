from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, EntryPart
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.rendering.buttons import pressed, turns_pages
from bot.rendering.gate import prove
from bot.rendering.limits import SLACK
from bot.rendering.proof import slack_quotations
from bot.rendering.render import Presentation, in_detail, to_discord_private, to_slack, to_slack_private
from bot.rendering.wording import Wording
from tests.rendering.hostile import LONG, answer_of, answers, as_in_chats, in_full, quotation_of, unhurried
from tests.rendering.limits import assert_slack_takes

PRESENTATIONS = (
    Presentation(),
    Presentation(public_url="https://quotes.example.org"),
    Presentation(Wording("de")),
)


def quoted(payload: dict[str, Any]) -> list[str]:
    """What stands in quotations, read without the bot's own decoder."""
    blocks = [block for block in payload["blocks"] if block["type"] == "rich_text"]
    elements = chain.from_iterable(block["elements"] for block in blocks)
    return [
        "".join(part["text"] for part in element["elements"])
        for element in elements
        if element["type"] == "rich_text_quote"
    ]


@unhurried
@given(st.one_of(answers, answers.map(in_full)), st.sampled_from(PRESENTATIONS))
def test_any_answer_becomes_messages_that_slack_takes_and_shows_as_the_source_has_them(
    answer: Answer, presentation: Presentation
) -> None:
    payloads = to_slack(answer, presentation)
    assert json.loads(json.dumps(payloads)) == list(payloads)
    words = as_in_chats(presentation.words)
    prove(answer, chain.from_iterable(map(slack_quotations, payloads)), words)
    for payload in payloads:
        assert_slack_takes(payload)
        assert quoted(payload) == [one.text for one in slack_quotations(payload)]
    whole = "".join(quotation.text for quotation in answer.quotations())
    assert "".join(text for payload in payloads for text in quoted(payload)) == whole


@pytest.mark.parametrize("words", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("is_full", [False, True], ids=("short", "full"))
def test_a_quotation_of_any_length_is_continued_until_it_is_whole(words: str, *, is_full: bool) -> None:
    answer = answer_of("short", words, "short again")
    payloads = to_slack(in_full(answer) if is_full else answer, Presentation())
    for payload in payloads:
        assert_slack_takes(payload)
    assert "".join(text for payload in payloads for text in quoted(payload)) == f"short{words}short again"


def test_the_fallback_is_the_whole_answer_in_plain_text_escaped_once() -> None:
    payload = to_slack(answer_of("a < b & c > d &amp; <!channel>"), Presentation())[0]
    assert "│ a &lt; b &amp; c &gt; d &amp;amp; &lt;!channel&gt;\n" in payload["text"]
    assert "│ a < b & c > d &amp; <!channel>\n" in html.unescape(payload["text"])


def test_words_of_ours_that_look_like_a_mention_are_inert_text() -> None:
    answer = answer_of("x", lead=phrase("{text}", text="<!channel> *bold* <@U1> :smile:"))
    payload = to_slack(answer, Presentation())[0]
    section = payload["blocks"][1]["elements"][0]["elements"]
    assert {"type": "text", "text": "<!channel> *bold* <@U1> :smile:"} in section
    assert "<" not in payload["text"]


def test_pages_are_turned_by_buttons_that_ask_the_same_question() -> None:
    for answer in (in_full(answer_of("word " * 2_000)), answer_of("word " * 500)):
        payloads = to_slack(answer, Presentation())
        rows = [
            next(block for block in payload["blocks"] if block["type"] == "actions") for payload in payloads
        ]
        labels = [[element["text"]["text"] for element in row["elements"]] for row in rows]
        assert labels == [["2/3 ▶"], ["◀ 1/3", "3/3 ▶"], ["◀ 2/3"]]
        assert pressed(rows[0]["elements"][0]["value"]) == (answer.query, 2, "turn")


def test_the_pages_of_a_question_too_long_for_a_button_have_none_and_this_can_be_asked() -> None:
    asked = Query("quote", (("text", "word " * 600),))
    assert not turns_pages(asked, SLACK.button_value)
    payloads = to_slack(answer_of("word " * 2_000, query=asked), Presentation())
    assert len(payloads) == 3
    assert not any('"button"' in json.dumps(payload) for payload in payloads)


def test_the_credit_of_a_quotation_links_to_the_reading_page_where_there_is_one() -> None:
    quotation = quotation_of("words")
    payload = to_slack(answer_of(quotation), Presentation(public_url="https://q.example"))[0]
    assert {
        "type": "link",
        "url": f"https://q.example/cases/stone/sources/article?q={quotation.id}#q-{quotation.id}",
        "text": "Ada Stone · Truth Social · third post",
        "style": {"italic": True},
    } in payload["blocks"][-2]["elements"][-1]["elements"]


def test_a_title_too_long_for_a_header_is_shown_as_text() -> None:
    payload = to_slack(answer_of("x", case_title="t" * 200), Presentation())[0]
    assert payload["blocks"][0]["type"] == "rich_text"


@pytest.mark.parametrize(("detail", "most_pages"), [("short", 4), ("full", 3)])
def test_the_real_answers_are_taken_and_fit_few_pages(
    real_answer: Answer, detail: str, most_pages: int
) -> None:
    asked = replace(real_answer, query=real_answer.query.changed(detail=detail))
    payloads = to_slack(asked, Presentation(public_url="https://q.example"))
    for payload in payloads:
        assert_slack_takes(payload)
    assert len(payloads) <= most_pages
    whole = "".join(quotation.text for quotation in in_detail(asked, "short").quotations())
    assert "".join(text for payload in payloads for text in quoted(payload)) == whole


def test_what_one_person_alone_sees_can_be_shown_to_all_and_is_within_the_limits() -> None:
    words = [f"word {number}" for number in range(60)]
    for number, payload in enumerate(to_slack_private(answer_of(*words), Presentation()), start=1):
        assert_slack_takes(payload)
        buttons = [
            one for block in payload["blocks"] if block["type"] == "actions" for one in block["elements"]
        ]
        [share] = [one for one in buttons if one.get("text", {}).get("text") == "Share to channel"]
        assert pressed(share["value"]) == (answer_of().query, number, "share")


def test_what_is_no_answer_about_a_case_is_not_offered_to_be_shared() -> None:
    for private in (to_slack_private, to_discord_private):
        assert "Share" not in json.dumps(private(answer_of("words", query=Query("help")), Presentation()))


def test_an_instant_is_shown_in_the_time_zone_of_each_reader() -> None:
    nine = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    entry = EntryPart(phrase("Digest 7"), (phrase("Next: {instant}", instant=nine),))
    answer = Answer(Query("digest list"), phrase("digests"), phrase("One."), parts=(entry,))
    [payload] = to_slack(answer, Presentation())
    shown = "Wednesday, 25 November 2026, 09:00 (Europe/Berlin)"
    date = {"type": "date", "timestamp": 1795593600, "format": "{date_long} {time}", "fallback": shown}
    assert date in payload["blocks"][-1]["elements"][-1]["elements"]
    assert f"Next: {shown}" in payload["text"]
