"""The guide for admins of Discord servers: its pictures, commands and sentences are the bot's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answers.commands import COMMANDS
from bot.answers.grammar import parse
from bot.answers.query import Query
from bot.answers.refusal import HELD_BACK
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.corpus.index_files import open_archive
from bot.digests.outcomes import Reason
from bot.digests.targets import REASONS
from bot.platforms.discord.forms import SCHEDULE, SET, has_form
from bot.platforms.discord.interaction_handler import LEAVING, OLDER
from bot.platforms.discord.invite import NEEDED
from bot.platforms.discord.names import english_name
from bot.platforms.discord.permissions import NAMES
from bot.platforms.discord.registration import CHECK_QUOTES, MANAGED, POSTABLE
from bot.platforms.discord.responder import LOST
from bot.platforms.discord.sender import ANNOUNCEMENTS, UNFIT
from bot.rendering.outline import NOT_AFTER
from bot.rendering.render import Presentation, to_text
from tests.docs.documents import GUIDES, text_of

GUIDE = GUIDES / "discord-admins.md"
PICTURE = re.compile(r"!\[The answer to “(?P<command>[^”]*)”: (?P<shows>[^\]]*)\]\((?P<path>[^)]*)\)")
LARGEST = 60_000
WORDS = {"/verify": ("Altered", "$50 → $5"), "/quote": ("TRAVESTY OF JUSTICE", "Donald Trump")}


def pictures() -> list[re.Match[str]]:
    return list(PICTURE.finditer(text_of(GUIDE)))


def test_the_pictures_are_there_and_small() -> None:
    assert len(pictures()) == 2
    for picture in pictures():
        path = Path(GUIDE.parent / picture["path"])
        assert path.read_bytes().startswith(b"\x89PNG")
        assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture["command"].split()[0])
def test_a_picture_shows_what_its_command_is_answered_with(picture: re.Match[str], library: Library) -> None:
    answer = to_text(respond(open_archive(library, None), parse(picture["command"])), Presentation())
    for words in WORDS[picture["command"].split()[0]]:
        assert words in answer


def test_the_quotation_that_the_guide_names_is_there(library: Library) -> None:
    [name] = re.findall(r"`(/quote #\w+)`", text_of(GUIDE))
    assert not respond(open_archive(library, None), parse(name)).abstained


def test_every_command_is_named_or_explained_in_the_guide_of_digests() -> None:
    guide = text_of(GUIDE)
    for name in COMMANDS:
        group = name.split()[0]
        assert f"`/{name}`" in guide or group in MANAGED, name
    assert all(f"`/{group}" in guide for group in MANAGED)
    assert f"**{CHECK_QUOTES}**" in guide


def test_the_sentences_are_those_that_people_see() -> None:
    guide = text_of(GUIDE)
    for sentence in (LEAVING, LOST, HELD_BACK, NOT_AFTER, REASONS[Reason.IS_FORUM]):
        assert f"“{sentence}”" in " ".join(guide.split())
    assert str(OLDER).partition(". ")[0] in guide


def test_the_permissions_are_those_that_the_link_asks_for() -> None:
    guide = " ".join(text_of(GUIDE).split())
    for permission, name in NAMES.items():
        assert NEEDED & permission
        assert name in guide


def test_the_kinds_of_channels_that_take_digests_are_those_of_the_guide() -> None:
    guide = " ".join(text_of(GUIDE).split())
    names = {
        0: "text channels",
        2: "voice channels",
        5: "announcement channels",
        10: "threads",
        11: "posts of a forum",
        12: "threads",
        13: "stages",
    }
    assert set(names) == set(POSTABLE)
    [sentence] = re.findall(r"Digests can go to [^.]*\.", guide)
    assert all(name in sentence for name in names.values())
    assert set(UNFIT.values()) == {Reason.IS_FORUM}
    assert ANNOUNCEMENTS in POSTABLE


def test_the_commands_with_a_form_and_the_names_in_german_are_those_of_the_guide() -> None:
    guide = " ".join(text_of(GUIDE).split())
    assert f"`/{SCHEDULE}` without words" in guide
    assert f"`/{SET}` without options" in guide
    assert has_form(Query(SCHEDULE))
    assert has_form(Query(SET))
    for there, name in re.findall(r"`/([^`]*)` is `/([^`]*)`", guide):
        assert " ".join(map(english_name, there.split())) == name
