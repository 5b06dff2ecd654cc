"""``/case changes since:`` and ``/digest preview since:`` tell the same changes, for every day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from tests.databases import migrated
from tests.digests.over_time import CASE, both_reports, first_report, without_amount, write_case
from tests.digests.places import Place

GONE = "withdrawn: {date: 2024-10-01, why: a retraction}"
TEXTS = {
    "without the amount": without_amount("DAY"),
    "first": first_report("DAY"),
    "with a caveat": first_report("DAY", caveat=True),
    "with a caveat of nothing": first_report("DAY", caveat=True).replace(", caveats: [due]", ""),
    "with another name": first_report("DAY").replace("name: Brenn,", "name: Brenn, roles: [bank],"),
    "with another outcome": first_report("DAY").replace("outcome: liable", "outcome: other"),
    "without its article": first_report("DAY", old=f", {GONE}"),
    "withdrawn": f"{GONE}\n{first_report('DAY')}",
    "both": both_reports("DAY"),
    "cut again": both_reports("DAY", again=True),
    "both without the older article": both_reports("DAY").replace(
        "date_published: 2024-09-18}", f"date_published: 2024-09-18, {GONE}}}"
    ),
}
STORIES = [
    ["first"],
    ["first", "both"],
    ["without the amount", "first", "both", "cut again"],
    ["first", "with a caveat of nothing", "with a caveat", "first"],
    ["first", "with another name", "with another outcome", "first"],
    ["first", "without its article", "first", "both without the older article", "both"],
    ["first", "withdrawn", "both"],
]
FIRST_DAY = date(2024, 9, 20)
COUNTED = re.compile(r"(?P<new>\d+) new|(?P<corrected>\d+) correct")


def place_of(folder: Path, story: list[str], gaps: list[int]) -> tuple[Place, list[date]]:
    """A channel with a digest of a case that was revised after so many days each time."""
    days = [FIRST_DAY + timedelta(sum(gaps[: number + 1])) for number in range(len(story))]
    for number, (name, day) in enumerate(zip(story, days, strict=True)):
        text = TEXTS[name].replace("DAY", day.isoformat())
        write_case(folder / "content", text, keep=f"{number}" if number else None)
    engine: Engine = open_database(migrated(f"sqlite:///{folder}/bot.db"))
    corpus = Corpus(ContentRepository(folder / "content"))
    assert corpus.read().problems == ()
    return Place(engine, corpus), days


def in_changes(said: str) -> int:
    if "One change in what this bot holds since" in said:
        return 1
    if found := re.search(r"(\d+) changes in what this bot holds since", said):
        return int(found[1])
    assert "has not changed since" in said or "only names or descriptions" in said
    return 0


def in_preview(said: str) -> int:
    if "Nothing is new" in said or "What changed in it was not kept" in said.replace("what", "What"):
        return 0
    lead = next(line for line in said.splitlines() if "since the last digest" in line)
    numbers = [int(number) for found in COUNTED.finditer(lead) for number in found.groups() if number]
    assert numbers
    return sum(numbers)


def typed_days(days: list[date]) -> Iterator[str]:
    """Every day around each revision, and every other form of date that EDTF has."""
    for day in days:
        for offset in (-1, 0, 1):
            yield (day + timedelta(offset)).isoformat()
    yield from ("2000-01-01", "2024", "2024-09", "2024-10", "2024-23", "202X", "2024/2025", "2100")


async def assert_agreed(place: Place, since: str) -> None:
    changes = await place.say(f"/case changes since:{since}")
    preview = await place.say(f"/digest preview since:{since}")
    assert in_changes(changes) == in_preview(preview), f"since:{since}\n{changes}\n\n{preview}"


@pytest.mark.parametrize("story", STORIES, ids=", ".join)
async def test_both_tell_the_same_changes_since_every_day_around_each_version(
    tmp_path: Path, story: list[str]
) -> None:
    place, days = place_of(tmp_path, story, [0] + [10] * (len(story) - 1))
    assert "Scheduled." in await place.say(f"/digest schedule daily 9:00 UTC case:{CASE} contents:changes")
    for since in typed_days(days):
        await assert_agreed(place, since)
    place.database.dispose()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_both_tell_the_same_changes_whatever_was_revised_when(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    names = st.sampled_from([name for name in TEXTS if name != "withdrawn"])
    story = [*data.draw(st.lists(st.sampled_from([*TEXTS]), max_size=4)), data.draw(names)]
    gaps = data.draw(st.lists(st.integers(0, 3), min_size=len(story), max_size=len(story)))
    place, days = place_of(tmp_path_factory.mktemp("story"), story, gaps)
    await place.say(f"/digest schedule daily 9:00 UTC case:{CASE} contents:changes")
    offset = data.draw(st.integers(-2, (days[-1] - days[0]).days + 2))
    await assert_agreed(place, (days[0] + timedelta(offset)).isoformat())
    place.database.dispose()


async def test_a_day_that_is_none_is_refused_by_both(tmp_path: Path) -> None:
    place, _ = place_of(tmp_path, ["first"], [0])
    await place.say(f"/digest schedule daily 9:00 UTC case:{CASE}")
    for command in ("/case changes", "/digest preview"):
        assert "“yesterday” is no day of the calendar" in await place.say(f"{command} since:yesterday")
    place.database.dispose()


async def test_the_button_of_a_digest_shows_the_changes_that_it_told_and_no_others(tmp_path: Path) -> None:
    # Two versions of one day: the readers know the first of them.
    place, _ = place_of(tmp_path, ["without the amount", "first", "both"], [0, 0, 10])
    await place.say(f"/digest schedule daily 9:00 UTC case:{CASE} contents:changes")
    first, second, _ = place.corpus.archive.library.versions(CASE)
    for known, amounts in ((first, 1), (second, 1)):
        since = f"{known.revised}/{known.version[:12]}"
        preview = await place.say(f"/digest preview since:{since}")
        assert f"/case changes since:{since}" in preview
        await assert_agreed(place, since)
        changes = await place.say(f"/case changes since:{since}")
        assert changes.count("€3.2 million was reduced to €1.9 million") == amounts
    place.database.dispose()
