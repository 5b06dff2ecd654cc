"""The guide for those who look after a channel shows what the bot does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.commands import COMMANDS
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.digests.digest_commands import MOST_OF_A_PERSON, MOST_OF_A_WORKSPACE
from bot.digests.schedule_parser import read_schedule
from bot.digests.schedule_writer import write_schedule
from tests.databases import migrated
from tests.digests.places import Place
from tests.docs.documents import FENCE, GUIDES, code, table_rows, text_of

GUIDE = text_of(GUIDES / "digests.md")
FAULTS = [row for row in table_rows(GUIDE, "you write") if row[0].startswith("`/")]
SCHEDULES = [row for row in table_rows(GUIDE, "you write") if not row[0].startswith("`/")]


@pytest.fixture
def place(tmp_path: Path, corpus: Corpus) -> Iterator[Place]:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    yield Place(engine, corpus)
    engine.dispose()


async def test_what_the_guide_shows_is_what_the_bot_says(place: Place) -> None:
    shown = [(found["info"], found["body"].rstrip("\n")) for found in FENCE.finditer(GUIDE)]
    assert [info for info, _ in shown] == ["answer", "says"] * (len(shown) // 2)
    for (_, command), (_, answer) in zip(shown[::2], shown[1::2], strict=True):
        assert await place.say(command) == answer


@pytest.mark.parametrize(("typed", "sentence"), FAULTS, ids=[row[0] for row in FAULTS])
async def test_what_the_guide_says_of_faults_is_what_the_bot_answers(
    place: Place, typed: str, sentence: str
) -> None:
    assert sentence in await place.say(code(typed))


@pytest.mark.parametrize(("typed", "written"), SCHEDULES, ids=[row[0] for row in SCHEDULES])
def test_schedules_of_the_guide_are_understood_as_it_says(typed: str, written: str) -> None:
    assert write_schedule(read_schedule(code(typed))) == code(written)


def test_every_command_option_and_setting_is_in_the_guide_and_no_other() -> None:
    named = set(re.findall(r"/((?:digest|settings) [a-z]+)", GUIDE))
    assert named == {name for name in COMMANDS if name.startswith(("digest ", "settings "))}
    options = {code(row[0]).partition(":")[0] for row in table_rows(GUIDE, "option")}
    assert options == {option.name for option in COMMANDS["digest schedule"].options if not option.main}
    settings = {code(row[0]).removesuffix(":") for row in table_rows(GUIDE, "setting")}
    assert settings == {option.name for option in COMMANDS["settings set"].options}


def test_the_limits_of_the_guide_are_those_of_the_bot() -> None:
    assert f"A workspace can have {MOST_OF_A_WORKSPACE} digests, and a person {MOST_OF_A_PERSON}" in GUIDE
