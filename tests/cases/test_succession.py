"""Facts that a newer report has taken the place of, and those that contradict each other."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from bot.cases.as_of import case_as_of
from bot.cases.model import Case
from bot.cases.problems import CaseFileError
from bot.cases.review.relations import parts_left_behind
from bot.cases.succession import current, newest, successors
from bot.corpus.loader import load_case

SEPTEMBER = (
    "The court ordered Brenn to pay Adler $3.2 million. Brenn said it would appeal. A hearing is set.\n"
)
FEBRUARY = "The award was cut to $1.9 million. Brenn withdrew its appeal.\n"
AWARDS = """
awards:
  - {id: first, quote: "The court ordered Brenn to pay Adler $3.2 million.", kind: awarded,
     amount: {value: 3200000, currency: USD, raw: $3.2 million}, lawsuit: suit}
  - {id: cut, quote: "The award was cut to $1.9 million.", kind: awarded,
     amount: {value: 1900000, currency: USD, raw: $1.9 million}, lawsuit: suit,
     supersedes: first, how: reduces}
"""
EVENTS = """
events:
  - {id: announced, quote: Brenn said it would appeal., label: Appeal announced}
  - {id: withdrawn, quote: Brenn withdrew its appeal., label: Appeal withdrawn,
     supersedes: announced, how: withdraws}
"""
HEAD = """
title: Adler v. Brenn
revised: 2025-02-12
sources:
  - {{id: september, file: sources/september.txt, sha256: {september}, date_published: 2024-09-18}}
  - {{id: february, file: sources/february.txt, sha256: {february}, date_published: 2025-02-11}}
lawsuits:
  - id: suit
    label: The lawsuit
    quote: "The court ordered Brenn to pay Adler $3.2 million."
    status:
      - {{value: verdict, quote: "The court ordered Brenn to pay Adler $3.2 million."}}
      - {{value: judgment, quote: The award was cut to $1.9 million.}}
"""

Load = Callable[..., Case]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write a case of two articles with these sections, and load it."""

    def loaded(*sections: str, head: str = HEAD) -> Case:
        folder = tmp_path / "adler-v-brenn"
        (folder / "sources").mkdir(parents=True, exist_ok=True)
        texts = {"september": SEPTEMBER, "february": FEBRUARY}
        for name, text in texts.items():
            (folder / f"sources/{name}.txt").write_text(text, encoding="utf-8")
        digests = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
        (folder / "case.yaml").write_text(head.format(**digests) + "".join(sections), encoding="utf-8")
        return load_case(folder)

    return loaded


def sentences(load: Load, *sections: str, head: str = HEAD) -> list[str]:
    with pytest.raises(CaseFileError) as caught:
        load(*sections, head=head)
    return [problem.message for problem in caught.value.problems]


def test_a_newer_fact_takes_the_place_of_an_older_one(load: Load) -> None:
    case = load(AWARDS, EVENTS)
    first, cut = case.awards
    assert successors(case) == {"first": (cut, "reduces"), "announced": (case.events[1], "withdraws")}
    assert current(case, case.awards) == (cut,)
    assert newest(case, first) is cut
    assert newest(case, cut) is cut


def test_one_fact_takes_the_place_of_several_each_in_its_own_way(load: Load) -> None:
    both = "supersedes: [{fact: first, how: reduces}, announced], how: withdraws"
    case = load(
        (AWARDS.replace(",\n     supersedes: first, how: reduces", "") + EVENTS).replace(
            "supersedes: announced, how: withdraws", both
        )
    )
    assert {name: how for name, (_, how) in successors(case).items()} == {
        "first": "reduces",
        "announced": "withdraws",
    }


def test_a_case_as_of_a_day_holds_what_was_reported_by_then(load: Load) -> None:
    case = load(AWARDS, EVENTS)
    assert case_as_of(case, "2024-09-17") is None
    then = case_as_of(case, "2025-02-10")
    assert then
    assert [source.id for source in then.sources] == ["september"]
    assert current(then, then.awards) == (case.awards[0],)
    assert [event.label for event in then.events] == ["Appeal announced"]
    assert then.as_of == "2024-09-18"
    status = then.lawsuits[0].current_status
    assert status
    assert status.value == "verdict"
    assert case_as_of(case, "2025-02-11") is case


def test_what_a_later_fact_says_of_an_earlier_one_is_not_known_before(load: Load) -> None:
    reversed_ids = AWARDS.replace("supersedes: first, how: reduces", "contradicts: [first]")
    case = load(reversed_ids)
    assert case.awards[1].contradicts == ("first",)
    then = case_as_of(case, "2024-12-31")
    assert then
    assert then.awards == (case.awards[0],)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            ("{id: first,", "{id: first, supersedes: cut, how: corrects,"),
            "“cut” supersedes this fact in its turn: a circle has no newest fact",
        ),
        (
            ("supersedes: announced, how: withdraws", "supersedes: first, how: withdraws"),
            "“first” is superseded already, by “cut”",
        ),
        (("supersedes: announced", "supersedes: nothing"), "there is no fact “nothing”; known: "),
        (
            ("supersedes: announced, how: withdraws", "how: withdraws"),
            "“how” says how another fact is superseded; name that fact as “supersedes”",
        ),
        (
            ("supersedes: announced", "supersedes: withdrawn"),
            "“withdrawn” is this fact itself: name the other one",
        ),
    ],
)
def test_a_succession_that_cannot_be_is_refused(load: Load, changed: tuple[str, str], sentence: str) -> None:
    found = sentences(load, (AWARDS + EVENTS).replace(*changed))
    assert any(sentence in one for one in found), found


def test_an_older_source_supersedes_a_newer_one_only_as_a_correction(load: Load) -> None:
    turned = AWARDS.replace("{id: first,", "{id: first, supersedes: cut, how: replaces,").replace(
        ",\n     supersedes: first, how: reduces", ""
    )
    assert sentences(load, turned) == [
        "a fact of an older source supersedes one of a newer source only with “how: corrects”"
    ]
    assert load(turned.replace("how: replaces", "how: corrects")).awards[0].how == "corrects"


def test_a_history_that_goes_back_in_time_is_refused(load: Load) -> None:
    lines = HEAD.splitlines(keepends=True)
    lines[-1], lines[-2] = lines[-2], lines[-1]
    assert sentences(load, head="".join(lines)) == [
        "this status rests on an older source than the one before it: list the newest last"
    ]


WHOLE = """
awards:
  - {id: first, quote: "The court ordered Brenn to pay Adler $3.2 million.", kind: awarded,
     amount: {value: 3200000, currency: USD, raw: $3.2 million}, lawsuit: suit}
  - {id: part, part_of: first, quote: "The court ordered Brenn to pay Adler $3.2 million.", kind: awarded,
     amount: {value: 3200000, currency: USD, raw: $3.2 million}, lawsuit: suit}
  - {part_of: part, quote: "The court ordered Brenn to pay Adler $3.2 million.", kind: awarded,
     amount: {value: 3200000, currency: USD, raw: $3.2 million}, lawsuit: suit}
  - {id: cut, quote: "The award was cut to $1.9 million.", kind: awarded,
     amount: {value: 1900000, currency: USD, raw: $1.9 million}, lawsuit: suit,
     supersedes: first, how: HOW}
"""


@pytest.mark.parametrize("how", ["reverses", "vacates", "withdraws", "settles"])
def test_what_ends_an_amount_ends_its_parts_and_their_parts(load: Load, how: str) -> None:
    case = load(WHOLE.replace("HOW", how))
    assert [award.id for award in current(case, case.awards)] == ["cut"]
    assert {one.fact.id for one in successors(case).values()} == {"cut"}
    assert list(parts_left_behind(case)) == []


def test_parts_of_an_amount_that_was_reduced_stand_and_are_asked_about(load: Load) -> None:
    case = load(WHOLE.replace("HOW", "reduces"))
    assert [award.id for award in current(case, case.awards)] == ["part", None, "cut"]
    [asked] = parts_left_behind(case)
    assert (asked.code, asked.path) == ("unrelated", ("awards", 1, "part_of"))
    assert asked.message == "“first” is superseded, and its parts are not: do they stand?"
