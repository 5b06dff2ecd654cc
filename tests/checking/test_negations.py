"""Claims that are cut off right behind what reverses them, and amounts that change hands in a gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.grammar import query
from bot.answers.respond import respond
from bot.answers.verify import lead_of
from bot.api.records import check_record
from bot.api.requests import VerifyRequest
from bot.checking.judging import Judgement
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.rendering.accent import VERDICTS, accent
from bot.rendering.render import Presentation, to_text
from bot.search.archive import Archive
from tests.corpora import Corpora

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def carroll(archive: Archive) -> Archive:
    return archive


@pytest.fixture(scope="module")
def invented(corpora: Corpora) -> Archive:
    return corpora(ROOT / "tests/cases_invented").archive


def judged(archive: Archive, text: str) -> Judgement:
    [one] = check(archive, [TextPart(text)]).claims
    return one


@pytest.mark.parametrize(
    ("claim", "before"),
    [
        ("“she did it on purpose”", "didn't think"),
        ("“[S]he did it on purpose”", "didn't think"),
        ("“he took a bribe”", "nobody had shown that"),
        ("He took a bribe.", "nobody had shown that"),
        ("“… stolen so much as a grape in a supermarket”", "never"),
        ("“the copying was willful”", "whether"),
        ("“it caused her death”", "not accept is that"),
        ("“they would have saved her”", "denies that"),
        # What negates another clause, or is itself quoted, reverses nothing.
        ('“the article was "substantially true."”', ""),
        ("“I shall win the war in front of three.”", ""),
        ("“They still haven't”", ""),
        ("“we fixed the bug”", ""),
        # A noun after a preposition says nothing that could be reversed.
        ("“fraud after deliberating for less than five hours”", ""),
        ("“Nobody was ever in danger.”", ""),
        ("“I have never stolen so much as a grape in a supermarket.”", ""),
    ],
)
def test_what_reverses_a_claim_right_before_it_is_told(invented: Archive, claim: str, before: str) -> None:
    assert judged(invented, claim).reversed_by == before


def test_a_claim_cut_off_behind_a_negation_is_no_plain_yes_anywhere(carroll: Archive) -> None:
    text = "Trump: “Rape her (I won that at trial)”"
    answer = respond(carroll, query("verify", {"text": text}))
    assert accent(answer) == VERDICTS["elided"]
    assert "✂ Words cut off" in to_text(answer, Presentation())
    assert "✓" not in to_text(answer, Presentation())
    lead = str(lead_of(check(carroll, [TextPart(text)])))
    assert lead.endswith("But it is cut: right before, the source has “didn’t”.")
    [claim] = check_record(carroll, VerifyRequest(text=text), Presentation()).claims
    assert (claim.verdict, claim.safe_to_quote) == ("verbatim", False)
    assert "“didn’t”" in claim.explanation
    two = check(carroll, [TextPart(f"{text} and “a total Scam”")])
    assert "Cut right behind a negation or “whether”: 1." in str(lead_of(two))


@pytest.mark.parametrize(
    "claim",
    [
        "“[I did] Rape her (I won that at trial)”",
        "“[I] Rape her (I won that at trial)”",
    ],
)
def test_an_insertion_in_the_place_of_a_negation_alters(carroll: Archive, claim: str) -> None:
    one = judged(carroll, claim)
    assert one.verdict == "altered"
    assert "negation" in one.changes
    assert "didn’t" in one.differences[0].source


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("“awarded Halloway Rentals … C$15 million that the company had asked for”", "altered"),
        ("“awarded Halloway Rentals … C$15 million”", "altered"),
        ("“Owners who were locked out can claim … $85 each”", "altered"),
        ("“Corvane Systems will pay … to end a class action”", "elided"),
        ("“he bore the doctor … ill will”", "altered"),
    ],
)
def test_a_gap_does_not_put_one_amount_in_the_place_of_another(
    invented: Archive, claim: str, verdict: str
) -> None:
    assert [one.verdict for one in check(invented, [TextPart(claim)]).claims] == [verdict]
