"""The case-file reference is true: the loader reads every word and every example, and answers say that."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from jsonschema_rs import Draft202012Validator

from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.facts import How
from bot.cases.model import ENTRIES, Award, Event, PartyRole, Relief, Ruling, Statement, Status
from bot.cases.outcomes import OUTCOMES_OF
from bot.cases.parsing import case_file_schema
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.render import Presentation, to_text
from bot.rendering.vocabulary import ROLES
from bot.rendering.wording import Wording
from tests.docs.core_yaml import as_editors_read
from tests.docs.documents import FENCE, REFERENCE, blocks, code, table_rows, text_of
from tests.docs.test_editors_guide import words_of

[BANDSTAND] = blocks(REFERENCE, "text bandstand")
BASE = "".join(blocks(REFERENCE, "yaml example base"))
RAW = re.compile(r"£[\d,]+")
Articles = Mapping[str, str]
Answers = Callable[..., str]


class Example(NamedTuple):
    """A fragment of a case file with the command and language of an answer, and the lines that it shows."""

    fragment: str
    command: str
    language: str
    shown: str


def examples() -> Iterator[Example]:
    fragment = ""
    for block in FENCE.finditer(text_of(REFERENCE)):
        kind, _, rest = block["info"].partition(" ")
        if kind == "yaml":
            fragment = "" if rest == "example base" else block["body"]
        elif rest.startswith("/case "):
            command, language = re.fullmatch(r"(/case \w+)(?: (\w\w))?", rest).groups()  # type: ignore[union-attr]
            yield Example(fragment, command, language or "en", block["body"])


EXAMPLES = list(examples())


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    """Answers a command from a case with these articles, by their file names, and this case file."""

    def answer(case_file: str, articles: Articles, command: str, language: str = "en") -> str:
        folder = tmp_path / "content" / "wick-v-lower-quimby"
        (folder / "sources").mkdir(parents=True)
        for name, text in articles.items():
            (folder / "sources" / name).write_text(text, "utf-8")
        (folder / "case.yaml").write_text(case_file, "utf-8")
        library = ContentRepository(tmp_path / "content").read()
        assert library.problems == ()
        said = respond(open_archive(library, None), parse(command))
        return to_text(said, Presentation(Wording(language)))

    return answer


def lines_of(shown: str) -> str:
    return "\n" + shown.rstrip("\n") + "\n"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.shown.partition("\n")[0])
def test_an_example_is_answered_as_it_is_shown(example: Example, answers: Answers) -> None:
    said = answers(BASE + example.fragment, {"bandstand.txt": BANDSTAND}, example.command, example.language)
    assert lines_of(example.shown) in lines_of(said)


def test_every_section_has_an_example() -> None:
    written = "\n".join((BASE, *(example.fragment for example in EXAMPLES)))
    sections = re.findall(r"^([a-z]+):$", written, flags=re.MULTILINE)
    assert {*ENTRIES} - {*sections} == {"questions"}, "those of the guide's first example"


@pytest.mark.parametrize(
    "fragment",
    sorted({"", *(one.fragment for one in EXAMPLES)}),
    ids=lambda one: " ".join(one.split()[:5]) or "base",
)
def test_the_examples_fit_the_schema(fragment: str) -> None:
    schema = Draft202012Validator(case_file_schema())
    assert [str(error) for error in schema.iter_errors(as_editors_read(BASE + fragment))] == []


PLANTED = [
    ("from_page: [publisher, licence]", "from_page: [publisher, weather]"),
    ("from_page: [publisher, licence]", "from_page: publisher"),
    ("title: {en: Wick v. Lower Quimby, de: Wick gegen Lower Quimby}", "title: {en: [Wick]}"),
    ("title: {en: Wick v. Lower Quimby, de: Wick gegen Lower Quimby}", "title: {English: Wick}"),
    ("title: {en: Wick v. Lower Quimby, de: Wick gegen Lower Quimby}", "title: {}"),
    ("{role: counsel, acts_for: wick}", "{role: counsel, acting_for: wick}"),
    ("{role: counsel, acts_for: wick}", "{acts_for: wick}"),
    ("value: judgment", "value: judged"),
    ("weight: key", "weight: heavy"),
    ("outcome: at_fault", "outcome: faulty"),
    ("on: motion", "on: request"),
    ("prejudice: without", "prejudice: maybe"),
    ("counts: 2", "counts: two"),
    ("percent: 80", "percent: eighty"),
    ("{percent: 80, raw: 80 percent}", "80 percent"),
    ("sentence: four months in prison", "sentence: {words: four months}"),
    ("kind: penalty", "kind: punishment"),
    ("undisclosed: true", "undisclosed: secret"),
    ("per: {en: day, de: Tag}", "per: [day]"),
    ("part_of: whole", "part_of: [whole]"),
    ("condition: If the bandstand is not open by then", "condition: [If, then]"),
    ("purpose: {en: medical costs, de: Behandlungskosten}", "purposes: medical costs"),
    ("kind: injunction", "kind: order"),
    ("    what: {en: reopen the bandstand, de: Wiedereröffnung des Pavillons}\n", ""),
    ("deadline: within 30 days", "deadlines: within 30 days"),
    ("outcome: granted\n    what", "outcome: given\n    what"),
    ("quote_type: declined", "quote_type: silent"),
    ("attributed_by: complaint", "attributed_by: [complaint]"),
    ("denied_by: sandgren", "denied: sandgren"),
    ("answers: sunday", "answers: [sunday]"),
    ("event_status: scheduled", "event_status: held"),
    ("same_as: award", "same_as: [award]"),
    ("contradicts: [award]", "contradicts: award"),
]


@pytest.mark.parametrize(("right", "wrong"), PLANTED)
def test_the_schema_finds_what_is_wrong(right: str, wrong: str) -> None:
    fragments = (
        [BASE] if right in BASE else [BASE + one.fragment for one in EXAMPLES if right in one.fragment]
    )
    schema = Draft202012Validator(case_file_schema())
    assert list(schema.iter_errors(as_editors_read(fragments[0]))) == []
    assert list(schema.iter_errors(as_editors_read(fragments[0].replace(right, wrong)))) != []


def rows(head: str) -> list[list[str]]:
    found = [[code(cell) for cell in row] for row in table_rows(text_of(REFERENCE), head)]
    assert found, head
    return found


def words(kind: Any, field: str) -> set[str]:
    return {*words_of(kind.__dataclass_fields__[field].type)}


def case_of(article: str, entries: str, day: str = "2021-10-14") -> tuple[str, Articles]:
    """A case file of one article, which tells of a suit besides, and the article."""
    text = f"Wick sued the town.\n{article}\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    head = (
        "title: Wick v. Lower Quimby\nrevised: 2021-10-15\nsources:\n"
        f"  - {{id: lantern, file: sources/a.txt, sha256: {digest}, date_published: {day}}}\n"
    )
    suit = (
        ""
        if "lawsuits:" in entries
        else "lawsuits: [{id: suit, label: The suit, quote: Wick sued the town}]\n"
    )
    return f"{head}{suit}{entries}", {"a.txt": text}


def quoted(words: str) -> str:
    """Some words as a YAML scalar in quotation marks."""
    return "'" + words.replace("'", "''") + "'"


@pytest.mark.parametrize("row", rows("on"), ids=lambda row: row[-1])
def test_an_outcome_is_said_as_the_table_shows(row: list[str], answers: Answers) -> None:
    on, claim, outcome, article, said = row
    ruling = f"on: {on}, claim: {quoted(claim)}, outcome: {outcome}, quote: {quoted(article)}"
    entries = f"rulings: [{{lawsuit: suit, {ruling}}}]"
    assert lines_of(said) in answers(*case_of(article, entries), "/case status")


def test_the_table_of_outcomes_has_each_word_with_something_that_can_have_it() -> None:
    assert {row[2] for row in rows("on")} == words(Ruling, "outcome")
    assert {row[0] for row in rows("on")} == words(Ruling, "on")
    assert all(row[2] in OUTCOMES_OF[row[0]] for row in rows("on"))  # type: ignore[index]


@pytest.mark.parametrize(("kind", "article", "said"), rows("kind of money"))
def test_a_kind_of_money_is_said_as_the_table_shows(
    kind: str, article: str, said: str, answers: Answers
) -> None:
    [raw] = RAW.findall(article)
    amount = f"{{value: {raw[1:].replace(',', '')}, currency: GBP, raw: {quoted(raw)}}}"
    entries = f"awards: [{{kind: {kind}, amount: {amount}, quote: {quoted(article)}}}]"
    assert lines_of(said) in answers(*case_of(article, entries), "/case damages")


@pytest.mark.parametrize("row", rows("kind of relief"), ids=lambda row: row[-1])
def test_a_kind_of_relief_is_said_as_the_table_shows(row: list[str], answers: Answers) -> None:
    kind, outcome, what, article, said = row
    relief = f"kind: {kind}, outcome: {outcome}, what: {quoted(what)}, quote: {quoted(article)}"
    assert lines_of(said) in answers(*case_of(article, f"relief: [{{{relief}}}]"), "/case damages")


@pytest.mark.parametrize(("value", "article", "said"), rows("value"))
def test_a_stage_is_said_as_the_table_shows(value: str, article: str, said: str, answers: Answers) -> None:
    status = f"{{value: {value}, quote: {article}}}"
    entries = f"lawsuits: [{{id: suit, label: The suit, quote: Wick sued the town, status: {status}}}]"
    shown = answers(*case_of(article, entries), "/case status")
    assert re.search(rf"^  {re.escape(said)}( · no filing date stated)?$", shown, flags=re.MULTILINE)


@pytest.mark.parametrize(("role", "english", "german"), rows("role"))
def test_a_role_is_said_as_the_table_shows(role: str, english: str, german: str, answers: Answers) -> None:
    party = f"{{id: somebody, kind: unnamed, name: Somebody, described_as: Wick, roles: [{role}]}}"
    assert str(ROLES[role]) == english
    said = answers(*case_of("", f"parties: [{party}]"), "/case people", "de")
    assert lines_of(f"  Nicht namentlich genannt · {german}") in said


@pytest.mark.parametrize(("status", "article", "said"), rows("event_status"))
def test_what_had_not_taken_place_is_said_as_the_table_shows(
    status: str, article: str, said: str, answers: Answers
) -> None:
    event = f"{{label: The hearing, event_status: {status}, quote: {quoted(article)}}}"
    assert lines_of(f"  {said}") in answers(*case_of(article, f"events: [{event}]"), "/case timeline")


@pytest.mark.parametrize(("how", "where", "said"), rows("how"))
def test_what_superseded_a_fact_is_said_as_the_table_shows(
    how: str, where: str, said: str, answers: Answers
) -> None:
    assert where
    text = "The hearing was on Friday.\n"
    case_file, articles = case_of(
        "A hearing is set for Monday.",
        "events:\n"
        "  - {id: old, label: The hearing, quote: A hearing is set for Monday.}\n"
        f"  - {{label: Another, supersedes: old, how: {how}, quote: The hearing was on Friday.}}\n",
    )
    second = (
        "  - {id: later, file: sources/b.txt, date_published: 2021-11-02, "
        f"sha256: {hashlib.sha256(text.encode()).hexdigest()}}}\nlawsuits:"
    )
    case_file = case_file.replace("lawsuits:", second, 1)
    shown = answers(case_file, {**articles, "b.txt": text}, "/case timeline")
    one_entry = f"  {said}\n"
    assert (one_entry if how == "holds" else f"  As reported on 14 October 2021; {said}\n") in shown


@pytest.mark.parametrize(("edtf", "certainty", "raw", "said"), rows("edtf"))
def test_a_date_is_said_as_the_table_shows(
    edtf: str, certainty: str, raw: str, said: str, answers: Answers
) -> None:
    article = f"It rained: {raw}."
    date = f"{{edtf: '{edtf}', raw: '{raw}', certainty: {certainty}}}"
    event = f"{{label: Rain, quote: {quoted(article)}, date: {date}}}"
    assert lines_of(f"{said} · Rain") in answers(*case_of(article, f"events: [{event}]"), "/case timeline")


def test_a_lead_names_the_tellers_of_what_is_contradicted_as_within_a_sentence(answers: Answers) -> None:
    entries = (
        "parties: [{id: clerk, kind: unnamed, name: The clerk, described_as: The clerk}]\n"
        "statements: [{speaker: clerk, quote_type: direct, quote: They paid £7}]\n"
        "awards:\n"
        "  - {id: six, kind: paid, amount: {value: 6, currency: GBP, raw: £6}, quote: The town paid £6}\n"
        "  - {kind: paid, amount: {value: 7, currency: GBP, raw: £7}, quote: They paid £7,\n"
        "     contradicts: [six]}\n"
    )
    shown = answers(*case_of('The town paid £6. "They paid £7," The clerk said.', entries), "/case damages")
    assert "\nPaid: £6 (as the article of 14 October 2021 reports).\n" in shown
    assert "  The clerk says otherwise:\n  │ They paid £7\n" in shown


def test_the_tables_have_each_word_of_their_field() -> None:
    assert {row[0] for row in rows("kind of money")} == words(Award, "kind")
    assert {row[0] for row in rows("kind of relief")} == words(Relief, "kind")
    assert {row[1] for row in rows("kind of relief")} == words(Relief, "outcome")
    assert {row[0] for row in rows("value")} == words(Status, "value")
    assert {row[0] for row in rows("event_status")} == words(Event, "event_status")
    assert {row[0] for row in rows("quote_type")} == words(Statement, "quote_type")
    assert {row[0] for row in rows("role")} == {*ROLES}
    assert {row[0] for row in rows("how")} == {*get_args(How)}
    assert {row[0] for row in rows("key") if row[0] == "acts_for"} <= {*PartyRole.__dataclass_fields__}
