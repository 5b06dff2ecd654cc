"""Whether somebody appealed: what was filed and what was announced, by facts or by sentences of articles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cases.model import Case
from bot.qa.answering import PreparedCase
from bot.qa.result import QaResult

HEAD = """\
title: Stone v. Bell Works
revised: 2026-01-02
sources:
  - {id: one, file: sources/one.txt, sha256: SHA(one.txt), date_published: 2025-06-01}
  - {id: two, file: sources/two.txt, sha256: SHA(two.txt), date_published: 2025-09-01}
"""
ANNOUNCED = "A lawyer for Bell Works said that it would file a notice of appeal."
PLANS = "Bell Works plans to appeal against the verdict."
FILED = "Bell Works filed its appeal on Monday."
UNHAPPY = "Ada Stone has not appealed."
PARTIES = """
parties:
  - {id: bell, name: Bell Works, kind: organization, described_as: Ada Stone sued Bell Works}
  - {id: stone, name: Ada Stone, kind: person, described_as: Ada Stone sued Bell Works}
  - {id: lawyer, name: A lawyer for Bell Works, kind: unnamed,
     described_as: A lawyer for Bell Works was there.,
     roles: [{role: counsel, acts_for: bell}]}
"""
SAID = f"""
statements:
  - {{id: would, speaker: lawyer, quote_type: indirect, quote: "{ANNOUNCED}"}}
"""
EVENT = f"""
events:
  - {{id: filed, label: Appeal by Bell Works filed, participants: [bell], quote: "{FILED}"}}
"""
BEGINNING = (
    "Ada Stone sued Bell Works over a broken promise. A court awarded Stone $5 million. "
    "A lawyer for Bell Works was there.\n\n"
)

Asked = Callable[..., QaResult]


@pytest.fixture
def asked(case_of: Callable[..., Case]) -> Asked:
    def ask(question: str, first: str, second: str = "", facts: str = "") -> QaResult:
        texts = {"one.txt": f"{BEGINNING}{first}\n", "two.txt": f"The case goes on.\n\n{second}\n"}
        return PreparedCase.of(case_of(PARTIES + facts, texts, head=HEAD)).find(question)

    return ask


def words(found: QaResult) -> list[str]:
    return [one.exact for one in found.passages] if found.is_answer else []


@pytest.mark.parametrize(
    "question", ["did they appeal", "did Bell Works appeal?", "is there an appeal", "will they appeal"]
)
@pytest.mark.parametrize(("sentence", "facts"), [(ANNOUNCED, SAID), (ANNOUNCED, ""), (PLANS, "")])
def test_an_announced_appeal_is_found_as_a_fact_or_as_a_sentence(
    asked: Asked, question: str, sentence: str, facts: str
) -> None:
    assert words(asked(question, sentence, facts=facts)) == [sentence]


@pytest.mark.parametrize("facts", ["", SAID + EVENT])
def test_what_was_filed_comes_before_who_did_not_appeal_and_what_was_announced(
    asked: Asked, facts: str
) -> None:
    found = words(asked("did they appeal", ANNOUNCED, f"{UNHAPPY} {FILED}", facts))
    assert found[0] == FILED
    assert found[-1] == ANNOUNCED


def test_only_the_appeal_of_whoever_is_named_is_told(asked: Asked) -> None:
    assert words(asked("did Ada Stone appeal", ANNOUNCED, f"{FILED} {UNHAPPY}")) == [UNHAPPY]


@pytest.mark.parametrize("question", ["did the appeal succeed", "why did they appeal", "who won the appeal"])
def test_how_an_appeal_went_is_another_question(asked: Asked, question: str) -> None:
    assert words(asked(question, ANNOUNCED, facts=SAID)) != [ANNOUNCED]


def test_without_any_word_on_an_appeal_the_case_does_not_say(asked: Asked) -> None:
    assert words(asked("did they appeal", "The judge thanked the jury.")) == []
