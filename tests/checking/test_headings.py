"""Who is named above a quotation: in the line above it, or as the author or title of its card."""

from __future__ import annotations

from typing import Any

import pytest

from bot.checking.discord_parts import discord_parts
from bot.checking.headings import name_alone
from bot.checking.judging import Judgement
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.checking.slack_parts import slack_parts
from bot.search.archive import Archive

WORDS = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"
THEIRS = {"Donald Trump": "verbatim", "E. Jean Carroll": "misattributed", "Court Ruling Today": "verbatim"}
NAMES = pytest.mark.parametrize("name", THEIRS)


def judged(archive: Archive, parts: str | tuple[TextPart, ...]) -> Judgement:
    given = (TextPart(parts),) if isinstance(parts, str) else parts
    return next(one for one in check(archive, given).claims if WORDS in one.claim.text)


@NAMES
@pytest.mark.parametrize(
    "text",
    ["**{}**\n> {}", "### {}\n\n“{}”", "{} (@handle)\n> {}", "{}, 2023\n“{}”", "— {} —\n>>> {}"],
)
def test_a_name_in_the_line_above_is_compared(archive: Archive, name: str, text: str) -> None:
    one = judged(archive, text.format(name, WORDS))
    assert one.verdict == THEIRS[name]
    assert (one.speaker_ok is None) == name.startswith("Court")


def test_a_name_in_a_first_paragraph_of_a_text_without_marks_is_compared(archive: Archive) -> None:
    assert judged(archive, f"Donald Trump\n\n{WORDS}").verdict == "verbatim"
    assert judged(archive, f"E. Jean Carroll\n\n{WORDS}").verdict == "misattributed"


def test_a_line_that_breaks_behind_another_name_is_a_part_of_the_claim(archive: Archive) -> None:
    """Nobody could tell a name in a line of its own from a changed name at which the line ends."""
    [one] = check(archive, [TextPart("Kasimir\nCarroll was awarded $5 million in damages")]).claims
    assert one.verdict == "altered"


@NAMES
@pytest.mark.parametrize(
    "embed",
    [
        {"author": {"name": "{}"}, "description": WORDS},
        {"author": {"name": "{} (@handle)"}, "title": "About the verdict", "description": f"> {WORDS}"},
        {"title": "{}", "description": f"“{WORDS}”"},
        {"author": {"name": "The Feed"}, "fields": [{"name": "{}", "value": WORDS}]},
    ],
)
def test_the_author_or_title_of_a_card_is_compared(
    archive: Archive, name: str, embed: dict[str, Any]
) -> None:
    filled = {
        key: {"name": value["name"].replace("{}", name)}
        if key == "author"
        else [{**value[0], "name": name}]
        if key == "fields"
        else value.replace("{}", name)
        for key, value in embed.items()
    }
    assert judged(archive, discord_parts({"content": "see", "embeds": [filled]})).verdict == THEIRS[name]


@NAMES
def test_the_author_of_an_attachment_of_slack_is_compared(archive: Archive, name: str) -> None:
    message = {"text": "see", "attachments": [{"author_name": name, "text": f"“{WORDS}”"}]}
    assert judged(archive, slack_parts(message)).verdict == THEIRS[name]


@pytest.mark.parametrize(
    "message",
    [
        # Whoever quotes somebody inside a sentence need not be the speaker.
        {"embeds": [{"author": {"name": "E. Jean Carroll"}, "description": f"“{WORDS}” he wrote"}]},
        {"embeds": [{"author": {"name": "E. Jean Carroll"}, "description": f"Trump said: “{WORDS}”"}]},
        # A card of its own has another author.
        {"embeds": [{"author": {"name": "E. Jean Carroll"}}, {"description": WORDS}]},
        {"content": "E. Jean Carroll", "embeds": [{"description": WORDS}]},
    ],
)
def test_a_name_above_is_no_speaker_where_another_or_nobody_is_named(
    archive: Archive, message: dict[str, Any]
) -> None:
    assert judged(archive, discord_parts(message)).verdict == "verbatim"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Joe Biden", "Joe Biden"),
        ("Joe Biden (@JoeBiden)", "Joe Biden"),
        ("Donald J. Trump | Truth Social", "Donald J. Trump"),
        ("Simone de Beauvoir", "Simone de Beauvoir"),
        ("@Simone Else: now", "Simone Else"),
        ("The President", None),
        ("Judge", None),
        ("He", None),
        ("Update", None),
        ("In March", None),
        ("Never Trump", None),
        ("joe biden", None),
        ("Joe Biden said so", None),
        ("A Long Line Of Capitalised Words", None),
        ("", None),
        ("…", None),
    ],
)
def test_a_line_with_a_name_and_nothing_else_names_somebody(line: str, name: str | None) -> None:
    assert name_alone(line) == name
