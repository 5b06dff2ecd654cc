"""What the commands answer about small invented cases, of other shapes than the first article."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.answer import (
    AmountPart,
    Answer,
    ChangePart,
    CommandPart,
    ContextPart,
    EntryPart,
    LawsuitPart,
    MatchPart,
    NoticePart,
    NotProven,
    RulingPart,
    SourcePart,
    StatementPart,
    TimelinePart,
)
from bot.answers.cite import Cited
from bot.answers.commands import meant_by
from bot.answers.grammar import parse
from bot.answers.query import CommandError, Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive

CaseFolder = Callable[..., Path]

HEAD = """\
title: Stone and others
revised: 2026-01-02
sources:
  - {id: b-early, file: sources/early.txt, sha256: SHA(early.txt), date_published: 2025-05-01}
  - id: a-late
    file: sources/late.txt
    sha256: SHA(late.txt)
    date_published: 2025-06-01
    publisher: The Bell
    headline: Verdicts
    caveats: [gap]
"""
TEXTS = {
    "early.txt": 'Ada Stone sued Bell Works. "They lied," Stone said. She wants £900.',
    "late.txt": (
        "The Bell: Verdicts. A jury found Bell Works liable. It paid €500 in May. Bob Bell denied it all."
    ),
}
BODY = """\
caveats:
  - {id: gap, text: Something is open.}
  - {id: other, text: Something else is open., quote: {exact: It paid, source: a-late}}
content_note: Hard words.
parties:
  - {id: stone, name: Ada Stone, kind: person, described_as: {exact: Ada Stone, source: b-early}}
  - {id: bell, name: Bob Bell, kind: person, described_as: {exact: Bob Bell denied, source: a-late}}
  - {id: jury, name: The jury, kind: unnamed, described_as: {exact: A jury, source: a-late}}
lawsuits:
  - id: suit
    label: The suit
    plaintiffs: [stone]
    court: jury
    quote: {exact: Ada Stone sued, source: b-early}
rulings:
  - id: found
    claim: all of it
    outcome: liable
    decider: jury
    quote: {exact: A jury found Bell Works liable., source: a-late}
awards:
  - kind: sought
    amount: {value: 900, currency: GBP, raw: £900}
    quote: {exact: She wants £900., source: b-early}
    lawsuit: suit
  - kind: paid
    amount: {value: 500, currency: EUR, raw: €500}
    quote: {exact: It paid €500 in May, source: a-late}
    date: {edtf: 2025-05, raw: May, certainty: inferred}
    caveats: [other]
statements:
  - {speaker: bell, quote_type: indirect, quote: {exact: Bob Bell denied it all., source: a-late}}
  - {speaker: stone, quote_type: direct, quote: {exact: 'They lied,', source: b-early}}
"""
EMPTY_HEAD = (
    "title: Empty\nrevised: 2026-01-02\nsources:\n  - {id: s, file: sources/s.txt, sha256: SHA(s.txt), "
)
EMPTY_HEAD += "date_published: 2024-01-01}\n"


@pytest.fixture
def invented(case_folder: CaseFolder) -> Library:
    return ContentRepository(case_folder(BODY, TEXTS, head=HEAD).parent).read()


@pytest.fixture
def empty(case_folder: CaseFolder) -> Library:
    return ContentRepository(case_folder("", {"s.txt": "Nothing happened."}, head=EMPTY_HEAD).parent).read()


@pytest.fixture
def two(case_folder: CaseFolder) -> Library:
    case_folder(BODY, TEXTS, head=HEAD, case_id="stone")
    return ContentRepository(
        case_folder("", {"s.txt": "They lied, he said."}, head=EMPTY_HEAD, case_id="void").parent
    ).read()


def ask(library: Library, typed: str) -> Answer:
    return respond(open_archive(library, None), parse(typed))


def refused(library: Library, typed: str) -> str:
    with pytest.raises(CommandError) as caught:
        ask(library, typed)
    return str(caught.value)


def texts(answer: Answer) -> list[str]:
    return [one.text for one in answer.quotations()]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/case status", "The source does not say: it tells of no lawsuit."),
        ("/case status lawsuit:any", "The source does not say: it tells of no lawsuit."),
        ("/case damages", "The source does not say: it gives no amount that was awarded, paid or sought."),
        ("/case statements", "The source does not say: it quotes nobody."),
        ("/case statements speaker:any", "The source does not say: it quotes nobody."),
        ("/case timeline", "The source does not say: it tells of no event."),
        ("/case people", "The source does not say: it describes nobody."),
        ("/quote", "The source does not say: it quotes nothing of the kind."),
    ],
)
def test_of_an_empty_case_the_source_does_not_say(empty: Library, typed: str, sentence: str) -> None:
    answer = ask(empty, typed)
    assert str(answer.lead) == sentence
    assert answer.abstained
    assert answer.as_of == "2024-01-01"


def test_what_our_own_record_holds_is_no_abstention(empty: Library) -> None:
    assert not ask(empty, "/case sources").abstained
    assert not ask(empty, "/case changes").abstained


def test_status_tells_each_lawsuit_then_what_belongs_to_none_for_certain(invented: Library) -> None:
    answer = ask(invented, "/case status")
    assert str(answer.lead) == "liable for all of it."
    suit, heading, ruling = answer.parts
    assert isinstance(suit, LawsuitPart)
    assert (suit.plaintiffs, suit.defendants, suit.court) == (("Ada Stone",), (), "The jury")
    assert isinstance(heading, NoticePart)
    assert str(heading.text) == "Which lawsuit: not stated"
    assert isinstance(ruling, RulingPart)
    assert (ruling.decider, ruling.lawsuits, ruling.open_link) == ("The jury", (), True)
    alone = ask(invented, "/case status lawsuit:SUIT")
    assert len(alone.parts) == 1


def test_amounts_come_awarded_first_then_paid_then_sought(invented: Library) -> None:
    answer = ask(invented, "/case damages")
    assert str(answer.lead) == "Paid: €500. Sought: £900."
    kinds = [part.award.kind for part in answer.parts if isinstance(part, AmountPart)]
    assert kinds == ["paid", "sought"]


def test_statements_of_several_sources_come_in_the_order_of_their_days(invented: Library) -> None:
    answer = ask(invented, "/case statements")
    assert str(answer.lead) == "2 statements, by Ada Stone, Bob Bell."
    assert [part.speaker for part in answer.parts if isinstance(part, StatementPart)] == [
        "Ada Stone",
        "Bob Bell",
    ]
    assert answer.content_note == "Hard words."
    alone = ask(invented, "/case statements speaker:bell")
    assert str(alone.lead) == "One statement, by Bob Bell."
    own, reported = (one.attribution for one in answer.quotations())
    assert (own.asserted_by, own.speaker, own.publisher) == ("speaker", "Ada Stone", None)
    assert (reported.asserted_by, reported.speaker, reported.publisher) == (
        "publisher",
        "Bob Bell",
        "The Bell",
    )


def test_the_timeline_tells_what_is_open_about_each_entry_it_shows(invented: Library) -> None:
    answer = ask(invented, "/case timeline")
    entries = [part for part in answer.parts if isinstance(part, TimelinePart)]
    assert [part.date.edtf if part.date else None for part in entries] == ["2025-05", None]
    assert [point.text for point in answer.open_points] == ["Something else is open."]
    assert texts(answer)[-1] == "It paid"


def test_people_may_all_be_named(case_folder: CaseFolder) -> None:
    body = "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]\n"
    answer = ask(ContentRepository(case_folder(body).parent).read(), "/case people")
    assert str(answer.lead) == "1 named, 0 not named in the source."
    assert len(answer.parts) == 1


def test_a_timeline_may_have_dates_for_all(case_folder: CaseFolder) -> None:
    body = (
        "events:\n  - {label: Award, quote: In May a court, "
        "date: {edtf: 2025-05, raw: May, certainty: inferred}}\n"
    )
    answer = ask(ContentRepository(case_folder(body).parent).read(), "/case timeline")
    assert str(answer.lead) == "One dated entry, 0 without a date."
    assert len(answer.parts) == 1


def test_that_a_lawsuit_is_pending_is_no_event(case_folder: CaseFolder) -> None:
    quote = "quote: Ada Stone sued Bell Works in 2024"
    body = f"lawsuits: [{{id: suit, label: The suit, {quote}, status: {{value: pending, {quote}}}}}]\n"
    answer = ask(ContentRepository(case_folder(body).parent).read(), "/case timeline")
    assert str(answer.lead) == "The source does not say: it tells of no event."


def test_an_event_that_only_repeats_what_is_shown_is_not_told_twice(case_folder: CaseFolder) -> None:
    body = (
        "lawsuits: [{id: suit, label: The suit, quote: Ada Stone sued Bell Works in 2024}]\n"
        "events:\n"
        "  - {label: Filed, quote: Ada Stone sued, lawsuit: suit}\n"
        "  - {label: Appeal, quote: Bell Works will appeal., lawsuit: suit}\n"
    )
    answer = ask(ContentRepository(case_folder(body).parent).read(), "/case status")
    assert texts(answer) == ["Ada Stone sued Bell Works in 2024", "Bell Works will appeal."]


def test_sources_come_newest_first_with_how_much_rests_on_each(invented: Library) -> None:
    answer = ask(invented, "/case sources")
    assert str(answer.lead) == "Everything said about this case rests on 2 articles."
    sources = [part for part in answer.parts if isinstance(part, SourcePart)]
    assert [(part.source.id, part.resting) for part in sources] == [("a-late", 6), ("b-early", 4)]
    assert [point.text for point in answer.open_points] == ["Something is open."]


def test_which_case_is_asked_where_there_are_several(two: Library) -> None:
    assert refused(two, "/case status") == "Which case? Add case: and one of stone, void."
    assert ask(two, "/case status case:Stone").case == "stone"
    assert ask(two, "/case status case:“stone AND others”").case == "stone"
    assert refused(two, "/case status case:stones") == "There is no case “stones”. Did you mean stone?"
    assert refused(two, "/case status case:others") == "There is no case “others”. Did you mean stone?"
    assert refused(two, "/case status case:xyzzy") == "There is no case “xyzzy”. Known: stone, void."
    long = refused(two, f"/case status case:{'z' * 500}")
    assert long == f"There is no case “{'z' * 79}…”. Known: stone, void."


def test_more_cases_than_fit_in_a_sentence_are_not_all_named(case_of: Callable[..., Case]) -> None:
    case = case_of("")
    library = Library({f"case-{number:02}": case for number in range(12)})
    assert refused(library, "/case status").endswith(", ….")


def test_without_any_case_there_is_nothing_to_answer_from() -> None:
    assert refused(Library(), "/case status") == "There is no case to answer from yet."
    assert refused(Library(), "/case status case:a") == "There is no case to answer from yet."
    answer = ask(Library(), "/quote anything")
    assert str(answer.lead) == (
        "The sources do not say: no quotation and no sentence has the words “anything”."
    )
    assert (answer.abstained, answer.as_of, answer.case) == (True, None, None)


def test_a_quotation_is_looked_up_in_every_case(two: Library) -> None:
    answer = ask(two, "/quote they lied")
    assert str(answer.lead) == "The 2 best matches for “they lied”"
    matches = [part for part in answer.parts if isinstance(part, MatchPart)]
    assert {part.case_title for part in matches} == {"Stone and others", "Empty"}
    assert (answer.case, answer.as_of) == (None, "2025-06-01")
    one = ask(two, "/quote they lied case:stone")
    assert (str(one.lead), one.case) == ("1 match for “they lied”", "stone")
    said = ask(two, "/quote they lied speaker:Stone")
    assert texts(said) == ["They lied,"]
    assert ask(two, "/quote they lied speaker:Bell").abstained


def test_a_quotation_is_shown_in_its_paragraph_by_its_id(two: Library) -> None:
    wanted = next(ask(two, "/quote they lied case:stone").quotations())
    answer = ask(two, f"/quote #{wanted.id.upper()}")
    assert str(answer.lead) == f"Quotation #{wanted.id}, and the paragraph in which it stands"
    assert isinstance(answer.parts[1], ContextPart)
    assert texts(answer) == ["They lied,", TEXTS["early.txt"]]


def test_quotations_can_be_leafed_through(library: Library) -> None:
    first = ask(library, "/quote case:carroll-v-trump")
    assert len([part for part in first.parts if isinstance(part, MatchPart)]) == 10
    assert str(first.lead).startswith("Quotations 1 to 10 of ")
    assert [str(one.label) for one in first.suggestions] == ["Next"]
    second = respond(open_archive(library, None), first.suggestions[0].query)
    assert [str(one.label) for one in second.suggestions] == ["Previous", "Next"]
    pages, shown = [first], [first]
    while any(str(one.label) == "Next" for one in shown[-1].suggestions):
        shown.append(respond(open_archive(library, None), shown[-1].suggestions[-1].query))
        pages.append(shown[-1])
    spans = [one.selector.span for page in pages for one in page.quotations()]
    assert len(spans) == len(set(spans))
    assert f"of {len(spans)}" in str(first.lead)
    assert [str(one.label) for one in pages[-1].suggestions] == ["Previous"]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "²", "01", "9" * 5000])
def test_a_page_that_is_not_there_gets_a_sentence(library: Library, page: str) -> None:
    only = Library({"carroll-v-trump": library.cases["carroll-v-trump"]})
    assert refused(only, f"/quote page:{page}").startswith(f"There is no page “{page[:79]}")


def test_help_tells_all_commands_or_one_with_its_options(library: Library) -> None:
    [wanted] = ask(library, "/help").parts
    assert isinstance(wanted, EntryPart)
    named = {name for line in map(str, wanted.details) for name in re.findall(r"/([a-z]+(?: [a-z]+)?)", line)}
    assert all(meant_by(name.split()[0]) for name in named)
    assert {"case status", "verify", "ask", "digest schedule"} <= named | {name.split()[0] for name in named}
    one = ask(library, "/help /Case  STATUS").parts
    assert len(one) == 1
    assert isinstance(one[0], CommandPart)
    assert [name for name, _ in one[0].options] == ["case", "lawsuit", "as-of", "detail"]
    assert len(ask(library, "/help case").parts) == 9
    assert refused(library, "/help gossip") == "There is no command “/gossip”. /help lists them all."


def versions(case_folder: CaseFolder, *bodies: str) -> Library:
    """A case whose file was kept each time before it was changed."""
    folder = case_folder("")
    for number, body in enumerate(bodies):
        head = f"title: A\nrevised: 2026-01-0{number + 1}\nsources:\n"
        head += "  - {id: article, file: sources/a.txt, sha256: SHA(a.txt), date_published: 2025-06-01}\n"
        folder = case_folder(body, head=head)
        (folder / "versions").mkdir(exist_ok=True)
        if number < len(bodies) - 1:
            (folder / "case.yaml").rename(folder / "versions" / f"{number}.yaml")
    return ContentRepository(folder.parent).read()


EVERY_SECTION = """\
caveats: [{id: gap, text: Something is open.}]
parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]
lawsuits: [{id: suit, label: The suit, quote: Ada Stone sued}]
rulings: [{claim: fairness, outcome: other, quote: the judge called it fair}]
awards:
  - {kind: awarded, amount: {value: 5000000, currency: USD, raw: $5 million}, quote: Stone $5 million}
statements: [{speaker: stone, quote_type: direct, quote: They lied to me}]
events: [{label: Appeal, quote: Bell Works will appeal.}]
"""


def changed(answer: Answer) -> list[tuple[str, str, str]]:
    parts = [part for part in answer.parts if isinstance(part, ChangePart)]
    return [(part.change.kind, part.label, part.day) for part in parts]


def test_the_first_version_has_not_changed(empty: Library) -> None:
    answer = ask(empty, "/case changes")
    assert (
        str(answer.lead) == "What this bot holds has not changed since it was first written, on 2026-01-02."
    )


def test_what_was_gained_and_lost_is_told_by_its_name_newest_first(case_folder: CaseFolder) -> None:
    library = versions(
        case_folder, "", EVERY_SECTION, EVERY_SECTION.replace("label: Appeal", "label: The appeal"), ""
    )
    answer = ask(library, "/case changes")
    assert str(answer.lead) == (
        "15 changes in what this bot holds since 2026-01-01. "
        "15 of them are an editor’s changes: they rest on no new report."
    )
    labels = ["The suit", "fairness", "$5 million", "Ada Stone", "Appeal", "Ada Stone", "Something is open."]
    gained = [("gained", label, "2026-01-02") for label in labels]
    lost = [("lost", label.replace("Appeal", "The appeal"), "2026-01-04") for label in labels]
    assert changed(answer) == [*lost, ("corrected", "The appeal", "2026-01-03"), *gained]
    assert all(one.selector.proves(one.source.text) for one in answer.quotations())


def test_changes_may_be_asked_since_a_day(case_folder: CaseFolder) -> None:
    library = versions(case_folder, "", "", EVERY_SECTION.splitlines()[0])
    assert str(ask(library, "/case changes since:2026-01-03").lead) == (
        "One change in what this bot holds since 2026-01-03. "
        "It is an editor’s change: it rests on no new report."
    )
    assert (
        str(ask(library, "/case changes since:2027").lead)
        == "What this bot holds has not changed since 2027-01-01."
    )
    assert refused(library, "/case changes since:yesterday") == (
        "since: “yesterday” is no day of the calendar; write it as 2023-07-12, 2023-05, 2019 or 199X."
    )


def test_a_source_that_came_is_called_by_its_headline_or_its_id(
    invented: Library, case_folder: CaseFolder
) -> None:
    folder = Path(invented.folder) / "stone"
    (folder / "versions").mkdir()
    now = (folder / "case.yaml").read_text(encoding="utf-8")
    before = case_folder("", {"s.txt": "x"}, head=EMPTY_HEAD, case_id="stone").joinpath("case.yaml")
    before.rename(folder / "versions" / "0.yaml")
    (folder / "case.yaml").write_text(now, encoding="utf-8")
    labels = [label for _, label, _ in changed(ask(ContentRepository(folder.parent).read(), "/case changes"))]
    assert labels[:2] == ["b-early", "Verdicts"]
    assert "s" in labels


def test_a_quotation_that_is_not_proven_does_not_exist(invented: Library) -> None:
    case = invented.cases["stone"]
    with pytest.raises(NotProven, match=r"sources/early.txt\[0:9\] is not 'Bob Stone'"):
        Cited(invented, case).quotation(Selector(exact="Bob Stone", source="b-early", start=0, end=9))


def test_words_that_are_not_found_are_repeated_as_they_were_typed(archive: Archive) -> None:
    typed = "zebra jusstice quagga"
    assert f"“{typed}”" in str(respond(archive, Query("quote", (("text", typed),))).lead)
