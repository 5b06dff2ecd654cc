"""An invented article with what the first cases lack is told in full by each command's rendered answer.

It has a motion granted, a penalty on a condition, fault divided, relief, an offer refused, one side's figure,
words that are denied, words told by others, an interview, a criminal charge, and a correction.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.grammar import parse
from bot.answers.query import CommandError
from bot.answers.respond import respond
from bot.cases.document import read_document
from bot.cases.review.warnings import warnings_of
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.corpus.loader import load_case
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.rendering.wording import Wording
from bot.search.archive import Archive

FOLDER = Path(__file__).parents[1] / "cases_over_time" / "osk-v-brine"
DISCLAIMED = "words of the ferry line's staff, as the complaint tells it · denied by Dov Ketteridge · "
ID = re.compile(r"#[a-z0-9]{6}\b")

BLOCKS = {
    command: text.strip("\n").split("\n\n")
    for command, _, text in (
        answer.partition("\n")
        for answer in (FOLDER / "ANSWERS.txt").read_text("utf-8").removeprefix("$ ").split("\n$ ")
    )
}
"""Lines that each command's answer in plain text must have, in blocks that blank lines part; # for an id."""


@pytest.fixture(scope="module")
def osk(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("osk")
    shutil.copytree(FOLDER, folder / "content" / FOLDER.name)
    library = ContentRepository(folder / "content").read()
    assert not library.problems
    return open_archive(library, folder)


def text_of(archive: Archive, command: str, language: str = "en") -> str:
    return to_text(respond(archive, parse(command)), Presentation(Wording(language)))


@pytest.mark.parametrize(
    ("command", "block"),
    [(command, block) for command, blocks in BLOCKS.items() for block in blocks],
)
def test_an_answer_tells_it_as_the_article_does(osk: Archive, command: str, block: str) -> None:
    assert block in ID.sub("#", text_of(osk, command))


@pytest.mark.parametrize("command", BLOCKS)
def test_a_motion_that_was_granted_is_no_dismissal_in_another_form(osk: Archive, command: str) -> None:
    text = text_of(osk, command)
    assert "Dismissed" not in text
    assert "$58,000" not in text or command == "/case sources"


@pytest.mark.parametrize("speaker", ["ketteridge", "staff", "brine", "complaint"])
def test_disclaimed_words_are_nobodys_own(osk: Archive, speaker: str) -> None:
    text = text_of(osk, f"/quote speaker:{speaker}")
    assert "│ Use the stairs or stay home,\n" not in text


@pytest.mark.parametrize("speaker", ["tillinghast", "sister"])
def test_what_somebody_else_says_that_they_said_is_not_found_as_their_own(osk: Archive, speaker: str) -> None:
    assert "it quotes nothing of the kind" in text_of(osk, f"/quote speaker:{speaker}")


def as_discord_shows(archive: Archive, command: str) -> str:
    return json.dumps(to_discord(respond(archive, parse(command)), Presentation()), ensure_ascii=False)


def as_slack_shows(archive: Archive, command: str) -> str:
    """The words of the answer's blocks, the pieces of a line put together."""

    def words(value: object) -> str:
        if isinstance(value, dict):
            own = value["text"] if isinstance(value.get("text"), str) else ""
            return own + "".join(words(one) for key, one in value.items() if key != "text" or not own)
        return "".join(map(words, value)) if isinstance(value, list) else ""

    pages = to_slack(respond(archive, parse(command)), Presentation())
    return "".join(words(page["blocks"]) for page in pages)


@pytest.mark.parametrize("shown", [as_discord_shows, as_slack_shows])
@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("/quote stairs or stay home", [DISCLAIMED.removesuffix(" · ")]),
        ("/quote stairs or stay home detail:full", [DISCLAIMED.removesuffix(" · ")]),
        ("/case statements speaker:tillinghast", ["The speaker's words only as the interviewer tells it"]),
        ("/case statements speaker:osk", ["An answer to a question"]),
        ("/case statements speaker:interviewer", ["A question", "What comes next?"]),
        (
            "/case status",
            [
                "without prejudice: what was dismissed can be brought again",
                "70% of the fault",
                "30% of the fault",
                "deadline: within 14 days",
            ],
        ),
        ("/case damages", ["Penalty · $2,000 per day", "on a condition: If the ramp is not open by then"]),
        ("/case people", ["spokesperson for Brine & Daughters Ferries", "interviewer for The Quay Lantern"]),
        ("/case sources", ["6 March 2025 · changed on 8 March 2025", "awarded $58,000. She was"]),
    ],
)
def test_the_platforms_say_it_too(
    osk: Archive, shown: Callable[[Archive, str], str], command: str, lines: list[str]
) -> None:
    text = shown(osk, command).replace("\\", "")
    assert [line for line in lines if line not in text] == []


def test_labels_are_in_the_readers_language(osk: Archive) -> None:
    status = text_of(osk, "/case status", "de")
    for words in (
        "Osk gegen Brine & Daughters Ferries",
        "Die Klage um die Rampe",
        "der Sturz auf der vereisten Treppe",
        "die Rollstuhlrampe an Pier 9 wieder öffnen",
        "Fälschung von Streuprotokollen",
    ):
        assert words in status
    assert "[en]" not in status
    assert "2.000 $" in (damages := text_of(osk, "/case damages", "de"))
    assert "Vergleich; sie lehnte ab" in damages
    assert "Reinigungsfirma" in text_of(osk, "/case people", "de")


def test_before_the_text_was_changed_it_is_not_known(osk: Archive) -> None:
    with pytest.raises(CommandError) as refused:
        respond(osk, parse("/case damages as-of:2025-03-07"))
    assert "the first is of 8 March 2025" in Wording("en").say(refused.value.sentence)


def test_a_review_leaves_no_warning_unanswered() -> None:
    document = read_document((FOLDER / "case.yaml").read_bytes(), "case.yaml")
    warned = warnings_of(load_case(FOLDER), document, "osk", "case.yaml")
    assert [(one.code, one.problem.message) for one in warned if not one.answer] == []


CONVERSATION = """\
Ada Stone spoke to us at home.

Q: Bell Works said it was a joke. Was it?

A: A promise is one. The court said so.

STONE: A joke ends. The court said so as well.

Ada Stone: Bell Works never laughed. The judge told them as much.

The judge: The court said that it was fair. Stone, he added, was kind.
"""
PARTIES = """\
parties:
  - {id: stone, name: Ada Stone, kind: person, described_as: Ada Stone spoke to us at home., aliases: [Stone]}
statements:
  - speaker: stone
    quote_type: direct
    cue: Ada Stone spoke to us at home.
    quote: |-
      WORDS
"""


@pytest.mark.parametrize(
    ("quote", "is_refused"),
    [
        ("A promise is one. The court said so.", False),
        ("The court said so.", False),
        ("The court said so as well.", False),
        ("The judge told them as much.", False),
        ("Stone, he added, was kind.", True),
    ],
)
def test_the_turns_of_a_conversation_are_speech_without_marks(
    mistakes_in: Callable[..., list[str]], quote: str, *, is_refused: bool
) -> None:
    mistakes = mistakes_in(PARTIES.replace("WORDS", quote), {"a.txt": CONVERSATION})
    assert any("stands outside quotation marks" in one for one in mistakes) == is_refused
    assert is_refused or not mistakes
