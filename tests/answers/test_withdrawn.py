"""Withdrawn cases and articles: nothing of them is shown but when and why they were withdrawn."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.answer import Answer
from bot.answers.choices import choices
from bot.answers.commands import COMMANDS
from bot.answers.grammar import parse
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.buttons import choice_label
from bot.rendering.render import Presentation, to_text
from bot.rendering.wording import Wording
from bot.search.archive import Archive, index_entries

CaseFolder = Callable[..., Path]
OF_CASES = [name for name in COMMANDS if name.startswith("case ") and name != "case suggest"]
WITHDRAWN = "withdrawn: {date: 2025-03-01, why: its source was retracted}"
SENTENCE = "This case was withdrawn on 2025-03-01: its source was retracted"
ARTICLE_SENTENCE = "This article was withdrawn on 1 March 2025: its source was retracted"
TEXTS = {
    "old.txt": 'Ada Stone sued Bell Works. A jury gave her $5 million in May 2024. "They lied," Stone said.',
    "new.txt": "Stone will appeal. The suit of Ada Stone goes on. A judge cut it to $3 million.",
}
HEAD = """\
title: Stone v. Bell Works
revised: 2025-02-01
sources:
  - {{id: old, file: sources/old.txt, sha256: SHA(old.txt), date_published: 2024-06-01{old}}}
  - {{id: new, file: sources/new.txt, sha256: SHA(new.txt), date_published: 2025-01-02{new}}}
"""
BODY = """\
caveats:
  - {id: satire, text: The jury may be satire.}
  - {id: sum, text: The sum is told in one way., quote: $5 million}
parties:
  - {id: stone, name: Ada Stone, kind: person, described_as: {exact: Ada Stone, source: old}}
  - {id: bell, name: Bell Works, kind: organization, described_as: Bell Works}
lawsuits:
  - id: suit
    label: The suit
    plaintiffs: [stone]
    docket_number: May 2024
    quote: Ada Stone sued
    status: {value: appealed, quote: Stone will appeal}
awards:
  - {id: five, kind: awarded, to: stone, quote: "A jury gave her $5 million in May 2024",
     caveats: [sum, satire],
     amount: {value: 5000000, currency: USD, raw: $5 million},
     date: {edtf: 2024-05, raw: May 2024, certainty: stated}}
  - {id: three, kind: awarded, quote: A judge cut it to $3 million, supersedes: five, how: reduces,
     lawsuit: suit, amount: {value: 3000000, currency: USD, raw: $3 million}}
statements:
  - {speaker: stone, quote: "They lied,", quote_type: direct}
events:
  - {label: Stone sued, participants: [stone], quote: [Ada Stone sued, The suit of Ada Stone]}
questions:
  - {ask: [who lied], quote: They lied}
  - {ask: [will stone appeal], quote: Stone will appeal}
"""


def stone(case_folder: CaseFolder, *, old: str = "", new: str = "", body: str = BODY) -> Path:
    return case_folder(body, TEXTS, head=HEAD.format(old=old, new=new)).parent


def ask(archive: Archive, typed: str) -> Answer:
    return respond(archive, parse(typed))


def shown(archive: Archive, typed: str) -> str:
    return to_text(ask(archive, typed), Presentation())


@pytest.fixture(params=["memory", "cache"])
def read(request: pytest.FixtureRequest) -> Callable[[Path], Library]:
    """Reads a folder without a cache, or with one and after a start."""

    def reading(root: Path) -> Library:
        if request.param == "memory":
            return ContentRepository(root).read()
        ContentRepository(root, CaseCache(root.parent / "cache")).read()
        return ContentRepository(root, CaseCache(root.parent / "cache")).read()

    return reading


@pytest.fixture
def withdrawn(case_folder: CaseFolder, read: Callable[[Path], Library]) -> Archive:
    """A library whose only case was withdrawn."""
    library = read(stone(case_folder, body=f"{WITHDRAWN}\ncontent_note: Hard words.\n{BODY}"))
    assert library.problems == ()
    return open_archive(library, None)


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The first case alone, withdrawn."""
    root = tmp_path_factory.mktemp("single")
    folder = shutil.copytree(Path(__file__).parents[2] / "content" / "carroll-v-trump", root / "stone")
    with (folder / "case.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{WITHDRAWN}\n")
    return open_archive(ContentRepository(root).read(), None)


@pytest.fixture
def without_old(case_folder: CaseFolder, read: Callable[[Path], Library]) -> Archive:
    """A library whose only case has an older article that was withdrawn."""
    library = read(stone(case_folder, old=f", {WITHDRAWN}"))
    assert library.problems == ()
    return open_archive(library, None)


def test_an_article_that_was_withdrawn_is_not_among_those_that_are_searched(without_old: Archive) -> None:
    assert "Searched: 1 case and 1 source, the newest of 2 January 2025." in shown(
        without_old, "/verify a jury"
    )


@pytest.mark.parametrize("command", OF_CASES)
def test_every_answer_about_a_withdrawn_case_is_one_sentence(single: Archive, command: str) -> None:
    for options in (
        (),
        (("case", "stone"),),
        (("as-of", "2020-01-01"),),
        (("lawsuit", "nobody"),),
        (("since", "2024-01-01"),),
    ):
        assert_withdrawn(respond(single, Query(command, options)))


def assert_withdrawn(answer: Answer) -> None:
    """The answer is the sentence alone."""
    assert (str(answer.lead), answer.parts, answer.suggestions) == (SENTENCE, (), ())
    assert (answer.open_points, answer.content_note, answer.abstained) == ((), None, False)
    assert list(answer.quotations()) == []


def test_nothing_of_a_withdrawn_case_is_found(withdrawn: Archive) -> None:
    assert list(index_entries(withdrawn.library, withdrawn.library.cases)) == []
    assert str(ask(withdrawn, "/ask will Stone appeal").lead) == SENTENCE
    assert str(ask(withdrawn, "/verify A judge cut it to $3 million").lead).startswith("Not in our sources")
    for typed in ("/quote Stone will appeal", "/quote speaker:Stone", "/quote"):
        assert list(ask(withdrawn, typed).quotations()) == []
    assert list(choices(withdrawn, Query("quote"), "text", "Stone", 9)) == []


def test_a_withdrawn_case_is_listed_as_withdrawn(withdrawn: Archive) -> None:
    [listed] = withdrawn.library.newest_first
    assert (listed.title, listed.withdrawn, listed.quotations) == ("Stone v. Bell Works", "2025-03-01", 0)
    [choice] = choices(withdrawn, Query("case status"), "case", "", 9)
    assert choice_label(choice, Wording("en"), 99) == "Stone v. Bell Works (withdrawn)"
    assert choice_label(choice, Wording("de"), 99) == "Stone v. Bell Works (zurückgezogen)"


def test_of_several_cases_a_withdrawn_one_is_not_offered(case_folder: CaseFolder) -> None:
    case_folder("", case_id="other-a")
    case_folder("", case_id="other-b")
    root = stone(case_folder, body=f"{WITHDRAWN}\n{BODY}")
    archive = open_archive(ContentRepository(root).read(), None)
    answer = ask(archive, "/case status case:stone")
    assert str(answer.lead) == SENTENCE
    with pytest.raises(Exception, match="one of other-b, other-a"):
        ask(archive, "/case status")


def test_the_file_of_a_withdrawn_case_is_checked_as_a_whole(withdrawn: Archive) -> None:
    case = withdrawn.library.files["stone"]
    assert len(case.events) == 1
    assert case.sources[0].text == TEXTS["old.txt"]
    assert withdrawn.library.cases["stone"].version == case.version


def test_nothing_that_rests_on_a_withdrawn_article_alone_is_shown(without_old: Archive) -> None:
    gone = ("$5 million", "$5,000,000", "They lied", "sued Bell Works", "May 2024", "satire", "one way")
    for command in OF_CASES:
        text = shown(without_old, f"/{command}")
        assert [words for words in gone if words in text] == []
        assert all(one.source.id == "new" for one in ask(without_old, f"/{command}").quotations())


def test_what_rests_on_other_articles_too_stays(without_old: Archive) -> None:
    assert [one.text for one in ask(without_old, "/case damages").quotations()] == [
        "A judge cut it to $3 million"
    ]
    assert "Earlier" not in shown(without_old, "/case damages")
    case = without_old.library.cases["stone"]
    assert [one.exact for one in case.events[0].quote] == ["The suit of Ada Stone"]
    assert [(party.id, party.described_as) for party in case.parties] == [("stone", ())]
    assert (case.lawsuits[0].quote[0].exact, case.lawsuits[0].docket_number) == ("Stone will appeal", None)
    assert [question.ask for question in case.questions] == [("will stone appeal",)]
    assert case.caveats == ()
    assert case.as_of == "2025-01-02"
    assert [one.text for one in ask(without_old, "/ask will stone appeal").quotations()] == [
        "Stone will appeal."
    ]
    assert str(ask(without_old, "/case status as-of:2025-02-01").lead) == "$3 million awarded."


def test_a_withdrawn_article_is_found_by_nobody(without_old: Archive) -> None:
    entries = list(index_entries(without_old.library, without_old.library.cases))
    assert entries
    assert all("\told\t" not in entry.key for entry in entries)
    assert str(ask(without_old, "/verify “They lied”").lead).startswith("Not in our sources")
    found = ask(without_old, "/quote a jury gave her").quotations()
    assert "A jury gave her $5 million in May 2024" not in [one.text for one in found]
    asked = ask(without_old, "/ask who lied").quotations()
    assert all(one.source.id == "new" for one in asked)


def test_the_sources_say_which_article_was_withdrawn_when_and_why(without_old: Archive) -> None:
    text = shown(without_old, "/case sources")
    assert "Everything said about this case rests on one article." in text
    assert ARTICLE_SENTENCE in text


def test_the_changes_tell_of_the_withdrawal_and_quote_nothing_of_the_article(case_folder: CaseFolder) -> None:
    folder = stone(case_folder) / "stone"
    (folder / "versions").mkdir()
    (folder / "case.yaml").rename(folder / "versions" / "a.yaml")
    root = stone(case_folder, old=f", {WITHDRAWN}")
    file = folder / "case.yaml"
    file.write_text(file.read_text("utf-8").replace("revised: 2025-02-01", "revised: 2025-03-02"), "utf-8")
    archive = open_archive(ContentRepository(root).read(), None)
    answer = ask(archive, "/case changes")
    assert str(answer.lead) == "One change in what this bot holds since 2025-02-01."
    assert ARTICLE_SENTENCE in to_text(answer, Presentation())
    assert list(answer.quotations()) == []


def test_a_case_may_outlive_all_its_articles(case_folder: CaseFolder) -> None:
    both = stone(case_folder, old=f", {WITHDRAWN}", new=f", {WITHDRAWN}")
    archive = open_archive(ContentRepository(both).read(), None)
    for name in OF_CASES:
        assert list(ask(archive, f"/{name}").quotations()) == []
    assert archive.library.cases["stone"].as_of == "2025-01-02"
    assert ask(archive, "/ask will stone appeal").abstained


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("withdrawn: {date: 2025-03, why: gone}", "“2025-03” is not a day of the form 2023-07-12"),
        ("withdrawn: {date: 2025-03-01}", "“why” is missing"),
        ("withdrawn: yes", "“withdrawn” must be a mapping"),
    ],
)
def test_a_withdrawal_needs_its_day_and_its_reason(
    mistakes_in: Callable[..., list[str]], written: str, sentence: str
) -> None:
    [mistake] = mistakes_in(f"{written}\n")
    assert mistake.endswith(sentence)


def test_where_all_articles_were_withdrawn_that_is_said_and_not_that_no_lawsuit_is_told_of(
    case_folder: CaseFolder, read: Callable[[Path], Library]
) -> None:
    folder = stone(case_folder, old=f", {WITHDRAWN}", new=f", {WITHDRAWN}")
    archive = open_archive(read(folder), None)
    assert str(ask(archive, "/case status").lead) == "All articles on this case were withdrawn."
