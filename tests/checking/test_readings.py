"""Readings of a claim in other marks, and insertions that make another person of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.checking.discord_parts import discord_parts
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.search.archive import Archive
from tests.corpora import Corpora

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def carroll(archive: Archive) -> Archive:
    return archive


@pytest.fixture(scope="module")
def invented(corpora: Corpora) -> Archive:
    return corpora(ROOT / "tests/cases_invented").archive


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("«An apology with a “but” in it is not an apology»", "typography"),
        ("“An apology with a “but” in it is not an apology”", "typography"),
        ('‘An apology with a "but" in it is not an apology’', "typography"),
        ("«An apology with a “maybe” in it is not an apology»", "altered"),
    ],
)
def test_marks_inside_a_quotation_may_be_of_the_other_kind(
    invented: Archive, text: str, verdict: str
) -> None:
    assert check(invented, [TextPart(text)]).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("“Trump was held liable for sexually abusing Carroll in the 1990s[.]”", "typography"),
        ("“The statements that [Carroll] made about [me] are all true”", "altered"),
        ("“The statements that [Carroll] made about Carroll are all true”", "altered"),
        ("“The statements that [Trump] made about Carroll are all true”", "elided"),
        ("“The statements that I made about [her] are all true”", "elided"),
        ("“a political operative … who truly hates 'TRUMP'”", "altered"),
        ("“a Clinton appointee who truly hates 'TRUMP'”", "verbatim"),
    ],
)
def test_an_insertion_or_a_gap_makes_no_other_person_speak_or_act(
    carroll: Archive, text: str, verdict: str
) -> None:
    assert check(carroll, [TextPart(text)]).verdict == verdict


def test_the_name_of_who_wrote_a_part_is_no_claim_and_what_a_menu_shows_is_read(carroll: Archive) -> None:
    menu = {"type": 3, "placeholder": "“a total Scam”", "options": [{"label": "“The judge was bribed”"}]}
    embed = {"author": {"name": "E. Jean Carroll"}, "description": "“I won that at trial”"}
    message = {"embeds": [embed], "components": [{"type": 1, "components": [menu]}]}
    report = check(carroll, discord_parts(message))
    assert [one.claim.text for one in report.claims] == [
        "I won that at trial",
        "a total Scam",
        "The judge was bribed",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<q>{}</q>",
        "<blockquote cite='x'><p>{}</p></blockquote>",
        "<p>{}</p>",
        "<b>{}</b>",
        "“{}”[1]",
        "“{}[12]”",
        "{}<br>",
        "<del>old</del> “{}”",
    ],
)
def test_what_is_pasted_from_a_page_is_read_without_its_elements(carroll: Archive, text: str) -> None:
    words = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"
    assert [one.verdict for one in check(carroll, [TextPart(text.format(words))]).claims] == ["verbatim"]
    altered = words.replace("ARE", "ARE <i>not</i>")
    assert [one.verdict for one in check(carroll, [TextPart(text.format(altered))]).claims] == ["altered"]


def test_a_link_of_slack_may_end_with_an_emoji(carroll: Archive) -> None:
    words = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE"
    text = f"<https://news.example/a|{words} <:kek:123456789012345678>>"
    assert [one.verdict for one in check(carroll, [TextPart(text)]).claims] == ["verbatim"]
