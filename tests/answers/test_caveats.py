"""Open points: the first few with an answer and the others counted; all of them by a command, and in JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.answer import Answer
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.export import as_object
from bot.rendering.render import Presentation, to_discord, to_html, to_slack, to_text


def ask(library: Library, command: str) -> Answer:
    return respond(open_archive(library, None), parse(command))


def case_with(points: int, case_folder: Callable[..., Path]) -> Library:
    """A case whose one lawsuit has this many open points."""
    caveats = "".join(
        f"  - {{id: gap-{number}, text: Point {number} is open.}}\n" for number in range(points)
    )
    named = ", ".join(f"gap-{number}" for number in range(points))
    body = (
        f"caveats:\n{caveats}lawsuits:\n"
        f"  - {{id: suit, label: The suit, quote: Ada Stone sued Bell Works in 2024, caveats: [{named}]}}\n"
    )
    return ContentRepository(case_folder(body).parent).read()


@pytest.mark.parametrize(("points", "shown"), [(1, 1), (3, 3), (4, 4), (5, 3), (12, 3)])
def test_of_many_open_points_the_first_three_are_shown_and_the_others_counted(
    points: int, shown: int, case_folder: Callable[..., Path]
) -> None:
    answer = ask(case_with(points, case_folder), "/case status")
    assert [point.text for point in answer.open_points] == [
        f"Point {number} is open." for number in range(shown)
    ]
    assert len(answer.folded) == points - shown
    offered = [suggestion.query.command for suggestion in answer.suggestions]
    assert (offered[0] == "case caveats") == bool(answer.folded)
    text = to_text(answer, Presentation())
    assert (f"… and {points - shown} more open points" in text) == bool(answer.folded)
    assert ("Next: /case caveats · " in text) == bool(answer.folded)


def test_programs_get_every_open_point_with_its_quotations(library: Library) -> None:
    exported = as_object(ask(library, "/case status"), Presentation())
    assert len(exported["caveats"]) == 10
    assert all(
        caveat in exported["text"] for caveat in (" ".join(one.split()) for one in exported["caveats"])
    )
    assert "more open point" not in exported["text"]


def test_one_command_shows_all_open_points(library: Library) -> None:
    answer = ask(library, "/case caveats")
    case = library.cases["carroll-v-trump"]
    assert [point.text for point in answer.open_points] == [caveat.text for caveat in case.caveats]
    assert not answer.folded
    assert not answer.abstained
    assert str(answer.lead) == f"{len(case.caveats)} points are open in the source."
    for caveat in case.caveats:
        assert caveat.text in to_text(answer, Presentation())


def test_a_case_without_an_open_point_says_so(case_folder: Callable[..., Path]) -> None:
    answer = ask(ContentRepository(case_folder("").parent).read(), "/case caveats")
    assert answer.abstained
    assert str(answer.lead) == "This summary tells of nothing that the source leaves open."


def test_a_button_leads_to_the_other_open_points_on_every_platform(library: Library) -> None:
    answer, shown = ask(library, "/case status"), Presentation()
    assert "1::/case caveats case:carroll-v-trump" in str(to_discord(answer, shown))
    assert "1::/case caveats case:carroll-v-trump" in str(to_slack(answer, shown))
    assert "/playground?command=/case%20caveats" in to_html(answer, shown)
