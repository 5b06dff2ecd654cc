"""Marks of direction that somebody typed turn their own words around, and no other words of an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.grammar import query
from bot.answers.query import CommandError
from bot.answers.refusal import refusal
from bot.answers.respond import respond
from bot.platforms.discord.interaction import displayed
from bot.rendering.direction import ENDS, contained
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.search.archive import Archive

MARKS = "".join(ENDS) + "\u202c\u2069"
TURNED = "\u202e"


def depths(text: str) -> list[int]:
    """How many directions are open before each character, and at the end: rules X1 to X8 of UAX 9."""
    opened: list[str] = []
    found = []
    for one in text:
        found.append(len(opened))
        if one in ENDS:
            opened.append(ENDS[one])
        elif one == "\u2069" and one in opened:
            del opened[len(opened) - 1 - opened[::-1].index(one) :]
        elif one == "\u202c" and opened[-1:] == [one]:
            opened.pop()
        elif one == "\n":
            opened = []  # a paragraph ends whatever is open in it
    return [*found, len(opened)]


@given(st.text(alphabet=f"ab {MARKS}", max_size=30))
def test_what_is_opened_in_a_text_is_closed_after_it_and_the_text_stays(text: str) -> None:
    whole = contained(text)
    assert whole.startswith(text)
    assert depths(whole)[-1] == 0
    assert contained(whole) == whole


@pytest.mark.parametrize(
    ("command", "options", "ours"),
    [
        ("ask", {"question": f"How much was {TURNED}Carroll awarded?"}, "”"),
        ("quote", {"text": f"travesty {TURNED}of justice"}, "”"),
        ("quote", {"text": f"\u2067no such {TURNED}words"}, "”."),
        (
            "verify",
            {"text": f"Carroll was awarded {TURNED}$50 million in damages in the defamation case."},
            " → $5",
        ),
        ("case status", {"lawsuit": f"{TURNED}the other"}, "It tells of"),
        ("case statements", {"speaker": f"{TURNED}somebody"}, "It quotes"),
        ("case damages", {"case": f"{TURNED}v. Trump"}, "Known"),
        ("help", {"command": f"{TURNED}me"}, "lists them all"),
    ],
)
def test_words_after_those_that_somebody_typed_are_read_from_left_to_right(
    archive: Archive, command: str, options: dict[str, str], ours: str
) -> None:
    try:
        answer = respond(archive, query(command, options))
    except CommandError as error:
        answer = refusal(error)
    discord = to_discord(answer, Presentation())[0]["components"]
    shown = ["\n".join(displayed(discord)), to_slack(answer, Presentation())[0]["text"]]
    for text in (*shown, to_text(answer, Presentation())):
        assert TURNED in text
        after = text.index(ours, text.index(TURNED))
        assert not any(depths(text)[after : after + len(ours)])
