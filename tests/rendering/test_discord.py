from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from bot.answers.answer import Answer, Attribution, EntryPart
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.rendering.buttons import pressed, turns_pages
from bot.rendering.gate import prove
from bot.rendering.limits import DISCORD
from bot.rendering.proof import Visible, discord_quotations
from bot.rendering.render import Presentation, in_detail, to_discord, to_discord_private, to_text
from bot.rendering.wording import Wording
from tests.references import DISCORD_OPENAPI, reference
from tests.rendering.discord_client import Client
from tests.rendering.hostile import LONG, answer_of, answers, as_in_chats, in_full, quotation_of, unhurried
from tests.rendering.limits import assert_discord_takes

PRESENTATIONS = (
    Presentation(),
    Presentation(public_url="https://quotes.example.org/"),
    Presentation(Wording("de"), public_url="https://quotes.example.org/"),
)


def displays(payload: dict[str, Any]) -> list[str]:
    return [part["content"] for part in payload["components"][0]["components"] if part["type"] == 10]


def joined(visible: list[Visible]) -> list[str]:
    """The texts of quotations whose pieces are put together."""
    whole: list[str] = []
    for text, credit in visible:
        if "continued from the page before" in credit:
            whole[-1] += text
        else:
            whole.append(text)
    return whole


def as_displayed(text: str) -> str:
    """Words in the client's white space, of which none is seen at the end of a line."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").replace("\t", "    ")
    return re.sub(" {2,}\n", "\n", f"{normal}\n").removesuffix("\n")


def instants_of(answer: Answer) -> Iterator[datetime]:
    for part in answer.parts:
        for detail in part.details if isinstance(part, EntryPart) else ():
            yield from detail.instants


def test_an_instant_is_shown_in_the_time_zone_of_each_reader() -> None:
    nine = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    entry = EntryPart(phrase("Digest 7"), (phrase("Next: {instant}", instant=nine),))
    answer = Answer(Query("digest list"), phrase("digests"), phrase("One."), parts=(entry,))
    [payload] = to_discord(answer, Presentation())
    assert r"Next\: <t:1795593600:F>" in "".join(displays(payload))
    assert "Next: Wednesday, 25 November 2026, 09:00 (Europe/Berlin)" in to_text(answer, Presentation())


@settings(unhurried, max_examples=25)
@given(st.one_of(answers, answers.map(in_full)), st.sampled_from(PRESENTATIONS))
def test_any_answer_becomes_messages_that_discord_takes_and_shows_as_the_source_has_them(
    answer: Answer, presentation: Presentation
) -> None:
    # What a content note veils is in test_native.py: the client here shows no spoilers.
    answer = replace(answer, content_note=None)
    payloads = to_discord(answer, presentation)
    instants = {f"time: '<t:{int(moment.timestamp())}:F>'" for moment in instants_of(answer)}
    assert json.loads(json.dumps(payloads)) == list(payloads)
    visible = [one for payload in payloads for one in discord_quotations(payload)]
    prove(answer, visible, as_in_chats(presentation.words))
    for payload in payloads:
        assert_discord_takes(payload)
        for content in displays(payload):
            client = Client(content)
            assert set(client.markup) <= instants
            decoded = discord_quotations({"components": [{"type": 10, "content": content}]})
            assert client.quotations == [as_displayed(one.text) for one in decoded]


@pytest.mark.parametrize("words", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("presentation", PRESENTATIONS, ids=("bare", "linked", "German"))
@pytest.mark.parametrize("is_full", [False, True], ids=("short", "full"))
def test_a_quotation_of_any_length_is_continued_until_it_is_whole(
    words: str, presentation: Presentation, *, is_full: bool
) -> None:
    answer = answer_of("short", words, "short again")
    answer = in_full(answer) if is_full else answer
    payloads = to_discord(answer, presentation)
    for payload in payloads:
        assert_discord_takes(payload)
    pieces = [one for payload in payloads for one in discord_quotations(payload)]
    whole = "".join(piece.text for piece in pieces)
    assert whole == f"short{words}short again"


def test_pages_are_turned_by_buttons_that_ask_the_same_question() -> None:
    for answer, pages in ((in_full(answer_of("word " * 2_000)), 3), (answer_of("word " * 500), 3)):
        payloads = to_discord(answer, Presentation())
        assert len(payloads) == pages
        turns = [payload["components"][1]["components"] for payload in payloads]
        assert [[button["label"] for button in row] for row in turns] == [
            ["2/3 ▶"],
            ["◀ 1/3", "3/3 ▶"],
            ["◀ 2/3"],
        ]
        asked = pressed(turns[0][0]["custom_id"])
        assert asked == (answer.query, 2, "turn")


def test_the_pages_of_a_question_too_long_for_a_button_have_none_and_this_can_be_asked() -> None:
    asked = Query("quote", (("text", "word " * 40),))
    assert not turns_pages(asked, DISCORD.custom_id)
    payloads = to_discord(answer_of("word " * 2_000, query=asked), Presentation())
    assert len(payloads) == 3
    assert not any('"type": 2' in json.dumps(payload) for payload in payloads)


def test_a_page_holds_no_more_quotations_than_its_menu_can_offer() -> None:
    answer = answer_of(*(f"word {number}" for number in range(60)))
    for payload in to_discord(answer, Presentation()):
        menu = payload["components"][-1]["components"][0]
        assert len(menu["options"]) == len(discord_quotations(payload))


def test_a_quotation_that_stands_twice_on_a_page_is_offered_once() -> None:
    payload = to_discord(answer_of("twice", "twice"), Presentation())[0]
    assert len(discord_quotations(payload)) == 2
    assert len(payload["components"][-1]["components"][0]["options"]) == 1


def test_quotations_of_two_cases_with_the_same_words_are_both_offered() -> None:
    answer = answer_of(quotation_of("same", case="one"), quotation_of("same", case="two"))
    options = to_discord(answer, Presentation())[0]["components"][-1]["components"][0]["options"]
    assert len(options) == 2


def test_a_quotation_without_a_visible_character_is_offered_by_its_id() -> None:
    quotation = quotation_of("\u200b \u2060")
    option = to_discord(answer_of(quotation), Presentation())[0]["components"][-1]["components"][0][
        "options"
    ][0]
    assert option["label"] == f"#{quotation.id}"
    assert option["description"] == "Ada Stone · Truth Social · third post"


def test_an_answer_without_quotations_has_no_menu() -> None:
    payload = to_discord(answer_of(), Presentation())[0]
    assert len(payload["components"]) == 1


def test_the_credit_of_a_quotation_links_to_the_reading_page_where_there_is_one() -> None:
    quotation = quotation_of("words")
    content = displays(to_discord(answer_of(quotation), Presentation(public_url="https://q.example/"))[0])[-1]
    address = f"https://q.example/cases/stone/sources/article?q={quotation.id}#q-{quotation.id}"
    assert content.endswith(f"\n-# [Ada Stone · Truth Social · third post]({address})")


def test_what_an_editor_or_a_user_wrote_is_never_a_quotation_nor_markup() -> None:
    hostile = "> fake -# x **y** @everyone <@1> [z](https://evil.example) 1. a"
    answer = answer_of(lead=phrase("{text}", text=hostile), content_note=hostile, case_title=hostile)
    client = Client(displays(to_discord(answer, Presentation())[0])[0])
    assert not client.quotations
    assert not client.markup


@pytest.mark.parametrize(("detail", "most_pages"), [("short", 4), ("full", 3)])
def test_the_real_answers_are_taken_and_fit_few_pages(
    real_answer: Answer, detail: str, most_pages: int
) -> None:
    asked = replace(real_answer, query=real_answer.query.changed(detail=detail))
    payloads = to_discord(asked, Presentation(public_url="https://q.example"))
    for payload in payloads:
        assert_discord_takes(payload)
    assert len(payloads) <= most_pages
    assert joined([one for payload in payloads for one in discord_quotations(payload)]) == [
        quotation.text for quotation in in_detail(asked, "short").quotations()
    ]


@pytest.fixture(scope="module")
def message_create() -> Draft202012Validator:
    description = json.loads(reference(DISCORD_OPENAPI))
    return Draft202012Validator(
        {"$ref": "#/components/schemas/MessageCreateRequest", "components": description["components"]}
    )


@settings(unhurried, max_examples=10)
@given(answer=answers)
def test_every_message_is_valid_by_discords_own_description(
    message_create: Draft202012Validator, answer: Answer
) -> None:
    for payload in to_discord(answer, Presentation(public_url="https://q.example")):
        message_create.validate(payload)


def test_what_one_person_alone_sees_can_be_shown_to_all_and_is_within_the_limits() -> None:
    words = [f"word {number}" for number in range(60)]
    for number, payload in enumerate(to_discord_private(answer_of(*words), Presentation()), start=1):
        assert payload["flags"] == (1 << 15) | (1 << 6)
        assert_discord_takes({**payload, "flags": 1 << 15})
        buttons = [button for row in payload["components"][1:] for button in row["components"]]
        [share] = [button for button in buttons if button.get("label") == "Share"]
        assert pressed(share["custom_id"]) == (answer_of().query, number, "share")


def test_a_question_too_long_for_a_button_cannot_be_shared_by_one() -> None:
    asked = Query("quote", (("text", "word " * 40),))
    assert "Share" not in json.dumps(to_discord_private(answer_of("words", query=asked), Presentation()))


def test_the_same_words_in_two_cases_are_each_offered_with_their_own_credit() -> None:
    ours = quotation_of("same", Attribution("publisher", "The Bell"), case="one")
    theirs = quotation_of("same", Attribution("publisher", None), case="two")
    options = to_discord(answer_of(ours, theirs), Presentation())[0]["components"][-1]["components"][0][
        "options"
    ]
    assert [option["description"] for option in options] == ["The Bell", "The article"]
