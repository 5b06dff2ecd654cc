"""Answers from a case of several articles: as of a day, and with facts that newer ones superseded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.answer import AmountPart, Answer, MatchPart, NoticePart, VerdictPart
from bot.answers.grammar import query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive

HEAD = """\
title: Adler v. Brenn
revised: 2025-02-12
sources:
  - {id: september, file: sources/september.txt, sha256: SHA(september.txt), date_published: 2024-09-18}
  - {id: february, file: sources/february.txt, sha256: SHA(february.txt), date_published: 2025-02-11}
"""
SEPTEMBER = (
    "The court ordered Carl Brenn to pay Adler $3.2 million.\n\n"
    '"I got $3.2 million," Adler said.\n\n'
    "Adler seeks a ban as well. Brenn said it would appeal.\n"
)
FEBRUARY = (
    "The award was cut to $1.9 million. Brenn, a baker from Ulm, withdrew its appeal.\n\n"
    "Brenn said it would appeal.\n"
)
BODY = """
parties:
  - {id: adler, kind: person, name: Adler, described_as: Adler seeks a ban as well.}
  - {id: brenn, kind: person, name: Brenn, described_as: "Brenn, a baker from Ulm"}
statements:
  - {quote: "I got $3.2 million,", speaker: adler, quote_type: direct, cue: Adler said}
awards:
  - {id: told, quote: "I got $3.2 million,", kind: awarded, same_as: first,
     amount: {value: 3200000, currency: USD, raw: $3.2 million}, against: brenn}
  - {id: first, quote: "The court ordered Carl Brenn to pay Adler $3.2 million.", kind: awarded,
     amount: {value: 3200000, currency: USD, raw: $3.2 million}, against: brenn}
"""
CUT = """\
  - {id: cut, quote: The award was cut to $1.9 million., kind: awarded,
     amount: {value: 1900000, currency: USD, raw: $1.9 million}, supersedes: first, how: reduces}
"""
EVENTS = """
events:
  - {id: announced, quote: {source: september, exact: Brenn said it would appeal.}, label: Appeal announced}
  - {id: again, quote: {source: february, exact: Brenn said it would appeal.}, label: Appeal announced again}
  - {id: withdrawn, quote: withdrew its appeal., label: Appeal withdrawn,
     supersedes: [announced, again], how: withdraws}
"""
BEFORE = "2024-12-31"

Opened = Callable[..., Archive]


@pytest.fixture
def opened(case_folder: Callable[..., Path]) -> Opened:
    """Write a case of two articles with these sections, and index it."""

    def build(*sections: str) -> Archive:
        texts = {"september.txt": SEPTEMBER, "february.txt": FEBRUARY}
        folder = case_folder("".join(sections), texts, case_id="adler-v-brenn", head=HEAD)
        library = ContentRepository(folder.parent).read()
        assert library.problems == ()
        return open_archive(library, None)

    return build


def asked(archive: Archive, command: str, **options: str) -> Answer:
    return respond(archive, query(command, {name.replace("_", "-"): text for name, text in options.items()}))


def shown(answer: Answer) -> list[str]:
    return [quotation.text for quotation in answer.quotations()]


@pytest.mark.parametrize(
    "about", ["status", "damages", "people", "statements", "timeline", "sources", "caveats"]
)
def test_answers_as_of_a_day_before_a_party_is_described(opened: Opened, about: str) -> None:
    answer = asked(opened(BODY, CUT, EVENTS), f"case {about}", as_of=BEFORE)
    assert answer.as_of == "2024-09-18"
    assert not any(words in FEBRUARY and words not in SEPTEMBER for words in shown(answer))


def test_a_question_as_of_a_day_before_a_party_is_described(opened: Opened) -> None:
    answer = asked(opened(BODY, CUT, EVENTS), "ask", question="What did the court order?", as_of=BEFORE)
    assert "The court ordered Carl Brenn to pay Adler $3.2 million." in shown(answer)


def test_a_quotation_looked_up_as_of_a_day_is_dated_and_told_as_on_that_day(opened: Opened) -> None:
    archive = opened(BODY, CUT)
    words = "ordered Carl Brenn to pay"
    assert asked(archive, "quote", text=words).as_of == "2025-02-11"
    for options in ({"text": words}, {"speaker": "adler"}, {}):
        answer = asked(archive, "quote", as_of=BEFORE, **options)
        assert answer.as_of == "2024-09-18"
        parts = [part for part in answer.parts if isinstance(part, MatchPart)]
        assert parts
        assert {part.as_of for part in parts} == {"2024-09-18"}
        assert {one.source.id for one in answer.quotations()} == {"september"}


def test_an_id_as_of_a_day_finds_only_what_was_reported_by_then(opened: Opened) -> None:
    archive = opened(BODY, CUT)
    case = archive.library.cases["adler-v-brenn"]
    _, first, cut = (f"#{award.quote[0].id}" for award in case.awards)
    answer = asked(archive, "quote", text=first, as_of=BEFORE)
    assert answer.as_of == "2024-09-18"
    assert [part.as_of for part in answer.parts if isinstance(part, MatchPart)] == ["2024-09-18"]
    assert asked(archive, "quote", text=first).as_of == "2025-02-11"
    assert asked(archive, "quote", text=cut).parts
    assert asked(archive, "quote", text=cut, as_of=BEFORE).abstained


def verdict(archive: Archive, claim: str) -> VerdictPart:
    part, *_ = asked(archive, "verify", text=claim).parts
    assert isinstance(part, VerdictPart)
    return part


REDUCED = "As reported on 2024-09-18; reduced in the report of 2025-02-11"


def test_that_a_quotation_was_superseded_is_said_besides_how_it_differs(opened: Opened) -> None:
    archive = opened(BODY, CUT)
    typography = verdict(archive, "the COURT ordered Carl Brenn to pay Adler $3.2 million")
    assert [str(one) for one in typography.remarks] == [
        "Capitals, typographic marks or spacing differ; the words do not.",
        REDUCED,
    ]
    elided = verdict(archive, "The court ordered […] to pay Adler $3.2 million.")
    assert [str(one) for one in elided.remarks] == [
        "Words are left out or put in where the claim marks it; each part stands in the source.",
        REDUCED,
    ]
    assert [one.text for one in elided.quotations].count("The award was cut to $1.9 million.") == 1


def test_every_place_of_a_claim_is_looked_at_and_newer_words_are_shown_once(opened: Opened) -> None:
    part = verdict(opened(BODY, CUT, EVENTS), "Brenn said it would appeal.")
    assert sorted(str(one) for one in part.remarks) == [
        "As reported on 2024-09-18; withdrawn in the report of 2025-02-11",
        "As reported on 2025-02-11; withdrawn in the report of 2025-02-11",
    ]
    assert [one.text for one in part.quotations].count("withdrew its appeal.") == 1


def amounts(answer: Answer) -> list[AmountPart]:
    return [part for part in answer.parts if isinstance(part, AmountPart)]


def test_an_amount_in_two_accounts_is_one_with_the_words_of_both(opened: Opened) -> None:
    answer = asked(opened(BODY), "case damages")
    [part] = amounts(answer)
    assert str(answer.lead) == "Awarded: $3.2 million."
    assert [one.attribution.speaker for one in part.quotations] == [None, "Adler"]
    assert part.account_of is None


def test_what_supersedes_one_account_of_an_amount_supersedes_the_others(opened: Opened) -> None:
    answer = asked(opened(BODY, CUT), "case damages")
    assert str(answer.lead) == "Awarded: $1.9 million."
    assert [part.award.amount and part.award.amount.raw for part in amounts(answer)] == [
        "$1.9 million",
        "$3.2 million",
    ]
    notices = [str(part.text) for part in answer.parts if isinstance(part, NoticePart)]
    assert notices == ["Earlier", REDUCED]


def test_accounts_that_give_different_amounts_are_counted_as_they_are_shown(opened: Opened) -> None:
    other = CUT.replace("supersedes: first, how: reduces", "same_as: first")
    answer = asked(opened(BODY, other), "case damages")
    assert str(answer.lead) == "Awarded: $3.2 million, $1.9 million."
    assert len(amounts(answer)) == 2


def test_amounts_of_which_none_stands_are_not_counted(opened: Opened) -> None:
    vacated = (
        "\nevents:\n  - {quote: withdrew its appeal., label: Vacated, supersedes: first, how: vacates}\n"
    )
    answer = asked(opened(BODY, vacated), "case damages")
    assert str(answer.lead) == "None of the amounts that the sources give still stands."
    assert len(amounts(answer)) == 1
