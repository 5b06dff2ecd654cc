"""What a reader would see beside the quotations, or not see of them, is refused; what is ours is read."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.rendering.gate import NotProvenOnPayload, prove
from bot.rendering.proof import (
    Unreadable,
    Visible,
    discord_quotations,
    discord_words,
    html_quotations,
    slack_quotations,
    text_quotations,
)
from bot.rendering.render import Presentation, to_discord, to_html, to_slack, to_text
from bot.rendering.wording import Wording
from tests.rendering.hostile import answer_of, quotation_of

ANSWER = answer_of("So it was.", "And so it is.")
[CREDIT, _] = [visible.credit for visible in text_quotations(to_text(ANSWER, Presentation()))]


def discord(answer: Answer = ANSWER) -> dict[str, Any]:
    return copy.deepcopy(to_discord(answer, Presentation())[0])


def slack(answer: Answer = ANSWER) -> dict[str, Any]:
    return copy.deepcopy(to_slack(answer, Presentation())[0])


@pytest.mark.parametrize("name", ["content", "embeds", "attachments", "sticker_ids", "poll"])
def test_whatever_discord_shows_beside_the_components_is_refused(name: str) -> None:
    assert discord_quotations({**discord(), name: None})
    with pytest.raises(Unreadable, match=f"{name} would show beside the answer"):
        discord_quotations({**discord(), name: ["I owe him."]})


@pytest.mark.parametrize("name", ["attachments", "markdown_text", "files"])
def test_whatever_slack_shows_beside_the_blocks_is_refused(name: str) -> None:
    assert slack_quotations({**slack(), name: None})
    with pytest.raises(Unreadable, match=f"{name} would show beside the answer"):
        slack_quotations({**slack(), name: ["I owe him."]})


@pytest.mark.parametrize("attribute", ["hidden", 'style="display: none"'])
@pytest.mark.parametrize("tag", ["<blockquote", "<figcaption"])
def test_html_that_hides_a_quotation_or_its_credit_is_refused(tag: str, attribute: str) -> None:
    fragment = str(to_html(ANSWER, Presentation()))
    assert len(html_quotations(fragment)) == 2
    with pytest.raises(Unreadable):
        html_quotations(fragment.replace(tag, f"{tag} {attribute}", 1))


@pytest.mark.parametrize(
    "fragment",
    [
        "<blockquote>I owe him.</blockquote>",
        "<blockquote>I owe him.</blockquote><blockquote>Not.</blockquote><figcaption>Ada</figcaption>",
        "<figcaption>Ada</figcaption>",
        "<blockquote>I <b>owe</b> him.</blockquote><figcaption>Ada</figcaption>",
        "<blockquote>I <script>not</script> owe him.</blockquote><figcaption>Ada</figcaption>",
        "<blockquote>I owe<br>him.</blockquote><figcaption>Ada</figcaption>",
    ],
)
def test_html_whose_quotations_have_no_credit_or_more_than_words_is_refused(fragment: str) -> None:
    with pytest.raises(Unreadable):
        html_quotations(fragment)


def test_a_credit_in_html_is_read_as_one_line_whatever_is_in_it() -> None:
    credit = "<figcaption> <b>Ada</b>\n &amp; <a href=x>Co.</a></figcaption>"
    fragment = f"<p>x<blockquote> I owe\nhim. </blockquote>y{credit}"
    assert html_quotations(fragment) == (Visible(" I owe\nhim. ", "Ada & Co."),)


def test_a_credit_on_slack_is_the_first_line_below_and_a_date_in_it_is_read_as_its_fallback() -> None:
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "So it was."}]}
    date = {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "1 May 2024"}
    below = [{"type": "text", "text": "Ada, "}, date, {"type": "text", "text": "\nas reported\nby Bell"}]
    section = {"type": "rich_text_section", "elements": below}
    blocks = [{"type": "rich_text", "elements": [quote, section]}]
    fallback = "  │ So it was.\n  Ada, 1 May 2024"
    assert slack_quotations({"blocks": blocks, "text": fallback}) == (
        Visible("So it was.", "Ada, 1 May 2024"),
    )


@pytest.mark.parametrize("words", ["Bell & Co.", "a < b", "a > b", "&amp; &lt; &gt; & < >", "&nbsp;"])
def test_what_slack_escapes_is_read_as_it_is_shown(words: str) -> None:
    assert [visible.text for visible in slack_quotations(slack(answer_of(words)))] == [words]


def test_a_time_and_a_link_of_ours_are_read_as_words_around_them() -> None:
    assert discord_words("Next <t:1767344400:F>, [the source](https://q.example/a)") == "Next , the source"
    for live in ("<t:1767344400:D>", "<t:x:F>", "<@1>", "[the source](javascript:1)"):
        with pytest.raises(Unreadable):
            discord_words(live)


def test_a_line_of_ours_on_discord_is_read_without_its_mark() -> None:
    for line in (
        "**So it was**",
        "## So it was",
        "### So it was",
        "-# So it was",
        "- So it was",
        "So it was",
    ):
        assert discord_words(line) == "So it was"
    with pytest.raises(Unreadable):
        discord_words("**So it was")


def test_all_that_is_beside_is_named() -> None:
    with pytest.raises(Unreadable, match="content and poll would show beside the answer"):
        discord_quotations({**discord(), "content": "words", "embeds": [], "poll": [1]})


def test_a_quotation_of_nothing_is_refused_though_it_says_that_it_goes_on() -> None:
    [quotation] = (answer := answer_of(quotation_of("So it was."))).quotations()
    words = Wording()
    credit = words.credit(quotation)
    whole = Visible("So it was.", credit)
    prove(answer, [whole], words)
    nothing = Visible("", f"{credit} · {words.continues}")
    for shown in ([nothing, whole], [whole, nothing], [nothing, nothing, whole]):
        with pytest.raises(NotProvenOnPayload):
            prove(answer, shown, words)
