"""What an article reports as a denial, and what only leaves something undenied."""

from __future__ import annotations

import hashlib

import pytest

from bot.answers.cite import Cited
from bot.answers.denials import denials
from bot.cases.library import Library
from bot.cases.model import Case, Lawsuit, Party, Source
from bot.cases.selectors import make_selector

SUED = "Ada Stone sued Orpin Cinemas."


def denied(sentence: str) -> list[str]:
    """What Orpin Cinemas denies by an article that says this of it."""
    text = f"{SUED} {sentence}"
    source = Source(
        id="a",
        file="a.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        date_published="2024-01-01",
        in_language="en",
        text=text,
    )
    named = (make_selector("a", text, text.index("Orpin Cinemas"), len(SUED) - 1),)
    case = Case(
        id="odd",
        title="Odd",
        revised="2024-01-01",
        sources=(source,),
        parties=(Party(id="orpin", kind="organization", name="Orpin Cinemas", described_as=named),),
        lawsuits=(Lawsuit(id="suit", label="The suit", defendants=("orpin",), quote=named),),
    )
    return [one.exact for one in denials(Cited(Library({"odd": case}), case), "orpin", None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Orpin Cinemas denied it in May.",
        "Orpin Cinemas has disputed the figures.",
        "Orpin Cinemas did not comment at first, and denied the claim later.",
        "Orpin Cinemas did not accept the finding.",
    ],
)
def test_what_denies_something_is_a_denial(sentence: str) -> None:
    assert denied(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Orpin Cinemas did not deny any of this.",
        "Orpin Cinemas never disputed that the boilers failed.",
        "Orpin Cinemas doesn’t dispute its accuracy.",
        "Orpin Cinemas has never really denied the debt.",
        "Orpin Cinemas neither admitted nor denied the claim.",
        "Orpin Cinemas refused to deny it.",
    ],
)
def test_what_leaves_something_undenied_is_no_denial(sentence: str) -> None:
    assert denied(sentence) == []
