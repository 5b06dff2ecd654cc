"""Who speaks, in short articles of many manners: ``manners.txt`` marks each quotation as ``{Name|words}``."""

import re
from datetime import date
from pathlib import Path

from bot.authoring.proposals import ProposedQuotation
from bot.authoring.propose import propose

MARKED = re.compile(r"\{(?P<name>[^|{}]*)\|(?P<words>[^{}]*)\}")
FEWEST_RIGHT = 0.9
"""The share of the speakers that are right at least; those that the rules miss stay in the text."""


def read(marked: str) -> tuple[str, dict[int, str | None]]:
    """An article without its marks, and who speaks from each offset on; None where nobody is named."""
    text, speakers, end = "", {}, 0
    for found in MARKED.finditer(marked):
        text += marked[end : found.start()]
        speakers[len(text)] = None if found["name"] == "-" else found["name"]
        text += found["words"]
        end = found.end()
    return text + marked[end:], speakers


def is_right(one: ProposedQuotation, speakers: dict[int, str | None]) -> bool:
    """Whether a quotation begins where one does, and has its speaker."""
    said = (one.speaker or "").removeprefix("The ").removeprefix("the ")
    return one.start in speakers and said == (speakers[one.start] or "").removeprefix("The ")


def test_speakers_are_found_in_many_manners_and_those_taken_at_once_are_right() -> None:
    articles = Path(__file__).with_name("manners.txt").read_text(encoding="utf-8").split("\n---\n")
    right, quotations, wrong = 0, 0, []
    for article in articles:
        text, speakers = read(article.strip())
        found = [one for one in propose(text, date(2024, 5, 16)).quotations if one.kind == "direct"]
        right += sum(is_right(one, speakers) for one in found)
        quotations += len(speakers)
        wrong += [one.exact for one in found if one.is_sure and not is_right(one, speakers)]
    assert wrong == []
    assert right / quotations >= FEWEST_RIGHT
