"""References between facts that cannot be, with the sentence that an editor reads, and repeats of facts."""

import gc
from collections.abc import Callable
from dataclasses import replace
from weakref import ref

import pytest

from bot.cases.model import Case, Source
from bot.cases.standing import standing
from bot.cases.succession import (
    accounts,
    contradicting,
    current,
    newest,
    reported_on,
    succession_of,
    successor_of,
    successors,
)
from bot.cases.withdrawal import Withdrawal

HEAD = """\
title: Adler v. Brenn
revised: 2025-02-12
sources:
  - {id: first, file: sources/first.txt, sha256: SHA(first.txt), date_published: 2024-09-18}
  - {id: second, file: sources/second.txt, sha256: SHA(second.txt), date_published: 2025-02-11}
  - {id: third, file: sources/third.txt, sha256: SHA(third.txt), date_published: 2025-03-01}
"""
SOURCES = {
    "first.txt": (
        "A jury gave Adler $3 million. Adler asked for $9 million. Adler sued over a wall and a dog.\n"
    ),
    "second.txt": "A judge made it $2 million. It had been $3 million before. The wall fell.\n",
    "third.txt": "An appeals court made it $1 million. Once it was $2 million.\n",
}
SUITS = """
lawsuits:
  - {id: wall, label: The suit over the wall, quote: Adler sued over a wall}
  - {id: dog, label: The suit over the dog, quote: and a dog}
"""


def award(name: str, quote: str, raw: str, more: str = "") -> str:
    value = f"{raw[1]}000000"
    return (
        f"  - {{id: {name}, kind: awarded, quote: '{quote}',\n"
        f"     amount: {{value: {value}, currency: USD, raw: {raw}}}{more}}}\n"
    )


GIVEN = award("given", "A jury gave Adler $3 million.", "$3 million")
AGAIN = award("again", "It had been $3 million before.", "$3 million", ", same_as: given")
CUT = award("cut", "A judge made it $2 million.", "$2 million", ", supersedes: given, how: reduces")
LAST = award("last", "An appeals court made it $1 million.", "$1 million", ", supersedes: cut, how: reduces")
RECALLED = award("recalled", "Once it was $2 million.", "$2 million", ", same_as: cut")
SOUGHT = (
    "  - {id: sought, kind: sought, quote: Adler asked for $9 million.,\n"
    "     amount: {value: 9000000, currency: USD, raw: $9 million}}\n"
)

Load = Callable[..., Case]
Mistakes = Callable[..., list[str]]


@pytest.fixture
def load(case_of: Callable[..., Case]) -> Load:
    return lambda *awards: case_of(f"{SUITS}awards:\n{''.join(awards)}", SOURCES, head=HEAD)


@pytest.fixture
def mistakes(mistakes_in: Callable[..., list[str]]) -> Mistakes:
    """The sentences of the mistakes in a case of three articles, without their places."""

    def found(body: str, head: str = HEAD) -> list[str]:
        return [one.split(": ", 1)[1] for one in mistakes_in(SUITS + body, SOURCES, head=head)]

    return found


WITHDRAWN = Withdrawal(date="2025-04-01", why="The report was retracted.")
FELL = "label: It fell"
GONE = "there is no fact “gone”; known: cut, fell, given, sought, sued"
AWARDS = "awards:\n" + GIVEN + SOUGHT + CUT
EVENTS = """
events:
  - {id: sued, quote: Adler sued over a wall, label: Sued, lawsuit: wall}
  - {id: fell, quote: The wall fell., label: It fell, lawsuit: dog}
"""


BACK = "“{}” leads back to this entry: remove one of the references"
CIRCLES = {
    "an amount that is a part of itself": (
        "awards:\n" + award("given", "A jury gave Adler $3 million.", "$3 million", ", part_of: given"),
        ["“given” is this fact itself: name the other one"],
    ),
    "two amounts that are parts of each other": (
        "awards:\n"
        + award("given", "A jury gave Adler $3 million.", "$3 million", ", part_of: cut")
        + award("cut", "A judge made it $2 million.", "$2 million", ", part_of: given"),
        [BACK.format("cut"), BACK.format("given")],
    ),
    "a part of an amount that is a part of itself": (
        "awards:\n"
        + award("given", "A jury gave Adler $3 million.", "$3 million", ", part_of: given")
        + award("cut", "A judge made it $2 million.", "$2 million", ", part_of: given"),
        ["“given” is this fact itself: name the other one"],
    ),
    "a statement that answers itself": (
        (
            "parties: [{id: adler, name: Adler, kind: person, described_as: A jury gave Adler}]\n"
            "statements:\n"
            "  - {id: built, speaker: adler, quote_type: indirect, answers: fell, repeats: built,\n"
            "     quote: Adler sued over a wall}\n"
            "  - {id: fell, speaker: adler, quote_type: indirect, answers: built, quote: The wall fell.}\n"
        ),
        [
            BACK.format("fell"),
            "“built” is this fact itself: name the other one",
            BACK.format("built"),
        ],
    ),
    "a spokesperson of its own": (
        (
            "parties:\n"
            "  - {id: adler, name: Adler, kind: person, described_as: A jury gave Adler,\n"
            "     roles: [judge, {role: counsel, acts_for: adler}]}\n"
        ),
        ["“adler” is this party itself: name the one for whom it acts"],
    ),
    "one award to two people": (
        "parties:\n"
        "  - {id: adler, name: Adler, kind: person, described_as: A jury gave Adler}\n"
        "  - {id: judge, name: A judge, kind: unnamed, described_as: A judge made it}\n"
        "awards:\n"
        + award("given", "A jury gave Adler $3 million.", "$3 million", ", to: adler")
        + award("cut", "It had been $3 million before.", "$3 million", ", to: judge, same_as: given"),
        ["“given” goes to “adler”: “same_as” joins accounts of one thing"],
    ),
}


@pytest.mark.parametrize(("body", "sentences"), CIRCLES.values(), ids=CIRCLES)
def test_an_entry_leads_to_another_one(mistakes: Mistakes, body: str, sentences: list[str]) -> None:
    assert mistakes(body) == sentences


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("supersedes: given", "supersedes: cut", "“cut” is this fact itself: name the other one"),
        (FELL, f"{FELL}, contradicts: [fell]", "“fell” is this fact itself: name the other one"),
        (FELL, f"{FELL}, same_as: fell", "“fell” is this fact itself: name the other one"),
        ("supersedes: given, how: reduces", "supersedes: gone", GONE),
        (FELL, f"{FELL}, contradicts: [gone]", GONE),
        (FELL, f"{FELL}, same_as: gone", GONE),
        (
            FELL,
            f"{FELL}, same_as: cut",
            "“cut” is one of the awards: “same_as” joins facts of one section",
        ),
        (
            "{id: sought, kind: sought",
            "{id: sought, same_as: given, kind: sought",
            "“given” is awarded, this is sought: “same_as” joins accounts of one thing",
        ),
        (
            FELL,
            f"{FELL}, same_as: sued",
            "“sued” belongs to another lawsuit: “same_as” joins accounts of one thing",
        ),
        (
            "supersedes: given",
            "contradicts: [given], supersedes: given",
            "one supersedes the other, this fact and “given”: “contradicts” is for what is not settled",
        ),
        (
            "{id: given,",
            "{id: given, contradicts: [cut],",
            "one supersedes the other, this fact and “cut”: “contradicts” is for what is not settled",
        ),
        (
            "supersedes: given",
            "same_as: given, supersedes: given",
            "“given” is the same fact by “same_as”: what repeats a fact does not supersede it",
        ),
        (
            FELL,
            f"{FELL}, supersedes: given",
            "“given” is superseded already, by “cut”",
        ),
        (
            "{id: sought, kind: sought",
            "{id: sought, supersedes: cut, how: replaces, kind: sought",
            "a fact of an older source supersedes one of a newer source only with “how: corrects”",
        ),
    ],
)
def test_a_reference_that_cannot_be_is_refused_with_a_sentence(
    mistakes: Mistakes, old: str, new: str, sentence: str
) -> None:
    assert mistakes(AWARDS + EVENTS) == []
    assert (AWARDS + EVENTS).count(old) == 1
    assert mistakes((AWARDS + EVENTS).replace(old, new)) == [sentence]


def test_a_circle_is_refused_also_where_it_leads_through_a_repeat(mistakes: Mistakes) -> None:
    circle = "a circle has no newest fact"
    turned = GIVEN.replace("{id: given,", "{id: given, supersedes: last, how: corrects,")
    assert mistakes("awards:\n" + turned + CUT + LAST) == [
        f"“{name}” supersedes this fact in its turn: {circle}" for name in ("last", "given", "cut")
    ]
    through = AGAIN.replace("{id: again,", "{id: again, supersedes: cut, how: corrects,")
    assert mistakes("awards:\n" + GIVEN + through + CUT) == [
        f"“{name}” supersedes this fact in its turn: {circle}" for name in ("cut", "given")
    ]


def test_no_part_of_an_amount_supersedes_what_ended_the_amount(mistakes: Mistakes) -> None:
    ended = CUT.replace("reduces", "reverses")
    part = LAST.replace("how: reduces", "part_of: given")
    sentences = ["“cut” ended an amount that this one is a part of, and came before it: remove “part_of”"]
    assert mistakes("awards:\n" + GIVEN + ended + part) == sentences
    assert mistakes("awards:\n" + GIVEN + ended + part.replace("id: last, ", "")) == sentences
    more = part.replace(": cut", ": [cut, sought]")
    assert mistakes("awards:\n" + GIVEN + SOUGHT + ended + more) == sentences
    later = RECALLED.replace("same_as: cut", "supersedes: cut")
    assert mistakes("awards:\n" + GIVEN + ended + later + part.replace(": cut", ": recalled")) == sentences
    repeat = part.replace("id: last", "id: after").replace("part_of: given", "same_as: piece")
    piece = award("piece", "It had been $3 million before.", "$3 million", ", part_of: given")
    assert mistakes("awards:\n" + GIVEN + piece + ended + repeat) == sentences
    assert mistakes("awards:\n" + GIVEN + CUT + part) == []


def test_an_article_is_listed_once(mistakes: Mistakes) -> None:
    head = HEAD.replace(
        "file: sources/third.txt, sha256: SHA(third.txt)", "file: FILE, sha256: SHA(second.txt)"
    )
    for file in ("sources/second.txt", "./sources/second.txt", "sources/../sources/second.txt"):
        assert mistakes("", head=head.replace("FILE", file)) == [
            f"the file “{file}” is that of “second” already: list an article once"
        ]


def test_what_supersedes_a_fact_supersedes_its_repeats(load: Load) -> None:
    case = load(GIVEN, AGAIN, CUT, RECALLED, LAST)
    assert [one.id for one in current(case, case.awards)] == ["last"]
    given, again, cut, recalled, last = case.awards
    assert {name: one.fact.id for name, one in successors(case).items()} == {
        "given": "cut",
        "again": "cut",
        "cut": "last",
        "recalled": "last",
    }
    assert {newest(case, one) for one in (given, again, cut, recalled)} == {last}
    assert accounts(case.awards) == ((given, again), (cut, recalled), (last,))


def test_a_repeat_without_an_id_is_superseded_too(load: Load) -> None:
    case = load(GIVEN, AGAIN.replace("id: again, ", ""), CUT)
    assert [one.id for one in current(case, case.awards)] == ["cut"]
    older = case.awards[1]
    assert older.id is None
    newer = successor_of(case, older)
    assert newer
    assert (newer.fact.id, newer.how) == ("cut", "reduces")
    assert reported_on(case, older) == "2025-02-11"


def test_a_repeat_of_what_stands_stands(load: Load) -> None:
    case = load(GIVEN, CUT, RECALLED)
    assert [one.id for one in current(case, case.awards)] == ["cut", "recalled"]


def test_a_contradiction_is_told_on_both_sides(load: Load) -> None:
    case = load(
        GIVEN,
        CUT.replace("supersedes: given, how: reduces", "contradicts: [given]"),
        LAST.replace(", supersedes: cut, how: reduces", ""),
    )
    given, cut, last = case.awards
    assert list(contradicting(case, given)) == [cut]
    assert list(contradicting(case, cut)) == [given]
    assert list(contradicting(case, last)) == []


def test_the_succession_of_a_case_is_worked_out_once_and_dropped_with_it(load: Load) -> None:
    case = load(GIVEN, CUT)
    assert succession_of(case) is succession_of(case)
    other = replace(case, awards=case.awards[:1])
    assert other.version == case.version
    assert current(other, other.awards) == other.awards
    assert current(case, case.awards) == case.awards[1:]
    dropped = ref(succession_of(other))
    del other
    gc.collect()
    assert dropped() is None


def test_what_a_withdrawn_report_linked_stays_linked(load: Load) -> None:
    case = load(GIVEN, AGAIN, CUT, RECALLED, LAST)
    stood = standing(replace(case, sources=withdrawn(case, "second")))
    assert [one.id for one in stood.awards] == ["given", "recalled", "last"]
    assert [one.id for one in current(stood, stood.awards)] == ["last"]
    stood = standing(replace(case, sources=withdrawn(case, "first")))
    assert [one.id for one in stood.awards] == ["again", "cut", "recalled", "last"]
    assert [one.id for one in current(stood, stood.awards)] == ["last"]


def test_what_a_withdrawn_report_stood_between_is_superseded_by_what_came_after(load: Load) -> None:
    case = load(GIVEN, CUT, LAST)
    stood = standing(replace(case, sources=withdrawn(case, "second")))
    assert successors(stood) == {"given": (stood.awards[-1], "replaces")}
    case = load(GIVEN, CUT, RECALLED)
    stood = standing(replace(case, sources=withdrawn(case, "second")))
    assert successors(stood) == {"given": (stood.awards[-1], "reduces")}


def test_a_part_of_an_amount_that_is_left_out_is_one_of_its_repeat(load: Load) -> None:
    part = award("part", "Adler asked for $9 million.", "$9 million", ", part_of: again")
    case = load(GIVEN, AGAIN, part)
    stood = standing(replace(case, sources=withdrawn(case, "second")))
    assert {one.id: one.part_of for one in stood.awards} == {"given": None, "part": "given"}


def withdrawn(case: Case, name: str) -> tuple[Source, ...]:
    return tuple(replace(one, withdrawn=WITHDRAWN) if one.id == name else one for one in case.sources)
