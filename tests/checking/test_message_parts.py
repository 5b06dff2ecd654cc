"""The texts that messages of Discord and Slack show, each with where it stood."""

from typing import Any

import pytest

from bot.checking.discord_parts import discord_parts
from bot.checking.parts import TextPart
from bot.checking.slack_parts import slack_parts


def named(parts: tuple[TextPart, ...]) -> dict[str, str]:
    assert len({part.name for part in parts}) == len(parts)
    return {part.name: part.text for part in parts}


def test_every_visible_part_of_a_discord_message_is_read() -> None:
    message = {
        "content": "c",
        "embeds": [
            {
                "author": {"name": "a"},
                "title": "t",
                "description": "d",
                "fields": [{"name": "n", "value": "v"}],
                "footer": {"text": "f"},
            }
        ],
        "attachments": [{"description": "alt"}],
        "components": [
            {
                "type": 17,
                "components": [
                    {"type": 10, "content": "x"},
                    {"type": 9, "components": [{"type": 10, "content": "y"}], "accessory": {"label": "z"}},
                    {"type": 12, "items": [{"description": "picture"}]},
                ],
            }
        ],
        "poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "yes"}}]},
        "message_snapshots": [{"message": {"content": "forwarded", "embeds": [{"title": "inner"}]}}],
    }
    assert named(discord_parts(message)) == {
        "content": "c",
        "embed 1 author": "a",
        "embed 1 title": "t",
        "embed 1 description": "d",
        "embed 1 field 1 name": "n",
        "embed 1 field 1 value": "v",
        "embed 1 footer": "f",
        "attachment 1 description": "alt",
        "component 1": "x",
        "component 2": "y",
        "component 3": "z",
        "component 4": "picture",
        "poll question": "q",
        "poll answer 1": "yes",
        "forwarded 1 content": "forwarded",
        "forwarded 1 embed 1 title": "inner",
    }


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def test_every_visible_part_of_a_slack_message_is_read() -> None:
    message = {
        "text": "the fallback is not shown",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "head"}},
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "one ~two~"},
                "fields": [{"type": "mrkdwn", "text": "field"}],
                "accessory": {"type": "button", "text": {"type": "plain_text", "text": "press"}},
            },
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]},
            {
                "type": "image",
                "title": {"type": "plain_text", "text": "picture"},
                "alt_text": "alt",
                "image_url": "https://x.example/a.png",
            },
            rich(
                {
                    "type": "rich_text_section",
                    "elements": [
                        text("said "),
                        {"type": "link", "url": "https://a.example", "text": "label"},
                        text(" gone", strike=True),
                        {"type": "user", "user_id": "U1"},
                        {"type": "emoji", "name": "joy"},
                    ],
                },
                {"type": "rich_text_quote", "elements": [text("first\nsecond")]},
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [{"type": "rich_text_section", "elements": [text("item")]}],
                },
                {"type": "rich_text_preformatted", "elements": [text("code")]},
            ),
            {"type": "markdown", "text": "**md**"},
            {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]},
            {"type": "video", "title": {"type": "plain_text", "text": "film"}, "alt_text": "clip"},
        ],
        "attachments": [
            {
                "pretext": "pre",
                "author_name": "who",
                "title": "t",
                "text": "body",
                "fields": [{"title": "ft", "value": "fv"}],
                "footer": "foot",
                "fallback": "unseen",
            },
            {
                "text": "the same as its blocks",
                "message_blocks": [
                    {
                        "message": {
                            "blocks": [rich({"type": "rich_text_section", "elements": [text("forward")]})]
                        }
                    }
                ],
            },
            {"fallback": "only this"},
        ],
        "files": [{"title": "file", "preview_plain_text": "letter"}],
    }
    assert named(slack_parts(message)) == {
        "block 1": "head",
        "block 2": "one ~~two~~\nfield\npress",
        "block 3": "small",
        "block 4": "picture\nalt",
        "block 5": "said label~~ gone~~<@U1>:joy:\n> first\n> second\nitem\ncode",
        "block 6": "**md**",
        "block 7": "cell",
        "block 8": "film\nclip",
        "attachment 1 pretext": "pre",
        "attachment 1 author_name": "who",
        "attachment 1 title": "t",
        "attachment 1 text": "body",
        "attachment 1 field 1 title": "ft",
        "attachment 1 field 1 value": "fv",
        "attachment 1 footer": "foot",
        "attachment 2 block 1": "forward",
        "attachment 3 fallback": "only this",
        "file 1 title": "file",
        "file 1 preview_plain_text": "letter",
    }
    assert named(slack_parts({"text": "a &lt;b&gt; ~c~"})) == {"content": "a &lt;b&gt; ~~c~~"}


@pytest.mark.parametrize("read", [discord_parts, slack_parts])
@pytest.mark.parametrize("wrong", [None, 3, "x", [None], [3], [[]], {"text": 3}, [{"text": {"text": {}}}]])
def test_a_message_of_another_shape_is_read_as_far_as_it_goes(read: Any, wrong: Any) -> None:
    names = ("embeds", "components", "attachments", "message_snapshots", "blocks", "files", "poll")
    message = {"content": "words", "text": "words", **dict.fromkeys(names, wrong)}
    assert any(part.text == "words" for part in read(message)) or wrong
