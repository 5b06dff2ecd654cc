"""The desk: the same answers for everybody, in time, whatever is asked and whatever goes wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.answers.asker import ANYBODY, Asker
from bot.answers.grammar import parse
from bot.answers.query import Query
from bot.cases.library import Shelf
from bot.desk import Desk
from bot.rendering.gate import NotProvenOnPayload
from bot.rendering.render import Presentation, to_discord, to_text
from bot.search.keeper import ArchiveKeeper

INVENTED = Path(__file__).parent / "cases_invented"


def keeper_of(folder: Path) -> ArchiveKeeper:
    keeper = ArchiveKeeper(Shelf(folder))
    keeper.read()
    return keeper


@pytest.fixture
def keeper(content: Path) -> ArchiveKeeper:
    return keeper_of(content)


def desk_of(keeper: ArchiveKeeper, **options: Any) -> Desk:
    return Desk(keeper, Presentation(), **options)


async def test_a_typed_command_and_its_query_are_answered_alike(keeper: ArchiveKeeper) -> None:
    desk = desk_of(keeper)
    typed = await desk.reply("/case damages", ANYBODY, to_text)
    assert typed == await desk.reply(Query("case damages"), ANYBODY, to_text)
    assert "Carroll was awarded $5 million in damages in the defamation case." in typed


async def test_everybody_is_answered_in_their_own_language(keeper: ArchiveKeeper) -> None:
    desk, german = desk_of(keeper), replace(ANYBODY, locale="de-CH")
    for command, english, words in (
        ("/case damages", "The source gives 3 amounts.", "Die Quelle nennt 3 Beträge."),
        ("/case damage", "Did you mean /case damages?", "War /case damages gemeint?"),
    ):
        assert english in await desk.reply(command, ANYBODY, to_text)
        assert words in await desk.reply(command, german, to_text)
        assert english in await desk.reply(command, replace(ANYBODY, locale="fr"), to_text)


async def test_what_is_asked_again_is_the_same_payload_until_the_cases_change(keeper: ArchiveKeeper) -> None:
    desk = desk_of(keeper)
    first = await desk.reply("/case damages", ANYBODY, to_discord)
    assert await desk.reply("/case damages", ANYBODY, to_discord) is first
    keeper.read()
    again = await desk.reply("/case damages", ANYBODY, to_discord)
    assert again is not first
    assert again == first


async def test_a_command_that_does_not_parse_is_answered_with_the_forms_that_do(
    keeper: ArchiveKeeper,
) -> None:
    reply = await desk_of(keeper).reply("/case damage", ANYBODY, to_text)
    assert "Did you mean /case damages?" in reply
    assert "/case damages [case:…]" in reply


async def test_a_refusal_that_is_about_no_command_lists_none(keeper: ArchiveKeeper) -> None:
    reply = await desk_of(keeper).reply("/case damages case:nobody", ANYBODY, to_text)
    assert "There is no case “nobody”. Known: carroll-v-trump." in reply
    assert "/case" not in reply


async def test_an_answer_that_cannot_be_proven_is_held_back(
    keeper: ArchiveKeeper, capsys: pytest.CaptureFixture[str]
) -> None:
    held: list[str] = []

    def render(answer: Answer, presentation: Presentation) -> str:
        if answer.query.command == "case damages":
            raise NotProvenOnPayload("a letter differs")
        return to_text(answer, presentation)

    desk = desk_of(keeper, counted=lambda *counted: held.append("/".join(counted)))
    assert "This answer was held back" in await desk.reply("/case damages", ANYBODY, render)
    assert "a letter differs" in "".join(capsys.readouterr())
    assert held == ["terminal/none/held back"]


async def test_an_answer_that_fails_is_still_a_sentence(
    keeper: ArchiveKeeper, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(_: Query, __: Asker) -> Answer:
        raise ZeroDivisionError

    desk = desk_of(keeper, handlers={"case damages": broken})
    assert "Something went wrong here" in await desk.reply("/case damages", ANYBODY, to_text)
    assert "ZeroDivisionError" in "".join(capsys.readouterr())


async def test_a_place_has_its_own_case() -> None:
    async def default_case(asker: Asker) -> str | None:
        return "solheim-dray-v-vale" if asker.channel == "vale" else None

    desk = desk_of(keeper_of(INVENTED), default_case=default_case)
    there = replace(ANYBODY, channel="vale")
    assert "Which case?" in await desk.reply("/case damages", ANYBODY, to_text)
    assert "Which case?" not in await desk.reply("/case damages", there, to_text)
    named = await desk.reply("/case damages case:okoro-hale-v-corvane", there, to_text)
    assert named == await desk.reply("/case damages case:okoro-hale-v-corvane", ANYBODY, to_text)


async def test_choices_complete_what_is_typed(keeper: ArchiveKeeper) -> None:
    desk = desk_of(keeper)
    begun = parse("/case statements")
    assert [choice.value for choice in await desk.choices(begun, "case", "car", 25)] == ["carroll-v-trump"]
    assert [choice.name for choice in await desk.choices(begun, "speaker", "tru", 25)] == ["Donald Trump"]
    found = await desk.choices(Query("quote"), "text", "travesty of jus", 25)
    assert "TRAVESTY OF JUSTICE" in found[0].name
    assert found[0].value.startswith("#")
    assert len(await desk.choices(Query("quote"), "text", "", 25)) == 25
    assert await desk.choices(Query("quote"), "nothing", "", 25) == ()
