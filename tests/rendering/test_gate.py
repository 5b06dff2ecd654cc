"""Finished payloads with one thing changed: whatever alters a visible quotation is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, Attribution
from bot.cases.selectors import Selector
from bot.rendering import proof
from bot.rendering.gate import NotProvenOnPayload, prove, prove_mentions, prove_menu
from bot.rendering.proof import Offered, Unreadable
from bot.rendering.render import Presentation, to_discord, to_html, to_slack, to_text
from bot.rendering.wording import Wording
from tests.rendering.hostile import answer_of, as_in_chats, in_full, quotation_of, texts, unhurried

Payloads = list[dict[str, Any]]
REFUSED = (NotProvenOnPayload, Unreadable)
ADA = Attribution("speaker", None, "Ada Stone", "Truth Social", "third post")
BELL = Attribution("publisher", "The Bell")
ANSWER = answer_of(
    quotation_of("I did not owe *him* $5,000 <b>.\n- And\n2. that", ADA),
    quotation_of("Bell Works was found not liable.", BELL),
    quotation_of("So it was.", ADA),
)
PRESENTATION = Presentation(public_url="https://q.example")
SHOWN = as_in_chats(Wording())
"""How chats are worded."""


def prove_discord(answer: Answer, payloads: Payloads) -> None:
    prove(answer, chain.from_iterable(map(proof.discord_quotations, payloads)), SHOWN)
    prove_menu(answer, chain.from_iterable(map(proof.discord_menu, payloads)), SHOWN)
    prove_mentions(answer, chain.from_iterable(map(proof.discord_mentions, payloads)))


def prove_slack(answer: Answer, payloads: Payloads) -> None:
    prove(answer, chain.from_iterable(map(proof.slack_quotations, payloads)), SHOWN)
    prove_menu(answer, chain.from_iterable(map(proof.slack_menu, payloads)), SHOWN)
    prove_mentions(answer, chain.from_iterable(map(proof.slack_mentions, payloads)))


def discord(answer: Answer = ANSWER) -> Payloads:
    return copy.deepcopy(list(to_discord(answer, PRESENTATION)))


def slack(answer: Answer = ANSWER) -> Payloads:
    return copy.deepcopy(list(to_slack(answer, PRESENTATION)))


def edits(text: str) -> Iterator[str]:
    """Every text that one letter away, one more or one changed makes of this one."""
    for at, character in enumerate(text):
        yield text[:at] + text[at + 1 :]
        yield text[:at] + ("9" if character != "9" else "8") + text[at + 1 :]
        yield text[:at] + "x" + text[at:]


def displays(payload: dict[str, Any]) -> Payloads:
    return [part for part in payload["components"][0]["components"] if part["type"] == 10]


def rich(payload: dict[str, Any], kind: str) -> Payloads:
    blocks = (block["elements"] for block in payload["blocks"] if block["type"] == "rich_text")
    return [element for element in chain.from_iterable(blocks) if element["type"] == kind]


def test_the_payloads_themselves_are_proven() -> None:
    prove_discord(ANSWER, discord())
    prove_slack(ANSWER, slack())
    prove(ANSWER, proof.text_quotations(to_text(ANSWER, PRESENTATION)), Wording())
    prove(ANSWER, proof.html_quotations(to_html(ANSWER, PRESENTATION)), Wording())


def test_a_payload_is_proven_with_the_words_it_was_made_with_and_no_others() -> None:
    answer = answer_of("word " * 2_000, quotation_of("words", Attribution("publisher", None)))
    for locale, other in (("de", "en"), ("en", "de"), ("es", "en")):
        shown = Presentation(Wording(locale))
        visible = [one for payload in to_discord(answer, shown) for one in proof.discord_quotations(payload)]
        prove(answer, visible, as_in_chats(Wording(locale)))
        for wrong in (Wording(locale), as_in_chats(Wording(other))):
            with pytest.raises(NotProvenOnPayload, match="is credited to"):
                prove(answer, visible, wrong)


def test_each_letter_of_each_quoted_line_on_discord_counts() -> None:
    payload = discord()[0]
    for part in displays(payload):
        original = part["content"]
        lines = original.split("\n")
        for index, line in enumerate(lines):
            for edited in edits(line) if line.startswith("> ") else ():
                part["content"] = "\n".join([*lines[:index], edited, *lines[index + 1 :]])
                with pytest.raises(REFUSED):
                    prove_discord(ANSWER, [payload])
        part["content"] = original


def test_each_letter_of_each_credit_on_discord_counts() -> None:
    payload = discord()[0]
    for part in displays(payload)[1:]:
        original = part["content"]
        before, _, credit = original.rpartition("\n-# ")
        shown = credit.partition("](")[0]
        for edited in edits(shown):
            part["content"] = f"{before}\n-# {edited}{credit[len(shown) :]}"
            with pytest.raises(REFUSED):
                prove_discord(ANSWER, [payload])
        part["content"] = original


def test_each_letter_of_the_quotations_and_credits_in_plain_text_counts() -> None:
    for width in (None, 30):
        lines = to_text(ANSWER, PRESENTATION, width).split("\n")
        first = next(index for index, line in enumerate(lines) if "│" in line)
        for index, line in enumerate(lines[first:], first):
            heading = not line.strip() or "as reported on" in line or "2023" in line
            for edited in edits(line) if not heading else ():
                changed = "\n".join([*lines[:index], edited, *lines[index + 1 :]])
                with pytest.raises(REFUSED):
                    prove(ANSWER, proof.text_quotations(changed), Wording())


def test_each_letter_of_the_quotations_and_credits_on_slack_counts() -> None:
    payload = slack()[0]
    for kind in ("rich_text_quote", "rich_text_section"):
        for element in rich(payload, kind)[0 if kind == "rich_text_quote" else 1 :]:
            for part in element["elements"]:
                original = part["text"]
                if "reported on" in original or original == "\n":
                    continue
                for edited in edits(original):
                    part["text"] = edited
                    with pytest.raises(REFUSED):
                        prove_slack(ANSWER, [payload])
                part["text"] = original


def test_each_letter_of_the_quotations_in_the_fallback_counts() -> None:
    payload = slack()[0]
    lines = payload["text"].split("\n")
    for index, line in enumerate(lines):
        for edited in edits(line) if line.startswith(("  │", "  ├")) else ():
            payload["text"] = "\n".join([*lines[:index], edited, *lines[index + 1 :]])
            with pytest.raises(REFUSED):
                prove_slack(ANSWER, [payload])


def test_each_letter_of_the_quotations_in_html_counts() -> None:
    answer = answer_of("Bell Works was found not liable.", "So it was.")
    fragment = to_html(answer, PRESENTATION)
    for words in ("Bell Works was found not liable.", "So it was.", "Ada Stone · Truth Social"):
        for edited in edits(words):
            with pytest.raises(REFUSED):
                prove(answer, proof.html_quotations(fragment.replace(words, edited, 1)), Wording())


@unhurried
@given(texts, st.data())
def test_a_hostile_quotation_with_any_character_changed_is_refused_everywhere(
    words: str, data: st.DataObject
) -> None:
    answer = answer_of(words)
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda one: one != words[at]))
    changed = answer_of(words[:at] + other + words[at + 1 :])
    for render, prove_it in ((discord, prove_discord), (slack, prove_slack)):
        with pytest.raises(REFUSED):
            prove_it(answer, render(changed))
    with pytest.raises(REFUSED):
        prove(answer, proof.text_quotations(to_text(changed, PRESENTATION)), Wording())
    with pytest.raises(REFUSED):
        prove(answer, proof.html_quotations(to_html(changed, PRESENTATION)), Wording())


def swap_displays(payload: dict[str, Any]) -> None:
    one, other = displays(payload)[1:3]
    one["content"], other["content"] = other["content"], one["content"]


def swap_credits(payload: dict[str, Any]) -> None:
    one, other = displays(payload)[1:3]
    first, second = (part["content"].rpartition("\n") for part in (one, other))
    one["content"], other["content"] = first[0] + "\n" + second[2], second[0] + "\n" + first[2]


def drop_display(payload: dict[str, Any]) -> None:
    payload["components"][0]["components"].remove(displays(payload)[2])


def repeat_display(payload: dict[str, Any]) -> None:
    payload["components"][0]["components"].append(displays(payload)[2])


def fake_in(content: Callable[[str], str]) -> Callable[[dict[str, Any]], None]:
    def change(payload: dict[str, Any]) -> None:
        part = displays(payload)[0]
        part["content"] = content(part["content"])

    return change


def beside(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda payload: payload.update({name: value})


def option(name: str, value: str) -> Callable[[dict[str, Any]], None]:
    return lambda payload: payload["components"][-1]["components"][0]["options"][0].update({name: value})


def section_beside(payload: dict[str, Any]) -> None:
    inner = {"type": 10, "content": "> I owe him.\n-# Ada Stone"}
    payload["components"].append({"type": 9, "components": [inner]})


DISCORD_CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "two quotations swapped": swap_displays,
    "two credits swapped": swap_credits,
    "a quotation dropped": drop_display,
    "a quotation repeated": repeat_display,
    "a fake quotation in a label": fake_in(lambda text: f"{text}\n> I owe him.\n-# Ada Stone"),
    "a fake quotation after a carriage return": fake_in(lambda text: f"{text}\r> I owe him.\r-# Ada Stone"),
    "a fake quotation, indented": fake_in(lambda text: f"{text}\n  > I owe him.\n-# Ada Stone"),
    "a fake quotation to the end": fake_in(lambda text: f"{text}\n>>> I owe him."),
    "a fake quotation without credit": fake_in(lambda text: f"{text}\n> I owe him."),
    "a fake quotation of nothing": fake_in(lambda text: f"> \n-# Ada Stone\n{text}"),
    "a mention": fake_in(lambda text: f"{text} <@1>"),
    "content beside": beside("content", "> I owe him."),
    "an embed beside": beside("embeds", [{"description": "> I owe him."}]),
    "a component of another kind": section_beside,
    "a fake entry of the menu": option("label", "I owe him."),
    "a menu entry cut in the wrong place": option("label", "Bell …"),
    "a menu entry of another quotation": option("value", "/quote #zzzzzz case:stone"),
    "a fake description in the menu": option("description", "I owe him."),
}


@pytest.mark.parametrize("change", DISCORD_CHANGES.values(), ids=DISCORD_CHANGES)
def test_a_discord_message_is_refused_with(change: Callable[[dict[str, Any]], None]) -> None:
    payloads = discord()
    change(payloads[0])
    with pytest.raises(REFUSED):
        prove_discord(ANSWER, payloads)


def part_of(kind: str, index: int, **changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda payload: rich(payload, kind)[index]["elements"][0].update(changed)


def swap_quotes(payload: dict[str, Any]) -> None:
    one, other = rich(payload, "rich_text_quote")[:2]
    one["elements"], other["elements"] = other["elements"], one["elements"]


def block_beside(block: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    return lambda payload: payload["blocks"].insert(1, block)


def rich_text(*kinds: str) -> dict[str, Any]:
    words = [{"type": "text", "text": "I owe him."}]
    return {"type": "rich_text", "elements": [{"type": kind, "elements": words} for kind in kinds]}


MARKDOWN = {"type": "section", "text": {"type": "mrkdwn", "text": "> I owe him."}}
SLACK_CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "two quotations swapped": swap_quotes,
    "a fake quotation": block_beside(rich_text("rich_text_quote", "rich_text_section")),
    "a fake quotation without credit": block_beside(rich_text("rich_text_quote")),
    "a quotation upon a quotation": block_beside(rich_text("rich_text_quote", "rich_text_quote")),
    "a code block": block_beside(rich_text("rich_text_preformatted")),
    "a list": block_beside(rich_text("rich_text_list")),
    "markdown": block_beside(MARKDOWN),
    "an attachment": beside("attachments", [{"text": "I owe him."}]),
    "words struck through": part_of("rich_text_quote", 0, style={"strike": True}),
    "a person": part_of("rich_text_section", 0, type="user", user_id="U1"),
    "a broadcast in a quotation": part_of("rich_text_quote", 0, type="broadcast", range="channel"),
    "a mention in the fallback": lambda payload: payload.update(text=payload["text"] + "\n<!channel>"),
    "an escape that Slack does not know": lambda payload: payload.update(text=payload["text"] + "&nbsp;"),
    "a fallback of something else": beside("text", "Found."),
    "a fake entry of the menu": lambda payload: payload["blocks"][-1]["elements"][0]["options"][0].update(
        text={"type": "plain_text", "text": "I owe him."}
    ),
}


@pytest.mark.parametrize("change", SLACK_CHANGES.values(), ids=SLACK_CHANGES)
def test_a_slack_message_is_refused_with(change: Callable[[dict[str, Any]], None]) -> None:
    payloads = slack()
    change(payloads[0])
    with pytest.raises(REFUSED):
        prove_slack(ANSWER, payloads)


@pytest.mark.parametrize(("render", "prove_it"), [(discord, prove_discord), (slack, prove_slack)])
def test_pages_that_are_cut_away_or_out_of_order_are_refused(
    render: Callable[[Answer], Payloads], prove_it: Callable[[Answer, Payloads], None]
) -> None:
    answer = in_full(answer_of("first", "word " * 2_000, "last"))
    pages = render(answer)
    assert len(pages) == 3
    prove_it(answer, pages)
    for changed in (pages[:2], pages[1:], [pages[0], pages[2]], pages[::-1], [*pages, pages[2]], []):
        with pytest.raises(REFUSED):
            prove_it(answer, changed)


def test_a_piece_that_does_not_say_that_it_goes_on_is_refused() -> None:
    answer = answer_of("word " * 1_000)
    changed = json.loads(json.dumps(discord(answer)).replace(" \\u00b7 continued on the next page", ""))
    with pytest.raises(NotProvenOnPayload, match="credited"):
        prove_discord(answer, changed)


def test_what_changes_no_quotation_is_let_through() -> None:
    payload = json.loads(json.dumps(discord()[0]))
    payload["components"][0]["accent_color"] = 1
    payload["components"][0]["id"] = 7
    payload["components"][-1]["components"][0]["placeholder"] = "Read on"
    payload["nonce"] = "n"
    displays(payload)[0]["content"] += "\nAnother line of ours"
    prove_discord(ANSWER, [payload])
    message = json.loads(json.dumps(slack()[0]))
    message["blocks"][0]["text"]["text"] = "Another title"
    message["thread_ts"] = "1.2"
    prove_slack(ANSWER, [message])


def test_an_unclosed_text_without_credit_is_refused() -> None:
    for text in ("  │ words", "  │ words\n", "  │ words\n\nAda", "  │ "):
        with pytest.raises(Unreadable):
            proof.text_quotations(text)


def test_a_quotation_that_left_its_source_meanwhile_is_refused() -> None:
    quotation = quotation_of("words")
    answer = answer_of(quotation)
    visible = proof.text_quotations(to_text(answer, PRESENTATION))
    object.__setattr__(quotation, "selector", Selector(exact="words", start=0, end=5, source="article"))
    with pytest.raises(NotProvenOnPayload, match="not in its source"):
        prove(answer, visible, Wording())


def test_a_menu_may_name_a_quotation_by_its_words_their_beginning_or_its_id() -> None:
    quotation = quotation_of("one two\nthree …")
    command = f"/quote #{quotation.id} case:stone"
    for name in ("one two three …", "one two …", f"#{quotation.id}"):
        prove_menu(
            answer_of(quotation),
            [Offered(command, name), Offered(command, name, SHOWN.credit(quotation))],
            SHOWN,
        )
    for name in ("one two", "two three …", "#zzzzzz", ""):
        with pytest.raises(NotProvenOnPayload):
            prove_menu(answer_of(quotation), [Offered(command, name)], SHOWN)
